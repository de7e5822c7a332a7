//! `trialsieve test`.

mod find;
mod generate;
mod json;
mod mutation;
mod show;

use super::args::{ListFormat, TestArguments};
use super::exit::Exit;
use super::terminal::Terminal;
use find::Tested;
use std::io;
use trialsieve::testing::{self, CriterionCoverage, Ran};

/// One trial's tests, run.
struct Results<'t> {
    tested: &'t Tested,
    /// For each file, its tests.
    files: Vec<Vec<Ran<'t>>>,
    coverage: Option<Vec<CriterionCoverage>>,
    mutation: Option<mutation::Survey>,
}

/// Runs the tests of every trial.
pub fn run(arguments: &TestArguments, terminal: &mut Terminal) -> io::Result<Exit> {
    if arguments.generate {
        return generate::run(arguments, terminal);
    }
    let (trials, mut exit) = find::tests(&arguments.paths, arguments.verbose, terminal);
    let mut all = Vec::new();
    for tested in &trials {
        let files: Vec<Vec<Ran<'_>>> = tested.suites.iter().map(|(_, suite)| testing::run(suite, &tested.trial)).collect();
        let flat: Vec<Ran<'_>> = files.iter().flatten().cloned().collect();
        let passed = flat.iter().all(|ran| ran.differences.is_empty());
        // What a failing test notices says nothing.
        let mutation = (arguments.mutate && passed).then(|| mutation::survey(tested));
        let coverage = arguments.coverage.then(|| testing::coverage(&tested.trial, &flat));
        let survived = mutation.as_ref().is_some_and(|survey| !survey.survived.is_empty());
        if !passed || survived {
            exit = exit.max(Exit::No);
        }
        let results = Results { tested, files, coverage, mutation };
        if arguments.format == ListFormat::Text {
            show::trial(&results, arguments, terminal)?;
        }
        all.push(results);
    }
    match arguments.format {
        ListFormat::Json => json::write(&all, terminal)?,
        ListFormat::Text => show::end(&all, arguments, terminal)?,
    }
    Ok(exit)
}
