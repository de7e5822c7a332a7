//! What nodes ask and why groups came out as they did, in plain words.

use super::Evaluation;
use super::finding_words;
use crate::Truth;
use crate::quantity::Op;
use crate::rule::{CheckedMeasure, CheckedNode, CheckedRules, Dosed, Recorded, Reference, Take};
use crate::time::DurationBound;

/// Most parts named in one sentence; the rest stand below it in the tree.
const MOST_PARTS: usize = 6;

/// The node's name.
pub fn node(node: &CheckedNode) -> &'static str {
    match node {
        CheckedNode::All(_) => "all",
        CheckedNode::Any(_) => "any",
        CheckedNode::Not(_) => "not",
        CheckedNode::AtLeast { .. } => "at_least",
        CheckedNode::Measure(_) => "measure",
        CheckedNode::Consecutive(_) => "consecutive",
        CheckedNode::Trend(_) => "trend",
        CheckedNode::Steady { .. } => "steady",
        CheckedNode::Finding(_) => "finding",
        CheckedNode::Lasting { .. } => "lasting",
        CheckedNode::Criterion { .. } => "criterion",
        CheckedNode::Recorded(_) => "recorded",
        CheckedNode::Review(_) => "review",
    }
}

/// What a node asks.
pub fn asks(node: &CheckedNode) -> String {
    match node {
        CheckedNode::All(parts) => format!("all {} parts", parts.len()),
        CheckedNode::Any(parts) => format!("any of {} parts", parts.len()),
        CheckedNode::Not(part) => format!("not: {}", asks(&part.node)),
        CheckedNode::AtLeast { count, of } => format!("at least {count} of {} parts", of.len()),
        CheckedNode::Measure(rule) => measure(rule),
        CheckedNode::Consecutive(r) => {
            let apart = r.apart.map_or(String::new(), |a| format!(", {a} apart"));
            let trend = r.trend.map_or(String::new(), |t| format!(", {t}"));
            let steady: Vec<&str> = r.steady.iter().map(dosed).collect();
            let steady = if steady.is_empty() { String::new() } else { format!(", on steady {}", steady.join(" and ")) };
            format!("{} consecutive {} {}{apart}{trend}{steady}", r.count, r.of.name, r.is.words)
        }
        CheckedNode::Trend(r) => {
            let within = r.within.map_or(String::new(), |w| format!(" within {w}"));
            let count = r.count.map_or(String::new(), |c| format!(" over {c} values"));
            format!("{} {}{within}{count}", r.of.name, r.is)
        }
        CheckedNode::Steady { of, within } => format!("steady {} for {within}", dosed(of)),
        CheckedNode::Finding(rule) => finding_words::asks(rule),
        CheckedNode::Lasting { lasts, rule } => format!("for {lasts}: {}", asks(&rule.node)),
        CheckedNode::Criterion { reference: Reference::Inclusion, .. } => "all inclusion criteria".to_owned(),
        CheckedNode::Criterion { reference: Reference::Id(id), .. } => format!("criterion {id}"),
        CheckedNode::Recorded(names) => format!("recorded: {}", names.iter().map(Recorded::name).collect::<Vec<_>>().join(", ")),
        CheckedNode::Review(words) => words.clone(),
    }
}

fn dosed(of: &Dosed) -> &str {
    match of {
        Dosed::Measure(asked) => &asked.name,
        Dosed::Class(_, name) => name,
    }
}

fn measure(rule: &CheckedMeasure) -> String {
    let lead = if rule.take == Take::Latest { String::new() } else { format!("{} ", rule.take) };
    let mut words = format!("{lead}{} {}", rule.of.name, rule.is.words);
    if let Some(lasts) = rule.lasts {
        words.push_str(&format!(" for {lasts}"));
    }
    if let Some(within) = rule.within {
        words.push_str(&look_back(within));
    }
    if let Some(since) = &rule.since {
        words.push_str(&format!(" since {}", finding_words::asks(since)));
    }
    words
}

fn look_back(within: DurationBound) -> String {
    match within.op {
        Some(Op::Greater | Op::AtLeast) => format!(" {within} ago"),
        _ => format!(" within {within}"),
    }
}

/// Why a group came out as it did: the parts that decided it.
pub fn group(truth: Truth, parts: &[Evaluation]) -> String {
    let deciding: Vec<&str> = parts.iter().filter(|p| p.truth == truth).map(|p| p.because.as_str()).filter(|b| !b.is_empty()).collect();
    let mut unique: Vec<&str> = Vec::new();
    for words in deciding {
        if !unique.contains(&words) {
            unique.push(words);
        }
    }
    let more = unique.len().saturating_sub(MOST_PARTS);
    let mut text = unique.into_iter().take(MOST_PARTS).collect::<Vec<_>>().join("; ");
    if more > 0 {
        text.push_str(&format!("; and {more} more"));
    }
    text
}

/// Criteria that are referred to, at an earlier moment.
pub fn criteria(trial: &CheckedRules, places: &[usize], truth: Truth) -> String {
    let ids: Vec<&str> = places.iter().filter_map(|p| trial.criteria().get(*p)).map(|c| c.id.as_str()).collect();
    let what = match truth {
        Truth::True => "met",
        Truth::False => "not met",
        Truth::Unknown => "not known",
    };
    format!("{} {what}", ids.join(", "))
}
