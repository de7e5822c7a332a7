//! The rows of the vocabulary.

use crate::quantity::{Decimal, Substance, Unit, parse_decimal};
use crate::time::Duration;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Something with a value: a lab, a vital sign, a score, an imaging result, an age.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// The name that rules hold in `of`.
    pub name: Cow<'static, str>,
    /// Subject: `vital sign`, `blood gas`, `chemistry`, …
    pub group: Cow<'static, str>,
    /// Canonical unit in UCUM; `1` for scores and ratios.
    pub unit: Cow<'static, str>,
    /// Lowest value that can be, in the canonical unit.
    pub low: Cow<'static, str>,
    /// Highest value that can be, in the canonical unit.
    pub high: Cow<'static, str>,
    /// How long a value holds: a duration or `always`.
    pub valid_for: Cow<'static, str>,
    /// Molar mass in g/mol; empty where mass and amount do not convert.
    pub molar_mass: Cow<'static, str>,
    /// Charge number, for equivalents.
    pub valence: Option<u8>,
    /// A number without a unit leaves no doubt.
    pub bare: bool,
    /// A percentage that people also write as a fraction of one.
    pub fraction: bool,
    /// Can be computed from other measures.
    pub derived: bool,
    /// A class written in Roman numerals.
    pub ordinal: bool,
    /// The rate of a running drug.
    pub dose: bool,
    /// LOINC codes. This material contains content from LOINC (<http://loinc.org>), copyright
    /// Regenstrief Institute, Inc., available at no cost under the licence at
    /// <http://loinc.org/license>.
    pub loinc: Cow<'static, [Cow<'static, str>]>,
    /// Other names and abbreviations.
    pub synonyms: Cow<'static, [Cow<'static, str>]>,
}

/// Something that is there or not: a condition, procedure, drug, event, consent, status.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The name that rules hold in `of`.
    pub name: Cow<'static, str>,
    /// What sort of thing it is.
    pub kind: FindingKind,
    /// The wider findings: absence of one is absence of this.
    pub is_a: Cow<'static, [FindingId]>,
    /// ICD-10-CM code prefixes that mean this finding.
    pub icd10: Cow<'static, [Cow<'static, str>]>,
    /// ICD-9-CM code prefixes that mean this finding.
    pub icd9: Cow<'static, [Cow<'static, str>]>,
    /// Other names and abbreviations.
    pub synonyms: Cow<'static, [Cow<'static, str>]>,
}

/// What sort of thing a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FindingKind {
    /// An allergy or intolerance.
    Allergy,
    /// A state of the body: disease, symptom, injury.
    Condition,
    /// An agreement of the patient or of someone who may decide.
    Consent,
    /// A substance given or taken.
    Drug,
    /// Something that happens at a time: admission, discharge, enrolment.
    Event,
    /// Something done to a patient.
    Procedure,
    /// Anything else that holds of a patient.
    Status,
}

/// Place of a measure in the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MeasureId(pub u32);

/// Place of a finding in the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FindingId(pub u32);

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entry {
    /// A measure.
    Measure(MeasureId),
    /// A finding.
    Finding(FindingId),
}

/// How long a value of a measure holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// It does not change.
    Always,
    /// It is stale after that long.
    For(Duration),
}

impl Measure {
    /// The canonical unit.
    pub fn canonical_unit(&self) -> Unit {
        Unit::parse(&self.unit).unwrap_or_else(|_| Unit::one())
    }

    /// Molar mass and charge, for conversions.
    pub fn substance(&self) -> Substance {
        Substance { molar_mass: parse_decimal(&self.molar_mass).ok(), valence: self.valence }
    }

    /// Lowest and highest possible value, in the canonical unit.
    pub fn range(&self) -> (Decimal, Decimal) {
        let number = |t: &str, otherwise| parse_decimal(t).unwrap_or(otherwise);
        (number(&self.low, Decimal::MIN), number(&self.high, Decimal::MAX))
    }

    /// How long a value holds.
    pub fn validity(&self) -> Validity {
        Duration::parse(&self.valid_for).map_or(Validity::Always, Validity::For)
    }
}

impl FindingKind {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Allergy, "allergy"),
        (Self::Condition, "condition"),
        (Self::Consent, "consent"),
        (Self::Drug, "drug"),
        (Self::Event, "event"),
        (Self::Procedure, "procedure"),
        (Self::Status, "status"),
    ];

    /// The word for it in rules and profiles.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(k, _)| *k == self).map_or("", |(_, w)| w)
    }

    /// The kind that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, w)| w.eq_ignore_ascii_case(word)).map(|(k, _)| *k)
    }

    /// Every word for a kind.
    pub fn words() -> impl Iterator<Item = &'static str> {
        Self::WORDS.iter().map(|(_, w)| *w)
    }

    /// Whether something of this kind, once done, stays done.
    pub fn stays_done(self) -> bool {
        matches!(self, Self::Procedure | Self::Event)
    }
}
