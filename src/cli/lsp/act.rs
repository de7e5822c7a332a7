//! What the editor can do to a file: format it, and take up the suggestions of diagnostics.

use super::document::Document;
use lsp_types::{CodeAction, CodeActionKind, Diagnostic as Shown, Range, TextEdit, Uri, WorkspaceEdit};
use std::collections::HashMap;
use trialsieve::diagnostic::Diagnostic;
use trialsieve::rule::yaml;
use trialsieve::source::Span;
use trialsieve::testing;

/// The changes that bring a file into its one layout; nothing where it cannot be formatted.
pub fn format(document: &Document, is_test: bool) -> Option<Vec<TextEdit>> {
    let formatted = if is_test { testing::format(&document.text) } else { yaml::format(&document.text) }.ok()?;
    Some(change(document, &formatted).into_iter().collect())
}

/// One change from the first line that differs to the last, so that the cursor stays where it is.
fn change(document: &Document, new: &str) -> Option<TextEdit> {
    let old = document.text.as_str();
    if old == new {
        return None;
    }
    let same = |a: &str, b: &str| a == b;
    let head: usize = lines(old).zip(lines(new)).take_while(|(a, b)| same(a, b)).map(|(a, _)| a.len()).sum();
    let (old_rest, new_rest) = (old.get(head..)?, new.get(head..)?);
    let tail: usize = lines(old_rest).rev().zip(lines(new_rest).rev()).take_while(|(a, b)| same(a, b)).map(|(a, _)| a.len()).sum();
    let end = |text: &str| text.len().saturating_sub(tail).max(head);
    Some(TextEdit { range: document.range(Span::new(head, end(old))), new_text: new.get(head..end(new))?.to_owned() })
}

fn lines(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split_inclusive('\n')
}

/// The suggestions within a range: each takes the place of the words that a diagnostic is about.
pub fn fixes(found: &[(Diagnostic, Shown)], document: &Document, range: Range, uri: &Uri) -> Vec<CodeAction> {
    let asked = document.span(range);
    let fix = |(diagnostic, shown): &(Diagnostic, Shown)| {
        let (span, text) = (diagnostic.span?, diagnostic.instead.as_ref()?);
        if span.start > asked.end || span.end < asked.start {
            return None;
        }
        let edit = TextEdit { range: shown.range, new_text: text.clone() };
        // The protocol's own type has the address as its key.
        #[expect(clippy::mutable_key_type, reason = "an address is never changed")]
        let changes = HashMap::from([(uri.clone(), vec![edit])]);
        Some(CodeAction {
            title: format!("Change `{}` to `{text}`", span.of(&document.text)),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![shown.clone()]),
            edit: Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }),
            is_preferred: Some(true),
            ..CodeAction::default()
        })
    };
    found.iter().filter_map(fix).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_leaves_the_lines_that_stay() {
        let document = Document::new("one\ntwo\nthree\nfour\n".to_owned(), 1);
        let edit = change(&document, "one\nTWO\nTHREE\nfour\n").unwrap();
        assert_eq!((edit.range.start.line, edit.range.end.line, edit.new_text.as_str()), (1, 3, "TWO\nTHREE\n"));
        assert_eq!(change(&document, "one\ntwo\nthree\nfour\n"), None);
        // Lines that stand twice are not counted from both ends.
        let document = Document::new("a\na\n".to_owned(), 1);
        let mut again = document.clone();
        let edit = change(&document, "a\na\na\n").unwrap();
        let change = lsp_types::TextDocumentContentChangeEvent { range: Some(edit.range), range_length: None, text: edit.new_text };
        again.change(vec![change], 2);
        assert_eq!(again.text, "a\na\na\n");
    }
}
