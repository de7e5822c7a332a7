//! Truths of many patients at once: one bit a patient, one row a literal.
//!
//! The row of a literal says for whom it is surely true; the row of its negation is then for whom
//! it is surely false, and whoever is in neither is unknown. "All" is the bitwise and of its
//! parts' rows, and surely false where any of its parts is.

use super::program::{Literal, TRUE};
use crate::Truth;

/// Words of one row.
pub const WORDS: usize = 4;
/// Patients of one row.
pub const LANES: usize = WORDS * 64;

/// One bit for each patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Row(pub [u64; WORDS]);

/// The rows of every literal.
#[derive(Debug, Default)]
pub struct Rails(Vec<[Row; 2]>);

impl Row {
    pub const ALL: Self = Self([u64::MAX; WORDS]);
    pub const NONE: Self = Self([0; WORDS]);

    #[inline]
    pub fn and(self, other: Self) -> Self {
        let (mut row, Self(other)) = (self, other);
        for (word, o) in row.0.iter_mut().zip(other) {
            *word &= o;
        }
        row
    }

    #[inline]
    pub fn or(self, other: Self) -> Self {
        let (mut row, Self(other)) = (self, other);
        for (word, o) in row.0.iter_mut().zip(other) {
            *word |= o;
        }
        row
    }

    #[inline]
    pub fn not(self) -> Self {
        Self(self.0.map(|w| !w))
    }

    #[inline]
    pub fn set(&mut self, lane: usize) {
        if let Some(word) = self.0.get_mut(lane >> 6) {
            *word |= bit(lane);
        }
    }

    #[inline]
    pub fn has(&self, lane: usize) -> bool {
        self.0.get(lane >> 6).is_some_and(|word| word & bit(lane) != 0)
    }

    /// How many patients are in it.
    pub fn count(&self) -> usize {
        self.0.iter().map(|w| usize::try_from(w.count_ones()).unwrap_or(0)).fold(0, usize::saturating_add)
    }

    /// The first so many patients.
    pub fn first(count: usize) -> Self {
        let mut row = Self::NONE;
        (0..count).for_each(|lane| row.set(lane));
        row
    }
}

#[inline]
fn bit(lane: usize) -> u64 {
    1u64.wrapping_shl(u32::try_from(lane & 63).unwrap_or(0))
}

impl Rails {
    /// Makes the first nodes unknown; those behind them will be worked out.
    pub fn clear(&mut self, questions: usize, nodes: usize) {
        self.0.resize(nodes, [Row::NONE; 2]);
        if let Some(asked) = self.0.get_mut(..questions) {
            asked.fill([Row::NONE; 2]);
        }
        self.add(TRUE, Row::ALL, Row::NONE);
    }

    /// For whom a literal is surely true, and for whom surely false.
    #[inline]
    pub fn of(&self, literal: Literal) -> (Row, Row) {
        let [yes, no] = place(literal).and_then(|p| self.0.get(p)).copied().unwrap_or_default();
        if literal & 1 == 0 { (yes, no) } else { (no, yes) }
    }

    /// What a literal is for one patient.
    #[inline]
    pub fn truth(&self, literal: Literal, lane: usize) -> Truth {
        let Some([yes, no]) = place(literal).and_then(|p| self.0.get(p)) else { return Truth::Unknown };
        match (yes.has(lane), no.has(lane)) {
            (true, _) => Truth::from(literal & 1 == 0),
            (_, true) => Truth::from(literal & 1 == 1),
            _ => Truth::Unknown,
        }
    }

    /// Says what a node is for one patient.
    #[inline]
    pub fn set(&mut self, node: Literal, lane: usize, truth: Truth) {
        if let Some([yes, no]) = place(node).and_then(|p| self.0.get_mut(p)) {
            match truth {
                Truth::True => yes.set(lane),
                Truth::False => no.set(lane),
                Truth::Unknown => {}
            }
        }
    }

    /// Says for whom else a node is true, and for whom false.
    #[inline]
    pub fn add(&mut self, node: Literal, more: Row, less: Row) {
        if let Some([yes, no]) = place(node).and_then(|p| self.0.get_mut(p)) {
            (*yes, *no) = (yes.or(more), no.or(less));
        }
    }

    /// Says what a node is for everybody.
    #[inline]
    pub fn put(&mut self, node: Literal, rows: (Row, Row)) {
        if let Some(slot) = place(node).and_then(|p| self.0.get_mut(p)) {
            *slot = [rows.0, rows.1];
        }
    }
}

#[inline]
fn place(literal: Literal) -> Option<usize> {
    usize::try_from(literal >> 1).ok()
}

/// All of some literals.
#[inline]
pub fn all(rails: &Rails, members: &[Literal]) -> (Row, Row) {
    members.iter().fold((Row::ALL, Row::NONE), |(yes, no), member| {
        let (more, less) = rails.of(*member);
        (yes.and(more), no.or(less))
    })
}

/// So many of some literals.
pub fn at_least(rails: &Rails, members: &[Literal], count: usize) -> (Row, Row) {
    let surely = so_many(members.iter().map(|m| rails.of(*m).0), count);
    let possibly = so_many(members.iter().map(|m| rails.of(*m).1.not()), count);
    (surely, possibly.not())
}

/// Who is in so many rows.
fn so_many(rows: impl Iterator<Item = Row>, count: usize) -> Row {
    // For one, two, three … who has been in so many.
    let mut reached = vec![Row::NONE; count];
    for row in rows {
        let mut below = Row::ALL;
        for at in &mut reached {
            let before = *at;
            *at = before.or(below.and(row));
            below = before;
        }
    }
    reached.last().copied().unwrap_or(Row::ALL)
}
