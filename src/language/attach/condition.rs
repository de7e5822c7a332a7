//! Limits for another case: "≤ 2.5 × ULN (≤ 5 × ULN in case of liver metastases)".

use super::leaf::Leaf;
use super::list::coordination;
use super::numbers::measure_rule;
use super::reader::leaves;
use super::{Context, Scope};
use crate::language::element::{Element, Numbers, What};
use crate::language::words::Kind;
use crate::quantity::{Bound, Is, Op};
use crate::rule::{CriterionKind, MeasureRule, Node, Rule};

/// A limit that takes the place of another where something is so.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub when: Rule,
    pub numbers: Numbers,
}

/// The rule of a clause that says when; `None` where a person must judge it. `opening` is the
/// token that the clause begins with ("in the absence of").
pub(super) fn clause(context: &Context<'_>, opening: usize, inner: &[Element]) -> Option<Rule> {
    let Some(rule) = coordination(context, inner, &Scope::default()).filter(|rule| is_sure(context, rule)) else {
        let (from, to) = context.span_of(inner);
        context.unmark(from, to);
        return None;
    };
    let lacks = context.token(opening).is_some_and(|t| {
        let text = t.lower();
        text.contains("absence") || text.contains("without")
    });
    Some(if lacks { negated(rule) } else { rule })
}

/// Whether nothing in a rule is left to a person and the vocabulary knows all of it.
pub(super) fn is_sure(context: &Context<'_>, rule: &Rule) -> bool {
    let mut sure = true;
    rule.walk(&mut |r| {
        sure &= match &r.node {
            Node::Review(_) => false,
            Node::Finding(f) => context.vocabulary.finding_named(&f.of).is_some(),
            Node::Measure(m) => context.vocabulary.measure_named(&m.of).is_some(),
            _ => true,
        }
    });
    sure
}

/// The rule turned round; a double negation falls away.
pub(super) fn negated(rule: Rule) -> Rule {
    match rule.node {
        Node::Not(inner) if !rule.open => *inner,
        node => {
            let inner = Rule { node, at: rule.at, open: rule.open };
            Rule { node: Node::Not(Box::new(inner)), at: rule.at, open: false }
        }
    }
}

/// Gives limits that only count for a case to the limit without one that they go with.
pub(super) fn merge(all: &mut [&mut Leaf]) {
    for i in 1..all.len() {
        let Some((before, after)) = all.split_at_mut_checked(i) else { continue };
        let (Some(last), Some(leaf)) = (before.last_mut(), after.first_mut()) else { continue };
        let goes_with = leaf.conditional && last.numbers.is_some() && last.guard.is_none() && leaf.measure.is_some() && leaf.measure == last.measure;
        let (Some(when), Some(numbers)) = (leaf.guard.clone().filter(|_| goes_with), leaf.numbers.clone()) else { continue };
        let case = Case { when, numbers };
        last.cases.push(case.clone());
        let to = leaf.to;
        last.to = last.to.max(to);
        **leaf = Leaf { from: leaf.from, to, merged: true, numbers: None, ..Leaf::default() };
        // "ALT and AST ≤ 2.5 × ULN, …": the names that share the limit share the case.
        for other in before.iter_mut().rev().skip(1).take_while(|l| l.copied) {
            other.cases.push(case.clone());
        }
    }
}

/// The limit of a leaf with its limits for other cases.
pub(super) fn with_cases(context: &Context<'_>, leaf: &Leaf, base: Rule, scope: &Scope) -> Rule {
    leaf.cases.iter().fold(base, |base, case| {
        let mut numbers = case.numbers.clone();
        if !numbers.compared
            && let Some(first) = leaf.numbers.as_ref().and_then(|n| n.bounds.first())
        {
            // "≤ 2.5 × ULN (5 × ULN if …)": the comparison is the same.
            numbers.bounds.iter_mut().for_each(|(bound, _)| bound.op = first.0.op);
        }
        match measure_rule(context, leaf, &numbers, scope) {
            // "55 kg or higher (female: 50 kg or higher)": each sex has its own.
            Some(other) if is_sex(&case.when) && leaf.guard.is_none() => by_sex(context, base, case.when.clone(), other),
            Some(other) => combine(context, base, case.when.clone(), other),
            None => base,
        }
    })
}

/// The cases that a bracket behind a limit names; `None` if it is about something else.
pub(super) fn in_bracket(context: &Context<'_>, inner: &[Element], of: &Leaf, scope: &Scope) -> Option<Vec<Case>> {
    if let Some(case) = of_people(context, inner) {
        return Some(vec![case]);
    }
    let found = leaves(context, &super::aside::fold(context, super::sentence::trim(inner).to_vec()), scope);
    let case = |leaf: Leaf| match (leaf.guard, leaf.numbers) {
        (Some(when), Some(numbers))
            if (leaf.conditional || is_sex(&when)) && leaf.besides.is_empty() && (leaf.measure.is_none() || leaf.measure == of.measure) =>
        {
            Some(Case { when, numbers })
        }
        _ => None,
    };
    found.into_iter().map(case).collect::<Option<Vec<Case>>>().filter(|c| !c.is_empty())
}

/// "(patients with liver metastases: ≤ 5 × ULN)": who, and their limit.
fn of_people(context: &Context<'_>, inner: &[Element]) -> Option<Case> {
    let (first, rest) = inner.split_first()?;
    let (with, rest) = rest.split_first()?;
    let token = |e: &Element, kind: &Kind| e.what == What::Token && context.kind(e.from) == Some(kind);
    let (limit, who) = rest.split_last()?;
    let people = token(first, &Kind::Filler) && super::people::stand_before(context, first.to) && token(with, &Kind::With);
    let What::Comparison(numbers) = &limit.what else { return None };
    let who = match who.split_last() {
        Some((sign, who)) if token(sign, &Kind::Colon) || matches!(sign.what, What::Separator(_)) => who,
        _ => who,
    };
    if !people || !numbers.compared || who.iter().any(|e| !(e.what == What::Token || matches!(&e.what, What::Separator(s) if s.or == Some(true)))) {
        return None;
    }
    Some(Case { when: clause(context, with.from, who)?, numbers: numbers.clone() })
}

/// "(female: ≥ 50 kg)"
fn is_sex(rule: &Rule) -> bool {
    matches!(&rule.node, Node::Finding(f) if matches!(f.of.as_str(), "male" | "female"))
}

fn by_sex(context: &Context<'_>, base: Rule, when: Rule, other: Rule) -> Rule {
    let sex = match &when.node {
        Node::Finding(f) if f.of == "male" => "female",
        _ => "male",
    };
    let own = Rule { at: base.at, ..Rule::new(Node::Finding(crate::rule::FindingRule::new(sex))) };
    let first = context.group(false, vec![own, base.clone()]);
    let second = context.group(false, vec![when, other]);
    context.group(true, first.into_iter().chain(second).collect()).unwrap_or(base)
}

/// `base`, but where `when` is true `other`. Of two limits of which one holds wherever the
/// other does, the wider counts alone where it is not met and the narrower where it is.
pub(super) fn combine(context: &Context<'_>, base: Rule, when: Rule, other: Rule) -> Rule {
    let wider = match (limit(&base), limit(&other)) {
        (Some(a), Some(b)) => compare(context, a, b),
        _ => None,
    };
    let both = |or: bool, parts: Vec<Rule>| context.group(or, parts);
    let rule = match wider {
        Some(true) => both(false, vec![when, other]).and_then(|case| both(true, vec![base.clone(), case])),
        Some(false) => both(true, vec![negated(when), other]).and_then(|case| both(false, vec![base.clone(), case])),
        None => {
            let plain = both(false, vec![negated(when.clone()), base.clone()]);
            let case = both(false, vec![when, other]);
            both(true, plain.into_iter().chain(case).collect())
        }
    };
    rule.unwrap_or(base)
}

fn limit(rule: &Rule) -> Option<(&MeasureRule, Bound)> {
    match &rule.node {
        Node::Measure(m) => match &m.is {
            Is::Number(c) => match c.bounds.as_slice() {
                [bound] => Some((m, *bound)),
                _ => None,
            },
            Is::Word(_) => None,
        },
        _ => None,
    }
}

/// Whether the second limit is the wider one. In two units a limit for a case is the laxer one.
fn compare(context: &Context<'_>, (a, first): (&MeasureRule, Bound), (b, second): (&MeasureRule, Bound)) -> Option<bool> {
    let up = |op: Op| matches!(op, Op::Greater | Op::AtLeast);
    if a.of != b.of || up(first.op) != up(second.op) || first.op == Op::Equal || second.op == Op::Equal {
        return None;
    }
    let same = matches!((&a.is, &b.is), (Is::Number(x), Is::Number(y)) if x.scale == y.scale);
    Some(if !same || first.value == second.value {
        context.kind == CriterionKind::Inclusion
    } else if up(first.op) {
        second.value < first.value
    } else {
        second.value > first.value
    })
}

/// A rule that only counts where `when` is true: among the inclusions it asks nothing else.
pub(super) fn implied(context: &Context<'_>, when: Rule, rule: Rule) -> Option<Rule> {
    match context.kind {
        CriterionKind::Inclusion => context.group(true, vec![negated(when), rule]),
        CriterionKind::Exclusion => context.group(false, vec![when, rule]),
    }
}

/// Whether criteria are named behind this word ("inclusion criteria are …").
pub(super) fn announces(context: &Context<'_>, element: &Element) -> bool {
    context.token(element.from).is_some_and(|t| matches!(t.lower().as_str(), "are" | "is" | "were"))
}

/// "if", "provided that": words for when something counts, not for a thing beside it.
pub(super) fn is_proviso(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "if" | "provided that" | "as long as" | "when" | "if there are" | "if there is" | "in the event of")
}
