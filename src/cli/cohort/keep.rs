//! Where rows go: standard output, or a file that has its name only when it is whole.
//!
//! Beside the unfinished file stands a journal: what is being done, and after each batch how
//! many lines have been read, how many bytes written and how many rows were bad. `--resume` cuts
//! the file back to the last entry that it holds, and goes on behind those lines.

use super::sink::Sink;
use crate::cli::args::CohortArguments;
use crate::cli::input;
use crate::cli::terminal::Terminal;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use trialsieve::rule::CheckedTrial;

/// The rows' way out.
pub enum Output {
    /// There are none, or they go to standard output.
    Stream {
        rows: bool,
    },
    Kept(Box<Kept>),
}

/// A file that is being written.
pub struct Kept {
    path: PathBuf,
    unfinished: PathBuf,
    journal_path: PathBuf,
    sink: Sink,
    journal: File,
    written: u64,
    done: Done,
    new: bool,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Done {
    lines: usize,
    bytes: u64,
    bad: usize,
}

type Refusal = (String, Option<&'static str>);

impl Output {
    /// Begins, or goes on with what an earlier run left.
    ///
    /// # Errors
    /// What is in the way, and what would do.
    pub fn open(arguments: &CohortArguments, trials: &[CheckedTrial], rows: bool) -> Result<Self, Refusal> {
        let Some(path) = &arguments.output else { return Ok(Self::Stream { rows }) };
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let beside = |ending: &str| path.with_file_name(format!(".{name}.{ending}"));
        let (unfinished, journal_path) = (beside("part"), beside("part.journal"));
        let wrong = |p: &Path, e: &io::Error| (format!("{} cannot be written: {}", p.display(), input::reason(e)), None);
        let task = task(arguments, trials);
        let mut done = None;
        if arguments.resume && journal_path.exists() {
            let (was, entries) = entries(&journal_path).map_err(|e| wrong(&journal_path, &e))?;
            if was != task {
                let help = "start anew without --resume, or with the same patients, trials and options as before";
                return Err((format!("{} was begun with other input or options", path.display()), Some(help)));
            }
            let held = fs::metadata(&unfinished).map_or(0, |m| m.len());
            done = entries.into_iter().rev().find(|d| d.bytes <= held);
        }
        let done = done.unwrap_or_default();
        let begin = || -> io::Result<(File, File)> {
            let mut file = OpenOptions::new().write(true).create(true).truncate(done.lines == 0).open(&unfinished)?;
            file.set_len(done.bytes)?;
            file.seek(SeekFrom::Start(done.bytes))?;
            let mut journal = File::create(&journal_path)?;
            journal.write_all(format!("{task}\n{}", entry(done)).as_bytes())?;
            Ok((file, journal))
        };
        let (file, journal) = begin().map_err(|e| wrong(&unfinished, &e))?;
        let sink = Sink::new(arguments.format, file).map_err(|e| wrong(&unfinished, &e))?;
        let kept = Kept { path: path.clone(), unfinished, journal_path, sink, journal, written: done.bytes, done, new: done.lines == 0 };
        Ok(Self::Kept(Box::new(kept)))
    }

    /// Lines that an earlier run has done.
    pub fn done(&self) -> usize {
        self.kept().map_or(0, |k| k.done.lines)
    }

    /// Bad rows of an earlier run.
    pub fn bad(&self) -> usize {
        self.kept().map_or(0, |k| k.done.bad)
    }

    /// Whether nothing has been written yet.
    pub fn is_new(&self) -> bool {
        self.kept().is_none_or(|k| k.new)
    }

    pub fn write(&mut self, rows: &[u8], terminal: &mut Terminal) -> io::Result<()> {
        match self {
            Self::Stream { rows: true } => terminal.write_bytes(rows),
            Self::Stream { rows: false } => Ok(()),
            Self::Kept(kept) => {
                kept.written = kept.written.saturating_add(u64::try_from(rows.len()).unwrap_or(u64::MAX));
                kept.sink.write(rows)
            }
        }
    }

    /// Notes that so many lines have been done.
    pub fn note(&mut self, lines: usize, bad: usize) -> io::Result<()> {
        let Self::Kept(kept) = self else { return Ok(()) };
        kept.sink.flush()?;
        kept.journal.write_all(entry(Done { lines, bytes: kept.written, bad }).as_bytes())
    }

    /// Gives the file its name.
    pub fn finish(self) -> io::Result<()> {
        let Self::Kept(kept) = self else { return Ok(()) };
        kept.sink.finish()?;
        fs::rename(&kept.unfinished, &kept.path)?;
        fs::remove_file(&kept.journal_path)
    }

    fn kept(&self) -> Option<&Kept> {
        match self {
            Self::Stream { .. } => None,
            Self::Kept(kept) => Some(kept),
        }
    }
}

/// What is being done, in one line: nothing else can be gone on with.
fn task(arguments: &CohortArguments, trials: &[CheckedTrial]) -> String {
    use std::hash::{Hash, Hasher};
    let mut hash = rustc_hash::FxHasher::default();
    for trial in trials {
        // The whole trial, in the one form that its file has.
        trialsieve::rule::yaml::write(trial.trial()).hash(&mut hash);
    }
    for path in &arguments.patients {
        path.hash(&mut hash);
        fs::metadata(path).map_or(0, |m| m.len()).hash(&mut hash);
    }
    (&arguments.at, arguments.strict, arguments.format).hash(&mut hash);
    format!("trialsieve {} {:016x}", env!("CARGO_PKG_VERSION"), hash.finish())
}

fn entry(done: Done) -> String {
    format!("{} {} {}\n", done.lines, done.bytes, done.bad)
}

/// The task, and every entry that was written to its end.
fn entries(path: &Path) -> io::Result<(String, Vec<Done>)> {
    let text = fs::read_to_string(path)?;
    // An entry without its end was cut off.
    let mut lines = text.split_inclusive('\n').filter_map(|l| l.strip_suffix('\n'));
    let task = lines.next().unwrap_or_default().to_owned();
    let mut found = Vec::new();
    for line in lines {
        let numbers: Vec<u64> = line.split(' ').filter_map(|n| n.parse().ok()).collect();
        if let [lines, bytes, bad] = numbers.as_slice() {
            let small = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
            found.push(Done { lines: small(*lines), bytes: *bytes, bad: small(*bad) });
        }
    }
    Ok((task, found))
}
