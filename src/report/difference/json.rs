//! The difference for machines.

use super::{Difference, PatientFlips, TrialDifference, counts, elsewhere, moved};
use crate::rule::amendment::{Amendment, CriterionChange, PartChange, Placed, ValidityChange};
use crate::rule::{Rule, print};
use crate::screening::CriterionScreening;
use indexmap::IndexMap;
use serde::Serialize;

/// The difference as one JSON document.
pub fn json(difference: &Difference<'_>) -> String {
    let document = Document {
        format: 1,
        engine: concat!("trialsieve ", env!("CARGO_PKG_VERSION")),
        changed: difference.changes_meaning(),
        trials: difference.trials.iter().map(trial).collect(),
        added: difference.added.iter().map(|(id, file)| Alone { trial: id, file }).collect(),
        removed: difference.removed.iter().map(|(id, file)| Alone { trial: id, file }).collect(),
    };
    // Every value has a JSON form.
    serde_json::to_string_pretty(&document).map(|text| text + "\n").unwrap_or_default()
}

fn trial<'t>(trial: &'t TrialDifference<'_>) -> Trial<'t> {
    let amendment = &trial.amendment;
    let version = |file: &'t str, of: &'t crate::rule::CheckedTrial| VersionOf { file, trial: &of.trial().trial, title: &of.trial().title };
    Trial {
        trial: &amendment.new.trial().trial,
        old: version(&trial.old_file, amendment.old),
        new: version(&trial.new_file, amendment.new),
        change: amendment.overall().word(),
        changed: amendment.changes_meaning(),
        counts: counts(amendment).into_iter().map(|(change, n)| (change.word(), n)).collect(),
        criteria: amendment.criteria.iter().map(|c| criterion(c, amendment)).collect(),
        valid_for: amendment.validity.iter().map(validity).collect(),
        patients: trial.patients.iter().map(patient).collect(),
    }
}

fn criterion<'t>(change: &'t CriterionChange<'_>, amendment: &Amendment<'_>) -> Criterion<'t> {
    let vocabulary = amendment.new.vocabulary();
    let side = |p: Placed<'t>| Side {
        id: &p.criterion.id,
        kind: p.kind.word(),
        place: p.place,
        text: &p.criterion.text,
        group: p.criterion.group.as_deref(),
        means: print(&p.criterion.rule, vocabulary),
        rule: &p.criterion.rule,
    };
    Criterion {
        change: change.change.word(),
        changed: change.change.is_of_meaning(),
        moved: moved(change),
        because: elsewhere(change, amendment),
        numbers_of_text_changed_alone: change.numbers,
        old: change.old.map(side),
        new: change.new.map(side),
        parts: change.parts.iter().map(part).collect(),
    }
}

fn part(part: &PartChange) -> Part<'_> {
    Part { change: part.change.word(), old: part.old.as_deref(), new: part.new.as_deref() }
}

fn validity(change: &ValidityChange) -> Validity<'_> {
    Validity { of: &change.of, old: change.old.map(|d| d.to_string()), new: change.new.map(|d| d.to_string()) }
}

fn patient(patient: &PatientFlips) -> Patient<'_> {
    Patient {
        patient: &patient.patient,
        as_of: patient.as_of.display(patient.zone),
        flips: patient.flips.verdict_flips(),
        old: patient.flips.old.word(),
        new: patient.flips.new.word(),
        criteria: patient.flips.criteria.iter().map(|c| Flip { old: c.old.as_ref().map(outcome), new: c.new.as_ref().map(outcome) }).collect(),
    }
}

fn outcome(answer: &CriterionScreening) -> OutcomeOf<'_> {
    OutcomeOf { id: &answer.id, outcome: answer.outcome.word(), because: &answer.because }
}

#[derive(Serialize)]
struct Document<'t> {
    format: u32,
    engine: &'static str,
    changed: bool,
    trials: Vec<Trial<'t>>,
    added: Vec<Alone<'t>>,
    removed: Vec<Alone<'t>>,
}

#[derive(Serialize)]
struct Alone<'t> {
    trial: &'t str,
    file: &'t str,
}

#[derive(Serialize)]
struct Trial<'t> {
    trial: &'t str,
    old: VersionOf<'t>,
    new: VersionOf<'t>,
    change: &'static str,
    changed: bool,
    counts: IndexMap<&'static str, usize>,
    criteria: Vec<Criterion<'t>>,
    valid_for: Vec<Validity<'t>>,
    patients: Vec<Patient<'t>>,
}

#[derive(Serialize)]
struct VersionOf<'t> {
    file: &'t str,
    trial: &'t str,
    title: &'t str,
}

#[derive(Serialize)]
struct Criterion<'t> {
    change: &'static str,
    changed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    numbers_of_text_changed_alone: bool,
    old: Option<Side<'t>>,
    new: Option<Side<'t>>,
    parts: Vec<Part<'t>>,
}

#[derive(Serialize)]
struct Side<'t> {
    id: &'t str,
    kind: &'static str,
    place: usize,
    text: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'t str>,
    /// The rule as canonical criteria text.
    means: String,
    rule: &'t Rule,
}

#[derive(Serialize)]
struct Part<'t> {
    change: &'static str,
    old: Option<&'t str>,
    new: Option<&'t str>,
}

#[derive(Serialize)]
struct Validity<'t> {
    of: &'t str,
    old: Option<String>,
    new: Option<String>,
}

#[derive(Serialize)]
struct Patient<'t> {
    patient: &'t str,
    as_of: String,
    flips: bool,
    old: &'static str,
    new: &'static str,
    criteria: Vec<Flip<'t>>,
}

#[derive(Serialize)]
struct Flip<'t> {
    old: Option<OutcomeOf<'t>>,
    new: Option<OutcomeOf<'t>>,
}

#[derive(Serialize)]
struct OutcomeOf<'t> {
    id: &'t str,
    outcome: &'static str,
    because: &'t str,
}
