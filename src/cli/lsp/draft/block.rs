//! What is set in under what: keys and items, line by line.

use super::{Role, Scan, trimmed};
use trialsieve::source::Span;

/// A key or item that is not over yet.
#[derive(Clone, Copy)]
struct Open {
    column: usize,
    part: usize,
    is_item: bool,
}

impl Scan<'_> {
    /// Reads the whole text.
    pub fn blocks(&mut self) {
        let mut open: Vec<Open> = Vec::new();
        let mut line = Some(0);
        while let Some(start) = line {
            line = self.line(start, &mut open);
        }
        self.pop(&mut open, self.text.len(), |_| true);
    }

    /// Reads one line, and what belongs to it; gives where reading goes on.
    fn line(&mut self, start: usize, open: &mut Vec<Open>) -> Option<usize> {
        let (indent, words) = self.indent(start);
        let end = self.line_end(start);
        let body = self.of(words, end);
        if body.trim().is_empty() {
            self.blank(Span::new(start, end), open);
            return self.next_line(start);
        }
        if body.starts_with('#') || (indent == 0 && (body.starts_with("---") || body.starts_with("..."))) {
            return self.next_line(start);
        }
        let (mut at, mut item) = (words, None);
        while let Some(after) = self.of(at, end).strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' ')) {
            let column = at.saturating_sub(start);
            self.pop(open, start, |o| o.column > column || (o.column == column && o.is_item));
            let part = self.add(open.last().map(|o| o.part), None, Span::new(at, at.saturating_add(1)));
            open.push(Open { column, part, is_item: true });
            item = Some(part);
            let dash = at.saturating_add(1);
            at = dash.saturating_add(after.len().saturating_sub(after.trim_start_matches(' ').len()));
            if at >= end || (self.cursor >= dash && self.cursor < at) {
                self.look(Span::new(dash, at.min(end)), Span::new(self.cursor, self.cursor), Role::Value, item, false);
            }
        }
        if at >= end {
            return self.next_line(start);
        }
        let column = at.saturating_sub(start);
        match key_of(self.of(at, end)) {
            Some((key, length)) => {
                self.pop(open, start, |o| o.column >= column);
                let (parent, place) = (open.last().map(|o| o.part), Span::new(at, at.saturating_add(length)));
                self.look(place, place, Role::Key, parent, false);
                let part = self.add(parent, Some(key), place);
                open.push(Open { column, part, is_item: false });
                let colon = place.end.saturating_add(self.of(place.end, end).find(':').unwrap_or(0));
                self.value(Some(part), colon.saturating_add(1), end, column)
            }
            None if item.is_some() => self.value(item, at, end, column.saturating_sub(1)),
            None => self.loose(Span::new(at, end), column, start, open),
        }
    }

    /// Words without a key: the next line of a value, or a key that is being typed.
    fn loose(&mut self, words: Span, column: usize, start: usize, open: &mut Vec<Open>) -> Option<usize> {
        self.pop(open, start, |o| o.column >= column);
        let around = open.last().copied();
        let part = around.map(|o| o.part);
        let has_value = part.and_then(|i| self.draft.parts.get(i)).is_some_and(|p| p.value.is_some());
        if has_value {
            let token = trimmed(self.text, words);
            self.look(words, token, Role::Value, part, false);
            return self.next_line(words.start);
        }
        if words.of(self.text).starts_with(['{', '[', '"', '\'']) {
            return self.value(part, words.start, words.end, around.map_or(0, |o| o.column));
        }
        self.look(words, trimmed(self.text, words), Role::Key, part, false);
        self.next_line(words.start)
    }

    /// The value of a key or item that begins on this line.
    fn value(&mut self, part: Option<usize>, from: usize, end: usize, column: usize) -> Option<usize> {
        let rest = self.of(from, end);
        let lead = rest.len().saturating_sub(rest.trim_start_matches(' ').len());
        let start = from.saturating_add(lead);
        let words = self.of(start, end);
        if is_folded(words) {
            self.set_value(part, Span::new(start, end));
            return self.folded(part, start, column);
        }
        if words.starts_with(['{', '[']) {
            return self.flow(part, start, column);
        }
        if words.starts_with(['"', '\'']) {
            let close = self.quoted(start, column);
            self.set_value(part, Span::new(start, close));
            self.look(Span::new(from, close), Span::new(start, close), Role::Value, part, false);
            return self.next_line(close);
        }
        let plain = words.find(" #").map_or(words.len(), |i| i);
        let comment = words.starts_with('#');
        let token = trimmed(self.text, Span::new(start, if comment { start } else { start.saturating_add(plain) }));
        let stretch = Span::new(from, start.saturating_add(if comment { 0 } else { plain }));
        if !token.is_empty() {
            self.set_value(part, token);
        }
        self.look(stretch, token, Role::Value, part, false);
        self.next_line(start)
    }

    /// The lines of a `|` or `>` text.
    fn folded(&mut self, part: Option<usize>, head: usize, column: usize) -> Option<usize> {
        let (mut last, mut line) = (self.line_end(head), self.next_line(head));
        while let Some(start) = line {
            let ((indent, _), end) = (self.indent(start), self.line_end(start));
            let empty = self.of(start, end).trim().is_empty();
            if !empty && indent <= column {
                break;
            }
            let here = empty && self.cursor >= start && self.cursor <= end;
            // A blank line with the cursor set in no further may begin something new.
            if here && self.cursor.saturating_sub(start) <= column {
                break;
            }
            if !empty || here {
                last = end;
            }
            line = self.next_line(start);
        }
        self.look(Span::new(head, last), Span::new(head, last), Role::Value, part, false);
        line
    }

    /// Where quoted words end: behind the closing quote; without one at the end of the line.
    pub(super) fn quoted(&self, start: usize, column: usize) -> usize {
        let Some(quote) = self.of(start, self.text.len()).chars().next() else { return start };
        let first = self.line_end(start);
        let mut escaped = false;
        let mut at = start.saturating_add(1);
        for c in self.of(at, self.text.len()).chars() {
            let next = at.saturating_add(c.len_utf8());
            if c == quote && !escaped {
                return next;
            }
            // Words go on over lines that are set in further.
            if c == '\n' {
                let (indent, words) = self.indent(next);
                if indent <= column && self.line_end(next) > words {
                    return first;
                }
            }
            escaped = quote == '"' && c == '\\' && !escaped;
            at = next;
        }
        first
    }

    /// A blank line: what is written here belongs to what is set in less than the cursor.
    fn blank(&mut self, line: Span, open: &[Open]) {
        if self.cursor < line.start || self.cursor > line.end {
            return;
        }
        let column = self.cursor.saturating_sub(line.start);
        let around = open.iter().rev().find(|o| o.column < column);
        self.look(line, Span::new(self.cursor, self.cursor), Role::Key, around.map(|o| o.part), false);
    }

    /// Ends what is over.
    fn pop(&mut self, open: &mut Vec<Open>, end: usize, over: impl Fn(&Open) -> bool) {
        while let Some(last) = open.pop_if(|o| over(o)) {
            self.close(last.part, end);
        }
    }
}

/// Whether words are the head of a `|` or `>` text; `> 5 mmol/L` is a comparison without its quotes.
fn is_folded(words: &str) -> bool {
    let head = words.strip_prefix(['|', '>']).map(|rest| rest.trim_start_matches(|c: char| matches!(c, '-' | '+') || c.is_ascii_digit()));
    head.is_some_and(|rest| rest.trim().is_empty() || rest.starts_with(" #"))
}

/// The key that words begin with, and its length in the text.
fn key_of(words: &str) -> Option<(String, usize)> {
    if let Some(quote) = words.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let inner = words.get(1..)?.split(quote).next()?;
        let length = inner.len().saturating_add(2);
        let after = words.get(length..)?.trim_start_matches(' ').strip_prefix(':')?;
        return (after.is_empty() || after.starts_with(' ')).then(|| (inner.to_owned(), length));
    }
    if words.starts_with(['{', '[', '#', '|', '>']) {
        return None;
    }
    let colon = words.match_indices(':').map(|(i, _)| i).find(|i| {
        let after = words.get(i.saturating_add(1)..).unwrap_or_default();
        after.is_empty() || after.starts_with([' ', '\r'])
    })?;
    let key = words.get(..colon)?;
    (!key.contains(" #")).then(|| (key.trim_end().to_owned(), key.trim_end().len()))
}
