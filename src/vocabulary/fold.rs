// Folding of names: capitals, hyphens, word order; the spelling of each word is in spelling.rs.
// Also compiled into build.rs, which folds every name of the tables once; it must not use
// anything of the crate.

use super::spelling::fold_word;
use std::cell::RefCell;
use std::collections::HashMap;

/// Words that carry no meaning in a name, sorted.
pub const FILLERS: &[&str] = &[
    "a",
    "an",
    "and",
    "any",
    "are",
    "at",
    "be",
    "been",
    "being",
    "by",
    "concentration",
    "for",
    "from",
    "had",
    "has",
    "have",
    "having",
    "in",
    "individual",
    "infant",
    "into",
    "is",
    "its",
    "level",
    "of",
    "on",
    "or",
    "participant",
    "patient",
    "people",
    "person",
    "presence",
    "receipt",
    "receive",
    "received",
    "receiving",
    "sign",
    "subject",
    "support",
    "the",
    "their",
    "to",
    "value",
    "was",
    "were",
    "who",
    "with",
];

/// Whether a word carries no meaning in a name.
pub fn is_filler(word: &str) -> bool {
    FILLERS.binary_search(&word).is_ok()
}

/// Words that are no name without the noun behind them, whichever of the fillers that is:
/// "respiratory support" is something, "respiratory" is not. Sorted.
const DEPENDENT: &[&str] = &[
    "breathing",
    "circulatory",
    "control",
    "extracorporeal",
    "life",
    "nutritional",
    "organ",
    "peer",
    "respiratory",
    "social",
    "surgical",
    "unstable",
    "va",
];

/// Whether a word is no name without the filler behind it.
pub fn is_dependent(word: &str) -> bool {
    DEPENDENT.binary_search(&word).is_ok()
}

/// The words of a name in their order, folded one by one; fillers are kept.
pub fn fold_words(name: &str) -> Vec<String> {
    FOLDED.with_borrow_mut(|known| {
        if known.len() > MAX_FOLDED_KEPT {
            known.clear();
        }
        let mut words = Vec::new();
        for word in plain_words(name) {
            let folded = known.entry(word).or_insert_with_key(|word| fold_word(word));
            if !folded.is_empty() {
                words.push(folded.clone());
            }
        }
        words
    })
}

/// How many words a thread keeps folded.
const MAX_FOLDED_KEPT: usize = 20_000;

thread_local! {
    /// The words folded so far: names are made of the same few. What a word is folded to depends
    /// on its letters alone, so that nobody can tell whether it was kept.
    static FOLDED: RefCell<HashMap<String, String>> = RefCell::default();
}

/// The words of a text in lower case, without signs.
pub fn plain_words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in name.chars() {
        let c = match c {
            '’' | '‘' | '`' => '\'',
            other => other,
        };
        if c.is_alphanumeric() || c == '\'' || c == '%' || c == '+' {
            word.extend(c.to_lowercase());
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The key of a name: its folded words without fillers, sorted, each once. A name of nothing
/// but fillers keeps them. What follows "provided by" is left out.
pub fn fold_key(name: &str) -> Vec<String> {
    let words = fold_words(name);
    key_of(&words)
}

/// The key of words that are folded already.
pub fn key_of(words: &[String]) -> Vec<String> {
    let end = words.windows(2).position(|pair| matches!(pair, [a, b] if a == "provided" && b == "by")).filter(|i| *i > 0).unwrap_or(words.len());
    let words = &planned(prefixed(words.get(..end).unwrap_or(words)));
    // "hepatitis A": a letter at the end is a name, not an article.
    let last = words.len().saturating_sub(1);
    let counts = |i: usize, w: &String| !is_filler(w) || (i > 0 && i == last && w == "a");
    let mut key: Vec<String> = words.iter().enumerate().filter(|(i, w)| counts(*i, w)).map(|(_, w)| w.clone()).collect();
    if key.is_empty() {
        key = words.to_vec();
    }
    if let [word] = key.as_slice()
        && is_dependent(word)
    {
        key.extend(words.iter().filter(|w| matches!(w.as_str(), "support" | "patient" | "subject")).cloned());
    }
    key.sort();
    key.dedup();
    key
}

/// "scheduled for surgery", "planning to undergo surgery", "planned surgery": one plan.
fn planned(mut words: Vec<String>) -> Vec<String> {
    const PLANS: &[&str] =
        &["scheduled", "schedule", "planning", "plan", "planned", "intending", "intend", "expected", "expect", "anticipated", "anticipate"];
    const LIGHT: &[&str] = &["to", "undergo", "receive", "require", "need", "have"];
    if words.len() < 2 || !words.first().is_some_and(|w| PLANS.contains(&w.as_str())) {
        return words;
    }
    if let Some(first) = words.first_mut() {
        "planned".clone_into(first);
    }
    let mut first = true;
    words.retain(|w| std::mem::take(&mut first) || !LIGHT.contains(&w.as_str()));
    words
}

/// Beginnings of words that are written with a hyphen, apart or together; sorted.
pub const PREFIXES: &[&str] = &[
    "anti",
    "arterio",
    "atrio",
    "auto",
    "bi",
    "broncho",
    "cardio",
    "cerebro",
    "chemo",
    "electro",
    "endo",
    "extra",
    "gastro",
    "hemo",
    "hepato",
    "hyper",
    "hypo",
    "immuno",
    "infra",
    "inter",
    "intra",
    "macro",
    "micro",
    "multi",
    "neuro",
    "non",
    "para",
    "peri",
    "post",
    "pre",
    "pseudo",
    "radio",
    "re",
    "retro",
    "semi",
    "sub",
    "supra",
    "thrombo",
    "trans",
    "ultra",
    "uni",
    "veno",
    "ventriculo",
];

/// How many words a prefix at this place takes with it; 1 where none is. A prefix belongs to the
/// word behind it, wherever that word goes: "non-squamous" is not "squamous" of something else.
pub fn joins(words: &[String], at: usize) -> usize {
    let prefix = |w: &String| PREFIXES.binary_search(&w.as_str()).is_ok();
    let run = words.get(at..).unwrap_or_default().iter().take_while(|w| prefix(w)).count();
    let behind = words.get(at.saturating_add(run));
    let joined = behind.is_some_and(|w| !is_filler(w) && w.starts_with(|c: char| c.is_alphabetic()));
    if run > 0 && joined { run.saturating_add(1) } else { 1 }
}

/// The words with every prefix joined to the word behind it.
pub fn prefixed(words: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut at = 0usize;
    while at < words.len() {
        let end = at.saturating_add(joins(words, at));
        out.push(words.get(at..end).unwrap_or_default().concat());
        at = end;
    }
    out
}

/// The hash of a word in the tables that are made when the crate is built (FNV-1a).
pub fn word_hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A name with its hyphens between letters left out: all of them, then each one alone. None
/// where it has no hyphen.
pub fn without_hyphens(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let letter = |i: usize| letters.get(i).is_some_and(|c| c.is_alphanumeric());
    let dash = |i: usize, c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}') && i > 0 && letter(i.saturating_sub(1)) && letter(i.saturating_add(1));
    let places: Vec<usize> = letters.iter().enumerate().filter(|(i, c)| dash(*i, **c)).map(|(i, _)| i).take(MAX_HYPHENS).collect();
    let but = |left_out: &[usize]| -> String { letters.iter().enumerate().filter(|(i, _)| !left_out.contains(i)).map(|(_, c)| *c).collect() };
    let mut all: Vec<String> = Vec::new();
    if !places.is_empty() {
        all.push(but(&places));
    }
    if places.len() > 1 {
        all.extend(places.iter().map(|place| but(&[*place])));
    }
    all
}

/// Most hyphens of a name that are tried without.
const MAX_HYPHENS: usize = 4;
