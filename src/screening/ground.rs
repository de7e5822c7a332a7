//! What a truth about a finding rests on: records as stretches of time, without their words.

use super::chart::Chart;
use super::facts::{Matched, Stretch};
use crate::patient::Complete;
use crate::time::{Moment, Zone};
use crate::vocabulary::Concept;
use std::rc::Rc;

/// One patient's records, seen from the moment asked for.
pub trait Ground {
    /// The moment asked for.
    fn asked(&self) -> Moment;

    fn zone(&self) -> Zone;

    /// Which lists name everything there is.
    fn complete(&self) -> Complete;

    /// The record at a place.
    fn record(&self, place: usize) -> Option<&Stretch>;

    /// What bears on a concept.
    fn matching(&self, of: &Concept) -> Rc<Matched>;

    /// Whether the profile answers a concept, or one wider or narrower, with "not known".
    fn unanswered(&self, of: &Concept) -> bool;
}

impl Ground for Chart<'_> {
    fn asked(&self) -> Moment {
        self.asked
    }

    fn zone(&self) -> Zone {
        self.profile.zone
    }

    fn complete(&self) -> Complete {
        self.profile.complete
    }

    fn record(&self, place: usize) -> Option<&Stretch> {
        self.facts.all.get(place).map(|fact| &**fact)
    }

    fn matching(&self, of: &Concept) -> Rc<Matched> {
        self.facts.matching(of)
    }

    fn unanswered(&self, of: &Concept) -> bool {
        self.profile.unanswered.iter().any(|c| self.vocabulary.narrower(c, of) || self.vocabulary.narrower(of, c))
    }
}
