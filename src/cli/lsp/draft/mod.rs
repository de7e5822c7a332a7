//! A YAML file as far as it has been typed: its keys and items with their places, and what the
//! cursor stands in. Where the YAML is broken the reader goes on at the next line that is set in
//! less; it never refuses.

mod block;
mod flow;

use trialsieve::rule::Shape;
use trialsieve::source::Span;

/// What is known of a file that may be broken.
#[derive(Debug, Default)]
pub struct Draft {
    /// Keys and items in the order of the text, outer ones before inner ones.
    pub parts: Vec<Part>,
    /// Where the cursor stands, unless in a comment.
    pub cursor: Option<Cursor>,
}

/// A key or an item.
#[derive(Debug)]
pub struct Part {
    /// The key or item that it stands in; none at the top.
    pub parent: Option<usize>,
    /// Its key; an item has none.
    pub key: Option<String>,
    /// Where the key, or the dash of the item, stands.
    pub place: Span,
    /// Where its value stands, with its quotes, if that is a single one.
    pub value: Option<Span>,
    /// Where all that belongs to it ends.
    pub end: usize,
}

/// What the cursor stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Whether a key or a value is being written.
    pub role: Role,
    /// The key or item that it belongs to: of a value its own, of a key the one around it.
    pub part: Option<usize>,
    /// The word around the cursor; empty where there is none.
    pub token: Span,
    /// Whether it stands in brackets.
    pub flow: bool,
}

/// What is written at the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The key of a mapping.
    Key,
    /// The value of a key, or an item.
    Value,
}

/// One step from the top to a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'d> {
    /// Into the value of a key.
    Key(&'d str),
    /// To an item of a list, from 0.
    Item(usize),
}

impl Draft {
    /// Reads a text, with the cursor at a byte.
    pub fn read(text: &str, cursor: usize) -> Self {
        let mut scan = Scan { text, cursor, draft: Self::default() };
        scan.blocks();
        scan.draft
    }

    /// The steps from the top to a part.
    pub fn path(&self, part: usize) -> Vec<(usize, Step<'_>)> {
        let mut steps = Vec::new();
        let mut next = Some(part);
        while let Some((place, part)) = next.and_then(|i| Some((i, self.parts.get(i)?))) {
            let step = match &part.key {
                Some(key) => Step::Key(key),
                None => Step::Item(self.among(part.parent).take_while(|(i, _)| *i < place).count()),
            };
            steps.push((place, step));
            next = part.parent;
        }
        steps.reverse();
        steps
    }

    /// What a part holds.
    pub fn shape(&self, part: Option<usize>) -> Shape {
        let path = part.map_or(Vec::new(), |p| self.path(p));
        path.iter().fold(Shape::Trial, |shape, (_, step)| match step {
            Step::Key(key) => shape.within(key),
            Step::Item(_) => shape.item(),
        })
    }

    /// The parts directly in a part, or at the top.
    pub fn among(&self, parent: Option<usize>) -> impl Iterator<Item = (usize, &Part)> {
        self.parts.iter().enumerate().filter(move |(_, p)| p.parent == parent)
    }

    /// The value of a key beside others, without its quotes.
    pub fn beside<'t>(&self, parent: Option<usize>, key: &str, text: &'t str) -> Option<&'t str> {
        let part = self.among(parent).find(|(_, p)| p.key.as_deref() == Some(key))?.1;
        Some(bare(part.value?.of(text)))
    }
}

/// A single value without its quotes.
pub fn bare(value: &str) -> &str {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote) {
            return inner.strip_suffix(quote).unwrap_or(inner);
        }
    }
    value
}

/// Reading goes on from here.
struct Scan<'t> {
    text: &'t str,
    cursor: usize,
    draft: Draft,
}

impl<'t> Scan<'t> {
    fn add(&mut self, parent: Option<usize>, key: Option<String>, place: Span) -> usize {
        self.draft.parts.push(Part { parent, key, place, value: None, end: place.end });
        self.draft.parts.len().saturating_sub(1)
    }

    fn set_value(&mut self, part: Option<usize>, value: Span) {
        if let Some(part) = part.and_then(|i| self.draft.parts.get_mut(i)) {
            part.value = Some(value);
        }
    }

    fn close(&mut self, part: usize, end: usize) {
        if let Some(part) = self.draft.parts.get_mut(part) {
            part.end = end.max(part.place.end);
        }
    }

    /// Notes the cursor if it stands in a stretch whose word is `token`.
    fn look(&mut self, stretch: Span, token: Span, role: Role, part: Option<usize>, flow: bool) {
        if self.draft.cursor.is_some() || self.cursor < stretch.start || self.cursor > stretch.end {
            return;
        }
        let inside = token.start <= self.cursor && self.cursor <= token.end && !token.is_empty();
        // Blanks behind a word belong to what is being written ("> 5 ", and now the unit).
        let behind = !token.is_empty() && token.end < self.cursor;
        let token = if inside {
            token
        } else if behind {
            Span::new(token.start, self.cursor)
        } else {
            Span::new(self.cursor, self.cursor)
        };
        self.draft.cursor = Some(Cursor { role, part, token, flow });
    }

    fn of(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// The end of the line of a byte, without the sign that ends it.
    fn line_end(&self, from: usize) -> usize {
        let rest = self.text.get(from..).unwrap_or_default();
        let end = rest.find('\n').map_or(self.text.len(), |i| from.saturating_add(i));
        if end > from && self.of(end.saturating_sub(1), end) == "\r" { end.saturating_sub(1) } else { end }
    }

    /// The beginning of the next line, or nothing at the end of the text.
    fn next_line(&self, from: usize) -> Option<usize> {
        let rest = self.text.get(from..)?;
        rest.find('\n').map(|i| from.saturating_add(i).saturating_add(1))
    }

    /// How far a line is set in, and where its words begin.
    fn indent(&self, line: usize) -> (usize, usize) {
        let words = self.of(line, self.line_end(line));
        let indent = words.len().saturating_sub(words.trim_start_matches(' ').len());
        (indent, line.saturating_add(indent))
    }
}

/// The stretch without the blanks around its words.
fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start.saturating_add(words.len().saturating_sub(words.trim_start().len()));
    Span::new(start, start.saturating_add(words.trim().len()))
}

#[cfg(test)]
mod tests;
