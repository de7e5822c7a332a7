//! Findings, and the events that times are counted from.

use super::measure::limit;
use super::name::{is_plain, name, quoted};
use crate::rule::{Anchor, FindingRule};
use crate::vocabulary::{FindingKind, Vocabulary};

/// `suspected severe sepsis within 6 months`.
pub(super) fn finding(rule: &FindingRule, vocabulary: &Vocabulary) -> String {
    let mut text = String::new();
    if let Some(certainty) = rule.certainty {
        text.push_str(&format!("{certainty} "));
    }
    if let Some(severity) = rule.severity {
        text.push_str(&format!("{severity} "));
    }
    if rule.ever {
        text.push_str("history of ");
    }
    let plain = is_plain(&rule.of, vocabulary);
    match (rule.kind, implied_kind(&rule.of, vocabulary).filter(|_| plain)) {
        (kind, implied) if kind == implied => text.push_str(&name(&rule.of, vocabulary)),
        (None, _) => text.push_str(&quoted(&rule.of)),
        (Some(kind), _) => text.push_str(&format!("{} ({kind})", name(&rule.of, vocabulary))),
    }
    limit(&mut text, if rule.ahead { "for the next" } else { "for" }, rule.lasts);
    limit(&mut text, if rule.ahead { "within the next" } else { "within" }, rule.within);
    for (word, anchor) in [("before", &rule.before), ("after", &rule.after)] {
        if let Some(anchor) = anchor {
            text.push_str(&format!(" {word} {}", event(anchor, vocabulary)));
        }
    }
    text
}

/// A name, or a finding with more about it in brackets.
pub(super) fn event(anchor: &Anchor, vocabulary: &Vocabulary) -> String {
    if anchor.0.is_plain() { name(&anchor.0.of, vocabulary) } else { format!("({})", finding(&anchor.0, vocabulary)) }
}

/// The kind of rule that a name of the vocabulary is: something done or given is asked for as
/// such.
pub(crate) fn implied_kind(name: &str, vocabulary: &Vocabulary) -> Option<FindingKind> {
    let kind = vocabulary.finding_named(name).and_then(|id| vocabulary.finding(id))?.kind;
    matches!(kind, FindingKind::Procedure | FindingKind::Drug).then_some(kind)
}
