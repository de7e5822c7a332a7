//! A trial explained: the protocol's words, what the program understood of them, what it
//! passed over and what it left to a person. A reviewer signs off from this page.

mod json;
mod text;

pub use json::json;
pub use text::text;

use crate::language::{Computable, Reading, TrialReading, Understanding};
use crate::rule::{At, CriterionKind, Node, Trial};
use crate::vocabulary::Vocabulary;

/// A trial with the reading of its words.
#[derive(Debug, Clone, Copy)]
pub struct Explanation<'t> {
    /// The trial.
    pub trial: &'t Trial,
    /// What became of its words.
    pub reading: &'t TrialReading,
    /// The names that rules are printed with.
    pub vocabulary: &'t Vocabulary,
}

impl<'t> Explanation<'t> {
    /// Every criterion with its side, inclusion first.
    fn criteria(&self) -> impl Iterator<Item = (CriterionKind, &'t Reading)> {
        let inclusion = self.reading.inclusion.iter().map(|r| (CriterionKind::Inclusion, r));
        inclusion.chain(self.reading.exclusion.iter().map(|r| (CriterionKind::Exclusion, r)))
    }
}

/// The words that were passed over, as they stand in the text; signs alone are not told.
fn passed_over(reading: &Reading) -> Vec<String> {
    let filler = reading.stretches.iter().filter(|s| s.how == Understanding::Filler);
    let bare = |w: String| w.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.')).to_owned();
    filler.map(|s| bare(words(&reading.criterion.text, s.at))).filter(|w| w.chars().any(char::is_alphanumeric)).collect()
}

/// The words that are left to a person.
fn for_review(reading: &Reading) -> Vec<String> {
    let mut found = Vec::new();
    reading.criterion.rule.walk(&mut |r| {
        if let Node::Review(words) = &r.node {
            found.push(words.clone());
        }
    });
    found
}

/// The words at a place, blanks run together.
fn words(text: &str, at: At) -> String {
    let stretch: String = text.chars().skip(at.start).take(at.end.saturating_sub(at.start)).collect();
    stretch.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn word(computable: Computable) -> &'static str {
    match computable {
        Computable::Full => "full",
        Computable::Partial => "partial",
        Computable::None => "none",
    }
}
