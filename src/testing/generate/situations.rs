//! For a question, the states of its subject that it tells apart.

use super::age;
use super::model::{Leaf, Model, State, Subject};
use crate::rule::{Node, Rule};

impl Model<'_> {
    /// The states, that nothing is known last; or why there are none.
    pub(super) fn situations(&self, index: usize) -> Result<&[State], &str> {
        let Some(leaf) = self.leaves.get(index) else { return Ok(&[]) };
        leaf.states.get_or_init(|| self.made(index, leaf)).as_ref().map(Vec::as_slice).map_err(String::as_str)
    }

    fn made(&self, index: usize, leaf: &Leaf<'_>) -> Result<Vec<State>, String> {
        let none = |why: &str| Err(format!("{}: {why}", self.words(leaf.rule)));
        let subject = leaf.subject.and_then(|s| self.subjects.get(s));
        let mut states = match (&leaf.rule.node, subject) {
            (Node::Review(_), _) => return none("a person has to judge"),
            (Node::Measure(m), Some(Subject::Age)) => age::states(&m.is),
            (Node::Measure(m), Some(Subject::Measure(id))) => self.values(&m.of, *id, &m.is),
            (Node::Consecutive(c), Some(Subject::Measure(id))) => self.runs(index, c, *id),
            (Node::Measure(_) | Node::Consecutive(_) | Node::Trend(_), None) => return none("the vocabulary does not know the measure"),
            (Node::Finding(f), Some(_)) => self.presences(index, f),
            (Node::Recorded(_), _) => return Ok(vec![State::missing()]),
            _ => return none("such rules are left to a person"),
        };
        if states.is_empty() {
            return none("its bounds are left to a person");
        }
        states.push(State { label: format!("{} not recorded", self.name(leaf.rule)), ..State::missing() });
        Ok(states)
    }

    /// Says that no test was found for a question.
    pub(super) fn unsaid(&self, index: usize) -> String {
        let words = self.leaves.get(index).map(|l| self.words(l.rule)).unwrap_or_default();
        format!("{words}: what would tell is left to a person")
    }

    /// What a question is about.
    fn name(&self, rule: &Rule) -> String {
        match &rule.node {
            Node::Measure(r) => r.of.clone(),
            Node::Consecutive(r) => r.of.clone(),
            Node::Trend(r) => r.of.clone(),
            Node::Finding(r) if self.sex(&self.vocabulary.concept(&r.of)).is_some() => "sex".to_owned(),
            Node::Finding(r) => r.of.clone(),
            _ => rule.node.name().to_owned(),
        }
    }

    fn words(&self, rule: &Rule) -> String {
        crate::rule::print(rule, self.vocabulary).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
