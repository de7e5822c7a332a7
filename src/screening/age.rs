//! The patient's age in completed units.

use super::answer::Answer;
use super::chart::Chart;
use super::{Evidence, Reason};
use crate::Truth;
use crate::patient::Given;
use crate::quantity::{Decimal, Exact};
use crate::rule::{CheckedIs, Test, Threshold};
use crate::time::{Duration, Moment, TimeUnit, When, Zone, completed_months};
use chrono::NaiveDate;

/// The fewest and most completed units that the age can be at a moment.
pub fn completed(chart: &Chart<'_>, unit: TimeUnit, moment: Moment) -> Option<(Decimal, Decimal)> {
    let given = chart.birth().filter(|_| chart.profile.conflicting_age.is_none())?;
    counted(given, unit, moment, chart.asked, chart.zone())
}

/// The same of somebody born so, who is asked about at a moment.
pub fn counted(given: Given, unit: TimeUnit, moment: Moment, asked: Moment, zone: Zone) -> Option<(Decimal, Decimal)> {
    let count = |birth: Moment| units(birth, unit, moment, zone);
    let (first, last) = match given {
        Given::Day(day) => (Some(day), Some(day)),
        Given::Within(first, last) => (Some(first), Some(last)),
        _ => (None, None),
    };
    if let (Some(first), Some(last)) = (first, last)
        && !matches!(unit, TimeUnit::Hour | TimeUnit::Minute | TimeUnit::Second)
    {
        // By the calendar: a day of life begins at midnight.
        let today = Moment::start_of_day(moment.day(zone)?, zone);
        let count = |day| units(Moment::start_of_day(day, zone), unit, today, zone);
        return Some((count(last)?, count(first)?));
    }
    let born = born(given, asked, zone)?;
    Some((count(born.latest)?, count(born.earliest)?))
}

/// When the patient was born, as well as it is known.
fn born(given: Given, asked: Moment, zone: Zone) -> Option<When> {
    Some(match given {
        Given::Day(day) => days(day, day, zone)?,
        Given::Within(first, last) => days(first, last, zone)?,
        Given::Time(moment) => When::exactly(moment),
        Given::Age(age) => {
            // "64 years" is at least 64 and less than 65; "1.5 years" less than 1.6.
            let amount = age.amount.normalize();
            let step = Decimal::new(1, amount.scale());
            let next = Duration::new(amount.checked_add(step)?, age.unit);
            When { earliest: next.before(asked, zone).plus_millis(1), latest: age.before(asked, zone) }
        }
    })
}

/// Some time from the first day to the last.
fn days(first: NaiveDate, last: NaiveDate, zone: Zone) -> Option<When> {
    Some(When { earliest: Moment::start_of_day(first, zone), latest: Moment::start_of_day(last.succ_opt()?, zone).plus_millis(-1) })
}

fn units(birth: Moment, unit: TimeUnit, moment: Moment, zone: Zone) -> Option<Decimal> {
    let months = || Some(completed_months(birth.local(zone)?, moment.local(zone)?));
    let count = match unit {
        TimeUnit::Year => months()?.div_euclid(12),
        TimeUnit::Month => months()?,
        other => moment.millis_since(birth).div_euclid(other.mean_millis().max(1)),
    };
    Some(Decimal::from(count))
}

/// The patient's age compared.
pub fn compare(chart: &Chart<'_>, is: &CheckedIs, moment: Moment, say: bool) -> Answer {
    let Test::Age(bounds, unit) = &is.test else {
        return Answer::unknown(Reason::MisfittingUnit).because("an age is compared in units of time").needing("age");
    };
    if let Some(other) = chart.profile.conflicting_age {
        let words = format!("the age and the birth date contradict each other ({})", other.origin);
        return Answer::unknown(Reason::Conflict).because(words).needing("age").seeing(evidence(chart, ""));
    }
    let Some((unit, bounds)) = whole(bounds, *unit) else { return Answer::unknown(Reason::MisfittingUnit).needing("age") };
    let Some((low, high)) = completed(chart, unit, moment) else {
        return Answer::unknown(Reason::NotRecorded).because("age is not recorded").needing("age");
    };
    if high < Decimal::ZERO {
        let answer = Answer::unknown(Reason::Implausible).needing("age");
        return if say { answer.because(format!("{} is before the birth", chart.show(moment))) } else { answer };
    }
    let low = low.max(Decimal::ZERO);
    let truth = Truth::all(bounds.iter().map(|b| {
        let (l, h) = (Exact::from(low), Exact::from(high));
        let is_bound = Threshold { op: b.op, value: b.value.clone(), written: b.written };
        ends(&is_bound, &l, &h)
    }));
    let mut answer = match truth {
        Truth::Unknown => Answer::unknown(Reason::ImpreciseDate).needing("birth date"),
        known => Answer::new(known),
    };
    if say {
        let word = if low == high && low == Decimal::ONE { unit.word().trim_end_matches('s') } else { unit.word() };
        let age = if low == high { format!("{low} {word}") } else { format!("between {low} and {high} {word}") };
        answer = answer.because(sentence(&age, is, truth)).seeing(evidence(chart, &age));
    }
    answer
}

fn ends(bound: &Threshold, low: &Exact, high: &Exact) -> Truth {
    let holds = |v: &Exact| bound.op.holds(v.cmp(&bound.value));
    let inside = *low < bound.value && bound.value < *high;
    match (holds(low), holds(high)) {
        (true, true) => Truth::True,
        // An equality may hold between the ends and at neither.
        (false, false) if !(inside && bound.op == crate::quantity::Op::Equal) => Truth::False,
        _ => Truth::Unknown,
    }
}

/// Bounds such as half a year are counted in the next smaller unit, where that makes them whole.
pub fn whole(bounds: &[Threshold], unit: TimeUnit) -> Option<(TimeUnit, Vec<Threshold>)> {
    let (mut unit, mut bounds) = (unit, bounds.to_vec());
    while bounds.iter().any(|b| !b.written.fract().is_zero()) {
        let (smaller, per) = match unit {
            TimeUnit::Year => (TimeUnit::Month, 12),
            TimeUnit::Month | TimeUnit::Second => break,
            TimeUnit::Week => (TimeUnit::Day, 7),
            TimeUnit::Day => (TimeUnit::Hour, 24),
            TimeUnit::Hour => (TimeUnit::Minute, 60),
            TimeUnit::Minute => (TimeUnit::Second, 60),
        };
        for bound in &mut bounds {
            bound.written = bound.written.checked_mul(Decimal::from(per))?;
            bound.value = Exact::from(bound.written);
        }
        unit = smaller;
    }
    Some((unit, bounds))
}

fn sentence(age: &str, is: &CheckedIs, truth: Truth) -> String {
    match truth {
        Truth::True => format!("age {age} is {}", is.words),
        Truth::False => format!("age {age} is not {}", is.words),
        Truth::Unknown => format!("age {age}: whether that is {} is not settled", is.words),
    }
}

fn evidence(chart: &Chart<'_>, age: &str) -> Option<Evidence> {
    let birth = chart.profile.birth?;
    let value = match birth.given {
        Given::Day(day) => day.to_string(),
        Given::Within(first, last) => format!("{first} to {last}"),
        Given::Time(moment) => chart.show(moment),
        Given::Age(_) => age.to_owned(),
    };
    Some(Evidence { of: "age".to_owned(), value, unit: None, at: None, from: birth.origin.to_string() })
}

/// The moments at which the comparison can change.
pub fn changes(chart: &Chart<'_>, is: &CheckedIs) -> Vec<Moment> {
    let (Test::Age(bounds, unit), Some(born)) = (&is.test, chart.birth().and_then(|g| born(g, chart.asked, chart.zone()))) else { return Vec::new() };
    let Some((unit, bounds)) = whole(bounds, *unit) else { return Vec::new() };
    let mut found = vec![chart.asked];
    for bound in &bounds {
        for amount in [bound.written, bound.written.saturating_add(Decimal::ONE)] {
            let length = Duration::new(amount, unit);
            for birth in [born.earliest, born.latest] {
                let reached = length.after(birth, chart.zone());
                // Someone born on 29 February is older on 1 March of a common year; a day of
                // birth counts from midnight.
                let next = reached.day(chart.zone()).and_then(|d| d.succ_opt()).map(|d| Moment::start_of_day(d, chart.zone()));
                let midnight = reached.day(chart.zone()).map(|d| Moment::start_of_day(d, chart.zone()));
                let after = next.map(|n| n.plus_millis(reached.millis_since(midnight.unwrap_or(n))));
                found.extend([Some(reached), midnight, next, after, Some(reached.plus_millis(1))].into_iter().flatten());
            }
        }
    }
    found.push(born.earliest);
    found.push(born.latest);
    found
}
