//! The tree that screening walks: every name resolved, every unit converted.

use crate::quantity::{Decimal, Exact, Op};
use crate::rule::{At, Certainty, CriterionKind, Direction, Reference, SeverityRange, Take};
use crate::time::{DurationBound, TimeUnit};
use crate::vocabulary::{Concept, FindingKind, MeasureId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A criterion whose rule has been checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CheckedCriterion {
    /// Its id.
    pub id: String,
    /// Which side it stands on.
    pub kind: CriterionKind,
    /// Its rule; criteria of several trials may share one.
    pub rule: Arc<CheckedRule>,
}

/// A rule whose names, units and references have been resolved.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CheckedRule {
    /// What is asked.
    pub node: CheckedNode,
    /// The characters of the criterion's text that it came from.
    pub at: Option<At>,
    /// The text only gave examples.
    pub open: bool,
}

/// The kinds of checked rule; they mirror [`crate::rule::Node`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum CheckedNode {
    All(Vec<CheckedRule>),
    Any(Vec<CheckedRule>),
    Not(Box<CheckedRule>),
    AtLeast { count: usize, of: Vec<CheckedRule> },
    Measure(CheckedMeasure),
    Consecutive(CheckedConsecutive),
    Trend(CheckedTrend),
    Steady { of: Dosed, within: DurationBound },
    Finding(CheckedFinding),
    Lasting { lasts: DurationBound, rule: Box<CheckedRule> },
    Criterion { reference: Reference, places: Vec<usize> },
    Recorded(Vec<Recorded>),
    Review(String),
}

/// A measure that a rule asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Asked {
    /// Its vocabulary name, or its words where the vocabulary does not have it.
    pub name: String,
    /// Its row; without one its value is always unknown.
    pub id: Option<MeasureId>,
    /// Whether it is the patient's age, which comes from the birth date.
    pub is_age: bool,
}

/// The right-hand side of a comparison, ready to compare.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CheckedIs {
    /// As the rule has it, for showing.
    pub words: String,
    /// What it compares with.
    pub test: Test,
}

/// What a value is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Test {
    /// Bounds in the measure's canonical unit.
    Value(Vec<Threshold>),
    /// Bounds as multiples of the value's own upper limit of normal.
    Upper(Vec<Threshold>),
    /// Bounds as multiples of the value's own lower limit of normal.
    Lower(Vec<Threshold>),
    /// Bounds as multiples of a baseline, which no profile states.
    Baseline,
    /// Bounds on an age, in completed units.
    Age(Vec<Threshold>, TimeUnit),
    /// A result in words.
    Word(String),
    /// Numbers of a measure that the vocabulary does not have.
    Outside,
}

/// One bound.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Threshold {
    /// How the value stands to it.
    pub op: Op,
    /// The number compared with.
    pub value: Exact,
    /// The number as written, for ages.
    #[serde(with = "crate::quantity::bytes")]
    pub written: Decimal,
}

/// A checked `measure`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CheckedMeasure {
    /// The measure.
    pub of: Asked,
    /// The comparison.
    pub is: CheckedIs,
    /// Which of the samples in the span.
    pub take: Take,
    /// The span looked back over.
    pub within: Option<DurationBound>,
    /// The span since a finding began.
    pub since: Option<Box<CheckedFinding>>,
    /// How long it must have compared.
    pub lasts: Option<DurationBound>,
}

/// A checked `consecutive`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CheckedConsecutive {
    /// The measure.
    pub of: Asked,
    /// The comparison.
    pub is: CheckedIs,
    /// How many samples.
    pub count: usize,
    /// How far each is from the next.
    pub apart: Option<DurationBound>,
    /// Which way it goes.
    pub trend: Option<Direction>,
    /// Classes of drugs with steady doses.
    pub steady: Vec<Dosed>,
}

/// A checked `trend`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CheckedTrend {
    /// The measure.
    pub of: Asked,
    /// Which way.
    pub is: Direction,
    /// The span looked back over.
    pub within: Option<DurationBound>,
    /// The newest so many samples.
    pub count: Option<usize>,
}

/// What is asked to be steady.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Dosed {
    /// A measure.
    Measure(Asked),
    /// A drug or a class of drugs, with its vocabulary name.
    Class(Concept, String),
}

/// A checked `finding`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CheckedFinding {
    /// What it asks for.
    pub of: Concept,
    /// Its vocabulary name, or its words.
    pub name: String,
    /// What sort of thing it is, said by the rule or the vocabulary.
    pub kind: Option<FindingKind>,
    /// How sure it must be.
    pub certainty: Option<Certainty>,
    /// How severe it must be.
    pub severity: Option<SeverityRange>,
    /// It is or was there.
    pub ever: bool,
    /// The look-back, or the distance.
    pub within: Option<DurationBound>,
    /// `within` and `for` look ahead from the moment.
    pub ahead: bool,
    /// How long it has been there.
    pub lasts: Option<DurationBound>,
    /// It began before this one.
    pub before: Option<Box<CheckedFinding>>,
    /// It began after this one.
    pub after: Option<Box<CheckedFinding>>,
}

/// A name in `recorded`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Recorded {
    Age,
    Sex,
    AnyCondition,
    AnyMeasure,
    AnyProcedure,
    AnyMedication,
    Measure(Asked),
    Finding(Concept, String),
}

impl CheckedFinding {
    /// Whether what has happened once counts from then on: procedures and events.
    pub fn stays_done(&self) -> bool {
        self.kind.is_some_and(FindingKind::stays_done)
    }

    /// Whether the question is about a time other than the moment, so that the finding need
    /// not be there any more.
    pub fn looks_back(&self) -> bool {
        self.ever || self.within.is_some() || self.before.is_some() || self.after.is_some()
    }
}

impl Recorded {
    /// The name as people know it.
    pub fn name(&self) -> &str {
        match self {
            Self::Age => "age",
            Self::Sex => "sex",
            Self::AnyCondition => "any condition",
            Self::AnyMeasure => "any measure",
            Self::AnyProcedure => "any procedure",
            Self::AnyMedication => "any medication",
            Self::Measure(asked) => &asked.name,
            Self::Finding(_, name) => name,
        }
    }
}
