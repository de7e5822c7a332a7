//! The few lines of a source text that a message is about.

use std::ops::Range;
use trialsieve::source::{LineColumn, Span, line_column};

/// A piece of a text around a span, short enough to show.
pub struct Piece {
    /// Where the span begins in the whole text.
    pub place: LineColumn,
    /// The text shown.
    pub text: String,
    /// The span within it, in bytes.
    pub range: Range<usize>,
}

/// Most characters shown on either side of a span. Exports write a whole profile in one line.
const AROUND: usize = 60;
/// Most characters of a span that are shown.
const WITHIN: usize = 120;

/// Cuts the piece around a span, on the span's first line.
pub fn cut(text: &str, span: Span) -> Piece {
    let start = boundary(text, span.start);
    let end = boundary(text, span.end).max(start);
    let line_start = text.get(..start).and_then(|t| t.rfind('\n')).map_or(0, |i| i.saturating_add(1));
    let line_end = text.get(start..).and_then(|t| t.find('\n')).map_or(text.len(), |i| start.saturating_add(i));
    let before = text.get(line_start..start).unwrap_or_default();
    let marked = text.get(start..end.min(line_end)).unwrap_or_default();
    let marked = first(marked, WITHIN);
    let after = text.get(start.saturating_add(marked.len())..line_end).unwrap_or_default();
    let (left, right) = (last(before, AROUND), first(after, AROUND));
    let mut piece = String::new();
    piece.push_str(if left.len() < before.len() { "…" } else { "" });
    piece.push_str(&shown(left));
    let from = piece.len();
    piece.push_str(&shown(marked));
    let to = piece.len();
    piece.push_str(&shown(right));
    piece.push_str(if right.len() < after.len() { "…" } else { "" });
    Piece { place: line_column(text, start), text: piece, range: from..to }
}

/// Control characters would move the cursor instead of being seen.
fn shown(text: &str) -> String {
    text.trim_end_matches('\r')
        .chars()
        .map(|c| {
            if c == '\t' {
                ' '
            } else if c.is_control() {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

fn boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte = byte.saturating_sub(1);
    }
    byte
}

fn first(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).and_then(|(i, _)| text.get(..i)).unwrap_or(text)
}

fn last(text: &str, count: usize) -> &str {
    let Some(skip) = count.checked_sub(1) else { return "" };
    text.char_indices().rev().nth(skip).and_then(|(i, _)| text.get(i..)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_around_the_span_and_its_column_stays_true() {
        let text = format!("first\n{}\"µg\"{}\nlast", "a".repeat(10_000), "b".repeat(10_000));
        let start = text.find("\"µg\"").unwrap();
        let piece = cut(&text, Span::new(start, start + "\"µg\"".len()));
        assert_eq!((piece.place.line, piece.place.column), (2, 10_001));
        assert_eq!(&piece.text[piece.range.clone()], "\"µg\"");
        assert_eq!(piece.text, format!("…{}\"µg\"{}…", "a".repeat(AROUND), "b".repeat(AROUND)));
    }

    #[test]
    fn spans_that_do_not_fit_the_text_are_cut_to_it() {
        for (text, span) in
            [("", Span::new(0, 5)), ("µ", Span::new(1, 1)), ("ab\ncd", Span::new(1, 99)), ("ab", Span::new(7, 3)), ("\n", Span::new(0, 1))]
        {
            let piece = cut(text, span);
            assert!(piece.text.get(piece.range).is_some(), "{text:?} {span:?}");
        }
    }
}
