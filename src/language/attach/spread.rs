//! What is said once and meant of every part of a list.

use super::leaf::{Leaf, name};
use super::{Context, governor, heads};
use crate::language::element::Counts;
use crate::language::words::Kind;
use crate::quantity::{Is, Op};
use crate::rule::{CriterionKind, Node, Rule};
use crate::vocabulary::{FindingKind, MeasureId};

/// Shares among the leaves of a list what stands on one of them only: a measure before its
/// numbers, "history of" and "suspicion of" before the list, a limit behind it, a trend, a
/// noun that two adjectives share.
pub(super) fn shared(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    forward(context, leaves);
    governor::governed(context, leaves);
    super::anchored::also(context, leaves);
    super::limits::shared(context, leaves);
    super::naming::carried(context, leaves);
    numbers(context, leaves);
    super::condition::merge(leaves);
    steering(context, leaves);
    heads::shared(context, leaves);
    clauses(context, leaves);
}

/// "visual or hearing impairment that makes participation difficult": the clause is about both.
fn clauses(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    let last = leaves.len().saturating_sub(1);
    for i in (1..leaves.len()).rev() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first()) else { continue };
        let mut between = before.to..after.from;
        let single = between.len() == 1;
        let listed = || match (before.phrase, after.phrase) {
            (Some((a, b)), Some((c, d))) => super::tail::is_disease(context, a, b) && super::tail::is_disease(context, c, d),
            _ => false,
        };
        let signs = between.all(|j| matches!(context.kind(j), Some(Kind::Or | Kind::And | Kind::Comma | Kind::Filler)));
        let joined = (before.to..after.from).any(|j| matches!(context.kind(j), Some(Kind::Or | Kind::And)));
        let only = signs && (single && joined || (joined || i < last) && listed());
        let own = before.is_limited() || !before.besides.is_empty();
        let plain = !says_now(context, after) && context.kind(after.from) != Some(&Kind::History);
        if only && !own && plain && after.clause.is_some() && before.clause.is_none() && before.is_name() && after.is_name() {
            before.clause.clone_from(&after.clause);
        }
    }
}

fn forward(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    let Some((first, rest)) = leaves.split_first_mut() else { return };
    if !first.is_name() {
        return;
    }
    let mut end = first.to;
    for leaf in rest {
        // "planned surgery; steroid therapy": behind a semicolon nothing is planned.
        let parted = (end..leaf.from).any(|i| matches!(context.kind(i), Some(Kind::Semicolon)));
        end = leaf.to;
        let own = leaf.ever || leaf.suspected || leaf.planned || leaf.about.is_some() || leaf.negated;
        if own || !leaf.is_name() || says_now(context, leaf) {
            break;
        }
        // "history of stroke, asthma, pregnancy": nobody means an earlier one.
        let now = leaf.phrase.is_some_and(|(from, to)| matches!(name(context, from, to).as_str(), "pregnancy" | "lactation"));
        leaf.ever = first.ever && !now;
        leaf.suspected = first.suspected && !parted;
        // What is planned is done: nobody plans an allergy.
        let comma = (first.to..leaf.from).any(|i| context.kind(i) == Some(&Kind::Comma));
        leaf.planned = first.planned && !parted && plannable(context, leaf, comma) != Some(false);
    }
}

/// Whether what a leaf names can be planned as well: what is done can, a disease or a consent
/// cannot; behind a comma what is not known is not.
fn plannable(context: &Context<'_>, leaf: &Leaf, comma: bool) -> Option<bool> {
    let (from, to) = leaf.phrase?;
    if super::governing::OF_WILL.contains(&context.lower(from, to).split(' ').next().unwrap_or_default()) {
        return Some(false);
    }
    let found = context.vocabulary.known(&context.words(from, to)).0.and_then(|id| context.vocabulary.finding(id));
    match found.map(|f| f.kind) {
        Some(FindingKind::Procedure | FindingKind::Drug | FindingKind::Event) => Some(true),
        Some(_) => Some(false),
        None => Some(!comma || done(&context.lower(from, to))),
    }
}

/// Whether a name ends in a word for what is done to somebody.
fn done(name: &str) -> bool {
    const ENDINGS: &[&str] = &["ectomy", "graft", "otomy", "plasty", "scopy"];
    let last = name.rsplit(' ').next().unwrap_or_default();
    let acts = super::governing::ACTIONS.contains(&last) || super::coordinate::DONE.iter().any(|d| last.starts_with(d));
    acts || ENDINGS.iter().any(|e| last.ends_with(e))
}

/// "history of cancer or evidence of active infection": what is there now.
fn says_now(context: &Context<'_>, leaf: &Leaf) -> bool {
    let first = leaf.phrase.map_or(leaf.from, |(from, _)| from);
    let word = |i: usize| context.token(i).map(|t| t.lower()).unwrap_or_default();
    (leaf.from..first)
        .any(|i| matches!(word(i).as_str(), "evidence" | "evidence of" | "current" | "currently" | "ongoing" | "presence of" | "presence"))
        || word(first).starts_with("active") && context.kind(first) == Some(&Kind::Word)
}

/// "ALT and AST > 3 × ULN", "weight > 80 kg in men; < 60 kg in women".
fn numbers(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    for i in (1..leaves.len()).rev() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) else { continue };
        let (Some(measure), Some(next)) = (before.measure, after.measure) else { continue };
        if before.numbers.is_none() && before.definition.is_none() && alike(context, measure, next) {
            before.numbers.clone_from(&after.numbers);
            before.cases.clone_from(&after.cases);
            before.exceptions.clone_from(&after.exceptions);
            before.copied = true;
            before.lasts = before.lasts.or(after.lasts);
        }
    }
    // "below 18 and above 45 years": the unit behind the last number counts for the first.
    for i in (1..leaves.len()).rev() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first()) else { continue };
        if before.phrase.is_some() || before.measure.is_some() {
            continue;
        }
        if let (Some(numbers), Some(next)) = (&mut before.numbers, &after.numbers)
            && let Some((_, counts @ Counts::Time(_))) = next.bounds.first()
        {
            numbers.bounds.iter_mut().filter(|(_, own)| *own == Counts::Nothing).for_each(|(_, own)| *own = counts.clone());
        }
    }
    // "potassium < 3.5 or > 5.5 mmol/L": so does that of any measure that needs one.
    for i in (1..leaves.len()).rev() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first()) else { continue };
        let unnamed = after.phrase.is_none() && after.measure.is_none() && !after.age;
        let needs = before.measure.and_then(|id| context.vocabulary.measure(id)).is_some_and(|m| !m.bare && m.unit != "1");
        let same = unnamed || matches!((before.measure, after.measure), (Some(a), Some(b)) if alike(context, a, b));
        let connected = (before.to..after.from).all(|j| matches!(context.kind(j), Some(Kind::Or | Kind::And | Kind::Comma | Kind::Filler)));
        if let (Some(numbers), Some(next), true) = (&mut before.numbers, &after.numbers, needs && same && connected)
            && let Some((_, counts @ Counts::Unit(crate::quantity::Scale::Unit(_)))) = next.bounds.last()
            && before.measure.is_some_and(|id| super::naming::fits(context, id, counts))
        {
            numbers.bounds.iter_mut().filter(|(_, own)| *own == Counts::Nothing).for_each(|(_, own)| *own = counts.clone());
        }
    }
    for i in 1..leaves.len() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) else { continue };
        let own = after.age || after.numbers.as_ref().is_some_and(|n| n.age);
        if after.numbers.is_some() && after.phrase.is_none() && after.measure.is_none() && !own && before.numbers.is_some() {
            after.measure = before.measure;
            same_unit(before, after);
            after.age = before.age || before.numbers.as_ref().is_some_and(|n| n.age);
            // "SPADI < 10 % or > 90 %": a name that is not known is carried by its words.
            if before.measure.is_none() {
                after.phrase = before.phrase;
            }
        }
    }
}

/// "systolic ≥ 140 or < 100 mmHg": the unit stands behind the last number of one measure.
fn same_unit(before: &mut Leaf, after: &Leaf) {
    let unit = after.numbers.as_ref().and_then(|n| n.bounds.last()).map(|(_, counts)| counts.clone());
    if let (Some(numbers), Some(unit @ Counts::Unit(_))) = (&mut before.numbers, unit) {
        numbers.bounds.iter_mut().filter(|(_, own)| *own == Counts::Nothing).for_each(|(_, own)| *own = unit.clone());
    }
}

/// Whether one number can be meant of both measures: "smoking, alcohol > 3 drinks/day" is a
/// habit and a number.
fn alike(context: &Context<'_>, a: MeasureId, b: MeasureId) -> bool {
    let (Some(a), Some(b)) = (context.vocabulary.measure(a), context.vocabulary.measure(b)) else { return false };
    (a.unit == b.unit || a.group == "performance" && b.group == "performance") && !matches!(a.group.as_ref(), "lifestyle" | "lesion")
}

/// A trend or steady doses said behind a comma belong to the samples before it.
fn steering(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    for i in 1..leaves.len() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) else { continue };
        // "steady doses of inotropes and vasopressors"
        if !before.steady.is_empty()
            && after.is_name()
            && !after.is_limited()
            && let Some((from, to)) = after.phrase
        {
            after.steady = std::mem::take(&mut before.steady);
            after.steady.push(name(context, from, to));
            after.trend = after.trend.or(before.trend.take());
            after.phrase = None;
            before.merged = true;
        }
    }
    for i in (1..leaves.len()).rev() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) else { continue };
        let only_steers = !after.only_limits()
            && after.lasts.is_none()
            && after.within.is_none()
            && after.phrase.is_none()
            && after.numbers.is_none()
            && after.definition.is_none();
        if only_steers {
            before.trend = before.trend.or_else(|| after.trend.take());
            if before.steady.is_empty() {
                before.steady = std::mem::take(&mut after.steady);
            } else {
                before.steady.append(&mut after.steady);
            }
            after.trend = None;
            after.merged = true;
        }
    }
}

/// "younger than 18 years and older than 50": no patient is both, so one of them is meant.
pub(super) fn excludes_itself(rules: &[Rule]) -> bool {
    let bound = |r: &Rule| match &r.node {
        Node::Measure(m) => match &m.is {
            Is::Number(c) => match c.bounds.as_slice() {
                [bound] => Some((m.of.clone(), c.scale.clone(), *bound)),
                _ => None,
            },
            Is::Word(_) => None,
        },
        _ => None,
    };
    let [first, second] = rules else { return false };
    let (Some((a, unit, low)), Some((b, other, high))) = (bound(first), bound(second)) else { return false };
    let down = |op: Op| matches!(op, Op::Less | Op::AtMost);
    let up = |op: Op| matches!(op, Op::Greater | Op::AtLeast);
    // "younger than 6 months and older than 80 years"
    let factors = super::impossible::factor(&unit, &a).zip(super::impossible::factor(&other, &b));
    let Some((one, two)) = factors.filter(|_| a == b && (unit == other || a == "age")) else { return false };
    let (Some(first), Some(second)) = (low.value.checked_mul(one), high.value.checked_mul(two)) else { return false };
    (down(low.op) && up(high.op) && first < second) || (up(low.op) && down(high.op) && first > second)
}

/// What no patient is at once, so that one of them is meant.
const NEVER: &[&[&str]] = &[
    &["female", "male"],
    &["type 1 diabetes mellitus", "type 2 diabetes mellitus"],
    &["adult", "child"],
    &["inpatient", "outpatient"],
    &["nonsmoker", "smoker"],
    &["nonsmoker", "current smoker"],
];

/// "pregnant women, female participants of childbearing potential, and male participants": parts of
/// a list of which one is asked of men and one of women.
fn of_each_sex(rules: &[Rule]) -> bool {
    let asks = |rule: &Rule, sex: &str| match &rule.node {
        Node::Finding(f) => f.of == sex || f.of.strip_prefix(sex).is_some_and(|rest| rest.starts_with(' ')),
        Node::All(parts) => parts.iter().any(|p| matches!(&p.node, Node::Finding(f) if f.of == sex)),
        _ => false,
    };
    let first = |rule: &Rule| matches!(&rule.node, Node::Finding(_) | Node::All(_) | Node::Any(_));
    rules.len() > 1 && rules.iter().all(first) && ["male", "female"].iter().all(|sex| rules.iter().any(|r| asks(r, sex)))
}

/// "women and men", "type 1 and type 2 diabetes", among the exclusions "pregnant and lactating
/// women": either is meant.
pub(super) fn never_together(kind: CriterionKind, rules: &[Rule]) -> bool {
    let named = |r: &Rule, name: &str| matches!(&r.node, Node::Finding(f) if f.of == name);
    let both = |names: &[&str]| names.iter().all(|name| rules.iter().any(|r| named(r, name)));
    NEVER.iter().any(|names| both(names)) && rules.len() == 2
        || of_each_sex(rules)
        || (kind == CriterionKind::Exclusion && both(&["pregnancy", "lactation"]))
}
