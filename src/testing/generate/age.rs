//! Ages: completed units, by the calendar from days on.

use super::MOMENT;
use super::model::{Fact, Put, State, ago};
use crate::quantity::{Bound, Comparison, Decimal, Is, Op, Scale};
use crate::time::{Duration, Moment, TimeUnit, Zone, completed_months};
use crate::truth::Truth;
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value as Json;

const DAY: i64 = 86_400_000;

/// What a comparison says of somebody born then.
pub(super) fn compare(birth: Moment, exact: bool, is: &Is) -> Option<Truth> {
    let Is::Number(comparison) = is else { return None };
    let unit = unit(comparison)?;
    let whole = comparison.bounds.iter().all(|b| b.value.fract().is_zero());
    let of = |birth: Moment, exact: bool| {
        let completed = Decimal::from(completed(birth, exact, unit)?);
        Some(Truth::from(comparison.bounds.iter().all(|b| b.op.holds(completed.cmp(&b.value)))))
    };
    if exact || !matches!(unit, TimeUnit::Hour | TimeUnit::Minute | TimeUnit::Second) {
        return of(birth, exact).filter(|_| whole);
    }
    // The hour of birth is not known: what holds for the first instant of the day and for the last.
    let day = Moment::start_of_day(birth.day(Zone::UTC)?, Zone::UTC);
    let (first, last) = (of(day, true)?, of(day.plus_millis(DAY.saturating_sub(1)), true)?);
    whole.then_some(if first == last { first } else { Truth::Unknown })
}

fn unit(comparison: &Comparison) -> Option<TimeUnit> {
    match &comparison.scale {
        Scale::Bare => Some(TimeUnit::Year),
        Scale::Unit(text) => TimeUnit::from_word(text.trim()),
        _ => None,
    }
}

/// Completed units of an age; `None` where it depends on the hour of birth and that is not known.
fn completed(birth: Moment, exact: bool, unit: TimeUnit) -> Option<i64> {
    let start = |m: Moment| m.day(Zone::UTC).map(|d| Moment::start_of_day(d, Zone::UTC));
    let (day, today) = (start(birth)?, start(MOMENT)?);
    let (from, to) = if exact { (birth, MOMENT) } else { (day, today) };
    Some(match unit {
        TimeUnit::Year | TimeUnit::Month => {
            let months = completed_months(from.local(Zone::UTC)?, to.local(Zone::UTC)?);
            if unit == TimeUnit::Year { months.div_euclid(12) } else { months }
        }
        TimeUnit::Week | TimeUnit::Day => to.millis_since(from).div_euclid(unit.mean_millis()),
        _ if exact => MOMENT.millis_since(birth).div_euclid(unit.mean_millis()),
        _ => return None,
    })
}

/// People around each bound of a comparison of the age.
pub(super) fn states(is: &Is) -> Vec<State> {
    let Is::Number(comparison) = is else { return Vec::new() };
    let Some(unit) = unit(comparison) else { return Vec::new() };
    comparison.bounds.iter().flat_map(|bound| around(bound, unit)).collect()
}

fn around(bound: &Bound, unit: TimeUnit) -> Vec<State> {
    let whole = bound.value.fract().is_zero() && bound.value >= Decimal::ONE;
    let Some(amount) = bound.value.to_i64().filter(|_| whole) else { return Vec::new() };
    let length = |n: i64| Duration::new(Decimal::from(n), unit);
    let hours = matches!(unit, TimeUnit::Hour | TimeUnit::Minute | TimeUnit::Second);
    let shift = if hours { 60_000.min(unit.mean_millis()) } else { DAY };
    let said = |n: i64| format!("{}", length(n));
    let sign = bound.op.sign();
    let next = amount.saturating_add(1);
    let born = |n: i64, later: i64| length(n).before(MOMENT, Zone::UTC).plus_millis(later);
    let mut states = Vec::new();
    let mut add = |label: String, birth: Moment| {
        let text = if hours { birth.display(Zone::UTC) } else { birth.display(Zone::UTC).chars().take("2026-11-20".len()).collect() };
        let label = format!("{label} ({sign} {})", said(amount));
        states.push(State::new(label, Fact::Born(birth, hours), vec![Put::Field("birth_date", Json::from(text))]));
    };
    add(format!("just short of {}", said(amount)), born(amount, shift));
    add(format!("{} {}", said(amount), if hours { "just now" } else { "today" }), born(amount, 0));
    if matches!(bound.op, Op::Greater | Op::AtMost | Op::Equal) {
        add(format!("just short of {}", said(next)), born(next, shift));
        add(format!("{} {}", said(next), if hours { "just now" } else { "today" }), born(next, 0));
    }
    states.extend(in_another_unit(amount, unit, sign));
    states
}

/// The same age in a smaller unit that it is a whole number of.
fn in_another_unit(amount: i64, unit: TimeUnit, sign: &str) -> Option<State> {
    let (times, smaller) = match unit {
        TimeUnit::Year => (12, TimeUnit::Month),
        TimeUnit::Week => (7, TimeUnit::Day),
        TimeUnit::Hour => (60, TimeUnit::Minute),
        _ => return None,
    };
    let other = Duration::new(Decimal::from(amount.saturating_mul(times)), smaller);
    let birth = if unit == TimeUnit::Hour { ago(amount.saturating_mul(unit.mean_millis())) } else { other.before(MOMENT, Zone::UTC) };
    let label = format!("{other}, which is {} ({sign} {})", Duration::new(Decimal::from(amount), unit), Duration::new(Decimal::from(amount), unit));
    Some(State::new(label, Fact::Born(birth, unit == TimeUnit::Hour), vec![Put::Field("age", Json::from(other.to_string()))]))
}
