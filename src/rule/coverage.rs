//! How much of a text became rules.

use serde::{Deserialize, Serialize};

/// How many characters of a text, blanks not counted, became what. The three add up to all of
/// them.
///
/// ```
/// use trialsieve::{language::parse_criterion, rule::CriterionKind, vocabulary::Vocabulary};
/// let coverage = parse_criterion("Patients with sepsis", CriterionKind::Inclusion, Vocabulary::builtin()).coverage;
/// assert_eq!((coverage.understood, coverage.filler, coverage.review), (10, 8, 0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Characters that are in the rule.
    pub understood: usize,
    /// Characters of words and signs that add nothing.
    pub filler: usize,
    /// Characters left to a person.
    pub review: usize,
}

/// How much of a trial's criteria became rules when the program read them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TrialCoverage {
    /// How many criteria are computed in full, in part, not at all.
    pub criteria: Computed,
    /// What became of their characters.
    pub characters: Coverage,
}

/// How many criteria are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Computed {
    /// All of it.
    pub full: usize,
    /// A part is left to a person.
    pub partial: usize,
    /// The whole is left to a person.
    pub none: usize,
}

impl Coverage {
    /// All characters that are not blank.
    pub fn total(self) -> usize {
        self.understood.saturating_add(self.filler).saturating_add(self.review)
    }

    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            understood: self.understood.saturating_add(other.understood),
            filler: self.filler.saturating_add(other.filler),
            review: self.review.saturating_add(other.review),
        }
    }
}

impl Computed {
    /// All criteria.
    pub fn total(self) -> usize {
        self.full.saturating_add(self.partial).saturating_add(self.none)
    }
}

impl std::fmt::Display for TrialCoverage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (criteria, characters) = (self.criteria, self.characters);
        let word = if criteria.total() == 1 { "criterion" } else { "criteria" };
        write!(f, "{} {word}: {} computed in full, {} in part, {} not at all; ", criteria.total(), criteria.full, criteria.partial, criteria.none)?;
        write!(
            f,
            "{} characters: {} understood, {} filler, {} for review",
            characters.total(),
            characters.understood,
            characters.filler,
            characters.review
        )
    }
}
