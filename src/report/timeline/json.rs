//! Timelines for machines.

use super::{PatientTimeline, TrialTimeline};
use crate::time::Zone;
use serde::Serialize;

/// Version of this format.
const VERSION: u32 = 1;

/// JSON with its keys in a fixed order: the same timelines give the same bytes.
pub fn json(patient: &PatientTimeline<'_>) -> String {
    let whole = Whole {
        format: VERSION,
        engine: concat!("trialsieve ", env!("CARGO_PKG_VERSION")),
        patient: &patient.patient,
        as_of: patient.moment.display(patient.zone),
        until: patient.until.display(patient.zone),
        trials: patient.trials.iter().map(|t| trial(t, patient.zone)).collect(),
    };
    // Strings, numbers and lists always have a JSON form.
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}

fn trial<'r>(report: &'r TrialTimeline<'_>, zone: Zone) -> Trial<'r> {
    let line = &report.timeline;
    let id = |place: &usize| line.criteria.get(*place).map(|c| c.id.as_str());
    let stretches = line.stretches.iter().map(|s| Stretch {
        from: s.from.display(zone),
        to: s.to.map(|to| to.display(zone)),
        verdict: s.verdict.word(),
        changed: s.changed.iter().filter_map(id).collect(),
    });
    let awaits = line.awaits.iter().filter_map(|a| {
        let at_or_after = a.value.at_or_after.display(zone);
        Some(Awaits { criterion: id(&a.criterion)?, of: &a.value.of, is: &a.value.is, number: a.value.number, at_or_after })
    });
    let criteria = line.criteria.iter().map(|c| Criterion {
        id: &c.id,
        kind: c.kind.word(),
        text: report.trial.criteria().find(|(kind, other)| *kind == c.kind && other.id == c.id).map_or("", |(_, found)| &found.text),
        outcomes: c
            .steps
            .iter()
            .map(|s| Step { from: s.from.display(zone), outcome: s.outcome.word(), because: &s.because, needs: &s.needs })
            .collect(),
    });
    Trial {
        trial: &report.trial.trial,
        title: &report.trial.title,
        status: &report.trial.status,
        verdict: line.now.verdict.word(),
        awaits: awaits.collect(),
        stretches: stretches.collect(),
        criteria: criteria.collect(),
    }
}

/// What `trialsieve when --format json` writes: one patient's verdicts for every trial over time.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Whole<'r> {
    /// Version of this format.
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    format: u32,
    /// The program that wrote it, with its version.
    engine: &'static str,
    /// The patient's id.
    patient: &'r str,
    /// The moment asked about: what lies after it is certain if nothing new comes.
    as_of: String,
    /// The last moment that the timelines tell of.
    until: String,
    /// The trials.
    trials: Vec<Trial<'r>>,
}

/// One trial's answers over time.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Trial<'r> {
    /// The trial's id.
    trial: &'r str,
    /// Its title.
    title: &'r str,
    /// Whether it recruits.
    status: &'r str,
    /// The verdict at `as_of`.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::report::schema::verdict"))]
    verdict: &'static str,
    /// Further values that criteria wait for at `as_of`.
    awaits: Vec<Awaits<'r>>,
    /// The verdicts in their order, without a gap.
    stretches: Vec<Stretch<'r>>,
    /// Every criterion's outcomes, inclusion first.
    criteria: Vec<Criterion<'r>>,
}

/// A verdict from one moment to another.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Stretch<'r> {
    /// The first moment at which it holds.
    from: String,
    /// The first moment at which it holds no more, to the millisecond; null for the last one,
    /// which holds to `until` at least.
    to: Option<String>,
    /// What follows for the trial.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::report::schema::verdict"))]
    verdict: &'static str,
    /// The criteria whose outcome became another one at `from`.
    changed: Vec<&'r str>,
}

/// A further value that a criterion waits for.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Awaits<'r> {
    /// The criterion's id.
    criterion: &'r str,
    /// The measure.
    of: &'r str,
    /// What it has to be.
    is: &'r str,
    /// Its number: the second value, the third.
    number: usize,
    /// The first moment at which it counts.
    at_or_after: String,
}

/// One criterion over time.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Criterion<'r> {
    /// Its id in the trial.
    id: &'r str,
    /// Which side it stands on.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::report::schema::kind"))]
    kind: &'static str,
    /// The protocol's words.
    text: &'r str,
    /// Its outcomes, each until the next one.
    outcomes: Vec<Step<'r>>,
}

/// An outcome from a moment on.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Step<'r> {
    /// The first moment of it.
    from: String,
    /// What the criterion does to eligibility.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::report::schema::outcome"))]
    outcome: &'static str,
    /// Why, as it is at `from`.
    because: &'r str,
    /// What would be needed to know it.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    needs: &'r [String],
}
