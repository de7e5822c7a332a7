//! Screenings, and what else is told, as people and machines read it: one file per format.

pub mod catalog;
pub mod difference;
pub mod explain;
pub mod findings;
pub(crate) mod json;
#[cfg(feature = "schema")]
pub(crate) mod schema;
#[cfg(test)]
mod tests;
mod text;
pub mod timeline;

pub use explain::Explanation;

use crate::rule::Heading;
use crate::screening::{CriterionScreening, Screening};
use crate::time::{Moment, Zone};
use std::fmt;

/// What a report is about: patients, each with their answers.
#[derive(Debug, Clone, Default)]
pub struct Report<'t> {
    /// The patients, in the order they were asked about.
    pub patients: Vec<PatientReport<'t>>,
}

/// One patient's answers.
#[derive(Debug, Clone)]
pub struct PatientReport<'t> {
    /// The patient's id.
    pub patient: String,
    /// The moment asked about.
    pub as_of: Moment,
    /// The zone that times are written in.
    pub zone: Zone,
    /// One answer a trial.
    pub trials: Vec<TrialReport<'t>>,
}

/// One patient's answer for one trial.
#[derive(Debug, Clone)]
pub struct TrialReport<'t> {
    /// What the trial is called, and its words.
    pub trial: &'t Heading,
    /// What came out.
    pub screening: Screening,
}

/// How a report is laid out for people; formats for machines do not look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Columns to write in.
    pub width: usize,
    /// Whether to colour, with ANSI escapes.
    pub colour: bool,
    /// Whether to show every step of every rule.
    pub verbose: bool,
}

/// A format that reports can be written in.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Writes a report piece by piece. The same report and layout give the same bytes.
    pub write: fn(&Report<'_>, Layout, &mut dyn fmt::Write) -> fmt::Result,
}

impl Format {
    /// The whole report.
    pub fn text(&self, report: &Report<'_>, layout: Layout) -> String {
        let mut text = String::new();
        // Writing into a string cannot fail.
        let _ = (self.write)(report, layout, &mut text);
        text
    }
}

/// Every format.
///
/// ```
/// use trialsieve::report::{FORMATS, Layout, Report};
/// let json = FORMATS.iter().find(|f| f.name == "json").unwrap();
/// let written = json.text(&Report::default(), Layout { width: 100, colour: false, verbose: false });
/// assert!(written.starts_with("{\n  \"format\": 1,\n  \"engine\": \"trialsieve "));
/// ```
pub const FORMATS: &[Format] = &[text::FORMAT, json::FORMAT];

impl TrialReport<'_> {
    /// The answers with the words of their criteria, in the order of the trial.
    fn criteria(&self) -> impl Iterator<Item = (&str, &CriterionScreening)> {
        let words = self.trial.texts.iter().map(|text| &**text).chain(std::iter::repeat(""));
        words.zip(&self.screening.criteria)
    }
}
