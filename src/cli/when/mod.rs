//! `trialsieve when`.

mod picture;

use super::args::{TimelineFormat, WhenArguments};
use super::exit::Exit;
use super::load::{self, Wanted};
use super::screen;
use super::terminal::Terminal;
use super::{input, moment};
use std::fs;
use std::io;
use trialsieve::report::Layout;
use trialsieve::report::timeline::{PatientTimeline, TrialTimeline, json, text};
use trialsieve::time::Duration;
use trialsieve::timeline::timeline;
use trialsieve::vocabulary::Vocabulary;

/// Shows one patient's eligibility for every trial over time.
pub fn run(arguments: &WhenArguments, terminal: &mut Terminal) -> io::Result<Exit> {
    let asked = match arguments.at.as_deref().map(moment::read).transpose() {
        Ok(asked) => asked,
        Err(message) => return refuse(terminal, &format!("--at: {message}")),
    };
    let ahead = match Duration::parse(&arguments.ahead) {
        Ok(ahead) => ahead,
        Err(error) => return refuse(terminal, &format!("--ahead: {error}")),
    };
    let wanted = Wanted { trials: &arguments.trials, only: &arguments.only, places: false, verbose: arguments.verbose };
    let (trials, mut exit) = load::load(wanted, Vocabulary::builtin(), terminal);
    if trials.is_empty() {
        return Ok(Exit::CouldNot);
    }
    let Some((profile, moment)) = screen::load_profile(&arguments.patient, asked, arguments.strict, arguments.verbose, terminal) else {
        return Ok(Exit::CouldNot);
    };
    let until = ahead.after(moment, profile.zone);
    if until.local(profile.zone).is_none() {
        return refuse(terminal, &format!("--ahead: {ahead} after the moment is beyond the calendar"));
    }
    let lines = trials.iter().map(|t| TrialTimeline { trial: t.trial(), timeline: timeline(t, &profile, moment, until) }).collect();
    let zone = profile.zone;
    let report = PatientTimeline { patient: profile.id, moment, until, zone, trials: lines };
    let layout = Layout { width: terminal.width, colour: terminal.colour, verbose: arguments.verbose };
    match arguments.format {
        TimelineFormat::Text => terminal.write(&text(&report, layout))?,
        TimelineFormat::Json => terminal.write(&json(&report))?,
        TimelineFormat::Svg => terminal.write(&picture::svg(&report))?,
    }
    if let Some(path) = &arguments.svg
        && let Err(error) = fs::write(path, picture::svg(&report))
    {
        terminal.error(&format!("{} cannot be written: {}", path.display(), input::reason(&error)), None);
        exit = Exit::CouldNot;
    }
    Ok(exit)
}

fn refuse(terminal: &mut Terminal, message: &str) -> io::Result<Exit> {
    terminal.error(message, None);
    Ok(Exit::CouldNot)
}
