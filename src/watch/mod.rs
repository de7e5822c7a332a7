//! Verdicts that are kept up as data arrive.
//!
//! A new datum is asked about only where it can count: the compiled engine's questions are
//! sorted by what they hang on, and beside those that hang on the datum only those are asked
//! again for which, since the moment before, a time has come at which they may change (a window
//! that closed, a value that went stale). All others stand. So the answers are those of
//! screening the whole profile anew, which a property test compares after every datum.

use crate::engine::{Above, Again, Answers, Engine, Followed};
use crate::patient::{Observation, Profile};
use crate::rule::CheckedTrial;
use crate::screening::reach::{Reach, Times};
use crate::screening::{Outcome, Verdict};
use crate::time::Moment;
use crate::vocabulary::MeasureId;
use rustc_hash::FxHashMap;

/// The most data that are kept of one patient.
pub const MOST_DATA: usize = 20_000;

/// Nothing is worked out farther ahead; what may change later is looked at again then.
const AHEAD: i64 = 400 * 86_400_000;

/// Trials to keep up verdicts for.
#[derive(Debug)]
pub struct Watch {
    engine: Engine,
    above: Above,
    groups: Vec<Group>,
    /// By measure: the groups that its values can count for.
    about: FxHashMap<MeasureId, Vec<usize>>,
    /// The groups that any value can count for.
    about_any: Vec<usize>,
}

/// Questions that hang on the same times.
#[derive(Debug)]
struct Group {
    reach: Reach,
    about_facts: bool,
    questions: Vec<usize>,
}

/// One patient whose verdicts are kept up.
#[derive(Debug, Clone)]
pub struct Watched {
    profile: Profile,
    times: Times,
    moment: Moment,
    answers: Answers,
    /// For each group the next moment at which it may change.
    next: Vec<Moment>,
}

/// A verdict that became another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The trial's place.
    pub trial: usize,
    /// What it was; none for a patient who is new.
    pub previous: Option<Verdict>,
    /// What it is.
    pub verdict: Verdict,
    /// Places of the criteria whose outcome became another one, with what it was and is; of a
    /// new patient, none.
    pub criteria: Vec<(usize, Outcome, Outcome)>,
}

/// Why data are not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there are {MOST_DATA} data of this patient already; no more are taken")]
pub struct Full;

impl Watch {
    /// Compiles trials; changes name them by their places.
    pub fn new(trials: &[CheckedTrial]) -> Self {
        let engine = Engine::compile(trials);
        let mut groups: Vec<Group> = Vec::new();
        let mut places: FxHashMap<Reach, usize> = FxHashMap::default();
        for (question, reach) in engine.reaches().into_iter().enumerate() {
            let next = groups.len();
            let place = *places.entry(reach.clone()).or_insert(next);
            if place == next {
                groups.push(Group { about_facts: reach.is_about_facts(), reach, questions: Vec::new() });
            }
            if let Some(group) = groups.get_mut(place) {
                group.questions.push(question);
            }
        }
        let (mut about, mut about_any): (FxHashMap<MeasureId, Vec<usize>>, _) = (FxHashMap::default(), Vec::new());
        for (place, group) in groups.iter().enumerate() {
            group.reach.measures().for_each(|id| about.entry(id).or_default().push(place));
            if group.reach.is_about(None) {
                about_any.push(place);
            }
        }
        Self { above: engine.above(), engine, groups, about, about_any }
    }

    /// A new patient, with all that is known at a moment.
    pub fn begin(&self, profile: Profile, moment: Moment) -> Watched {
        let times = Times::of(&profile);
        let mut patient = Watched { profile, times, moment, answers: Answers::new(), next: Vec::new() };
        patient.profile.observations.retain(|o| self.wants(o));
        self.engine.screen_into(&patient.profile, moment, &mut patient.answers);
        patient.next = self.groups.iter().map(|g| next(&patient.times, &g.reach, moment)).collect();
        patient
    }

    /// Every verdict of a new patient, as a change from none.
    pub fn first(&self, patient: &Watched) -> Vec<Change> {
        let verdicts = patient.answers.verdicts().iter().enumerate();
        verdicts.map(|(trial, verdict)| Change { trial, previous: None, verdict: *verdict, criteria: Vec::new() }).collect()
    }

    /// More data of a patient, at a moment that is not before the last one (an earlier one
    /// counts as the last). Observations, medications, records, complete lists and findings
    /// answered with "not known" are added; how old the patient is, and in which zone, stands.
    ///
    /// # Errors
    /// [`Full`], and nothing is added.
    pub fn add(&self, patient: &mut Watched, mut data: Profile, moment: Moment) -> Result<Vec<Change>, Full> {
        data.observations.retain(|o| self.wants(o));
        let (more, there) = (size(&data), size(&patient.profile));
        if there.saturating_add(more) > MOST_DATA {
            return Err(Full);
        }
        let moment = moment.max(patient.moment);
        let (touched, facts) = (self.touched(&data), is_about_facts(&data));
        patient.times.add(&data);
        patient.join(data);
        patient.moment = moment;
        let mut again: Vec<usize> = Vec::new();
        let mut about_facts = false;
        for (place, group) in self.groups.iter().enumerate() {
            let due = patient.next.get(place).is_none_or(|next| *next <= moment);
            if due || touched.contains(&place) || (facts && group.about_facts) {
                again.extend(&group.questions);
                about_facts |= group.about_facts;
                if let Some(slot) = patient.next.get_mut(place) {
                    *slot = next(&patient.times, &group.reach, moment);
                }
            }
        }
        let asked = Again { above: &self.above, profile: &patient.profile, moment, questions: &again, about_facts };
        Ok(changes(&self.engine.ask_again(&asked, &mut patient.answers), &patient.answers))
    }

    /// Groups that values among the data can count for.
    fn touched(&self, data: &Profile) -> Vec<usize> {
        let mut touched = Vec::new();
        for observation in &data.observations {
            touched.extend(observation.measure.and_then(|id| self.about.get(&id)).into_iter().flatten().chain(&self.about_any));
        }
        touched
    }

    /// Whether any question can look at a value: others are not kept.
    fn wants(&self, observation: &Observation) -> bool {
        !self.about_any.is_empty() || observation.measure.is_some_and(|id| self.about.contains_key(&id))
    }
}

impl Watched {
    /// The patient's id.
    pub fn id(&self) -> &str {
        &self.profile.id
    }

    /// What is known of the patient, as far as any trial asks for it.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The moment that the verdicts are of.
    pub fn moment(&self) -> Moment {
        self.moment
    }

    /// Every trial's verdict and outcomes at the moment.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    fn join(&mut self, data: Profile) {
        let profile = &mut self.profile;
        profile.observations.extend(data.observations);
        profile.medications.extend(data.medications);
        profile.records.extend(data.records);
        profile.unanswered.extend(data.unanswered);
        let (all, more) = (&mut profile.complete, data.complete);
        all.conditions |= more.conditions;
        all.procedures |= more.procedures;
        all.medications |= more.medications;
        all.findings |= more.findings;
        all.observations |= more.observations;
    }
}

fn size(profile: &Profile) -> usize {
    let lists = [profile.observations.len(), profile.medications.len(), profile.records.len(), profile.unanswered.len()];
    lists.iter().fold(0, |all, n| all.saturating_add(*n))
}

/// Whether data say of anything that it is there or not, or that a list names all there is.
fn is_about_facts(data: &Profile) -> bool {
    let lists = data.medications.is_empty() && data.records.is_empty() && data.unanswered.is_empty();
    !lists || data.complete != crate::patient::Complete::default()
}

/// The next moment at which something may change.
fn next(times: &Times, reach: &Reach, moment: Moment) -> Moment {
    times.next(reach, moment, moment.plus_millis(AHEAD))
}

fn changes(followed: &Followed, after: &Answers) -> Vec<Change> {
    let change = |(trial, previous): &(usize, Verdict)| {
        let start = followed.outcomes.partition_point(|t| t.trial < *trial);
        let turned = followed.outcomes.iter().skip(start).take_while(|t| t.trial == *trial);
        let criteria = turned.map(|t| (t.criterion, t.before, t.after)).collect();
        Change { trial: *trial, previous: Some(*previous), verdict: after.verdict(*trial).unwrap_or(*previous), criteria }
    };
    followed.verdicts.iter().map(change).collect()
}
