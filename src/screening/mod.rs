//! Rule by profile at a moment: truth with evidence, outcomes, verdict, needs.
//!
//! This is the reference evaluator: small, obvious, tree over tree. It is total: it cannot
//! fail, reads no clock and does no input or output.
//!
//! A rule denotes a truth at every moment, a piecewise-constant signal over the patient's
//! data; an outcome is its value at the moment asked for. `evaluate` walks the tree, one file
//! for each kind of leaf says what the leaf is at a moment and at which moments that can
//! change, and `signal` puts stretches of time together.

pub(crate) mod age;
mod answer;
mod asking;
mod awaited;
pub(crate) mod chart;
pub(crate) mod compare;
pub(crate) mod computed;
mod consecutive;
pub(crate) mod evaluate;
pub(crate) mod facts;
pub(crate) mod finding;
mod finding_words;
mod flips;
pub(crate) mod ground;
mod lasting;
pub(crate) mod measure;
mod outcome;
pub(crate) mod presence;
pub(crate) mod rates;
pub(crate) mod reach;
mod recorded;
mod signal;
pub(crate) mod span;
mod steady;
pub(crate) mod take;
mod unsaid;
mod value_words;
mod visit;
mod wording;

pub use awaited::{Awaited, awaited};
pub use flips::{CriterionFlip, Flips, flips};
pub use outcome::{CriterionScreening, Evaluation, Evidence, Need, Outcome, Reason, Screening, Verdict};
pub use visit::Visit;

use crate::patient::Profile;
use crate::rule::{CheckedRule, CheckedRules};
use crate::time::Moment;
use chart::Chart;
use evaluate::Screener;
use std::rc::Rc;

/// Checks one patient against one trial at a moment.
///
/// Data after the moment is not seen. It cannot fail: what is not known is unknown, with its
/// reason and what would be needed.
pub fn screen(trial: &CheckedRules, profile: &Profile, moment: Moment) -> Screening {
    screening(&Screener::new(trial, Rc::new(Chart::new(trial, profile, moment))))
}

fn screening(screener: &Screener<'_>) -> Screening {
    let trial = screener.trial();
    // Those that others refer to first, so that each is worked out once.
    for place in trial.order() {
        let _ = screener.criterion(*place);
    }
    let mut criteria = Vec::with_capacity(trial.criteria().len());
    for (place, criterion) in trial.criteria().iter().enumerate() {
        let Some(evaluation) = screener.criterion(place) else { continue };
        let outcome = Outcome::of(criterion.kind, evaluation.truth);
        criteria.push(CriterionScreening {
            id: criterion.id.clone(),
            kind: criterion.kind,
            outcome,
            because: evaluation.because.clone(),
            evaluation,
        });
    }
    let verdict = Verdict::of(criteria.iter().map(|c| c.outcome));
    Screening { moment: screener.chart.asked, criteria, verdict }
}

/// One rule of a trial at a moment; the trial is for the criteria that it refers to.
pub fn evaluate(rule: &CheckedRule, trial: &CheckedRules, profile: &Profile, moment: Moment) -> Evaluation {
    Screener::new(trial, Rc::new(Chart::new(trial, profile, moment))).explain(rule, moment)
}

#[cfg(test)]
mod tests;
