//! "Incomplete data": a question to the profile itself.

use super::Context;
use super::leaf::Leaf;
use crate::rule::{FindingRule, Node, Rule};

/// What each word for a kind of data asks to be in the profile.
const DATA: &[(&str, &[&str])] = &[
    ("clinical", &["any condition", "any measure"]),
    ("demographic", &["age", "sex"]),
    ("laboratory", &["any measure"]),
    ("medical", &["any condition", "any measure"]),
];

/// "Incomplete clinical and demographic data": something that the words name is not recorded.
/// Where the profile itself answers to the words, that answer is taken instead.
pub(super) fn incomplete(context: &Context<'_>, leaf: &Leaf, from: usize, to: usize) -> Option<Rule> {
    let words = context.words(from, to);
    let lower = words.to_lowercase();
    if !["data", "record", "information", "documentation", "file"].iter().any(|w| lower.contains(w)) {
        return None;
    }
    let id = context.vocabulary.finding_named(&words)?;
    if context.vocabulary.finding(id)?.name != "incomplete data" {
        return None;
    }
    let mut names: Vec<String> = Vec::new();
    for (word, asked) in DATA {
        if lower.contains(word) {
            names.extend(asked.iter().map(|a| (*a).to_owned()));
        }
    }
    if names.is_empty() {
        names = DATA.iter().take(2).flat_map(|(_, asked)| asked.iter().map(|a| (*a).to_owned())).collect();
    }
    names.sort();
    names.dedup();
    let rule = |node| context.rule(node, leaf.from, leaf.to);
    let said = || rule(Node::Recorded(vec!["incomplete data".to_owned()]));
    let answer = rule(Node::Finding(FindingRule::new("incomplete data")));
    let missing = rule(Node::Not(Box::new(rule(Node::Recorded(names)))));
    let by_answer = rule(Node::All(vec![said(), answer]));
    let by_data = rule(Node::All(vec![rule(Node::Not(Box::new(said()))), missing]));
    Some(rule(Node::Any(vec![by_answer, by_data])))
}
