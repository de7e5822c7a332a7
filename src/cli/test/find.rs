//! Finding test files, and the trial that each is about.

use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use crate::cli::{input, trials};
use std::path::{Path, PathBuf};
use trialsieve::diagnostic::Diagnostic;
use trialsieve::rule::{CheckedTrial, yaml};
use trialsieve::source::Source;
use trialsieve::testing::{self, Suite};
use trialsieve::vocabulary::Vocabulary;

/// A trial with its tests.
pub struct Tested {
    /// The trial.
    pub trial: CheckedTrial,
    /// Its file.
    pub file: Source,
    /// Its test files.
    pub suites: Vec<(Source, Suite)>,
}

/// The trials of the paths that have tests. What cannot be read is told.
pub fn tests(paths: &[PathBuf], verbose: bool, terminal: &mut Terminal) -> (Vec<Tested>, Exit) {
    let (mut found, mut exit): (Vec<Tested>, Exit) = (Vec::new(), Exit::Done);
    for path in files(paths) {
        let read = path.and_then(|path| one(&path, &mut found, verbose, terminal));
        if let Err(problem) = read {
            if !problem.message.is_empty() {
                terminal.error(&problem.message, problem.help.as_deref());
            }
            exit = Exit::CouldNot;
        }
    }
    found.retain(|tested| !tested.suites.is_empty());
    if found.is_empty() && exit == Exit::Done {
        let named = paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ");
        let help = "tests stand beside the trial file, as ID.test.yaml (`trialsieve test --help` shows one)";
        terminal.error(&format!("no tests (*.test.yaml) in {named}"), Some(help));
        exit = Exit::CouldNot;
    }
    (found, exit)
}

/// Test files; of a trial file that is named, those beside it.
fn files(paths: &[PathBuf]) -> Vec<Result<PathBuf, trials::Problem>> {
    let mut out: Vec<Result<PathBuf, trials::Problem>> = Vec::new();
    for path in trials::walk(paths, trials::is_test) {
        match path {
            Ok(path) if path.is_file() && !trials::is_test(&path) => {
                let id = input::read(&path).ok().and_then(|s| yaml::read(&s.text).ok()).map(|t| t.trial);
                let beside = trials::walk(&[folder(&path)], trials::is_test).into_iter().flatten();
                let mine: Vec<PathBuf> = beside.filter(|file| id.is_some() && about(file) == id).collect();
                if mine.is_empty() {
                    let message = format!("{} has no tests beside it", path.display());
                    let help = Some(format!("they stand in {}", path.with_extension("test.yaml").display()));
                    out.push(Err(trials::Problem { message, help }));
                }
                out.extend(mine.into_iter().map(Ok));
            }
            other => out.push(other),
        }
    }
    let mut seen: Vec<PathBuf> = Vec::new();
    out.retain(|file| {
        file.as_ref().map_or(true, |f| {
            !seen.contains(f) && {
                seen.push(f.clone());
                true
            }
        })
    });
    out
}

fn about(file: &Path) -> Option<String> {
    testing::trial_of(&input::read(file).ok()?.text).ok().map(|(id, _)| id)
}

fn folder(path: &Path) -> PathBuf {
    path.parent().filter(|p| !p.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// Reads a test file to its trial. A problem without words has been told already.
fn one(path: &Path, found: &mut Vec<Tested>, verbose: bool, terminal: &mut Terminal) -> Result<(), trials::Problem> {
    let told = || trials::Problem { message: String::new(), help: None };
    let source = input::read(path).map_err(|e| trials::Problem { message: e.to_string(), help: None })?;
    let id = testing::trial_of(&source.text)
        .map_err(|d| {
            terminal.diagnostic(&source, &d);
            told()
        })?
        .0;
    let place = match found.iter().position(|t| t.trial.trial().trial == id && folder(Path::new(&t.file.name)) == folder(path)) {
        Some(place) => place,
        None => {
            let (file, trial) = trial(path, &id, terminal)?;
            found.push(Tested { trial, file, suites: Vec::new() });
            found.len().saturating_sub(1)
        }
    };
    let Some(tested) = found.get_mut(place) else { return Err(told()) };
    let (suite, notes) = testing::read(&source.text, &tested.trial);
    terminal.diagnostics(&source, &notes, true);
    let suite = suite.ok_or_else(told)?;
    if verbose {
        let doubts: Vec<Diagnostic> = suite.cases.iter().flat_map(|c| c.doubts.clone()).collect();
        terminal.diagnostics(&source, &doubts, true);
    }
    tested.suites.push((source, suite));
    Ok(())
}

/// The trial file of an id beside a test file.
fn trial(test: &Path, id: &str, terminal: &mut Terminal) -> Result<(Source, CheckedTrial), trials::Problem> {
    let folder = folder(test);
    let usual = folder.join(format!("{id}.yaml"));
    let rest = trials::walk(std::slice::from_ref(&folder), |f| !trials::is_test(f)).into_iter().flatten();
    for path in std::iter::once(usual).chain(rest).filter(|p| p.is_file()) {
        let Ok(source) = input::read(&path) else { continue };
        let reading = trials::read(&source, |found| found == id, false, Vocabulary::builtin());
        if reading.id.as_deref() != Some(id) {
            continue;
        }
        if let Some(trial) = reading.trial {
            return Ok((source, trial));
        }
        terminal.diagnostics(&source, &reading.diagnostics, false);
        let message = format!("{} cannot be tested: its trial file has an error", test.display());
        return Err(trials::Problem { message, help: None });
    }
    let message = format!("{}: there is no trial `{id}` in {}", test.display(), folder.display());
    Err(trials::Problem { message, help: Some("the tests of a trial stand beside its file".to_owned()) })
}
