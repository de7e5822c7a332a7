//! Values around each bound of a comparison, exactly, in its unit and in another.

use super::model::{Fact, Model, Put, State, ago};
use super::truth::{CONTRARY, compare};
use crate::quantity::{Bound, Comparison, Decimal, Is, Op, Scale, Unit};
use crate::rule::{ConsecutiveRule, Direction};
use crate::testing::mutate::step;
use crate::time::Moment;
use crate::truth::Truth;
use crate::vocabulary::{Measure, MeasureId};
use serde_json::{Map, Value as Json, json};

/// Units that a value may as well be written in.
const OTHER_UNITS: &[&str] = &[
    "mmol/L",
    "umol/L",
    "nmol/L",
    "pmol/L",
    "g/L",
    "mg/L",
    "ug/L",
    "ng/L",
    "g/dL",
    "mg/dL",
    "mg/mL",
    "ug/mL",
    "ng/mL",
    "pg/mL",
    "10*9/L",
    "10*12/L",
    "10*3/uL",
    "/uL",
    "kg",
    "g",
    "m",
    "cm",
    "mm",
    "mm2",
    "cm2",
    "L",
    "mL",
    "L/min",
    "mL/min",
    "s",
    "ms",
    "min",
    "h",
    "days",
    "weeks",
    "kPa",
    "mmHg",
    "kU/L",
    "U/L",
    "mU/L",
    "U/mL",
    "ug/kg/min",
    "mg/kg/h",
    "mg/h",
    "g/h",
    "%",
    "Cel",
];
/// So many digits can still be read.
const MOST_DIGITS: usize = 9;
/// Upper limits of normal to try: with one of them the value itself is possible.
const LIMITS: &[i64] = &[40, 10, 1, 100, 2, 20, 5, 200];

/// A value in the terms of a rule: number, unit, and what the profile holds.
struct Written {
    put: Map<String, Json>,
    label: String,
}

impl Model<'_> {
    /// Values around each bound.
    pub(super) fn values(&self, of: &str, id: MeasureId, is: &Is) -> Vec<State> {
        let Some(measure) = self.vocabulary.measure(id) else { return Vec::new() };
        let comparison = match is {
            Is::Word(word) => return words(of, word),
            Is::Number(comparison) => comparison,
        };
        let mut states = Vec::new();
        for bound in &comparison.bounds {
            for value in around(of, bound, comparison) {
                let Some(written) = written(measure, value, &comparison.scale) else { continue };
                let label = format!("{of} {}, {}", written.label, place(value, bound, comparison));
                states.push(State::new(label, Fact::Value(value, comparison.scale.clone()), vec![Put::Value(of.to_owned(), written.put)]));
            }
            if let Some((written, own)) = in_another_unit(measure, bound.value, &comparison.scale) {
                let label = format!("{of} {}, which is {own}, on the bound {}", written.label, said(bound, comparison));
                states.push(State::new(label, Fact::Value(bound.value, comparison.scale.clone()), vec![Put::Value(of.to_owned(), written.put)]));
            }
        }
        states
    }

    /// Runs of samples: around the bound, too few, too near to each other, the newest of them outside.
    pub(super) fn runs(&self, index: usize, rule: &ConsecutiveRule, id: MeasureId) -> Vec<State> {
        let Some(measure) = self.vocabulary.measure(id) else { return Vec::new() };
        let Is::Number(comparison) = &rule.is else { return Vec::new() };
        let (Some(bound), 1, 1..=6) = (comparison.bounds.first(), comparison.bounds.len(), rule.count) else { return Vec::new() };
        if matches!(comparison.scale, Scale::Uln | Scale::Lln | Scale::Baseline) {
            return Vec::new();
        }
        let of = &rule.of;
        let minute = 60_000i64;
        let apart = match rule.apart {
            None => 60 * minute,
            Some(b) if matches!(b.op, Some(Op::Less | Op::AtMost | Op::Equal)) => return Vec::new(),
            Some(b) => b.length.mean_millis().saturating_add(if b.op == Some(Op::Greater) { minute } else { 0 }),
        };
        let full = |value: Decimal, apart: i64, count: usize| -> Option<Vec<(Moment, Decimal)>> {
            let mut samples = Vec::new();
            for n in 0..count {
                let back = i64::try_from(count.checked_sub(n)?.checked_sub(1)?).ok()?;
                samples.push((ago(apart.checked_mul(back)?), rise(value, n, count, rule.trend, bound, comparison, of)?));
            }
            Some(samples)
        };
        let state = |label: String, samples: Option<Vec<(Moment, Decimal)>>, truth: Truth| -> Option<State> {
            let samples: Option<Vec<_>> = samples?.into_iter().map(|(at, v)| Some((at, written(measure, v, &comparison.scale)?.put))).collect();
            let mut puts = vec![Put::Samples(of.clone(), samples?)];
            puts.extend((!rule.steady.is_empty()).then_some(Put::Complete("medications")));
            Some(State::new(label, Fact::Only(index, truth), puts))
        };
        let times = |n: usize| format!("{n} {}", if n == 1 { "value" } else { "values" });
        let (mut found, mut good, mut bad) = (Vec::new(), None, None);
        // The newest value alone can say no, for as long as it holds.
        for value in around(of, bound, comparison) {
            if compare(value, &comparison.scale, &rule.is) == Some(Truth::False)
                && let Some(written) = written(measure, value, &comparison.scale)
            {
                let label = format!("one value of {of}, {}, {}", written.label, place(value, bound, comparison));
                found.push(Some(State::new(label, Fact::Value(value, comparison.scale.clone()), vec![Put::Value(of.clone(), written.put)])));
            }
        }
        for value in around(of, bound, comparison) {
            let holds = compare(value, &comparison.scale, &rule.is) == Some(Truth::True);
            let slot = if holds { &mut good } else { &mut bad };
            *slot = slot.or(Some(value));
            let label = format!("{} of {of} {value}, {}", times(rule.count), place(value, bound, comparison));
            // What has to rise or fall leaves the bound on its way; the newest then is beyond it.
            if holds || rule.trend.is_none_or(|t| matches!(t, Direction::NotFalling | Direction::NotRising)) {
                found.push(state(label, full(value, apart, rule.count), Truth::from(holds)));
            }
        }
        if let Some(good) = good.filter(|_| rule.count > 1) {
            let fewer = rule.count.saturating_sub(1);
            found.push(state(format!("{} of {of} {good}, one too few", times(fewer)), full(good, apart, fewer), Truth::Unknown));
            if rule.apart.is_some() && apart > minute {
                let near = full(good, apart.saturating_sub(minute), rule.count);
                found.push(state(format!("{} of {of} {good}, a minute too near to each other", times(rule.count)), near, Truth::Unknown));
            }
            if let Some((bad, mut samples)) = bad.zip(full(good, apart, rule.count)) {
                if let Some(newest) = samples.last_mut() {
                    newest.1 = bad;
                }
                found.push(state(format!("the newest of {} of {of} is {bad}", times(rule.count)), Some(samples), Truth::False));
            }
        }
        found.into_iter().flatten().collect()
    }
}

/// The nth of the samples, which go the way that is asked for.
fn rise(value: Decimal, n: usize, count: usize, trend: Option<Direction>, bound: &Bound, comparison: &Comparison, of: &str) -> Option<Decimal> {
    let step = step(bound.value, whole(of, comparison));
    let steps = match trend {
        Some(Direction::Rising) => n,
        Some(Direction::Falling) => count.checked_sub(n)?.checked_sub(1)?,
        _ => return Some(value),
    };
    // Away from the bound, so that all of them hold or none.
    let away = step.checked_mul(Decimal::from(steps))?;
    match bound.op {
        Op::Greater | Op::AtLeast => value.checked_add(away),
        Op::Less | Op::AtMost => value.checked_sub(step.checked_mul(Decimal::from(count.checked_sub(steps)?))?),
        Op::Equal => None,
    }
}

fn whole(of: &str, comparison: &Comparison) -> bool {
    comparison.scale == Scale::Bare || of.eq_ignore_ascii_case("age")
}

/// Just below, on and just above a bound.
fn around(of: &str, bound: &Bound, comparison: &Comparison) -> Vec<Decimal> {
    let step = step(bound.value, whole(of, comparison));
    [bound.value.checked_sub(step), Some(bound.value), bound.value.checked_add(step)].into_iter().flatten().collect()
}

fn place(value: Decimal, bound: &Bound, comparison: &Comparison) -> String {
    let where_ = match value.cmp(&bound.value) {
        std::cmp::Ordering::Less => "just below",
        std::cmp::Ordering::Equal => "on",
        std::cmp::Ordering::Greater => "just above",
    };
    format!("{where_} the bound {}", said(bound, comparison))
}

fn said(bound: &Bound, comparison: &Comparison) -> String {
    Comparison { bounds: vec![*bound], scale: comparison.scale.clone() }.to_string()
}

/// A value as the profile holds it, if the measure can have it.
fn written(measure: &Measure, value: Decimal, scale: &Scale) -> Option<Written> {
    let canonical = measure.canonical_unit();
    let own = canonical.display();
    match scale {
        Scale::Bare => {
            possible(measure, value, &canonical).then(|| plain(value, if canonical.is_number() && canonical.ucum() != "%" { "" } else { &own }))
        }
        Scale::Unit(text) => possible(measure, value, &Unit::parse(text).ok()?).then(|| plain(value, text)),
        Scale::Uln | Scale::Lln => LIMITS.iter().find_map(|limit| {
            let (limit, product) = (Decimal::from(*limit), value.checked_mul(Decimal::from(*limit))?.normalize());
            let upper = *scale == Scale::Uln;
            if !possible(measure, product, &canonical) || !possible(measure, limit, &canonical) {
                return None;
            }
            let text = plain(product, &own).label;
            let (side, word) = if upper { ("high", "upper") } else { ("low", "lower") };
            let put = json!({"value": text, (side): number(limit)});
            Some(Written { put: put.as_object()?.clone(), label: format!("{text}, {value} times the {word} limit of {limit}") })
        }),
        Scale::Baseline => None,
    }
}

/// A number with its unit; a bare number where there is none.
fn plain(value: Decimal, unit: &str) -> Written {
    let text = format!("{value} {unit}").trim_end().to_owned();
    let json = if unit.is_empty() { number(value) } else { Json::from(text.as_str()) };
    Written { put: Map::from_iter([("value".to_owned(), json)]), label: text }
}

/// A number as JSON, digit for digit.
fn number(value: Decimal) -> Json {
    serde_json::from_str(&value.to_string()).unwrap_or(Json::Null)
}

/// Whether a measure can have a value.
fn possible(measure: &Measure, value: Decimal, unit: &Unit) -> bool {
    let (low, high) = measure.range();
    let canonical = measure.canonical_unit();
    let Ok((unit, canonical)) = unit.aligned(&canonical, measure.substance()) else { return false };
    let value = unit.to_base(value);
    canonical.to_base(low) <= value && value <= canonical.to_base(high)
}

/// The value in another unit of the measure that has it exactly, and in its own.
fn in_another_unit(measure: &Measure, value: Decimal, scale: &Scale) -> Option<(Written, String)> {
    let Scale::Unit(text) = scale else { return None };
    let own = Unit::parse(text).ok()?;
    let first = measure.canonical_unit();
    let mut others = vec![first.display()];
    others.extend(OTHER_UNITS.iter().map(|u| (*u).to_owned()));
    others.into_iter().find_map(|other| {
        let unit = Unit::parse(&other).ok().filter(|u| u.ucum() != own.ucum() && !other.is_empty() && u.is_number() == own.is_number())?;
        // A value of another kind of quantity (cells for moles) is no value of the measure.
        if !unit.is_commensurable(&own) || !unit.is_commensurable(&first) || unit.to_base(Decimal::ONE) == own.to_base(Decimal::ONE) {
            return None;
        }
        let there = own.convert(value, &unit, measure.substance()).ok()?.to_decimal()?.normalize();
        let exact = unit.to_base(there) == own.to_base(value);
        let short = there.to_string().len() <= MOST_DIGITS && there.abs() >= Decimal::new(1, 3);
        (exact && short && possible(measure, there, &unit)).then(|| (plain(there, &other), format!("{value} {text}")))
    })
}

/// Results in words.
fn words(of: &str, word: &str) -> Vec<State> {
    let contrary = CONTRARY.iter().find_map(|(a, b)| if *a == word { Some(*b) } else { (*b == word).then_some(*a) });
    let state = |word: &str| {
        let put = Map::from_iter([("value".to_owned(), Json::from(word))]);
        State::new(format!("{of} {word}"), Fact::Word(word.to_owned()), vec![Put::Value(of.to_owned(), put)])
    };
    std::iter::once(word).chain(contrary).map(state).collect()
}
