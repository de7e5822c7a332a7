//! Lists of plain names: each stands for itself, whatever the signs between them.

use trialsieve::language::parse_criterion;
use trialsieve::rule::{CriterionKind, Node, Rule};
use trialsieve::vocabulary::Vocabulary;

/// Names of different sorts that nothing ties together.
const NAMES: &[&str] = &[
    "stroke",
    "heart failure",
    "fetal anemia",
    "current smoker",
    "lower limb fracture",
    "penicillin allergy",
    "HIV infection",
    "inability to swallow tablets",
    "illiteracy",
    "organ transplant",
    "prisoner",
    "residing in a nursing home",
];

/// Ways to list three of them as alternatives.
const FORMS: &[&str] = &["{a}, {b}, or {c}", "{a}, {b} or {c}", "{a} or {b} or {c}", "{a}; {b}; {c}", "{a}, {b}, {c}", "{a}, {b}, and {c}"];

/// What is excepted, and from what.
const EXCEPTIONS: &[&str] = &[
    "{a} except {b}",
    "{a}, except {b}",
    "{a} other than {b}",
    "{a} (except {b})",
    "{a}. Except {b}.",
    "{a}; (other than {b})",
    "{a} with the exception of {b}",
    "{a}, except:\n  * {b}",
];

fn named(rule: &Rule) -> Option<Vec<String>> {
    match &rule.node {
        Node::Finding(f) => Some(vec![f.of.clone()]),
        Node::Any(parts) => parts.iter().map(named).collect::<Option<Vec<_>>>().map(|all| all.concat()),
        _ => None,
    }
}

fn exclusion(text: &str) -> Rule {
    parse_criterion(text, CriterionKind::Exclusion, Vocabulary::builtin()).rule
}

fn fill(form: &str, [a, b, c]: [&str; 3]) -> String {
    form.replace("{a}", a).replace("{b}", b).replace("{c}", c)
}

#[test]
fn each_of_a_list_excludes_by_itself() {
    let mut wrong = Vec::new();
    for (i, a) in NAMES.iter().enumerate() {
        for (j, b) in NAMES.iter().enumerate().filter(|(j, _)| *j != i) {
            let c = NAMES[(i + j + 1) % NAMES.len()];
            for form in FORMS.iter().filter(|_| c != *a && c != *b) {
                let text = fill(form, [a, b, c]);
                let alone: Vec<String> = [a, b, c].iter().filter_map(|n| named(&exclusion(n))).flatten().collect();
                let rule = exclusion(&text);
                if named(&rule).as_ref() != Some(&alone) {
                    wrong.push(format!("{text}\n  {}", serde_json::to_string(&rule).unwrap()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} lists\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_excepted_is_never_excluded() {
    let mut wrong = Vec::new();
    for (i, a) in NAMES.iter().enumerate() {
        for b in NAMES.iter().skip(i + 1) {
            for form in EXCEPTIONS {
                let text = fill(form, [a, b, ""]);
                let rule = exclusion(&text);
                let taken_out = match &rule.node {
                    Node::All(parts) => matches!(parts.as_slice(), [head, Rule { node: Node::Not(but), .. }]
                        if named(head) == named(&exclusion(a)) && named(but) == named(&exclusion(b))),
                    _ => false,
                };
                if !taken_out {
                    wrong.push(format!("{text}\n  {}", serde_json::to_string(&rule).unwrap()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} lines\n{}", wrong.len(), wrong.join("\n"));
}
