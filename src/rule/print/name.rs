//! Names: as they are where nothing else can be meant, else in quotes.

use crate::vocabulary::Vocabulary;

/// Words that end a name in canonical text.
const BEHIND: &[&str] = &["for", "within", "since", "before", "after", "is", "and"];

/// Words that something else than a name begins with.
const FRONT: &[&str] = &[
    "all",
    "any",
    "at",
    "confirmed",
    "criterion",
    "critical",
    "history",
    "lasting",
    "mild",
    "moderate",
    "no",
    "none",
    "not",
    "nothing",
    "recorded",
    "severe",
    "steady",
    "suspected",
    "the",
    "trivial",
];

/// A name of the vocabulary as it is, any other in quotes.
pub(super) fn name(name: &str, vocabulary: &Vocabulary) -> String {
    if is_plain(name, vocabulary) { name.to_owned() } else { quoted(name) }
}

/// Whether a name stands without quotes: the vocabulary has it, spelt like that, and it holds
/// no word that means something else in canonical text.
pub(super) fn is_plain(name: &str, vocabulary: &Vocabulary) -> bool {
    let first = name.split(' ').next().unwrap_or_default();
    plain_length(name) == name.len() && !FRONT.contains(&first) && is_row(name, vocabulary)
}

/// Whether the vocabulary has a row of exactly that name.
pub(crate) fn is_row(name: &str, vocabulary: &Vocabulary) -> bool {
    let measure = vocabulary.measure_named(name).and_then(|id| vocabulary.measure(id)).is_some_and(|m| m.name == name);
    measure || vocabulary.finding_named(name).and_then(|id| vocabulary.finding(id)).is_some_and(|f| f.name == name)
}

/// How many bytes of a text can be a name without quotes: words of letters, each behind one
/// blank, up to a word that ends names.
pub(crate) fn plain_length(text: &str) -> usize {
    let mut length = 0usize;
    for word in text.split(' ') {
        let inside = word.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '/'))).unwrap_or(word.len());
        let whole = word.get(..inside).unwrap_or_default();
        if !whole.starts_with(char::is_alphabetic) || BEHIND.contains(&whole) {
            break;
        }
        length = length.saturating_add(inside).saturating_add(usize::from(length > 0));
        if inside < word.len() {
            break;
        }
    }
    length
}

/// Any words, in quotes.
pub(super) fn quoted(words: &str) -> String {
    let mut out = String::with_capacity(words.len().saturating_add(2));
    out.push('"');
    for c in words.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
