//! Clauses that stand aside from the list around them: for whom a limit counts, what is asked
//! either way. Their own commas and connectives are no part of that list.

use super::{Context, guards};
use crate::language::element::{Aside, Counts, Element, Numbers, Sign, What};
use crate::language::words::Kind;
use crate::quantity::{Bound, Op};
use crate::time::DurationBound;

/// Puts each clause into one element.
pub(super) fn fold(context: &Context<'_>, elements: Vec<Element>) -> Vec<Element> {
    let begins = |e: &Element| {
        matches!(e.what, What::Span(_))
            || guards::may_begin(context, e)
            || is_condition(context, e)
            || is_opinion(context, e)
            || e.what == What::Token && context.kind(e.from) == Some(&Kind::Regardless)
    };
    let names = elements.iter().any(|e| e.what == What::Token && !is_opinion(context, e) && matches!(context.kind(e.from), Some(Kind::Finding(_))));
    if !elements.iter().any(begins) {
        return elements;
    }
    let elements = guards::apart(context, elements);
    let ahead = numbers_ahead(&elements);
    let mut out: Vec<Element> = Vec::new();
    let (mut numbers, mut head) = (false, true);
    let mut i = 0usize;
    while let Some(element) = elements.get(i) {
        let kind = context.kind(element.from).filter(|_| element.what == What::Token);
        let rest = elements.get(i.saturating_add(1)..).unwrap_or_default();
        let aside = match (&element.what, kind) {
            // "arrhythmia in the opinion of the investigator"
            (_, Some(_)) if names && is_opinion(context, element) && !behind_relative(context, &out) => Some((0, Aside::Review)),
            (_, Some(Kind::Regardless)) => Some((either_way(rest), Aside::Nothing)),
            (_, Some(_)) if is_condition(context, element) && (numbers || (head && ahead.get(i).copied().unwrap_or(false))) => {
                let length = clause(context, rest, numbers);
                let inner = rest.get(..length).unwrap_or_default().to_vec();
                Some((length, Aside::Condition(inner))).filter(|(length, _)| *length > 0)
            }
            (What::Span(bound), _) if numbers && rest.first().is_some_and(|e| context.kind(e.from) == Some(&Kind::AgeWord)) => {
                // "≤ 0.8 mg/dL for patients < 5 years of age"
                Some((1, Aside::Condition(vec![of_age(context, element, *bound)])))
            }
            _ if numbers => guards::guard(context, element, rest),
            _ => None,
        };
        match (&element.what, kind) {
            (What::Separator(s), _) if s.sign != Sign::None => (numbers, head) = (false, true),
            (What::Comparison(n), _) if n.compared => numbers = true,
            (_, Some(Kind::Filler | Kind::Enumerator)) => {}
            _ => head = false,
        }
        match aside {
            Some((length, aside)) => {
                let to = rest.get(..length).and_then(<[Element]>::last).map_or(element.to, |e| e.to);
                out.push(Element { what: What::Aside(aside), from: element.from, to });
                i = i.saturating_add(length);
                // "In patients with liver metastases, AST ≤ 5 × ULN": the comma ends the clause only.
                let comma = elements
                    .get(i.saturating_add(1))
                    .is_some_and(|e| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma && s.or.is_none()));
                if comma && !numbers {
                    i = i.saturating_add(1);
                }
            }
            None => out.push(element.clone()),
        }
        i = i.saturating_add(1);
    }
    out
}

/// "for patients < 5 years", where an age is meant and no length of time.
pub(super) fn of_age(context: &Context<'_>, element: &Element, bound: DurationBound) -> Element {
    let counts = Counts::Time(bound.length.unit);
    let limit = |op: Op, value| (Bound { op, value }, counts.clone());
    let numbers: Vec<_> =
        (element.from..element.to).filter_map(|i| if let Some(Kind::Number(n)) = context.kind(i) { Some(*n) } else { None }).collect();
    let bounds = match numbers.as_slice() {
        [low, high] => vec![limit(Op::AtLeast, *low), limit(Op::AtMost, *high)],
        _ => vec![limit(bound.op.unwrap_or(Op::AtLeast), bound.length.amount)],
    };
    Element { what: What::Comparison(Numbers { bounds, age: true, compared: true }), ..element.clone() }
}

/// "in case of", "in patients with": whether a clause begins that says for whom.
pub(super) fn is_condition(context: &Context<'_>, element: &Element) -> bool {
    let people = |text: &str| {
        let text = text.to_lowercase();
        let mut words = text.split(' ');
        words.next() == Some("in") && text.ends_with(" with") || text.starts_with("in the setting") || text.starts_with("in the context")
    };
    element.what == What::Token
        && match context.kind(element.from) {
            Some(Kind::Condition) => true,
            Some(Kind::Link(_)) => context.token(element.from).is_some_and(|t| people(&t.text)),
            _ => false,
        }
}

/// "in the opinion of the investigator", where the vocabulary knows it as something to be answered.
fn is_opinion(context: &Context<'_>, element: &Element) -> bool {
    let Some(Kind::Finding(id)) = context.kind(element.from).filter(|_| element.what == What::Token) else { return false };
    context.vocabulary.finding(*id).is_some_and(|f| f.name == "investigator judgement")
}

/// "which, in the investigator's opinion, …": the opinion is part of the clause.
fn behind_relative(context: &Context<'_>, before: &[Element]) -> bool {
    before.last().is_some_and(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::Relative))
}

/// For each element, whether numbers are compared behind it before the next semicolon.
fn numbers_ahead(elements: &[Element]) -> Vec<bool> {
    let mut seen = false;
    let mut out: Vec<bool> = Vec::with_capacity(elements.len());
    for element in elements.iter().rev() {
        match &element.what {
            What::Comparison(n) if n.compared => seen = true,
            What::Separator(s) if s.sign < Sign::Comma => seen = false,
            _ => {}
        }
        out.push(seen);
    }
    out.reverse();
    out
}

/// How many elements belong to a clause that says for whom the numbers count.
pub(super) fn clause(context: &Context<'_>, rest: &[Element], behind_numbers: bool) -> usize {
    let opens = |e: &Element| match &e.what {
        What::Comparison(n) => n.compared,
        What::Token => match context.kind(e.from) {
            Some(Kind::Measure(_)) => !behind_numbers,
            Some(Kind::Males | Kind::Females) => true,
            _ => is_condition(context, e),
        },
        _ => false,
    };
    let mut end = 0usize;
    let mut measured = false;
    // "for patients who are > 16 years old": the condition is an age.
    if let [Element { what: What::Comparison(n), .. }, ..] = rest
        && n.compared
        && n.age
    {
        return 1;
    }
    for (i, element) in rest.iter().enumerate() {
        // "if waist circumference is < 96 cm": the condition has numbers of its own.
        let measure = element.what == What::Token && matches!(context.kind(element.from), Some(Kind::Measure(_)));
        if measured && matches!(&element.what, What::Comparison(n) if n.compared) {
            return i.saturating_add(1);
        }
        measured |= measure && behind_numbers;
        let closes = match &element.what {
            What::Separator(s) if s.sign == Sign::None => {
                let next = rest.get(i.saturating_add(1)..).unwrap_or_default();
                let next = next.iter().find(|e| !(e.what == What::Token && context.kind(e.from) == Some(&Kind::Filler)));
                next.is_none_or(|e| opens(e) || e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Measure(_))))
            }
            What::Separator(_) => true,
            What::Token if context.kind(element.from) == Some(&Kind::Colon) => true,
            _ => opens(element),
        };
        if closes {
            return end;
        }
        end = i.saturating_add(1);
    }
    end
}

/// How many elements belong to what is asked either way ("with or without diabetes").
fn either_way(rest: &[Element]) -> usize {
    let ends = |e: &Element| match &e.what {
        What::Separator(s) => s.sign != Sign::None,
        What::Token | What::Bracket(_) => false,
        _ => true,
    };
    rest.iter().position(ends).unwrap_or(rest.len())
}
