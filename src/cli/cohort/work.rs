//! Screening a batch on all cores.

use super::input::{Batch, Line};
use super::rows::Rows;
use super::survey::Counts;
use super::what_if::WhatIf;
use crate::cli::args::RowFormat;
use crate::cli::moment;
use rayon::prelude::*;
use std::sync::{Mutex, PoisonError};
use trialsieve::Diagnostic;
use trialsieve::engine::{Answers, Engine};
use trialsieve::patient::{Profile, Readings};
use trialsieve::time::Moment;
use trialsieve::vocabulary::Vocabulary;

/// Lines that one core takes at a time.
const PIECE: usize = 32;

/// What is asked of every patient.
pub struct Work<'w> {
    pub engine: &'w Engine,
    /// How many of the engine's trials are real ones; those of what-if questions come behind.
    pub trials: usize,
    pub vocabulary: &'w Vocabulary,
    pub at: Option<Moment>,
    pub strict: bool,
    pub format: RowFormat,
    /// Whether it is counted, too.
    pub survey: bool,
    pub questions: &'w [WhatIf],
    /// What each thread keeps from patient to patient.
    pub desks: Vec<Mutex<Desk<'w>>>,
}

/// What one thread works with.
pub struct Desk<'w> {
    answers: Answers,
    readings: Readings<'w>,
}

impl<'w> Desk<'w> {
    pub fn new(vocabulary: &'w Vocabulary) -> Self {
        Self { answers: Answers::new(), readings: Readings::new(vocabulary) }
    }
}

/// What came of some lines.
#[derive(Default)]
pub struct Piece<'e> {
    pub rows: Vec<u8>,
    pub patients: usize,
    pub doubtful: usize,
    /// File, line and what is wrong with it.
    pub problems: Vec<(usize, usize, String)>,
    pub survey: Counts<'e>,
}

impl<'w> Work<'w> {
    /// The pieces of a batch, in its order.
    pub fn pieces(&self, batch: &Batch) -> Vec<Piece<'w>> {
        let desk = || self.desks.get(rayon::current_thread_index().unwrap_or(0));
        let piece = |lines: &[Line]| match desk() {
            Some(desk) => self.piece(batch, lines, &mut desk.lock().unwrap_or_else(PoisonError::into_inner)),
            None => self.piece(batch, lines, &mut Desk::new(self.vocabulary)),
        };
        batch.lines().par_chunks(PIECE).map(piece).collect()
    }

    fn piece(&self, batch: &Batch, lines: &[Line], desk: &mut Desk<'w>) -> Piece<'w> {
        let Desk { answers, readings } = desk;
        let mut piece =
            Piece { survey: if self.survey { Counts::new(self.engine, self.trials, self.questions) } else { Counts::default() }, ..Piece::default() };
        let mut rows = Rows::new(self.format, self.engine, self.trials);
        for line in lines {
            let read = batch.text(line).and_then(|text| self.read(text, readings, &mut piece.doubtful));
            match read {
                Ok((profile, moment)) => {
                    self.engine.screen_into(&profile, moment, answers);
                    piece.patients = piece.patients.saturating_add(1);
                    rows.patient(&profile.id, answers, &mut piece.rows);
                    if self.survey {
                        piece.survey.patient(self.engine, answers, self.questions);
                    }
                }
                Err(problem) => {
                    piece.problems.push((line.file, line.number, problem));
                    if self.strict {
                        break;
                    }
                }
            }
        }
        piece
    }

    fn read(&self, text: &str, readings: &mut Readings<'w>, doubtful: &mut usize) -> Result<(Profile, Moment), String> {
        let (profile, notes) = readings.read(text);
        let worst = notes.iter().find(|n| n.is_error()).or(notes.first().filter(|_| self.strict));
        let profile = match (profile, worst) {
            (Some(profile), None) => profile,
            (_, Some(worst)) => return Err(said(worst)),
            (None, None) => return Err("it cannot be read".to_owned()),
        };
        *doubtful = doubtful.saturating_add(notes.len());
        let moment = moment::choose(self.at, &profile).map_err(|(message, help)| format!("{message}; {help}"))?;
        Ok((profile, moment))
    }
}

fn said(note: &Diagnostic) -> String {
    note.path.as_ref().map_or_else(|| note.message.clone(), |path| format!("{path}: {}", note.message))
}
