//! Those who work on the study and their relatives: "employee or direct relative of an employee of
//! the sponsor, the site or the CRO". Where they work is part of the name.

use super::Context;
use crate::language::element::{Element, Shared, Sign, What};
use crate::language::words::Kind;

/// Those who work there.
const STAFF: &[&str] = &["employee", "employees", "staff", "personnel"];

/// Where they work.
const PLACES: &[&str] = &[
    "affiliates",
    "center",
    "centre",
    "clinic",
    "clinical",
    "contract",
    "cro",
    "hospital",
    "institution",
    "investigational",
    "investigative",
    "investigator",
    "investigators",
    "organisation",
    "organization",
    "research",
    "site",
    "sites",
    "sponsor",
    "sponsors",
    "study",
    "team",
    "trial",
    "involved",
];

/// The elements; each of those who work for the study is one of them.
pub(super) fn joined(context: &Context<'_>, elements: Vec<Element>) -> Vec<Element> {
    if !elements.iter().any(|e| works(context, e)) {
        return elements;
    }
    let mut out: Vec<Element> = Vec::with_capacity(elements.len());
    let mut i = 0usize;
    while let Some(element) = elements.get(i) {
        let or = elements.get(i.saturating_add(1)).is_some_and(|e| matches!(&e.what, What::Separator(s) if s.or == Some(true)));
        let behind = elements.get(i.saturating_add(2)).filter(|e| or && works(context, e) && matches!(e.what, What::Shared(_)));
        let found = match behind {
            Some(relative) if element.what == What::Token && works(context, element) => {
                place(context, relative).map(|own| (Some(own), relative, i.saturating_add(3)))
            }
            _ if works(context, element) => place(context, element).map(|_| (None, element, i.saturating_add(1))),
            _ => None,
        };
        let Some((own, named, next)) = found else {
            out.push(element.clone());
            i = i.saturating_add(1);
            continue;
        };
        let last = workplaces(context, &elements, next);
        let to = last.checked_sub(1).and_then(|l| elements.get(l)).map_or(named.to, |e| e.to);
        let whole = context.words(named.from, to);
        let mut names = vec![(whole, None)];
        if let Some(own) = own {
            let more = if to > named.to { context.words(named.to, to) } else { String::new() };
            let comma = if more.starts_with(',') { "" } else { " " };
            names.insert(0, (format!("{} of {own}{comma}{more}", context.words(element.from, element.to)).trim().to_owned(), None));
        }
        out.push(Element { what: What::Shared(Shared { or: true, names }), from: element.from, to });
        i = last;
    }
    out
}

/// Whether an element names those who work somewhere.
fn works(context: &Context<'_>, element: &Element) -> bool {
    let named = matches!(element.what, What::Token | What::Shared(_));
    named && context.words(element.from, element.to).to_lowercase().split(' ').any(|w| STAFF.contains(&w))
}

/// Where those of a relative work ("an employee of the CRO").
fn place(context: &Context<'_>, element: &Element) -> Option<String> {
    if !matches!(element.what, What::Shared(_)) {
        return None;
    }
    let words = context.words(element.from, element.to);
    let at =
        STAFF.iter().filter_map(|s| words.to_lowercase().rfind(&format!("{s} of ")).map(|at| at.saturating_add(s.len()).saturating_add(4))).max()?;
    words.get(at..).filter(|p| study(p)).map(str::to_owned)
}

fn study(words: &str) -> bool {
    words.to_lowercase().split(' ').any(|w| PLACES.contains(&w))
}

/// The element behind the last that names another workplace.
fn workplaces(context: &Context<'_>, elements: &[Element], from: usize) -> usize {
    let mut last = from;
    for (i, element) in elements.iter().enumerate().skip(from) {
        let fits = match &element.what {
            What::Separator(s) => s.sign >= Sign::Comma,
            What::Token => {
                let words = context.words(element.from, element.to).to_lowercase();
                context.kind(element.from) == Some(&Kind::Filler) || words.split(' ').all(|w| PLACES.contains(&w))
            }
            _ => false,
        };
        if !fits {
            break;
        }
        if element.what == What::Token && context.kind(element.from) != Some(&Kind::Filler) {
            last = i.saturating_add(1);
        }
    }
    last
}
