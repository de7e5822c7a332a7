//! Limits of time that are said once and meant of more than the name beside them.

use super::leaf::Leaf;
use super::reader::leaves;
use super::{Context, Scope};
use crate::language::element::{Element, What};
use crate::language::words::Kind;
use crate::rule::{Anchor, FindingRule, Node, Rule, SteadyRule, Take};
use crate::time::DurationBound;
use crate::vocabulary::FindingKind;

/// Words of a name that speak of now: a limit behind a later name is not about it.
const NOW: &[&str] = &["active", "current", "currently", "ongoing", "now"];

/// A limit of time: a look-back or a distance to an event, and how long.
#[derive(Debug, Clone, Default)]
pub(super) struct Limit {
    within: Option<DurationBound>,
    ahead: bool,
    before: Option<Anchor>,
    after: Option<Anchor>,
    lasts: Option<DurationBound>,
    until: Option<DurationBound>,
}

impl Limit {
    /// What limits a leaf.
    pub fn of(leaf: &Leaf) -> Option<Self> {
        let limit = Self {
            within: leaf.within,
            ahead: leaf.ahead,
            before: leaf.before.clone(),
            after: leaf.after.clone(),
            lasts: leaf.lasts,
            until: leaf.until,
        };
        (leaf.is_limited() || leaf.lasts.is_some()).then_some(limit)
    }

    /// The limit that a stretch says and nothing besides ("within 6 months prior to surgery").
    pub fn alone(context: &Context<'_>, elements: &[Element]) -> Option<Self> {
        let words: Vec<Element> = elements.iter().filter(|e| !matches!(e.what, What::Separator(_)) && !is_colon(context, e)).cloned().collect();
        if !words.iter().any(is_limit) {
            return None;
        }
        match leaves(context, &words, &Scope::default()).as_slice() {
            [leaf] if leaf.only_limits() => Self::of(leaf),
            _ => None,
        }
    }

    /// Puts the limit on a leaf.
    pub fn put(&self, leaf: &mut Leaf) {
        if !leaf.is_limited() && (!leaf.planned || self.ahead) {
            leaf.within = self.within;
            leaf.ahead = self.ahead;
            leaf.until = leaf.until.or(self.until);
            leaf.before.clone_from(&self.before);
            leaf.after.clone_from(&self.after);
        }
        leaf.lasts = leaf.lasts.or(self.lasts);
    }

    /// Puts the limit on every part of a rule that has none.
    pub fn apply(&self, rule: &mut Rule) {
        match &mut rule.node {
            Node::All(parts) | Node::Any(parts) => parts.iter_mut().for_each(|p| self.apply(p)),
            Node::AtLeast(group) => group.of.iter_mut().for_each(|p| self.apply(p)),
            Node::Not(inner) => self.apply(inner),
            Node::Finding(finding) if finding.within.is_none() && finding.before.is_none() && finding.after.is_none() => {
                finding.within = self.within;
                finding.ahead = self.ahead && self.within.is_some();
                finding.before.clone_from(&self.before);
                finding.after.clone_from(&self.after);
                finding.lasts = finding.lasts.or(self.lasts);
            }
            Node::Measure(measure) if measure.within.is_none() && measure.since.is_none() && measure.of != "age" => {
                if self.before.is_none() && self.within.is_some() {
                    measure.within = self.within;
                    measure.take = Take::Any;
                }
                measure.lasts = measure.lasts.or(self.lasts);
            }
            _ => {}
        }
    }
}

/// "on a stable dose of insulin for 3 months": it is given, and its dose was not changed.
pub(super) fn steady(context: &Context<'_>, leaf: &Leaf) -> Option<Rule> {
    if leaf.phrase.is_some() || leaf.repeat.is_some() {
        return None;
    }
    let bound = leaf.lasts.or(leaf.within)?;
    // "for at least 4 weeks" looks back over the last 4 weeks.
    let within = DurationBound { op: None, ..bound };
    let rule = |node| context.rule(node, leaf.from, leaf.to);
    let given = |of: &String| {
        let unchanged = rule(Node::Steady(SteadyRule { of: of.clone(), within }));
        rule(Node::All(vec![rule(Node::Finding(FindingRule::new(of.clone()))), unchanged]))
    };
    context.group(true, leaf.steady.iter().map(given).collect())
}

/// "5 half-lives": nobody knows how long they are.
pub(super) fn half_lives(context: &Context<'_>, from: usize, to: usize) -> bool {
    let words = context.lower(from, to).replace('-', " ");
    words.contains("half live") || words.contains("half life") || words.starts_with("whichever")
}

/// Whether an element limits the time of what it stands beside.
pub(super) fn is_limit(element: &Element) -> bool {
    matches!(element.what, What::LookBack { .. } | What::Ago(_) | What::Span(_) | What::FromTo { .. } | What::Respective(..))
}

pub(super) fn is_colon(context: &Context<'_>, element: &Element) -> bool {
    element.what == What::Token && context.kind(element.from) == Some(&Kind::Colon)
}

/// Shares the limits of a list among its parts.
pub(super) fn shared(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    super::timing::repeats(leaves);
    to_head(context, leaves);
    super::ahead::behind_study(context, leaves);
    bare(context, leaves);
    beside(context, leaves);
    onward(context, leaves);
    backward(context, leaves);
    super::timing::none_throughout(context, leaves);
}

/// "pain due to arthritis for 3 months", "stroke with residual weakness within 6 months": the
/// limit is one of the head. "CABG with valve replacement within 3 months": of both.
fn to_head(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    const CAUSES: &[&str] = &["due to", "caused by", "secondary to", "resulting from", "because of", "attributed to", "attributable to"];
    const SEQUELS: &[&str] = &["residual", "resulting", "subsequent", "consequent", "sequelae"];
    for i in 1..leaves.len() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(head), Some(leaf)) = (before.last_mut(), after.first_mut()) else { continue };
        if leaf.linked && leaf.negated && able(context, head) && head.lasts.is_none() && leaf.is_name() {
            // "able to walk without a cane for 20 minutes"
            head.lasts = leaf.lasts.take();
            continue;
        }
        let limited = (leaf.is_limited() || leaf.lasts.is_some()) && !leaf.own_lasts && !leaf.leads && !leaf.bracketed && leaf.is_name();
        let free = head.is_name() && !head.is_limited() && head.lasts.is_none() && !head.planned && !head.negated;
        if !leaf.linked || leaf.negated || !limited || !free {
            continue;
        }
        let text = context.token(leaf.from).map(|t| t.lower()).unwrap_or_default();
        let first = leaf.phrase.and_then(|(from, _)| context.token(from)).map(|t| t.lower()).unwrap_or_default();
        let with = matches!(context.kind(leaf.from), Some(Kind::With));
        let sequel = with && SEQUELS.contains(&first.split(' ').next().unwrap_or_default());
        let done = with && head.phrase.is_some_and(|(from, to)| is_procedure(context, from, to));
        let Some(limit) = Limit::of(leaf).filter(|_| sequel || done || CAUSES.contains(&text.as_str())) else { continue };
        limit.put(head);
        if !done {
            (leaf.within, leaf.until, leaf.before, leaf.after, leaf.lasts) = (None, None, None, None, None);
        }
    }
}

/// Whether a phrase says what somebody is able to do, or does.
fn able(context: &Context<'_>, leaf: &Leaf) -> bool {
    const DOING: &[&str] = &["able", "unable", "ability", "inability", "stand", "walk", "sit", "breathe", "ambulate", "ambulatory"];
    let (from, to) = leaf.phrase.unwrap_or_default();
    from < to && context.lower(from, to).split(' ').any(|w| DOING.contains(&w))
}

/// Whether a phrase ends with the name of something done once.
fn is_procedure(context: &Context<'_>, from: usize, to: usize) -> bool {
    let known = (from..to).rev().find_map(|i| match context.kind(i) {
        Some(Kind::Finding(id)) => context.vocabulary.finding(*id).map(|f| f.kind),
        _ => None,
    });
    known == Some(FindingKind::Procedure)
}

/// A part that only limits ("…, or within the last 4 weeks") belongs to the part before it; at
/// the head of the list it is meant of every part. "Prior to screening or randomization" names
/// the same entry twice.
fn bare(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    for i in 1..leaves.len() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) else { continue };
        // "or less than 6 months after surgery" is an event of its own.
        let event = after.after.is_some() && !between(context, before, after).iter().all(|k| matches!(k, Kind::Comma));
        if after.only_limits() && !event && !before.is_limited() && before.has_subject() {
            if let Some(limit) = Limit::of(after) {
                limit.put(before);
                after.merged = true;
            }
        } else if (before.from_entry || context.kind(after.from) == Some(&Kind::Before) && before.has_subject())
            && after.is_name()
            && !after.is_limited()
            && after.phrase.is_some_and(|(from, to)| super::entry::is_entry(context, from, to))
        {
            // "…, respectively, prior to enrollment"
            before.ever |= before.is_name() && !before.is_limited() && before.lasts.is_none() && !before.planned;
            after.merged = true;
            after.from_entry = true;
            after.phrase = None;
        }
    }
    let Some((first, rest)) = leaves.split_first_mut() else { return };
    if first.only_limits() && first.within.is_some() && first.after.is_some() {
        // "at least 28 days since surgery or biopsy": since either.
        let mut end = first.to;
        let mut more = false;
        for leaf in rest.iter_mut() {
            let joined = (end..leaf.from).any(|i| matches!(context.kind(i), Some(Kind::Or | Kind::And)));
            if !joined || leaf.is_limited() || leaf.negated || leaf.lasts.is_some() || !leaf.is_name() {
                break;
            }
            (leaf.within, leaf.until, leaf.ever, leaf.given) = (first.within, first.until, true, true);
            (end, more) = (leaf.to, true);
        }
        if more {
            return;
        }
    }
    if first.only_limits()
        && let Some(limit) = Limit::of(first)
    {
        let mut given = false;
        for leaf in rest.iter_mut().take_while(|l| !l.is_limited()) {
            limit.put(leaf);
            given = true;
        }
        first.merged = given;
    }
}

/// "A or B within 3 months, C or D within 6 months": what a bare connective joins is limited
/// together.
fn beside(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    for i in (1..leaves.len()).rev() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) else { continue };
        let joined = between(context, before, after);
        if joined.iter().all(|k| matches!(k, Kind::Or | Kind::And | Kind::Slash)) && !joined.is_empty() {
            pass_back(context, before, after);
        }
    }
}

/// "Within 8 weeks of A or B", "in the last year had A, B or C": a limit before the first name
/// is meant of the names behind it.
fn onward(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    for i in 1..leaves.len() {
        let first = i == 1;
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) else { continue };
        let joined = between(context, before, after);
        let together = joined.iter().all(|k| matches!(k, Kind::Or | Kind::And | Kind::Slash | Kind::Comma)) && !joined.is_empty();
        let near = first || before.given || !joined.contains(&Kind::Comma);
        let free = !after.is_limited() && after.lasts.is_none() && after.is_name();
        if before.leads
            && before.is_name()
            && together
            && near
            && free
            && let Some(limit) = Limit::of(before)
        {
            limit.put(after);
            after.leads = true;
            after.given = true;
        }
    }
}

/// "A, B, or C within 6 months": the limit behind the last is meant of all.
fn backward(context: &Context<'_>, all: &mut [&mut Leaf]) {
    let mut leaves: Vec<&mut Leaf> = all.iter_mut().map(|l| &mut **l).filter(|l| !l.merged).collect();
    for i in (1..leaves.len()).rev() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) else { continue };
        let joined = between(context, before, after);
        let crossed = joined.iter().any(|k| matches!(k, Kind::Semicolon | Kind::Stop))
            || after.bracketed && !joined.iter().any(|k| matches!(k, Kind::Or | Kind::And | Kind::Slash));
        let ready = before.given && before.is_limited();
        if crossed || !ready && (before.is_limited() || !pass_back(context, before, after)) {
            break;
        }
    }
}

/// Gives the limit of a part to the part before it, where it can be meant of both.
fn pass_back(context: &Context<'_>, before: &mut Leaf, after: &Leaf) -> bool {
    let own = own_clause(context, after)
        || after.linked && context.kind(after.from) == Some(&Kind::Narrows)
        || after.ahead && !before.planned && super::ahead::plans_itself(context, after)
        || after.leads
        || after.negated
        || matches!(context.kind(after.from), Some(Kind::With))
        || (after.ever && !before.ever);
    let names =
        |leaf: &Leaf| leaf.is_name() || leaf.phrase.is_some() && leaf.numbers.is_none() && leaf.definition.as_ref().is_some_and(only_findings);
    if own || before.merged || before.is_limited() || before.planned && !after.ahead || names(before) != names(after) || before.inclusion {
        return false;
    }
    if speaks_of_now(context, before) && before.phrase.is_some() {
        return false;
    }
    before.given = true;
    before.within = after.earlier.or(after.within);
    before.ahead = after.ahead;
    before.planned |= after.ahead && after.planned;
    before.until = before.until.or(after.until);
    before.before.clone_from(&after.before);
    before.after.clone_from(&after.after);
    // "shock requiring ECMO for 3 days": the days of what is linked are its own.
    let own = after.own_lasts || after.ahead && after.within.is_none();
    if before.lasts.is_none() && !own && after.is_name() && after.link.is_none() {
        before.lasts = after.lasts;
        before.throughout = after.throughout;
    }
    true
}

/// Whether a bracket names nothing but findings ("fruit (including oranges)").
fn only_findings(rule: &Rule) -> bool {
    match &rule.node {
        Node::Finding(_) => true,
        Node::All(parts) | Node::Any(parts) => parts.iter().all(only_findings),
        _ => false,
    }
}

/// Whether a part of a list begins a clause of its own ("nonsmoker or has quit smoking"): what is
/// said in it is not said of the parts before it.
pub(super) fn own_clause(context: &Context<'_>, leaf: &Leaf) -> bool {
    const AUXILIARIES: &[&str] = &["has", "have", "had", "is", "are", "was", "were", "have been", "has been"];
    context.kind(leaf.from) == Some(&Kind::Filler) && context.token(leaf.from).is_some_and(|t| AUXILIARIES.contains(&t.lower().as_str()))
}

fn speaks_of_now(context: &Context<'_>, leaf: &Leaf) -> bool {
    let named = |i: &usize| matches!(context.kind(*i), Some(Kind::Finding(_) | Kind::Word));
    let more = (leaf.from..leaf.to).filter(named).count() > 1;
    let first = (leaf.from..leaf.to).find_map(|i| context.token(i).filter(|t| t.text.chars().any(char::is_alphabetic)));
    first.is_some_and(|t| NOW.contains(&t.lower().split(' ').next().unwrap_or_default()))
        && (more || leaf.to > leaf.from.saturating_add(1) || first.is_some_and(|t| t.text.contains(' ')))
}

fn between(context: &Context<'_>, before: &Leaf, after: &Leaf) -> Vec<Kind> {
    (before.to..after.from).filter_map(|i| context.kind(i)).filter(|k| !matches!(k, Kind::Filler)).cloned().collect()
}
