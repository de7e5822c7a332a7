//! What can be proved about the rules of a trial.

use super::atom::{Atom, Literal, no_value_left};
use super::form::{Form, Questions};
use crate::rule::{CheckedCriterion, CheckedRule, CheckedTrial, CriterionKind};
use std::cell::Cell;

/// The rules of a trial, ready for questions such as whether one can be true at all.
///
/// A "yes" is a proof: no profile gives such answers. A "no" says only that none was found, in
/// bounded time; what is left for a person or depends on other questions is taken as free.
///
/// ```
/// use trialsieve::{rule::{self, Theory}, vocabulary::Vocabulary};
/// let text = "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age 12 or younger, and 18 or older\n  \
///     rule: {all: [{measure: {of: age, is: \"<= 12 years\"}}, {measure: {of: age, is: \">= 18 years\"}}]}\n";
/// let trial = rule::check(rule::yaml::read(text).unwrap(), None, Vocabulary::builtin()).0.unwrap();
/// assert!(Theory::new(&trial).never(&[(&trial.criteria()[0].rule, true)]));
/// assert!(!Theory::new(&trial).never(&[(&trial.criteria()[0].rule, false)]));
/// ```
#[derive(Debug)]
pub struct Theory<'t> {
    criteria: &'t [CheckedCriterion],
    pub(super) questions: Questions,
    /// For each answer those that cannot be given with it.
    clashes: Vec<[Vec<Literal>; 2]>,
    /// Steps taken for all proofs so far.
    spent: Cell<usize>,
}

/// More steps than that are not taken for one proof.
const MOST_STEPS: usize = 3_000;
/// Nor more than that for all proofs of a trial: one of hundreds of criteria about the same measure
/// has hundreds of thousands of pairs.
const MOST_STEPS_IN_ALL: usize = 2_000_000;
/// Nor deeper ones.
const DEEPEST: usize = 200;

impl<'t> Theory<'t> {
    /// The theory of a trial's rules.
    pub fn new(trial: &'t CheckedTrial) -> Self {
        Self::about(trial, Questions::of(trial))
    }

    /// The theory of questions.
    pub(super) fn about(trial: &'t CheckedTrial, questions: Questions) -> Self {
        let criteria = trial.criteria();
        let mut clashes: Vec<[Vec<Literal>; 2]> = vec![<[Vec<Literal>; 2]>::default(); questions.atoms.len()];
        let mut note = |a: Literal, b: Literal| {
            if let Some(list) = clashes.get_mut(a.0).and_then(|of| of.get_mut(usize::from(a.1))) {
                list.push(b);
            }
        };
        for (i, atom) in questions.atoms.iter().enumerate() {
            note((i, true), (i, false));
            note((i, false), (i, true));
            for (j, other) in questions.atoms.iter().enumerate().skip(i.saturating_add(1)) {
                if std::mem::discriminant(atom) != std::mem::discriminant(other) || matches!(atom, Atom::Whole(_)) {
                    continue;
                }
                for (a, b) in [(true, true), (true, false), (false, true), (false, false)] {
                    if atom.clashes(a, other, b, trial.vocabulary()) {
                        note((i, a), (j, b));
                        note((j, b), (i, a));
                    }
                }
            }
        }
        Self { criteria, questions, clashes, spent: Cell::new(0) }
    }

    /// Whether it is certain that these rules, all of this trial, never have these truths
    /// together.
    pub fn never(&self, rules: &[(&CheckedRule, bool)]) -> bool {
        let forms: Vec<Form> = rules.iter().map(|(rule, truth)| self.form(rule, *truth)).collect();
        self.closed(&forms.iter().collect::<Vec<_>>())
    }

    /// What must be answered for a rule to have a truth.
    pub(super) fn form(&self, rule: &CheckedRule, truth: bool) -> Form {
        self.questions.form(rule, truth, self.criteria)
    }

    /// Whether forms can certainly not be met together.
    pub(super) fn closed(&self, forms: &[&Form]) -> bool {
        let spent = self.spent.get();
        if spent > MOST_STEPS_IN_ALL {
            return false;
        }
        let mut search = Search { theory: self, steps: 0, met: None, by_answers_alone: false };
        let closed = search.closed(forms.to_vec(), Vec::new(), Vec::new(), 0) == Some(true);
        self.spent.set(spent.saturating_add(search.steps));
        closed
    }

    /// Answers that meet the forms, as far as this is known of single pairs of answers; what is
    /// not looked into is not taken for met.
    pub(super) fn met(&self, forms: &[&Form]) -> Option<Vec<Literal>> {
        let mut search = Search { theory: self, steps: 0, met: None, by_answers_alone: true };
        search.closed(forms.to_vec(), Vec::new(), Vec::new(), 0);
        search.met
    }

    /// Whether two answers cannot be given together.
    pub(super) fn refuses(&self, a: Literal, b: Literal) -> bool {
        self.clashes.get(a.0).and_then(|of| of.get(usize::from(a.1))).is_some_and(|list| list.contains(&b))
    }

    /// The questions that a form asks, sorted.
    pub(super) fn asked(form: &Form) -> Vec<usize> {
        fn walk(form: &Form, out: &mut Vec<usize>) {
            match form {
                Form::Answer((place, _)) => out.push(*place),
                Form::All(parts) | Form::Any(parts) => parts.iter().for_each(|p| walk(p, out)),
                Form::Open => {}
            }
        }
        let mut out = Vec::new();
        walk(form, &mut out);
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Whether an answer to one of the first questions bears on one of the second.
    pub(super) fn bears(&self, first: &[usize], second: &[usize]) -> bool {
        first.iter().any(|p| {
            let related = self.clashes.get(*p).into_iter().flatten().flatten();
            second.contains(p)
                || related.into_iter().any(|(other, _)| second.binary_search(other).is_ok())
                || self.is_age(*p) && second.iter().any(|s| self.is_age(*s))
        })
    }

    fn is_age(&self, place: usize) -> bool {
        matches!(self.questions.atoms.get(place), Some(Atom::Values(v)) if matches!(v.line.scale, super::axis::LineScale::Age(_)))
    }
}

/// What an eligible patient's answer to a criterion's rule is.
pub fn wanted(kind: CriterionKind) -> bool {
    kind == CriterionKind::Inclusion
}

struct Search<'s, 't> {
    theory: &'s Theory<'t>,
    steps: usize,
    /// The answers of the first way that was found.
    met: Option<Vec<Literal>>,
    /// Whether what is not looked into counts as not met.
    by_answers_alone: bool,
}

impl<'s> Search<'s, '_> {
    /// Whether every way to meet the forms fails; `None` where that takes too long to say.
    fn closed(&mut self, mut forms: Vec<&'s Form>, mut choices: Vec<&'s [Form]>, mut given: Vec<Literal>, depth: usize) -> Option<bool> {
        loop {
            while let Some(form) = forms.pop() {
                self.steps = self.steps.saturating_add(1);
                match form {
                    Form::Answer(answer) if given.contains(answer) => {}
                    Form::Answer(answer) => {
                        if self.refused(*answer, &given) {
                            return Some(true);
                        }
                        given.push(*answer);
                        if no_value_left(&self.theory.questions.atoms, &given, answer.0) {
                            return Some(true);
                        }
                    }
                    Form::All(parts) => forms.extend(parts),
                    Form::Any(parts) => choices.push(parts),
                    Form::Open if self.by_answers_alone => return Some(true),
                    Form::Open => {}
                }
            }
            if self.steps > MOST_STEPS || depth > DEEPEST {
                return None;
            }
            // A choice with one way left is none.
            let mut forced = None;
            choices.retain(|parts| !parts.iter().any(|p| matches!(p, Form::Answer(a) if given.contains(a))));
            for (place, parts) in choices.iter().enumerate() {
                let mut open = parts.iter().filter(|p| !matches!(p, Form::Answer(a) if self.refused(*a, &given)));
                match (open.next(), open.next()) {
                    (None, _) => return Some(true),
                    (Some(only), None) => {
                        forced = Some((place, only));
                        break;
                    }
                    _ => {}
                }
            }
            match forced {
                Some((place, only)) => {
                    choices.swap_remove(place);
                    forms.push(only);
                }
                None => break,
            }
        }
        let Some(parts) = choices.pop() else {
            self.met = Some(given);
            return Some(false);
        };
        for part in parts {
            if !self.closed(vec![part], choices.clone(), given.clone(), depth.saturating_add(1))? {
                return Some(false);
            }
        }
        Some(true)
    }

    fn refused(&self, answer: Literal, given: &[Literal]) -> bool {
        let clashing = self.theory.clashes.get(answer.0).and_then(|of| of.get(usize::from(answer.1)));
        clashing.is_some_and(|list| given.iter().any(|g| list.contains(g)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{self, yaml};
    use crate::vocabulary::Vocabulary;

    fn checked(rule: &str) -> CheckedTrial {
        let text = format!("format: 1\ntrial: X\ninclusion:\n- {{id: I1, text: t, rule: {rule}}}\n");
        rule::check(yaml::read(&text).unwrap(), None, Vocabulary::builtin()).0.unwrap()
    }

    /// Some age is wanted that nobody has, which is seen only where each of the other choices was
    /// made.
    fn hidden_behind(choices: usize) -> String {
        let age = |is: &str| format!("{{measure: {{of: age, is: '{is} years'}}}}");
        let impossible = format!("{{any: [{}, {}]}}, {{any: [{}, {}]}}", age("< 10"), age("< 12"), age("> 20"), age("> 30"));
        let others = (0..choices).map(|n| format!("{{any: [{{finding: {{of: thing {n} a}}}}, {{finding: {{of: thing {n} b}}}}]}}, "));
        format!("{{all: [{}{impossible}]}}", others.collect::<String>())
    }

    #[test]
    fn a_proof_is_found_within_its_steps_and_not_beyond() {
        for (choices, proved) in [(0, true), (6, true), (20, false)] {
            let trial = checked(&hidden_behind(choices));
            let theory = Theory::new(&trial);
            assert_eq!(theory.never(&[(&trial.criteria()[0].rule, true)]), proved, "{choices}");
            assert_eq!(theory.spent.get() > MOST_STEPS, !proved, "{choices}");
        }
    }

    #[test]
    fn all_proofs_of_a_trial_share_their_steps() {
        let trial = checked(&hidden_behind(0));
        let theory = Theory::new(&trial);
        let never = || theory.never(&[(&trial.criteria()[0].rule, true)]);
        theory.spent.set(MOST_STEPS_IN_ALL);
        assert!(never());
        // The last one spent a few more: from here on nothing is claimed, and nothing is spent.
        let spent = theory.spent.get();
        assert!(spent > MOST_STEPS_IN_ALL);
        assert!(!never());
        assert_eq!(theory.spent.get(), spent);
    }
}
