//! Changes as lines.

use crate::cli::args::ChangeFormat;
use serde::Serialize;
use trialsieve::rule::CheckedTrial;
use trialsieve::screening::screen;
use trialsieve::time::Zone;
use trialsieve::watch::{Change, Watched};

/// A verdict that changed.
#[derive(Serialize)]
struct Row<'r> {
    patient: &'r str,
    trial: &'r str,
    at: String,
    previous: Option<&'static str>,
    verdict: &'static str,
    criteria: Vec<Criterion<'r>>,
}

/// A criterion whose outcome changed.
#[derive(Serialize)]
struct Criterion<'r> {
    id: &'r str,
    previous: &'static str,
    outcome: &'static str,
    because: String,
}

/// A line for each change; why it is so, the reference says.
pub fn changes(changes: &[Change], patient: &Watched, trials: &[CheckedTrial], format: ChangeFormat, zone: Zone) -> String {
    let mut text = String::new();
    for change in changes {
        let Some(trial) = trials.get(change.trial) else { continue };
        let answers = (!change.criteria.is_empty()).then(|| screen(trial, patient.profile(), patient.moment()));
        let because = |place: usize| answers.as_ref().and_then(|a| a.criteria.get(place)).map_or(String::new(), |c| c.because.clone());
        let criteria = change.criteria.iter().filter_map(|(place, previous, outcome)| {
            let id = trial.criteria().get(*place)?.id.as_str();
            Some(Criterion { id, previous: previous.word(), outcome: outcome.word(), because: because(*place) })
        });
        let row = Row {
            patient: patient.id(),
            trial: &trial.trial().trial,
            at: patient.moment().display(zone),
            previous: change.previous.map(|v| v.word()),
            verdict: change.verdict.word(),
            criteria: criteria.collect(),
        };
        text.push_str(&match format {
            // Strings and lists always have a JSON form.
            ChangeFormat::Ndjson => serde_json::to_string(&row).unwrap_or_default(),
            ChangeFormat::Text => row.sentence(),
        });
        text.push('\n');
    }
    text
}

impl Row<'_> {
    fn sentence(&self) -> String {
        let Self { patient, trial, at, verdict, .. } = self;
        let before = self.previous.map_or(String::new(), |p| format!(", before {p}"));
        let why: Vec<String> = self.criteria.iter().map(|c| format!("{} {}: {}", c.id, c.outcome, c.because)).collect();
        let why = if why.is_empty() { String::new() } else { format!(" ({})", why.join("; ")) };
        let line = format!("{at} {patient} {trial}: {verdict}{before}{why}");
        line.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
    }
}
