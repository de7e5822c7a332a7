//! From words to rules: criteria text as protocols and registries word it, parsed.

mod attach;
mod canonical;
mod cohort;
mod coverage;
mod element;
mod grammar;
mod layout;
mod reading;
pub mod registry;
mod trial;
mod words;

pub use coverage::{Stretch, Understanding};
pub use reading::{Reading, TrialReading, read};
pub use trial::{doubts, drift, parse, parse_record, place, read_again};

use crate::diagnostic::Diagnostic;
use crate::limits::MAX_CRITERION_CHARS;
use crate::rule::{At, Coverage, CriterionKind, Node, Rule};
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
    /// How many of its characters were understood, are filler, or are left to a person.
    pub coverage: Coverage,
    /// What became of each stretch of the text, from its beginning to its end.
    pub stretches: Vec<Stretch>,
    /// What was not understood, and what has more than one reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses one criterion. Never fails: what is not understood becomes `review`.
pub fn parse_criterion(text: &str, kind: CriterionKind, vocabulary: &Vocabulary) -> Parsed {
    parse_among(text, kind, &[], vocabulary)
}

/// Parses one criterion of a trial that has the criteria with these ids, too.
fn parse_among(text: &str, kind: CriterionKind, ids: &[String], vocabulary: &Vocabulary) -> Parsed {
    if let Some(rule) = canonical::read(text, vocabulary) {
        let chars: Vec<char> = text.chars().collect();
        let stretches = coverage::of_canonical(&chars, &rule);
        return Parsed::new(rule, &chars, stretches, Vec::new());
    }
    cohort::labelled(text, kind, ids, vocabulary).unwrap_or_else(|| understood(text, kind, ids, vocabulary))
}

/// A criterion that is for everybody.
fn understood(text: &str, kind: CriterionKind, ids: &[String], vocabulary: &Vocabulary) -> Parsed {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() > MAX_CRITERION_CHARS {
        return review(text, &chars);
    }
    let tokens = words::tokens(text, vocabulary);
    let mut elements = grammar::elements(&tokens);
    let mark = mark(&tokens);
    if elements.iter().all(|e| e.from >= mark || e.to <= mark) {
        elements.retain(|e| e.from >= mark);
    }
    // "If the curvature is < 10 degrees": nothing follows that it is the condition of.
    let condition = |e: &element::Element| tokens.get(e.from).is_some_and(|t| t.kind == words::Kind::Condition && t.text.eq_ignore_ascii_case("if"));
    let alone = !elements.iter().any(|e| matches!(&e.what, element::What::Separator(s) if s.sign != element::Sign::None));
    if alone && elements.first().is_some_and(condition) {
        elements.remove(0);
    }
    let context = attach::Context::new(&chars, &tokens, vocabulary, kind, ids);
    let Some(mut rule) = attach::criterion(&context, &elements) else { return review(text, &chars) };
    attach::keep_left_over(&context, &mut rule);
    attach::to_person(&context, &mut rule);
    attach::vague_to_person(&context, &mut rule);
    attach::denial_of_all(&context, &mut rule);
    attach::denials_kept(&context, &mut rule);
    attach::said_once(&context, &mut rule);
    attach::left_to_person(&context, &mut rule);
    let stretches = coverage::stretches(&chars, &tokens, &context.used.borrow(), &rule);
    Parsed::new(rule, &chars, stretches, context.diagnostics.into_inner())
}

/// How many tokens are the mark of the item itself ("- ", "3. "): a number in brackets may be the
/// first of a list on one line.
fn mark(tokens: &[words::Token]) -> usize {
    let is = |t: &words::Token, kind: &words::Kind| t.kind == *kind;
    let sign = |t: &words::Token| matches!(t.kind, words::Kind::Dash | words::Kind::Filler) && !t.text.contains(char::is_alphanumeric);
    let dashes = tokens.iter().take_while(|t| sign(t)).count();
    let numbers = tokens.iter().filter(|t| is(t, &words::Kind::Enumerator)).count();
    let number = tokens.get(dashes).filter(|t| is(t, &words::Kind::Enumerator) && (numbers == 1 || t.text.ends_with('.')));
    let end = dashes.saturating_add(usize::from(number.is_some()));
    let more = tokens.iter().skip(end).take_while(|t| number.is_some() && is(t, &words::Kind::Dash)).count();
    end.saturating_add(more)
}

impl Parsed {
    fn new(rule: Rule, chars: &[char], stretches: Vec<Stretch>, diagnostics: Vec<Diagnostic>) -> Self {
        Self { computable: computable(&rule), coverage: coverage::count(chars, &stretches), rule, stretches, diagnostics }
    }
}

/// The whole criterion left to a person.
fn review(text: &str, chars: &[char]) -> Parsed {
    let rule = Rule::new(Node::Review(text.split_whitespace().collect::<Vec<_>>().join(" "))).from(At { start: 0, end: chars.len() });
    let stretches = coverage::whole(chars.len(), Understanding::Review);
    Parsed::new(rule, chars, stretches, Vec::new())
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
