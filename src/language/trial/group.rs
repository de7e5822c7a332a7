//! What a heading above a criterion does to it.

use crate::language::layout::Item;
use crate::language::{Computable, parse_criterion};
use crate::rule::{At, CriterionKind, Node, Rule};
use crate::vocabulary::Vocabulary;

/// The rule of a criterion under a heading that names a part of the participants: nobody else
/// has to meet it, and nobody else is excluded by it.
pub(super) fn only_for(group: Option<&str>, text: &str, rule: Rule, kind: CriterionKind, vocabulary: &Vocabulary) -> Rule {
    let Some(group) = group else { return rule };
    let whole = At { start: 0, end: text.chars().count() };
    let belongs = membership(group, vocabulary).from(whole);
    match kind {
        CriterionKind::Inclusion => Rule::new(Node::Any(vec![Rule::new(Node::Not(Box::new(belongs))).from(whole), rule])).from(whole),
        CriterionKind::Exclusion => Rule::new(Node::All(vec![belongs, rule])).from(whole),
    }
}

/// Whether somebody belongs to the part. Which cohort a patient would join is for a person;
/// that of a sex the record knows.
fn membership(group: &str, vocabulary: &Vocabulary) -> Rule {
    let words = group.trim_end_matches(':').trim();
    let lower = words.to_lowercase();
    let who = ["for ", "in "].iter().find_map(|p| lower.strip_prefix(p)).unwrap_or(&lower);
    let who = who.trim_end_matches(" only").trim_end_matches(" participants").trim_end_matches(" patients").trim_end_matches(" subjects");
    if matches!(who, "male" | "males" | "men" | "female" | "females" | "women") {
        let mut parsed = parse_criterion(who, CriterionKind::Inclusion, vocabulary);
        parsed.rule.forget_places();
        if parsed.computable == Computable::Full {
            return parsed.rule;
        }
    }
    Rule::new(Node::Review(words.to_owned()))
}

/// The item's text, and before it the heading where the text needs it: "Age:" above "18 and
/// over".
pub(super) fn with_topic(item: &Item, vocabulary: &Vocabulary) -> String {
    let Some(topic) = &item.topic else { return item.text.clone() };
    let topic = topic.trim_end_matches(':').trim();
    let name = ["Patient ", "Patient's ", "Subject ", "Participant "].iter().find_map(|p| topic.strip_prefix(p)).unwrap_or(topic);
    let first: String = item.text.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let bare = item.text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '<' | '>' | '=' | '≥' | '≤' | '⩾' | '⩽' | '＞' | '＜'))
        || matches!(
            first.as_str(),
            "over" | "under" | "at" | "more" | "less" | "greater" | "between" | "from" | "no" | "not" | "above" | "below" | "any"
        );
    let number = item.text.chars().any(|c| c.is_ascii_digit());
    if bare && number && vocabulary.measure_named(name).is_some() { format!("{topic}: {}", item.text) } else { item.text.clone() }
}
