//! Negation among the exclusions: what is demanded ("must not have") is no double negation.

use super::Context;
use super::condition::negated;
use crate::language::element::Element;
use crate::language::words::{Kind, Token};
use crate::rule::{CriterionKind, Node, Rule};
use crate::vocabulary::FindingKind;

/// The rule of a sentence, turned the way it is meant.
///
/// "Patients must not have X" demands the absence of X in either section, so that among the
/// exclusions X excludes. "No X" at the head of an exclusion may be a demand of the same kind,
/// or mean that X must be there: a person has to tell.
pub(super) fn turned(context: &Context<'_>, sentence: &[Element], rule: Rule) -> Rule {
    let (from, to) = context.span_of(sentence);
    let first = (from..to).find(|i| !matches!(context.kind(*i), Some(Kind::Filler | Kind::Enumerator | Kind::Item(_) | Kind::Dash)));
    let Some(first) = first else { return rule };
    if context.kind == CriterionKind::Inclusion {
        // "Pregnant women are excluded."
        let last = (from..to).rev().find(|i| !matches!(context.kind(*i), Some(Kind::Filler | Kind::Stop | Kind::Semicolon)));
        let verb = |t: &Token| {
            t.kind == Kind::Excluded && matches!(t.text.split(' ').next(), Some("is" | "are" | "be" | "will" | "must" | "should" | "cannot" | "not"))
        };
        return if last.and_then(|i| context.token(i)).is_some_and(verb) { negated(rule) } else { rule };
    }
    let Some(token) = context.token(first).filter(|t| t.kind == Kind::Negation) else { return rule };
    let modal = |i: usize| context.token(i).is_some_and(|t| t.lower().split(' ').any(|w| matches!(w, "must" | "should" | "shall" | "may" | "can")));
    if (from..first).any(modal) || matches!(token.lower().as_str(), "cannot" | "must not" | "should not") {
        return match rule.node {
            Node::Not(inner) => *inner,
            _ => rule,
        };
    }
    let names_nothing_wanted = || {
        let named = (first..to).find_map(|i| match context.kind(i) {
            Some(Kind::Finding(id)) => context.vocabulary.finding(*id).map(|f| f.kind),
            _ => None,
        });
        matches!(named, Some(FindingKind::Condition | FindingKind::Drug | FindingKind::Allergy | FindingKind::Procedure))
    };
    if token.text.eq_ignore_ascii_case("no") && names_nothing_wanted() {
        return context.doubtful(from, to, "a \"no\" among the exclusions may be what is demanded, or what excludes");
    }
    rule
}
