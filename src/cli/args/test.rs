//! What `test` takes.

use super::ListFormat;
use clap::Args;
use std::path::PathBuf;

/// Run the tests beside trial files: criteria/ID.test.yaml.
///
/// A test is a small profile, or changes to a base profile, a moment, and what has to come out:
/// the outcome of criteria and the verdict. What came out otherwise is shown with its reason and
/// with the step of the rule that decided it.
#[derive(Debug, Args)]
#[command(after_long_help = TEST_EXAMPLES)]
pub struct TestArguments {
    /// Test files, trial files, or folders of them
    #[arg(value_name = "PATHS", default_value = "criteria")]
    pub paths: Vec<PathBuf>,
    /// Show which criteria and which branches of their rules were seen true, false and unknown
    #[arg(long)]
    pub coverage: bool,
    /// Change each threshold, comparison, and/or, `not` and time limit, and show which changes no
    /// test notices
    #[arg(long, conflicts_with = "coverage")]
    pub mutate: bool,
    /// Make tests from the rules of a trial, to be reviewed: for each bound the patients just below,
    /// on and just above it, with the datum missing and in another unit; for each finding present,
    /// absent and unknown
    #[arg(long, conflicts_with_all = ["coverage", "mutate", "format", "verbose"])]
    pub generate: bool,
    /// Write what --generate makes beside the trial files, as ID.generated.test.yaml, instead of
    /// printing it; a file that is there stays
    #[arg(long, requires = "generate")]
    pub write: bool,
    /// Replace files of --write that are there
    #[arg(long, requires = "write")]
    pub force: bool,
    /// How to write the results
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    /// Show doubtful data of the tests' profiles, and everything that was covered
    #[arg(long, short)]
    pub verbose: bool,
}

const TEST_EXAMPLES: &str = "\
Examples:
  trialsieve test
  trialsieve test criteria/NCT06872021.yaml --coverage
  trialsieve test --mutate
  trialsieve test --generate criteria/NCT06872021.yaml
  trialsieve test --generate --write

A test file:
  format: 1
  trial: NCT05075486
  at: 2026-11-20T10:00:00Z
  profiles:
    neonate: {age: 5 days, procedures: [{name: ECMO, from: \"@-2 days\"}]}
  tests:
  - name: a bleed before ECLS
    profile: neonate
    set: {conditions: {intracranial hemorrhage: {from: \"@-3 days\"}}}
    expect: {I2: pass, E1: unknown, E2: fail}
    verdict: ineligible

Exit code 1: a test failed, with --mutate no test noticed a change, with --generate a file was there
already; 2: a file could not be read.";
