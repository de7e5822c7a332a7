//! The report for people, to be read at the bedside.

mod needs;
pub(crate) mod page;
mod relative;
mod trace;

use super::{Format, Layout, PatientReport, Report, TrialReport};
use crate::screening::{CriterionScreening, Evaluation, Outcome, Screening, Verdict};
use crate::time::{Moment, Zone};
use page::{Ink, Page};
use relative::relative;
use std::fmt;

/// One line a trial with its verdict, then its criteria with their reasons, then what to find
/// out next.
pub const FORMAT: Format = Format { name: "text", write };

fn write(report: &Report<'_>, layout: Layout, out: &mut dyn fmt::Write) -> fmt::Result {
    let mut page = Page::new(layout);
    for (i, patient) in report.patients.iter().enumerate() {
        if i > 0 {
            page.rule();
        }
        write_patient(patient, &mut page, out)?;
    }
    page.pass_on(out)
}

fn write_patient(report: &PatientReport<'_>, page: &mut Page, out: &mut dyn fmt::Write) -> fmt::Result {
    let count = |verdict: Verdict| {
        let n = report.trials.iter().filter(|t| t.screening.verdict == verdict).count();
        (n > 0).then(|| format!("{n} {}", verdict.word()))
    };
    let counts: Vec<String> = [Verdict::Eligible, Verdict::Undetermined, Verdict::Ineligible].into_iter().filter_map(count).collect();
    let trials = match report.trials.len() {
        1 => "1 trial".to_owned(),
        n => format!("{n} trials"),
    };
    page.paragraph(
        0,
        0,
        &[(Ink::Strong, &report.patient), (Ink::Plain, &format!(" as of {}: {trials}, {}", report.as_of.display(report.zone), counts.join(", ")))],
    );
    for trial in &report.trials {
        page.blank();
        write_trial(trial, report.zone, page);
        // Of very many trials the page is long.
        page.pass_on(out)?;
    }
    needs::write(report, page);
    Ok(())
}

fn write_trial(report: &TrialReport<'_>, zone: Zone, page: &mut Page) {
    let trial = report.trial;
    let verdict = report.screening.verdict;
    let (mark, ink) = match verdict {
        Verdict::Eligible => ("✓ ", Ink::Good),
        Verdict::Undetermined => ("? ", Ink::Open),
        Verdict::Ineligible => ("✗ ", Ink::Bad),
    };
    let (joint, status_ink) = match recruits(&trial.status) {
        false if verdict != Verdict::Ineligible => (", but ", Ink::Open),
        _ => (" · ", Ink::Plain),
    };
    let status = if trial.status.is_empty() { "recruiting status not stated" } else { &trial.status };
    page.paragraph(
        0,
        2,
        &[(ink, mark), (Ink::Strong, &trial.trial), (Ink::Plain, "  "), (ink, verdict.word()), (Ink::Plain, joint), (status_ink, status)],
    );
    if !trial.title.is_empty() {
        page.paragraph(2, 2, &[(Ink::Faint, &trial.title)]);
    }
    let widest = report.screening.criteria.iter().map(|c| c.id.chars().count()).max().unwrap_or(0);
    for (text, answer) in report.criteria() {
        write_criterion(text, answer, widest, &report.screening, zone, page);
    }
    if report.screening.criteria.is_empty() {
        page.paragraph(2, 2, &[(Ink::Open, "The trial file has no criteria: it keeps nobody out.")]);
    }
}

fn write_criterion(text: &str, answer: &CriterionScreening, widest: usize, screening: &Screening, zone: Zone, page: &mut Page) {
    let (mark, ink) = match answer.outcome {
        Outcome::Pass => ("✓", Ink::Good),
        Outcome::Unknown => ("?", Ink::Open),
        Outcome::Fail => ("✗", Ink::Bad),
    };
    let id = format!("{mark} {:widest$}  ", answer.id);
    let indent = id.chars().count().saturating_add(2);
    page.paragraph(2, indent, &[(ink, &id), (Ink::Plain, text)]);
    let reason_ink = if answer.outcome == Outcome::Pass { Ink::Faint } else { ink };
    let age = age_of_data(answer, screening.moment);
    page.paragraph(indent, indent.saturating_add(2), &[(reason_ink, "→ "), (reason_ink, &answer.because), (Ink::Faint, &age)]);
    if has_open_list(&answer.evaluation) {
        let note = "The protocol's list is open: others like its examples are for a person to judge.";
        page.paragraph(indent, indent, &[(Ink::Faint, note)]);
    }
    if page.layout.verbose {
        trace::write(&answer.evaluation, screening.moment, zone, indent.saturating_add(2), page);
    }
}

/// How old the newest datum is that decides a criterion, where its reason does not say already.
fn age_of_data(answer: &CriterionScreening, moment: Moment) -> String {
    let newest = answer.evaluation.evidence.iter().filter_map(|e| e.at).max();
    match newest.map(|at| relative(at, moment)) {
        Some(age) if !answer.because.contains(" before") && !answer.because.contains("at the moment") => format!(" ({age})"),
        _ => String::new(),
    }
}

/// Whether a trial with this status may take patients now; an unknown word is given the
/// benefit of the doubt, since it is shown all the same.
fn recruits(status: &str) -> bool {
    const CLOSED: &[&str] =
        &["not yet", "not recruiting", "withdrawn", "completed", "terminated", "suspended", "closed", "stopped", "no longer", "not available"];
    let status = status.to_lowercase();
    !CLOSED.iter().any(|word| status.contains(word))
}

fn has_open_list(evaluation: &Evaluation) -> bool {
    evaluation.open || evaluation.parts.iter().any(has_open_list)
}

#[cfg(test)]
mod tests {
    use super::recruits;

    #[test]
    fn a_trial_that_takes_nobody_is_told_from_one_that_does() {
        for status in ["recruiting", "enrolling", "enrolling by invitation", "active", ""] {
            assert!(recruits(status), "{status}");
        }
        for status in ["not yet recruiting", "Withdrawn", "completed", "active, not recruiting", "terminated"] {
            assert!(!recruits(status), "{status}");
        }
    }
}
