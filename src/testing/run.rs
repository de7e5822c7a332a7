//! Running tests.

use super::read::{Case, Suite};
use crate::Truth;
use crate::rule::CheckedTrial;
use crate::screening::{Evaluation, Outcome, Screening, screen};

/// A test that ran.
#[derive(Debug, Clone)]
pub struct Ran<'s> {
    /// The test.
    pub case: &'s Case,
    /// What came out.
    pub screening: Screening,
    /// Where that is not what was expected.
    pub differences: Vec<Difference>,
}

/// Something that came out otherwise than expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// A criterion, or `verdict`.
    pub of: String,
    /// What was expected.
    pub expected: &'static str,
    /// What came out.
    pub found: &'static str,
    /// Why.
    pub because: String,
    /// The step of the rule that decided it.
    pub decided: Option<String>,
}

/// Runs every test.
pub fn run<'s>(suite: &'s Suite, trial: &CheckedTrial) -> Vec<Ran<'s>> {
    suite.cases.iter().map(|case| one(case, trial)).collect()
}

/// Whether every test passes: the first that does not is enough to know.
pub fn passes(suite: &Suite, trial: &CheckedTrial) -> bool {
    suite.cases.iter().all(|case| one(case, trial).differences.is_empty())
}

fn one<'s>(case: &'s Case, trial: &CheckedTrial) -> Ran<'s> {
    let screening = screen(trial, &case.profile, case.moment);
    let mut differences = Vec::new();
    for (id, expected) in &case.expect {
        let Some(found) = screening.criteria.iter().find(|c| c.id == *id) else { continue };
        if found.outcome != *expected {
            let (expected, of) = (expected.word(), id.clone());
            let decided = Some(deciding(&found.evaluation));
            differences.push(Difference { of, expected, found: found.outcome.word(), because: found.because.clone(), decided });
        }
    }
    if let Some(expected) = case.verdict.filter(|v| *v != screening.verdict) {
        let of = |outcome: Outcome| screening.criteria.iter().filter(|c| c.outcome == outcome).map(|c| c.id.as_str()).collect::<Vec<_>>().join(", ");
        let named: Vec<String> = [Outcome::Fail, Outcome::Unknown]
            .into_iter()
            .map(|o| (o, of(o)))
            .filter(|(_, ids)| !ids.is_empty())
            .map(|(o, ids)| format!("{}: {ids}", o.word()))
            .collect();
        let because = if named.is_empty() { "all criteria pass".to_owned() } else { named.join("; ") };
        differences.push(Difference { of: "verdict".to_owned(), expected: expected.word(), found: screening.verdict.word(), because, decided: None });
    }
    Ran { case, screening, differences }
}

/// The innermost step that made the rule what it is.
fn deciding(evaluation: &Evaluation) -> String {
    let mut step = evaluation;
    loop {
        let wanted = if step.node == "not" { step.truth.not() } else { step.truth };
        match step.parts.iter().find(|p| p.truth == wanted) {
            Some(part) => step = part,
            None => break,
        }
    }
    let truth = match step.truth {
        Truth::True => "true",
        Truth::False => "false",
        Truth::Unknown => "unknown",
    };
    let asks = if step.asks.is_empty() { step.node } else { &step.asks };
    let reason = step.reason.map(|r| format!(" ({})", r.word())).unwrap_or_default();
    format!("{truth}  {asks}{reason}")
}
