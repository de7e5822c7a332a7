//! What the engine answers.

use super::program::Values;
use crate::screening::{Outcome, Verdict};
use std::sync::Arc;

/// The outcomes and verdicts of one patient for every trial of an engine.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    pub(super) verdicts: Vec<Verdict>,
    /// Of all trials, one after the other.
    pub(super) outcomes: Vec<Outcome>,
    /// Where each trial's outcomes end.
    pub(super) ends: Arc<[usize]>,
    /// The truths that they were made of, kept for the next patient's.
    pub(super) values: Values,
}

impl Answers {
    /// No answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Every trial's verdict, in the order in which they were compiled.
    pub fn verdicts(&self) -> &[Verdict] {
        &self.verdicts
    }

    /// A trial's verdict; none for a trial that the engine does not have.
    pub fn verdict(&self, trial: usize) -> Option<Verdict> {
        self.verdicts.get(trial).copied()
    }

    /// The outcomes of a trial's criteria, inclusion first, in the order of the trial.
    pub fn outcomes(&self, trial: usize) -> &[Outcome] {
        let start = trial.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let end = self.ends.get(trial).copied();
        start.zip(end).and_then(|(start, end)| self.outcomes.get(start..end)).unwrap_or_default()
    }
}
