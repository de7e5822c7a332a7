//! "Other malignancies", "no other tumors": not the disease that the trial is about, which every
//! patient has and which is not said here.

use super::Context;
use super::governor::names_drug;
use super::leaf::Leaf;
use super::tail::{is_disease, names};
use crate::language::words::Kind;
use crate::rule::{CriterionKind, Rule};

impl Leaf {
    /// "No other tumors": not the disease that the trial is about, which every patient has.
    pub(super) fn no_other(&self, context: &Context<'_>) -> bool {
        let demanded = self.negated && context.kind == CriterionKind::Inclusion && self.shared.is_none();
        demanded && self.phrase.is_some_and(|(from, to)| says_other(context, self.from, from) && is_disease(context, from, to))
    }

    /// "Other malignancies" among the exclusions; "sepsis or other infection" is other than what
    /// stands before it, if that is one.
    pub(super) fn another(&self, context: &Context<'_>) -> bool {
        let excluded = !self.negated && context.kind == CriterionKind::Exclusion && self.is_name();
        let Some((from, to)) = self.phrase.filter(|_| excluded) else { return false };
        let word = context.token(from).is_some_and(|t| matches!(t.text.to_lowercase().as_str(), "another" | "second" | "additional"));
        let disease = (from..to).any(|i| names(context, i)) && is_disease(context, from, to);
        let first = || (0..self.from).all(|i| !matches!(context.kind(i), Some(Kind::Word | Kind::Finding(_) | Kind::Measure(_) | Kind::Number(_))));
        (says_other(context, self.from, from) || word)
            && (disease && than_nothing_named(context, self.from, from, to) || to == from.saturating_add(1) && names_drug(context, from) && first())
    }
}

/// Whether what stands before a name is known, and none of it is of that kind.
fn than_nothing_named(context: &Context<'_>, start: usize, from: usize, to: usize) -> bool {
    let own = context.vocabulary.finding_named(&context.words(from, to));
    // "2. brain metastasis 3. with other malignancies": another item of a list begins.
    let begins = |i: &usize| matches!(context.kind(*i), Some(Kind::Stop | Kind::Semicolon | Kind::Enumerator | Kind::Item(_)));
    let first = (0..start).rev().find(begins).unwrap_or(0);
    (first..start).all(|i| match context.kind(i) {
        Some(Kind::Finding(id)) => names(context, i) && own.is_some_and(|own| !context.vocabulary.is_a(*id, own)),
        Some(Kind::Word | Kind::Measure(_) | Kind::Number(_)) => false,
        _ => true,
    })
}

/// Whether "other" stands between two places.
fn says_other(context: &Context<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|i| {
        let words = context.token(i).filter(|t| t.kind == Kind::Filler).map(|t| t.text.to_lowercase());
        words.is_some_and(|w| w.split(' ').any(|w| w == "other"))
    })
}

/// The rule, and beside it that a person has to judge whether it is another one.
pub(super) fn than_own(context: &Context<'_>, leaf: &Leaf, rule: Rule) -> Rule {
    let other = context.doubtful(leaf.from, leaf.to, "another one than what the trial is about is meant, which is not said here");
    context.group(false, vec![rule.clone(), other]).unwrap_or(rule)
}
