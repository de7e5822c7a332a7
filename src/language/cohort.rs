//! Criteria for a part of the participants: "Cohort B: ECOG 0 or 1" demands nothing of cohort A.

use super::{Computable, Parsed, coverage, understood};
use crate::rule::{At, CriterionKind, Node, Rule};
use crate::vocabulary::Vocabulary;

/// What the parts of a study are called, where a number or letter follows.
const PARTS: &[&str] = &["cohort", "cohorts", "arm", "arms", "part", "parts", "group", "groups", "phase", "phases", "stratum", "strata", "stage"];

/// What may stand beside it in a label.
const BESIDE: &[&str] = &[
    "and",
    "dose",
    "escalation",
    "expansion",
    "for",
    "in",
    "key",
    "of",
    "only",
    "or",
    "participants",
    "patients",
    "specific",
    "subjects",
    "the",
    "to",
    "&",
];

/// Longest label, in words.
const LONGEST: usize = 10;

/// A criterion that begins with the name of a part of the study, if it does.
pub(super) fn labelled(text: &str, kind: CriterionKind, ids: &[String], vocabulary: &Vocabulary) -> Option<Parsed> {
    let label = label(text)?;
    let rest = text.get(label.len().saturating_add(1)..)?;
    let mut parsed = understood(rest, kind, ids, vocabulary);
    let before = label.chars().count().saturating_add(1);
    shift(&mut parsed.rule, before);
    for diagnostic in &mut parsed.diagnostics {
        // The place is counted in the part behind the label.
        diagnostic.span = None;
    }
    let belongs = membership(label, vocabulary).from(At { start: 0, end: label.chars().count() });
    let rule = guarded(belongs, parsed.rule, kind, text);
    let chars: Vec<char> = text.chars().collect();
    let stretches = coverage::behind(&chars, before, &parsed.stretches, &rule);
    Some(Parsed::new(rule, &chars, stretches, parsed.diagnostics))
}

/// The rule for those who belong: nobody else has to meet it, and nobody else is excluded by it.
pub(super) fn guarded(belongs: Rule, rule: Rule, kind: CriterionKind, text: &str) -> Rule {
    let whole = At { start: 0, end: text.chars().count() };
    let at = belongs.at.unwrap_or(whole);
    match kind {
        CriterionKind::Inclusion => Rule::new(Node::Any(vec![Rule::new(Node::Not(Box::new(belongs))).from(at), rule])).from(whole),
        CriterionKind::Exclusion => Rule::new(Node::All(vec![belongs, rule])).from(whole),
    }
}

/// Whether somebody belongs to the part. Which cohort a patient would join is for a person;
/// that of a sex the record knows.
pub(super) fn membership(label: &str, vocabulary: &Vocabulary) -> Rule {
    let words = label.trim().trim_end_matches(':').trim();
    let lower = words.to_lowercase();
    let who = ["for ", "in "].iter().find_map(|p| lower.strip_prefix(p)).unwrap_or(&lower);
    let who = who.trim_end_matches(" only").trim_end_matches(" participants").trim_end_matches(" patients").trim_end_matches(" subjects");
    if matches!(who, "male" | "males" | "men" | "female" | "females" | "women") {
        let mut parsed = understood(who, CriterionKind::Inclusion, &[], vocabulary);
        parsed.rule.forget_places();
        if parsed.computable == Computable::Full {
            return parsed.rule;
        }
    }
    Rule::new(Node::Review(words.to_owned()))
}

/// "Cohort B", "For Arm 2 only", "Part 1 and Part 2 (Cohorts A to C)" before a colon.
fn label(text: &str) -> Option<&str> {
    let label = text.split(':').next().filter(|l| l.len() < text.len() && l.len() <= 100 && !l.contains('\n'))?;
    let words: Vec<String> = label.split(|c: char| !c.is_alphanumeric() && c != '&').filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    if words.len() > LONGEST {
        return None;
    }
    let named = words.windows(2).any(|pair| matches!(pair, [part, number] if PARTS.contains(&part.as_str()) && is_number(number)));
    let only = words.iter().all(|w| PARTS.contains(&w.as_str()) || BESIDE.contains(&w.as_str()) || is_number(w));
    (named && only).then_some(label)
}

/// `1`, `2b`, `II`, `A`, `A1`: what parts of a study are numbered with.
fn is_number(word: &str) -> bool {
    let short = word.len() <= 3;
    short && (word.bytes().any(|b| b.is_ascii_digit()) || word.len() == 1 || word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')))
}

/// Moves the places of a rule: it was read behind so many characters.
fn shift(rule: &mut Rule, by: usize) {
    rule.at = rule.at.map(|at| At { start: at.start.saturating_add(by), end: at.end.saturating_add(by) });
    match &mut rule.node {
        Node::All(parts) | Node::Any(parts) => parts.iter_mut().for_each(|p| shift(p, by)),
        Node::AtLeast(counted) => counted.of.iter_mut().for_each(|p| shift(p, by)),
        Node::Not(part) => shift(part, by),
        Node::Lasting(lasting) => shift(&mut lasting.rule, by),
        _ => {}
    }
}
