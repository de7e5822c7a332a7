//! Screening a batch on all cores.

use super::input::{Batch, Line};
use super::rows::Rows;
use super::survey::Counts;
use super::what_if::WhatIf;
use crate::cli::moment;
use rayon::prelude::*;
use std::sync::{Mutex, PoisonError};
use trialsieve::engine::{Answers, Engine, Round};
use trialsieve::time::Moment;

/// The fewest lines that one core takes at a time.
const FEWEST: usize = 32;
/// Each core has so many pieces of a batch, so that none waits long for the others.
const PIECES: usize = 3;

/// What is asked of every patient.
pub struct Work<'w> {
    pub engine: &'w Engine,
    /// How many of the engine's trials are real ones; those of what-if questions come behind.
    pub trials: usize,
    pub at: Option<Moment>,
    pub strict: bool,
    pub rows: Rows,
    /// Whether rows are wanted.
    pub written: bool,
    /// Whether it is counted.
    pub survey: bool,
    pub questions: &'w [WhatIf],
    /// What each thread keeps from patient to patient.
    pub desks: Vec<Mutex<Desk<'w>>>,
}

/// What one thread works with.
pub struct Desk<'w> {
    answers: Answers,
    round: Round<'w>,
}

impl<'w> Desk<'w> {
    pub fn new(engine: &'w Engine) -> Self {
        Self { answers: Answers::new(), round: Round::new(engine) }
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
    /// How many lines make a batch: no more than whose rows fit into memory.
    pub fn most(&self) -> usize {
        const ROOM: usize = 24 << 20;
        const MOST: usize = 4096;
        let fit = if self.written { ROOM.checked_div(self.rows.bytes()).unwrap_or(MOST) } else { MOST };
        fit.clamp(FEWEST, MOST)
    }

    /// The pieces of a batch, in its order.
    pub fn pieces(&self, batch: &Batch) -> Vec<Piece<'w>> {
        let desk = || self.desks.get(rayon::current_thread_index().unwrap_or(0));
        let piece = |lines: &[Line]| match desk() {
            Some(desk) => self.piece(batch, lines, &mut desk.lock().unwrap_or_else(PoisonError::into_inner)),
            None => self.piece(batch, lines, &mut Desk::new(self.engine)),
        };
        let share = batch.lines().len().div_ceil(self.desks.len().saturating_mul(PIECES).max(1));
        batch.lines().par_chunks(share.clamp(FEWEST, Round::MOST)).map(piece).collect()
    }

    fn piece(&self, batch: &Batch, lines: &[Line], desk: &mut Desk<'w>) -> Piece<'w> {
        let Desk { answers, round } = desk;
        let mut piece =
            Piece { survey: if self.survey { Counts::new(self.engine, self.trials, self.questions) } else { Counts::default() }, ..Piece::default() };
        round.clear();
        for line in lines {
            match batch.text(line).and_then(|text| self.take(text, round)) {
                Ok(doubtful) => piece.doubtful = piece.doubtful.saturating_add(doubtful),
                Err(problem) => {
                    piece.problems.push((line.file, line.number, problem));
                    if self.strict {
                        break;
                    }
                }
            }
        }
        round.screen();
        piece.patients = round.len();
        if self.written {
            piece.rows.reserve(self.rows.bytes().saturating_mul(round.len()));
        }
        for place in 0..round.len() {
            if self.written {
                self.rows.patient(round, place, &mut piece.rows);
            }
            if self.survey {
                round.answers(place, answers);
                piece.survey.patient(self.engine, answers, self.questions);
            }
        }
        piece
    }

    /// Adds a patient to a round: how many data are in doubt.
    fn take(&self, text: &str, round: &mut Round<'w>) -> Result<usize, String> {
        if let Some(doubtful) = round.plain(text, self.at, self.strict) {
            return Ok(doubtful);
        }
        let (profile, notes) = round.read(text);
        let worst = notes.iter().find(|n| n.is_error()).or(notes.first().filter(|_| self.strict));
        let profile = match (profile, worst) {
            (Some(profile), None) => profile,
            (_, Some(worst)) => return Err(worst.in_a_line()),
            (None, None) => return Err("it cannot be read".to_owned()),
        };
        let moment = moment::choose(self.at, &profile).map_err(|(message, help)| format!("{message}; {help}"))?;
        round.add(&profile, moment);
        Ok(notes.len())
    }
}
