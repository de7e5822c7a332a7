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

use super::{layout, read, run};
use crate::rule::{CheckedTrial, Criterion, CriterionKind};
use crate::screening::Outcome;
use crate::time::{Moment, Zone};
use crate::{Diagnostic, Truth};
use model::{Model, Setting};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};

/// Tests that were made for a trial.
#[derive(Debug, Clone)]
pub struct Generated {
    /// A test file in its one layout.
    pub text: String,
    /// How many tests it has.
    pub tests: usize,
    /// How many were not made because the program answers otherwise than is worked out here.
    pub disputed: usize,
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
    let first = written(&model, trial, BTreeMap::new())?;
    let (suite, _) = read(&first.text, trial);
    let Some(suite) = suite else { return Ok(first) };
    let ran = run(&suite, trial);
    let otherwise = ran.iter().filter_map(|r| Some((r.case.name.clone(), r.differences.first()?.found)));
    let otherwise: BTreeMap<String, &'static str> = otherwise.collect();
    if otherwise.is_empty() { Ok(first) } else { written(&model, trial, otherwise) }
}

/// `otherwise`: the tests that do not come out as expected, with what comes out. They are told of,
/// and not made: a person has to find out which of the two is wrong.
fn written(model: &Model<'_>, trial: &CheckedTrial, otherwise: BTreeMap<String, &'static str>) -> Result<Generated, Vec<Diagnostic>> {
    let disputed = otherwise.len();
    let mut tests = Tests { model, otherwise, body: String::new(), count: 0, names: BTreeSet::new(), seen: BTreeSet::new(), left: Vec::new() };
    for (kind, criterion) in trial.trial().criteria() {
        tests.criterion(kind, criterion);
    }
    if tests.count == 0 {
        return Ok(Generated { text: String::new(), tests: 0, disputed, left: tests.left });
    }
    let text = layout::format(&format!("{}{}", head(trial), tests.body))?;
    Ok(Generated { text, tests: tests.count, disputed, left: tests.left })
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
    otherwise: BTreeMap<String, &'static str>,
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
        let (tests, mut left) = self.model.aims(criterion);
        let mut made: BTreeMap<usize, bool> = BTreeMap::new();
        for aim in tests {
            let made = aim.of.map(|of| made.entry(of).or_default());
            let expected = self.model.truth(&criterion.rule, &aim.setting);
            let (Some(expected), Some(set)) = (expected, write::set(self.model, &aim.setting)) else { continue };
            // That nothing is recorded is one test of many questions, and says little of each.
            made.into_iter().for_each(|made| *made |= !set.is_empty());
            let key = Json::Object(set.clone()).to_string();
            if !self.seen.insert(key) {
                continue;
            }
            self.body.push_str(&std::mem::take(&mut heading));
            self.test(&criterion.id, &aim.name, set, outcome(kind, expected));
        }
        left.extend(made.into_iter().filter(|(_, made)| !made).map(|(of, _)| self.model.unsaid(of)));
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
        if let Some(found) = self.otherwise.get(&name) {
            let what = format!("{name}: by the rule {}, and the program says {found}", outcome.word());
            self.body.push_str(&format!("# Not made: {what}\n"));
            self.left.push((id.to_owned(), what));
            return;
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
    /// The question that decides.
    of: Option<usize>,
    setting: Setting,
}
