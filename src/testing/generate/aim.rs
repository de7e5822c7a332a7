//! Patients in whom a criterion hangs on one question: every other part of the rule is what it has
//! to be for the answer to come through.

use super::Aim;
use super::finding::spans;
use super::model::{Fact, Model, Setting, State, Subject};
use crate::rule::{Criterion, Node, Rule};
use crate::time::DurationBound;
use crate::truth::Truth;
use std::collections::BTreeMap;

/// Which question has to be answered how.
type Wanted = Vec<(usize, Truth)>;

/// Samples that a person can still look through.
const MOST_SAMPLES: i64 = 40;
/// Longer than anything that a rule asks for: a hundred thousand years.
const LONG: i64 = 3_155_760_000_000_000;

impl Model<'_> {
    /// The patients to ask a criterion about, and what of it none were found for.
    pub(super) fn aims(&self, criterion: &Criterion) -> (Vec<Aim>, Vec<String>) {
        let rule = &criterion.rule;
        let (mut aims, mut left) = (Vec::new(), Vec::new());
        let lengths = lengths(rule);
        // Long enough for everything that has to have lasted.
        let held = lengths.iter().map(|(_, b)| b.length.mean_millis()).max().map(|most| most.saturating_add(most / 5).saturating_add(3_600_000));
        let mut leaves = Vec::new();
        rule.walk(&mut |r| leaves.extend(self.index(r).map(|index| (index, r))));
        for (index, leaf) in &leaves {
            let states = match self.situations(*index) {
                Ok(states) => states,
                Err(why) => {
                    left.push(why.to_owned());
                    continue;
                }
            };
            let Some(mut base) = self.setting(&self.wanted(rule, leaf, Truth::True), &leaves) else { continue };
            base.held = held.filter(|held| self.can_be_held(&base, *held));
            for state in states {
                let mut setting = base.clone();
                let name = state.label.clone();
                if let Some(subject) = self.leaves.get(*index).and_then(|l| l.subject) {
                    setting.states.retain(|place, other| *place == subject || !self.clash((subject, state), (*place, other)));
                    setting.states.insert(subject, state.clone());
                }
                aims.push(Aim { name, setting, of: Some(*index) });
            }
        }
        for (part, bound) in lengths {
            let Some(base) = self.setting(&self.wanted(rule, part, Truth::True), &leaves).filter(|s| !s.states.is_empty()) else { continue };
            for (held, words) in spans(bound).into_iter().filter(|(held, _)| self.can_be_held(&base, *held)) {
                let setting = Setting { held: Some(held), ..base.clone() };
                aims.push(Aim { name: format!("so {words} (asked: {bound})"), setting, of: None });
            }
        }
        (aims, left)
    }

    /// What the questions of a rule have to be for one part of it to decide, that part being true.
    fn wanted(&self, rule: &Rule, part: &Rule, truth: Truth) -> Wanted {
        let mut wanted = Wanted::new();
        self.decide(rule, part, &mut wanted);
        self.want(part, truth, &mut wanted);
        wanted
    }

    fn decide(&self, rule: &Rule, part: &Rule, wanted: &mut Wanted) {
        if std::ptr::eq(rule, part) {
            return;
        }
        let inside = |r: &Rule| {
            let mut found = false;
            r.walk(&mut |below| found |= std::ptr::eq(below, part));
            found
        };
        let most = if let Node::AtLeast(r) = &rule.node { r.count.saturating_sub(1) } else { 0 };
        let mut yes = 0usize;
        for child in rule.children() {
            if inside(child) {
                self.decide(child, part, wanted);
                continue;
            }
            let truth = match &rule.node {
                Node::All(_) => Truth::True,
                Node::AtLeast(_) if yes < most => {
                    yes = yes.saturating_add(1);
                    Truth::True
                }
                _ => Truth::False,
            };
            self.want(child, truth, wanted);
        }
    }

    fn want(&self, rule: &Rule, truth: Truth, wanted: &mut Wanted) {
        match (&rule.node, truth) {
            (Node::All(parts), Truth::True) | (Node::Any(parts), Truth::False) => parts.iter().for_each(|p| self.want(p, truth, wanted)),
            (Node::All(parts) | Node::Any(parts), _) => {
                let easy = parts.iter().find(|p| self.can_be_made(p)).or(parts.first());
                easy.into_iter().for_each(|p| self.want(p, truth, wanted));
            }
            (Node::AtLeast(r), Truth::True) => r.of.iter().take(r.count).for_each(|p| self.want(p, truth, wanted)),
            (Node::AtLeast(r), _) => r.of.iter().for_each(|p| self.want(p, truth, wanted)),
            (Node::Not(part), _) => self.want(part, truth.not(), wanted),
            (Node::Lasting(r), _) => self.want(&r.rule, truth, wanted),
            _ => wanted.extend(self.index(rule).map(|index| (index, truth))),
        }
    }

    /// Whether states are known for every question of a rule; those with times of their own are
    /// second choice.
    fn can_be_made(&self, rule: &Rule) -> bool {
        let mut all = true;
        rule.walk(&mut |r| {
            let timed = matches!(r.node, Node::Consecutive(_) | Node::Trend(_) | Node::Steady(_) | Node::Criterion(_));
            all &= !timed && self.index(r).is_none_or(|index| self.situations(index).is_ok());
        });
        all
    }

    /// A patient who answers as wanted, as far as one datum can answer several questions.
    fn setting(&self, wanted: &Wanted, leaves: &[(usize, &Rule)]) -> Option<Setting> {
        let mut by_subject: BTreeMap<usize, Wanted> = BTreeMap::new();
        for (index, truth) in wanted {
            if let Some(subject) = self.leaves.get(*index)?.subject {
                by_subject.entry(subject).or_default().push((*index, *truth));
            }
        }
        let mut setting = Setting::default();
        for (subject, wanted) in by_subject {
            let about = leaves.iter().filter(|(index, _)| self.leaves.get(*index).is_some_and(|l| l.subject == Some(subject)));
            let states: Vec<&State> = about.flat_map(|(index, _)| self.situations(*index).unwrap_or_default()).collect();
            let answers = |state: &State| {
                // Long enough for any limit, where only the state itself is looked at.
                let alone = Setting { states: BTreeMap::from([(subject, state.clone())]), held: Some(LONG) };
                let right = |index: usize, truth: Truth| {
                    let rule = self.leaves.get(index).map(|l| l.rule);
                    rule.and_then(|rule| self.truth(rule, &alone)).or_else(|| self.undated(rule?, &alone)) == Some(truth)
                };
                wanted.iter().filter(|(index, truth)| right(*index, *truth)).count()
            };
            // Of two that answer alike, the one that says less.
            let mut best: Option<((usize, bool), &State)> = None;
            for state in states {
                let worth = (answers(state), state.touches.is_empty() && !matches!(state.fact, Fact::Only(..)));
                if best.is_none_or(|(most, _)| worth > most) {
                    best = Some((worth, state));
                }
            }
            let clashes = |state: &State| setting.states.iter().any(|(place, other)| self.clash((subject, state), (*place, other)));
            if let Some((_, state)) = best.filter(|((count, _), state)| *count > 0 && !clashes(state)) {
                setting.states.insert(subject, state.clone());
            }
        }
        Some(setting)
    }

    /// The truth where nothing has a time.
    fn undated(&self, rule: &Rule, setting: &Setting) -> Option<Truth> {
        self.truth(rule, &Setting { held: None, ..setting.clone() })
    }

    /// Whether values can be repeated over so long a time.
    fn can_be_held(&self, setting: &Setting, held: i64) -> bool {
        setting.states.iter().all(|(subject, state)| match (&state.fact, self.subjects.get(*subject)) {
            (Fact::Value(..) | Fact::Word(_), Some(Subject::Measure(id))) => held.checked_div(self.every(*id)).is_some_and(|n| n <= MOST_SAMPLES),
            (Fact::Only(..) | Fact::Suspected, _) => false,
            _ => true,
        })
    }

    /// How far samples of a measure may be apart for each to hold until the next.
    pub(super) fn every(&self, id: crate::vocabulary::MeasureId) -> i64 {
        self.validity(id).map_or(LONG, |length| (length.mean_millis() / 2).max(1))
    }
}

/// The parts of a rule that have to have lasted, and how long.
fn lengths(rule: &Rule) -> Vec<(&Rule, DurationBound)> {
    let mut found = Vec::new();
    rule.walk(&mut |r| match &r.node {
        Node::Lasting(l) => found.push((r, l.lasts)),
        Node::Measure(m) => found.extend(m.lasts.map(|b| (r, b))),
        Node::Finding(f) if !f.ahead && f.before.is_none() && f.after.is_none() && f.within.is_none() => found.extend(f.lasts.map(|b| (r, b))),
        _ => {}
    });
    found
}
