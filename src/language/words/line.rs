//! The lexemes of a line made ready to be looked up: each word is folded once.

use super::lexeme::{Lexeme, LexemeKind};
use super::token::Kind;
use crate::vocabulary::{Entry, Packed, TextWord, Trie, Vocabulary};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/wordings.rs"));

/// What each wording of the table is.
static WORDING_KINDS: LazyLock<Vec<Option<Kind>>> =
    LazyLock::new(|| WORDINGS.iter().map(|(token, payload)| Kind::from_wording(token, payload)).collect());

/// How many words a thread keeps ready.
const MAX_WORDS_KEPT: usize = 20_000;

/// A lexeme's words, as a word and as a number.
type Ready = [Option<Vec<(TextWord, Word)>>; 2];

thread_local! {
    /// The words seen so far: texts say the same few words again and again. What a word is
    /// depends on its letters alone, so that nobody can tell whether it was kept.
    static MADE_READY: RefCell<FxHashMap<String, Ready>> = RefCell::default();
}

/// A line and its words.
pub(super) struct Line {
    pub lexemes: Vec<Lexeme>,
    /// The words of the lexemes, in their order; a word with points inside is several.
    names: Vec<TextWord>,
    /// Beside each of `names`.
    words: Vec<Word>,
    /// The first of `names` of each lexeme, and where the unbroken run of words around ends.
    places: Vec<(usize, usize)>,
}

#[derive(Clone)]
struct Word {
    /// Its number among the words of the wordings.
    wording: Option<u32>,
    /// The lexeme behind the one it is the last word of; `None` within a lexeme.
    end: Option<usize>,
    /// "than", or a number: no suffix stands before it.
    goes_on: bool,
    /// "or", and "equal" behind it: "and less or equal 45".
    or: bool,
    equal: bool,
}

impl Line {
    pub fn new(lexemes: Vec<Lexeme>) -> Self {
        let mut line = Self { names: Vec::new(), words: Vec::new(), places: Vec::new(), lexemes: Vec::new() };
        let mut run = 0usize;
        for (i, lexeme) in lexemes.iter().enumerate() {
            // A hyphen or a slash between two words without blanks is passed over.
            let next = lexemes.get(i.saturating_add(1)).filter(|n| lexeme.glued && n.glued);
            let joins = match lexeme.text.as_str() {
                "-" | "/" | "'" if next.is_some() => true,
                // "DAS - 28": a name that is written with a number.
                "-" => {
                    let before = i.checked_sub(1).and_then(|b| lexemes.get(b)).filter(|b| b.text.len() > 1 && is_abbreviation(b));
                    before.is_some() && lexemes.get(i.saturating_add(1)).is_some_and(|n| n.kind == LexemeKind::Number)
                }
                // "PaO2:FiO2"
                ":" => i.checked_sub(1).and_then(|b| lexemes.get(b)).zip(next).is_some_and(|(a, b)| is_abbreviation(a) && is_abbreviation(b)),
                _ => false,
            };
            if lexeme.kind == LexemeKind::Sign && !joins {
                line.close(run, i);
                run = i.saturating_add(1);
            }
            line.places.push((line.names.len(), line.names.len()));
            if lexeme.kind != LexemeKind::Sign {
                line.add(lexeme, i.saturating_add(1));
            }
        }
        line.close(run, lexemes.len());
        line.lexemes = lexemes;
        line
    }

    /// The words of the lexemes from one to another are a run.
    fn close(&mut self, from: usize, to: usize) {
        let end = self.names.len();
        self.places.get_mut(from..to).unwrap_or_default().iter_mut().for_each(|place| place.1 = end);
    }

    fn add(&mut self, lexeme: &Lexeme, end: usize) {
        MADE_READY.with_borrow_mut(|known| {
            if known.len() > MAX_WORDS_KEPT {
                known.clear();
            }
            let numeral = usize::from(lexeme.kind == LexemeKind::Number);
            if !known.contains_key(lexeme.text.as_str()) {
                known.insert(lexeme.text.clone(), [None, None]);
            }
            let Some(ready) = known.get_mut(lexeme.text.as_str()).and_then(|kinds| kinds.get_mut(numeral)) else { return };
            let ready = ready.get_or_insert_with(|| made_ready(lexeme));
            for (name, word) in ready.iter() {
                self.names.push(name.clone());
                self.words.push(Word { end: word.end.map(|_| end), ..word.clone() });
            }
        });
    }

    /// The longest known name at a lexeme, and how many lexemes it takes.
    pub fn name(&self, i: usize, vocabulary: &Vocabulary) -> Option<(Entry, usize)> {
        let (from, to) = *self.places.get(i)?;
        let mut to = to;
        // A name cannot end within a word with points inside: then a shorter one is tried.
        loop {
            let (entry, length) = vocabulary.phrase(self.names.get(from..to)?)?;
            let last = from.saturating_add(length).checked_sub(1)?;
            match self.words.get(last)?.end {
                Some(end) => return Some((entry, end.checked_sub(i)?)),
                None => to = last,
            }
        }
    }

    /// The longest known wording at a lexeme, and how many lexemes it takes.
    pub fn wording(&self, i: usize) -> Option<(Kind, usize)> {
        let (from, to) = *self.places.get(i)?;
        let mut at = WORDING_PHRASES.start();
        let mut best = None;
        for j in from..to {
            let Some(next) = self.words.get(j).and_then(|w| w.wording).and_then(|w| WORDING_PHRASES.step(at, w)) else { break };
            at = next;
            let Some(kind) = WORDING_PHRASES.value(at).and_then(|v| WORDING_KINDS.get(v)?.as_ref()) else { continue };
            let Some(end) = self.words.get(j).and_then(|w| w.end) else { continue };
            // "> 21 or less than 2", "below 18 and above 45": no suffix stands there.
            let behind = j.saturating_add(1);
            let word = |i: usize| self.words.get(i).filter(|_| i < to);
            let goes_on = word(behind).is_some_and(|w| w.goes_on || w.or && word(behind.saturating_add(1)).is_some_and(|w| w.equal));
            if !(goes_on && matches!(kind, Kind::Suffix(_))) {
                best = Some((kind, end));
            }
        }
        best.and_then(|(kind, end)| Some((kind.clone(), end.checked_sub(i)?)))
    }
}

fn is_abbreviation(lexeme: &Lexeme) -> bool {
    let letters = || lexeme.text.chars().filter(|c| c.is_alphabetic());
    lexeme.kind == LexemeKind::Word && letters().filter(|c| c.is_uppercase()).count().saturating_mul(2) >= letters().count()
}

/// The words of a lexeme; the last one has an end, whose place the line knows.
fn made_ready(lexeme: &Lexeme) -> Vec<(TextWord, Word)> {
    let lower = lexeme.lower();
    let capitals = lexeme.text.chars().filter(|c| c.is_uppercase()).count() >= 2;
    let number = lexeme.kind == LexemeKind::Number;
    let mut parts = lower.splitn(if number { 1 } else { usize::MAX }, '.').peekable();
    let mut ready = Vec::new();
    while let Some(part) = parts.next() {
        let plain = if part.contains('\'') { part.replace('\'', "") } else { part.to_owned() };
        let name = if number { TextWord::verbatim(part, capitals) } else { TextWord::new(part, capitals) };
        let goes_on = plain == "than" || plain.starts_with(|c: char| c.is_ascii_digit());
        let end = parts.peek().is_none().then_some(0);
        ready.push((name, Word { wording: WORDING_PHRASES.word(&plain), end, goes_on, or: plain == "or", equal: plain == "equal" }));
    }
    ready
}

#[cfg(test)]
mod tests {
    use super::super::lexeme::lexemes;
    use super::*;
    use crate::quantity::Op;

    #[test]
    fn the_longest_wording_and_name_win() {
        let line = Line::new(lexemes("no more than 5, or less than 2; VA-ECMO"));
        assert_eq!(line.wording(0), Some((Kind::Comparator(Op::AtMost), 3)));
        assert_eq!(line.wording(5), Some((Kind::Or, 1)));
        let v = Vocabulary::builtin();
        assert_eq!(line.name(10, v).map(|(_, used)| used), Some(3));
        assert_eq!(line.name(0, v), None);
    }
}
