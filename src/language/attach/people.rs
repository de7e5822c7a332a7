//! Words for the people of a study.

use super::Context;
use crate::language::element::{Element, Sign, What};

const PEOPLE: &[&str] = &[
    "adolescents",
    "adult",
    "adults",
    "boys",
    "children",
    "females",
    "girls",
    "individuals",
    "infants",
    "males",
    "men",
    "participant",
    "participants",
    "patient",
    "patients",
    "people",
    "persons",
    "subject",
    "subjects",
    "teenagers",
    "volunteers",
    "women",
];

/// Whether the token before a place ends with a word for the people of a study ("adult patients").
pub(super) fn stand_before(context: &Context<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| context.token(i));
    before.is_some_and(|t| {
        let lower = t.lower();
        lower.rsplit(' ').next().is_some_and(|last| PEOPLE.contains(&last))
    })
}

/// Whether the only comma of a list parts people from a participle that says where they are.
pub(super) fn say_where(context: &Context<'_>, elements: &[Element]) -> bool {
    const BEING: &[&str] =
        &["attending", "employed", "enrolled", "hospitalised", "hospitalized", "living", "residing", "staying", "studying", "working"];
    let comma = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma && s.or.is_none());
    let mut parts = elements.split(comma);
    let (Some(who), Some(is), None) = (parts.next(), parts.next(), parts.next()) else { return false };
    let (from, to) = context.span_of(is);
    let first = context.lower(from, to);
    let opens = first.split(' ').next().is_some_and(|w| BEING.contains(&w));
    opens && !who.iter().any(|e| matches!(&e.what, What::Separator(_)))
}
