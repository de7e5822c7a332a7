//! One patient's data.

use super::rates::is_dose;
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
    /// Findings answered with "not known" (`null`): unknown even where the list is complete.
    pub unanswered: Vec<Concept>,
    /// The age given beside a birth date that it does not agree with: the patient's age is
    /// unknown then, for a conflict.
    pub conflicting_age: Option<Birth>,
    /// The keys of `labs` as written, by [`Origin::index`].
    pub lab_names: Vec<String>,
    /// The keys of `findings` as written, by [`Origin::index`].
    pub finding_names: Vec<String>,
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
    /// A month or year of birth: some day from the first to the last, both included.
    Within(NaiveDate, NaiveDate),
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
            unanswered: Vec::new(),
            conflicting_age: None,
            lab_names: Vec::new(),
            finding_names: Vec::new(),
        }
    }

    /// Where in the file a datum stands, as people would point at it: `labs.lactate`,
    /// `observations[3]`, `findings.informed consent`.
    pub fn place(&self, origin: Origin) -> String {
        let names = match origin.list {
            "labs" => &self.lab_names,
            "findings" => &self.finding_names,
            _ => return origin.to_string(),
        };
        names.get(origin.index).map_or_else(|| origin.to_string(), |name| format!("{}.{name}", origin.list))
    }

    /// The newest time that anything in the profile has, a birth excepted.
    pub fn newest(&self) -> Option<Moment> {
        self.times().map(|w| w.latest).max()
    }

    /// The oldest time that anything in the profile has, a birth excepted.
    pub fn oldest(&self) -> Option<Moment> {
        self.times().map(|w| w.earliest).min()
    }

    fn times(&self) -> impl Iterator<Item = When> {
        let observed = self.observations.iter().filter_map(|o| o.at);
        observed.chain(self.ends())
    }

    /// The beginnings and ends of its medications and records.
    pub(crate) fn ends(&self) -> impl Iterator<Item = When> {
        let given = self.medications.iter().flat_map(|m| [m.from, m.to]).flatten();
        given.chain(self.records.iter().flat_map(|r| [r.from, r.to]).flatten())
    }
}

impl Medication {
    /// Whether it ends when it begins, or before, so that it never ran. A dose given at one
    /// instant was given all the same.
    pub fn never_ran(&self) -> bool {
        let dose = match &self.rate {
            Some(Datum::Good(Reading::Number { unit, .. })) => is_dose(unit),
            _ => false,
        };
        is_empty_span(self.from, self.to, !dose)
    }
}

impl Record {
    /// Whether it ends before it begins, so that it never was. What begins and ends at one
    /// instant (an admission, a cardioversion) has been.
    pub fn never_was(&self) -> bool {
        is_empty_span(self.from, self.to, false)
    }
}

/// Whether something that runs from one time to another can have run at all. With `lasting`,
/// an end at the very instant of the beginning is none.
pub(super) fn is_empty_span(from: Option<When>, to: Option<When>, lasting: bool) -> bool {
    let (Some(from), Some(to)) = (from, to) else { return false };
    if lasting { to.latest <= from.earliest } else { to.latest < from.earliest }
}
