//! What a study is about: "a trial of an approved or non-approved product", "a study evaluating
//! another device or medication". The connective parts no list of criteria.

use super::Context;
use crate::language::element::{Element, Sign, What};
use crate::language::words::Kind;

/// Words for a study.
const STUDIES: &[&str] = &["trial", "trials", "study", "studies", "investigational", "experimental", "research"];

/// What studies are of.
const PRODUCTS: &[&str] = &[
    "agent",
    "agents",
    "compound",
    "compounds",
    "device",
    "devices",
    "drug",
    "drugs",
    "intervention",
    "interventions",
    "medication",
    "medications",
    "medicine",
    "medicines",
    "procedure",
    "procedures",
    "product",
    "products",
    "therapy",
    "therapies",
    "treatment",
    "treatments",
    "vaccine",
    "vaccines",
];

/// How many elements a product has at most.
const MAX: usize = 6;

/// The elements; a connective between what one study is of is no separator.
pub(super) fn folded(context: &Context<'_>, elements: &[Element]) -> Vec<Element> {
    let mut out: Vec<Element> = Vec::with_capacity(elements.len());
    let mut study = false;
    for (i, element) in elements.iter().enumerate() {
        match &element.what {
            What::Separator(s) if s.sign == Sign::None && study && product(context, elements.get(i.saturating_add(1)..).unwrap_or_default()) => {
                out.push(Element { what: What::Token, ..*element });
                continue;
            }
            What::Separator(_) => study = false,
            _ => {
                let words = context.lower(element.from, element.to);
                study |= element.what == What::Token && words.split(' ').any(|w| STUDIES.contains(&w));
            }
        }
        out.push(element.clone());
    }
    out
}

/// Whether nothing but a product stands up to what ends it.
fn product(context: &Context<'_>, rest: &[Element]) -> bool {
    let ends = |e: &Element| {
        !matches!(e.what, What::Token) || !matches!(context.kind(e.from), Some(Kind::Word | Kind::Finding(_) | Kind::Filler | Kind::Dash))
    };
    let end = rest.iter().position(ends).unwrap_or(rest.len());
    let part = rest.get(..end).unwrap_or_default();
    // "or has taken any investigational drug" is a thing of its own.
    let own = part.iter().any(|e| {
        let word = context.lower(e.from, e.to);
        context.kind(e.from) == Some(&Kind::Filler) && !matches!(word.as_str(), "a" | "an" | "the" | "any" | "other" | "any other" | "of" | "another")
    });

    let separated = !own && rest.get(end).is_none_or(|e| !matches!(e.what, What::Bracket(_)));
    separated && (1..=MAX).contains(&part.len()) && part.last().is_some_and(|e| says(context, e, PRODUCTS))
}

/// Whether an element ends with one of these words.
fn says(context: &Context<'_>, element: &Element, words: &[&str]) -> bool {
    element.what == What::Token && context.lower(element.from, element.to).split(' ').next_back().is_some_and(|w| words.contains(&w))
}
