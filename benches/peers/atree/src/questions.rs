//! The made trials in the language of the A-Tree, and patients as its events.

use a_tree::{ATree, AttributeDefinition, Event};
use std::collections::BTreeMap;
use trialsieve::Truth;
use trialsieve::patient::Profile;
use trialsieve::quantity::Is;
use trialsieve::rule::{self, FindingRule, MeasureRule, Node, Rule, Take, Trial, yaml};
use trialsieve::screening::screen;
use trialsieve::time::Moment;
use trialsieve::vocabulary::Vocabulary;

/// What the trials ask of a patient: for each attribute the rule that answers it.
#[derive(Default)]
pub struct Questions(BTreeMap<String, (Kind, String)>);

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Age,
    Number,
    Truth,
}

impl Questions {
    /// A trial as one expression.
    pub fn trial(&mut self, trial: &Trial) -> String {
        let inclusion: Vec<String> = trial.inclusion.iter().map(|c| self.rule(&c.rule)).collect();
        let exclusion: Vec<String> = trial.exclusion.iter().map(|c| format!("not ({})", self.rule(&c.rule))).collect();
        [inclusion, exclusion].concat().join(" and ")
    }

    fn rule(&mut self, rule: &Rule) -> String {
        match &rule.node {
            Node::All(parts) => self.group(parts, " and "),
            Node::Any(parts) => self.group(parts, " or "),
            Node::Measure(measure) => self.measure(measure),
            Node::Finding(finding) => self.finding(finding),
            other => panic!("not translated: {other:?}"),
        }
    }

    fn group(&mut self, parts: &[Rule], word: &str) -> String {
        let parts: Vec<String> = parts.iter().map(|p| self.rule(p)).collect();
        format!("({})", parts.join(word))
    }

    fn measure(&mut self, measure: &MeasureRule) -> String {
        let Is::Number(is) = &measure.is else { panic!("not a number: {}", measure.is) };
        let [bound] = is.bounds.as_slice() else { panic!("not one bound: {}", measure.is) };
        if measure.of == "age" {
            self.0.insert("age".to_owned(), (Kind::Age, "{measure: {of: age, is: '>= 0 years'}}".to_owned()));
            return format!("age {} {}", bound.op, bound.value);
        }
        let unit = measure.is.to_string().split_once(|c: char| c.is_ascii_digit()).map_or(String::new(), |(_, rest)| unit_of(rest).to_owned());
        let (name, over) = match (measure.take, measure.within) {
            (Take::Latest, None) => ("latest".to_owned(), String::new()),
            (Take::Any, Some(within)) => {
                let most = if bound.op.to_string().starts_with('>') { "highest" } else { "lowest" };
                (format!("{most} {within}"), format!(", take: {most}, within: {within}"))
            }
            other => panic!("not translated: {other:?}"),
        };
        let name = identifier(&format!("{name} {}", measure.of));
        let rule = format!("{{measure: {{of: {}, is: '> 0 {unit}'{over}}}}}", measure.of);
        self.0.insert(name.clone(), (Kind::Number, rule));
        format!("{name} {} {}.0", bound.op, bound.value)
    }

    fn finding(&mut self, finding: &FindingRule) -> String {
        let (name, more) = match (finding.ever, finding.within) {
            (true, None) => ("ever".to_owned(), ", ever: true".to_owned()),
            (false, Some(within)) => (format!("within {within}"), format!(", within: {within}")),
            (false, None) => ("there".to_owned(), String::new()),
            other => panic!("not translated: {other:?}"),
        };
        let name = identifier(&format!("{name} {}", finding.of));
        self.0.insert(name.clone(), (Kind::Truth, format!("{{finding: {{of: {}{more}}}}}", finding.of)));
        name
    }

    pub fn attributes(&self) -> Vec<AttributeDefinition> {
        let define = |(name, (kind, _)): (&String, &(Kind, String))| match kind {
            Kind::Age => AttributeDefinition::integer(name),
            Kind::Number => AttributeDefinition::float(name),
            Kind::Truth => AttributeDefinition::boolean(name),
        };
        self.0.iter().map(define).collect()
    }

    /// A patient's values, worked out by the reference.
    pub fn event(&self, tree: &ATree<u64>, profile: &Profile, moment: Moment) -> Event {
        let mut text = "format: 1\ntrial: Q\ninclusion:\n".to_owned();
        self.0.values().enumerate().for_each(|(i, (_, rule))| text.push_str(&format!("- id: Q{i}\n  text: x\n  rule: {rule}\n")));
        let trial = rule::check(yaml::read(&text).expect("YAML"), None, Vocabulary::builtin()).0.expect("a sound trial");
        let answered = screen(&trial, profile, moment);
        let mut event = tree.make_event();
        for ((name, (kind, _)), answer) in self.0.iter().zip(&answered.criteria) {
            let truth = answer.evaluation.truth;
            let value = answer.evaluation.evidence.first().map(|e| e.value.as_str()).unwrap_or_default();
            match (truth, kind) {
                (Truth::Unknown, _) => event.with_undefined(name),
                (known, Kind::Truth) => event.with_boolean(name, known == Truth::True),
                (_, Kind::Age) => event.with_integer(name, age(value)),
                (_, Kind::Number) => {
                    let (number, scale) = decimal(value);
                    event.with_float(name, number, scale)
                }
            }
            .expect("an attribute");
        }
        event.build().expect("a whole event")
    }
}

/// Letters, digits and low lines.
fn identifier(words: &str) -> String {
    words.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect()
}

/// What stands behind the number.
fn unit_of(rest: &str) -> &str {
    rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim()
}

/// Completed years of somebody born on a day of that date, on 20 November 2026.
fn age(date: &str) -> i64 {
    let parts: Vec<i64> = date.split('-').map(|p| p.parse().expect("a date")).collect();
    let [year, month, day] = parts.as_slice() else { panic!("not a date: {date}") };
    2026 - year - i64::from((11, 20) < (*month, *day))
}

/// `6.4 mmol/L` as 64 and one digit.
fn decimal(value: &str) -> (i64, u32) {
    let number = value.split(' ').next().unwrap_or_default();
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    (format!("{whole}{part}").parse().expect("a number"), u32::try_from(part.len()).expect("few digits"))
}
