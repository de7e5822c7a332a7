//! JSON of the plain kind, read byte by byte. What is not of that kind, be it JSON or not, is
//! left to the reader that can say what is wrong with it: every step may answer with nothing.

/// A place in a text.
pub struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

/// A number: so many of the tenth, hundredth, … that its scale says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    pub mantissa: i64,
    pub scale: u32,
}

/// More digits than this may not fit.
const MOST_DIGITS: u32 = 18;

impl<'t> Cursor<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The next byte that is not a blank.
    #[inline]
    pub fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at)? {
                b' ' | b'\n' | b'\r' | b'\t' => self.at = self.at.wrapping_add(1),
                byte => return Some(*byte),
            }
        }
    }

    /// Goes past a byte, if it is the next one.
    #[inline]
    pub fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at = self.at.wrapping_add(usize::from(found));
        found
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Option<()> {
        self.eat(byte).then_some(())
    }

    /// A text without escapes.
    #[inline]
    pub fn string(&mut self) -> Option<&'t str> {
        self.expect(b'"')?;
        let rest = self.text.as_bytes().get(self.at..)?;
        let length = rest.iter().position(|b| matches!(b, b'"' | b'\\' | 0..0x20))?;
        if rest.get(length) != Some(&b'"') {
            return None;
        }
        let end = self.at.wrapping_add(length);
        let text = self.text.get(self.at..end)?;
        self.at = end.wrapping_add(1);
        Some(text)
    }

    /// A number without a power of ten.
    pub fn number(&mut self) -> Option<Number> {
        self.peek()?;
        let rest = self.text.get(self.at..)?;
        let (number, end) = decimal(rest)?;
        // JSON has no leading zeros, and "5e3" goes on.
        let digits = rest.strip_prefix('-').unwrap_or(rest).as_bytes();
        let padded = matches!(digits, [b'0', b'0'..=b'9', ..]);
        let goes_on = matches!(rest.as_bytes().get(end), Some(b'e' | b'E' | b'.' | b'+' | b'-'));
        if padded || goes_on {
            return None;
        }
        self.at = self.at.wrapping_add(end);
        Some(number)
    }

    /// The text of a number.
    pub fn digits(&mut self) -> Option<&'t str> {
        self.peek()?;
        let from = self.at;
        self.number()?;
        self.text.get(from..self.at)
    }

    /// `true` or `false`.
    pub fn truth(&mut self) -> Option<bool> {
        self.peek()?;
        let rest = self.text.get(self.at..)?;
        let (truth, length) = if rest.starts_with("true") {
            (true, 4)
        } else if rest.starts_with("false") {
            (false, 5)
        } else {
            return None;
        };
        self.at = self.at.wrapping_add(length);
        Some(truth)
    }

    /// The fields of an object, one after the other.
    #[inline]
    pub fn fields(&mut self, mut each: impl FnMut(&mut Self, &'t str) -> Option<()>) -> Option<()> {
        self.expect(b'{')?;
        if self.eat(b'}') {
            return Some(());
        }
        loop {
            let key = self.string()?;
            self.expect(b':')?;
            each(self, key)?;
            if !self.eat(b',') {
                return self.expect(b'}');
            }
        }
    }

    /// The items of a list, one after the other.
    #[inline]
    pub fn items(&mut self, mut each: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.expect(b'[')?;
        if self.eat(b']') {
            return Some(());
        }
        loop {
            each(self)?;
            if !self.eat(b',') {
                return self.expect(b']');
            }
        }
    }

    /// Whether nothing follows.
    pub fn ends(&mut self) -> bool {
        self.peek().is_none()
    }
}

/// A number at the beginning of a text, and where it ends.
pub fn decimal(text: &str) -> Option<(Number, usize)> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mut mantissa, mut count, mut scale, mut point, mut length) = (0i64, 0u32, 0u32, false, 0usize);
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa.wrapping_mul(10).wrapping_add(i64::from(byte & 15));
                count = count.wrapping_add(1);
                scale = scale.wrapping_add(u32::from(point));
            }
            b'.' if !point && count > 0 => point = true,
            _ => break,
        }
        length = length.wrapping_add(1);
        if count > MOST_DIGITS {
            return None;
        }
    }
    if count == 0 || (point && scale == 0) {
        return None;
    }
    let mantissa = if negative { mantissa.wrapping_neg() } else { mantissa };
    Some((Number { mantissa, scale }, length.wrapping_add(usize::from(negative))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_json() {
        for (text, mantissa, scale) in
            [("6.40", 640, 2), ("0", 0, 0), ("-0.5", -5, 1), ("130 ", 130, 0), ("999999999999999999", 999_999_999_999_999_999, 0)]
        {
            assert_eq!(Cursor::new(text).number(), Some(Number { mantissa, scale }), "{text}");
        }
        for text in ["", "-", ".5", "5.", "05", "-05", "5e3", "5E3", "1.2.3", "1-2", "+5", "NaN", "9999999999999999999"] {
            assert_eq!(Cursor::new(text).number(), None, "{text}");
        }
    }

    #[test]
    fn texts_with_escapes_or_without_end_are_left_alone() {
        assert_eq!(Cursor::new(" \"ä b\"").string(), Some("ä b"));
        for text in ["\"a\\n\"", "\"a", "\"a\u{1}\"", "a", ""] {
            assert_eq!(Cursor::new(text).string(), None, "{text}");
        }
    }

    #[test]
    fn lists_and_objects_have_their_commas() {
        for (text, sound) in [("[]", true), ("[1]", true), ("[1, 2]", true), ("[1,]", false), ("[,1]", false), ("[1 2]", false), ("[1", false)] {
            let read = Cursor::new(text).items(|c| c.number().map(drop)).is_some();
            assert_eq!(read, sound, "{text}");
        }
        for (text, sound) in [("{}", true), ("{\"a\": 1}", true), ("{\"a\": 1,}", false), ("{\"a\" 1}", false), ("{a: 1}", false)] {
            let read = Cursor::new(text).fields(|c, _| c.number().map(drop)).is_some();
            assert_eq!(read, sound, "{text}");
        }
    }
}
