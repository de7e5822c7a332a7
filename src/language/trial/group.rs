//! What a heading above a criterion does to it.

use crate::language::cohort;
use crate::language::layout::Item;
use crate::rule::{At, CriterionKind, Rule};
use crate::vocabulary::Vocabulary;

/// The rule of a criterion under a heading that names a part of the participants.
pub(super) fn only_for(group: Option<&str>, text: &str, rule: Rule, kind: CriterionKind, vocabulary: &Vocabulary) -> Rule {
    let Some(group) = group else { return rule };
    // The heading is no part of the criterion's own text.
    let whole = At { start: 0, end: text.chars().count() };
    cohort::guarded(cohort::membership(group, vocabulary).from(whole), rule, kind, text)
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
