//! What `cohort` takes.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Screen many patients, one profile a line, against many trials.
///
/// The files hold one JSON profile a line (NDJSON), plain or packed with gzip or Zstandard, or a
/// profile a row (Parquet, where the program was built with it: the columns are the fields of a
/// profile, or one text column `profile` holds it as JSON). Out
/// comes one row for each patient and trial, in the order of the input, with the criteria that
/// fail and those that are unknown; or with --summary how many patients each criterion leaves.
///
/// A row that cannot be used is named with its line and counted, and the others go on. Memory
/// stays the same whatever the size of the files.
#[derive(Debug, Args)]
#[command(after_long_help = COHORT_EXAMPLES)]
pub struct CohortArguments {
    /// Files of profiles, one a line; `-` is standard input
    #[arg(required = true, value_name = "PATIENTS.ndjson")]
    pub patients: Vec<PathBuf>,
    /// Trial files, or folders of them; may be given several times [default: criteria, else the
    /// trials that come with the program]
    #[arg(long, value_name = "PATH")]
    pub trials: Vec<PathBuf>,
    /// The moment to ask about, instead of each profile's own
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// How to write the rows
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = RowFormat::Ndjson)]
    pub format: RowFormat,
    /// Write the rows into this file, which has its name only when it is whole
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Go on with the rows of a run that was interrupted
    #[arg(long, conflicts_with_all = ["summary", "what_if"])]
    pub resume: bool,
    /// Count instead of rows: who remains after each criterion, whom each excludes, what is not
    /// known; as a table, as JSON, or as a picture of the flow (SVG)
    #[arg(long, value_name = "AS", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "table")]
    pub summary: Option<SummaryFormat>,
    /// Count with a changed criterion, too: \"TRIAL.I2: VIS > 100\"; may be given several times
    #[arg(long, value_name = "TRIAL.ID: WORDS")]
    pub what_if: Vec<String>,
    /// Screen for this trial alone; may be given several times
    #[arg(long, value_name = "TRIAL")]
    pub only: Vec<String>,
    /// Stop at the first row that cannot be used or has doubtful data
    #[arg(long)]
    pub strict: bool,
    /// How many threads screen [default: one for each core]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ValueEnum)]
pub enum RowFormat {
    /// One JSON object a line
    Ndjson,
    /// Comma-separated values; several ids in a field stand with blanks between them
    Csv,
    /// A table of Parquet, into the file of --output
    #[cfg(feature = "parquet")]
    Parquet,
}

/// How the summary is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SummaryFormat {
    /// A table for people
    Table,
    /// JSON for programs
    Json,
    /// The flow of patients as a picture
    Svg,
}

const COHORT_EXAMPLES: &str = "\
Examples:
  trialsieve cohort ward.ndjson > rows.ndjson
  trialsieve cohort hospital.ndjson.zst --trials criteria --output rows.csv --format csv
  trialsieve cohort hospital.ndjson.zst --trials criteria --output rows.csv --format csv --resume
  trialsieve cohort ward.ndjson --summary
  trialsieve cohort ward.ndjson --summary=svg --only ECMO-RESCUE > flow.svg
  trialsieve cohort ward.ndjson --what-if \"ECMO-RESCUE.I2: VIS > 100\"

In a summary a patient remains whom no criterion so far excludes; for certain, who passes them
all. Exit code 2 says that a row, a file or a trial could not be used.";
