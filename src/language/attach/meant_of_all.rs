//! What stands behind an exception and is meant of all that was said: a place, a look-back.

use super::Context;
use super::limits::Limit;
use super::sentence::trim;
use crate::language::element::{Element, Sign, What};
use crate::language::words::Kind;
use crate::rule::{Node, Rule};

/// "… other than AMD in the study eye": the place at the end is one of all that was said.
pub(super) fn placed<'e>(context: &Context<'_>, but: &'e [Element]) -> (&'e [Element], Option<String>) {
    let at = but.iter().rposition(|e| e.what == What::Token && context.token(e.from).is_some_and(|t| t.text.eq_ignore_ascii_case("in")));
    let Some((body, place)) = at.filter(|at| *at > 1).and_then(|at| but.split_at_checked(at)) else { return (but, None) };
    let (from, to) = context.span_of(place);
    if !place.iter().all(|e| matches!(e.what, What::Token | What::Separator(_))) || !is_place(context, from, to) {
        return (but, None);
    }
    context.mark(from, to);
    let last = (from..to).rev().find(|i| !matches!(context.kind(*i), Some(Kind::Stop | Kind::Comma | Kind::Semicolon))).unwrap_or(from);
    (body, Some(context.words(from, last.saturating_add(1))))
}

/// "in the study eye": a part of the body that the study is about.
pub(super) fn is_place(context: &Context<'_>, from: usize, to: usize) -> bool {
    const OF_STUDY: &[&str] = &["study", "fellow", "operative", "operated", "index", "target", "treated", "affected", "contralateral", "ipsilateral"];
    const PARTS: &[&str] = &["eye", "eyes", "knee", "hip", "shoulder", "limb", "leg", "arm", "joint", "ear", "side", "hand", "foot"];
    let text = context.lower(from, to);
    let words: Vec<&str> = text.split(' ').map(|w| w.trim_end_matches(['.', ',', ';'])).filter(|w| !w.is_empty()).collect();
    matches!(words.as_slice(), ["in", "the" | "either" | "a" | "their", of, part] if OF_STUDY.contains(of) && PARTS.contains(part))
        || matches!(words.as_slice(), ["in", of, part] if OF_STUDY.contains(of) && PARTS.contains(part))
}

/// Puts a place behind each name.
pub(super) fn located(rule: &mut Rule, place: &str) {
    match &mut rule.node {
        Node::All(parts) | Node::Any(parts) => parts.iter_mut().for_each(|p| located(p, place)),
        Node::Not(inner) => located(inner, place),
        Node::Finding(finding) if !finding.of.contains(place) => {
            finding.of = format!("{} {place}", finding.of);
            finding.kind = None;
        }
        _ => {}
    }
}

/// "…, other than cystitis, within 2 weeks", "malignancy other than skin cancer within 5 years": a
/// look-back behind the exception is one of all. How long ago something was treated is its own.
pub(super) fn limited<'e>(context: &Context<'_>, main: &[Element], but: &'e [Element]) -> (&'e [Element], Option<Limit>) {
    let comma = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma && s.or.is_none());
    let within = |e: &Element| matches!(e.what, What::LookBack { next: false, .. });
    let treated = |i: usize| {
        let before = i.checked_sub(1).and_then(|i| but.get(i)).and_then(|e| context.token(e.to.saturating_sub(1)));
        before.is_none_or(|t| matches!(t.kind, Kind::Word | Kind::Filler) && (t.text.ends_with("ed") || t.text.ends_with("ing")))
    };
    let at = but.iter().rposition(|e| comma(e) || within(e)).filter(|i| *i > 1 && (but.get(*i).is_some_and(comma) || !treated(*i)));
    let at = at.filter(|_| !main.iter().any(super::limits::is_limit));
    let at = at.map(|i| if i.checked_sub(1).and_then(|b| but.get(b)).is_some_and(comma) { i.saturating_sub(1) } else { i });
    let Some((body, tail)) = at.filter(|i| *i > 1).and_then(|i| but.split_at_checked(i)) else { return (but, None) };
    match Limit::alone(context, trim(tail)) {
        Some(limit) => {
            let (from, to) = context.span_of(tail);
            context.mark(from, to);
            (body, Some(limit))
        }
        None => (but, None),
    }
}
