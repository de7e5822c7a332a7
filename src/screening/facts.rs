//! What is, was or is not there: records and medications with their times, and which of them
//! contradict each other.

use super::chart::clip;
use crate::patient::{Datum, Origin, Presence, Profile, RecordKind};
use crate::rule::Severity;
use crate::time::{Moment, When};
use crate::vocabulary::{Concept, Standing, Vocabulary};
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// Everything that is there or not, seen from the moment asked for.
pub struct Facts<'a> {
    pub all: Vec<Fact<'a>>,
    concepts: Vec<&'a Concept>,
    /// The same, ready to be compared.
    standings: OnceCell<Vec<Standing<'a>>>,
    vocabulary: &'a Vocabulary,
    matched: RefCell<FxHashMap<String, Rc<Matched>>>,
    known: Option<Known<'a>>,
}

/// What somebody else has found to bear on a concept, by [`key`]: the place of each fact, and
/// whether it is narrower and wider. Whether that is known at all is the answer.
pub type Known<'a> = Box<dyn Fn(&str, &mut dyn FnMut(usize, bool, bool)) -> bool + 'a>;

/// One record or medication: what it says, and where it stands in the profile.
#[derive(Debug, Clone)]
pub struct Fact<'a> {
    profile: &'a Profile,
    stretch: Stretch,
    /// The name as written.
    pub name: &'a str,
    pub rate: Option<&'a Datum>,
    /// The place in the profile of the first other record that contradicts it.
    pub against: Option<Origin>,
    /// Where it stands in the profile.
    pub origin: Origin,
}

/// What a record says is there or not, and when: all that a truth depends on.
#[derive(Debug, Clone, Copy)]
pub struct Stretch {
    /// Its place among the distinct concepts.
    pub concept: usize,
    pub presence: Presence,
    pub list: List,
    pub severity: Option<Severity>,
    /// Since when; none where nothing says.
    pub from: Option<When>,
    /// Until when; none where it has not ended. The begin of a later contrary record ends it.
    pub to: Option<When>,
    /// It holds at all times (sex).
    pub timeless: bool,
    /// Another record contradicts it from then on.
    pub contested: Option<Moment>,
    /// The place of the first other one that does.
    pub contester: Option<usize>,
}

impl std::ops::Deref for Fact<'_> {
    type Target = Stretch;

    fn deref(&self) -> &Stretch {
        &self.stretch
    }
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
    pub fn clear(&mut self) {
        for places in [&mut self.same, &mut self.narrower, &mut self.wider, &mut self.denied, &mut self.narrower_denied] {
            places.clear();
        }
    }

    /// Puts a fact where it belongs: `up`, its presence is presence of the concept; `down`, the
    /// other way round.
    pub fn add(&mut self, place: usize, fact: &Stretch, up: bool, down: bool) {
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
            let stretch = Stretch {
                concept: place(&record.concept),
                presence: record.presence,
                list,
                severity: record.severity,
                from: seen(record.from),
                to: record.to,
                timeless: record.origin.list == "sex",
                contested: None,
                contester: None,
            };
            all.push(Fact { profile, stretch, name: &record.concept.written, rate: None, against: None, origin: record.origin });
        }
        for medication in &profile.medications {
            // What ends when it begins never ran.
            if medication.never_ran() {
                continue;
            }
            let stretch = Stretch {
                concept: place(&medication.concept),
                presence: medication.presence,
                list: List::Medications,
                severity: None,
                from: seen(medication.from),
                to: medication.to,
                timeless: false,
                contested: None,
                contester: None,
            };
            all.push(Fact {
                profile,
                stretch,
                name: &medication.concept.written,
                rate: medication.rate.as_ref(),
                against: None,
                origin: medication.origin,
            });
        }
        // Data after the moment is not seen.
        all.retain(|f| f.from.is_none_or(|w| w.earliest <= asked));
        let mut stretches: Vec<Stretch> = all.iter().map(|f| f.stretch).collect();
        let known: RefCell<FxHashMap<(usize, usize), bool>> = RefCell::default();
        settle(&mut stretches, asked, |narrow, wide| {
            let pair = concepts.get(narrow).zip(concepts.get(wide));
            *known.borrow_mut().entry((narrow, wide)).or_insert_with(|| pair.is_some_and(|(n, w)| narrower(n, w)))
        });
        let origins: Vec<Origin> = all.iter().map(|f| f.origin).collect();
        for (fact, stretch) in all.iter_mut().zip(stretches) {
            fact.against = stretch.contester.and_then(|place| origins.get(place).copied());
            fact.stretch = stretch;
        }
        Self { all, concepts, standings: OnceCell::new(), vocabulary, matched: RefCell::default(), known: None }
    }

    /// The distinct concepts of the facts, by [`Fact::concept`].
    pub fn concepts(&self) -> &[&'a Concept] {
        &self.concepts
    }

    /// Takes from somebody what bears on the concepts that they know.
    pub fn hear(&mut self, known: Known<'a>) {
        self.known = Some(known);
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
        let mut matched = Matched::default();
        let mut add = |place: usize, up: bool, down: bool| {
            if let Some(fact) = self.all.get(place) {
                matched.add(place, fact, up, down);
            }
        };
        if !self.known.as_ref().is_some_and(|known| known(&key, &mut add)) {
            // Up: presence of the fact is presence of what is asked; down: the other way round.
            let (v, asked) = (self.vocabulary, self.vocabulary.standing(asked));
            let known = self.standings.get_or_init(|| self.concepts.iter().map(|c| v.standing(c)).collect());
            let relation: Vec<(bool, bool)> = known.iter().map(|c| (v.stands_narrower(c, &asked), v.stands_narrower(&asked, c))).collect();
            for (place, fact) in self.all.iter().enumerate() {
                let (up, down) = relation.get(fact.concept).copied().unwrap_or_default();
                add(place, up, down);
            }
        }
        let matched = Rc::new(matched);
        self.matched.borrow_mut().insert(key, Rc::clone(&matched));
        matched
    }
}

/// Lets later records end earlier contrary ones, and marks those that contradict. `narrower` says
/// of two places among the concepts whether the first is narrower.
pub fn settle(all: &mut [Stretch], asked: Moment, narrower: impl Fn(usize, usize) -> bool) {
    let claims = |f: &Stretch| matches!(f.presence, Presence::Present | Presence::Suspected | Presence::Resolved);
    if !all.iter().any(|f| f.presence == Presence::Absent) || !all.iter().any(claims) {
        return;
    }
    let before = all.to_vec();
    for (denial, no) in before.iter().enumerate().filter(|(_, f)| f.presence == Presence::Absent) {
        for (claim, yes) in before.iter().enumerate().filter(|(_, f)| claims(f)) {
            // A denied severity denies it and worse, and nothing milder or ungraded.
            let so_severe = no.severity.is_none_or(|least| yes.severity.is_some_and(|s| s >= least));
            if so_severe && narrower(yes.concept, no.concept) {
                weigh(all, (claim, yes), (denial, no), asked);
            }
        }
    }
}

type Placed<'s> = (usize, &'s Stretch);

fn weigh(all: &mut [Stretch], (claim, yes): Placed<'_>, (denial, no): Placed<'_>, asked: Moment) {
    match (yes.from, no.from) {
        (Some(y), Some(n)) if n.earliest > y.latest => end(all, claim, n),
        (Some(y), Some(n)) if y.earliest > n.latest => end(all, denial, y),
        (Some(y), Some(n)) => contest(all, claim, denial, y.earliest.max(n.earliest)),
        _ => {
            // One of them has no beginning: it speaks of the moment.
            let speaks = |f: &Stretch| f.to.is_none_or(|to| to.latest >= asked);
            // What was done stays done, whenever it ended.
            let claims_now = yes.list == List::Procedures || (yes.presence != Presence::Resolved && speaks(yes));
            if claims_now && speaks(no) {
                let from = if yes.timeless || no.timeless { Moment::MIN } else { asked };
                contest(all, claim, denial, from);
            }
        }
    }
}

fn end(all: &mut [Stretch], place: usize, next: When) {
    if let Some(stretch) = all.get_mut(place) {
        let end = When { earliest: next.earliest.plus_millis(-1), latest: next.latest.plus_millis(-1) };
        if stretch.to.is_none_or(|to| end.earliest < to.earliest) {
            stretch.to = Some(end);
        }
    }
}

fn contest(all: &mut [Stretch], claim: usize, denial: usize, from: Moment) {
    for (place, other) in [(claim, denial), (denial, claim)] {
        if let Some(stretch) = all.get_mut(place) {
            stretch.contested = Some(stretch.contested.map_or(from, |c| c.min(from)));
            stretch.contester = stretch.contester.or(Some(other));
        }
    }
}

impl Fact<'_> {
    /// Where it stands in the profile, as people would point at it.
    pub fn place(&self) -> String {
        self.profile.place(self.origin)
    }
}

/// The words by which what bears on a concept is remembered.
pub fn key(asked: &Concept) -> String {
    asked.words().as_slice().join(" ")
}
