//! The compiled engine: many trials as one program, the same meaning as the reference.
//!
//! `screening` is the reference: tree over tree, every answer with its reason. This engine
//! answers the same truths without the reasons, for many patients and many trials:
//!
//! 1. Every distinct question over all trials stands once (`build`). Comparisons of one measure
//!    share one look-up of the value that holds and sorted thresholds (`measures`, `ages`);
//!    findings share one look-up for each concept (`findings`), and how the names of profiles
//!    stand to the concepts is remembered from patient to patient (`kin`).
//! 2. A truth is two bits, surely true and possibly true. A rule over questions is a row of
//!    literals, each distinct row once (`program`), and so is a trial over its criteria.
//! 3. What does not fit these forms (spans, trends, values in doubt, times known roughly) is
//!    answered by the reference's own code, once for each distinct question (`others`).
//! 4. Many patients go in rounds (`round`): profiles of the plain form are read without a tree
//!    (`patient::plain`), values become places among thresholds (`scale`, `views`) and records
//!    truths (`lane`, `findings`); comparisons, rules and trials are then answered for a block of
//!    patients by bitwise operations (`block`, `rails`).
//!
//! Not promised: reasons, evidence, needs. Whoever wants them asks
//! [`screening::screen`](crate::screening::screen) about that one trial.

mod again;
mod ages;
mod answers;
mod block;
mod build;
mod concepts;
mod findings;
mod follow;
mod kin;
mod lane;
mod measures;
mod others;
mod program;
mod rails;
mod round;
mod scale;
mod sources;
mod views;

pub(crate) use again::Again;
pub use answers::Answers;
pub(crate) use follow::{Above, Followed};
pub use round::Round;

use crate::patient::Profile;
use crate::rule::{CheckedRule, CheckedTrial};
use crate::screening::facts::{Facts, Matched};
use crate::screening::reach::{Reach, Root};
use crate::time::Moment;
use crate::vocabulary::{MeasureId, Vocabulary};
use ages::Ages;
use findings::{Bearing, Findings, Records};
use kin::Kin;
use measures::Measures;
use others::{Charts, Others, OwnerId};
use program::{Literal, Program, Values};
use rustc_hash::FxHashSet;
use std::rc::Rc;
use std::sync::Arc;
use views::Views;

/// Many trials, compiled once. It is cheap to share between threads, behind a reference or an
/// [`Arc`], and needs nothing but itself.
///
/// ```
/// use trialsieve::engine::Engine;
/// use trialsieve::screening::{Outcome, Verdict};
/// use trialsieve::time::Moment;
/// use trialsieve::vocabulary::Vocabulary;
/// use trialsieve::{language, patient, rule};
///
/// let vocabulary = Vocabulary::builtin();
/// let page = "Inclusion Criteria:\n- Age of ≥18\n\nExclusion Criteria:\n- Pregnancy\n";
/// let (trial, _) = language::parse(page, "EXAMPLE-1", vocabulary);
/// let trials: Vec<_> = rule::check(trial, None, vocabulary).0.into_iter().collect();
/// let engine = Engine::compile(&trials);
///
/// let (profile, _) = patient::read(r#"{"id": "P-1", "age": "64 years"}"#, vocabulary);
/// let (moment, _) = Moment::parse("2026-11-20T10:00:00Z").unwrap();
/// let answers = engine.screen(&profile.unwrap(), moment);
/// assert_eq!(answers.verdict(0), Some(Verdict::Undetermined));
/// assert_eq!(answers.outcomes(0), [Outcome::Pass, Outcome::Unknown]);
/// ```
#[derive(Debug)]
pub struct Engine {
    vocabulary: Vocabulary,
    program: Program,
    measures: Measures,
    ages: Ages,
    findings: Findings,
    others: Others,
    views: Views,
    /// The views of measures that are computed where there is no value.
    computed: Vec<usize>,
    /// The measures that the reference looks at when it is asked about a patient of the plain form.
    needed: Needed,
    kin: Kin,
    /// Trials whose names were resolved with another vocabulary than the first's; the
    /// reference answers for them, into a node for each criterion.
    foreign: Vec<(CheckedTrial, Vec<Literal>)>,
    names: Arc<[TrialNames]>,
    /// What each question is about, by its node.
    subjects: Vec<(Literal, String)>,
    /// Every question, for those who ask some of them again.
    asked: Vec<again::Question>,
}

/// Measures whose values are looked at.
#[derive(Debug, Default)]
struct Needed {
    all: bool,
    some: FxHashSet<MeasureId>,
}

/// A trial's id and those of its criteria, in the order of its outcomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialNames {
    /// The trial's id.
    pub trial: String,
    /// Its criteria's ids, inclusion first.
    pub criteria: Vec<String>,
}

impl Engine {
    /// Compiles trials; answers come in their order.
    pub fn compile(trials: &[CheckedTrial]) -> Self {
        build::engine(trials)
    }

    /// How many trials it answers for.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether it answers for no trial at all.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The trials' ids and their criteria's, in the order of the answers.
    pub fn trials(&self) -> &[TrialNames] {
        &self.names
    }

    /// How many distinct questions the trials ask.
    pub fn questions(&self) -> usize {
        self.measures
            .len()
            .saturating_add(self.ages.len())
            .saturating_add(self.findings.len())
            .saturating_add(self.views.of_extremes())
            .saturating_add(self.others.len())
    }

    /// What a criterion that came out unknown waits for: the measures and findings of the
    /// questions that are open, or a person's judgement.
    pub fn waits_for<'e>(&'e self, answers: &Answers, trial: usize, criterion: usize) -> Vec<&'e str> {
        let start = trial.checked_sub(1).and_then(|before| self.program.ends().get(before).copied()).unwrap_or(0);
        let mut names: Vec<&str> = Vec::new();
        for node in self.program.open_questions(&answers.values, start.saturating_add(criterion)) {
            let place = self.subjects.binary_search_by_key(&node, |(n, _)| *n);
            let name = place.ok().and_then(|p| self.subjects.get(p)).map_or(JUDGEMENT, |(_, name)| name.as_str());
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Every outcome and verdict of a patient at a moment, as the reference answers them.
    pub fn screen(&self, profile: &Profile, moment: Moment) -> Answers {
        let mut answers = Answers::new();
        self.screen_into(profile, moment, &mut answers);
        answers
    }

    /// The same into answers that are there already, so that nothing is allocated for each
    /// patient that a patient before needed too.
    pub fn screen_into(&self, profile: &Profile, moment: Moment, answers: &mut Answers) {
        let values = &mut answers.values;
        self.program.clear(values);
        let (facts, bearing) = self.facts(profile, moment);
        let charts = Charts::new(&self.others, &facts, profile, &self.vocabulary, moment);
        let newest = self.measures.newest(profile, moment);
        self.measures.answer(&newest, profile, &charts, values);
        self.ages.answer(profile, &charts, values);
        self.findings_of(&facts, &bearing, profile, moment, values);
        self.views.extremes(&charts, values);
        self.others.answer(&newest, &charts, values);
        self.foreign_answers(profile, moment, values);
        self.program.run(values);
        self.program.outcomes(values, &mut answers.outcomes, &mut answers.verdicts);
        answers.ends.clone_from(self.program.ends());
    }

    /// A profile's facts, with what bears on the concepts of the rules.
    fn facts<'a>(&'a self, profile: &'a Profile, moment: Moment) -> (SharedFacts<'a>, Rc<[Bearing]>) {
        let mut facts = self.kin.facts(profile, &self.vocabulary, moment);
        let bearing: Rc<[Bearing]> = self.kin.bearing(&facts, profile, self.findings.concepts(), &self.vocabulary).into();
        facts.hear(self.findings.known(Rc::clone(&bearing)));
        (Rc::new(facts), bearing)
    }

    /// Answers every question about a finding.
    fn findings_of(&self, facts: &Facts<'_>, bearing: &[Bearing], profile: &Profile, moment: Moment, values: &mut Values) {
        self.findings.silent(profile.complete, values);
        let record = |place: usize| facts.all.get(place).map(|fact| &**fact);
        let (complete, zone) = (profile.complete, profile.zone);
        let records = Records { findings: &self.findings, record, bearing, asked: moment, zone, complete };
        self.findings.answer(&records, &mut Matched::default(), |_| {}, |node, truth| values.set(node, truth));
    }
}

impl Needed {
    /// What questions are answered from.
    fn of<'q>(questions: impl Iterator<Item = (OwnerId, &'q CheckedRule)>, others: &Others) -> Self {
        let mut needed = Self::default();
        for (owner, rule) in questions {
            let reach = others.trial(owner).map_or_else(Reach::default, |t| Reach::with(rule, t, others.valid_for(owner)));
            for term in reach.terms() {
                match &term.root {
                    Root::Values(id) => {
                        needed.some.insert(*id);
                    }
                    Root::AnyValue => needed.all = true,
                    _ => {}
                }
            }
        }
        needed
    }

    fn has(&self, measure: MeasureId) -> bool {
        self.all || self.some.contains(&measure)
    }
}

/// What only a person can say.
const JUDGEMENT: &str = "a person's judgement";

/// The facts of a profile, seen from the moment asked for.
type SharedFacts<'a> = Rc<Facts<'a>>;
