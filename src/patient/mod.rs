//! Patient profiles: one patient's data as the program holds it, and the readers for it.

mod profile;

pub use profile::{Age, Birth, Complete, Datum, Doubt, Given, Medication, Observation, Origin, Presence, Profile, Reading, Record, RecordKind};

use crate::diagnostic::Diagnostic;
use crate::vocabulary::Vocabulary;

/// Reads a profile from JSON. With an error there is no profile; warnings leave it in force.
pub fn read(_text: &str, _vocabulary: &Vocabulary) -> (Option<Profile>, Vec<Diagnostic>) {
    (None, Vec::new())
}
