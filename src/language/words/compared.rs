//! Comparisons in odd spellings: a sign repeated in a bracket, a range in brackets before its
//! unit.

use super::token::{Kind, Token};
use crate::quantity::Op;

/// Mends what stands around a sign or a range.
pub(super) fn mend(tokens: &mut Vec<Token>) {
    equal_range(tokens);
    if !tokens.iter().any(|t| t.kind == Kind::Open) {
        return;
    }
    repeated(tokens);
    bracketed(tokens);
}

/// "BMI = 18.5-29.9 kg/m2", "= 7 % to 10 %": the sign only leads up to the range.
fn equal_range(tokens: &mut [Token]) {
    for i in 0..tokens.len() {
        let unit = |t: &Token| matches!(t.kind, Kind::Unit(_) | Kind::Time(_));
        let range = match tokens.get(i..).unwrap_or_default() {
            [equal, low, rest @ ..] if equal.kind == Kind::Comparator(Op::Equal) && matches!(low.kind, Kind::Number(_)) => {
                let rest = if rest.first().is_some_and(unit) { rest.get(1..).unwrap_or_default() } else { rest };
                matches!(rest, [dash, high, ..] if dash.kind == Kind::Dash && matches!(high.kind, Kind::Number(_)))
            }
            _ => false,
        };
        if let Some(token) = tokens.get_mut(i).filter(|_| range) {
            token.kind = Kind::Filler;
        }
    }
}

fn is_comparator(token: Option<&Token>) -> bool {
    token.is_some_and(|t| matches!(t.kind, Kind::Comparator(_)))
}

/// "greater than or equal to (≥) 16", "less than or equal to (≤10)": said twice.
fn repeated(tokens: &mut Vec<Token>) {
    let mut i = 0usize;
    while i.saturating_add(2) < tokens.len() {
        let [first, open, second, behind @ ..] = tokens.get(i..).unwrap_or_default() else { return };
        let doubled = is_comparator(Some(first)) && open.kind == Kind::Open && same_way(&first.kind, &second.kind);
        let close = behind.iter().take(3).position(|t| t.kind == Kind::Close);
        match close.filter(|_| doubled) {
            // The sign alone, or the sign with its number.
            Some(at) if at == 0 || matches!(behind.first().map(|t| &t.kind), Some(Kind::Number(_))) => {
                tokens.remove(i.saturating_add(3).saturating_add(at));
                tokens.drain(i.saturating_add(1)..i.saturating_add(3));
            }
            _ => {}
        }
        i = i.saturating_add(1);
    }
}

/// Whether two signs point the same way.
fn same_way(a: &Kind, b: &Kind) -> bool {
    let up = |k: &Kind| match k {
        Kind::Comparator(Op::AtLeast | Op::Greater) => Some(true),
        Kind::Comparator(Op::AtMost | Op::Less) => Some(false),
        _ => None,
    };
    up(a).is_some() && up(a) == up(b)
}

/// "between (16-24) weeks": the brackets around a range that its unit follows.
fn bracketed(tokens: &mut Vec<Token>) {
    let mut i = 0usize;
    while i.saturating_add(5) < tokens.len() {
        let range = matches!(tokens.get(i..), Some([a, b, c, d, e, unit, ..]) if in_bracket([a, b, c, d, e]) && matches!(unit.kind, Kind::Time(_) | Kind::Unit(_)));
        if range {
            tokens.remove(i.saturating_add(4));
            tokens.remove(i);
        }
        i = i.saturating_add(1);
    }
}

/// "(16-24)"
fn in_bracket([open, low, dash, high, close]: [&Token; 5]) -> bool {
    open.kind == Kind::Open
        && matches!(low.kind, Kind::Number(_))
        && dash.kind == Kind::Dash
        && matches!(high.kind, Kind::Number(_))
        && close.kind == Kind::Close
}

/// Whether a range in brackets has just ended, so that its unit can follow.
pub(super) fn range_ends(out: &[Token]) -> bool {
    matches!(out, [.., a, b, c, d, e] if in_bracket([a, b, c, d, e]))
}

/// "≤ 450/470 ms for males/females": which number is whose nobody says; a person has to judge.
pub(super) fn undecided(tokens: &mut [Token]) {
    for i in 1..tokens.len() {
        let Some([sign, first, slash, second]) = tokens.get_mut(i.saturating_sub(1)..i.saturating_add(3)) else { continue };
        let numbers = matches!((&first.kind, &second.kind), (Kind::Number(_), Kind::Number(_)));
        if numbers && matches!(sign.kind, Kind::Comparator(_)) && slash.kind == Kind::Slash && slash.glued && second.glued {
            first.kind = Kind::Judgement;
            slash.kind = Kind::Filler;
            second.kind = Kind::Filler;
        }
    }
}
