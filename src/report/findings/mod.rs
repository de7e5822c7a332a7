//! What a check found, for machines: one file per format.

mod github;
mod json;
mod sarif;

pub use github::github;
pub use json::json;
pub use sarif::sarif;

use crate::diagnostic::{Diagnostic, Level};
use crate::source::{LineColumn, Source, Span, line_column};

/// What a check found.
#[derive(Debug, Clone, Default)]
pub struct Findings<'c> {
    /// The files that were read, in the order they were asked for.
    pub files: Vec<FileFindings<'c>>,
    /// What could not be read.
    pub unread: Vec<Unread<'c>>,
}

/// What was found in one file.
#[derive(Debug, Clone, Copy)]
pub struct FileFindings<'c> {
    /// The file.
    pub source: &'c Source,
    /// The id of the trial in it, as far as it could be read.
    pub trial: Option<&'c str>,
    /// What is wrong in it, or worth knowing.
    pub diagnostics: &'c [Diagnostic],
}

/// A path that could not be read.
#[derive(Debug, Clone, Copy)]
pub struct Unread<'c> {
    /// Why.
    pub message: &'c str,
    /// What would do.
    pub help: Option<&'c str>,
}

/// Where something stands in a text. Lines and columns count from 1, columns in Unicode code
/// points; ends are not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    start: LineColumn,
    end: LineColumn,
    bytes: Span,
    characters: [usize; 2],
}

impl Place {
    fn of(text: &str, span: Span) -> Self {
        let count = |byte: usize| text.char_indices().take_while(|(i, _)| *i < byte).count();
        let end = span.end.max(span.start);
        Self {
            start: line_column(text, span.start),
            end: line_column(text, end),
            bytes: Span::new(span.start, end),
            characters: [count(span.start), count(end)],
        }
    }
}

impl FileFindings<'_> {
    fn place(&self, diagnostic: &Diagnostic) -> Option<Place> {
        diagnostic.span.map(|span| Place::of(&self.source.text, span))
    }
}

/// How many of each level there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Counts {
    /// Counts diagnostics.
    pub fn of<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>) -> Self {
        let mut counts = Self::default();
        for diagnostic in diagnostics {
            let count = match diagnostic.level {
                Level::Error => &mut counts.errors,
                Level::Warning => &mut counts.warnings,
                Level::Note => &mut counts.notes,
            };
            *count = count.saturating_add(1);
        }
        counts
    }

    /// `1 error, 2 warnings`; what there is none of is not named.
    pub fn words(self) -> Vec<String> {
        let some = |count: usize, word: &str| (count > 0).then(|| format!("{count} {word}{}", if count == 1 { "" } else { "s" }));
        [some(self.errors, "error"), some(self.warnings, "warning"), some(self.notes, "note")].into_iter().flatten().collect()
    }
}

/// What was found and what would do, as one text.
fn told(diagnostic: &Diagnostic) -> String {
    match &diagnostic.help {
        Some(help) => format!("{}\nhelp: {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    }
}

#[cfg(test)]
mod tests;
