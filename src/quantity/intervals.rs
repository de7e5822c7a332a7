//! Sets of numbers: unions of intervals with open or closed ends.

use super::comparison::Op;
use super::exact::Exact;
use std::cmp::Ordering;

/// A set of numbers that is a union of finitely many intervals, exactly: ends are fractions,
/// open or closed, or none.
///
/// ```
/// use trialsieve::quantity::{Exact, Intervals, Op};
/// let adults = Intervals::bound(Op::AtLeast, Exact::from(18));
/// let children = Intervals::bound(Op::Less, Exact::from(12));
/// assert!(adults.and(&children).is_empty());
/// // Between 17 and 18 there is no whole number, and many others.
/// let between = Intervals::bound(Op::Greater, Exact::from(17)).and(&adults.not());
/// assert!(!between.is_empty() && between.whole_numbers().is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intervals {
    /// Whether the set reaches down without end.
    bottomless: bool,
    /// Where the line goes into the set or out of it, in order, each but once.
    cuts: Vec<Cut>,
}

/// A place between numbers: just before a value, or just behind it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Cut {
    value: Exact,
    behind: bool,
}

impl Intervals {
    /// Every number.
    pub const fn all() -> Self {
        Self { bottomless: true, cuts: Vec::new() }
    }

    /// No number.
    pub const fn none() -> Self {
        Self { bottomless: false, cuts: Vec::new() }
    }

    /// The numbers that stand so to a value.
    pub fn bound(op: Op, value: Exact) -> Self {
        let cut = |behind: bool| Cut { value: value.clone(), behind };
        match op {
            Op::Less => Self { bottomless: true, cuts: vec![cut(false)] },
            Op::AtMost => Self { bottomless: true, cuts: vec![cut(true)] },
            Op::Equal => Self { bottomless: false, cuts: vec![cut(false), cut(true)] },
            Op::AtLeast => Self { bottomless: false, cuts: vec![cut(false)] },
            Op::Greater => Self { bottomless: false, cuts: vec![cut(true)] },
        }
    }

    /// The numbers from one to another, both included.
    pub fn between(low: Exact, high: Exact) -> Self {
        Self::bound(Op::AtLeast, low).and(&Self::bound(Op::AtMost, high))
    }

    /// Every number that is not in the set.
    #[must_use]
    #[allow(clippy::should_implement_trait)]
    pub fn not(&self) -> Self {
        Self { bottomless: !self.bottomless, cuts: self.cuts.clone() }
    }

    /// The numbers in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.merged(other, |a, b| a && b)
    }

    /// The numbers in one or both.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        self.merged(other, |a, b| a || b)
    }

    /// Whether there is no number in it.
    pub fn is_empty(&self) -> bool {
        !self.bottomless && self.cuts.is_empty()
    }

    /// Whether every number of it is in the other.
    pub fn within(&self, other: &Self) -> bool {
        self.merged(other, |a, b| a && !b).is_empty()
    }

    /// Whether a number is in it.
    pub fn holds(&self, value: &Exact) -> bool {
        let before = self.cuts.iter().filter(|c| c.value < *value || (c.value == *value && !c.behind)).count();
        self.bottomless ^ (before % 2 == 1)
    }

    /// The same whole numbers, with ends that are whole and included below, left out above: two
    /// sets hold the same whole numbers if these are equal.
    #[must_use]
    pub fn whole_numbers(&self) -> Self {
        let whole = |cut: &Cut| {
            let floor = cut.value.floor();
            let on = floor == cut.value && !cut.behind;
            Cut { value: if on { floor } else { floor.plus(&Exact::one()) }, behind: false }
        };
        let mut cuts: Vec<Cut> = Vec::new();
        for cut in self.cuts.iter().map(whole) {
            // In and out at one place: nothing whole lies between.
            if cuts.last() == Some(&cut) {
                cuts.pop();
            } else {
                cuts.push(cut);
            }
        }
        Self { bottomless: self.bottomless, cuts }
    }

    /// Of a set of whole numbers, those that are so many times one of them or lie between it and
    /// the next: of 18 completed years 216 to 227 completed months.
    #[must_use]
    pub fn times_whole(&self, count: i64) -> Self {
        let mut times = self.whole_numbers();
        for cut in &mut times.cuts {
            cut.value = cut.value.times(&Exact::from(count));
        }
        times
    }

    /// The intervals that it consists of, none of which touches another.
    pub fn pieces(&self) -> Vec<Self> {
        let mut ends: Vec<Option<&Cut>> = if self.bottomless { vec![None] } else { Vec::new() };
        ends.extend(self.cuts.iter().map(Some));
        let piece = |pair: &[Option<&Cut>]| {
            let (from, to) = (pair.first().copied().flatten(), pair.get(1).copied().flatten());
            Self { bottomless: from.is_none(), cuts: from.into_iter().chain(to).cloned().collect() }
        };
        ends.chunks(2).map(piece).collect()
    }

    /// The value at its lower end and whether that is left out; `None` without such an end.
    pub fn lower(&self) -> Option<(&Exact, bool)> {
        self.cuts.first().filter(|_| !self.bottomless).map(|c| (&c.value, c.behind))
    }

    /// The value at its upper end and whether that is left out; `None` without such an end.
    pub fn upper(&self) -> Option<(&Exact, bool)> {
        let ends = self.bottomless ^ (self.cuts.len() % 2 == 1);
        self.cuts.last().filter(|_| !ends).map(|c| (&c.value, !c.behind))
    }

    fn merged(&self, other: &Self, inside: impl Fn(bool, bool) -> bool) -> Self {
        let (mut a, mut b) = (self.bottomless, other.bottomless);
        let (mut left, mut right) = (self.cuts.iter().peekable(), other.cuts.iter().peekable());
        let mut merged = Self { bottomless: inside(a, b), cuts: Vec::new() };
        let mut now = merged.bottomless;
        loop {
            let order = match (left.peek(), right.peek()) {
                (Some(l), Some(r)) => l.cmp(r),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return merged,
            };
            let mut cut = None;
            if order != Ordering::Greater {
                cut = left.next();
                a = !a;
            }
            if order != Ordering::Less {
                cut = right.next();
                b = !b;
            }
            if inside(a, b) != now {
                now = !now;
                merged.cuts.extend(cut.cloned());
            }
        }
    }
}
