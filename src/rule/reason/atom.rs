//! The questions of a trial's rules, each once, and which answers cannot be given together.

use super::age::{self, Line};
use super::axis::{LineScale, Mode, Values};
use super::finding;
use crate::quantity::Intervals;
use crate::rule::{CheckedFinding, CheckedNode, CheckedRule};
use crate::vocabulary::Vocabulary;

/// A question that is answered yes, no or not at all.
#[derive(Debug, Clone, PartialEq)]
pub enum Atom {
    /// Of numbers.
    Values(Box<Values>),
    /// Of something that is there or not.
    Finding(Box<CheckedFinding>),
    /// Any other: it is itself and nothing else.
    Whole(Box<CheckedNode>),
}

/// A question and its answer.
pub type Literal = (usize, bool);

impl Atom {
    /// The question that a rule without parts asks.
    pub fn of(rule: &CheckedRule, vocabulary: &Vocabulary) -> Self {
        match &rule.node {
            CheckedNode::Measure(m) => {
                Values::of(m, vocabulary).map_or_else(|| Self::Whole(Box::new(rule.node.clone())), |v| Self::Values(Box::new(v)))
            }
            CheckedNode::Finding(f) => Self::Finding(Box::new(f.clone())),
            CheckedNode::Lasting { lasts, rule } => Self::Whole(Box::new(CheckedNode::Lasting { lasts: *lasts, rule: Box::new(placeless(rule)) })),
            other => Self::Whole(Box::new(other.clone())),
        }
    }

    /// Whether the two answers cannot be given at one moment.
    pub fn clashes(&self, truth: bool, other: &Self, other_truth: bool, vocabulary: &Vocabulary) -> bool {
        match (self, other) {
            (Self::Values(a), Self::Values(b)) => a.clashes(truth, b, other_truth),
            (Self::Finding(a), Self::Finding(b)) => match (truth, other_truth) {
                (true, false) => finding::implies(a, b, vocabulary),
                (false, true) => finding::implies(b, a, vocabulary),
                (true, true) => finding::excludes(a, b),
                (false, false) => false,
            },
            _ => truth != other_truth && self == other,
        }
    }

    /// Whether the answers can be told by the values left on one line.
    fn one_value(&self) -> Option<&Values> {
        match self {
            Self::Values(v) if v.mode == Mode::One => Some(v),
            _ => None,
        }
    }
}

/// The same rule without its places in the text.
fn placeless(rule: &CheckedRule) -> CheckedRule {
    let parts = |list: &[CheckedRule]| list.iter().map(placeless).collect();
    let node = match &rule.node {
        CheckedNode::All(list) => CheckedNode::All(parts(list)),
        CheckedNode::Any(list) => CheckedNode::Any(parts(list)),
        CheckedNode::AtLeast { count, of } => CheckedNode::AtLeast { count: *count, of: parts(of) },
        CheckedNode::Not(part) => CheckedNode::Not(Box::new(placeless(part))),
        CheckedNode::Lasting { lasts, rule } => CheckedNode::Lasting { lasts: *lasts, rule: Box::new(placeless(rule)) },
        other => other.clone(),
    };
    CheckedRule { node, at: None, open: rule.open }
}

/// Whether the values that several answers leave are none: more than two may be needed for it.
pub fn no_value_left(atoms: &[Atom], answers: &[Literal], newest: usize) -> bool {
    let of = |place: &usize| atoms.get(*place).and_then(Atom::one_value);
    let Some(asked) = of(&newest) else { return false };
    let left = |like: &Values| {
        let same = answers.iter().filter_map(|(p, truth)| Some((of(p)?, *truth))).filter(|(v, _)| v.line == like.line && v.when == like.when);
        same.fold(like.domain.clone(), |left, (v, truth)| left.and(v.left(truth)))
    };
    if left(asked).is_empty() {
        return true;
    }
    if !matches!(asked.line.scale, LineScale::Age(_)) || !asked.is_plain() {
        return false;
    }
    // On one line alone nothing more can be found.
    let on = |v: &Values| matches!(v.line.scale, LineScale::Age(_)) && v.line.scale != asked.line.scale && v.is_plain();
    if !answers.iter().any(|(p, _)| of(p).is_some_and(on)) {
        return false;
    }
    let line = |wanted: Line| {
        let found = answers.iter().filter_map(|(p, _)| of(p)).find(|v| v.line.scale == LineScale::Age(wanted) && v.is_plain());
        found.map_or(Intervals::all(), left)
    };
    let days = age::months_in_days(&line(Line::Months)).and(&line(Line::Days));
    let seconds = age::days_in_seconds(&days).and(&line(Line::Seconds));
    days.whole_numbers().is_empty() || seconds.whole_numbers().is_empty()
}
