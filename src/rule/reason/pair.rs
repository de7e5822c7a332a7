//! Two versions of a trial: how what one asks stands to what the other asks.
//!
//! The questions of both are put into one theory, each once, however it is spelled: a name's
//! synonym, another unit, the same span in days instead of weeks. What is answered for one version
//! is then answered for the other, unless values hold for another time there.

use super::atom::{Atom, Literal};
use super::axis::{LineScale, Mode};
use super::form::{Form, Questions, at_the_moment};
use super::{finding, normal, spelling, theory::Theory};
use crate::rule::{CheckedCriterion, CheckedFinding, CheckedNode, CheckedRule, CheckedTrial, Dosed, Recorded};
use crate::vocabulary::MeasureId;

/// The old version of a trial and the new one, ready for comparison.
#[derive(Debug)]
pub struct Pair<'t> {
    theory: Theory<'t>,
    trials: [&'t CheckedTrial; 2],
    /// Measures whose values hold for another time in the new version.
    changed: Vec<MeasureId>,
}

/// Rules are not compared further than that.
const MOST_COMPARED: usize = 50_000;

/// A rule, of which version it is, and the truth that a patient needs to pass it.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'t> {
    pub rule: &'t CheckedRule,
    pub version: Version,
    pub truth: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    Old,
    New,
}

/// How what is asked now stands to what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// For every patient the answer is the same.
    Same,
    /// Where both are answered, the answer is the same; one of them may need other data for it.
    SameWhereKnown,
    /// Nobody who failed passes, and it is not the same.
    Stricter,
    /// Nobody who passed fails, and it is not the same.
    Looser,
    /// Some who passed fail, and some who failed pass.
    Both,
    /// Nothing of this could be proved.
    Unproven,
}

impl Relation {
    /// How the first stands to the second.
    pub fn turned(self) -> Self {
        match self {
            Self::Stricter => Self::Looser,
            Self::Looser => Self::Stricter,
            other => other,
        }
    }
}

impl<'t> Pair<'t> {
    /// The theory of both versions.
    pub fn new(old: &'t CheckedTrial, new: &'t CheckedTrial) -> Self {
        let trials = [old, new];
        let changed = changed_validity(old, new);
        let (mut questions, mut owners) = (Questions::default(), Vec::new());
        for version in [Version::Old, Version::New] {
            let trial = version.of(trials);
            for criterion in trial.criteria() {
                criterion.rule.walk(&mut |rule, _| {
                    if let Some(asked) = spelling::asked(rule, trial) {
                        let owner = touches(&asked, &changed, trial).then_some(version);
                        let atom = |rule: &CheckedRule| match owner {
                            // It is asked of other data than in the other version.
                            Some(_) => Atom::Whole(Box::new(rule.node.clone())),
                            None => Atom::of(rule, trial.vocabulary()),
                        };
                        let mut place = |rule: &CheckedRule| place(&mut questions.atoms, &mut owners, atom(rule), owner);
                        let own = place(&asked);
                        let now = at_the_moment(&asked).map(|plain| place(&plain));
                        questions.note(rule, own, now);
                    }
                });
            }
        }
        questions.look_into_open_lists();
        Self { theory: Theory::about(old, questions), trials, changed }
    }

    /// How the new demand stands to the old one.
    pub fn relation(&self, old: Wanted<'_>, new: Wanted<'_>) -> Relation {
        if old.truth == new.truth && self.identical(old.rule, new.rule, &mut { MOST_COMPARED }) {
            return Relation::Same;
        }
        let form = |w: Wanted<'_>, pass: bool| self.form(w, pass);
        let (old_pass, old_fail, new_pass, new_fail) = (form(old, true), form(old, false), form(new, true), form(new, false));
        if normal::same(&self.theory, &old_pass, &new_pass) && normal::same(&self.theory, &old_fail, &new_fail) {
            return Relation::Same;
        }
        let nobody_comes_in = self.theory.closed(&[&new_pass, &old_fail]);
        let nobody_drops_out = self.theory.closed(&[&old_pass, &new_fail]);
        match (nobody_comes_in, nobody_drops_out) {
            (true, true) => Relation::SameWhereKnown,
            (true, false) => Relation::Stricter,
            (false, true) => Relation::Looser,
            (false, false) if self.somebody(&[&new_pass, &old_fail]) && self.somebody(&[&old_pass, &new_fail]) => Relation::Both,
            (false, false) => Relation::Unproven,
        }
    }

    /// Whether two rules are written alike, and so are the criteria that they refer to; however
    /// large they are.
    fn identical(&self, old: &CheckedRule, new: &CheckedRule, steps: &mut usize) -> bool {
        *steps = steps.saturating_sub(1);
        if *steps == 0 || old.open != new.open {
            return false;
        }
        let mut all = |a: &[CheckedRule], b: &[CheckedRule]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.identical(a, b, steps));
        match (&old.node, &new.node) {
            (CheckedNode::All(a), CheckedNode::All(b)) | (CheckedNode::Any(a), CheckedNode::Any(b)) => all(a, b),
            (CheckedNode::AtLeast { count: m, of: a }, CheckedNode::AtLeast { count: n, of: b }) => m == n && all(a, b),
            (CheckedNode::Not(a), CheckedNode::Not(b)) => self.identical(a, b, steps),
            (CheckedNode::Lasting { lasts: m, rule: a }, CheckedNode::Lasting { lasts: n, rule: b }) => m == n && self.identical(a, b, steps),
            (CheckedNode::Criterion { places: a, .. }, CheckedNode::Criterion { places: b, .. }) => {
                let [old, new] = self.trials.map(|t| t.criteria());
                let pairs = a.iter().zip(b).map(|(a, b)| old.get(*a).zip(new.get(*b)));
                a.len() == b.len() && pairs.into_iter().all(|pair| pair.is_some_and(|(a, b)| self.identical(&a.rule, &b.rule, steps)))
            }
            (a, b) => a == b && !touches(old, &self.changed, Version::Old.of(self.trials)),
        }
    }

    fn form(&self, wanted: Wanted<'_>, pass: bool) -> Form {
        let criteria: &[CheckedCriterion] = wanted.version.of(self.trials).criteria();
        self.theory.questions.form(wanted.rule, wanted.truth == pass, criteria)
    }

    /// Whether there certainly is a patient who meets the forms: they are met by values and
    /// findings of the moment that do not depend on each other.
    fn somebody(&self, forms: &[&Form]) -> bool {
        self.theory.met(forms).is_some_and(|answers| self.can_be(&answers))
    }

    fn can_be(&self, answers: &[Literal]) -> bool {
        let (mut ages, mut sexes) = (Vec::new(), 0usize);
        for (place, truth) in answers {
            match self.theory.questions.atoms.get(*place) {
                Some(Atom::Values(values)) if values.mode == Mode::One && values.is_plain() => match values.line.scale {
                    LineScale::Own => {}
                    LineScale::Age(line) => ages.push(line),
                    LineScale::Upper | LineScale::Lower => return false,
                },
                Some(Atom::Finding(f)) if finding::is_definite(f) && of_the_moment(f) => {
                    sexes = sexes.saturating_add(usize::from(!truth && matches!(f.name.as_str(), "male" | "female")));
                }
                _ => return false,
            }
        }
        sexes < 2 && ages.windows(2).all(|pair| pair.first() == pair.last())
    }
}

impl Version {
    pub fn of<T: Copy>(self, versions: [T; 2]) -> T {
        let [old, new] = versions;
        match self {
            Self::Old => old,
            Self::New => new,
        }
    }
}

/// Measures whose values hold for another time in the new version.
pub fn changed_validity(old: &CheckedTrial, new: &CheckedTrial) -> Vec<MeasureId> {
    let named = [old, new].into_iter().flat_map(|t| t.trial().valid_for.keys().filter_map(|name| t.vocabulary().measure_named(name)));
    let differs = |id: &MeasureId| old.valid_for(*id).map(spelling::span) != new.valid_for(*id).map(spelling::span);
    let mut changed: Vec<MeasureId> = named.filter(differs).collect();
    changed.sort();
    changed.dedup();
    changed
}

fn place(atoms: &mut Vec<Atom>, owners: &mut Vec<Option<Version>>, atom: Atom, owner: Option<Version>) -> usize {
    if let Some(place) = atoms.iter().zip(owners.iter()).position(|(a, o)| *o == owner && *a == atom) {
        return place;
    }
    atoms.push(atom);
    owners.push(owner);
    atoms.len().saturating_sub(1)
}

/// Whether a rule asks for a value that holds for another time in the other version, or that may
/// be computed from such a one.
fn touches(rule: &CheckedRule, changed: &[MeasureId], trial: &CheckedTrial) -> bool {
    if changed.is_empty() {
        return false;
    }
    let measure = |id: Option<MeasureId>| {
        id.is_some_and(|id| changed.contains(&id) || trial.vocabulary().measure(id).is_some_and(|row| row.derived || row.dose))
    };
    let dosed = |of: &Dosed| matches!(of, Dosed::Measure(asked) if measure(asked.id));
    let mut touched = false;
    rule.walk(&mut |rule, _| {
        touched |= match &rule.node {
            CheckedNode::Measure(m) => measure(m.of.id) || m.since.as_deref().is_some_and(|f| measure(f.of.measure())),
            CheckedNode::Consecutive(c) => measure(c.of.id) || c.steady.iter().any(dosed),
            CheckedNode::Trend(t) => measure(t.of.id),
            CheckedNode::Steady { of, .. } => dosed(of),
            CheckedNode::Finding(f) => measure(f.of.measure()),
            CheckedNode::Recorded(names) => names.iter().any(|n| matches!(n, Recorded::Measure(asked) if measure(asked.id))),
            _ => false,
        }
    });
    touched
}

/// Whether nothing but its presence at the moment is asked.
fn of_the_moment(f: &CheckedFinding) -> bool {
    !f.looks_back() && f.lasts.is_none() && f.severity.is_none() && f.certainty.is_none()
}
