//! An open file: its text as the editor has it, and the editor's places in it.

use lsp_types::{Position, Range, TextDocumentContentChangeEvent};
use trialsieve::source::Span;

/// The text of an open file with the beginnings of its lines.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text.
    pub text: String,
    /// The editor's number for this state of it.
    pub version: i32,
    lines: Vec<usize>,
}

impl Document {
    /// A file as it was opened.
    pub fn new(text: String, version: i32) -> Self {
        Self { lines: lines(&text), text, version }
    }

    /// Takes over what the editor changed, in its order: stretches, or the whole text.
    pub fn change(&mut self, changes: Vec<TextDocumentContentChangeEvent>, version: i32) {
        for change in changes {
            match change.range {
                Some(range) => {
                    let span = self.span(range);
                    self.text.replace_range(span.start..span.end, &change.text);
                }
                None => self.text = change.text,
            }
            self.lines = lines(&self.text);
        }
        self.version = version;
    }

    /// Where a byte stands: the line, and the column in UTF-16 units, both from 0.
    pub fn position(&self, byte: usize) -> Position {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte = byte.saturating_sub(1);
        }
        let line = self.lines.partition_point(|start| *start <= byte).saturating_sub(1);
        let start = self.lines.get(line).copied().unwrap_or(0);
        let before = self.text.get(start..byte).unwrap_or_default();
        Position::new(number(line), number(before.encode_utf16().count()))
    }

    /// The byte of a place; the end of the line for a column past it, the end of the text for a
    /// line past it.
    pub fn byte(&self, place: Position) -> usize {
        let line = usize::try_from(place.line).unwrap_or(usize::MAX);
        let Some(start) = self.lines.get(line).copied() else { return self.text.len() };
        let end = self.lines.get(line.saturating_add(1)).copied().unwrap_or(self.text.len());
        let words = self.text.get(start..end).unwrap_or_default().trim_end_matches(['\r', '\n']);
        let (mut at, mut column) = (start, 0u32);
        for c in words.chars() {
            let next = column.saturating_add(number(c.len_utf16()));
            // Half a character is none.
            if next > place.character {
                break;
            }
            column = next;
            at = at.saturating_add(c.len_utf8());
        }
        at
    }

    /// A stretch of the text as the editor names it.
    pub fn range(&self, span: Span) -> Range {
        Range::new(self.position(span.start), self.position(span.end.max(span.start)))
    }

    /// The bytes of a range.
    pub fn span(&self, range: Range) -> Span {
        let (start, end) = (self.byte(range.start), self.byte(range.end));
        Span::new(start.min(end), start.max(end))
    }
}

/// Where each line begins. A line ends with `\n`, `\r\n` or `\r`.
fn lines(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for (i, byte) in bytes.iter().enumerate() {
        let next = i.saturating_add(1);
        if *byte == b'\n' || (*byte == b'\r' && bytes.get(next) != Some(&b'\n')) {
            starts.push(next);
        }
    }
    starts
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position::new(line, character)
    }

    #[test]
    fn columns_are_utf_16_units() {
        // ≥ is three bytes and one unit, 😀 four bytes and two units.
        let document = Document::new("age ≥ 18\n😀 µ\r\nend".to_owned(), 1);
        for (byte, place) in
            [(0, at(0, 0)), (7, at(0, 5)), (11, at(1, 0)), (15, at(1, 2)), (16, at(1, 3)), (18, at(1, 4)), (20, at(2, 0)), (23, at(2, 3))]
        {
            assert_eq!(document.position(byte), place, "{byte}");
            assert_eq!(document.byte(place), byte, "{place:?}");
        }
        assert_eq!(document.position(5), at(0, 4), "inside a character");
        assert_eq!(document.byte(at(1, 1)), 11, "half of a character");
        assert_eq!(document.byte(at(1, 99)), 18, "past the end of a line");
        assert_eq!(document.byte(at(9, 0)), 23, "past the end of the text");
        assert_eq!(document.position(999), at(2, 3));
    }

    #[test]
    fn changes_apply_one_after_the_other() {
        let change = |range: Option<Range>, text: &str| TextDocumentContentChangeEvent { range, range_length: None, text: text.to_owned() };
        let mut document = Document::new("≥ 18 years\nnext\n".to_owned(), 1);
        let changes = vec![
            change(Some(Range::new(at(0, 2), at(0, 4))), "21"),
            change(Some(Range::new(at(0, 0), at(0, 1))), "😀>"),
            change(Some(Range::new(at(0, 3), at(1, 0))), "!\n"),
        ];
        document.change(changes, 2);
        assert_eq!((document.text.as_str(), document.version), ("😀>!\nnext\n", 2));
        document.change(vec![change(None, "all new")], 3);
        assert_eq!((document.text.as_str(), document.version), ("all new", 3));
        // A range that is turned round or beyond the text does not break it.
        document.change(vec![change(Some(Range::new(at(5, 5), at(0, 3))), "")], 4);
        assert_eq!(document.text, "all");
    }
}
