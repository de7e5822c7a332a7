//! YAML as a tree in which every value knows its place in the text, with the comments.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use serde_yaml::granit_parser::{Event, Options, Parser, ScalarStyle, Span as Marks, StructureStyle};

/// A YAML document: its value, and its comments in their order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The value; a file of comments alone has none.
    pub root: Option<Value>,
    /// Where the comments stand, from their `#` to the end of the line.
    pub comments: Vec<Span>,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// One value; `plain` where it stands without quotes and may be a number or a truth.
    Scalar {
        /// Its text, quotes and folds undone.
        text: String,
        /// Whether it stands without quotes.
        plain: bool,
    },
    /// Values one after the other.
    List(Vec<Value>),
    /// Keys with their values, in the order of the file, repeated keys too.
    Map(Vec<Field>),
    /// `*name`: what stands elsewhere once more.
    Alias,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Value,
}

/// Reads the first document of a text.
///
/// # Errors
/// What is not YAML, with its place.
pub fn read(text: &str) -> Result<Document, Diagnostic> {
    let mut options = Options::default();
    options.set_emit_comments(true);
    options.max_buffered_comment_events = MOST_COMMENTS;
    let mut document = Document::default();
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, marks) = event.map_err(|error| {
            let start = error.marker().byte_offset().unwrap_or(text.len());
            Diagnostic::new(Code::NotYaml, error.info().to_owned()).at(Span::new(start, start))
        })?;
        let span = span_of(&marks);
        let finished = match event {
            Event::Comment(..) => {
                document.comments.push(span);
                None
            }
            Event::Scalar(words, style, ..) => {
                let kind = Kind::Scalar { text: words.into_owned(), plain: style == ScalarStyle::Plain };
                Some(Value { kind, span })
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => Some(Value { kind: Kind::Alias, span }),
            Event::SequenceStart(style, ..) => {
                open.push(Open::new(Kind::List(Vec::new()), span, style));
                None
            }
            Event::MappingStart(style, ..) => {
                open.push(Open::new(Kind::Map(Vec::new()), span, style));
                None
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(|o| o.finish(span)),
            Event::DocumentEnd => break,
            _ => None,
        };
        if let Some(value) = finished {
            match open.last_mut() {
                Some(parent) => parent.take(value),
                None => document.root = Some(value),
            }
        }
    }
    document.comments.extend(comments_after(text, &document));
    Ok(document)
}

/// A file may begin with a long header of comments.
const MOST_COMMENTS: usize = 1 << 20;

/// A list or mapping that has begun.
struct Open {
    kind: Kind,
    start: usize,
    flow: bool,
    key: Option<(String, Span)>,
    end: usize,
}

impl Open {
    fn new(kind: Kind, span: Span, style: StructureStyle) -> Self {
        Self { kind, start: span.start, flow: style == StructureStyle::Flow, key: None, end: span.end }
    }

    fn take(&mut self, value: Value) {
        self.end = self.end.max(value.span.end);
        match &mut self.kind {
            Kind::List(items) => items.push(value),
            Kind::Map(fields) => match self.key.take() {
                Some((key, key_span)) => fields.push(Field { key, key_span, value }),
                None => {
                    let key = if let Kind::Scalar { text, .. } = &value.kind { text.clone() } else { "?".to_owned() };
                    self.key = Some((key, value.span));
                }
            },
            _ => {}
        }
    }

    /// A block ends where its last value ends; what is in brackets, with its bracket.
    fn finish(self, end: Span) -> Value {
        let end = if self.flow { end.end } else { self.end };
        Value { kind: self.kind, span: Span::new(self.start, end.max(self.start)) }
    }
}

fn span_of(marks: &Marks) -> Span {
    let start = marks.start.byte_offset().unwrap_or_default();
    Span::new(start, marks.end.byte_offset().unwrap_or(start).max(start))
}

/// Comments behind the end of the document are not among its events.
fn comments_after(text: &str, document: &Document) -> Vec<Span> {
    let end = document.comments.iter().map(|c| c.end).chain(document.root.iter().map(|r| r.span.end)).max().unwrap_or(0);
    let mut start = end;
    let mut found = Vec::new();
    for line in text.get(end..).unwrap_or_default().split_inclusive('\n') {
        let body = line.trim_start();
        if body.starts_with('#') {
            let from = start.saturating_add(line.len()).saturating_sub(body.len());
            found.push(Span::new(from, from.saturating_add(body.trim_end().len())));
        }
        start = start.saturating_add(line.len());
    }
    found
}
