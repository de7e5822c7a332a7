//! Asking some questions again, where most answers stand.

use super::others::{Charts, OwnerId};
use super::program::Literal;
use super::{Answers, Engine};
use crate::patient::Profile;
use crate::rule::CheckedRule;
use crate::screening::facts::Facts;
use crate::screening::reach::Reach;
use crate::screening::screen;
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
        if !questions.is_empty() {
            let facts = if about_facts { self.kin.facts(profile, &self.vocabulary, moment) } else { Facts::of(&NOBODY, &self.vocabulary, moment) };
            let facts = Rc::new(facts);
            let charts = Charts::new(&self.others, &facts, profile, &self.vocabulary, moment);
            for question in questions.iter().filter_map(|q| self.asked.get(*q)) {
                answers.values.set(question.node, charts.truth(question.owner, &question.rule));
            }
            self.program.run(&mut answers.values);
            self.program.outcomes(&answers.values, &mut answers.outcomes, &mut answers.verdicts);
        }
        for (place, trial) in &self.foreign {
            let screening = screen(trial, profile, moment);
            answers.replace(*place, screening.criteria.iter().map(|c| c.outcome), screening.verdict);
        }
    }
}
