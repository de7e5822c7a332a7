//! Truths of many patients at once: one bit a patient, one row a literal.
//!
//! The row of a literal says for whom it is surely true; the row of its negation is then for whom
//! it is surely false, and whoever is in neither is unknown. "All" is the bitwise and of its
//! parts' rows, and surely false where any of its parts is.

use super::program::{Literal, TRUE, negated};
use crate::Truth;

/// Words of one row.
pub const WORDS: usize = 4;
/// Patients of one row.
pub const LANES: usize = WORDS * 64;

/// One bit for each patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Row(pub [u64; WORDS]);

/// The row of every literal.
#[derive(Debug, Default)]
pub struct Rails(Vec<Row>);

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
        let (mut row, mut left) = (Self::NONE, count);
        for word in &mut row.0 {
            *word = u32::try_from(left).ok().and_then(|n| 1u64.checked_shl(n)).map_or(u64::MAX, |next| next.wrapping_sub(1));
            left = left.saturating_sub(64);
        }
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
        self.0.resize(nodes.saturating_mul(2), Row::NONE);
        if let Some(asked) = self.0.get_mut(..questions.saturating_mul(2)) {
            asked.fill(Row::NONE);
        }
        self.add(TRUE, Row::ALL, Row::NONE);
    }

    /// For whom a literal is surely true.
    #[inline]
    pub fn of(&self, literal: Literal) -> &Row {
        usize::try_from(literal).ok().and_then(|place| self.0.get(place)).unwrap_or(&Row::NONE)
    }

    /// What a literal is for one patient.
    #[inline]
    pub fn truth(&self, literal: Literal, lane: usize) -> Truth {
        match (self.of(literal).has(lane), self.of(negated(literal)).has(lane)) {
            (true, _) => Truth::True,
            (_, true) => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// Says what a node is for one patient.
    #[inline]
    pub fn set(&mut self, node: Literal, lane: usize, truth: Truth) {
        if let Some([yes, no]) = self.rows(node) {
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
        if let Some([yes, no]) = self.rows(node) {
            (*yes, *no) = (yes.or(more), no.or(less));
        }
    }

    /// Says what a node is for everybody.
    #[inline]
    pub fn put(&mut self, node: Literal, (more, less): (Row, Row)) {
        if let Some([yes, no]) = self.rows(node) {
            (*yes, *no) = (more, less);
        }
    }

    #[inline]
    fn rows(&mut self, node: Literal) -> Option<&mut [Row; 2]> {
        let place = usize::try_from(node).ok()?;
        self.0.get_mut(place..place.checked_add(2)?)?.try_into().ok()
    }
}

/// All of some literals.
#[inline]
pub fn all(rails: &Rails, members: &[Literal]) -> (Row, Row) {
    members.iter().fold((Row::ALL, Row::NONE), |(yes, no), member| (yes.and(*rails.of(*member)), no.or(*rails.of(negated(*member)))))
}

/// So many of some literals.
pub fn at_least(rails: &Rails, members: &[Literal], count: usize) -> (Row, Row) {
    let surely = so_many(members.iter().map(|m| *rails.of(*m)), count);
    let possibly = so_many(members.iter().map(|m| rails.of(negated(*m)).not()), count);
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
