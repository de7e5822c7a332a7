//! Trials for screening, each from the cache or from its file.

use super::cache::{Cache, Entry, Known, Print};
use super::{Gathered, Wanted, tell, warnings};
use crate::cli::exit::Exit;
use crate::cli::input;
use crate::cli::terminal::Terminal;
use crate::cli::trials::{self, Found, Problem};
use std::path::{Path, PathBuf};
use trialsieve::Error;
use trialsieve::rule::CheckedTrial;
use trialsieve::rule::kept::ReadyTrial;
use trialsieve::vocabulary::Vocabulary;

/// Every trial that can be used, and how that went. One that an earlier run has checked, and whose
/// file holds the very same bytes, is taken from what that run kept.
pub fn load(wanted: Wanted<'_>, place: Option<PathBuf>, vocabulary: &Vocabulary, terminal: &mut Terminal) -> (Vec<ReadyTrial>, Exit) {
    terminal.hold();
    let mut ready = Ready { gathered: Gathered::new(wanted), entries: Vec::new(), fresh: 0, vocabulary };
    let folder = Path::new(trials::FOLDER);
    if wanted.trials.is_empty() && !folder.is_dir() {
        for file in trials::find_default() {
            ready.fresh(file, None, terminal);
        }
        return ready.gathered.finish(terminal);
    }
    let files = if wanted.trials.is_empty() { trials::list(&[folder.to_owned()]) } else { trials::list(wanted.trials) };
    let mut cache = place.and_then(|place| Cache::open(&place, wanted.trials, files.len()));
    let mut buffer = Vec::new();
    for file in files {
        let path = match file {
            Ok(path) => path,
            Err(problem) => {
                ready.gathered.problem(&problem, terminal);
                continue;
            }
        };
        match input::read_bytes(&path, &mut buffer) {
            Err(error) => ready.gathered.problem(&unreadable(error), terminal),
            Ok(bytes) => {
                let print = cache.as_ref().filter(|_| !input::is_standard_input(&path)).map(|_| Print::of(bytes));
                let name = path.display().to_string();
                let known = print.and_then(|print| cache.as_mut()?.take(&name, print));
                let source = || input::text(&path, bytes.to_vec()).map_err(unreadable);
                match known.filter(|known| known.entry.places || !wanted.places) {
                    Some(known) => ready.known(name, known, source, terminal),
                    None => ready.fresh(source(), print, terminal),
                }
            }
        }
    }
    // Whoever asks for some of the trials has not checked the others.
    if let Some(cache) = cache.filter(|cache| wanted.only.is_empty() && (ready.fresh > 0 || cache.has_more())) {
        let kept = ready.entries.iter().zip(&ready.gathered.usable).filter_map(|(entry, trial)| Some((entry.as_ref()?, trial)));
        cache.write(kept);
    }
    ready.gathered.finish(terminal)
}

/// Trials as they come in, and what is to be kept of each.
struct Ready<'a> {
    gathered: Gathered<'a, ReadyTrial>,
    entries: Vec<Option<Entry>>,
    /// How many were checked in this run and are to be kept.
    fresh: usize,
    vocabulary: &'a Vocabulary,
}

impl Ready<'_> {
    /// A trial that an earlier run has checked.
    fn known(&mut self, name: String, known: Known, source: impl FnOnce() -> Found, terminal: &mut Terminal) {
        let Known { entry, trial } = known;
        let id = trial.heading.trial.clone();
        if !self.gathered.wanted.asks_for(&id) {
            return self.gathered.take(&name, Some(id), None, terminal);
        }
        if self.gathered.wanted.verbose && !entry.quiet {
            // Messages in full show the lines that they are about.
            match source() {
                Ok(source) => drop(self.gathered.read(&source, self.vocabulary, terminal)),
                Err(problem) => return self.gathered.problem(&problem, terminal),
            }
        } else {
            tell(&name, &entry.warnings, terminal);
        }
        self.gathered.take(&name, Some(id.clone()), Some((id, trial)), terminal);
        self.entries.push(Some(entry));
    }

    /// A trial that has to be checked.
    fn fresh(&mut self, file: Found, print: Option<Print>, terminal: &mut Terminal) {
        let source = match file {
            Ok(source) => source,
            Err(problem) => return self.gathered.problem(&problem, terminal),
        };
        let reading = self.gathered.read(&source, self.vocabulary, terminal);
        let quiet = reading.diagnostics.is_empty();
        if reading.trial.is_some() {
            let entry = |print| Entry {
                name: source.name.clone(),
                print,
                places: self.gathered.wanted.places,
                quiet,
                warnings: warnings(&reading.diagnostics),
            };
            let entry = print.map(entry);
            self.fresh = self.fresh.saturating_add(usize::from(entry.is_some()));
            self.entries.push(entry);
        }
        let trial = reading.trial.map(|trial| (trial.trial().trial.clone(), ready(trial)));
        self.gathered.take(&source.name, reading.id, trial, terminal);
    }
}

fn ready(trial: CheckedTrial) -> ReadyTrial {
    let (trial, rules) = trial.into_parts();
    ReadyTrial { heading: trial.heading(), rules }
}

fn unreadable(error: Error) -> Problem {
    Problem { message: error.to_string(), help: None }
}
