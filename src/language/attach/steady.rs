//! Values that did not change: "weight stable (±5 kg) for 6 months", "HbA1c stable for 3 months".

use super::Context;
use super::leaf::Leaf;
use super::reader::Reader;
use crate::language::element::{Element, What};
use crate::language::words::Kind;
use crate::rule::{Node, Rule, SteadyRule};
use crate::time::DurationBound;

/// A measure that is to be stable over a length of time.
pub(super) fn stable_measure(context: &Context<'_>, leaf: &Leaf) -> Option<Rule> {
    let bound = leaf.lasts.or(leaf.within)?;
    let (from, to) = leaf.phrase.filter(|_| leaf.numbers.is_none() && leaf.before.is_none() && leaf.after.is_none())?;
    let words = context.lower(from, to);
    let stable = |w: &&str| matches!(*w, "stable" | "steady" | "unchanged" | "constant");
    let said = leaf.stable || words.split(' ').any(|w| stable(&w));
    let named = words.split(' ').filter(|w| !stable(w)).collect::<Vec<_>>().join(" ");
    let measure = context.vocabulary.measure_named(&named).filter(|_| said).and_then(|id| context.vocabulary.measure(id))?;
    // "for at least 6 months" looks back over the last 6 months.
    let steady = SteadyRule { of: measure.name.to_string(), within: DurationBound { op: None, ..bound } };
    Some(context.rule(Node::Steady(steady), leaf.from, leaf.to))
}

impl Reader<'_, '_> {
    /// Whether a length of time begins with "stable for".
    pub(super) fn says_stable(&self, element: &Element) -> bool {
        const STABLE: &[&str] = &["stable", "unchanged", "constant", "stably"];
        let text = self.context.token(element.from).map(|t| t.lower()).unwrap_or_default();
        self.context.kind(element.from) == Some(&Kind::Lasting) && text.split(' ').any(|w| STABLE.contains(&w))
    }

    /// "(±5 kg)" behind a value that is to be stable: how far it may go, a person has to judge.
    pub(super) fn tolerance(&mut self, inner: &[Element]) -> bool {
        let first =
            inner.first().is_some_and(|e| matches!(e.what, What::Token | What::Comparison(_)) && self.context.kind(e.from) == Some(&Kind::PlusMinus));
        if !first || self.leaf.phrase.is_none() || self.leaf.numbers.is_some() {
            return false;
        }
        let (from, to) = self.context.span_of(inner);
        self.leaf.besides.push(self.context.rule(Node::Review(self.context.words(from, to)), from, to));
        true
    }
}
