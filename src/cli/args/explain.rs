//! What `explain` takes.

use super::ListFormat;
use clap::Args;
use std::path::PathBuf;

/// Show what the program understood of a trial, or what a diagnostic means.
///
/// Of a trial it is a page to sign off from.
/// Each criterion stands in the protocol's words, beneath them what they were taken to mean,
/// as criteria text that `parse` reads as the same rule, with the words that each part came
/// from, what was passed over, and what is left for a person to judge.
///
/// Of a diagnostic (`incommensurable-units`, TS0203) it is what it means, why it matters, an
/// example and how to mend it. Without a name all diagnostics are listed.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  trialsieve explain NCT06872021\n  trialsieve explain criteria/NCT06872021.yaml --format json\n  trialsieve explain page.txt\n  trialsieve explain incommensurable-units\n\nExit code 1: there is no such trial or diagnostic, or the trial has an error; 2: a file could not be read."
)]
pub struct ExplainArguments {
    /// A trial's id, a trial file, a page of criteria (*.txt, *.md), or a diagnostic's name or
    /// number; `-` is standard input
    #[arg(value_name = "TRIAL|DIAGNOSTIC")]
    pub what: Option<String>,
    /// Trial files, or folders of them, to look for the id in; may be given several times
    /// [default: criteria, and the trials that come with the program]
    #[arg(long, value_name = "PATH")]
    pub trials: Vec<PathBuf>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}
