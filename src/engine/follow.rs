//! What follows from a few answers that became others: only the rows above them are worked out
//! again.

use super::Answers;
use super::program::{Literal, Program};
use crate::screening::{Outcome, Verdict};
use std::collections::BTreeSet;

/// The rows above every node.
#[derive(Debug)]
pub struct Above {
    /// By node, where its rows end.
    ends: Vec<usize>,
    rows: Vec<Over>,
}

/// A row that a node stands in.
#[derive(Debug, Clone, Copy)]
enum Over {
    /// A group, by its place.
    Group(usize),
    /// A criterion, by its place among those of all trials.
    Criterion(usize),
}

/// An outcome that became another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turned {
    pub trial: usize,
    /// The criterion's place in the trial.
    pub criterion: usize,
    pub before: Outcome,
    pub after: Outcome,
}

/// What followed.
#[derive(Debug, Default)]
pub struct Followed {
    /// Outcomes that became others, in the order of the trials.
    pub outcomes: Vec<Turned>,
    /// Trials whose verdict became another one, with the old one.
    pub verdicts: Vec<(usize, Verdict)>,
}

impl Above {
    pub fn of(program: &Program) -> Self {
        let groups = (0..program.group_count()).flat_map(|g| program.members_of(g).iter().map(move |m| (node(*m), Over::Group(g))));
        let criteria = program.all_criteria().iter().enumerate().map(|(c, literal)| (node(*literal), Over::Criterion(c)));
        let mut all: Vec<(usize, Over)> = groups.chain(criteria).collect();
        all.sort_by_key(|(node, _)| *node);
        let mut above = Self { ends: Vec::new(), rows: Vec::with_capacity(all.len()) };
        for (node, over) in all {
            above.ends.resize(node.max(above.ends.len()), above.rows.len());
            above.rows.push(over);
            above.ends.resize(node.saturating_add(1), 0);
            if let Some(end) = above.ends.last_mut() {
                *end = above.rows.len();
            }
        }
        above
    }

    fn over(&self, node: usize) -> &[Over] {
        let start = node.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(node).and_then(|end| self.rows.get(start..*end)).unwrap_or_default()
    }

    /// Works out what hangs on some nodes whose truth became another one.
    pub fn follow(&self, program: &Program, changed: &[Literal], answers: &mut Answers) -> Followed {
        let (mut due, mut criteria) = (BTreeSet::new(), Vec::new());
        let mut rise = |of: usize, due: &mut BTreeSet<usize>| {
            for over in self.over(of) {
                match over {
                    Over::Group(group) => drop(due.insert(*group)),
                    Over::Criterion(criterion) => criteria.push(*criterion),
                }
            }
        };
        changed.iter().for_each(|literal| rise(node(*literal), &mut due));
        // INVARIANT: a group stands after the groups that it is made of.
        while let Some(group) = due.pop_first() {
            if let Some(literal) = program.run_one(group, &mut answers.values) {
                rise(node(literal), &mut due);
            }
        }
        criteria.sort_unstable();
        criteria.dedup();
        self.turn(program, &criteria, answers)
    }

    fn turn(&self, program: &Program, criteria: &[usize], answers: &mut Answers) -> Followed {
        let mut followed = Followed::default();
        for place in criteria {
            let after = program.outcome(*place, &answers.values);
            let Some(slot) = answers.outcomes.get_mut(*place) else { continue };
            let before = std::mem::replace(slot, after);
            if before != after {
                let trial = program.ends().partition_point(|end| end <= place);
                let start = trial.checked_sub(1).and_then(|t| program.ends().get(t)).copied().unwrap_or(0);
                followed.outcomes.push(Turned { trial, criterion: place.saturating_sub(start), before, after });
            }
        }
        for turned in followed.outcomes.chunk_by(|a, b| a.trial == b.trial) {
            let Some(trial) = turned.first().map(|t| t.trial) else { continue };
            let verdict = Verdict::of(answers.outcomes(trial).iter().copied());
            if let Some(slot) = answers.verdicts.get_mut(trial) {
                let before = std::mem::replace(slot, verdict);
                if before != verdict {
                    followed.verdicts.push((trial, before));
                }
            }
        }
        followed
    }
}

fn node(literal: Literal) -> usize {
    usize::try_from(literal >> 1).unwrap_or(usize::MAX)
}
