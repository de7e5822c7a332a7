//! What lies ahead: plans, and the time in which they are due.

use super::Context;
use super::entry::{is_entry, is_study_word};
use super::leaf::Leaf;
use super::limits::is_limit;
use super::reader::{Into, Reader};
use super::tail::{Tail, tail};
use crate::language::element::{Element, What};
use crate::language::words::{Kind, Lower};
use crate::quantity::Op;
use crate::rule::{Anchor, Node, Rule};
use crate::time::DurationBound;

/// Beginnings of words that speak of what is still to come.
const AHEAD: &[&str] = &["schedul", "expect", "anticipat", "intend", "intention", "upcoming", "awaiting", "planned", "planning"];
/// Whole words that do so.
const AHEAD_WORDS: &[&str] = &[
    "plan",
    "plans",
    "moving",
    "want",
    "wants",
    "wish",
    "wishes",
    "wishing",
    "wanting",
    "future",
    "likely",
    "unlikely",
    "due to undergo",
    "going to",
];
/// Words of what somebody can or will do: no plan is added to them.
const ABLE: &[&str] =
    &["able", "unable", "ability", "inability", "willing", "unwilling", "willingness", "available", "unavailable", "agree", "agrees"];

/// Whether words speak of what is still to come.
fn speaks_ahead(text: &str) -> bool {
    let text = text.to_lowercase();
    text.split(' ').any(|w| AHEAD_WORDS.contains(&w) || AHEAD.iter().any(|a| w.starts_with(a)))
}

impl Reader<'_, '_> {
    /// Whether what is asked lies ahead: no look-back can find it.
    pub(super) fn lies_ahead(&self) -> bool {
        let (from, to) = self.leaf.phrase.unwrap_or_default();
        self.leaf.planned || (from..to).filter_map(|i| self.context.token(i)).any(|t| speaks_ahead(&t.text))
    }

    /// "planned within the next 6 months": the time in which it is due. How long it shall last,
    /// or that it shall not be so soon, a person has to judge.
    pub(super) fn ahead(&mut self, element: &Element, rest: &[Element]) {
        self.close_anchor(element.from);
        let own = self.lies_ahead();
        self.leaf.planned |= self.leaf.phrase.is_some() && !own && self.can_be_planned();
        match &element.what {
            What::LookBack { bound, .. }
                if self.leaf.within.is_none() && self.leaf.phrase.is_some() && bound.op.is_none_or(|op| matches!(op, Op::Less | Op::AtMost)) =>
            {
                self.leaf.within = Some(*bound);
                self.leaf.ahead = true;
                self.leaf.limit = Some((element.from, element.to));
                self.limit_anchor(rest);
            }
            What::Span(bound) if self.leaf.lasts.is_none() && self.leaf.phrase.is_some() && !self.expected() => {
                self.leaf.lasts = Some(*bound);
                self.leaf.ahead = true;
            }
            _ => self.goes = Into::Clause { from: self.expected_from().unwrap_or(element.from) },
        }
    }

    /// "mechanical ventilation | expected for at least 48 hours": how long it is expected to last
    /// is said of what is there.
    fn expected_from(&mut self) -> Option<usize> {
        let (from, to) = self.leaf.phrase.filter(|_| self.expected())?;
        let last = to.checked_sub(1)?;
        self.leaf.phrase = Some((from, last));
        Some(last)
    }

    /// Whether the name ends with "expected".
    fn expected(&self) -> bool {
        const EXPECTED: &[&str] = &["expected", "anticipated", "intended"];
        let (from, to) = self.leaf.phrase.unwrap_or_default();
        let last = to.checked_sub(1).filter(|last| *last > from).and_then(|last| self.context.token(last));
        last.is_some_and(|t| EXPECTED.contains(&t.lower().as_str()))
    }

    /// "for at least 3 months after the last dose": the length of time lies behind the study.
    pub(super) fn behind_study(&self, rest: &[Element]) -> bool {
        const ENDS: &[&str] = &["last", "final", "end", "completion", "discontinuation", "stopping", "completing", "discontinuing"];
        let leads = rest.first().is_some_and(|e| e.what == What::Token && matches!(self.context.kind(e.from), Some(Kind::After)));
        let words = rest.get(1..).unwrap_or_default().iter().take_while(|e| e.what == What::Token);
        let (from, to) = (rest.get(1).map_or(0, |e| e.from), words.last().map_or(0, |e| e.to));
        let text = if from < to { self.context.lower(from, to) } else { Lower::default() };
        let ends = text.split(' ').take(4).find(|w| ENDS.contains(w));
        let of_study = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty() && !ENDS.contains(w)).all(is_study_word);
        let over = matches!(text.as_str(), "the study" | "the trial" | "this study" | "this trial" | "study participation" | "the clinical trial");
        leads && (ends.is_some() || over) && of_study && text.split(' ').count() > 1 && self.is_kept_up()
    }

    /// Whether something is asked that goes on behind the study: contraception, abstinence. What
    /// stands alone goes with the part before it.
    fn is_kept_up(&self) -> bool {
        const KEPT: &[&str] =
            &["contracept", "birth control", "abstain", "abstinen", "willing", "agree", "donat", "avoid", "refrain", "barrier", "condom", "pregnan"];
        let Some((from, to)) = self.leaf.phrase else { return self.leaf.numbers.is_none() };
        let text = self.context.lower(from, to);
        KEPT.iter().any(|k| text.contains(k))
    }

    /// Takes note of a length of time behind the study: what is asked shall last so long.
    pub(super) fn after_study(&mut self, element: &Element, bound: DurationBound) {
        self.close_anchor(element.from);
        let from = element.to.saturating_add(1);
        self.goes = Into::Nowhere;
        self.leaf.to = element.to;
        if self.leaf.phrase.is_some() && self.leaf.lasts.is_none() && self.leaf.within.is_none() {
            self.leaf.lasts = Some(bound);
            self.leaf.ahead = true;
            let end = (from..self.context.tokens.len())
                .take_while(|i| !matches!(self.context.kind(*i), Some(Kind::Comma | Kind::Stop | Kind::Semicolon | Kind::Or | Kind::And)));
            let words = end.last().map(|to| self.context.words(from, to.saturating_add(1)));
            self.leaf.after = words.map(Anchor::named);
        } else {
            self.leaf.behind = Some(bound);
        }
    }

    /// Whether a phrase names a thing that somebody can plan, and not what he is able to do.
    fn can_be_planned(&self) -> bool {
        let (from, to) = self.leaf.phrase.unwrap_or_default();
        let able = |i: usize| self.context.token(i).is_some_and(|t| t.lower().split(' ').any(|w| ABLE.contains(&w)));
        !(from..to).any(able)
    }

    /// "able to remain on stable medication throughout the study": what somebody is able to do is
    /// named with all its words.
    pub(super) fn able_throughout(&mut self) {
        const THROUGHOUT: &[&str] = &["during", "throughout", "for", "while", "over"];
        let Some((from, to)) = self.leaf.phrase.filter(|_| self.leaf.numbers.is_none() && !self.can_be_planned()) else { return };
        let Some(behind) = self.context.token(to).filter(|t| t.kind == Kind::Filler && to < self.leaf.to) else { return };
        if behind.lower().split_once(' ').is_some_and(|(first, _)| THROUGHOUT.contains(&first)) {
            self.leaf.phrase = Some((from, to.saturating_add(1)));
        }
    }

    /// Whether "planned", "scheduled" stands behind what is planned.
    pub(super) fn planned_behind(&self, rest: &[Element]) -> bool {
        let timed = rest.iter().find(|e| !(e.what == What::Token && self.context.kind(e.from) == Some(&Kind::Filler))).is_some_and(is_limit);
        self.goes == Into::Phrase && self.leaf.numbers.is_none() && (timed || tail(self.context, rest) == Tail::Unknown(0))
    }
}

/// "contraception during the study and for 3 months after it": the second length of time is of
/// what stands before it, and not of the study.
pub(super) fn behind_study(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    for i in 1..leaves.len() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let Some(after) = after.first_mut() else { continue };
        let Some(bound) = after.behind.filter(|_| !after.has_subject()) else { continue };
        let study = |l: &Leaf| l.phrase.is_some_and(|(from, to)| is_entry(context, from, to));
        let Some(asked) = before.iter_mut().rev().find(|l| l.is_name() && !study(l)) else { continue };
        if asked.lasts.is_none() && asked.within.is_none() {
            (asked.lasts, asked.ahead) = (Some(bound), true);
        }
        after.behind = None;
        after.merged = true;
        if let Some(study) = before.last_mut().filter(|l| l.is_name() && study(l)) {
            study.phrase = None;
            study.merged = true;
        }
    }
}

/// Whether a part of a list begins with its own words for a plan.
pub(super) fn plans_itself(context: &Context<'_>, leaf: &Leaf) -> bool {
    let (from, to) = leaf.phrase.unwrap_or((leaf.from, leaf.to));
    (leaf.from..from.saturating_add(1).min(to)).filter_map(|i| context.token(i)).any(|t| t.kind == Kind::Planned || speaks_ahead(&t.text))
}

impl Leaf {
    /// What is planned is no record of a thing done, in whatever words it is defined.
    pub(super) fn not_yet(&self, rule: &mut Rule) {
        match &mut rule.node {
            Node::All(parts) | Node::Any(parts) => parts.iter_mut().for_each(|p| self.not_yet(p)),
            Node::Not(inner) => self.not_yet(inner),
            Node::Finding(finding) if !finding.of.starts_with("planned ") => {
                finding.of = format!("planned {}", finding.of);
                finding.kind = None;
            }
            _ => {}
        }
    }
}
