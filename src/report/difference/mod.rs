//! What an amendment changed, for the reviewer who signs it and for machines.

mod json;
mod text;

pub use json::json;
pub use text::text;

use crate::rule::amendment::{Amendment, Change, CriterionChange, Placed};
use crate::rule::{CriterionKind, Node};
use crate::screening::Flips;
use crate::time::{Moment, Zone};

/// Everything that was compared.
#[derive(Debug, Clone, Default)]
pub struct Difference<'t> {
    /// Trials that are in both, in the order of the new version.
    pub trials: Vec<TrialDifference<'t>>,
    /// Trials that are gone: id and file.
    pub removed: Vec<(String, String)>,
    /// Trials that are new: id and file.
    pub added: Vec<(String, String)>,
    /// Whether patients were asked about.
    pub with_patients: bool,
}

/// One trial in both versions.
#[derive(Debug, Clone)]
pub struct TrialDifference<'t> {
    /// The file of the old version.
    pub old_file: String,
    /// The file of the new version.
    pub new_file: String,
    /// What changed.
    pub amendment: Amendment<'t>,
    /// What that does to each patient.
    pub patients: Vec<PatientFlips>,
}

/// One patient under both versions.
#[derive(Debug, Clone)]
pub struct PatientFlips {
    /// The patient's id.
    pub patient: String,
    /// The moment asked about.
    pub as_of: Moment,
    /// The zone that times are written in.
    pub zone: Zone,
    /// What comes out otherwise.
    pub flips: Flips,
}

impl Difference<'_> {
    /// Whether anything changed in meaning, or a trial is in one version only.
    pub fn changes_meaning(&self) -> bool {
        !self.removed.is_empty() || !self.added.is_empty() || self.trials.iter().any(|t| t.amendment.changes_meaning())
    }
}

/// How many criteria there are of each change, in the order of reporting.
fn counts(amendment: &Amendment<'_>) -> Vec<(Change, usize)> {
    let order = [
        Change::Stricter,
        Change::Looser,
        Change::Both,
        Change::Unproven,
        Change::Equivalent,
        Change::Added,
        Change::Removed,
        Change::Reworded,
        Change::Same,
    ];
    let count = |change: Change| (change, amendment.criteria.iter().filter(|c| c.change == change).count());
    order.into_iter().map(count).filter(|(_, n)| *n > 0).collect()
}

/// Where a criterion moved from and to, in words.
fn moved(change: &CriterionChange<'_>) -> Option<String> {
    let (old, new) = (change.old?, change.new?);
    if !change.moved {
        return None;
    }
    let group = |p: Placed<'_>| p.criterion.group.as_ref().map_or_else(|| "everybody".to_owned(), |g| format!("\"{g}\""));
    Some(if old.kind != new.kind {
        format!("from the {} to the {} criteria", old.kind.word(), new.kind.word())
    } else if old.criterion.group != new.criterion.group {
        format!("was asked of {}, is asked of {}", group(old), group(new))
    } else {
        "stands elsewhere in the list, which changes no answer".to_owned()
    })
}

/// The ids of a criterion: one, or the old and the new one.
fn ids(change: &CriterionChange<'_>) -> String {
    let id = |p: Option<Placed<'_>>| p.map(|p| p.criterion.id.clone());
    match (id(change.old), id(change.new)) {
        (Some(old), Some(new)) if old != new => format!("{old} → {new}"),
        (old, new) => new.or(old).unwrap_or_default(),
    }
}

fn kind(change: &CriterionChange<'_>) -> CriterionKind {
    change.new.or(change.old).map_or(CriterionKind::Inclusion, |p| p.kind)
}

/// Why a criterion changed whose rule is as it was.
fn elsewhere(change: &CriterionChange<'_>, amendment: &Amendment<'_>) -> Option<&'static str> {
    let same_place = change.old.zip(change.new).is_some_and(|(a, b)| a.kind == b.kind && a.criterion.group == b.criterion.group);
    if !change.change.is_of_meaning() || !change.keeps_rule() || !same_place {
        return None;
    }
    let mut refers = false;
    change.new?.criterion.rule.walk(&mut |rule| refers |= matches!(rule.node, Node::Criterion(_)));
    Some(match (refers, amendment.validity.is_empty()) {
        (true, true) => "the rule is as it was; a criterion that it refers to changed",
        (true, false) => "the rule is as it was; a criterion that it refers to changed, or values count for another time (valid_for)",
        (false, _) => "the rule is as it was; values count for another time (valid_for)",
    })
}

/// What the whole amounts to, in a sentence that says what is proved.
fn overall(amendment: &Amendment<'_>) -> &'static str {
    match amendment.overall() {
        Change::Same => "Nothing changed.",
        Change::Reworded => "Nothing changed in meaning: every patient gets the same answers.",
        Change::Equivalent => "No patient who has an answer gets the opposite one; other data may be needed for it.",
        Change::Stricter => "The trial became stricter: nobody who was ineligible is eligible now.",
        Change::Looser => "The trial became looser: nobody who was eligible is ineligible now.",
        Change::Both => "Some criteria became stricter for some patients, and others looser.",
        _ => "The trial changed, and of some changes it is not proven whom they let in or keep out.",
    }
}

/// What a change means for who can take part.
fn meaning(change: Change) -> &'static str {
    match change {
        Change::Same => "",
        Change::Reworded => "the same answer for every patient",
        Change::Equivalent => "the same where both can be answered; other data may be needed",
        Change::Stricter => "nobody who failed it passes now",
        Change::Looser => "nobody who passed it fails now",
        Change::Both => "some who passed it fail now, some who failed it pass",
        Change::Unproven => "a person has to compare the two",
        Change::Added => "everybody has to pass it now",
        Change::Removed => "nobody has to pass it any more",
    }
}
