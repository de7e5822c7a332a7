//! How the names of profiles stand to the concepts of the rules and to each other, remembered
//! from patient to patient: a hospital writes the same few thousand names again and again.

use super::findings::{Bearing, NOWHERE};
use crate::patient::Profile;
use crate::screening::facts::Facts;
use crate::time::Moment;
use crate::vocabulary::{Concept, Vocabulary};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// The most names that are remembered; others are worked out each time.
const MOST_NAMES: usize = 1 << 16;
/// The most pairs of names that are remembered.
const MOST_PAIRS: usize = 1 << 20;

/// What has been worked out so far.
#[derive(Debug, Default)]
pub struct Kin {
    known: RwLock<Known>,
}

#[derive(Debug, Default)]
struct Known {
    names: FxHashMap<String, (Concept, Arc<[Relation]>)>,
    /// By the narrower name and the wider: whether it is so.
    pairs: FxHashMap<String, FxHashMap<String, bool>>,
    pair_count: usize,
}

/// How a name stands to a concept of the rules; where it does not, there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relation {
    /// The concept's place.
    pub concept: usize,
    /// The name is the concept or something narrower.
    pub narrower: bool,
    /// The name is the concept or something wider.
    pub wider: bool,
}

impl Relation {
    /// A record of such a name.
    pub fn of(&self, record: usize) -> Bearing {
        Bearing { concept: self.concept, record, narrower: self.narrower, wider: self.wider }
    }
}

impl Kin {
    /// A profile's facts; which of them contradict each other depends on their names.
    pub fn facts<'a>(&self, profile: &'a Profile, vocabulary: &'a Vocabulary, moment: Moment) -> Facts<'a> {
        let new: RefCell<Vec<(String, String, bool)>> = RefCell::default();
        let known = self.read();
        let facts = Facts::related(profile, vocabulary, moment, |narrow, wide| {
            if let Some(found) = known.pairs.get(&narrow.written).and_then(|of| of.get(&wide.written)) {
                return *found;
            }
            let found = vocabulary.narrower(narrow, wide);
            new.borrow_mut().push((narrow.written.clone(), wide.written.clone(), found));
            found
        });
        drop(known);
        let new = new.into_inner();
        if !new.is_empty() {
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            for (narrow, wide, found) in new {
                if known.pair_count < MOST_PAIRS && known.pairs.entry(narrow).or_default().insert(wide, found).is_none() {
                    known.pair_count = known.pair_count.saturating_add(1);
                }
            }
        }
        facts
    }

    /// How each of a profile's names stands to the concepts of the rules.
    pub fn relations(&self, names: &[&Concept], concepts: &[Concept], vocabulary: &Vocabulary) -> Vec<Arc<[Relation]>> {
        let known = self.read();
        let found: Vec<Option<Arc<[Relation]>>> = names
            .iter()
            .map(|name| known.names.get(&name.written).filter(|(concept, _)| concept == *name).map(|(_, relations)| Arc::clone(relations)))
            .collect();
        drop(known);
        let pairs = names.iter().zip(found);
        pairs.map(|(name, found)| found.unwrap_or_else(|| self.learn(name, concepts, vocabulary))).collect()
    }

    /// Which of a profile's records bear on which concept of the rules, sorted.
    pub fn bearing(&self, facts: &Facts<'_>, profile: &Profile, concepts: &[Concept], vocabulary: &Vocabulary) -> Vec<Bearing> {
        let mut bearing = Vec::new();
        let relations = self.relations(facts.concepts(), concepts, vocabulary);
        for (place, fact) in facts.all.iter().enumerate() {
            bearing.extend(relations.get(fact.concept).into_iter().flat_map(|r| r.iter()).map(|r| r.of(place)));
        }
        if !profile.unanswered.is_empty() {
            let names: Vec<&Concept> = profile.unanswered.iter().collect();
            let relations = self.relations(&names, concepts, vocabulary);
            bearing.extend(relations.iter().flat_map(|r| r.iter()).map(|r| Bearing { narrower: false, wider: false, ..r.of(NOWHERE) }));
        }
        bearing.sort_unstable();
        bearing
    }

    fn learn(&self, name: &Concept, concepts: &[Concept], vocabulary: &Vocabulary) -> Arc<[Relation]> {
        let relation = |(place, concept): (usize, &Concept)| {
            let (narrower, wider) = (vocabulary.narrower(name, concept), vocabulary.narrower(concept, name));
            (narrower || wider).then_some(Relation { concept: place, narrower, wider })
        };
        let relations: Arc<[Relation]> = concepts.iter().enumerate().filter_map(relation).collect();
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.names.len() < MOST_NAMES {
            known.names.insert(name.written.clone(), (name.clone(), Arc::clone(&relations)));
        }
        relations
    }

    fn read(&self) -> RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}
