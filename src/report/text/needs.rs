//! What to find out next, over all trials at once.

use super::page::{Ink, Page};
use crate::report::PatientReport;
use crate::screening::Verdict;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

/// Writes the missing data of all trials that are still open, most useful first: what could
/// settle most trials, then most criteria, then what was asked first.
pub fn write(report: &PatientReport<'_>, page: &mut Page) {
    let open: Vec<_> = report.trials.iter().filter(|t| t.screening.verdict == Verdict::Undetermined).collect();
    if open.is_empty() {
        return;
    }
    let mut needs: IndexMap<&str, Vec<(&str, Vec<&str>)>, FxBuildHasher> = IndexMap::default();
    for trial in open {
        for need in trial.screening.needs() {
            needs.entry(need.of).or_default().push((&trial.trial.trial, need.criteria));
        }
    }
    if needs.is_empty() {
        return;
    }
    let mut ordered: Vec<_> = needs.into_iter().collect();
    let criteria = |trials: &[(&str, Vec<&str>)]| trials.iter().map(|(_, c)| c.len()).sum::<usize>();
    // The sort is stable: ties stay in the order of first use.
    ordered.sort_by_key(|(_, trials)| std::cmp::Reverse((trials.len(), criteria(trials))));
    page.blank();
    page.paragraph(0, 0, &[(Ink::Strong, "To find out next, most useful first:")]);
    let mut places = String::new();
    for (of, trials) in ordered {
        places.clear();
        for (trial, criteria) in &trials {
            places.push_str(if places.is_empty() { "  " } else { "; " });
            places.push_str(trial);
            for (i, criterion) in criteria.iter().enumerate() {
                places.push_str(if i == 0 { " " } else { ", " });
                places.push_str(criterion);
            }
        }
        page.paragraph(2, 4, &[(Ink::Open, "• "), (Ink::Plain, of), (Ink::Faint, &places)]);
    }
}
