//! What stands before a list without being part of it, and what closes one.

use super::agents::sort_of;
use super::{Context, Scope, people};
use crate::language::element::{Counts, Element, Sign, What};
use crate::language::words::Kind;
use crate::rule::{CriterionKind, Node, Rule};

/// "Adults over 18 years, with asthma or COPD": an age before the first comma is demanded beside
/// the alternatives, and is none of them.
pub(super) fn demanded_first<'e>(context: &Context<'_>, elements: &'e [Element], scope: &Scope) -> Option<(&'e [Element], &'e [Element])> {
    let named = scope.or.is_some() || scope.name.is_some() || scope.said.is_some() || scope.measure.is_some();
    if context.kind != CriterionKind::Inclusion || named {
        return None;
    }
    let first = elements.iter().position(|e| matches!(e.what, What::Separator(_)))?;
    let comma = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma && s.or.is_none());
    let (before, rest) = elements.split_at_checked(first).filter(|_| elements.get(first).is_some_and(comma))?;
    let rest = rest.get(1..)?;
    let colon = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Colon);
    let semicolon = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign < Sign::Comma);
    let or = |e: &Element| matches!(&e.what, What::Separator(s) if s.or == Some(true));
    // "adults over 18 years with asthma, bronchitis or emphysema": the list has begun.
    let leads = |e: &Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::With | Kind::Link(_)));
    let compares = |e: &Element| matches!(&e.what, What::Comparison(n) if n.compared);
    let begun = before.iter().position(leads).is_some_and(|at| !before.iter().skip(at).any(compares));
    let whole = !begun && is_age(context, before) && !before.iter().any(colon) && !is_age(context, rest);
    (whole && rest.iter().any(or) && !rest.iter().any(semicolon)).then_some((before, rest))
}

/// Whether an age is compared.
fn is_age(context: &Context<'_>, elements: &[Element]) -> bool {
    let named = elements.iter().any(|e| {
        e.what == What::Token
            && match context.kind(e.from) {
                Some(Kind::AgeWord) => true,
                Some(Kind::Measure(id)) => context.vocabulary.measure(*id).is_some_and(|m| m.name == "age"),
                _ => false,
            }
    });
    elements.iter().any(|e| match &e.what {
        What::Comparison(n) if n.compared => {
            let years = n.bounds.iter().all(|(_, c)| matches!(c, Counts::Time(_)));
            n.age || named || years && people::stand_before(context, e.from)
        }
        _ => false,
    })
}

/// "A, B within 2 weeks and after surgery, C or any other D": the "or" before "any other" closes
/// the whole list, whatever joins the words of its parts.
pub(super) fn closed(context: &Context<'_>, elements: &[Element]) -> Option<Vec<Element>> {
    let sign = |e: &Element| if let What::Separator(s) = &e.what { Some(*s) } else { None };
    let last = elements.iter().rposition(|e| sign(e).is_some())?;
    let bare = elements.get(last).and_then(sign).is_some_and(|s| s.sign == Sign::None && s.or == Some(true));
    let behind = elements.get(last.saturating_add(1)..).unwrap_or_default();
    let (from, to) = context.span_of(behind.get(..2).unwrap_or(behind));
    let other = ["any other ", "other ", "another "].iter().any(|other| format!("{} ", context.lower(from, to).as_str()).starts_with(other));
    let before = elements.get(..last)?;
    let comma = before.iter().filter_map(sign).any(|s| s.sign == Sign::Comma && s.or.is_none());
    let weaker = before.iter().filter_map(sign).any(|s| s.sign < Sign::Comma || s.sign == Sign::Comma && s.or.is_some());
    let and = before.iter().filter_map(sign).any(|s| s.sign == Sign::None && s.or == Some(false));
    if !(bare && other && comma && and) || weaker {
        return None;
    }
    let mut out = elements.to_vec();
    if let Some(Element { what: What::Separator(s), .. }) = out.get_mut(last) {
        s.sign = Sign::Comma;
    }
    Some(out)
}

/// How many elements an alternative has at most.
const MAX_ALTERNATIVE: usize = 6;

/// "a defect ≥ 2 cm and pain and/or swelling", among the inclusions: nobody is taken for the last
/// of some alternatives alone, which are things of one sort.
pub(super) fn and_first(context: &Context<'_>, elements: &[Element]) -> bool {
    let sign = |e: &Element| if let What::Separator(s) = &e.what { Some(s.or) } else { None };
    let Some(first) = elements.iter().position(|e| sign(e).is_some()) else { return false };
    let and = context.kind == CriterionKind::Inclusion && elements.get(first).and_then(sign) == Some(Some(false));
    let rest = elements.get(first.saturating_add(1)..).unwrap_or_default();
    if !and || !rest.iter().filter_map(sign).all(|or| or == Some(true)) {
        return false;
    }
    let mut sorts = rest.split(|e| sign(e).is_some()).map(|part| {
        let plain = |e: &Element| match &e.what {
            What::Token => matches!(
                context.kind(e.from),
                Some(Kind::Word | Kind::Finding(_) | Kind::Filler | Kind::Severity(_) | Kind::With | Kind::Assessed | Kind::Link(_))
            ),
            What::Bracket(_) => true,
            _ => false,
        };
        let (from, to) = context.span_of(part);
        let verb = |e: &Element| matches!(context.lower(e.from, e.to).as_str(), "has" | "have" | "had" | "is" | "are" | "was" | "were" | "who");
        (part.iter().all(plain) && part.len() <= MAX_ALTERNATIVE).then(|| (sort_of(context, from, to), part.first().is_some_and(verb)))
    });
    let Some(Some((one, _))) = sorts.next() else { return false };
    sorts.all(|sort| sort == Some((one, false)))
}

/// "boys aged 13 to 17 years who lost a parent or were displaced": among the inclusions the age beside
/// the first of some alternatives is demanded with each, where none of the others has its own.
pub(super) fn of_all(context: &Context<'_>, or: bool, rules: &[Rule], scope: &Scope) -> Option<Rule> {
    let (first, rest) = rules.split_first().filter(|(_, rest)| or && !rest.is_empty())?;
    let Node::All(parts) = &first.node else { return None };
    let aged = |rule: &Rule| {
        let mut found = false;
        rule.walk(&mut |r| found |= matches!(&r.node, Node::Measure(m) if m.of == "age"));
        found
    };
    let own = |rule: &&Rule| matches!(&rule.node, Node::Measure(m) if m.of == "age");
    let (ages, others): (Vec<&Rule>, Vec<&Rule>) = parts.iter().partition(own);
    let asked = context.kind == CriterionKind::Inclusion && scope.or.is_none() && scope.name.is_none();
    if !asked || ages.is_empty() || others.is_empty() || others.iter().any(|r| aged(r)) || rest.iter().any(aged) {
        return None;
    }
    let first = context.group(false, others.into_iter().cloned().collect());
    let any = context.group(true, first.into_iter().chain(rest.iter().cloned()).collect());
    context.group(false, ages.into_iter().cloned().chain(any).collect())
}
