//! For whom a limit counts: for which ages ("≥ 12 for those above 60 years"), in which part of the
//! study ("0 or 1 for dose expansion").

use super::aside::of_age;
use super::{Context, people};
use crate::language::element::{Aside, Counts, Element, Numbers, Separator, Sign, What};
use crate::language::words::Kind;
use crate::time::TimeUnit;

/// Words for a part of a study, or for a group of those in it.
const PARTS: &[&str] =
    &["arm", "arms", "cohort", "cohorts", "escalation", "expansion", "group", "groups", "part", "parts", "phase", "phases", "strata", "stratum"];

/// Most words that name such a part.
const MOST: usize = 6;

/// Whether an element can begin such words.
pub(super) fn may_begin(context: &Context<'_>, element: &Element) -> bool {
    match &element.what {
        What::Token => matches!(context.kind(element.from), Some(Kind::For | Kind::Males | Kind::Females)) || is_in(context, element),
        _ => false,
    }
}

/// What such words behind a limit say, and how many elements behind the first belong to them.
pub(super) fn guard(context: &Context<'_>, element: &Element, rest: &[Element]) -> Option<(usize, Aside)> {
    match &element.what {
        What::Span(bound) if of_people(context, element) && in_years(&Counts::Time(bound.length.unit)) => {
            let mut inner = vec![of_age(context, element, *bound)];
            let also = or_sex(context, rest);
            if let Some(sex) = also.checked_sub(1).and_then(|last| rest.get(last)) {
                // "for those above 50 years and all men": either.
                inner.push(Element { what: What::Separator(Separator { sign: Sign::None, or: Some(true) }), from: sex.from, to: sex.from });
                inner.push(sex.clone());
            }
            Some((also, Aside::Condition(inner)))
        }
        What::Token => sex_and_age(context, element, rest).or_else(|| part(context, element, rest)),
        _ => None,
    }
}

/// How many elements "and all men" are behind an age; none where more is said of them.
fn or_sex(context: &Context<'_>, rest: &[Element]) -> usize {
    let joins = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::None && s.or.is_some());
    let between = |e: &&Element| matches!(e.what, What::Group(_)) || e.what == What::Token && context.kind(e.from) == Some(&Kind::Filler);
    let Some((_, behind)) = rest.split_first().filter(|(first, _)| joins(first)) else { return 0 };
    let more = behind.iter().take_while(between).count();
    let sex = behind.get(more).is_some_and(|e| super::sexes::sex_named(context, e).is_some());
    let ends = behind.get(more.saturating_add(1)).is_none_or(|e| matches!(e.what, What::Separator(_)));
    if sex && ends { more.saturating_add(2) } else { 0 }
}

/// "for women up to the age of 50 years"
fn sex_and_age(context: &Context<'_>, element: &Element, rest: &[Element]) -> Option<(usize, Aside)> {
    let sex = matches!(context.kind(element.from), Some(Kind::Males | Kind::Females));
    let age = rest.first().filter(|e| sex && matches!(&e.what, What::Comparison(n) if is_age(n)))?;
    Some((1, Aside::Condition(vec![element.clone(), age.clone()])))
}

/// "for cohort B", "for dose escalation", "in the phase 2 part"
fn part(context: &Context<'_>, element: &Element, rest: &[Element]) -> Option<(usize, Aside)> {
    if context.kind(element.from) != Some(&Kind::For) && !is_in(context, element) {
        return None;
    }
    let plain = |e: &&Element| match &e.what {
        What::Token => matches!(context.kind(e.from), Some(Kind::Word | Kind::Filler | Kind::Finding(_) | Kind::Number(_) | Kind::Dash)),
        What::Comparison(n) => !n.compared,
        _ => false,
    };
    let length = rest.iter().take_while(plain).count();
    let ends = rest.get(length).is_none_or(|e| matches!(e.what, What::Separator(_)));
    let (from, to) = context.span_of(rest.get(..length)?);
    let words = context.lower(from, to);
    let named = words.split(|c: char| !c.is_alphanumeric()).any(|w| PARTS.contains(&w));
    // "in the control group": who is in none is not known yet.
    (ends && named && words.split(' ').count() <= MOST).then_some((length, Aside::Part))
}

/// "≤ 50 years and ≥ 4 for those above 50 years": the bare number is of what the first limit was
/// about, so that the two are none of one age.
pub(super) fn apart(context: &Context<'_>, elements: Vec<Element>) -> Vec<Element> {
    let mut out = Vec::with_capacity(elements.len());
    for (i, element) in elements.iter().enumerate() {
        let rest = elements.get(i.saturating_add(1)..).unwrap_or_default();
        let guarded =
            rest.first().is_some_and(|next| matches!(guard(context, next, rest.get(1..).unwrap_or_default()), Some((_, Aside::Condition(_)))));
        let and = (element.from..element.to).find(|i| context.kind(*i) == Some(&Kind::And));
        match (&element.what, and) {
            (What::Comparison(numbers), Some(and)) if guarded => match numbers.bounds.as_slice() {
                [(first, Counts::Time(unit)), (second, counts @ (Counts::Nothing | Counts::Unit(_)))] => {
                    let one = |bound, counts, age| What::Comparison(Numbers { bounds: vec![(bound, counts)], age, compared: true });
                    let behind = and.saturating_add(1);
                    let sign = What::Separator(Separator { sign: Sign::None, or: Some(false) });
                    out.push(Element { what: one(*first, Counts::Time(*unit), true), from: element.from, to: and });
                    out.push(Element { what: sign, from: and, to: behind });
                    out.push(Element { what: one(*second, counts.clone(), false), from: behind, to: element.to });
                }
                _ => out.push(element.clone()),
            },
            _ => out.push(element.clone()),
        }
    }
    out
}

/// "for those above", "for children under": whether the words for a length of time name people.
fn of_people(context: &Context<'_>, element: &Element) -> bool {
    const THOSE: &[&str] = &["those", "all", "elderly", "older", "younger", "newborns", "neonates", "toddlers", "patient", "subject"];
    (element.from..element.to).any(|i| {
        people::stand_before(context, i.saturating_add(1)) || context.token(i).is_some_and(|t| t.lower().split(' ').any(|w| THOSE.contains(&w)))
    })
}

fn is_age(numbers: &Numbers) -> bool {
    numbers.compared && (numbers.age || numbers.bounds.iter().all(|(_, counts)| in_years(counts)))
}

/// Whether a length of time is one that ages are told in.
fn in_years(counts: &Counts) -> bool {
    matches!(counts, Counts::Time(TimeUnit::Year | TimeUnit::Month))
}

fn is_in(context: &Context<'_>, element: &Element) -> bool {
    element.what == What::Token && context.kind(element.from) == Some(&Kind::Filler) && context.token(element.from).is_some_and(|t| t.lower() == "in")
}
