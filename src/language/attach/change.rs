//! Changes of a value ("a decrease of ≥ 20 mmHg"): no comparison of the value itself says them.

use super::Context;
use super::leaf::Leaf;
use crate::rule::Rule;

/// Words for a change; "increased" and "reduced" are words for a level.
const CHANGES: &[&str] = &[
    "change",
    "changes",
    "decline",
    "declines",
    "decrease",
    "decreases",
    "decrement",
    "deterioration",
    "doubling",
    "drop",
    "elevation from",
    "fall",
    "fold",
    "gain",
    "improvement",
    "increase",
    "increases",
    "increment",
    "reduction",
    "rise",
    "variation",
    "worsening",
];

/// Whether a word speaks of a change.
pub(super) fn is_change(word: &str) -> bool {
    CHANGES.contains(&word.to_lowercase().as_str())
}

/// The change, left to a person: the profile's values are no changes.
pub(super) fn review(context: &Context<'_>, leaf: &Leaf) -> Rule {
    context.doubtful(leaf.from, leaf.to, "a change of a value is asked, which no rule can compare")
}
