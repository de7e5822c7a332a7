//! Comments of a YAML file: which entry each belongs to, and putting them back into a file that
//! says the same in another layout.
//!
//! A comment on lines of its own belongs to the entry it stands before; where it is set in
//! deeper than that, to the one it stands behind. A comment at the end of a line belongs to the
//! last entry that the line holds as a whole, else to the first that begins on it.

use super::tree::{self, Kind, Value};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use std::collections::HashMap;

/// The way from the root to an entry.
pub type Path = Vec<Step>;

/// One step down.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// Into the value of a key.
    Key(String),
    /// To an item of a list, from 0.
    Item(usize),
}

/// The comments of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comments(Vec<Comment>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Comment {
    text: String,
    place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// At the head of the file.
    Head,
    /// On a line of its own before an entry.
    Before(Path),
    /// At the end of the line on which an entry begins.
    Beside(Path),
    /// On a line of its own behind all of an entry.
    After(Path),
    /// At the end of the file.
    End,
}

/// A key or an item.
struct Entry {
    path: Path,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
}

impl Comments {
    /// The comments of a text.
    ///
    /// # Errors
    /// What is not YAML, with its place.
    pub fn read(text: &str) -> Result<Self, Diagnostic> {
        let document = tree::read(text)?;
        let entries = entries(text, document.root.as_ref());
        let mut comments = Vec::new();
        let mut gap = Gap::default();
        for span in document.comments {
            let place = place_of(text, span, &entries, &mut gap);
            comments.push(Comment { text: span.of(text).trim_end().to_owned(), place });
        }
        Ok(Self(comments))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Their texts, sorted.
    pub(super) fn texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = self.0.iter().map(|c| c.text.as_str()).collect();
        texts.sort_unstable();
        texts
    }

    /// Another text with these comments; `to` says where an entry is now, or that it is gone
    /// with its comments. What belongs to an entry that is not written any more goes to the one
    /// around it.
    pub fn put_into(&self, text: &str, to: impl Fn(&Path) -> Option<Path>) -> String {
        let Ok(document) = tree::read(text) else { return text.to_owned() };
        let entries = entries(text, document.root.as_ref());
        let known: HashMap<&Path, usize> = entries.iter().enumerate().map(|(i, e)| (&e.path, i)).collect();
        let mut page = Page::of(text);
        for comment in &self.0 {
            let old = match &comment.place {
                Place::Before(path) | Place::Beside(path) | Place::After(path) => path,
                Place::Head => {
                    page.head.push(comment.text.clone());
                    continue;
                }
                Place::End => {
                    page.end.push(comment.text.clone());
                    continue;
                }
            };
            let Some(mut path) = to(old) else { continue };
            let whole = path.len();
            while !path.is_empty() && !known.contains_key(&path) {
                path.pop();
            }
            let Some((at, entry)) = known.get(&path).and_then(|i| Some((*i, entries.get(*i)?))) else {
                page.head.push(comment.text.clone());
                continue;
            };
            match comment.place {
                Place::Beside(_) if path.len() == whole => page.beside(entry.line, &comment.text),
                Place::After(_) => page.after(last_line(&entries, at, page.lines.len()), entry.column, &comment.text),
                _ => page.before(entry.line, &comment.text),
            }
        }
        page.written()
    }
}

/// Between two entries comments keep their order: none goes further in than the one before it.
#[derive(Default)]
struct Gap {
    behind: usize,
    column: Option<usize>,
}

fn place_of(text: &str, span: Span, entries: &[Entry], gap: &mut Gap) -> Place {
    let line_start = text.get(..span.start).and_then(|t| t.rfind('\n')).map_or(0, |i| i.saturating_add(1));
    let lead = text.get(line_start..span.start).unwrap_or_default();
    let behind = entries.partition_point(|e| e.start < span.start);
    let before = entries.get(..behind).unwrap_or_default();
    let next = entries.get(behind);
    if !lead.trim().is_empty() {
        let dash = lead.trim().chars().all(|c| matches!(c, '-' | '?' | ' '));
        return match (beside(text, span, before), next, before.last()) {
            (Some(entry), _, _) => Place::Beside(entry.path.clone()),
            (None, Some(next), _) if dash => Place::Before(next.path.clone()),
            (None, _, Some(last)) => Place::Beside(last.path.clone()),
            (None, _, None) => Place::Head,
        };
    }
    let Some(last) = before.last() else { return Place::Head };
    if gap.behind != behind {
        *gap = Gap { behind, column: None };
    }
    let column = lead.chars().count().min(gap.column.unwrap_or(usize::MAX));
    gap.column = Some(column);
    if let Some(next) = next.filter(|n| column <= n.column) {
        return Place::Before(next.path.clone());
    }
    if next.is_none() && column == 0 {
        return Place::End;
    }
    let mut around = before.iter().filter(|e| last.path.starts_with(&e.path) && e.column <= column);
    around.next_back().or(next).map_or(Place::Head, |e| Place::After(e.path.clone()))
}

/// The entry that a comment at the end of a line is about.
fn beside<'e>(text: &str, comment: Span, before: &'e [Entry]) -> Option<&'e Entry> {
    let line = line_of(text, comment.start);
    let first = before.partition_point(|e| e.line < line);
    let here = before.get(first..)?;
    let mut whole: Option<&Entry> = None;
    for entry in here.iter().filter(|e| e.end <= comment.start && line_of(text, e.end) == line) {
        if whole.is_none_or(|outer| !entry.path.starts_with(&outer.path)) {
            whole = Some(entry);
        }
    }
    let key = || here.iter().find(|e| matches!(e.path.last(), Some(Step::Key(_))));
    whole.or_else(key).or_else(|| here.first())
}

/// The last line of all that belongs to an entry.
fn last_line(entries: &[Entry], at: usize, lines: usize) -> usize {
    let Some(entry) = entries.get(at) else { return lines };
    let rest = entries.get(at..).unwrap_or_default();
    let next = rest.iter().find(|e| !e.path.starts_with(&entry.path));
    next.map_or(lines, |n| n.line).saturating_sub(1)
}

/// Every key and item in the order of the text, outer ones before inner ones.
fn entries(text: &str, root: Option<&Value>) -> Vec<Entry> {
    let mut found = Vec::new();
    if let Some(root) = root {
        collect(text, root, &mut Vec::new(), &mut found);
    }
    found
}

/// Goes down as deep as the parser does, which has a limit.
fn collect(text: &str, value: &Value, path: &mut Path, found: &mut Vec<Entry>) {
    let mut enter = |step: Step, start: usize, value: &Value, column: usize| {
        path.push(step);
        let (line, end) = (line_of(text, start), value.span.end.max(start));
        found.push(Entry { path: path.clone(), start, end, line, column });
        collect(text, value, path, found);
        path.pop();
    };
    match &value.kind {
        Kind::Map(fields) => {
            for field in fields {
                let start = field.key_span.start;
                enter(Step::Key(field.key.clone()), start, &field.value, column_of(text, start));
            }
        }
        Kind::List(items) => {
            // In a block all items have the column of their dash, also one with its dash on another line.
            let dash = items.iter().find_map(|item| dash_column(text, start_of(item)));
            for (i, item) in items.iter().enumerate() {
                let start = start_of(item);
                enter(Step::Item(i), start, item, dash.unwrap_or_else(|| column_of(text, start)));
            }
        }
        Kind::Scalar { .. } | Kind::Alias => {}
    }
}

/// Where a value's own text begins, comments before it left out.
fn start_of(value: &Value) -> usize {
    match &value.kind {
        Kind::Map(fields) => fields.first().map_or(value.span.start, |f| f.key_span.start),
        _ => value.span.start,
    }
}

/// The column of the dash right before an item.
fn dash_column(text: &str, start: usize) -> Option<usize> {
    let lead = text.get(..start)?.rsplit('\n').next()?;
    lead.chars().all(|c| matches!(c, '-' | ' ')).then(|| lead.rfind('-')).flatten()
}

/// The line of a byte, from 0.
fn line_of(text: &str, byte: usize) -> usize {
    text.as_bytes().get(..byte).map_or(0, |before| before.iter().filter(|b| **b == b'\n').count())
}

fn column_of(text: &str, byte: usize) -> usize {
    let before = text.get(..byte).unwrap_or_default();
    before.rsplit('\n').next().map_or(0, |line| line.chars().count())
}

/// Lines with the comments that are going to stand around them.
struct Page<'t> {
    head: Vec<String>,
    lines: Vec<Line<'t>>,
    end: Vec<String>,
}

struct Line<'t> {
    text: &'t str,
    before: Vec<String>,
    beside: Vec<String>,
    after: Vec<(usize, String)>,
}

impl<'t> Page<'t> {
    fn of(text: &'t str) -> Self {
        let line = |text| Line { text, before: Vec::new(), beside: Vec::new(), after: Vec::new() };
        Self { head: Vec::new(), lines: text.lines().map(line).collect(), end: Vec::new() }
    }

    fn before(&mut self, line: usize, comment: &str) {
        if let Some(line) = self.lines.get_mut(line) {
            line.before.push(comment.to_owned());
        }
    }

    fn beside(&mut self, line: usize, comment: &str) {
        if let Some(line) = self.lines.get_mut(line) {
            line.beside.push(comment.to_owned());
        }
    }

    fn after(&mut self, line: usize, column: usize, comment: &str) {
        if let Some(line) = self.lines.get_mut(line) {
            line.after.push((column, comment.to_owned()));
        }
    }

    fn written(mut self) -> String {
        let mut out = self.head.iter().fold(String::new(), |out, comment| out + comment + "\n");
        for line in &mut self.lines {
            let indent = line.text.chars().take_while(|c| *c == ' ').count();
            for comment in &line.before {
                out.push_str(&format!("{:indent$}{comment}\n", ""));
            }
            out.push_str(line.text);
            for comment in &line.beside {
                out.push_str("  ");
                out.push_str(comment);
            }
            out.push('\n');
            // What is behind the inner entry comes first.
            line.after.sort_by_key(|(column, _)| std::cmp::Reverse(*column));
            for (column, comment) in &line.after {
                out.push_str(&format!("{:column$}{comment}\n", ""));
            }
        }
        self.end.iter().fold(out, |out, comment| out + comment + "\n")
    }
}
