//! What the relatives have: one thing under its own words, never the patient's own disease
//! ("first degree relative with breast cancer", "family member of a participant with …").

use super::Context;
use crate::language::element::{Element, Shared, Sign, What};
use crate::language::words::Kind;

/// Words for those whose diagnosis is not the patient's.
const RELATIVES: &[&str] = &[
    "brother",
    "brothers",
    "cousin",
    "family member",
    "family members",
    "first degree relative",
    "first degree relatives",
    "grandparent",
    "grandparents",
    "member",
    "members",
    "relative",
    "relatives",
    "sibling",
    "siblings",
    "sister",
    "sisters",
];

/// How many words stand before the relative that say which ("first-degree").
const MAX_BEFORE: usize = 4;

/// The elements with each relative, and what is said of him, as one of them.
pub(super) fn folded(context: &Context<'_>, elements: &[Element]) -> Vec<Element> {
    let mut out: Vec<Element> = Vec::with_capacity(elements.len());
    let mut i = 0usize;
    while let Some(element) = elements.get(i) {
        let Some(last) = relative(context, elements, i) else {
            out.push(element.clone());
            i = i.saturating_add(1);
            continue;
        };
        let mut before = out.iter().rev().take(MAX_BEFORE).take_while(|e| says_which(context, e)).count();
        // A bullet is no part of it.
        let bullet =
            |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Dash) && !context.token(e.from).is_some_and(|t| t.glued);
        before = before.saturating_sub(out.iter().rev().take(before).position(bullet).map_or(0, |i| before.saturating_sub(i)));
        let from = out.len().checked_sub(before).and_then(|n| out.get(n)).map_or(element.from, |e| e.from);
        out.truncate(out.len().saturating_sub(before));
        let to = elements.get(last).map_or(element.to, |e| e.to);
        let names = vec![(context.words(from, to), None)];
        out.push(Element { what: What::Shared(Shared { or: true, names }), from, to });
        i = last.saturating_add(1);
    }
    out
}

/// The last element of what is said of a relative that stands at a place.
fn relative(context: &Context<'_>, elements: &[Element], i: usize) -> Option<usize> {
    let element = elements.get(i).filter(|e| e.what == What::Token)?;
    let words = context.lower(element.from, element.to);
    let next = elements.get(i.saturating_add(1)).filter(|e| e.what == What::Token);
    let ends = |r: &&str| words.strip_suffix(*r).is_some_and(|before| before.is_empty() || before.ends_with(' '));
    let with_next = |r: &&str| {
        let rest = r.strip_prefix(words.as_str()).and_then(|rest| rest.strip_prefix(' '));
        rest.is_some_and(|rest| next.is_some_and(|e| context.lower(e.from, e.to) == rest))
    };
    let (named, at) = if RELATIVES.iter().any(ends) { (true, i) } else { (RELATIVES.iter().any(with_next), i.saturating_add(1)) };
    let behind = elements.get(at.saturating_add(1)).filter(|e| named && e.what == What::Token)?;
    let opens = context.lower(behind.from, behind.to);
    let first = opens.split(' ').next().unwrap_or_default();
    if words.ends_with("member") || words.ends_with("members") {
        return (first == "of" || words.starts_with("family")).then(|| last_of(context, elements, at.saturating_add(1)));
    }
    let said = matches!(context.kind(behind.from), Some(Kind::With | Kind::Relative | Kind::History))
        || matches!(first, "of" | "has" | "have" | "having" | "had" | "diagnosed" | "affected" | "suffering" | "is" | "are" | "was" | "who");
    said.then(|| last_of(context, elements, at.saturating_add(1)))
}

/// The last element of the clause: the next criterion begins behind a comma or where a verb of
/// its own follows "and" or "or".
fn last_of(context: &Context<'_>, elements: &[Element], from: usize) -> usize {
    let mut last = from;
    for (i, element) in elements.iter().enumerate().skip(from.saturating_add(1)) {
        let closes = match &element.what {
            What::Separator(s) if s.sign < Sign::None => true,
            What::Separator(_) => {
                let next = elements.get(i.saturating_add(1));
                next.is_none_or(|e| {
                    let words = context.lower(e.from, e.to);
                    let first = words.split(' ').next().unwrap_or_default();
                    let kind = context.kind(e.from).filter(|_| e.what == What::Token);
                    matches!(kind, Some(Kind::History | Kind::Negation | Kind::Allergy | Kind::Planned))
                        || matches!(first, "is" | "are" | "has" | "have" | "was" | "does" | "already" | "personal" | "current")
                })
            }
            What::Token => {
                matches!(context.kind(element.from), Some(Kind::Exception | Kind::Allowed | Kind::Excluded | Kind::Examples | Kind::Item(_)))
            }
            What::Bracket(_) => true,
            What::Comparison(n) => n.compared,
            _ => false,
        };
        if closes {
            break;
        }
        last = i;
    }
    last
}

/// Whether an element only says which relative.
fn says_which(context: &Context<'_>, element: &Element) -> bool {
    let plain = match &element.what {
        What::Token => matches!(context.kind(element.from), Some(Kind::Word | Kind::Dash | Kind::Number(_))),
        What::Comparison(n) => !n.compared,
        _ => false,
    };
    let words = context.lower(element.from, element.to);
    plain && !matches!(words.as_str(), "or" | "and")
}
