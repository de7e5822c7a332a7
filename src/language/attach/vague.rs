//! "Patients with current disease or …": a name that says no more than that something is there, as
//! one ground of exclusion among others, would exclude everybody.

use super::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::rule::{CriterionKind, FindingRule, Node, Rule};

/// Names that say of nothing what it is.
const VAGUE: &[&str] = &["condition", "disease", "medication", "symptom", "treatment"];

/// Leaves such alternatives to a person.
pub(in crate::language) fn to_person(context: &Context<'_>, rule: &mut Rule) {
    if context.kind == CriterionKind::Exclusion {
        // "Taking medication" alone says what it says.
        let alone = !matches!(&rule.node, Node::Finding(f) if matches!(f.of.as_str(), "medication" | "treatment"));
        review(context, rule, alone);
    }
}

fn review(context: &Context<'_>, rule: &mut Rule, alone: bool) {
    let at = rule.at;
    match &mut rule.node {
        Node::Any(parts) => parts.iter_mut().for_each(|p| review(context, p, true)),
        Node::Finding(finding) if alone && is_vague(finding) => {
            let Some(at) = at else { return };
            let text: String = context.chars.get(at.start..at.end).unwrap_or_default().iter().collect();
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ").trim_start_matches(['-', '•', '*', ' ']).to_owned();
            let message = format!("`{words}`: everybody has one, so that a certain one must be meant");
            context.diagnostics.borrow_mut().push(Diagnostic::new(Code::NotUnderstood, message));
            rule.node = Node::Review(words);
        }
        _ => {}
    }
}

/// Whether nothing more is said of it.
fn is_vague(finding: &FindingRule) -> bool {
    let plain = FindingRule { kind: finding.kind, ..FindingRule::new(finding.of.clone()) };
    VAGUE.contains(&finding.of.as_str()) && plain == *finding
}
