//! Paragraphs wrapped to a width, with or without colour.

use crate::report::Layout;

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
        self.text.push_str(&" ".repeat(first));
        let (mut column, mut gap, mut fresh) = (first, 0usize, true);
        for (ink, text) in pieces {
            let mut words = text.split(char::is_whitespace).peekable();
            let (mut open, mut begun) = (false, false);
            while let Some(word) = words.next() {
                if !word.is_empty() {
                    // Between the words of a piece one blank is enough.
                    gap = if begun { gap.min(1) } else { gap };
                    let length = word.chars().count();
                    if !fresh && column.saturating_add(gap).saturating_add(length) > most {
                        self.text.push('\n');
                        self.text.push_str(&" ".repeat(rest));
                        column = rest;
                    } else {
                        self.text.push_str(&" ".repeat(gap));
                        column = column.saturating_add(gap);
                    }
                    if self.layout.colour && !open {
                        self.text.push_str(ink.escape());
                        open = *ink != Ink::Plain;
                    }
                    self.text.extend(word.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }));
                    column = column.saturating_add(length);
                    (gap, fresh, begun) = (0, false, true);
                }
                if words.peek().is_some() {
                    gap = gap.saturating_add(1);
                }
            }
            if open {
                self.text.push_str(RESET);
            }
        }
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(width: usize, colour: bool) -> Page {
        Page::new(Layout { width, colour, verbose: false })
    }

    #[test]
    fn words_are_wrapped_under_their_beginning() {
        let mut p = page(30, false);
        p.paragraph(2, 9, &[(Ink::Good, "✓ I1   "), (Ink::Plain, "Age of ≥18 years,\nand of sound mind")]);
        assert_eq!(p.finish(), "  ✓ I1   Age of ≥18 years, and\n         of sound mind\n");
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
