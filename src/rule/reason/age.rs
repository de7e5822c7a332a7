//! Ages: completed units as whole numbers on three lines, and how the lines stand to each other.

use crate::quantity::{Decimal, Exact, Intervals};
use crate::rule::Threshold;
use crate::time::TimeUnit;
use rust_decimal::prelude::ToPrimitive;

/// What an age is counted in: years are twelve months each, weeks seven days, hours 3,600
/// seconds; months have no fixed number of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// By the calendar.
    Months,
    /// By the calendar, from midnight.
    Days,
    /// By the clock.
    Seconds,
}

/// The ages that keep the bounds, as whole numbers of the line's unit, not negative. `None`
/// where a number is beyond all ages.
pub fn ages(bounds: &[Threshold], unit: TimeUnit) -> Option<(Line, Intervals)> {
    let broken = bounds.iter().any(|b| !b.written.fract().is_zero());
    // Half a year is counted as six months, as screening does.
    let (line, per) = match unit {
        TimeUnit::Year => (Line::Months, 12),
        TimeUnit::Month => (Line::Months, 1),
        TimeUnit::Week => (Line::Days, 7),
        TimeUnit::Day => (Line::Days, 1),
        TimeUnit::Hour => (Line::Seconds, 3600),
        TimeUnit::Minute => (Line::Seconds, 60),
        TimeUnit::Second => (Line::Seconds, 1),
    };
    if broken && !matches!(unit, TimeUnit::Year) {
        return None;
    }
    let (scale, count) = if broken { (per, 1) } else { (1, per) };
    let mut counted = Intervals::bound(crate::quantity::Op::AtLeast, Exact::zero());
    for bound in bounds {
        let value = bound.written.checked_mul(Decimal::from(scale))?;
        counted = counted.and(&Intervals::bound(bound.op, Exact::from(value)));
    }
    Some((line, counted.whole_numbers().times_whole(count)))
}

/// The least and the most that an age in days may be where it is so many months.
pub fn months_in_days(months: &Intervals) -> Intervals {
    let (low, high) = ends(months);
    let least = low.map(|m| m.div_euclid(12).saturating_mul(365).saturating_add(m.rem_euclid(12).saturating_mul(28)));
    let most = high.map(|m| {
        let begun = m.saturating_add(1);
        begun.div_euclid(12).saturating_mul(366).saturating_add(begun.rem_euclid(12).saturating_mul(31))
    });
    hull(least, most)
}

/// The least and the most that an age in seconds may be where it is so many days: the time of
/// birth may not be known.
pub fn days_in_seconds(days: &Intervals) -> Intervals {
    const DAY: i64 = 86_400;
    let (low, high) = ends(days);
    hull(low.map(|d| d.saturating_sub(1).saturating_mul(DAY)), high.map(|d| d.saturating_add(2).saturating_mul(DAY)))
}

fn hull(low: Option<i64>, high: Option<i64>) -> Intervals {
    use crate::quantity::Op::{AtLeast, AtMost};
    let low = low.map_or(Intervals::all(), |l| Intervals::bound(AtLeast, Exact::from(l)));
    high.map_or(Intervals::all(), |h| Intervals::bound(AtMost, Exact::from(h))).and(&low)
}

/// The lowest and the highest whole number of a set.
pub fn ends(set: &Intervals) -> (Option<i64>, Option<i64>) {
    let whole = set.whole_numbers();
    let number = |e: &Exact| e.to_decimal().and_then(|d| d.to_i64());
    let low = whole.lower().and_then(|(value, _)| number(value));
    (low, whole.upper().and_then(|(value, _)| number(value)).map(|h| h.saturating_sub(1)))
}
