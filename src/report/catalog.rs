//! The catalog of diagnostics for people and machines.

use super::Layout;
use super::text::page::{Ink, Page};
use crate::diagnostic::{CATALOG, CatalogRow, Level};
use serde::Serialize;

/// The page of one diagnostic: what it means, why it matters, an example, how to mend it.
pub fn page(row: &CatalogRow, layout: Layout) -> String {
    let mut page = Page::new(layout);
    page.paragraph(0, 2, &[(Ink::Strong, row.name), (Ink::Plain, " ("), (ink(row.level), &row.kind()), (Ink::Plain, ")")]);
    page.blank();
    page.paragraph(0, 0, &[(Ink::Plain, row.summary)]);
    page.blank();
    page.paragraph(0, 0, &[(Ink::Strong, "Why it matters: "), (Ink::Plain, row.why)]);
    page.blank();
    page.paragraph(0, 0, &[(Ink::Strong, "An example:")]);
    example(row.bad, Ink::Bad, &mut page);
    page.paragraph(0, 0, &[(Ink::Strong, "Better:")]);
    example(row.good, Ink::Good, &mut page);
    page.paragraph(0, 0, &[(Ink::Strong, "How to mend it: "), (Ink::Plain, row.mend)]);
    page.finish()
}

/// Every diagnostic, one a line: number, level, name, what it means.
pub fn table() -> String {
    let names = CATALOG.iter().map(|r| r.name.len()).max().unwrap_or(0);
    CATALOG.iter().map(|r| format!("{}  {:7}  {:names$}  {}\n", r.number, r.level.word(), r.name, r.summary)).collect()
}

/// Rows for machines.
pub fn json(rows: &[&CatalogRow]) -> String {
    let row = |r: &&CatalogRow| Row {
        code: r.number,
        name: r.name,
        level: r.level.word(),
        of: r.subject.place(),
        summary: r.summary,
        why: r.why,
        bad: r.bad,
        good: r.good,
        mend: r.mend,
    };
    let rows: Vec<Row> = rows.iter().map(row).collect();
    // Every value has a JSON form.
    serde_json::to_string_pretty(&rows).map(|text| text + "\n").unwrap_or_default()
}

/// An example keeps its lines, whatever the width.
fn example(text: &str, ink: Ink, page: &mut Page) {
    page.blank();
    for line in text.trim_end().lines() {
        page.verbatim(4, ink, line);
    }
    if text.trim().is_empty() {
        page.verbatim(4, Ink::Faint, "(nothing)");
    }
    page.blank();
}

fn ink(level: Level) -> Ink {
    match level {
        Level::Error => Ink::Bad,
        Level::Warning => Ink::Open,
        Level::Note => Ink::Faint,
    }
}

#[derive(Serialize)]
struct Row {
    code: &'static str,
    name: &'static str,
    level: &'static str,
    of: &'static str,
    summary: &'static str,
    why: &'static str,
    bad: &'static str,
    good: &'static str,
    mend: &'static str,
}
