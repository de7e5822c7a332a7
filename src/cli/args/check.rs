//! What `check` takes.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Validate trial files: names, units, bounds, references, their form, and what they mean.
///
/// Every mistake is shown with its place and what would do. Errors stop a trial from being
/// screened. Warnings tell of what is likely not meant: a criterion that nobody can meet, that
/// everybody meets or that another one implies, a threshold in another unit, a rule that no longer
/// says what its text says.
#[derive(Debug, Args)]
#[command(after_long_help = CHECK_EXAMPLES)]
pub struct CheckArguments {
    /// Trial files, or folders of them; `-` is standard input
    #[arg(value_name = "PATHS", default_value = "criteria")]
    pub paths: Vec<PathBuf>,
    /// How to write what was found
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
    /// Count warnings as errors for the exit code
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Vec<Denied>,
}

/// What `check` can be told not to let pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Denied {
    /// Everything that is told as a warning
    Warnings,
}

/// The forms that findings can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people: each place with its line
    Text,
    /// One JSON document
    Json,
    /// Workflow commands of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  trialsieve check
  trialsieve check criteria/NCT06872021.yaml --format json
  trialsieve check --deny warnings
  trialsieve check --format github            annotations in a workflow of GitHub Actions
  trialsieve check --format sarif > check.sarif   for code scanning

`trialsieve explain NAME` has a page for each of its messages.

Exit code 0: no errors (there may be warnings); 1: a file has an error, or a warning with --deny
warnings; 2: a file could not be read.";
