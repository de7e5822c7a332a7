//! A profile indexed for questions at a moment: samples by measure, facts by concept.

use super::Reason;
use super::computed::Outcome;
use super::facts::Facts;
use crate::patient::{Datum, Doubt, Given, Observation, Profile, Reading};
use crate::quantity::{Exact, Substance, Unit};
use crate::rule::CheckedRules;
use crate::time::{Duration, Moment, When, Zone};
use crate::vocabulary::{Measure, MeasureId, Validity, Vocabulary};
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// One patient's data as seen from the moment asked for. Nothing later is in it.
pub struct Chart<'a> {
    pub profile: &'a Profile,
    pub vocabulary: &'a Vocabulary,
    /// How long values hold where the vocabulary's own time is overruled.
    pub valid_for: &'a [(MeasureId, Duration)],
    /// The moment asked for.
    pub asked: Moment,
    pub facts: Rc<Facts<'a>>,
    observed: OnceCell<FxHashMap<MeasureId, Vec<&'a Observation>>>,
    series: RefCell<FxHashMap<MeasureId, Rc<Series>>>,
    computed: RefCell<FxHashMap<(MeasureId, Moment, usize), Outcome>>,
}

/// A value of a measure at a time; duplicates are one sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// When it was measured.
    pub at: When,
    /// Whether it had no time and so counts as measured at the moment.
    pub undated: bool,
    /// What was found.
    pub state: State,
    /// The value as written, with its unit.
    pub written: String,
    /// Its unit in UCUM.
    pub ucum: Option<String>,
    /// Where it stands in the profile.
    pub origin: String,
    /// Upper and lower limits of normal, with the value in their unit.
    pub limits: Vec<Limits>,
}

/// The samples of one measure, oldest first.
#[derive(Debug)]
pub struct Series {
    samples: Vec<Sample>,
    exact: bool,
}

impl Series {
    fn of(samples: Vec<Sample>) -> Self {
        let exact = samples.iter().all(|s| s.at.is_exact());
        Self { samples, exact }
    }

    /// Whether all their times are known to the instant.
    pub fn is_exact(&self) -> bool {
        self.exact
    }
}

impl std::ops::Deref for Series {
    type Target = [Sample];

    fn deref(&self) -> &[Sample] {
        &self.samples
    }
}

/// What a sample says.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// A number between two bounds, in the canonical unit; equal for what was measured, apart
    /// (or absent) for what could only be computed in part.
    Number(Option<Exact>, Option<Exact>),
    /// A result in words.
    Word(String),
    /// It cannot be used.
    Doubt(Reason),
}

/// A value beside its lab's own reference range, in one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    pub value: Exact,
    pub low: Option<Exact>,
    pub high: Option<Exact>,
}

impl State {
    pub fn exactly(value: Exact) -> Self {
        Self::Number(Some(value.clone()), Some(value))
    }
}

impl<'a> Chart<'a> {
    pub fn new(trial: &'a CheckedRules, profile: &'a Profile, asked: Moment) -> Self {
        let vocabulary = trial.vocabulary();
        let facts = Rc::new(Facts::of(profile, vocabulary, asked));
        Self::over(facts, profile, vocabulary, trial.validities(), asked)
    }

    /// A chart over facts that others share.
    pub fn over(
        facts: Rc<Facts<'a>>,
        profile: &'a Profile,
        vocabulary: &'a Vocabulary,
        valid_for: &'a [(MeasureId, Duration)],
        asked: Moment,
    ) -> Self {
        Self { profile, vocabulary, valid_for, asked, facts, observed: OnceCell::new(), series: RefCell::default(), computed: RefCell::default() }
    }

    fn observed(&self) -> &FxHashMap<MeasureId, Vec<&'a Observation>> {
        self.observed.get_or_init(|| {
            let mut observed: FxHashMap<MeasureId, Vec<&Observation>> = FxHashMap::default();
            for observation in &self.profile.observations {
                if let Some(id) = observation.measure {
                    observed.entry(id).or_default().push(observation);
                }
            }
            observed
        })
    }

    pub fn zone(&self) -> Zone {
        self.profile.zone
    }

    pub fn show(&self, moment: Moment) -> String {
        moment.display(self.zone())
    }

    /// Every sample of a measure up to the moment, oldest first.
    pub fn series(&self, id: MeasureId) -> Rc<Series> {
        if let Some(found) = self.series.borrow().get(&id) {
            return Rc::clone(found);
        }
        let built = Rc::new(Series::of(self.build_series(id)));
        self.series.borrow_mut().insert(id, Rc::clone(&built));
        built
    }

    /// What a measure was computed as at a moment, by formulas that stand on so many others; computed
    /// once.
    pub fn computed(&self, id: MeasureId, moment: Moment, depth: usize, compute: impl FnOnce() -> Outcome) -> Outcome {
        let key = (id, moment, depth);
        if let Some(found) = self.computed.borrow().get(&key) {
            return found.clone();
        }
        let found = compute();
        self.computed.borrow_mut().insert(key, found.clone());
        found
    }

    /// How long a value of the measure holds.
    pub fn validity(&self, id: MeasureId) -> Validity {
        match self.valid_for.iter().find(|(overruled, _)| *overruled == id) {
            Some((_, own)) => Validity::For(*own),
            None => self.vocabulary.measure(id).map_or(Validity::Always, Measure::validity),
        }
    }

    /// How old the patient is, where the profile says so itself.
    pub fn birth(&self) -> Option<Given> {
        self.profile.birth.map(|b| b.given)
    }

    fn build_series(&self, id: MeasureId) -> Vec<Sample> {
        let (Some(measure), Some(observed)) = (self.vocabulary.measure(id), self.observed().get(&id)) else { return Vec::new() };
        let (canonical, substance) = (measure.canonical_unit(), measure.substance());
        let mut samples: Vec<Sample> = observed.iter().filter_map(|o| self.sample(o, &canonical, substance)).collect();
        // The order of the file must not matter, not even for what is shown.
        samples.sort_by(|a, b| order(a).cmp(&order(b)));
        merge(samples)
    }

    fn sample(&self, observation: &Observation, canonical: &Unit, substance: Substance) -> Option<Sample> {
        let at = match observation.at {
            Some(when) => clip(when, self.profile.as_of),
            None => When::exactly(self.asked),
        };
        // Data after the moment is not seen.
        if at.earliest > self.asked {
            return None;
        }
        let origin = self.profile.place(observation.origin);
        let mut sample = Sample {
            at,
            undated: observation.at.is_none(),
            state: State::Doubt(Reason::NotRecorded),
            written: String::new(),
            ucum: None,
            origin,
            limits: Vec::new(),
        };
        match &observation.datum {
            Datum::Doubtful { written, doubt } => {
                sample.written.clone_from(written);
                sample.state = State::Doubt(reason_of(doubt));
            }
            Datum::Good(Reading::Word(word)) => {
                sample.written.clone_from(word);
                sample.state = State::Word(word.trim().to_lowercase());
            }
            Datum::Good(Reading::Number { value, unit, written_unit }) => {
                let shown = if written_unit.is_empty() { unit.display() } else { written_unit.clone() };
                sample.written = format!("{value} {shown}").trim_end().to_owned();
                sample.ucum = Some(unit.ucum().to_owned());
                match unit.convert(*value, canonical, substance) {
                    Ok(exact) => sample.state = State::exactly(exact),
                    Err(_) => sample.state = State::Doubt(Reason::MisfittingUnit),
                }
                if observation.low.is_some() || observation.high.is_some() {
                    let (low, high) = (observation.low.map(Exact::from), observation.high.map(Exact::from));
                    sample.limits.push(Limits { value: Exact::from(*value), low, high });
                }
            }
        }
        Some(sample)
    }
}

/// A day that holds the profile's own `as_of` was over for what the profile says only up to
/// then.
pub fn clip(when: When, as_of: Option<Moment>) -> When {
    match as_of {
        Some(as_of) if when.earliest <= as_of && as_of < when.latest => When { earliest: when.earliest, latest: as_of },
        _ => when,
    }
}

fn reason_of(doubt: &Doubt) -> Reason {
    match doubt {
        Doubt::NoUnit => Reason::NoUnit,
        Doubt::MisfittingUnit | Doubt::NotAValue => Reason::MisfittingUnit,
        Doubt::Implausible => Reason::Implausible,
    }
}

type Order<'s> = (Moment, Moment, bool, &'s str, usize, &'s str);

/// By time; at one time what can be used first, then by what is written.
fn order(sample: &Sample) -> Order<'_> {
    let doubtful = matches!(sample.state, State::Doubt(_));
    (sample.at.earliest, sample.at.latest, doubtful, &sample.written, sample.origin.len(), &sample.origin)
}

/// Samples of one instant as one: agreeing ones are duplicates, others contradict each other.
fn merge(samples: Vec<Sample>) -> Vec<Sample> {
    let mut merged: Vec<Sample> = Vec::with_capacity(samples.len());
    for sample in samples {
        match merged.last_mut() {
            Some(last) if last.at.is_exact() && last.at == sample.at => join(last, sample),
            _ => merged.push(sample),
        }
    }
    merged
}

fn join(last: &mut Sample, next: Sample) {
    // A datum that cannot be used leaves the others in force, and they come first.
    if matches!(next.state, State::Doubt(_)) {
        return;
    }
    if last.state == next.state {
        last.limits.extend(next.limits);
        return;
    }
    if !last.written.split(" and ").any(|w| w == next.written) {
        last.written = format!("{} and {}", last.written, next.written);
    }
    last.origin = format!("{}, {}", last.origin, next.origin);
    last.state = State::Doubt(Reason::Conflict);
}
