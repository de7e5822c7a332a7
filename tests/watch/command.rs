//! `trialsieve watch` as people meet it.

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const TRIAL: &str = "format: 1
trial: T-1
inclusion:
- id: I1
  text: lactate > 5 mmol/L
  rule: {measure: {of: lactate, is: '> 5 mmol/L'}}
exclusion:
- id: E1
  text: Pregnancy
  rule: {finding: {of: pregnancy}}
";

const START: &str = r#"{"id": "P1", "as_of": "2026-11-20T10:00:00Z", "findings": {"pregnancy": false}}"#;

struct Ran {
    code: i32,
    out: Vec<Value>,
    err: String,
}

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("watch-{name}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(path.join("criteria")).unwrap();
    fs::write(path.join("criteria/one.yaml"), TRIAL).unwrap();
    fs::write(path.join("start.ndjson"), START).unwrap();
    path
}

fn run(folder: &Path, arguments: &[&str], lines: &[&str]) -> Ran {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("trialsieve"));
    let out = command.current_dir(folder).arg("watch").args(arguments).write_stdin(lines.join("\n")).output().unwrap();
    let rows = String::from_utf8(out.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    Ran { code: out.status.code().unwrap(), out: rows, err: String::from_utf8(out.stderr).unwrap() }
}

fn shown(row: &Value) -> String {
    format!("{} {} {}→{} {}", row["patient"], row["at"], row["previous"], row["verdict"], row["criteria"].as_array().unwrap().len()).replace('"', "")
}

#[test]
fn a_line_comes_whenever_a_verdict_changes() {
    let lines = [
        r#"{"patient": "P1", "of": "lactate", "value": 4, "unit": "mmol/L", "at": "2026-11-20T10:30:00Z"}"#,
        r#"{"patient": "P1", "of": "lactate", "value": 4.5, "unit": "mmol/L", "at": "2026-11-20T11:00:00Z"}"#,
        r#"{"patient": "P1", "of": "lactate", "value": 6, "unit": "mmol/L", "at": "2026-11-20T12:00:00Z"}"#,
        r#"{"patient": "P1", "recorded": "2026-11-21T12:00:00Z"}"#,
        r#"{"patient": "P1", "recorded": "2026-11-21T12:00:00.001Z"}"#,
    ];
    let ran = run(&folder("changes"), &["start.ndjson"], &lines);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let rows: Vec<String> = ran.out.iter().map(shown).collect();
    let wanted = [
        "P1 2026-11-20T10:00:00Z null→undetermined 0",
        "P1 2026-11-20T10:30:00Z undetermined→ineligible 1",
        "P1 2026-11-20T12:00:00Z ineligible→eligible 1",
        // A day later it holds for the last time.
        "P1 2026-11-21T12:00:00.001Z eligible→undetermined 1",
    ];
    assert_eq!(rows, wanted);
    assert_eq!(ran.out[2]["criteria"][0]["id"], "I1");
    assert_eq!(ran.out[2]["criteria"][0]["because"], "lactate 6 mmol/L at 2026-11-20T12:00:00Z is > 5 mmol/L");
}

#[test]
fn a_late_datum_is_seen_and_time_never_goes_back() {
    let lines = [
        r#"{"patient": "P2", "of": "lactate", "value": 6, "unit": "mmol/L", "at": "2026-11-20T12:00:00Z"}"#,
        r#"{"patient": "P2", "findings": {"pregnancy": {"value": false, "from": "2026-11-20T09:00:00Z"}}}"#,
    ];
    let ran = run(&folder("late"), &[], &lines);
    let rows: Vec<String> = ran.out.iter().map(shown).collect();
    assert_eq!(rows, ["P2 2026-11-20T12:00:00Z null→undetermined 0", "P2 2026-11-20T12:00:00Z undetermined→eligible 1"]);
}

#[test]
fn bad_rows_are_named_with_their_line_and_the_others_go_on() {
    let good = r#"{"patient": "P1", "of": "lactate", "value": 6, "unit": "mmol/L", "at": "2026-11-20T12:00:00Z"}"#;
    let bad = [
        ("{", "not a JSON object"),
        (r#"{"of": "lactate"}"#, "the object has no `patient`"),
        (r#"{"patient": "P1", "of": "lactate", "value": 6, "unit": "mmol/L"}"#, "lactate has no time"),
        (r#"{"patient": "P1", "labs": {"lactate": "6 mmol/L"}}"#, "`labs` have no time"),
        (r#"{"patient": "P1", "birth_date": "1961-03-02"}"#, "belongs into a profile"),
        (r#"{"patient": "P1", "recorded": "noon"}"#, "`recorded`: `noon` is not a time"),
        (r#"{"patient": "P1", "conditions": ["sepsis"], "of": "lactate"}"#, "no field of an observation"),
        (r#"{"patient": "P1"}"#, "there is no datum"),
        (r#"{"patient": "P9", "conditions": ["sepsis"]}"#, "the patient is new"),
        (r#"{"patient": "P1", "of": "lactate", "value": 6, "at": "2026-02-30T12:00:00Z"}"#, "does not exist"),
    ];
    for (line, said) in bad {
        let ran = run(&folder("bad"), &["start.ndjson"], &[line, good]);
        assert!(ran.code == 2 && ran.err.contains("line 1: ") && ran.err.contains(said), "{line}: {}", ran.err);
        assert_eq!(ran.out.len(), 2, "{line}");
        let ran = run(&folder("bad"), &["start.ndjson", "--strict"], &[line, good]);
        assert!(ran.code == 2 && ran.err.contains("--strict") && ran.out.len() == 1, "{line}");
    }
    let ran = run(&folder("twice"), &["start.ndjson", "start.ndjson"], &[]);
    assert!(ran.code == 2 && ran.err.contains("there is a patient P1 already"), "{}", ran.err);
}

#[test]
fn what_is_left_out_is_told_once() {
    let slip = |minute: u32| format!(r#"{{"patient": "P1", "of": "lactat", "value": 6, "unit": "mmol/L", "at": "2026-11-20T10:{minute}:00Z"}}"#);
    let ran = run(&folder("doubts"), &["start.ndjson"], &[&slip(10), &slip(20)]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.err.matches("warning: standard input, line 1:").count(), 1, "{}", ran.err);
    assert!(ran.err.contains("did you mean `lactate`"), "{}", ran.err);
    assert!(!ran.err.contains("line 2"), "{}", ran.err);
}
