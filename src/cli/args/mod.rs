//! What can be said on the command line: one file for the arguments of each command.

mod check;
mod cohort;
mod diff;
mod explain;
mod fmt;
mod import;
#[cfg(feature = "lsp")]
mod lsp;
mod parse;
mod schema;
mod screen;
mod test;
mod vocabulary;
mod watch;
mod when;

pub use check::{CheckArguments, CheckFormat, Denied};
pub use cohort::{CohortArguments, RowFormat, SummaryFormat};
pub use diff::DiffArguments;
pub use explain::ExplainArguments;
pub use fmt::FmtArguments;
pub use import::ImportArguments;
#[cfg(feature = "lsp")]
pub use lsp::LspArguments;
pub use parse::{ParseArguments, TrialFormat};
pub use schema::SchemaArguments;
pub use screen::ScreenArguments;
pub use test::TestArguments;
pub use vocabulary::VocabularyArguments;
pub use watch::{ChangeFormat, WatchArguments};
pub use when::{TimelineFormat, WhenArguments};

use clap::{Parser, Subcommand, ValueEnum};

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
  trialsieve when patient.json                        since when and until when, and why
  trialsieve watch < observations.ndjson              who becomes eligible, as data arrives
  trialsieve parse page.txt > criteria/NCT06872021.yaml   a registry page becomes a trial file
  trialsieve explain NCT06872021                      what its words were taken to mean
  trialsieve import records/                          a registry's records become trial files
  trialsieve check                                    are the trial files in criteria/ in order?
  trialsieve explain incommensurable-units            what a message of check means
  trialsieve fmt                                      bring them into their one layout
  trialsieve test                                     run the tests beside them
  trialsieve schema trial                             the form of a trial file, for editors
  trialsieve diff old.yaml new.yaml                   what an amendment changed in meaning
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
    When(WhenArguments),
    Watch(WatchArguments),
    Parse(ParseArguments),
    Explain(ExplainArguments),
    Import(ImportArguments),
    Check(CheckArguments),
    Fmt(FmtArguments),
    Test(TestArguments),
    Schema(SchemaArguments),
    #[cfg(feature = "lsp")]
    Lsp(LspArguments),
    Diff(DiffArguments),
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

/// For people or for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Text,
    /// For machines
    Json,
}
