//! What an amendment changed in meaning: two versions of a trial, criterion by criterion.
//!
//! *Stricter* is told only where it is proved that nobody who failed the old criterion passes the
//! new one, *looser* where nobody who passed it fails; where neither can be proved the direction is
//! left open. It is the criterion that becomes stricter: an exclusion whose rule became wider is.

mod likeness;
mod matching;
mod order;
mod parts;

use super::reason::{Pair, Relation, Version, Wanted, changed_validity, wanted};
use super::{CheckedCriterion, CheckedTrial, Criterion, CriterionKind};
use crate::time::Duration;

/// What changed from one version of a trial to another.
#[derive(Debug, Clone)]
pub struct Amendment<'t> {
    /// The old version.
    pub old: &'t CheckedTrial,
    /// The new version.
    pub new: &'t CheckedTrial,
    /// Every criterion of both, in the order of the new version, what was removed where it stood.
    pub criteria: Vec<CriterionChange<'t>>,
    /// Measures whose values hold for another time.
    pub validity: Vec<ValidityChange>,
}

/// A criterion in both versions, or in one of them.
#[derive(Debug, Clone)]
pub struct CriterionChange<'t> {
    /// As it was.
    pub old: Option<Placed<'t>>,
    /// As it is.
    pub new: Option<Placed<'t>>,
    /// What that does to who passes it.
    pub change: Change,
    /// Whether it stands elsewhere: on the other side, under another heading, or before or after
    /// others that it stood the other way round to.
    pub moved: bool,
    /// What changed in its rule, part by part; empty where only the whole can be told.
    pub parts: Vec<PartChange>,
    /// Whether numbers of the text changed while the rule stayed as it was.
    pub numbers: bool,
}

impl CriterionChange<'_> {
    /// Whether the rule is written as it was.
    pub fn keeps_rule(&self) -> bool {
        self.old.zip(self.new).is_some_and(|(old, new)| old.criterion.rule == new.criterion.rule)
    }
}

/// A criterion and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'t> {
    /// The criterion as it is written.
    pub criterion: &'t Criterion,
    /// Its side.
    pub kind: CriterionKind,
    /// Its place among all criteria of its version, inclusion first.
    pub place: usize,
}

/// What became of a criterion, or of a part of its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// There is none: it says the same in the same words.
    Same,
    /// Other words or another form, and the same answer for every patient.
    Reworded,
    /// Where both versions have an answer it is the same; they may need other data for it.
    Equivalent,
    /// Nobody who failed it passes it now.
    Stricter,
    /// Nobody who passed it fails it now.
    Looser,
    /// Some who passed it fail it now, and some who failed it pass.
    Both,
    /// Something changed, and what that does could not be proved.
    Unproven,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

/// What changed in a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartChange {
    /// What was asked, in words; nothing where this is new.
    pub old: Option<String>,
    /// What is asked, in words; nothing where this is gone.
    pub new: Option<String>,
    /// What that does by itself to who passes the criterion.
    pub change: Change,
}

/// A measure whose values hold for another time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidityChange {
    /// The measure.
    pub of: String,
    /// How long they held, where the old version said so itself.
    pub old: Option<Duration>,
    /// How long they hold, where the new version says so itself.
    pub new: Option<Duration>,
}

/// Compares two versions of a trial.
///
/// ```
/// use trialsieve::{rule::{self, amendment::{self, Change}}, vocabulary::Vocabulary};
/// let version = |bounds: &str| {
///     let text = format!("format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age {bounds}\n  rule: {{measure: {{of: age, is: {bounds}}}}}\n");
///     rule::check(rule::yaml::read(&text).unwrap(), None, Vocabulary::builtin()).0.unwrap()
/// };
/// let (old, new) = (version("18 to 75 years"), version("18 to 80 years"));
/// let amendment = amendment::compare(&old, &new);
/// assert_eq!(amendment.criteria[0].change, Change::Looser);
/// let part = &amendment.criteria[0].parts[0];
/// assert_eq!((part.old.as_deref(), part.new.as_deref()), (Some("age 18 to 75 years"), Some("age 18 to 80 years")));
/// ```
pub fn compare<'t>(old: &'t CheckedTrial, new: &'t CheckedTrial) -> Amendment<'t> {
    let pair = Pair::new(old, new);
    let (before, after) = (placed(old), placed(new));
    let pairs = matching::pairs(&before, &after, old, new);
    let moved = order::moved(&pairs, &before, &after);
    let mut criteria: Vec<CriterionChange<'t>> = Vec::new();
    for (j, now) in after.iter().enumerate() {
        let was = pairs.iter().find(|(_, to)| *to == j).and_then(|(from, _)| before.get(*from));
        criteria.push(match was {
            Some(was) => Comparison { pair: &pair, old, new }.criterion(*was, *now, moved.contains(&j)),
            None => CriterionChange { old: None, new: Some(*now), change: Change::Added, moved: false, parts: Vec::new(), numbers: false },
        });
    }
    for gone in before.iter().filter(|was| !pairs.iter().any(|(from, _)| *from == was.place)) {
        let removed = CriterionChange { old: Some(*gone), new: None, change: Change::Removed, moved: false, parts: Vec::new(), numbers: false };
        // Behind what it stood behind.
        let before_it = |c: &CriterionChange<'_>| c.old.is_some_and(|old| old.kind == gone.kind && old.place < gone.place);
        let of_its_side = |c: &CriterionChange<'_>| c.new.or(c.old).is_some_and(|p| p.kind == gone.kind);
        let place = criteria.iter().rposition(before_it).map(|at| at.saturating_add(1));
        let first = || criteria.iter().position(of_its_side).unwrap_or(if gone.kind == CriterionKind::Inclusion { 0 } else { criteria.len() });
        let place = place.unwrap_or_else(first);
        criteria.insert(place, removed);
    }
    Amendment { old, new, criteria, validity: validity(old, new) }
}

impl Amendment<'_> {
    /// What the whole does to who can take part: stricter where no criterion can be passed by
    /// anybody who failed before, and none is gone.
    pub fn overall(&self) -> Change {
        let changes = || self.criteria.iter().map(|c| c.change).filter(|c| c.is_of_meaning());
        let stricter = |c: Change| matches!(c, Change::Stricter | Change::Added | Change::Equivalent);
        let looser = |c: Change| matches!(c, Change::Looser | Change::Removed | Change::Equivalent);
        if changes().next().is_none() {
            let words = self.criteria.iter().any(|c| c.change == Change::Reworded || c.moved);
            return match (self.validity.is_empty(), words) {
                (false, _) => Change::Unproven,
                (true, true) => Change::Reworded,
                (true, false) => Change::Same,
            };
        }
        match (changes().all(stricter), changes().all(looser)) {
            (true, true) => Change::Equivalent,
            (true, false) => Change::Stricter,
            (false, true) => Change::Looser,
            (false, false) if changes().any(|c| c == Change::Unproven) => Change::Unproven,
            (false, false) => Change::Both,
        }
    }

    /// Whether anything changed in meaning.
    pub fn changes_meaning(&self) -> bool {
        self.overall().is_of_meaning()
    }
}

impl Change {
    /// Every change with its word and with what it means.
    pub const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Same, "same"),
        (Self::Reworded, "reworded only"),
        (Self::Equivalent, "equivalent where known"),
        (Self::Stricter, "stricter"),
        (Self::Looser, "looser"),
        (Self::Both, "both"),
        (Self::Unproven, "changed, direction not proven"),
        (Self::Added, "added"),
        (Self::Removed, "removed"),
    ];

    /// The change in words.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(c, _)| *c == self).map_or("", |(_, word)| word)
    }

    /// Whether some patient may get another answer.
    pub fn is_of_meaning(self) -> bool {
        !matches!(self, Self::Same | Self::Reworded)
    }

    /// The same change seen from the new version to the old one.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Stricter => Self::Looser,
            Self::Looser => Self::Stricter,
            Self::Added => Self::Removed,
            Self::Removed => Self::Added,
            other => other,
        }
    }
}

impl From<Relation> for Change {
    fn from(relation: Relation) -> Self {
        match relation {
            Relation::Same => Self::Reworded,
            Relation::SameWhereKnown => Self::Equivalent,
            Relation::Stricter => Self::Stricter,
            Relation::Looser => Self::Looser,
            Relation::Both => Self::Both,
            Relation::Unproven => Self::Unproven,
        }
    }
}

/// Compares what two versions ask.
#[derive(Clone, Copy)]
struct Comparison<'c, 't> {
    pair: &'c Pair<'t>,
    old: &'t CheckedTrial,
    new: &'t CheckedTrial,
}

impl<'t> Comparison<'_, 't> {
    fn criterion(self, was: Placed<'t>, now: Placed<'t>, moved: bool) -> CriterionChange<'t> {
        let mut change = Change::Same;
        let mut parts = Vec::new();
        if let (Some(old), Some(new)) = (self.old.criteria().get(was.place), self.new.criteria().get(now.place)) {
            let asked = |c: &'t CheckedCriterion, version| Wanted { rule: &c.rule, version, truth: wanted(c.kind) };
            let relation = self.pair.relation(asked(old, Version::Old), asked(new, Version::New));
            change = grouped(Change::from(relation), was.criterion.group.as_deref(), now.criterion.group.as_deref());
            if relation != Relation::Same && old.kind == new.kind {
                parts = self.parts(was, now);
            }
        }
        let as_it_was = was.criterion.text == now.criterion.text && was.criterion.rule == now.criterion.rule && was.kind == now.kind;
        if change == Change::Reworded && as_it_was {
            change = Change::Same;
        }
        let numbers = was.criterion.rule == now.criterion.rule && likeness::numbers(&was.criterion.text) != likeness::numbers(&now.criterion.text);
        let moved = moved || was.kind != now.kind || was.criterion.group != now.criterion.group;
        CriterionChange { old: Some(was), new: Some(now), change, moved, parts, numbers }
    }
}

/// What stands under a heading for a part of the participants is demanded of nobody else.
fn grouped(change: Change, old: Option<&str>, new: Option<&str>) -> Change {
    let by_group = match (old, new) {
        (a, b) if a == b => return change,
        (None, Some(_)) => Change::Looser,
        (Some(_), None) => Change::Stricter,
        _ => return Change::Unproven,
    };
    match change {
        Change::Same | Change::Reworded | Change::Equivalent => by_group,
        other if other == by_group => other,
        _ => Change::Unproven,
    }
}

fn placed(trial: &CheckedTrial) -> Vec<Placed<'_>> {
    trial.trial().criteria().enumerate().map(|(place, (kind, criterion))| Placed { criterion, kind, place }).collect()
}

fn validity(old: &CheckedTrial, new: &CheckedTrial) -> Vec<ValidityChange> {
    let change = |id| ValidityChange {
        of: new.vocabulary().measure(id).map_or_else(String::new, |m| m.name.clone().into_owned()),
        old: old.valid_for(id),
        new: new.valid_for(id),
    };
    changed_validity(old, new).into_iter().map(change).collect()
}
