//! Categories and what stands for them: "X, such as A and B", "X: A, B".

use super::leaf::name;
use super::limits::{Limit, is_limit};
use super::reader::leaves;
use super::sentence::{trim, whole};
use super::tail::{names, names_condition, tail_names};
use super::{Context, Scope};
use crate::language::element::{Element, Sign, What};
use crate::language::words::Kind;
use crate::rule::{CriterionKind, FindingRule, Node, Rule};
use std::rc::Rc;

/// Words for a set of things, as long as nothing says of what.
const SETS: &[&str] = &[
    "abnormality",
    "cause",
    "circumstance",
    "condition",
    "contraindication",
    "criterion",
    "disorder",
    "factor",
    "group",
    "issue",
    "measure",
    "method",
    "other",
    "population",
    "problem",
    "reason",
    "situation",
    "special",
    "type",
];

/// Words for things of which any will do.
const KINDS: &[&str] = &["causes", "diagnoses", "etiologies", "indication", "indications", "kinds", "reasons", "subtypes", "types"];

/// "X, such as A, B and so on": the examples are the rule, and the list is open. What is said of
/// the category, that it is past or not there, is said of each example.
pub(super) fn examples(context: &Context<'_>, elements: &[Element], i: usize, scope: &Scope) -> Option<Rule> {
    let before = trim(elements.get(..i).unwrap_or_default());
    let named = elements.get(i.saturating_add(1)..).unwrap_or_default();
    // "…, including polyps, that interfere with breathing": the clause is about all of them.
    let relative = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Relative);
    let clause = named
        .iter()
        .zip(named.iter().skip(1))
        .position(|(sign, next)| matches!(&sign.what, What::Separator(s) if s.sign == Sign::Comma && s.or.is_none()) && relative(next));
    let (named, clause) = clause.filter(|at| *at > 0).and_then(|at| named.split_at_checked(at)).unwrap_or((named, &[]));
    if let Some(rule) = occasions(context, before, elements.get(i..).unwrap_or_default(), scope) {
        return Some(rule);
    }
    let (named, more) = closed(context, named, before);
    // Only the last part before the examples is what they are examples of.
    let last = before.iter().rposition(|e| matches!(e.what, What::Separator(_)));
    let others = last.and_then(|l| before.get(..l)).unwrap_or_default();
    let category = before.get(last.map_or(0, |l| l.saturating_add(1))..).unwrap_or_default();
    if let Some(rule) = announced(context, category, named, scope) {
        let first = whole(context, others, scope);
        return context.group(context.default_or(scope), first.into_iter().chain([rule]).collect());
    }
    let mut parts = leaves(context, category, scope);
    let denied = super::denied::is_denied(&parts);
    let said = parts.pop().unwrap_or_default();
    let inner = Scope { or: Some(true), said: said.of_kinds().map(Rc::new).or_else(|| scope.said.clone()), ..scope.clone() };
    let Some(mut list) = whole(context, named, &inner) else { return whole(context, before, scope) };
    let (start, end) = context.span_of(named);
    if let Node::All(parts) = &list.node
        && parts.iter().all(|p| !matches!(p.node, Node::Review(_)))
        && !(start..end).any(|i| context.kind(i) == Some(&Kind::Exception))
    {
        // "such as A, B and C": each of them is an example.
        list.node = Node::Any(parts.clone());
    }
    let (from, to) = context.span_of(category);
    context.mark(from, to);
    list.open = true;
    if denied {
        // "no organ failure, including heart failure"
        list = context.rule(Node::Not(Box::new(list)), from, context.span_of(named).1);
    }
    if let Some(clause) = clause.get(1..).filter(|clause| !clause.is_empty()) {
        let (from, to) = context.span_of(clause);
        context.mark(from, to);
        let judged = context.rule(Node::Review(context.words(from, to)), from, to);
        list = context.group(false, vec![list.clone(), judged]).unwrap_or(list);
    }
    let mut first = whole(context, others, scope);
    // "A, B in the last 4 weeks such as …": the limit is of A, too.
    let comma = last.and_then(|l| before.get(l)).is_some_and(|e| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma && s.or.is_none()));
    let own = |e: &Element| is_limit(e) || e.what == What::Token && context.kind(e.from) == Some(&Kind::Examples);
    let plain = comma && category.last().is_some_and(|e| matches!(e.what, What::LookBack { next: false, .. }));
    if let (Some(first), Some(limit)) = (&mut first, Limit::of(&said).filter(|_| plain && !others.iter().any(own))) {
        limit.apply(first);
    }
    let more = more.split(|e| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma)).filter_map(|part| whole(context, trim(part), scope));
    let parts: Vec<Rule> = first.into_iter().chain([list]).chain(more).collect();
    let or = context.default_or(scope);
    super::denied::negated_list(context, or, or, parts)
}

/// "antibiotics for > 4 days, such as for an infection": what they are for, or when, are no kinds of them.
fn occasions(context: &Context<'_>, before: &[Element], examples: &[Element], scope: &Scope) -> Option<Rule> {
    const WHEN: &[&str] = &["after", "at", "before", "by", "during", "in", "when", "while"];
    let first = examples.get(1).filter(|e| e.what == What::Token && !before.is_empty())?;
    let words = context.lower(first.from, first.to);
    let leads = context.kind(first.from) == Some(&Kind::For) || words.split(' ').next().is_some_and(|w| WHEN.contains(&w));
    let listed = examples.iter().any(|e| matches!(&e.what, What::Separator(s) if s.sign < Sign::Comma));
    let rule = whole(context, before, scope).filter(|_| leads && !listed)?;
    let (from, to) = context.span_of(examples);
    context.mark(from, to);
    let said = context.rule(Node::Review(context.words(from, to)), from, to);
    context.group(false, vec![rule, said])
}

/// "Inclusion criteria include A, B and C": no examples, but the criteria themselves.
fn announced(context: &Context<'_>, category: &[Element], named: &[Element], scope: &Scope) -> Option<Rule> {
    let (from, to) = context.span_of(category);
    let words = context.words(from, to).to_lowercase();
    let criteria = words.split(' ').any(|w| w.starts_with("criteri")) && !(from..to).any(|i| names(context, i));
    let mut rule = whole(context, named, scope).filter(|_| criteria)?;
    context.mark(from, to);
    // "Exclusion criteria include A, no B, and C": each of them excludes.
    let (start, end) = context.span_of(named);
    let excepts = (start..end).any(|i| context.kind(i) == Some(&Kind::Exception));
    if let (CriterionKind::Exclusion, Node::All(parts), false) = (context.kind, &rule.node, excepts) {
        rule.node = Node::Any(parts.clone());
    }
    Some(rule)
}

/// "A, B, including C or D, E, F": behind the "or" the examples end, and the list goes on.
fn closed<'e>(context: &Context<'_>, named: &'e [Element], before: &[Element]) -> (&'e [Element], &'e [Element]) {
    let sign = |e: &Element| if let What::Separator(s) = &e.what { Some((s.sign, s.or)) } else { None };
    let comma = |e: &Element| sign(e) == Some((Sign::Comma, None));
    let listed = before.iter().any(comma) && context.kind == CriterionKind::Exclusion;
    let end =
        named.iter().position(|e| sign(e).is_some_and(|(sign, _)| sign == Sign::Comma)).filter(|end| listed && named.get(*end).is_some_and(comma));
    let split = end.and_then(|end| named.split_at_checked(end));
    match split {
        Some((own, rest)) if own.iter().any(|e| matches!(sign(e), Some((Sign::None, Some(_)))) || matches!(e.what, What::Shared(_))) => {
            (own, rest.get(1..).unwrap_or_default())
        }
        _ => (named, &[]),
    }
}

/// Where "label: A, B" has its colon, if the label is a thing that can be asked.
pub(super) fn label(context: &Context<'_>, elements: &[Element]) -> Option<usize> {
    let i = elements.iter().position(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::Colon))?;
    let (label, listed) = (elements.get(..i)?, elements.get(i.saturating_add(1)..)?);
    let compares = listed.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.compared));
    let joins = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::None && s.or.is_some());
    // "Changes in the lips and oral cavity: …"
    let apart: Vec<Element>;
    let label = if context.kind == CriterionKind::Inclusion && label.iter().any(joins) {
        apart = label.iter().filter(|e| !joins(e)).cloned().collect();
        apart.as_slice()
    } else {
        label
    };
    let named = if context.kind == CriterionKind::Inclusion && commas_only(listed) {
        listed.split(|e| matches!(e.what, What::Separator(_))).any(|part| tail_names(context, part))
    } else {
        tail_names(context, listed)
    };
    (is_name(context, label) && !compares && named).then_some(i)
}

/// "Malnutrition: A, B or C": what the colon announces is what is meant; among the exclusions
/// the label itself counts, too.
pub(super) fn labelled(context: &Context<'_>, elements: &[Element], i: usize, scope: &Scope) -> Option<Rule> {
    let label = elements.get(..i).unwrap_or_default();
    let listed = elements.get(i.saturating_add(1)..).unwrap_or_default();
    // "focal epilepsy: BECTS, ABPE": kinds of it, any of which is meant.
    let (from, to) = context.span_of(label);
    let many = (from..to).any(|i| context.token(i).is_some_and(|t| KINDS.contains(&t.lower().as_str())));
    let kinds = (many || (from..to).any(|i| names_condition(context, i)))
        && !listed.iter().any(|e| matches!(&e.what, What::Separator(s) if s.or.is_some() || s.sign != Sign::Comma));
    let scope = &Scope { or: scope.or.or(kinds.then_some(true)), ..scope.clone() };
    let mut list = whole(context, listed, scope)?;
    if context.kind == CriterionKind::Inclusion && scope.or.is_none() && commas_only(listed) {
        list = either_or_all(context, list, context.span_of(label));
    }
    with_category(context, label, list, scope)
}

/// Whether nothing but commas parts a list.
fn commas_only(listed: &[Element]) -> bool {
    let comma = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma && s.or.is_none());
    let inside = |e: &Element| comma(e) || matches!(&e.what, What::Separator(s) if s.sign == Sign::None && s.or == Some(false));
    let last = listed.iter().rev().find(|e| matches!(&e.what, What::Separator(_)));
    last.is_some_and(comma) && listed.iter().all(|e| !matches!(&e.what, What::Separator(_)) || inside(e))
}

/// "Changes of the lips: redness, cracks, swelling": whether all are asked or some will do is not
/// said. Without any of them it is not met, and else a person knows.
fn either_or_all(context: &Context<'_>, list: Rule, (from, to): (usize, usize)) -> Rule {
    let plain = |r: &Rule| matches!(r.node, Node::Finding(_) | Node::Any(_) | Node::All(_));
    match list.node {
        Node::All(parts) if parts.iter().all(plain) => {
            let any = Rule { at: list.at, open: list.open, ..Rule::new(Node::Any(parts)) };
            let asked = context.rule(Node::Review(context.words(from, to)), from, to);
            Rule { at: list.at, ..Rule::new(Node::All(vec![any, asked])) }
        }
        node => Rule { node, ..list },
    }
}

/// What is listed, and among the exclusions the category before it.
fn with_category(context: &Context<'_>, category: &[Element], mut list: Rule, scope: &Scope) -> Option<Rule> {
    let (from, to) = context.span_of(category);
    context.mark(from, to);
    let limited = category.iter().position(is_limit).filter(|i| *i > 0);
    let limit = limited.and_then(|_| leaves(context, category, scope).last().and_then(Limit::of));
    if let Some(limit) = limit {
        limit.apply(&mut list);
    }
    let name = limited.and_then(|i| category.get(..i)).unwrap_or(category);
    let asked = context.kind == CriterionKind::Exclusion && is_name(context, name);
    let whole_category = whole(context, category, scope);
    // "no heart disease, such as heart failure": none of the examples.
    let negated = matches!(whole_category, Some(Rule { node: Node::Not(_), .. }));
    if !asked && negated {
        let at = context.at(from, to);
        return Some(Rule::new(Node::Not(Box::new(list))).from(at));
    }
    match whole_category.filter(|_| asked) {
        // "no organ failure, including heart failure": none of all these.
        Some(Rule { node: Node::Not(inner), at, .. }) => {
            let any = context.group(true, vec![*inner, list])?;
            Some(Rule { at, ..Rule::new(Node::Not(Box::new(any))) })
        }
        Some(category) => context.group(true, vec![category, list]),
        None => Some(list),
    }
}

/// Whether a stretch is nothing but the name of a known thing, with what is said before it.
pub(super) fn is_name(context: &Context<'_>, elements: &[Element]) -> bool {
    let plain = |e: &Element| {
        matches!(e.what, What::Shared(_))
            || e.what == What::Token
                && !matches!(
                    context.kind(e.from),
                    Some(
                        Kind::Link(_) | Kind::Narrows | Kind::Relative | Kind::Excluded | Kind::With | Kind::Condition | Kind::Judgement | Kind::For
                    )
                )
    };
    let last = elements.last().map_or(0, |e| e.to);
    elements.iter().all(plain) && elements.first().is_some_and(|e| says_what(context, e.from, last))
}

/// Whether a phrase says what a category is of: not only "other conditions".
pub(super) fn says_what(context: &Context<'_>, from: usize, to: usize) -> bool {
    let set = |i: usize| {
        let text = context.token(i).map(|t| t.lower()).unwrap_or_default();
        SETS.iter().any(|s| text == *s || text.strip_prefix(s).is_some_and(|rest| matches!(rest, "s" | "es")))
    };
    let last = to.saturating_sub(1);
    (from..to).any(|i| names(context, i)) || (from < to && !set(last) && context.kind(last) == Some(&Kind::Word))
}

/// A finding by the name of a stretch.
pub(super) fn named(context: &Context<'_>, from: usize, to: usize) -> Rule {
    context.rule(Node::Finding(FindingRule::new(name(context, from, to))), from, to)
}

/// A finding by a name that does not stand in the text as it is.
pub(super) fn named_as(context: &Context<'_>, name: &str, from: usize, to: usize) -> Rule {
    let known = context.vocabulary.known(name).0.and_then(|id| context.vocabulary.finding(id));
    let name = known.map_or_else(|| super::leaf::uncapitalized(name), |f| f.name.to_string());
    context.rule(Node::Finding(FindingRule::new(name)), from, to)
}
