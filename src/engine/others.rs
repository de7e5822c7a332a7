//! What does not fit the fast forms: the reference's own code, once for each distinct question.

use super::SharedFacts;
use super::measures::Newest;
use super::program::{Literal, Values};
use crate::Truth;
use crate::patient::Profile;
use crate::rule::{CheckedRule, CheckedTrial};
use crate::screening::chart::Chart;
use crate::screening::evaluate::Screener;
use crate::time::{Duration, Moment};
use crate::vocabulary::{MeasureId, Vocabulary};
use std::cell::OnceCell;
use std::rc::Rc;

/// Whose charts a question is asked of: those of one trial, or of all that let values hold as
/// long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OwnerId(usize);

/// Questions for the reference.
#[derive(Debug, Default)]
pub struct Others {
    owners: Vec<Owner>,
    questions: Vec<Question>,
}

#[derive(Debug)]
struct Owner {
    /// The trial whose criteria are referred to, if any are.
    trial: CheckedTrial,
    /// Whether that trial is the only one whose questions these are.
    alone: bool,
    valid_for: Vec<(MeasureId, Duration)>,
}

#[derive(Debug)]
struct Question {
    node: Literal,
    owner: OwnerId,
    rule: CheckedRule,
    /// Where a measure is looked up without whose values it stays unknown.
    needs: Option<usize>,
}

/// One patient's charts, each made when it is first asked.
pub struct Charts<'a> {
    screeners: Vec<OnceCell<Screener<'a>>>,
    others: &'a Others,
    facts: SharedFacts<'a>,
    profile: &'a Profile,
    pub vocabulary: &'a Vocabulary,
    pub asked: Moment,
}

impl OwnerId {
    /// The one with the vocabulary's own times, which is always there.
    pub const FIRST: Self = Self(0);
}

impl Others {
    pub fn len(&self) -> usize {
        self.questions.len()
    }

    /// Those among whose trials values hold so long.
    pub fn shared(&mut self, trial: &CheckedTrial, mut valid_for: Vec<(MeasureId, Duration)>) -> OwnerId {
        valid_for.sort_by_key(|(id, _)| *id);
        let found = self.owners.iter().position(|o| !o.alone && o.valid_for == valid_for);
        OwnerId(found.unwrap_or_else(|| self.add(Owner { trial: trial.clone(), alone: false, valid_for })))
    }

    /// A trial of its own, whose criteria are referred to.
    pub fn alone(&mut self, trial: &CheckedTrial) -> OwnerId {
        OwnerId(self.add(Owner { trial: trial.clone(), alone: true, valid_for: trial.validities().to_vec() }))
    }

    fn add(&mut self, owner: Owner) -> usize {
        self.owners.push(owner);
        self.owners.len().saturating_sub(1)
    }

    /// A trial whose questions these are: all of them let values hold as long.
    pub fn trial(&self, owner: OwnerId) -> Option<&CheckedTrial> {
        self.owners.get(owner.0).map(|o| &o.trial)
    }

    /// How long values hold among an owner's trials.
    pub fn valid_for(&self, owner: OwnerId) -> &[(MeasureId, Duration)] {
        self.owners.get(owner.0).map(|o| o.valid_for.as_slice()).unwrap_or_default()
    }

    pub fn ask(&mut self, node: Literal, owner: OwnerId, rule: CheckedRule, needs: Option<usize>) {
        self.questions.push(Question { node, owner, rule, needs });
    }

    pub fn answer(&self, newest: &Newest, charts: &Charts<'_>, values: &mut Values) {
        for question in &self.questions {
            if question.needs.is_none_or(|slot| !newest.has_none(slot)) {
                values.set(question.node, charts.truth(question.owner, &question.rule));
            }
        }
    }
}

impl<'a> Charts<'a> {
    pub fn new(others: &'a Others, facts: &SharedFacts<'a>, profile: &'a Profile, vocabulary: &'a Vocabulary, asked: Moment) -> Self {
        let screeners = others.owners.iter().map(|_| OnceCell::new()).collect();
        Self { screeners, others, facts: Rc::clone(facts), profile, vocabulary, asked }
    }

    /// A question's truth at the moment asked for.
    pub fn truth(&self, owner: OwnerId, rule: &CheckedRule) -> Truth {
        self.screener(owner).map_or(Truth::Unknown, |s| s.truth(rule))
    }

    pub fn chart(&self, owner: OwnerId) -> Option<&Chart<'a>> {
        self.screener(owner).map(|s| &*s.chart)
    }

    fn screener(&self, owner: OwnerId) -> Option<&Screener<'a>> {
        let Owner { trial, valid_for, .. } = self.others.owners.get(owner.0)?;
        let chart = || Chart::over(Rc::clone(&self.facts), self.profile, self.vocabulary, valid_for, self.asked);
        Some(self.screeners.get(owner.0)?.get_or_init(|| Screener::new(trial, Rc::new(chart()))))
    }
}
