//! What a computed measure is made of.

use crate::quantity::Decimal;

/// A measure computed from others.
///
/// The formula is a pure function of its inputs, each already in the unit that it asks for.
/// A missing input makes the result unknown, never zero; a sum whose other parts are known
/// may give bounds instead.
#[derive(Debug, Clone, Copy)]
pub struct Derived {
    /// The vocabulary name of the measure.
    pub of: &'static str,
    /// The unit of the result, in UCUM.
    pub unit: &'static str,
    /// What goes in, in the order the formula reads it.
    pub inputs: &'static [Input],
    /// The formula in one line, as it would be printed in a paper.
    pub formula: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// What makes it unknown, in a sentence.
    pub unknown_when: &'static str,
    /// The inputs without which there can still be a value, where the others settle it.
    pub may_spare: &'static [&'static str],
    /// The computation.
    pub compute: fn(&Inputs<'_>) -> Computed,
    /// Worked examples from the literature or by hand, run as tests.
    pub examples: &'static [Example],
}

/// One input of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Input {
    /// How the formula calls it, and how it is named among the needs.
    pub name: &'static str,
    /// What it is.
    pub source: Source,
    /// The unit that the formula takes it in, in UCUM.
    pub unit: &'static str,
}

/// Where an input comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The value of a measure that holds at the moment.
    Measure(&'static str),
    /// The rate at which a drug runs at the moment: the sum of all its running infusions;
    /// zero where none runs only if the profile's `medications` is complete, or the drug is
    /// recorded as not given. Rates per minute or hour are divided by the patient's weight
    /// where the unit asks for `/kg`, and those per kilogram multiplied by it where it does
    /// not (vasopressin in U/min).
    DrugRate(&'static str),
    /// Whether a finding is present: one or zero.
    Finding(&'static str),
    /// The highest or lowest value of a measure in the 24 hours up to the moment.
    WorstIn24h(&'static str, Worst),
}

/// Which end is the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worst {
    /// The lowest value.
    Lowest,
    /// The highest value.
    Highest,
}

/// The inputs of one computation, in the order of the descriptor.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'v> {
    values: &'v [Option<Decimal>],
    bounds: &'v [Bounds],
}

/// Between what a value lies: lowest and highest, both included (`None`: no bound).
pub type Bounds = (Option<Decimal>, Option<Decimal>);

/// The result of a computation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Computed {
    /// The value.
    Value(Decimal),
    /// Inputs are missing, but the value lies between these bounds (`None`: no bound).
    Between(Option<Decimal>, Option<Decimal>),
    /// Inputs are missing, or the formula does not apply.
    Unknown(Missing),
}

/// Why nothing could be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// An input is not known.
    Input,
    /// The formula is not made for these inputs (an age outside its population, a division
    /// by zero).
    NotApplicable,
}

/// A worked example: inputs in the descriptor's order and units, and the result.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// Whose example it is.
    pub source: &'static str,
    /// The inputs as decimal text; `None` is missing.
    pub inputs: &'static [Option<&'static str>],
    /// The result as decimal text, rounded to as many places as it has; bounds as
    /// [`Computed`] prints them.
    pub result: &'static str,
}

impl Input {
    /// The value of a measure that holds at the moment.
    pub const fn measure(name: &'static str, unit: &'static str) -> Self {
        Self { name, source: Source::Measure(name), unit }
    }

    /// The rate at which a drug runs at the moment.
    pub const fn drug(name: &'static str, unit: &'static str) -> Self {
        Self { name, source: Source::DrugRate(name), unit }
    }

    /// Whether a finding is present: one or zero.
    pub const fn finding(name: &'static str) -> Self {
        Self { name, source: Source::Finding(name), unit: "1" }
    }
}

impl<'v> Inputs<'v> {
    /// Inputs in the descriptor's order.
    pub fn new(values: &'v [Option<Decimal>]) -> Self {
        Self { values, bounds: &[] }
    }

    /// Inputs of which some are unknown but lie within bounds: a computed input whose result
    /// was [`Computed::Between`], or a drug of which one infusion has no rate. Sums make use
    /// of them; the bounds of a known input are its value.
    pub fn with_bounds(values: &'v [Option<Decimal>], bounds: &'v [Bounds]) -> Self {
        Self { values, bounds }
    }

    /// The input at a place, if it is known.
    pub fn get(&self, place: usize) -> Option<Decimal> {
        self.values.get(place).copied().flatten()
    }

    /// All of the first `N` inputs; `None` if one is missing.
    pub fn all<const N: usize>(&self) -> Option<[Decimal; N]> {
        let values: [Option<Decimal>; N] = std::array::from_fn(|place| self.get(place));
        values.iter().all(Option::is_some).then(|| values.map(Option::unwrap_or_default))
    }

    /// Whether a finding at a place is present, if that is known.
    pub fn present(&self, place: usize) -> Option<bool> {
        self.get(place).map(|v| !v.is_zero())
    }

    /// Between what the input at a place lies.
    pub fn bounds(&self, place: usize) -> Bounds {
        match self.get(place) {
            Some(value) => (Some(value), Some(value)),
            None => self.bounds.get(place).copied().unwrap_or_default(),
        }
    }

    /// Whether nothing at all is known.
    pub fn none_known(&self) -> bool {
        self.values.iter().all(Option::is_none) && self.bounds.iter().all(|b| *b == (None, None))
    }
}

impl Computed {
    /// A value, or bounds if they differ; `None` is where arithmetic failed (an overflow, a
    /// division by zero), so that the formula does not apply.
    pub(super) fn span(low: Option<Decimal>, high: Option<Decimal>) -> Self {
        match (low, high) {
            (Some(low), Some(high)) if low == high => Self::Value(low),
            (Some(low), Some(high)) => Self::Between(Some(low), Some(high)),
            _ => Self::Unknown(Missing::NotApplicable),
        }
    }

    /// The value; `None` is where arithmetic failed, so that the formula does not apply.
    pub(super) fn value(result: Option<Decimal>) -> Self {
        Self::span(result, result)
    }
}

impl std::fmt::Display for Computed {
    /// `12.5`, `5 to 9`, `>= 10`, `<= 4` or `unknown`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Value(value) => write!(f, "{}", value.normalize()),
            Self::Between(Some(low), Some(high)) => write!(f, "{} to {}", low.normalize(), high.normalize()),
            Self::Between(Some(low), None) => write!(f, ">= {}", low.normalize()),
            Self::Between(None, Some(high)) => write!(f, "<= {}", high.normalize()),
            Self::Between(None, None) | Self::Unknown(_) => f.write_str("unknown"),
        }
    }
}
