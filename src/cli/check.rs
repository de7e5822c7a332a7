//! `trialsieve check`.

use super::args::{CheckArguments, CheckFormat, Denied};
use super::exit::Exit;
use super::terminal::Terminal;
use super::trials::{self, Problem, Reading};
use std::io;
use trialsieve::diagnostic::{Diagnostic, Level};
use trialsieve::report::findings::{self, Counts, FileFindings, Findings, Unread};
use trialsieve::source::Source;
use trialsieve::vocabulary::Vocabulary;

/// Checks every trial file and tells what is wrong with it.
pub fn run(arguments: &CheckArguments, terminal: &mut Terminal) -> io::Result<Exit> {
    let (mut exit, mut files, mut unread) = (Exit::Done, Vec::new(), Vec::new());
    for file in trials::find(&arguments.paths) {
        let source = match file {
            Ok(source) => source,
            Err(problem) => {
                terminal.error(&problem.message, problem.help.as_deref());
                exit = Exit::CouldNot;
                unread.push(problem);
                continue;
            }
        };
        let mut reading = trials::read(&source, |_| true, false, Vocabulary::builtin());
        trials::reason(&source, &mut reading);
        let refused = |d: &Diagnostic| d.is_error() || arguments.deny.contains(&Denied::Warnings) && d.level == Level::Warning;
        if reading.diagnostics.iter().any(refused) {
            exit = exit.max(Exit::No);
        }
        if arguments.format == CheckFormat::Text {
            terminal.diagnostics(&source, &reading.diagnostics, true);
            terminal.write(&format!("{}: {}\n", source.name, summary(&reading)))?;
        }
        files.push((source, reading));
    }
    if twice(&files, terminal) && arguments.deny.contains(&Denied::Warnings) {
        exit = exit.max(Exit::No);
    }
    let found = gathered(&files, &unread);
    match arguments.format {
        CheckFormat::Text => whole(&files, terminal),
        CheckFormat::Json => terminal.write(&findings::json(&found))?,
        CheckFormat::Github => terminal.write(&findings::github(&found))?,
        CheckFormat::Sarif => terminal.write(&findings::sarif(&found))?,
    }
    Ok(exit)
}

/// Tells of files that are the same trial; whether there are any.
fn twice(files: &[(Source, Reading)], terminal: &mut Terminal) -> bool {
    let mut any = false;
    for (nth, (source, reading)) in files.iter().enumerate() {
        let same = files.iter().take(nth).find(|(_, other)| other.id.is_some() && other.id == reading.id);
        if let (Some((other, _)), Some(id)) = (same, &reading.id) {
            terminal.warn(&format!("{} and {} are both trial {id}", other.name, source.name), Some("each trial needs an id of its own"));
            any = true;
        }
    }
    any
}

fn gathered<'c>(files: &'c [(Source, Reading)], unread: &'c [Problem]) -> Findings<'c> {
    let file = |(source, reading): &'c (Source, Reading)| FileFindings { source, trial: reading.id.as_deref(), diagnostics: &reading.diagnostics };
    Findings {
        files: files.iter().map(file).collect(),
        unread: unread.iter().map(|p| Unread { message: &p.message, help: p.help.as_deref() }).collect(),
    }
}

/// What a file is, in a line.
fn summary(reading: &Reading) -> String {
    let criteria = reading.trial.as_ref().map(|t| {
        let n = t.trial().criteria().count();
        let review = t.trial().criteria().filter(|(_, c)| c.needs_review()).count();
        let left = if review > 0 { format!(", {review} left in part or whole to a person") } else { String::new() };
        format!("ok, {n} {}{left}", if n == 1 { "criterion" } else { "criteria" })
    });
    criteria.into_iter().chain(Counts::of(&reading.diagnostics).words()).collect::<Vec<_>>().join(", ")
}

/// What all files are together, and where to read more.
fn whole(files: &[(Source, Reading)], terminal: &mut Terminal) {
    let found = Counts::of(files.iter().flat_map(|(_, r)| &r.diagnostics)).words();
    if let Some(row) = files.iter().flat_map(|(_, r)| &r.diagnostics).min_by_key(|d| d.level).map(|d| d.code.row()) {
        let files = if files.len() == 1 { "1 file".to_owned() } else { format!("{} files", files.len()) };
        terminal.say(&format!("{files} checked: {}; more: `trialsieve explain {}`", found.join(", "), row.name));
    }
}
