//! Which of the names around a number is its own: one that its unit fits, the things that it
//! counts, or the one that the words before it stand for.

use super::Context;
use super::dimension::WHICH;
use super::leaf::{Leaf, content};
use crate::language::element::{Counts, Element, Numbers, What};
use crate::language::words::Kind;
use crate::quantity::{Decimal, Op, Scale, Unit};
use crate::rule::{FindingRule, Node, Rule};
use crate::vocabulary::{FindingKind, MeasureId};

/// Words that say that something is measured, and not what.
const GENERIC: &[&str] =
    &["average", "mean", "median", "point", "points", "rated", "score", "scores", "sub-scale", "subscale", "sum", "total", "value", "values"];

/// Words of an instrument: a number behind them is its result, whatever follows.
const INSTRUMENT: &[&str] = &[
    "class",
    "classification",
    "grade",
    "index",
    "inventory",
    "level",
    "levels",
    "questionnaire",
    "rating",
    "ratio",
    "scale",
    "score",
    "scores",
    "screen",
    "stage",
    "subscale",
    "survey",
    "test",
    "total",
    "status",
];

/// Qualifiers that stand before or behind the name of a measure and do not change it.
const AROUND: &[&str] = &[
    "abnormal",
    "baseline",
    "blood",
    "concentration",
    "concentrations",
    "corrected",
    "current",
    "decreased",
    "ecg",
    "elevated",
    "elevation",
    "high",
    "increased",
    "level",
    "levels",
    "low",
    "mean",
    "median",
    "measurement",
    "persistent",
    "plasma",
    "pre-dose",
    "pre-treatment",
    "prestudy",
    "prolongation",
    "prolonged",
    "reduced",
    "resting",
    "result",
    "results",
    "score",
    "screening",
    "serum",
    "supine",
    "test",
    "value",
    "values",
];

/// Whether a measure can have such a unit.
pub(super) fn fits(context: &Context<'_>, id: MeasureId, counts: &Counts) -> bool {
    let Some(measure) = context.vocabulary.measure(id) else { return true };
    let own = measure.canonical_unit();
    let of_time = || Unit::parse("d").is_ok_and(|day| own.is_commensurable(&day));
    match counts {
        Counts::Nothing | Counts::Unit(Scale::Bare | Scale::Uln | Scale::Lln | Scale::Baseline) => true,
        Counts::Time(_) => of_time(),
        Counts::Unit(Scale::Unit(unit)) => Unit::parse(unit).is_ok_and(|unit| unit.aligned(&own, measure.substance()).is_ok()),
    }
}

/// Whether a measure is one of long lengths of time ("life expectancy", and not a QT interval).
pub(super) fn of_time(context: &Context<'_>, id: MeasureId) -> bool {
    let short = context.vocabulary.measure(id).is_some_and(|m| matches!(m.unit.as_ref(), "ms" | "s"));
    !short && fits(context, id, &Counts::Time(crate::time::TimeUnit::Day))
}

/// Gives a leaf's numbers to the name that is theirs.
pub(super) fn settle(context: &Context<'_>, leaf: &mut Leaf) {
    each_day(context, leaf);
    let Some(numbers) = leaf.numbers.as_ref().filter(|n| n.compared) else { return };
    let Some((_, counts)) = numbers.bounds.last() else { return };
    let (start, end) = leaf.numbers_at;
    if let Some(id) = leaf.measure {
        // "AMH levels age appropriate (≥ 2.3 ng/mL)": of two measures the one that the unit fits.
        if !fits(context, id, counts) {
            let measures = (leaf.from..leaf.to).filter_map(|i| match context.kind(i) {
                Some(Kind::Measure(other)) if *other != id && fits(context, *other, counts) && *counts != Counts::Nothing => Some(*other),
                _ => None,
            });
            let other = measures.last().or_else(|| by_unit(context, leaf, id, counts)).or_else(|| namesake(context, id, counts));
            // "> 18 years old with ASA I": an age is an age.
            let aged = other.is_none() && numbers.age && !of_time(context, id);
            if other.is_some() || aged {
                leaf.measure = other;
            }
        }
        return;
    }
    let before = leaf.phrase.filter(|(_, to)| *to <= start);
    let Some((from, to)) = behind(context, end) else { return };
    if let Some(Kind::Measure(id)) = context.kind(from)
        && fits(context, *id, counts)
        && (*counts != Counts::Nothing || context.vocabulary.measure(*id).is_some_and(|m| m.bare))
        && !numbers.age
    {
        // "inability to perform > 4 METs", "≥ 140 mmHg SBP"
        leaf.measure = Some(*id);
        leaf.phrase = Some((from, from.saturating_add(1)));
    } else if let Some((first, last)) = before
        && counts_things(context, numbers, from, to)
        && !is_generic(context, from, to)
        && !is_instrument(context, first, last)
    {
        if spread_over(context, first, last, start) {
            // "arthritis in at least two joints": where the finding is, and no number of joints.
            leaf.phrase = Some((first, to));
            leaf.numbers = None;
            return;
        }
        leaf.phrase = Some((from, to));
    }
}

/// "Daily alcohol intake above 20 g": the amount is that of a day.
fn each_day(context: &Context<'_>, leaf: &mut Leaf) {
    const AMOUNTS: &[&str] = &["g", "mg", "gram", "grams", "mL", "ml", "L", "units", "drinks", "cigarettes"];
    let (start, measure) = (leaf.numbers_at.0, leaf.measure);
    let said = |word: &str| context.words(leaf.from, start).split(' ').any(|w| w.eq_ignore_ascii_case(word));
    let each = if said("daily") {
        "day"
    } else if said("weekly") {
        "week"
    } else {
        return;
    };
    let Some(numbers) = leaf.numbers.as_mut().filter(|n| n.compared) else { return };
    for (_, counts) in &mut numbers.bounds {
        if let Counts::Unit(Scale::Unit(unit)) = &*counts
            && AMOUNTS.contains(&unit.as_str())
            && measure.is_none_or(|id| !fits(context, id, counts))
        {
            *counts = Counts::Unit(Scale::Unit(format!("{unit}/{each}")));
        }
    }
}

/// What a name stands for where the unit does not fit what it usually is.
const OTHERWISE: &[(&str, &str)] = &[("total body surface area", "burn total body surface area")];

/// The measure of the same name that the unit fits: "FEV1 ≤ 50 %" is of what is predicted,
/// "weight loss 15 %" a part of the weight.
fn by_unit(context: &Context<'_>, leaf: &Leaf, id: MeasureId, counts: &Counts) -> Option<MeasureId> {
    let at = (leaf.from..leaf.to).find(|i| context.kind(*i) == Some(&Kind::Measure(id)))?;
    otherwise(context, &context.words(at, at.saturating_add(1)), id, counts)
}

fn otherwise(context: &Context<'_>, words: &str, id: MeasureId, counts: &Counts) -> Option<MeasureId> {
    let Counts::Unit(Scale::Unit(unit)) = counts else { return None };
    let named = |name: &str| context.vocabulary.measure_named(name).filter(|other| *other != id && fits(context, *other, counts));
    let words = words.to_lowercase();
    let name = context.vocabulary.measure(id)?.name.to_string();
    let listed = OTHERWISE.iter().find(|(written, _)| *written == words).and_then(|(_, other)| named(other));
    let percent = || ["% predicted", "percentage", "percentile"].iter().find_map(|kind| named(&format!("{name} {kind}")));
    listed.or_else(|| (unit == "%").then(percent).flatten())
}

/// Measures that go by the same name, told apart by their units: "BSA ≥ 10 %", "lymphocytes > 5 %".
const NAMESAKES: &[(&str, &str)] = &[
    ("24-hour urine protein", "urine protein-to-creatinine ratio"),
    ("BSA", "affected body surface area"),
    ("absolute lymphocyte count", "lymphocyte percentage"),
    ("absolute neutrophil count", "neutrophil percentage"),
    ("alcohol intake", "alcohol intake by weight"),
    ("alcohol intake", "alcohol units"),
    ("cardiac output", "exhaled carbon monoxide"),
    ("eosinophil count", "eosinophil percentage"),
    ("hearing threshold", "prothrombin activity"),
    ("physical activity", "exercise time"),
    ("prothrombin time", "prothrombin activity"),
    ("reticulocyte count", "reticulocyte percentage"),
    ("sperm concentration", "sperm motility"),
    ("urine albumin excretion", "urine albumin-to-creatinine ratio"),
    ("weight change", "absolute weight change"),
    ("weight loss", "weight loss percentage"),
];

/// The measure of the same name that has such a unit.
pub(super) fn namesake(context: &Context<'_>, id: MeasureId, counts: &Counts) -> Option<MeasureId> {
    let name = &context.vocabulary.measure(id)?.name;
    let mut others = NAMESAKES.iter().filter(|(own, _)| own == name).filter_map(|(_, other)| context.vocabulary.measure_named(other));
    others.find(|other| fits(context, *other, counts))
}

/// The words right behind the numbers ("previous" and the like before them).
fn behind(context: &Context<'_>, end: usize) -> Option<(usize, usize)> {
    let content = |i: usize| matches!(context.kind(i), Some(Kind::Word | Kind::Finding(_) | Kind::Measure(_)));
    let first = (end..end.saturating_add(3)).find(|i| content(*i))?;
    if !(end..first)
        .all(|i| matches!(context.kind(i), Some(Kind::History)) || context.token(i).is_some_and(|t| t.text.is_empty() || t.text == "previous"))
    {
        return None;
    }
    let of = |i: usize| context.token(i).is_some_and(|t| matches!(t.lower().as_str(), "of" | "the" | "a"));
    let mut to = first.saturating_add(1);
    while content(to) || of(to) && (content(to.saturating_add(1)) || of(to.saturating_add(1)) && content(to.saturating_add(2))) {
        to = to.saturating_add(1);
    }
    Some((end, to))
}

/// Whether a finding stands before numbers that say in how many places it is.
fn spread_over(context: &Context<'_>, first: usize, last: usize, numbers: usize) -> bool {
    let place = numbers.checked_sub(1).filter(|i| *i >= last).and_then(|i| context.token(i));
    let inside = place.is_some_and(|t| matches!(t.text.to_lowercase().as_str(), "in" | "of" | "on"));
    inside && (first..last).any(|i| super::tail::names_condition(context, i))
}

/// "at least 2 regimens", "one or more conventional drugs": a whole number, and what it counts.
fn counts_things(context: &Context<'_>, numbers: &Numbers, from: usize, to: usize) -> bool {
    let [(bound, Counts::Nothing)] = numbers.bounds.as_slice() else { return false };
    let whole = bound.value.fract().is_zero() && bound.value > Decimal::ZERO;
    let words = context.lower(from, to);
    let plural = words.split(' ').any(|w| w.len() > 3 && w.ends_with('s') && !w.ends_with("ss") && !w.ends_with("is") && !w.ends_with("us"));
    let one = bound.value == Decimal::ONE && bound.op == Op::AtLeast;
    whole && !numbers.age && (plural || one)
}

/// "JOA score", "SPADI": what stands before the numbers is what has them.
fn is_instrument(context: &Context<'_>, from: usize, to: usize) -> bool {
    let words = context.words(from, to);
    words.split(' ').any(|w| {
        let lower = w.to_lowercase();
        INSTRUMENT.contains(&lower.as_str()) || w.chars().filter(|c| c.is_uppercase() || c.is_ascii_digit()).count() >= 2
    })
}

/// Whether a phrase says only that something is measured ("total score").
pub(super) fn is_generic(context: &Context<'_>, from: usize, to: usize) -> bool {
    let words = context.lower(from, to);
    words.split(' ').all(|w| GENERIC.contains(&w) || WHICH.contains(&w))
}

/// The measure that words name, or name with a qualifier around ("prolonged QTc interval").
pub(super) fn measure_of(context: &Context<'_>, words: &str, counts: &Counts) -> Option<MeasureId> {
    if let Some(id) = context.vocabulary.measure_named(words) {
        let other = if fits(context, id, counts) { None } else { otherwise(context, words, id, counts).or_else(|| namesake(context, id, counts)) };
        return other.or(Some(id));
    }
    let list: Vec<&str> = words.split(' ').collect();
    let around = |w: &str| AROUND.contains(&w.to_lowercase().as_str());
    let first = list.iter().take_while(|w| around(w)).count();
    let last = list.iter().rev().take_while(|w| around(w)).count();
    let end = list.len().checked_sub(last)?;
    for (from, to) in [(first, list.len()), (0, end), (first, end)] {
        // The pressure of the blood is more than "pressure".
        let pressure = |w: &&str| w.eq_ignore_ascii_case("pressure");
        let part_of_name = from > 0 && list.get(from).is_some_and(pressure);
        if from < to && to.saturating_sub(from) < list.len() && !part_of_name {
            let id = context.vocabulary.measure_named(&list.get(from..to)?.join(" "));
            if let Some(id) = id.filter(|id| fits(context, *id, counts)) {
                return Some(id);
            }
        }
    }
    None
}

/// "a total dose > 7 mg/kg IV or > 9 mg/kg orally", "total score ≤ 2" behind a name: the name
/// is the one before.
pub(super) fn carried(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    for i in 1..leaves.len() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) else { continue };
        let Some((from, to)) = after.phrase.filter(|_| after.measure.is_none() && after.numbers.is_some() && !after.linked) else { continue };
        let adjoins =
            (before.to..after.from).all(|j| matches!(context.kind(j), Some(Kind::Comma | Kind::Or | Kind::And | Kind::Filler | Kind::Semicolon)));
        if !adjoins || after.age || after.numbers.as_ref().is_some_and(|n| n.age) {
            continue;
        }
        let generic = content(context, from, to).is_some_and(|(from, to)| is_generic(context, from, to));
        if generic && before.is_name() && !before.is_limited() && before.phrase.is_some() {
            after.measure = before.measure;
            after.phrase = before.phrase;
            before.merged = true;
            before.phrase = None;
            before.measure = None;
            continue;
        }
        let unit =
            |leaf: &Leaf| leaf.numbers.as_ref().and_then(|n| n.bounds.last()).map(|(_, counts)| counts.clone()).filter(|c| *c != Counts::Nothing);
        let named_first = before.phrase.is_some_and(|(_, to)| to <= before.numbers_at.0);
        let words_last = from >= after.numbers_at.1;
        if named_first && words_last && unit(before).is_some() && unit(before) == unit(after) {
            after.measure = before.measure;
            after.phrase = before.phrase;
        }
    }
}

/// "FEV1 < 80 %": the share of what is predicted, where the measure itself has another unit.
pub(super) fn predicted(context: &Context<'_>, id: MeasureId, counts: &Counts) -> Option<String> {
    let percent = matches!(counts, Counts::Unit(Scale::Unit(unit)) if unit.starts_with('%'));
    if !percent || fits(context, id, counts) {
        return None;
    }
    let name = format!("{} % predicted", context.vocabulary.measure(id)?.name);
    let known = context.vocabulary.measure_named(&name).and_then(|id| context.vocabulary.measure(id));
    known.map(|m| m.name.to_string())
}

/// "outpatients 2 to 6 years of age": what the words beside an age name is asked, too.
pub(super) fn beside_age(context: &Context<'_>, leaf: &Leaf, of: &str) -> Option<Rule> {
    if !matches!(of, "age" | "gestational age") || leaf.negated {
        return None;
    }
    let (from, to) = leaf.phrase?;
    let to = (from..to)
        .find(|i| matches!(context.kind(*i), Some(Kind::Measure(_) | Kind::Number(_) | Kind::AgeWord | Kind::Between | Kind::Comparator(_))))
        .unwrap_or(to);
    let (from, to) = content(context, from, to)?;
    let words = context.words(from, to);
    let lower = words.to_lowercase();
    let pregnant = [
        "pregnan",
        "gestation",
        "amenorr",
        "enrol",
        "inclusion",
        "study",
        "trial",
        "fetus",
        "birth",
        "born",
        "neonat",
        "infant",
        "child",
        "adult",
        "adolescent",
    ]
    .iter()
    .any(|w| lower.contains(w));
    // "10 to 18 years at the time of surgery": when, not who.
    let behind = leaf.numbers_at.1 <= from;
    let led = |i: usize| {
        matches!(context.kind(i), Some(Kind::AtTime | Kind::Before | Kind::After | Kind::Since | Kind::For))
            || context.token(i).is_some_and(|t| matches!(t.lower().as_str(), "at" | "of" | "in" | "on" | "by" | "into" | "during"))
    };
    let clause = (leaf.numbers_at.1..from).any(|i| context.kind(i) == Some(&Kind::Relative));
    let when = behind && !clause && (leaf.numbers_at.1..from).any(led);
    let lettered = words.split(' ').next().is_some_and(|w| w.len() < 2 || w.ends_with(')'));
    // "children with RB aged 3 months": what somebody has, be it known or not.
    let has = from.checked_sub(1).is_some_and(|i| context.kind(i) == Some(&Kind::With));
    let named = has || (from..to).any(|i| super::tail::names(context, i));
    if pregnant || when || super::entry::is_entry(context, from, to) || lettered || !named {
        return None;
    }
    let known = context.vocabulary.known(&words).0.and_then(|id| context.vocabulary.finding(id));
    let mut rule = FindingRule::new(known.map_or_else(|| super::leaf::uncapitalized(&words), |f| f.name.to_string()));
    rule.kind = known.map(|f| f.kind).filter(|k| matches!(k, FindingKind::Procedure | FindingKind::Drug));
    rule.ever = leaf.ever;
    rule.severity = leaf.severity;
    Some(context.rule(Node::Finding(rule), from, to))
}

/// "for MAP ≥ 65 mmHg": a measure and its value.
pub(super) fn aims_at_value(context: &Context<'_>, rest: &[Element]) -> bool {
    let mut said = rest.iter().filter(|e| !(e.what == What::Token && context.kind(e.from) == Some(&Kind::Filler)));
    let measure = said.next().is_some_and(|e| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Measure(_))));
    measure && said.next().is_some_and(|e| matches!(&e.what, What::Comparison(n) if n.compared))
}
