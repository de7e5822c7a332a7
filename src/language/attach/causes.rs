//! Exceptions from causes that are not named: "due to causes other than AMD".

use super::Context;
use super::Scope;
use super::meant_of_all::{is_place, located, placed};
use super::sentence::{trim, whole};
use crate::language::element::{Element, What};
use crate::language::words::{Kind, Link};
use crate::rule::{Node, Rule};

/// "due to causes other than AMD": a cause that is not named, for a person to judge.
pub(super) fn causes(context: &Context<'_>, main: &[Element], but: &[Element], scope: &Scope) -> Option<Rule> {
    const CAUSES: &[&str] = &["cause", "causes", "reason", "reasons", "etiology", "etiologies", "aetiology", "aetiologies", "factors", "anything"];
    let link = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Link(Link::Cause));
    let (first, body) = but.split_first()?;
    // "other than related to mitochondrial disease"
    if body.first().is_some_and(link) {
        return judged(context, main, but, (first.from, context.span_of(but).1), scope);
    }
    let at = main.iter().rposition(link)?;
    let (head, tail) = main.split_at_checked(at)?;
    let word = |i: usize| context.token(i).map(|t| t.lower()).unwrap_or_default();
    let (from, to) = context.span_of(tail);
    let unnamed = (from.saturating_add(1)..to).all(|i| context.kind(i) == Some(&Kind::Filler) || CAUSES.contains(&word(i).as_str()));
    let said = (from.saturating_add(1)..to).any(|i| CAUSES.contains(&word(i).as_str()));
    let (but, _) = placed(context, but);
    (unnamed && said && !head.is_empty()).then(|| judged(context, head, but, (from, context.span_of(but).1), scope)).flatten()
}

/// What is asked, and beside it a stretch for a person; `but` ends where a place may follow.
fn judged(context: &Context<'_>, main: &[Element], but: &[Element], (from, to): (usize, usize), scope: &Scope) -> Option<Rule> {
    let mut rule = whole(context, trim(main), scope)?;
    let behind = (to..context.tokens.len().min(to.saturating_add(6)))
        .take_while(|i| !matches!(context.kind(*i), Some(Kind::Comma | Kind::Stop | Kind::Semicolon)));
    let end = behind.last().map_or(to, |i| i.saturating_add(1));
    if end > to && is_place(context, to, end) && !but.is_empty() {
        located(&mut rule, &context.words(to, end));
        context.mark(to, end);
    }
    let review = context.rule(Node::Review(context.words(from, to)), from, to);
    context.mark(from, to);
    context.group(false, vec![rule, review])
}
