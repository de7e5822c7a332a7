//! Lengths of time compared, and spans looked back over.

use crate::Truth;
use crate::quantity::Op;
use crate::time::{DurationBound, Moment, When, Zone};
use std::cmp::Ordering;

/// A bound on a length of time, by the calendar of a zone.
#[derive(Debug, Clone, Copy)]
pub struct Length {
    pub bound: DurationBound,
    pub zone: Zone,
}

/// A stretch of time whose beginning may be known only roughly; the end is exact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    pub start: When,
    pub end: Moment,
}

impl Length {
    /// A bound on a length of time, by the calendar of a zone.
    pub fn new(bound: DurationBound, zone: Zone) -> Self {
        Self { bound, zone }
    }

    /// The moment that long before another.
    pub fn start(&self, moment: Moment) -> Moment {
        self.bound.length.before(moment, self.zone)
    }

    /// How the time between two moments stands to the length.
    pub fn order(&self, from: Moment, to: Moment) -> Ordering {
        self.start(to).cmp(&from)
    }

    /// Whether the time between two moments satisfies the bound; "30 min" means at least.
    pub fn satisfied(&self, from: Moment, to: Moment) -> bool {
        self.bound.op.unwrap_or(Op::AtLeast).holds(self.order(from, to))
    }

    /// Whether the time between two moments lies within the bound; "48 h" means at most.
    pub fn reaches(&self, from: Moment, to: Moment) -> bool {
        self.bound.op.unwrap_or(Op::AtMost).holds(self.order(from, to))
    }

    /// Whether the bound is an upper one.
    pub fn at_most(&self) -> bool {
        matches!(self.bound.op, Some(Op::Less | Op::AtMost))
    }

    /// The span that a look-back of this length covers at a moment: "within 48 h" ends at the
    /// moment, "> 6 months" ends that long before it.
    pub fn look_back(&self, moment: Moment) -> Span {
        let start = self.start(moment);
        let exactly = |m: Moment| When::exactly(m);
        match self.bound.op {
            None | Some(Op::AtMost | Op::Equal) => Span { start: exactly(start), end: moment },
            Some(Op::Less) => Span { start: exactly(start.plus_millis(1)), end: moment },
            Some(Op::AtLeast) => Span { start: exactly(Moment::MIN), end: start },
            Some(Op::Greater) => Span { start: exactly(Moment::MIN), end: start.plus_millis(-1) },
        }
    }

    /// The moments at which something at `change` enters or leaves a look-back.
    pub fn echoes(&self, change: Moment) -> [Moment; 3] {
        let left = self.bound.length.after(change, self.zone);
        [left.plus_millis(-1), left, left.plus_millis(1)]
    }
}

impl Span {
    /// Whether a time lies in the span.
    pub fn holds(&self, when: When) -> Truth {
        if when.latest < self.start.earliest || when.earliest > self.end {
            Truth::False
        } else if when.earliest >= self.start.latest && when.latest <= self.end {
            Truth::True
        } else {
            Truth::Unknown
        }
    }
}

/// Whether a time has come at a moment.
pub fn come(when: When, moment: Moment) -> Truth {
    if when.latest <= moment {
        Truth::True
    } else if when.earliest > moment {
        Truth::False
    } else {
        Truth::Unknown
    }
}

/// Whether one time is before another.
pub fn earlier(a: When, b: When) -> Truth {
    if a.latest < b.earliest {
        Truth::True
    } else if a.earliest >= b.latest {
        Truth::False
    } else {
        Truth::Unknown
    }
}

/// A test of the time between two times that are known roughly: settled only where both
/// extremes agree.
pub fn between(from: When, to: When, test: impl Fn(Moment, Moment) -> bool) -> Truth {
    let (longest, shortest) = (test(from.earliest, to.latest), test(from.latest, to.earliest));
    if longest == shortest { Truth::from(longest) } else { Truth::Unknown }
}

/// A length of time in words: `40 min`, `5 h`, `3 d`.
pub fn words(millis: i64) -> String {
    let minutes = millis.max(0).checked_div(60_000).unwrap_or(0);
    let per = |n: i64| (minutes.checked_div(n).unwrap_or(0), minutes.checked_rem(n).unwrap_or(0));
    match minutes {
        0 => format!("{} s", millis.max(0).checked_div(1000).unwrap_or(0)),
        1..120 => format!("{minutes} min"),
        120..2880 => match per(60) {
            (hours, 0) => format!("{hours} h"),
            (hours, rest) => format!("{hours} h {rest} min"),
        },
        _ => format!("{} d", per(1440).0),
    }
}
