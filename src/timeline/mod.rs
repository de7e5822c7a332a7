//! Eligibility over time: what screening answers at every moment of a stretch.
//!
//! An answer can only change at moments that follow from the profile's times and from the
//! lengths in the rules (`screening::reach` works them out); at each of
//! them the compiled engine is asked, and where an outcome is another one the reference says
//! why. So a timeline at a moment is what [`screen`](fn@crate::screening::screen) answers at that
//! moment, to the millisecond.
//!
//! What lies after the moment asked for is what is certain to change if nothing new comes. Data
//! that the profile itself dates later are seen from their own time on, as `screen` sees them.

use crate::engine::{Answers, Engine};
use crate::patient::Profile;
use crate::rule::{CheckedTrial, CriterionKind};
use crate::screening::reach::{Reach, Times};
use crate::screening::{Awaited, Outcome, Screening, Verdict, awaited, screen};
use crate::time::Moment;

/// One patient's answers for one trial over a stretch of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// The first moment of it: the profile's first datum.
    pub from: Moment,
    /// The moment asked for.
    pub moment: Moment,
    /// The last moment of it.
    pub until: Moment,
    /// The verdicts in their order, from `from` to `until` without a gap.
    pub stretches: Vec<Stretch>,
    /// Every criterion's outcomes, inclusion first, in the order of the trial.
    pub criteria: Vec<CriterionLine>,
    /// The answers at the moment asked for.
    pub now: Screening,
    /// What the criteria that are open at the moment wait for: further values, and the first
    /// moment at which they can count.
    pub awaits: Vec<Awaits>,
}

/// A verdict from one moment to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The first moment at which it holds.
    pub from: Moment,
    /// The first moment at which it holds no more; none for the last one.
    pub to: Option<Moment>,
    /// What follows for the trial.
    pub verdict: Verdict,
    /// Places of the criteria whose outcome became another one at `from`; none for the first
    /// stretch.
    pub changed: Vec<usize>,
}

/// A further value that a criterion waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaits {
    /// The criterion's place.
    pub criterion: usize,
    /// What it waits for.
    pub value: Awaited,
}

/// A criterion's outcomes over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionLine {
    /// Its id.
    pub id: String,
    /// Which side it stands on.
    pub kind: CriterionKind,
    /// Its outcomes, each from a moment until the next one.
    pub steps: Vec<Step>,
}

/// An outcome from a moment on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The first moment of it.
    pub from: Moment,
    /// What the criterion does to eligibility.
    pub outcome: Outcome,
    /// Why, in a sentence, as it is at `from`.
    pub because: String,
    /// What would be needed to know it.
    pub needs: Vec<String>,
}

/// Screens a patient for a trial at every moment from the profile's first datum to `until`.
///
/// ```
/// use trialsieve::timeline::timeline;
/// use trialsieve::screening::Verdict;
/// use trialsieve::time::Moment;
/// use trialsieve::vocabulary::Vocabulary;
/// use trialsieve::{language, patient, rule};
///
/// let vocabulary = Vocabulary::builtin();
/// let (trial, _) = language::parse("Inclusion Criteria:\n- Lactate > 5 mmol/L\n", "EXAMPLE-1", vocabulary);
/// let trial = rule::check(trial, None, vocabulary).0.unwrap();
/// let text = r#"{"observations": [{"of": "lactate", "value": 6, "unit": "mmol/L", "at": "2026-11-20T10:00:00Z"}]}"#;
/// let profile = patient::read(text, vocabulary).0.unwrap();
/// let at = |text| Moment::parse(text).unwrap().0;
/// let line = timeline(&trial, &profile, at("2026-11-20T12:00:00Z"), at("2026-11-22T12:00:00Z"));
/// // It holds for a day, to the very end of it.
/// assert_eq!(line.verdict_at(at("2026-11-21T10:00:00Z")), Some(Verdict::Eligible));
/// assert_eq!(line.stretches[0].to, Some(at("2026-11-21T10:00:00.001Z")));
/// assert_eq!(line.stretches[1].verdict, Verdict::Undetermined);
/// ```
pub fn timeline(trial: &CheckedTrial, profile: &Profile, moment: Moment, until: Moment) -> Timeline {
    let until = until.max(moment);
    let from = profile.oldest().map_or(moment, |oldest| oldest.min(moment));
    let engine = Engine::compile(std::slice::from_ref(trial));
    let instants = Times::of(profile).moments(&Reach::of_trial(trial), from, until);
    let now = screen(trial, profile, moment);
    let awaits = awaits(trial, profile, &now);
    let mut line = Timeline { from, moment, until, stretches: Vec::new(), criteria: Vec::new(), now, awaits };
    let (mut answers, mut last) = (Answers::new(), Vec::new());
    for instant in std::iter::once(from).chain(instants) {
        engine.screen_into(profile, instant, &mut answers);
        if instant == from || answers.outcomes(0) != last {
            last.clear();
            last.extend_from_slice(answers.outcomes(0));
            line.change(trial, profile, instant);
        }
    }
    line
}

impl Timeline {
    /// The stretch that a moment lies in; none outside of the timeline.
    pub fn stretch_at(&self, moment: Moment) -> Option<&Stretch> {
        if moment < self.from || moment > self.until {
            return None;
        }
        self.stretches.iter().rev().find(|s| s.from <= moment)
    }

    /// The verdict at a moment; none outside of the timeline.
    pub fn verdict_at(&self, moment: Moment) -> Option<Verdict> {
        self.stretch_at(moment).map(|s| s.verdict)
    }

    /// Every criterion's outcome at a moment, with its reason.
    pub fn outcomes_at(&self, moment: Moment) -> Vec<&Step> {
        self.criteria.iter().filter_map(|c| c.steps.iter().rev().find(|s| s.from <= moment)).collect()
    }

    /// Adds what is another answer from a moment on.
    fn change(&mut self, trial: &CheckedTrial, profile: &Profile, at: Moment) {
        let screening = screen(trial, profile, at);
        let first = self.criteria.is_empty();
        let mut changed = Vec::new();
        for (place, answer) in screening.criteria.into_iter().enumerate() {
            let needs = if answer.outcome == Outcome::Unknown { answer.evaluation.needs.clone() } else { Vec::new() };
            let step = Step { from: at, outcome: answer.outcome, because: answer.because, needs };
            match self.criteria.get_mut(place) {
                _ if first => self.criteria.push(CriterionLine { id: answer.id, kind: answer.kind, steps: vec![step] }),
                Some(line) if line.steps.last().is_none_or(|s| s.outcome != step.outcome) => {
                    line.steps.push(step);
                    changed.push(place);
                }
                _ => {}
            }
        }
        if self.stretches.last().is_some_and(|s| s.verdict == screening.verdict) {
            return;
        }
        if let Some(last) = self.stretches.last_mut() {
            last.to = Some(at);
        }
        let stretch = Stretch { from: at, to: None, verdict: screening.verdict, changed };
        self.stretches.push(stretch);
    }
}

/// What the open criteria wait for.
fn awaits(trial: &CheckedTrial, profile: &Profile, now: &Screening) -> Vec<Awaits> {
    let all = trial.criteria().iter().zip(&now.criteria).enumerate();
    let open = all.filter(|(_, (_, answer))| answer.outcome == Outcome::Unknown);
    let waits = open.flat_map(|(criterion, (checked, _))| {
        let values = awaited(&checked.rule, trial, profile, now.moment);
        values.into_iter().map(move |value| Awaits { criterion, value })
    });
    waits.collect()
}
