//! Groups, and what stands before a rule: `not`, `lasting`, `for example`.

use super::name::{name, quoted};
use super::{Line, finding, measure};
use crate::rule::{Node, Reference, Rule};
use crate::vocabulary::Vocabulary;

/// Adds the lines of a rule: what it says, and below it its numbered parts.
pub(super) fn lines<'r>(rule: &'r Rule, depth: usize, path: &str, vocabulary: &Vocabulary, out: &mut Vec<Line<'r>>) {
    let mut text = String::new();
    let (said, parts) = head(rule, vocabulary, &mut text);
    let number = if path.is_empty() { String::new() } else { format!("({path})") };
    let at = if parts.is_some() { rule.at } else { said.at.or(rule.at) };
    out.push(Line { depth, number, text, rule, at, is_group: parts.is_some() });
    for (i, part) in parts.unwrap_or_default().iter().enumerate() {
        let number = i.saturating_add(1);
        let path = if path.is_empty() { number.to_string() } else { format!("{path}.{number}") };
        lines(part, depth.saturating_add(1), &path, vocabulary, out);
    }
}

/// Writes what stands before the parts of a group, or a whole leaf; gives the rule that was
/// said last and its parts.
fn head<'r>(rule: &'r Rule, vocabulary: &Vocabulary, text: &mut String) -> (&'r Rule, Option<&'r [Rule]>) {
    let mut rule = rule;
    loop {
        if rule.open {
            text.push_str("for example ");
        }
        match &rule.node {
            Node::Not(part) => match &part.node {
                Node::Any(parts) if !part.open => return (part, following(text, "none of", parts)),
                Node::Finding(_) if !part.open => {
                    text.push_str("no ");
                    rule = part;
                }
                _ => {
                    text.push_str("not ");
                    rule = part;
                }
            },
            Node::Lasting(lasting) => {
                text.push_str(&format!("lasting {}: ", measure::length(lasting.lasts)));
                rule = &lasting.rule;
            }
            Node::All(parts) => return (rule, following(text, "all of", parts)),
            Node::Any(parts) => return (rule, following(text, "any of", parts)),
            Node::AtLeast(counted) => return (rule, following(text, &format!("at least {} of", counted.count), &counted.of)),
            leaf => {
                text.push_str(&words(leaf, vocabulary));
                return (rule, None);
            }
        }
    }
}

fn following<'r>(text: &mut String, how: &str, parts: &'r [Rule]) -> Option<&'r [Rule]> {
    text.push_str(how);
    text.push_str(" the following:");
    if parts.is_empty() {
        text.push_str(" nothing");
        return None;
    }
    Some(parts)
}

fn words(leaf: &Node, vocabulary: &Vocabulary) -> String {
    match leaf {
        Node::Measure(rule) => measure::measure(rule, vocabulary),
        Node::Consecutive(rule) => measure::consecutive(rule, vocabulary),
        Node::Trend(rule) => measure::trend(rule, vocabulary),
        Node::Steady(rule) => format!("steady doses of {} within {}", name(&rule.of, vocabulary), measure::length(rule.within)),
        Node::Finding(rule) => finding::finding(rule, vocabulary),
        Node::Criterion(Reference::Inclusion) => "all inclusion criteria".to_owned(),
        Node::Criterion(Reference::Id(id)) => {
            let plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric());
            format!("criterion {}", if plain { id.clone() } else { quoted(id) })
        }
        Node::Recorded(names) => {
            let names: Vec<String> = names.iter().map(|n| name(n, vocabulary)).collect();
            format!("recorded in the profile: {}", if names.is_empty() { "nothing".to_owned() } else { names.join(", ") })
        }
        Node::Review(words) => format!("for review: {}", quoted(words)),
        // These have parts and are printed above.
        Node::All(_) | Node::Any(_) | Node::Not(_) | Node::AtLeast(_) | Node::Lasting(_) => String::new(),
    }
}
