//! What `check` says of a file, as the editor shows it.

use super::document::Document;
use super::files::Files;
use crate::cli::trials;
use lsp_types::{Diagnostic as Shown, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Uri};
use std::path::{Path, PathBuf};
use trialsieve::diagnostic::{Code, Diagnostic, Level};
use trialsieve::rule::{CheckedTrial, Shape, yaml::tree};
use trialsieve::source::{Source, Span};
use trialsieve::testing;
use trialsieve::vocabulary::Vocabulary;

/// The file's name as diagnostics give it.
const SOURCE: &str = "trialsieve";

/// Whether a file holds the tests of a trial.
pub fn is_test(path: &Path, text: &str) -> bool {
    // A new file has no name yet.
    if trials::is_yaml(path) { trials::is_test(path) } else { testing::is_test(text) }
}

/// What `check` finds in a trial file. Editors send any YAML: a file without one key of a trial
/// file is none, and nothing is said about it.
pub fn trial(text: &str) -> Vec<Diagnostic> {
    if is_foreign(text) {
        return Vec::new();
    }
    let source = Source { name: String::new(), text: text.to_owned() };
    let mut reading = trials::read(&source, |_| true, false, Vocabulary::builtin());
    trials::reason(&source, &mut reading);
    reading.diagnostics
}

fn is_foreign(text: &str) -> bool {
    let Ok(document) = tree::read(text) else { return false };
    match document.root.map(|root| root.kind) {
        Some(tree::Kind::Map(fields)) => !fields.is_empty() && fields.iter().all(|f| Shape::Trial.field(&f.key).is_none()),
        _ => false,
    }
}

/// What the reader of tests finds in a test file. `open` gives the text of a file that the editor
/// has open.
pub fn test(text: &str, path: &Path, files: &dyn Files, open: &dyn Fn(&Path) -> Option<String>) -> Vec<Diagnostic> {
    let id = match testing::trial_of(text) {
        Ok((id, _)) => id,
        Err(diagnostic) => return vec![diagnostic],
    };
    match tested(path, &id, files, open) {
        Ok(trial) => {
            let (suite, mut found) = testing::read(text, &trial);
            found.extend(suite.into_iter().flat_map(|s| s.cases).flat_map(|case| case.doubts));
            found
        }
        Err((message, help)) => {
            let place = text.find("trial:").map(|at| Span::new(at, at.saturating_add("trial".len())));
            let mut diagnostic = Diagnostic::new(Code::BrokenReference, message).help(help);
            diagnostic.span = place;
            vec![diagnostic]
        }
    }
}

/// The trial that a test file is about; else what is wrong and what would do.
fn tested(path: &Path, id: &str, files: &dyn Files, open: &dyn Fn(&Path) -> Option<String>) -> Result<CheckedTrial, (String, String)> {
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
    let usual = folder.join(format!("{id}.yaml"));
    for candidate in std::iter::once(usual).chain(files.trials(&folder)) {
        let Some(text) = open(&candidate).or_else(|| files.text(&candidate)) else { continue };
        let source = Source { name: String::new(), text };
        let reading = trials::read(&source, |found| found == id, false, Vocabulary::builtin());
        match (reading.id.as_deref() == Some(id), reading.trial) {
            (true, Some(trial)) => return Ok(trial),
            (true, None) => {
                let name = candidate.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                return Err((format!("the trial `{id}` has an error, so that its tests cannot be read"), format!("mend {name} first")));
            }
            _ => {}
        }
    }
    Err((format!("there is no trial `{id}` beside this file"), "the tests of a trial stand beside its file".to_owned()))
}

/// A diagnostic as the editor shows it. Where the editor has no place for related words, the help
/// is part of the message.
pub fn shown(diagnostic: &Diagnostic, document: &Document, uri: &Uri, related: bool) -> Shown {
    let row = diagnostic.code.row();
    let range = document.range(diagnostic.span.unwrap_or_default());
    let help = diagnostic.help.as_deref().map(|help| format!("help: {help}"));
    let beside = help.clone().filter(|_| related).map(|message| {
        let location = Location { uri: uri.clone(), range };
        vec![DiagnosticRelatedInformation { location, message }]
    });
    let message = match help.filter(|_| !related) {
        Some(help) => format!("{}\n{help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    Shown {
        range,
        severity: Some(match diagnostic.level {
            Level::Error => DiagnosticSeverity::ERROR,
            Level::Warning => DiagnosticSeverity::WARNING,
            Level::Note => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(row.number.to_owned())),
        // There is no page on the web to point to: `trialsieve explain` has it.
        code_description: None,
        source: Some(SOURCE.to_owned()),
        message,
        related_information: beside,
        tags: None,
        data: None,
    }
}
