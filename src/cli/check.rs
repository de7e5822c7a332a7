//! `trialsieve check`.

use super::args::{CheckArguments, Denied, ListFormat};
use super::exit::Exit;
use super::terminal::Terminal;
use super::trials::{self, Reading};
use serde::Serialize;
use std::io;
use trialsieve::diagnostic::{Diagnostic, Level};
use trialsieve::source::{Source, line_column};
use trialsieve::vocabulary::Vocabulary;

/// Checks every trial file and tells what is wrong with it.
pub fn run(arguments: &CheckArguments, terminal: &mut Terminal) -> io::Result<Exit> {
    let (mut exit, mut rows) = (Exit::Done, Vec::new());
    for file in trials::find(&arguments.paths) {
        let source = match file {
            Ok(source) => source,
            Err(problem) => {
                terminal.error(&problem.message, problem.help.as_deref());
                exit = Exit::CouldNot;
                continue;
            }
        };
        let mut reading = trials::read(&source, |_| true, false, Vocabulary::builtin());
        trials::reason(&source, &mut reading);
        let refused = |d: &Diagnostic| d.is_error() || arguments.deny.contains(&Denied::Warnings) && d.level == Level::Warning;
        if reading.diagnostics.iter().any(refused) {
            exit = exit.max(Exit::No);
        }
        match arguments.format {
            ListFormat::Json => rows.push(Row::of(&source, &reading)),
            ListFormat::Text => {
                terminal.diagnostics(&source, &reading.diagnostics, true);
                terminal.write(&format!("{}: {}\n", source.name, summary(&reading)))?;
            }
        }
    }
    if arguments.format == ListFormat::Json {
        let written = serde_json::to_string_pretty(&Checked { format: 1, files: rows }).map_err(io::Error::other)?;
        terminal.write(&written)?;
        terminal.write("\n")?;
    }
    Ok(exit)
}

fn summary(reading: &Reading) -> String {
    let count = |level: Level| reading.diagnostics.iter().filter(|d| d.level == level).count();
    let some = |count: usize, word: &str| (count > 0).then(|| format!("{count} {word}{}", if count == 1 { "" } else { "s" }));
    let criteria = reading.trial.as_ref().map(|t| {
        let n = t.trial().criteria().count();
        let review = t.trial().criteria().filter(|(_, c)| c.needs_review()).count();
        let left = if review > 0 { format!(", {review} left in part or whole to a person") } else { String::new() };
        format!("ok, {n} {}{left}", if n == 1 { "criterion" } else { "criteria" })
    });
    let found = [criteria, some(count(Level::Error), "error"), some(count(Level::Warning), "warning"), some(count(Level::Note), "note")];
    found.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[derive(Serialize)]
struct Checked {
    format: u32,
    files: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    trial: Option<String>,
    ok: bool,
    diagnostics: Vec<Found>,
}

#[derive(Serialize)]
struct Found {
    level: &'static str,
    code: &'static str,
    number: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

impl Row {
    fn of(source: &Source, reading: &Reading) -> Self {
        let found = |d: &Diagnostic| {
            let place = d.span.map(|s| line_column(&source.text, s.start));
            Found {
                level: d.level.word(),
                code: d.code.row().name,
                number: d.code.row().number,
                message: d.message.clone(),
                line: place.map(|p| p.line),
                column: place.map(|p| p.column),
                path: d.path.clone(),
                help: d.help.clone(),
            }
        };
        Self {
            file: source.name.clone(),
            trial: reading.id.clone(),
            ok: !reading.diagnostics.iter().any(Diagnostic::is_error),
            diagnostics: reading.diagnostics.iter().map(found).collect(),
        }
    }
}
