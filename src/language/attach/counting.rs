//! Numbers that stand before the name of what they count or measure.

use super::reader::{Into, Reader};
use super::sentence::whole;
use super::{Context, Scope};
use crate::language::element::{Counts, Element, Numbers, Sign, What};
use crate::language::words::{Kind, Lower};
use crate::quantity::{Decimal, Op};
use crate::rule::{AtLeastRule, Node, Rule};

/// No more things than this are counted before their size is told.
const MANY: u32 = 20;

impl Reader<'_, '_> {
    /// "at least one lesion ≥ 1.5 cm": the first number counts things, the second measures them.
    pub(super) fn counts_things(&self, numbers: &Numbers) -> bool {
        let Some(first) = &self.leaf.numbers else { return false };
        let [(count, Counts::Nothing)] = first.bounds.as_slice() else { return false };
        let sized = numbers.bounds.iter().all(|(_, counts)| matches!(counts, Counts::Unit(_)));
        let many = matches!(count.op, Op::AtLeast | Op::Greater | Op::Equal) && count.value.fract().is_zero() && count.value <= Decimal::from(MANY);
        let leads = self.leaf.phrase.is_some_and(|(from, _)| self.numbers_at.1 <= from);
        sized && many && leads && first.compared && self.leaf.measure.is_none()
    }

    /// The numbers of the leaf; how many there must be, where it is more than one, a person has
    /// to judge.
    pub(super) fn take_numbers(&mut self, numbers: Numbers, element: &Element) {
        if self.counts_things(&numbers) {
            let one = self.leaf.numbers.as_ref().and_then(|n| n.bounds.first()).is_some_and(|(b, _)| b.value == Decimal::ONE && b.op == Op::AtLeast);
            if !one {
                let (from, to) = self.numbers_at;
                let review = self.context.rule(Node::Review(self.context.words(from, to)), from, to);
                self.leaf.besides.push(review);
            }
            self.leaf.numbers = None;
        }
        if self.leaf.numbers.is_none() {
            self.numbers_at = (element.from, element.to);
        }
        self.leaf.numbers = self.leaf.numbers.take().or(Some(numbers));
    }

    /// A word behind the numbers that names the scale they are on ("> 5 on the Roland-Morris
    /// questionnaire").
    pub(super) fn behind_numbers(&mut self, element: &Element) {
        let Some((from, _)) = self.leaf.phrase else { return };
        if self.numbers_at.1 <= from {
            return;
        }
        let word = |back: usize| element.from.checked_sub(back).and_then(|i| self.context.token(i)).map(|t| t.lower()).unwrap_or_default();
        let by = |w: Lower<'_>| matches!(w.as_str(), "on" | "using" | "by" | "per" | "in");
        let on = by(word(1)) || matches!(word(1).as_str(), "the" | "a" | "an") && by(word(2));
        // "performance status ≥ 50 by the Lansky scale": which of those that bear the name.
        let named = self.leaf.phrase.map(|(from, to)| self.context.lower(from, to)).unwrap_or_default();
        let whole = |id| self.context.vocabulary.measure(id).is_some_and(|m| m.name.to_lowercase().ends_with(&format!(" {named}")));
        if let (Some(Kind::Measure(id)), true) = (self.context.kind(element.from), on)
            && (self.leaf.measure.is_none() || self.leaf.measure != Some(*id) && whole(*id))
        {
            self.leaf.measure = Some(*id);
            self.leaf.phrase = Some((element.from, element.to));
        }
    }

    /// "one or more risk factors (BMI ≥ 25 kg/m2, smoking)": the number counts what the bracket
    /// lists.
    pub(super) fn counted_list(&self, inner: &[Element], examples: bool) -> Option<Rule> {
        let numbers = self.leaf.numbers.as_ref().filter(|n| n.compared && !n.age)?;
        let [(bound, Counts::Nothing)] = numbers.bounds.as_slice() else { return None };
        let count = (1..=9usize).find(|n| Decimal::from(*n as u64) == bound.value)?;
        let named_behind = self.leaf.measure.is_none() && self.leaf.phrase.is_none_or(|(from, _)| self.numbers_at.1 <= from);
        // "failure of at least 2 of the 3 treatments (…)": what stands before the number is said of each.
        let before = self
            .leaf
            .phrase
            .filter(|(from, _)| *from < self.numbers_at.0 && self.of_so_many())
            .map(|(from, _)| self.context.words(from, self.numbers_at.0));
        let lists = inner.iter().any(|e| matches!(&e.what, What::Separator(s) if s.or.is_some() || s.sign >= Sign::Semicolon));
        if !(named_behind || before.is_some()) || !lists || self.leaf.definition.is_some() || !matches!(bound.op, Op::AtLeast | Op::Greater) {
            return None;
        }
        let inner = if examples { inner.get(1..)? } else { inner };
        let count = if bound.op == Op::Greater { count.saturating_add(1) } else { count };
        let mut rule = whole(self.context, inner, &Scope { or: Some(true), ..Scope::default() })?;
        if let Node::All(parts) = &rule.node {
            rule.node = Node::Any(parts.clone());
        }
        if let (Some(before), Node::Any(parts)) = (&before, &mut rule.node) {
            for part in parts {
                if let Node::Finding(finding) = &mut part.node {
                    (finding.of, finding.kind) = (format!("{before} {}", finding.of), None);
                }
            }
        }
        if let (Node::Any(parts), true) = (&rule.node, count > 1) {
            rule.node = Node::AtLeast(AtLeastRule { count, of: parts.clone() });
        }
        Some(Rule { open: rule.open || examples, ..rule })
    }

    /// Whether a number of how many there are stands behind the leaf's own ("2 of the 3").
    fn of_so_many(&self) -> bool {
        super::counting::of_so_many(self.context, self.numbers_at.1)
    }

    /// "M" or "F" between a measure and its numbers.
    pub(super) fn sex_letter(&self, element: &Element, rest: &[Element]) -> bool {
        let letter = self.context.token(element.from).is_some_and(|t| matches!(t.text.as_str(), "M" | "F"));
        let colon = usize::from(rest.first().is_some_and(|e| self.context.kind(e.from) == Some(&Kind::Colon)));
        let compared = rest.get(colon).is_some_and(|e| matches!(&e.what, What::Comparison(n) if n.compared));
        letter && compared && self.goes == Into::Phrase && self.leaf.measure.is_some()
    }
}

/// "2 of the 3 treatments": whether how many there are in all stands right behind a number.
pub(super) fn of_so_many(context: &Context<'_>, behind: usize) -> bool {
    let of = context.token(behind).is_some_and(|t| matches!(t.text.to_lowercase().split(' ').next(), Some("of" | "out")));
    of && (behind..behind.saturating_add(4)).map_while(|i| context.token(i).filter(|t| t.kind == Kind::Filler)).any(|t| {
        t.text.bytes().all(|b| b.is_ascii_digit())
            || matches!(t.text.to_lowercase().as_str(), "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten")
    })
}
