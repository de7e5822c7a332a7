//! Counting: how many remain, who is excluded by what, and what is not known.

use super::what_if::WhatIf;
use rustc_hash::FxHashMap;
use trialsieve::engine::{Answers, Engine};
use trialsieve::rule::CheckedTrial;
use trialsieve::screening::{Outcome, Verdict};

/// What has been counted of all patients.
pub struct Survey {
    pub patients: usize,
    pub bad: usize,
    pub trials: Vec<TrialCounts<String>>,
    /// For each question: verdicts as they are, by verdicts as they would be.
    pub changes: Vec<Changes>,
}

/// Eligible, undetermined and ineligible.
pub type Verdicts = [usize; 3];
/// By the verdict as it is, those that it would be.
pub type Changes = [Verdicts; 3];

/// What has been counted of some patients; names are the engine's own.
#[derive(Default)]
pub struct Counts<'e> {
    patients: usize,
    trials: Vec<TrialCounts<&'e str>>,
    changes: Vec<Changes>,
}

/// Of one trial.
pub struct TrialCounts<N> {
    pub verdicts: Verdicts,
    pub criteria: Vec<CriterionCounts<N>>,
}

/// Of one criterion.
pub struct CriterionCounts<N> {
    /// Those that neither it nor one before it excludes.
    pub remaining: usize,
    /// Those that pass it and all before it for certain.
    pub certain: usize,
    /// Those whom it excludes.
    pub excludes: usize,
    /// Those whom nothing else excludes.
    pub only: usize,
    pub unknown: usize,
    /// What is not known of how many of those.
    pub wants: FxHashMap<N, usize>,
}

impl<N> TrialCounts<N> {
    fn of(criteria: usize) -> Self {
        let none = || CriterionCounts { remaining: 0, certain: 0, excludes: 0, only: 0, unknown: 0, wants: FxHashMap::default() };
        Self { verdicts: [0; 3], criteria: (0..criteria).map(|_| none()).collect() }
    }
}

impl<'e> Counts<'e> {
    pub fn new(engine: &'e Engine, trials: usize, questions: &[WhatIf]) -> Self {
        let trials = engine.trials().iter().take(trials).map(|t| TrialCounts::of(t.criteria.len())).collect();
        Self { patients: 0, trials, changes: vec![[[0; 3]; 3]; questions.len()] }
    }

    pub fn patient(&mut self, engine: &'e Engine, answers: &Answers, questions: &[WhatIf]) {
        self.patients = self.patients.saturating_add(1);
        for (place, trial) in self.trials.iter_mut().enumerate() {
            let outcomes = answers.outcomes(place);
            if let Some(count) = answers.verdict(place).and_then(|v| trial.verdicts.get_mut(column(v))) {
                one_more(count);
            }
            let failing = outcomes.iter().filter(|o| **o == Outcome::Fail).count();
            let mut so_far = Outcome::Pass;
            for (number, (criterion, outcome)) in trial.criteria.iter_mut().zip(outcomes).enumerate() {
                so_far = so_far.min(*outcome);
                add(&mut criterion.remaining, so_far != Outcome::Fail);
                add(&mut criterion.certain, so_far == Outcome::Pass);
                add(&mut criterion.excludes, *outcome == Outcome::Fail);
                add(&mut criterion.only, *outcome == Outcome::Fail && failing == 1);
                add(&mut criterion.unknown, *outcome == Outcome::Unknown);
                if *outcome == Outcome::Unknown {
                    for name in engine.waits_for(answers, place, number) {
                        one_more(criterion.wants.entry(name).or_default());
                    }
                }
            }
        }
        for (question, changes) in questions.iter().zip(&mut self.changes) {
            let verdicts = answers.verdict(question.trial).zip(answers.verdict(question.changed));
            let slot = verdicts.and_then(|(is, would)| changes.get_mut(column(is))?.get_mut(column(would)));
            if let Some(slot) = slot {
                one_more(slot);
            }
        }
    }
}

impl Survey {
    pub fn new(trials: &[CheckedTrial], real: usize, questions: &[WhatIf]) -> Self {
        let trials = trials.iter().take(real).map(|t| TrialCounts::of(t.criteria().len())).collect();
        Self { patients: 0, bad: 0, trials, changes: vec![[[0; 3]; 3]; questions.len()] }
    }

    pub fn add(&mut self, counts: &Counts<'_>) {
        self.patients = self.patients.saturating_add(counts.patients);
        for (all, some) in self.trials.iter_mut().zip(&counts.trials) {
            sum(&mut all.verdicts, &some.verdicts);
            for (all, some) in all.criteria.iter_mut().zip(&some.criteria) {
                all.remaining = all.remaining.saturating_add(some.remaining);
                all.certain = all.certain.saturating_add(some.certain);
                all.excludes = all.excludes.saturating_add(some.excludes);
                all.only = all.only.saturating_add(some.only);
                all.unknown = all.unknown.saturating_add(some.unknown);
                for (name, count) in &some.wants {
                    let slot = all.wants.entry((*name).to_owned()).or_default();
                    *slot = slot.saturating_add(*count);
                }
            }
        }
        for (all, some) in self.changes.iter_mut().zip(&counts.changes) {
            for (all, some) in all.iter_mut().zip(some) {
                sum(all, some);
            }
        }
    }
}

impl CriterionCounts<String> {
    /// What is wanted, most often first, then by name.
    pub fn wanted(&self) -> Vec<(&str, usize)> {
        let mut all: Vec<(&str, usize)> = self.wants.iter().map(|(n, c)| (n.as_str(), *c)).collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        all
    }
}

/// The column of a verdict.
pub fn column(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Eligible => 0,
        Verdict::Undetermined => 1,
        Verdict::Ineligible => 2,
    }
}

fn add(count: &mut usize, counts: bool) {
    *count = count.saturating_add(usize::from(counts));
}

fn one_more(count: &mut usize) {
    add(count, true);
}

fn sum(all: &mut Verdicts, some: &Verdicts) {
    for (all, some) in all.iter_mut().zip(some) {
        *all = all.saturating_add(*some);
    }
}
