//! Asking some questions again, where most answers stand.

use super::follow::{Above, Followed};
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
    pub way: Way,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// By the place of a value among the thresholds of a table, with all others of the table.
    Table(usize),
    /// By records, with all others that are.
    Records,
    /// By the reference, alone.
    Alone,
}

/// What is asked again.
#[derive(Clone, Copy)]
pub(crate) struct Again<'a> {
    pub above: &'a Above,
    pub profile: &'a Profile,
    pub moment: Moment,
    pub questions: &'a [usize],
    /// Some of them hang on what is there or not.
    pub about_facts: bool,
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

    /// The rows above each question, for those who ask some again.
    pub(crate) fn above(&self) -> Above {
        Above::of(&self.program)
    }

    /// Answers some questions anew, at another moment or with more data, and works out what
    /// follows. The answers to all others must be those of that moment already.
    pub(crate) fn ask_again(&self, again: &Again<'_>, answers: &mut Answers) -> Followed {
        let Again { above, profile, moment, questions, about_facts } = *again;
        if questions.is_empty() && self.foreign.is_empty() {
            return Followed::default();
        }
        let asked = || questions.iter().filter_map(|q| self.asked.get(*q));
        let mut tables: Vec<usize> = asked().filter_map(|q| if let Way::Table(table) = q.way { Some(table) } else { None }).collect();
        tables.sort_unstable();
        tables.dedup();
        let records = asked().any(|q| q.way == Way::Records);
        // What stays unknown is left as it is: so it is unknown before.
        let mut nodes: Vec<Literal> = tables.iter().flat_map(|t| self.measures.nodes(*t)).collect();
        if records {
            nodes.extend(self.findings.nodes());
        }
        nodes.extend(asked().filter(|q| q.way == Way::Alone).map(|q| q.node));
        nodes.extend(self.foreign.iter().flat_map(|(_, nodes)| nodes));
        let before: Vec<u8> = nodes.iter().map(|n| answers.values.of(*n)).collect();
        nodes.iter().for_each(|n| answers.values.set(*n, Truth::Unknown));
        let values = &mut answers.values;
        let (facts, bearing) =
            if about_facts { self.facts(profile, moment) } else { (Rc::new(Facts::of(&NOBODY, &self.vocabulary, moment)), Rc::default()) };
        let charts = Charts::new(&self.others, &facts, profile, &self.vocabulary, moment);
        if !tables.is_empty() {
            self.measures.answer_some(&tables, profile, &charts, values);
        }
        if records {
            self.findings_of(&facts, &bearing, profile, moment, values);
        }
        for question in asked().filter(|q| q.way == Way::Alone) {
            values.set(question.node, charts.truth(question.owner, &question.rule));
        }
        self.foreign_answers(profile, moment, values);
        let changed: Vec<Literal> = nodes.iter().zip(before).filter(|(n, b)| answers.values.of(**n) != *b).map(|(n, _)| *n).collect();
        above.follow(&self.program, &changed, answers)
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
