//! Classes of a scale: "ASA I/II", "ECOG 0 and 1", "NYHA I, II", "> class II".

use super::token::{Kind, Token};
use crate::vocabulary::Vocabulary;
use rust_decimal::Decimal;

/// Words that stand between a scale and its class.
const BETWEEN: &[&str] = &["status", "class", "grade", "stage", "of"];

/// Joins the classes behind a measure that has classes only: nobody is of two.
pub(super) fn listed(tokens: &mut Vec<Token>, vocabulary: &Vocabulary) {
    let classes = |t: &Token| matches!(&t.kind, Kind::Measure(id) if vocabulary.measure(*id).is_some_and(|m| m.ordinal || m.group == "performance" && m.unit == "1"));
    let mut i = 0usize;
    while i < tokens.len() {
        let at = i;
        i = i.saturating_add(1);
        if !tokens.get(at).is_some_and(classes) {
            continue;
        }
        let between = |t: &Token| matches!(t.kind, Kind::Filler | Kind::Colon) || BETWEEN.contains(&t.lower().as_str());
        let Some(first) = (i..tokens.len()).find(|j| !tokens.get(*j).is_some_and(between)) else { continue };
        compared(tokens.get_mut(first..).unwrap_or_default());
        if let Some(three) = tokens.get(first).and_then(by_comma) {
            tokens.splice(first..first.saturating_add(1), three);
        } else {
            let joins = joins(tokens.get(first..).unwrap_or_default());
            for (n, join) in joins.iter().rev().enumerate() {
                if let Some(token) = tokens.get_mut(first.saturating_add(*join)) {
                    token.kind = if n == 0 { Kind::Or } else { Kind::Comma };
                }
            }
        }
    }
}

/// "> Class II": the word between the sign and its class.
fn compared(tokens: &mut [Token]) {
    let [sign, word, class, ..] = tokens else { return };
    let named = BETWEEN.contains(&word.lower().as_str());
    if named && matches!(sign.kind, Kind::Comparator(_)) && matches!(class.kind, Kind::Number(_)) {
        word.kind = Kind::Filler;
    }
}

/// "1,2", which is no number of a scale that has whole classes.
fn by_comma(token: &Token) -> Option<[Token; 3]> {
    let (low, high) = token.text.split_once(',').filter(|_| matches!(token.kind, Kind::Number(_)))?;
    let class = |text: &str| text.parse::<u8>().ok().filter(|_| text.len() == 1).map(|n| Kind::Number(Decimal::from(n)));
    let (first, second) = (class(low)?, class(high)?);
    let (middle, behind) = (token.start.saturating_add(1), token.start.saturating_add(2));
    let part = |kind: Kind, text: &str, start: usize, end: usize, glued: bool| Token { kind, text: text.to_owned(), start, end, glued };
    Some([part(first, low, token.start, middle, token.glued), part(Kind::Or, ",", middle, behind, true), part(second, high, behind, token.end, true)])
}

/// The signs of a list of classes whose last is no "or".
fn joins(rest: &[Token]) -> Vec<usize> {
    let class = |i: usize| match rest.get(i).map(|t| &t.kind) {
        Some(Kind::Number(n)) if n.fract().is_zero() && *n <= Decimal::TEN => Some(*n),
        _ => None,
    };
    let kind = |i: usize| rest.get(i).map(|t| &t.kind);
    let Some(mut value) = class(0) else { return Vec::new() };
    let (mut joins, mut last, mut in_turn) = (Vec::new(), 0usize, true);
    while let Some(next) = class(last.saturating_add(2))
        && matches!(kind(last.saturating_add(1)), Some(Kind::Slash | Kind::And | Kind::Comma | Kind::Or))
    {
        in_turn &= value.checked_add(Decimal::ONE) == Some(next);
        joins.push(last.saturating_add(1));
        (value, last) = (next, last.saturating_add(2));
    }
    let behind = last.saturating_add(1);
    // "1 or 2" has its connective, and "0, 1, or 2" too.
    let connected = matches!(kind(behind), Some(Kind::Or | Kind::And)) && class(behind.saturating_add(1)).is_some()
        || matches!((kind(behind), kind(behind.saturating_add(1))), (Some(Kind::Comma), Some(Kind::Or | Kind::And)));
    let goes_on = matches!(kind(behind), Some(Kind::Unit(_) | Kind::Time(_) | Kind::Suffix(_) | Kind::Slash | Kind::Dash));
    let lists = match joins.last().and_then(|join| kind(*join)) {
        Some(Kind::Slash | Kind::And) => true,
        // Without a connective each class is the next one.
        Some(Kind::Comma) => in_turn,
        _ => false,
    };
    if lists && !goes_on && !connected { joins } else { Vec::new() }
}
