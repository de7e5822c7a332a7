//! What is asked of the values of a measure, as numbers: the value that holds, or the lowest,
//! highest, first or newest of a span, each looked up once for all comparisons of it.

use super::measures::{Holds, rank, span};
use super::others::{Charts, OwnerId};
use super::program::{Literal, Values};
use super::rails::{LANES, Rails, Row};
use super::scale::Scale;
use super::sources::{Sources, sources};
use crate::Truth;
use crate::quantity::{Decimal, Exact, Op};
use crate::rule::{CheckedConsecutive, CheckedMeasure, CheckedNode, CheckedRule, Take, Test, Threshold};
use crate::screening::chart::State;
use crate::screening::computed::{self, Outcome};
use crate::screening::{compare, take};
use crate::time::{DurationBound, TimeUnit};
use crate::vocabulary::{MeasureId, Vocabulary};
use rustc_hash::FxHashMap;

/// Every view, and the questions that have none.
#[derive(Debug, Default)]
pub struct Views {
    slots: FxHashMap<MeasureId, usize>,
    /// By slot.
    pub scales: Vec<Scale>,
    pub views: Vec<View>,
    /// By slot: its views.
    pub of_slot: Vec<Vec<usize>>,
    /// Ages, behind the views: one for each unit.
    pub ages: Vec<AgeView>,
    pub windows: Vec<DurationBound>,
    /// Questions that only the reference answers.
    pub hard: Vec<Hard>,
}

/// A number for each patient, and the comparisons of it.
#[derive(Debug)]
pub struct View {
    pub id: MeasureId,
    pub slot: usize,
    pub pick: Pick,
    /// The measure is computed where there is no value.
    pub computed: Option<Sources>,
    pub owner: OwnerId,
    pub ranges: Vec<Range>,
}

/// Which of the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// The newest, while it holds.
    Holding(Holds),
    /// The newest, oldest, lowest or highest in a window.
    Newest(usize),
    Oldest(usize),
    Lowest(usize),
    Highest(usize),
}

/// A comparison: true where the value's place among the thresholds lies from one to another.
#[derive(Debug)]
pub struct Range {
    pub node: Literal,
    bounds: Vec<(Op, Exact)>,
    from: usize,
    to: usize,
    pub rule: CheckedRule,
}

/// A comparison with its bounds, and its range among the thresholds.
type AgeRange = (Literal, Vec<(Op, Decimal)>, usize, usize);

/// The age in one unit, and the comparisons of it.
#[derive(Debug)]
pub struct AgeView {
    pub unit: TimeUnit,
    pub thresholds: Vec<Decimal>,
    ranges: Vec<AgeRange>,
}

/// A question for the reference, as soon as there is a value of its measure.
#[derive(Debug)]
pub struct Hard {
    pub node: Literal,
    pub owner: OwnerId,
    pub rule: CheckedRule,
    pub slot: Option<usize>,
}

impl Views {
    pub fn slot(&mut self, id: MeasureId, vocabulary: &Vocabulary) -> Option<usize> {
        if let Some(slot) = self.slots.get(&id) {
            return Some(*slot);
        }
        self.scales.push(Scale::new(vocabulary.measure(id)?));
        self.of_slot.push(Vec::new());
        let slot = self.scales.len().saturating_sub(1);
        self.slots.insert(id, slot);
        Some(slot)
    }

    /// The slot of a measure that is asked about.
    #[inline]
    pub fn slot_of(&self, id: MeasureId) -> Option<usize> {
        self.slots.get(&id).copied()
    }

    pub fn window(&mut self, bound: DurationBound) -> usize {
        let found = self.windows.iter().position(|w| *w == bound);
        found.unwrap_or_else(|| {
            self.windows.push(bound);
            self.windows.len().saturating_sub(1)
        })
    }

    /// A comparison of the value that holds.
    #[allow(clippy::too_many_arguments)] // they are what a comparison is made of
    pub fn holding(
        &mut self,
        id: MeasureId,
        holds: Holds,
        owner: OwnerId,
        node: Literal,
        bounds: &[Threshold],
        rule: CheckedRule,
        vocabulary: &Vocabulary,
    ) {
        self.compare(id, Pick::Holding(holds), owner, node, bounds, rule, vocabulary);
    }

    /// A question about samples: over a window, if it is of that kind; else for the reference.
    /// Whether [`extremes`](Self::extremes) answers it for one patient.
    pub fn sampled(&mut self, node: Literal, owner: OwnerId, rule: CheckedRule, of: Option<MeasureId>, vocabulary: &Vocabulary) -> bool {
        if let CheckedNode::Measure(measure) = &rule.node
            && let (Some(id), Some((pick, bounds))) = (measure.of.id, self.picked(measure))
        {
            self.compare(id, pick, owner, node, &bounds, rule, vocabulary);
            return pick.is_extreme();
        }
        if wants_limits(&rule) {
            return false;
        }
        let slot = of.and_then(|id| self.slot(id, vocabulary));
        self.hard.push(Hard { node, owner, rule, slot });
        false
    }

    /// How many comparisons are of lowest and highest values.
    pub fn of_extremes(&self) -> usize {
        self.views.iter().filter(|v| v.pick.is_extreme()).map(|v| v.ranges.len()).sum()
    }

    /// Answers one patient what is asked of the lowest and highest values of windows: each value is
    /// taken once, by the reference, for all comparisons of it.
    pub fn extremes(&self, charts: &Charts<'_>, values: &mut Values) {
        for view in self.views.iter().filter(|v| v.pick.is_extreme()) {
            let (Some(chart), Some(scale), Some(first)) = (charts.chart(view.owner), self.scales.get(view.slot), view.ranges.first()) else {
                continue;
            };
            let CheckedNode::Measure(measure) = &first.rule.node else { continue };
            let highest = matches!(view.pick, Pick::Highest(_));
            let Some(state) = take::extreme_in_span(chart, measure, charts.asked, highest) else { continue };
            if let State::Number(Some(low), Some(high)) = &state
                && low == high
            {
                let rank = rank(scale.thresholds(), low);
                view.ranges.iter().for_each(|r| values.set(r.node, Truth::from(r.from <= rank && rank <= r.to)));
                continue;
            }
            for range in &view.ranges {
                if let CheckedNode::Measure(measure) = &range.rule.node {
                    values.set(range.node, compare::state(&measure.is, &state).0);
                }
            }
        }
    }

    /// What a computed measure is where no value of it holds: its place, or each comparison where
    /// it is known only in part.
    pub fn compute(&self, view: &View, charts: &Charts<'_>, mut put: impl FnMut(Literal, Truth)) -> Option<usize> {
        let (chart, scale) = (charts.chart(view.owner)?, self.scales.get(view.slot)?);
        let Outcome::Value(sample, _) = computed::value(chart, view.id, charts.asked, 0) else { return None };
        if let State::Number(Some(low), Some(high)) = &sample.state
            && low == high
        {
            return Some(rank(scale.thresholds(), low));
        }
        for range in &view.ranges {
            if let CheckedNode::Measure(measure) = &range.rule.node {
                put(range.node, compare::sample(&measure.is, &sample).0);
            }
        }
        None
    }

    fn picked(&mut self, measure: &CheckedMeasure) -> Option<(Pick, Vec<Threshold>)> {
        let (Some(within), None, None, Test::Value(bounds)) = (measure.within, &measure.since, measure.lasts, &measure.is.test) else { return None };
        let upward = |b: &Threshold| matches!(b.op, Op::Greater | Op::AtLeast);
        let downward = |b: &Threshold| matches!(b.op, Op::Less | Op::AtMost);
        let (up, down) = (bounds.iter().all(upward), bounds.iter().all(downward));
        let pick = match measure.take {
            Take::Latest => Pick::Newest,
            Take::First => Pick::Oldest,
            Take::Lowest => Pick::Lowest,
            Take::Highest => Pick::Highest,
            // Some value is above a bound where the highest is, and every one where the lowest is.
            Take::Any if up => Pick::Highest,
            Take::Any if down => Pick::Lowest,
            Take::Every if up => Pick::Lowest,
            Take::Every if down => Pick::Highest,
            Take::Any | Take::Every | Take::Mean => return None,
        };
        Some((pick(self.window(within)), bounds.clone()))
    }

    #[allow(clippy::too_many_arguments)] // they are what a comparison is made of
    fn compare(
        &mut self,
        id: MeasureId,
        pick: Pick,
        owner: OwnerId,
        node: Literal,
        bounds: &[Threshold],
        rule: CheckedRule,
        vocabulary: &Vocabulary,
    ) {
        let Some(slot) = self.slot(id, vocabulary) else { return };
        let found = self.views.iter().position(|v| (v.slot, v.pick, v.owner) == (slot, pick, owner));
        let place = found.unwrap_or_else(|| {
            let computed = vocabulary.measure(id).and_then(|m| sources(&m.name, vocabulary));
            self.views.push(View { id, slot, pick, computed, owner, ranges: Vec::new() });
            let place = self.views.len().saturating_sub(1);
            if let Some(of) = self.of_slot.get_mut(slot) {
                of.push(place);
            }
            place
        });
        let bounds: Vec<(Op, Exact)> = bounds.iter().map(|b| (b.op, b.value.clone())).collect();
        if let Some(scale) = self.scales.get_mut(slot) {
            bounds.iter().for_each(|(_, value)| scale.add(value.clone()));
        }
        if let Some(view) = self.views.get_mut(place) {
            view.ranges.push(Range { node, bounds, from: 0, to: 0, rule });
        }
    }

    pub fn age(&mut self, node: Literal, unit: TimeUnit, bounds: &[Threshold]) {
        let place = self.ages.iter().position(|a| a.unit == unit).unwrap_or_else(|| {
            self.ages.push(AgeView { unit, thresholds: Vec::new(), ranges: Vec::new() });
            self.ages.len().saturating_sub(1)
        });
        if let Some(view) = self.ages.get_mut(place) {
            let bounds: Vec<(Op, Decimal)> = bounds.iter().map(|b| (b.op, b.written)).collect();
            view.thresholds.extend(bounds.iter().map(|(_, b)| *b));
            view.ranges.push((node, bounds, 0, 0));
        }
    }

    pub fn finish(&mut self) {
        self.scales.iter_mut().for_each(Scale::finish);
        for view in &mut self.views {
            let Some(scale) = self.scales.get(view.slot) else { continue };
            for range in &mut view.ranges {
                (range.from, range.to) = span(&range.bounds, scale.thresholds());
            }
        }
        for view in &mut self.ages {
            view.thresholds.sort();
            view.thresholds.dedup();
            for (_, bounds, from, to) in &mut view.ranges {
                (*from, *to) = span(bounds, &view.thresholds);
            }
        }
    }

    /// How many columns of ranks there are.
    pub fn columns(&self) -> usize {
        self.views.len().saturating_add(self.ages.len())
    }

    /// Answers every comparison from the ranks of many patients: zero for none, else one more.
    pub fn answer(&self, ranks: &[u32], scratch: &mut Vec<Row>, rails: &mut Rails) {
        let (views, ages) = ranks.split_at_checked(self.views.len().saturating_mul(LANES)).unwrap_or_default();
        for (view, column) in self.views.iter().zip(views.chunks_exact(LANES)) {
            let top = self.scales.get(view.slot).map_or(0, |s| s.thresholds().len());
            compare(column, top, view.ranges.iter().map(|r| (r.node, r.from, r.to)), scratch, rails);
        }
        for (view, column) in self.ages.iter().zip(ages.chunks_exact(LANES)) {
            compare(column, view.thresholds.len(), view.ranges.iter().map(|(node, _, from, to)| (*node, *from, *to)), scratch, rails);
        }
    }
}

impl Pick {
    fn is_extreme(self) -> bool {
        matches!(self, Self::Lowest(_) | Self::Highest(_))
    }
}

impl View {
    /// Every comparison, asked of the reference; a value that is computed is computed once.
    pub fn ask(&self, charts: &Charts<'_>, mut put: impl FnMut(Literal, Truth)) {
        for range in &self.ranges {
            put(range.node, charts.truth(self.owner, &range.rule));
        }
    }
}

impl View {
    /// The comparisons of a lowest or highest value beyond which another may lie.
    pub fn partly(&self, rank: usize, mut put: impl FnMut(Literal, Truth)) {
        let highest = matches!(self.pick, Pick::Highest(_));
        for Range { node, from, to, .. } in &self.ranges {
            // All from the rank upwards is possible, or all down from it.
            let (surely, possibly) =
                if highest { (*from <= rank && *to == usize::MAX, rank <= *to) } else { (rank <= *to && *from == 0, *from <= rank) };
            match (surely, possibly) {
                (true, _) => put(*node, Truth::True),
                (_, false) => put(*node, Truth::False),
                _ => {}
            }
        }
    }
}

impl AgeView {
    /// Each comparison with its bounds, for ages that are known roughly.
    pub fn comparisons(&self) -> impl Iterator<Item = (Literal, &[(Op, Decimal)])> {
        self.ranges.iter().map(|(node, bounds, _, _)| (*node, bounds.as_slice()))
    }
}

/// For each place among the thresholds, who stands there or behind it; a comparison then is who
/// stands behind its beginning and not behind its end.
fn compare(column: &[u32], thresholds: usize, ranges: impl Iterator<Item = (Literal, usize, usize)>, behind: &mut Vec<Row>, rails: &mut Rails) {
    let places = thresholds.saturating_mul(2).saturating_add(1);
    behind.clear();
    behind.resize(places.saturating_add(1), Row::NONE);
    let mut any = false;
    for (lane, rank) in column.iter().enumerate() {
        let place = usize::try_from(*rank).ok().and_then(|r| r.checked_sub(1));
        if let Some(row) = place.and_then(|p| behind.get_mut(p)) {
            row.set(lane);
            any = true;
        }
    }
    if !any {
        return;
    }
    let mut all = Row::NONE;
    for row in behind.iter_mut().rev() {
        all = all.or(*row);
        *row = all;
    }
    for (node, from, to) in ranges {
        let reached = behind.get(from).copied().unwrap_or_default();
        let beyond = to.checked_add(1).and_then(|next| behind.get(next)).copied().unwrap_or_default();
        let inside = reached.and(beyond.not());
        rails.add(node, inside, all.and(inside.not()));
    }
}

/// Whether it asks for limits of normal or for a result in words, which no value of the plain form
/// has: it is unknown then, whatever the values.
fn wants_limits(rule: &CheckedRule) -> bool {
    let odd = |test: &Test| matches!(test, Test::Upper(_) | Test::Lower(_) | Test::Word(_));
    match &rule.node {
        // How long nothing is known can decide that it was not long enough.
        CheckedNode::Measure(CheckedMeasure { is, lasts: None, of, .. }) => !of.is_age && odd(&is.test),
        CheckedNode::Consecutive(CheckedConsecutive { is, .. }) => odd(&is.test),
        _ => false,
    }
}
