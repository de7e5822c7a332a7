use super::*;
use crate::rule::yaml;

/// The codes that a trial file gives, read and checked.
fn codes(text: &str) -> Vec<Code> {
    match yaml::read(text) {
        Err(found) => found.iter().map(|d| d.code).collect(),
        Ok(trial) => check(trial, Some(text), Vocabulary::builtin()).1.iter().map(|d| d.code).collect(),
    }
}

fn criterion(rule: &str) -> String {
    format!("format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: lactate > 5\n  rule: {rule}\n")
}

#[test]
fn a_diagnostic_shows_where_and_what_would_do() {
    let text = criterion("{all: [{finding: {of: sepsis}}, {measure: {of: lactate, is: '> 5 mmHg'}}]}");
    let (checked, found) = check(yaml::read(&text).unwrap(), Some(&text), Vocabulary::builtin());
    assert!(checked.is_none());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path.as_deref(), Some("inclusion I1: measure lactate"));
    assert_eq!(found[0].span.unwrap().of(&text), "> 5 mmHg");
    assert!(found[0].help.as_deref().unwrap().contains("mmol/L"), "{:?}", found[0].help);
}

#[test]
fn units_are_never_guessed() {
    for (is, good) in [
        ("> 5 mmol/L", true),
        ("> 45 mg/dL", true), // through the molar mass
        ("> 5", false),
        ("> 5 mmol", false),
        ("> 5 mmHg", false),
        ("> 5 zorks", false),
        ("> 2 x ULN", true),
        ("positive", true),
    ] {
        assert_eq!(codes(&criterion(&format!("{{measure: {{of: lactate, is: '{is}'}}}}"))).is_empty(), good, "lactate {is}");
    }
    for (is, good) in [("< 35", true), ("< 35 %", true), ("< 0.35", false), ("< 35 mmHg", false)] {
        assert_eq!(codes(&criterion(&format!("{{measure: {{of: LVEF, is: '{is}'}}}}"))).is_empty(), good, "LVEF {is}");
    }
    for (is, good) in [(">= 18", true), (">= 18 years", true), ("<= 28 days", true), ("> 72 hours", true), ("> 5 kg", false), ("> 2 x ULN", false)] {
        assert_eq!(codes(&criterion(&format!("{{measure: {{of: age, is: '{is}'}}}}"))).is_empty(), good, "age {is}");
    }
}

#[test]
fn bounds_must_leave_room_for_a_value() {
    for (is, good) in [
        ("> 5 and < 5 mmol/L", false),
        (">= 5 and <= 5 mmol/L", true),
        ("> 5 and <= 5 mmol/L", false),
        ("7 to 5 mmol/L", false),
        ("5 to 7 mmol/L", true),
    ] {
        assert_eq!(codes(&criterion(&format!("{{measure: {{of: lactate, is: '{is}'}}}}"))).is_empty(), good, "{is}");
    }
}

#[test]
fn a_finding_asked_as_a_measure_is_told() {
    let text = criterion("{measure: {of: septic shock, is: '> 5'}}");
    let (checked, found) = check(yaml::read(&text).unwrap(), Some(&text), Vocabulary::builtin());
    assert!(checked.is_some());
    assert!(found[0].message.contains("is a finding"), "{}", found[0].message);
}

#[test]
fn circles_of_references_are_found_however_long() {
    let cycle = "format: 1\ntrial: X\ninclusion:\n- {id: I1, text: x, rule: {not: {criterion: E1}}}\nexclusion:\n- {id: E1, text: x, rule: {criterion: E2}}\n- {id: E2, text: x, rule: {criterion: inclusion}}\n";
    assert_eq!(codes(cycle), [Code::ReferenceCycle]);
    let chain = |n: usize| {
        let mut text = "format: 1\ntrial: X\ninclusion:\n- {id: I0, text: x, rule: {finding: {of: sepsis}}}\n".to_owned();
        for i in 1..n {
            text.push_str(&format!("- {{id: I{i}, text: x, rule: {{criterion: I{}}}}}\n", i - 1));
        }
        text
    };
    assert_eq!(codes(&chain(64)), []);
    assert_eq!(codes(&chain(65)), [Code::TooDeep]);
    assert_eq!(codes(&chain(3000)), [Code::TooDeep]);
}

#[test]
fn nesting_is_bounded() {
    let deep = |n: usize| criterion(&format!("{}{{finding: {{of: sepsis}}}}{}", "{not: ".repeat(n - 1), "}".repeat(n - 1)));
    assert_eq!(codes(&deep(64)), []);
    let found = codes(&deep(65));
    assert!(!found.is_empty());
}

#[test]
fn a_trials_own_validity_is_resolved() {
    let text = "format: 1\ntrial: X\nvalid_for: {serum lactate: 6 h}\ninclusion: [{id: I1, text: sepsis, rule: {finding: {of: sepsis}}}]\n";
    let (checked, found) = check(yaml::read(text).unwrap(), Some(text), Vocabulary::builtin());
    assert_eq!(found, []);
    let id = Vocabulary::builtin().measure_named("lactate").unwrap();
    assert_eq!(checked.unwrap().valid_for(id).unwrap().to_string(), "6 h");
    assert_eq!(codes("format: 1\ntrial: X\nvalid_for: {lactat: 6 h}\ninclusion: []\n"), [Code::UnknownName, Code::NothingAsked]);
}
