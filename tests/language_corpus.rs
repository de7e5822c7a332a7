//! Drawn lines of real protocols against the rules that were written down by reading them.
//!
//! `tests/language/corpus/drawn.yaml` holds the lines and says how they were drawn;
//! `tests/language/corpus/differs.txt` holds the lines that are read otherwise, each with what
//! becomes of it: `right` (the rule that was written down is not the only good one), `harmless`
//! (nobody is taken or refused wrongly, at most a person is asked once more) or `wrong`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::arithmetic_side_effects, clippy::indexing_slicing, missing_docs)]

#[path = "meaning/mod.rs"]
mod meaning;

use meaning::{meaning, same};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use trialsieve::language::parse_criterion;
use trialsieve::rule::{CriterionKind, Rule};
use trialsieve::vocabulary::Vocabulary;

/// Lines that are read exactly, of the 328. The goal is 296, nine of ten.
const EXACT: usize = 248;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    #[allow(dead_code)]
    trial: String,
    text: String,
    #[serde(default)]
    kind: String,
    rule: Rule,
}

fn lines() -> Vec<Line> {
    serde_yaml::from_str(include_str!("language/corpus/drawn.yaml")).unwrap()
}

/// The listed lines: id → (judgement, what is otherwise).
fn listed() -> BTreeMap<&'static str, (&'static str, &'static str)> {
    let mut list = BTreeMap::new();
    for line in include_str!("language/corpus/differs.txt").lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let (id, rest) = line.split_once(" → ").unwrap_or_else(|| panic!("no arrow in: {line}"));
        let (judgement, what) = rest.split_once(": ").unwrap_or_else(|| panic!("no reason in: {line}"));
        assert!(matches!(judgement, "right" | "harmless" | "wrong") && !what.is_empty(), "{line}");
        assert!(list.insert(id, (judgement, what)).is_none(), "{id} stands twice");
    }
    list
}

fn show(rule: &Rule) -> String {
    serde_json::to_string(rule).unwrap()
}

#[test]
fn drawn_lines_are_read_as_they_were_written_down() {
    let (lines, listed) = (lines(), listed());
    let ids: HashSet<&str> = lines.iter().map(|l| l.id.as_str()).collect();
    assert!(lines.len() >= 320 && ids.len() == lines.len(), "{} lines, {} ids", lines.len(), ids.len());
    let mut untrue: Vec<String> = listed.keys().filter(|id| !ids.contains(*id)).map(|id| format!("{id}: there is no such line")).collect();
    let mut exact = 0;
    for line in &lines {
        let kind = if line.kind == "exclusion" { CriterionKind::Exclusion } else { CriterionKind::Inclusion };
        let mut read = parse_criterion(&line.text, kind, Vocabulary::builtin()).rule;
        read.forget_places();
        let agrees = same(&meaning(&line.rule), &meaning(&read));
        exact += usize::from(agrees);
        if !agrees {
            println!("{}: {}\n  says {}\n  read {}", line.id, line.text, show(&line.rule), show(&read));
        }
        match (agrees, listed.contains_key(line.id.as_str())) {
            (false, false) => untrue.push(format!("{} is read otherwise: mend it, or list it with what is wrong", line.id)),
            (true, true) => untrue.push(format!("{} has become exact: take it out of the list", line.id)),
            _ => {}
        }
    }
    let of = |judgement: &str| listed.values().filter(|(j, _)| *j == judgement).count();
    let counts = format!("{} right, {} harmless, {} wrong", of("right"), of("harmless"), of("wrong"));
    println!("{exact} of {} drawn lines are exact; the others: {counts}", lines.len());
    assert!(untrue.is_empty(), "differs.txt is not true any more:\n{}", untrue.join("\n"));
    assert!(exact >= EXACT, "{exact} of {} are exact, {EXACT} were", lines.len());
}

#[test]
fn what_does_not_matter_is_not_compared() {
    let rule = |yaml: &str| serde_yaml::from_str::<Rule>(yaml).unwrap();
    let agree = |a: &str, b: &str| same(&meaning(&rule(a)), &meaning(&rule(b)));
    for (a, b) in [
        (
            "{any: [{finding: {of: stroke}}, {any: [{finding: {of: sepsis}}]}]}",
            "{any: [{finding: {of: sepsis}}, {finding: {of: stroke, kind: condition}}]}",
        ),
        ("{measure: {of: age, is: 18 to 65 years}}", "{all: [{measure: {of: age, is: <= 65 years}}, {measure: {of: age, is: '>= 18'}}]}"),
        (
            "{not: {any: [{finding: {of: sepsis}}, {finding: {of: stroke}}]}}",
            "{all: [{not: {finding: {of: stroke}}}, {not: {finding: {of: sepsis}}}]}",
        ),
        ("{measure: {of: PEEP, is: '> 5 cmH2O'}}", "{measure: {of: positive end-expiratory pressure, is: '> 5 cm H2O'}}"),
        ("{finding: {of: stroke, within: 12 months}}", "{finding: {of: stroke, ever: true, within: 1 year}}"),
        ("{not: {review: that would interfere with the study}}", "{review: would interfere with study}"),
    ] {
        assert!(agree(a, b), "{a} = {b}");
    }
    for (a, b) in [
        ("{any: [{finding: {of: stroke}}, {finding: {of: sepsis}}]}", "{all: [{finding: {of: stroke}}, {finding: {of: sepsis}}]}"),
        ("{finding: {of: stroke}}", "{finding: {of: stroke, ever: true}}"),
        ("{finding: {of: stroke}}", "{not: {finding: {of: stroke}}}"),
        ("{finding: {of: stroke}}", "{finding: {of: stroke}, open: true}"),
        ("{finding: {of: stroke, within: 6 months}}", "{finding: {of: stroke, for: 6 months}}"),
        ("{measure: {of: age, is: '> 18 years'}}", "{measure: {of: age, is: '>= 18 years'}}"),
        ("{measure: {of: creatinine, is: '> 1.5 mg/dL'}}", "{measure: {of: creatinine, is: '> 1.5 x ULN'}}"),
        ("{review: that would interfere with the study}", "{review: in the opinion of the investigator}"),
        ("{all: [{finding: {of: stroke}}, {review: x}]}", "{finding: {of: stroke}}"),
    ] {
        assert!(!agree(a, b), "{a} ≠ {b}");
    }
}
