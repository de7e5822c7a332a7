//! `trialsieve explain`.

use super::args::{ExplainArguments, ListFormat};
use super::exit::Exit;
use super::shipped::SHIPPED;
use super::terminal::Terminal;
use super::{input, trials};
use std::io;
use std::path::Path;
use trialsieve::diagnostic::{CATALOG, CatalogRow, Diagnostic, nearest};
use trialsieve::language;
use trialsieve::report::{Explanation, Layout, catalog, explain};
use trialsieve::rule::{self, Trial, yaml};
use trialsieve::source::Source;
use trialsieve::vocabulary::Vocabulary;

/// Shows what the program understood of a trial's words, or what a diagnostic means.
pub fn run(arguments: &ExplainArguments, terminal: &mut Terminal) -> io::Result<Exit> {
    let layout = Layout { width: terminal.width, colour: terminal.colour, verbose: false };
    let Some(what) = arguments.what.as_deref() else {
        let all: Vec<&CatalogRow> = CATALOG.iter().collect();
        terminal.write(&if arguments.format == ListFormat::Json { catalog::json(&all) } else { catalog::table() })?;
        return Ok(Exit::Done);
    };
    // A file of that name comes first; no trial is called like a diagnostic.
    if let Some(row) = CatalogRow::named(what).filter(|_| !Path::new(what).is_file()) {
        terminal.write(&if arguments.format == ListFormat::Json { catalog::json(&[row]) } else { catalog::page(row, layout) })?;
        return Ok(Exit::Done);
    }
    let (trial, exit) = match find(what, arguments, terminal) {
        Ok(found) => found,
        Err(exit) => return Ok(exit),
    };
    let vocabulary = Vocabulary::builtin();
    let reading = language::read(&trial, vocabulary);
    let explanation = Explanation { trial: &trial, reading: &reading, vocabulary };
    let written = match arguments.format {
        ListFormat::Json => explain::json(&explanation),
        ListFormat::Text => explain::text(&explanation, layout),
    };
    terminal.write(&written)?;
    Ok(exit)
}

/// The trial that was asked for, by its file or its id; else how to end, the person told why.
fn find(what: &str, arguments: &ExplainArguments, terminal: &mut Terminal) -> Result<(Trial, Exit), Exit> {
    let path = Path::new(what);
    if input::is_standard_input(path) || path.is_file() {
        let source = input::read(path).map_err(|error| {
            terminal.error(&error.to_string(), None);
            Exit::CouldNot
        })?;
        return read(&source, is_page(path), terminal).ok_or(Exit::CouldNot);
    }
    let found = if arguments.trials.is_empty() { trials::find_default() } else { trials::find(&arguments.trials) };
    let shipped = SHIPPED.iter().filter(|_| arguments.trials.is_empty());
    let shipped = shipped.map(|(name, text)| Ok(Source { name: (*name).to_owned(), text: (*text).to_owned() }));
    let mut ids = Vec::new();
    for file in found.into_iter().chain(shipped) {
        let source = match file {
            Ok(source) => source,
            Err(problem) => {
                terminal.error(&problem.message, problem.help.as_deref());
                continue;
            }
        };
        let named = source.name.rsplit(['/', '\\']).next().and_then(|f| f.split('.').next()).unwrap_or_default().to_owned();
        let id = yaml::read(&source.text).map_or(named, |trial| trial.trial);
        if id.eq_ignore_ascii_case(what) {
            return read(&source, false, terminal).ok_or(Exit::CouldNot);
        }
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let near = [nearest(what, ids.iter().map(String::as_str)), CatalogRow::nearest_name(what)];
    let near: Vec<String> = near.into_iter().flatten().map(|name| format!("`{name}`")).collect();
    let help = if near.is_empty() {
        format!("trials known here: {}; or name a trial file; `trialsieve explain` lists the diagnostics", ids.join(", "))
    } else {
        format!("did you mean {}?", near.join(" or "))
    };
    terminal.error(&format!("there is no trial and no diagnostic `{what}`"), Some(&help));
    Err(Exit::No)
}

/// A page of criteria instead of a trial file.
fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("txt") || e.eq_ignore_ascii_case("md"))
}

fn read(source: &Source, page: bool, terminal: &mut Terminal) -> Option<(Trial, Exit)> {
    if page {
        let name = Path::new(&source.name).file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        return Some((language::parse(&source.text, &name, Vocabulary::builtin()).0, Exit::Done));
    }
    let trial = match yaml::read(&source.text) {
        Ok(trial) => trial,
        Err(diagnostics) => {
            terminal.diagnostics(source, &diagnostics, true);
            return None;
        }
    };
    // A rule that cannot be used is explained all the same, with what is wrong with it.
    let (_, diagnostics) = rule::check(trial.clone(), Some(&source.text), Vocabulary::builtin());
    let wrong: Vec<Diagnostic> = diagnostics.into_iter().filter(Diagnostic::is_error).collect();
    terminal.diagnostics(source, &wrong, true);
    Some((trial, if wrong.is_empty() { Exit::Done } else { Exit::No }))
}
