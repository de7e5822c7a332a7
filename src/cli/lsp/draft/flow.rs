//! What stands in brackets: `{measure: {of: lactate, is: "> 5 mmol/L"}}`.

use super::{Role, Scan, trimmed};
use trialsieve::source::Span;

/// A bracket that is not closed yet.
struct Bracket {
    is_map: bool,
    /// The key or item whose value it is.
    holder: Option<usize>,
    /// The key whose value is being read.
    key: Option<usize>,
    /// The value of the key, or the item, is there already.
    full: bool,
}

impl Scan<'_> {
    /// Reads from an opening bracket to its end; gives the line on which reading goes on. Brackets
    /// that nobody closed end before a line that is set in no further than their key.
    pub fn flow(&mut self, part: Option<usize>, start: usize, column: usize) -> Option<usize> {
        let mut brackets: Vec<Bracket> = Vec::new();
        // Where the slot between two signs began.
        let mut slot = start;
        let mut at = start;
        while let Some(c) = self.of(at, self.text.len()).chars().next() {
            let next = at.saturating_add(c.len_utf8());
            let fresh = self.of(slot, at).trim().is_empty();
            match c {
                '{' | '[' if fresh => {
                    let holder = if brackets.is_empty() { part } else { self.holder(&brackets, at) };
                    if let Some(bracket) = brackets.last_mut() {
                        let role = if bracket.is_map && bracket.key.is_none() { Role::Key } else { Role::Value };
                        bracket.full = true;
                        self.look(Span::new(slot, at), Span::new(at, at), role, holder, true);
                    }
                    brackets.push(Bracket { is_map: c == '{', holder, key: None, full: false });
                    slot = next;
                }
                '}' | ']' => {
                    self.fill(&brackets, Span::new(slot, at));
                    if let Some(holder) = brackets.pop().and_then(|b| b.holder) {
                        self.close(holder, next);
                    }
                    slot = next;
                    if brackets.is_empty() {
                        return self.next_line(next);
                    }
                }
                ',' => {
                    self.fill(&brackets, Span::new(slot, at));
                    if let Some(bracket) = brackets.last_mut() {
                        bracket.key = None;
                        bracket.full = false;
                    }
                    slot = next;
                }
                ':' if self.ends_key(&brackets, next, Span::new(slot, at)) => {
                    self.key(&mut brackets, Span::new(slot, at));
                    slot = next;
                }
                '"' | '\'' if fresh => {
                    at = self.quoted(at, column);
                    continue;
                }
                '\n' => {
                    let (indent, words) = self.indent(next);
                    let body = self.of(words, self.line_end(next));
                    if indent <= column && !body.is_empty() && !body.starts_with(['}', ']', '#']) {
                        self.fill(&brackets, Span::new(slot, at));
                        return Some(next);
                    }
                }
                _ => {}
            }
            at = next;
        }
        self.fill(&brackets, Span::new(slot, at));
        None
    }

    /// The part whose value begins here: the key, or a new item.
    fn holder(&mut self, brackets: &[Bracket], at: usize) -> Option<usize> {
        let (is_map, holder, key) = brackets.last().map(|b| (b.is_map, b.holder, b.key))?;
        if is_map { key.or(holder) } else { Some(self.add(holder, None, Span::new(at, at))) }
    }

    /// Whether a colon stands behind a key.
    fn ends_key(&self, brackets: &[Bracket], next: usize, slot: Span) -> bool {
        let after = self.of(next, self.text.len());
        let quoted = slot.of(self.text).trim_end().ends_with(['"', '\'']);
        let ends = quoted || after.is_empty() || after.starts_with([' ', '\r', '\n', ',', '}', ']', '{', '[']);
        ends && brackets.last().is_some_and(|b| b.is_map && b.key.is_none())
    }

    fn key(&mut self, brackets: &mut [Bracket], slot: Span) {
        let token = trimmed(self.text, slot);
        let Some(holder) = brackets.last().map(|b| b.holder) else { return };
        self.look(slot, token, Role::Key, holder, true);
        let part = self.add(holder, Some(super::bare(token.of(self.text)).to_owned()), token);
        if let Some(bracket) = brackets.last_mut() {
            bracket.key = Some(part);
        }
    }

    /// What stands before a `,` or a closing bracket.
    fn fill(&mut self, brackets: &[Bracket], slot: Span) {
        let token = trimmed(self.text, slot);
        self.slot(brackets, slot, token);
    }

    fn slot(&mut self, brackets: &[Bracket], slot: Span, token: Span) {
        let Some((is_map, holder, key, full)) = brackets.last().map(|b| (b.is_map, b.holder, b.key, b.full)) else { return };
        if full {
            return;
        }
        let here = slot.start <= self.cursor && self.cursor <= slot.end && self.draft.cursor.is_none();
        let (role, part) = match (is_map, key) {
            (true, None) => (Role::Key, holder),
            (true, key) => (Role::Value, key),
            (false, _) if token.is_empty() && !here => return,
            (false, _) => (Role::Value, Some(self.add(holder, None, token))),
        };
        self.look(slot, token, role, part, true);
        if role == Role::Value && !token.is_empty() {
            self.set_value(part, token);
            if let Some(part) = part {
                self.close(part, token.end);
            }
        }
    }
}
