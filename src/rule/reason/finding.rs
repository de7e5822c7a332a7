//! How two questions about findings stand to each other.

use super::axis::{lasts_longer, look_back_within};
use crate::quantity::Op;
use crate::rule::{Certainty, CheckedFinding, Severity, SeverityRange};
use crate::vocabulary::Vocabulary;

/// Whether, where the first is true, the second cannot be false: it asks for the same or for
/// something wider, no more certain, no more severe, no nearer in time.
pub fn implies(first: &CheckedFinding, second: &CheckedFinding, vocabulary: &Vocabulary) -> bool {
    first.kind == second.kind
        && certain(first.certainty, second.certainty)
        && severe(first.severity, second.severity)
        && in_time(first, second)
        && is_a(first, second, vocabulary)
}

/// By the vocabulary's own rows: what is only like another by its words may be a fragment.
fn is_a(first: &CheckedFinding, second: &CheckedFinding, vocabulary: &Vocabulary) -> bool {
    match (first.of.finding(), second.of.finding()) {
        (Some(a), Some(b)) => vocabulary.is_a(a, b),
        _ => vocabulary.same(&first.of, &second.of),
    }
}

/// Names that say so little by themselves that two questions of the same name may well be about
/// different things: the words around them decide.
const VAGUE: &[&str] = &[
    "comorbidity",
    "concomitant medication",
    "condition",
    "disease",
    "drug",
    "histology",
    "intervention",
    "laboratory abnormality",
    "medication",
    "procedure",
    "surgery",
    "symptom",
    "therapy",
    "treatment",
];

/// Whether a finding is known well enough to be compared wherever it stands.
pub fn is_definite(finding: &CheckedFinding) -> bool {
    let definite = |f: &CheckedFinding| (f.of.finding().is_some() || f.of.measure().is_some()) && !VAGUE.contains(&f.name.as_str());
    definite(finding) && finding.before.as_deref().is_none_or(definite) && finding.after.as_deref().is_none_or(definite)
}

/// Whether both cannot be true: nobody is of both sexes.
pub fn excludes(first: &CheckedFinding, second: &CheckedFinding) -> bool {
    matches!((first.name.as_str(), second.name.as_str()), ("male", "female") | ("female", "male")) && plain(first) && plain(second)
}

fn plain(f: &CheckedFinding) -> bool {
    !f.ever && f.within.is_none() && f.lasts.is_none() && f.before.is_none() && f.after.is_none() && f.severity.is_none()
}

fn certain(first: Option<Certainty>, second: Option<Certainty>) -> bool {
    second == Some(Certainty::Suspected) || first != Some(Certainty::Suspected)
}

fn severe(first: Option<SeverityRange>, second: Option<SeverityRange>) -> bool {
    const ALL: [Severity; 5] = [Severity::Trivial, Severity::Mild, Severity::Moderate, Severity::Severe, Severity::Critical];
    match (first, second) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(a), Some(b)) => ALL.iter().all(|s| !a.holds(*s) || b.holds(*s)),
    }
}

fn in_time(first: &CheckedFinding, second: &CheckedFinding) -> bool {
    if first.before != second.before || first.after != second.after || first.ahead != second.ahead {
        return false;
    }
    let relative = first.before.is_some() || first.after.is_some();
    if first.ahead || relative || first.lasts.is_some() && first.looks_back() || second.lasts.is_some() && second.looks_back() {
        return first.within == second.within && first.lasts == second.lasts && first.ever == second.ever;
    }
    // What is there at the moment has begun; so has what was there in a look-back.
    let within = match (first.within, second.within) {
        (None, None) => true,
        (Some(a), None) => second.ever || second.stays_done() || a.op.is_some_and(|o| o == Op::Equal) && first == second,
        (a, b) => a.is_some() && look_back_within(a, b),
    };
    let ever = first.within.is_some() || second.within.is_some() || !first.ever || second.ever || second.stays_done();
    let lasts = match (first.lasts, second.lasts) {
        (_, None) => true,
        (a, b) => lasts_longer(a, b),
    };
    within && ever && lasts
}
