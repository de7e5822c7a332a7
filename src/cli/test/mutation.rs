//! Which small changes of the rules the tests notice.

use super::find::Tested;
use crate::cli::progress;
use indicatif::ProgressBar;
use std::io::{self, IsTerminal};
use trialsieve::rule::amendment::{self, Change};
use trialsieve::rule::{self, CheckedTrial};
use trialsieve::testing;

/// So many changes are many: a bar shows how far it has come.
const MANY: usize = 50;

/// What came of changing a trial's rules.
pub struct Survey {
    /// How many changes the tests noticed.
    pub noticed: usize,
    /// Those that no test noticed.
    pub survived: Vec<Survivor>,
}

/// A change that no test noticed.
pub struct Survivor {
    /// The criterion that was changed.
    pub criterion: String,
    /// What was changed.
    pub change: String,
    /// It is proved that every patient who has an answer gets the same one: a test can at most
    /// notice that other data are needed for it.
    pub same: bool,
}

impl Survey {
    /// How many changes were made.
    pub fn total(&self) -> usize {
        self.noticed.saturating_add(self.survived.len())
    }
}

/// Makes every change that leaves a sound trial, and runs the tests.
pub fn survey(tested: &Tested) -> Survey {
    let mutants = testing::mutants(tested.trial.trial());
    let shown = mutants.len() >= MANY && io::stderr().is_terminal();
    let bar = if shown { progress::bar(mutants.len()) } else { ProgressBar::hidden() };
    let mut survey = Survey { noticed: 0, survived: Vec::new() };
    for mutant in mutants {
        bar.inc(1);
        let (Some(trial), _) = rule::check(mutant.trial, None, tested.trial.vocabulary()) else { continue };
        if tested.suites.iter().all(|(_, suite)| testing::passes(suite, &trial)) {
            let same = same(&tested.trial, &trial, &mutant.criterion);
            survey.survived.push(Survivor { criterion: mutant.criterion, change: mutant.change, same });
        } else {
            survey.noticed = survey.noticed.saturating_add(1);
        }
    }
    bar.finish_and_clear();
    survey
}

/// Whether a criterion of two versions, looked at alone, is proved to give the same answers.
fn same(old: &CheckedTrial, new: &CheckedTrial, criterion: &str) -> bool {
    let alone = |version: &CheckedTrial| {
        let mut trial = version.trial().clone();
        trial.inclusion.retain(|c| c.id == criterion);
        trial.exclusion.retain(|c| c.id == criterion);
        rule::check(trial, None, version.vocabulary()).0
    };
    let (Some(old), Some(new)) = (alone(old), alone(new)) else { return false };
    matches!(amendment::compare(&old, &new).overall(), Change::Same | Change::Equivalent)
}
