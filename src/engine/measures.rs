//! Plain comparisons: one look-up of the value that holds for each measure, and one place
//! among its sorted thresholds, which answers all comparisons at once.

use super::others::{Charts, OwnerId};
use super::program::{Literal, Values};
use crate::Truth;
use crate::patient::{Datum, Profile, Reading};
use crate::quantity::{Decimal, Exact, Op, Substance, Unit};
use crate::rule::{CheckedNode, CheckedRule, Threshold};
use crate::screening::chart::{State, clip};
use crate::screening::compare;
use crate::screening::computed::{self, Outcome};
use crate::time::{Duration, Moment, Zone};
use crate::vocabulary::{Measure, MeasureId, Validity};
use rustc_hash::FxHashMap;

/// Every plain comparison.
#[derive(Debug, Default)]
pub struct Measures {
    slots: FxHashMap<MeasureId, usize>,
    tables: Vec<Table>,
}

/// The comparisons of one measure, with one time that its values hold.
#[derive(Debug)]
pub struct Table {
    id: MeasureId,
    slot: usize,
    holds: Holds,
    /// Whose charts answer where the look-up cannot.
    owner: OwnerId,
    /// The measure can be computed where none holds.
    computed: bool,
    canonical: Unit,
    substance: Substance,
    thresholds: Vec<Exact>,
    /// The thresholds as decimals, where every one of them is exactly a decimal.
    decimals: Option<Vec<Decimal>>,
    ranges: Vec<Range>,
    /// Comparisons with limits of normal, and results in words: the value decides them too,
    /// and by more than its number.
    odd: Vec<(Literal, CheckedRule)>,
}

/// A comparison: true where the value's place among the thresholds lies from one to another.
#[derive(Debug)]
struct Range {
    node: Literal,
    bounds: Vec<(Op, Exact)>,
    from: usize,
    to: usize,
    rule: CheckedRule,
}

/// How long a value holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holds {
    Always,
    /// So many milliseconds.
    Millis(i64),
    /// By the calendar.
    Calendar(Duration),
}

/// The newest value of each measure at a moment.
pub struct Newest(Vec<Standing>);

/// What the profile has of a measure up to a moment.
#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    /// The newest with an exact time, and whether another has the same.
    newest: Option<(Moment, usize)>,
    tied: bool,
    /// The latest time that one known roughly can have.
    rough: Option<Moment>,
}

/// Which value can be the newest.
enum Single {
    None,
    One(Moment, usize),
    Several,
}

impl Measures {
    pub fn len(&self) -> usize {
        self.tables.iter().map(|t| t.ranges.len().saturating_add(t.odd.len())).sum()
    }

    /// The place in which a measure's newest value is looked up.
    pub fn slot(&mut self, id: MeasureId) -> usize {
        let next = self.slots.len();
        *self.slots.entry(id).or_insert(next)
    }

    pub fn table(&mut self, id: MeasureId, measure: &Measure, holds: Holds, owner: OwnerId, computed: bool) -> usize {
        let slot = self.slot(id);
        let found = self.tables.iter().position(|t| (t.slot, t.holds, t.owner) == (slot, holds, owner));
        found.unwrap_or_else(|| {
            self.tables.push(Table {
                id,
                slot,
                holds,
                owner,
                computed,
                canonical: measure.canonical_unit(),
                substance: measure.substance(),
                thresholds: Vec::new(),
                decimals: None,
                ranges: Vec::new(),
                odd: Vec::new(),
            });
            self.tables.len().saturating_sub(1)
        })
    }

    pub fn compare(&mut self, table: usize, node: Literal, bounds: &[Threshold], rule: CheckedRule) {
        let Some(table) = self.tables.get_mut(table) else { return };
        let bounds: Vec<(Op, Exact)> = bounds.iter().map(|b| (b.op, b.value.clone())).collect();
        table.thresholds.extend(bounds.iter().map(|(_, v)| v.clone()));
        table.ranges.push(Range { node, bounds, from: 0, to: 0, rule });
    }

    pub fn odd(&mut self, table: usize, node: Literal, rule: CheckedRule) {
        if let Some(table) = self.tables.get_mut(table) {
            table.odd.push((node, rule));
        }
    }

    /// Sorts the thresholds, and gives each comparison its range among them.
    pub fn finish(&mut self) {
        for table in &mut self.tables {
            table.thresholds.sort();
            table.thresholds.dedup();
            let decimal = |t: &Exact| t.to_decimal().filter(|d| Exact::from(*d) == *t);
            table.decimals = table.thresholds.iter().map(decimal).collect();
            for range in &mut table.ranges {
                (range.from, range.to) = span(&range.bounds, &table.thresholds);
            }
        }
    }

    /// Looks through the observations once.
    pub fn newest(&self, profile: &Profile, asked: Moment) -> Newest {
        self.newest_among(profile, asked, |_| true)
    }

    fn newest_among(&self, profile: &Profile, asked: Moment, wanted: impl Fn(MeasureId) -> bool) -> Newest {
        let mut all = vec![Standing::default(); self.slots.len()];
        for (place, observation) in profile.observations.iter().enumerate() {
            let slot = observation.measure.filter(|id| wanted(*id)).and_then(|id| self.slots.get(&id));
            let Some(standing) = slot.and_then(|s| all.get_mut(*s)) else { continue };
            let (earliest, latest) = match observation.at {
                None => (asked, asked),
                Some(at) => {
                    let at = clip(at, profile.as_of);
                    (at.earliest, at.latest)
                }
            };
            // Data after the moment is not seen.
            if earliest > asked {
                continue;
            }
            if earliest != latest {
                standing.rough = Some(standing.rough.map_or(latest, |r| r.max(latest)));
                continue;
            }
            match standing.newest {
                Some((newest, _)) if newest > earliest => {}
                Some((newest, other)) if newest == earliest => {
                    let same = profile
                        .observations
                        .get(other)
                        .is_some_and(|o| o.datum == observation.datum && (o.low, o.high) == (observation.low, observation.high));
                    standing.tied |= !same;
                }
                _ => {
                    standing.newest = Some((earliest, place));
                    standing.tied = false;
                }
            }
        }
        Newest(all)
    }

    /// Answers every comparison; those that stay unknown are left as they are.
    pub fn answer(&self, newest: &Newest, profile: &Profile, charts: &Charts<'_>, values: &mut Values) {
        self.tables.iter().for_each(|table| table.answer(newest, profile, charts, values));
    }

    /// The same of some tables alone.
    pub fn answer_some(&self, places: &[usize], profile: &Profile, charts: &Charts<'_>, values: &mut Values) {
        let tables = || places.iter().filter_map(|p| self.tables.get(*p));
        let newest = self.newest_among(profile, charts.asked, |id| tables().any(|t| t.id == id));
        tables().for_each(|table| table.answer(&newest, profile, charts, values));
    }

    /// The comparisons of a table.
    pub fn nodes(&self, table: usize) -> impl Iterator<Item = Literal> {
        self.tables.get(table).into_iter().flat_map(|t| t.ranges.iter().map(|r| r.node).chain(t.odd.iter().map(|(node, _)| *node)))
    }
}

impl Newest {
    /// Whether the profile has no value at all up to the moment.
    pub fn has_none(&self, slot: usize) -> bool {
        matches!(self.single(slot), Single::None)
    }

    fn single(&self, slot: usize) -> Single {
        let Some(standing) = self.0.get(slot) else { return Single::Several };
        match (standing.newest, standing.rough) {
            (None, None) => Single::None,
            (Some((at, place)), rough) if !standing.tied && rough.is_none_or(|latest| latest < at) => Single::One(at, place),
            _ => Single::Several,
        }
    }
}

impl Table {
    fn answer(&self, newest: &Newest, profile: &Profile, charts: &Charts<'_>, values: &mut Values) {
        match newest.single(self.slot) {
            Single::Several => self.ask_all(charts, values),
            Single::One(at, place) if self.holds.since(charts.asked, profile.zone) <= at => {
                self.compare(profile, place, values);
                self.ask_odd(charts, values);
            }
            // No value holds: only what can be computed has one.
            Single::None | Single::One(..) if self.computed => self.compute(charts, values),
            Single::None | Single::One(..) => {}
        }
    }

    /// Places the value among the thresholds.
    fn compare(&self, profile: &Profile, place: usize, values: &mut Values) {
        let Some(Datum::Good(Reading::Number { value, unit, .. })) = profile.observations.get(place).map(|o| &o.datum) else { return };
        let rank = match &self.decimals {
            Some(decimals) if unit.ucum() == self.canonical.ucum() => rank(decimals, value),
            _ => match unit.convert(*value, &self.canonical, self.substance) {
                Ok(exact) => rank(&self.thresholds, &exact),
                Err(_) => return,
            },
        };
        self.place(rank, values);
    }

    /// Computes the value once for all comparisons.
    fn compute(&self, charts: &Charts<'_>, values: &mut Values) {
        let Some(chart) = charts.chart(self.owner) else { return };
        let Outcome::Value(sample, _) = computed::value(chart, self.id, charts.asked, 0) else { return };
        if let State::Number(Some(low), Some(high)) = &sample.state
            && low == high
        {
            return self.place(rank(&self.thresholds, low), values);
        }
        for range in &self.ranges {
            if let CheckedNode::Measure(measure) = &range.rule.node {
                values.set(range.node, compare::sample(&measure.is, &sample).0);
            }
        }
    }

    fn place(&self, rank: usize, values: &mut Values) {
        for range in &self.ranges {
            values.set(range.node, Truth::from(range.from <= rank && rank <= range.to));
        }
    }

    fn ask_all(&self, charts: &Charts<'_>, values: &mut Values) {
        self.ask_ranges(charts, values);
        self.ask_odd(charts, values);
    }

    fn ask_ranges(&self, charts: &Charts<'_>, values: &mut Values) {
        for range in &self.ranges {
            values.set(range.node, charts.truth(self.owner, &range.rule));
        }
    }

    fn ask_odd(&self, charts: &Charts<'_>, values: &mut Values) {
        for (node, rule) in &self.odd {
            values.set(*node, charts.truth(self.owner, rule));
        }
    }
}

impl Holds {
    pub fn of(validity: Validity) -> Self {
        match validity {
            Validity::Always => Self::Always,
            Validity::For(length) => {
                use crate::time::TimeUnit::{Month, Year};
                if matches!(length.unit, Month | Year) { Self::Calendar(length) } else { Self::Millis(length.mean_millis()) }
            }
        }
    }

    /// The oldest time at which a value that still holds can have been measured.
    pub fn since(self, moment: Moment, zone: Zone) -> Moment {
        match self {
            Self::Always => Moment::MIN,
            Self::Millis(millis) => moment.plus_millis(millis.saturating_neg()),
            Self::Calendar(length) => length.before(moment, zone),
        }
    }
}

/// The place of a value: between thresholds an even number, on one an odd number.
pub fn rank<T: Ord>(thresholds: &[T], value: &T) -> usize {
    match thresholds.binary_search(value) {
        Ok(on) => on.saturating_mul(2).saturating_add(1),
        Err(before) => before.saturating_mul(2),
    }
}

/// The places at which every bound holds.
pub fn span<T: Ord>(bounds: &[(Op, T)], thresholds: &[T]) -> (usize, usize) {
    let (mut from, mut to) = (0usize, usize::MAX);
    for (op, value) in bounds {
        let on = rank(thresholds, value);
        match op {
            Op::Less => to = to.min(on.saturating_sub(1)),
            Op::AtMost => to = to.min(on),
            Op::Equal => (from, to) = (from.max(on), to.min(on)),
            Op::AtLeast => from = from.max(on),
            Op::Greater => from = from.max(on.saturating_add(1)),
        }
    }
    (from, to)
}
