//! Findings of plain records: what the reference says of a finding that is asked for without
//! severity, certainty, duration or another finding's time, over records as they stand in a row.

use super::findings::{Findings, Listed};
use super::program::Literal;
use super::rails::{Rails, Row};
use super::views::Views;
use crate::Truth;
use crate::patient::{Complete, Presence};
use crate::rule::{CheckedFinding, CheckedNode, CheckedRule};
use crate::screening::facts::{List, Matched, Stretch};
use crate::screening::presence::{self, Kind};
use crate::screening::span::Span;
use crate::time::Moment;
use crate::vocabulary::FindingKind;

/// Every question about a finding, by its concept's place.
#[derive(Debug, Default)]
pub struct Plainly {
    concepts: Vec<Vec<Asked>>,
}

#[derive(Debug)]
pub struct Asked {
    pub node: Literal,
    pub listed: Listed,
    pub form: Form,
}

#[derive(Debug)]
pub enum Form {
    Plain(Plain),
    /// Only the reference answers it.
    Hard(Box<CheckedRule>),
}

/// Whether it is there, was there, or was there in a window.
#[derive(Debug, Clone, Copy)]
pub struct Plain {
    ever: bool,
    stays_done: bool,
    event: bool,
    /// An allergy to a drug is not the drug.
    apart: bool,
    window: Option<usize>,
}

/// One patient's records, and how they are asked about.
#[derive(Clone, Copy)]
pub struct Records<'r> {
    pub all: &'r [Stretch],
    pub asked: Moment,
    pub complete: Complete,
    pub spans: &'r [Span],
}

impl Plainly {
    pub fn ask(&mut self, findings: &mut Findings, node: Literal, rule: &CheckedRule, views: &mut Views) {
        let CheckedNode::Finding(finding) = &rule.node else { return };
        let place = findings.place(finding);
        if self.concepts.len() <= place {
            self.concepts.resize_with(place.saturating_add(1), Vec::new);
        }
        let form = Plain::of(finding, views).map_or_else(|| Form::Hard(Box::new(rule.clone())), Form::Plain);
        if let Some(all) = self.concepts.get_mut(place) {
            all.push(Asked { node, listed: Listed::of(finding), form });
        }
    }

    /// The questions about a concept.
    pub fn of(&self, place: usize) -> &[Asked] {
        self.concepts.get(place).map_or(&[], Vec::as_slice)
    }

    /// How many concepts are asked about.
    pub fn len(&self) -> usize {
        self.concepts.len()
    }

    /// Where nothing of a patient bears on a concept, a complete list says no. `touched` says by
    /// concept for whom something does, `complete` by list for whom it is complete.
    pub fn silence(&self, touched: &[Row], complete: impl Fn(Listed) -> Row, rails: &mut Rails) {
        for (all, touched) in self.concepts.iter().zip(touched) {
            let untouched = touched.not();
            for asked in all {
                rails.add(asked.node, Row::NONE, complete(asked.listed).and(untouched));
            }
        }
    }
}

impl Plain {
    fn of(finding: &CheckedFinding, views: &mut Views) -> Option<Self> {
        let CheckedFinding { certainty, severity, ahead, lasts, before, after, .. } = finding;
        let plain = certainty.is_none() && severity.is_none() && !*ahead && lasts.is_none() && before.is_none() && after.is_none();
        plain.then(|| Self {
            ever: finding.ever,
            stays_done: finding.stays_done(),
            event: finding.kind == Some(FindingKind::Event),
            apart: matches!(finding.kind, Some(FindingKind::Allergy | FindingKind::Consent)),
            window: finding.within.map(|bound| views.window(bound)),
        })
    }

    /// What it is, as [`finding::judge`](crate::screening::finding::judge) has it.
    pub fn truth(&self, listed: Listed, matched: &Matched, records: Records<'_>) -> Truth {
        let mut truth = Truth::False;
        for place in matched.same.iter().chain(&matched.narrower) {
            let Some(record) = records.all.get(*place).filter(|r| self.concerns(r)) else { continue };
            truth = truth.or(self.record(record, records));
            if truth == Truth::True {
                return truth;
            }
        }
        truth.or(self.rest(listed, matched, records))
    }

    fn concerns(&self, record: &Stretch) -> bool {
        !(self.apart && record.list == List::Medications) && record.presence != Presence::Planned
    }

    fn record(&self, record: &Stretch, records: Records<'_>) -> Truth {
        let mut truth = self.in_time(record, records);
        if record.presence == Presence::Suspected {
            truth = truth.and(Truth::Unknown);
        }
        if truth != Truth::False && contested(record, records) { Truth::Unknown } else { truth }
    }

    fn in_time(&self, record: &Stretch, records: Records<'_>) -> Truth {
        let asked = records.asked;
        match self.span(records) {
            Some(span) => {
                let kind = if self.event {
                    Kind::Event
                } else if self.stays_done || record.list == List::Procedures {
                    Kind::Procedure
                } else {
                    Kind::State
                };
                presence::overlaps(record, span, asked, asked, kind)
            }
            None if self.ever || self.stays_done => presence::happened(record, asked, asked),
            None => presence::covers(record, asked, asked),
        }
    }

    fn span(&self, records: Records<'_>) -> Option<Span> {
        self.window.and_then(|w| records.spans.get(w)).copied()
    }

    /// Whether records of it, or of something wider, say that there is nothing else of it, or a
    /// complete list does.
    fn rest(&self, listed: Listed, matched: &Matched, records: Records<'_>) -> Truth {
        let says = |r: &Stretch| match r.presence {
            Presence::Suspected => false,
            Presence::Planned => self.window.is_none() && !self.ever && r.from.is_none_or(|from| from.earliest > records.asked),
            _ => true,
        };
        let over = |r: &Stretch| says(r) && r.presence != Presence::Planned && self.in_time(r, records) == Truth::False;
        let denied = |r: &Stretch| !contested(r, records) && self.denied(r, records) == Truth::True;
        let closed = listed.complete(records.complete)
            || records.at(&matched.same).any(says)
            || records.at(&matched.wider).any(over)
            || records.at(&matched.denied).any(denied);
        if closed { Truth::False } else { Truth::Unknown }
    }

    /// Whether a denial answers the question with no.
    fn denied(&self, denial: &Stretch, records: Records<'_>) -> Truth {
        // "No severe one" leaves room for another.
        if denial.severity.is_some() {
            return Truth::Unknown;
        }
        let now = presence::denies(denial, records.asked, records.asked, self.stays_done);
        let undated = denial.from.is_none() && denial.to.is_none();
        match self.span(records) {
            _ if undated || self.stays_done => now,
            Some(span) => denial.from.map_or(Truth::Unknown, |f| Truth::from(f.latest <= span.start.earliest)).and(now),
            None if self.ever => Truth::Unknown,
            None => now,
        }
    }
}

impl<'r> Records<'r> {
    #[inline]
    fn at<'p>(self, places: &'p [usize]) -> impl Iterator<Item = &'r Stretch> + use<'r, 'p> {
        places.iter().filter_map(move |p| self.all.get(*p))
    }
}

fn contested(record: &Stretch, records: Records<'_>) -> bool {
    record.contested.is_some_and(|from| from <= records.asked)
}
