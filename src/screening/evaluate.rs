//! The tree over its leaves: the truth of a rule at a moment, over a stretch of time, and why.

use super::answer::Answer;
use super::chart::Chart;
use super::signal::Signal;
use super::span::Length;
use super::visit::stands_alone;
use super::{Evaluation, Reason, consecutive, finding, lasting, measure, recorded, steady, wording};
use crate::Truth;
use crate::rule::{CheckedCriterion, CheckedNode, CheckedRule, CheckedRules};
use crate::time::Moment;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// Evaluates the rules of one trial against one chart.
pub struct Screener<'a> {
    pub chart: Rc<Chart<'a>>,
    trial: &'a CheckedRules,
    /// What the criteria that others refer to have been over a stretch of time.
    signals: RefCell<FxHashMap<usize, Rc<Signal>>>,
    /// What they are at the moment asked for, with the reasons.
    told: RefCell<Vec<Option<Arc<Evaluation>>>>,
    /// What rules of other trials have been for the same patient, who may share them.
    shared: Option<Rc<RefCell<Told>>>,
}

/// What rules were at a moment, by where they are kept.
pub type Told = FxHashMap<*const CheckedRule, Arc<Evaluation>>;

impl<'a> Screener<'a> {
    pub fn new(trial: &'a CheckedRules, chart: Rc<Chart<'a>>) -> Self {
        let told = RefCell::new(vec![None; trial.criteria().len()]);
        Self { chart, trial, signals: RefCell::default(), told, shared: None }
    }

    /// The same, looking into and adding to what the rules of other trials have been.
    pub fn remembering(self, shared: Rc<RefCell<Told>>) -> Self {
        Self { shared: Some(shared), ..self }
    }

    /// The trial.
    pub fn trial(&self) -> &'a CheckedRules {
        self.trial
    }

    /// A criterion's rule at the moment asked for.
    pub fn criterion(&self, place: usize) -> Option<Arc<Evaluation>> {
        if let Some(Some(found)) = self.told.borrow().get(place) {
            return Some(Arc::clone(found));
        }
        let criterion: &CheckedCriterion = self.trial.criteria().get(place)?;
        let told = self.told(&criterion.rule);
        if let Some(slot) = self.told.borrow_mut().get_mut(place) {
            *slot = Some(Arc::clone(&told));
        }
        Some(told)
    }

    /// A criterion's whole rule, which another trial may share.
    fn told(&self, rule: &Arc<CheckedRule>) -> Arc<Evaluation> {
        let Some(shared) = &self.shared else { return Arc::new(self.explain(rule, self.chart.asked)) };
        // INVARIANT: the trials outlive what is remembered, so that no other rule comes to lie there.
        let place = Arc::as_ptr(rule);
        if let Some(found) = shared.borrow().get(&place) {
            return Arc::clone(found);
        }
        let told = Arc::new(self.explain(rule, self.chart.asked));
        if Arc::strong_count(rule) > 1 && stands_alone(rule) {
            shared.borrow_mut().insert(place, Arc::clone(&told));
        }
        told
    }

    /// A rule at a moment, with its reasons.
    pub fn explain(&self, rule: &CheckedRule, moment: Moment) -> Evaluation {
        let (answer, parts) = match &rule.node {
            CheckedNode::All(parts) => self.group(parts, moment, |t| Truth::all(t)),
            CheckedNode::Any(parts) => self.group(parts, moment, |t| Truth::any(t)),
            CheckedNode::AtLeast { count, of } => self.group(of, moment, |t| Truth::at_least(*count, t)),
            CheckedNode::Not(part) => {
                let part = self.explain(part, moment);
                let mut answer = Answer::new(part.truth.not());
                answer.reason = part.reason;
                answer.needs.clone_from(&part.needs);
                answer.because.clone_from(&part.because);
                (answer, vec![part])
            }
            CheckedNode::Lasting { lasts, rule: inner } => {
                let length = Length::new(*lasts, self.chart.zone());
                let signal = self.signal(inner, length.start(moment).plus_millis(-1), moment);
                let now = self.explain(inner, moment);
                let at = |m: Moment| {
                    let told = if m == moment { now.clone() } else { self.explain(inner, m) };
                    Answer { truth: told.truth, reason: told.reason, because: told.because, evidence: Vec::new(), needs: told.needs }
                };
                (lasting::lasted(&self.chart, &signal, &length, moment, true, at), vec![now.clone()])
            }
            CheckedNode::Criterion { places, .. } => (self.reference(places, moment), Vec::new()),
            _ => (self.leaf(rule, moment, true), Vec::new()),
        };
        Evaluation {
            node: wording::node(&rule.node),
            asks: wording::asks(&rule.node),
            truth: answer.truth,
            because: answer.because,
            reason: answer.reason.filter(|_| answer.truth.is_unknown()),
            evidence: answer.evidence,
            needs: if answer.truth.is_unknown() { answer.needs } else { Vec::new() },
            open: rule.open,
            at: rule.at,
            parts,
        }
    }

    fn group(&self, parts: &[CheckedRule], moment: Moment, truth: impl Fn(&mut dyn Iterator<Item = Truth>) -> Truth) -> (Answer, Vec<Evaluation>) {
        let parts: Vec<Evaluation> = parts.iter().map(|p| self.explain(p, moment)).collect();
        let truth = truth(&mut parts.iter().map(|p| p.truth));
        let mut answer = Answer::new(truth);
        for part in parts.iter().filter(|p| truth.is_unknown() && p.truth.is_unknown()) {
            answer.reason = answer.reason.or(part.reason);
            answer = part.needs.iter().fold(answer, |a, n| a.needing(n.clone()));
        }
        answer.because = wording::group(truth, &parts);
        (answer, parts)
    }

    /// Other criteria at the moment; at earlier ones only their truth is told.
    fn reference(&self, places: &[usize], moment: Moment) -> Answer {
        if moment != self.chart.asked {
            let truth = Truth::all(places.iter().map(|p| self.criterion_signal(*p, moment, moment).at(moment)));
            let words = wording::criteria(self.trial, places, truth);
            return if truth.is_unknown() { Answer::unknown(Reason::NotRecorded).because(words) } else { Answer::new(truth).because(words) };
        }
        let told: Vec<(usize, Arc<Evaluation>)> = places.iter().filter_map(|p| Some((*p, self.criterion(*p)?))).collect();
        let truth = Truth::all(told.iter().map(|(_, e)| e.truth));
        let mut answer = Answer::new(truth);
        for (_, part) in told.iter().filter(|(_, e)| truth.is_unknown() && e.truth.is_unknown()) {
            answer.reason = answer.reason.or(part.reason);
            answer = part.needs.iter().fold(answer, |a, n| a.needing(n.clone()));
        }
        let deciding: Vec<String> = told
            .iter()
            .filter(|(_, e)| e.truth == truth)
            .filter_map(|(p, e)| Some(format!("{}: {}", self.trial.criteria().get(*p)?.id, e.because)))
            .collect();
        answer.because(deciding.join("; "))
    }

    /// The truth of a leaf, or of a rule that has to last, at the moment asked for: without
    /// its reasons.
    pub fn truth(&self, rule: &CheckedRule) -> Truth {
        let asked = self.chart.asked;
        match &rule.node {
            CheckedNode::Lasting { .. } => self.signal(rule, asked, asked).at(asked),
            _ => self.leaf(rule, asked, false).truth,
        }
    }

    /// A leaf at a moment.
    pub fn leaf(&self, rule: &CheckedRule, moment: Moment, say: bool) -> Answer {
        let chart = &self.chart;
        match &rule.node {
            CheckedNode::Measure(r) => measure::judge(chart, r, moment, say),
            CheckedNode::Consecutive(r) => consecutive::judge(chart, r, moment, say),
            CheckedNode::Trend(r) => consecutive::trend(chart, r, moment, say),
            CheckedNode::Steady { of, within } => steady::judge(chart, of, *within, moment, say),
            CheckedNode::Finding(r) => finding::judge(chart, r, moment, say),
            CheckedNode::Recorded(names) => recorded::judge(chart, names, moment, say),
            CheckedNode::Review(words) => Answer::unknown(Reason::Judgement).because(format!("a person has to judge: {words}")),
            _ => Answer::unknown(Reason::NotRecorded),
        }
    }

    /// A rule's truth over a stretch of time.
    pub fn signal(&self, rule: &CheckedRule, from: Moment, to: Moment) -> Signal {
        let parts = |parts: &[CheckedRule]| parts.iter().map(|p| self.signal(p, from, to)).collect::<Vec<_>>();
        match &rule.node {
            CheckedNode::All(of) => Signal::all(from, to, of.iter().map(|p| self.signal(p, from, to))),
            CheckedNode::Any(of) => Signal::all(from, to, of.iter().map(|p| self.signal(p, from, to).not())).not(),
            CheckedNode::AtLeast { count, of } => Signal::combined(from, to, &parts(of), |t| Truth::at_least(*count, t)),
            CheckedNode::Not(part) => self.signal(part, from, to).not(),
            CheckedNode::Lasting { lasts, rule } => {
                let length = Length::new(*lasts, self.chart.zone());
                self.signal(rule, length.start(from).plus_millis(-1), to).lasting(&length, from, to)
            }
            CheckedNode::Criterion { places, .. } => Signal::all(from, to, places.iter().map(|p| (*self.criterion_signal(*p, from, to)).clone())),
            _ => Signal::sampled(from, to, self.changes(rule, from, to), |m| self.leaf(rule, m, false).truth),
        }
    }

    /// A criterion's truth over at least a stretch of time, computed once.
    fn criterion_signal(&self, place: usize, from: Moment, to: Moment) -> Rc<Signal> {
        let mut first = from;
        if let Some(found) = self.signals.borrow().get(&place) {
            let begins = found.steps.first().map_or(Moment::MAX, |(m, _)| *m);
            if begins <= from && found.to >= to {
                return Rc::clone(found);
            }
            first = first.min(begins);
        }
        let signal = match self.trial.criteria().get(place) {
            Some(criterion) => self.signal(&criterion.rule, first, self.chart.asked.max(to)),
            None => Signal { steps: vec![(first, Truth::Unknown)], to },
        };
        let signal = Rc::new(signal);
        self.signals.borrow_mut().insert(place, Rc::clone(&signal));
        signal
    }

    /// The moments in a stretch at which a leaf can change.
    fn changes(&self, rule: &CheckedRule, from: Moment, to: Moment) -> Vec<Moment> {
        let chart = &self.chart;
        let mut found = Vec::new();
        match &rule.node {
            CheckedNode::Measure(r) => found = measure::rule_changes(chart, r, from, to),
            CheckedNode::Consecutive(r) => {
                consecutive::changes(chart, &r.of, None, &mut found);
                for of in &r.steady {
                    steady::changes(chart, of, None, &mut found);
                }
            }
            CheckedNode::Trend(r) => consecutive::changes(chart, &r.of, r.within, &mut found),
            CheckedNode::Steady { of, within } => steady::changes(chart, of, Some(*within), &mut found),
            CheckedNode::Finding(r) => finding::changes(chart, r, &mut found),
            CheckedNode::Recorded(_) => {
                found.push(chart.asked);
                found.extend(chart.profile.observations.iter().filter_map(|o| o.at).map(|w| w.earliest));
                found.extend(chart.facts.all.iter().filter_map(|f| f.from).map(|w| w.earliest));
            }
            _ => {}
        }
        found
    }
}
