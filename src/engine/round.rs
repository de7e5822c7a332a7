//! Patients in rounds: a few hundred at a time, read and answered side by side.

use super::Engine;
use super::answers::Answers;
use super::block::Block;
use super::lane::{Desk, Open};
use super::others::Charts;
use super::rails::{LANES, Row};
use crate::Truth;
use crate::diagnostic::Diagnostic;
use crate::patient::plain::Plain;
use crate::patient::{Given, Profile, Readings};
use crate::screening::{Outcome, Verdict};
use crate::time::{Moment, Zone};

/// Patients who are screened together: the fast way for many.
///
/// A profile of the plain form goes straight from its text into a round; any other is read as
/// [`Readings`] reads it, and added. The answers are those of [`Engine::screen`].
///
/// ```
/// use trialsieve::engine::{Engine, Round};
/// use trialsieve::screening::Verdict;
/// use trialsieve::time::Moment;
/// use trialsieve::vocabulary::Vocabulary;
/// use trialsieve::{language, rule};
///
/// let vocabulary = Vocabulary::builtin();
/// let page = "Inclusion Criteria:\n- Age of ≥18\n\nExclusion Criteria:\n- Pregnancy\n";
/// let (trial, _) = language::parse(page, "EXAMPLE-1", vocabulary);
/// let trials: Vec<_> = rule::check(trial, None, vocabulary).0.into_iter().collect();
/// let engine = Engine::compile(&trials);
/// let mut round = Round::new(&engine);
/// for text in [r#"{"id": "P-1", "age": "64 years"}"#, r#"{"id": "P-2", "age": "6 years", "findings": {"pregnancy": null}}"#] {
///     let (moment, _) = Moment::parse("2026-11-20T10:00:00Z").unwrap();
///     if round.plain(text, Some(moment), false).is_none() {
///         let profile = round.read(text).0.unwrap();
///         round.add(&profile, moment);
///     }
/// }
/// round.screen();
/// assert_eq!((round.patient(0), round.verdict(0, 0)), ("P-1", Some(Verdict::Undetermined)));
/// assert_eq!((round.patient(1), round.verdict(1, 0)), ("P-2", Some(Verdict::Ineligible)));
/// ```
pub struct Round<'e> {
    engine: &'e Engine,
    plain: Plain<'e>,
    readings: Readings<'e>,
    desk: Desk,
    block: Block,
    /// The patients' ids, one after the other, and where each ends.
    ids: String,
    ends: Vec<usize>,
    alone: Answers,
}

impl<'e> Round<'e> {
    /// The most patients of one round.
    pub const MOST: usize = LANES;

    /// A round without patients.
    pub fn new(engine: &'e Engine) -> Self {
        let mut round = Self {
            engine,
            plain: Plain::new(&engine.vocabulary),
            readings: Readings::new(&engine.vocabulary),
            desk: Desk::default(),
            block: Block::default(),
            ids: String::new(),
            ends: Vec::new(),
            alone: Answers::new(),
        };
        round.clear();
        round
    }

    /// Makes room for the next patients.
    pub fn clear(&mut self) {
        self.block.clear(self.engine);
        self.ids.clear();
        self.ends.clear();
    }

    /// How many patients are in it.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Whether there is room for no more.
    pub fn is_full(&self) -> bool {
        self.len() >= Self::MOST
    }

    /// Reads a profile of the plain form and adds the patient, at a moment or the profile's own.
    /// Answers with the number of warnings that the full reader gives; with nothing, and without
    /// a patient more, where the profile is of another form, has no moment, is of somebody not
    /// born then, or the round is full. If it is `strict`, a profile with a warning is refused.
    pub fn plain(&mut self, text: &str, at: Option<Moment>, strict: bool) -> Option<usize> {
        let lane = self.len();
        if self.is_full() || !self.engine.foreign.is_empty() || !self.plain.read(text) {
            return None;
        }
        let sheet = self.plain.sheet();
        let asked = at.or(sheet.as_of).or(sheet.newest)?;
        let unborn = matches!(sheet.born, Some(Given::Day(day)) if asked.day(Zone::UTC).is_none_or(|today| today < day));
        let warnings = sheet.warnings;
        if unborn || (strict && warnings > 0) {
            return None;
        }
        self.ids.push_str(&sheet.id);
        self.ends.push(self.ids.len());
        self.desk.answer(self.engine, &self.plain, asked, lane, &mut self.block);
        if !self.desk.open.is_empty() {
            let (engine, views) = (self.engine, self.desk.open.iter().any(|o| matches!(o, Open::View(_))));
            let profile = self.plain.profile(|of| engine.needed.has(of) || (views && engine.views.slot_of(of).is_some()));
            self.open(&profile, asked, lane);
        }
        Some(warnings)
    }

    /// Reads a profile of any form, without adding the patient.
    pub fn read(&mut self, text: &str) -> (Option<Profile>, Vec<Diagnostic>) {
        self.readings.read(text)
    }

    /// Adds a patient; a full round takes none.
    pub fn add(&mut self, profile: &Profile, moment: Moment) {
        let lane = self.len();
        if self.is_full() {
            return;
        }
        self.ids.push_str(&profile.id);
        self.ends.push(self.ids.len());
        self.engine.screen_into(profile, moment, &mut self.alone);
        self.block.alone(self.engine, &self.alone.values, lane);
    }

    /// Answers for everybody.
    pub fn screen(&mut self) {
        self.block.screen(self.engine);
    }

    /// A patient's id.
    pub fn patient(&self, place: usize) -> &str {
        let start = place.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        start.zip(self.ends.get(place)).and_then(|(start, end)| self.ids.get(start..*end)).unwrap_or_default()
    }

    /// A patient's verdict for a trial.
    pub fn verdict(&self, place: usize, trial: usize) -> Option<Verdict> {
        let (eligible, ineligible) = self.block.verdicts.get(trial).filter(|_| place < self.len())?;
        Some(match (eligible.has(place), ineligible.has(place)) {
            (true, _) => Verdict::Eligible,
            (_, true) => Verdict::Ineligible,
            _ => Verdict::Undetermined,
        })
    }

    /// Who is eligible for a trial, and who is ineligible: a bit for each patient, the first in the
    /// lowest bit of the first word.
    pub fn bits(&self, trial: usize) -> Option<([u64; LANES / 64], [u64; LANES / 64])> {
        let there = Row::first(self.len());
        self.block.verdicts.get(trial).map(|(eligible, ineligible)| (eligible.and(there).0, ineligible.and(there).0))
    }

    /// How many patients a trial has as eligible, undetermined and ineligible.
    pub fn verdicts(&self, trial: usize) -> [usize; 3] {
        let Some((eligible, ineligible)) = self.block.verdicts.get(trial) else { return [0; 3] };
        let there = Row::first(self.len());
        let (yes, no) = (eligible.and(there).count(), ineligible.and(there).count());
        [yes, self.len().saturating_sub(yes).saturating_sub(no), no]
    }

    /// A patient's outcomes for a trial, in the order of its criteria.
    pub fn outcomes(&self, place: usize, trial: usize) -> impl Iterator<Item = Outcome> {
        self.engine.program.criteria(trial).iter().map(move |literal| match self.block.rails.truth(*literal, place) {
            Truth::True => Outcome::Pass,
            Truth::Unknown => Outcome::Unknown,
            Truth::False => Outcome::Fail,
        })
    }

    /// A patient's answers, as [`Engine::screen_into`] gives them.
    pub fn answers(&self, place: usize, answers: &mut Answers) {
        let program = &self.engine.program;
        program.values(&self.block.rails, place, &mut answers.values);
        program.outcomes(&answers.values, &mut answers.outcomes, &mut answers.verdicts);
        answers.ends.clone_from(program.ends());
    }

    /// What only the reference answers of a plain patient.
    fn open(&mut self, profile: &Profile, asked: Moment, lane: usize) {
        let Self { engine, desk, block, .. } = self;
        let (facts, _) = engine.facts(profile, asked);
        let charts = Charts::new(&engine.others, &facts, profile, &engine.vocabulary, asked);
        for open in &desk.open {
            match open {
                Open::View(place) => {
                    if let Some(view) = engine.views.views.get(*place) {
                        view.ask(&charts, |node, truth| block.rails.set(node, lane, truth));
                    }
                }
                Open::Computed(place) => {
                    if let Some(view) = engine.views.views.get(*place)
                        && let Some(rank) = engine.views.compute(view, &charts, |node, truth| block.rails.set(node, lane, truth))
                    {
                        block.rank(*place, lane, rank);
                    }
                }
                Open::Hard(place) => {
                    if let Some(hard) = engine.views.hard.get(*place) {
                        block.rails.set(hard.node, lane, charts.truth(hard.owner, &hard.rule));
                    }
                }
            }
        }
    }
}
