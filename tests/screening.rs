//! The SPEC, sentence by sentence: rules as trial files hold them against profiles as files
//! hold them. Cases are under `tests/screening/`; `@-5h` in them is five hours before the
//! moment asked for, 2026-11-20T10:00:00Z.

#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use indexmap::IndexMap;
use serde::Deserialize;
use trialsieve::screening::{Evaluation, evaluate};
use trialsieve::time::{Duration, Moment, Zone};
use trialsieve::vocabulary::Vocabulary;
use trialsieve::{Truth, patient, rule};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    /// What the SPEC says.
    says: String,
    /// The patient.
    profile: String,
    /// The moment, where it is not `@`.
    #[serde(default)]
    at: Option<String>,
    /// Lines of the trial besides its criteria.
    #[serde(default)]
    trial: String,
    /// Each rule and its truth: `holds`, `not`, or `unknown, reason`.
    rules: IndexMap<String, String>,
}

#[test]
fn truth() {
    run(include_str!("screening/truth.yaml"));
}

#[test]
fn time() {
    run(include_str!("screening/time.yaml"));
}

#[test]
fn ages() {
    run(include_str!("screening/ages.yaml"));
}

#[test]
fn values() {
    run(include_str!("screening/values.yaml"));
}

#[test]
fn spans() {
    run(include_str!("screening/spans.yaml"));
}

#[test]
fn findings() {
    run(include_str!("screening/findings.yaml"));
}

#[test]
fn computed() {
    run(include_str!("screening/computed.yaml"));
}

fn run(text: &str) {
    let sentences: Vec<Sentence> = serde_yaml::from_str(text).unwrap_or_else(|e| panic!("{e}"));
    assert!(!sentences.is_empty());
    let mut wrong = Vec::new();
    for sentence in &sentences {
        assert!(!sentence.rules.is_empty(), "{} asserts nothing", sentence.says);
        for (rule, expected) in &sentence.rules {
            let found = answer(sentence, rule);
            let shown = shown(&found);
            if shown != *expected {
                wrong.push(format!(
                    "{}\n  rule {rule}\n  of   {}\n  is   {shown}: {}\n  want {expected}",
                    sentence.says,
                    sentence.profile.trim(),
                    found.because
                ));
            }
            assert!(!found.because.is_empty(), "{rule} has no reason");
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

fn shown(found: &Evaluation) -> String {
    match (found.truth, found.reason) {
        (Truth::True, None) => "holds".to_owned(),
        (Truth::False, None) => "not".to_owned(),
        (Truth::Unknown, Some(reason)) => format!("unknown, {}", reason.word()),
        other => format!("{other:?}"),
    }
}

fn answer(sentence: &Sentence, rule: &str) -> Evaluation {
    let vocabulary = Vocabulary::builtin();
    let text = format!("format: 1\ntrial: X\n{}\ninclusion:\n- id: I1\n  text: x\n  rule: {}\n", sentence.trial, timed(rule));
    let trial = rule::yaml::read(&text).unwrap_or_else(|e| panic!("{rule}: {e:?}"));
    let (trial, found) = rule::check(trial, Some(&text), vocabulary);
    let trial = trial.unwrap_or_else(|| panic!("{rule}: {found:?}"));
    let (profile, found) = patient::read(&timed(&sentence.profile), vocabulary);
    let profile = profile.unwrap_or_else(|| panic!("{}: {found:?}", sentence.profile));
    let at = moment(sentence.at.as_deref().unwrap_or("@"));
    let criterion = &trial.criteria()[0];
    let told = evaluate(&criterion.rule, &trial, &profile, at);
    // What a rule is at a moment is what it was for no time at all.
    let screened = trialsieve::screening::screen(&trial, &profile, at);
    assert_eq!(*screened.criteria[0].evaluation, told);
    told
}

fn moment(text: &str) -> Moment {
    Moment::parse(&timed(text)).unwrap_or_else(|e| panic!("{e}")).0
}

/// Every `@-5h` as a time.
fn timed(text: &str) -> String {
    let (now, zone) = (Moment::parse("2026-11-20T10:00:00Z").unwrap().0, Zone::UTC);
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let end = tail.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '+')).unwrap_or(tail.len());
        let (sign, length) = tail[..end].split_at(usize::from(end > 0));
        let moment = match sign {
            "-" => Duration::parse(length).unwrap().before(now, zone),
            "+" => Duration::parse(length).unwrap().after(now, zone),
            _ => now,
        };
        out.push_str(&moment.display(zone));
        rest = &tail[end..];
    }
    out + rest
}
