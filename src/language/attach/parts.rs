//! Where one phrase ends and the next begins.

use super::reader::{Into, Reader};
use crate::language::element::{Element, What};
use crate::language::words::Kind;
use crate::vocabulary::FindingKind;

impl Reader<'_, '_> {
    /// Whether a new leaf begins with this element.
    pub(super) fn parts(&self, element: &Element, rest: &[Element]) -> bool {
        let has_subject = self.leaf.phrase.is_some() || self.leaf.numbers.is_some() || self.leaf.inclusion;
        match (&element.what, self.context.kind(element.from)) {
            _ if matches!(self.goes, Into::Nowhere | Into::Clause { .. }) => false,
            _ if self.links(element, rest) => true,
            (What::Token, Some(Kind::With)) => {
                let steers = |k: &Kind| matches!(k, Kind::Trend(_) | Kind::Steady | Kind::Dash | Kind::For);
                let tail = rest.iter().find(|e| !(e.what == What::Token && self.context.kind(e.from) == Some(&Kind::Filler)));
                let on = tail.is_some_and(|e| matches!(e.what, What::Apart(_)) || self.context.kind(e.from).is_some_and(steers));
                let long = tail.is_some_and(|e| matches!(e.what, What::Span(_)) || matches!(&e.what, What::Comparison(n) if n.compared));
                (self.goes == Into::Phrase && has_subject && self.accompanied(rest) || long && matches!(self.goes, Into::Anchor { .. })) && !on
            }
            (What::Token, Some(Kind::Condition)) => self.goes == Into::Phrase && has_subject && self.lacks(element),
            (What::Token, Some(Kind::Negation)) => {
                let word = self.context.token(element.from).map(|t| t.text.as_str()).unwrap_or_default();
                self.goes == Into::Phrase && has_subject && matches!(word, "without" | "no" | "absence of" | "lack of")
            }
            // "spasticity due to stroke", "NYHA class III heart failure": two things are named.
            (What::Token, Some(Kind::Finding(_))) => self.goes == Into::Phrase && self.names_another(element),
            (What::Shared(_), _) => self.goes == Into::Phrase && (self.leaf.numbers.is_some() || self.leaf.shared.is_some()) && has_subject,
            (What::Comparison(numbers), _) => {
                self.goes == Into::Phrase && self.leaf.numbers.is_some() && numbers.compared && !self.counts_things(numbers)
            }
            _ => false,
        }
    }

    /// "in the absence of"
    pub(super) fn lacks(&self, element: &Element) -> bool {
        self.context.token(element.from).is_some_and(|t| t.lower().contains("absence"))
    }

    /// Whether a finding is another one than what the phrase names already.
    fn names_another(&self, element: &Element) -> bool {
        let Some((from, to)) = self.leaf.phrase else { return false };
        let condition = |i: usize| match self.context.kind(i) {
            Some(Kind::Finding(id)) => self.context.vocabulary.finding(*id).is_some_and(|f| f.kind == FindingKind::Condition),
            _ => false,
        };
        if self.leaf.numbers.is_some() {
            let done = |i: usize| match self.context.kind(i) {
                Some(Kind::Finding(id)) => {
                    self.context.vocabulary.finding(*id).is_some_and(|f| f.kind == FindingKind::Procedure)
                        || self.context.token(i).is_some_and(|t| t.text.starts_with("undergoing"))
                }
                _ => false,
            };
            // "ASA I and II undergoing surgery": right behind the numbers.
            let adjoins = self.numbers_at.1 == element.from && done(element.from);
            return self.leaf.measure.is_some() && (condition(element.from) || adjoins);
        }
        let named = (from..to).rev().find(|i| matches!(self.context.kind(*i), Some(Kind::Finding(_))));
        let linked = |i: usize| {
            let between = i.saturating_add(1)..element.from;
            !between.is_empty() && between.into_iter().all(|j| matches!(self.context.kind(j), Some(Kind::Filler)))
        };
        // "eligible for treatment of an avulsion": what somebody is eligible for is one name.
        let eligible = matches!(self.context.kind(from), Some(Kind::Narrows));
        named.is_some_and(linked) && self.leaf.about.is_none() && !eligible
    }
}
