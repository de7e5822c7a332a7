//! Which criteria and which branches of their rules the tests saw true, false and unknown.

use super::run::Ran;
use crate::Truth;
use crate::rule::{CheckedNode, CheckedRule, CheckedTrial, CriterionKind};
use crate::screening::{Evaluation, Outcome};

/// What was seen of a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionCoverage {
    /// Its id.
    pub id: String,
    /// Which side it stands on.
    pub kind: CriterionKind,
    /// Whether it was seen to pass, fail and be unknown, in a test that expects so.
    pub outcomes: [bool; 3],
    /// Its rule and every rule below it, outermost first.
    pub branches: Vec<Branch>,
}

/// What was seen of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// What it asks.
    pub asks: String,
    /// How deep it lies, from 0.
    pub depth: usize,
    /// Whether it was seen true, false and unknown.
    pub seen: [bool; 3],
    /// Whether it can be: what is `recorded` is never unknown, a `review` always.
    pub possible: [bool; 3],
}

impl CriterionCoverage {
    /// Whether it can pass, fail and be unknown at all.
    pub fn possible(&self) -> [bool; 3] {
        let [yes, no, unknown] = self.branches.first().map_or([true; 3], |b| b.possible);
        if self.kind == CriterionKind::Inclusion { [yes, no, unknown] } else { [no, yes, unknown] }
    }
}

/// What the tests saw of a trial.
pub fn coverage(trial: &CheckedTrial, ran: &[Ran<'_>]) -> Vec<CriterionCoverage> {
    let mut found: Vec<CriterionCoverage> = Vec::new();
    for (place, criterion) in trial.criteria().iter().enumerate() {
        let mut seen = CriterionCoverage { id: criterion.id.clone(), kind: criterion.kind, outcomes: [false; 3], branches: Vec::new() };
        for test in ran {
            let Some(answer) = test.screening.criteria.get(place) else { continue };
            let expected = test.case.expect.iter().any(|(id, outcome)| *id == answer.id && *outcome == answer.outcome);
            let slot = match answer.outcome {
                Outcome::Pass => 0,
                Outcome::Fail => 1,
                Outcome::Unknown => 2,
            };
            mark(&mut seen.outcomes, slot, expected);
            let mut flat = Vec::new();
            flatten(&answer.evaluation, &criterion.rule, 0, &mut flat);
            if seen.branches.is_empty() {
                let branch = |(e, rule, depth): &(&Evaluation, &CheckedRule, usize)| Branch {
                    asks: asks(e),
                    depth: *depth,
                    seen: [false; 3],
                    possible: possible(rule),
                };
                seen.branches = flat.iter().map(branch).collect();
            }
            for (branch, (evaluation, ..)) in seen.branches.iter_mut().zip(&flat) {
                let slot = match evaluation.truth {
                    Truth::True => 0,
                    Truth::False => 1,
                    Truth::Unknown => 2,
                };
                mark(&mut branch.seen, slot, true);
            }
        }
        found.push(seen);
    }
    found
}

fn mark(seen: &mut [bool; 3], slot: usize, yes: bool) {
    if let Some(seen) = seen.get_mut(slot) {
        *seen |= yes;
    }
}

fn flatten<'e>(evaluation: &'e Evaluation, rule: &'e CheckedRule, depth: usize, out: &mut Vec<(&'e Evaluation, &'e CheckedRule, usize)>) {
    out.push((evaluation, rule, depth));
    for (part, rule) in evaluation.parts.iter().zip(rule.children()) {
        flatten(part, rule, depth.saturating_add(1), out);
    }
}

/// Whether a rule can be true, false and unknown.
fn possible(rule: &CheckedRule) -> [bool; 3] {
    let parts: Vec<[bool; 3]> = rule.children().iter().map(possible).collect();
    let (every, some) = (|slot: fn(&[bool; 3]) -> bool| parts.iter().all(slot), |slot: fn(&[bool; 3]) -> bool| parts.iter().any(slot));
    match &rule.node {
        CheckedNode::All(_) => [every(|[t, ..]| *t), some(|[_, f, _]| *f), some(|[.., u]| *u)],
        CheckedNode::Any(_) => [some(|[t, ..]| *t), every(|[_, f, _]| *f), some(|[.., u]| *u)],
        CheckedNode::Not(_) => [some(|[_, f, _]| *f), some(|[t, ..]| *t), some(|[.., u]| *u)],
        CheckedNode::Recorded(_) => [true, true, false],
        CheckedNode::Review(_) => [false, false, true],
        _ => [true; 3],
    }
}

fn asks(evaluation: &Evaluation) -> String {
    if evaluation.asks.is_empty() { evaluation.node.to_owned() } else { evaluation.asks.clone() }
}
