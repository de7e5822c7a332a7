//! What an answer hangs on in time: whose times, and the lengths that its rule adds to them.
//!
//! A truth asked for at a moment compares times of the profile with the moment, and with the
//! moment less the lengths in the rule. So it can only change where the moment is such a time,
//! or such a time and some of the lengths. Which times and lengths, the rule alone says.

mod moments;

pub use moments::Times;

use super::{age, rates};
use crate::quantity::Decimal;
use crate::rule::{Asked, CheckedFinding, CheckedMeasure, CheckedNode, CheckedRule, CheckedTrial, Dosed, Recorded, Take, Test, Threshold};
use crate::time::{Duration, DurationBound, TimeUnit};
use crate::vocabulary::derived::{Source, derived_for};
use crate::vocabulary::{Measure, MeasureId, Validity, Vocabulary};
use rust_decimal::prelude::ToPrimitive;

/// All that some rules hang on in time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Reach {
    terms: Vec<Term>,
}

/// Times of one kind, and lengths that may be added to them: each is added or not, in their
/// order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Term {
    pub root: Root,
    pub steps: Vec<Step>,
}

/// Whose times.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Root {
    /// The values of a measure.
    Values(MeasureId),
    /// Every value.
    AnyValue,
    /// Conditions, procedures, findings and medications. All of them, for one may end another
    /// that has a narrower name.
    Facts,
    /// The patient's being so many units old.
    Age(TimeUnit, Vec<i64>),
    /// Every birthday, counted in a unit.
    Birthdays(TimeUnit),
}

/// A length of time added to a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Step {
    pub length: Duration,
    /// It is taken away.
    pub back: bool,
}

/// A day, over which some formulas take the worst value.
const DAY: Duration = Duration::new(Decimal::from_parts(24, 0, 0, false, 0), TimeUnit::Hour);

impl Reach {
    /// What a rule of a trial hangs on.
    pub fn of(rule: &CheckedRule, trial: &CheckedTrial) -> Self {
        Self::with(rule, trial, trial.validities())
    }

    /// The same, where values hold for other times than the trial's own.
    pub fn with(rule: &CheckedRule, trial: &CheckedTrial, valid_for: &[(MeasureId, Duration)]) -> Self {
        let mut reach = Self::default();
        let mut walk = Walk { vocabulary: trial.vocabulary(), trial, valid_for, open: Vec::new() };
        walk.rule(rule, &mut reach);
        reach
    }

    /// What any criterion of a trial hangs on.
    pub fn of_trial(trial: &CheckedTrial) -> Self {
        let mut reach = Self::default();
        for criterion in trial.criteria() {
            reach.join(Self::of(&criterion.rule, trial));
        }
        reach
    }

    /// Whether it hangs on values of a measure, or of any.
    pub fn is_about(&self, measure: Option<MeasureId>) -> bool {
        self.terms.iter().any(|t| t.root == Root::AnyValue || measure.is_some_and(|id| t.root == Root::Values(id)))
    }

    /// The measures on whose values it hangs, each once.
    pub fn measures(&self) -> impl Iterator<Item = MeasureId> {
        let mut all: Vec<MeasureId> = self.terms.iter().filter_map(|t| if let Root::Values(id) = t.root { Some(id) } else { None }).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter()
    }

    /// Whether it hangs on what is there or not.
    pub fn is_about_facts(&self) -> bool {
        self.terms.iter().any(|t| t.root == Root::Facts)
    }

    /// The terms, each once.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    fn join(&mut self, other: Self) {
        for term in other.terms {
            self.add(term);
        }
    }

    fn add(&mut self, term: Term) {
        if !self.terms.contains(&term) {
            self.terms.push(term);
        }
    }

    fn root(&mut self, root: Root) {
        self.add(Term { root, steps: Vec::new() });
    }

    /// The same, and a length of time later.
    fn later(mut self, bound: Option<DurationBound>) -> Self {
        if let Some(bound) = bound {
            for term in &mut self.terms {
                term.steps.push(Step { length: bound.length, back: false });
            }
        }
        self
    }

    fn earlier(mut self, bound: DurationBound) -> Self {
        for term in &mut self.terms {
            term.steps.push(Step { length: bound.length, back: true });
        }
        self
    }
}

struct Walk<'t> {
    vocabulary: &'t Vocabulary,
    trial: &'t CheckedTrial,
    valid_for: &'t [(MeasureId, Duration)],
    /// Criteria and measures that are being looked at: what refers to itself adds nothing.
    open: Vec<Open>,
}

#[derive(PartialEq, Eq)]
enum Open {
    Criterion(usize),
    Measure(MeasureId),
}

impl Walk<'_> {
    // INVARIANT: complete for every node. A new node, or a new comparison of times in one,
    // needs its terms here; the property tests of `when` would find a missing one.
    fn rule(&mut self, rule: &CheckedRule, reach: &mut Reach) {
        match &rule.node {
            CheckedNode::All(parts) | CheckedNode::Any(parts) | CheckedNode::AtLeast { of: parts, .. } => {
                for part in parts {
                    self.rule(part, reach);
                }
            }
            CheckedNode::Not(part) => self.rule(part, reach),
            CheckedNode::Lasting { lasts, rule } => {
                let inner = self.apart(|walk, inner| walk.rule(rule, inner));
                reach.join(inner.later(Some(*lasts)));
            }
            CheckedNode::Criterion { places, .. } => {
                for place in places {
                    self.criterion(*place, reach);
                }
            }
            CheckedNode::Measure(measure) => self.measure(measure, reach),
            CheckedNode::Consecutive(consecutive) => {
                reach.join(self.apart(|walk, inner| walk.asked(&consecutive.of, None, inner)).later(consecutive.apart));
                for of in &consecutive.steady {
                    self.dosed(of, reach);
                }
            }
            CheckedNode::Trend(trend) => reach.join(self.apart(|walk, inner| walk.asked(&trend.of, None, inner)).later(trend.within)),
            CheckedNode::Steady { of, within } => reach.join(self.apart(|walk, inner| walk.dosed(of, inner)).later(Some(*within))),
            CheckedNode::Finding(finding) => reach.join(Self::finding(finding)),
            CheckedNode::Recorded(names) => {
                for name in names {
                    self.recorded(name, reach);
                }
            }
            CheckedNode::Review(_) => {}
        }
    }

    fn apart(&mut self, walk: impl FnOnce(&mut Self, &mut Reach)) -> Reach {
        let mut inner = Reach::default();
        walk(self, &mut inner);
        inner
    }

    fn criterion(&mut self, place: usize, reach: &mut Reach) {
        let Some(criterion) = self.trial.criteria().get(place) else { return };
        self.once(Open::Criterion(place), |walk| walk.rule(&criterion.rule, reach));
    }

    fn once(&mut self, open: Open, walk: impl FnOnce(&mut Self)) {
        if !self.open.contains(&open) {
            self.open.push(open);
            walk(self);
            self.open.pop();
        }
    }

    fn measure(&mut self, measure: &CheckedMeasure, reach: &mut Reach) {
        let mut own = self.apart(|walk, inner| walk.asked(&measure.of, Some(&measure.is.test), inner));
        if let Some(since) = &measure.since {
            own.join(Self::finding(since));
        }
        // A stretch that ends before the moment may begin where the span does.
        if let (Some(lasts), Some(within), Take::Any) = (measure.lasts, measure.within, measure.take) {
            reach.join(own.clone().earlier(lasts).later(Some(within)));
        }
        reach.join(own.later(measure.within).later(measure.lasts));
    }

    fn asked(&mut self, of: &Asked, test: Option<&Test>, reach: &mut Reach) {
        if of.is_age {
            if let Some(Test::Age(bounds, unit)) = test {
                reach.join(ages(bounds, *unit));
            }
        } else if let Some(id) = of.id {
            self.values(id, reach);
        }
    }

    /// A measure's own values, and what it is computed from.
    fn values(&mut self, id: MeasureId, reach: &mut Reach) {
        let validity = self.valid_for.iter().find(|(own, _)| *own == id).map(|(_, length)| Validity::For(*length));
        let validity = validity.or_else(|| self.vocabulary.measure(id).map(Measure::validity)).unwrap_or(Validity::Always);
        let steps = match validity {
            Validity::For(length) => vec![Step { length, back: false }],
            Validity::Always => Vec::new(),
        };
        reach.add(Term { root: Root::Values(id), steps });
        let Some(derived) = self.vocabulary.measure(id).and_then(|row| derived_for(&row.name)) else { return };
        self.once(Open::Measure(id), |walk| {
            for input in derived.inputs {
                match input.source {
                    Source::Measure("age") => reach.root(Root::Birthdays(TimeUnit::from_word(input.unit).unwrap_or(TimeUnit::Year))),
                    Source::Measure(name) => walk.named(name, reach),
                    Source::WorstIn24h(name, _) => {
                        let inner = walk.apart(|walk, inner| walk.named(name, inner));
                        reach.join(inner.later(Some(DurationBound::plain(DAY))));
                    }
                    Source::DrugRate(_) => {
                        reach.root(Root::Facts);
                        if let Some(weight) = rates::weight_measure(walk.vocabulary) {
                            walk.values(weight, reach);
                        }
                    }
                    Source::Finding(_) => reach.root(Root::Facts),
                }
            }
        });
    }

    fn named(&mut self, name: &str, reach: &mut Reach) {
        if let Some(id) = self.vocabulary.measure_named(name) {
            self.values(id, reach);
        }
    }

    fn dosed(&mut self, of: &Dosed, reach: &mut Reach) {
        match of {
            Dosed::Measure(asked) => self.asked(asked, None, reach),
            Dosed::Class(..) => {
                reach.root(Root::Facts);
                // Rates for a kilogram and in all are compared by the weight.
                if let Some(weight) = rates::weight_measure(self.vocabulary) {
                    self.values(weight, reach);
                }
            }
        }
    }

    fn finding(finding: &CheckedFinding) -> Reach {
        let mut reach = Reach::default();
        reach.root(Root::Facts);
        for anchor in [&finding.before, &finding.after].into_iter().flatten() {
            reach.join(Self::finding(anchor));
        }
        reach.later(finding.within).later(finding.lasts)
    }

    fn recorded(&mut self, name: &Recorded, reach: &mut Reach) {
        match name {
            Recorded::Age => {}
            Recorded::Measure(asked) => self.asked(asked, None, reach),
            Recorded::AnyMeasure => reach.root(Root::AnyValue),
            Recorded::Sex | Recorded::AnyCondition | Recorded::AnyProcedure | Recorded::AnyMedication | Recorded::Finding(..) => {
                reach.root(Root::Facts);
            }
        }
    }
}

/// The ages at which a comparison can change: at the bound, and one unit on.
fn ages(bounds: &[Threshold], unit: TimeUnit) -> Reach {
    let mut reach = Reach::default();
    let Some((unit, bounds)) = age::whole(bounds, unit) else { return reach };
    let mut counts = vec![0];
    for bound in &bounds {
        let whole = bound.written.floor().to_i64().unwrap_or(i64::MAX);
        counts.extend([whole, whole.saturating_add(1)]);
    }
    counts.sort_unstable();
    counts.dedup();
    reach.root(Root::Age(unit, counts));
    reach
}
