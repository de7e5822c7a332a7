//! Words that are left of a sentence and name nothing by themselves: a bare organ or adjective
//! ("renal"), a pronoun, a verb. They are for a person, and never the name of a finding.

use super::Context;
use super::modifiers::{places, qualifies};
use crate::rule::{Node, Rule};

/// Words of fields and organs that stand before a noun, and of how something is.
const ADJECTIVES: &[&str] = &[
    "adrenal",
    "anatomical",
    "biochemical",
    "cardiac",
    "cardiovascular",
    "colorectal",
    "diagnostic",
    "digestive",
    "elective",
    "emergency",
    "endocrine",
    "functional",
    "gastrointestinal",
    "haematological",
    "hematologic",
    "hematological",
    "hematopoietic",
    "hepatic",
    "hepatobiliary",
    "immunological",
    "internal",
    "medical",
    "mental",
    "metabolic",
    "motor",
    "neurologic",
    "neurological",
    "orthopedic",
    "paroxysmal",
    "peritoneal",
    "personal",
    "pharmacological",
    "physical",
    "potential",
    "principal",
    "psychiatric",
    "psychological",
    "psychosocial",
    "pulmonary",
    "renal",
    "respiratory",
    "social",
    "specific",
    "spinal",
    "structural",
    "surgical",
    "symmetrical",
    "unique",
    "urinary",
    "vascular",
];

/// Organs and parts of the body, and other nouns of which something must be said.
const BARE: &[&str] = &[
    "aetiology",
    "body",
    "cause",
    "condition",
    "etiology",
    "extent",
    "eyes",
    "families",
    "father",
    "hands",
    "intestine",
    "locations",
    "member",
    "mother",
    "objectives",
    "orbit",
    "period",
    "phase",
    "presentation",
    "procedures",
    "purposes",
    "reason",
    "sides",
    "specialists",
    "status",
    "study",
    "syndromes",
    "teeth",
];

/// Pronouns, verbs and adverbs.
const OTHERS: &[&str] = &[
    "able",
    "acceptable",
    "accessible",
    "accompanied",
    "anything",
    "associated",
    "attempt",
    "attend",
    "available",
    "co",
    "comply",
    "considered",
    "determined",
    "disagree",
    "f/m",
    "first",
    "fulfilled",
    "implanted",
    "instead",
    "likely",
    "m/f",
    "matched",
    "meet",
    "meeting",
    "meets",
    "met",
    "need",
    "off",
    "ordered",
    "participate",
    "participated",
    "participating",
    "read",
    "recruited",
    "registered",
    "ruled out",
    "self",
    "speak",
    "themselves",
    "tolerated",
    "understand",
    "wants",
    "we",
    "write",
];

/// Leaves every finding whose name is a fragment to a person.
pub(in crate::language) fn left_to_person(context: &Context<'_>, rule: &mut Rule) {
    match &mut rule.node {
        Node::Finding(found) if is_fragment(context, &found.of) => {
            if let Some(at) = rule.at {
                let text: String = context.chars.get(at.start..at.end).unwrap_or_default().iter().collect();
                let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
                rule.node = Node::Review(words.trim_start_matches(['-', '•', '*', ' ']).to_owned());
            }
        }
        Node::All(parts) => {
            parts.iter_mut().for_each(|part| left_to_person(context, part));
            said_once(parts);
            if let [one] = parts.as_slice() {
                *rule = one.clone();
            }
        }
        Node::Any(parts) => parts.iter_mut().for_each(|part| left_to_person(context, part)),
        Node::AtLeast(counted) => counted.of.iter_mut().for_each(|part| left_to_person(context, part)),
        Node::Not(part) => left_to_person(context, part),
        Node::Lasting(lasting) => left_to_person(context, &mut lasting.rule),
        _ => {}
    }
}

/// What a person is asked as a part of more words is not asked again.
fn said_once(parts: &mut Vec<Rule>) {
    let asked = |r: &Rule| r.at.filter(|_| matches!(r.node, Node::Review(_)));
    let all: Vec<_> = parts.iter().filter_map(asked).collect();
    let inside = |r: &Rule| asked(r).is_some_and(|at| all.iter().any(|other| *other != at && other.start <= at.start && at.end <= other.end));
    parts.retain(|part| !inside(part));
}

/// Words that no name ends with: more must come, which is read elsewhere ("why consent is not",
/// "waitlisted for"), or what is said is the contrary.
const LEADING_ON: &[&str] = &[
    "and", "are", "as", "be", "before", "by", "cannot", "during", "for", "from", "has", "have", "is", "nor", "not", "of", "or", "than", "that",
    "the", "was", "were", "which", "who", "whose", "with",
];

fn breaks_off(words: &str) -> bool {
    words.rsplit(' ').next().is_some_and(|last| LEADING_ON.contains(&last))
}

fn is_fragment(context: &Context<'_>, name: &str) -> bool {
    let words = name.to_lowercase();
    let adverb = !words.contains(' ') && words.len() > 4 && words.ends_with("ly") && !matches!(words.as_str(), "family" | "anomaly" | "assembly");
    if breaks_off(&words) {
        return true;
    }
    let listed = [ADJECTIVES, BARE, OTHERS].iter().any(|list| list.contains(&words.as_str()));
    let said_of = |w: &str| w != "minor" && (qualifies(w) || places(w));
    (listed || adverb || said_of(&words)) && context.vocabulary.known(name).0.is_none()
}
