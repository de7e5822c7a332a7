//! Whose parent somebody is: "caregiver of a child at least 6 months old" is one name, and the age
//! in it is not the patient's.

use super::Context;
use crate::language::element::{Element, Shared, Sign, What};
use crate::language::words::Kind;

const PARENTS: &[&str] =
    &["caregiver", "caregivers", "carer", "carers", "father", "fathers", "guardian", "guardians", "mother", "mothers", "parent", "parents"];
const CHILDREN: &[&str] = &[
    "adolescent",
    "adolescents",
    "boy",
    "child",
    "children",
    "daughter",
    "girl",
    "infant",
    "infants",
    "newborn",
    "newborns",
    "son",
    "teenager",
    "toddler",
    "toddlers",
];
/// Words between them.
const BETWEEN: &[&str] = &["a", "an", "at", "least", "least one", "of", "of a", "of an", "one", "or", "the", "their", "to", "to a", "young"];

/// The elements, with each parent and what is said of the child as one of them.
pub(super) fn folded(context: &Context<'_>, elements: Vec<Element>) -> Vec<Element> {
    let mut out: Vec<Element> = Vec::with_capacity(elements.len());
    let mut i = 0usize;
    while let Some(element) = elements.get(i) {
        let last = clause(context, &elements, i).filter(|_| !out.last().is_some_and(|e| context.kind(e.from) == Some(&Kind::For)));
        match last {
            Some(last) => {
                // "a parent or caregiver of a child"
                let who = out.iter().rev().take(3).take_while(|e| says_who(context, e)).count();
                let from = out.len().checked_sub(who).and_then(|n| out.get(n)).map_or(element.from, |e| e.from);
                out.truncate(out.len().saturating_sub(who));
                let to = elements.get(last).map_or(element.to, |e| e.to);
                out.push(Element { what: What::Shared(Shared { or: true, names: vec![(context.words(from, to), None)] }), from, to });
                i = last.saturating_add(1);
            }
            None => {
                out.push(element.clone());
                i = i.saturating_add(1);
            }
        }
    }
    out
}

/// The last element of "parent of a child …", where an age is said of the child.
fn clause(context: &Context<'_>, elements: &[Element], i: usize) -> Option<usize> {
    let element = elements.get(i).filter(|e| e.what == What::Token)?;
    let ends = |words: &str, of: &[&str]| words.split(' ').next_back().is_some_and(|w| of.contains(&w));
    ends(context.lower(element.from, element.to).as_str(), PARENTS).then_some(())?;
    let rest = elements.get(i.saturating_add(1)..)?;
    let child = rest.iter().take(5).position(|e| e.what == What::Token && ends(context.lower(e.from, e.to).as_str(), CHILDREN))?;
    let led = rest.get(..child)?.iter().all(|e| e.what == What::Token && BETWEEN.contains(&context.lower(e.from, e.to).as_str()));
    let first = context.lower(rest.first()?.from, rest.first()?.to);
    let of = matches!(first.split(' ').next(), Some("of" | "to"));
    (led && of).then_some(())?;
    let mut aged = false;
    let mut last = i.saturating_add(child).saturating_add(1);
    for (at, element) in elements.iter().enumerate().skip(last.saturating_add(1)) {
        let compares = |e: Option<&Element>| e.is_some_and(|e| matches!(&e.what, What::Comparison(n) if n.compared));
        match &element.what {
            What::Comparison(n) if n.compared => aged = true,
            What::Separator(s) if s.sign == Sign::None && compares(elements.get(at.saturating_add(1))) => {}
            What::Separator(_) | What::Group(_) | What::Counted(..) => break,
            What::Token if matches!(context.kind(element.from), Some(Kind::Exception | Kind::Colon | Kind::Item(_) | Kind::Enumerator)) => break,
            _ => {}
        }
        last = at;
    }
    aged.then_some(last)
}

/// Whether an element names another who may be meant.
fn says_who(context: &Context<'_>, element: &Element) -> bool {
    let words = context.lower(element.from, element.to);
    match &element.what {
        What::Separator(s) => s.sign == Sign::None && s.or == Some(true),
        What::Token => words.split(' ').all(|w| PARENTS.contains(&w) || matches!(w, "legal" | "primary")),
        _ => false,
    }
}
