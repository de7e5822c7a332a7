//! What `when` takes.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Show a patient's eligibility over time: since when, until when, and why.
///
/// For every trial the verdict is told as intervals, from the profile's first datum to the moment,
/// and beyond it what is certain to change if nothing new comes: an age reached, a window that
/// closes, a washout that is over, a value that is too old to hold. At each instant it is what
/// `screen --at` says for it, to the millisecond.
///
/// The moment is --at, else the profile's as_of, else its newest timestamp.
#[derive(Debug, Args)]
#[command(after_long_help = WHEN_EXAMPLES)]
pub struct WhenArguments {
    /// The patient's profile; `-` is standard input
    #[arg(value_name = "PATIENT.json")]
    pub patient: PathBuf,
    /// Trial files, or folders of them; may be given several times [default: criteria, else the
    /// trials that come with the program]
    #[arg(long, value_name = "PATH")]
    pub trials: Vec<PathBuf>,
    /// The moment that is now, with its zone: 2026-11-20T10:00:00Z
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// How far to look ahead of the moment: 12 h, 30 days, 6 months
    #[arg(long, value_name = "LENGTH", default_value = "30 days")]
    pub ahead: String,
    /// How to write it
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TimelineFormat::Text)]
    pub format: TimelineFormat,
    /// Draw the timelines into this file, too
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Look at this trial alone; may be given several times
    #[arg(long, value_name = "TRIAL")]
    pub only: Vec<String>,
    /// Show every stretch and every criterion that changed, and every message
    #[arg(long, short)]
    pub verbose: bool,
    /// Refuse a profile with doubtful data instead of counting the data as unknown
    #[arg(long)]
    pub strict: bool,
}

/// How timelines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TimelineFormat {
    /// For people
    Text,
    /// For machines; `schema timeline` tells its form
    Json,
    /// A picture
    Svg,
}

const WHEN_EXAMPLES: &str = "\
Examples:
  trialsieve when patient.json
  trialsieve when patient.json --only ECMO-RESCUE --ahead '12 h' --verbose
  trialsieve when patient.json --format json | jq '.trials[] | {trial, stretches}'
  trialsieve when patient.json --svg timeline.svg

`from` is the first millisecond at which a verdict holds, `to` the first at which it holds no more.
Exit code 2 says that the profile or a trial could not be used.";
