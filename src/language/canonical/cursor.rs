//! A place in a canonical text, and the smallest things read there.

use crate::limits::MAX_NESTING;
use crate::quantity::{Comparison, Is, Op, Scale, Unit};
use crate::rule::{TextForm, comparison_length, is_row, plain_length};
use crate::time::{Duration, DurationBound, TimeUnit};
use crate::vocabulary::Vocabulary;

/// What is left of a text, and how many characters of it have been read.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'t> {
    rest: &'t str,
    read: usize,
    /// Where the last thing that was read ended.
    end: usize,
    /// How many brackets are open.
    brackets: usize,
    pub vocabulary: &'t Vocabulary,
}

/// A name, and whether it stood in quotes.
pub(super) struct Name {
    pub words: String,
    pub quoted: bool,
}

impl<'t> Cursor<'t> {
    pub fn new(text: &'t str, vocabulary: &'t Vocabulary) -> Self {
        let mut cursor = Self { rest: text, read: 0, end: 0, brackets: 0, vocabulary };
        cursor.blank();
        cursor
    }

    /// The character that comes next, in code points.
    pub fn place(&self) -> usize {
        self.read
    }

    /// The character behind what was read last.
    pub fn end(&self) -> usize {
        self.end
    }

    pub fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Takes these words if they come next, as whole words.
    pub fn words(&mut self, words: &str) -> bool {
        let Some(behind) = self.rest.strip_prefix(words) else { return false };
        let inside = |c: char| c.is_alphanumeric();
        if words.ends_with(inside) && behind.starts_with(inside) {
            return false;
        }
        self.take(words.len());
        true
    }

    /// The number of samples or parts that comes next.
    pub fn count(&mut self) -> Option<usize> {
        let length = self.rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest.len());
        let count = self.rest.get(..length)?.parse().ok()?;
        self.take(length);
        Some(count)
    }

    /// One of the words that a field can hold, the longest that fits.
    pub fn one_of<T: TextForm>(&mut self, words: &[&str]) -> Option<T> {
        let word = words.iter().find(|w| self.words(w))?;
        T::read(word).ok()
    }

    /// A name: in quotes any, else one of the vocabulary.
    pub fn name(&mut self) -> Option<Name> {
        if self.rest.starts_with('"') {
            return Some(Name { words: self.quoted()?, quoted: true });
        }
        let length = plain_length(self.rest);
        let words = self.rest.get(..length).filter(|w| !w.is_empty() && is_row(w, self.vocabulary))?.to_owned();
        self.take(length);
        Some(Name { words, quoted: false })
    }

    /// Words in quotes, as they were before they were quoted.
    pub fn quoted(&mut self) -> Option<String> {
        let mut words = String::new();
        let mut chars = self.rest.strip_prefix('"')?.char_indices();
        loop {
            match chars.next()? {
                (i, '"') => {
                    self.take(i.saturating_add(2));
                    return Some(words);
                }
                (_, '\\') => match chars.next()?.1 {
                    'n' => words.push('\n'),
                    'r' => words.push('\r'),
                    other @ ('"' | '\\') => words.push(other),
                    _ => return None,
                },
                (_, other) => words.push(other),
            }
        }
    }

    /// A comparison that begins with a sign or a number, or stands in quotes.
    pub fn comparison(&mut self) -> Option<Is> {
        if self.rest.starts_with('"') {
            return Is::parse(&self.quoted()?).ok();
        }
        if !self.rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '<' | '>' | '=' | '≤' | '≥')) {
            return None;
        }
        // "> 25th percentile" is a protocol's own wording: no unit stands behind its number.
        self.result().filter(|is| match is {
            Is::Number(Comparison { scale: Scale::Unit(unit), .. }) => Unit::parse(unit).is_ok(),
            _ => true,
        })
    }

    /// A comparison, or a result in words: `positive`.
    pub fn result(&mut self) -> Option<Is> {
        let written = self.rest.get(..comparison_length(self.rest))?.trim_end();
        let is = Is::parse(written).ok()?;
        self.take(written.len());
        Some(is)
    }

    /// One word of letters and digits.
    pub fn word(&mut self) -> Option<String> {
        let length = self.rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(self.rest.len());
        let word = self.rest.get(..length).filter(|w| !w.is_empty())?.to_owned();
        self.take(length);
        Some(word)
    }

    /// Takes an opening bracket, unless too many are open.
    pub fn opens(&mut self) -> bool {
        let opens = self.brackets < MAX_NESTING && self.words("(");
        self.brackets = self.brackets.saturating_add(usize::from(opens));
        opens
    }

    /// Takes a closing bracket.
    pub fn closes(&mut self) -> bool {
        let closes = self.words(")");
        self.brackets = self.brackets.saturating_sub(usize::from(closes));
        closes
    }

    /// A length of time: `> 5 h`.
    pub fn length(&mut self) -> Option<DurationBound> {
        let mut behind = *self;
        let (op, rest) = Op::strip(behind.rest);
        behind.take(behind.rest.len().saturating_sub(rest.len()));
        let digits = behind.rest.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let number = crate::quantity::parse_decimal(behind.rest.get(..digits)?).ok()?;
        behind.take(digits);
        let letters = behind.rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.rest.len());
        let unit = TimeUnit::from_word(behind.rest.get(..letters)?)?;
        behind.take(letters);
        *self = behind;
        Some(DurationBound { op, length: Duration::new(number, unit) })
    }

    fn take(&mut self, bytes: usize) {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.read = self.read.saturating_add(taken.chars().count());
        self.rest = rest;
        self.end = self.read;
        self.blank();
    }

    fn blank(&mut self) {
        let trimmed = self.rest.trim_start();
        let skipped = self.rest.get(..self.rest.len().saturating_sub(trimmed.len())).unwrap_or_default();
        self.read = self.read.saturating_add(skipped.chars().count());
        self.rest = trimmed;
    }
}
