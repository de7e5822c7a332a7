//! Measures that are computed from others where they were not measured, or are stale.

use super::Reason;
use super::age;
use super::answer::doubt;
use super::chart::{Chart, Sample, State};
use super::measure::{self, Current};
use super::rates;
use super::span::Length;
use super::take;
use crate::quantity::{Decimal, Exact, Unit};
use crate::time::{Duration, DurationBound, Moment, TimeUnit, When};
use crate::vocabulary::MeasureId;
use crate::vocabulary::derived::{Bounds, Computed, Derived, Input, Inputs, Source, Worst, derived_for};

/// How many formulas may stand on each other.
const MAX_DEPTH: usize = 8;

/// What came of a computation.
#[derive(Clone)]
pub enum Outcome {
    /// There is no formula for the measure.
    NoFormula,
    /// A value, or bounds with what is missing.
    Value(Box<Sample>, Vec<String>),
    /// What is missing; nothing at all is known where it is empty.
    Missing(Vec<String>, Reason),
}

/// The formula of a measure.
pub fn formula(chart: &Chart<'_>, id: MeasureId) -> Option<&'static Derived> {
    derived_for(&chart.vocabulary.measure(id)?.name)
}

/// Whether a measure is computed from the rates of running drugs, so that it has a value at
/// every moment and not only when something was measured.
pub fn runs(chart: &Chart<'_>, id: MeasureId, depth: usize) -> bool {
    let Some(derived) = formula(chart, id).filter(|_| depth < MAX_DEPTH) else { return false };
    derived.inputs.iter().any(|input| match input.source {
        Source::DrugRate(_) => true,
        Source::Measure(name) => chart.vocabulary.measure_named(name).is_some_and(|id| runs(chart, id, depth.saturating_add(1))),
        _ => false,
    })
}

/// A measure computed from what holds at a moment.
pub fn value(chart: &Chart<'_>, id: MeasureId, moment: Moment, depth: usize) -> Outcome {
    match formula(chart, id) {
        // The same moment is asked about by one comparison after the other.
        Some(derived) if depth < MAX_DEPTH => chart.computed(id, moment, depth, || by_formula(chart, derived, id, moment, depth)),
        _ => Outcome::NoFormula,
    }
}

/// The same by a given formula.
pub fn by_formula(chart: &Chart<'_>, derived: &Derived, id: MeasureId, moment: Moment, depth: usize) -> Outcome {
    let found: Vec<Result<Part, Gap>> = derived.inputs.iter().map(|i| input(chart, i, moment, depth)).collect();
    let missing: Vec<String> = found.iter().filter_map(|f| f.as_ref().err()).flat_map(|gap| gap.needs.clone()).collect();
    let worst = found.iter().filter_map(|f| f.as_ref().err()).map(|gap| gap.reason).min().unwrap_or(Reason::NotRecorded);
    let values: Vec<Option<Decimal>> = found.iter().map(|f| f.as_ref().ok().map(|p| p.value)).collect();
    let bounds: Vec<Bounds> = found.iter().map(|f| f.as_ref().map_or_else(|gap| gap.bounds, |p| (Some(p.value), Some(p.value)))).collect();
    let inputs = Inputs::with_bounds(&values, &bounds);
    // Nothing of it is known: the measure itself is what would help.
    let missing = if inputs.none_known() { Vec::new() } else { missing };
    let (Some(row), Ok(unit)) = (chart.vocabulary.measure(id), Unit::parse(derived.unit)) else { return Outcome::NoFormula };
    let canonical = |v: Decimal| unit.convert(v, &row.canonical_unit(), row.substance()).ok();
    let (state, text) = match (derived.compute)(&inputs) {
        Computed::Value(value) => match canonical(value) {
            Some(exact) => (State::exactly(exact), shown(value, &unit)),
            None => return Outcome::Missing(missing, Reason::MisfittingUnit),
        },
        Computed::Between(low, high) => {
            let text = match (low, high) {
                (Some(l), Some(h)) => format!("between {} and {}", shown(l, &unit), shown(h, &unit)),
                (Some(l), None) => format!("at least {}", shown(l, &unit)),
                (None, Some(h)) => format!("at most {}", shown(h, &unit)),
                (None, None) => return Outcome::Missing(missing, worst),
            };
            if inputs.none_known() {
                return Outcome::Missing(missing, worst);
            }
            (State::Number(low.and_then(canonical), high.and_then(canonical)), text)
        }
        Computed::Unknown(_) => return Outcome::Missing(missing, worst),
    };
    // Whatever is missing, a value is a value.
    let missing = if matches!(state, State::Number(Some(ref low), Some(ref high)) if low == high) { Vec::new() } else { missing };
    let parts: Vec<&Part> = found.iter().filter_map(|f| f.as_ref().ok()).collect();
    let mut origins: Vec<&str> = parts.iter().map(|p| p.origin.as_str()).filter(|o| !o.is_empty()).collect();
    origins.dedup();
    // As old as its oldest input.
    let at = parts.iter().filter_map(|p| p.at).min_by_key(|w| w.earliest).unwrap_or(When::exactly(moment));
    let sample = Sample {
        at,
        undated: parts.iter().all(|p| p.at.is_none()),
        state,
        written: text,
        ucum: Some(derived.unit.to_owned()),
        origin: origins.join(", "),
        limits: Vec::new(),
    };
    Outcome::Value(Box::new(sample), missing)
}

/// An input's value in the unit that the formula takes.
pub struct Part {
    pub value: Decimal,
    pub at: Option<When>,
    pub origin: String,
}

/// An input that is not known, or only in part.
pub struct Gap {
    pub reason: Reason,
    pub bounds: Bounds,
    pub needs: Vec<String>,
}

fn input(chart: &Chart<'_>, input: &Input, moment: Moment, depth: usize) -> Result<Part, Gap> {
    let name = || vec![input.name.to_owned()];
    let gap = |reason| Gap { reason, bounds: (None, None), needs: name() };
    let unit = Unit::parse(input.unit).map_err(|_| gap(Reason::MisfittingUnit))?;
    let depth = depth.saturating_add(1);
    match input.source {
        Source::Measure("age") => {
            let unit = TimeUnit::from_word(input.unit).unwrap_or(TimeUnit::Year);
            let (low, high) = age::completed(chart, unit, moment).ok_or_else(|| gap(Reason::NotRecorded))?;
            let origin = chart.profile.birth.map_or(String::new(), |b| b.origin.to_string());
            if low == high {
                Ok(Part { value: low, at: None, origin })
            } else {
                Err(Gap { bounds: (Some(low), Some(high)), ..gap(Reason::ImpreciseDate) })
            }
        }
        Source::Measure(measure) => {
            let id = chart.vocabulary.measure_named(measure).ok_or_else(|| gap(Reason::NotRecorded))?;
            match measure::current(chart, id, moment, depth) {
                Current::One(sample) => part(chart, id, &sample, &unit).map_err(gap),
                Current::Partly(sample, needs) => Err(Gap { bounds: bounds(chart, id, &sample, &unit), needs, ..gap(Reason::NotRecorded) }),
                Current::Unknown(reason, needs) => Err(Gap { needs: if needs.is_empty() { name() } else { needs }, ..gap(reason) }),
            }
        }
        Source::WorstIn24h(measure, worst) => {
            let id = chart.vocabulary.measure_named(measure).ok_or_else(|| gap(Reason::NotRecorded))?;
            let day = DurationBound::plain(Duration::new(Decimal::from(24), TimeUnit::Hour));
            let span = Length::new(day, chart.zone()).look_back(moment);
            let worst = take::extreme(chart, id, span, moment, matches!(worst, Worst::Highest)).ok_or_else(|| gap(Reason::NotRecorded))?;
            part(chart, id, &worst, &unit).map_err(gap)
        }
        Source::DrugRate(drug) => rates::running(chart, drug, &unit, moment).map_err(|(reason, known)| Gap { bounds: (known, None), ..gap(reason) }),
        Source::Finding(finding) => {
            let ((truth, reason), origin) = super::finding::named(chart, finding, moment);
            let value = truth.known().ok_or_else(|| gap(reason.unwrap_or(Reason::NotRecorded)))?;
            let origin = origin.unwrap_or_default();
            Ok(Part { value: Decimal::from(i32::from(value)), at: None, origin })
        }
    }
}

/// Between what a value that could be computed only in part lies, in a unit.
fn bounds(chart: &Chart<'_>, id: MeasureId, sample: &Sample, unit: &Unit) -> Bounds {
    let (State::Number(low, high), Some(row)) = (&sample.state, chart.vocabulary.measure(id)) else { return (None, None) };
    let in_unit = |v: &Exact| in_unit(v, &row.canonical_unit(), unit, row.substance());
    (low.as_ref().and_then(in_unit), high.as_ref().and_then(in_unit))
}

fn part(chart: &Chart<'_>, id: MeasureId, sample: &Sample, unit: &Unit) -> Result<Part, Reason> {
    if let Some(reason) = doubt(sample) {
        return Err(reason);
    }
    let row = chart.vocabulary.measure(id).ok_or(Reason::NotRecorded)?;
    let value = match &sample.state {
        State::Number(Some(low), Some(high)) if low == high => low,
        _ => return Err(Reason::NotRecorded),
    };
    let value = in_unit(value, &row.canonical_unit(), unit, row.substance()).ok_or(Reason::MisfittingUnit)?;
    let at = (!sample.undated).then_some(sample.at);
    Ok(Part { value, at, origin: sample.origin.clone() })
}

/// An exact value of one unit in another.
pub fn in_unit(value: &Exact, from: &Unit, to: &Unit, substance: crate::quantity::Substance) -> Option<Decimal> {
    // Both units are linear: two points give the line, and no rounding comes between.
    let zero = from.convert(Decimal::ZERO, to, substance).ok()?;
    let one = from.convert(Decimal::ONE, to, substance).ok()?;
    one.minus(&zero).times(value).plus(&zero).to_decimal()
}

fn shown(value: Decimal, unit: &Unit) -> String {
    format!("{} {}", value.round_dp(3).normalize(), unit.display()).trim_end().to_owned()
}

/// The moments at which a computed value can change.
pub fn changes(chart: &Chart<'_>, id: MeasureId, depth: usize, into: &mut Vec<Moment>) {
    let Some(derived) = formula(chart, id).filter(|_| depth < MAX_DEPTH) else { return };
    for input in derived.inputs {
        match input.source {
            Source::Measure("age") => into.push(chart.asked),
            Source::Measure(name) => {
                if let Some(id) = chart.vocabulary.measure_named(name) {
                    measure::changes(chart, id, depth.saturating_add(1), into);
                }
            }
            Source::WorstIn24h(name, _) => {
                let day = DurationBound::plain(Duration::new(Decimal::from(24), TimeUnit::Hour));
                if let Some(id) = chart.vocabulary.measure_named(name) {
                    let mut own = Vec::new();
                    measure::changes(chart, id, depth.saturating_add(1), &mut own);
                    into.extend(own.iter().flat_map(|m| Length::new(day, chart.zone()).echoes(*m)));
                    into.extend(own);
                }
            }
            Source::DrugRate(name) => rates::changes(chart, name, into),
            Source::Finding(name) => super::finding::changes_of_name(chart, name, into),
        }
    }
}
