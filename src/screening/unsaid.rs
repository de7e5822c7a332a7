//! What follows for a finding from denials, from plans, from other records and from silence.

use super::Reason;
use super::facts::{Fact, Matched};
use super::finding::{Asking, Judged, Question, occurrences};
use super::presence;
use super::span::earlier;
use crate::Truth;
use crate::patient::Presence;
use crate::rule::{Certainty, Severity};
use crate::vocabulary::FindingKind;

/// What the facts about it leave open, and the records that close it.
pub struct Rest<'f> {
    pub judged: Judged,
    pub by: Vec<&'f Fact<'f>>,
}

impl<'c, 'a> Asking<'c, 'a, '_> {
    /// Whether anything beyond the facts about it could make the rule true.
    pub fn rest<'f>(&self, matched: &'f Matched) -> Rest<'f>
    where
        'c: 'f,
        'a: 'f,
    {
        let chart = self.chart;
        let facts = &chart.facts;
        let no = |by| Rest { judged: (Truth::False, None), by };
        let suspects = self.rule.certainty == Some(Certainty::Suspected);
        let says = |f: &Fact<'_>| match f.presence {
            Presence::Suspected => suspects,
            // It is going to be there: it is not there yet. It may have been before, and what was done stays done.
            Presence::Planned => self.planned_is_no() && f.from.is_none_or(|from| from.earliest > self.moment) && self.moment == chart.asked,
            _ => self.moment == chart.asked || f.from.is_some() || f.to.is_some() || f.timeless,
        };
        // A record of the thing itself speaks for it: it is not there outside its own time.
        let own = chart.facts.at(&matched.same).filter(|f| says(f) && !self.too_early(f));
        let over = |f: &&Fact<'_>| says(f) && f.presence != Presence::Planned && self.in_time(f).0 == Truth::False;
        let speaking: Vec<&Fact<'_>> = own.chain(chart.facts.at(&matched.wider).filter(over)).collect();
        let denials: Vec<&Fact<'_>> = facts.at(&matched.denied).filter(|d| self.denied(d) == Truth::True).collect();
        let (open, sure): (Vec<&Fact<'_>>, Vec<&Fact<'_>>) = denials.into_iter().partition(|d| d.contested.is_some_and(|from| from <= self.moment));
        if !speaking.is_empty() || !sure.is_empty() {
            return no(speaking.into_iter().chain(sure).collect());
        }
        let planned = chart.facts.at(&matched.same).chain(chart.facts.at(&matched.narrower)).filter(|f| f.presence == Presence::Planned);
        // Answered with "not known": not even a complete list makes it absent.
        let unanswered =
            chart.profile.unanswered.iter().any(|c| chart.vocabulary.narrower(c, &self.rule.of) || chart.vocabulary.narrower(&self.rule.of, c));
        if self.complete() && !unanswered {
            return no(open.into_iter().chain(planned).collect());
        }
        if !open.is_empty() {
            return Rest { judged: (Truth::Unknown, Some(Reason::Conflict)), by: open };
        }
        Rest { judged: (Truth::Unknown, Some(Reason::NotRecorded)), by: planned.collect() }
    }

    /// Whether a plan says that it is not there: it is not done yet. Of an earlier one, which
    /// `ever` and a look-back ask for, it says nothing.
    fn planned_is_no(&self) -> bool {
        matches!(self.question, Question::There | Question::Ever) && !self.rule.ever
    }

    /// Whether a record is of an earlier occurrence than the one asked for: the discharge of
    /// two years ago does not say that there was none after this week's admission.
    fn too_early(&self, fact: &Fact<'_>) -> bool {
        let Some(anchor) = self.rule.after.as_ref().filter(|_| self.event) else { return false };
        let start = presence::start(fact, self.chart.asked);
        occurrences(self.chart, anchor, self.moment).found.iter().any(|(when, _)| earlier(start, *when) == Truth::True)
    }

    /// Whether a denial answers the question with no.
    pub fn denied(&self, denial: &Fact<'_>) -> Truth {
        // "No severe one": there may be a moderate one, and there is none so severe or worse.
        // "No mild one": there may be a severe one.
        let leaves_room = |s: Severity| s < Severity::Severe || self.rule.severity.is_none_or(|asked| asked.low < s);
        if denial.severity.is_some_and(leaves_room) {
            return Truth::Unknown;
        }
        let now = presence::denies(denial, self.moment, self.chart.asked, self.stays_done);
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
        let complete = self.chart.profile.complete;
        match self.rule.kind {
            Some(FindingKind::Condition) => complete.conditions,
            Some(FindingKind::Procedure) => complete.procedures,
            Some(FindingKind::Drug) => complete.medications,
            Some(_) => complete.findings,
            None => complete.conditions && complete.procedures && complete.medications && complete.findings,
        }
    }
}
