//! `trialsieve watch`.

mod line;
mod show;

use super::args::WatchArguments;
use super::each::next_line;
use super::exit::Exit;
use super::load::{self, Wanted};
use super::terminal::Terminal;
use super::{input, moment};
use line::{Arrival, Reader};
use rustc_hash::FxHashMap;
use serde::de::IgnoredAny;
use std::io::{self, BufReader};
use std::path::Path;
use trialsieve::patient::Profile;
use trialsieve::rule::CheckedTrial;
use trialsieve::vocabulary::Vocabulary;
use trialsieve::watch::{Change, Watch, Watched};

/// Keeps the verdicts of all patients up with what arrives on standard input.
pub fn run(arguments: &WatchArguments, terminal: &mut Terminal) -> io::Result<Exit> {
    let vocabulary = Vocabulary::builtin();
    let wanted = Wanted { trials: &arguments.trials, only: &arguments.only, places: false, verbose: false };
    let (trials, mut exit) = load::load(wanted, vocabulary, terminal);
    if trials.is_empty() {
        return Ok(Exit::CouldNot);
    }
    let watch = Watch::new(&trials);
    let mut ward =
        Ward { watch: &watch, trials: &trials, arguments, patients: FxHashMap::default(), reader: Reader::new(vocabulary, arguments.strict) };
    for path in &arguments.patients {
        if !ward.start(path, terminal)? {
            exit = Exit::CouldNot;
            if arguments.strict {
                return stopped(terminal);
            }
        }
    }
    terminal.flush()?;
    let (mut input, mut bytes, mut number) = (BufReader::new(io::stdin().lock()), Vec::new(), 0usize);
    loop {
        let line = match next_line(&mut input, &mut bytes) {
            Ok(Some(line)) => line,
            Ok(None) => return Ok(exit),
            Err(error) => {
                terminal.error(&input::unreadable(Path::new("-"), &error).to_string(), None);
                return Ok(Exit::CouldNot);
            }
        };
        number = number.saturating_add(1);
        if line == Ok("") {
            continue;
        }
        let arrived = line.and_then(|text| ward.arrive(text));
        ward.doubt(&format!("standard input, line {number}"), terminal);
        match arrived {
            Ok(told) => {
                if !told.is_empty() {
                    terminal.write(&told)?;
                    // Whoever waits for it waits for it now.
                    terminal.flush()?;
                }
            }
            Err(problem) => {
                terminal.error(&format!("standard input, line {number}: {problem}"), None);
                exit = Exit::CouldNot;
                if arguments.strict {
                    return stopped(terminal);
                }
            }
        }
    }
}

fn stopped(terminal: &mut Terminal) -> io::Result<Exit> {
    terminal.error("stopped at the first bad row, as --strict asks", None);
    Ok(Exit::CouldNot)
}

/// Everybody who is watched.
struct Ward<'w> {
    watch: &'w Watch,
    trials: &'w [CheckedTrial],
    arguments: &'w WatchArguments,
    patients: FxHashMap<String, Watched>,
    reader: Reader<'w>,
}

impl Ward<'_> {
    /// Reads what is known at the start; false where some of it cannot be used.
    fn start(&mut self, path: &Path, terminal: &mut Terminal) -> io::Result<bool> {
        let source = match input::read(path) {
            Ok(source) => source,
            Err(error) => {
                terminal.error(&error.to_string(), None);
                return Ok(false);
            }
        };
        let whole = serde_json::from_str::<IgnoredAny>(&source.text).is_ok();
        let texts: Vec<(usize, &str)> = if whole { vec![(1, source.text.as_str())] } else { (1..).zip(source.text.lines()).collect() };
        let mut sound = true;
        for (number, text) in texts.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
            let begun = self.begin(text);
            self.doubt(&format!("{}, line {number}", source.name), terminal);
            match begun {
                Ok(told) => terminal.write(&told)?,
                Err(problem) => {
                    terminal.error(&format!("{}, line {number}: {problem}", source.name), None);
                    sound = false;
                    if self.arguments.strict {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(sound)
    }

    /// Tells of data that count as unknown.
    fn doubt(&mut self, place: &str, terminal: &mut Terminal) {
        for (message, help) in self.reader.doubts() {
            terminal.warn(&format!("{place}: {message}"), help.as_deref());
        }
    }

    fn begin(&mut self, text: &str) -> Result<String, String> {
        let profile = self.reader.profile(text)?;
        if profile.id.is_empty() {
            return Err("the profile has no `id`, so nothing that arrives can be its patient's".to_owned());
        }
        if self.patients.contains_key(&profile.id) {
            return Err(format!("there is a patient {} already", profile.id));
        }
        let moment = moment::choose(None, &profile).map_err(|(message, help)| format!("{message}; {help}"))?;
        let zone = profile.zone;
        let id = profile.id.clone();
        let watched = self.watch.begin(profile, moment);
        let told = show::changes(&self.watch.first(&watched), &watched, self.trials, self.arguments.format, zone);
        self.patients.insert(id, watched);
        Ok(told)
    }

    /// What a line changes.
    fn arrive(&mut self, text: &str) -> Result<String, String> {
        let Arrival { patient, zone, moment, data } = self.reader.arrival(text, |id| self.patients.get(id).map(|w| w.profile().zone))?;
        let (watch, trials, format) = (self.watch, self.trials, self.arguments.format);
        let changes: Vec<Change>;
        let watched = match self.patients.get_mut(&patient) {
            Some(watched) => {
                changes = watch.add(watched, data, moment.unwrap_or(watched.moment())).map_err(|full| full.to_string())?;
                &*watched
            }
            None => {
                let moment = moment.ok_or("nothing says when: the patient is new, and neither the datum nor `recorded` has a time")?;
                let new = watch.begin(Profile { id: patient.clone(), zone, ..data }, moment);
                changes = watch.first(&new);
                self.patients.entry(patient).or_insert(new)
            }
        };
        Ok(show::changes(&changes, watched, trials, format, watched.profile().zone))
    }
}
