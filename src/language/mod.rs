//! From words to rules: criteria text as protocols and registries word it, parsed.

mod attach;
mod canonical;
mod cohort;
mod grammar;
mod layout;
pub mod registry;
mod trial;
mod words;

pub use trial::{doubts, drift, parse, parse_record, place, read_again};

use crate::diagnostic::Diagnostic;
use crate::limits::MAX_CRITERION_CHARS;
use crate::rule::{At, CriterionKind, Node, Rule};
use crate::vocabulary::Vocabulary;
use std::cell::RefCell;

/// How much of a criterion can be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Computable {
    /// No part: the whole is left to a person.
    None,
    /// Some part is left to a person.
    Partial,
    /// All of it.
    Full,
}

/// A criterion as it was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// Its rule; what could not be computed is a `review` node with its words.
    pub rule: Rule,
    /// How much of it can be computed.
    pub computable: Computable,
    /// What was not understood, and what has more than one reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses one criterion. Never fails: what is not understood becomes `review`.
pub fn parse_criterion(text: &str, kind: CriterionKind, vocabulary: &Vocabulary) -> Parsed {
    cohort::labelled(text, kind, vocabulary).unwrap_or_else(|| understood(text, kind, vocabulary))
}

/// A criterion that is for everybody.
fn understood(text: &str, kind: CriterionKind, vocabulary: &Vocabulary) -> Parsed {
    if let Some(rule) = canonical::read(text, vocabulary) {
        let computable = computable(&rule);
        return Parsed { rule, computable, diagnostics: Vec::new() };
    }
    let chars: Vec<char> = text.chars().collect();
    if chars.len() > MAX_CRITERION_CHARS {
        return review(text, &chars);
    }
    let tokens = words::tokens(text, vocabulary);
    let elements = grammar::elements(&tokens);
    let context = attach::Context {
        chars: &chars,
        tokens: &tokens,
        vocabulary,
        kind,
        diagnostics: RefCell::new(Vec::new()),
        used: RefCell::new(vec![false; tokens.len()]),
    };
    let Some(mut rule) = attach::criterion(&context, &elements) else { return review(text, &chars) };
    attach::keep_left_over(&context, &mut rule);
    let computable = computable(&rule);
    Parsed { rule, computable, diagnostics: context.diagnostics.into_inner() }
}

/// The whole criterion left to a person.
fn review(text: &str, chars: &[char]) -> Parsed {
    let rule = Rule::new(Node::Review(text.split_whitespace().collect::<Vec<_>>().join(" "))).from(At { start: 0, end: chars.len() });
    Parsed { rule, computable: Computable::None, diagnostics: Vec::new() }
}

fn computable(rule: &Rule) -> Computable {
    let (mut leaves, mut reviews) = (0usize, 0usize);
    rule.walk(&mut |r| {
        leaves = leaves.saturating_add(usize::from(r.children().is_empty()));
        reviews = reviews.saturating_add(usize::from(matches!(r.node, Node::Review(_))));
    });
    match (reviews, leaves) {
        (0, _) => Computable::Full,
        (r, l) if r == l => Computable::None,
        _ => Computable::Partial,
    }
}
