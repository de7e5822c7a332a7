//! What stands around a name in a profile: "history of X", "no X", "suspected X", "severe X".

use super::profile::Presence;
use super::reader::Reader;
use crate::rule::Severity;
use crate::vocabulary::Concept;

/// A name taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    /// What it is about.
    pub(super) concept: Concept,
    /// What the words before it say of its presence.
    pub(super) presence: Option<Presence>,
    /// How severe they make it.
    pub(super) severity: Option<Severity>,
    /// It is what a code says beside a known name: there with it, but not absent with it ("no
    /// pneumonia" says nothing of the septic shock that a code adds).
    pub(super) aside: bool,
}

/// Beginnings of names and what they say of the rest; of two that fit, the longer stands first.
const BEGINNINGS: &[(&str, Presence)] = &[
    ("past medical history of ", Presence::Resolved),
    ("no evidence of ", Presence::Absent),
    ("no history of ", Presence::Absent),
    ("past history of ", Presence::Resolved),
    ("suspicion of ", Presence::Suspected),
    ("negative for ", Presence::Absent),
    ("absence of ", Presence::Absent),
    ("history of ", Presence::Resolved),
    ("no signs of ", Presence::Absent),
    ("suspected ", Presence::Suspected),
    ("no sign of ", Presence::Absent),
    ("possible ", Presence::Suspected),
    ("presumed ", Presence::Suspected),
    ("probable ", Presence::Suspected),
    ("no known ", Presence::Absent),
    ("without ", Presence::Absent),
    ("h/o ", Presence::Resolved),
    ("no ", Presence::Absent),
];

impl Reader<'_, '_> {
    /// Takes a name apart. A name that the vocabulary has as a whole stays whole ("severe
    /// acute respiratory syndrome"), with the severity that its first word says.
    pub(super) fn named(&mut self, name: &str) -> Named {
        let (presence, rest) = match self.beginning(name) {
            Some((presence, rest)) => (Some(presence), rest),
            None => (None, name.trim()),
        };
        let (severity, bare) = severity(rest);
        let keeps = severity.is_none() || self.knows(rest);
        let concept = self.concept(if keeps { rest } else { bare });
        Named { concept, presence, severity, aside: false }
    }

    /// What a name says of the presence of its rest, unless the whole is a name of its own.
    fn beginning<'n>(&mut self, name: &'n str) -> Option<(Presence, &'n str)> {
        let t = name.trim();
        let (presence, rest) = BEGINNINGS.iter().find_map(|(words, presence)| Some((*presence, after(t, words)?)))?;
        // "History of X" is X, resolved, also where somebody listed those very words.
        if presence != Presence::Resolved && self.knows(t) {
            return None;
        }
        Some((presence, rest))
    }
}

/// A leading severity word, and what follows it.
fn severity(name: &str) -> (Option<Severity>, &str) {
    match name.split_once(char::is_whitespace) {
        Some((first, rest)) if !rest.trim().is_empty() => match Severity::from_word(first) {
            Some(severity) => (Some(severity), rest.trim_start()),
            None => (None, name),
        },
        _ => (None, name),
    }
}

/// What follows the words, in any case, if anything does.
fn after<'n>(name: &'n str, words: &str) -> Option<&'n str> {
    let (head, rest) = (name.get(..words.len())?, name.get(words.len()..)?.trim());
    (head.eq_ignore_ascii_case(words) && !rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn names_are_taken_apart() {
        let v = Vocabulary::builtin();
        let mut reader = Reader::new(v);
        for (name, of, presence, severity) in [
            ("septic shock", "septic shock", None, None),
            ("history of myocardial infarction", "myocardial infarction", Some(Presence::Resolved), None),
            ("History of MI", "myocardial infarction", Some(Presence::Resolved), None),
            ("severe sepsis", "sepsis", None, Some(Severity::Severe)),
            ("suspected severe sepsis", "sepsis", Some(Presence::Suspected), Some(Severity::Severe)),
            ("possible pregnancy", "pregnancy", Some(Presence::Suspected), None),
            ("no pregnancy", "pregnancy", Some(Presence::Absent), None),
            ("No history of myocardial infarction", "myocardial infarction", Some(Presence::Absent), None),
            ("family history of sepsis", "family history of sepsis", None, None),
            ("risk of sepsis", "risk of sepsis", None, None),
            ("severe", "severe", None, None),
            ("no", "no", None, None),
            ("Ümlaut", "Ümlaut", None, None),
        ] {
            let named = reader.named(name);
            assert!(v.same(&named.concept, &v.concept(of)), "{name}: {named:?}");
            assert_eq!((named.presence, named.severity), (presence, severity), "{name}");
        }
    }
}
