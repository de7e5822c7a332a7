//! `trialsieve test`: tests beside the rules.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

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

/// The outcome that a generated file expects of a criterion in the test of that name.
fn expected(file: &str, name: &str) -> String {
    let (_, rest) = file.split_once(&format!("- name: {name:?}\n")).unwrap_or_else(|| panic!("{name}\n{file}"));
    let line = rest.lines().find(|l| l.trim_start().starts_with("expect:")).unwrap();
    line.split_once(": {").unwrap().1.split_once(": ").unwrap().1.trim_end_matches('}').to_owned()
}

fn generate(rules: &str) -> String {
    let folder = folder("generate", TESTS);
    let file = folder.join("G.yaml");
    fs::write(&file, format!("format: 1\ntrial: G\n{rules}")).unwrap();
    let output = Command::cargo_bin("trialsieve").unwrap().args(["test", "--generate"]).arg(&file).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8(output.stderr).unwrap());
    // What is printed is a test file, and its tests pass.
    fs::write(folder.join("G.test.yaml"), &text).unwrap();
    let (code, out, err) = test(&file, &[]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert_eq!(testing::format(&text).unwrap(), text);
    text
}

/// The expectations are those of the protocol's words, by hand.
#[test]
fn tests_are_made_around_every_bound() {
    let text = generate(
        r#"inclusion:
- {id: I1, text: age 18 to 75 years, rule: {measure: {of: age, is: 18 to 75 years}}}
- {id: I2, text: lactate > 5 mmol/L, rule: {measure: {of: lactate, is: "> 5 mmol/L"}}}
- {id: I3, text: ALT below 2.5 x ULN, rule: {measure: {of: ALT, is: "< 2.5 x ULN"}}}
exclusion:
- {id: E1, text: severe sepsis, rule: {finding: {of: sepsis, severity: severe}}}
- {id: E2, text: no consent, rule: {not: {finding: {of: informed consent}}}}
- {id: E3, text: stroke within 6 months, rule: {finding: {of: stroke, within: 6 months}}}
- {id: E4, text: left to a person, rule: {review: whatever}}
"#,
    );
    for (name, outcome) in [
        ("I1: just short of 18 years (>= 18 years)", "fail"),
        ("I1: 18 years today (>= 18 years)", "pass"),
        ("I1: 216 months, which is 18 years (>= 18 years)", "pass"),
        ("I1: just short of 76 years (<= 75 years)", "pass"),
        ("I1: 76 years today (<= 75 years)", "fail"),
        ("I1: age not recorded", "unknown"),
        ("I2: lactate 4.9 mmol/L, just below the bound > 5 mmol/L", "fail"),
        ("I2: lactate 5 mmol/L, on the bound > 5 mmol/L", "fail"),
        ("I2: lactate 5.1 mmol/L, just above the bound > 5 mmol/L", "pass"),
        ("I2: lactate not recorded", "unknown"),
        ("I3: ALT 100 U/L, 2.5 times the upper limit of 40, on the bound < 2.5 x ULN", "fail"),
        ("I3: ALT 96 U/L, 2.4 times the upper limit of 40, just below the bound < 2.5 x ULN", "pass"),
        ("E1: moderate sepsis", "pass"),
        ("E1: severe sepsis", "fail"),
        ("E1: critical sepsis", "fail"),
        ("E1: sepsis of a severity that is not recorded", "unknown"),
        ("E2: informed consent present", "pass"),
        ("E2: informed consent absent", "fail"),
        ("E2: informed consent not recorded", "unknown"),
        ("E3: stroke exactly 6 months ago", "fail"),
        ("E3: stroke just more than 6 months ago", "pass"),
    ] {
        assert_eq!(expected(&text, name), outcome, "{name}");
    }
    assert!(text.contains("umol/L, which is 5 mmol/L, on the bound"), "{text}");
    assert!(text.contains("to be reviewed by a person") && text.contains("# Not made: ") && text.contains("a person has to judge"), "{text}");
}

/// In an `any` the others are false, in an `all` they are true: the bound decides.
#[test]
fn the_rest_of_the_rule_lets_the_bound_decide() {
    let text = generate(
        r#"inclusion:
- {id: I1, text: t, rule: {any: [{measure: {of: lactate, is: "> 5 mmol/L"}}, {all: [{finding: {of: sepsis}}, {measure: {of: heart rate, is: ">= 120 /min"}}]}]}}
- {id: I2, text: t, rule: {lasting: {for: "> 5 h", rule: {measure: {of: mean arterial pressure, is: "< 65 mmHg"}}}}}
"#,
    );
    for (name, outcome) in [
        ("I1: lactate 5 mmol/L, on the bound > 5 mmol/L", "fail"),
        ("I1: lactate 5.1 mmol/L, just above the bound > 5 mmol/L", "pass"),
        ("I1: heart rate 119 /min, just below the bound >= 120 /min", "fail"),
        // The heart rate is 120 /min there, on its bound: the same patient is not made twice.
        ("I1: sepsis present", "pass"),
        ("I1: heart rate not recorded", "unknown"),
        ("I1: sepsis absent", "fail"),
        ("I2: mean arterial pressure 64 mmHg, just below the bound < 65 mmHg", "pass"),
        ("I2: mean arterial pressure 65 mmHg, on the bound < 65 mmHg", "fail"),
        ("I2: so for exactly 5 h (asked: > 5 h)", "unknown"),
        ("I2: so for just more than 5 h (asked: > 5 h)", "pass"),
    ] {
        assert_eq!(expected(&text, name), outcome, "{name}");
    }
}

/// Each expectation by SPEC: months are the calendar's, an event of before leaves open whether there
/// was another one after, a plan is for a person to judge, and that something has been absent for
/// some years does not say that it never was there.
#[test]
fn times_plans_and_events_are_worked_out_as_they_are_meant() {
    let text = generate(
        r#"inclusion:
- {id: I1, text: t, rule: {finding: {of: contraception, kind: procedure, ahead: true, for: 4 weeks, after: end of administration}}}
- {id: I2, text: t, rule: {finding: {of: relapse, after: allogeneic stem cell transplant}}}
- {id: I3, text: t, rule: {finding: {of: observation period, for: 3 months, after: last dose of study drug}}}
- {id: I4, text: t, rule: {finding: {of: vaccine, kind: drug, ahead: true, within: 6 months}}}
- {id: I5, text: t, rule: {finding: {of: hypertension, after: allogeneic stem cell transplant}}}
exclusion:
- {id: E1, text: t, rule: {finding: {of: myocardial infarction, within: 6 months, before: BNCT}}}
- {id: E2, text: t, rule: {all: [{finding: {of: malignancy, ever: true}}, {finding: {of: disease, for: ">= 5 years"}}]}}
"#,
    );
    for (name, outcome) in [
        ("I1: contraception present", "unknown"),
        ("I2: relapse a day after allogeneic stem cell transplant", "pass"),
        ("I2: relapse a day before allogeneic stem cell transplant", "unknown"),
        ("I2: relapse absent", "fail"),
        ("I3: observation period for just less than 3 months, after last dose of study drug", "fail"),
        ("I3: observation period for exactly 3 months, after last dose of study drug", "pass"),
        ("I4: vaccine present", "unknown"),
        ("I4: vaccine not recorded", "unknown"),
        ("I5: hypertension a day before allogeneic stem cell transplant", "fail"),
        ("E1: myocardial infarction exactly 6 months before BNCT", "fail"),
        ("E1: myocardial infarction just more than 6 months before BNCT", "pass"),
    ] {
        assert_eq!(expected(&text, name), outcome, "{name}");
    }
    // Nothing is in dispute.
    assert!(!text.contains("the program says"), "{text}");
}

/// A value that holds two days is given once a day; forty of them a person can still look through.
#[test]
fn no_more_samples_are_made_than_a_person_can_look_through() {
    let text = generate(
        "valid_for: {lactate: 2 days}\ninclusion:\n\
         - {id: I1, text: t, rule: {lasting: {for: '>= 40 days', rule: {measure: {of: lactate, is: '> 5 mmol/L'}}}}}\n",
    );
    assert_eq!(expected(&text, "I1: so for exactly 40 days (asked: >= 40 days)"), "pass");
    assert!(!text.contains("just more than 40 days"), "{text}");
}

#[test]
fn the_tests_made_for_the_shipped_trials_pass_and_notice_moved_thresholds() {
    let into = Path::new(env!("CARGO_TARGET_TMPDIR")).join("testing").join("generate-shipped");
    let _ = fs::remove_dir_all(&into);
    fs::create_dir_all(&into).unwrap();
    for id in ["ECMO-RESCUE", "NCT05075486", "NCT06872021", "fdpicu-13"] {
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("criteria/{id}.yaml")), into.join(format!("{id}.yaml"))).unwrap();
    }
    let (code, out, err) = test(&into, &["--generate", "--write"]);
    assert_eq!(code, 0, "{out}{err}");
    // No case is in dispute between the rule as worked out and the evaluator.
    assert!(!err.contains("answers otherwise"), "{err}");
    let (code, out, err) = test(&into, &[]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let (_, out, _) = test(&into, &["--mutate", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&out).unwrap();
    let survived: Vec<String> = found["trials"].as_array().unwrap().iter().flat_map(survivors).collect();
    // What is left to a person: runs of samples inside a stretch of time, values since a finding
    // began, and how long other criteria have lasted. Every other threshold is noticed.
    let left = ["I2 lactate", "I2 SvO2", "I2 systolic blood pressure", "E4 lasting"];
    let thresholds = survived.iter().filter(|c| c.contains(['<', '>']) && !left.iter().any(|l| c.starts_with(l)));
    assert_eq!(thresholds.collect::<Vec<_>>(), Vec::<&String>::new());
}

fn survivors(trial: &serde_json::Value) -> Vec<String> {
    let survived = trial["mutation"]["survived"].as_array().unwrap().iter();
    survived.map(|s| format!("{} {}", s["criterion"].as_str().unwrap(), s["change"].as_str().unwrap())).collect()
}

#[test]
fn what_is_there_is_not_written_over() {
    let folder = folder("generate-write", TESTS);
    let file = folder.join("TINY.generated.test.yaml");
    assert_eq!(test(&folder.join("TINY.yaml"), &["--generate", "--write"]).0, 0);
    let made = fs::read_to_string(&file).unwrap();
    assert!(made.contains("trial: TINY"));
    fs::write(&file, "mine").unwrap();
    let (code, _, err) = test(&folder.join("TINY.yaml"), &["--generate", "--write"]);
    assert!(code == 1 && err.contains("--force"), "{err}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    assert_eq!(test(&folder, &["--generate", "--write", "--force"]).0, 0);
    assert_eq!(fs::read_to_string(&file).unwrap(), made);
    // Both files of tests are run.
    assert!(test(&folder, &[]).1.contains("TINY.generated.test.yaml"));
    // What cannot be done is said.
    assert_eq!(test(&folder.join("TINY.test.yaml"), &["--generate"]).0, 2);
    assert_eq!(test(&folder.join("NONE.yaml"), &["--generate"]).0, 2);
    assert_eq!(test(&folder, &["--write"]).0, 2);
    fs::copy(folder.join("TINY.yaml"), folder.join("TWO.yaml")).unwrap();
    let (code, _, err) = test(&folder, &["--generate"]);
    assert!(code == 2 && err.contains("--write"), "{err}");
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
