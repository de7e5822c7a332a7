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
    /// The name of a code that means something narrower than the concept, whose absence is only
    /// that of the narrower.
    pub(super) narrow: Option<String>,
}

/// Beginnings of names and what they say of the rest; of two that fit, the longer stands first.
const BEGINNINGS: &[(&str, Presence)] = &[
    ("past medical history of ", Presence::Resolved),
    ("previous history of ", Presence::Resolved),
    ("personal history of ", Presence::Resolved),
    ("prior history of ", Presence::Resolved),
    ("past history of ", Presence::Resolved),
    ("suspicion of ", Presence::Suspected),
    ("history of ", Presence::Resolved),
    ("suspected ", Presence::Suspected),
    ("possible ", Presence::Suspected),
    ("presumed ", Presence::Suspected),
    ("probable ", Presence::Suspected),
    ("hx of ", Presence::Resolved),
    ("h/o ", Presence::Resolved),
];

/// Beginnings that make a known name one of the past, unless the whole is a name of its own.
const EARLIER: &[&str] = &["status post ", "status-post ", "previous ", "former ", "prior ", "past ", "old ", "s/p "];

/// Beginnings that make another name, which says neither yes nor no to the rest.
const NEGATING: &[&str] = &[
    "no evidence of ",
    "no history of ",
    "negative for ",
    "absence of ",
    "no signs of ",
    "no sign of ",
    "no known ",
    "ruled out ",
    "rule out ",
    "without ",
    "lack of ",
    "denies ",
    "denied ",
    "w/o ",
    "not ",
    "no ",
];

impl Reader<'_, '_> {
    /// Takes a name apart. A name that the vocabulary has as a whole stays whole ("severe
    /// acute respiratory syndrome"), with the severity that its first word says.
    pub(super) fn named(&mut self, name: &str) -> Named {
        // "?stroke" and "stroke?" are suspected at most.
        let asked = name.contains('?');
        let plain = name.replace('?', " ");
        let name = if asked && !plain.trim().is_empty() { plain.trim() } else { name.trim() };
        let (presence, rest) = match self.beginning(name) {
            Some((presence, rest)) => (Some(presence), rest),
            None => (None, name),
        };
        let (severity, bare) = severity(rest);
        let keeps = severity.is_none() || self.knows(rest);
        let concept = self.concept(if keeps { rest } else { bare });
        let presence = if asked { Some(Presence::Suspected) } else { presence };
        Named { concept, presence, severity, aside: false, narrow: None }
    }

    /// What a name denies, where it is another name for that: the rest of "no X".
    pub(super) fn denied<'n>(&mut self, name: &'n str) -> Option<&'n str> {
        let rest = NEGATING.iter().find_map(|words| after(name.trim(), words))?;
        (!self.knows(name)).then_some(rest)
    }

    /// What a name says of the presence of its rest, unless the whole is a name of its own.
    fn beginning<'n>(&mut self, name: &'n str) -> Option<(Presence, &'n str)> {
        let t = name.trim();
        if let Some(rest) = EARLIER.iter().find_map(|words| after(t, words)).filter(|_| !self.knows(t))
            && (self.knows(rest) || self.knows(severity(rest).1))
        {
            return Some((Presence::Resolved, rest));
        }
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
            // "Mild to moderate X" is neither of the two for certain: its words stay.
            Some(_) if is_range(rest) => (None, name),
            Some(severity) => (Some(severity), rest.trim_start()),
            None => (None, name),
        },
        _ => (None, name),
    }
}

/// Whether a name begins with a range of severities, which leaves the severity open.
pub(super) fn is_ranged(name: &str) -> bool {
    name.trim().split_once(char::is_whitespace).is_some_and(|(first, rest)| Severity::from_word(first).is_some() && is_range(rest))
}

/// Whether a second severity follows the first: "to moderate X", "- severe X".
fn is_range(rest: &str) -> bool {
    let mut words = rest.split_whitespace();
    let between = words.next().is_some_and(|w| ["to", "or", "and", "-", "–", "/"].contains(&w.to_lowercase().as_str()));
    between && words.next().is_some_and(|w| Severity::from_word(w).is_some())
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
        let mut reader = Reader::new(v, crate::patient::reader::Known::new(v));
        for (name, of, presence, severity) in [
            ("septic shock", "septic shock", None, None),
            ("history of myocardial infarction", "myocardial infarction", Some(Presence::Resolved), None),
            ("History of MI", "myocardial infarction", Some(Presence::Resolved), None),
            ("severe sepsis", "sepsis", None, Some(Severity::Severe)),
            ("suspected severe sepsis", "sepsis", Some(Presence::Suspected), Some(Severity::Severe)),
            ("possible pregnancy", "pregnancy", Some(Presence::Suspected), None),
            ("?stroke", "stroke", Some(Presence::Suspected), None),
            ("stroke?", "stroke", Some(Presence::Suspected), None),
            ("?", "?", Some(Presence::Suspected), None),
            ("prior stroke", "stroke", Some(Presence::Resolved), None),
            ("Previous severe stroke", "stroke", Some(Presence::Resolved), Some(Severity::Severe)),
            ("s/p CABG", "CABG", Some(Presence::Resolved), None),
            ("status post CABG", "CABG", Some(Presence::Resolved), None),
            ("hx of stroke", "stroke", Some(Presence::Resolved), None),
            ("prior therapy", "prior therapy", None, None),
            ("old quarrel", "old quarrel", None, None),
            ("mild to moderate aortic regurgitation", "mild to moderate aortic regurgitation", None, None),
            ("no pregnancy", "no pregnancy", None, None),
            ("No history of myocardial infarction", "No history of myocardial infarction", None, None),
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
