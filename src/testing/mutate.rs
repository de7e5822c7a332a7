//! Small changes to a trial's rules, each of which some test should notice.

use crate::quantity::{Bound, Comparison, Decimal, Is, Op, Scale};
use crate::rule::{Anchor, ConsecutiveRule, Direction, FindingRule, MeasureRule, Node, Rule, Severity, Trial};
use crate::time::{Duration, DurationBound};

/// A trial with one change in one rule.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// The criterion that was changed.
    pub criterion: String,
    /// What was changed: `lactate > 5 mmol/L → > 5.1 mmol/L`.
    pub change: String,
    /// The changed trial.
    pub trial: Trial,
}

/// Every change: each threshold and each time limit moved a little up and down and its
/// comparison turned and made strict or not, each `all` and `any` exchanged, each `not` dropped,
/// each count, trend, severity, `before` and `after` changed.
///
/// A limit is moved by one in its last digit, a single digit by a tenth; whole numbers (ages,
/// scores) by one.
pub fn mutants(trial: &Trial) -> Vec<Mutant> {
    let mut found = Vec::new();
    let both = [(&trial.inclusion, true), (&trial.exclusion, false)];
    for (criteria, inclusion) in both {
        for (place, criterion) in criteria.iter().enumerate() {
            for (change, rule) in of_rule(&criterion.rule) {
                let mut trial = trial.clone();
                let side = if inclusion { &mut trial.inclusion } else { &mut trial.exclusion };
                if let Some(changed) = side.get_mut(place) {
                    changed.rule = rule;
                    found.push(Mutant { criterion: criterion.id.clone(), change, trial });
                }
            }
        }
    }
    found
}

type Changed<T> = Vec<(String, T)>;

fn of_rule(rule: &Rule) -> Changed<Rule> {
    let with = |node: Node| Rule { node, at: rule.at, open: rule.open };
    let mut found: Changed<Node> = Vec::new();
    match &rule.node {
        Node::All(parts) => {
            found.extend((parts.len() > 1).then(|| ("all → any".to_owned(), Node::Any(parts.clone()))));
            found.extend(of_parts(parts, Node::All));
        }
        Node::Any(parts) => {
            found.extend((parts.len() > 1).then(|| ("any → all".to_owned(), Node::All(parts.clone()))));
            found.extend(of_parts(parts, Node::Any));
        }
        Node::Not(part) => {
            found.push(("not dropped".to_owned(), part.node.clone()));
            found.extend(of_rule(part).into_iter().map(|(change, part)| (change, Node::Not(Box::new(part)))));
        }
        Node::AtLeast(counted) => {
            found.extend(counts(counted.count).map(|(change, count)| {
                let mut counted = counted.clone();
                counted.count = count;
                (format!("at least {change}"), Node::AtLeast(counted))
            }));
            found.extend(of_parts(&counted.of, |of| {
                let mut counted = counted.clone();
                counted.of = of;
                Node::AtLeast(counted)
            }));
        }
        Node::Lasting(lasting) => {
            found.extend(of_limit("lasting", lasting.lasts, Op::AtLeast).into_iter().map(|(change, lasts)| {
                let mut lasting = lasting.clone();
                lasting.lasts = lasts;
                (change, Node::Lasting(lasting))
            }));
            found.extend(of_rule(&lasting.rule).into_iter().map(|(change, rule)| {
                let mut lasting = lasting.clone();
                lasting.rule = Box::new(rule);
                (change, Node::Lasting(lasting))
            }));
        }
        Node::Measure(rule) => found.extend(of_measure(rule).into_iter().map(|(change, rule)| (change, Node::Measure(rule)))),
        Node::Consecutive(rule) => found.extend(of_consecutive(rule).into_iter().map(|(change, rule)| (change, Node::Consecutive(rule)))),
        Node::Trend(rule) => {
            let mut turned = rule.clone();
            turned.is = turn(rule.is);
            found.push((format!("{} {} → {}", rule.of, rule.is, turned.is), Node::Trend(turned)));
            found.extend(rule.count.into_iter().flat_map(counts).map(|(change, count)| {
                let mut rule = rule.clone();
                rule.count = Some(count);
                (format!("newest {change}"), Node::Trend(rule))
            }));
            found.extend(of_optional("within", rule.within, Op::AtMost).into_iter().map(|(change, within)| {
                let mut rule = rule.clone();
                rule.within = within;
                (change, Node::Trend(rule))
            }));
        }
        Node::Steady(rule) => found.extend(of_limit("steady within", rule.within, Op::AtMost).into_iter().map(|(change, within)| {
            let mut rule = rule.clone();
            rule.within = within;
            (change, Node::Steady(rule))
        })),
        Node::Finding(rule) => found.extend(of_finding(rule).into_iter().map(|(change, rule)| (change, Node::Finding(rule)))),
        Node::Criterion(_) | Node::Recorded(_) | Node::Review(_) => {}
    }
    found.into_iter().map(|(change, node)| (change, with(node))).collect()
}

fn of_parts(parts: &[Rule], node: impl Fn(Vec<Rule>) -> Node) -> Changed<Node> {
    let mut found = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        for (change, changed) in of_rule(part) {
            let mut parts = parts.to_vec();
            if let Some(slot) = parts.get_mut(place) {
                *slot = changed;
            }
            found.push((change, node(parts)));
        }
    }
    found
}

fn of_measure(rule: &MeasureRule) -> Changed<MeasureRule> {
    let mut found = Vec::new();
    for (change, is) in of_is(&rule.of, &rule.is) {
        found.push((change, MeasureRule { is, ..rule.clone() }));
    }
    for (change, within) in of_optional(&format!("{} within", rule.of), rule.within, Op::AtMost) {
        found.push((change, MeasureRule { within, ..rule.clone() }));
    }
    for (change, lasts) in of_optional(&format!("{} for", rule.of), rule.lasts, Op::AtLeast) {
        found.push((change, MeasureRule { lasts, ..rule.clone() }));
    }
    found
}

fn of_consecutive(rule: &ConsecutiveRule) -> Changed<ConsecutiveRule> {
    let mut found = Vec::new();
    for (change, is) in of_is(&rule.of, &rule.is) {
        found.push((change, ConsecutiveRule { is, ..rule.clone() }));
    }
    for (change, count) in counts(rule.count) {
        found.push((format!("consecutive {} {change}", rule.of), ConsecutiveRule { count, ..rule.clone() }));
    }
    for (change, apart) in of_optional(&format!("{} apart", rule.of), rule.apart, Op::AtLeast) {
        found.push((change, ConsecutiveRule { apart, ..rule.clone() }));
    }
    if let Some(trend) = rule.trend {
        found.push((format!("{} {trend} → {}", rule.of, turn(trend)), ConsecutiveRule { trend: Some(turn(trend)), ..rule.clone() }));
        found.push((format!("{} {trend} dropped", rule.of), ConsecutiveRule { trend: None, ..rule.clone() }));
    }
    for place in 0..rule.steady.len() {
        let mut steady = rule.steady.clone();
        let dropped = steady.remove(place);
        found.push((format!("{} steady {dropped} dropped", rule.of), ConsecutiveRule { steady, ..rule.clone() }));
    }
    found
}

fn of_finding(rule: &FindingRule) -> Changed<FindingRule> {
    let mut found = Vec::new();
    let of = &rule.of;
    for (change, within) in of_optional(&format!("{of} within"), rule.within, Op::AtMost) {
        found.push((change, FindingRule { within, ..rule.clone() }));
    }
    for (change, lasts) in of_optional(&format!("{of} for"), rule.lasts, Op::AtLeast) {
        found.push((change, FindingRule { lasts, ..rule.clone() }));
    }
    if rule.before.is_some() || rule.after.is_some() {
        let (before, after): (Option<Anchor>, Option<Anchor>) = (rule.after.clone(), rule.before.clone());
        let change = format!("{of} {}", if before.is_some() { "after → before" } else { "before → after" });
        found.push((change, FindingRule { before, after, ..rule.clone() }));
    }
    if let Some(range) = rule.severity {
        const ALL: [Severity; 5] = [Severity::Trivial, Severity::Mild, Severity::Moderate, Severity::Severe, Severity::Critical];
        let place = ALL.iter().position(|s| *s == range.low).unwrap_or(0);
        let beside = [place.checked_sub(1), place.checked_add(1)].into_iter().flatten().filter_map(|p| ALL.get(p).copied());
        for low in beside.filter(|low| range.high.is_none_or(|high| *low <= high)) {
            let severity = crate::rule::SeverityRange { low, ..range };
            found.push((format!("{range} {of} → {severity}"), FindingRule { severity: Some(severity), ..rule.clone() }));
        }
    }
    if let Some(certainty) = rule.certainty {
        found.push((format!("{certainty} {of} → {of}"), FindingRule { certainty: None, ..rule.clone() }));
    }
    if rule.ever {
        found.push((format!("{of} ever → now"), FindingRule { ever: false, ..rule.clone() }));
    }
    found
}

fn of_is(of: &str, is: &Is) -> Changed<Is> {
    let comparison = match is {
        Is::Number(comparison) => comparison,
        Is::Word(word) => {
            let other = if word == "positive" { "negative" } else { "positive" };
            return vec![(format!("{of} {word} → {other}"), Is::Word(other.to_owned()))];
        }
    };
    let whole = comparison.scale == Scale::Bare || of.eq_ignore_ascii_case("age");
    let mut found = Vec::new();
    for (place, bound) in comparison.bounds.iter().enumerate() {
        let ops = [other_edge(bound.op), bound.op.negated()].into_iter().flatten();
        let equal = [Op::AtLeast, Op::AtMost].into_iter().filter(|_| bound.op == Op::Equal);
        let turned = ops.chain(equal).map(|op| Bound { op, ..*bound });
        let moved = moves(bound.value, whole).into_iter().map(|value| Bound { value, ..*bound });
        for changed in turned.chain(moved) {
            let mut bounds = comparison.bounds.clone();
            if let Some(slot) = bounds.get_mut(place) {
                *slot = changed;
            }
            let changed = Is::Number(Comparison { bounds, scale: comparison.scale.clone() });
            found.push((format!("{of} {is} → {changed}"), changed));
        }
    }
    found
}

fn of_optional(what: &str, limit: Option<DurationBound>, usual: Op) -> Changed<Option<DurationBound>> {
    let Some(limit) = limit else { return Vec::new() };
    of_limit(what, limit, usual).into_iter().map(|(change, limit)| (change, Some(limit))).collect()
}

/// `usual` is what a limit without a comparison means.
fn of_limit(what: &str, limit: DurationBound, usual: Op) -> Changed<DurationBound> {
    let moved = moves(limit.length.amount, false).into_iter().map(|amount| DurationBound { length: Duration { amount, ..limit.length }, ..limit });
    let edge = other_edge(limit.op.unwrap_or(usual)).map(|op| DurationBound { op: Some(op), ..limit });
    moved.chain(edge).map(|changed| (format!("{what} {limit} → {changed}"), changed)).collect()
}

fn counts(count: usize) -> impl Iterator<Item = (String, usize)> {
    [count.checked_sub(1), count.checked_add(1)].into_iter().flatten().filter(|n| *n > 0).map(move |n| (format!("{count} → {n}"), n))
}

/// The comparison that treats the limit itself the other way.
fn other_edge(op: Op) -> Option<Op> {
    match op {
        Op::Less => Some(Op::AtMost),
        Op::AtMost => Some(Op::Less),
        Op::Greater => Some(Op::AtLeast),
        Op::AtLeast => Some(Op::Greater),
        Op::Equal => None,
    }
}

/// A little less and a little more.
fn moves(value: Decimal, whole: bool) -> Vec<Decimal> {
    let step = step(value, whole);
    [value.checked_sub(step), value.checked_add(step)].into_iter().flatten().collect()
}

/// One in the last digit; of a single digit a tenth, unless it counts whole things.
pub(super) fn step(value: Decimal, whole: bool) -> Decimal {
    let single = value.abs() < Decimal::TEN && value.scale() == 0 && !whole;
    Decimal::new(1, if single { 1 } else { value.scale() })
}

fn turn(direction: Direction) -> Direction {
    match direction {
        Direction::Rising => Direction::Falling,
        Direction::Falling => Direction::Rising,
        Direction::NotRising => Direction::NotFalling,
        Direction::NotFalling => Direction::NotRising,
    }
}
