//! What could be written at the cursor.

mod key;
mod name;
mod value;

use super::document::Document;
use super::draft::{Cursor, Draft, Role};
use lsp_types::{CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, InsertTextFormat, InsertTextMode, TextEdit};
use trialsieve::rule::Shape;
use trialsieve::source::Span;

/// Everything that is known of the cursor.
#[derive(Clone, Copy)]
struct Place<'d> {
    document: &'d Document,
    draft: &'d Draft,
    cursor: Cursor,
    byte: usize,
    shape: Shape,
    /// Whether the editor takes texts with holes to fill in.
    snippets: bool,
}

/// One way to go on.
#[derive(Debug, Clone, PartialEq)]
struct Way {
    label: String,
    kind: CompletionItemKind,
    detail: Option<String>,
    /// What is typed to find it, where that is not its label.
    typed: Option<String>,
    /// What takes the place of the span.
    text: String,
    span: Span,
    /// The text has holes (`$1`).
    holes: bool,
    /// Its name in the vocabulary, for the entry.
    entry: Option<String>,
}

/// The ways to go on at a byte, best first, and whether there are more.
pub fn at(document: &Document, byte: usize, snippets: bool) -> CompletionList {
    let draft = Draft::read(&document.text, byte);
    let Some(cursor) = draft.cursor else { return CompletionList::default() };
    let place = Place { document, draft: &draft, cursor, byte, shape: draft.shape(cursor.part), snippets };
    let (ways, is_incomplete) = match cursor.role {
        Role::Key => key::ways(&place),
        Role::Value => value::ways(&place),
    };
    // Right behind the sign of its key or item a value wants a blank.
    let before = document.text.get(..cursor.token.start).unwrap_or_default();
    let touches = cursor.role == Role::Value && before.ends_with([':', '-']);
    let item = |(i, mut way): (usize, Way)| {
        if touches && way.span.start == cursor.token.start {
            way.text.insert(0, ' ');
        }
        way.item(i, document)
    };
    CompletionList { is_incomplete, items: ways.into_iter().enumerate().map(item).collect() }
}

impl Way {
    fn new(label: &str, kind: CompletionItemKind, text: String, span: Span) -> Self {
        Self { label: label.to_owned(), kind, detail: None, typed: None, text, span, holes: false, entry: None }
    }

    fn item(self, rank: usize, document: &Document) -> CompletionItem {
        CompletionItem {
            label: self.label,
            kind: Some(self.kind),
            detail: self.detail,
            sort_text: Some(format!("{rank:04}")),
            filter_text: self.typed,
            insert_text_format: Some(if self.holes { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT }),
            insert_text_mode: Some(InsertTextMode::ADJUST_INDENTATION),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range: document.range(self.span), new_text: self.text })),
            data: self.entry.map(Into::into),
            ..CompletionItem::default()
        }
    }
}

#[cfg(test)]
mod tests;
