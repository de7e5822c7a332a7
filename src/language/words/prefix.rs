//! "non-cardiac", "non- approved": a "non" before a word is part of the word. Before what can be
//! there or not ("non-pregnant women") it negates.

use super::lexeme::{Lexeme, LexemeKind};
use super::line::Line;
use super::token::{Kind, Token};
use crate::vocabulary::{Entry, FindingKind, Vocabulary};

/// Words that a name with "non" stands before as an adjective.
const RELATED: &[&str] = &["related", "associated", "induced", "specific", "type", "dependent"];

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
        let bracketed = out.last().is_some_and(|t| t.kind == Kind::Open);
        match joined(&token, &word, rest.peek(), bracketed, vocabulary) {
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
fn joined(non: &Token, word: &Token, next: Option<&Token>, bracketed: bool, vocabulary: &Vocabulary) -> Option<Token> {
    let condition = |kind: &Kind| match kind {
        Kind::Finding(id) => vocabulary.finding(*id).is_some_and(|f| f.kind == FindingKind::Condition),
        _ => false,
    };
    let done = |kind: &Kind| match kind {
        Kind::Finding(id) => vocabulary.finding(*id).is_some_and(|f| matches!(f.kind, FindingKind::Drug | FindingKind::Procedure)),
        _ => false,
    };
    let text = format!("non-{}", word.text);
    let kind = match vocabulary.finding_named(&text) {
        Some(id) => Kind::Finding(id),
        // "non-cancer related conditions"
        None if next.is_some_and(|t| RELATED.iter().any(|r| t.text.eq_ignore_ascii_case(r))) => Kind::Word,
        None if word.kind == Kind::Word || next.is_some_and(|t| condition(&t.kind)) => Kind::Word,
        // "shock (non-CABG procedure)": the bracket denies it.
        None if bracketed => return None,
        // "non-steroid injection": another injection, and not that there is none.
        None if done(&word.kind) || next.is_some_and(|t| done(&t.kind)) => Kind::Word,
        None => return None,
    };
    Some(Token { kind, text, start: non.start, end: word.end, glued: non.glued })
}

/// "non-metastatic breast cancer", "non-cardiac disease": a disease of another kind, and not that
/// there is none.
pub(super) fn other_kind(line: &Line, i: usize, vocabulary: &Vocabulary) -> Option<usize> {
    const PEOPLE: &[&str] = &[
        "woman",
        "women",
        "female",
        "females",
        "patient",
        "patients",
        "subject",
        "subjects",
        "participant",
        "participants",
        "adult",
        "adults",
        "individual",
        "individuals",
        "people",
        "persons",
        "volunteers",
    ];
    const ENDINGS: &[&str] = &["al", "ic", "ar", "ous", "ive", "ory", "ary", "ent", "ant", "ed", "ac"];
    line.lexemes.get(i).filter(|l| l.text.eq_ignore_ascii_case("non"))?;
    let hyphen = usize::from(line.lexemes.get(i.saturating_add(1)).is_some_and(|l| l.text == "-" && l.glued));
    let first = i.saturating_add(1).saturating_add(hyphen);
    let word = line.lexemes.get(first)?.lower();
    let (entry, used) = line.name(first, vocabulary)?;
    let whole = line.name(i, vocabulary).is_some();
    let condition = match entry {
        Entry::Finding(id) => vocabulary.finding(id).is_some_and(|f| f.kind == FindingKind::Condition),
        Entry::Measure(_) => false,
    };
    // "non-cardiac condition": the noun says no more.
    let noun = |l: &Lexeme| {
        matches!(l.lower().as_str(), "condition" | "conditions" | "disease" | "diseases" | "illness" | "illnesses" | "problem" | "problems")
    };
    let used = if used == 1 && line.lexemes.get(first.saturating_add(1)).is_some_and(noun) { 2 } else { used };
    let behind = line.lexemes.get(first.saturating_add(1)..first.saturating_add(used))?;
    // "Non-pregnant women" are not pregnant.
    let person = |l: &Lexeme| PEOPLE.iter().any(|p| l.text.eq_ignore_ascii_case(p));
    let named = behind.iter().any(|l| l.kind == LexemeKind::Word && l.text.chars().count() > 3 && !person(l));
    (condition && !whole && named && ENDINGS.iter().any(|e| word.ends_with(e))).then_some(used.saturating_add(1).saturating_add(hyphen))
}
