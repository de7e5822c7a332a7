//! Many phrases looked for at once: a tree of words, laid out as static tables when the crate
//! is built, so that a start of the program costs nothing and a step costs no allocation.

use super::fold::word_hash;

/// Stands for "none" in the tables.
const NONE: u32 = u32::MAX;

/// A tree of phrases, word by word.
#[derive(Debug)]
pub(crate) struct Trie {
    /// Every word of a phrase.
    pub words: Packed,
    /// An open hash table over `words`; its length is a power of two.
    pub slots: &'static [u32],
    /// The node of each word at the beginning of a phrase.
    pub roots: &'static [u32],
    /// First edge, edges and value of each node.
    pub nodes: &'static [(u32, u32, u32)],
    /// Word and node of each edge, by word within a node.
    pub edges: &'static [(u32, u32)],
}

/// Texts behind one another. Pointers to each of very many would have to be set right whenever the
/// program starts.
#[derive(Debug)]
pub(crate) struct Packed {
    /// All of them.
    pub text: &'static str,
    /// Where each ends.
    pub ends: &'static [u32],
}

/// A place in the tree, behind some words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place(Option<u32>);

impl Packed {
    /// One of the texts.
    pub fn get(&self, place: usize) -> Option<&'static str> {
        let at = |place: usize| usize::try_from(*self.ends.get(place)?).ok();
        let start = place.checked_sub(1).map_or(Some(0), at)?;
        self.text.get(start..at(place)?)
    }

    /// The first place of sorted texts that is not before a text.
    pub fn first_from(&self, text: &str) -> usize {
        let (mut from, mut to) = (0usize, self.ends.len());
        while from < to {
            let middle = from.midpoint(to);
            if self.get(middle).is_some_and(|found| found < text) { from = middle.saturating_add(1) } else { to = middle }
        }
        from
    }
}

impl Trie {
    /// The number of a word, if it is in any phrase.
    pub fn word(&self, text: &str) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = usize::try_from(word_hash(text)).unwrap_or_default() & mask;
        loop {
            let found = *self.slots.get(at)?;
            let word = self.words.get(usize::try_from(found).ok()?)?;
            if word == text {
                return Some(found);
            }
            at = at.wrapping_add(1) & mask;
        }
    }

    /// The beginning.
    pub fn start(&self) -> Place {
        Place(None)
    }

    /// One word on; `None` where no phrase goes on so.
    pub fn step(&self, from: Place, word: u32) -> Option<Place> {
        let node = match from.0 {
            None => *self.roots.get(usize::try_from(word).ok()?)?,
            Some(node) => {
                let (first, count, _) = *self.nodes.get(usize::try_from(node).ok()?)?;
                let first = usize::try_from(first).ok()?;
                let edges = self.edges.get(first..first.saturating_add(usize::try_from(count).ok()?))?;
                let i = edges.binary_search_by_key(&word, |(w, _)| *w).ok()?;
                edges.get(i)?.1
            }
        };
        (node != NONE).then_some(Place(Some(node)))
    }

    /// What the words so far mean, as a place in the table of values.
    pub fn value(&self, at: Place) -> Option<usize> {
        let (_, _, value) = *self.nodes.get(usize::try_from(at.0?).ok()?)?;
        (value != NONE).then_some(usize::try_from(value).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static TREE: Trie = Trie {
        words: Packed { text: "ab", ends: &[1, 2] },
        slots: &[1, 0, NONE, NONE],
        roots: &[0, NONE],
        nodes: &[(0, 1, NONE), (1, 0, 7)],
        edges: &[(1, 1)],
    };

    #[test]
    fn packed_texts_are_those_that_were_packed() {
        let packed = Packed { text: "aaébb", ends: &[2, 4, 4, 6] };
        let all: Vec<&str> = (0..).map_while(|place| packed.get(place)).collect();
        assert_eq!(all, ["aa", "é", "", "bb"]);
        let sorted = Packed { text: "aabbcd", ends: &[1, 2, 4, 5, 6] };
        for (text, place) in [("", 0), ("a", 0), ("aa", 2), ("bb", 2), ("bc", 3), ("c", 3), ("d", 4), ("e", 5)] {
            assert_eq!(sorted.first_from(text), place, "{text}");
        }
    }

    #[test]
    fn phrases_are_found_word_by_word() {
        let first = TREE.step(TREE.start(), 0).unwrap();
        assert_eq!(TREE.value(first), None);
        let second = TREE.step(first, 1).unwrap();
        assert_eq!(TREE.value(second), Some(7));
        assert!(TREE.step(TREE.start(), 1).is_none());
        assert!(TREE.step(second, 1).is_none());
    }
}
