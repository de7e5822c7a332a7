//! Names made ready to be compared with very many others.

use super::concept::Concept;
use super::entry::FindingId;
use super::fold::word_hash;
use super::lookup::Vocabulary;

/// A name with all that it is a kind of.
pub(crate) struct Standing<'c> {
    concept: &'c Concept,
    /// The findings that it is, or is a kind of.
    kinds: Vec<FindingId>,
    /// A bit for each of its words: what has another bit has another word.
    bits: u64,
}

impl Vocabulary {
    /// A name made ready.
    pub(crate) fn standing<'c>(&self, concept: &'c Concept) -> Standing<'c> {
        let mut kinds: Vec<FindingId> = match concept.finding() {
            Some(id) => vec![id],
            None => concept.wider().to_vec(),
        };
        let mut at = 0usize;
        while let Some(id) = kinds.get(at).copied() {
            for wider in self.finding(id).map_or(&[][..], |f| &f.is_a) {
                if !kinds.contains(wider) {
                    kinds.push(*wider);
                }
            }
            at = at.saturating_add(1);
        }
        let bits =
            concept.words().as_slice().iter().fold(0u64, |bits, word| bits | 1u64.rotate_left(u32::try_from(word_hash(word) % 64).unwrap_or(0)));
        Standing { concept, kinds, bits }
    }

    /// As [`Vocabulary::narrower`].
    pub(crate) fn stands_narrower(&self, narrow: &Standing<'_>, wide: &Standing<'_>) -> bool {
        let (a, b) = (narrow.concept, wide.concept);
        let measures = || a.finding().is_none() && b.finding().is_none() && a.measure().is_some() && a.measure() == b.measure();
        b.finding().is_some_and(|id| narrow.kinds.contains(&id)) || measures() || wide.bits & !narrow.bits == 0 && a.words().narrows(b.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORDS: &[&str] = &[
        "septic",
        "shock",
        "pneumonia",
        "heart",
        "failure",
        "acute",
        "family",
        "history",
        "of",
        "lactate",
        "ecmo",
        "bacterial",
        "no",
        "zebra",
        "disease",
    ];

    fn name() -> impl Strategy<Value = String> {
        let rows = Vocabulary::builtin().findings().map(|(_, f)| f.name.clone().into_owned()).collect::<Vec<_>>();
        prop_oneof![
            proptest::sample::select(rows),
            proptest::collection::vec(proptest::sample::select(WORDS), 1..5).prop_map(|words| words.join(" ")),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn what_stands_narrower_is_narrower(a in name(), b in name(), row in 0usize..4000) {
            let v = Vocabulary::builtin();
            let wider = v.findings().nth(row).and_then(|(_, f)| Some((f.name.clone(), v.finding(*f.is_a.first()?)?.name.clone())));
            let mut pairs = vec![(a.clone(), b.clone()), (b, a)];
            pairs.extend(wider.map(|(narrow, wide)| (format!("acute {narrow}"), wide.into_owned())));
            for (a, b) in pairs {
                let (a, b) = (v.concept(&a), v.concept(&b));
                prop_assert_eq!(v.stands_narrower(&v.standing(&a), &v.standing(&b)), v.narrower(&a, &b), "{} and {}", a.written, b.written);
            }
        }
    }
}
