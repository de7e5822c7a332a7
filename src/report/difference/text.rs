//! The page for the reviewer who signs an amendment.

use super::{Difference, PatientFlips, TrialDifference, counts, elsewhere, ids, kind, meaning, moved, overall};
use crate::report::Layout;
use crate::report::text::page::{Ink, Page};
use crate::rule::amendment::{Change, CriterionChange, PartChange, Placed, ValidityChange};
use crate::screening::{CriterionFlip, CriterionScreening, Verdict};

/// Columns of what stands beneath a criterion's head.
const INDENT: usize = 4;
/// Columns of "old " and "new ".
const SIDE: usize = 5;

/// The page: what changed in each trial, criterion by criterion, and whom it flips. Of what did not
/// change nothing is told but how much that is.
pub fn text(difference: &Difference<'_>, layout: Layout) -> String {
    let mut page = Page::new(layout);
    let mut first = true;
    for trial in &difference.trials {
        if !std::mem::take(&mut first) {
            page.rule();
        }
        write_trial(trial, difference.with_patients, &mut page);
    }
    for (list, word, ink) in [(&difference.removed, "removed", Ink::Bad), (&difference.added, "added", Ink::Good)] {
        for (id, file) in list {
            if !std::mem::take(&mut first) {
                page.blank();
            }
            page.paragraph(0, 2, &[(Ink::Strong, id), (Ink::Plain, "  "), (ink, &format!("trial {word}")), (Ink::Faint, &format!("  {file}"))]);
        }
    }
    if difference.changes_meaning() {
        page.blank();
        page.paragraph(0, 0, &[(Ink::Plain, "Reviewed by ______________________ Date ______________ Signature ______________")]);
    }
    page.finish()
}

fn write_trial(trial: &TrialDifference<'_>, with_patients: bool, page: &mut Page) {
    let amendment = &trial.amendment;
    let (old, new) = (amendment.old.trial(), amendment.new.trial());
    let id = if old.trial == new.trial { new.trial.clone() } else { format!("{} → {}", old.trial, new.trial) };
    page.paragraph(0, 2, &[(Ink::Strong, &id), (Ink::Plain, "  "), (Ink::Plain, &new.title)]);
    page.paragraph(0, 2, &[(Ink::Faint, &format!("{} → {}", trial.old_file, trial.new_file))]);
    let counted: Vec<String> = counts(amendment).iter().map(|(change, n)| format!("{n} {}", counted(*change))).collect();
    let counted = if counted.is_empty() { "no criteria".to_owned() } else { counted.join(", ") };
    page.paragraph(0, 2, &[(Ink::Strong, overall(amendment))]);
    page.paragraph(0, 2, &[(Ink::Plain, &counted)]);
    let mut side = None;
    for change in amendment.criteria.iter().filter(|c| c.change != Change::Same || c.moved || c.numbers) {
        if side.replace(kind(change)) != Some(kind(change)) {
            let heading = if kind(change).word() == "inclusion" { "Inclusion" } else { "Exclusion" };
            page.blank();
            page.paragraph(0, 2, &[(Ink::Strong, heading)]);
        }
        page.blank();
        criterion(change, elsewhere(change, amendment), page);
    }
    if !amendment.validity.is_empty() {
        page.blank();
        amendment.validity.iter().for_each(|v| validity(v, page));
    }
    if with_patients {
        patients(&trial.patients, page);
    }
}

fn counted(change: Change) -> &'static str {
    if change == Change::Same { "unchanged" } else { change.word() }
}

fn ink(change: Change) -> Ink {
    match change {
        Change::Same | Change::Reworded => Ink::Faint,
        Change::Stricter | Change::Added => Ink::Bad,
        Change::Looser | Change::Removed => Ink::Good,
        Change::Both | Change::Unproven | Change::Equivalent => Ink::Open,
    }
}

fn criterion(change: &CriterionChange<'_>, because: Option<&str>, page: &mut Page) {
    let moved = moved(change);
    let word = match (change.change, &moved) {
        (Change::Same, Some(_)) => "moved",
        (other, _) => other.word(),
    };
    let mut head = vec![(Ink::Strong, ids(change)), (Ink::Plain, "  ".to_owned()), (ink(change.change), word.to_owned())];
    if !meaning(change.change).is_empty() {
        head.push((Ink::Faint, format!(": {}", meaning(change.change))));
    }
    page.paragraph(0, INDENT, &head.iter().map(|(ink, text)| (*ink, text.as_str())).collect::<Vec<_>>());
    match (change.old, change.new) {
        (Some(old), Some(new)) if old.criterion.text == new.criterion.text => words("", old, page),
        (old, new) => {
            old.into_iter().for_each(|p| words("old", p, page));
            new.into_iter().for_each(|p| words("new", p, page));
        }
    }
    for change in &change.parts {
        part(change, page);
    }
    if let Some(because) = because {
        page.paragraph(INDENT, INDENT.saturating_add(2), &[(Ink::Plain, "= "), (Ink::Plain, because)]);
    }
    if let Some(moved) = moved {
        page.paragraph(INDENT, INDENT.saturating_add(2), &[(Ink::Plain, "moved: "), (Ink::Plain, &moved)]);
    }
    if change.numbers {
        let note = "numbers of the text changed and the rule did not: does it still say what the text says?";
        page.paragraph(INDENT, INDENT.saturating_add(2), &[(Ink::Open, "note: "), (Ink::Plain, note)]);
    }
    if change.change.is_of_meaning() {
        page.paragraph(INDENT, INDENT, &[(Ink::Faint, "[ ] agreed   "), (Ink::Faint, "[ ] to change: ____________________")]);
    }
}

fn words(side: &str, placed: Placed<'_>, page: &mut Page) {
    let indent = if side.is_empty() { 0 } else { SIDE };
    page.paragraph(INDENT, INDENT.saturating_add(indent), &[(Ink::Faint, &format!("{side:<indent$}")), (Ink::Plain, &placed.criterion.text)]);
}

/// `age 18 to 75 years → 18 to 80 years: looser`.
fn part(part: &PartChange, page: &mut Page) {
    let said = match (&part.old, &part.new) {
        (Some(old), Some(new)) => format!("{old} → {}", without_what_is_said(old, new)),
        (Some(old), None) => format!("no longer asked: {old}"),
        (None, Some(new)) => format!("now asked: {new}"),
        (None, None) => return,
    };
    let word = format!(": {}", part.change.word());
    page.paragraph(INDENT, INDENT.saturating_add(4), &[(Ink::Plain, "= "), (Ink::Plain, &said), (ink(part.change), &word)]);
}

/// Of a comparison, what is new about it: the name before the first number or sign is not said twice.
fn without_what_is_said<'n>(old: &str, new: &'n str) -> &'n str {
    let name = |text: &str| text.find([' ']).map(|_| text.find(|c: char| c.is_ascii_digit() || "<>≤≥=".contains(c)).unwrap_or(0)).unwrap_or(0);
    let (a, b) = (name(old), name(new));
    if b > 0 && old.get(..a) == new.get(..b) { new.get(b..).unwrap_or(new) } else { new }
}

fn validity(change: &ValidityChange, page: &mut Page) {
    let span = |d: Option<crate::time::Duration>| d.map_or_else(|| "as long as the vocabulary says".to_owned(), |d| d.to_string());
    let text = format!("{} counts for {} → {}", change.of, span(change.old), span(change.new));
    page.paragraph(0, INDENT, &[(Ink::Strong, "valid_for  "), (Ink::Plain, &text)]);
}

fn patients(patients: &[PatientFlips], page: &mut Page) {
    let flipped: Vec<&PatientFlips> = patients.iter().filter(|p| p.flips.verdict_flips()).collect();
    let touched: Vec<&PatientFlips> = patients.iter().filter(|p| !p.flips.verdict_flips() && !p.flips.criteria.is_empty()).collect();
    let count = if patients.len() == 1 { "1 patient".to_owned() } else { format!("{} patients", patients.len()) };
    page.blank();
    let others = if touched.is_empty() { String::new() } else { format!("; {} with another outcome and the same verdict", touched.len()) };
    let line = format!(": {} of {count} flip{others}", flipped.len());
    page.paragraph(0, 2, &[(Ink::Strong, "Patients"), (Ink::Plain, &line)]);
    for patient in flipped {
        let (old, new) = (patient.flips.old, patient.flips.new);
        let verdicts = format!("{} → {}", old.word(), new.word());
        let as_of = format!("  as of {}", patient.as_of.display(patient.zone));
        page.paragraph(2, INDENT, &[(Ink::Strong, &patient.patient), (Ink::Plain, "  "), (verdict(new), &verdicts), (Ink::Faint, &as_of)]);
        patient.flips.criteria.iter().for_each(|c| flip(c, page));
    }
    for patient in touched {
        let outcomes: Vec<String> = patient.flips.criteria.iter().map(outcomes).collect();
        let line = format!("  still {}: {}", patient.flips.new.word(), outcomes.join(", "));
        page.paragraph(2, INDENT, &[(Ink::Plain, &patient.patient), (Ink::Faint, &line)]);
    }
}

/// `I1 pass → fail`.
fn outcomes(flip: &CriterionFlip) -> String {
    let id = |c: &Option<CriterionScreening>| c.as_ref().map(|c| c.id.clone());
    let outcome = |c: &Option<CriterionScreening>| c.as_ref().map_or("not asked", |c| c.outcome.word());
    let ids = match (id(&flip.old), id(&flip.new)) {
        (Some(old), Some(new)) if old != new => format!("{old} → {new}"),
        (old, new) => new.or(old).unwrap_or_default(),
    };
    format!("{ids} {} → {}", outcome(&flip.old), outcome(&flip.new))
}

fn flip(flip: &CriterionFlip, page: &mut Page) {
    let head = outcomes(flip);
    let because = flip.new.as_ref().or(flip.old.as_ref()).map_or("", |c| c.because.as_str());
    page.paragraph(INDENT, INDENT.saturating_add(2), &[(Ink::Plain, &head), (Ink::Faint, &format!(": {because}"))]);
}

fn verdict(verdict: Verdict) -> Ink {
    match verdict {
        Verdict::Eligible => Ink::Good,
        Verdict::Undetermined => Ink::Open,
        Verdict::Ineligible => Ink::Bad,
    }
}
