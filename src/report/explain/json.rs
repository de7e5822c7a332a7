//! The explanation for machines.

use super::{Explanation, for_review, passed_over, word};
use crate::diagnostic::Diagnostic;
use crate::language::{Reading, Understanding};
use crate::rule::{CriterionKind, Rule, TrialCoverage, outline, print};
use serde::Serialize;

/// The explanation as one JSON document.
pub fn json(explanation: &Explanation<'_>) -> String {
    let trial = explanation.trial;
    let document = Document {
        format: 1,
        engine: concat!("trialsieve ", env!("CARGO_PKG_VERSION")),
        trial: &trial.trial,
        title: &trial.title,
        status: &trial.status,
        coverage: explanation.reading.coverage(),
        notes: messages(&explanation.reading.notes),
        criteria: explanation.criteria().map(|(kind, reading)| criterion(kind, reading, explanation)).collect(),
    };
    // Every value has a JSON form.
    serde_json::to_string_pretty(&document).map(|text| text + "\n").unwrap_or_default()
}

fn criterion<'t>(kind: CriterionKind, reading: &'t Reading, explanation: &Explanation<'_>) -> Criterion<'t> {
    let Reading { criterion, .. } = reading;
    let line = |l: crate::rule::Line<'_>| Line { depth: l.depth, number: l.number, text: l.text, at: l.at.map(|a| [a.start, a.end]) };
    Criterion {
        id: &criterion.id,
        kind: kind.word(),
        text: &criterion.text,
        understood: print(&criterion.rule, explanation.vocabulary),
        as_read: reading.as_read,
        computable: word(reading.computable),
        reviewed: criterion.reviewed.as_deref(),
        coverage: reading.coverage,
        stretches: reading.stretches.iter().map(|s| Stretch { at: [s.at.start, s.at.end], is: is(s.how) }).collect(),
        outline: outline(&criterion.rule, explanation.vocabulary).into_iter().map(line).collect(),
        passed_over: passed_over(reading),
        for_review: for_review(reading),
        notes: messages(&reading.notes),
        rule: &criterion.rule,
    }
}

fn is(how: Understanding) -> &'static str {
    match how {
        Understanding::Understood => "understood",
        Understanding::Filler => "filler",
        Understanding::Review => "review",
    }
}

fn messages(notes: &[Diagnostic]) -> Vec<&str> {
    notes.iter().map(|n| n.message.as_str()).collect()
}

#[derive(Serialize)]
struct Document<'t> {
    format: u32,
    engine: &'static str,
    trial: &'t str,
    title: &'t str,
    status: &'t str,
    coverage: TrialCoverage,
    notes: Vec<&'t str>,
    criteria: Vec<Criterion<'t>>,
}

#[derive(Serialize)]
struct Criterion<'t> {
    id: &'t str,
    kind: &'static str,
    text: &'t str,
    /// The rule as canonical criteria text.
    understood: String,
    /// Whether the program reads this rule in the text, or a person wrote it.
    as_read: bool,
    computable: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed: Option<&'t str>,
    coverage: crate::rule::Coverage,
    stretches: Vec<Stretch>,
    outline: Vec<Line>,
    passed_over: Vec<String>,
    for_review: Vec<String>,
    notes: Vec<&'t str>,
    rule: &'t Rule,
}

#[derive(Serialize)]
struct Stretch {
    at: [usize; 2],
    is: &'static str,
}

#[derive(Serialize)]
struct Line {
    depth: usize,
    number: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<[usize; 2]>,
}
