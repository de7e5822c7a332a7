//! Where a value stands among the thresholds of its measure.

use super::measures::rank;
use crate::patient::plain::{Number, UnitOf};
use crate::quantity::{Decimal, Exact, Substance, Unit};
use crate::vocabulary::Measure;

/// All thresholds of one measure, sorted.
#[derive(Debug)]
pub struct Scale {
    canonical: Unit,
    substance: Substance,
    thresholds: Vec<Exact>,
    /// The nearest floating-point numbers.
    near: Vec<f64>,
    /// The thresholds in millionths, where every one of them is a whole number of those.
    millionths: Option<Vec<i64>>,
}

/// A unit's way to the canonical unit.
#[derive(Debug, Clone, Copy)]
pub struct Conversion {
    /// It is the canonical unit.
    same: bool,
    factor: f64,
    offset: f64,
}

/// So many decimal places have millionths.
const PLACES: u32 = 6;
/// Floating-point numbers that lie this much of themselves apart are certainly apart.
const APART: f64 = 1e-9;

impl Scale {
    pub fn new(measure: &Measure) -> Self {
        Self { canonical: measure.canonical_unit(), substance: measure.substance(), thresholds: Vec::new(), near: Vec::new(), millionths: None }
    }

    pub fn add(&mut self, threshold: Exact) {
        self.thresholds.push(threshold);
    }

    /// Sorts the thresholds.
    pub fn finish(&mut self) {
        self.thresholds.sort();
        self.thresholds.dedup();
        self.near = self.thresholds.iter().map(Exact::to_f64).collect();
        self.millionths = self.thresholds.iter().map(millionths).collect();
    }

    pub fn thresholds(&self) -> &[Exact] {
        &self.thresholds
    }

    pub fn conversion(&self, unit: &Unit) -> Option<Conversion> {
        let at = |value| unit.convert(value, &self.canonical, self.substance).ok();
        let (zero, one) = (at(Decimal::ZERO)?, at(Decimal::ONE)?);
        let same = unit.ucum() == self.canonical.ucum();
        Some(Conversion { same, factor: one.minus(&zero).to_f64(), offset: zero.to_f64() })
    }

    /// The place of a value: between thresholds an even number, on one an odd number.
    #[inline]
    pub fn rank(&self, number: Number, unit: &UnitOf, conversion: Conversion) -> Option<usize> {
        if conversion.same
            && let Some(all) = &self.millionths
            && let Some(value) = PLACES.checked_sub(number.scale).and_then(|more| number.mantissa.checked_mul(10i64.checked_pow(more)?))
        {
            return Some(rank(all, &value));
        }
        let value = number.near() * conversion.factor + conversion.offset;
        let before = self.near.partition_point(|t| *t < value);
        let room = (value.abs() + conversion.offset.abs()) * APART;
        let beside = [before.checked_sub(1), Some(before)];
        let clear = beside.iter().flatten().filter_map(|place| self.near.get(*place)).all(|t| (t - value).abs() > room);
        if clear {
            return Some(before.saturating_mul(2));
        }
        let written = Decimal::try_from_i128_with_scale(i128::from(number.mantissa), number.scale).ok()?;
        let exact = unit.unit.convert(written, &self.canonical, self.substance).ok()?;
        Some(rank(&self.thresholds, &exact))
    }
}

fn millionths(threshold: &Exact) -> Option<i64> {
    let decimal = threshold.to_decimal().filter(|d| Exact::from(*d) == *threshold)?.normalize();
    let more = PLACES.checked_sub(decimal.scale())?;
    i64::try_from(decimal.mantissa().checked_mul(10i128.checked_pow(more)?)?).ok()
}
