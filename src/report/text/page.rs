//! Paragraphs wrapped to a width, with or without colour.

use crate::report::Layout;
use std::fmt;

/// A page being written.
pub struct Page {
    /// How it is laid out.
    pub layout: Layout,
    text: String,
}

/// What a stretch of text is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Ordinary.
    Plain,
    /// A name that stands out.
    Strong,
    /// What matters less.
    Faint,
    /// In favour.
    Good,
    /// Against.
    Bad,
    /// Open.
    Open,
    /// Words of a text that count.
    Underlined,
}

const RESET: &str = "\u{1b}[0m";
/// Words are never squeezed into fewer columns than that.
const LEAST_COLUMNS: usize = 20;

impl Ink {
    fn escape(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "\u{1b}[1m",
            Self::Faint => "\u{1b}[2m",
            Self::Good => "\u{1b}[32m",
            Self::Bad => "\u{1b}[31m",
            Self::Open => "\u{1b}[33m",
            Self::Underlined => "\u{1b}[4m",
        }
    }
}

impl Page {
    /// An empty page.
    pub fn new(layout: Layout) -> Self {
        Self { layout, text: String::new() }
    }

    /// The page's text.
    pub fn finish(self) -> String {
        self.text
    }

    /// Writes what the page holds elsewhere, and goes on with an empty one.
    pub fn pass_on(&mut self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(&self.text)?;
        self.text.clear();
        Ok(())
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A line across, between patients.
    pub fn rule(&mut self) {
        let width = self.layout.width;
        self.text.push_str(&format!("\n{}\n\n", "─".repeat(width)));
    }

    /// A line as it is, indented, whatever the width.
    pub fn verbatim(&mut self, indent: usize, ink: Ink, line: &str) {
        let line: String = line.chars().map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c }).collect();
        let (begin, end) = if self.layout.colour && ink != Ink::Plain { (ink.escape(), RESET) } else { ("", "") };
        self.text.push_str(&format!("{}{begin}{line}{end}\n", " ".repeat(indent)));
    }

    /// A paragraph: the first line indented by `first`, the others by `rest` blanks.
    ///
    /// Blanks at the ends of a piece are kept; inside it words are set one blank apart, so that
    /// the line ends and tables of a protocol's own text do not break the page.
    pub fn paragraph(&mut self, first: usize, rest: usize, pieces: &[(Ink, &str)]) {
        let most = self.layout.width.max(rest.saturating_add(LEAST_COLUMNS));
        self.indent(first);
        let mut line = Line { column: first, gap: 0, fresh: true, rest, most };
        for (ink, text) in pieces {
            let ink = if self.layout.colour { *ink } else { Ink::Plain };
            let open = if is_even(text) { self.even(text, ink, &mut line) } else { self.words(text, ink, &mut line) };
            if open {
                self.text.push_str(RESET);
            }
        }
        self.text.push('\n');
    }

    /// A piece of any text, word by word; whether its colour is left open.
    fn words(&mut self, text: &str, ink: Ink, line: &mut Line) -> bool {
        let mut words = text.split(char::is_whitespace).peekable();
        let (mut open, mut begun) = (false, false);
        while let Some(word) = words.next() {
            if !word.is_empty() {
                // Between the words of a piece one blank is enough.
                line.gap = if begun { line.gap.min(1) } else { line.gap };
                let plain = word.bytes().all(|b| b.is_ascii_graphic());
                let length = if plain { word.len() } else { word.chars().count() };
                self.place(length, line);
                if !open {
                    self.text.push_str(ink.escape());
                    open = ink != Ink::Plain;
                }
                if plain {
                    self.text.push_str(word);
                } else {
                    self.text.extend(word.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }));
                }
                line.column = line.column.saturating_add(length);
                (line.gap, line.fresh, begun) = (0, false, true);
            }
            if words.peek().is_some() {
                line.gap = line.gap.saturating_add(1);
            }
        }
        open
    }

    /// The same of an even text, a line at a time.
    fn even(&mut self, text: &str, ink: Ink, line: &mut Line) -> bool {
        let inner = text.trim_start_matches(' ');
        line.gap = line.gap.saturating_add(text.len().saturating_sub(inner.len()));
        let mut left = inner.trim_end_matches(' ');
        let behind = inner.len().saturating_sub(left.len());
        let begun = !left.is_empty();
        if begun {
            let word = left.find(' ').unwrap_or(left.len());
            self.place(word, line);
            self.text.push_str(ink.escape());
        }
        while !left.is_empty() {
            // As many words as the line takes, and one at the least.
            let room = line.most.saturating_sub(line.column);
            let end = if left.len() <= room { left.len() } else { last_blank(left, room).or_else(|| left.find(' ')).unwrap_or(left.len()) };
            let (now, later) = left.split_at_checked(end).unwrap_or((left, ""));
            self.text.push_str(now);
            line.column = line.column.saturating_add(now.len());
            left = later.get(1..).unwrap_or_default();
            if !left.is_empty() {
                self.text.push('\n');
                self.indent(line.rest);
                line.column = line.rest;
            }
            (line.gap, line.fresh) = (0, false);
        }
        line.gap = line.gap.saturating_add(behind);
        begun && ink != Ink::Plain
    }

    /// Goes to where the next word begins: behind the gap, or on the next line.
    fn place(&mut self, length: usize, line: &mut Line) {
        if !line.fresh && line.column.saturating_add(line.gap).saturating_add(length) > line.most {
            self.text.push('\n');
            self.indent(line.rest);
            line.column = line.rest;
        } else {
            self.indent(line.gap);
            line.column = line.column.saturating_add(line.gap);
        }
    }

    fn indent(&mut self, mut columns: usize) {
        const BLANKS: &str = "                                                                ";
        while columns > 0 {
            let some = columns.min(BLANKS.len());
            self.text.push_str(BLANKS.get(..some).unwrap_or_default());
            columns = columns.saturating_sub(some);
        }
    }
}

/// Where a paragraph has come to.
struct Line {
    column: usize,
    /// Blanks before the next word.
    gap: usize,
    /// Nothing has been written yet.
    fresh: bool,
    /// Columns before further lines.
    rest: usize,
    /// Columns in all.
    most: usize,
}

/// Whether each character of a text is a column, and its words are one blank apart.
fn is_even(text: &str) -> bool {
    let mut bytes = text.as_bytes();
    while let [b' ', rest @ ..] | [rest @ .., b' '] = bytes {
        bytes = rest;
    }
    let mut blank_before = 0u64;
    let (eights, rest) = bytes.as_chunks();
    let mut last = [b'a'; size_of::<u64>()];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    eights.iter().chain([&last]).all(|eight| {
        let eight = u64::from_le_bytes(*eight);
        // The highest bit of a byte is set where it is below a blank, or above a tilde.
        let odd = (eight.wrapping_sub(each(b' ')) | eight.wrapping_add(each(1)) | eight) & each(HIGH);
        // And here where it is a blank: none of the bytes is odd, so that no sum carries.
        let blanks = !(eight ^ each(b' ')).wrapping_add(each(HIGH.wrapping_sub(1))) & each(HIGH);
        let behind_blanks = blanks.wrapping_shl(u8::BITS) | blank_before;
        blank_before = blanks.wrapping_shr(u64::BITS.wrapping_sub(u8::BITS));
        odd == 0 && blanks & behind_blanks == 0
    })
}

/// The highest bit of a byte.
const HIGH: u8 = 0x80;

/// A byte eight times.
fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; size_of::<u64>()])
}

/// The last blank of a text before which there are at most so many characters.
fn last_blank(text: &str, most: usize) -> Option<usize> {
    text.as_bytes().get(..=most)?.iter().rposition(|b| *b == b' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page(width: usize, colour: bool) -> Page {
        Page::new(Layout { width, colour, verbose: false })
    }

    #[test]
    fn words_are_wrapped_under_their_beginning() {
        let mut p = page(30, false);
        p.paragraph(2, 9, &[(Ink::Good, "✓ I1   "), (Ink::Plain, "Age of ≥18 years,\nand of sound mind")]);
        assert_eq!(p.finish(), "  ✓ I1   Age of ≥18 years, and\n         of sound mind\n");
    }

    proptest! {
        #[test]
        fn a_line_at_a_time_is_as_word_by_word(
            pieces in proptest::collection::vec(("[a-zé\u{7} ]{0,60}|[a-z]{0,30}( [a-z]{1,9}){0,12} ?", any::<bool>()), 0..5),
            width in 20usize..60, first in 0usize..5, rest in 0usize..30, colour in any::<bool>(),
        ) {
            let ink = |bold: &bool| if *bold { Ink::Strong } else { Ink::Plain };
            let pieces: Vec<(Ink, &str)> = pieces.iter().map(|(text, bold)| (ink(bold), text.as_str())).collect();
            let (mut one, mut other) = (page(width, colour), page(width, colour));
            one.paragraph(first, rest, &pieces);
            other.indent(first);
            let mut line = Line { column: first, gap: 0, fresh: true, rest, most: width.max(rest.saturating_add(LEAST_COLUMNS)) };
            for (ink, text) in &pieces {
                if other.words(text, if colour { *ink } else { Ink::Plain }, &mut line) {
                    other.text.push_str(RESET);
                }
            }
            prop_assert_eq!(one.finish(), other.finish() + "\n");
        }
    }

    proptest! {
        #[test]
        fn a_text_is_even_where_every_character_is_a_column(text in "[a-z ~\u{7f}\u{1f}é\n]{0,40}|[ -~]{0,40}") {
            let inner = text.trim_matches(' ');
            prop_assert_eq!(is_even(&text), inner.chars().all(|c| c.is_ascii_graphic() || c == ' ') && !inner.contains("  "), "{:?}", text);
        }
    }

    #[test]
    fn a_word_longer_than_the_line_is_not_broken() {
        let mut p = page(30, false);
        let word = "x".repeat(50);
        p.paragraph(0, 2, &[(Ink::Plain, &format!("a {word} b"))]);
        assert_eq!(p.finish(), format!("a\n  {word}\n  b\n"));
    }

    #[test]
    fn colour_is_there_only_when_asked_for_and_never_from_the_text_itself() {
        let pieces: &[(Ink, &str)] = &[(Ink::Bad, "no"), (Ink::Plain, " \u{1b}[31mred")];
        let mut plain = page(30, false);
        plain.paragraph(0, 0, pieces);
        assert_eq!(plain.finish(), "no \u{fffd}[31mred\n");
        let mut coloured = page(30, true);
        coloured.paragraph(0, 0, pieces);
        assert_eq!(coloured.finish(), "\u{1b}[31mno\u{1b}[0m \u{fffd}[31mred\n");
    }
}
