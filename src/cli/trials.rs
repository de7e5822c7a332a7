//! Finding trial files and reading them.

use super::input;
use super::shipped::SHIPPED;
use rustc_hash::FxHashSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use trialsieve::diagnostic::Diagnostic;
use trialsieve::language;
use trialsieve::rule::{self, CheckedTrial};
use trialsieve::source::Source;
use trialsieve::vocabulary::Vocabulary;

/// Where trials are looked for when nobody says where.
pub const FOLDER: &str = "criteria";

/// A trial file that was named or found: its text, or why it cannot be read.
pub type Found = Result<Source, Problem>;

/// Why a path gives no trial, and what would do.
#[derive(Debug)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// What would do.
    pub help: Option<String>,
}

/// A trial file as it was understood.
pub struct Reading {
    /// The trial's id, as far as the file could be read.
    pub id: Option<String>,
    /// The checked trial, if there is no error.
    pub trial: Option<CheckedTrial>,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
}

/// The trial files of the paths, a folder's sorted by name; every file once.
pub fn find(paths: &[PathBuf]) -> Vec<Found> {
    list(paths).into_iter().map(|file| file.and_then(|path| open(&path))).collect()
}

/// The names of the trial files of the paths, or why a path gives none.
pub fn list(paths: &[PathBuf]) -> Vec<Result<PathBuf, Problem>> {
    let mut found = Vec::new();
    let mut seen: FxHashSet<OsString> = FxHashSet::default();
    for path in paths {
        if input::is_standard_input(path) || !path.is_dir() {
            let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
            found.extend(seen.insert(real.into_os_string()).then(|| named(path)));
            continue;
        }
        match folder(path) {
            Ok(files) if files.is_empty() => found.push(Err(nothing_in(path))),
            Ok(files) => found.extend(files.into_iter().filter_map(|(file, real)| seen.insert(real.into_os_string()).then_some(Ok(file)))),
            Err(problem) => found.push(Err(problem)),
        }
    }
    found
}

/// The text of a trial file.
pub fn open(path: &Path) -> Found {
    input::read(path).map_err(|error| Problem { message: error.to_string(), help: None })
}

/// The trials of `criteria/` if there is such a folder, else those that come with the program.
pub fn find_default() -> Vec<Found> {
    let folder = Path::new(FOLDER);
    if folder.is_dir() {
        return find(&[folder.to_owned()]);
    }
    if SHIPPED.is_empty() {
        return vec![Err(nothing_in(folder))];
    }
    SHIPPED.iter().map(|(name, text)| Ok(Source { name: (*name).to_owned(), text: (*text).to_owned() })).collect()
}

/// Reads and checks one trial file. A trial whose id `wanted` refuses is not checked. With
/// `places` the characters that the rules came from are found again.
pub fn read(source: &Source, wanted: impl Fn(&str) -> bool, places: bool, vocabulary: &Vocabulary) -> Reading {
    match rule::yaml::read(&source.text) {
        Err(diagnostics) => Reading { id: None, trial: None, diagnostics },
        Ok(mut trial) => {
            let id = Some(trial.trial.clone());
            if !wanted(&trial.trial) {
                return Reading { id, trial: None, diagnostics: Vec::new() };
            }
            if places {
                language::place(&mut trial, vocabulary);
            }
            let (trial, diagnostics) = rule::check(trial, Some(&source.text), vocabulary);
            Reading { id, trial, diagnostics }
        }
    }
}

/// What a check tells beyond what stops a trial.
pub fn reason(source: &Source, reading: &mut Reading) {
    let Some(trial) = &reading.trial else { return };
    reading.diagnostics.extend(language::doubts(trial, Some(&source.text)));
    reading.diagnostics.sort_by_key(|d| d.span.map(|s| s.start));
}

/// The YAML files of the paths that `wanted` takes: those named, and those of folders and the
/// folders below, sorted by name; or why a path gives none.
pub fn walk(paths: &[PathBuf], wanted: impl Fn(&Path) -> bool) -> Vec<Result<PathBuf, Problem>> {
    let mut found: Vec<Result<PathBuf, Problem>> = Vec::new();
    for path in paths {
        if input::is_standard_input(path) || !path.is_dir() {
            found.push(Ok(path.clone()));
            continue;
        }
        let (mut open, mut files) = (vec![path.clone()], Vec::new());
        while let Some(folder) = open.pop() {
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) => {
                    found.push(Err(Problem { message: input::unreadable(&folder, &error).to_string(), help: None }));
                    continue;
                }
            };
            for entry in entries.flatten() {
                // A link to a folder may lead in a circle and is not followed.
                let (file, is_folder) = (entry.path(), entry.file_type().is_ok_and(|t| t.is_dir()));
                if is_folder && !entry.file_name().to_string_lossy().starts_with('.') {
                    open.push(file);
                } else if is_yaml(&file) && wanted(&file) && !file.is_dir() {
                    files.push(file);
                }
            }
        }
        files.sort();
        found.extend(files.into_iter().map(Ok));
    }
    let mut seen = Vec::new();
    found.retain(|file| {
        let Ok(file) = file else { return true };
        let real = fs::canonicalize(file).unwrap_or_else(|_| file.clone());
        let new = !seen.contains(&real);
        seen.push(real);
        new
    });
    found
}

fn named(path: &Path) -> Result<PathBuf, Problem> {
    if is_test(path) {
        let help = "name the trial file itself";
        return Err(Problem { message: format!("{} holds the tests of a trial, not a trial", path.display()), help: Some(help.to_owned()) });
    }
    Ok(path.to_owned())
}

/// The trial files of a folder, and what each is wherever a link leads.
fn folder(path: &Path) -> Result<Vec<(PathBuf, PathBuf)>, Problem> {
    let unreadable = |e: &std::io::Error| Problem { message: input::unreadable(path, e).to_string(), help: None };
    let folder = fs::canonicalize(path).map_err(|e| unreadable(&e))?;
    let mut names = Vec::new();
    for entry in fs::read_dir(path).map_err(|e| unreadable(&e))? {
        let entry = entry.map_err(|e| unreadable(&e))?;
        let name = entry.file_name();
        if !is_yaml(Path::new(&name)) || is_test(Path::new(&name)) {
            continue;
        }
        let linked = entry.file_type().is_ok_and(|t| t.is_symlink());
        let is_folder = if linked { entry.path().is_dir() } else { entry.file_type().is_ok_and(|t| t.is_dir()) };
        if !is_folder {
            names.push((name, linked));
        }
    }
    names.sort_unstable();
    let real = |file: &Path, name: &OsString, linked: bool| {
        if linked { fs::canonicalize(file).unwrap_or_else(|_| file.to_owned()) } else { folder.join(name) }
    };
    let both = |(name, linked): (OsString, bool)| {
        let file = path.join(&name);
        let real = real(&file, &name, linked);
        (file, real)
    };
    Ok(names.into_iter().map(both).collect())
}

pub fn is_yaml(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
    !hidden && path.extension().is_some_and(|e| e.eq_ignore_ascii_case("yaml") || e.eq_ignore_ascii_case("yml"))
}

pub fn is_test(path: &Path) -> bool {
    let ending = b".test";
    let stem = path.file_stem().map(|s| s.as_encoded_bytes()).unwrap_or_default();
    let last = stem.get(stem.len().saturating_sub(ending.len())..).unwrap_or_default();
    last.eq_ignore_ascii_case(ending) && is_yaml(path)
}

fn nothing_in(folder: &Path) -> Problem {
    let found = if folder.is_dir() { "has no trial file (*.yaml)" } else { "does not exist" };
    Problem {
        message: format!("no trial found: the folder {} {found}", folder.display()),
        help: Some(
            "name trial files or their folder (`screen … --trials PATH`, `check PATH`), or make one: `trialsieve parse page.txt > criteria/ID.yaml`"
                .to_owned(),
        ),
    }
}
