//! One patient at one moment, before many trials: what they ask alike is worked out once.

use super::chart::Chart;
use super::evaluate::{Screener, Told};
use super::facts::Facts;
use super::{Screening, screening};
use crate::patient::Profile;
use crate::rule::{CheckedNode, CheckedRule, CheckedRules};
use crate::time::Moment;
use crate::vocabulary::Vocabulary;
use std::cell::RefCell;
use std::rc::Rc;

/// One patient at one moment, to be screened for many trials.
///
/// ```
/// use trialsieve::screening::{Visit, screen};
/// use trialsieve::time::Moment;
/// use trialsieve::{patient, rule, rule::yaml, vocabulary::Vocabulary};
///
/// let vocabulary = Vocabulary::builtin();
/// let text = "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: adults\n  rule: {measure: {of: age, is: \">= 18 years\"}}\n";
/// let trial = rule::check(yaml::read(text).unwrap(), None, vocabulary).0.unwrap();
/// let profile = patient::read(r#"{"id": "P-1", "age": "64 years"}"#, vocabulary).0.unwrap();
/// let (moment, _) = Moment::parse("2026-11-20T10:00:00Z").unwrap();
/// let visit = Visit::new(&profile, vocabulary, moment);
/// assert_eq!(visit.screen(&trial), screen(&trial, &profile, moment));
/// ```
pub struct Visit<'a> {
    chart: Rc<Chart<'a>>,
    /// What rules that criteria share have been, by where they are kept.
    told: Rc<RefCell<Told>>,
}

impl<'a> Visit<'a> {
    /// A patient at a moment.
    pub fn new(profile: &'a Profile, vocabulary: &'a Vocabulary, moment: Moment) -> Self {
        let facts = Rc::new(Facts::of(profile, vocabulary, moment));
        let chart = Rc::new(Chart::over(facts, profile, vocabulary, &[], moment));
        Self { chart, told: Rc::default() }
    }

    /// Checks the patient against a trial, as [`screen`](super::screen) does: to the same answer.
    pub fn screen(&self, trial: &'a CheckedRules) -> Screening {
        let Chart { profile, vocabulary, asked, .. } = *self.chart;
        if trial.vocabulary() != vocabulary {
            return super::screen(trial, profile, asked);
        }
        if !trial.validities().is_empty() {
            let chart = Chart::over(Rc::clone(&self.chart.facts), profile, vocabulary, trial.validities(), asked);
            return screening(&Screener::new(trial, Rc::new(chart)));
        }
        screening(&Screener::new(trial, Rc::clone(&self.chart)).remembering(Rc::clone(&self.told)))
    }
}

/// Whether a rule means the same in every trial: it refers to no other criterion.
pub fn stands_alone(rule: &CheckedRule) -> bool {
    let mut alone = true;
    rule.walk(&mut |part, _| alone &= !matches!(part.node, CheckedNode::Criterion { .. }));
    alone
}
