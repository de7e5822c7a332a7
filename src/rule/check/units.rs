//! Thresholds: the unit of a comparison read once, its numbers put into the measure's own unit.

use super::tree::{CheckedIs, Test, Threshold};
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::{Bound, Comparison, Decimal, Exact, Is, Op, Scale, Unit};
use crate::time::TimeUnit;
use crate::vocabulary::Measure;
use std::cmp::Ordering;

/// The comparison of a measure that the vocabulary does not have.
pub fn outside(is: &Is) -> CheckedIs {
    let test = match is {
        Is::Word(word) => Test::Word(word.clone()),
        Is::Number(_) => Test::Outside,
    };
    CheckedIs { words: words(is, ""), test }
}

/// A comparison with its unit resolved for a measure.
///
/// # Errors
/// The diagnostic, where the unit is missing, is none or does not fit, or where no value of
/// the measure can satisfy it.
pub fn resolve(is: &Is, measure: &Measure, is_age: bool) -> Result<CheckedIs, Diagnostic> {
    let comparison = match is {
        Is::Word(word) => return Ok(CheckedIs { words: word.clone(), test: Test::Word(word.clone()) }),
        Is::Number(comparison) => comparison,
    };
    if is_age {
        let unit = age_unit(comparison)?;
        let bounds = plain(&comparison.bounds);
        possible(&bounds, is, measure)?;
        let shown = if comparison.scale == Scale::Bare { " years" } else { "" };
        return Ok(CheckedIs { words: words(is, shown), test: Test::Age(bounds, unit) });
    }
    let bounds = plain(&comparison.bounds);
    let (test, shown) = match &comparison.scale {
        Scale::Uln => (Test::Upper(bounds.clone()), String::new()),
        Scale::Lln => (Test::Lower(bounds.clone()), String::new()),
        Scale::Baseline => (Test::Baseline, String::new()),
        Scale::Bare if is_fraction(comparison, measure) => (Test::Value(as_percentages(&comparison.bounds)), String::new()),
        Scale::Bare => {
            bare(comparison, measure)?;
            let unit = measure.canonical_unit().display();
            (Test::Value(bounds.clone()), if unit.is_empty() { unit } else { format!(" {unit}") })
        }
        Scale::Unit(text) => (Test::Value(converted(comparison, text, measure)?), String::new()),
    };
    match &test {
        Test::Value(values) => possible(values, is, measure)?,
        _ => possible(&bounds, is, measure)?,
    }
    Ok(CheckedIs { words: words(is, &shown), test })
}

/// How a comparison is shown: the signs as people print them.
fn words(is: &Is, unit: &str) -> String {
    let text = is.to_string().replace(">=", "≥").replace("<=", "≤");
    format!("{text}{unit}")
}

fn plain(bounds: &[Bound]) -> Vec<Threshold> {
    bounds.iter().map(|b| Threshold { op: b.op, value: Exact::from(b.value), written: b.value }).collect()
}

fn age_unit(comparison: &Comparison) -> Result<TimeUnit, Diagnostic> {
    let help = "write years, months, weeks, days or hours";
    match &comparison.scale {
        Scale::Bare => Ok(TimeUnit::Year),
        Scale::Unit(text) => {
            TimeUnit::from_word(text).ok_or_else(|| Diagnostic::new(Code::IncommensurableUnits, format!("`{text}` is no unit of age")).help(help))
        }
        other => {
            let message = format!("an age is not compared with `{}`", other.to_string().trim());
            Err(Diagnostic::new(Code::IncommensurableUnits, message).help(help))
        }
    }
}

fn bare(comparison: &Comparison, measure: &Measure) -> Result<(), Diagnostic> {
    let would_do = units_that_would_do(measure);
    if !measure.bare && measure.canonical_unit() != Unit::one() {
        let message = format!("{} is compared without a unit", measure.name);
        return Err(Diagnostic::new(Code::IncommensurableUnits, message).help(would_do));
    }
    // An ejection fraction of 0.35 is never 0.35 %.
    let as_fraction = |b: &Bound| b.value > Decimal::ZERO && b.value <= Decimal::ONE;
    if measure.fraction && comparison.bounds.iter().any(as_fraction) {
        let message = format!("{} is a percentage; `{comparison}` looks like a fraction of one", measure.name);
        return Err(Diagnostic::new(Code::IncommensurableUnits, message).help(would_do));
    }
    Ok(())
}

/// Whether the numbers can only be fractions of one: no FiO2 is 0.3 %.
fn is_fraction(comparison: &Comparison, measure: &Measure) -> bool {
    let of_one = |b: &Bound| b.value > Decimal::ZERO && b.value <= Decimal::ONE;
    measure.fraction && measure.range().0 > Decimal::ONE && measure.canonical_unit().ucum() == "%" && comparison.bounds.iter().all(of_one)
}

fn as_percentages(bounds: &[Bound]) -> Vec<Threshold> {
    let percent = |value: Decimal| value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value);
    bounds.iter().map(|b| Threshold { op: b.op, value: Exact::from(percent(b.value)), written: b.value }).collect()
}

fn converted(comparison: &Comparison, text: &str, measure: &Measure) -> Result<Vec<Threshold>, Diagnostic> {
    let wrong = |message: String| Diagnostic::new(Code::IncommensurableUnits, message).help(units_that_would_do(measure));
    let unit = Unit::parse(text).map_err(|e| wrong(e.to_string()))?;
    let canonical = measure.canonical_unit();
    let convert = |b: &Bound| {
        let value = unit.convert(b.value, &canonical, measure.substance());
        let value = value.map_err(|_| wrong(format!("`{text}` is not a unit of {}", measure.name)))?;
        Ok(Threshold { op: b.op, value, written: b.value })
    };
    comparison.bounds.iter().map(convert).collect()
}

fn units_that_would_do(measure: &Measure) -> String {
    let canonical = measure.canonical_unit().display();
    if canonical.is_empty() {
        return format!("{} has no unit", measure.name);
    }
    let all: Vec<String> = std::iter::once(canonical).chain(fitting(measure, USUAL).take(3)).collect();
    format!("write the value in {}", all.join(", or "))
}

/// The units that a value of a measure is usually written in, the vocabulary's own first; none
/// for what has no unit.
///
/// ```
/// use trialsieve::{rule, vocabulary::Vocabulary};
/// let vocabulary = Vocabulary::builtin();
/// let units = |name| rule::units_of(vocabulary.measure(vocabulary.measure_named(name).unwrap()).unwrap());
/// assert_eq!(units("lactate")[..2], ["mmol/L", "µmol/L"]);
/// assert!(units("lactate").iter().all(|unit| unit != "mmHg"));
/// assert_eq!(units("age"), ["years", "months", "weeks", "days", "h"]);
/// ```
pub fn units_of(measure: &Measure) -> Vec<String> {
    if measure.name == "age" {
        let units = [TimeUnit::Year, TimeUnit::Month, TimeUnit::Week, TimeUnit::Day, TimeUnit::Hour];
        return units.iter().map(|unit| unit.word().to_owned()).collect();
    }
    let canonical = measure.canonical_unit().display();
    if canonical.is_empty() {
        return Vec::new();
    }
    let mut units = vec![canonical];
    for unit in fitting(measure, USUAL).chain(fitting(measure, LESS_USUAL)) {
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    units
}

/// Those of the units that values of a measure can be converted from.
fn fitting<'m>(measure: &'m Measure, units: &'m [&str]) -> impl Iterator<Item = String> + 'm {
    let canonical = measure.canonical_unit();
    let fits = move |unit: &Unit| unit.ucum() != canonical.ucum() && unit.convert(Decimal::ONE, &canonical, measure.substance()).is_ok();
    units.iter().filter_map(|text| Unit::parse(text).ok()).filter(fits).map(|unit| unit.display())
}

const USUAL: &[&str] = &["mmol/L", "umol/L", "mg/dL", "g/L", "g/dL", "ng/mL", "kPa", "mm[Hg]", "10*3/uL", "kg", "g", "m", "cm", "[degF]", "L/min"];

const LESS_USUAL: &[&str] = &[
    "nmol/L",
    "pmol/L",
    "mg/L",
    "ug/L",
    "ug/mL",
    "pg/mL",
    "meq/L",
    "10*9/L",
    "10*12/L",
    "/uL",
    "U/L",
    "U/mL",
    "m[iU]/L",
    "cm[H2O]",
    "Cel",
    "mg",
    "ug",
    "mm",
    "mL",
    "L",
    "mL/min",
    "mL/h",
    "mL/kg/h",
    "mL/d",
    "ug/kg/min",
    "mg/kg/d",
    "ng/kg/min",
    "s",
    "min",
    "h",
    "d",
    "wk",
    "mo",
    "a",
];

/// No value that the bounds describe can be.
fn possible(bounds: &[Threshold], is: &Is, measure: &Measure) -> Result<(), Diagnostic> {
    // The value, and whether it is left out itself.
    let mut low: Option<(&Exact, bool)> = None;
    let mut high: Option<(&Exact, bool)> = None;
    for bound in bounds {
        let (value, open) = (&bound.value, matches!(bound.op, Op::Less | Op::Greater));
        let above = |l: (&Exact, bool)| (value, open) > l;
        let below = |h: (&Exact, bool)| value < h.0 || (value == h.0 && open);
        if matches!(bound.op, Op::Equal | Op::AtLeast | Op::Greater) && low.is_none_or(above) {
            low = Some((value, open));
        }
        if matches!(bound.op, Op::Equal | Op::AtMost | Op::Less) && high.is_none_or(below) {
            high = Some((value, open));
        }
    }
    let none = match (low, high) {
        (Some((low, low_open)), Some((high, high_open))) => match low.cmp(high) {
            Ordering::Less => false,
            Ordering::Equal => low_open || high_open,
            Ordering::Greater => true,
        },
        _ => false,
    };
    if none {
        let message = format!("no {} is `{is}`", measure.name);
        return Err(Diagnostic::new(Code::ImpossibleBounds, message).help("the lower bound stands above the upper one"));
    }
    Ok(())
}

/// A warning for a threshold beyond what is physically possible: a slip, mostly of the unit.
pub fn implausible(checked: &CheckedIs, is: &Is, measure: &Measure) -> Option<Diagnostic> {
    let Test::Value(bounds) = &checked.test else { return None };
    let (low, high) = measure.range();
    let (low, high) = (Exact::from(low), Exact::from(high));
    let beyond = |t: &Threshold| t.value > high || (t.value < low && t.value.is_negative());
    bounds.iter().any(beyond).then(|| {
        let unit = measure.canonical_unit().display();
        let message = format!("`{is}` is beyond what {} can be", measure.name);
        let help = format!("it lies between {} and {} {unit}", measure.low, measure.high);
        Diagnostic::new(Code::ImplausibleThreshold, message).help(help.trim_end())
    })
}
