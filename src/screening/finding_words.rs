//! Findings and records in words.

use super::chart::Chart;
use super::facts::{Fact, List};
use super::span;
use super::{Evidence, Reason};
use crate::Truth;
use crate::patient::Presence;
use crate::quantity::Op;
use crate::rule::{Certainty, CheckedFinding};
use crate::time::{Moment, When};

/// What a rule about a finding asks, in words.
pub fn asks(rule: &CheckedFinding) -> String {
    let mut words = String::new();
    if let Some(severity) = rule.severity {
        words.push_str(&before_name(&severity.to_string(), &rule.name));
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
        words.push_str(&format!(" for{} {lasts}", if rule.ahead { " the next" } else { "" }));
    }
    if let Some(within) = rule.within {
        let lead = match within.op {
            _ if rule.ahead => " within the next",
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

/// Why a rule about a finding came out as it did: the records that it rests on, and where it
/// stands to other findings, theirs.
pub fn sentence(
    chart: &Chart<'_>,
    rule: &CheckedFinding,
    moment: Moment,
    judged: (Truth, Option<Reason>),
    shown: &[&Fact<'_>],
    anchors: &[&Fact<'_>],
) -> String {
    let name = asks(rule);
    let relative = rule.before.is_some() || rule.after.is_some();
    // Beside another finding it must be plain whose distance to the moment it is.
    let age = |fact: &Fact<'_>| match fact.from.filter(|from| relative && from.is_exact()).map(|from| moment.millis_since(from.latest)) {
        None => String::new(),
        Some(..1000) => " (at the moment)".to_owned(),
        Some(millis) => format!(" ({} before)", span::words(millis)),
    };
    let joined = |facts: &[&Fact<'_>]| {
        let mut words: Vec<String> = facts.iter().map(|f| record_words(chart, f) + &age(f)).collect();
        words.dedup();
        words.join("; ")
    };
    let records = joined(shown);
    let planned = !shown.is_empty() && shown.iter().all(|f| f.presence == Presence::Planned);
    match judged {
        (Truth::True, _) if anchors.is_empty() => records,
        (Truth::True, _) => format!("{records}; {}", joined(anchors)),
        (Truth::False, _) if records.is_empty() => format!("{name}: not among the recorded, and the list is complete"),
        (Truth::False, _) if planned => format!("{records}, no more than that"),
        (Truth::False, _) if shown.iter().all(|f| f.presence == Presence::Absent) => records,
        // The thing itself, at another time.
        (Truth::False, _) if anchors.is_empty() && shown.iter().all(|f| f.name == name) => format!("{records}, and not at the time asked for"),
        (Truth::False, _) if anchors.is_empty() => format!("{records}, which is not {name}"),
        (Truth::False, _) => format!("{records}, which is not {name}; {}", joined(anchors)),
        (_, Some(Reason::Conflict)) => format!("records contradict each other: {records}"),
        (_, Some(Reason::Judgement)) if shown.iter().any(|f| f.presence == Presence::Suspected) => format!("{records}, not confirmed"),
        (_, Some(Reason::Judgement)) => format!("{records}; {}, not confirmed", joined(anchors)),
        (_, Some(Reason::ImpreciseDate)) => format!("{records}: the time is not known well enough to say {name}"),
        _ if records.is_empty() => match open_anchor(rule) {
            Some(anchor) => format!("{} is not recorded, nor whether it was {anchor}", rule.name),
            None => format!("{} is not recorded", rule.name),
        },
        _ if planned => format!("{records}; whether there was one before is not recorded"),
        _ if rule.severity.is_some() && shown.iter().any(|f| f.severity.is_none()) => format!("{records}; how severe is not recorded"),
        _ => match open_anchor(rule) {
            Some(anchor) => format!("{records}; whether that was {anchor} is not recorded"),
            None => format!("{records}; when is not recorded"),
        },
    }
}

fn open_anchor(rule: &CheckedFinding) -> Option<String> {
    let before = rule.before.as_ref().map(|a| format!("before {}", a.name));
    before.or_else(|| rule.after.as_ref().map(|a| format!("after {}", a.name)))
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
    let severity = fact.severity.map_or(String::new(), |s| before_name(&s.to_string(), fact.name));
    let mut words = format!("{severity}{} is {state}", fact.name);
    if let Some(from) = fact.from {
        words.push_str(&format!(" since {}", when_words(chart, from)));
    }
    if let Some(to) = fact.to.filter(|to| to.earliest <= chart.asked) {
        words.push_str(&format!(" until {}", when_words(chart, to)));
    }
    words
}

/// A severity before a name, unless the name says it itself.
fn before_name(severity: &str, name: &str) -> String {
    let named = name.split(|c: char| !c.is_alphanumeric()).any(|w| w.eq_ignore_ascii_case(severity));
    if named { String::new() } else { format!("{severity} ") }
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
    Evidence { of: fact.name.to_owned(), value, unit: None, at, from: fact.place() }
}
