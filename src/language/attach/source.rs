//! Where something is documented, by whom it is said, by which rules: "as documented in the medical
//! record", "according to ICH/GCP and local law". A person knows; it is no part of the list around it.

use super::Context;
use crate::language::grammar::{Aside, Element, Sign, What};
use crate::language::words::Kind;

/// Words for where something is written down, or for those who say it.
const SOURCES: &[&str] = &[
    "assessment",
    "birth",
    "certificate",
    "chart",
    "charts",
    "checklist",
    "committee",
    "database",
    "diary",
    "documentation",
    "documents",
    "evaluation",
    "evaluations",
    "examination",
    "examinations",
    "file",
    "files",
    "gcp",
    "guideline",
    "guidelines",
    "history",
    "ich",
    "id",
    "inspection",
    "interview",
    "interviews",
    "inventory",
    "label",
    "law",
    "laws",
    "legislation",
    "logbook",
    "mini",
    "notes",
    "observation",
    "passport",
    "policies",
    "policy",
    "questionnaire",
    "questionnaires",
    "record",
    "records",
    "registry",
    "regulations",
    "report",
    "reports",
    "requirements",
    "rules",
    "scid",
    "screen",
    "self-report",
    "staff",
    "standard",
    "standards",
    "statement",
    "survey",
    "surveys",
];

/// How something is known.
const KNOWN: &[&str] = &[
    "ascertained",
    "assessed",
    "confirmed",
    "described",
    "determined",
    "diagnosed",
    "documented",
    "established",
    "evaluated",
    "identified",
    "indicated",
    "judged",
    "listed",
    "noted",
    "recorded",
    "reported",
    "specified",
    "stated",
    "verified",
];

/// The prepositions behind it.
const BY: &[&str] = &["by", "from", "in", "on", "per", "through", "using", "via", "with"];

/// How many elements a source has at most.
const MAX: usize = 16;

/// The elements; each source is one of them, with the comma before it.
pub(super) fn folded(context: &Context<'_>, elements: Vec<Element>) -> Vec<Element> {
    let mut out: Vec<Element> = Vec::new();
    let mut i = 0usize;
    let mut changed = false;
    while let Some(element) = elements.get(i) {
        let rest = elements.get(i..).unwrap_or_default();
        let named = out.iter().any(|e| !matches!(e.what, What::Separator(_)));
        let Some(length) = opening(context, rest).filter(|_| named).and_then(|opened| source(context, rest, opened)) else {
            out.push(element.clone());
            i = i.saturating_add(1);
            continue;
        };
        let comma = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma && s.or.is_none());
        if out.last().is_some_and(comma) {
            out.pop();
        }
        let to = rest.get(..length).and_then(<[Element]>::last).map_or(element.to, |e| e.to);
        out.push(Element { what: What::Aside(Aside::Review), from: element.from, to });
        changed = true;
        i = i.saturating_add(length);
    }
    if changed { out } else { elements }
}

/// How many elements say that it is known from something: "as documented in", "according to".
fn opening(context: &Context<'_>, rest: &[Element]) -> Option<usize> {
    let word = |i: usize| rest.get(i).filter(|e| e.what == What::Token).and_then(|e| context.token(e.from)).map(|t| t.text.to_lowercase());
    let first = word(0)?;
    let mut each = first.split(' ');
    let starts = each.next().unwrap_or_default();
    let cited = first == "according to" || first == "as per" || first == "in accordance with";
    let participle = |w: &str| KNOWN.contains(&w);
    let whole = (participle(starts) || starts == "as" && each.next().is_some_and(participle))
        && first.split(' ').next_back().is_some_and(|w| BY.contains(&w));
    if cited || whole {
        return Some(1);
    }
    let by = |i: usize| word(i).is_some_and(|w| BY.contains(&w.as_str()));
    let known = |i: usize| word(i).is_some_and(|w| participle(&w));
    match first.as_str() {
        "as" if known(1) && by(2) => Some(3),
        _ if (participle(&first) || first.strip_prefix("as ").is_some_and(participle)) && by(1) => Some(2),
        "in" if word(1).is_some_and(|w| w == "accordance") && by(2) => Some(3),
        _ => None,
    }
}

/// How many elements a source has that is opened by so many.
fn source(context: &Context<'_>, rest: &[Element], opened: usize) -> Option<usize> {
    let ends = |e: &Element| match &e.what {
        What::Separator(s) => s.sign != Sign::None,
        What::Comparison(n) => n.compared,
        What::Token => matches!(
            context.kind(e.from),
            Some(
                Kind::With
                    | Kind::Relative
                    | Kind::Before
                    | Kind::Within
                    | Kind::Exception
                    | Kind::Condition
                    | Kind::Colon
                    | Kind::Negation
                    | Kind::Link(_)
            )
        ),
        What::Bracket(inner) => inner.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.compared)),
        What::Shared(_) => false,
        _ => true,
    };
    let tail = rest.get(opened..)?;
    let end = tail.iter().take(MAX).position(ends).unwrap_or(tail.len().min(MAX));
    let tail = tail.get(..end)?;
    let says = |e: &Element| {
        let words = context.words(e.from, e.to).to_lowercase();
        words.split([' ', '/']).any(|w| SOURCES.contains(&w) || w.split('-').any(|part| matches!(part, "scid" | "report" | "mini")))
    };
    let disease = |e: &Element| super::phrase::names_condition(context, e.from);
    // "… by interview or diabetes": behind the last part that says a source nothing belongs to it.
    let (mut length, mut sourced) = (0usize, 0usize);
    for part in tail.split_inclusive(|e| matches!(e.what, What::Separator(_))) {
        if part.iter().any(disease) {
            break;
        }
        length = length.saturating_add(part.len());
        if part.iter().any(says) {
            sourced = length.saturating_sub(usize::from(part.last().is_some_and(|e| matches!(e.what, What::Separator(_)))));
        }
    }
    (sourced > 0).then(|| opened.saturating_add(sourced))
}
