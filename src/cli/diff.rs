//! `trialsieve diff`.

use super::args::{DiffArguments, ListFormat};
use super::exit::Exit;
use super::screen::load_profile;
use super::terminal::Terminal;
use super::{input, moment, trials};
use std::io;
use std::path::{Path, PathBuf};
use trialsieve::diagnostic::Diagnostic;
use trialsieve::patient::Profile;
use trialsieve::report::Layout;
use trialsieve::report::difference::{self, Difference, PatientFlips, TrialDifference};
use trialsieve::rule::{CheckedTrial, amendment};
use trialsieve::screening::flips;
use trialsieve::time::Moment;
use trialsieve::vocabulary::Vocabulary;

/// A trial of one version and its file; without the trial the file is broken.
struct Version {
    id: String,
    file: String,
    trial: Option<CheckedTrial>,
}

/// Compares two files, or the trials of two folders by their ids.
pub fn run(arguments: &DiffArguments, terminal: &mut Terminal) -> io::Result<Exit> {
    let (old, new) = (&arguments.old, &arguments.new);
    if let Some((message, help)) = cannot(arguments) {
        terminal.error(&message, Some(help));
        return Ok(Exit::CouldNot);
    }
    let asked = match arguments.at.as_deref().map(moment::read).transpose() {
        Ok(asked) => asked,
        Err(message) => {
            terminal.error(&format!("--at: {message}"), None);
            return Ok(Exit::CouldNot);
        }
    };
    let (before, mut exit) = read(old, terminal);
    let (after, read_all) = read(new, terminal);
    exit = exit.max(read_all);
    let mut patients = Vec::new();
    for path in files(&arguments.patients, terminal, &mut exit) {
        match load_profile(&path, asked, false, false, terminal) {
            Some(patient) => patients.push(patient),
            None => exit = Exit::CouldNot,
        }
    }
    let by_id = old.is_dir();
    let mut difference = Difference { with_patients: !arguments.patients.is_empty(), ..Difference::default() };
    for now in &after {
        let was = if by_id { before.iter().find(|was| was.id == now.id) } else { before.first() };
        match (was, &now.trial) {
            (Some(Version { trial: Some(was), file, .. }), Some(trial)) => {
                difference.trials.push(compared(was, file, trial, &now.file, &patients));
            }
            // What is broken has been told.
            (Some(_), _) | (None, None) => {}
            (None, Some(_)) if !by_id => {}
            (None, Some(_)) => difference.added.push((now.id.clone(), now.file.clone())),
        }
    }
    let gone = before.iter().filter(|was| by_id && was.trial.is_some() && !after.iter().any(|now| now.id == was.id));
    // Where a file of the new version cannot be read it may be that one.
    let gone = gone.filter(|_| !after.iter().any(|now| now.id.is_empty()));
    difference.removed = gone.map(|was| (was.id.clone(), was.file.clone())).collect();
    if difference.trials.is_empty() && difference.added.is_empty() && difference.removed.is_empty() {
        return Ok(exit.max(if exit == Exit::Done { nothing(terminal) } else { exit }));
    }
    terminal.write(&match arguments.format {
        ListFormat::Json => difference::json(&difference),
        ListFormat::Text => difference::text(&difference, Layout { width: terminal.width, colour: terminal.colour, verbose: false }),
    })?;
    Ok(if difference.changes_meaning() { exit.max(Exit::No) } else { exit })
}

fn nothing(terminal: &mut Terminal) -> Exit {
    terminal.error("there is nothing to compare", None);
    Exit::CouldNot
}

/// Why these cannot be compared, and what would do.
fn cannot(arguments: &DiffArguments) -> Option<(String, &'static str)> {
    let (old, new) = (&arguments.old, &arguments.new);
    let inputs = [old, new].into_iter().chain(&arguments.patients).filter(|p| input::is_standard_input(p)).count();
    if inputs > 1 {
        return Some(("standard input can be read once; `-` is there twice".to_owned(), "name files for the others"));
    }
    let folder = |p: &Path| !input::is_standard_input(p) && p.is_dir();
    (folder(old) != folder(new) && [old, new].into_iter().all(|p| input::is_standard_input(p) || p.exists())).then(|| {
        let message = format!("{} and {} cannot be compared: one is a folder and the other a file", old.display(), new.display());
        (message, "name two trial files, or two folders whose trials are matched by their ids")
    })
}

/// The trials of a file or a folder. What is broken is told.
fn read(path: &Path, terminal: &mut Terminal) -> (Vec<Version>, Exit) {
    let (mut versions, mut exit): (Vec<Version>, Exit) = (Vec::new(), Exit::Done);
    for file in trials::find(&[path.to_owned()]) {
        let source = match file {
            Ok(source) => source,
            Err(problem) => {
                terminal.error(&problem.message, problem.help.as_deref());
                versions.push(Version { id: String::new(), file: path.display().to_string(), trial: None });
                exit = Exit::CouldNot;
                continue;
            }
        };
        let reading = trials::read(&source, |_| true, false, Vocabulary::builtin());
        let errors: Vec<Diagnostic> = reading.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
        terminal.diagnostics(&source, &errors, true);
        if reading.trial.is_none() {
            terminal.error(&format!("{} is not compared", source.name), Some("`trialsieve check` shows what is wrong with trial files"));
            exit = Exit::CouldNot;
        }
        let id = reading.id.unwrap_or_default();
        if let Some(other) = versions.iter().find(|v| v.id == id && !id.is_empty()) {
            let message = format!("{} and {} are both trial {id}; the second is not compared", other.file, source.name);
            terminal.error(&message, Some("each trial of a folder needs an id of its own"));
            exit = Exit::CouldNot;
            continue;
        }
        versions.push(Version { id, file: source.name, trial: reading.trial });
    }
    (versions, exit)
}

fn compared<'t>(was: &'t CheckedTrial, old_file: &str, now: &'t CheckedTrial, new_file: &str, patients: &[(Profile, Moment)]) -> TrialDifference<'t> {
    let amendment = amendment::compare(was, now);
    let one = |(profile, moment): &(Profile, Moment)| PatientFlips {
        patient: profile.id.clone(),
        as_of: *moment,
        zone: profile.zone,
        flips: flips(&amendment, profile, *moment),
    };
    let patients = patients.iter().map(one).collect();
    TrialDifference { old_file: old_file.to_owned(), new_file: new_file.to_owned(), amendment, patients }
}

/// Profiles, and those of folders sorted by name.
fn files(paths: &[PathBuf], terminal: &mut Terminal, exit: &mut Exit) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in paths {
        if input::is_standard_input(path) || !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).map(|all| all.flatten().map(|entry| entry.path()).collect::<Vec<_>>());
        let mut files = match entries {
            Ok(files) => files,
            Err(error) => {
                terminal.error(&input::unreadable(path, &error).to_string(), None);
                *exit = Exit::CouldNot;
                continue;
            }
        };
        files.retain(|f| f.extension().is_some_and(|e| e.eq_ignore_ascii_case("json")) && f.is_file());
        files.sort();
        if files.is_empty() {
            terminal.error(&format!("there is no profile (*.json) in {}", path.display()), None);
            *exit = Exit::CouldNot;
        }
        found.extend(files);
    }
    found
}
