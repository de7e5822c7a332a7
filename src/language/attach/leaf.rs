//! Leaves: one noun phrase with what is said about it.

use super::Context;
use super::condition::Case;
use crate::language::element::{Element, Numbers, Shared};
use crate::language::words::{Kind, Link, spelled};
use crate::rule::{Anchor, Direction, Rule, SeverityRange};
use crate::time::DurationBound;
use crate::vocabulary::MeasureId;

/// One noun phrase, its numbers, and what limits it.
#[derive(Debug, Clone, Default)]
pub(super) struct Leaf {
    pub from: usize,
    pub to: usize,
    /// Content tokens of the noun phrase: first and behind the last.
    pub phrase: Option<(usize, usize)>,
    /// The stretch of it that names several things at once.
    pub shared: Option<(usize, usize, Shared)>,
    /// Words of another part that belong to it, too: before it, behind it.
    pub prefix: Option<String>,
    pub suffix: Option<String>,
    /// The same is asked of the family.
    pub family: bool,
    /// What it names, where its own words do not say it.
    pub renamed: Option<String>,
    /// The measure named in it.
    pub measure: Option<MeasureId>,
    pub numbers: Option<Numbers>,
    /// Where they stand.
    pub numbers_at: (usize, usize),
    pub negated: bool,
    pub ever: bool,
    pub suspected: bool,
    pub planned: bool,
    /// "allergy to", "contraindication to": put before the name.
    pub about: Option<&'static str>,
    pub severity: Option<SeverityRange>,
    pub within: Option<DurationBound>,
    /// The look-back is the time in which what is planned is due.
    pub ahead: bool,
    /// The other end of the look-back, or of how long it lasts ("3 to 6 months ago").
    pub until: Option<DurationBound>,
    /// "within 28 or 14 days": what belongs to the part before, as it says.
    pub earlier: Option<DurationBound>,
    pub lasts: Option<DurationBound>,
    /// The length of time stood in a bracket of its own: it belongs to this leaf only.
    pub own_lasts: bool,
    /// The look-back stood in a bracket: it does not reach over a comma alone.
    pub bracketed: bool,
    /// "for 3 months": what is not there for so long was not there within it.
    pub throughout: bool,
    /// "stable for": its value did not change.
    pub stable: bool,
    /// "and for 3 months after the last dose": how long behind the study.
    pub behind: Option<DurationBound>,
    /// A number that nothing compares, before a measure ("2 prolactin levels").
    pub counted: Option<usize>,
    pub before: Option<Anchor>,
    pub after: Option<Anchor>,
    /// The limit stood before the name.
    pub leads: bool,
    /// The limit is another part's.
    pub given: bool,
    /// The limit counts from the entry into the study.
    pub from_entry: bool,
    /// The limit says what happened ("6 weeks postpartum").
    pub event: bool,
    /// It is needed, and not said to have been done.
    pub required: bool,
    /// Said of the last of its kind ("last dose > 6 months ago").
    pub latest: bool,
    /// The words of a look-back.
    pub limit: Option<(usize, usize)>,
    pub repeat: Option<usize>,
    pub apart: Option<DurationBound>,
    /// The words on how often and how far apart.
    pub repeat_at: Option<(usize, usize)>,
    pub trend: Option<Direction>,
    pub steady: Vec<String>,
    /// What a bracket says the phrase means.
    pub definition: Option<Rule>,
    /// What must hold for the numbers to count: a sex, a condition.
    pub guard: Option<Rule>,
    /// The guard is a condition ("in case of …"), and where it is not met nothing is asked.
    pub conditional: bool,
    pub implied: bool,
    /// Limits that take the place of its own in other cases.
    pub cases: Vec<Case>,
    /// The numbers stand on a later part of the list.
    pub copied: bool,
    /// What a bracket behind its numbers excepts.
    pub exceptions: Vec<Vec<Element>>,
    /// An increase or a decrease is meant, not a value.
    pub change: bool,
    /// What a bracket demands besides.
    pub besides: Vec<Rule>,
    /// What a bracket remarks, be the name there or not.
    pub remarks: Vec<Rule>,
    /// What excludes as well as the name, as a bracket says.
    pub either: Vec<Rule>,
    pub inclusion: bool,
    /// What it says has gone over to the leaf before it.
    pub merged: bool,
    /// The words speak of an age ("aged").
    pub age: bool,
    pub judgement: bool,
    /// Words behind it that narrow it, for a person to judge.
    pub clause: Option<Rule>,
    /// Its name with the noun that it shares with its neighbour.
    pub completed: Option<String>,
    /// It continues the phrase before it ("requiring …", "with …").
    pub linked: bool,
    /// How it continues it.
    pub link: Option<Link>,
}

/// The stretch without filler at its ends; `None` where nothing else is in it.
pub(super) fn content(context: &Context<'_>, from: usize, to: usize) -> Option<(usize, usize)> {
    let counts = |i: &usize| matches!(context.kind(*i), Some(Kind::Finding(_) | Kind::Measure(_) | Kind::Word | Kind::Number(_)));
    let first = (from..to).find(counts)?;
    let last = (from..to).rev().find(counts)?;
    Some((first, last.saturating_add(1)))
}

/// The name that rules hold for a stretch of tokens: the vocabulary's, or the words themselves.
pub(super) fn name(context: &Context<'_>, from: usize, to: usize) -> String {
    let words = context.words(from, to);
    let words = if matches!(context.kind(from), Some(Kind::Finding(_))) { spelled(&words).to_owned() } else { words };
    let (finding, measure) = context.vocabulary.known(&words);
    let finding = finding.and_then(|id| context.vocabulary.finding(id)).map(|f| f.name.to_string());
    let measure = measure.and_then(|id| context.vocabulary.measure(id)).map(|m| m.name.to_string());
    finding.or(measure).unwrap_or_else(|| uncapitalized(&words))
}

/// Without the capital of a sentence's first word; abbreviations keep theirs.
pub(super) fn uncapitalized(words: &str) -> String {
    let mut chars = words.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(std::iter::once(second)).chain(chars).collect()
        }
        _ => words.to_owned(),
    }
}

impl Leaf {
    /// Whether nothing is asked in it.
    pub fn is_empty(&self) -> bool {
        self.phrase.is_none()
            && self.numbers.is_none()
            && self.definition.is_none()
            && self.besides.is_empty()
            && self.clause.is_none()
            && !self.conditional
            && !self.inclusion
            && self.repeat.is_none()
            && !self.judgement
            && !self.is_limited()
            && self.lasts.is_none()
            && self.behind.is_none()
            && self.trend.is_none()
            && self.steady.is_empty()
    }

    /// Whether it is a name without numbers.
    pub fn is_name(&self) -> bool {
        self.phrase.is_some() && self.numbers.is_none() && self.repeat.is_none() && self.definition.is_none() && !self.inclusion
    }

    /// Whether it says a limit of time, and nothing that is limited.
    pub fn only_limits(&self) -> bool {
        (self.is_limited() || self.lasts.is_some())
            && !self.event
            && !self.has_subject()
            && self.guard.is_none()
            && self.repeat.is_none()
            && !self.judgement
    }

    /// Whether it says what is asked about.
    pub fn has_subject(&self) -> bool {
        self.phrase.is_some()
            || self.numbers.is_some()
            || self.definition.is_some()
            || self.inclusion
            || !self.steady.is_empty()
            || !self.besides.is_empty()
    }

    /// Whether anything limits its time.
    pub fn is_limited(&self) -> bool {
        self.within.is_some() || self.before.is_some() || self.after.is_some()
    }
}
