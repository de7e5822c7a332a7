//! References to other criteria: "inclusion criteria 1 and 2".

use super::Context;
use crate::language::element::{Aside, Element, What};
use crate::language::words::Kind;
use crate::rule::{CriterionKind, Node, Reference, Rule};

/// Puts each reference with its numbers into one element.
pub(super) fn fold(context: &Context<'_>, elements: &[Element]) -> Vec<Element> {
    let mut out: Vec<Element> = Vec::new();
    let mut i = 0usize;
    while let Some(element) = elements.get(i) {
        let next = elements.get(i.saturating_add(1));
        let (from, mut at) = (element.from, element.to);
        // "exclusion criteria", where the vocabulary knows "exclusion" only.
        let section = section(context, element, out.last());
        let numbered = is_criteria(context, element) && next.is_some_and(|n| names_number(context, n));
        let mut ids = Vec::new();
        while let Some(kind) = context.kind(at).filter(|_| numbered) {
            match kind {
                Kind::Number(n) => ids.push(format!("{section}{n}")),
                Kind::And | Kind::Or | Kind::Comma | Kind::Slash | Kind::Filler => {}
                _ => break,
            }
            at = at.saturating_add(1);
        }
        if ids.is_empty() {
            out.push(element.clone());
            i = i.saturating_add(1);
            continue;
        }
        let own = |e: &Element| e.what == What::Token && matches!(context.lower(e.from, e.to).as_str(), "inclusion" | "exclusion");
        let from = if out.last().is_some_and(own) { out.pop().map_or(from, |e| e.from) } else { from };
        let last = elements.iter().skip(i).take_while(|e| e.to <= at).count().max(1);
        let to = elements.get(i.saturating_add(last).saturating_sub(1)).map_or(element.to, |e| e.to);
        out.push(Element { what: What::Aside(Aside::Criteria(ids)), from, to });
        i = i.saturating_add(last);
    }
    out
}

fn is_criteria(context: &Context<'_>, element: &Element) -> bool {
    let word = || context.token(element.from).is_some_and(|t| t.lower().contains("criteri"));
    matches!(context.kind(element.from), Some(Kind::InclusionCriteria | Kind::CriteriaWord | Kind::Word)) && element.what == What::Token && word()
}

fn names_number(context: &Context<'_>, element: &Element) -> bool {
    matches!(context.kind(element.from), Some(Kind::Number(_))) && matches!(element.what, What::Comparison(_) | What::Token)
}

/// "I" or "E": as the words say, else the criterion's own section.
fn section(context: &Context<'_>, element: &Element, before: Option<&Element>) -> &'static str {
    let says = |e: &Element, word: &str| context.lower(e.from, e.to).contains(word);
    let near = |word: &str| says(element, word) || before.is_some_and(|b| says(b, word));
    match (near("inclusion"), near("exclusion"), context.kind) {
        (true, _, _) | (false, false, CriterionKind::Inclusion) => "I",
        _ => "E",
    }
}

/// Whether a stretch is a reference to other criteria.
pub(super) fn cited(context: &Context<'_>, inner: &[Element]) -> bool {
    inner.iter().zip(inner.iter().skip(1)).any(|(a, b)| is_criteria(context, a) && names_number(context, b))
}

/// The criteria named, if the trial has them.
pub(super) fn rule(context: &Context<'_>, ids: &[String], element: &Element) -> Option<Rule> {
    if !ids.iter().all(|id| context.ids.contains(id)) {
        let (from, to) = (element.from, element.to);
        return Some(context.doubtful(from, to, "another criterion is meant, which is not known here"));
    }
    let one = |id: &String| context.rule(Node::Criterion(Reference::Id(id.clone())), element.from, element.to);
    context.group(false, ids.iter().map(one).collect())
}
