//! `trialsieve test`: tests beside the rules.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

#[path = "testing/generated.rs"]
mod generated;

use assert_cmd::Command;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use trialsieve::testing;

const TRIAL: &str = r#"format: 1
trial: TINY
inclusion:
- id: I1
  text: lactate > 5 mmol/L or septic shock
  rule: {any: [{measure: {of: lactate, is: "> 5 mmol/L"}}, {finding: {of: septic shock}}]}
exclusion:
- id: E1
  text: no informed consent
  rule: {not: {finding: {of: informed consent}}}
"#;

const TESTS: &str = r#"format: 1
trial: TINY
at: 2026-11-20T10:00:00Z
profiles:
  ready: {labs: {lactate: 5.1 mmol/L}, conditions: [{name: septic shock, status: absent}], findings: {informed consent: true}}
tests:
- {name: ready, profile: ready, expect: {I1: pass, E1: pass}, verdict: eligible}
- {name: on the bound, profile: ready, set: {labs: {lactate: 5 mmol/L}}, expect: {I1: fail}, verdict: ineligible}
- {name: no shock known, profile: ready, remove: [conditions.septic shock], set: {labs: {lactate: 5 mmol/L}}, expect: {I1: unknown}}
- {name: nothing known, expect: {I1: unknown, E1: unknown}, verdict: undetermined}
- {name: refused, profile: ready, set: {findings: {informed consent: false}}, expect: {E1: fail}}
- {name: in shock, profile: ready, set: {conditions: {septic shock: {from: "@-5 h"}}}, remove: [labs], expect: {I1: pass}}
"#;

fn folder(name: &str, tests: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("testing").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("TINY.yaml"), TRIAL).unwrap();
    fs::write(folder.join("TINY.test.yaml"), tests).unwrap();
    folder
}

/// Exit code, standard output, standard error.
fn test(folder: &Path, more: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("trialsieve").unwrap().arg("test").arg(folder).args(more).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn what_comes_out_as_expected_passes() {
    let folder = folder("passes", TESTS);
    let (code, out, err) = test(&folder, &[]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("✓ on the bound") && out.contains("6 tests: 6 passed, 0 failed"), "{out}");
    // The trial file leads to its tests.
    assert_eq!(test(&folder.join("TINY.yaml"), &[]).0, 0);
}

#[test]
fn the_tests_of_the_shipped_trials_pass_and_see_every_outcome() {
    let criteria = Path::new(env!("CARGO_MANIFEST_DIR")).join("criteria");
    let (code, out, err) = test(&criteria, &["--coverage", "--format", "json"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let found: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(found["trials"].as_array().unwrap().len(), 4);
    for trial in found["trials"].as_array().unwrap() {
        for criterion in trial["coverage"].as_array().unwrap() {
            assert_eq!(criterion["outcomes"], criterion["possible"], "{} {}", trial["trial"], criterion["id"]);
            for branch in criterion["branches"].as_array().unwrap() {
                assert_eq!(branch["seen"], branch["possible"], "{} {}: {}", trial["trial"], criterion["id"], branch["asks"]);
            }
        }
    }
}

#[test]
fn a_difference_is_shown_with_its_reason_and_the_step_that_decided() {
    let folder = folder("differs", &TESTS.replace("expect: {I1: fail}, verdict: ineligible", "expect: {I1: pass}, verdict: eligible"));
    let (code, out, _) = test(&folder, &[]);
    assert_eq!(code, 1);
    for said in [
        "✗ on the bound",
        "expected  pass",
        "found     fail",
        "decided   false  lactate",
        "found     ineligible",
        "fail: I1",
        "TINY.test.yaml:8:10",
        "5 passed, 1 failed",
    ] {
        assert!(out.contains(said), "{said}\n{out}");
    }
    let (code, out, _) = test(&folder, &["--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 1);
    let failed = &found["trials"][0]["tests"][1];
    assert_eq!((failed["passed"].as_bool(), failed["line"].as_u64()), (Some(false), Some(8)));
    assert_eq!((failed["differences"][0]["expected"].as_str(), failed["differences"][0]["found"].as_str()), (Some("pass"), Some("fail")));
}

#[test]
fn what_cannot_be_read_is_told_with_its_place_and_what_would_do() {
    // What is written instead, the part of it that is pointed at, and what is said.
    for (name, from, to, at, said) in [
        ("criterion", "{I1: fail}", "{I11: fail}", "I11", "no criterion `I11`"),
        ("outcome", "{I1: fail}", "{I1: fails}", "fails", "did you mean `fail`?"),
        ("profile", "bound, profile: ready", "bound, profile: redy", "redy", "did you mean `ready`?"),
        ("field", "remove: [cond", "removed: [cond", "removed", "did you mean `remove`?"),
        ("removed", "conditions.septic shock]", "conditions.sepsis]", "conditions", "has no `sepsis` to remove"),
        ("time", "@-5 h", "@-5 parsecs", "", "is no time from a moment"),
        ("data", "set: {findings:", "set: {fidings:", "fidings", "findings"),
        ("verdict", "verdict: undetermined", "verdict: maybe", "maybe", "eligible, ineligible, undetermined"),
        ("twice", "name: refused", "name: ready", "ready", "two tests `ready`"),
        (
            "nothing",
            "- {name: refused, profile: ready, set: {findings: {informed consent: false}}, expect: {E1: fail}}",
            "- {name: refused}",
            "{",
            "expects nothing",
        ),
    ] {
        assert!(TESTS.contains(from), "{from}");
        let text = TESTS.replacen(from, to, 1);
        let folder = folder(name, &text);
        let (code, _, err) = test(&folder, &[]);
        let start = TESTS.find(from).unwrap() + to.find(at).unwrap();
        let line = text[..start].matches('\n').count() + 1;
        let column = start - text[..start].rfind('\n').unwrap();
        // A quoted text is pointed at with its quotes.
        let column = if at.is_empty() { column - 1 } else { column };
        assert_eq!(code, 2, "{name}: {err}");
        assert!(err.contains(said) && err.contains(&format!("TINY.test.yaml:{line}:{column}\n")), "{name}: {line}:{column} {said}\n{err}");
    }
    let other = folder("other", &TESTS.replace("trial: TINY", "trial: TINI"));
    let (code, _, err) = test(&other, &[]);
    assert!(code == 2 && err.contains("there is no trial `TINI`"), "{err}");
    let none = folder("none", TESTS);
    fs::remove_file(none.join("TINY.test.yaml")).unwrap();
    assert_eq!(test(&none, &[]).0, 2);
}

#[test]
fn what_no_test_saw_is_shown() {
    let folder = folder(
        "unseen",
        &TESTS
            .replace("- {name: refused", "- {name: accepted")
            .replace("informed consent: false}}, expect: {E1: fail}", "informed consent: true}}, expect: {E1: pass}"),
    );
    let (code, out, _) = test(&folder, &["--coverage"]);
    assert_eq!(code, 0);
    assert!(out.contains("5 of 6 outcomes") && out.contains("pass ·    unknown"), "{out}");
    assert!(out.contains("true ·     unknown    informed consent"), "{out}");
}

#[test]
fn a_change_that_no_test_notices_is_named() {
    let whole = folder("mutate", TESTS);
    let (code, out, _) = test(&whole, &["--mutate"]);
    // The threshold moved twice, made to include its limit, and turned; any → all; not dropped.
    assert!(code == 0 && out.contains("6 of 6 changes noticed"), "{code} {out}");
    let lines: Vec<&str> = TESTS.lines().filter(|l| !l.contains("name: on the bound") && !l.contains("name: no shock")).collect();
    let fewer = folder("mutate-fewer", &(lines.join("\n") + "\n"));
    let (code, out, _) = test(&fewer, &["--mutate"]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("no test notices  I1  lactate > 5 mmol/L → >= 5 mmol/L"), "{out}");
    let (code, out, _) = test(&fewer, &["--mutate", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, found["trials"][0]["mutation"]["made"].as_u64()), (1, Some(6)));
}

#[test]
fn a_test_file_has_one_layout() {
    let formatted = testing::format(TESTS).unwrap();
    assert!(
        formatted.contains("- name: refused\n  profile: ready\n  set: {findings: {informed consent: false}}\n  expect: {E1: fail}\n"),
        "{formatted}"
    );
    let folder = folder("layout", &formatted);
    assert!(test(&folder, &[]).1.contains("6 passed, 0 failed"));
    let refused = testing::format(&TESTS.replace("verdict", "verdit")).unwrap_err();
    assert_eq!(refused[0].help.as_deref(), Some("did you mean `verdict`?"));
}

/// A coarctation is a congenital heart disease: how severe it is changes nobody's answer.
#[test]
fn a_change_that_changes_no_answer_is_told_apart() {
    let folder = folder("same", TESTS);
    let any = "{any: [{finding: {of: congenital heart disease}}, {finding: {of: aortic coarctation, severity: severe}}, {measure: {of: lactate, is: '> 5 mmol/L'}}]}";
    fs::write(folder.join("S.yaml"), format!("format: 1\ntrial: S\nexclusion:\n- {{id: E1, text: t, rule: {any}}}\n")).unwrap();
    fs::write(folder.join("S.test.yaml"), "format: 1\ntrial: S\nat: 2026-11-20T10:00:00Z\ntests:\n- {name: nothing, expect: {E1: unknown}}\n")
        .unwrap();
    let (code, out, _) = test(&folder.join("S.yaml"), &["--mutate"]);
    let proved = "(proved: whoever has an answer gets the same one)";
    assert!(code == 1 && out.contains(&format!("E1  severe aortic coarctation → moderate  {proved}\n")), "{out}");
    assert!(out.contains("E1  lactate > 5 mmol/L → >= 5 mmol/L\n") && out.contains("E1  any → all\n"), "{out}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Twice is once, and every comment is there.
    #[test]
    fn formatting_a_test_file_twice_changes_nothing(comments in prop::collection::vec((any::<usize>(), 0usize..8, any::<bool>()), 0..8)) {
        let mut lines: Vec<String> = TESTS.lines().map(str::to_owned).collect();
        for (nth, (line, indent, beside)) in comments.iter().enumerate() {
            let line = line % lines.len();
            if *beside && !lines[line].contains("# note") {
                lines[line].push_str(&format!(" # note {nth}."));
            } else {
                lines.insert(line, format!("{:indent$}# note {nth}.", ""));
            }
        }
        let text = lines.join("\n");
        let formatted = testing::format(&text).unwrap_or_else(|e| panic!("{e:?}\n{text}"));
        prop_assert_eq!(testing::format(&formatted).unwrap(), formatted.clone(), "{}", text);
        for nth in 0..comments.len() {
            let note = format!("# note {nth}.");
            prop_assert_eq!(formatted.matches(&note).count(), 1, "{}", formatted);
        }
    }
}
