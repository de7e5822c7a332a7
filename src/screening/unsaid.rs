//! What follows for a finding from denials, from plans, from other records and from silence.

use super::Reason;
use super::asking::{Asking, Judged, Question, occurrences};
use super::facts::{Matched, Stretch};
use super::presence;
use super::span::earlier;
use crate::Truth;
use crate::patient::Presence;
use crate::rule::{Certainty, Severity};
use crate::vocabulary::FindingKind;

impl Asking<'_, '_> {
    /// Whether anything beyond the records about it could make the rule true.
    pub fn rest(&self, matched: &Matched) -> Judged {
        // A record of the thing itself speaks for it: it is not there outside its own time.
        let spoken = self.at(&matched.same).any(|r| self.own(r)) || self.at(&matched.wider).any(|r| self.over(r));
        let denied = |open: bool| self.at(&matched.denied).any(|d| self.open(d) == open && self.denied(d) == Truth::True);
        if spoken || denied(false) {
            return (Truth::False, None);
        }
        // Answered with "not known": not even a complete list makes it absent.
        if self.complete() && !self.ground.unanswered(&self.rule.of) {
            return (Truth::False, None);
        }
        (Truth::Unknown, Some(if denied(true) { Reason::Conflict } else { Reason::NotRecorded }))
    }

    /// The places of the records that close what others leave open, or that leave it open.
    pub fn rest_by(&self, matched: &Matched) -> Vec<usize> {
        let those = |places: &[usize], wanted: &dyn Fn(&Stretch) -> bool| -> Vec<usize> {
            places.iter().copied().filter(|p| self.ground.record(*p).is_some_and(wanted)).collect()
        };
        let denied = |r: &Stretch| self.denied(r) == Truth::True;
        let speaking = [those(&matched.same, &|r| self.own(r)), those(&matched.wider, &|r| self.over(r))].concat();
        let sure = those(&matched.denied, &|r| denied(r) && !self.open(r));
        if !speaking.is_empty() || !sure.is_empty() {
            return [speaking, sure].concat();
        }
        let open = those(&matched.denied, &denied);
        let planned = |r: &Stretch| r.presence == Presence::Planned;
        let planned = [those(&matched.same, &planned), those(&matched.narrower, &planned)].concat();
        match self.complete() && !self.ground.unanswered(&self.rule.of) {
            true => [open, planned].concat(),
            false if !open.is_empty() => open,
            false => planned,
        }
    }

    /// Whether a record of it speaks of the moment at all.
    fn says(&self, record: &Stretch) -> bool {
        let asked = self.moment == self.ground.asked();
        match record.presence {
            Presence::Suspected => self.rule.certainty == Some(Certainty::Suspected),
            // It is going to be there: it is not there yet. It may have been before, and what was done stays done.
            Presence::Planned => self.planned_is_no() && record.from.is_none_or(|from| from.earliest > self.moment) && asked,
            _ => asked || record.from.is_some() || record.to.is_some() || record.timeless,
        }
    }

    fn own(&self, record: &Stretch) -> bool {
        self.says(record) && !self.too_early(record)
    }

    fn over(&self, record: &Stretch) -> bool {
        self.says(record) && record.presence != Presence::Planned && self.in_time(record).0 == Truth::False
    }

    /// Whether another record contradicts a denial.
    fn open(&self, denial: &Stretch) -> bool {
        denial.contested.is_some_and(|from| from <= self.moment)
    }

    /// Whether a plan says that it is not there: it is not done yet. Of an earlier one, which
    /// `ever` and a look-back ask for, it says nothing.
    fn planned_is_no(&self) -> bool {
        matches!(self.question, Question::There | Question::Ever) && !self.ever
    }

    /// Whether a record is of an earlier occurrence than the one asked for: the discharge of
    /// two years ago does not say that there was none after this week's admission.
    fn too_early(&self, record: &Stretch) -> bool {
        let Some(anchor) = self.rule.after.as_ref().filter(|_| self.event) else { return false };
        let start = presence::start(record, self.ground.asked());
        occurrences(self.ground, anchor, self.moment).found.iter().any(|(when, _)| earlier(start, *when) == Truth::True)
    }

    /// Whether a denial answers the question with no.
    pub fn denied(&self, denial: &Stretch) -> Truth {
        // "No severe one": there may be a moderate one, and there is none so severe or worse.
        // "No mild one": there may be a severe one.
        let leaves_room = |s: Severity| s < Severity::Severe || self.rule.severity.is_none_or(|asked| asked.low < s);
        if denial.severity.is_some_and(leaves_room) {
            return Truth::Unknown;
        }
        let now = presence::denies(denial, self.moment, self.ground.asked(), self.stays_done);
        let undated = denial.from.is_none() && denial.to.is_none();
        match &self.question {
            _ if undated || self.stays_done => now,
            Question::There => now,
            Question::Overlaps(span) => {
                let from = denial.from.map_or(Truth::Unknown, |f| Truth::from(f.latest <= span.start.earliest));
                from.and(now)
            }
            Question::Ever | Question::Relative(_) => Truth::Unknown,
        }
    }

    /// Whether the list that the finding belongs to names everything there is.
    fn complete(&self) -> bool {
        let complete = self.ground.complete();
        match self.rule.kind {
            Some(FindingKind::Condition) => complete.conditions,
            Some(FindingKind::Procedure) => complete.procedures,
            Some(FindingKind::Drug) => complete.medications,
            Some(_) => complete.findings,
            None => complete.conditions && complete.procedures && complete.medications && complete.findings,
        }
    }
}
