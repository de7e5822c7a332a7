//! Workflow commands of GitHub Actions: each finding becomes an annotation of its line.

use super::{FileFindings, Findings, told};
use crate::diagnostic::{Diagnostic, Level};

/// The findings as workflow commands, one a line; nothing where nothing was found.
pub fn github(findings: &Findings<'_>) -> String {
    let found = findings.files.iter().flat_map(|f| f.diagnostics.iter().map(|d| command(f, d)));
    let unread = findings.unread.iter().map(|u| {
        let help = u.help.map(|h| format!("\nhelp: {h}")).unwrap_or_default();
        format!("::error title=unreadable::{}\n", data(&format!("{}{help}", u.message)))
    });
    found.chain(unread).collect()
}

fn command(file: &FileFindings<'_>, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let mut properties = format!("file={}", property(&file.source.name));
    if let Some(place) = file.place(diagnostic) {
        properties.push_str(&format!(",line={},col={},endLine={}", place.start.line, place.start.column, place.end.line));
        // A column of another line than the first is not understood.
        if place.end.line == place.start.line {
            properties.push_str(&format!(",endColumn={}", place.end.column));
        }
    }
    let row = diagnostic.code.row();
    properties.push_str(&format!(",title={}", property(&format!("{} {}", row.number, row.name))));
    format!("::{level} {properties}::{}\n", data(&told(diagnostic)))
}

/// The text of a command: what would end the line is escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property: what would end it is escaped as well.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
