//! Numbers: which measure they belong to, and what they compare.

use super::leaf::Leaf;
use super::measured::measured_by;
use super::{Context, Scope};
use crate::language::element::{Counts, Numbers};
use crate::quantity::{Bound, Comparison, Is, Op, Scale, Unit};
use crate::rule::{FindingRule, MeasureRule, Node, Rule, Take};
use crate::time::TimeUnit;
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
    if beyond(context, &numbers, &of) {
        return Some(context.doubtful(leaf.from, leaf.to, &format!("no {of} is so high: another scale is meant")));
    }
    if let Some(unit) = misfit(context, &numbers, &of) {
        return Some(context.doubtful(leaf.from, leaf.to, &format!("{of} is not measured in {unit}: something else is meant")));
    }
    if schedules(&numbers, &of) {
        return scheduled(context, leaf, of);
    }
    if of == "age" && leaf.lasts.is_some() {
        return Some(context.doubtful(leaf.from, leaf.to, "nobody is of one age so long: other cases must be meant"));
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
    let outward = outward || super::spread::excludes_itself(&rules);
    let rule = context.group(outward, rules)?;
    if of == "age"
        && let Some((from, to)) = super::lifetime::back_then(context, leaf)
    {
        return super::lifetime::at_event(context, leaf, &numbers, rule, (from, to));
    }
    match leaf.limit.filter(|_| leaf.before.is_some() && leaf.within.is_some() && leaf.repeat.is_none()) {
        // "within 7 days before surgery": no measure can look back from there.
        Some((from, to)) => context.group(false, vec![rule, context.rule(Node::Review(context.words(from, to)), from, to)]),
        None => Some(rule),
    }
}

/// "1 to 3 insulin injections per day", "in cycles lasting 8 to 12 weeks": how something is taken.
fn schedules(numbers: &Numbers, of: &str) -> bool {
    const TAKEN: &[&str] = &["capsules", "cycles", "doses", "drops", "infusions", "injections", "pills", "puffs", "tablets"];
    let of = of.to_lowercase();
    let taken = of.rsplit(' ').next().is_some_and(|last| TAKEN.contains(&last));
    let often = |c: &Counts| matches!(c, Counts::Time(_)) || matches!(c, Counts::Unit(Scale::Unit(unit)) if unit.starts_with('/'));
    taken && numbers.bounds.iter().all(|(_, counts)| often(counts))
}

/// What is taken, and how long; how often, a person has to judge.
fn scheduled(context: &Context<'_>, leaf: &Leaf, of: String) -> Option<Rule> {
    let taken = FindingRule { lasts: leaf.lasts, within: leaf.within, ..FindingRule::new(of) };
    let often = context.rule(Node::Review(context.words(leaf.from, leaf.to)), leaf.from, leaf.to);
    context.group(false, vec![context.rule(Node::Finding(taken), leaf.from, leaf.to), often])
}

/// The percents that a known measure is not measured in ("more than 25 % of the marrow" is no dose).
fn misfit<'n>(context: &Context<'_>, numbers: &'n Numbers, of: &str) -> Option<&'n str> {
    let id = context.vocabulary.measure_named(of).filter(|_| of != "age")?;
    numbers.bounds.iter().find_map(|(_, counts)| match counts {
        Counts::Unit(Scale::Unit(unit)) if unit == "%" && !super::naming::fits(context, id, counts) => Some(unit.as_str()),
        _ => None,
    })
}

/// "Performance status ≥ 70", "FiO2 ≤ 300": no class of a scale of few classes, no such value.
fn beyond(context: &Context<'_>, numbers: &Numbers, of: &str) -> bool {
    let measure = context.vocabulary.measure_named(of).and_then(|id| context.vocabulary.measure(id));
    let classes = measure.filter(|m| m.bare);
    let bare = |counts: &Counts| matches!(counts, Counts::Nothing | Counts::Unit(Scale::Bare));
    classes.is_some_and(|m| numbers.bounds.iter().any(|(bound, counts)| bare(counts) && bound.value > m.range().1))
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

/// "> 25th percentile": the rank is compared, not the value.
fn percentile(context: &Context<'_>, leaf: &Leaf, numbers: &mut Numbers) -> bool {
    let words = context.lower(leaf.from, leaf.to);
    let ranked = ["th percentile", "st percentile", "nd percentile", "rd percentile", "th centile", "rd centile", "th %ile", "% percentile"]
        .iter()
        .any(|p| words.contains(p));
    if ranked {
        numbers.bounds.iter_mut().for_each(|(_, counts)| *counts = Counts::Nothing);
    }
    ranked
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
        // "aged 6 m to 12 m": nobody is so many meters old.
        Counts::Unit(Scale::Unit(unit)) if of == "age" && unit == "m" => Scale::Unit(TimeUnit::Month.word().to_owned()),
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
