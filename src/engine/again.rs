//! Asking some questions again, where most answers stand.

use super::others::{Charts, OwnerId};
use super::program::{Literal, Values};
use super::{Answers, Engine};
use crate::Truth;
use crate::patient::Profile;
use crate::rule::CheckedRule;
use crate::screening::facts::Facts;
use crate::screening::reach::Reach;
use crate::screening::{Outcome, screen};
use crate::time::Moment;
use std::rc::Rc;
use std::sync::LazyLock;

/// A distinct question, as the reference answers it.
#[derive(Debug)]
pub struct Question {
    pub node: Literal,
    pub owner: OwnerId,
    pub rule: CheckedRule,
}

/// Whose facts are looked at where no question is about any.
static NOBODY: LazyLock<Profile> = LazyLock::new(|| Profile::new(""));

impl Engine {
    /// What each question hangs on in time, by its place.
    pub(crate) fn reaches(&self) -> Vec<Reach> {
        let reach =
            |q: &Question| self.others.trial(q.owner).map_or_else(Reach::default, |t| Reach::with(&q.rule, t, self.others.valid_for(q.owner)));
        self.asked.iter().map(reach).collect()
    }

    /// Answers some questions anew, at another moment or with more data, and works out what
    /// follows. The answers to all others must be those of that moment already.
    pub(crate) fn ask_again(&self, profile: &Profile, moment: Moment, questions: &[usize], about_facts: bool, answers: &mut Answers) {
        if questions.is_empty() && self.foreign.is_empty() {
            return;
        }
        let facts = if about_facts { self.kin.facts(profile, &self.vocabulary, moment) } else { Facts::of(&NOBODY, &self.vocabulary, moment) };
        let facts = Rc::new(facts);
        let charts = Charts::new(&self.others, &facts, profile, &self.vocabulary, moment);
        for question in questions.iter().filter_map(|q| self.asked.get(*q)) {
            answers.values.set(question.node, charts.truth(question.owner, &question.rule));
        }
        self.foreign_answers(profile, moment, &mut answers.values);
        self.program.run(&mut answers.values);
        self.program.outcomes(&answers.values, &mut answers.outcomes, &mut answers.verdicts);
    }

    /// What the reference says of the trials of another vocabulary.
    pub(super) fn foreign_answers(&self, profile: &Profile, moment: Moment, values: &mut Values) {
        for (trial, nodes) in &self.foreign {
            for (node, criterion) in nodes.iter().zip(screen(trial, profile, moment).criteria) {
                let truth = match criterion.outcome {
                    Outcome::Pass => Truth::True,
                    Outcome::Unknown => Truth::Unknown,
                    Outcome::Fail => Truth::False,
                };
                values.set(*node, truth);
            }
        }
    }
}
