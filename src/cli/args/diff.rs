//! What `diff` takes.

use super::ListFormat;
use clap::Args;
use std::path::PathBuf;

/// Show what an amendment changed in meaning, and which patients it flips.
///
/// Two versions of a trial are compared criterion by criterion: stricter (it is proved that nobody
/// who failed the old criterion passes the new one), looser, both (some come in, some drop out),
/// reworded only (every patient gets the same answer), added, removed, moved; with the bounds that
/// changed. Where neither direction can be proved, it says so. Criteria are matched by their words
/// and rules, not only by their ids, which shift when one is inserted.
#[derive(Debug, Args)]
#[command(after_long_help = DIFF_EXAMPLES)]
pub struct DiffArguments {
    /// The trial file as it was, or a folder of them; `-` is standard input
    pub old: PathBuf,
    /// The trial file as it is, or a folder of them, matched by the trials' ids
    pub new: PathBuf,
    /// Patient profiles, or folders of them: whose verdict flips, and by which criterion
    #[arg(long, value_name = "FILES", num_args = 1..)]
    pub patients: Vec<PathBuf>,
    /// The moment to ask about, with its zone: 2026-11-20T10:00:00Z
    #[arg(long, value_name = "TIME", requires = "patients")]
    pub at: Option<String>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}

const DIFF_EXAMPLES: &str = "\
Examples:
  trialsieve diff NCT06872021.v1.yaml NCT06872021.yaml
  trialsieve diff criteria.old criteria --patients ward/*.json
  git show HEAD~1:criteria/NCT06872021.yaml | trialsieve diff - criteria/NCT06872021.yaml --format json

Exit code 0: nothing changed in meaning; 1: something did; 2: a file could not be read. The others are
compared all the same.";
