//! Clauses inside of a list: who did it, what it disturbs, what it responds to; their own "and" and
//! "or" part nothing of the list.

use super::Context;
use super::governing::RESPONSES;
use super::tail::{Tail, tail, unmet};
use crate::language::element::{Element, Sign, What};
use crate::language::words::Kind;
use crate::vocabulary::FindingKind;

/// "consent provided by the patient or a relative": who did it, up to the next comma, is not
/// another part of the list.
pub(super) fn without_agents(context: &Context<'_>, elements: &[Element]) -> Vec<Element> {
    let mut inside = false;
    let (mut clause, mut named, mut clause_from, mut who, mut of_disease, mut acts) = (false, false, 0usize, false, false, false);
    let mut kept: Vec<Element> = Vec::new();
    for (i, element) in elements.iter().enumerate() {
        match &element.what {
            What::Token if context.kind(element.from) == Some(&Kind::Agent) => inside = !kept.is_empty(),
            What::Token if matches!(context.kind(element.from), Some(Kind::Judgement | Kind::Narrows | Kind::Relative)) => {
                // Who does what is often a demand of its own.
                let rest = elements.get(i.saturating_add(1)..).unwrap_or_default();
                who = context.token(element.from).is_some_and(|t| t.text.eq_ignore_ascii_case("who"))
                    && !matches!(tail(context, rest), Tail::Unknown(_));
                of_disease = kept.last().is_some_and(|e| super::tail::names_condition(context, e.to.saturating_sub(1)));
                (clause, clause_from) = (named, i);
                acts = clause && acts_on(context, elements.get(i..).unwrap_or_default());
            }
            What::Token if unmet(context, element, elements.get(i.saturating_add(1)..).unwrap_or_default()) => {
                clause = named && !kept.last().is_some_and(|e| matches!(e.what, What::Separator(_)));
            }
            // "asthma refractory to steroids, montelukast and theophylline"
            What::Separator(_) if clause && responds(context, elements, (clause_from, i)) => inside = true,
            What::Separator(s) if s.sign != Sign::None => (inside, clause) = (false, false),
            // "that impairs consent or completion of the study"
            What::Separator(_) if clause => {
                let rest = elements.get(i.saturating_add(1)..).unwrap_or_default();
                let again = rest.first().is_some_and(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::Relative));
                // "that contraindicates surgery or anesthesia"
                let sort = |e: &Element| sort_of(context, e.from, e.to).filter(|_| e.what == What::Token);
                let own = elements.get(clause_from..i).unwrap_or_default().iter().rev().find_map(sort).filter(|done| *done || of_disease);
                let alike = !who && own.is_some() && own == rest.iter().take_while(|e| !matches!(e.what, What::Separator(_))).find_map(sort);
                // "that interferes with mobility or weight loss": both are what it acts on.
                let acted_on = acts && !begins_anew(context, rest);
                inside = again || alike || acted_on || matches!(tail(context, rest), Tail::Unknown(_) | Tail::Studied);
                clause = inside;
            }
            _ => {}
        }
        named |= matches!(element.what, What::Shared(_))
            || matches!(&element.what, What::Comparison(n) if n.age)
            || element.what == What::Token && matches!(context.kind(element.from), Some(Kind::Finding(_) | Kind::Word));
        match kept.last_mut() {
            Some(last) if inside => last.to = element.to,
            _ => kept.push(element.clone()),
        }
    }
    kept
}

/// Whether a clause says what a disease does under a drug, and another drug follows.
fn responds(context: &Context<'_>, elements: &[Element], (from, separator): (usize, usize)) -> bool {
    let says = elements.get(from).is_some_and(|e| RESPONSES.contains(&context.lower(e.from, e.to).as_str()));
    let next = elements.get(separator.saturating_add(1)).filter(|e| e.what == What::Token);
    says && next.is_some_and(|e| matches!(sort_of(context, e.from, e.to), Some(true)))
}

/// Whether a clause says that something is disturbed by what stands before it.
fn acts_on(context: &Context<'_>, clause: &[Element]) -> bool {
    const ACTS: &[&str] = &[
        "affect",
        "alter",
        "compromis",
        "confound",
        "contraindicat",
        "hamper",
        "hinder",
        "imped",
        "interfer",
        "preclud",
        "prevent",
        "prohibit",
        "risk",
    ];
    clause.iter().take(8).take_while(|e| e.what == What::Token).any(|e| {
        let words = context.words(e.from, e.to).to_lowercase();
        words.split(' ').any(|w| ACTS.iter().any(|stem| w.starts_with(stem)))
    })
}

/// Whether words begin a part of their own: "or any other", "or history of".
fn begins_anew(context: &Context<'_>, rest: &[Element]) -> bool {
    rest.first().is_some_and(|e| match context.kind(e.from).filter(|_| e.what == What::Token) {
        Some(Kind::Filler) => !matches!(context.words(e.from, e.to).to_lowercase().as_str(), "the" | "of" | "in" | "on" | "their" | "its"),
        Some(kind) => !matches!(kind, Kind::Finding(_) | Kind::Measure(_) | Kind::Word),
        None => false,
    })
}

/// Whether a phrase names something done or given, or a state; `None` where it is not known.
pub(super) fn sort_of(context: &Context<'_>, from: usize, to: usize) -> Option<bool> {
    (from..to).rev().find_map(|i| match context.kind(i) {
        Some(Kind::Finding(id)) => context.vocabulary.finding(*id).map(|f| matches!(f.kind, FindingKind::Procedure | FindingKind::Drug)),
        _ => None,
    })
}
