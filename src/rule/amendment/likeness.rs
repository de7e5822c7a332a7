//! How like two criteria are, by their words and by what their rules ask about.

use crate::rule::{CheckedNode, CheckedRule, Criterion};

/// Whole likeness.
pub const WHOLE: u32 = 1_000;

/// Words that say little of what a criterion is about.
const SMALL: &[&str] = &[
    "a",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "by",
    "for",
    "from",
    "have",
    "has",
    "in",
    "is",
    "of",
    "on",
    "or",
    "patient",
    "patients",
    "participant",
    "participants",
    "study",
    "subject",
    "subjects",
    "that",
    "the",
    "to",
    "who",
    "with",
];

/// What a criterion is told by.
pub struct Features {
    words: Vec<String>,
    subjects: Vec<String>,
}

impl Features {
    /// The features of a criterion.
    pub fn of(criterion: &Criterion, rule: &CheckedRule) -> Self {
        let all = words(&criterion.text);
        let telling: Vec<String> = all.iter().filter(|w| !SMALL.contains(&w.as_str())).cloned().collect();
        Self { words: if telling.is_empty() { all } else { telling }, subjects: subjects(rule) }
    }

    /// How like two criteria are, of [`WHOLE`]; the same either way round.
    pub fn likeness(&self, other: &Self) -> u32 {
        let by_words = share(&self.words, &other.words);
        if self.subjects.is_empty() && other.subjects.is_empty() {
            return by_words;
        }
        let by_rule = share(&self.subjects, &other.subjects);
        // Words that are nearly the same outweigh a rule that is read otherwise.
        by_words.saturating_add(by_rule).div_euclid(2).max(by_words.saturating_mul(4).div_euclid(5))
    }
}

/// How like two rules are by what they ask about, of [`WHOLE`].
pub fn of_rules(a: &CheckedRule, b: &CheckedRule) -> u32 {
    share(&subjects(a), &subjects(b))
}

/// The numbers of a text, sorted.
pub fn numbers(text: &str) -> Vec<String> {
    let pieces = text.split(|c: char| !c.is_ascii_digit() && c != '.').map(|n| n.trim_matches('.').to_owned());
    let mut numbers: Vec<String> = pieces.filter(|n| !n.is_empty()).collect();
    numbers.sort();
    numbers
}

/// The part of both lists that they share, each item as often as it stands in both.
fn share(a: &[String], b: &[String]) -> u32 {
    let (mut i, mut j, mut shared) = (a.iter().peekable(), b.iter().peekable(), 0usize);
    while let (Some(x), Some(y)) = (i.peek(), j.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(i.next()),
            std::cmp::Ordering::Greater => drop(j.next()),
            std::cmp::Ordering::Equal => {
                shared = shared.saturating_add(1);
                i.next();
                j.next();
            }
        }
    }
    let total = a.len().saturating_add(b.len());
    let parts = shared.saturating_mul(2).saturating_mul(WHOLE as usize).checked_div(total).unwrap_or(0);
    u32::try_from(parts).unwrap_or(WHOLE)
}

fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric() && c != '.').map(|w| w.trim_matches('.').to_lowercase()).filter(|w| !w.is_empty()).collect();
    words.sort();
    words
}

/// The measures and findings that a rule asks about, by their vocabulary names, sorted.
fn subjects(rule: &CheckedRule) -> Vec<String> {
    let mut names = Vec::new();
    rule.walk(&mut |rule, _| match &rule.node {
        CheckedNode::Measure(m) => names.push(m.of.name.to_lowercase()),
        CheckedNode::Consecutive(c) => names.push(c.of.name.to_lowercase()),
        CheckedNode::Trend(t) => names.push(t.of.name.to_lowercase()),
        CheckedNode::Finding(f) => names.push(f.name.to_lowercase()),
        CheckedNode::Criterion { reference, .. } => names.push(format!("{reference:?}")),
        CheckedNode::Recorded(all) => names.extend(all.iter().map(|n| n.name().to_lowercase())),
        _ => {}
    });
    names.sort();
    names
}
