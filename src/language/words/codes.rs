//! Names with digits: "K-877" is one word, and "9-10/10" before "HLA matched" no number of the patient.

use super::token::{Kind, Token};
use crate::quantity::Op;
use crate::vocabulary::Vocabulary;

/// Longest run of letters before the hyphen of a code.
const LETTERS: usize = 5;

/// Diseases and outcomes that stand in capitals for what another word means in small letters.
const CAPITALS: &[(&str, &str)] = &[("ALL", "acute lymphoblastic leukemia"), ("CR", "complete remission")];

/// The name that such capitals stand for, where a phrase is nothing else.
pub(crate) fn spelled(phrase: &str) -> &str {
    CAPITALS.iter().find(|(written, _)| phrase == *written).map_or(phrase, |(_, name)| name)
}

/// "relapsed ALL", "in first CR": the disease, and neither "all" nor creatinine.
pub(super) fn capitals(tokens: &mut [Token], vocabulary: &Vocabulary) {
    // In a line of capitals they say nothing.
    let small = tokens.iter().filter(|t| t.text.len() > 2 && t.text.chars().any(|c| c.is_ascii_lowercase())).count();
    for i in 0..tokens.len() {
        let Some((written, name)) = tokens.get(i).and_then(|t| CAPITALS.iter().find(|(written, _)| t.text == *written)) else { continue };
        let before = i.checked_sub(1).and_then(|b| tokens.get(b));
        let next = tokens.get(i.saturating_add(1));
        let ends = next.is_none_or(|t| {
            matches!(t.kind, Kind::Comma | Kind::Or | Kind::And | Kind::Stop | Kind::Semicolon | Kind::Close | Kind::Open | Kind::Colon | Kind::Slash)
                || matches!(t.text.to_lowercase().as_str(), "with" | "in" | "after" | "who" | "or" | "and" | "within" | "for")
        });
        let named = |t: &Token| {
            matches!(t.kind, Kind::Word | Kind::Finding(_) | Kind::Measure(_) | Kind::Comma | Kind::Or | Kind::And | Kind::Slash | Kind::Severity(_))
        };
        let said = if *written == "CR" {
            let counts = |t: &&Token| matches!(t.kind, Kind::Comparator(_) | Kind::Number(_) | Kind::Unit(_) | Kind::Time(_));
            let behind: Vec<&Token> = tokens.iter().skip(i.saturating_add(1)).take(4).filter(counts).collect();
            behind.is_empty() || behind.iter().any(|t| matches!(t.kind, Kind::Time(_)))
        } else {
            ends && before.is_some_and(named)
        };
        let Some(id) = vocabulary.known(name).0.filter(|_| said && small > 1) else { continue };
        if let Some(token) = tokens.get_mut(i) {
            token.kind = Kind::Finding(id);
        }
    }
}

/// "6 weeks must have elapsed since surgery": so many, and more.
pub(super) fn elapsed(tokens: &mut Vec<Token>) {
    const PASSED: &[&str] = &["elapsed", "elapse", "passed"];
    let verb = |t: &Token| t.kind == Kind::Filler && t.text.to_lowercase().split(' ').next_back().is_some_and(|w| PASSED.contains(&w));
    let mut at = 0usize;
    while at < tokens.len() {
        let bare = !at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|t| {
            matches!(t.kind, Kind::Comparator(_) | Kind::Within | Kind::Dash | Kind::Number(_) | Kind::Between | Kind::And | Kind::Or)
        });
        let found = matches!(tokens.get(at..), Some([number, time, passed, ..])
            if matches!(number.kind, Kind::Number(_)) && matches!(time.kind, Kind::Time(_)) && verb(passed));
        if let Some(start) = tokens.get(at).map(|t| t.start).filter(|_| found && bare) {
            tokens.insert(at, Token { kind: Kind::Comparator(Op::AtLeast), text: String::new(), start, end: start, glued: false });
            at = at.saturating_add(1);
        }
        at = at.saturating_add(1);
    }
}

/// Joins the tokens of each code.
pub(super) fn join(tokens: &mut Vec<Token>) {
    let mut at = 0usize;
    while at < tokens.len() {
        let length = tokens.get(at..).and_then(|rest| code(at.checked_sub(1).and_then(|b| tokens.get(b)), rest).or_else(|| grades(rest)));
        if let Some(length) = length {
            let end = at.saturating_add(length);
            let text: String = tokens.get(at..end).unwrap_or_default().iter().map(|t| t.text.as_str()).collect();
            let stop = tokens.get(end.saturating_sub(1)).map_or(0, |t| t.end);
            if let Some(first) = tokens.get_mut(at) {
                (first.kind, first.text, first.end) = (Kind::Word, text, stop);
            }
            tokens.drain(at.saturating_add(1)..end);
        }
        at = at.saturating_add(1);
    }
}

/// "TAK-861": capitals, a hyphen and a number without blanks between.
fn code(before: Option<&Token>, rest: &[Token]) -> Option<usize> {
    let [letters, dash, number, behind @ ..] = rest else { return None };
    // "K-877" is no potassium.
    let long = number.text.len() > 2 && letters.text.len() == 1;
    let word = letters.kind == Kind::Word || long && matches!(letters.kind, Kind::Measure(_) | Kind::Unit(_) | Kind::Finding(_));
    let capitals = word && letters.text.len() <= LETTERS && letters.text.chars().all(|c| c.is_ascii_uppercase());
    let hyphen = dash.kind == Kind::Dash && dash.text == "-" && dash.glued;
    let digits = matches!(number.kind, Kind::Number(_))
        && number.glued
        && number.text.chars().all(|c| c.is_ascii_digit())
        && (number.text.len() > 1 || letters.text.len() > 2);
    let apart = before.is_none_or(|t| !letters.glued || t.kind == Kind::Open)
        && !before.is_some_and(|t| matches!(t.kind, Kind::Comparator(_) | Kind::Number(_)));
    let counts = behind.first().is_some_and(|t| matches!(t.kind, Kind::Unit(_) | Kind::Time(_) | Kind::Suffix(_)) || t.glued && t.kind == Kind::Dash);
    (capitals && hyphen && digits && apart && !counts).then_some(3)
}

/// "9-10/10 HLA matched": how many of the alleles match.
fn grades(rest: &[Token]) -> Option<usize> {
    let number = |t: &Token| matches!(t.kind, Kind::Number(_));
    let slash = |t: &Token| t.kind == Kind::Slash;
    let dash = |t: &Token| t.kind == Kind::Dash;
    let length = match rest {
        [a, d, b, s, c, ..] if number(a) && dash(d) && number(b) && slash(s) && number(c) => 5,
        [a, d, b, ..] if number(a) && dash(d) && number(b) && b.text.contains('/') => 3,
        [a, s, b, ..] if number(a) && slash(s) && number(b) => 3,
        [a, ..] if number(a) && a.text.contains('/') => 1,
        _ => return None,
    };
    let matched = |t: &Token| {
        let words = t.text.to_lowercase();
        words.split([' ', '-']).any(|w| matches!(w, "hla" | "matched" | "match" | "mismatched" | "allele" | "antigen"))
    };
    rest.iter().skip(length).take(7).take_while(|t| t.kind != Kind::Comma).any(matched).then_some(length)
}
