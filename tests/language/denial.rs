//! A "no" before a list reaches over it: no part of what is denied is ever demanded.

use trialsieve::language::parse_criterion;
use trialsieve::rule::{CriterionKind, Node, Rule};
use trialsieve::vocabulary::Vocabulary;

const OPENINGS: &[&str] = &["No", "Without", "Absence of", "Free of", "No history of", "No evidence of", "Must not have", "No known"];

/// Lists of things that nobody wants, with one place for each of three names.
const SHAPES: &[&str] = &[
    "{a}, {b}, {c}",
    "{a}, {b} or {c}",
    "{a}, {b}, or {c}",
    "{a}, {b} and {c}",
    "{a} or {b}, {c}",
    "severe {a}, {b} or {c}",
    "severe, uncontrolled {a}",
    "mild, moderate or severe {a}",
    "{a} (such as {b}) or {c}",
    "{a}, including {b} and {c}",
    "{a} (e.g. {b}), {c}",
    "{a} requiring surgery or {b}",
    "{a} that impairs walking, {b}, and {c}",
    "acute or chronic {a}, {b}",
    "{a} within 6 months, {b} or {c}",
    "{a}, i.e. {b} with {c}",
    "BMI < 18 or > 30 kg/m2",
    "systolic blood pressure < 90 or > 160 mmHg",
    "blood pressure > 140/90 mmHg",
    "ALT or AST > 3 x ULN",
    "{a}, defined as creatinine > 2 mg/dL",
    "{a} or creatinine > 2 mg/dL",
];

const NAMES: &[[&str; 3]] = &[
    ["diabetes", "stroke", "heart failure"],
    ["pregnancy", "lactation", "breast cancer"],
    ["bleeding disorder", "bipolar I or II disorder", "renal disease"],
    ["gastric ulcer", "unusual rash", "alcohol abuse"],
];

/// What a rule demands to be there.
fn demanded(rule: &Rule, found: &mut Vec<String>) {
    match &rule.node {
        Node::Not(_) => {}
        Node::Finding(f) => found.push(f.of.clone()),
        Node::Measure(m) => found.push(m.of.clone()),
        _ => rule.children().iter().for_each(|r| demanded(r, found)),
    }
}

#[test]
fn nothing_that_is_denied_is_demanded() {
    let vocabulary = Vocabulary::builtin();
    let mut wrong = Vec::new();
    for opening in OPENINGS {
        for shape in SHAPES {
            for [a, b, c] in NAMES {
                let text = format!("{opening} {}", shape.replace("{a}", a).replace("{b}", b).replace("{c}", c));
                let rule = parse_criterion(&text, CriterionKind::Inclusion, vocabulary).rule;
                let mut found = Vec::new();
                demanded(&rule, &mut found);
                if !found.is_empty() {
                    wrong.push(format!("{text}\n  demands {found:?}"));
                }
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{} lines\n{}", wrong.len(), wrong.join("\n"));
}
