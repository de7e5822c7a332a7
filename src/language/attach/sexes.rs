//! Words that name a sex: for whom a number counts.

use super::Context;
use super::leaf::{Leaf, name};
use crate::language::element::{Element, What};
use crate::language::words::Kind;
use crate::rule::{FindingRule, Node, Rule};

/// "(if female)", "for women"
pub(super) fn names_sex(context: &Context<'_>, element: &Element) -> bool {
    match &element.what {
        What::Bracket(inner) => inner.iter().any(|e| sex_named(context, e).is_some()),
        _ => sex_named(context, element).is_some(),
    }
}

/// "male" or "female", if an element names a sex.
pub(super) fn sex_named(context: &Context<'_>, element: &Element) -> Option<&'static str> {
    match context.kind(element.from).filter(|_| element.what == What::Token)? {
        Kind::Males => Some("male"),
        Kind::Females => Some("female"),
        Kind::Finding(id) => match context.vocabulary.finding(*id)?.name.as_ref() {
            "male" => Some("male"),
            "female" => Some("female"),
            _ => None,
        },
        _ => None,
    }
}

/// "Male: > 450 ms, female: > 470 ms": the sex is a condition of the numbers, not measured.
pub(super) fn sex_guard(context: &Context<'_>, leaf: &mut Leaf) {
    let Some((from, to)) = leaf.phrase.filter(|_| leaf.numbers.is_some() && leaf.measure.is_none()) else { return };
    if let Some(sex) = sex_of(context, from, to) {
        leaf.guard = Some(context.rule(Node::Finding(FindingRule::new(sex)), from, to));
        leaf.phrase = None;
    }
}

/// The sex that a phrase names, be it by its letter ("M > 450, F > 470").
pub(super) fn sex_of(context: &Context<'_>, from: usize, to: usize) -> Option<&'static str> {
    match (name(context, from, to).as_str(), context.words(from, to).as_str()) {
        ("male", _) | (_, "M") => Some("male"),
        ("female", _) | (_, "F") => Some("female"),
        _ => None,
    }
}

/// "Women who are pregnant or lactating": pregnancy says the sex, which is not asked beside it.
pub(in crate::language) fn said_once(context: &Context<'_>, rule: &mut Rule) {
    match &mut rule.node {
        Node::All(parts) => {
            parts.iter_mut().for_each(|part| said_once(context, part));
            let female = |part: &Rule| part.node == Node::Finding(FindingRule::new("female"));
            if parts.iter().any(|part| pregnant(context, part)) {
                parts.retain(|part| !female(part));
            }
            if let [one] = parts.as_slice() {
                let at = rule.at;
                *rule = one.clone();
                rule.at = rule.at.or(at);
            }
        }
        Node::Any(parts) => parts.iter_mut().for_each(|part| said_once(context, part)),
        Node::Not(part) => said_once(context, part),
        _ => {}
    }
}

/// Whether a rule holds for women only, since they are pregnant, nurse a child, or plan to.
fn pregnant(context: &Context<'_>, rule: &Rule) -> bool {
    match &rule.node {
        Node::Finding(found) => {
            let ids = (context.vocabulary.finding_named(&found.of), context.vocabulary.finding_named("pregnancy"));
            let kind = matches!(ids, (Some(found), Some(pregnancy)) if context.vocabulary.is_a(found, pregnancy));
            kind || matches!(found.of.as_str(), "lactation" | "planning pregnancy")
        }
        Node::Any(parts) => !parts.is_empty() && parts.iter().all(|part| pregnant(context, part)),
        Node::All(parts) => parts.iter().any(|part| pregnant(context, part)),
        _ => false,
    }
}
