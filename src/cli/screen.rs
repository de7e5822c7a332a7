//! `trialsieve screen`.

use super::args::ScreenArguments;
use super::exit::Exit;
use super::terminal::Terminal;
use super::{input, moment, trials};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use trialsieve::diagnostic::{Diagnostic, Level, nearest};
use trialsieve::patient::{self, Profile};
use trialsieve::report::{FORMATS, Layout, PatientReport, Report, TrialReport};
use trialsieve::rule::CheckedTrial;
use trialsieve::screening::screen;
use trialsieve::source::Source;
use trialsieve::time::Moment;
use trialsieve::vocabulary::Vocabulary;

/// The trials that are asked for.
pub struct Wanted<'a> {
    /// Where they are; nowhere in particular if empty.
    pub trials: &'a [PathBuf],
    /// The ids of those that are wanted; all if empty.
    pub only: &'a [String],
    /// Whether the characters that the rules came from are found again.
    pub places: bool,
    /// Whether every message about them is shown.
    pub verbose: bool,
}

/// Screens every patient for every trial; one that cannot be read does not stop the others.
pub fn run(arguments: &ScreenArguments, terminal: &mut Terminal) -> io::Result<Exit> {
    let asked = match arguments.at.as_deref().map(moment::read).transpose() {
        Ok(asked) => asked,
        Err(message) => {
            terminal.error(&format!("--at: {message}"), None);
            return Ok(Exit::CouldNot);
        }
    };
    let vocabulary = Vocabulary::builtin();
    // People read the criterion itself; programs want the characters of each step.
    let places = arguments.format != "text";
    let wanted = Wanted { trials: &arguments.trials, only: &arguments.only, places, verbose: arguments.verbose };
    let (trials, mut exit) = load_trials(&wanted, vocabulary, terminal);
    if trials.is_empty() {
        return Ok(Exit::CouldNot);
    }
    let mut report = Report::default();
    let mut input_read = false;
    for path in &arguments.patients {
        if input::is_standard_input(path) && std::mem::replace(&mut input_read, true) {
            terminal.error("standard input can be read once; `-` is there twice", None);
            exit = Exit::CouldNot;
            continue;
        }
        match load_profile(path, asked, arguments.strict, arguments.verbose, terminal) {
            Some((profile, moment)) => report.patients.push(answer(&trials, profile, moment)),
            None => exit = Exit::CouldNot,
        }
    }
    let layout = Layout { width: terminal.width, colour: terminal.colour, verbose: arguments.verbose };
    if let Some(format) = FORMATS.iter().find(|f| f.name == arguments.format) {
        terminal.write(&(format.write)(&report, layout))?;
    }
    Ok(exit)
}

fn answer(trials: &[CheckedTrial], profile: Profile, moment: Moment) -> PatientReport<'_> {
    let trials = trials.iter().map(|t| TrialReport { trial: t.trial(), screening: screen(t, &profile, moment) }).collect();
    PatientReport { patient: profile.id, as_of: moment, zone: profile.zone, trials }
}

/// The profile and the moment to ask about, or nothing once the person has been told why.
pub fn load_profile(path: &Path, asked: Option<Moment>, strict: bool, verbose: bool, terminal: &mut Terminal) -> Option<(Profile, Moment)> {
    let source = match input::read(path) {
        Ok(source) => source,
        Err(error) => {
            terminal.error(&error.to_string(), None);
            return None;
        }
    };
    let (profile, mut diagnostics) = patient::read(&source.text, Vocabulary::builtin());
    if strict {
        for diagnostic in diagnostics.iter_mut().filter(|d| d.level == Level::Warning) {
            diagnostic.level = Level::Error;
        }
    }
    terminal.diagnostics(&source, &diagnostics, verbose || strict);
    let Some(profile) = profile.filter(|_| !diagnostics.iter().any(Diagnostic::is_error)) else {
        let help = strict.then_some("with --strict, doubtful data stops a profile; without it, that data is unknown");
        terminal.error(&format!("{} is not screened", source.name), help);
        return None;
    };
    match moment::choose(asked, &profile) {
        Ok(moment) => Some((profile, moment)),
        Err((message, help)) => {
            terminal.error(&format!("{}: {message}", source.name), Some(help));
            None
        }
    }
}

/// Every trial that can be used, and how that went.
pub fn load_trials(arguments: &Wanted<'_>, vocabulary: &Vocabulary, terminal: &mut Terminal) -> (Vec<CheckedTrial>, Exit) {
    let found = if arguments.trials.is_empty() { trials::find_default() } else { trials::find(arguments.trials) };
    let wanted = |id: &str| arguments.only.is_empty() || arguments.only.iter().any(|o| o.eq_ignore_ascii_case(id));
    let (mut exit, mut usable, mut ids) = (Exit::Done, Vec::new(), Vec::new());
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for file in found {
        let source = match file {
            Ok(source) => source,
            Err(problem) => {
                terminal.error(&problem.message, problem.help.as_deref());
                exit = Exit::CouldNot;
                continue;
            }
        };
        let reading = trials::read(&source, wanted, arguments.places, vocabulary);
        let broken = reading.trial.is_none() && reading.diagnostics.iter().any(Diagnostic::is_error);
        tell(&source, &reading.diagnostics, arguments.verbose, terminal);
        if broken {
            terminal.error(&format!("{} is not screened for", source.name), Some("`trialsieve check` shows what is wrong with trial files"));
            exit = Exit::CouldNot;
        }
        if let Some(trial) = &reading.trial {
            let id = trial.trial().trial.clone();
            if let Some(other) = files.insert(id.clone(), source.name.clone()) {
                terminal.warn(&format!("{other} and {} are both trial {id}; both are screened for", source.name), None);
            }
        }
        ids.extend(reading.id);
        usable.extend(reading.trial);
    }
    // Without any trial at hand, that has been said already.
    for only in arguments.only.iter().filter(|_| !ids.is_empty()) {
        if !ids.iter().any(|id| id.eq_ignore_ascii_case(only)) {
            let near = nearest(only, ids.iter().map(String::as_str));
            let help = near.map_or_else(|| format!("the trials are {}", ids.join(", ")), |near| format!("did you mean `{near}`?"));
            terminal.error(&format!("--only: there is no trial `{only}`"), Some(&help));
            exit = Exit::CouldNot;
        }
    }
    (usable, exit)
}

/// Errors of a trial file are shown in full; its warnings belong to `check` and are counted.
fn tell(source: &Source, diagnostics: &[Diagnostic], all: bool, terminal: &mut Terminal) {
    let mut warnings: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        if all || diagnostic.is_error() {
            terminal.diagnostic(source, diagnostic);
        } else if diagnostic.level == Level::Warning {
            let count = warnings.entry(diagnostic.code.row().name).or_default();
            *count = count.saturating_add(1);
        }
    }
    for (name, count) in warnings {
        terminal.warn(&format!("{}: {count} × {name}", source.name), Some("`trialsieve check` shows the places"));
    }
}
