//! SARIF 2.1.0, for code scanning.
//!
//! Only the few of its objects that a check needs are here, as plain types.

use super::{FileFindings, Findings, Place, told};
use crate::diagnostic::{CATALOG, CatalogRow, Diagnostic, Level};
use serde::Serialize;

/// The schema that the log keeps to.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The findings as a SARIF log. Columns count Unicode code points, from 1, as it declares.
pub fn sarif(findings: &Findings<'_>) -> String {
    let results = findings.files.iter().flat_map(|f| f.diagnostics.iter().map(|d| result(f, d))).collect();
    let rules = CATALOG.iter().map(rule).collect();
    let notes = findings.unread.iter().map(|u| {
        let help = u.help.map(|h| format!("\nhelp: {h}")).unwrap_or_default();
        Notification { level: "error", message: Message { text: format!("{}{help}", u.message) } }
    });
    let run = Run {
        tool: Tool { driver: Driver { name: "trialsieve", version: env!("CARGO_PKG_VERSION"), rules } },
        invocations: [Invocation { execution_successful: findings.unread.is_empty(), tool_execution_notifications: notes.collect() }],
        column_kind: "unicodeCodePoints",
        results,
    };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    // Every value has a JSON form.
    serde_json::to_string_pretty(&log).map(|text| text + "\n").unwrap_or_default()
}

fn rule(row: &'static CatalogRow) -> Rule {
    Rule {
        id: row.number,
        name: row.name,
        short_description: Message { text: row.summary.to_owned() },
        full_description: Message { text: row.why.to_owned() },
        help: Help { text: format!("{} {} {}", row.summary, row.why, row.mend), markdown: row.markdown() },
        default_configuration: Configuration { level: level(row.level) },
    }
}

fn result<'c>(file: &FileFindings<'c>, diagnostic: &'c Diagnostic) -> Finding<'c> {
    let place = file.place(diagnostic);
    let uri = uri(&file.source.name);
    let row = diagnostic.code.row();
    let fixes = diagnostic.instead.as_deref().zip(place).map(|(text, place)| Fix {
        description: Message { text: format!("write `{text}`") },
        artifact_changes: [Change {
            artifact_location: Artifact { uri: uri.clone() },
            replacements: [Replacement { deleted_region: region(place), inserted_content: Content { text } }],
        }],
    });
    Finding {
        rule_id: row.number,
        rule_index: CATALOG.iter().position(|r| r.code == diagnostic.code),
        level: level(diagnostic.level),
        message: Message { text: told(diagnostic) },
        locations: [Location {
            physical_location: Physical { artifact_location: Artifact { uri }, region: place.map(region) },
            logical_locations: diagnostic.path.as_deref().map(|name| Logical { fully_qualified_name: name }).into_iter().collect(),
        }],
        fixes: fixes.into_iter().collect(),
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

fn region(place: Place) -> Region {
    let [start, end] = place.characters;
    Region {
        start_line: place.start.line,
        start_column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
        char_offset: start,
        char_length: end.saturating_sub(start),
        byte_offset: place.bytes.start,
        byte_length: place.bytes.len(),
    }
}

/// A path as a URI reference: everything but plain characters is percent-encoded.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut uri = String::new();
    // An absolute path needs its scheme; a drive letter is no scheme.
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if path.get(1..3) == Some(":/") {
        uri.push_str("file:///");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' | b'~' => uri.push(char::from(byte)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}

#[derive(Serialize)]
struct Log<'c> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'c>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'c> {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Vec<Finding<'c>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    name: &'static str,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'c> {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location<'c>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix<'c>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'c> {
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical<'c>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical<'c> {
    fully_qualified_name: &'c str,
}

#[derive(Serialize, Clone)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    char_offset: usize,
    char_length: usize,
    byte_offset: usize,
    byte_length: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix<'c> {
    description: Message,
    artifact_changes: [Change<'c>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'c> {
    artifact_location: Artifact,
    replacements: [Replacement<'c>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'c> {
    deleted_region: Region,
    inserted_content: Content<'c>,
}

#[derive(Serialize)]
struct Content<'c> {
    text: &'c str,
}
