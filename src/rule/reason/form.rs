//! A rule being true, or being false, as answers that would have to be given.

use super::atom::{Atom, Literal};
use super::finding;
use crate::rule::{CheckedCriterion, CheckedMeasure, CheckedNode, CheckedRule, CheckedTrial, Take};
use crate::vocabulary::Vocabulary;
use rustc_hash::FxHashMap;

/// What must be answered for a rule to be true, or to be false.
#[derive(Debug, Clone)]
pub enum Form {
    /// This answer.
    Answer(Literal),
    /// All of these.
    All(Vec<Form>),
    /// One of these.
    Any(Vec<Form>),
    /// Something that is not looked into.
    Open,
}

/// More ways to reach a count are not looked into.
const MOST_WAYS: usize = 40;
/// Larger forms are not looked into: criteria may refer to each other over and over.
const LARGEST: usize = 20_000;

/// The questions of a trial's rules by the place of the rule in memory.
#[derive(Debug, Default)]
pub struct Questions {
    pub atoms: Vec<Atom>,
    /// The rule's own question, and that of the moment for what asks "for so long".
    by_rule: FxHashMap<usize, (usize, Option<usize>)>,
    /// Whether something else is like the examples of an open list, where that is looked into.
    others: Option<usize>,
}

impl Questions {
    /// The questions of all criteria.
    pub fn of(trial: &CheckedTrial) -> Self {
        let (mut questions, vocabulary) = (Self::default(), trial.vocabulary());
        for (criterion, (_, written)) in trial.criteria().iter().zip(trial.trial().criteria()) {
            // A name that is all that a criterion says is a question of its own, known or not.
            let whole = match &criterion.rule.node {
                CheckedNode::Not(part) => &**part,
                _ => &*criterion.rule,
            };
            criterion.rule.walk(&mut |rule, _| {
                if is_definite(rule) || std::ptr::eq(rule, whole) && says_all(rule, &written.text) {
                    questions.add(rule, vocabulary);
                }
            });
        }
        questions
    }

    fn add(&mut self, rule: &CheckedRule, vocabulary: &Vocabulary) {
        let asks =
            rule.children().is_empty() && !matches!(rule.node, CheckedNode::Criterion { .. }) || matches!(rule.node, CheckedNode::Lasting { .. });
        if !asks {
            return;
        }
        if matches!(rule.node, CheckedNode::Review(_)) {
            return;
        }
        let own = self.place(Atom::of(rule, vocabulary));
        let now = at_the_moment(rule).map(|plain| self.place(Atom::of(&plain, vocabulary)));
        self.by_rule.insert(key(rule), (own, now));
    }

    /// The question of a rule, where its place is known already; see [`super::pair`].
    pub(super) fn note(&mut self, rule: &CheckedRule, own: usize, now: Option<usize>) {
        self.by_rule.insert(key(rule), (own, now));
    }

    /// From here on an open list asks for more than its examples.
    pub(super) fn look_into_open_lists(&mut self) {
        self.others = Some(self.place(Atom::Whole(Box::new(CheckedNode::Review("others like the examples".to_owned())))));
    }

    fn place(&mut self, atom: Atom) -> usize {
        if let Some(place) = self.atoms.iter().position(|a| *a == atom) {
            return place;
        }
        self.atoms.push(atom);
        self.atoms.len().saturating_sub(1)
    }

    /// What must be answered for a rule of the trial to have a truth.
    pub fn form(&self, rule: &CheckedRule, truth: bool, criteria: &[CheckedCriterion]) -> Form {
        Builder { questions: self, criteria, size: 0 }.form(rule, truth)
    }
}

/// Of what asks for a value "for so long", the question about the moment.
pub(super) fn at_the_moment(rule: &CheckedRule) -> Option<CheckedRule> {
    match &rule.node {
        CheckedNode::Measure(m) if m.lasts.is_some() && m.take == Take::Latest && m.within.is_none() && m.since.is_none() => {
            let plain = CheckedMeasure { lasts: None, ..m.clone() };
            Some(CheckedRule { node: CheckedNode::Measure(plain), at: None, open: false })
        }
        _ => None,
    }
}

/// Whether a finding's name is most of what the text says, and is not about the protocol itself.
fn says_all(rule: &CheckedRule, text: &str) -> bool {
    const ABOUT_IT: &[&str] = &["criteria", "criterion", "investigator", "protocol", "study", "trial"];
    let CheckedNode::Finding(finding) = &rule.node else { return !matches!(rule.node, CheckedNode::Review(_)) };
    let words = |t: &str| t.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect::<Vec<_>>();
    let (name, text) = (words(&finding.of.written), words(text));
    name.len().saturating_mul(2) >= text.len() && !name.iter().any(|w| ABOUT_IT.contains(&w.as_str()))
}

/// Whether what a rule asks is known well enough to be the same question elsewhere. Words that the
/// vocabulary does not have may be a fragment of something longer.
fn is_definite(rule: &CheckedRule) -> bool {
    match &rule.node {
        CheckedNode::Finding(f) => finding::is_definite(f),
        CheckedNode::Measure(m) => m.of.id.is_some() && m.since.as_deref().is_none_or(finding::is_definite),
        CheckedNode::Consecutive(c) => c.of.id.is_some(),
        CheckedNode::Trend(t) => t.of.id.is_some(),
        CheckedNode::Lasting { rule, .. } => {
            let mut definite = true;
            rule.walk(&mut |r, _| definite &= !r.children().is_empty() || is_definite(r));
            definite
        }
        CheckedNode::Review(_) => false,
        _ => true,
    }
}

fn key(rule: &CheckedRule) -> usize {
    std::ptr::from_ref(rule) as usize
}

struct Builder<'q> {
    questions: &'q Questions,
    criteria: &'q [CheckedCriterion],
    size: usize,
}

impl Builder<'_> {
    fn form(&mut self, rule: &CheckedRule, truth: bool) -> Form {
        self.size = self.size.saturating_add(1);
        if self.size > LARGEST {
            return Form::Open;
        }
        let form = self.node(rule, truth);
        match self.questions.others.filter(|_| rule.open) {
            Some(others) if truth => Form::Any(vec![form, Form::Answer((others, true))]),
            Some(others) => Form::All(vec![form, Form::Answer((others, false))]),
            None => form,
        }
    }

    fn node(&mut self, rule: &CheckedRule, truth: bool) -> Form {
        match (&rule.node, truth) {
            (CheckedNode::All(parts), true) | (CheckedNode::Any(parts), false) => Form::All(self.forms(parts, truth)),
            (CheckedNode::All(parts), false) | (CheckedNode::Any(parts), true) => Form::Any(self.forms(parts, truth)),
            (CheckedNode::Not(part), _) => self.form(part, !truth),
            (CheckedNode::AtLeast { count, of }, true) => self.some(of, *count, true),
            // Too few are left: so many are false.
            (CheckedNode::AtLeast { count, of }, false) => self.some(of, of.len().saturating_add(1).saturating_sub(*count), false),
            (CheckedNode::Criterion { places, .. }, _) => {
                // All of no criteria is nothing that anybody meant.
                if places.is_empty() {
                    return Form::Open;
                }
                let criteria = self.criteria;
                let forms = places.iter().filter_map(|p| criteria.get(*p)).map(|c| self.form(&c.rule, truth)).collect();
                if truth { Form::All(forms) } else { Form::Any(forms) }
            }
            // What has lasted is so at the moment.
            (CheckedNode::Lasting { rule: inner, .. }, true) => Form::All(vec![self.answer(rule, true), self.form(inner, true)]),
            _ => self.answer(rule, truth),
        }
    }

    fn forms(&mut self, parts: &[CheckedRule], truth: bool) -> Vec<Form> {
        parts.iter().map(|p| self.form(p, truth)).collect()
    }

    fn answer(&self, rule: &CheckedRule, truth: bool) -> Form {
        match self.questions.by_rule.get(&key(rule)) {
            Some((own, Some(now))) if truth => Form::All(vec![Form::Answer((*own, true)), Form::Answer((*now, true))]),
            Some((own, _)) => Form::Answer((*own, truth)),
            None => Form::Open,
        }
    }

    /// So many of the parts have the truth.
    fn some(&mut self, parts: &[CheckedRule], count: usize, truth: bool) -> Form {
        let forms = self.forms(parts, truth);
        match count {
            0 => Form::All(Vec::new()),
            1 => Form::Any(forms),
            n if n == forms.len() => Form::All(forms),
            n if n > forms.len() => Form::Any(Vec::new()),
            n => ways(&forms, n).map_or(Form::Open, Form::Any),
        }
    }
}

/// Every way to take so many of the forms, unless there are too many.
fn ways(forms: &[Form], count: usize) -> Option<Vec<Form>> {
    let mut ways: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..count {
        let longer = ways.iter().flat_map(|way| {
            let from = way.last().map_or(0, |l| l.saturating_add(1));
            (from..forms.len()).map(move |next| way.iter().copied().chain([next]).collect())
        });
        ways = longer.collect();
        if ways.len() > MOST_WAYS.saturating_mul(4) {
            return None;
        }
    }
    let form = |way: Vec<usize>| Form::All(way.iter().filter_map(|i| forms.get(*i)).cloned().collect());
    (ways.len() <= MOST_WAYS).then(|| ways.into_iter().map(form).collect())
}
