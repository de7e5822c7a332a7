//! `trialsieve diff`: what an amendment changed in meaning, and whom it flips.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const OLD: &str = r#"format: 1
trial: TINY
title: A trial
inclusion:
- id: I1
  text: Age 18 to 75 years
  rule: {measure: {of: age, is: 18 to 75 years}}
- id: I2
  text: Septic shock or lactate > 4 mmol/L
  rule: {any: [{finding: {of: septic shock}}, {measure: {of: lactate, is: "> 4 mmol/L"}}]}
- id: I3
  text: Informed consent
  rule: {finding: {of: informed consent}}
exclusion:
- id: E1
  text: Stroke within 3 months
  rule: {finding: {of: stroke, within: 3 months}}
- id: E2
  text: Pregnancy or lactation
  rule: {any: [{finding: {of: pregnancy}}, {finding: {of: lactation}}]}
- id: E3
  text: Hepatitis
  rule: {finding: {of: hepatitis}}
"#;

const NEW: &str = r#"format: 1
trial: TINY
title: A trial
inclusion:
- id: I1
  text: Age 18 to 80 years
  rule: {measure: {of: age, is: 18 to 80 years}}
- id: I2
  text: Septic shock, cardiogenic shock, or lactate > 4 mmol/L
  rule: {any: [{finding: {of: septic shock}}, {finding: {of: cardiogenic shock}}, {measure: {of: lactate, is: "> 4 mmol/L"}}]}
- id: I3
  text: Written consent is at hand
  rule: {not: {not: {finding: {of: informed consent}}}}
exclusion:
- id: E1
  text: Cancer
  rule: {finding: {of: cancer}}
- id: E2
  text: Stroke within 6 months
  rule: {finding: {of: stroke, within: 6 months}}
- id: E3
  text: Lactation or pregnancy
  rule: {any: [{finding: {of: lactation}}, {finding: {of: pregnancy}}]}
"#;

const OF_78: &str = r#"{"id": "P-78", "as_of": "2026-11-20T10:00:00Z", "age": 78, "labs": {"lactate": "5 mmol/L"},
 "findings": {"informed consent": true, "pregnancy": false, "lactation": false},
 "conditions": [{"name": "stroke", "status": "absent"}, {"name": "hepatitis", "status": "absent"}, {"name": "cancer", "status": "absent"}]}"#;
const STROKE: &str = r#"{"id": "P-STROKE", "as_of": "2026-11-20T10:00:00Z", "age": 60, "labs": {"lactate": "5 mmol/L"},
 "findings": {"informed consent": true, "pregnancy": false, "lactation": false}, "complete": ["conditions"],
 "conditions": [{"name": "stroke", "from": "2026-07-01T00:00:00Z", "to": "2026-07-09T00:00:00Z"}]}"#;
const OF_60: &str = r#"{"id": "P-60", "as_of": "2026-11-20T10:00:00Z", "age": 60, "complete": ["conditions"]}"#;

/// A folder of its own with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff").join(name);
    let _ = fs::remove_dir_all(&folder);
    for (file, text) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Exit code, standard output, standard error.
fn diff(folder: &Path, arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("trialsieve"));
    let output = command.current_dir(folder).arg("diff").args(arguments).write_stdin(input).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn json(folder: &Path, arguments: &[&str]) -> (i32, Value) {
    let (code, out, err) = diff(folder, &[arguments, &["--format", "json"]].concat(), "");
    assert_eq!(err, "");
    (code, serde_json::from_str(&out).unwrap())
}

#[test]
fn people_read_each_change_with_its_bounds_and_can_sign() {
    let folder = folder("text", &[("old.yaml", OLD), ("new.yaml", NEW)]);
    let (code, out, err) = diff(&folder, &["old.yaml", "new.yaml"], "");
    assert_eq!((code, err.as_str()), (1, ""));
    for said in [
        "TINY  A trial\nold.yaml → new.yaml\n",
        "\n1 stricter, 2 looser, 1 added, 1 removed, 2 reworded only\n",
        "I1  looser: nobody who passed it fails now\n    old  Age 18 to 75 years\n    new  Age 18 to 80 years\n    = age 18 to 75 years → 18 to 80 years: looser\n",
        "    = now asked: cardiogenic shock: looser\n",
        "I3  reworded only",
        "E1  added",
        "E1 → E2  stricter",
        "    = stroke within 3 months → 6 months: stricter\n",
        "E2 → E3  reworded only",
        "E3  removed",
        "[ ] agreed",
        "Signature",
    ] {
        assert!(out.contains(said), "{said}\n{out}");
    }
}

#[test]
fn machines_read_each_change_with_both_versions() {
    let folder = folder("json", &[("old.yaml", OLD), ("new.yaml", NEW)]);
    let (code, found) = json(&folder, &["old.yaml", "new.yaml"]);
    assert_eq!((code, found["format"].as_u64(), found["changed"].as_bool()), (1, Some(1), Some(true)));
    let trial = &found["trials"][0];
    let ids = |c: &Value| {
        format!("{} {} {}", c["old"]["id"].as_str().unwrap_or("-"), c["new"]["id"].as_str().unwrap_or("-"), c["change"].as_str().unwrap())
    };
    let all: Vec<String> = trial["criteria"].as_array().unwrap().iter().map(ids).collect();
    let wanted = ["I1 I1 looser", "I2 I2 looser", "I3 I3 reworded only", "- E1 added", "E1 E2 stricter", "E2 E3 reworded only", "E3 - removed"];
    assert_eq!(all, wanted);
    let part = &trial["criteria"][0]["parts"][0];
    assert_eq!([&part["old"], &part["new"], &part["change"]], ["age 18 to 75 years", "age 18 to 80 years", "looser"]);
    assert_eq!(trial["criteria"][4]["new"]["means"], "stroke within 6 months");
    // The other way round.
    let (code, found) = json(&folder, &["new.yaml", "old.yaml"]);
    let all: Vec<String> = found["trials"][0]["criteria"].as_array().unwrap().iter().map(ids).collect();
    assert_eq!(code, 1);
    for wanted in ["I1 I1 stricter", "I2 I2 stricter", "E1 - removed", "E2 E1 looser", "- E3 added"] {
        assert!(all.contains(&wanted.to_owned()), "{all:?}");
    }
}

#[test]
fn without_a_change_in_meaning_the_exit_code_is_0() {
    let reworded = OLD
        .replace("Age 18 to 75 years", "Adults up to 75")
        .replace("{of: age, is: 18 to 75 years}", "{of: age, is: \">= 216 months and < 912 months\"}");
    let folder = folder("same", &[("old.yaml", OLD), ("reworded.yaml", &reworded)]);
    let (code, out, _) = diff(&folder, &["old.yaml", "old.yaml"], "");
    assert_eq!(code, 0);
    assert!(out.contains("Nothing changed.\n6 unchanged\n") && !out.contains("Signature") && !out.contains("I1"), "{out}");
    let (code, out, _) = diff(&folder, &["old.yaml", "reworded.yaml"], "");
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("I1  reworded only") && out.contains("Nothing changed in meaning"), "{out}");
    // Nor does it matter where a file comes from.
    assert_eq!(diff(&folder, &["-", "reworded.yaml"], OLD).0, 0);
}

#[test]
fn a_trial_that_only_became_stricter_is_told_as_such() {
    let stricter = OLD.replace("within: 3 months", "within: 6 months").replace("18 to 75 years}}", "18 to 70 years}}");
    let folder = folder("stricter", &[("old.yaml", OLD), ("new.yaml", &stricter)]);
    assert!(diff(&folder, &["old.yaml", "new.yaml"], "").1.contains("The trial became stricter: nobody who was ineligible is eligible now."));
    assert!(diff(&folder, &["new.yaml", "old.yaml"], "").1.contains("The trial became looser: nobody who was eligible is ineligible now."));
}

#[test]
fn patients_that_flip_are_named_with_the_criteria_that_do_it() {
    let patients = [("p/a.json", OF_78), ("p/b.json", STROKE), ("p/c.json", OF_60)];
    let folder = folder("patients", &[&[("old.yaml", OLD), ("new.yaml", NEW)][..], &patients].concat());
    let (code, out, err) = diff(&folder, &["old.yaml", "new.yaml", "--patients", "p/a.json", "p/b.json", "p/c.json"], "");
    assert_eq!((code, err.as_str()), (1, ""));
    for said in [
        "Patients: 2 of 3 patients flip",
        "P-78  ineligible → eligible",
        "I1 fail → pass: age 78 years is 18 to 80 years",
        "P-STROKE  eligible → ineligible",
        "E1 → E2 pass → fail: ",
    ] {
        assert!(out.contains(said), "{said}\n{out}");
    }
    // A folder holds the same; at another moment the stroke is older, and what has no time holds still.
    let (_, found) = json(&folder, &["old.yaml", "new.yaml", "--patients", "p", "--at", "2027-02-01T00:00:00Z"]);
    let verdicts = |p: &Value| format!("{} {} {}", p["patient"], p["old"], p["new"]).replace('"', "");
    let all: Vec<String> = found["trials"][0]["patients"].as_array().unwrap().iter().map(verdicts).collect();
    assert_eq!(all[1], "P-STROKE eligible eligible", "{all:?}");
    let (code, _, err) = diff(&folder, &["old.yaml", "new.yaml", "--patients", "p/none.json"], "");
    assert!(code == 2 && err.contains("none.json"), "{err}");
}

#[test]
fn folders_are_matched_by_the_trials_ids() {
    let other = OLD.replace("trial: TINY", "trial: OTHER");
    let third = OLD.replace("trial: TINY", "trial: THIRD");
    let files =
        [("old/a.yaml", OLD), ("old/b.yaml", other.as_str()), ("new/renamed.yaml", NEW), ("new/c.yaml", third.as_str()), ("new/x.test.yaml", "x")];
    let folder = folder("folders", &files);
    let (code, found) = json(&folder, &["old", "new"]);
    assert_eq!(code, 1);
    assert_eq!(found["trials"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&found["trials"][0]["trial"], &found["removed"][0]["trial"], &found["added"][0]["trial"]),
        (&"TINY".into(), &"OTHER".into(), &"THIRD".into())
    );
    let (_, out, _) = diff(&folder, &["old", "new"], "");
    assert!(out.contains("OTHER  trial removed") && out.contains("THIRD  trial added"), "{out}");
    // The same folder twice.
    let (code, out, _) = diff(&folder, &["old", "old"], "");
    assert_eq!((code, out.matches("Nothing changed.\n6 unchanged\n").count()), (0, 2));
}

#[test]
fn what_cannot_be_compared_is_named_with_its_place() {
    let broken = OLD.replace("> 4 mmol/L\"", "> 4 parsecs\"");
    let files = [
        ("old/a.yaml", OLD),
        ("new/a.yaml", broken.as_str()),
        ("new/b.yaml", "format: 1\ntrail: B\n"),
        ("old.yaml", OLD),
        ("two/a.yaml", OLD),
        ("two/b.yaml", OLD),
    ];
    let folder = folder("broken", &files);
    let (code, out, err) = diff(&folder, &["old/a.yaml", "new/a.yaml"], "");
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("new/a.yaml:10") && err.contains("parsecs") && err.contains("new/a.yaml is not compared"), "{err}");
    let (code, _, err) = diff(&folder, &["old", "new"], "");
    assert!(code == 2 && err.contains("new/a.yaml:10") && err.contains("new/b.yaml:2") && err.contains("did you mean `trial`?"), "{err}");
    for (arguments, said) in [
        (&["old", "old.yaml"][..], "one is a folder and the other a file"),
        (&["old.yaml", "none.yaml"], "none.yaml"),
        (&["-", "-"], "standard input can be read once"),
        (&["old.yaml"], "<NEW>"),
        (&["old.yaml", "old.yaml", "--at", "2026-11-20T10:00:00Z"], "--patients"),
        (&["old.yaml", "old.yaml", "--patients", "old.yaml", "--at", "noon"], "--at: "),
        (&["two", "two"], "two/a.yaml and two/b.yaml are both trial TINY"),
    ] {
        let (code, _, err) = diff(&folder, arguments, "");
        assert!(code == 2 && err.contains(said), "{arguments:?} {code}\n{err}");
    }
}

#[test]
fn a_reference_a_validity_a_side_and_a_heading_are_told_as_what_they_are() {
    let old = r#"format: 1
trial: TINY
inclusion:
- {id: I1, text: Lactate above 4, rule: {measure: {of: lactate, is: "> 4 mmol/L"}}}
- {id: I2, text: Consent of the patient, rule: {finding: {of: informed consent}}}
- {id: I3, text: Adults, rule: {measure: {of: age, is: ">= 18 years"}}}
exclusion:
- {id: E1, text: Meets I3 for long, rule: {lasting: {for: "> 12 h", rule: {criterion: I3}}}}
- {id: E2, text: Pregnancy, rule: {finding: {of: pregnancy}}}
"#;
    let new = r#"format: 1
trial: TINY
valid_for: {lactate: 2 h}
inclusion:
- {id: I1, text: Lactate above 4, rule: {measure: {of: lactate, is: "> 4 mmol/L"}}}
- {id: I3, text: Adults, rule: {measure: {of: age, is: ">= 21 years"}}}
- {id: I4, text: No pregnancy, rule: {not: {finding: {of: pregnancy}}}}
exclusion:
- {id: E1, text: Meets I3 for long, rule: {lasting: {for: "> 12 h", rule: {criterion: I3}}}}
- {id: E2, text: Consent of the patient is missing, group: Cohort B, rule: {not: {finding: {of: informed consent}}}}
"#;
    let folder = folder("elsewhere", &[("old.yaml", old), ("new.yaml", new)]);
    let (_, out, _) = diff(&folder, &["old.yaml", "new.yaml"], "");
    for said in [
        "I1  changed, direction not proven",
        "= the rule is as it was; values count for another time (valid_for)",
        "I3  stricter",
        "a criterion that it refers to changed",
        "E2 → I4  reworded only",
        "moved: from the exclusion to the inclusion criteria",
        "I2 → E2  looser",
        "valid_for  lactate counts for as long as the vocabulary says → 2 h",
    ] {
        assert!(out.contains(said), "{said}\n{out}");
    }
}

#[test]
fn numbers_that_changed_in_the_text_alone_are_noted() {
    let folder = folder("numbers", &[("old.yaml", OLD), ("new.yaml", &OLD.replace("text: Age 18 to 75 years", "text: Age 18 to 80 years"))]);
    let (code, out, _) = diff(&folder, &["old.yaml", "new.yaml"], "");
    assert_eq!(code, 0);
    assert!(out.contains("note: numbers of the text changed and the rule did not"), "{out}");
}
