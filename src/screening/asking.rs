//! A finding asked of records: whether each of them makes a rule true, and what all say together.

use super::Reason;
use super::facts::{List, Matched, Stretch};
use super::ground::Ground;
use super::presence::{self, Kind};
use super::span::{Length, Span, between, earlier};
use crate::Truth;
use crate::patient::Presence;
use crate::rule::{Certainty, CheckedFinding};
use crate::time::{DurationBound, Moment, When};
use crate::vocabulary::FindingKind;

/// A truth with its reason.
pub type Judged = (Truth, Option<Reason>);

/// What is asked of each record.
pub enum Question<'r> {
    /// Is it there at the moment?
    There,
    /// Had it happened by the moment?
    Ever,
    /// Does it overlap the span?
    Overlaps(Span),
    /// Did it begin before or after another?
    Relative(&'r CheckedFinding),
}

/// A rule about a finding at a moment, as it is asked of each record.
pub struct Asking<'c, 'r> {
    pub ground: &'c dyn Ground,
    pub rule: &'r CheckedFinding,
    pub question: Question<'r>,
    pub moment: Moment,
    pub stays_done: bool,
    pub event: bool,
    /// It need not be there any more.
    pub ever: bool,
    /// How long a record of it must have lasted.
    lasts: Option<DurationBound>,
}

impl<'c, 'r> Asking<'c, 'r> {
    /// `in_progress`: a procedure or event counts only while it goes on.
    pub fn new(ground: &'c dyn Ground, rule: &'r CheckedFinding, moment: Moment, in_progress: bool) -> Self {
        Self::of(ground, rule, moment, in_progress, rule.ever)
    }

    /// Of what began up to a moment: it need not be there any more.
    pub fn past(ground: &'c dyn Ground, rule: &'r CheckedFinding, moment: Moment) -> Self {
        Self::of(ground, rule, moment, false, true)
    }

    fn of(ground: &'c dyn Ground, rule: &'r CheckedFinding, moment: Moment, in_progress: bool, ever: bool) -> Self {
        let stays_done = rule.stays_done() && !in_progress;
        let question = if rule.before.is_some() || rule.after.is_some() {
            Question::Relative(rule)
        } else if let Some(within) = rule.within {
            Question::Overlaps(Length::new(within, ground.zone()).look_back(moment))
        } else if ever || stays_done {
            Question::Ever
        } else {
            Question::There
        };
        let lasts = rule.lasts.filter(|_| ever || rule.looks_back());
        Self { ground, rule, question, moment, stays_done, event: rule.kind == Some(FindingKind::Event), ever, lasts }
    }

    /// What all that bears on it says.
    pub fn judged(&self, matched: &Matched) -> Judged {
        let gradings = self.gradings(matched);
        let mut found: Judged = (Truth::False, None);
        for place in matched.same.iter().chain(&matched.narrower) {
            match self.by(*place, matched, gradings) {
                Some((Truth::True, _)) => return (Truth::True, None),
                // The same whatever the order of the records.
                Some((Truth::Unknown, reason)) => found = (Truth::Unknown, found.1.max(reason)),
                _ => {}
            }
        }
        let rest = self.rest(matched);
        (found.0.or(rest.0), found.1.or(rest.1))
    }

    /// The places of the records that speak for a truth.
    pub fn deciding(&self, matched: &Matched, truth: Truth) -> Vec<usize> {
        let gradings = self.gradings(matched);
        let speaks = |place: &usize| self.by(*place, matched, gradings).is_some_and(|(t, _)| t == truth);
        matched.same.iter().chain(&matched.narrower).copied().filter(speaks).collect()
    }

    /// What the record at a place says, if it is a record of the finding.
    fn by(&self, place: usize, matched: &Matched, gradings: bool) -> Option<Judged> {
        let record = self.ground.record(place).filter(|r| self.concerns(r))?;
        let judged = self.record(record, matched);
        let unsettled = gradings && self.graded(record) && judged.0 != Truth::False;
        Some(if unsettled { (Truth::Unknown, Some(Reason::Conflict)) } else { judged })
    }

    /// The records at some places.
    pub fn at<'s>(&'s self, places: &'s [usize]) -> impl Iterator<Item = &'c Stretch> + use<'s, 'c, 'r> {
        let ground: &'c dyn Ground = self.ground;
        places.iter().filter_map(move |p| ground.record(*p))
    }

    /// An allergy to a drug is not the drug.
    pub fn concerns(&self, record: &Stretch) -> bool {
        let apart = matches!(self.rule.kind, Some(FindingKind::Allergy | FindingKind::Consent));
        !(apart && record.list == List::Medications) && record.presence != Presence::Planned
    }

    /// Whether this record makes the rule true.
    pub fn record(&self, record: &Stretch, matched: &Matched) -> Judged {
        let (mut truth, mut reason) = self.in_time(record);
        if truth == Truth::False {
            return (truth, None);
        }
        if let Some(bound) = self.lasts {
            let length = Length::new(bound, self.ground.zone());
            let long = presence::lasted(record, self.moment, self.event, |a, b| length.satisfied(a, b));
            (truth, reason) = and((truth, reason), (long, Some(Reason::ImpreciseDate)));
        }
        (truth, reason) = and((truth, reason), self.severe(record, matched));
        if record.presence == Presence::Suspected && self.rule.certainty != Some(Certainty::Suspected) {
            (truth, reason) = and((truth, reason), (Truth::Unknown, Some(Reason::Judgement)));
        }
        if truth != Truth::False && record.contested.is_some_and(|from| from <= self.moment) {
            return (Truth::Unknown, Some(Reason::Conflict));
        }
        (truth, reason.filter(|_| truth.is_unknown()))
    }

    pub fn in_time(&self, record: &Stretch) -> Judged {
        let (asked, moment) = (self.ground.asked(), self.moment);
        let imprecise = |t: Truth| {
            let dated = record.from.is_some() || record.to.is_some();
            (t, Some(if dated { Reason::ImpreciseDate } else { Reason::NotRecorded }))
        };
        match &self.question {
            Question::There => imprecise(presence::covers(record, moment, asked)),
            Question::Ever => imprecise(presence::happened(record, moment, asked)),
            Question::Overlaps(span) => {
                let kind = if self.event {
                    Kind::Event
                } else if self.stays_done || record.list == List::Procedures {
                    Kind::Procedure
                } else {
                    Kind::State
                };
                imprecise(presence::overlaps(record, *span, moment, asked, kind))
            }
            Question::Relative(rule) => {
                let happened = imprecise(presence::happened(record, moment, asked));
                let before = rule.before.as_ref().map_or((Truth::True, None), |a| self.relative(record, a, true));
                let after = rule.after.as_ref().map_or((Truth::True, None), |a| self.relative(record, a, false));
                and(happened, and(before, after))
            }
        }
    }

    /// Whether it began before (or after) an anchor began, and as near as asked.
    fn relative(&self, record: &Stretch, anchor: &CheckedFinding, before: bool) -> Judged {
        let occurrences = occurrences(self.ground, anchor, self.moment);
        let start = presence::start(record, self.ground.asked());
        let mut found: Judged = (Truth::False, None);
        for (when, judged) in &occurrences.found {
            let (first, second) = if before { (start, *when) } else { (*when, start) };
            let mut order = earlier(first, second);
            if let Some(within) = self.rule.within {
                let length = Length::new(within, self.ground.zone());
                order = order.and(between(first, second, |a, b| length.reaches(a, b)));
            }
            found = or(found, and((order, Some(Reason::ImpreciseDate)), *judged));
        }
        if occurrences.truth() == Truth::True {
            return found;
        }
        let none = match (occurrences.truth(), before) {
            // Before what has not happened is everything that is there; how near to it, nobody knows.
            (Truth::False, true) if self.rule.within.is_none() => (Truth::True, None),
            (Truth::False, true) => (Truth::Unknown, Some(Reason::NotRecorded)),
            (Truth::False, false) => (Truth::False, None),
            _ => (Truth::Unknown, Some(occurrences.rest.1.unwrap_or(Reason::NotRecorded))),
        };
        or(found, none)
    }

    fn severe(&self, record: &Stretch, matched: &Matched) -> Judged {
        // It is there, and a record says that it is not so severe.
        let graded_out = || self.at(&matched.denied).any(|d| d.severity.is_some() && d.contested.is_none() && self.denied(d) == Truth::True);
        match (self.rule.severity, record.severity) {
            (None, _) => (Truth::True, None),
            (Some(_), None) if graded_out() => (Truth::False, None),
            (Some(_), None) => (Truth::Unknown, Some(Reason::NotRecorded)),
            (Some(range), Some(found)) => (Truth::from(range.holds(found)), None),
        }
    }

    /// Whether records of the finding itself grade it differently at the moment, the newest
    /// of them.
    fn gradings(&self, matched: &Matched) -> bool {
        let Some(range) = self.rule.severity.filter(|_| matches!(self.question, Question::There)) else { return false };
        let graded = |within: bool| self.at(&matched.same).any(|r| self.graded(r) && r.severity.is_some_and(|s| range.holds(s) == within));
        graded(true) && graded(false)
    }

    /// Whether a record grades the finding at the moment and no later record does.
    fn graded(&self, record: &Stretch) -> bool {
        record.severity.is_some() && record.from.is_none() && self.in_time(record).0 != Truth::False
    }
}

/// The occurrences of an anchor up to a moment, and whether there may be others.
pub struct Occurrences {
    pub found: Vec<(When, Judged)>,
    pub rest: Judged,
}

impl Occurrences {
    pub fn truth(&self) -> Truth {
        Truth::any(self.found.iter().map(|(_, (t, _))| *t)).or(self.rest.0)
    }
}

/// Its begin is asked for: it need not be there any more.
pub fn occurrences(ground: &dyn Ground, anchor: &CheckedFinding, moment: Moment) -> Occurrences {
    let asking = Asking::past(ground, anchor, moment);
    let matched = ground.matching(&anchor.of);
    let places = matched.same.iter().chain(&matched.narrower);
    let records = places.filter_map(|p| ground.record(*p)).filter(|r| asking.concerns(r));
    let found = records.map(|r| (presence::start(r, ground.asked()), asking.record(r, &matched))).filter(|(_, (t, _))| *t != Truth::False).collect();
    Occurrences { found, rest: asking.rest(&matched) }
}

fn and(a: Judged, b: Judged) -> Judged {
    pick(a.0.and(b.0), a, b)
}

fn or(a: Judged, b: Judged) -> Judged {
    pick(a.0.or(b.0), a, b)
}

fn pick(truth: Truth, a: Judged, b: Judged) -> Judged {
    if !truth.is_unknown() {
        return (truth, None);
    }
    (truth, if a.0.is_unknown() { a.1 } else { b.1 })
}
