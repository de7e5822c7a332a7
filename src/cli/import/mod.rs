//! `trialsieve import`.

mod gather;
mod keep;

use super::args::{ImportArguments, ListFormat};
use super::exit::Exit;
use super::terminal::Terminal;
use super::{input, messages, parse, progress, store};
use gather::Part;
use indicatif::ProgressBar;
use serde::Serialize;
use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use trialsieve::diagnostic::{Code, Diagnostic, Level};
use trialsieve::language;
use trialsieve::rule::{Trial, yaml};
use trialsieve::source::Source;
use trialsieve::vocabulary::Vocabulary;

/// So many files are many: a bar shows how far it has come.
const MANY: usize = 20;

/// Writes a trial file of each record.
pub fn run(arguments: &ImportArguments, terminal: &mut Terminal) -> io::Result<Exit> {
    if let Err(error) = fs::create_dir_all(&arguments.into) {
        terminal.error(&format!("the folder {} cannot be made: {}", arguments.into.display(), input::reason(&error)), None);
        return Ok(Exit::CouldNot);
    }
    let mut import = Import { arguments, exit: Exit::Done, rows: Vec::new(), seen: HashMap::new(), progress: ProgressBar::hidden() };
    let files = gather::files(&arguments.files);
    if files.len() >= MANY && io::stderr().is_terminal() {
        import.progress = progress::bar(files.len());
    }
    for file in files {
        match file {
            Ok(path) => import.file(&path, terminal)?,
            Err(message) => import.refuse(&message, None, terminal),
        }
        import.progress.inc(1);
    }
    import.progress.finish_and_clear();
    import.end(terminal)
}

/// An import under way.
struct Import<'a> {
    arguments: &'a ImportArguments,
    exit: Exit,
    rows: Vec<Row>,
    /// Where each file's record came from, and a mark of its content.
    seen: HashMap<String, (String, u64)>,
    progress: ProgressBar,
}

/// What was done with a record.
#[derive(Serialize)]
struct Row {
    from: String,
    trial: String,
    file: String,
    done: Done,
    criteria: usize,
    /// Criteria that are computed in full.
    full: usize,
    /// Criteria whose rule or review a person made and that were kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    kept: Vec<String>,
    /// Where the old file is.
    #[serde(skip_serializing_if = "Option::is_none")]
    backup: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Done {
    Written,
    Replaced,
    Unchanged,
    Exists,
}

impl Done {
    fn word(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Replaced => "replaced",
            Self::Unchanged => "unchanged",
            Self::Exists => "there already, not replaced",
        }
    }
}

#[derive(Serialize)]
struct Imported {
    format: u32,
    trials: Vec<Row>,
}

impl Import<'_> {
    fn file(&mut self, path: &Path, terminal: &mut Terminal) -> io::Result<()> {
        let source = match input::read(path) {
            Ok(source) => source,
            Err(error) => {
                self.refuse(&error.to_string(), None, terminal);
                return Ok(());
            }
        };
        let name = parse::name_of(path);
        for part in gather::parts(path, &source) {
            match part {
                Part::Not(message, help) => self.refuse(&message, help.as_deref(), terminal),
                Part::Record(record, at) => {
                    let parsed = language::parse_record(&record, &name, Vocabulary::builtin());
                    self.trial(parsed, &source, &at, terminal)?;
                }
                Part::Page => {
                    let parsed = language::parse(&source.text, &name, Vocabulary::builtin());
                    self.trial(parsed, &source, &source.name, terminal)?;
                }
            }
        }
        Ok(())
    }

    fn trial(&mut self, (mut trial, found): (Trial, Vec<Diagnostic>), source: &Source, from: &str, terminal: &mut Terminal) -> io::Result<()> {
        if !trial.criteria().any(|(_, c)| !matches!(c.id.as_str(), "AGE" | "SEX")) {
            // A trial without criteria would be open to everybody: better no file than that one.
            let help = "criteria stand under a heading such as `Inclusion Criteria`";
            self.refuse(&format!("{from}: {} holds no criteria", trial.trial), Some(help), terminal);
            return Ok(());
        }
        trial.inclusion.iter_mut().chain(&mut trial.exclusion).for_each(|c| c.rule.forget_places());
        let file = store::name_of(&trial.trial);
        let mut mark = DefaultHasher::new();
        yaml::write(&trial).hash(&mut mark);
        let mark = mark.finish();
        if let Some((first, content)) = self.seen.get(&file.to_lowercase()) {
            let first = first.clone();
            if *content == mark {
                let message = format!("{from}: {} was imported already from {first}, word for word the same", trial.trial);
                self.progress.suspend(|| terminal.warn(&message, None));
            } else {
                let message = format!("{from}: {} stands twice, and differently; the one of {first} was imported", trial.trial);
                self.refuse(&message, Some("keep the newer of the two records"), terminal);
            }
            return Ok(());
        }
        self.seen.insert(file.to_lowercase(), (from.to_owned(), mark));
        let path = self.arguments.into.join(format!("{file}.yaml"));
        self.tell_found(&found, source, &trial, terminal);
        match self.store(&path, trial, from, terminal) {
            Ok(row) => self.row(row, terminal),
            Err(error) => {
                self.refuse(&format!("{} cannot be written: {}", path.display(), input::reason(&error)), None, terminal);
                Ok(())
            }
        }
    }

    /// Writes the file, unless another is there that nobody said to replace.
    fn store(&mut self, path: &Path, trial: Trial, from: &str, terminal: &mut Terminal) -> io::Result<Row> {
        let text = yaml::ended(&yaml::write(&trial));
        let mut row = Row::of(&trial, from, path);
        let old = match fs::read_to_string(path) {
            Ok(old) => old,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                store::write(path, &text)?;
                return Ok(row);
            }
            // What is no text is no trial file, but it is somebody's all the same.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => String::new(),
            Err(error) => return Err(error),
        };
        if old == text {
            row.done = Done::Unchanged;
            return Ok(row);
        }
        if !self.arguments.force {
            row.done = Done::Exists;
            return Ok(row);
        }
        let (trial, text, lost) = match yaml::read(&old) {
            Ok(before) => {
                let kept = keep::keep(&before, trial, Vocabulary::builtin());
                row = Row::of(&kept.trial, from, path);
                row.kept = kept.kept;
                let text = yaml::ended(&yaml::write(&kept.trial));
                let text = keep::with_comments(&text, &old, &before, &kept.trial);
                (kept.trial, text, kept.lost)
            }
            Err(_) => {
                let message = format!("{} was no trial file that can be read", path.display());
                self.progress.suspend(|| terminal.warn(&message, Some("it is kept beside the new one")));
                (trial, text, Vec::new())
            }
        };
        if old == text {
            row.done = Done::Unchanged;
            return Ok(row);
        }
        let backup = store::back_up(path)?;
        store::write(path, &text)?;
        if !lost.is_empty() {
            let message = format!("{}: a person had changed {}, whose words are not in the record any more", trial.trial, lost.join(", "));
            self.progress.suspend(|| terminal.warn(&message, Some(&format!("see {}", backup.display()))));
        }
        row.done = Done::Replaced;
        row.backup = Some(backup.display().to_string());
        Ok(row)
    }

    /// Notes about the record; of what is left for a person only the number, unless asked for.
    fn tell_found(&self, found: &[Diagnostic], source: &Source, trial: &Trial, terminal: &mut Terminal) {
        let shown = |d: &&Diagnostic| self.arguments.verbose || d.code == Code::RegistryDisagrees || d.level == Level::Error;
        for diagnostic in found.iter().filter(shown) {
            let mut diagnostic = diagnostic.clone();
            diagnostic.path = Some(messages::joined(&trial.trial, diagnostic.path.as_deref()));
            self.progress.suspend(|| terminal.diagnostic(source, &diagnostic));
        }
    }

    fn refuse(&mut self, message: &str, help: Option<&str>, terminal: &mut Terminal) {
        self.exit = Exit::CouldNot;
        self.progress.suspend(|| terminal.error(message, help));
    }

    fn row(&mut self, row: Row, terminal: &mut Terminal) -> io::Result<()> {
        if row.done == Done::Exists {
            self.exit = self.exit.max(Exit::No);
        }
        if self.arguments.format == ListFormat::Text {
            let mut line = format!("{}: {}, {} criteria, {} of them computed in full", row.file, row.done.word(), row.criteria, row.full);
            if !row.kept.is_empty() {
                line.push_str(&format!("; kept as a person left them: {}", row.kept.join(", ")));
            }
            if let Some(backup) = &row.backup {
                line.push_str(&format!("; the old file is {backup}"));
            }
            line.push('\n');
            self.progress.suspend(|| terminal.write(&line))?;
        }
        self.rows.push(row);
        Ok(())
    }

    fn end(self, terminal: &mut Terminal) -> io::Result<Exit> {
        let count = |done: Done| self.rows.iter().filter(|r| r.done == done).count();
        let (criteria, full) = self.rows.iter().fold((0usize, 0usize), |(c, f), r| (c.saturating_add(r.criteria), f.saturating_add(r.full)));
        let exists = count(Done::Exists);
        if self.arguments.format == ListFormat::Json {
            let text = serde_json::to_string_pretty(&Imported { format: 1, trials: self.rows }).map_err(io::Error::other)?;
            terminal.write(&text)?;
            terminal.write("\n")?;
            terminal.flush()?;
        } else if self.rows.len() > 1 {
            let parts: Vec<String> = [Done::Written, Done::Replaced, Done::Unchanged]
                .iter()
                .map(|done| (count(*done), done.word()))
                .filter(|(n, _)| *n > 0)
                .map(|(n, word)| format!("{n} {word}"))
                .collect();
            terminal.flush()?;
            terminal.say(&format!("{} trials: {}; {criteria} criteria, {full} of them computed in full", self.rows.len(), parts.join(", ")));
        }
        if exists > 0 {
            let what = if exists == 1 { "a trial file was".to_owned() } else { format!("{exists} trial files were") };
            terminal.warn(&format!("{what} there already and not replaced"), Some("`--force` replaces them and keeps what a person changed"));
        }
        Ok(self.exit)
    }
}

impl Row {
    fn of(trial: &Trial, from: &str, path: &Path) -> Self {
        let criteria = trial.criteria().count();
        let full = trial.criteria().filter(|(_, c)| !c.needs_review()).count();
        let (trial, file) = (trial.trial.clone(), PathBuf::from(path).display().to_string());
        Self { from: from.to_owned(), trial, file, done: Done::Written, criteria, full, kept: Vec::new(), backup: None }
    }
}
