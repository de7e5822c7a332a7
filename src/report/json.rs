//! The report for machines.

use super::{Format, Layout, PatientReport, Report, TrialReport};
use crate::screening::{Evaluation, Evidence};
use crate::time::Zone;
use serde::Serialize;
use std::fmt;

/// JSON with its keys in a fixed order: the same report gives the same bytes.
pub const FORMAT: Format = Format { name: "json", write };

/// Version of this format.
const VERSION: u32 = 1;

fn write(report: &Report<'_>, _layout: Layout, out: &mut dyn fmt::Write) -> fmt::Result {
    let patients = report.patients.iter().map(patient).collect();
    let whole = Whole { format: VERSION, engine: concat!("trialsieve ", env!("CARGO_PKG_VERSION")), patients };
    // Strings, numbers and lists always have a JSON form.
    out.write_str(&serde_json::to_string_pretty(&whole).unwrap_or_default())?;
    out.write_char('\n')
}

fn patient<'r>(report: &'r PatientReport<'_>) -> Patient<'r> {
    let trials = report.trials.iter().map(|t| trial(t, report.zone)).collect();
    Patient { patient: &report.patient, as_of: report.as_of.display(report.zone), trials }
}

fn trial<'r>(report: &'r TrialReport<'_>, zone: Zone) -> Trial<'r> {
    let criteria = report.criteria().map(|(text, answer)| Criterion {
        id: &answer.id,
        kind: answer.kind.word(),
        text,
        met: answer.evaluation.truth.known(),
        outcome: answer.outcome.word(),
        because: &answer.because,
        trace: trace(&answer.evaluation, zone),
    });
    let needs = report.screening.needs().into_iter().map(|n| Need { of: n.of, criteria: n.criteria });
    Trial {
        trial: &report.trial.trial,
        title: &report.trial.title,
        status: &report.trial.status,
        verdict: report.screening.verdict.word(),
        criteria: criteria.collect(),
        needs: needs.collect(),
    }
}

fn trace(evaluation: &Evaluation, zone: Zone) -> Trace<'_> {
    Trace {
        node: evaluation.node,
        asks: &evaluation.asks,
        truth: match evaluation.truth.known() {
            Some(true) => "true",
            Some(false) => "false",
            None => "unknown",
        },
        because: &evaluation.because,
        reason: evaluation.reason.map(|r| r.word()),
        evidence: evaluation.evidence.iter().map(|e| datum(e, zone)).collect(),
        at: evaluation.at.map(|at| [at.start, at.end]),
        open: evaluation.open,
        parts: evaluation.parts.iter().map(|p| trace(p, zone)).collect(),
    }
}

fn datum(evidence: &Evidence, zone: Zone) -> Datum<'_> {
    Datum {
        of: &evidence.of,
        value: &evidence.value,
        unit: evidence.unit.as_deref(),
        at: evidence.at.map(|at| at.display(zone)),
        from: &evidence.from,
    }
}

/// What `trialsieve screen --format json` writes: every patient against every trial at a moment.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Whole<'r> {
    /// Version of this format.
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    format: u32,
    /// The program that wrote it, with its version.
    engine: &'static str,
    /// The patients, in the order they were asked about.
    patients: Vec<Patient<'r>>,
}

/// One patient's answers.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Patient<'r> {
    /// The patient's id.
    patient: &'r str,
    /// The moment asked about.
    as_of: String,
    /// The trials.
    trials: Vec<Trial<'r>>,
}

/// The answer for one trial.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Trial<'r> {
    /// The trial's id.
    trial: &'r str,
    /// Its title.
    title: &'r str,
    /// Whether it recruits.
    status: &'r str,
    /// `ineligible` if any criterion fails, else `eligible` if all pass, else `undetermined`.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::verdict"))]
    verdict: &'static str,
    /// Every criterion, inclusion first.
    criteria: Vec<Criterion<'r>>,
    /// What to find out next.
    needs: Vec<Need<'r>>,
}

/// The answer to one criterion.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Criterion<'r> {
    /// Its id in the trial.
    id: &'r str,
    /// Which side it stands on.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::kind"))]
    kind: &'static str,
    /// The protocol's words.
    text: &'r str,
    /// The rule's own truth; null where it is unknown.
    met: Option<bool>,
    /// What that does to eligibility: an exclusion whose rule is true fails.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::outcome"))]
    outcome: &'static str,
    /// Why, in a sentence.
    because: &'r str,
    /// The rule, step by step.
    trace: Trace<'r>,
}

/// A step of the rule: what it asks, its truth, and what that rests on.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Trace<'r> {
    /// The node of the rule.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::node"))]
    node: &'static str,
    /// What it asks, in plain words.
    asks: &'r str,
    /// Its truth at the moment.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::truth"))]
    truth: &'static str,
    /// Why.
    #[serde(skip_serializing_if = "str::is_empty")]
    because: &'r str,
    /// Why it is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::reason"))]
    reason: Option<&'static str>,
    /// The data it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<Datum<'r>>,
    /// The characters of the criterion's text that it came from: the first, and the one behind the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<[usize; 2]>,
    /// The protocol's list was only of examples.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    open: bool,
    /// The steps below.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Trace<'r>>,
}

/// A datum of the profile that an answer rests on.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Datum<'r> {
    /// What it is about.
    of: &'r str,
    /// The value or state as written, with its unit.
    value: &'r str,
    /// Its unit in UCUM.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'r str>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    /// Where in the profile it stands.
    from: &'r str,
}

/// A missing datum that could still change an outcome.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Need<'r> {
    /// What is missing.
    of: &'r str,
    /// The criteria that it could change.
    criteria: Vec<&'r str>,
}
