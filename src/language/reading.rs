//! A trial file read again: what the program understood of each criterion's words.

use super::coverage::{Stretch, Understanding, count, reviewed, whole};
use super::trial::{notes_of_registry, place};
use super::{Computable, computable, parse_criterion};
use crate::diagnostic::Diagnostic;
use crate::rule::{Computed, Coverage, Criterion, Node, Rule, Trial, TrialCoverage};
use crate::vocabulary::Vocabulary;

/// One criterion with what became of its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The criterion; its rule has its places where it is still what the text says.
    pub criterion: Criterion,
    /// Whether the rule is what the program reads in the text. If not, a person wrote it.
    pub as_read: bool,
    /// How much of it can be computed.
    pub computable: Computable,
    /// How many characters of the text became what.
    pub coverage: Coverage,
    /// What became of each stretch of the text; empty where a person wrote the rule.
    pub stretches: Vec<Stretch>,
    /// Slips in the text and how they were read.
    pub notes: Vec<Diagnostic>,
}

/// A trial with what became of its words.
#[derive(Debug, Clone, PartialEq)]
pub struct TrialReading {
    /// Who is wanted.
    pub inclusion: Vec<Reading>,
    /// Who must not take part.
    pub exclusion: Vec<Reading>,
    /// What the registry says outside of the text, and the text does not.
    pub notes: Vec<Diagnostic>,
}

/// Reads the words of every criterion again, and says what became of them.
pub fn read(trial: &Trial, vocabulary: &Vocabulary) -> TrialReading {
    let mut placed = trial.clone();
    placed.inclusion.iter_mut().chain(&mut placed.exclusion).for_each(|c| c.rule.forget_places());
    place(&mut placed, vocabulary);
    let notes = notes_of_registry(&placed);
    let reading = |kind| move |criterion: Criterion| reading(criterion, kind, vocabulary);
    use crate::rule::CriterionKind::{Exclusion, Inclusion};
    TrialReading {
        inclusion: placed.inclusion.into_iter().map(reading(Inclusion)).collect(),
        exclusion: placed.exclusion.into_iter().map(reading(Exclusion)).collect(),
        notes,
    }
}

impl TrialReading {
    /// How much of all criteria became rules.
    pub fn coverage(&self) -> TrialCoverage {
        let mut all = TrialCoverage::default();
        for reading in self.inclusion.iter().chain(&self.exclusion) {
            let Computed { full, partial, none } = &mut all.criteria;
            let count = match reading.computable {
                Computable::Full => full,
                Computable::Partial => partial,
                Computable::None => none,
            };
            *count = count.saturating_add(1);
            all.characters = all.characters.and(reading.coverage);
        }
        all
    }
}

fn reading(criterion: Criterion, kind: crate::rule::CriterionKind, vocabulary: &Vocabulary) -> Reading {
    let chars: Vec<char> = criterion.text.chars().collect();
    let computable = computable(&criterion.rule);
    let as_read = criterion.rule.at.is_some();
    if is_fact(&criterion) {
        let stretches = whole(chars.len(), Understanding::Understood);
        return Reading { coverage: count(&chars, &stretches), criterion, as_read, computable, stretches, notes: Vec::new() };
    }
    let parsed = parse_criterion(&criterion.text, kind, vocabulary);
    if as_read {
        let stretches = reviewed(&chars, &parsed.stretches, &criterion.rule);
        return Reading { coverage: count(&chars, &stretches), criterion, as_read, computable, stretches, notes: parsed.diagnostics };
    }
    let coverage = by_hand(&chars, &criterion.rule);
    Reading { criterion, as_read, computable, coverage, stretches: Vec::new(), notes: Vec::new() }
}

/// A registry's own fact is its label and value, not a sentence.
fn is_fact(criterion: &Criterion) -> bool {
    matches!(criterion.id.as_str(), "AGE" | "SEX")
}

/// Whoever wrote a rule by hand has read the whole text; what they left for review counts by
/// its length.
fn by_hand(chars: &[char], rule: &Rule) -> Coverage {
    let all = count(chars, &whole(chars.len(), Understanding::Understood)).total();
    let mut review = 0usize;
    rule.walk(&mut |r| {
        if let Node::Review(words) = &r.node {
            review = review.saturating_add(words.chars().filter(|c| !c.is_whitespace()).count());
        }
    });
    let review = review.min(all);
    Coverage { understood: all.saturating_sub(review), filler: 0, review }
}
