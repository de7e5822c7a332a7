//! Many patients side by side, each in a lane of its own.

use super::Engine;
use super::findings::Listed;
use super::program::Values;
use super::rails::{LANES, Rails, Row};
use crate::patient::Complete;

/// What is known of the patients of a block, and what is answered.
#[derive(Debug, Default)]
pub struct Block {
    pub rails: Rails,
    /// For each trial: who is eligible, and who is not.
    pub verdicts: Vec<(Row, Row)>,
    /// For each view the rank of every patient's value, and one more; zero for none.
    ranks: Vec<u32>,
    /// By concept: of whom something bears on it.
    pub touched: Vec<Row>,
    complete: Vec<(Listed, Row)>,
    behind: Vec<Row>,
}

impl Block {
    /// Makes room for new patients.
    pub fn clear(&mut self, engine: &Engine) {
        engine.program.clear_rails(&mut self.rails);
        self.ranks.clear();
        self.ranks.resize(engine.views.columns().saturating_mul(LANES), 0);
        self.touched.clear();
        self.touched.resize(engine.findings.concepts().len(), Row::NONE);
        self.complete.clear();
        self.complete.extend(Listed::EVERY.map(|listed| (listed, Row::NONE)));
    }

    pub fn rank(&mut self, column: usize, lane: usize, rank: usize) {
        let place = column.saturating_mul(LANES).saturating_add(lane);
        if let (Some(slot), Ok(rank)) = (self.ranks.get_mut(place), u32::try_from(rank)) {
            *slot = rank.saturating_add(1);
        }
    }

    pub fn complete(&mut self, complete: Complete, lane: usize) {
        for (_, row) in self.complete.iter_mut().filter(|(listed, _)| listed.complete(complete)) {
            row.set(lane);
        }
    }

    /// Says what every question is for a patient who was asked alone.
    pub fn alone(&mut self, engine: &Engine, values: &Values, lane: usize) {
        engine.program.questions(values, &mut self.rails, lane);
    }

    /// Answers everything.
    pub fn screen(&mut self, engine: &Engine) {
        let Self { rails, verdicts, ranks, touched, complete, behind } = self;
        engine.views.answer(ranks, behind, rails);
        let of = |listed: Listed| complete.iter().find(|(l, _)| *l == listed).map_or(Row::NONE, |(_, row)| *row);
        engine.findings.silence(touched, of, rails);
        engine.program.run_rails(rails, verdicts);
    }
}
