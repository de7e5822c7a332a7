//! Many phrases looked for at once: a tree of words, laid out as static tables when the crate
//! is built, so that a start of the program costs nothing and a step costs no allocation.

use super::fold::word_hash;

/// Stands for "none" in the tables.
const NONE: u32 = u32::MAX;

/// A tree of phrases, word by word.
#[derive(Debug)]
pub(crate) struct Trie {
    /// Every word of a phrase.
    pub words: &'static [&'static str],
    /// An open hash table over `words`; its length is a power of two.
    pub slots: &'static [u32],
    /// The node of each word at the beginning of a phrase.
    pub roots: &'static [u32],
    /// First edge, edges and value of each node.
    pub nodes: &'static [(u32, u32, u32)],
    /// Word and node of each edge, by word within a node.
    pub edges: &'static [(u32, u32)],
}

/// A place in the tree, behind some words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place(Option<u32>);

impl Trie {
    /// The number of a word, if it is in any phrase.
    pub fn word(&self, text: &str) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = usize::try_from(word_hash(text)).unwrap_or_default() & mask;
        loop {
            let found = *self.slots.get(at)?;
            let word = self.words.get(usize::try_from(found).ok()?)?;
            if *word == text {
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

    static TREE: Trie =
        Trie { words: &["a", "b"], slots: &[1, 0, NONE, NONE], roots: &[0, NONE], nodes: &[(0, 1, NONE), (1, 0, 7)], edges: &[(1, 1)] };

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
