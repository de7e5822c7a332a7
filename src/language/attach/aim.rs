//! What something is done or given for, where it is no finding to be asked: a person judges it.

use super::Context;
use crate::language::element::{Element, What};
use crate::language::words::Kind;

/// Whether the words behind "for" say the purpose only.
pub(super) fn aimed(context: &Context<'_>, rest: &[Element]) -> bool {
    own_disease(context, rest) || is_purpose(context, rest)
}

/// "surgery for the current malignancy": what it is for is the disease of the study, which the
/// patients have.
pub(super) fn own_disease(context: &Context<'_>, rest: &[Element]) -> bool {
    const OWN: &[&str] = &["current", "index", "present", "same", "study", "this", "underlying"];
    const DISEASES: &[&str] = &[
        "cancer",
        "carcinoma",
        "condition",
        "diagnosis",
        "disease",
        "episode",
        "illness",
        "indication",
        "infection",
        "malignancy",
        "neoplasm",
        "tumor",
        "tumour",
    ];
    let (from, to) = context.span_of(rest.get(..rest.len().min(4)).unwrap_or_default());
    let words = context.words(from, to).to_lowercase();
    let mut words = words.split(' ').skip_while(|w| matches!(*w, "the" | "their" | "his" | "her" | "a")).map(|w| w.trim_end_matches([',', '.', ';']));
    words.next().is_some_and(|w| OWN.contains(&w)) && words.any(|w| DISEASES.contains(&w))
}

/// "sirolimus for GVHD prophylaxis": what it is given for.
fn is_purpose(context: &Context<'_>, rest: &[Element]) -> bool {
    const PURPOSES: &[&str] = &["prevention", "prophylaxis", "purpose", "purposes", "reason", "reasons"];
    let ends = |e: &Element| e.what != What::Token || !matches!(context.kind(e.from), Some(Kind::Word | Kind::Finding(_) | Kind::Filler));
    let last = rest.iter().take(6).take_while(|e| !ends(e)).last();
    last.is_some_and(|e| context.words(e.from, e.to).to_lowercase().split(' ').next_back().is_some_and(|w| PURPOSES.contains(&w)))
}
