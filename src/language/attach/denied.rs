//! How far a "no" before a list reaches.

use super::Context;
use super::leaf::Leaf;
use crate::quantity::{Is, Op};
use crate::rule::{At, CriterionKind, MeasureRule, Node, Rule};
use crate::vocabulary::FindingKind;

/// A list behind a "no": none of its parts.
///
/// Among the exclusions, "without A and B" is the want of either: not both.
pub(super) fn negated_list(context: &Context<'_>, or: bool, either: bool, rules: Vec<Rule>) -> Option<Rule> {
    let Some((Rule { node: Node::Not(first), at, .. }, rest)) = rules.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        return context.group(or, rules);
    };
    let both = |inner: &Rule| {
        let end = inner.at.map_or(0, |a| a.end);
        Rule::new(Node::Not(Box::new(inner.clone()))).from(At { start: at.map_or(0, |a| a.start), end })
    };
    if context.kind == CriterionKind::Exclusion {
        if !is_plain(first) || !rest.iter().all(is_plain) || !or && rest.iter().any(|r| asserts(context, first, r)) {
            return context.group(or, rules);
        }
        let parts = std::iter::once((**first).clone()).chain(rest.iter().cloned()).collect();
        return context.group(either, parts).map(|inner| both(&inner));
    }
    let reaches = |r: &Rule| (names(r) || same_way(first, r) || by_slash(context, first, r)) && (or || !asserts(context, first, r));
    let length = rest.iter().take_while(|r| reaches(r)).count();
    let (denied, others) = rest.split_at_checked(length).unwrap_or((rest, &[]));
    if or && !others.is_empty() {
        // "no diabetes or HbA1c > 7 %", "no surgery or surgery > 6 months ago": what is denied?
        let sure = others.iter().all(|o| matches!(o.node, Node::Not(_)) || again(context, first, o));
        if !sure {
            return unclear(context, &rules);
        }
    }
    let parts: Vec<Rule> = std::iter::once((**first).clone()).chain(denied.iter().cloned()).collect();
    let none = if denied.is_empty() { rules.first().cloned() } else { context.group(true, parts).map(|inner| both(&inner)) };
    context.group(or, none.into_iter().chain(others.iter().cloned()).collect())
}

/// Whether a "no" stands before the first of the leaves that hang on each other up to the last.
pub(super) fn is_denied(leaves: &[Leaf]) -> bool {
    let first = leaves.iter().rposition(|l| !l.linked || l.negated);
    first.and_then(|i| leaves.get(i)).is_some_and(|l| l.negated)
}

/// The whole list for a person.
fn unclear(context: &Context<'_>, rules: &[Rule]) -> Option<Rule> {
    let start = rules.iter().filter_map(|r| r.at).map(|a| a.start).min()?;
    let end = rules.iter().filter_map(|r| r.at).map(|a| a.end).max()?;
    let from = context.tokens.iter().position(|t| t.start >= start)?;
    let to = context.tokens.iter().rposition(|t| t.end <= end)?.saturating_add(1);
    Some(context.doubtful(from, to, "how far the negation reaches is not clear"))
}

/// "cigars/snus >= 1 time a week": nothing but a slash stands between the two.
fn by_slash(context: &Context<'_>, first: &Rule, rule: &Rule) -> bool {
    let between = first.at.zip(rule.at).and_then(|(a, b)| context.chars.get(a.end..b.start));
    between.is_some_and(|chars| chars.iter().filter(|c| !c.is_whitespace()).eq([&'/']))
}

/// "no smokers or smokers of less than 10 cigarettes": of what is denied, some may come in.
fn again(context: &Context<'_>, first: &Rule, rule: &Rule) -> bool {
    let words = |r: &Rule| -> Vec<String> {
        let text: String = r.at.and_then(|at| context.chars.get(at.start..at.end)).unwrap_or_default().iter().collect();
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 3).map(str::to_lowercase).collect()
    };
    let own = words(rule);
    words(first).last().is_some_and(|name| own.contains(name))
}

/// Whether a rule is a name, or a name with what narrows it.
fn is_plain(rule: &Rule) -> bool {
    let part = |p: &Rule| matches!(p.node, Node::Finding(_) | Node::Review(_));
    match &rule.node {
        Node::Finding(_) => true,
        Node::All(parts) => parts.iter().all(part) && matches!(parts.first().map(|p| &p.node), Some(Node::Finding(_))),
        _ => false,
    }
}

/// Whether a rule asks for something that is there or not, whatever narrows it.
fn names(rule: &Rule) -> bool {
    match &rule.node {
        Node::Finding(_) | Node::Review(_) => true,
        Node::Any(parts) => parts.iter().all(names),
        Node::All(parts) => parts.first().is_some_and(names),
        _ => false,
    }
}

/// "no BMI < 18 or > 30", "no HAM-A or HAM-D > 10": values that are denied together.
fn same_way(first: &Rule, rule: &Rule) -> bool {
    match (&first.node, &rule.node) {
        (Node::Measure(a), Node::Measure(b)) => a.of == b.of || upwards(a).is_some() && upwards(a) == upwards(b),
        _ => false,
    }
}

/// Whether a value is to be high (or low).
fn upwards(measure: &MeasureRule) -> Option<bool> {
    match &measure.is {
        Is::Number(c) => match c.bounds.as_slice() {
            [bound] => match bound.op {
                Op::Greater | Op::AtLeast => Some(true),
                Op::Less | Op::AtMost => Some(false),
                Op::Equal => None,
            },
            _ => None,
        },
        Is::Word(_) => None,
    }
}

/// "no relapse within 4 weeks and stable medication for 3 months": the second is demanded.
fn asserts(context: &Context<'_>, first: &Rule, rule: &Rule) -> bool {
    const GOOD: &[&str] = &[
        "stable",
        "adequate",
        "normal",
        "able",
        "ability",
        "willing",
        "good",
        "sufficient",
        "controlled",
        "negative",
        "life",
        "accept",
        "accepts",
        "agree",
        "agrees",
        "can",
    ];
    match (&first.node, &rule.node) {
        (_, Node::All(parts) | Node::Any(parts)) => parts.first().is_some_and(|part| asserts(context, first, part)),
        (Node::Finding(a), Node::Finding(b)) => {
            let kind = context.vocabulary.finding_named(&b.of).and_then(|id| context.vocabulary.finding(id)).map(|f| f.kind);
            let own =
                matches!(kind, Some(FindingKind::Consent)) || b.within.is_some() && b.within != a.within || b.lasts.is_some() && b.lasts != a.lasts;
            own || b.of.split(' ').next().is_some_and(|w| GOOD.contains(&w.to_lowercase().as_str()))
        }
        _ => false,
    }
}
