//! What `vocabulary` takes.

use super::ListFormat;
use clap::Args;

/// List the measures and findings that are known, or look one up.
///
/// An entry has its synonyms, unit, codes, possible range, how long a value holds, and for what
/// is computed its formula.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  trialsieve vocabulary lactate\n  trialsieve vocabulary \"heart attack\"\n  trialsieve vocabulary --format json > vocabulary.json\n\nContains content from LOINC (http://loinc.org), copyright Regenstrief Institute, Inc., available at\nno cost under the licence at http://loinc.org/license."
)]
pub struct VocabularyArguments {
    /// A name, synonym or abbreviation
    pub name: Option<String>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}
