//! What may stand where in a trial file: the fields of each mapping with a line of meaning, and
//! what each field holds. For editors; reading and checking do not rest on it, and a test keeps it
//! to what they take.

mod fields;

use super::nodes::{Certainty, Direction, Severity, Take};
use crate::time::TimeUnit;
use crate::vocabulary::FindingKind;

/// What a place in a trial file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The whole file.
    Trial,
    /// Where the record came from.
    Source,
    /// Measures with how long their values hold.
    Validities,
    /// A list of criteria.
    Criteria,
    /// One criterion.
    Criterion,
    /// A rule: a mapping with one node.
    Rule,
    /// A list of rules.
    Rules,
    /// The fields of `at_least`.
    AtLeast,
    /// The fields of `measure`.
    Measure,
    /// The fields of `consecutive`.
    Consecutive,
    /// The fields of `trend`.
    Trend,
    /// The fields of `steady`.
    Steady,
    /// The fields of `finding`.
    Finding,
    /// The fields of `lasting`.
    Lasting,
    /// The name of a finding, or the fields of one.
    Anchor,
    /// The name of a measure.
    MeasureName,
    /// The name of a finding.
    FindingName,
    /// The name of a measure or of a class of drugs.
    Dosed,
    /// Such names in a list.
    DosedList,
    /// The name of a measure or finding.
    AnyName,
    /// Such names in a list.
    AnyNames,
    /// What a measure is compared with.
    Comparison,
    /// Which way a measure goes.
    Direction,
    /// A length of time.
    Duration,
    /// A length of time, with a comparison where it needs one.
    DurationBound,
    /// What sort of thing a finding is.
    Kind,
    /// How sure a finding must be.
    Certainty,
    /// How severe a finding must be.
    Severity,
    /// Which samples count.
    Take,
    /// Yes or no.
    YesNo,
    /// The id of a criterion, or `inclusion`.
    CriterionId,
    /// Whether a trial recruits.
    Status,
    /// Whatever the author writes.
    Text,
}

/// A field of a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// What it says, in a line.
    pub meaning: &'static str,
}

impl Shape {
    /// The fields that a mapping in this place may have, in the order in which they are written.
    /// Of a rule they are the nodes, and what may stand beside one.
    ///
    /// ```
    /// use trialsieve::rule::Shape;
    /// let names: Vec<&str> = Shape::Lasting.fields().iter().map(|f| f.name).collect();
    /// assert_eq!(names, ["for", "rule"]);
    /// ```
    pub fn fields(self) -> &'static [Field] {
        fields::of(self)
    }

    /// A field by its key.
    pub fn field(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|f| f.name == name)
    }

    /// What the value of a key holds.
    pub fn within(self, key: &str) -> Self {
        match self {
            Self::Validities => Self::Duration,
            _ => self.field(key).map_or(Self::Text, |f| f.shape),
        }
    }

    /// What the items of a list in this place hold.
    pub fn item(self) -> Self {
        match self {
            Self::Criteria => Self::Criterion,
            Self::Rules => Self::Rule,
            Self::DosedList => Self::Dosed,
            Self::AnyNames => Self::AnyName,
            _ => Self::Text,
        }
    }

    /// The words that may stand here, where there are only so many.
    ///
    /// ```
    /// use trialsieve::rule::Shape;
    /// assert_eq!(Shape::Direction.words(), ["rising", "falling", "not rising", "not falling"]);
    /// ```
    pub fn words(self) -> Vec<&'static str> {
        fn of<T>(words: &'static [(T, &'static str)]) -> Vec<&'static str> {
            words.iter().map(|(_, word)| *word).collect()
        }
        match self {
            Self::Kind => FindingKind::words().collect(),
            Self::Certainty => of(Certainty::WORDS),
            Self::Severity => of(Severity::WORDS),
            Self::Take => of(Take::WORDS),
            Self::Direction => of(Direction::WORDS),
            Self::YesNo => vec!["true", "false"],
            Self::Status => STATUSES.to_vec(),
            Self::Duration | Self::DurationBound => TimeUnit::WORDS.iter().map(|(unit, _)| unit.word()).collect(),
            _ => Vec::new(),
        }
    }
}

/// A registry's words for whether a trial recruits, lower case.
const STATUSES: &[&str] = &[
    "not yet recruiting",
    "recruiting",
    "enrolling by invitation",
    "active, not recruiting",
    "completed",
    "suspended",
    "terminated",
    "withdrawn",
    "unknown status",
];
