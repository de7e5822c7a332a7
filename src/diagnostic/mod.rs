//! What is wrong in what people wrote: where, what was found, what would do.

mod catalog;
mod nearest;
mod page;

pub use catalog::{CATALOG, CatalogRow, Code, Subject};
pub(crate) use nearest::most_edits;
pub use nearest::nearest;

use crate::source::Span;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The input cannot be used as it is.
    Error,
    /// It can be used; something in it is doubtful and counts as unknown.
    Warning,
    /// Something worth knowing.
    Note,
}

/// One thing found wrong, or worth knowing, in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which mistake it is.
    pub code: Code,
    /// How bad it is here.
    pub level: Level,
    /// What was found, in one sentence.
    pub message: String,
    /// Where in the source text, in bytes; `None` where it is about the whole.
    pub span: Option<Span>,
    /// Where in the structure (`observations[3].unit`, `exclusion E3`), if it has one.
    pub path: Option<String>,
    /// What would do.
    pub help: Option<String>,
    /// The text that would do in place of the span's, where there is a suggestion.
    pub instead: Option<String>,
}

impl Diagnostic {
    /// A diagnostic at its code's own level.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, level: code.row().level, message: message.into(), span: None, path: None, help: None, instead: None }
    }

    /// The same, placed in the text.
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// The same, placed in the structure.
    pub fn within(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The same, with what would do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, with the text that would do in place of the span's.
    pub fn instead(mut self, text: impl Into<String>) -> Self {
        self.instead = Some(text.into());
        self
    }

    /// What is wrong and in which part of the input, in one line.
    ///
    /// ```
    /// use trialsieve::diagnostic::{Code, Diagnostic};
    /// let diagnostic = Diagnostic::new(Code::NotAValue, "it is pending").within("labs.lactate");
    /// assert_eq!(diagnostic.in_a_line(), "labs.lactate: it is pending");
    /// ```
    pub fn in_a_line(&self) -> String {
        self.path.as_ref().map_or_else(|| self.message.clone(), |path| format!("{path}: {}", self.message))
    }

    /// Whether it stops the input from being used.
    pub fn is_error(&self) -> bool {
        self.level == Level::Error
    }
}

impl Level {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}
