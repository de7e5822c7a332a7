//! Findings and records in words.

use super::Evidence;
use super::chart::Chart;
use super::facts::{Fact, List};
use crate::patient::Presence;
use crate::quantity::Op;
use crate::rule::{Certainty, CheckedFinding};
use crate::time::When;

/// What a rule about a finding asks, in words.
pub fn asks(rule: &CheckedFinding) -> String {
    let mut words = String::new();
    if let Some(severity) = rule.severity {
        words.push_str(&format!("{severity} "));
    }
    match rule.certainty {
        Some(Certainty::Suspected) => words.push_str("suspected "),
        Some(Certainty::Confirmed) => words.push_str("confirmed "),
        None => {}
    }
    if rule.ever {
        words.push_str("ever ");
    }
    words.push_str(&rule.name);
    if let Some(lasts) = rule.lasts {
        words.push_str(&format!(" for {lasts}"));
    }
    if let Some(within) = rule.within {
        let lead = match within.op {
            Some(Op::Greater | Op::AtLeast) => "",
            _ => " within",
        };
        words.push_str(&format!("{lead} {within}"));
    }
    for (word, anchor) in [("before", &rule.before), ("after", &rule.after)] {
        if let Some(anchor) = anchor {
            words.push_str(&format!(" {word} {}", asks(anchor)));
        }
    }
    words
}

/// What a record says.
pub fn record_words(chart: &Chart<'_>, fact: &Fact<'_>) -> String {
    let drug = fact.list == List::Medications;
    let state = match fact.presence {
        Presence::Present if drug => "given",
        Presence::Present if fact.list == List::Procedures => "done",
        Presence::Present => "present",
        Presence::Absent if drug => "not given",
        Presence::Absent if fact.list == List::Procedures => "not done",
        Presence::Absent => "absent",
        Presence::Suspected => "suspected",
        Presence::Resolved => "resolved",
        Presence::Planned => "planned",
    };
    let severity = fact.severity.map_or(String::new(), |s| format!("{s} "));
    let mut words = format!("{severity}{} is {state}", fact.name);
    if let Some(from) = fact.from {
        words.push_str(&format!(" since {}", when_words(chart, from)));
    }
    if let Some(to) = fact.to.filter(|to| to.earliest <= chart.asked) {
        words.push_str(&format!(" until {}", when_words(chart, to)));
    }
    words
}

fn when_words(chart: &Chart<'_>, when: When) -> String {
    if when.is_exact() {
        return chart.show(when.latest);
    }
    match (when.earliest.day(chart.zone()), when.latest.day(chart.zone())) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        _ => format!("some time from {} to {}", chart.show(when.earliest), chart.show(when.latest)),
    }
}

/// A fact as evidence.
pub fn evidence(fact: &Fact<'_>) -> Evidence {
    let state = match fact.presence {
        Presence::Present => "present",
        Presence::Absent => "absent",
        Presence::Suspected => "suspected",
        Presence::Resolved => "resolved",
        Presence::Planned => "planned",
    };
    let value = fact.severity.map_or_else(|| state.to_owned(), |s| format!("{state}, {s}"));
    let at = fact.from.filter(|w| w.is_exact()).map(|w| w.latest);
    Evidence { of: fact.name.to_owned(), value, unit: None, at, from: fact.origin.clone() }
}
