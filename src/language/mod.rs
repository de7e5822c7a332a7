//! From words to rules: criteria text as protocols and registries word it, parsed.

use crate::diagnostic::Diagnostic;
use crate::rule::{CriterionKind, Node, Rule, Trial};
use crate::vocabulary::Vocabulary;

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
pub fn parse_criterion(text: &str, _kind: CriterionKind, _vocabulary: &Vocabulary) -> Parsed {
    Parsed { rule: Rule::new(Node::Review(text.to_owned())), computable: Computable::None, diagnostics: Vec::new() }
}

/// Parses a page or a text of criteria into a trial. `name` is the file's name without its
/// ending: the trial's id where the page gives none.
pub fn parse(_text: &str, name: &str, _vocabulary: &Vocabulary) -> (Trial, Vec<Diagnostic>) {
    let trial = Trial {
        format: Trial::FORMAT,
        trial: name.to_owned(),
        title: String::new(),
        status: String::new(),
        source: None,
        valid_for: indexmap::IndexMap::new(),
        inclusion: Vec::new(),
        exclusion: Vec::new(),
    };
    (trial, Vec::new())
}
