//! Numbers as protocols write them: thousands and decimal signs.

use super::lexeme::{Lexeme, LexemeKind};
use crate::quantity::parse_decimal;
use rust_decimal::Decimal;

/// The number that begins here and how many lexemes it takes. "1,000" is a thousand, "1,5"
/// one and a half; "100.000" is a hundred thousand where it counts cells in a volume, which
/// no analyser gives to a thousandth.
pub(super) fn read(rest: &[Lexeme]) -> Option<(Decimal, usize)> {
    let first = rest.first().filter(|l| l.kind == LexemeKind::Number)?;
    let text = &first.text;
    let groups: Vec<&str> = text.split(',').collect();
    let thousands = groups.len() > 1
        && groups.first().is_some_and(|g| (1..=3).contains(&g.len()))
        && groups.iter().skip(1).all(|g| g.split('.').next().is_some_and(|g| g.len() == 3));
    if thousands {
        return parse_decimal(&text.replace(',', "")).ok().map(|d| (d, 1));
    }
    if groups.len() == 2 && !text.contains('.') {
        return parse_decimal(&text.replace(',', ".")).ok().map(|d| (d, 1));
    }
    let points: Vec<&str> = text.split('.').collect();
    let by_points =
        points.len() > 1 && points.iter().skip(1).all(|g| g.len() == 3) && points.first().is_some_and(|g| (1..=3).contains(&g.len()) && *g != "0");
    if by_points && (points.len() > 2 || (points.iter().skip(1).all(|g| *g == "000") && counts_cells(rest))) {
        return parse_decimal(&text.replace('.', "")).ok().map(|d| (d, 1));
    }
    parse_decimal(text).ok().map(|d| (d, 1))
}

/// Whether "/µL", "/mm3" or "cells/…" follows.
fn counts_cells(rest: &[Lexeme]) -> bool {
    let after: String = rest.iter().skip(1).take(5).map(|l| String::from(l.lower())).collect();
    ["/ul", "/μl", "/mm3", "/mm^3", "/mcl", "cells/", "permm3", "/cmm", "platelets/"].iter().any(|u| after.starts_with(u))
}
