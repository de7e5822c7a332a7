//! What `screen` takes.

use clap::Args;
use clap::builder::PossibleValuesParser;
use std::path::PathBuf;
use trialsieve::report::FORMATS;

/// Check patients against trials: which criteria pass, which fail, why, and what is missing.
///
/// For every trial there is a verdict, and for every criterion whether it passes (✓), fails (✗)
/// or cannot be known yet (?), and why. What to find out next stands at the end.
///
/// The moment asked about is --at, else the profile's as_of, else its newest timestamp. Data
/// after the moment is not seen.
#[derive(Debug, Args)]
#[command(after_long_help = SCREEN_EXAMPLES)]
pub struct ScreenArguments {
    /// Patient profiles; `-` is standard input
    #[arg(required = true, value_name = "PATIENT.json")]
    pub patients: Vec<PathBuf>,
    /// Trial files, or folders of them; may be given several times [default: criteria, else the
    /// trials that come with the program]
    #[arg(long, value_name = "PATH")]
    pub trials: Vec<PathBuf>,
    /// The moment to ask about, with its zone: 2026-11-20T10:00:00Z
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// How to write the report
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|f| f.name)))]
    pub format: String,
    /// Screen for this trial alone; may be given several times
    #[arg(long, value_name = "TRIAL")]
    pub only: Vec<String>,
    /// Read and check every trial file anew, and keep nothing for the next run
    #[arg(long)]
    pub no_cache: bool,
    /// Show every step of every rule, and every message
    #[arg(long, short)]
    pub verbose: bool,
    /// Refuse profiles with doubtful data instead of counting the data as unknown
    #[arg(long)]
    pub strict: bool,
}

const SCREEN_EXAMPLES: &str = "\
Examples:
  trialsieve screen patient.json
  trialsieve screen ward/*.json --trials criteria --format json > report.json
  trialsieve screen patient.json --at 2026-11-20T18:00:00+08:00
  jq .patient export.json | trialsieve screen - --only NCT06872021 --verbose

Doubtful data (a missing unit, an impossible value, two records that contradict each other) is
counted as unknown and named on standard error; the rest stays in force. Exit code 2 says that a
profile or a trial could not be used; the others are screened all the same.";
