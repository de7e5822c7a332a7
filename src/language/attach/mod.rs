//! Attachment: which name a number belongs to, over which list a limit spreads, where a noun
//! phrase ends. Elements become rules.

mod abbreviation;
mod ability;
mod ability_ends;
mod acts;
mod again;
mod agents;
mod ahead;
mod aim;
mod allowance;
mod anchor;
mod anchored;
mod another;
mod around;
mod aside;
mod asked;
mod bracket;
mod bullets;
mod category;
mod causes;
mod change;
mod closing;
mod condition;
mod coordinate;
mod counting;
mod definition;
mod denial;
mod denied;
mod dimension;
mod dose;
mod entry;
mod equality;
mod event;
mod exception;
mod fragment;
mod governing;
mod governor;
mod grades;
mod guards;
mod heads;
mod impossible;
mod inside;
mod lead;
mod leaf;
mod lent;
mod level;
mod lifetime;
mod limits;
mod linked;
mod list;
mod meant_of_all;
mod measured;
mod modifiers;
mod naming;
mod numbers;
mod offspring;
mod opinion;
mod parts;
mod people;
mod phrase;
mod polarity;
mod product;
mod qualified;
mod reader;
mod records;
mod references;
mod relative;
mod remark;
mod respectively;
mod sentence;
mod sexes;
mod source;
mod spread;
mod staff;
mod steady;
mod study;
mod subject;
mod tail;
mod timing;
mod token;
mod vague;
mod whichever;

use super::element::Element;
use super::words::{Kind, Lower, Token};
use crate::diagnostic::{Code, Diagnostic};
use crate::rule::{Anchor, At, CriterionKind, Node, Rule};
use crate::source::Span;
use crate::vocabulary::{MeasureId, Vocabulary};
use std::cell::RefCell;
use std::rc::Rc;

pub(super) use bullets::criterion;
pub(super) use denial::{kept as denials_kept, of_all as denial_of_all};
pub(super) use fragment::left_to_person;
pub(super) use impossible::to_person;
pub(super) use sexes::said_once;
pub(super) use vague::to_person as vague_to_person;

/// What every step of one criterion's attachment can see.
pub(super) struct Context<'c> {
    /// The original text, by code points.
    pub chars: &'c [char],
    pub tokens: &'c [Token],
    pub vocabulary: &'c Vocabulary,
    pub kind: CriterionKind,
    /// The ids of the other criteria of its trial.
    pub ids: &'c [String],
    pub diagnostics: RefCell<Vec<Diagnostic>>,
    /// Which tokens belong to a rule, or to words that are known to add nothing.
    pub used: RefCell<Vec<bool>>,
    /// The words of each token in lower case.
    lower: Vec<String>,
}

impl<'c> Context<'c> {
    /// What is known before the first step.
    pub fn new(chars: &'c [char], tokens: &'c [Token], vocabulary: &'c Vocabulary, kind: CriterionKind, ids: &'c [String]) -> Self {
        let lower = tokens.iter().map(|t| Lower::from(run_together(chars.get(t.start..t.end.max(t.start)).unwrap_or_default())).into()).collect();
        let (diagnostics, used) = (RefCell::default(), RefCell::new(vec![false; tokens.len()]));
        Self { chars, tokens, vocabulary, kind, ids, diagnostics, used, lower }
    }
}

/// The characters, each run of blanks one blank, none at the ends.
fn run_together(chars: &[char]) -> String {
    let mut text = String::with_capacity(chars.len());
    let mut blank = false;
    for c in chars {
        if c.is_whitespace() {
            blank = !text.is_empty();
        } else {
            if std::mem::take(&mut blank) {
                text.push(' ');
            }
            text.push(*c);
        }
    }
    text
}

/// Where in the criterion a list stands.
#[derive(Debug, Clone, Default)]
struct Scope {
    /// Inside the definition of this finding: measurements count since it began.
    since: Option<Anchor>,
    /// The measure that the words around a bracket are about.
    measure: Option<MeasureId>,
    /// The words before a bracket, where they name no known measure.
    name: Option<(usize, usize)>,
    /// How the parts of a list without connectives count, if something said so.
    or: Option<bool>,
    /// What was said before the list and is meant of each of its parts ("history of any of:").
    said: Option<Rc<leaf::Leaf>>,
}

/// Words that found no place in the rule are put beside it, for a person to judge: the rule
/// alone cannot make a patient pass.
pub(super) fn keep_left_over(context: &Context<'_>, rule: &mut Rule) {
    let left: Vec<Rule> = context.left_over().into_iter().map(|(from, to)| context.rule(Node::Review(context.words(from, to)), from, to)).collect();
    if left.is_empty() {
        return;
    }
    let mut parts = vec![rule.clone()];
    parts.extend(left);
    if let Some(all) = context.group(context.kind == CriterionKind::Exclusion, parts) {
        *rule = all;
    }
}

impl Context<'_> {
    fn token(&self, i: usize) -> Option<&Token> {
        self.tokens.get(i)
    }

    fn kind(&self, i: usize) -> Option<&Kind> {
        self.tokens.get(i).map(|t| &t.kind)
    }

    /// The characters of a stretch of tokens.
    fn at(&self, from: usize, to: usize) -> At {
        let start = self.tokens.get(from).map_or(0, |t| t.start);
        let end = to.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |t| t.end);
        At { start, end: end.max(start) }
    }

    /// The original words of a stretch of tokens, blanks run together.
    fn words(&self, from: usize, to: usize) -> String {
        let at = self.at(from, to);
        run_together(self.chars.get(at.start..at.end).unwrap_or_default())
    }

    /// The words of a stretch of tokens in lower case.
    fn lower(&self, from: usize, to: usize) -> Lower<'_> {
        match self.lower.get(from).filter(|_| from.checked_add(1) == Some(to)) {
            Some(words) => Lower::known(words),
            None => Lower::from(self.words(from, to)),
        }
    }

    fn span_of(&self, elements: &[Element]) -> (usize, usize) {
        (elements.first().map_or(0, |e| e.from), elements.last().map_or(0, |e| e.to))
    }

    fn rule(&self, node: Node, from: usize, to: usize) -> Rule {
        Rule::new(node).from(self.at(from, to))
    }

    /// A group of rules; a group of one is that one.
    fn group(&self, or: bool, mut rules: Vec<Rule>) -> Option<Rule> {
        if rules.len() <= 1 {
            return rules.pop();
        }
        let start = rules.iter().filter_map(|r| r.at).map(|a| a.start).min().unwrap_or(0);
        let end = rules.iter().filter_map(|r| r.at).map(|a| a.end).max().unwrap_or(0);
        // A group inside a group of the same kind is one group.
        let mut parts = Vec::new();
        for rule in rules {
            match rule {
                Rule { node: Node::Any(inner), open: false, .. } if or => parts.extend(inner),
                Rule { node: Node::All(inner), open: false, .. } if !or => parts.extend(inner),
                other => parts.push(other),
            }
        }
        let node = if or { Node::Any(parts) } else { Node::All(parts) };
        Some(Rule::new(node).from(At { start, end }))
    }

    /// Whether the words of a rule begin with "if" or the like.
    fn opens_with_condition(&self, rule: &Rule) -> bool {
        rule.at.is_some_and(|at| self.tokens.iter().any(|t| t.start == at.start && t.kind == Kind::Condition))
    }

    /// Takes note that a stretch of tokens has found its place.
    fn mark(&self, from: usize, to: usize) {
        if let Some(stretch) = self.used.borrow_mut().get_mut(from..to) {
            stretch.fill(true);
        }
    }

    /// Takes that back.
    fn unmark(&self, from: usize, to: usize) {
        if let Some(stretch) = self.used.borrow_mut().get_mut(from..to) {
            stretch.fill(false);
        }
    }

    /// The stretches of words that found no place, as they stand in the text.
    pub fn left_over(&self) -> Vec<(usize, usize)> {
        let used = self.used.borrow();
        let says = |i: usize| {
            matches!(
                self.kind(i),
                Some(
                    Kind::Word
                        | Kind::Finding(_)
                        | Kind::Measure(_)
                        | Kind::Number(_)
                        | Kind::Unit(_)
                        | Kind::Time(_)
                        | Kind::Comparator(_)
                        | Kind::Judgement
                )
            )
        };
        let mut out: Vec<(usize, usize)> = Vec::new();
        for i in (0..self.tokens.len()).filter(|i| !used.get(*i).copied().unwrap_or(false) && says(*i)) {
            let joins = |to: usize| (to..i).all(|j| !used.get(j).copied().unwrap_or(false));
            match out.last_mut() {
                Some((_, to)) if joins(*to) => *to = i.saturating_add(1),
                _ => out.push((i, i.saturating_add(1))),
            }
        }
        out
    }

    /// Notes a slip in the text and how it was read.
    fn read_as(&self, from: usize, to: usize, words: &str, read: &str) {
        let at = self.at(from, to);
        let byte = |n: usize| self.chars.iter().take(n).map(|c| c.len_utf8()).sum::<usize>();
        let note = Diagnostic::new(Code::ReadAs, format!("`{words}` is read as {read}"));
        self.diagnostics.borrow_mut().push(note.at(Span::new(byte(at.start), byte(at.end))));
    }

    /// The words of a stretch, left to a person for a reason that is said.
    fn doubtful(&self, from: usize, to: usize, why: &str) -> Rule {
        let mark = |i: &usize| matches!(self.kind(*i), Some(Kind::Dash | Kind::Enumerator | Kind::Item(_)));
        let from = (from..to).find(|i| !mark(i)).unwrap_or(from);
        let words = self.words(from, to);
        let at = self.at(from, to);
        let byte = |n: usize| self.chars.iter().take(n).map(|c| c.len_utf8()).sum::<usize>();
        let note = Diagnostic::new(Code::NotUnderstood, format!("`{words}`: {why}"));
        self.diagnostics.borrow_mut().push(note.at(Span::new(byte(at.start), byte(at.end))));
        self.mark(from, to);
        self.rule(Node::Review(words), from, to)
    }

    /// How the parts of a list without any connective count.
    fn default_or(&self, scope: &Scope) -> bool {
        scope.or.unwrap_or(self.kind == CriterionKind::Exclusion)
    }
}
