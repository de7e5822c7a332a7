//! Lists of the classes of a scale: "ASA 1,2", "NYHA I, II".

use super::token::{Kind, Token};
use crate::vocabulary::Vocabulary;
use rust_decimal::Decimal;

/// Joins the classes behind a measure that has classes only: the first to the last, where each
/// is the next one.
pub(super) fn listed(tokens: &mut Vec<Token>, vocabulary: &Vocabulary) {
    let ordinal = |t: &Token| matches!(t.kind, Kind::Measure(id) if vocabulary.measure(id).is_some_and(|m| m.ordinal));
    let mut i = 0usize;
    while let Some(token) = tokens.get(i) {
        let measured = ordinal(token);
        i = i.saturating_add(1);
        if !measured {
            continue;
        }
        let skipped = tokens.get(i..).unwrap_or_default().iter().take(3).take_while(|t| matches!(t.kind, Kind::Filler | Kind::Colon)).count();
        let first = i.saturating_add(skipped);
        if let Some(two) = tokens.get(first).and_then(by_comma) {
            tokens.splice(first..first.saturating_add(1), two);
        } else if let Some(last) = run(tokens.get(first..).unwrap_or_default())
            && let Some(comma) = tokens.get_mut(first.saturating_add(last).saturating_sub(1))
        {
            // Without a connective the classes are alternatives: nobody is of two.
            comma.kind = Kind::Or;
        }
    }
}

/// "1,2", which is no number of a scale that has whole classes.
fn by_comma(token: &Token) -> Option<[Token; 3]> {
    let (low, high) = token.text.split_once(',').filter(|_| matches!(token.kind, Kind::Number(_)))?;
    let (low_value, high_value) = (low.parse::<u8>().ok()?, high.parse::<u8>().ok()?);
    if low_value.checked_add(1)? != high_value {
        return None;
    }
    let (middle, end) = (token.start.saturating_add(low.len()), token.end);
    let part = |kind: Kind, text: &str, start: usize, end: usize, glued: bool| Token { kind, text: text.to_owned(), start, end, glued };
    Some([
        part(Kind::Number(Decimal::from(low_value)), low, token.start, middle, token.glued),
        part(Kind::Or, ",", middle, middle.saturating_add(1), true),
        part(Kind::Number(Decimal::from(high_value)), high, middle.saturating_add(1), end, true),
    ])
}

/// How far the last class stands of a list that commas alone part.
fn run(rest: &[Token]) -> Option<usize> {
    let class = |i: usize| match rest.get(i).map(|t| &t.kind) {
        Some(Kind::Number(n)) => Some(*n),
        _ => None,
    };
    let mut at = 0usize;
    let mut value = class(0)?;
    while rest.get(at.saturating_add(1)).is_some_and(|t| t.kind == Kind::Comma) {
        let Some(next) = class(at.saturating_add(2)).filter(|n| value.checked_add(Decimal::ONE) == Some(*n)) else { break };
        (value, at) = (next, at.saturating_add(2));
    }
    // "0, 1 or 2" has its connective, and "1, 2 and 3" too.
    let goes_on = rest.get(at.saturating_add(1)).is_some_and(|t| matches!(t.kind, Kind::Or | Kind::And | Kind::Unit(_) | Kind::Time(_) | Kind::Dash));
    let comma_then = rest.get(at.saturating_add(1)).is_some_and(|t| t.kind == Kind::Comma)
        && rest.get(at.saturating_add(2)).is_some_and(|t| matches!(t.kind, Kind::Or | Kind::And));
    (at > 0 && !goes_on && !comma_then).then_some(at)
}
