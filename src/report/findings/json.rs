//! One JSON document.

use super::{Counts, FileFindings, Findings, Place};
use crate::diagnostic::Diagnostic;
use serde::Serialize;

/// The findings as one JSON document. Lines and columns count from 1, `bytes` and
/// `characters` from 0; ends are not included; columns and characters are Unicode code points.
pub fn json(findings: &Findings<'_>) -> String {
    let counts = Counts::of(findings.files.iter().flat_map(|f| f.diagnostics));
    let document = Document {
        format: 1,
        engine: concat!("trialsieve ", env!("CARGO_PKG_VERSION")),
        errors: counts.errors,
        warnings: counts.warnings,
        notes: counts.notes,
        files: findings.files.iter().map(file).collect(),
        unread: findings.unread.iter().map(|u| Unread { message: u.message, help: u.help }).collect(),
    };
    // Every value has a JSON form.
    serde_json::to_string_pretty(&document).map(|text| text + "\n").unwrap_or_default()
}

fn file<'c>(of: &FileFindings<'c>) -> File<'c> {
    File {
        file: &of.source.name,
        trial: of.trial,
        ok: !of.diagnostics.iter().any(Diagnostic::is_error),
        diagnostics: of.diagnostics.iter().map(|d| found(of, d)).collect(),
    }
}

fn found<'c>(of: &FileFindings<'c>, diagnostic: &'c Diagnostic) -> Found<'c> {
    let place = of.place(diagnostic);
    let row = diagnostic.code.row();
    Found {
        file: &of.source.name,
        line: place.map(|p| p.start.line),
        column: place.map(|p| p.start.column),
        end_line: place.map(|p| p.end.line),
        end_column: place.map(|p| p.end.column),
        bytes: place.map(bytes),
        characters: place.map(|p| p.characters),
        path: diagnostic.path.as_deref(),
        level: diagnostic.level.word(),
        code: row.number,
        name: row.name,
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        fix: diagnostic.instead.as_deref().zip(place).map(|(text, p)| Fix { bytes: bytes(p), characters: p.characters, text }),
    }
}

fn bytes(place: Place) -> [usize; 2] {
    [place.bytes.start, place.bytes.end]
}

#[derive(Serialize)]
struct Document<'c> {
    format: u32,
    engine: &'static str,
    errors: usize,
    warnings: usize,
    notes: usize,
    files: Vec<File<'c>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unread: Vec<Unread<'c>>,
}

#[derive(Serialize)]
struct File<'c> {
    file: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    trial: Option<&'c str>,
    ok: bool,
    diagnostics: Vec<Found<'c>>,
}

#[derive(Serialize)]
struct Found<'c> {
    file: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<[usize; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    characters: Option<[usize; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'c str>,
    level: &'static str,
    code: &'static str,
    name: &'static str,
    message: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix<'c>>,
}

/// What to put in place of a stretch of the file.
#[derive(Serialize)]
struct Fix<'c> {
    bytes: [usize; 2],
    characters: [usize; 2],
    text: &'c str,
}

#[derive(Serialize)]
struct Unread<'c> {
    message: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'c str>,
}
