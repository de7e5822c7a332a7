//! `trialsieve fmt`.

use super::args::FmtArguments;
use super::exit::Exit;
use super::terminal::Terminal;
use super::{input, store, trials};
use similar::{ChangeTag, TextDiff};
use std::io;
use std::path::Path;
use trialsieve::rule::yaml;
use trialsieve::testing;

/// Most lines of a difference that are shown of one file.
const MOST_LINES: usize = 16;

/// Formats every file in its place, or shows what would change.
pub fn run(arguments: &FmtArguments, terminal: &mut Terminal) -> io::Result<Exit> {
    let (mut exit, mut files, mut changed) = (Exit::Done, 0usize, 0usize);
    for path in trials::walk(&arguments.paths, |_| true) {
        let path = match path {
            Ok(path) => path,
            Err(problem) => {
                terminal.error(&problem.message, problem.help.as_deref());
                exit = Exit::CouldNot;
                continue;
            }
        };
        files = files.saturating_add(1);
        match one(&path, arguments.check, terminal)? {
            Some(true) => changed = changed.saturating_add(1),
            Some(false) => {}
            None => exit = Exit::CouldNot,
        }
    }
    if files == 0 {
        let named = arguments.paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ");
        terminal.error(&format!("no trial file (*.yaml) in {named}"), None);
        return Ok(Exit::CouldNot);
    }
    terminal.flush()?;
    let count = |n: usize| if n == 1 { "1 file".to_owned() } else { format!("{n} files") };
    let done = if arguments.check { "would change" } else { "changed" };
    if arguments.check || !arguments.paths.iter().any(|p| input::is_standard_input(p)) {
        terminal.say(&format!("{}: {changed} {done}", count(files)));
    }
    if arguments.check && changed > 0 {
        exit = exit.max(Exit::No);
    }
    Ok(exit)
}

/// Whether the file is or would be changed; nothing where it cannot be formatted.
fn one(path: &Path, check: bool, terminal: &mut Terminal) -> io::Result<Option<bool>> {
    let source = match input::read(path) {
        Ok(source) => source,
        Err(error) => {
            terminal.error(&error.to_string(), None);
            return Ok(None);
        }
    };
    let test = trials::is_test(path) || (input::is_standard_input(path) && testing::is_test(&source.text));
    let formatted = match if test { testing::format(&source.text) } else { yaml::format(&source.text) } {
        Ok(formatted) => formatted,
        Err(diagnostics) => {
            terminal.diagnostics(&source, &diagnostics, true);
            return Ok(None);
        }
    };
    let changes = formatted != source.text;
    if check && changes {
        terminal.write(&format!("{} would change:\n{}", source.name, difference(&source.text, &formatted)))?;
    } else if !check && input::is_standard_input(path) {
        terminal.write(&formatted)?;
    } else if !check && changes {
        if let Err(error) = store::write(path, &formatted) {
            terminal.error(&format!("{} cannot be written: {}", source.name, input::reason(&error)), None);
            return Ok(None);
        }
        terminal.write(&format!("{}: changed\n", source.name))?;
    }
    Ok(Some(changes))
}

/// The first lines that differ, with their numbers.
fn difference(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let changes: Vec<String> = diff
        .iter_all_changes()
        .filter_map(|change| {
            let (sign, line) = match change.tag() {
                ChangeTag::Equal => return None,
                ChangeTag::Delete => ('-', change.old_index()),
                ChangeTag::Insert => ('+', change.new_index()),
            };
            let text: String = change.value().trim_end().chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
            Some(format!("{:>6} {sign} {text}\n", line.map_or(0, |l| l.saturating_add(1))))
        })
        .collect();
    let mut shown: String = changes.iter().take(MOST_LINES).map(String::as_str).collect();
    if changes.len() > MOST_LINES {
        shown.push_str(&format!("       … and {} lines more\n", changes.len().saturating_sub(MOST_LINES)));
    }
    if changes.is_empty() {
        shown.push_str("       only the ends of its lines\n");
    }
    shown
}
