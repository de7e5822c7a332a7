//! `trialsieve when` as people meet it.

use assert_cmd::Command;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use trialsieve::schema::FORMS;

const TRIAL: &str = "format: 1
trial: SHOCK-1
title: Early support in shock
inclusion:
- id: I1
  text: Age of ≥18
  rule: {measure: {of: age, is: '>= 18 years'}}
- id: I2
  text: two consecutive lactates > 2 mmol/L, 30 min apart
  rule: {consecutive: {of: lactate, is: '> 2 mmol/L', count: 2, apart: '30 min'}}
exclusion:
- id: E1
  text: more than 12 h after VA-ECMO
  rule: {finding: {of: VA-ECMO, kind: procedure, within: '> 12 h'}}
";

fn patient(lactates: &[&str], as_of: &str) -> String {
    let observations: Vec<Value> = lactates.iter().map(|at| json!({"of": "lactate", "value": 4, "unit": "mmol/L", "at": at})).collect();
    json!({
        "id": "P-1", "birth_date": "1961-03-02", "as_of": as_of, "observations": observations, "complete": ["procedures"],
        "procedures": [{"name": "VA-ECMO", "status": "done", "from": "2026-11-20T09:00:00Z"}]
    })
    .to_string()
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn folder(name: &str, trial: &str, patient: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("when-{name}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(path.join("criteria")).unwrap();
    fs::write(path.join("criteria/one.yaml"), trial).unwrap();
    fs::write(path.join("patient.json"), patient).unwrap();
    path
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("trialsieve"));
    let out = command.current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: out.status.code().unwrap(), out: text(out.stdout), err: text(out.stderr) }
}

fn stretches(json: &str) -> Vec<(String, Option<String>, String)> {
    let value: Value = serde_json::from_str(json).unwrap();
    let text = |v: &Value| v.as_str().map(str::to_owned);
    let all = value["trials"][0]["stretches"].as_array().unwrap().clone();
    all.iter().map(|s| (text(&s["from"]).unwrap(), text(&s["to"]), text(&s["verdict"]).unwrap())).collect()
}

#[test]
fn it_says_from_when_on_a_second_value_would_count() {
    let folder = folder("second", TRIAL, &patient(&["2026-11-20T14:05:00Z"], "2026-11-20T14:10:00Z"));
    let ran = run(&folder, &["when", "patient.json", "--ahead", "12 h"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("undetermined until a second lactate at or after 14:35"), "{}", ran.out);
}

#[test]
fn a_window_that_closes_ends_eligibility_to_the_millisecond() {
    let folder = folder("window", TRIAL, &patient(&["2026-11-20T14:30:00Z", "2026-11-20T15:00:00Z"], "2026-11-20T16:00:00Z"));
    let ran = run(&folder, &["when", "patient.json", "--ahead", "12 h"]);
    assert!(ran.out.contains("eligible from 15:00 to 21:00 included"), "{}", ran.out);
    assert!(ran.out.contains("no longer after 21:00: E1 fails: VA-ECMO"), "{}", ran.out);
    assert!(ran.out.contains('█') && ran.out.contains('▼'), "{}", ran.out);
    let ran = run(&folder, &["when", "patient.json", "--ahead", "12 h", "--format", "json"]);
    let row = |from: &str, to: Option<&str>, verdict: &str| (from.to_owned(), to.map(str::to_owned), verdict.to_owned());
    let wanted = vec![
        row("2026-11-20T09:00:00Z", Some("2026-11-20T15:00:00Z"), "undetermined"),
        row("2026-11-20T15:00:00Z", Some("2026-11-20T21:00:00.001Z"), "eligible"),
        row("2026-11-20T21:00:00.001Z", None, "ineligible"),
    ];
    assert_eq!(stretches(&ran.out), wanted);
    let schema = FORMS.iter().find(|f| f.name == "timeline").unwrap().write();
    let schema = jsonschema::draft202012::new(&serde_json::from_str(&schema).unwrap()).unwrap();
    let problems: Vec<String> = schema.iter_errors(&serde_json::from_str(&ran.out).unwrap()).map(|e| e.to_string()).collect();
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn screening_at_either_side_of_a_boundary_answers_the_same() {
    let folder = folder("beside", TRIAL, &patient(&["2026-11-20T14:30:00Z", "2026-11-20T15:00:00Z"], "2026-11-20T16:00:00Z"));
    let cases = [
        ("2026-11-20T14:59:59.999Z", "undetermined"),
        ("2026-11-20T15:00:00Z", "eligible"),
        ("2026-11-20T21:00:00Z", "eligible"),
        ("2026-11-20T21:00:00.001Z", "ineligible"),
    ];
    for (at, verdict) in cases {
        let ran = run(&folder, &["screen", "patient.json", "--at", at, "--format", "json"]);
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(report["patients"][0]["trials"][0]["verdict"], verdict, "{at}");
    }
}

#[test]
fn a_birthday_and_a_washout_come_by_themselves() {
    let trial = "format: 1\ntrial: T\ninclusion:\n- id: I1\n  text: x\n  rule: {measure: {of: age, is: '>= 18 years'}}\nexclusion:\n- id: E1\n  text: x\n  rule: {finding: {of: cardiac surgery, within: 30 days}}\n";
    let patient = r#"{"id": "P", "birth_date": "2008-11-25", "as_of": "2026-11-20T10:00:00Z", "complete": ["procedures"],
        "procedures": [{"name": "cardiac surgery", "from": "2026-11-01T08:00:00Z", "to": "2026-11-01T12:00:00Z"}]}"#;
    let ran = run(&folder("birthday", trial, patient), &["when", "patient.json", "--format", "json"]);
    let value: Value = serde_json::from_str(&ran.out).unwrap();
    let steps = |place: usize| -> Vec<(String, String)> {
        let all = value["trials"][0]["criteria"][place]["outcomes"].as_array().unwrap().clone();
        all.iter().map(|s| (s["from"].as_str().unwrap().to_owned(), s["outcome"].as_str().unwrap().to_owned())).collect()
    };
    assert_eq!(steps(0).last(), Some(&("2026-11-25T00:00:00Z".to_owned(), "pass".to_owned())));
    // Thirty days after its end it is within them for the last time.
    assert_eq!(steps(1).last(), Some(&("2026-12-01T12:00:00.001Z".to_owned(), "pass".to_owned())));
    assert_eq!(stretches(&ran.out).last().unwrap().2, "eligible");
}

#[test]
fn the_picture_has_a_band_for_each_stretch() {
    let folder = folder("picture", TRIAL, &patient(&["2026-11-20T14:30:00Z", "2026-11-20T15:00:00Z"], "2026-11-20T16:00:00Z"));
    let drawn = run(&folder, &["when", "patient.json", "--ahead", "12 h", "--format", "svg"]).out;
    assert!(drawn.starts_with("<svg") && drawn.contains("SHOCK-1"), "{drawn}");
    for verdict in ["undetermined from", "eligible from", "ineligible from"] {
        assert!(drawn.contains(verdict), "{verdict}");
    }
    let ran = run(&folder, &["when", "patient.json", "--ahead", "12 h", "--svg", "line.svg"]);
    assert!(ran.code == 0 && ran.out.contains("P-1 at"));
    assert_eq!(fs::read_to_string(folder.join("line.svg")).unwrap(), drawn);
}

#[test]
fn bad_input_is_named() {
    let folder = folder("bad", TRIAL, &patient(&[], "2026-11-20T16:00:00Z"));
    for (arguments, said) in [
        (vec!["when", "patient.json", "--at", "noon"], "--at: `noon` is not a time"),
        (vec!["when", "patient.json", "--ahead", "soon"], "--ahead: `soon` is not a duration"),
        (vec!["when", "patient.json", "--ahead", "9999999 years"], "beyond the calendar"),
        (vec!["when", "nobody.json"], "nobody.json"),
        (vec!["when", "patient.json", "--only", "SHOCK-2"], "there is no trial `SHOCK-2`"),
        (vec!["when", "patient.json", "--svg", "no/such/folder.svg"], "cannot be written"),
    ] {
        let ran = run(&folder, &arguments);
        assert!(ran.code == 2 && ran.err.contains(said), "{arguments:?}: {} {}", ran.code, ran.err);
    }
    assert!(run(&folder, &["man", "when"]).out.contains("eligibility over time"));
}
