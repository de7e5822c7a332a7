//! What changed in a rule, part by part.

use super::likeness;
use super::matching::best;
use super::{Change, Comparison, PartChange, Placed};
use crate::quantity::Op;
use crate::rule::reason::{Relation, Version, Wanted, wanted};
use crate::rule::{CheckedNode, CheckedRule, Rule, print};
use crate::time::DurationBound;

/// Less like parts are not the same one changed.
const LEAST: u32 = 400;

/// A rule as it is written and as it was checked.
#[derive(Clone, Copy)]
struct Part<'t> {
    written: &'t Rule,
    checked: &'t CheckedRule,
}

/// How the parts of a group are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    All,
    Any,
    AtLeast(usize),
}

impl<'t> Comparison<'_, 't> {
    /// The changes in the rule of a criterion that stands on the same side in both versions.
    pub(super) fn parts(self, was: Placed<'t>, now: Placed<'t>) -> Vec<PartChange> {
        let (Some(old), Some(new)) = (self.old.criteria().get(was.place), self.new.criteria().get(now.place)) else { return Vec::new() };
        let old = Part { written: &was.criterion.rule, checked: &old.rule };
        let new = Part { written: &now.criterion.rule, checked: &new.rule };
        let mut found = Vec::new();
        self.between(old, new, wanted(was.kind), &mut found);
        found
    }

    /// `truth` is what the part has to be for the criterion to be passed.
    fn between(self, old: Part<'t>, new: Part<'t>, truth: bool, found: &mut Vec<PartChange>) {
        let relation = self.relation(old, new, truth);
        if relation == Relation::Same {
            return;
        }
        let before = found.len();
        let opened = old.checked.open != new.checked.open;
        match (&old.checked.node, &new.checked.node) {
            _ if opened => {}
            (CheckedNode::Not(_), CheckedNode::Not(_)) => {
                if let (Some(a), Some(b)) = (old.only(), new.only()) {
                    self.between(a, b, !truth, found);
                }
            }
            (CheckedNode::Lasting { lasts: a, .. }, CheckedNode::Lasting { lasts: b, .. }) if a == b && is_lower(*a) => {
                if let (Some(a), Some(b)) = (old.only(), new.only()) {
                    self.between(a, b, truth, found);
                }
            }
            (a, b) => match (joint(a), joint(b)) {
                (Some(a), Some(b)) if a == b => self.lists(&old.flat(a), &new.flat(b), a, truth, found),
                // "18 to 75" as two bounds is told as a whole.
                (Some(_), None) | (None, Some(_)) if of_one_measure(old.checked, new.checked) => {}
                (Some(joint), None) => self.lists(&old.flat(joint), &[new], joint, truth, found),
                (None, Some(joint)) => self.lists(&[old], &new.flat(joint), joint, truth, found),
                _ => {}
            },
        }
        // Nothing smaller tells it.
        let (was, now) = (self.words(old), self.words(new));
        if found.len() == before && was != now {
            found.push(PartChange { old: Some(was), new: Some(now), change: relation.into() });
        }
    }

    fn lists(self, old: &[Part<'t>], new: &[Part<'t>], joint: Joint, truth: bool, found: &mut Vec<PartChange>) {
        let mut candidates = Vec::new();
        for (i, a) in old.iter().enumerate() {
            for (j, b) in new.iter().enumerate() {
                let same = self.relation(*a, *b, truth) == Relation::Same;
                let like = if same { likeness::WHOLE.saturating_mul(2) } else { likeness::of_rules(a.checked, b.checked) };
                if like >= LEAST {
                    candidates.push(((u32::MAX.saturating_sub(like), i.abs_diff(j), i.min(j)), (i, j)));
                }
            }
        }
        candidates.sort();
        let mut pairs = best(candidates.into_iter().map(|(_, pair)| pair));
        // What is left alone on either side is one changed into the other.
        let left = |of: &[Part<'t>], taken: &dyn Fn(usize) -> bool| (0..of.len()).filter(|i| !taken(*i)).collect::<Vec<_>>();
        let gone = left(old, &|i| pairs.iter().any(|(a, _)| *a == i));
        let come = left(new, &|j| pairs.iter().any(|(_, b)| *b == j));
        if let ([i], [j]) = (gone.as_slice(), come.as_slice()) {
            pairs.push((*i, *j));
        }
        for (j, b) in new.iter().enumerate() {
            match pairs.iter().find(|(_, to)| *to == j).and_then(|(from, _)| old.get(*from)) {
                Some(a) => self.between(*a, *b, truth, found),
                None => found.push(PartChange { old: None, new: Some(self.words(*b)), change: joint.adding(truth) }),
            }
        }
        for (i, a) in old.iter().enumerate() {
            if !pairs.iter().any(|(from, _)| *from == i) {
                found.push(PartChange { old: Some(self.words(*a)), new: None, change: joint.adding(truth).turned() });
            }
        }
    }

    fn relation(self, old: Part<'t>, new: Part<'t>, truth: bool) -> Relation {
        let part = |p: Part<'t>, version| Wanted { rule: p.checked, version, truth };
        self.pair.relation(part(old, Version::Old), part(new, Version::New))
    }

    fn words(self, part: Part<'t>) -> String {
        print(part.written, self.new.vocabulary())
    }
}

impl<'t> Part<'t> {
    fn children(self) -> impl Iterator<Item = Self> {
        self.written.children().iter().zip(self.checked.children()).map(|(written, checked)| Self { written, checked })
    }

    fn only(self) -> Option<Self> {
        self.children().next()
    }

    /// Its parts; of a part that is joined in the same way, that one's parts.
    fn flat(self, wanted: Joint) -> Vec<Self> {
        let mut parts = Vec::new();
        for part in self.children() {
            let flattens = !part.checked.open && wanted.is_flat() && joint(&part.checked.node) == Some(wanted);
            if flattens { parts.extend(part.flat(wanted)) } else { parts.push(part) }
        }
        parts
    }
}

impl Joint {
    fn is_flat(self) -> bool {
        matches!(self, Self::All | Self::Any)
    }

    /// What one part more does: it makes `all` true of fewer, and the others of more.
    fn adding(self, truth: bool) -> Change {
        if (self == Self::All) == truth { Change::Stricter } else { Change::Looser }
    }
}

fn joint(node: &CheckedNode) -> Option<Joint> {
    match node {
        CheckedNode::All(_) => Some(Joint::All),
        CheckedNode::Any(_) => Some(Joint::Any),
        CheckedNode::AtLeast { count, .. } => Some(Joint::AtLeast(*count)),
        _ => None,
    }
}

/// Whether both ask about one measure and nothing else.
fn of_one_measure(a: &CheckedRule, b: &CheckedRule) -> bool {
    let mut names = Vec::new();
    for rule in [a, b] {
        rule.walk(&mut |rule, _| match &rule.node {
            CheckedNode::Measure(m) => names.push(Some(&m.of.name)),
            _ if rule.children().is_empty() => names.push(None),
            _ => {}
        });
    }
    names.iter().all(|name| name.is_some() && names.first() == Some(name))
}

/// Whether what holds of more holds as long of more.
fn is_lower(lasts: DurationBound) -> bool {
    lasts.op.is_none_or(|op| matches!(op, Op::AtLeast | Op::Greater))
}
