//! "Patients with current disease or …": a name that says no more than that something is there, as
//! one ground of exclusion among others, would exclude everybody.

use super::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::rule::{CriterionKind, FindingRule, Node, Rule};

/// Names that say of nothing what it is.
const VAGUE: &[&str] = &["condition", "disease", "medication", "symptom", "treatment"];

/// Leaves such alternatives to a person: among the exclusions they would exclude everybody, among
/// the inclusions they would let everybody in.
pub(in crate::language) fn to_person(context: &Context<'_>, rule: &mut Rule) {
    if context.kind == CriterionKind::Inclusion {
        return alternatives(context, rule, false);
    }
    // "Any medical condition" alone says what it says.
    excluding(context, rule, false);
}

fn excluding(context: &Context<'_>, rule: &mut Rule, alone: bool) {
    match &mut rule.node {
        Node::Any(parts) => parts.iter_mut().for_each(|p| excluding(context, p, true)),
        Node::Finding(_) if alone => leave(context, rule),
        _ => {}
    }
}

fn alternatives(context: &Context<'_>, rule: &mut Rule, alternative: bool) {
    match &mut rule.node {
        Node::Any(parts) => parts.iter_mut().for_each(|p| alternatives(context, p, true)),
        Node::All(parts) => parts.iter_mut().for_each(|p| alternatives(context, p, false)),
        Node::Finding(_) if alternative => leave(context, rule),
        _ => {}
    }
}

fn leave(context: &Context<'_>, rule: &mut Rule) {
    let (Node::Finding(finding), Some(at)) = (&rule.node, rule.at) else { return };
    let text = |from: usize, to: usize| context.chars.get(from..to).unwrap_or_default().iter().collect::<String>();
    // "medications for these conditions": for which, stands before.
    let said = text(at.start, at.end.saturating_add(FOR)).to_lowercase();
    let such = [" for these", " for this", " for such", " for that", " for those"].iter().any(|f| said.contains(f));
    if !is_vague(finding, such) {
        return;
    }
    let words = text(at.start, at.end).split_whitespace().collect::<Vec<_>>().join(" ").trim_start_matches(['-', '•', '*', ' ']).to_owned();
    let message = format!("`{words}`: everybody has one, so that a certain one must be meant");
    context.diagnostics.borrow_mut().push(Diagnostic::new(Code::NotUnderstood, message));
    rule.node = Node::Review(words);
}

/// How many characters behind a name say what it is for.
const FOR: usize = 12;

/// Whether nothing more is said of it; `such`: what it is for is said elsewhere.
fn is_vague(finding: &FindingRule, such: bool) -> bool {
    let plain = FindingRule { kind: finding.kind, ..FindingRule::new(finding.of.clone()) };
    VAGUE.contains(&finding.of.as_str()) && (such || plain == *finding)
}
