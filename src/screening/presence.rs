//! One fact against time: is it there, had it happened, does it overlap a span.

use super::facts::Stretch;
use super::span::{self, Span, come};
use crate::Truth;
use crate::patient::Presence;
use crate::time::{Moment, When};

/// How a fact without an end goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It is there until something ends it.
    State,
    /// It may have been over at once (an operation) or still go on (a pump).
    Procedure,
    /// It was over at once.
    Event,
}

/// Whether it is there at a moment.
///
/// What has no time is known at the moment asked for only; what has a begin was not there
/// before it, and with an end not after.
pub fn covers(fact: &Stretch, moment: Moment, asked: Moment) -> Truth {
    if fact.timeless {
        return Truth::True;
    }
    let now = moment == asked;
    let started = match fact.from {
        Some(from) => come(from, moment),
        None if now => Truth::True,
        None => Truth::Unknown,
    };
    let there = match (fact.to, fact.presence) {
        (Some(to), _) => not_over(to, moment),
        // It is over, and nothing says since when.
        (None, Presence::Resolved) if now => Truth::False,
        (None, Presence::Resolved) => Truth::Unknown,
        (None, _) => Truth::True,
    };
    started.and(there)
}

/// Whether it had begun by a moment, still there or not.
pub fn happened(fact: &Stretch, moment: Moment, asked: Moment) -> Truth {
    if fact.timeless || (fact.from.is_none() && moment == asked) {
        return Truth::True;
    }
    match (fact.from, fact.to) {
        (Some(from), _) => come(from, moment),
        // It was there until then, so it had begun.
        (None, Some(to)) if to.latest <= moment => Truth::True,
        (None, _) => Truth::Unknown,
    }
}

/// Whether its own stretch overlaps a span that is looked back over at a moment.
pub fn overlaps(fact: &Stretch, span: Span, moment: Moment, asked: Moment, kind: Kind) -> Truth {
    if fact.timeless {
        return Truth::True;
    }
    let begun = happened(fact, span.end, asked).and(happened(fact, moment, asked));
    let (event, done) = (kind == Kind::Event, kind == Kind::Procedure);
    let reaches = match (fact.to, fact.from) {
        (Some(to), _) => not_before(to, span.start),
        // An event is over at once.
        (None, Some(from)) if event => not_before(from, span.start),
        // When it was over is not known: it surely overlaps only if it began in the span.
        (None, Some(from)) if done || fact.presence == Presence::Resolved => not_before(from, span.start).or(Truth::Unknown),
        (None, None) if event || done || fact.presence == Presence::Resolved => Truth::Unknown,
        (None, None) if span.end < asked => Truth::Unknown,
        (None, _) => Truth::True,
    };
    begun.and(reaches)
}

/// Whether it had lasted so long by a moment, as one stretch.
pub fn lasted(fact: &Stretch, moment: Moment, event: bool, test: impl Fn(Moment, Moment) -> bool) -> Truth {
    let Some(from) = fact.from else { return Truth::Unknown };
    let end = match fact.to {
        Some(to) => When { earliest: to.earliest.min(moment), latest: to.latest.min(moment) },
        None if event || fact.presence == Presence::Resolved => return Truth::Unknown,
        None => When::exactly(moment),
    };
    span::between(from, end, test)
}

/// When it began, as far as that is known.
pub fn start(fact: &Stretch, asked: Moment) -> When {
    match (fact.from, fact.to) {
        (Some(from), _) => from,
        (None, Some(to)) => When { earliest: Moment::MIN, latest: to.latest.min(asked) },
        (None, None) => When { earliest: Moment::MIN, latest: asked },
    }
}

/// Whether a denial says that it is not there at a moment. For what stays done a later "not
/// done" denies all that went before.
pub fn denies(fact: &Stretch, moment: Moment, asked: Moment, stays_done: bool) -> Truth {
    if fact.timeless {
        return Truth::True;
    }
    let begun = match fact.from {
        _ if stays_done && fact.from.is_some() => Truth::True,
        Some(from) => come(from, moment),
        None if moment == asked => Truth::True,
        None => Truth::Unknown,
    };
    begun.and(fact.to.map_or(Truth::True, |to| not_over(to, moment)))
}

/// The moments at which any of these can change.
pub fn changes(fact: &Stretch, into: &mut Vec<Moment>) {
    for when in [fact.from, fact.to].into_iter().flatten() {
        into.extend([when.earliest, when.latest, when.earliest.plus_millis(1), when.latest.plus_millis(1)]);
    }
    into.extend(fact.contested);
}

fn not_before(when: When, start: When) -> Truth {
    if when.earliest >= start.latest {
        Truth::True
    } else if when.latest < start.earliest {
        Truth::False
    } else {
        Truth::Unknown
    }
}

fn not_over(to: When, moment: Moment) -> Truth {
    if moment <= to.earliest {
        Truth::True
    } else if moment > to.latest {
        Truth::False
    } else {
        Truth::Unknown
    }
}
