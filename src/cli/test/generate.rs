//! `trialsieve test --generate`: tests for every bound, to be reviewed.

use crate::cli::args::TestArguments;
use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use crate::cli::{input, store, trials};
use std::io;
use std::path::{Path, PathBuf};
use trialsieve::testing::{self, Generated};
use trialsieve::vocabulary::Vocabulary;

/// So many criteria are named of those that are left to a person.
const MOST_NAMED: usize = 12;

/// Prints the tests of one trial, or writes those of each beside its file.
pub fn run(arguments: &TestArguments, terminal: &mut Terminal) -> io::Result<Exit> {
    let (mut files, mut exit) = (Vec::new(), Exit::Done);
    for found in trials::walk(&arguments.paths, |path| !trials::is_test(path)) {
        match found {
            Ok(path) if trials::is_test(&path) => {
                let message = format!("{} holds the tests of a trial, not a trial", path.display());
                terminal.error(&message, Some("name the trial file: tests are made from its rules"));
                exit = Exit::CouldNot;
            }
            Ok(path) => files.push(path),
            Err(problem) => {
                terminal.error(&problem.message, problem.help.as_deref());
                exit = Exit::CouldNot;
            }
        }
    }
    if files.len() > 1 && !arguments.write {
        let help = "name one trial file, or write each beside its trial with --write";
        terminal.error(&format!("the tests of {} trials do not fit into one file", files.len()), Some(help));
        return Ok(Exit::CouldNot);
    }
    if files.is_empty() && exit == Exit::Done {
        let named = arguments.paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ");
        terminal.error(&format!("no trial file (*.yaml) in {named}"), Some("name a trial file: tests are made from its rules"));
        exit = Exit::CouldNot;
    }
    for file in files {
        exit = exit.max(one(&file, arguments, terminal)?);
    }
    Ok(exit)
}

fn one(file: &Path, arguments: &TestArguments, terminal: &mut Terminal) -> io::Result<Exit> {
    let source = match input::read(file) {
        Ok(source) => source,
        Err(error) => {
            terminal.error(&error.to_string(), None);
            return Ok(Exit::CouldNot);
        }
    };
    let reading = trials::read(&source, |_| true, false, Vocabulary::builtin());
    let Some(trial) = reading.trial else {
        terminal.diagnostics(&source, &reading.diagnostics, true);
        return Ok(Exit::CouldNot);
    };
    let generated = match testing::generate(&trial) {
        Ok(generated) => generated,
        Err(diagnostics) => {
            terminal.diagnostics(&source, &diagnostics, true);
            return Ok(Exit::CouldNot);
        }
    };
    let id = &trial.trial().trial;
    if generated.tests == 0 {
        terminal.say(&format!("{id}: no tests can be made from its rules"));
        return Ok(Exit::No);
    }
    if arguments.write {
        let beside = beside(file);
        if beside.exists() && !arguments.force {
            terminal.error(&format!("{} is there already and stays as it is", beside.display()), Some("--force replaces it"));
            return Ok(Exit::No);
        }
        if let Err(error) = store::write(&beside, &generated.text) {
            terminal.error(&format!("{} cannot be written: {}", beside.display(), input::reason(&error)), None);
            return Ok(Exit::CouldNot);
        }
        terminal.write(&format!("{}: {} tests written\n", beside.display(), generated.tests))?;
    } else {
        terminal.write(&generated.text)?;
    }
    terminal.flush()?;
    if generated.disputed > 0 {
        let message = format!("{id}: in {} cases the program answers otherwise than the rule was worked out to say", generated.disputed);
        terminal.say(&format!("{message}; they are named in the file, and no tests of it"));
    }
    left(id, &generated, terminal);
    Ok(Exit::Done)
}

/// Names the criteria that a person has to write tests for.
fn left(id: &str, generated: &Generated, terminal: &mut Terminal) {
    let mut ids: Vec<&str> = generated.left.iter().map(|(id, _)| id.as_str()).collect();
    ids.dedup();
    if ids.is_empty() {
        return;
    }
    let more = if ids.len() > MOST_NAMED { " …" } else { "" };
    let named = ids.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
    terminal.say(&format!("{id}: parts of {named}{more} are left to a person; the file says which (`# Not made`)"));
}

/// `criteria/ID.yaml` has them in `criteria/ID.generated.test.yaml`.
fn beside(file: &Path) -> PathBuf {
    file.with_extension("generated.test.yaml")
}
