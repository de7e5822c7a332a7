//! Nouns that the parts of a list share: "renal or hepatic failure", "pain in the knee or hip".

use super::Context;
use super::leaf::Leaf;
use crate::language::words::Kind;

/// Endings of adjectives: a word with one of them alone is no thing.
const ENDINGS: &[&str] = &["al", "ic", "ive", "ous", "ary", "lar", "ory", "ed", "recurrent", "persistent", "malignant", "acute", "benign", "chronic"];
/// Nouns with such an ending.
const NOUNS: &[&str] = &["approval", "bed", "clinic", "hospital", "interval", "need", "removal", "seed", "survival", "trial", "withdrawal"];
/// Parts of the body, where something can be.
const BODY: &[&str] = &[
    "abdomen",
    "ankle",
    "arm",
    "back",
    "bladder",
    "bone",
    "bowel",
    "brain",
    "breast",
    "chest",
    "colon",
    "ear",
    "elbow",
    "esophagus",
    "extremity",
    "eye",
    "face",
    "femur",
    "finger",
    "foot",
    "gut",
    "hand",
    "head",
    "heart",
    "hip",
    "jaw",
    "joint",
    "kidney",
    "knee",
    "leg",
    "limb",
    "liver",
    "lung",
    "mouth",
    "neck",
    "nose",
    "orbit",
    "pancreas",
    "pelvis",
    "rectum",
    "shoulder",
    "skin",
    "spine",
    "stomach",
    "throat",
    "toe",
    "tongue",
    "wrist",
];

/// Completes the parts of a list that lack the noun they share with a neighbour.
pub(super) fn shared(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    letters(context, leaves);
    behind(context, leaves);
    severity(leaves);
    before(context, leaves);
}

/// "hepatitis A, B or C": each letter is of the name before the first.
fn letters(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    let letter = |words: &str| words.len() == 1 && words.starts_with(|c: char| c.is_ascii_uppercase());
    let mut named: Option<String> = None;
    for i in 1..leaves.len() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last(), after.first_mut()) else { continue };
        let (Some((from, to)), Some((start, end))) = (before.phrase, after.phrase) else { continue };
        if before.completed.is_none() {
            let words = context.words(from, to);
            named = words.rsplit_once(' ').filter(|(_, last)| letter(last)).map(|(name, _)| name.to_owned());
        }
        let words = context.words(start, end);
        if let Some(name) = named.as_ref().filter(|_| letter(&words) && before.is_name() && after.is_name() && joined(context, before, after)) {
            after.completed = Some(format!("{name} {words}"));
        }
    }
}

/// "severe renal or hepatic failure": both are severe.
fn severity(leaves: &mut [&mut Leaf]) {
    for i in 1..leaves.len() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last(), after.first_mut()) else { continue };
        if before.completed.is_some() && after.is_name() {
            after.severity = after.severity.or(before.severity);
        }
    }
}

/// "renal, cardiac or hepatic failure": the noun behind the last adjective belongs to all.
fn behind(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    let mut head: Option<Head> = None;
    for i in (1..leaves.len()).rev() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first()) else { continue };
        if after.completed.is_none() {
            head = after.phrase.filter(|_| after.is_name()).and_then(|(from, to)| Head::of(context, from, to));
        }
        let (Some((from, to)), Some(head)) = (before.phrase, &head) else { continue };
        if before.completed.is_none() && before.is_name() && joined(context, before, after) && unknown(context, from, to) {
            before.completed = head.completes(context, &context.words(from, to));
        }
    }
}

/// What the last part of a list can lend to the parts before it.
struct Head {
    /// All but the adjective it begins with ("kidney disease" of "chronic kidney disease").
    long: Option<String>,
    /// Its last word.
    noun: String,
}

impl Head {
    fn of(context: &Context<'_>, from: usize, to: usize) -> Option<Self> {
        let words = context.words(from, to);
        let noun = words.rsplit(' ').next().filter(|noun| !adjective(noun))?.to_owned();
        let long = words.split_once(' ').filter(|(first, _)| adjective(first)).map(|(_, rest)| rest.to_owned());
        Some(Self { long: long.filter(|l| l.split(' ').count() <= 4), noun })
    }

    fn completes(&self, context: &Context<'_>, words: &str) -> Option<String> {
        // "HIV test positive, …": said of what stands before it.
        if words.contains(' ') && matches!(last(words).to_lowercase().as_str(), "positive" | "negative") {
            return None;
        }
        let with = |head: &str| format!("{words} {head}");
        let known = |name: &String| context.vocabulary.finding_named(name).is_some();
        let long = self.long.as_deref().map(with);
        if super::modifiers::of_people(last(words)) {
            return long.filter(known).or_else(|| Some(with(&self.noun)).filter(known));
        }
        let whole = |name: &String| known(name) || self.long.as_ref().is_some_and(|l| l.contains(' ')) && adjective(last(words));
        if long.as_ref().is_some_and(whole) {
            return long;
        }
        Some(with(&self.noun)).filter(known).or(long.filter(|_| adjective(last(words))))
    }
}

fn last(words: &str) -> &str {
    words.rsplit(' ').next().unwrap_or_default()
}

/// "fracture of the hip or knee": what is in the one place is asked of the other.
fn before(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    let mut asked: Option<String> = None;
    for i in 1..leaves.len() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last(), after.first_mut()) else { continue };
        let (Some((from, to)), Some((start, end))) = (before.phrase, after.phrase) else { continue };
        if before.completed.is_none() {
            asked = place_of(context, from, to);
        }
        let body = |i: usize| context.token(i).is_some_and(|t| in_body(&t.text));
        if !before.is_name() || !after.is_name() || !body(to.saturating_sub(1)) || !(start..end).all(body) || !joined(context, before, after) {
            continue;
        }
        if let Some(asked) = &asked {
            after.completed = Some(format!("{asked} {}", context.words(start, end)));
            after.severity = after.severity.or(before.severity);
        }
    }
}

/// "fracture of" in "fracture of the hip".
fn place_of(context: &Context<'_>, from: usize, to: usize) -> Option<String> {
    let place = |i: &usize| context.token(*i).is_some_and(|t| t.kind == Kind::Filler && matches!(t.lower().as_str(), "of" | "in" | "on"));
    let place = (from..to).rev().find(place)?;
    Some(context.words(from, place.saturating_add(1)))
}

fn adjective(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower.len() > 3 && ENDINGS.iter().any(|e| lower.ends_with(e)) && !NOUNS.contains(&lower.as_str())
}

fn in_body(word: &str) -> bool {
    let lower = word.to_lowercase();
    BODY.iter().any(|b| lower == *b || lower.strip_suffix('s') == Some(b) || (lower == "feet" && *b == "foot"))
}

/// "renal", "type 1": words that are no finding by themselves.
fn unknown(context: &Context<'_>, from: usize, to: usize) -> bool {
    let bare = |i: usize| match context.kind(i) {
        Some(Kind::Finding(_)) => context.token(i).is_some_and(|t| !t.text.contains(' ') && adjective(&t.text) && !t.lower().ends_with("positive")),
        Some(Kind::Measure(_)) => false,
        _ => true,
    };
    to <= from.saturating_add(3) && (from..to).all(bare)
}

fn joined(context: &Context<'_>, before: &Leaf, after: &Leaf) -> bool {
    (before.to..after.from).any(|i| matches!(context.kind(i), Some(Kind::Or | Kind::And | Kind::Comma | Kind::Slash)))
}
