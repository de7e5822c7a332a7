//! "non-cardiac", "non- approved": a "non" before a word is part of the word. Before what can be
//! there or not ("non-pregnant women") it negates.

use super::token::{Kind, Token};
use crate::vocabulary::{FindingKind, Vocabulary};

/// Joins each "non" with the word that it belongs to.
pub(super) fn join(tokens: &mut Vec<Token>, vocabulary: &Vocabulary) {
    let is_non = |t: &Token| t.kind == Kind::Negation && t.text.eq_ignore_ascii_case("non");
    if !tokens.iter().any(is_non) {
        return;
    }
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut rest = std::mem::take(tokens).into_iter().peekable();
    while let Some(token) = rest.next() {
        if !is_non(&token) {
            out.push(token);
            continue;
        }
        let dash = rest.next_if(|t| t.kind == Kind::Dash && t.text == "-");
        let Some(word) = rest.next_if(|t| matches!(t.kind, Kind::Word | Kind::Finding(_))) else {
            out.push(token);
            out.extend(dash);
            continue;
        };
        match joined(&token, &word, rest.peek(), vocabulary) {
            Some(one) => out.push(one),
            None => {
                out.push(token);
                out.extend(dash);
                out.push(word);
            }
        }
    }
    *tokens = out;
}

/// The one word that "non" and the word behind it are.
fn joined(non: &Token, word: &Token, next: Option<&Token>, vocabulary: &Vocabulary) -> Option<Token> {
    let condition = |kind: &Kind| match kind {
        Kind::Finding(id) => vocabulary.finding(*id).is_some_and(|f| f.kind == FindingKind::Condition),
        _ => false,
    };
    let text = format!("non-{}", word.text);
    let kind = match vocabulary.finding_named(&text) {
        Some(id) => Kind::Finding(id),
        None if word.kind == Kind::Word || next.is_some_and(|t| condition(&t.kind)) => Kind::Word,
        None => return None,
    };
    Some(Token { kind, text, start: non.start, end: word.end, glued: non.glued })
}
