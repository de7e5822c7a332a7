//! The results for machines.

use super::Results;
use crate::cli::terminal::Terminal;
use serde_json::{Value, json};
use std::io;
use trialsieve::source::line_column;
use trialsieve::testing::CriterionCoverage;

/// Writes everything as one object.
pub fn write(all: &[Results<'_>], terminal: &mut Terminal) -> io::Result<()> {
    let whole = json!({"format": 1, "trials": all.iter().map(trial).collect::<Vec<_>>()});
    let text = serde_json::to_string_pretty(&whole).map_err(io::Error::other)?;
    terminal.write(&text)?;
    terminal.write("\n")
}

fn trial(results: &Results<'_>) -> Value {
    let mut tests = Vec::new();
    for ((source, _), ran) in results.tested.suites.iter().zip(&results.files) {
        for test in ran {
            let differences: Vec<Value> = test
                .differences
                .iter()
                .map(|d| json!({"of": d.of, "expected": d.expected, "found": d.found, "because": d.because, "decided": d.decided}))
                .collect();
            let line = line_column(&source.text, test.case.span.start).line;
            tests.push(
                json!({"file": source.name, "line": line, "name": test.case.name, "passed": differences.is_empty(), "differences": differences}),
            );
        }
    }
    let mut out = json!({"trial": results.tested.trial.trial().trial, "file": results.tested.file.name, "tests": tests});
    if let (Some(coverage), Some(out)) = (&results.coverage, out.as_object_mut()) {
        out.insert("coverage".to_owned(), coverage.iter().map(covered).collect());
    }
    if let (Some(survey), Some(out)) = (&results.mutation, out.as_object_mut()) {
        let survived: Vec<Value> =
            survey.survived.iter().map(|s| json!({"criterion": s.criterion, "change": s.change, "same_where_known": s.same})).collect();
        out.insert("mutation".to_owned(), json!({"made": survey.total(), "noticed": survey.noticed, "survived": survived}));
    }
    out
}

fn covered(criterion: &CriterionCoverage) -> Value {
    let seen = |seen: [bool; 3], names: [&str; 3]| -> Vec<String> {
        seen.into_iter().zip(names).filter(|(seen, _)| *seen).map(|(_, name)| name.to_owned()).collect()
    };
    let truths = ["true", "false", "unknown"];
    let branches: Vec<Value> = criterion
        .branches
        .iter()
        .map(|b| json!({"asks": b.asks, "depth": b.depth, "seen": seen(b.seen, truths), "possible": seen(b.possible, truths)}))
        .collect();
    let outcomes = ["pass", "fail", "unknown"];
    json!({"id": criterion.id, "kind": criterion.kind.word(), "outcomes": seen(criterion.outcomes, outcomes), "possible": seen(criterion.possible(), outcomes), "branches": branches})
}
