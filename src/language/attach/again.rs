//! "(i.e., from age 18 to < 66 years old)": a bracket that says the numbers before it again, or
//! numbers that must hold beside them.

use super::Scope;
use super::reader::Reader;
use super::sentence::{trim, whole};
use crate::language::element::{Counts, Element, Numbers, What};
use crate::language::words::Kind;
use crate::quantity::{Decimal, Op};
use crate::rule::{Node, Rule};

impl Reader<'_, '_> {
    /// Reads a bracket that explains the numbers before it with numbers; whether it was one.
    pub(super) fn says_again(&mut self, inner: &[Element], bracket: &Element) -> bool {
        let context = self.context;
        let Some((first, body)) = inner.split_first() else { return false };
        let explains = first.what == What::Token
            && context.kind(first.from) == Some(&Kind::Defined)
            && context.token(first.from).is_some_and(|t| super::definition::MEANING.iter().any(|m| t.text.eq_ignore_ascii_case(m)));
        let (body, own) = match &self.leaf.numbers {
            Some(own) if explains => (trim(body), own.clone()),
            _ => return false,
        };
        let mut compared = body.iter().filter_map(|e| match &e.what {
            What::Comparison(n) if n.compared => Some(n),
            _ => None,
        });
        let (Some(again), None) = (compared.next(), compared.next()) else { return false };
        let aged =
            own.age || again.age || self.leaf.age || self.leaf.measure.and_then(|id| context.vocabulary.measure(id)).is_some_and(|m| m.name == "age");
        if bounds(&own, aged) == bounds(again, aged) {
            let words = context.words(bracket.from, bracket.to);
            context.read_as(bracket.from, bracket.to, &words, "the same again, and asks nothing more");
            return true;
        }
        let scope = Scope { measure: self.leaf.measure, name: self.leaf.phrase, ..Scope::default() };
        let Some(rule) = whole(context, body, &scope).filter(|r| matches!(r.node, Node::Measure(_))) else { return false };
        self.leaf.besides.push(Rule { at: Some(context.at(bracket.from, bracket.to)), ..rule });
        true
    }
}

impl Reader<'_, '_> {
    /// "acute kidney injury (i.e., acute renal failure)": either name will do.
    pub(super) fn named_again(&mut self, inner: &[Element], bracket: &Element) -> bool {
        let context = self.context;
        let Some((first, body)) = inner.split_first() else { return false };
        let explains = context.token(first.from).is_some_and(|t| super::definition::MEANING.iter().any(|m| t.text.eq_ignore_ascii_case(m)));
        let body = trim(body);
        let known = |e: &Element| e.what == What::Token && super::tail::names_condition(context, e.from);
        let plain = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Filler);
        let Some((from, to)) = self.leaf.phrase.filter(|_| explains && self.leaf.numbers.is_none() && self.leaf.definition.is_none()) else {
            return false;
        };
        let [.., one] = body else { return false };
        if !known(one) || !body.iter().all(|e| known(e) || plain(e)) || body.iter().filter(|e| known(e)).count() > 1 {
            return false;
        }
        let own = super::category::named(context, from, to);
        let again = super::category::named(context, one.from, one.to);
        let id = |r: &Rule| if let Node::Finding(f) = &r.node { context.vocabulary.finding_named(&f.of) } else { None };
        let Some((a, b)) = id(&own).zip(id(&again)) else { return false };
        // "infection (i.e. pneumonia)": the narrower name says which is meant, unless it shares a word.
        let words = |from: usize, to: usize| context.words(from, to).to_lowercase();
        let shares = words(from, to).split(' ').any(|w| words(one.from, one.to).split(' ').any(|other| w == other));
        if context.vocabulary.is_a(b, a) && !(shares && context.kind == crate::rule::CriterionKind::Exclusion) {
            return false;
        }
        context.mark(bracket.from, bracket.to);
        if !context.vocabulary.is_a(a, b) {
            self.leaf.definition = context.group(true, vec![own, again]);
        }
        true
    }
}

/// The bounds; of ages, which are counted in completed units, "< 66" is "≤ 65".
fn bounds(numbers: &Numbers, aged: bool) -> Vec<(Op, Decimal, Counts)> {
    let mut out: Vec<_> = numbers
        .bounds
        .iter()
        .map(|(bound, counts)| match (bound.op, bound.value) {
            (Op::Less, value) if aged && value.fract().is_zero() => (Op::AtMost, value.saturating_sub(Decimal::ONE), counts.clone()),
            (Op::Greater, value) if aged && value.fract().is_zero() => (Op::AtLeast, value.saturating_add(Decimal::ONE), counts.clone()),
            (op, value) => (op, value.normalize(), counts.clone()),
        })
        .collect();
    out.sort_by_key(|bound| bound.1);
    out
}
