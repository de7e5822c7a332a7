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
    /// where the unit asks for `/kg`.
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
}

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
    /// The result as decimal text, rounded to as many places as it has.
    pub result: &'static str,
}

impl<'v> Inputs<'v> {
    /// Inputs in the descriptor's order.
    pub fn new(values: &'v [Option<Decimal>]) -> Self {
        Self { values }
    }

    /// The input at a place, if it is known.
    pub fn get(&self, place: usize) -> Option<Decimal> {
        self.values.get(place).copied().flatten()
    }
}

/// Every computed measure.
const DERIVED: &[&Derived] = &[];

/// How a measure is computed, by its vocabulary name.
pub fn derived_for(measure: &str) -> Option<&'static Derived> {
    DERIVED.iter().copied().find(|d| d.of == measure)
}
