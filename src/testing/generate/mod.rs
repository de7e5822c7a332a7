//! Tests for every bound: patients just below, on and just above it, with the datum missing and
//! in another unit; for every finding present, absent and unknown.
//!
//! What has to come out is worked out here, from the meaning of the bound and the rule, and not by
//! asking the evaluator: where the two disagree, one of them is wrong. What this file cannot work
//! out it leaves out, and says so. A person has to review what it writes: it knows what the rule
//! says, and not whether the rule says what the protocol does.

mod age;
mod aim;
mod finding;
mod measure;
mod model;
mod situations;
mod truth;
mod write;

use super::layout;
use crate::rule::{CheckedTrial, Criterion, CriterionKind};
use crate::screening::Outcome;
use crate::time::{Moment, Zone};
use crate::{Diagnostic, Truth};
use model::{Model, Setting};
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;

/// Tests that were made for a trial.
#[derive(Debug, Clone)]
pub struct Generated {
    /// A test file in its one layout.
    pub text: String,
    /// How many tests it has.
    pub tests: usize,
    /// What no tests were made for: the criterion, and what of it.
    pub left: Vec<(String, String)>,
}

/// The moment that the tests ask for: 2026-11-20T10:00:00Z. Which one it is does not matter; it
/// is neither at the end of a month nor at midnight.
const MOMENT: Moment = Moment::from_millis(1_795_168_800_000);

/// Makes the tests of a trial.
///
/// ```
/// use trialsieve::{rule, testing, vocabulary::Vocabulary};
/// let text = "format: 1\ntrial: X\ninclusion: [{id: I1, text: t, rule: {measure: {of: lactate, is: '> 5 mmol/L'}}}]\n";
/// let (trial, _) = rule::check(rule::yaml::read(text).unwrap(), None, Vocabulary::builtin());
/// let generated = testing::generate(&trial.unwrap()).unwrap();
/// assert!(generated.text.contains("- name: \"I1: lactate 5 mmol/L, on the bound > 5 mmol/L\"\n  set: {labs: {lactate: 5 mmol/L}}\n  expect: {I1: fail}\n"));
/// ```
///
/// # Errors
/// The file cannot be laid out, which is a mistake of this program.
pub fn generate(trial: &CheckedTrial) -> Result<Generated, Vec<Diagnostic>> {
    let model = Model::new(trial);
    let mut tests = Tests { model: &model, body: String::new(), count: 0, names: BTreeSet::new(), seen: BTreeSet::new(), left: Vec::new() };
    for (kind, criterion) in trial.trial().criteria() {
        tests.criterion(kind, criterion);
    }
    let text = layout::format(&format!("{}{}", head(trial), tests.body))?;
    Ok(Generated { text, tests: tests.count, left: tests.left })
}

fn head(trial: &CheckedTrial) -> String {
    let id = Json::from(trial.trial().trial.as_str());
    let at = MOMENT.display(Zone::UTC);
    format!(
        "# Made by `trialsieve test --generate` from the rules, to be reviewed by a person: what each test\n\
         # expects follows from the rule. Whether the rule says what the protocol does, compare.\n\
         format: 1\ntrial: {id}\nat: {at}\ntests:\n"
    )
}

struct Tests<'m> {
    model: &'m Model<'m>,
    body: String,
    count: usize,
    names: BTreeSet<String>,
    /// Settings that a criterion was asked about already.
    seen: BTreeSet<String>,
    left: Vec<(String, String)>,
}

impl Tests<'_> {
    fn criterion(&mut self, kind: CriterionKind, criterion: &Criterion) {
        let words: String = criterion.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut heading = format!("# {}: {words}\n", criterion.id);
        self.seen.clear();
        let (tests, left) = self.model.aims(criterion);
        for aim in tests {
            let expected = self.model.truth(&criterion.rule, &aim.setting);
            let (Some(expected), Some(set)) = (expected, write::set(self.model, &aim.setting)) else { continue };
            let key = Json::Object(set.clone()).to_string();
            if !self.seen.insert(key) {
                continue;
            }
            self.body.push_str(&std::mem::take(&mut heading));
            self.test(&criterion.id, &aim.name, set, outcome(kind, expected));
        }
        if !left.is_empty() {
            self.body.push_str(&std::mem::take(&mut heading));
        }
        for what in left {
            self.body.push_str(&format!("# Not made: {what}\n"));
            self.left.push((criterion.id.clone(), what));
        }
    }

    fn test(&mut self, id: &str, name: &str, set: Map<String, Json>, outcome: Outcome) {
        let plain = format!("{id}: {name}");
        let mut name = plain.clone();
        for again in 2u32.. {
            if self.names.insert(name.clone()) {
                break;
            }
            name = format!("{plain} ({again})");
        }
        self.count = self.count.saturating_add(1);
        self.body.push_str(&format!("- name: {}\n", Json::from(name)));
        if !set.is_empty() {
            self.body.push_str(&format!("  set: {}\n", Json::Object(set)));
        }
        self.body.push_str(&format!("  expect: {{{}: {}}}\n", Json::from(id), outcome.word()));
    }
}

fn outcome(kind: CriterionKind, truth: Truth) -> Outcome {
    match (kind, truth) {
        (_, Truth::Unknown) => Outcome::Unknown,
        (CriterionKind::Inclusion, Truth::True) | (CriterionKind::Exclusion, Truth::False) => Outcome::Pass,
        _ => Outcome::Fail,
    }
}

/// A patient that is asked about, and what it shows.
struct Aim {
    name: String,
    setting: Setting,
}
