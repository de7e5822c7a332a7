//! What screening answers.

use crate::Truth;
use crate::rule::{At, CriterionKind};
use crate::time::Moment;
use std::sync::Arc;

/// One patient checked against one trial at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Screening {
    /// The moment it is true of.
    pub moment: Moment,
    /// Every criterion's answer, inclusion first, in the order of the trial.
    pub criteria: Vec<CriterionScreening>,
    /// What follows for the trial.
    pub verdict: Verdict,
}

/// The answer to one criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct CriterionScreening {
    /// Its id.
    pub id: String,
    /// Which side it stands on.
    pub kind: CriterionKind,
    /// What it does to eligibility.
    pub outcome: Outcome,
    /// The rule's own truth with its evidence, node by node.
    pub evaluation: Arc<Evaluation>,
    /// Why, in a sentence.
    pub because: String,
}

/// What a criterion does to eligibility.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It stands in the way.
    Fail,
    /// It cannot be known yet.
    Unknown,
    /// It does not stand in the way.
    Pass,
}

/// What follows for a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Some criterion fails.
    Ineligible,
    /// No criterion fails and some are unknown.
    Undetermined,
    /// Every criterion passes.
    Eligible,
}

/// A node's truth at the moment, and what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// The node's name (`measure`, `all`, …).
    pub node: &'static str,
    /// What it asks, in plain words ("lactate > 5 mmol/L").
    pub asks: String,
    /// Its truth at the moment.
    pub truth: Truth,
    /// Why, in a sentence without a full stop ("lactate 6.1 mmol/L is > 5 mmol/L").
    pub because: String,
    /// Why it is unknown, if it is.
    pub reason: Option<Reason>,
    /// The data it rests on.
    pub evidence: Vec<Evidence>,
    /// What would be needed to know it, where it is unknown for want of data.
    pub needs: Vec<String>,
    /// Whether the protocol's list was only of examples.
    pub open: bool,
    /// The characters of the criterion's text that it came from.
    pub at: Option<At>,
    /// The parts below.
    pub parts: Vec<Evaluation>,
}

/// Why something is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Nothing in the profile says.
    NotRecorded,
    /// The newest value is too old to hold.
    Stale,
    /// The value has no unit.
    NoUnit,
    /// The value's unit does not fit the measure, or cannot be compared.
    MisfittingUnit,
    /// The time is not known well enough.
    ImpreciseDate,
    /// The value is physically impossible.
    Implausible,
    /// Records contradict each other.
    Conflict,
    /// A person has to judge.
    Judgement,
}

/// A datum that an answer rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What it is about, by its vocabulary name or its words.
    pub of: String,
    /// The value or state as written, with its unit.
    pub value: String,
    /// Its unit in UCUM, for numbers.
    pub unit: Option<String>,
    /// When, if it has a time.
    pub at: Option<Moment>,
    /// Where in the profile it stands; for a computed value, of its inputs.
    pub from: String,
}

/// A missing datum that could still change an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need<'s> {
    /// What is missing.
    pub of: &'s str,
    /// The criteria whose outcome it could change.
    pub criteria: Vec<&'s str>,
}

impl Screening {
    /// Missing data that could still change an outcome, in order of first use.
    pub fn needs(&self) -> Vec<Need<'_>> {
        let mut needs: Vec<Need<'_>> = Vec::new();
        for criterion in self.criteria.iter().filter(|c| c.outcome == Outcome::Unknown) {
            for name in &criterion.evaluation.needs {
                match needs.iter_mut().find(|n| n.of == *name) {
                    Some(need) => need.criteria.push(&criterion.id),
                    None => needs.push(Need { of: name, criteria: vec![&criterion.id] }),
                }
            }
        }
        needs
    }
}

impl Outcome {
    /// What a rule's truth does on either side.
    ///
    /// ```
    /// use trialsieve::{Truth, rule::CriterionKind, screening::Outcome};
    /// assert_eq!(Outcome::of(CriterionKind::Exclusion, Truth::True), Outcome::Fail);
    /// // An exclusion without data is not "not excluded".
    /// assert_eq!(Outcome::of(CriterionKind::Exclusion, Truth::Unknown), Outcome::Unknown);
    /// ```
    pub fn of(kind: CriterionKind, truth: Truth) -> Self {
        let met = match kind {
            CriterionKind::Inclusion => truth,
            CriterionKind::Exclusion => truth.not(),
        };
        match met {
            Truth::True => Self::Pass,
            Truth::Unknown => Self::Unknown,
            Truth::False => Self::Fail,
        }
    }

    /// `pass`, `fail` or `unknown`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        }
    }
}

impl Verdict {
    /// What follows from the outcomes: a trial without criteria is open to everybody.
    pub fn of(outcomes: impl IntoIterator<Item = Outcome>) -> Self {
        match outcomes.into_iter().min() {
            Some(Outcome::Fail) => Self::Ineligible,
            Some(Outcome::Unknown) => Self::Undetermined,
            Some(Outcome::Pass) | None => Self::Eligible,
        }
    }

    /// `eligible`, `ineligible` or `undetermined`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Eligible => "eligible",
            Self::Ineligible => "ineligible",
            Self::Undetermined => "undetermined",
        }
    }
}

impl Reason {
    /// The reason in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotRecorded => "not recorded",
            Self::Stale => "stale",
            Self::NoUnit => "no unit",
            Self::MisfittingUnit => "unit that does not fit",
            Self::ImpreciseDate => "imprecise date",
            Self::Implausible => "implausible value",
            Self::Conflict => "conflicting records",
            Self::Judgement => "needs a person's judgement",
        }
    }
}
