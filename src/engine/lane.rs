//! One plain patient, asked everything: values become places among thresholds, records truths.

use super::Engine;
use super::block::Block;
use super::findings::{Bearing, Records};
use super::kin::Relation;
use super::scale::Conversion;
use super::sources::Sources;
use super::views::{Pick, View};
use crate::Truth;
use crate::patient::RecordKind;
use crate::patient::plain::{Plain, Said, Sheet, Value};
use crate::quantity::Decimal;
use crate::screening::age;
use crate::screening::chart::clip;
use crate::screening::facts::{List, Matched, Stretch, settle};
use crate::screening::span::{Length, Span};
use crate::time::{Moment, When, Zone};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What is kept from patient to patient.
#[derive(Default)]
pub struct Desk {
    generation: usize,
    /// By name: the concepts that it bears on.
    bears: Vec<Option<Arc<[Relation]>>>,
    /// By two names: whether the first is narrower.
    pairs: FxHashMap<(usize, usize), bool>,
    /// By unit: the slot of its measure, and the way to its scale.
    conversions: Vec<Option<Option<(usize, Conversion)>>>,
    spans: Vec<Span>,
    spans_of: Option<Moment>,
    samples: Vec<(Moment, usize)>,
    records: Vec<Stretch>,
    bearing: Vec<Bearing>,
    matched: Matched,
    /// By slot: the last patient with a value.
    valued: Vec<usize>,
    patient: usize,
    /// What only the reference can answer of this patient.
    pub open: Vec<Open>,
}

/// A question that is left to the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// Every comparison of a view.
    View(usize),
    /// A view of a value that has to be computed.
    Computed(usize),
    Hard(usize),
}

/// The most pairs of names that are remembered.
const MOST_PAIRS: usize = 1 << 20;

impl Desk {
    /// Answers a patient's lane of a block, but for what is open.
    pub fn answer(&mut self, engine: &Engine, plain: &Plain<'_>, asked: Moment, lane: usize, block: &mut Block) {
        if self.generation != plain.generation() {
            *self = Self { generation: plain.generation(), ..Self::default() };
        }
        self.open.clear();
        self.patient = self.patient.wrapping_add(1);
        if self.spans_of != Some(asked) || self.spans.len() != engine.views.windows.len() {
            self.spans.clear();
            self.spans.extend(engine.views.windows.iter().map(|w| Length::new(*w, Zone::UTC).look_back(asked)));
            self.spans_of = Some(asked);
        }
        let sheet = plain.sheet();
        block.complete(sheet.complete, lane);
        self.values(engine, plain, asked, lane, block);
        self.ages(engine, sheet, asked, lane, block);
        self.findings(engine, plain, asked, lane, block);
    }

    fn values(&mut self, engine: &Engine, plain: &Plain<'_>, asked: Moment, lane: usize, block: &mut Block) {
        let (views, sheet) = (&engine.views, plain.sheet());
        self.valued.resize(views.scales.len(), 0);
        for series in &sheet.series {
            let Some(slot) = sheet.of(series).next().and_then(|v| self.conversion(engine, plain, v.unit)).map(|(slot, _)| slot) else { continue };
            let of_slot = views.of_slot.get(slot).map_or(&[][..], Vec::as_slice);
            // Times that are known roughly are for the reference, and two values at the moment itself.
            let mut ordered = !series.rough;
            let disputes = sheet.disputed.iter().any(|(measure, _)| *measure == series.measure);
            self.samples.clear();
            for value in sheet.of(series) {
                let at = value.at.map_or(asked, |w| w.earliest);
                ordered &= series.undated == 0 || value.at.is_none_or(|w| w.earliest != asked);
                if at > asked {
                    continue;
                }
                let disputed = disputes && sheet.disputed.contains(&(series.measure, at));
                let rank = if disputed { DISPUTED } else { self.rank(engine, plain, value).unwrap_or(NOWHERE) };
                self.samples.push((at, rank));
            }
            let Some(seen) = self.valued.get_mut(slot).filter(|_| !self.samples.is_empty()) else { continue };
            *seen = self.patient;
            if !ordered || self.samples.iter().any(|(_, rank)| *rank == NOWHERE) {
                self.open.extend(of_slot.iter().map(|v| Open::View(*v)));
                continue;
            }
            let newest = self.samples.iter().max_by_key(|(at, _)| *at).copied();
            for place in of_slot {
                let Some(view) = views.views.get(*place) else { continue };
                match self.picked(view, newest, asked) {
                    Picked::Rank(rank) => block.rank(*place, lane, rank),
                    Picked::Partly(rank) => view.partly(rank, |node, truth| block.rails.set(node, lane, truth)),
                    Picked::Nothing if view.computed.is_some() => self.computed(*place, view, sheet),
                    Picked::Doubt | Picked::Nothing => {}
                }
            }
        }
        for place in &engine.computed {
            if let Some(view) = views.views.get(*place).filter(|v| self.valued.get(v.slot) != Some(&self.patient)) {
                self.computed(*place, view, sheet);
            }
        }
        for (place, hard) in views.hard.iter().enumerate() {
            if hard.slot.is_none_or(|slot| self.valued.get(slot) == Some(&self.patient)) {
                self.open.push(Open::Hard(place));
            }
        }
    }

    /// A value's place among the thresholds that a view asks about.
    fn picked(&self, view: &View, newest: Option<(Moment, usize)>, asked: Moment) -> Picked {
        let inside = |window: usize| {
            let span = self.spans.get(window).copied();
            self.samples.iter().filter(move |(at, _)| span.is_some_and(|s| s.holds(When::exactly(*at)) == Truth::True))
        };
        let one = |sample: Option<(Moment, usize)>| match sample {
            None => Picked::Nothing,
            Some((_, DISPUTED)) => Picked::Doubt,
            Some((_, rank)) => Picked::Rank(rank),
        };
        let extreme = |window: usize, best: fn(usize, usize) -> usize| {
            let ranks = || inside(window).map(|(_, rank)| *rank);
            let sure = ranks().filter(|rank| *rank != DISPUTED).reduce(best);
            match (sure, ranks().any(|rank| rank == DISPUTED)) {
                (Some(rank), false) => Picked::Rank(rank),
                (Some(rank), true) => Picked::Partly(rank),
                (None, true) => Picked::Doubt,
                (None, false) => Picked::Nothing,
            }
        };
        match view.pick {
            Pick::Holding(holds) => one(newest.filter(|(at, _)| holds.since(asked, Zone::UTC) <= *at)),
            Pick::Newest(window) => one(inside(window).max_by_key(|(at, _)| *at).copied()),
            Pick::Oldest(window) => one(inside(window).min_by_key(|(at, _)| *at).copied()),
            Pick::Lowest(window) => extreme(window, usize::min),
            Pick::Highest(window) => extreme(window, usize::max),
        }
    }

    /// No value: the measure may be computed, unless all that it is computed from is missing.
    fn computed(&mut self, place: usize, view: &View, sheet: &Sheet) {
        let missing = match &view.computed {
            None => true,
            Some(Sources::More) => false,
            Some(Sources::Measures(all)) => !sheet.series.iter().any(|s| all.contains(&s.measure)),
        };
        if !missing {
            self.open.push(if matches!(view.pick, Pick::Holding(_)) { Open::Computed(place) } else { Open::View(place) });
        }
    }

    fn rank(&mut self, engine: &Engine, plain: &Plain<'_>, value: &Value) -> Option<usize> {
        let (slot, conversion) = self.conversion(engine, plain, value.unit)?;
        engine.views.scales.get(slot)?.rank(value.number, plain.tables().units().get(value.unit)?, conversion)
    }

    /// The slot of a unit's measure, if it is asked about, and the way to its scale.
    #[inline]
    fn conversion(&mut self, engine: &Engine, plain: &Plain<'_>, unit: usize) -> Option<(usize, Conversion)> {
        if let Some(Some(known)) = self.conversions.get(unit) {
            return *known;
        }
        let found = plain.tables().units().get(unit).and_then(|of| {
            let slot = engine.views.slot_of(of.measure)?;
            Some((slot, engine.views.scales.get(slot)?.conversion(&of.unit)?))
        });
        if self.conversions.len() <= unit {
            self.conversions.resize(unit.saturating_add(1), None);
        }
        if let Some(slot) = self.conversions.get_mut(unit) {
            *slot = Some(found);
        }
        found
    }

    fn ages(&self, engine: &Engine, sheet: &Sheet, asked: Moment, lane: usize, block: &mut Block) {
        let Some(born) = sheet.born else { return };
        for (place, view) in engine.views.ages.iter().enumerate() {
            let Some((low, high)) = age::counted(born, view.unit, asked, asked, Zone::UTC) else { continue };
            if high < Decimal::ZERO {
                continue;
            }
            let low = low.max(Decimal::ZERO);
            if low == high {
                block.rank(engine.views.views.len().saturating_add(place), lane, super::measures::rank(&view.thresholds, &low));
            } else {
                for (node, bounds) in view.comparisons() {
                    block.rails.set(node, lane, super::ages::compared(bounds, &low, &high));
                }
            }
        }
    }

    fn findings(&mut self, engine: &Engine, plain: &Plain<'_>, asked: Moment, lane: usize, block: &mut Block) {
        let (sheet, meanings) = (plain.sheet(), plain.tables().meanings());
        self.records.clear();
        self.records.extend(sheet.records.iter().map(|said| stretch(said, sheet)).filter(|r| r.from.is_none_or(|w| w.earliest <= asked)));
        let pairs = std::cell::RefCell::new(&mut self.pairs);
        settle(&mut self.records, asked, |narrow, wide| {
            if narrow == wide {
                return true;
            }
            if let Some(known) = pairs.borrow().get(&(narrow, wide)) {
                return *known;
            }
            let pair = meanings.get(narrow).zip(meanings.get(wide));
            let found = pair.is_some_and(|(n, w)| engine.vocabulary.narrower(&n.concept, &w.concept));
            let mut pairs = pairs.borrow_mut();
            if pairs.len() < MOST_PAIRS {
                pairs.insert((narrow, wide), found);
            }
            found
        });
        self.bearing.clear();
        self.bears.resize(meanings.len().max(self.bears.len()), None);
        for (place, record) in self.records.iter().enumerate() {
            let Some(slot) = self.bears.get_mut(record.concept) else { continue };
            let relations = slot.get_or_insert_with(|| {
                let name = meanings.get(record.concept).map(|m| &m.concept);
                let found = engine.kin.relations(&name.into_iter().collect::<Vec<_>>(), engine.findings.concepts(), &engine.vocabulary);
                found.into_iter().next().unwrap_or_default()
            });
            self.bearing.extend(relations.iter().map(|r| r.of(place)));
        }
        self.bearing.sort_unstable();
        let (all, findings) = (&self.records, &engine.findings);
        let record = |place: usize| all.get(place);
        let records = Records { findings, record, bearing: &self.bearing, asked, zone: Zone::UTC, complete: sheet.complete };
        let Block { rails, touched, .. } = block;
        let touch = |concept: usize| touched.get_mut(concept).into_iter().for_each(|row| row.set(lane));
        findings.answer(&records, &mut self.matched, touch, |node, truth| rails.set(node, lane, truth));
    }
}

/// The place of a value that has none.
const NOWHERE: usize = usize::MAX;
/// The place of two values at one instant.
const DISPUTED: usize = NOWHERE - 1;

/// What a view finds.
enum Picked {
    Rank(usize),
    /// A lowest or highest value, with one in doubt that may lie beyond.
    Partly(usize),
    /// A value in doubt.
    Doubt,
    Nothing,
}

fn stretch(said: &Said, sheet: &Sheet) -> Stretch {
    Stretch {
        concept: said.concept,
        presence: said.presence,
        list: match said.kind {
            Some(RecordKind::Condition) => List::Conditions,
            Some(RecordKind::Procedure) => List::Procedures,
            Some(RecordKind::Finding) => List::Findings,
            None => List::Medications,
        },
        severity: said.severity,
        from: said.from.map(|w| clip(w, sheet.as_of)),
        to: said.to,
        timeless: said.timeless,
        contested: None,
        contester: None,
    }
}
