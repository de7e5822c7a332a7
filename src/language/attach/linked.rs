//! Alternatives that stand behind one link: "heart failure treated with A or B", "women with A or B".

use super::agents::sort_of;
use super::leaf::Leaf;
use super::list::{Tree, factored, joined};
use super::{Context, Scope};
use crate::language::words::{Kind, Link};
use crate::rule::{CriterionKind, Node, Rule};

/// Words for what comes with a thing.
const COMES_WITH: &[&str] = &["associated with", "complicated by", "complicated with", "accompanied by"];

/// "X treated with A or B": the alternatives behind the link are alternatives of A, as far as
/// they are things of the same kind.
pub(super) fn lists(context: &Context<'_>, parts: &[Tree], scope: &Scope) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut rest = parts.iter().peekable();
    while let Some(part) = rest.next() {
        let Tree::Leaves(leaves) = part else {
            rules.extend(part.rule(context, scope));
            continue;
        };
        let Some((last, first)) = leaves.split_last().filter(|(last, first)| last.linked && last.is_name() && !first.is_empty()) else {
            rules.extend(part.rule(context, scope));
            continue;
        };
        let mut choices: Vec<Rule> = last.rule(context, scope).into_iter().collect();
        let mut end = last.to;
        while let Some(next) = rest.next_if(|next| {
            let linked = || continues(context, last, next) || choices.len() > 1 && last.link == Some(Link::Cause) && unknown(context, next);
            if last.link.is_some() { linked() } else { accompanies(context, first, last, next, end) }
        }) {
            choices.extend(next.rule(context, scope));
            end = next.end();
        }
        let choice = context.group(true, factored(context, choices));
        match (joined(context, first, scope), choice) {
            (Some(Rule { node: Node::Not(inner), at, .. }), Some(choice)) => {
                let both = context.group(false, vec![*inner, choice]);
                rules.extend(both.map(|both| Rule { at, ..Rule::new(Node::Not(Box::new(both))) }));
            }
            (first, choice) => rules.extend(context.group(false, first.into_iter().chain(choice).collect())),
        }
    }
    rules
}

/// Whether a part of a list goes on with the things behind the link.
fn continues(context: &Context<'_>, linked: &Leaf, part: &Tree) -> bool {
    let Tree::Leaves(leaves) = part else { return false };
    let [leaf] = leaves.as_slice() else { return false };
    let sort = |leaf: &Leaf| leaf.phrase.and_then(|(from, to)| sort_of(context, from, to));
    // "pain due to surgery or cancer", among the inclusions: nobody is taken for the cancer alone.
    let comma = (linked.to..leaf.from).any(|i| context.kind(i) == Some(&Kind::Comma));
    let cause = linked.link == Some(Link::Cause) && context.kind == CriterionKind::Inclusion && !comma && sort(leaf).is_some();
    leaf.is_name() && !leaf.negated && leaf.definition.is_none() && !leaf.merged && sort(linked).is_some() && (cause || sort(linked) == sort(leaf))
}

/// "women over 18 years with asthma or COPD", "diabetes with neuropathy or nephropathy": whether a
/// part of a list is another one of the things that the patients, or the disease, are there with.
fn accompanies(context: &Context<'_>, first: &[Leaf], last: &Leaf, part: &Tree, end: usize) -> bool {
    let Tree::Leaves(leaves) = part else { return false };
    let [leaf] = leaves.as_slice() else { return false };
    let own = leaf.negated || leaf.definition.is_some() || leaf.ever != last.ever || leaf.planned != last.planned || leaf.about.is_some();
    if last.negated || !leaf.is_name() || own || leaf.guard.is_some() || leaf.judgement || super::limits::own_clause(context, leaf) {
        return false;
    }
    // "therapy associated with A or B": what comes with it is said of the first name.
    let clause = context.token(last.from).is_some_and(|t| t.kind == Kind::With && COMES_WITH.iter().any(|w| t.text.eq_ignore_ascii_case(w)));
    let sort = |l: &Leaf| l.phrase.and_then(|(from, to)| sort_of(context, from, to));
    let unlike = sort(last).zip(sort(leaf)).is_some_and(|(a, b)| a != b);
    if clause && !unlike && !(end..leaf.from).any(|i| context.kind(i) == Some(&Kind::Comma)) {
        return true;
    }
    // Who the patients are is said of all that follows.
    let people = first.iter().all(|l| l.age || l.guard.is_some() || l.numbers.as_ref().is_some_and(|n| n.age) || names_people(context, l));
    let comma = (end..leaf.from).any(|i| context.kind(i) == Some(&Kind::Comma));
    let plain = first.iter().all(|l| l.is_name() && !l.negated) && !matches!(context.kind(last.from), Some(Kind::Finding(_)));
    let inclusion = context.kind == CriterionKind::Inclusion;
    let unnamed = inclusion && !comma && leaf.phrase.is_some_and(|(from, to)| sort_of(context, from, to).is_none());
    let alike = (continues(context, last, part) && (!comma || inclusion) || unnamed) && last.within == leaf.within && last.lasts == leaf.lasts;
    people || (plain && alike)
}

/// Whether a leaf says no more than the sex or the age of the patients.
fn names_people(context: &Context<'_>, leaf: &Leaf) -> bool {
    let (from, to) = leaf.phrase.unwrap_or_default();
    let person = |i: usize| match context.kind(i) {
        Some(Kind::Finding(id)) => context.vocabulary.finding(*id).is_some_and(|f| matches!(f.name.as_ref(), "male" | "female" | "adult" | "child")),
        Some(Kind::Males | Kind::Females | Kind::Filler) => true,
        Some(Kind::Measure(id)) => context.vocabulary.measure(*id).is_some_and(|m| m.name == "age"),
        _ => false,
    };
    from < to && (from..to).all(person)
}

/// Whether a part of a list is one name of several words that the vocabulary does not know.
fn unknown(context: &Context<'_>, part: &Tree) -> bool {
    let Tree::Leaves(leaves) = part else { return false };
    let [leaf] = leaves.as_slice() else { return false };
    let words = |(from, to): (usize, usize)| to > from.saturating_add(1) && sort_of(context, from, to).is_none();
    leaf.is_name() && !leaf.negated && !leaf.merged && !leaf.ever && leaf.phrase.is_some_and(words)
}
