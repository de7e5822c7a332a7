//! What a name in a rule or a profile means, and how two names stand to each other.

use super::entry::{FindingId, MeasureId};
use super::fold::{fold_words, key_of, without_hyphens};
use super::lookup::Vocabulary;
use super::spelling::fold_word;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The folded words of a name, sorted, without fillers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Words(Vec<String>);

/// A name as a rule or a profile uses it: resolved through the vocabulary where it is known,
/// kept by its words where it is not.
///
/// ```
/// use trialsieve::vocabulary::Vocabulary;
/// let v = Vocabulary::builtin();
/// let pad = v.concept("Peripheral arterial disease");
/// let disabling = v.concept("peripheral artery disease disabling insertion of a cannula");
/// assert!(v.narrower(&disabling, &pad));
/// assert!(!v.narrower(&pad, &disabling));
/// // Another person's disease, or the risk of one, is another thing.
/// assert!(!v.narrower(&v.concept("family history of peripheral artery disease"), &pad));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Concept {
    /// The name as it was written.
    pub written: String,
    finding: Option<FindingId>,
    measure: Option<MeasureId>,
    words: Words,
    /// For a name that the vocabulary does not have: the findings whose whole name it holds.
    wider: Vec<FindingId>,
}

/// Words beside a name that make it another thing: they negate, doubt, or put it on another
/// person, another time or another purpose.
const CHANGING: &str = "absence absent allergic allergy anti anxiety aunt awareness boyfriend brother cannot caregiver carer caretaker childof \
    colleague concern concerned contact contraindicated contraindication counseling counselling cousin daughter decline \
    declined denial denied denies deny denying differential donor doubt doubtful education equivocal evaluation exclude \
    excluded excludes excluding exclusion exposed exposure familial family father fear feared fh fhx fiance former formerly \
    free friend girlfriend grandchild granddaughter grandfather grandmother grandparent grandson guardian history household \
    husband hx hypersensitivity imminent immunization immunized impending indeterminate intolerance lack lacking lacks like \
    maternal mimic mimicking mimics mother negative neighbor neither nephew never niece nil no non none nope nor not o old \
    parent parental partner past paternal pending phobia phobic phx plan planned planning pmh possible possibly post \
    potential pre predisposed predisposing predisposition presumed presumptive prevent prevention preventive previous \
    previously prior probable probably prone prophylactic prophylaxis pseudo query questionable refusal refuse refused \
    relative remote resembling resolved risk roommate rule ruled scheduled screen screened screening sibling simulating \
    sister son spouse susceptibility susceptible suspect suspected suspicion suspicious tendency test tested testing threat \
    threatened threatening twin uncertain uncle unclear unconfirmed undetermined unlikely unproven vaccinated vaccination \
    vaccine vulnerability wife without workup worried worry";

/// The same words as names hold them: folded.
static CHANGING_WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| CHANGING.split_whitespace().map(fold_word).collect());

/// Longest unknown name in which known names are looked for, in words.
const MAX_WORDS: usize = 12;
/// Longest known name looked for inside an unknown one, in words.
const MAX_PART: usize = 4;

/// How many names a thread keeps resolved.
const MAX_NAMES_KEPT: usize = 20_000;

/// The words of a name, and the finding and the measure that it is.
type Resolved = (Vec<String>, Option<FindingId>, Option<MeasureId>);

thread_local! {
    /// Names resolved in the built-in vocabulary, which never changes: nobody can tell whether
    /// a name was kept.
    static RESOLVED: RefCell<FxHashMap<String, Resolved>> = RefCell::default();
}

impl Concept {
    /// The finding that it names, if it is a known one.
    pub fn finding(&self) -> Option<FindingId> {
        self.finding
    }

    /// The measure that it names, if it is a known one.
    pub fn measure(&self) -> Option<MeasureId> {
        self.measure
    }

    /// Whether the vocabulary has the name.
    pub fn is_known(&self) -> bool {
        self.finding.is_some() || self.measure.is_some()
    }

    /// For a name that the vocabulary does not have: the findings whose whole name it holds.
    pub(super) fn wider(&self) -> &[FindingId] {
        &self.wider
    }

    /// The words it is matched by.
    pub fn words(&self) -> &Words {
        &self.words
    }
}

impl Words {
    /// The folded words.
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// Whether these words hold all of the others', and the rest does not change the meaning.
    pub(super) fn narrows(&self, other: &Self) -> bool {
        other.0.iter().all(|w| self.0.binary_search(w).is_ok()) && self.0.iter().all(|w| other.0.binary_search(w).is_ok() || !changes(w))
    }
}

fn changes(word: &str) -> bool {
    CHANGING_WORDS.contains(word)
}

impl Vocabulary {
    /// The finding and the measure that a name is, where it is known.
    pub(crate) fn known(&self, name: &str) -> (Option<FindingId>, Option<MeasureId>) {
        self.resolved(name, |(_, finding, measure)| (*finding, *measure))
    }

    /// What a name means.
    pub fn concept(&self, name: &str) -> Concept {
        let (words, finding, measure) = self.resolved(name, Resolved::clone);
        let wider = if finding.is_none() { self.parts(&words) } else { Vec::new() };
        Concept { written: name.trim().to_owned(), finding, measure, words: Words(words), wider }
    }

    /// What is asked of the words of a name and what it is.
    fn resolved<T>(&self, name: &str, ask: impl Fn(&Resolved) -> T) -> T {
        if self.is_extended() {
            return ask(&self.resolved_anew(name));
        }
        // Texts and profiles say the same names again and again.
        RESOLVED.with_borrow_mut(|known| {
            if let Some(found) = known.get(name) {
                return ask(found);
            }
            if known.len() > MAX_NAMES_KEPT {
                known.clear();
            }
            ask(known.entry(name.to_owned()).or_insert(self.resolved_anew(name)))
        })
    }

    /// By its words, else with its hyphens left out.
    fn resolved_anew(&self, name: &str) -> Resolved {
        let of = |name: &str| {
            let words = key_of(&fold_words(name));
            let key = words.join(" ");
            let (finding, measure) = (self.finding_of_key(&key), self.measure_of_key(&key));
            (words, finding, measure)
        };
        let mut plain = of(name);
        if plain.1.is_none() && plain.2.is_none() {
            if let Some(known) = without_hyphens(name).iter().map(|joined| of(joined)).find(|(_, f, m)| f.is_some() || m.is_some()) {
                return known;
            }
            // "Child of a smoker" is not a child who smokes.
            let child = fold_words(name).windows(2).any(|pair| matches!(pair, [a, b] if a == "child" && b == "of"));
            if child {
                plain.0.push("childof".to_owned());
                plain.0.sort();
            }
        }
        plain
    }

    /// The known findings whose whole name is among the words, where the other words do not
    /// make it another thing.
    fn parts(&self, words: &[String]) -> Vec<FindingId> {
        if words.len() > MAX_WORDS {
            return Vec::new();
        }
        let changing: Vec<&str> = words.iter().map(String::as_str).filter(|w| changes(w)).collect();
        let within = |key: &str| {
            let mut length = 0usize;
            let inside = key.split(' ').all(|w| {
                length = length.saturating_add(1);
                words.binary_search_by(|o| o.as_str().cmp(w)).is_ok()
            });
            inside && length <= MAX_PART && changing.iter().all(|c| key.split(' ').any(|w| w == *c))
        };
        let mut found: Vec<FindingId> =
            words.iter().flat_map(|w| self.findings_by_first_word(w)).filter(|(key, _)| within(key)).map(|(_, id)| id).collect();
        found.sort();
        found.dedup();
        found
    }

    /// Whether two names mean the same.
    pub fn same(&self, a: &Concept, b: &Concept) -> bool {
        a.words == b.words
            || (a.finding.is_some() && a.finding == b.finding)
            || (a.finding.is_none() && b.finding.is_none() && a.measure.is_some() && a.measure == b.measure)
    }

    /// Whether the first name is the second or something narrower, so that its presence is
    /// the presence of the second.
    pub fn narrower(&self, narrow: &Concept, wide: &Concept) -> bool {
        if self.same(narrow, wide) {
            return true;
        }
        let by_row = |id: FindingId| wide.finding().is_some_and(|w| self.is_a(id, w));
        if narrow.finding().is_some_and(by_row) {
            return true;
        }
        if narrow.finding.is_none() && narrow.wider.iter().copied().any(by_row) {
            return true;
        }
        narrow.words.narrows(&wide.words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_searched_by_halves_is_sorted() {
        for table in [crate::vocabulary::fold::FILLERS, crate::vocabulary::fold::PREFIXES] {
            assert!(table.is_sorted(), "{table:?}");
        }
    }

    #[test]
    fn names_match_whatever_their_spelling() {
        let v = Vocabulary::builtin();
        for (a, b) in [
            ("Septic Shocks", "shock, septic"),
            ("haemorrhage", "hemorrhages"),
            ("VA ECMO", "VA-ECMO"),
            ("signs of impaired organ perfusion", "impaired organ perfusion"),
            ("patients with tumours", "tumor"),
            ("receive ECLS support", "ECLS"),
            ("Crohn's disease", "crohn disease"),
            ("veno-arterial ECMO", "VA-ECMO"),
            ("veno arterial ECMO", "venoarterial ECMO"),
            ("leucocytosis", "leukocytosis"),
            ("sulphonamides", "sulfonamide"),
            ("labour", "labor"),
            ("rehabilitation centre", "rehabilitation center"),
            ("rehabilitation programme", "rehabilitation program"),
            ("hospitalisation", "hospitalization"),
            ("haemolysed blood", "hemolyzed blood"),
            ("diarrhoea", "diarrhea"),
            ("intra-cranial haemorrhage", "intracranial hemorrhage"),
            ("broncho-pneumonia", "bronchopneumonia"),
            ("post-cardiotomy wibbling", "postcardiotomy wibbling"),
            ("non-invasive wibbling", "noninvasive wibbling"),
        ] {
            assert!(v.same(&v.concept(a), &v.concept(b)), "{a} = {b}");
        }
    }

    #[test]
    fn more_words_are_narrower_unless_they_change_the_meaning() {
        let v = Vocabulary::builtin();
        let pneumonia = v.concept("pneumonia");
        for narrow in ["lobar pneumonia of the left lung", "pneumonia"] {
            assert!(v.narrower(&v.concept(narrow), &pneumonia), "{narrow}");
        }
        for other in [
            "no pneumonia",
            "risk of pneumonia",
            "family history of pneumonia",
            "suspected pneumonia",
            "lung disease",
            "denies pneumonia",
            "pneumonia ruled out",
            "r/o pneumonia",
            "lack of pneumonia",
            "pneumonia mimic",
            "FH: pneumonia",
            "child of a pneumonia patient",
            "pneumonia-like illness",
            "post-pneumonia fatigue",
            "w/o pneumonia",
            "wife has pneumonia",
            "previous pneumonia",
        ] {
            assert!(!v.narrower(&v.concept(other), &pneumonia), "{other}");
        }
    }
}
