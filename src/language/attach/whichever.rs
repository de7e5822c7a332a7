//! "within 30 days or 5 half-lives, whichever is longer": two look-backs, and which of them counts.

use super::limits::is_limit;
use super::list::coordination;
use super::{Context, Scope};
use crate::language::element::{Element, What};
use crate::language::words::Kind;
use crate::rule::{Node, Rule};

/// How many elements "whichever is longer" and "or 5 half-lives" are at most.
const LONGEST: usize = 24;

/// The rule of a stretch with "whichever": the look-back that has a length, and the other one,
/// whose length nobody knows, for a person. The longer of two is kept where either is; the
/// shorter needs both.
pub(super) fn whichever(context: &Context<'_>, elements: &[Element], scope: &Scope) -> Option<Rule> {
    let says = |i: usize, words: &[&str]| {
        context.token(i).is_some_and(|t| {
            let text = t.lower();
            words.iter().any(|w| text.contains(w))
        })
    };
    let said = |e: &Element, words: &[&str]| (e.from..e.to).any(|i| says(i, words));
    let at = elements.iter().position(|e| said(e, &["whichever", "which ever"]))?;
    let head = elements.get(..at)?;
    let Some(limit) = head.iter().rposition(is_limit) else {
        // "within 5 half-lives or 28 days, whichever is longer": nothing before it that has a length.
        let (from, to) = context.span_of(elements);
        context.mark(from, to);
        return Some(context.rule(Node::Review(context.words(from, to)), from, to));
    };
    let bracket = matches!(elements.get(at)?.what, What::Bracket(_));
    let parts = |e: &Element| matches!(e.what, What::Separator(_));
    let other = head.iter().enumerate().skip(limit).find(|(_, e)| parts(e)).map(|(i, _)| i).or(bracket.then_some(at))?;
    let leads = |e: &Element| parts(e) || e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Before | Kind::After | Kind::Since));
    let behind = |e: &Element| leads(e) || said(e, &["of", "from"]) && !said(e, &["longe", "short"]);
    let end = match bracket {
        true => at.saturating_add(1),
        false => elements.iter().enumerate().skip(at.saturating_add(1)).find(|(_, e)| behind(e)).map_or(elements.len(), |(i, _)| i),
    };
    if end.saturating_sub(other) > LONGEST {
        return None;
    }
    let alternative = elements.get(other..end)?;
    let shorter = alternative.iter().any(|e| said(e, &["short", "first", "earl", "less", "small", "sooner"]));
    let mut main: Vec<Element> = elements.get(..other)?.to_vec();
    let rest = elements.get(end..)?;
    // "…, whichever is longer, before the first dose"
    let comma = matches!(rest, [sign, next, ..] if parts(sign) && !parts(next) && leads(next));
    main.extend(rest.iter().skip(usize::from(comma)).cloned());
    let rule = coordination(context, &main, scope)?;
    let (from, to) = context.span_of(alternative);
    let from = (from..to).find(|i| !matches!(context.kind(*i), Some(Kind::Or | Kind::And | Kind::Comma | Kind::Slash))).unwrap_or(from);
    context.mark(from, to);
    let review = context.rule(Node::Review(context.words(from, to)), from, to);
    match rule {
        Rule { node: Node::Not(inner), at, .. } => {
            let both = context.group(!shorter, vec![*inner, review])?;
            Some(Rule { at, ..Rule::new(Node::Not(Box::new(both))) })
        }
        // "treatment (radiotherapy is excluded) within 4 weeks or …": what is left out is so either way.
        Rule { node: Node::All(mut parts), .. } if parts.iter().skip(1).all(|p| matches!(p.node, Node::Not(_))) && !shorter => {
            let rest = parts.split_off(1);
            let limited = context.group(true, parts.into_iter().chain([review]).collect())?;
            context.group(false, std::iter::once(limited).chain(rest).collect())
        }
        rule => context.group(!shorter, vec![rule, review]),
    }
}
