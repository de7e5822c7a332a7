//! What `parse` takes.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Turn criteria as protocols word them into a trial file.
///
/// Reads a registry page or any text with headings, bullets, numbers and nesting. What is not
/// understood is left for a person, as a `review` node with its words: nothing is guessed,
/// nothing is dropped.
#[derive(Debug, Args)]
#[command(after_long_help = PARSE_EXAMPLES)]
pub struct ParseArguments {
    /// A page or a text of criteria; `-` is standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,
    /// How to write the trial; json has the place in the text that each rule came from
    #[arg(long, value_enum, default_value_t = TrialFormat::Yaml, conflicts_with = "each")]
    pub format: TrialFormat,
    /// Take one JSON object a line, with `text` (and `section`), and add `rule` and `computable`
    /// (full, partial or none) to each
    #[arg(long)]
    pub each: bool,
}

const PARSE_EXAMPLES: &str = "\
Examples:
  trialsieve parse page.txt > criteria/NCT06872021.yaml
  echo 'Inclusion Criteria: age of 18 or older; lactate > 5 mmol/L' | trialsieve parse
  trialsieve parse --each criteria.jsonl > rules.jsonl

Exit code 1 says that the text holds no criteria.";

/// The forms a trial can be printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TrialFormat {
    /// A trial file
    Yaml,
    /// The same with the place of every rule
    Json,
}
