//! The trials that a command works with, and what is told about them.

mod cache;
mod kept;

pub use cache::folder as cache_folder;
pub use kept::load as load_ready;

use super::exit::Exit;
use super::terminal::Terminal;
use super::trials::{self, Problem, Reading};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::PathBuf;
use trialsieve::diagnostic::{Diagnostic, Level, nearest};
use trialsieve::rule::CheckedTrial;
use trialsieve::source::Source;
use trialsieve::vocabulary::Vocabulary;

/// The trials that are asked for.
#[derive(Clone, Copy)]
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

impl Wanted<'_> {
    fn asks_for(&self, id: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|o| o.eq_ignore_ascii_case(id))
    }
}

/// Every trial that can be used, and how that went.
pub fn load(wanted: Wanted<'_>, vocabulary: &Vocabulary, terminal: &mut Terminal) -> (Vec<CheckedTrial>, Exit) {
    terminal.hold();
    let found = if wanted.trials.is_empty() { trials::find_default() } else { trials::find(wanted.trials) };
    let mut gathered = Gathered::new(wanted);
    for file in found {
        match file {
            Ok(source) => {
                let reading = gathered.read(&source, vocabulary, terminal);
                let trial = reading.trial.map(|trial| (trial.trial().trial.clone(), trial));
                gathered.take(&source.name, reading.id, trial, terminal);
            }
            Err(problem) => gathered.problem(&problem, terminal),
        }
    }
    gathered.finish(terminal)
}

/// Trials as they come in, in their order.
struct Gathered<'a, T> {
    wanted: Wanted<'a>,
    exit: Exit,
    usable: Vec<T>,
    ids: Vec<String>,
    /// Which file each trial came from.
    files: FxHashMap<String, String>,
}

impl<'a, T> Gathered<'a, T> {
    fn new(wanted: Wanted<'a>) -> Self {
        Self { wanted, exit: Exit::Done, usable: Vec::new(), ids: Vec::new(), files: FxHashMap::default() }
    }

    /// A path that gives no trial.
    fn problem(&mut self, problem: &Problem, terminal: &mut Terminal) {
        terminal.error(&problem.message, problem.help.as_deref());
        self.exit = Exit::CouldNot;
    }

    /// Reads a file and tells what is wrong with it.
    fn read(&mut self, source: &Source, vocabulary: &Vocabulary, terminal: &mut Terminal) -> Reading {
        let wanted = self.wanted;
        let reading = trials::read(source, |id| wanted.asks_for(id), wanted.places, vocabulary);
        for diagnostic in reading.diagnostics.iter().filter(|d| wanted.verbose || d.is_error()) {
            terminal.diagnostic(source, diagnostic);
        }
        if !wanted.verbose {
            tell(&source.name, &warnings(&reading.diagnostics), terminal);
        }
        if reading.trial.is_none() && reading.diagnostics.iter().any(Diagnostic::is_error) {
            terminal.error(&format!("{} is not screened for", source.name), Some("`trialsieve check` shows what is wrong with trial files"));
            self.exit = Exit::CouldNot;
        }
        reading
    }

    /// Takes the trial of a file, with its id, if it gave one.
    fn take(&mut self, file: &str, id: Option<String>, trial: Option<(String, T)>, terminal: &mut Terminal) {
        self.ids.extend(id);
        let Some((id, trial)) = trial else { return };
        if let Some(other) = self.files.get(&id) {
            terminal.warn(&format!("{other} and {file} are both trial {id}; both are screened for"), None);
        }
        self.files.insert(id, file.to_owned());
        self.usable.push(trial);
    }

    fn finish(mut self, terminal: &mut Terminal) -> (Vec<T>, Exit) {
        // Without any trial at hand, that has been said already.
        for only in self.wanted.only.iter().filter(|_| !self.ids.is_empty()) {
            if !self.ids.iter().any(|id| id.eq_ignore_ascii_case(only)) {
                let near = nearest(only, self.ids.iter().map(String::as_str));
                let help = near.map_or_else(|| format!("the trials are {}", self.ids.join(", ")), |near| format!("did you mean `{near}`?"));
                terminal.error(&format!("--only: there is no trial `{only}`"), Some(&help));
                self.exit = Exit::CouldNot;
            }
        }
        terminal.release();
        (self.usable, self.exit)
    }
}

/// How many warnings of each name there are.
fn warnings(diagnostics: &[Diagnostic]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|d| d.level == Level::Warning) {
        let count = counts.entry(diagnostic.code.row().name).or_default();
        *count = count.saturating_add(1);
    }
    counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}

/// Warnings of a trial file belong to `check` and are counted.
fn tell(file: &str, warnings: &[(String, usize)], terminal: &mut Terminal) {
    for (name, count) in warnings {
        terminal.warn(&format!("{file}: {count} × {name}"), Some("`trialsieve check` shows the places"));
    }
}
