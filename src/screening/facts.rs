//! What is, was or is not there: records and medications with their times, and which of them
//! contradict each other.

use super::chart::clip;
use crate::patient::{Datum, Origin, Presence, Profile, RecordKind};
use crate::rule::Severity;
use crate::time::{Moment, When};
use crate::vocabulary::{Concept, Vocabulary};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;

/// Everything that is there or not, seen from the moment asked for.
pub struct Facts<'a> {
    pub all: Vec<Fact<'a>>,
    concepts: Vec<&'a Concept>,
    vocabulary: &'a Vocabulary,
    matched: RefCell<FxHashMap<String, Rc<Matched>>>,
}

/// One record or medication.
#[derive(Debug, Clone)]
pub struct Fact<'a> {
    profile: &'a Profile,
    /// Its place among the distinct concepts.
    pub concept: usize,
    /// The name as written.
    pub name: &'a str,
    pub presence: Presence,
    pub list: List,
    pub severity: Option<Severity>,
    pub rate: Option<&'a Datum>,
    /// Since when; none where nothing says.
    pub from: Option<When>,
    /// Until when; none where it has not ended. The begin of a later contrary record ends it.
    pub to: Option<When>,
    /// It holds at all times (sex).
    pub timeless: bool,
    /// Another record contradicts it from then on.
    pub contested: Option<Moment>,
    /// The other record's place in the profile.
    pub against: Option<Origin>,
    /// Where it stands in the profile.
    pub origin: Origin,
}

/// The list that a fact came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Conditions,
    Procedures,
    Findings,
    Medications,
}

/// Places of the facts that bear on a concept.
#[derive(Debug, Default)]
pub struct Matched {
    /// Facts of the concept itself.
    pub same: Vec<usize>,
    /// Facts of something narrower, whose presence is its presence.
    pub narrower: Vec<usize>,
    /// Facts of something wider, whose end is its end.
    pub wider: Vec<usize>,
    /// Denials of it or of something wider.
    pub denied: Vec<usize>,
    /// Denials of something narrower; they only show that it was asked about.
    pub narrower_denied: Vec<usize>,
}

impl Matched {
    /// Puts a fact where it belongs: `up`, its presence is presence of the concept; `down`, the
    /// other way round.
    pub fn add(&mut self, place: usize, fact: &Fact<'_>, up: bool, down: bool) {
        let group = match (fact.presence == Presence::Absent, up, down) {
            (true, _, true) => &mut self.denied,
            (true, true, false) => &mut self.narrower_denied,
            (false, true, true) => &mut self.same,
            (false, true, false) => &mut self.narrower,
            (false, false, true) => &mut self.wider,
            (_, false, false) => return,
        };
        group.push(place);
    }
}

impl<'a> Facts<'a> {
    pub fn of(profile: &'a Profile, vocabulary: &'a Vocabulary, asked: Moment) -> Self {
        Self::related(profile, vocabulary, asked, |narrow, wide| vocabulary.narrower(narrow, wide))
    }

    /// The same, by somebody who can say at once which name is narrower.
    pub fn related(profile: &'a Profile, vocabulary: &'a Vocabulary, asked: Moment, narrower: impl Fn(&Concept, &Concept) -> bool) -> Self {
        let mut concepts: Vec<&Concept> = Vec::new();
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        let mut place = |concept: &'a Concept| {
            *places.entry(concept.written.as_str()).or_insert_with(|| {
                concepts.push(concept);
                concepts.len().saturating_sub(1)
            })
        };
        let seen = |when: Option<When>| when.map(|w| clip(w, profile.as_of));
        let mut all = Vec::new();
        for record in profile.records.iter().filter(|r| !r.never_was()) {
            let list = match record.kind {
                RecordKind::Condition => List::Conditions,
                RecordKind::Procedure => List::Procedures,
                RecordKind::Finding => List::Findings,
            };
            all.push(Fact {
                profile,
                concept: place(&record.concept),
                name: &record.concept.written,
                presence: record.presence,
                list,
                severity: record.severity,
                rate: None,
                from: seen(record.from),
                to: record.to,
                timeless: record.origin.list == "sex",
                contested: None,
                against: None,
                origin: record.origin,
            });
        }
        for medication in &profile.medications {
            // What ends when it begins never ran.
            if medication.never_ran() {
                continue;
            }
            all.push(Fact {
                profile,
                concept: place(&medication.concept),
                name: &medication.concept.written,
                presence: medication.presence,
                list: List::Medications,
                severity: None,
                rate: medication.rate.as_ref(),
                from: seen(medication.from),
                to: medication.to,
                timeless: false,
                contested: None,
                against: None,
                origin: medication.origin,
            });
        }
        // Data after the moment is not seen.
        all.retain(|f| f.from.is_none_or(|w| w.earliest <= asked));
        let mut facts = Self { all, concepts, vocabulary, matched: RefCell::default() };
        facts.settle(asked, narrower);
        facts
    }

    /// The distinct concepts of the facts, by [`Fact::concept`].
    pub fn concepts(&self) -> &[&'a Concept] {
        &self.concepts
    }

    /// Takes what bears on a concept from somebody who knows it already.
    pub fn know(&self, asked: &Concept, matched: Rc<Matched>) {
        self.matched.borrow_mut().insert(key(asked), matched);
    }

    /// The facts at some places.
    pub fn at<'s>(&'s self, places: &'s [usize]) -> impl Iterator<Item = &'s Fact<'a>> {
        places.iter().filter_map(|p| self.all.get(*p))
    }

    /// The facts that bear on a concept.
    pub fn matching(&self, asked: &Concept) -> Rc<Matched> {
        let key = key(asked);
        if let Some(found) = self.matched.borrow().get(&key) {
            return Rc::clone(found);
        }
        // Up: presence of the fact is presence of what is asked; down: the other way round.
        let relation: Vec<(bool, bool)> =
            self.concepts.iter().map(|c| (self.vocabulary.narrower(c, asked), self.vocabulary.narrower(asked, c))).collect();
        let mut matched = Matched::default();
        for (place, fact) in self.all.iter().enumerate() {
            let (up, down) = relation.get(fact.concept).copied().unwrap_or_default();
            matched.add(place, fact, up, down);
        }
        let matched = Rc::new(matched);
        self.matched.borrow_mut().insert(key, Rc::clone(&matched));
        matched
    }

    /// Lets later records end earlier contrary ones, and marks those that contradict.
    fn settle(&mut self, asked: Moment, is_narrower: impl Fn(&Concept, &Concept) -> bool) {
        let denials: Vec<usize> = self.places(|f| f.presence == Presence::Absent);
        let claims: Vec<usize> = self.places(|f| matches!(f.presence, Presence::Present | Presence::Suspected | Presence::Resolved));
        if denials.is_empty() || claims.is_empty() {
            return;
        }
        let before = self.all.clone();
        let mut narrower: FxHashMap<(usize, usize), bool> = FxHashMap::default();
        for (denial, claim) in denials.iter().flat_map(|d| claims.iter().map(move |c| (*d, *c))) {
            let (Some(no), Some(yes)) = (before.get(denial), before.get(claim)) else { continue };
            let concerned = *narrower.entry((yes.concept, no.concept)).or_insert_with(|| {
                let pair = self.concepts.get(yes.concept).zip(self.concepts.get(no.concept));
                pair.is_some_and(|(y, n)| is_narrower(y, n))
            });
            // A denied severity denies it and worse, and nothing milder or ungraded.
            let so_severe = no.severity.is_none_or(|least| yes.severity.is_some_and(|s| s >= least));
            if concerned && so_severe {
                self.weigh(claim, denial, &before, asked);
            }
        }
    }

    fn weigh(&mut self, claim: usize, denial: usize, before: &[Fact<'a>], asked: Moment) {
        let (Some(yes), Some(no)) = (before.get(claim), before.get(denial)) else { return };
        match (yes.from, no.from) {
            (Some(y), Some(n)) if n.earliest > y.latest => self.end(claim, n),
            (Some(y), Some(n)) if y.earliest > n.latest => self.end(denial, y),
            (Some(y), Some(n)) => self.contest(claim, denial, y.earliest.max(n.earliest), before),
            _ => {
                // One of them has no beginning: it speaks of the moment.
                let speaks = |f: &Fact<'_>| f.to.is_none_or(|to| to.latest >= asked);
                // What was done stays done, whenever it ended.
                let claims_now = yes.list == List::Procedures || (yes.presence != Presence::Resolved && speaks(yes));
                if claims_now && speaks(no) {
                    let from = if yes.timeless || no.timeless { Moment::MIN } else { asked };
                    self.contest(claim, denial, from, before);
                }
            }
        }
    }

    fn end(&mut self, place: usize, next: When) {
        if let Some(fact) = self.all.get_mut(place) {
            let end = When { earliest: next.earliest.plus_millis(-1), latest: next.latest.plus_millis(-1) };
            if fact.to.is_none_or(|to| end.earliest < to.earliest) {
                fact.to = Some(end);
            }
        }
    }

    fn contest(&mut self, claim: usize, denial: usize, from: Moment, before: &[Fact<'a>]) {
        for (place, other) in [(claim, denial), (denial, claim)] {
            let origin = before.get(other).map(|f| f.origin);
            if let Some(fact) = self.all.get_mut(place) {
                fact.contested = Some(fact.contested.map_or(from, |c| c.min(from)));
                if fact.against.is_none() {
                    fact.against = origin;
                }
            }
        }
    }

    fn places(&self, wanted: impl Fn(&Fact<'a>) -> bool) -> Vec<usize> {
        self.all.iter().enumerate().filter(|(_, f)| wanted(f)).map(|(i, _)| i).collect()
    }
}

impl Fact<'_> {
    /// Where it stands in the profile, as people would point at it.
    pub fn place(&self) -> String {
        self.profile.place(self.origin)
    }
}

fn key(asked: &Concept) -> String {
    asked.words().as_slice().join(" ")
}
