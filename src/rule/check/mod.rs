//! From a trial as written to a trial that can be screened.

pub(super) mod place;
mod references;
mod resolve;
mod tree;
mod units;

pub use tree::{
    Asked, CheckedConsecutive, CheckedCriterion, CheckedFinding, CheckedIs, CheckedMeasure, CheckedNode, CheckedRule, CheckedTrend, Dosed, Recorded,
    Test, Threshold,
};

pub use units::units_of;

use super::Trial;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::time::Duration;
use crate::vocabulary::{MeasureId, Vocabulary};
use resolve::Checker;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// A trial whose names, units, bounds and references have been checked and resolved. It can
/// only come from [`check`]. Whatever asks for its [`CheckedRules`] takes it, too.
#[derive(Debug, Clone)]
pub struct CheckedTrial {
    trial: Trial,
    rules: CheckedRules,
}

/// The checked rules of a trial: all of it that screening needs.
#[derive(Debug, Clone)]
pub struct CheckedRules {
    criteria: Vec<CheckedCriterion>,
    /// Places of the criteria, each after all those that it refers to.
    order: Vec<usize>,
    valid_for: Vec<(MeasureId, Duration)>,
    vocabulary: Vocabulary,
}

impl CheckedTrial {
    /// The trial as written.
    pub fn trial(&self) -> &Trial {
        &self.trial
    }

    /// Both, apart.
    pub fn into_parts(self) -> (Trial, CheckedRules) {
        (self.trial, self.rules)
    }
}

impl std::ops::Deref for CheckedTrial {
    type Target = CheckedRules;

    fn deref(&self) -> &CheckedRules {
        &self.rules
    }
}

impl CheckedRules {
    /// Rules that were checked with the program's own vocabulary and kept.
    #[cfg(feature = "kept")]
    pub(super) fn kept(criteria: Vec<CheckedCriterion>, order: Vec<usize>, valid_for: Vec<(MeasureId, Duration)>) -> Self {
        Self { criteria, order, valid_for, vocabulary: Vocabulary::builtin().clone() }
    }

    /// The criteria with their checked rules, inclusion first.
    pub fn criteria(&self) -> &[CheckedCriterion] {
        &self.criteria
    }

    /// Places of the criteria, each after all those that it refers to.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// How long values of measures hold in this trial, where it says so itself.
    pub fn validities(&self) -> &[(MeasureId, Duration)] {
        &self.valid_for
    }

    /// How long a value of a measure holds in this trial, where it says so itself.
    pub fn valid_for(&self, measure: MeasureId) -> Option<Duration> {
        self.valid_for.iter().find(|(id, _)| *id == measure).map(|(_, d)| *d)
    }

    /// The vocabulary that the names were resolved with.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }
}

impl PartialEq for CheckedTrial {
    fn eq(&self, other: &Self) -> bool {
        self.trial == other.trial && self.rules.criteria == other.rules.criteria && self.rules.valid_for == other.rules.valid_for
    }
}

/// Checks a trial. `source` is the file's text, for places. With an error there is no
/// checked trial.
///
/// ```
/// use trialsieve::{rule, vocabulary::Vocabulary};
/// let text = "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {any: []}\n";
/// let trial = rule::yaml::read(text).unwrap();
/// let (checked, found) = rule::check(trial, Some(text), Vocabulary::builtin());
/// assert!(checked.is_none());
/// assert_eq!(found[0].path.as_deref(), Some("inclusion I1: any"));
/// ```
pub fn check(trial: Trial, source: Option<&str>, vocabulary: &Vocabulary) -> (Option<CheckedTrial>, Vec<Diagnostic>) {
    let mut checker = Checker::new(vocabulary, source);
    let mut criteria: Vec<CheckedCriterion> = Vec::new();
    let mut ids: FxHashSet<&str> = FxHashSet::default();
    for (kind, criterion) in trial.criteria() {
        checker.enter(kind, &criterion.id);
        if !ids.insert(&criterion.id) {
            let message = format!("there are two criteria `{}`", criterion.id);
            checker.report(Diagnostic::new(Code::DuplicateId, message).help("give each criterion an id of its own"), "id", &criterion.id);
        }
        let rule = checker.criterion(&criterion.rule, &trial);
        criteria.push(CheckedCriterion { id: criterion.id.clone(), kind, rule: Arc::new(rule) });
    }
    let order = references::order(&criteria, &mut checker);
    let valid_for = checker.valid_for(&trial);
    let mut diagnostics = checker.finish();
    diagnostics.extend(criteria.is_empty().then(|| nothing_asked(source)));
    let sound = !diagnostics.iter().any(Diagnostic::is_error);
    let checked = sound.then(|| CheckedTrial { trial, rules: CheckedRules { criteria, order, valid_for, vocabulary: vocabulary.clone() } });
    (checked, diagnostics)
}

/// Of a trial without a criterion; shown at its id.
fn nothing_asked(source: Option<&str>) -> Diagnostic {
    let help = "write the protocol's criteria under `inclusion` and `exclusion`";
    let found = Diagnostic::new(Code::NothingAsked, "there is no criterion: everybody would be eligible").help(help).within("trial");
    match source.and_then(|text| place::token(text, Span::new(0, text.len()), "trial", "trial")) {
        Some(span) => found.at(span),
        None => found,
    }
}

#[cfg(test)]
mod tests;
