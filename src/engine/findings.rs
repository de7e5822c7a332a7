//! Findings: the names of the profile that bear on a concept are found once, and the reference
//! says of them what each question is; a concept that none bears on is decided by what the
//! profile says to be complete.

use super::program::{Literal, Values};
use super::rails::{Rails, Row};
use crate::Truth;
use crate::patient::Complete;
use crate::rule::CheckedFinding;
use crate::screening::facts::{Known, Matched, Stretch, key};
use crate::screening::finding;
use crate::screening::ground::Ground;
use crate::time::{Moment, Zone};
use crate::vocabulary::{Concept, FindingKind};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Every question about a finding.
#[derive(Debug, Default)]
pub struct Findings {
    places: FxHashMap<Concept, usize>,
    concepts: Vec<Concept>,
    /// The same places by [`key`].
    keys: FxHashMap<String, usize>,
    /// The questions about each concept.
    questions: Vec<Vec<Question>>,
    count: usize,
}

#[derive(Debug)]
struct Question {
    node: Literal,
    rule: CheckedFinding,
    /// The list that would name what it asks for: where nothing else is recorded, it says no.
    listed: Option<Listed>,
}

/// The list that names everything there is of a sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    Conditions,
    Procedures,
    Medications,
    Findings,
    Anywhere,
}

/// A record's place that bears on a concept of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bearing {
    /// The concept's place.
    pub concept: usize,
    /// The record's, or [`NOWHERE`].
    pub record: usize,
    /// The record is of the concept or something narrower.
    pub narrower: bool,
    /// The record is of the concept or something wider.
    pub wider: bool,
}

/// A record's place, for what is answered with "not known".
pub const NOWHERE: usize = usize::MAX;

/// One patient's records, and which of them bear on which concept, sorted.
pub struct Records<'r, F> {
    pub findings: &'r Findings,
    pub record: F,
    pub bearing: &'r [Bearing],
    pub asked: Moment,
    pub zone: Zone,
    pub complete: Complete,
}

impl Findings {
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn ask(&mut self, node: Literal, rule: &CheckedFinding) {
        let place = self.place(rule.of.clone());
        let listed = finding::silence_is_no(rule).then(|| Listed::of(rule));
        self.count = self.count.saturating_add(1);
        if let Some(all) = self.questions.get_mut(place) {
            all.push(Question { node, rule: rule.clone(), listed });
        }
    }

    /// Notes a concept whose records somebody will ask for.
    pub fn place(&mut self, concept: Concept) -> usize {
        let next = self.concepts.len();
        let place = *self.places.entry(concept.clone()).or_insert(next);
        if place == next {
            self.keys.entry(key(&concept)).or_insert(place);
            self.concepts.push(concept);
            self.questions.push(Vec::new());
        }
        place
    }

    /// What bears on the concepts, for the reference.
    pub fn known(&self, bearing: Rc<[Bearing]>) -> Known<'_> {
        Box::new(move |key, add| {
            let Some(place) = self.keys.get(key) else { return false };
            for one in of_concept(&bearing, *place).iter().filter(|b| b.record != NOWHERE) {
                add(one.record, one.narrower, one.wider);
            }
            true
        })
    }

    /// Every question's node.
    pub fn nodes(&self) -> impl Iterator<Item = Literal> {
        self.questions.iter().flatten().map(|q| q.node)
    }

    /// The concepts, by their places.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// Answers what something bears on, and says of which concepts that is.
    pub fn answer<'s>(
        &self,
        records: &Records<'s, impl Fn(usize) -> Option<&'s Stretch>>,
        matched: &mut Matched,
        mut touch: impl FnMut(usize),
        mut put: impl FnMut(Literal, Truth),
    ) {
        for touched in records.bearing.chunk_by(|a, b| a.concept == b.concept) {
            let Some(first) = touched.first() else { continue };
            touch(first.concept);
            let questions = self.questions.get(first.concept).map_or(&[][..], Vec::as_slice);
            if questions.is_empty() {
                continue;
            }
            records.gather(touched, matched);
            for question in questions {
                put(question.node, finding::truth(records, &question.rule, matched, records.asked));
            }
        }
    }

    /// Where nothing bears on a concept, a complete list says no: of one patient.
    pub fn silent(&self, complete: Complete, values: &mut Values) {
        if complete != Complete::default() {
            for question in self.questions.iter().flatten().filter(|q| q.listed.is_some_and(|l| l.complete(complete))) {
                values.set(question.node, Truth::False);
            }
        }
    }

    /// The same of many: `touched` says by concept of whom something bears on it, `complete` by
    /// list for whom it is complete.
    pub fn silence(&self, touched: &[Row], complete: impl Fn(Listed) -> Row, rails: &mut Rails) {
        for (all, touched) in self.questions.iter().zip(touched) {
            let untouched = touched.not();
            for question in all {
                if let Some(listed) = question.listed {
                    rails.add(question.node, Row::NONE, complete(listed).and(untouched));
                }
            }
        }
    }
}

impl<'s, F: Fn(usize) -> Option<&'s Stretch>> Records<'s, F> {
    fn gather(&self, touched: &[Bearing], matched: &mut Matched) {
        matched.clear();
        for bearing in touched {
            if let Some(record) = (self.record)(bearing.record) {
                matched.add(bearing.record, record, bearing.narrower, bearing.wider);
            }
        }
    }

    /// What bears on a concept of the rules.
    fn touched(&self, of: &Concept) -> &[Bearing] {
        self.findings.places.get(of).map_or(&[], |place| of_concept(self.bearing, *place))
    }
}

/// What bears on the concept at a place.
fn of_concept(bearing: &[Bearing], place: usize) -> &[Bearing] {
    let start = bearing.partition_point(|b| b.concept < place);
    let end = bearing.partition_point(|b| b.concept <= place);
    bearing.get(start..end).unwrap_or_default()
}

impl<'s, F: Fn(usize) -> Option<&'s Stretch>> Ground for Records<'s, F> {
    fn asked(&self) -> Moment {
        self.asked
    }

    fn zone(&self) -> Zone {
        self.zone
    }

    fn complete(&self) -> Complete {
        self.complete
    }

    fn record(&self, place: usize) -> Option<&Stretch> {
        (self.record)(place)
    }

    fn matching(&self, of: &Concept) -> Rc<Matched> {
        let mut matched = Matched::default();
        self.gather(self.touched(of), &mut matched);
        Rc::new(matched)
    }

    fn unanswered(&self, of: &Concept) -> bool {
        self.touched(of).iter().any(|b| b.record == NOWHERE)
    }
}

impl Listed {
    /// Every list, and all of them.
    pub const EVERY: [Self; 5] = [Self::Conditions, Self::Procedures, Self::Medications, Self::Findings, Self::Anywhere];

    /// Whether a profile says that the list is complete.
    pub fn complete(self, complete: Complete) -> bool {
        match self {
            Self::Conditions => complete.conditions,
            Self::Procedures => complete.procedures,
            Self::Medications => complete.medications,
            Self::Findings => complete.findings,
            Self::Anywhere => complete.conditions && complete.procedures && complete.medications && complete.findings,
        }
    }

    fn of(rule: &CheckedFinding) -> Self {
        match rule.kind {
            Some(FindingKind::Condition) => Self::Conditions,
            Some(FindingKind::Procedure) => Self::Procedures,
            Some(FindingKind::Drug) => Self::Medications,
            Some(_) => Self::Findings,
            None => Self::Anywhere,
        }
    }
}
