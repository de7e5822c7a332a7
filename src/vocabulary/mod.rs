//! What may be asked about a patient: measures and findings with their names, units, codes,
//! ranges and validity.
//!
//! The rows are data under `grammar/vocabulary/`, checked when the crate is built.

mod concept;
pub mod derived;
mod entry;
mod fold;
mod lookup;
mod spelling;
mod standing;
mod trie;

pub use concept::{Concept, Words};
pub use entry::{Entry, Finding, FindingId, FindingKind, Measure, MeasureId, Validity};
pub use fold::{fold_key, fold_words, key_of};
pub(crate) use lookup::TextWord;
pub use lookup::Vocabulary;
pub use spelling::fold_word;
pub(crate) use standing::Standing;
pub(crate) use trie::{Packed, Trie};
