//! Numbers: which measure they belong to, and what they compare.

use super::leaf::{Leaf, content};
use super::{Context, Scope};
use crate::language::grammar::{Counts, Numbers};
use crate::language::words::Kind;
use crate::quantity::{Bound, Comparison, Is, Op, Scale, Unit};
use crate::rule::{MeasureRule, Node, Rule, Take};
use crate::time::TimeUnit;
use crate::vocabulary::MeasureId;
use rust_decimal::Decimal;

/// The rule of a leaf that has numbers.
pub(super) fn measure_rule(context: &Context<'_>, leaf: &Leaf, numbers: &Numbers, scope: &Scope) -> Option<Rule> {
    let mut of = measured_by(context, leaf, scope)?;
    let mut numbers = numbers.clone();
    if percentile(context, leaf, &mut numbers) && !of.to_lowercase().contains("percentile") {
        let ranked = format!("{of} percentile");
        let known = context.vocabulary.measure_named(&ranked).and_then(|id| context.vocabulary.measure(id));
        of = known.map_or(ranked, |m| m.name.to_string());
    }
    if let Some(review) = super::equality::lost(context, leaf, &numbers, &of) {
        return Some(review);
    }
    let comparisons = comparisons(&numbers, &of);
    if comparisons.is_empty() {
        return None;
    }
    let outward = outward(&comparisons);
    let rules: Vec<Rule> = comparisons.into_iter().map(|is| one(context, leaf, &of, is, scope)).collect();
    let rule = context.group(outward, rules)?;
    match leaf.limit.filter(|_| leaf.before.is_some() && leaf.within.is_some() && leaf.repeat.is_none()) {
        // "within 7 days before surgery": no measure can look back from there.
        Some((from, to)) => context.group(false, vec![rule, context.rule(Node::Review(context.words(from, to)), from, to)]),
        None => Some(rule),
    }
}

fn one(context: &Context<'_>, leaf: &Leaf, of: &str, is: Is, scope: &Scope) -> Rule {
    if let Some(run) = leaf.consecutive(of.to_owned(), is.clone()) {
        return context.rule(Node::Consecutive(run), leaf.from, leaf.to);
    }
    let mut rule = MeasureRule::new(of, is);
    rule.lasts = leaf.lasts;
    rule.within = leaf.within.filter(|_| leaf.before.is_none());
    if let Some(since) = leaf.after.clone().or_else(|| scope.since.clone()).filter(|_| of != "age") {
        rule.since = Some(since);
        rule.take = Take::Any;
    } else if rule.within.is_some() && of != "age" {
        rule.take = Take::Any;
    }
    context.rule(Node::Measure(rule), leaf.from, leaf.to)
}

/// The measure that a leaf's numbers are about: the one it names, an age where the words
/// speak of one, the one the words around it are about, else its words themselves.
pub(super) fn measured_by(context: &Context<'_>, leaf: &Leaf, scope: &Scope) -> Option<String> {
    let measure_name = |id| context.vocabulary.measure(id).map(|m| m.name.to_string());
    if let Some(id) = leaf.measure {
        return measure_name(id);
    }
    let numbers = leaf.numbers.as_ref();
    if leaf.within.is_none() && numbers.is_some_and(|n| of_gestation(context, leaf, n)) {
        return Some("gestational age".to_owned());
    }
    let of_time = numbers.is_some_and(|n| n.bounds.iter().all(|(_, c)| matches!(c, Counts::Time(_))));
    if leaf.age || numbers.is_some_and(|n| n.age) || (leaf.phrase.is_none() && of_time && scope.measure.is_none()) {
        return Some("age".to_owned());
    }
    match leaf.phrase.and_then(|(from, to)| content(context, from, to)) {
        Some((from, to)) => {
            if let Some(dose) = drug_dose(context, from, to) {
                return Some(dose);
            }
            let (from, to) = narrowed(context, from, to);
            let words = context.words(from, to);
            Some(context.vocabulary.measure_named(&words).and_then(measure_name).unwrap_or(words))
        }
        None => scope.measure.and_then(measure_name).or_else(|| {
            // "a single defect (> 38 mm)": the words before the bracket are what is measured.
            let (from, to) = scope.name.and_then(|(from, to)| content(context, from, to))?;
            let words = context.words(from, to);
            Some(context.vocabulary.measure_named(&words).and_then(measure_name).unwrap_or(words))
        }),
    }
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
        Some(Kind::Word) => context.token(*i).is_some_and(|t| VERBS.contains(&t.text.to_lowercase().as_str())),
        _ => false,
    };
    let behind = (from..to).rev().find(leads).map(|i| i.saturating_add(1));
    behind.and_then(|i| content(context, i, to)).unwrap_or((from, to))
}

/// "> 25th percentile": the rank is compared, not the value.
fn percentile(context: &Context<'_>, leaf: &Leaf, numbers: &mut Numbers) -> bool {
    let words = context.words(leaf.from, leaf.to).to_lowercase();
    let ranked =
        ["th percentile", "st percentile", "nd percentile", "rd percentile", "th centile", "rd centile", "th %ile"].iter().any(|p| words.contains(p));
    if ranked {
        numbers.bounds.iter_mut().for_each(|(_, counts)| *counts = Counts::Nothing);
    }
    ranked
}

/// Weeks "of gestation", "of amenorrhea", "pregnant": how long the pregnancy lasts.
pub(super) fn of_gestation(context: &Context<'_>, leaf: &Leaf, numbers: &Numbers) -> bool {
    let weeks = numbers.bounds.iter().all(|(bound, counts)| match counts {
        Counts::Time(TimeUnit::Week) => bound.value <= Decimal::from(45),
        Counts::Time(TimeUnit::Day) => bound.value <= Decimal::from(315) && bound.value >= Decimal::from(100),
        _ => false,
    });
    let some = numbers.bounds.iter().any(|(_, counts)| matches!(counts, Counts::Time(TimeUnit::Week)));
    let words = context.words(leaf.from, leaf.to).to_lowercase();
    weeks
        && some
        && ["gestation", "amenorrh", "amenorh", "pregnan"].iter().any(|w| words.contains(w))
        && !words.contains("postpartum")
        && !words.contains("after")
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

/// The comparisons of some numbers: one where their units agree, else one for each.
fn comparisons(numbers: &Numbers, of: &str) -> Vec<Is> {
    let scaled: Vec<(Bound, Scale)> = numbers.bounds.iter().map(|(bound, counts)| (*bound, scale(counts, of))).collect();
    let [(first, unit), rest @ ..] = scaled.as_slice() else { return Vec::new() };
    let together = rest.iter().all(|(bound, other)| other == unit && closes(*first, *bound));
    if together {
        let bounds: Vec<Bound> = scaled.iter().map(|(bound, _)| *bound).collect();
        let scale = singular(unit, bounds.last().is_some_and(|b| b.value == Decimal::ONE));
        return vec![Is::Number(Comparison { bounds, scale })];
    }
    let one = |bound: Bound, unit: Scale| {
        let scale = singular(&unit, bound.value == Decimal::ONE);
        Is::Number(Comparison { bounds: vec![bound], scale })
    };
    scaled.into_iter().map(|(bound, unit)| one(bound, unit)).collect()
}

/// "1 month", not "1 months".
fn singular(scale: &Scale, one: bool) -> Scale {
    match scale {
        Scale::Unit(unit) if one && TimeUnit::WORDS.iter().any(|(t, _)| t.word() == unit) && unit.len() > 1 => {
            Scale::Unit(unit.strip_suffix('s').unwrap_or(unit).to_owned())
        }
        other => other.clone(),
    }
}

/// Whether two bounds hold a stretch between them.
fn closes(first: Bound, second: Bound) -> bool {
    let up = |op: Op| matches!(op, Op::Greater | Op::AtLeast);
    let down = |op: Op| matches!(op, Op::Less | Op::AtMost);
    (up(first.op) && down(second.op) && first.value <= second.value) || (down(first.op) && up(second.op) && second.value <= first.value)
}

/// "below 18 and above 45": no value is both, so one of them is meant.
fn outward(comparisons: &[Is]) -> bool {
    let [Is::Number(a), Is::Number(b)] = comparisons else { return false };
    let ([first], [second]) = (a.bounds.as_slice(), b.bounds.as_slice()) else { return false };
    a.scale == b.scale && !closes(*first, *second)
}

fn scale(counts: &Counts, of: &str) -> Scale {
    match counts {
        Counts::Nothing if of == "age" => Scale::Unit(TimeUnit::Year.word().to_owned()),
        Counts::Nothing => Scale::Bare,
        Counts::Unit(Scale::Unit(unit)) => Scale::Unit(tidy(unit)),
        Counts::Unit(scale) => scale.clone(),
        Counts::Time(unit) => Scale::Unit(unit.word().to_owned()),
    }
}

/// A unit as written, without blanks; one in whole words ("mmol per liter") in its short form,
/// unless that would lose what is counted ("cigarettes per day").
fn tidy(unit: &str) -> String {
    let wordy = unit.split_whitespace().count() > 1 && unit.split(|c: char| !c.is_alphabetic()).any(|w| w.len() > 4 || w.eq_ignore_ascii_case("per"));
    let short = || unit.replace(" per ", "/").trim_start_matches(['x', '×']).replace('²', "2").replace('³', "3").split_whitespace().collect();
    match Unit::parse(unit) {
        Ok(parsed) if wordy && !parsed.display().is_empty() && !parsed.display().starts_with('/') => parsed.display(),
        _ => short(),
    }
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
    let near = context.vocabulary.nearest_measure(&words).filter(|near| is_slip(&words, near))?;
    let id = context.vocabulary.measure_named(near)?;
    context.read_as(from, to, &words, &context.vocabulary.measure(id)?.name);
    Some(id)
}

/// Whether a name is another one misspelt: an abbreviation or a short word with one other
/// letter is another name ("MMS", "AHI", "NRS" and "QRS").
fn is_slip(written: &str, known: &str) -> bool {
    const SHORTEST: usize = 7;
    let abbreviation = written.split(' ').any(|w| w.chars().filter(|c| c.is_uppercase() || c.is_ascii_digit()).count() >= 2);
    let (written, known) = (written.to_lowercase(), known.to_lowercase());
    let length = written.chars().count();
    let most = if length < 10 { 1 } else { 2 };
    !abbreviation
        && length >= SHORTEST
        && written.chars().next() == known.chars().next()
        && written.split(' ').count() == known.split(' ').count()
        && strsim::osa_distance(&written, &known) <= most
}
