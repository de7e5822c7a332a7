//! One patient's data.

use crate::quantity::{Decimal, Unit};
use crate::rule::Severity;
use crate::time::{Duration, Moment, When, Zone};
use crate::vocabulary::{Concept, MeasureId};
use chrono::NaiveDate;

/// One patient's data, as read from a file and matched with the vocabulary.
///
/// Everything in the file is here, doubtful data too: with the reason for the doubt.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The patient's id.
    pub id: String,
    /// The moment the profile speaks of, if it says.
    pub as_of: Option<Moment>,
    /// The zone its times are written in.
    pub zone: Zone,
    /// How old the patient is.
    pub birth: Option<Birth>,
    /// Values of measures: `labs` and `observations`.
    pub observations: Vec<Observation>,
    /// Drugs: running, given, or not.
    pub medications: Vec<Medication>,
    /// Conditions, procedures, answers of `findings`, and sex (as the findings `male` and `female`).
    pub records: Vec<Record>,
    /// Which lists name everything there is.
    pub complete: Complete,
}

/// What the profile says of the patient's age.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Birth {
    /// In which form.
    pub given: Given,
    /// Where it stands.
    pub origin: Origin,
}

/// The form in which an age is given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Given {
    /// A day of birth.
    Day(NaiveDate),
    /// A day and time of birth.
    Time(Moment),
    /// An age that holds at the moment, in completed units.
    Age(Age),
}

/// An age in completed units.
pub type Age = Duration;

/// Where in the file a datum stands; shown as `observations[3]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The list or field: `labs`, `observations`, `conditions`, …
    pub list: &'static str,
    /// Its place in the list, from 0.
    pub index: usize,
}

/// A value of a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// The measure, if the vocabulary has it.
    pub measure: Option<MeasureId>,
    /// The name as written.
    pub name: String,
    /// The value, or why it is in doubt.
    pub datum: Datum,
    /// When it was measured; without a time it holds at the moment.
    pub at: Option<When>,
    /// The lab's own lower limit of normal, in the value's unit.
    pub low: Option<Decimal>,
    /// The lab's own upper limit of normal, in the value's unit.
    pub high: Option<Decimal>,
    /// Where it stands.
    pub origin: Origin,
}

/// A reading, or why it cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    /// A value that can be used.
    Good(Reading),
    /// A value that is there and cannot be used.
    Doubtful {
        /// The value as written, with its unit.
        written: String,
        /// Why.
        doubt: Doubt,
    },
}

/// What was read off.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// A number with its unit, which fits the measure.
    Number {
        /// The number as written.
        value: Decimal,
        /// Its unit.
        unit: Unit,
        /// The unit as written; empty where none was needed.
        written_unit: String,
    },
    /// A result in words: `positive`, `negative`.
    Word(String),
}

/// Why a datum cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// It has no unit, and the measure's is not certain.
    NoUnit,
    /// Its unit is no unit, or not one of this measure.
    MisfittingUnit,
    /// It is physically impossible.
    Implausible,
    /// The value is neither a number nor a known result.
    NotAValue,
}

/// A drug that runs, ran, was given or was not.
#[derive(Debug, Clone, PartialEq)]
pub struct Medication {
    /// The drug.
    pub concept: Concept,
    /// Whether it is or was given.
    pub presence: Presence,
    /// The rate or dose, or why it is in doubt.
    pub rate: Option<Datum>,
    /// Since when.
    pub from: Option<When>,
    /// Until when.
    pub to: Option<When>,
    /// Where it stands.
    pub origin: Origin,
}

/// A condition, procedure, event or any other answer that is yes or no.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What it is about.
    pub concept: Concept,
    /// Which list it came from.
    pub kind: RecordKind,
    /// Whether it is there.
    pub presence: Presence,
    /// How severe it is, if said.
    pub severity: Option<Severity>,
    /// Since when.
    pub from: Option<When>,
    /// Until when.
    pub to: Option<When>,
    /// Where it stands.
    pub origin: Origin,
}

/// The list that a record came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// `conditions`
    Condition,
    /// `procedures`
    Procedure,
    /// `findings`, and `sex`
    Finding,
}

/// Whether something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// It is there (a procedure: done; a drug: given).
    Present,
    /// It is not there (not done, not given).
    Absent,
    /// It may be there.
    Suspected,
    /// It was there and is no more.
    Resolved,
    /// It is going to be done.
    Planned,
}

/// Which lists name everything there is, for the whole past.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Complete {
    /// `conditions`
    pub conditions: bool,
    /// `procedures`
    pub procedures: bool,
    /// `medications`
    pub medications: bool,
    /// `findings`
    pub findings: bool,
    /// `observations` (and `labs`)
    pub observations: bool,
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.list {
            "age" | "birth_date" | "sex" => f.write_str(self.list),
            list => write!(f, "{list}[{}]", self.index),
        }
    }
}

impl Profile {
    /// A profile with nothing in it.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            as_of: None,
            zone: Zone::UTC,
            birth: None,
            observations: Vec::new(),
            medications: Vec::new(),
            records: Vec::new(),
            complete: Complete::default(),
        }
    }

    /// The newest time that anything in the profile has, a birth excepted.
    pub fn newest(&self) -> Option<Moment> {
        let observed = self.observations.iter().filter_map(|o| o.at);
        let given = self.medications.iter().flat_map(|m| [m.from, m.to]).flatten();
        let recorded = self.records.iter().flat_map(|r| [r.from, r.to]).flatten();
        observed.chain(given).chain(recorded).map(|w| w.latest).max()
    }
}
