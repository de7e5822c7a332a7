//! The files that are to be imported, and the records in them.

use crate::cli::input;
use std::fs;
use std::path::{Path, PathBuf};
use trialsieve::language::registry::{self, Record};
use trialsieve::source::{Source, line_column};

/// Endings of records.
const RECORDS: &[&str] = &["json", "jsonl", "ndjson"];
/// Endings of pages.
const PAGES: &[&str] = &["txt", "text", "md", "markdown"];

/// What of a file can become a trial, or why it cannot.
pub enum Part {
    /// A registry's record, and where in the file it stands.
    Record(Box<Record>, String),
    /// The whole file is one page.
    Page,
    /// A stretch that is no record: what is wrong, what would do.
    Not(String, Option<String>),
}

/// The files of the paths: those named, and those of folders that may hold records or pages,
/// sorted. A path that cannot be walked comes with its reason.
pub fn files(paths: &[PathBuf]) -> Vec<Result<PathBuf, String>> {
    let mut out = Vec::new();
    for path in paths {
        if !input::is_standard_input(path) && path.is_dir() {
            let before = out.len();
            walk(path, &mut out);
            if out.len() == before {
                out.push(Err(format!("the folder {} holds no records (*.json) and no pages (*.txt, *.md)", path.display())));
            }
        } else {
            out.push(Ok(path.clone()));
        }
    }
    out
}

/// Folders below the folder are open until they have been read; a link to a folder may lead
/// in a circle and is not followed.
fn walk(folder: &Path, out: &mut Vec<Result<PathBuf, String>>) {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                out.push(Err(input::unreadable(&folder, &error).to_string()));
                continue;
            }
        };
        for entry in entries.flatten() {
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let is_folder = entry.file_type().is_ok_and(|t| t.is_dir());
            match (hidden, is_folder) {
                (true, _) => {}
                (false, true) => open.push(entry.path()),
                (false, false) if has_ending(&entry.path(), RECORDS) || has_ending(&entry.path(), PAGES) => found.push(entry.path()),
                (false, false) => {}
            }
        }
    }
    found.sort();
    out.extend(found.into_iter().map(Ok));
}

/// The parts of a file.
pub fn parts(path: &Path, source: &Source) -> Vec<Part> {
    let first = source.text.trim_start().chars().next();
    // A page may begin with a bracket, a record always does.
    let record = has_ending(path, RECORDS) || !has_ending(path, PAGES) && matches!(first, Some('{' | '['));
    if !record {
        return vec![Part::Page];
    }
    if first.is_none() {
        return vec![Part::Not(format!("{} is empty", source.name), None)];
    }
    let place = |byte: usize| format!("{}:{}", source.name, line_column(&source.text, byte));
    let found = registry::read(&source.text);
    found
        .into_iter()
        .map(|part| match part {
            Ok(record) => {
                let at = place(record.span.start);
                Part::Record(Box::new(record), at)
            }
            Err(refused) => Part::Not(format!("{}: {}", place(refused.span.start), refused.message), refused.help),
        })
        .collect()
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|e| endings.iter().any(|known| e.eq_ignore_ascii_case(known)))
}
