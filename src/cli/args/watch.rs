//! What `watch` takes.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Read observations as they arrive and tell whenever a patient's verdict for a trial changes.
///
/// Standard input holds one JSON object a line: the `patient`, and a datum in the profile's form;
/// either an observation itself (`of`, `value`, `unit`, `at`) or one of a profile's lists
/// (`medications`, `conditions`, `procedures`, `findings`, `complete`). The moment is `recorded`
/// if the line has it, else the newest time in the datum, and never goes back; a line with
/// `patient` and `recorded` alone lets time pass.
///
/// Out comes a line for each verdict that changed, and at first for every trial of a patient who
/// is new. Only what the datum can touch, and what time has changed since, is asked again.
#[derive(Debug, Args)]
#[command(after_long_help = WATCH_EXAMPLES)]
pub struct WatchArguments {
    /// What is known of patients at the start: a profile, or one a line
    #[arg(value_name = "PATIENTS")]
    pub patients: Vec<PathBuf>,
    /// Trial files, or folders of them; may be given several times [default: criteria, else the
    /// trials that come with the program]
    #[arg(long, value_name = "PATH")]
    pub trials: Vec<PathBuf>,
    /// How to write the changes
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ChangeFormat::Ndjson)]
    pub format: ChangeFormat,
    /// Watch this trial alone; may be given several times
    #[arg(long, value_name = "TRIAL")]
    pub only: Vec<String>,
    /// Stop at the first row that cannot be used or has doubtful data
    #[arg(long)]
    pub strict: bool,
}

/// How changes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChangeFormat {
    /// One JSON object a line
    Ndjson,
    /// One line for people
    Text,
}

const WATCH_EXAMPLES: &str = "\
Examples:
  monitor | trialsieve watch ward.ndjson --trials criteria
  trialsieve watch --only ECMO-RESCUE --format text < observations.ndjson

  {\"patient\": \"P-1\", \"of\": \"lactate\", \"value\": 6.4, \"unit\": \"mmol/L\", \"at\": \"2026-11-20T09:20:00Z\"}
  {\"patient\": \"P-1\", \"procedures\": [{\"name\": \"VA-ECMO\", \"status\": \"done\", \"from\": \"2026-11-20T06:00:00Z\"}]}
  {\"patient\": \"P-1\", \"recorded\": \"2026-11-20T12:00:00Z\"}

A row that cannot be used is named with its line, and the others go on. Exit code 2 says that there
was one, or that a trial could not be used.";
