//! `trialsieve screen`.

use super::args::ScreenArguments;
use super::exit::Exit;
use super::load::{self, Wanted};
use super::terminal::Terminal;
use super::{input, moment};
use std::io;
use std::path::Path;
use trialsieve::diagnostic::{Diagnostic, Level};
use trialsieve::patient::{self, Profile};
use trialsieve::report::{FORMATS, Layout, PatientReport, Report, TrialReport};
use trialsieve::rule::kept::ReadyTrial;
use trialsieve::screening::Visit;
use trialsieve::time::Moment;
use trialsieve::vocabulary::Vocabulary;

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
    let cache = if arguments.no_cache { None } else { load::cache_folder() };
    let (trials, mut exit) = load::load_ready(wanted, cache, vocabulary, terminal);
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
        terminal.report(|out| (format.write)(&report, layout, out))?;
    }
    // The process ends here: its memory need not be given back piece by piece.
    std::mem::forget(report);
    std::mem::forget(trials);
    Ok(exit)
}

fn answer(trials: &[ReadyTrial], profile: Profile, moment: Moment) -> PatientReport<'_> {
    let trials = {
        let visit = Visit::new(&profile, Vocabulary::builtin(), moment);
        trials.iter().map(|t| TrialReport { trial: &t.heading, screening: visit.screen(&t.rules) }).collect()
    };
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
