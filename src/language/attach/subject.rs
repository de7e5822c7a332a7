//! Sentences that demand something of a part of the patients: "women of childbearing potential
//! must use contraception". Who is not of that part meets the demand.

use super::bracket::sex;
use super::condition::negated;
use super::sentence::whole;
use super::{Context, Scope};
use crate::language::grammar::{Element, What};
use crate::language::words::Kind;
use crate::rule::{CriterionKind, Node, Rule};

/// How many elements the subject of a sentence has at most.
const MAX_SUBJECT: usize = 24;

/// Words for patients of one sex.
const SEXES: &[&str] = &["women", "woman", "men", "man", "female", "females", "male", "males"];

/// The rule of a sentence whose subject is a part of the patients and that says what they must do.
pub(super) fn demand(context: &Context<'_>, sentence: &[Element]) -> Option<Rule> {
    let bullet = |e: &&Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Dash | Kind::Enumerator | Kind::Item(_)));
    let sentence = sentence.get(sentence.iter().take_while(bullet).count()..)?;
    let modal = sentence.iter().take(MAX_SUBJECT).enumerate().position(|(i, e)| {
        says(context, e, &["must", "should", "shall", "agree to", "agrees to"])
            // "will use contraception" demands; "will be enrolled" does not.
            || says(context, e, &["will"]) && sentence.get(i.saturating_add(1)).is_some_and(|next| says(context, next, &["use", "agree", "practice", "abstain"]))
    })?;
    let (subject, asked) = (sentence.get(..modal)?, sentence.get(modal..)?);
    // "women of childbearing potential and men": each is a part of the patients.
    let parts: Vec<&[Element]> = subject.split(|e| matches!(e.what, What::Separator(_))).filter(|p| !p.is_empty()).collect();
    // "… and their partners" are no patients: what they do, the patient answers for.
    let partner = |e: &Element| e.what == What::Token && context.lower(e.from, e.to).trim_end_matches('s').ends_with("partner");
    let (partners, patients): (Vec<&[Element]>, Vec<&[Element]>) = parts.iter().copied().partition(|part| part.iter().any(partner));
    let parts = if patients.len() > 1 { patients } else { parts };
    let several = parts.len() > 1 && parts.iter().all(|part| is_part(context, part));
    if !(several || is_part(context, subject))
        || subject.last().is_some_and(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::Relative))
    {
        return None;
    }
    let one = |part: &[Element]| whole(context, part, &Scope { or: Some(true), ..Scope::default() }).or_else(|| by_sex(context, part));
    let who = if several {
        let all: Option<Vec<Rule>> = parts.iter().map(|part| one(part)).collect();
        for part in partners {
            let (from, to) = context.span_of(part);
            context.mark(from, to);
        }
        context.group(true, all?)?
    } else {
        one(subject)?
    };
    let asked = whole(context, asked, &Scope { or: Some(false), ..Scope::default() })?;
    let at = who.at;
    match context.kind {
        CriterionKind::Inclusion => {
            let (from, to) = context.span_of(subject);
            let not = context.rule(Node::Not(Box::new(who)), from, to);
            context.group(true, vec![Rule { at: at.or(not.at), ..not }, asked])
        }
        // Among the exclusions: who is of that part and does not do it.
        CriterionKind::Exclusion => context.group(false, vec![who, negated(asked)]),
    }
}

fn says(context: &Context<'_>, element: &Element, words: &[&str]) -> bool {
    element.what == What::Token && context.token(element.from).is_some_and(|t| words.contains(&t.lower().as_str()))
}

/// Whether the subject is some of the patients: those of a sex, or "patients with …".
fn is_part(context: &Context<'_>, subject: &[Element]) -> bool {
    const PEOPLE: &[&str] =
        &["patients", "subjects", "participants", "individuals", "persons", "people", "those", "volunteers", "children", "adults"];
    let (Some(first), Some(last)) = (subject.first(), subject.last()) else { return false };
    let separated = subject.iter().any(|e| matches!(e.what, What::Separator(s) if s.or.is_none()));
    let sexed = (first.from..last.to).any(|i| {
        matches!(context.kind(i), Some(Kind::Males | Kind::Females))
            || context.token(i).is_some_and(|t| t.lower().split(' ').any(|w| SEXES.contains(&w)))
    });
    let both = context.token(first.from).is_some_and(|t| t.text.contains(" and ") || t.text.contains(" or "));
    let people = says(context, first, PEOPLE);
    let narrowed = subject.get(1).is_some_and(|e| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::With | Kind::Relative)));
    !separated && ((sexed && !both) || (people && narrowed))
}

/// "Male patients": the sex alone.
fn by_sex(context: &Context<'_>, subject: &[Element]) -> Option<Rule> {
    subject.iter().find_map(|e| match context.kind(e.from) {
        Some(Kind::Males) => Some(sex(context, "male", e)),
        Some(Kind::Females) => Some(sex(context, "female", e)),
        _ => None,
    })
}
