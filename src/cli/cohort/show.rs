//! The survey as a table for people and as JSON.

use super::id;
use super::survey::{Changes, Survey};
use super::what_if::WhatIf;
use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{CellAlignment, Table};
use serde_json::json;
use trialsieve::rule::CheckedTrial;

/// Missing data that are named in the table; JSON has all.
const NAMED: usize = 3;
/// Columns of numbers, which stand on the right.
const NUMBERS: std::ops::RangeInclusive<usize> = 1..=5;

/// One table for each trial, and one for what would change.
pub fn table(survey: &Survey, trials: &[CheckedTrial], questions: &[WhatIf]) -> String {
    let mut text = format!("{} patients{}\n", survey.patients, bad(survey));
    for (place, trial) in survey.trials.iter().enumerate() {
        let [eligible, undetermined, ineligible] = trial.verdicts;
        text.push_str(&format!("\n{}: {eligible} eligible, {undetermined} undetermined, {ineligible} ineligible\n", id(trials, place)));
        let mut table = plain(&["criterion", "remain", "for certain", "excludes", "it alone", "unknown", "for want of"]);
        let ids = trials.get(place).map(|t| t.criteria()).unwrap_or_default();
        for (criterion, counts) in ids.iter().zip(&trial.criteria) {
            let wants: Vec<String> = counts.wanted().into_iter().take(NAMED).map(|(name, count)| format!("{name} ({count})")).collect();
            let numbers = [counts.remaining, counts.certain, counts.excludes, counts.only, counts.unknown].map(|n| n.to_string());
            table.add_row([criterion.id.clone()].into_iter().chain(numbers).chain([wants.join(", ")]));
        }
        align(&mut table);
        text.push_str(&format!("{table}\n"));
    }
    if !questions.is_empty() {
        let mut table = plain(&["what if", "eligible", "would be", "ineligible", "would be", "won"]);
        for (question, changes) in questions.iter().zip(&survey.changes) {
            let (is, would, won) = compared(changes);
            let numbers = [is[0], would[0], is[2], would[2], won].map(|n| n.to_string());
            table.add_row([format!("{}.{}: {}", id(trials, question.trial), question.criterion, question.words)].into_iter().chain(numbers));
        }
        align(&mut table);
        text.push_str(&format!("\n{table}\nwon: those no longer ineligible\n"));
    }
    text
}

/// The same for programs.
pub fn json(survey: &Survey, trials: &[CheckedTrial], questions: &[WhatIf]) -> String {
    let of = |place: usize| {
        let counts = survey.trials.get(place)?;
        let criteria = trials.get(place)?.criteria().iter().zip(&counts.criteria).map(|(criterion, c)| {
            let wants: Vec<_> = c.wanted().into_iter().map(|(of, patients)| json!({"of": of, "patients": patients})).collect();
            json!({"id": criterion.id, "kind": criterion.kind.word(), "remaining": c.remaining, "certain": c.certain,
                "excludes": c.excludes, "only": c.only, "unknown": c.unknown, "for_want_of": wants})
        });
        let [eligible, undetermined, ineligible] = counts.verdicts;
        Some(json!({"trial": id(trials, place), "eligible": eligible, "undetermined": undetermined, "ineligible": ineligible,
            "criteria": criteria.collect::<Vec<_>>()}))
    };
    let asked = questions.iter().zip(&survey.changes).map(|(question, changes)| {
        let (is, would, won) = compared(changes);
        let named = |v: [usize; 3]| json!({"eligible": v[0], "undetermined": v[1], "ineligible": v[2]});
        json!({"trial": id(trials, question.trial), "criterion": question.criterion, "text": question.words,
            "is": named(is), "would_be": named(would), "won": won})
    });
    let all: Vec<_> = (0..survey.trials.len()).filter_map(of).collect();
    let whole = json!({"format": 1, "patients": survey.patients, "unreadable": survey.bad, "trials": all, "what_if": asked.collect::<Vec<_>>()});
    format!("{whole:#}\n")
}

pub fn bad(survey: &Survey) -> String {
    if survey.bad == 0 { String::new() } else { format!(", {} rows that could not be used", survey.bad) }
}

/// The verdicts as they are, as they would be, and who would be ineligible no more.
fn compared(changes: &Changes) -> ([usize; 3], [usize; 3], usize) {
    let is = changes.map(|row| row.iter().fold(0usize, |a, n| a.saturating_add(*n)));
    let mut would = [0usize; 3];
    for row in changes {
        for (all, some) in would.iter_mut().zip(row) {
            *all = all.saturating_add(*some);
        }
    }
    let [_, _, excluded] = changes;
    (is, would, excluded[0].saturating_add(excluded[1]))
}

fn plain(head: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_preset(UTF8_HORIZONTAL_ONLY).set_header(head);
    table
}

fn align(table: &mut Table) {
    for column in NUMBERS {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}
