//! What is measured: the name that numbers belong to.

use super::dimension::by_unit;
use super::leaf::{Leaf, content, uncapitalized};
use super::{Context, Scope};
use crate::language::element::{Counts, Numbers};
use crate::language::words::Kind;
use crate::quantity::Scale;
use crate::time::TimeUnit;
use crate::vocabulary::MeasureId;
use rust_decimal::Decimal;

/// The measure that a leaf's numbers are about: the one it names, an age where the words
/// speak of one, the one the words around it are about, else its words themselves.
pub(super) fn measured_by(context: &Context<'_>, leaf: &Leaf, scope: &Scope) -> Option<String> {
    let measure_name = |id| context.vocabulary.measure(id).map(|m| m.name.to_string());
    let numbers = leaf.numbers.as_ref();
    let counts = numbers.and_then(|n| n.bounds.last()).map_or(&Counts::Nothing, |(_, counts)| counts);
    let sized = |from, to| by_unit(context, from, to, counts);
    if let Some(counted) = super::dimension::days_of(context, leaf, counts).or_else(|| super::dimension::said_in_unit(context, leaf, counts)) {
        return Some(counted);
    }
    if let Some(id) = leaf.measure {
        if let Some(part) = part_of_name(context, leaf, id, counts) {
            return Some(part);
        }
        return super::naming::predicted(context, id, counts).or_else(|| measure_name(id));
    }
    if leaf.within.is_none() && numbers.is_some_and(|n| of_gestation(context, leaf, n)) {
        return Some("gestational age".to_owned());
    }
    let of_time = numbers.is_some_and(|n| n.bounds.iter().all(|(_, c)| matches!(c, Counts::Time(_))));
    if leaf.age || numbers.is_some_and(|n| n.age) || (leaf.phrase.is_none() && of_time && scope.measure.is_none()) {
        return Some("age".to_owned());
    }
    match leaf.phrase.and_then(|(from, to)| content(context, from, to)) {
        Some((from, to)) => {
            if let Some(known) = drug_dose(context, from, to).or_else(|| super::level::measured(context, from, to, counts)) {
                return Some(known);
            }
            let (from, to) = narrowed(context, from, to);
            if let Some(dose) = super::dose::dose_of(context, scope.name, from, to) {
                return Some(dose);
            }
            // "at least 2 previous regimens"
            let earlier =
                leaf.phrase.map(|(first, _)| first).filter(|first| leaf.numbers_at.1 == *first && context.kind(*first) == Some(&Kind::History));
            let from = earlier.unwrap_or(from);
            let words = context.words(from, to);
            let around = scope.measure.and_then(measure_name).filter(|_| super::naming::is_generic(context, from, to));
            let known = || super::naming::measure_of(context, &words, counts).and_then(measure_name);
            Some(around.or_else(known).or_else(|| sized(from, to)).unwrap_or_else(|| uncapitalized(&words)))
        }
        None => among(context, scope, counts).and_then(measure_name).or_else(|| super::dimension::counted(context, counts)).or_else(|| {
            // "a single defect (> 38 mm)": the words before the bracket are what is measured.
            let (from, to) = scope.name.and_then(|(from, to)| content(context, from, to))?;
            let words = context.words(from, to);
            let known = super::naming::measure_of(context, &words, counts).and_then(measure_name);
            let known = known.or_else(|| super::level::measured(context, from, to, counts));
            Some(known.or_else(|| sized(from, to)).unwrap_or_else(|| uncapitalized(&words)))
        }),
    }
}

/// "bone marrow radiation > 30 %": no value of the measure that a part of the name is.
fn part_of_name(context: &Context<'_>, leaf: &Leaf, id: MeasureId, counts: &Counts) -> Option<String> {
    let percent = matches!(counts, Counts::Unit(Scale::Unit(unit)) if unit == "%");
    if !percent || super::naming::fits(context, id, counts) {
        return None;
    }
    let (from, to) = leaf.phrase.and_then(|(from, to)| content(context, from, to))?;
    let plain = (from..to).all(|i| matches!(context.kind(i), Some(Kind::Word | Kind::Finding(_) | Kind::Measure(_) | Kind::Filler)));
    let several = (from..to).filter(|i| context.kind(*i) != Some(&Kind::Filler)).count() > 1;
    let words = context.words(from, to);
    (plain && several && super::naming::measure_of(context, &words, counts).is_none()).then(|| uncapitalized(&words))
}

/// The measure that the words before a bracket are about; of several the one that the unit fits.
fn among(context: &Context<'_>, scope: &Scope, counts: &Counts) -> Option<MeasureId> {
    let own = scope.measure?;
    if super::naming::fits(context, own, counts) {
        return Some(own);
    }
    let (from, to) = scope.name.unwrap_or_default();
    let other = (from..to).rev().find_map(|i| match context.kind(i) {
        Some(Kind::Measure(id)) if super::naming::fits(context, *id, counts) => Some(*id),
        _ => None,
    });
    other.or(Some(own))
}

/// Without what leads up to the name that a number stands behind: "ineffective ventilation as
/// assessed by the measurement of TcCO2", "recommended for screening between".
fn narrowed(context: &Context<'_>, from: usize, to: usize) -> (usize, usize) {
    const VERBS: &[&str] = &[
        "perform",
        "report",
        "reports",
        "reporting",
        "demonstrate",
        "demonstrates",
        "demonstrating",
        "showing",
        "shows",
        "show",
        "achieve",
        "complete",
        "undertake",
    ];
    let leads = |i: &usize| match context.kind(*i) {
        Some(
            Kind::Assessed | Kind::Defined | Kind::Relative | Kind::Condition | Kind::Agent | Kind::Examples | Kind::Comparator(_) | Kind::Between,
        ) => true,
        Some(Kind::Word) => context.token(*i).is_some_and(|t| VERBS.contains(&t.lower().as_str())),
        _ => false,
    };
    let behind = (from..to).rev().find(leads).map(|i| i.saturating_add(1));
    // "the ABOS score measured by the participants": by whom does not name it.
    let agent = behind.and_then(|i| i.checked_sub(1)).filter(|i| matches!(context.kind(*i), Some(Kind::Assessed | Kind::Agent)));
    if let Some(i) =
        agent.filter(|i| *i > from && super::people::stand_before(context, to) && context.kind(to.saturating_sub(1)) != Some(&Kind::Filler))
    {
        return content(context, from, i).unwrap_or((from, to));
    }
    behind.and_then(|i| content(context, i, to)).unwrap_or((from, to))
}

/// "norepinephrine > 0.2 µg/kg/min": the dose of a drug, where the vocabulary measures it.
fn drug_dose(context: &Context<'_>, from: usize, to: usize) -> Option<String> {
    let name = (from..to).rev().find_map(|i| match context.kind(i) {
        Some(Kind::Finding(id)) => context.vocabulary.finding(*id).map(|f| f.name.to_string()),
        _ => None,
    })?;
    let id = context.vocabulary.measure_named(&format!("{name} dose"))?;
    context.vocabulary.measure(id).map(|m| m.name.to_string())
}

/// Words that weeks of a pregnancy are spoken of with.
const GESTATION: &[&str] = &["amenorrhea", "amenorrhoea", "gestation", "gestational", "gestations", "pregnancies", "pregnancy", "pregnant"];

/// Weeks "of gestation", "of amenorrhea", "pregnant": how long the pregnancy lasts.
pub(super) fn of_gestation(context: &Context<'_>, leaf: &Leaf, numbers: &Numbers) -> bool {
    let weeks = numbers.bounds.iter().all(|(bound, counts)| match counts {
        Counts::Time(TimeUnit::Week) => bound.value <= Decimal::from(45),
        Counts::Time(TimeUnit::Day) => bound.value <= Decimal::from(315) && bound.value >= Decimal::from(100),
        _ => false,
    });
    let some = numbers.bounds.iter().any(|(_, counts)| matches!(counts, Counts::Time(TimeUnit::Week)));
    let words = context.lower(leaf.from, leaf.to);
    let said = |list: &[&str]| words.split(|c: char| !c.is_alphanumeric()).any(|w| list.contains(&w));
    weeks && some && said(GESTATION) && !said(&["postpartum", "after"])
}

/// The measure that an unknown name before a comparison is a slip of ("lift expectancy"),
/// with a note that says so.
pub(super) fn misspelt(context: &Context<'_>, leaf: &Leaf) -> Option<MeasureId> {
    leaf.numbers.as_ref().filter(|n| n.compared && !n.age && !leaf.age)?;
    let (from, to) = leaf.phrase.and_then(|(from, to)| content(context, from, to))?;
    if (from..to).any(|i| matches!(context.kind(i), Some(Kind::Finding(_)))) {
        return None;
    }
    let words = context.words(from, to);
    if !may_be_slip(&words) {
        return None;
    }
    let near = context.vocabulary.nearest_measure(&words).filter(|near| is_slip(&words, near))?;
    let id = context.vocabulary.measure_named(near)?;
    context.read_as(from, to, &words, &context.vocabulary.measure(id)?.name);
    Some(id)
}

/// Shortest name that is taken for another one misspelt.
const SHORTEST_SLIP: usize = 7;

/// Whether a name can be another one misspelt: an abbreviation or a short word with one other
/// letter is another name ("MMS", "AHI", "NRS" and "QRS").
fn may_be_slip(written: &str) -> bool {
    let abbreviation = written.split(' ').any(|w| w.chars().filter(|c| c.is_uppercase() || c.is_ascii_digit()).count() >= 2);
    !abbreviation && written.chars().count() >= SHORTEST_SLIP
}

/// Whether a name that can be is another one misspelt.
fn is_slip(written: &str, known: &str) -> bool {
    let (written, known) = (written.to_lowercase(), known.to_lowercase());
    let most = if written.chars().count() < 10 { 1 } else { 2 };
    written.chars().next() == known.chars().next()
        && written.split(' ').count() == known.split(' ').count()
        && strsim::osa_distance(&written, &known) <= most
}
