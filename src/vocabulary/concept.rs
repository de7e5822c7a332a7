//! What a name in a rule or a profile means, and how two names stand to each other.

use super::entry::{FindingId, MeasureId};
use super::fold::{fold_words, key_of};
use super::lookup::Vocabulary;

/// The folded words of a name, sorted, without fillers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
const CHANGING: &[&str] = &[
    "no",
    "not",
    "non",
    "without",
    "absence",
    "absent",
    "negative",
    "free",
    "never",
    "risk",
    "suspected",
    "suspicion",
    "suspect",
    "possible",
    "probable",
    "potential",
    "rule",
    "excluded",
    "family",
    "familial",
    "father",
    "mother",
    "maternal",
    "paternal",
    "parent",
    "sibling",
    "brother",
    "sister",
    "relative",
    "donor",
    "partner",
    "fear",
    "screening",
    "prophylaxis",
    "prophylactic",
    "prevention",
    "vaccine",
    "vaccination",
    "exposure",
    "contact",
    "history",
    "planned",
    "planning",
    "plan",
    "refuse",
    "refusal",
    "decline",
    "contraindication",
    "allergy",
    "allergic",
    "hypersensitivity",
    "intolerance",
    "test",
    "unlikely",
    "resolved",
    "denied",
    "denies",
];

/// Longest unknown name in which known names are looked for, in words.
const MAX_WORDS: usize = 12;
/// Longest known name looked for inside an unknown one, in words.
const MAX_PART: usize = 4;

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
    fn narrows(&self, other: &Self) -> bool {
        other.0.iter().all(|w| self.0.binary_search(w).is_ok())
            && self.0.iter().all(|w| other.0.binary_search(w).is_ok() || !CHANGING.contains(&w.as_str()))
    }
}

impl Vocabulary {
    /// What a name means.
    pub fn concept(&self, name: &str) -> Concept {
        let words = key_of(&fold_words(name));
        let key = words.join(" ");
        let (finding, measure) = (self.finding_of_key(&key), self.measure_of_key(&key));
        let wider = if finding.is_none() { self.parts(&words) } else { Vec::new() };
        Concept { written: name.trim().to_owned(), finding, measure, words: Words(words), wider }
    }

    /// The known findings whose whole name is among the words, where the other words do not
    /// make it another thing.
    fn parts(&self, words: &[String]) -> Vec<FindingId> {
        let mut found = Vec::new();
        if words.len() > MAX_WORDS {
            return found;
        }
        let mut chosen: Vec<&String> = Vec::new();
        self.choose(words, &mut chosen, &mut found);
        found.sort();
        found.dedup();
        found
    }

    fn choose<'w>(&self, rest: &'w [String], chosen: &mut Vec<&'w String>, found: &mut Vec<FindingId>) {
        if let Some((first, tail)) = rest.split_first() {
            self.choose(tail, chosen, found);
            if chosen.len() < MAX_PART {
                chosen.push(first);
                self.choose(tail, chosen, found);
                chosen.pop();
            }
            return;
        }
        if chosen.is_empty() {
            return;
        }
        let key: Vec<&str> = chosen.iter().map(|w| w.as_str()).collect();
        found.extend(self.finding_of_key(&key.join(" ")));
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
        let changing = |c: &Concept| c.words.0.iter().filter(|w| CHANGING.contains(&w.as_str())).count();
        if narrow.finding.is_none() && changing(narrow) == changing(wide) && narrow.wider.iter().copied().any(by_row) {
            return true;
        }
        narrow.words.narrows(&wide.words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for other in ["no pneumonia", "risk of pneumonia", "family history of pneumonia", "suspected pneumonia", "lung disease"] {
            assert!(!v.narrower(&v.concept(other), &pneumonia), "{other}");
        }
    }
}
