//! Ages: counted once in each unit, compared with every bound.

use super::others::{Charts, OwnerId};
use super::program::{Literal, Values};
use crate::Truth;
use crate::patient::Profile;
use crate::quantity::{Decimal, Op};
use crate::rule::Threshold;
use crate::screening::age;
use crate::time::TimeUnit;

/// Every comparison of the age at the moment.
#[derive(Debug, Default)]
pub struct Ages {
    units: Vec<(TimeUnit, Vec<Bounds>)>,
}

/// The bounds of one comparison, in whole units.
#[derive(Debug)]
struct Bounds {
    node: Literal,
    bounds: Vec<(Op, Decimal)>,
}

impl Ages {
    pub fn len(&self) -> usize {
        self.units.iter().map(|(_, all)| all.len()).sum()
    }

    /// A comparison, with bounds that [`age::whole`] has made whole.
    pub fn compare(&mut self, node: Literal, unit: TimeUnit, bounds: &[Threshold]) {
        let bounds = Bounds { node, bounds: bounds.iter().map(|b| (b.op, b.written)).collect() };
        match self.units.iter_mut().find(|(u, _)| *u == unit) {
            Some((_, all)) => all.push(bounds),
            None => self.units.push((unit, vec![bounds])),
        }
    }

    pub fn answer(&self, profile: &Profile, charts: &Charts<'_>, values: &mut Values) {
        if self.units.is_empty() || profile.birth.is_none() || profile.conflicting_age.is_some() {
            return;
        }
        let Some(chart) = charts.chart(OwnerId::FIRST) else { return };
        for (unit, all) in &self.units {
            let Some((low, high)) = age::completed(chart, *unit, charts.asked) else { continue };
            if high < Decimal::ZERO {
                continue;
            }
            let low = low.max(Decimal::ZERO);
            for Bounds { node, bounds } in all {
                values.set(*node, compared(bounds, &low, &high));
            }
        }
    }
}

/// All bounds against an age that lies between two others.
pub fn compared(bounds: &[(Op, Decimal)], low: &Decimal, high: &Decimal) -> Truth {
    Truth::all(bounds.iter().map(|(op, bound)| between(*op, bound, low, high)))
}

/// A bound against an age that lies between two others.
fn between(op: Op, bound: &Decimal, low: &Decimal, high: &Decimal) -> Truth {
    let (l, h) = (op.holds(low.cmp(bound)), op.holds(high.cmp(bound)));
    let inside = low < bound && bound < high;
    match (l, h) {
        (true, true) => Truth::True,
        // An equality may hold between the ends and at neither.
        (false, false) if !(inside && op == Op::Equal) => Truth::False,
        _ => Truth::Unknown,
    }
}
