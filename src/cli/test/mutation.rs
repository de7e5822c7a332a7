//! Which small changes of the rules the tests notice.

use super::find::Tested;
use crate::cli::progress;
use indicatif::ProgressBar;
use std::io::{self, IsTerminal};
use trialsieve::rule;
use trialsieve::testing;

/// So many changes are many: a bar shows how far it has come.
const MANY: usize = 50;

/// What came of changing a trial's rules.
pub struct Survey {
    /// How many changes the tests noticed.
    pub noticed: usize,
    /// Those that no test noticed: criterion and change.
    pub survived: Vec<(String, String)>,
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
            survey.survived.push((mutant.criterion, mutant.change));
        } else {
            survey.noticed = survey.noticed.saturating_add(1);
        }
    }
    bar.finish_and_clear();
    survey
}
