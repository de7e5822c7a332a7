//! The report for machines.

use super::{Format, Layout, PatientReport, Report, TrialReport};
use crate::screening::{Evaluation, Evidence};
use crate::time::Zone;
use serde::Serialize;

/// JSON with its keys in a fixed order: the same report gives the same bytes.
pub const FORMAT: Format = Format { name: "json", write };

/// Version of this format.
const VERSION: u32 = 1;

fn write(report: &Report<'_>, _layout: Layout) -> String {
    let patients = report.patients.iter().map(patient).collect();
    let whole = Whole { format: VERSION, engine: concat!("trialsieve ", env!("CARGO_PKG_VERSION")), patients };
    // Strings, numbers and lists always have a JSON form.
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}

fn patient<'r>(report: &'r PatientReport<'_>) -> Patient<'r> {
    let trials = report.trials.iter().map(|t| trial(t, report.zone)).collect();
    Patient { patient: &report.patient, as_of: report.as_of.display(report.zone), trials }
}

fn trial<'r>(report: &'r TrialReport<'_>, zone: Zone) -> Trial<'r> {
    let criteria = report.criteria().map(|(criterion, answer)| Criterion {
        id: &answer.id,
        kind: answer.kind.word(),
        text: criterion.map_or("", |c| &c.text),
        met: answer.evaluation.truth.known(),
        outcome: answer.outcome.word(),
        because: &answer.because,
        trace: trace(&answer.evaluation, zone),
    });
    let needs = report.screening.needs.iter().map(|n| Need { of: &n.of, criteria: &n.criteria });
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

#[derive(Serialize)]
struct Whole<'r> {
    format: u32,
    engine: &'static str,
    patients: Vec<Patient<'r>>,
}

#[derive(Serialize)]
struct Patient<'r> {
    patient: &'r str,
    as_of: String,
    trials: Vec<Trial<'r>>,
}

#[derive(Serialize)]
struct Trial<'r> {
    trial: &'r str,
    title: &'r str,
    status: &'r str,
    verdict: &'static str,
    criteria: Vec<Criterion<'r>>,
    needs: Vec<Need<'r>>,
}

#[derive(Serialize)]
struct Criterion<'r> {
    id: &'r str,
    kind: &'static str,
    text: &'r str,
    met: Option<bool>,
    outcome: &'static str,
    because: &'r str,
    trace: Trace<'r>,
}

#[derive(Serialize)]
struct Trace<'r> {
    node: &'static str,
    asks: &'r str,
    truth: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    because: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<Datum<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<[usize; 2]>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    open: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Trace<'r>>,
}

#[derive(Serialize)]
struct Datum<'r> {
    of: &'r str,
    value: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    from: &'r str,
}

#[derive(Serialize)]
struct Need<'r> {
    of: &'r str,
    criteria: &'r [String],
}
