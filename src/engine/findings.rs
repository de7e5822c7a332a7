//! Findings: the names of the profile that bear on a concept are found once; a concept that
//! none bears on is decided by what the profile says to be complete.

use super::SharedFacts;
use super::kin::{self, Kin};
use super::others::{Charts, OwnerId};
use super::program::{Literal, Values};
use crate::Truth;
use crate::patient::{Complete, Presence, Profile};
use crate::rule::{CheckedFinding, CheckedNode, CheckedRule};
use crate::screening::facts::{Fact, List, Matched};
use crate::screening::presence;
use crate::time::Moment;
use crate::vocabulary::{Concept, FindingKind};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Every question about a finding.
#[derive(Debug, Default)]
pub struct Findings {
    places: FxHashMap<Concept, usize>,
    concepts: Vec<Concept>,
    /// The questions about each concept.
    questions: Vec<Vec<Question>>,
    /// Every question with the list that would name what it asks for.
    silent: Vec<(Literal, Listed)>,
}

#[derive(Debug)]
struct Question {
    node: Literal,
    rule: CheckedRule,
    simple: Option<Simple>,
}

/// A question that one fact with nothing against it can answer with yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Simple {
    /// What was done stays done.
    stays_done: bool,
    /// An allergy to a drug is not the drug.
    apart: bool,
}

/// The list that names everything there is of a sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    Conditions,
    Procedures,
    Medications,
    Findings,
    Anywhere,
}

/// A fact's place, for what only leaves a question open.
const NOWHERE: usize = usize::MAX;

impl Findings {
    pub fn len(&self) -> usize {
        self.silent.len()
    }

    pub fn ask(&mut self, node: Literal, rule: CheckedRule) {
        let CheckedNode::Finding(finding) = &rule.node else { return };
        let place = self.place(finding);
        self.silent.push((node, Listed::of(finding)));
        let simple = simple(finding);
        if let Some(all) = self.questions.get_mut(place) {
            all.push(Question { node, rule, simple });
        }
    }

    /// The place of a finding's concept.
    pub fn place(&mut self, finding: &CheckedFinding) -> usize {
        let next = self.concepts.len();
        let place = *self.places.entry(finding.of.clone()).or_insert(next);
        if place == next {
            self.concepts.push(finding.of.clone());
            self.questions.push(Vec::new());
        }
        place
    }

    /// The concepts, by their places.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    pub fn answer(&self, kin: &Kin, facts: &SharedFacts<'_>, profile: &Profile, charts: &Charts<'_>, values: &mut Values) {
        // Where nothing bears on it, a complete list says no, and everything else nothing.
        let complete = profile.complete;
        if complete != Complete::default() {
            for (node, listed) in &self.silent {
                if listed.complete(complete) {
                    values.set(*node, Truth::False);
                }
            }
        }
        for (place, matched) in self.touched(kin, facts, profile, charts) {
            let matched = Rc::new(matched);
            let mut known = false;
            for question in self.questions.get(place).into_iter().flatten() {
                if question.simple.is_some_and(|s| s.is_there(facts, &matched, charts.asked)) {
                    values.set(question.node, Truth::True);
                    continue;
                }
                if !std::mem::replace(&mut known, true)
                    && let Some(concept) = self.concepts.get(place)
                {
                    facts.know(concept, Rc::clone(&matched));
                }
                values.set(question.node, charts.truth(OwnerId::FIRST, &question.rule));
            }
        }
    }

    /// The concepts that anything in the profile bears on, with what does.
    fn touched(&self, kin: &Kin, facts: &SharedFacts<'_>, profile: &Profile, charts: &Charts<'_>) -> Vec<(usize, Matched)> {
        let relations = kin.relations(&kin::names(facts), &self.concepts, charts.vocabulary);
        let mut bears: Vec<(usize, usize, bool, bool)> = Vec::new();
        for (place, fact) in facts.all.iter().enumerate() {
            for relation in relations.get(fact.concept).into_iter().flat_map(|r| r.iter()) {
                bears.push((relation.concept, place, relation.narrower, relation.wider));
            }
        }
        if !profile.unanswered.is_empty() {
            for relations in kin.relations(&kin::unanswered(profile), &self.concepts, charts.vocabulary) {
                bears.extend(relations.iter().map(|r| (r.concept, NOWHERE, false, false)));
            }
        }
        bears.sort_unstable();
        let mut touched: Vec<(usize, Matched)> = Vec::new();
        for (concept, place, narrower, wider) in bears {
            if touched.last().is_none_or(|(last, _)| *last != concept) {
                touched.push((concept, Matched::default()));
            }
            if let (Some((_, matched)), Some(fact)) = (touched.last_mut(), facts.all.get(place)) {
                matched.add(place, fact, narrower, wider);
            }
        }
        touched
    }
}

impl Listed {
    /// Every list, and all of them.
    pub const EVERY: [Self; 5] = [Self::Conditions, Self::Procedures, Self::Medications, Self::Findings, Self::Anywhere];

    /// Whether a profile says that the list is complete.
    pub fn complete(self, complete: Complete) -> bool {
        match self {
            Self::Conditions => complete.conditions,
            Self::Procedures => complete.procedures,
            Self::Medications => complete.medications,
            Self::Findings => complete.findings,
            Self::Anywhere => complete.conditions && complete.procedures && complete.medications && complete.findings,
        }
    }

    pub fn of(rule: &CheckedFinding) -> Self {
        match rule.kind {
            Some(FindingKind::Condition) => Self::Conditions,
            Some(FindingKind::Procedure) => Self::Procedures,
            Some(FindingKind::Drug) => Self::Medications,
            Some(_) => Self::Findings,
            None => Self::Anywhere,
        }
    }
}

/// Nothing is asked but whether it is there, or whether it was once done.
fn simple(rule: &CheckedFinding) -> Option<Simple> {
    let plain = rule.severity.is_none() && rule.lasts.is_none() && rule.within.is_none() && rule.before.is_none() && rule.after.is_none();
    plain
        .then(|| Simple { stays_done: rule.ever || rule.stays_done(), apart: matches!(rule.kind, Some(FindingKind::Allergy | FindingKind::Consent)) })
}

impl Simple {
    /// Whether some fact makes it true, whatever the others are.
    fn is_there(self, facts: &SharedFacts<'_>, matched: &Matched, asked: Moment) -> bool {
        let says_yes = |fact: &Fact<'_>| {
            let concerned = matches!(fact.presence, Presence::Present | Presence::Resolved) && !(self.apart && fact.list == List::Medications);
            let in_time = || if self.stays_done { presence::happened(fact, asked, asked) } else { presence::covers(fact, asked, asked) };
            concerned && fact.contested.is_none_or(|from| from > asked) && in_time() == Truth::True
        };
        facts.at(&matched.same).chain(facts.at(&matched.narrower)).any(says_yes)
    }
}
