//! Records that contradict each other: two values at one instant, present and absent at once.

use super::path::Path;
use super::profile::{Datum, Medication, Observation, Origin, Presence, Profile, Reading, Record};
use super::reader::Reader;
use crate::diagnostic::Code;
use crate::source::Span;
use crate::time::{Moment, When};
use crate::vocabulary::{Concept, FindingId, FindingKind, MeasureId, Words};
use rustc_hash::FxHashMap;

/// Most values that one message names.
const MOST_NAMED: usize = 4;

/// What a record is about: records of one key are about the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Known(FindingId),
    Words(Words),
}

/// A record of a yes or no, with the stretch of time for which it says so for certain.
struct Said<'a> {
    concept: &'a Concept,
    origin: Origin,
    span: Span,
    from: Moment,
    until: Moment,
}

/// Records of a no, by their beginnings, and for each how far those up to it reach.
#[derive(Default)]
struct Noes<'a> {
    said: Vec<Said<'a>>,
    /// For each: which of those up to it reaches farthest.
    farthest: Vec<usize>,
}

impl Reader<'_, '_> {
    /// Warns of every contradiction once.
    pub(super) fn conflicts(&mut self, profile: &Profile) {
        self.two_values(profile);
        self.yes_and_no(profile);
    }

    /// Two values of one measure at one instant. Equal values in other units are no conflict,
    /// and days without a time are no instants.
    fn two_values(&mut self, profile: &Profile) {
        let moment = profile.as_of.unwrap_or(Moment::MAX);
        let instant = |o: &Observation| match o.at {
            None => Some(moment),
            Some(when) => when.is_exact().then_some(when.earliest),
        };
        let good = |(i, o): (usize, &Observation)| matches!(o.datum, Datum::Good(_)).then_some((o.measure?, instant(o)?, i));
        let mut all: Vec<(MeasureId, Moment, usize)> = profile.observations.iter().enumerate().filter_map(good).collect();
        all.sort_unstable();
        for group in all.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let [(measure, at, first), rest @ ..] = group else { continue };
            let mut different = vec![*first];
            for (_, _, i) in rest {
                let (Some(a), Some(b)) = (profile.observations.get(*first), profile.observations.get(*i)) else { continue };
                if !self.same_value(*measure, a, b) {
                    different.push(*i);
                }
            }
            if let [_, second, ..] = different.as_slice() {
                self.different_values(profile, *measure, *at, &different, *second);
            }
        }
    }

    fn same_value(&mut self, measure: MeasureId, a: &Observation, b: &Observation) -> bool {
        match (&a.datum, &b.datum) {
            (Datum::Good(Reading::Word(a)), Datum::Good(Reading::Word(b))) => a == b,
            (Datum::Good(Reading::Number { value: x, unit: u, .. }), Datum::Good(Reading::Number { value: y, unit: w, .. })) => {
                (x == y && u == w) || (u != w && self.fits.canonical(measure, *x, u) == self.fits.canonical(measure, *y, w))
            }
            _ => false,
        }
    }

    fn different_values(&mut self, profile: &Profile, measure: MeasureId, at: Moment, which: &[usize], second: usize) {
        let name = self.vocabulary.measure(measure).map(|m| m.name.to_string()).unwrap_or_default();
        let shown = |i: &usize| {
            let o = profile.observations.get(*i)?;
            Some(format!("{} ({})", shown(&o.datum), profile.place(o.origin)))
        };
        let mut values: Vec<String> = which.iter().take(MOST_NAMED).filter_map(shown).collect();
        if let Some(more) = which.len().checked_sub(MOST_NAMED).filter(|n| *n > 0) {
            values.push(format!("{more} more"));
        }
        let when = if at == Moment::MAX { "at the moment".to_owned() } else { format!("at {}", at.display(self.zone)) };
        let message = format!("{name} has {} values {when}: {}", if which.len() == 2 { "two" } else { "several" }, values.join(", "));
        let Some(origin) = profile.observations.get(second).map(|o| o.origin) else { return };
        let span = self.places.observations.get(second).copied().unwrap_or_default();
        self.conflict(profile, message, span, origin, "keep the one that was measured; until then it is unknown at that time");
    }

    /// Present and absent at overlapping times, also where the one that is present is a kind
    /// of the one that is absent.
    fn yes_and_no(&mut self, profile: &Profile) {
        let mut noes: FxHashMap<Key, Noes<'_>> = FxHashMap::default();
        for (said, presence) in self.said(profile) {
            if presence == Presence::Absent {
                noes.entry(Key::of(said.concept)).or_default().said.push(said);
            }
        }
        if noes.is_empty() {
            return;
        }
        noes.values_mut().for_each(Noes::arrange);
        let mut found: Vec<(Span, Origin, String)> = Vec::new();
        let mut reported: rustc_hash::FxHashSet<(Key, Key)> = rustc_hash::FxHashSet::default();
        for (yes, presence) in self.said(profile) {
            if presence != Presence::Present {
                continue;
            }
            for wider in self.wider(yes.concept) {
                let Some(no) = noes.get(&wider).and_then(|n| n.overlapping(&yes)) else { continue };
                if !reported.insert((Key::of(yes.concept), wider)) {
                    continue;
                }
                let (here, there) = (profile.place(yes.origin), profile.place(no.origin));
                let message = format!("`{}` is there ({here}), and `{}` is not ({there})", yes.concept.written, no.concept.written);
                let (span, origin) = if no.span.start >= yes.span.start { (no.span, no.origin) } else { (yes.span, yes.origin) };
                found.push((span, origin, message));
            }
        }
        for (span, origin, message) in found {
            self.conflict(profile, message, span, origin, "keep the one that is right, or give the times at which each holds");
        }
    }

    /// Every record and drug of the profile with what it says and when.
    fn said<'p>(&self, profile: &'p Profile) -> Vec<(Said<'p>, Presence)> {
        let moment = profile.as_of.unwrap_or(Moment::MAX);
        let record = |(r, span): (&'p Record, &Span)| {
            let (from, until) = self.certain(&r.concept, r.presence, r.from, r.to, moment);
            (!r.never_was()).then_some((Said { concept: &r.concept, origin: r.origin, span: *span, from, until }, r.presence))
        };
        let drug = |(m, span): (&'p Medication, &Span)| {
            let (from, until) = self.certain(&m.concept, m.presence, m.from, m.to, moment);
            (!m.never_ran()).then_some((Said { concept: &m.concept, origin: m.origin, span: *span, from, until }, m.presence))
        };
        let drugs = profile.medications.iter().zip(&self.places.medications).filter_map(drug);
        drugs.chain(profile.records.iter().zip(&self.places.records).filter_map(record)).collect()
    }

    /// The stretch for which a record says for certain what it says. Without times that is
    /// the moment; what was done stays done.
    fn certain(&self, concept: &Concept, presence: Presence, from: Option<When>, to: Option<When>, moment: Moment) -> (Moment, Moment) {
        let kind = concept.finding().and_then(|id| self.vocabulary.finding(id)).map(|f| f.kind);
        let stays = presence == Presence::Present && kind.is_some_and(FindingKind::stays_done);
        let until = match to {
            Some(to) if !stays => to.earliest.plus_millis(-1),
            _ => Moment::MAX,
        };
        match (from, to) {
            (None, None) => (moment, moment),
            (None, Some(to)) => (until.min(to.earliest), until),
            (Some(from), _) => (from.latest, until),
        }
    }

    /// The keys under which a no contradicts the presence of a concept: its own and those of
    /// everything that it is a kind of.
    pub(super) fn wider(&self, concept: &Concept) -> Vec<Key> {
        let Some(id) = concept.finding() else { return vec![Key::of(concept)] };
        let mut ids = vec![id];
        let mut next = 0;
        while let Some(id) = ids.get(next).copied() {
            next = next.saturating_add(1);
            for parent in self.vocabulary.finding(id).map_or(&[][..], |f| &f.is_a) {
                if !ids.contains(parent) {
                    ids.push(*parent);
                }
            }
        }
        ids.into_iter().map(Key::Known).collect()
    }

    fn conflict(&mut self, profile: &Profile, message: String, span: Span, origin: Origin, help: &str) {
        let place = profile.place(origin);
        self.note(Code::Conflict, message, span, &Path::Root.field(&place), help);
    }
}

impl<'a> Noes<'a> {
    fn arrange(&mut self) {
        self.said.sort_by_key(|s| (s.from, s.until));
        let mut best = 0;
        for (i, said) in self.said.iter().enumerate() {
            if self.said.get(best).is_none_or(|b| said.until > b.until) {
                best = i;
            }
            self.farthest.push(best);
        }
    }

    /// One that holds at some time at which the other does. Those that begin in time are a
    /// first part of the list, and of these one reaches farthest.
    fn overlapping(&self, yes: &Said<'_>) -> Option<&Said<'a>> {
        if yes.until < yes.from {
            return None;
        }
        let in_time = self.said.partition_point(|no| no.from <= yes.until);
        let no = self.said.get(*self.farthest.get(in_time.checked_sub(1)?)?)?;
        (no.until >= yes.from && no.until >= no.from).then_some(no)
    }
}

impl Key {
    pub(super) fn of(concept: &Concept) -> Self {
        concept.finding().map_or_else(|| Self::Words(concept.words().clone()), Self::Known)
    }
}

fn shown(datum: &Datum) -> String {
    match datum {
        Datum::Good(Reading::Number { value, written_unit, .. }) => format!("{value} {written_unit}").trim_end().to_owned(),
        Datum::Good(Reading::Word(word)) => word.clone(),
        Datum::Doubtful { written, .. } => written.clone(),
    }
}
