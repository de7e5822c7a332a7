//! Parts of one rule against each other.

use super::form::Form;
use super::{Both, Part, Reasoner};
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::{Bound, Is, Op};
use crate::rule::{CheckedNode, Node};

impl<'t> Reasoner<'t> {
    /// Parts of a criterion's rule that say nothing of their own.
    pub(super) fn parts(&mut self, both: Both<'t>) {
        self.group(both, both.rule());
    }

    fn group(&mut self, both: Both<'t>, part: Part<'t>) {
        match &part.checked.node {
            CheckedNode::All(_) => self.siblings(both, part, true),
            CheckedNode::Any(_) => self.siblings(both, part, false),
            CheckedNode::Measure(_) | CheckedNode::Consecutive(_) => self.bounds(both, part),
            _ => part.children().for_each(|p| self.group(both, p)),
        }
    }

    /// Among parts that all must be true, one that another implies is redundant; among parts of
    /// which one is enough, one that implies another is dead.
    fn siblings(&mut self, both: Both<'t>, group: Part<'t>, all: bool) {
        let parts: Vec<Part<'t>> = group.children().collect();
        let forms: Vec<(Form, Form)> = parts.iter().map(|p| (self.theory.form(p.checked, true), self.theory.form(p.checked, false))).collect();
        let mut told = vec![false; parts.len()];
        for (j, (part, (yes, no))) in parts.iter().zip(&forms).enumerate() {
            if self.theory.closed(&[if all { no } else { yes }]) {
                self.tell_alone(both, *part, all);
                continue;
            }
            let by = parts.iter().zip(&forms).zip(&told).enumerate().find(|(i, ((other, (other_yes, other_no)), told))| {
                if *i == j || **told {
                    return false;
                }
                let follows = |open: Part<'_>, a: &Form, b: &Form| !open.is_open() && self.theory.closed(&[a, b]);
                let (spare, mutual) = if all {
                    (follows(*part, other_yes, no), follows(**other, yes, other_no))
                } else {
                    // What implies an open list may be an example that it does not give.
                    (self.theory.closed(&[yes, other_no]), self.theory.closed(&[other_yes, no]))
                };
                spare && (!mutual || *i < j)
            });
            if let Some((_, ((other, _), _))) = by {
                let other = *other;
                if !self.set_apart(both, *part, other) {
                    continue;
                }
                if let Some(slot) = told.get_mut(j) {
                    *slot = true;
                }
                self.tell_spare(both, *part, other, all);
            }
        }
        for (part, told) in parts.iter().zip(&told) {
            if !told {
                self.group(both, *part);
            }
        }
    }

    /// Whether the text says the two parts side by side, or names neither of them. Where it gives
    /// one as an example of the other ("liver disease such as cirrhosis") or says one by the other
    /// ("infection with HIV"), nothing is wrong.
    fn set_apart(&self, both: Both<'t>, part: Part<'t>, other: Part<'t>) -> bool {
        let (Node::Finding(a), Node::Finding(b)) = (&part.written.node, &other.written.node) else {
            // Numbers stand for themselves, unless the words say of whom each holds; of groups of
            // findings only the words would tell.
            let leaves = part.checked.children().is_empty() && other.checked.children().is_empty();
            return leaves && !qualified(&both.written.text);
        };
        let text = both.written.text.to_lowercase();
        let place = |name: &str| text.find(name.to_lowercase().as_str()).map(|at| (at, at.saturating_add(name.len())));
        match (place(&a.of), place(&b.of)) {
            // The words are others, or there are none to speak of.
            (None, None) => text.split_whitespace().count() < 3,
            (Some(a), Some(b)) => {
                let (first, second) = if a <= b { (a, b) } else { (b, a) };
                first.1 <= second.0 && text.get(first.1..second.0).is_some_and(side_by_side)
            }
            _ => false,
        }
    }

    fn tell_alone(&mut self, both: Both<'t>, part: Part<'t>, all: bool) {
        let words = self.words(part.written);
        let diagnostic = if all {
            Diagnostic::new(Code::RedundantPart, format!("`{words}` is true of everybody: `all` does not need it"))
        } else {
            Diagnostic::new(Code::DeadBranch, format!("`{words}` is true of nobody: `any` never takes this branch"))
        };
        self.tell(both, Some(part), diagnostic);
    }

    fn tell_spare(&mut self, both: Both<'t>, part: Part<'t>, other: Part<'t>, all: bool) {
        let (words, by) = (self.words(part.written), self.words(other.written));
        let one_line = match (&part.checked.node, &other.checked.node) {
            (CheckedNode::Measure(a), CheckedNode::Measure(b)) => a.of == b.of,
            _ => false,
        };
        let diagnostic = match (one_line, words == by, all) {
            (_, true, _) => {
                let code = if all { Code::RedundantPart } else { Code::DeadBranch };
                Diagnostic::new(code, format!("`{words}` stands twice"))
            }
            (true, _, true) => Diagnostic::new(Code::PointlessBound, format!("`{words}` is pointless beside `{by}`, which is narrower")),
            (true, _, false) => Diagnostic::new(Code::PointlessBound, format!("`{words}` is pointless beside `{by}`, which is wider")),
            (false, _, true) => Diagnostic::new(Code::RedundantPart, format!("`{words}` is redundant: `{by}` implies it")),
            (false, _, false) => Diagnostic::new(Code::DeadBranch, format!("`{words}` adds nothing to `any`: it is `{by}` already")),
        };
        self.tell(both, Some(part), diagnostic);
    }

    /// Two bounds of one comparison on the same side.
    fn bounds(&mut self, both: Both<'t>, part: Part<'t>) {
        let is = match &part.written.node {
            Node::Measure(m) => &m.is,
            Node::Consecutive(c) => &c.is,
            _ => return,
        };
        let Is::Number(comparison) = is else { return };
        let [a, b] = comparison.bounds.as_slice() else { return };
        let Some(spare) = spare(a, b) else { return };
        let message = format!("`{} {}` is pointless in `{is}`: the other bound is narrower", spare.op, spare.value);
        self.tell(both, Some(part), Diagnostic::new(Code::PointlessBound, message).help("was one of the bounds meant to be an upper one?"));
    }
}

/// Whether the words between two names only add the second to the first.
fn side_by_side(between: &str) -> bool {
    const JOINING: &[&str] = &["and", "or", "a", "an", "the"];
    between.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | ',' | ';'))
        && between.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).all(|w| JOINING.contains(&w))
}

/// Whether the words say of whom or when a number holds, or stand in a list whose headings the
/// rule may have lost.
fn qualified(text: &str) -> bool {
    const QUALIFYING: &[&str] = &[
        "with",
        "may",
        "if",
        "whose",
        "for",
        "who",
        "which",
        "when",
        "unless",
        "except",
        "allowed",
        "permitted",
        "first",
        "otherwise",
        "in",
        "at",
        "case",
    ];
    let lower = text.to_lowercase();
    text.trim().contains(['\n', '(']) || lower.split(|c: char| !c.is_alphanumeric()).any(|w| QUALIFYING.contains(&w))
}

/// The bound of two that the other makes pointless.
fn spare<'b>(a: &'b Bound, b: &'b Bound) -> Option<&'b Bound> {
    let holds = |inner: &Bound, outer: &Bound| match (inner.op, outer.op) {
        (Op::Greater | Op::AtLeast, Op::AtLeast) | (Op::Greater, Op::Greater) => inner.value >= outer.value,
        (Op::AtLeast, Op::Greater) => inner.value > outer.value,
        (Op::Less | Op::AtMost, Op::AtMost) | (Op::Less, Op::Less) => inner.value <= outer.value,
        (Op::AtMost, Op::Less) => inner.value < outer.value,
        (Op::Equal, op) => op.holds(inner.value.cmp(&outer.value)),
        _ => false,
    };
    if holds(a, b) {
        Some(b)
    } else if holds(b, a) {
        Some(a)
    } else {
        None
    }
}
