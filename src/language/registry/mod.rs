//! Records of a registry: studies as JSON, one, a list of them, or a whole download.

mod study;

use super::layout::{Ages, Facts};
use crate::source::{LineColumn, Span, offset_of};
use serde::Deserialize;
use serde_json::value::RawValue;
use study::{Identification, Study};

/// One study of a registry: its facts and its criteria text.
#[derive(Debug, Clone)]
pub struct Record {
    pub(super) facts: Facts,
    pub(super) criteria: String,
    /// Where in the file it stands.
    pub span: Span,
}

/// A stretch of a file that is no study, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotARecord {
    /// What is wrong.
    pub message: String,
    /// What would do.
    pub help: Option<String>,
    /// Where.
    pub span: Span,
}

/// The most of a value that a message shows.
const SHOWN: usize = 40;

impl Record {
    /// The trial's id, if the record has one.
    pub fn id(&self) -> Option<&str> {
        self.facts.id.as_deref()
    }
}

/// Reads the studies of a text: one record, a list of records, the `studies` of a download, or
/// several of these one behind the other. What is no study is told apart, the others stand.
///
/// ```
/// use trialsieve::language::registry::read;
/// let text = r#"{"protocolSection": {"identificationModule": {"nctId": "NCT00000001"},
///   "eligibilityModule": {"eligibilityCriteria": "Inclusion Criteria:\n\n* Age \\>= 18"}}}"#;
/// assert_eq!(read(text)[0].as_ref().unwrap().id(), Some("NCT00000001"));
/// assert!(read("[1]")[0].is_err());
/// ```
pub fn read(text: &str) -> Vec<Result<Record, NotARecord>> {
    let mut out = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        match value {
            Ok(raw) => spread(text, raw, true, &mut out),
            Err(error) => {
                // The reader stops where it cannot go on.
                let at = offset_of(text, LineColumn { line: error.line(), column: 1 }).saturating_add(error.column().saturating_sub(1));
                out.push(Err(NotARecord {
                    message: format!("not JSON: {}", plain(&error)),
                    help: Some("a study is a JSON object with a `protocolSection`, as ClinicalTrials.gov gives it".to_owned()),
                    span: Span::new(at.min(text.len()), at.saturating_add(1).min(text.len())),
                }));
                break;
            }
        }
    }
    out
}

/// A download: its studies.
#[derive(Deserialize)]
struct Download<'t> {
    #[serde(borrow)]
    studies: Option<Vec<&'t RawValue>>,
}

/// The studies of a value. A list of lists is no list of studies.
fn spread<'t>(text: &'t str, raw: &'t RawValue, outermost: bool, out: &mut Vec<Result<Record, NotARecord>>) {
    let body = raw.get();
    let list = match body.as_bytes().first() {
        Some(b'[') if outermost => serde_json::from_str::<Vec<&RawValue>>(body).ok(),
        Some(b'{') if outermost => serde_json::from_str::<Download<'_>>(body).ok().and_then(|d| d.studies),
        _ => None,
    };
    match list {
        Some(studies) if studies.is_empty() => {
            let (message, help) = ("the list of studies is empty".to_owned(), None);
            out.push(Err(NotARecord { message, help, span: span_of(text, body) }));
        }
        Some(studies) => studies.iter().for_each(|study| spread(text, study, false, out)),
        None => out.push(record(text, body)),
    }
}

fn record(text: &str, body: &str) -> Result<Record, NotARecord> {
    let whole = span_of(text, body);
    let refused = |message: String, help: Option<&str>, span: Span| Err(NotARecord { message, help: help.map(str::to_owned), span });
    if !body.starts_with('{') {
        let shown: String = body.chars().take(SHOWN).collect();
        return refused(format!("a study is a JSON object, found `{shown}`"), None, whole);
    }
    let study: Study = match serde_json::from_str(body) {
        Ok(study) => study,
        Err(error) => {
            let inside = offset_of(body, LineColumn { line: error.line(), column: 1 }).saturating_add(error.column().saturating_sub(1));
            let at = whole.start.saturating_add(inside.min(body.len().saturating_sub(1)));
            return refused(format!("not a study: {}", plain(&error)), None, Span::new(at, at.saturating_add(1)));
        }
    };
    let Some(protocol) = study.protocol_section else {
        let help = "a study holds `protocolSection` with `identificationModule` and `eligibilityModule`, as the ClinicalTrials.gov API v2 gives it";
        return refused("not a study: it has no `protocolSection`".to_owned(), Some(help), whole);
    };
    let (asked, named) = (protocol.eligibility_module, protocol.identification_module);
    let id = id_of(&named);
    let who = id.clone().unwrap_or_else(|| "this study".to_owned());
    let Some(criteria) = asked.eligibility_criteria.filter(|c| !c.trim().is_empty()) else {
        let help = "download it with its `eligibilityModule.eligibilityCriteria`";
        return refused(format!("{who} has no criteria in its record"), Some(help), whole);
    };
    let ages = [("Minimum Age", asked.minimum_age), ("Maximum Age", asked.maximum_age)];
    let facts = Facts {
        id,
        title: named.brief_title.or(named.official_title).map(|t| one_line(&t)),
        status: protocol.status_module.overall_status.map(|s| s.replace('_', " ").to_lowercase()),
        registry: Some("ClinicalTrials.gov".to_owned()),
        updated: protocol.status_module.last_update_post_date_struct.date.or(protocol.status_module.last_update_submit_date),
        ages: ages
            .into_iter()
            .filter_map(|(label, value)| value.map(|value| Ages { label: label.to_owned(), value: one_line(&value) }))
            .filter(|age| age.value.chars().any(|c| c.is_ascii_digit()))
            .collect(),
        sex: asked.sex.map(|s| s.to_lowercase()).and_then(|sex| match sex.as_str() {
            "female" => Some(("Sex".to_owned(), "Female".to_owned())),
            "male" => Some(("Sex".to_owned(), "Male".to_owned())),
            "all" => Some(("Sex".to_owned(), "All".to_owned())),
            _ => None,
        }),
        gender: asked.gender_based.unwrap_or(false).then(|| one_line(&asked.gender_description.unwrap_or_default())),
        healthy_volunteers: asked.healthy_volunteers,
    };
    Ok(Record { facts, criteria, span: whole })
}

/// The registry's own number, else the sponsor's.
fn id_of(named: &Identification) -> Option<String> {
    let stated = |id: &Option<String>| id.as_deref().map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned);
    stated(&named.nct_id).or_else(|| stated(&named.org_study_id_info.id))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The reader's words without its place, which is shown apart.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

/// Where a part of a text stands in it.
fn span_of(text: &str, part: &str) -> Span {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
    Span::new(start, start.saturating_add(part.len()).min(text.len()))
}
