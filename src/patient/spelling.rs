//! Known names that a misspelt one is near to, fast enough for files with hundreds of them.

use crate::diagnostic::nearest;
use crate::vocabulary::Vocabulary;
use rustc_hash::FxHashMap;

/// Looks for near names, each name once.
pub(super) struct Spelling<'v> {
    vocabulary: &'v Vocabulary,
    measures: Option<Vec<Known<'v>>>,
    findings: Option<Vec<Known<'v>>>,
    found: FxHashMap<(Sort, String), Option<&'v str>>,
}

/// Which names to look among.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Sort {
    Measure,
    Finding,
}

struct Known<'v> {
    name: &'v str,
    letters: u64,
}

/// Length from which a finding's name may have a second slip.
const LONG: usize = 10;

impl<'v> Spelling<'v> {
    pub(super) fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, measures: None, findings: None, found: FxHashMap::default() }
    }

    /// The known name of that sort that is nearest, if one is near. For findings it must be
    /// very near: most names that the vocabulary does not know are not misspelt.
    pub(super) fn near(&mut self, sort: Sort, name: &str) -> Option<&'v str> {
        let key = (sort, name.trim().to_lowercase());
        if let Some(known) = self.found.get(&key) {
            return *known;
        }
        let near = self.look(sort, &key.1);
        self.found.insert(key, near);
        near
    }

    fn look(&mut self, sort: Sort, name: &str) -> Option<&'v str> {
        let length = name.chars().count();
        let most = match sort {
            Sort::Measure => length.div_ceil(4).clamp(1, 3),
            Sort::Finding if length < LONG => 1,
            Sort::Finding => 2,
        };
        // One edit changes at most two of the letters that occur.
        let differing = u32::try_from(most.saturating_mul(2)).unwrap_or(u32::MAX);
        let letters = letters(name);
        let alike = |known: &&Known<'v>| (known.letters ^ letters).count_ones() <= differing;
        let near = nearest(name, self.names(sort).iter().filter(alike).map(|known| known.name))?;
        let distance = strsim::osa_distance(name, &near.to_lowercase());
        (distance > 0 && distance <= most).then_some(near)
    }

    fn names(&mut self, sort: Sort) -> &[Known<'v>] {
        let v = self.vocabulary;
        let known = |name: &'v str| Known { name, letters: letters(&name.to_lowercase()) };
        match sort {
            Sort::Measure => self.measures.get_or_insert_with(|| {
                let names = v.measures().flat_map(|(_, m)| std::iter::once(m.name.as_ref()).chain(m.synonyms.iter().map(AsRef::as_ref)));
                names.map(known).collect()
            }),
            Sort::Finding => self.findings.get_or_insert_with(|| {
                let names = v.findings().flat_map(|(_, f)| std::iter::once(f.name.as_ref()).chain(f.synonyms.iter().map(AsRef::as_ref)));
                names.map(known).collect()
            }),
        }
    }
}

/// Which letters and digits occur, one bit each; all others share one.
fn letters(name: &str) -> u64 {
    name.bytes().fold(0, |bits, byte| {
        let place = match byte {
            b'a'..=b'z' => byte.saturating_sub(b'a'),
            b'0'..=b'9' => byte.saturating_sub(b'0').saturating_add(26),
            b' ' | b'-' => 36,
            _ => 37,
        };
        bits | 1u64.checked_shl(u32::from(place)).unwrap_or(0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_other_names_are_not() {
        let mut spelling = Spelling::new(Vocabulary::builtin());
        assert_eq!(spelling.near(Sort::Measure, "lactat"), Some("lactate"));
        assert_eq!(spelling.near(Sort::Measure, "Creatinin"), Some("creatinine"));
        assert_eq!(spelling.near(Sort::Finding, "septic shok"), Some("septic shock"));
        assert_eq!(spelling.near(Sort::Finding, "spetic shock"), Some("septic shock"));
        for other in ["quarrel with a neighbour", "xyz", "no", ""] {
            assert_eq!(spelling.near(Sort::Finding, other), None, "{other}");
        }
    }

    #[test]
    fn the_quick_look_loses_no_near_name() {
        let v = Vocabulary::builtin();
        let mut spelling = Spelling::new(v);
        for (_, measure) in v.measures().take(60) {
            let mut slip = measure.name.to_string();
            slip.push('x');
            let slow = v.nearest_measure(&slip).is_some();
            assert_eq!(spelling.near(Sort::Measure, &slip).is_some(), slow, "{slip}");
        }
    }
}
