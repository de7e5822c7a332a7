//! Doses of a drug that stands before the bracket in which they are compared.

use super::Context;
use super::leaf::{content, name};
use crate::language::element::{Element, What};
use crate::language::words::Kind;
use crate::vocabulary::FindingKind;

/// "busulfan (total dose > 7.2 mg/kg)": the dose is one of the drug before the bracket.
pub(super) fn dose_of(context: &Context<'_>, drug: Option<(usize, usize)>, from: usize, to: usize) -> Option<String> {
    const WHICH: &[&str] = &["accumulated", "cumulative", "daily", "dosage", "dose", "doses", "maximum", "single", "total", "weekly"];
    let (first, last) = drug?;
    let is_drug = (first..last).rev().find_map(|i| match context.kind(i) {
        Some(Kind::Finding(id)) => context.vocabulary.finding(*id).map(|f| f.kind == FindingKind::Drug),
        _ => None,
    });
    let words = context.lower(from, to);
    let dose = words.split(' ').all(|w| WHICH.contains(&w)) && words.contains("dos");
    (is_drug == Some(true) && dose).then(|| format!("{} {}", name(context, first, last), words.as_str()))
}

/// Whether a bracket compares a dose of the drug before it.
pub(super) fn is_compared(context: &Context<'_>, drug: Option<(usize, usize)>, inner: &[Element]) -> bool {
    let end = inner.iter().position(|e| e.what != What::Token).unwrap_or(inner.len());
    let (from, to) = context.span_of(inner.get(..end).unwrap_or_default());
    content(context, from, to).is_some_and(|(from, to)| dose_of(context, drug, from, to).is_some())
}
