//! What can be said on the command line.

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use trialsieve::report::FORMATS;

/// Screens patients for clinical trials.
///
/// A trial file holds the protocol's criteria in its own words, each with the rule that it
/// means. Every rule answers true, false or unknown at a moment, and every answer shows its
/// reason: what is missing is never counted as normal, and never as absent.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true, max_term_width = 100, after_long_help = EXAMPLES)]
pub struct Arguments {
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  trialsieve screen patient.json                      one patient against every trial in criteria/
  trialsieve screen patient.json --at 2026-11-20T10:00:00Z --only NCT06872021 --verbose
  trialsieve cohort ward.ndjson --summary             many patients, and where they drop out
  trialsieve parse page.txt > criteria/NCT06872021.yaml   a registry page becomes a trial file
  trialsieve explain NCT06872021                      what its words were taken to mean
  trialsieve import records/                          a registry's records become trial files
  trialsieve check                                    are the trial files in criteria/ in order?
  trialsieve explain incommensurable-units            what a message of check means
  trialsieve fmt                                      bring them into their one layout
  trialsieve test                                     run the tests beside them
  trialsieve vocabulary lactate                       what a name means, and its units and codes

Results go to standard output, messages to standard error. Exit codes: 0 done, whatever the
verdicts; 1 done, and the answer is \"no\" (check found an error, no such name); 2 could not do it
(usage, unreadable or invalid input).";

/// When to colour what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Also into files and pipes
    Always,
    /// Nowhere
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Screen(ScreenArguments),
    Cohort(CohortArguments),
    Parse(ParseArguments),
    Explain(ExplainArguments),
    Import(ImportArguments),
    Check(CheckArguments),
    Fmt(FmtArguments),
    Test(TestArguments),
    Vocabulary(VocabularyArguments),
    /// Print the completion script of a shell
    #[command(after_long_help = "Example:\n  trialsieve completions bash > ~/.local/share/bash-completion/completions/trialsieve")]
    Completions {
        /// Which shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_long_help = "Example:\n  trialsieve man screen | man -l -")]
    Man {
        /// The page of one command, instead of the overview
        command: Option<String>,
    },
}

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
    /// Show every step of every rule, and every message
    #[arg(long, short)]
    pub verbose: bool,
    /// Refuse profiles with doubtful data instead of counting the data as unknown
    #[arg(long)]
    pub strict: bool,
}

/// Screen many patients, one profile a line, against many trials.
///
/// The files hold one JSON profile a line (NDJSON), plain or packed with gzip or Zstandard. Out
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

const SCREEN_EXAMPLES: &str = "\
Examples:
  trialsieve screen patient.json
  trialsieve screen ward/*.json --trials criteria --format json > report.json
  trialsieve screen patient.json --at 2026-11-20T18:00:00+08:00
  jq .patient export.json | trialsieve screen - --only NCT06872021 --verbose

Doubtful data (a missing unit, an impossible value, two records that contradict each other) is
counted as unknown and named on standard error; the rest stays in force. Exit code 2 says that a
profile or a trial could not be used; the others are screened all the same.";

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

/// The forms a trial can be printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TrialFormat {
    /// A trial file
    Yaml,
    /// The same with the place of every rule
    Json,
}

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

/// Bring trial files and their tests into the one layout that `parse` and `import` write.
///
/// What a file says stays the same, and so do its comments: each stays with the criterion or
/// field it stands at. Formatting twice changes nothing.
#[derive(Debug, Args)]
#[command(after_long_help = FMT_EXAMPLES)]
pub struct FmtArguments {
    /// Trial files and their tests (*.test.yaml), or folders of them; `-` reads standard input and
    /// writes to standard output
    #[arg(value_name = "PATHS", default_value = "criteria")]
    pub paths: Vec<PathBuf>,
    /// Change nothing; show what would change
    #[arg(long)]
    pub check: bool,
}

const FMT_EXAMPLES: &str = "\
Examples:
  trialsieve fmt
  trialsieve fmt criteria/NCT06872021.yaml
  trialsieve fmt --check
  trialsieve fmt - < draft.yaml > criteria/NCT06872021.yaml

Exit code 1: with --check, a file would change; 2: a file could not be read. The others are formatted
all the same.";

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

Exit code 1: a test failed, or with --mutate no test noticed a change; 2: a file could not be read.";

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

/// For people or for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Text,
    /// For machines
    Json,
}
