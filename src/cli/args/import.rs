//! What `import` takes.

use super::ListFormat;
use clap::Args;
use std::path::PathBuf;

/// Turn a registry's records into trial files, one each.
///
/// Reads studies as ClinicalTrials.gov gives them (API version 2, JSON: one record, a list, or
/// the `studies` of a download) and plain text or Markdown as registry pages show it. Folders
/// are walked.
///
/// A file that is there already stays as it is. With --force it is replaced, and the old one
/// kept beside it as ID.yaml.bak; a rule that a person changed or reviewed stays in force
/// wherever the protocol's words are still the same, and so do comments on lines of their own.
#[derive(Debug, Args)]
#[command(after_long_help = IMPORT_EXAMPLES)]
pub struct ImportArguments {
    /// Records (JSON), pages (text, Markdown), or folders of them; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The folder of the trial files; it is made if it is not there
    #[arg(long, value_name = "FOLDER", default_value = "criteria")]
    pub into: PathBuf,
    /// Replace files that are there; what a person changed is kept
    #[arg(long)]
    pub force: bool,
    /// How to write what was done
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    /// Show every stretch of the criteria that is left for a person
    #[arg(long, short)]
    pub verbose: bool,
}

const IMPORT_EXAMPLES: &str = "\
Examples:
  trialsieve import NCT06872021.json
  trialsieve import download.json --into trials
  curl -s 'https://clinicaltrials.gov/api/v2/studies/NCT06872021' | trialsieve import -
  trialsieve import records/ --force

Exit code 1 says that a file was there already and was not replaced; 2 that an input could not be
used. The other records are imported all the same.";
