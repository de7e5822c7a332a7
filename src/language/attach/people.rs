//! Words for the people of a study.

use super::Context;

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
