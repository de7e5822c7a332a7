//! Printing: a rule as criteria text that reads back as the same rule.
//!
//! The words are those of protocols ("at least 2 of the following: (1) …; (2) …"), chosen so
//! that no phrase has two readings:
//!
//! ```text
//! rule        for example RULE                                   the list is open
//!             not RULE · no FINDING · none of the following: …
//!             lasting > 5 h: RULE
//!             all of | any of | at least 2 of  the following: (1) RULE; (2) RULE
//!                                                                nested ones are (1.1), (1.2)
//!             MEASURE > 5 mmol/L [for > 30 min] [within 24 h] [since EVENT]
//!             the lowest MEASURE > 5 mmol/L within 24 h
//!             2 consecutive values of MEASURE > 5 mmol/L, ≥ 30 min apart, not falling,
//!                 steady doses of DRUG and DRUG
//!             MEASURE is not falling [within 6 h] [over the newest 3 samples]
//!             steady doses of DRUG within 6 h
//!             [suspected] [moderate to severe] [history of] FINDING [(procedure)]
//!                 [for > 30 min] [within 6 months] [before EVENT] [after EVENT]
//!             recorded in the profile: NAME, NAME
//!             all inclusion criteria · criterion I3
//!             for review: "words for a person to judge"
//! name        a name of the vocabulary as it is, every other name "in quotes"
//! EVENT       a name, or a FINDING with more about it in brackets
//! ```
//!
//! A procedure or drug named without quotes is a rule of that kind; in quotes, of no kind.

mod finding;
mod group;
mod measure;
mod name;

pub(crate) use finding::implied_kind;
pub(crate) use measure::comparison_length;
pub(crate) use name::{is_row, plain_length};

use super::{At, Rule};
use crate::vocabulary::Vocabulary;

/// A line of a rule's outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'r> {
    /// How many groups it stands in.
    pub depth: usize,
    /// Its number in the group, as `(1.2)`; empty for the whole rule.
    pub number: String,
    /// What it says: a leaf, or what a group asks of the lines below it.
    pub text: String,
    /// The rule that it prints.
    pub rule: &'r Rule,
    /// The characters of the criterion that it came from: of a leaf, the leaf's own.
    pub at: Option<At>,
    /// Whether lines below it belong to it.
    pub is_group: bool,
}

/// The rule in one line of canonical criteria text. `language::parse_criterion` reads it back
/// as the same rule.
///
/// ```
/// use trialsieve::{rule::{self, CriterionKind, Rule}, language, vocabulary::Vocabulary};
/// let text = "Age ≥ 18 years, and stroke or TIA in the past 6 months";
/// let rule = language::parse_criterion(text, CriterionKind::Inclusion, Vocabulary::builtin()).rule;
/// let printed = rule::print(&rule, Vocabulary::builtin());
/// assert_eq!(language::parse_criterion(&printed, CriterionKind::Inclusion, Vocabulary::builtin()).rule, rule);
/// ```
pub fn print(rule: &Rule, vocabulary: &Vocabulary) -> String {
    let mut text = String::new();
    for line in outline(rule, vocabulary) {
        if !text.is_empty() {
            text.push_str(if text.ends_with(':') { " " } else { "; " });
        }
        if !line.number.is_empty() {
            text.push_str(&line.number);
            text.push(' ');
        }
        text.push_str(&line.text);
    }
    text
}

/// The rule line by line, the parts of a group below what it asks of them.
pub fn outline<'r>(rule: &'r Rule, vocabulary: &Vocabulary) -> Vec<Line<'r>> {
    let mut lines = Vec::new();
    group::lines(rule, 0, "", vocabulary, &mut lines);
    lines
}
