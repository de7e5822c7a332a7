//! Finding rows of the vocabulary by name or code.

use super::entry::{Entry, Finding, FindingId, FindingKind, Measure, MeasureId};
use super::fold::{PREFIXES, fold_key, joins, prefixed, without_hyphens};
use super::trie::{Packed, Trie};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

/// So many names of measures are kept.
const MOST_NAMES_KEPT: usize = 4096;

thread_local! {
    /// Names of measures looked up in the built-in vocabulary, which never changes: nobody can tell
    /// whether one was kept.
    static NAMED: RefCell<FxHashMap<String, Option<MeasureId>>> = RefCell::default();
}

include!(concat!(env!("OUT_DIR"), "/vocabulary.rs"));

/// All measures and findings that are known: the built-in ones, and those a host has added.
///
/// ```
/// use trialsieve::vocabulary::Vocabulary;
/// let vocabulary = Vocabulary::builtin();
/// let map = vocabulary.measure_named("MAP").unwrap();
/// assert_eq!(vocabulary.measure(map).unwrap().name, "mean arterial pressure");
/// let (ami, mi) = (vocabulary.finding_named("AMI").unwrap(), vocabulary.finding_named("myocardial infarctions").unwrap());
/// assert!(vocabulary.is_a(ami, mi));
/// assert!(!vocabulary.is_a(mi, ami));
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Vocabulary {
    more_measures: Vec<Measure>,
    more_findings: Vec<Finding>,
    more_names: HashMap<String, Entry>,
}

static BUILTIN: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::default);

impl Vocabulary {
    /// The built-in vocabulary.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// This vocabulary with one more measure. A name that is taken already is looked up as
    /// the new one from now on.
    pub fn with_measure(mut self, measure: Measure) -> Self {
        let id = MeasureId(count(MEASURES.len(), self.more_measures.len()));
        for name in std::iter::once(&measure.name).chain(measure.synonyms.iter()) {
            self.more_names.insert(fold_key(name).join(" "), Entry::Measure(id));
        }
        self.more_measures.push(measure);
        self
    }

    /// This vocabulary with one more finding.
    pub fn with_finding(mut self, finding: Finding) -> Self {
        let id = FindingId(count(FINDINGS.len(), self.more_findings.len()));
        for name in std::iter::once(&finding.name).chain(finding.synonyms.iter()) {
            self.more_names.insert(fold_key(name).join(" "), Entry::Finding(id));
        }
        self.more_findings.push(finding);
        self
    }

    /// Whether a host has added rows of its own.
    pub(super) fn is_extended(&self) -> bool {
        !self.more_names.is_empty()
    }

    /// The longest known name that running text begins with: what it is, and of how many
    /// words. A short abbreviation counts only in capitals ("AIDS", not "aids").
    pub(crate) fn phrase(&self, words: &[TextWord]) -> Option<(Entry, usize)> {
        let words = words.get(..words.len().min(MAX_PHRASE)).unwrap_or(words);
        let plain = self.phrase_of(words);
        if !words.iter().any(|w| w.prefix) {
            return plain;
        }
        // "veno-arterial" comes as two words, and may be known as one.
        let folded: Vec<String> = words.iter().map(|w| w.folded.to_string()).collect();
        let together: Vec<String> = prefixed(&folded);
        if together.len() == words.len() {
            return plain;
        }
        let capital = words.first().is_some_and(|w| w.capitals);
        let together: Vec<TextWord> = together.into_iter().map(|w| TextWord::folded(w, capital)).collect();
        let joined = self.phrase_of(&together).map(|(entry, used)| {
            let length = (0..used).fold(0usize, |at, _| at.saturating_add(joins(&folded, at)));
            (entry, length)
        });
        match (plain, joined) {
            (Some(plain), Some(joined)) => Some(if joined.1 > plain.1 { joined } else { plain }),
            (plain, joined) => plain.or(joined),
        }
    }

    fn phrase_of(&self, words: &[TextWord]) -> Option<(Entry, usize)> {
        // "6MWD" comes as two words.
        let first = words.iter().take(2).find(|w| !w.folded.bytes().all(|b| b.is_ascii_digit()));
        let capital = first.is_some_and(|w| w.capitals);
        let mut best = None;
        let mut at = PHRASES.start();
        for (i, word) in words.iter().enumerate() {
            let Some(next) = word.number.and_then(|n| PHRASES.step(at, n)) else { break };
            at = next;
            if let Some((entry, _)) = PHRASES.value(at).and_then(|v| PHRASE_ENTRIES.get(v)).filter(|(_, abbreviation)| !abbreviation || capital) {
                best = Some((*entry, i.saturating_add(1)));
            }
        }
        let added = self.added_phrase(words);
        if added.is_some_and(|(_, length)| best.is_none_or(|(_, best)| length >= best)) { added } else { best }
    }

    /// The longest name that a host has added.
    fn added_phrase(&self, words: &[TextWord]) -> Option<(Entry, usize)> {
        if self.more_names.is_empty() {
            return None;
        }
        let folded: Vec<String> = words.iter().map(|w| w.folded.to_string()).collect();
        let entry = |length: usize| self.more_names.get(&super::fold::key_of(folded.get(..length)?).join(" ")).copied();
        (1..=words.len()).rev().find_map(|length| Some((entry(length)?, length)))
    }

    /// The measure of a name, whatever its capitals, plural, hyphens, spelling or word order.
    pub fn measure_named(&self, name: &str) -> Option<MeasureId> {
        let found = || self.named(name, |key| self.measure_of_key(key));
        if self.is_extended() {
            return found();
        }
        NAMED.with_borrow_mut(|known| {
            if let Some(known) = known.get(name) {
                return *known;
            }
            if known.len() >= MOST_NAMES_KEPT {
                known.clear();
            }
            *known.entry(name.to_owned()).or_insert_with(found)
        })
    }

    /// The finding of a name, whatever its capitals, plural, hyphens, spelling or word order.
    pub fn finding_named(&self, name: &str) -> Option<FindingId> {
        self.named(name, |key| self.finding_of_key(key))
    }

    /// What a name is by its words, else by its words with hyphens left out.
    fn named<T>(&self, name: &str, of_key: impl Fn(&str) -> Option<T>) -> Option<T> {
        of_key(&fold_key(name).join(" ")).or_else(|| without_hyphens(name).iter().find_map(|joined| of_key(&fold_key(joined).join(" "))))
    }

    /// The measure of a folded key (sorted words joined by blanks).
    pub(super) fn measure_of_key(&self, key: &str) -> Option<MeasureId> {
        if let Some(Entry::Measure(id)) = self.more_names.get(key) {
            return Some(*id);
        }
        MEASURE_NAMED.get(exactly(&MEASURE_KEYS, key)?).copied()
    }

    /// The finding of a folded key.
    pub(super) fn finding_of_key(&self, key: &str) -> Option<FindingId> {
        if let Some(Entry::Finding(id)) = self.more_names.get(key) {
            return Some(*id);
        }
        FINDING_NAMED.get(exactly(&FINDING_KEYS, key)?).copied()
    }

    /// The folded keys of findings whose first word is this one.
    pub(super) fn findings_by_first_word<'v>(&'v self, word: &'v str) -> impl Iterator<Item = (&'v str, FindingId)> {
        let begins = move |key: &str| key.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        let from = FINDING_NAMES.first_from(word);
        let known = (from..).map_while(|place| Some((FINDING_NAMES.get(place)?, *FINDING_NAMED.get(place)?)));
        // A blank sorts before whatever else a word may go on with: "liver", "liver abscess", "liver+", "livers".
        let known = known.take_while(move |(key, _)| begins(key));
        let added = self.more_names.iter().filter_map(|(key, entry)| match entry {
            Entry::Finding(id) => Some((key.as_str(), *id)),
            Entry::Measure(_) => None,
        });
        known.chain(added.filter(move |(key, _)| begins(key)))
    }

    /// The row of a measure.
    pub fn measure(&self, id: MeasureId) -> Option<&Measure> {
        let i = usize::try_from(id.0).ok()?;
        MEASURES.get(i).or_else(|| self.more_measures.get(i.checked_sub(MEASURES.len())?))
    }

    /// The row of a finding.
    pub fn finding(&self, id: FindingId) -> Option<&Finding> {
        let i = usize::try_from(id.0).ok()?;
        FINDINGS.get(i).or_else(|| self.more_findings.get(i.checked_sub(FINDINGS.len())?))
    }

    /// Every measure, in the order of the table.
    pub fn measures(&self) -> impl Iterator<Item = (MeasureId, &Measure)> {
        (0u32..).map(MeasureId).zip(MEASURES.iter().chain(&self.more_measures))
    }

    /// Every finding, in the order of the tables.
    pub fn findings(&self) -> impl Iterator<Item = (FindingId, &Finding)> {
        (0u32..).map(FindingId).zip(FINDINGS.iter().chain(&self.more_findings))
    }

    /// Whether the first finding is the second or a kind of it.
    pub fn is_a(&self, narrow: FindingId, wide: FindingId) -> bool {
        if narrow == wide {
            return true;
        }
        let above = |id: FindingId| self.finding(id).map_or(&[][..], |f| f.is_a.as_ref());
        // Those above it, nearest first; most findings have few.
        let mut seen: Vec<FindingId> = Vec::with_capacity(16);
        seen.extend_from_slice(above(narrow));
        let mut next = 0;
        while let Some(id) = seen.get(next).copied() {
            if id == wide {
                return true;
            }
            next = next.saturating_add(1);
            for parent in above(id) {
                if !seen.contains(parent) {
                    seen.push(*parent);
                }
            }
        }
        false
    }

    /// The findings that a diagnosis code means: those with the longest prefix of it. The
    /// system is `icd-10`, `icd-10-cm`, `icd-9` or `icd-9-cm`; dots and case do not matter.
    ///
    /// ```
    /// use trialsieve::vocabulary::Vocabulary;
    /// let vocabulary = Vocabulary::builtin();
    /// let shock = vocabulary.by_code("icd-10", "R65.21").unwrap();
    /// assert_eq!(vocabulary.finding(shock).unwrap().name, "septic shock");
    /// assert!(vocabulary.by_code("icd-10", "QQQ").is_none());
    /// ```
    pub fn by_code(&self, system: &str, code: &str) -> Option<FindingId> {
        self.by_code_prefix(system, code).map(|(id, _)| id)
    }

    /// As [`Vocabulary::by_code`], and whether the code goes on behind the prefix that is known:
    /// then it means something narrower, whose absence is not that of the finding.
    ///
    /// ```
    /// use trialsieve::vocabulary::Vocabulary;
    /// let vocabulary = Vocabulary::builtin();
    /// assert!(!vocabulary.by_code_prefix("icd-10", "I71.0").unwrap().1);
    /// assert!(vocabulary.by_code_prefix("icd-10", "I71.02").unwrap().1);
    /// ```
    pub fn by_code_prefix(&self, system: &str, code: &str) -> Option<(FindingId, bool)> {
        let system = code_system(system)?;
        let code = code.trim().replace('.', "").to_uppercase();
        for end in (1..=code.len()).rev() {
            let Some(prefix) = code.get(..end) else { continue };
            if let Ok(i) = CODES.binary_search_by(|(s, c, _)| (*s, *c).cmp(&(system, prefix))) {
                return CODES.get(i).map(|(_, _, id)| (*id, end < code.len()));
            }
        }
        let longest = |codes: &[Cow<'static, str>]| {
            let known = codes.iter().map(|c| c.replace('.', "").to_uppercase());
            known.filter(|c| code.starts_with(c.as_str())).map(|c| c.len()).max()
        };
        let of = |f: &Finding| longest(if system == "icd-10" { &f.icd10 } else { &f.icd9 });
        let (place, length) = self.more_findings.iter().enumerate().find_map(|(place, f)| Some((place, of(f)?)))?;
        Some((FindingId(count(FINDINGS.len(), place)), length < code.len()))
    }

    /// The measure with a LOINC code.
    pub fn by_loinc(&self, code: &str) -> Option<MeasureId> {
        self.measures().find(|(_, m)| m.loinc.iter().any(|c| c == code.trim())).map(|(id, _)| id)
    }

    /// The known name of a measure nearest to a misspelt one, if it is near.
    pub fn nearest_measure(&self, name: &str) -> Option<&str> {
        let wanted = Letters::of(name.trim());
        let most = crate::diagnostic::most_edits(wanted.length);
        let near = |n: &&(Letters, &'static str)| n.0.may_be_near(&wanted, most);
        let builtin = MEASURE_LETTERS.iter().filter(near).map(|(_, name)| *name);
        let added = self.more_measures.iter().flat_map(|m| std::iter::once(&m.name).chain(m.synonyms.iter())).map(|n| n.as_ref());
        nearest(name, builtin.chain(added))
    }

    /// The known name of a finding nearest to a misspelt one, if it is near.
    pub fn nearest_finding(&self, name: &str) -> Option<&str> {
        let names = self.findings().flat_map(|(_, f)| std::iter::once(&f.name).chain(f.synonyms.iter()));
        nearest(name, names.map(|n| n.as_ref()))
    }
}

/// Longest name looked for in running text, in words.
const MAX_PHRASE: usize = 14;

/// A word of running text, made ready to be looked up.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TextWord {
    folded: Rc<str>,
    number: Option<u32>,
    capitals: bool,
    prefix: bool,
}

impl TextWord {
    /// A word in lower case.
    pub fn new(lower: &str, capitals: bool) -> Self {
        Self::folded(super::spelling::fold_word(lower), capitals)
    }

    /// A word as it is: a number.
    pub fn verbatim(word: &str, capitals: bool) -> Self {
        Self::folded(word.to_owned(), capitals)
    }

    fn folded(folded: String, capitals: bool) -> Self {
        let prefix = PREFIXES.binary_search(&folded.as_str()).is_ok();
        Self { number: PHRASES.word(&folded), prefix, folded: folded.into(), capitals }
    }
}

/// The system's short name, if it is one that the vocabulary has codes of.
pub(crate) fn code_system(system: &str) -> Option<&'static str> {
    let s: String = system.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_lowercase();
    match s.as_str() {
        "icd10" | "icd10cm" | "httphl7orgfhirsidicd10cm" | "httphl7orgfhirsidicd10" => Some("icd-10"),
        "icd9" | "icd9cm" | "httphl7orgfhirsidicd9cm" => Some("icd-9"),
        _ => None,
    }
}

/// The place of a key of several words in its table.
fn exactly(keys: &Trie, key: &str) -> Option<usize> {
    let mut at = keys.start();
    for word in key.split(' ') {
        at = keys.step(at, keys.word(word)?)?;
    }
    keys.value(at)
}

/// Which letters a name has once and twice, and how many characters: names that differ in many
/// letters are not near each other, and need not be compared.
#[derive(Debug)]
struct Letters {
    seen: u64,
    length: usize,
}

static MEASURE_LETTERS: LazyLock<Vec<(Letters, &'static str)>> = LazyLock::new(|| {
    let names = MEASURES.iter().flat_map(|m| std::iter::once(&m.name).chain(m.synonyms.iter()));
    names.map(|name| (Letters::of(name), name.as_ref())).collect()
});

impl Letters {
    fn of(name: &str) -> Self {
        let mut letters = Self { seen: 0, length: 0 };
        for c in name.chars().flat_map(char::to_lowercase) {
            let once = 1u64.wrapping_shl(u32::from(c) & 31);
            letters.seen |= if letters.seen & once == 0 { once } else { once.wrapping_shl(32) };
            letters.length = letters.length.saturating_add(1);
        }
        letters
    }

    /// An edit changes the length by one and the letters seen by two at the most.
    fn may_be_near(&self, other: &Self, edits: usize) -> bool {
        let changed = usize::try_from((self.seen ^ other.seen).count_ones()).unwrap_or(usize::MAX);
        self.length.abs_diff(other.length) <= edits && changed <= edits.saturating_mul(2)
    }
}

fn count(a: usize, b: usize) -> u32 {
    u32::try_from(a.saturating_add(b)).unwrap_or(u32::MAX)
}

fn nearest<'v>(name: &str, known: impl Iterator<Item = &'v str>) -> Option<&'v str> {
    crate::diagnostic::nearest(name, known)
}
