//! Patient profiles: one patient's data as the program holds it, and the readers for it.

mod codes;
mod conflicts;
mod fit;
mod form;
mod json;
mod medications;
mod names;
mod observations;
mod path;
mod person;
pub(crate) mod plain;
mod profile;
mod rates;
mod reader;
mod records;
#[cfg(feature = "schema")]
pub(crate) mod schema;
mod spelling;
mod syntax;
mod values;

pub use profile::{Age, Birth, Complete, Datum, Doubt, Given, Medication, Observation, Origin, Presence, Profile, Reading, Record, RecordKind};

use crate::diagnostic::Diagnostic;
use crate::vocabulary::Vocabulary;

/// Reads a profile from JSON. With an error there is no profile; warnings leave it in force.
///
/// Errors are about the structure: what is not JSON, an unknown field, a key that stands
/// twice, a value of another form, a date that does not exist. Warnings are about doubtful
/// data: each such datum is in the profile, with the reason why it is unknown. Diagnostics
/// come in the order of the file, and show the place.
///
/// Numbers are kept as they are written; nothing is converted or rounded here. A field that is
/// `null` counts as left out; an id may be missing, and is empty then.
///
/// ```
/// use trialsieve::{diagnostic::Code, patient, vocabulary::Vocabulary};
/// let text = r#"{"id": "P1", "age": "64 years", "conditions": ["septic shock"], "labs": {"lactate": 6.1}}"#;
/// let (profile, diagnostics) = patient::read(text, Vocabulary::builtin());
/// // A lactate without a unit is never guessed; the rest of the profile is in force.
/// assert_eq!(profile.unwrap().records.len(), 1);
/// assert_eq!(diagnostics[0].code, Code::MissingUnit);
/// assert_eq!(diagnostics[0].path.as_deref(), Some("labs.lactate"));
/// // A date that does not exist is an error.
/// assert!(patient::read(r#"{"birth_date": "1961-02-30"}"#, Vocabulary::builtin()).0.is_none());
/// ```
pub fn read(text: &str, vocabulary: &Vocabulary) -> (Option<Profile>, Vec<Diagnostic>) {
    Readings::new(vocabulary).read(text)
}

/// Reads many profiles, each as [`read`] does: what a name, code or unit means is worked out once
/// and not for every file.
///
/// ```
/// use trialsieve::{patient, vocabulary::Vocabulary};
/// let mut readings = patient::Readings::new(Vocabulary::builtin());
/// for text in [r#"{"id": "P1", "conditions": ["sepsis"]}"#, r#"{"id": "P2", "conditions": ["sepsis"]}"#] {
///     assert_eq!(readings.read(text), patient::read(text, Vocabulary::builtin()));
/// }
/// ```
pub struct Readings<'v> {
    vocabulary: &'v Vocabulary,
    known: Option<reader::Known<'v>>,
    files: usize,
}

/// After so many files or names it begins anew: what files hold beside names does not pile up.
const MOST_FILES: usize = 1024;
const MOST_NAMES: usize = 1 << 15;

impl<'v> Readings<'v> {
    /// Nothing has been read yet.
    pub fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, known: None, files: 0 }
    }

    /// Reads a profile from JSON.
    pub fn read(&mut self, text: &str) -> (Option<Profile>, Vec<Diagnostic>) {
        let mut notes = Vec::new();
        let profile = json::read(text, &mut notes).and_then(|root| {
            let known = self.known.take().filter(|k| self.files < MOST_FILES && k.len() < MOST_NAMES);
            if known.is_none() {
                self.files = 0;
            }
            let mut reader = reader::Reader::new(self.vocabulary, known.unwrap_or_else(|| reader::Known::new(self.vocabulary)));
            let profile = reader.profile(&root);
            let (more, known) = reader.finish();
            self.known = Some(known);
            self.files = self.files.saturating_add(1);
            notes.extend(more);
            profile
        });
        notes.sort_by_key(|d| d.span.map_or(0, |s| s.start));
        let broken = notes.iter().any(Diagnostic::is_error);
        (profile.filter(|_| !broken), notes)
    }
}
