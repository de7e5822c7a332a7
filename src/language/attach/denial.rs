//! Negations that a finished rule cannot hold as they were meant: a person reads them. How far a
//! negation reaches over a list is decided where the list is read.

use super::Context;
use crate::language::words::Kind;
use crate::rule::{CriterionKind, FindingRule, Node, Rule};

/// How a negation begins.
const OPENING: &[&str] =
    &["no ", "not ", "without ", "absence of ", "never ", "free of ", "do not ", "does not ", "did not ", "none ", "lack of ", "has no ", "have no "];

/// "A and no B, or C": as an alternative beside the negation, a disease that nobody may have would
/// let a patient in; a person reads it.
pub(in crate::language) fn of_all(context: &Context<'_>, rule: &mut Rule) {
    if context.kind != CriterionKind::Inclusion {
        return;
    }
    match &mut rule.node {
        Node::Any(parts) => {
            parts.iter_mut().for_each(|part| of_all(context, part));
            let Some((first, others)) = parts.split_first() else { return };
            if !others.iter().all(is_plain) || others.iter().all(|o| matches!(o.node, Node::Review(_))) {
                return;
            }
            if let Node::All(asked) = &first.node
                && asked.iter().any(|part| matches!(part.node, Node::Not(_)) && opens(context, part))
            {
                let at = rule.at.unwrap_or(crate::rule::At { start: 0, end: context.chars.len() });
                let text: String = context.chars.get(at.start..at.end).unwrap_or_default().iter().collect();
                rule.node = Node::Review(text.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
        Node::All(parts) => parts.iter_mut().for_each(|part| of_all(context, part)),
        _ => {}
    }
}

/// Whether a denial begins with its negation: "women must …" denies the women without a word for it.
fn opens(context: &Context<'_>, denial: &Rule) -> bool {
    let Some(at) = denial.at else { return false };
    let text: String = context.chars.get(at.start..at.end).unwrap_or_default().iter().collect::<String>().to_lowercase();
    let text = text.trim_start_matches(|c: char| !c.is_alphabetic());
    OPENING.iter().any(|word| text.starts_with(word))
}

/// Names and nothing else: what has a time, a value or a negation of its own may be another way in.
fn is_plain(rule: &Rule) -> bool {
    match &rule.node {
        Node::Finding(found) => {
            *found == FindingRule { kind: found.kind, severity: found.severity, ever: found.ever, ..FindingRule::new(found.of.clone()) }
        }
        Node::Review(_) => true,
        Node::All(parts) | Node::Any(parts) => parts.iter().all(is_plain),
        _ => false,
    }
}

/// Leaves a criterion to a person whose negation found no place in its rule: without it the rule
/// says the opposite.
pub(in crate::language) fn kept(context: &Context<'_>, rule: &mut Rule) {
    let lost = |i: &usize| {
        let Some(token) = context.token(*i).filter(|t| t.kind == Kind::Negation) else { return false };
        let mut said = false;
        // "must not have any of the following: …": the first thing behind it is denied.
        let (mut denied, mut asked) = (usize::MAX, usize::MAX);
        rule.walk(&mut |r| {
            let Some(at) = r.at else { return };
            let leaf = matches!(r.node, Node::Review(_) | Node::Finding(_) | Node::Measure(_));
            let not = matches!(r.node, Node::Not(_));
            said |= (leaf || not) && at.start <= token.start && token.end <= at.end;
            if not && at.start >= token.end {
                denied = denied.min(at.start);
            }
            if leaf && at.start >= token.end {
                asked = asked.min(at.start);
            }
        });
        !said && (denied == usize::MAX || denied > asked)
    };
    if (0..context.tokens.len()).any(|i| lost(&i) && !again(context, i) && !said_of_section(context, i)) {
        *rule = context.doubtful(0, context.tokens.len(), "what is denied in it is not clear");
    }
}

/// "inability or lack of willingness": the next negation says the same. "who does not meet any
/// exclusion criteria": it asks what the other criteria ask.
fn again(context: &Context<'_>, i: usize) -> bool {
    let exclusion = |j: usize| context.token(j).is_some_and(|t| t.lower().contains("exclusion"));
    if (i..i.saturating_add(6)).any(exclusion) {
        return true;
    }
    let joins = context.kind(i.saturating_add(1)).is_some_and(|k| matches!(k, Kind::Or | Kind::And | Kind::Slash));
    joins && context.kind(i.saturating_add(2)) == Some(&Kind::Negation)
}

/// "must not have any of the following", among the exclusions: it says what the section says.
fn said_of_section(context: &Context<'_>, i: usize) -> bool {
    let before = i.checked_sub(1).map(|b| context.lower(b, i)).unwrap_or_default();
    context.kind == CriterionKind::Exclusion && ["must", "should", "shall"].iter().any(|w| before.as_str().ends_with(w))
}
