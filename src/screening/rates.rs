//! How fast a drug runs at a moment.

use super::Reason;
use super::chart::Chart;
use super::chart::State;
use super::computed::{Part, in_unit};
use super::facts::{Fact, Matched};
use super::measure::{self, Current};
use super::presence;
use crate::Truth;
use crate::patient::{Datum, Presence, Reading};
use crate::quantity::{Decimal, Exact, Substance, Unit};
use crate::time::Moment;
use crate::vocabulary::{MeasureId, Vocabulary};

/// The rate at which a drug runs: the sum of its running infusions; zero where none runs and
/// the profile says so.
///
/// # Errors
/// Why the whole is not known, and what runs for certain, if anything does.
pub fn running(chart: &Chart<'_>, drug: &str, unit: &Unit, moment: Moment) -> Result<Part, (Reason, Option<Decimal>)> {
    let matched = chart.facts.matching(&chart.vocabulary.concept(drug));
    let mut counted: Vec<&Fact<'_>> = Vec::new();
    let (mut sum, mut origins, mut open) = (Exact::zero(), Vec::new(), None);
    for fact in infusions(chart, &matched) {
        match runs(chart, fact, moment) {
            Truth::False => continue,
            Truth::Unknown => {
                open = Some(Reason::ImpreciseDate);
                continue;
            }
            Truth::True => {}
        }
        if fact.contested.is_some_and(|c| c <= moment) {
            open = Some(Reason::Conflict);
            continue;
        }
        // The same infusion noted twice is one.
        let same = |other: &&Fact<'_>| (other.name, other.rate, other.from, other.to) == (fact.name, fact.rate, fact.from, fact.to);
        if counted.iter().any(same) {
            continue;
        }
        counted.push(fact);
        match rate(chart, fact, unit, moment) {
            Ok(rate) => {
                sum = sum.plus(&rate);
                origins.push(fact.place());
            }
            Err(reason) => open = Some(reason),
        }
    }
    let known = sum.to_decimal();
    if let Some(reason) = open {
        return Err((reason, known.filter(|_| !origins.is_empty())));
    }
    if origins.is_empty() && !surely_off(chart, &matched, moment) {
        return Err((Reason::NotRecorded, None));
    }
    Ok(Part { value: known.ok_or((Reason::Implausible, None))?, at: None, origin: origins.join(", ") })
}

fn infusions<'c, 'a>(chart: &'c Chart<'a>, matched: &'c Matched) -> impl Iterator<Item = &'c Fact<'a>> {
    let all = chart.facts.at(&matched.same).chain(chart.facts.at(&matched.narrower));
    all.filter(|f| f.presence == Presence::Present)
}

/// From its begin until before its end: where one rate ends the next one begins.
fn runs(chart: &Chart<'_>, fact: &Fact<'_>, moment: Moment) -> Truth {
    let stopped = fact.to.map_or(Truth::False, |to| super::span::come(to, moment));
    presence::covers(fact, moment, chart.asked).and(stopped.not())
}

/// Whether the profile says that none runs: its list is complete, or the drug is noted as not
/// given or as ended.
fn surely_off(chart: &Chart<'_>, matched: &Matched, moment: Moment) -> bool {
    let denied = chart
        .facts
        .at(&matched.denied)
        .any(|f| f.severity.is_none() && presence::denies(f, moment, chart.asked, false) == Truth::True && f.contested.is_none());
    let ended = chart.facts.at(&matched.same).any(|f| f.presence == Presence::Present && runs(chart, f, moment) == Truth::False);
    chart.profile.complete.medications || denied || ended
}

/// An infusion's rate in a unit; rates per minute or hour are divided by the weight where the
/// unit asks for it.
///
/// # Errors
/// Why it is not known in that unit.
pub fn rate(chart: &Chart<'_>, fact: &Fact<'_>, unit: &Unit, moment: Moment) -> Result<Exact, Reason> {
    let (value, given) = number(fact)?;
    if let Ok(exact) = given.convert(value, unit, Substance::default()) {
        return Ok(exact);
    }
    let misfit = |_| Reason::MisfittingUnit;
    let per_kg = |u: &Unit| Unit::parse(&format!("{}/kg", u.ucum())).map_err(misfit);
    if let Ok(whole) = per_kg(given)?.convert(value, unit, Substance::default()) {
        return whole.checked_div(&weight(chart, moment)?).ok_or(Reason::Implausible);
    }
    let part = given.convert(value, &per_kg(unit)?, Substance::default()).map_err(|_| Reason::MisfittingUnit)?;
    Ok(part.times(&weight(chart, moment)?))
}

fn number<'f>(fact: &'f Fact<'_>) -> Result<(Decimal, &'f Unit), Reason> {
    match fact.rate {
        Some(Datum::Good(Reading::Number { value, unit, .. })) => Ok((*value, unit)),
        Some(Datum::Good(Reading::Word(_))) => Err(Reason::MisfittingUnit),
        Some(Datum::Doubtful { doubt, .. }) => Err(match doubt {
            crate::patient::Doubt::NoUnit => Reason::NoUnit,
            crate::patient::Doubt::Implausible => Reason::Implausible,
            _ => Reason::MisfittingUnit,
        }),
        None => Err(Reason::NotRecorded),
    }
}

/// The patient's weight in kilograms.
fn weight(chart: &Chart<'_>, moment: Moment) -> Result<Exact, Reason> {
    let id = weight_measure(chart.vocabulary).ok_or(Reason::NotRecorded)?;
    let kilogram = Unit::parse("kg").map_err(|_| Reason::MisfittingUnit)?;
    let canonical = chart.vocabulary.measure(id).ok_or(Reason::NotRecorded)?.canonical_unit();
    match measure::current(chart, id, moment, 0) {
        Current::One(sample) => match &sample.state {
            State::Number(Some(low), Some(high)) if low == high => {
                in_unit(low, &canonical, &kilogram, Substance::default()).map(Exact::from).ok_or(Reason::MisfittingUnit)
            }
            State::Doubt(reason) => Err(*reason),
            _ => Err(Reason::NotRecorded),
        },
        Current::Partly(..) => Err(Reason::NotRecorded),
        Current::Unknown(reason, _) => Err(reason),
    }
}

/// The measure by which rates for a kilogram and in all are compared.
pub fn weight_measure(vocabulary: &Vocabulary) -> Option<MeasureId> {
    ["weight", "body weight"].iter().find_map(|name| vocabulary.measure_named(name))
}

/// The moments at which the rate can change.
pub fn changes(chart: &Chart<'_>, drug: &str, into: &mut Vec<Moment>) {
    let matched = chart.facts.matching(&chart.vocabulary.concept(drug));
    for fact in chart.facts.at(&matched.same).chain(chart.facts.at(&matched.narrower)).chain(chart.facts.at(&matched.denied)) {
        presence::changes(fact, into);
    }
    into.push(chart.asked);
    // A rate for a kilogram is compared by the weight, if there is a rate.
    let rated = chart.facts.at(&matched.same).chain(chart.facts.at(&matched.narrower)).any(|f| f.rate.is_some());
    if let Some(id) = weight_measure(chart.vocabulary).filter(|_| rated) {
        measure::changes(chart, id, 0, into);
    }
}
