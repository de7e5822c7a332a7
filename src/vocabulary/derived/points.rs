//! Points of a scale, and sums, of which parts may be unknown.

use super::formula::{Bounds, Computed, Inputs, Missing};
use crate::quantity::Decimal;

/// Points that lie between two numbers: a part of a score that is missing could be any of its
/// values, so the score still has a lowest and a highest value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Points {
    low: u32,
    high: u32,
}

impl Points {
    pub(super) const fn exactly(points: u32) -> Self {
        Self { low: points, high: points }
    }

    pub(super) const fn between(low: u32, high: u32) -> Self {
        Self { low, high }
    }

    /// The points of a value, or any of the scale's where it is missing.
    pub(super) fn of<V>(value: Option<V>, scale: (u32, u32), points: impl Fn(V) -> u32) -> Self {
        value.map_or(Self::between(scale.0, scale.1), |v| Self::exactly(points(v)))
    }

    /// Both together.
    pub(super) fn plus(self, other: Self) -> Self {
        Self { low: self.low.saturating_add(other.low), high: self.high.saturating_add(other.high) }
    }

    /// The worse of both.
    pub(super) fn or_worse(self, other: Self) -> Self {
        Self { low: self.low.max(other.low), high: self.high.max(other.high) }
    }

    /// The score: unknown without bounds where no input is known, since the ends of the scale
    /// would say nothing about the patient.
    pub(super) fn computed(self, inputs: &Inputs<'_>) -> Computed {
        if inputs.none_known() {
            return Computed::Unknown(Missing::Input);
        }
        Computed::span(Some(Decimal::from(self.low)), Some(Decimal::from(self.high)))
    }
}

/// The points of the first limit that a value is below, else `rest`.
pub(super) fn below(value: Decimal, limits: &[(Decimal, u32)], rest: u32) -> u32 {
    limits.iter().find(|(limit, _)| value < *limit).map_or(rest, |(_, points)| *points)
}

/// The points of the first limit that a value does not exceed, else `rest`.
pub(super) fn up_to(value: Decimal, limits: &[(Decimal, u32)], rest: u32) -> u32 {
    limits.iter().find(|(limit, _)| value <= *limit).map_or(rest, |(_, points)| *points)
}

/// A sum of weighted inputs none of which can lie outside `each`: exact where all are known,
/// else bounds from what is known.
///
/// # Invariant
/// Weights are not negative, so the lowest inputs make the lowest sum.
pub(super) fn weighted_sum(inputs: &Inputs<'_>, weights: &[Decimal], each: Bounds) -> Computed {
    if inputs.none_known() {
        return Computed::Unknown(Missing::Input);
    }
    let (mut low, mut high) = (Some(Decimal::ZERO), Some(Decimal::ZERO));
    for (place, weight) in weights.iter().enumerate() {
        let (least, most) = inputs.bounds(place);
        low = add(low, least.or(each.0), *weight);
        high = add(high, most.or(each.1), *weight);
    }
    match (low, high) {
        (Some(low), Some(high)) if low == high => Computed::Value(low),
        (None, None) => Computed::Unknown(Missing::Input),
        bounds => Computed::Between(bounds.0, bounds.1),
    }
}

fn add(sum: Option<Decimal>, value: Option<Decimal>, weight: Decimal) -> Option<Decimal> {
    sum?.checked_add(value?.checked_mul(weight)?)
}
