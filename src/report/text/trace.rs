//! Every step of a rule with its truth and its evidence.

use super::page::{Ink, Page};
use super::relative::relative;
use crate::screening::Evaluation;
use crate::time::{Moment, Zone};

/// Deeper than that nothing is indented further.
const MOST_INDENT: usize = 40;

/// Writes the tree of a rule, two columns further in for each level.
pub fn write(evaluation: &Evaluation, moment: Moment, zone: Zone, indent: usize, page: &mut Page) {
    let indent = indent.min(MOST_INDENT);
    let below = indent.saturating_add(2);
    let (ink, truth) = match evaluation.truth.known() {
        Some(true) => (Ink::Good, "true"),
        Some(false) => (Ink::Bad, "false"),
        None => (Ink::Open, "unknown"),
    };
    let asks = if evaluation.asks.is_empty() { evaluation.node } else { &evaluation.asks };
    let reason = evaluation.reason.map(|r| format!(" ({})", r.word())).unwrap_or_default();
    let because = if evaluation.because.is_empty() { String::new() } else { format!(": {}", evaluation.because) };
    page.paragraph(indent, below, &[(ink, truth), (Ink::Plain, "  "), (Ink::Plain, asks), (Ink::Faint, &reason), (Ink::Faint, &because)]);
    for datum in &evaluation.evidence {
        let time = datum.at.map(|at| format!(" at {} ({})", at.display(zone), relative(at, moment))).unwrap_or_default();
        page.paragraph(below, below.saturating_add(2), &[(Ink::Faint, &format!("· {} {}{time}, from {}", datum.of, datum.value, datum.from))]);
    }
    for part in &evaluation.parts {
        write(part, moment, zone, below, page);
    }
}
