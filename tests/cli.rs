//! The command line as people meet it: the real program, real files, above all bad ones.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const PATIENT: &str = r#"{"id": "P-0001", "birth_date": "1961-03-02", "sex": "female", "as_of": "2026-11-20T10:00:00Z",
 "observations": [{"of": "lactate", "value": 6.4, "unit": "mmol/L", "at": "2026-11-20T09:20:00Z"}],
 "conditions": [{"name": "septic shock", "status": "present", "from": "2026-11-20T01:00:00Z"}]}"#;

const TRIAL: &str = r#"format: 1
trial: NCT00000001
title: Lactate and Age
status: recruiting
inclusion:
- id: I1
  text: Age of ≥18
  rule: {measure: {of: age, is: ">= 18 years"}}
- id: I2
  text: lactate > 5 mmol/L
  rule: {measure: {of: lactate, is: "> 5 mmol/L"}}
exclusion:
- id: E1
  text: Pregnancy
  rule: {finding: {of: pregnancy}}
"#;

/// A folder of its own for one test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("criteria")).unwrap();
        Self(path)
    }

    /// A folder with one good trial and one good patient.
    fn with_both(name: &str) -> Self {
        let folder = Self::new(name);
        folder.file("criteria/one.yaml", TRIAL);
        folder.file("patient.json", PATIENT);
        folder
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), content).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.feed(arguments, "")
    }

    fn feed(&self, arguments: &[&str], input: &str) -> Ran {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("trialsieve"));
        command.current_dir(&self.0).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").args(arguments).write_stdin(input);
        let output = command.timeout(std::time::Duration::from_secs(60)).output().unwrap();
        let ran = Ran { code: output.status.code(), out: String::from_utf8(output.stdout).unwrap(), err: String::from_utf8(output.stderr).unwrap() };
        assert!(!ran.err.contains("has a bug") && !ran.err.contains("panicked"), "{arguments:?}\n{}", ran.err);
        ran
    }

    /// Screens a patient of this text; the answers of the one trial come as JSON.
    fn screen(&self, patient: &str) -> Ran {
        self.file("patient.json", patient);
        self.run(&["screen", "patient.json", "--format", "json"])
    }
}

#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    #[track_caller]
    fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    fn says(self, words: &str) -> Self {
        assert!(self.err.contains(words), "`{words}` is missing in\n{}", self.err);
        self
    }

    #[track_caller]
    fn shows(self, words: &str) -> Self {
        assert!(self.out.contains(words), "`{words}` is missing in\n{}", self.out);
        self
    }

    #[track_caller]
    fn trial(&self) -> Value {
        let report: Value = serde_json::from_str(&self.out).unwrap();
        report["patients"][0]["trials"][0].clone()
    }
}

// ---- files that cannot be read ----

#[test]
fn a_patient_file_that_is_none_is_named_with_the_reason_and_the_others_are_screened() {
    let folder = Folder::with_both("unreadable");
    folder.file("latin1.json", b"{\n\"id\": \"Ren\xe9\"}");
    folder.run(&["screen", "none.json"]).exits(2).says("none.json").says("no such file");
    folder.run(&["screen", "criteria"]).exits(2).says("criteria is a folder");
    folder.run(&["screen", "latin1.json"]).exits(2).says("latin1.json is not UTF-8 text").says("line 2");
    let both = folder.run(&["screen", "none.json", "patient.json"]).exits(2).says("none.json");
    both.shows("P-0001").shows("NCT00000001");
}

#[test]
fn an_empty_file_is_named() {
    let folder = Folder::with_both("empty");
    folder.file("empty.json", "");
    folder.file("empty.yaml", "");
    folder.run(&["screen", "empty.json"]).exits(2).says("empty");
    folder.run(&["check", "empty.yaml"]).exits(1).says("the file is empty");
}

#[test]
fn a_file_past_the_limit_is_refused_by_its_size_alone() {
    let folder = Folder::with_both("large");
    let limit = trialsieve::limits::MAX_INPUT_BYTES;
    for (name, size) in [("giga.json", 1 << 30), ("giga.yaml", 1 << 30), ("over.json", limit + 1)] {
        fs::File::create(folder.0.join(name)).unwrap().set_len(size).unwrap();
    }
    folder.run(&["screen", "giga.json"]).exits(2).says("1073741824 bytes").says(&limit.to_string());
    folder.run(&["screen", "over.json"]).exits(2).says("more than the limit");
    folder.run(&["check", "giga.yaml"]).exits(2).says("more than the limit");
    folder.run(&["parse", "giga.json"]).exits(2).says("more than the limit");
    // On the other side of the limit the file is read, and found to be no profile.
    fs::File::create(folder.0.join("at.yaml")).unwrap().set_len(0).unwrap();
    let at_limit = folder.run(&["check", "at.yaml"]).exits(1);
    assert!(!at_limit.err.contains("limit"));
}

// ---- profiles ----

#[test]
fn a_broken_profile_is_refused_with_the_place_and_the_code() {
    let folder = Folder::with_both("broken-profiles");
    let deep = format!("{{\"id\": \"P1\", \"labs\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let cases: &[(&str, &str, &str)] = &[
        ("hello", "not-json", "patient.json:1:1"),
        ("{\"id\": \"P1\",\n \"age\": ", "not-json", "patient.json:2:"),
        (&deep, "too-deep", "patient.json:1:"),
        ("{\"id\": \"P1\",\n \"age\": 64, \"age\": 46}", "duplicate-key", "patient.json:2:13"),
        ("{\"id\": \"P1\", \"age\": 64,\n \"lab\": {}}", "unknown-field", "patient.json:2:2"),
        ("{\"id\": \"P1\", \"age\": -3}", "impossible-age", "-3"),
        ("{\"id\": \"P1\", \"birth_date\": \"1961-02-30\"}", "impossible-date", "1961-02-30"),
        ("{\"id\": \"P1\", \"birth_date\": \"2061-01-01\", \"as_of\": \"2026-11-20T10:00:00Z\"}", "", "2061-01-01"),
        ("{\"id\": \"P1\", \"age\": 64, \"as_of\": \"2026-11-20T10:00:00\"}", "impossible-date", "zone"),
        ("{\"id\": \"P1\", \"age\": 64, \"labs\": {\"lactate\": NaN}}", "not-json", "patient.json:1:"),
        ("{\"id\": \"P1\", \"age\": 64, \"labs\": []}", "wrong-type", "labs"),
    ];
    for (profile, code, place) in cases {
        let ran = folder.screen(profile).exits(2).says("patient.json").says(place);
        assert!(ran.err.contains(code), "{code} is missing in\n{}", ran.err);
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(report["patients"], Value::Array(Vec::new()));
    }
    folder.screen("{\"id\": \"P1\", \"age\": 64, \"lab\": {}}").says("labs");
}

#[test]
fn doubtful_data_is_unknown_and_named_and_the_rest_stays_in_force() {
    let folder = Folder::with_both("doubtful");
    let cases = [
        (r#""labs": {"lactate": 6}"#, "missing-unit"),
        (r#""labs": {"lactate": "6 mmHg"}"#, "misfitting-unit"),
        (r#""labs": {"lactate": "6 mmol"}"#, "misfitting-unit"),
        (r#""labs": {"lactat": "6 mmol/L"}"#, "unknown-measure"),
        (r#""labs": {"lactate": "-6 mmol/L"}"#, "implausible-value"),
        (
            r#""observations": [{"of": "lactate", "value": 6, "unit": "mmol/L", "at": "2026-11-20T09:00:00Z"}, {"of": "lactate", "value": 4, "unit": "mmol/L", "at": "2026-11-20T09:00:00Z"}]"#,
            "conflicting-records",
        ),
    ];
    for (data, code) in cases {
        let ran = folder
            .screen(&format!(r#"{{"id": "P1", "age": 64, "as_of": "2026-11-20T10:00:00Z", {data}}}"#))
            .exits(0)
            .says(code)
            .says("patient.json:1:");
        let criteria = &ran.trial()["criteria"];
        assert_eq!((&criteria[0]["outcome"], &criteria[1]["outcome"]), (&"pass".into(), &"unknown".into()), "{data}");
        let strict = folder.run(&["screen", "patient.json", "--strict"]).exits(2).says(code);
        assert_eq!(strict.out, "", "{data}");
    }
    folder.screen(r#"{"id": "P1", "age": 64, "as_of": "2026-11-20T10:00:00Z", "labs": {"lactat": "6 mmol/L"}}"#).says("lactate");
    for (data, code) in [
        (r#""labs": {"MAP": "-27 mmHg"}"#, "implausible-value"),
        (
            r#""medications": [{"name": "norepinephrine", "rate": "0.1 ug/kg/min", "from": "2026-11-20T02:00:00Z", "to": "2026-11-20T02:00:00Z"}]"#,
            "no-duration",
        ),
    ] {
        folder.screen(&format!(r#"{{"id": "P1", "age": 64, "as_of": "2026-11-20T10:00:00Z", {data}}}"#)).exits(0).says(code);
    }
}

#[test]
fn a_number_beyond_all_measurements_is_named_and_never_a_value() {
    let folder = Folder::with_both("huge-number");
    for value in ["1e400", "\"1e400 mmol/L\"", "\"NaN mmol/L\""] {
        let ran = folder
            .screen(&format!(r#"{{"id": "P1", "age": 64, "as_of": "2026-11-20T10:00:00Z", "labs": {{"lactate": {value}}}}}"#))
            .says("patient.json:1:");
        let lactate = ran.trial()["criteria"][1]["met"].clone();
        assert_eq!(lactate, Value::Null, "{value}");
    }
}

#[test]
fn hundreds_of_warnings_are_counted_and_shown_on_request() {
    let folder = Folder::with_both("many-warnings");
    let labs: Vec<String> =
        (0..115).map(|i| format!(r#"{{"of": "lactate", "value": {i}, "at": "2026-11-19T{:02}:{:02}:00Z"}}"#, i / 60, i % 60)).collect();
    let profile = format!(r#"{{"id": "P1", "age": 64, "as_of": "2026-11-20T10:00:00Z", "observations": [{}]}}"#, labs.join(","));
    let ran = folder.screen(&profile).exits(0).says("… and 112 more missing-unit").says("--verbose");
    assert_eq!(ran.err.matches(" missing-unit]").count(), 3);
    let all = folder.run(&["screen", "patient.json", "--verbose"]).exits(0);
    assert_eq!(all.err.matches(" missing-unit]").count(), 115);
}

// ---- the moment ----

#[test]
fn the_moment_is_asked_for_where_nothing_says_it() {
    let folder = Folder::with_both("no-moment");
    folder.file("timeless.json", r#"{"id": "P1", "age": 64}"#);
    folder.run(&["screen", "timeless.json"]).exits(2).says("--at");
    folder.run(&["screen", "timeless.json", "--at", "2026-11-20T10:00:00Z"]).exits(0).shows("2026-11-20T10:00:00Z");
}

#[test]
fn a_moment_that_is_none_is_refused() {
    let folder = Folder::with_both("bad-moment");
    for (at, said) in [
        ("2026-11-20T10:00:00", "no time zone"),
        ("2026-02-30T10:00:00Z", "does not exist"),
        ("2026-11-20", "time of day"),
        ("tomorrow", "is not a time"),
    ] {
        folder.run(&["screen", "patient.json", "--at", at]).exits(2).says("--at").says(at).says(said);
    }
    folder.run(&["screen", "patient.json", "--at", "1950-01-01T00:00:00Z"]).exits(2).says("before the birth").says("1961-03-02");
}

#[test]
fn data_after_the_moment_is_not_seen() {
    let folder = Folder::with_both("later-data");
    let now = folder.run(&["screen", "patient.json", "--format", "json"]).exits(0).trial();
    assert_eq!(now["criteria"][1]["outcome"], "pass");
    let earlier = folder.run(&["screen", "patient.json", "--format", "json", "--at", "2026-11-20T17:00:00+08:00"]).exits(0).trial();
    assert_eq!(earlier["criteria"][1]["outcome"], "unknown");
}

// ---- trial files ----

#[test]
fn a_broken_trial_is_named_and_the_others_are_screened_for() {
    let cases: &[(&str, &str, &str)] = &[
        ("node", "  rule: {mesure: {of: age, is: \">= 18 years\"}}", "unknown-node"),
        ("type", "  rule: [1, 2]", "broken.yaml:6:"),
        ("tab", "\trule: {finding: {of: sepsis}}", "broken.yaml"),
        ("duplicate", "  rule: {finding: {of: sepsis}}\n- id: I1\n  text: y\n  rule: {finding: {of: sepsis}}", "duplicate-id"),
        ("cycle", "  rule: {criterion: I1}", "reference-cycle"),
        ("reference", "  rule: {criterion: I9}", "broken-reference"),
        ("unit", "  rule: {measure: {of: lactate, is: \"> 5\"}}", "incommensurable-units"),
        ("name", "  rule: {measure: {of: lactat, is: \"> 5 mmol/L\"}}", "unknown-name"),
        ("empty-group", "  rule: {any: []}", "empty-group"),
    ];
    for (name, rule, said) in cases {
        let folder = Folder::with_both(&format!("broken-{name}"));
        folder.file("criteria/broken.yaml", format!("format: 1\ntrial: B\ninclusion:\n- id: I1\n  text: x\n{rule}\n"));
        let ran = folder.run(&["screen", "patient.json"]).exits(2).says("broken.yaml").says(said);
        ran.shows("NCT00000001");
        folder.run(&["check"]).exits(1).says(said).shows("one.yaml: ok").shows("broken.yaml: 1 error");
    }
}

#[test]
fn an_alias_bomb_does_no_harm() {
    let folder = Folder::with_both("bomb");
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..12 {
        bomb.push_str(&format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 10].join(", ")));
    }
    folder.file("criteria/bomb.yaml", format!("{bomb}format: 1\ntrial: B\n"));
    let deep = format!("format: 1\ntrial: D\ninclusion:\n- id: I1\n  text: x\n  rule: {}{}\n", "{not: ".repeat(100_000), "}".repeat(100_000));
    folder.file("criteria/deep.yaml", deep);
    folder.run(&["screen", "patient.json"]).exits(2).says("bomb.yaml").says("deep.yaml").shows("NCT00000001");
    folder.run(&["check"]).exits(1).says("bomb.yaml").says("deep.yaml");
}

#[test]
fn where_no_trial_is_found_the_person_is_told_what_would_do() {
    let folder = Folder::with_both("no-trial");
    folder.file("criteria/notes.txt", "no trial");
    folder.run(&["screen", "patient.json", "--trials", "nowhere"]).exits(2).says("nowhere");
    fs::remove_file(folder.0.join("criteria/one.yaml")).unwrap();
    folder.file("criteria/one.test.yaml", "cases: []\n");
    let ran = folder.run(&["screen", "patient.json"]).exits(2).says("no trial found").says("--trials");
    assert_eq!(ran.out, "");
    folder.run(&["check"]).exits(2).says("no trial found");
    folder.run(&["screen", "patient.json", "--trials", "criteria/one.test.yaml"]).exits(2).says("not a trial");
}

#[test]
fn trials_are_taken_by_name_from_files_and_folders_each_once() {
    let folder = Folder::with_both("order");
    folder.file("criteria/b.yml", TRIAL.replace("NCT00000001", "B"));
    folder.file("criteria/a.yaml", TRIAL.replace("NCT00000001", "A"));
    folder.file("criteria/a.test.yaml", "cases: []\n");
    let ran = folder.run(&["check", "criteria", "criteria/one.yaml"]).exits(0);
    let files: Vec<&str> = ran.out.lines().map(|l| l.split(':').next().unwrap()).collect();
    assert_eq!(files, ["criteria/a.yaml", "criteria/b.yml", "criteria/one.yaml"]);
}

#[test]
fn only_a_known_trial_can_be_asked_for() {
    let folder = Folder::with_both("only");
    folder.file("criteria/two.yaml", TRIAL.replace("NCT00000001", "ECMO-RESCUE"));
    folder.run(&["screen", "patient.json", "--only", "ECMO-RESCU"]).exits(2).says("did you mean `ECMO-RESCUE`?");
    folder.run(&["screen", "patient.json", "--only", "zebra"]).exits(2).says("zebra").says("NCT00000001");
    let ran = folder.run(&["screen", "patient.json", "--only", "ECMO-RESCUE"]).exits(0).shows("ECMO-RESCUE");
    assert!(!ran.out.contains("NCT00000001"));
}

// ---- the report ----

#[test]
fn the_json_report_has_the_form_that_the_specification_gives_it() {
    let folder = Folder::with_both("json");
    let ran = folder.run(&["screen", "patient.json", "--format", "json"]).exits(0);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["format"], 1);
    assert_eq!(report["engine"], concat!("trialsieve ", env!("CARGO_PKG_VERSION")));
    assert_eq!(report["patients"][0]["patient"], "P-0001");
    assert_eq!(report["patients"][0]["as_of"], "2026-11-20T10:00:00Z");
    let trial = ran.trial();
    assert_eq!((&trial["trial"], &trial["title"], &trial["status"]), (&"NCT00000001".into(), &"Lactate and Age".into(), &"recruiting".into()));
    assert_eq!(trial["verdict"], "undetermined");
    let criteria = trial["criteria"].as_array().unwrap();
    let row = |i: usize| {
        (
            criteria[i]["id"].as_str().unwrap(),
            criteria[i]["kind"].as_str().unwrap(),
            criteria[i]["met"].as_bool(),
            criteria[i]["outcome"].as_str().unwrap(),
        )
    };
    assert_eq!(row(0), ("I1", "inclusion", Some(true), "pass"));
    assert_eq!(row(1), ("I2", "inclusion", Some(true), "pass"));
    assert_eq!(row(2), ("E1", "exclusion", None, "unknown"));
    assert_eq!(criteria[0]["text"], "Age of ≥18");
    assert!(criteria[0]["because"].as_str().unwrap().contains("65 years"));
    assert_eq!((&criteria[1]["trace"]["node"], &criteria[1]["trace"]["truth"]), (&"measure".into(), &"true".into()));
    let evidence = &criteria[1]["trace"]["evidence"][0];
    assert_eq!((&evidence["of"], &evidence["at"], &evidence["from"]), (&"lactate".into(), &"2026-11-20T09:20:00Z".into(), &"observations[0]".into()));
    assert_eq!(trial["needs"][0]["of"], "pregnancy");
    assert_eq!(trial["needs"][0]["criteria"][0], "E1");
    assert!(ran.out.ends_with("}\n"));
    assert_eq!(folder.run(&["screen", "patient.json", "--format", "json"]).out, ran.out);
}

#[test]
fn the_text_report_shows_verdict_reasons_and_needs() {
    let folder = Folder::with_both("text");
    folder.file("criteria/two.yaml", TRIAL.replace("NCT00000001", "CLOSED").replace("recruiting", "withdrawn"));
    let ran = folder.run(&["screen", "patient.json"]).exits(0);
    for words in [
        "P-0001 as of 2026-11-20T10:00:00Z: 2 trials, 2 undetermined",
        "? NCT00000001  undetermined · recruiting",
        "? CLOSED  undetermined, but withdrawn",
        "  ✓ I1  Age of ≥18",
        "  ? E1  Pregnancy",
        "• pregnancy  NCT00000001 E1; CLOSED E1",
    ] {
        assert!(ran.out.contains(words), "`{words}` is missing in\n{}", ran.out);
    }
    assert!(!ran.out.contains('\u{1b}'), "colour in a pipe");
    let coloured = folder.run(&["screen", "patient.json", "--color", "always"]).exits(0);
    assert!(coloured.out.contains("\u{1b}["));
}

#[test]
fn a_profile_can_come_from_standard_input() {
    let folder = Folder::with_both("stdin");
    let ran = folder.feed(&["screen", "-"], PATIENT).exits(0);
    assert_eq!(ran.out, folder.run(&["screen", "patient.json"]).out);
    folder.feed(&["screen", "-", "-"], PATIENT).exits(2).says("standard input");
    folder.feed(&["screen", "-"], &format!("\u{feff}{PATIENT}")).exits(0);
}

// ---- parse ----

#[test]
fn a_text_without_criteria_gives_no_trial_file() {
    let folder = Folder::new("parse-none");
    for text in ["", "Lorem ipsum.\n"] {
        let ran = folder.feed(&["parse"], text).exits(1).says("no");
        assert_eq!(ran.out, "");
    }
    folder.run(&["parse", "none.txt"]).exits(2).says("none.txt");
    folder.run(&["parse", "criteria"]).exits(2).says("is a folder");
}

#[test]
fn a_parsed_text_is_a_trial_file_that_check_accepts() {
    let folder = Folder::new("parse");
    folder.file("PAGE-1.txt", "Inclusion Criteria:\n- Age of ≥18\n- lactate > 5 mmol/L\n\nExclusion Criteria:\n- Pregnancy\n");
    let yaml = folder.run(&["parse", "PAGE-1.txt"]).exits(0).says("3 criteria").shows("trial: PAGE-1");
    assert!(!yaml.out.contains(" at:"), "{}", yaml.out);
    folder.file("criteria/page.yaml", &yaml.out);
    folder.run(&["check"]).exits(0).shows("page.yaml: ok, 3 criteria");
    let json = folder.run(&["parse", "PAGE-1.txt", "--format", "json"]).exits(0);
    let trial: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(trial["inclusion"][0]["id"], "I1");
    assert!(trial["inclusion"][0]["rule"]["at"].is_array(), "{}", json.out);
}

#[test]
fn each_line_comes_out_in_order_with_its_other_fields_as_they_were() {
    let folder = Folder::new("each");
    let lines = "{\"z\": 1.50, \"text\": \"Age of ≥18\", \"section\": \"inclusion\", \"a\": [1, 2]}\nnonsense\n\n{\"section\": \"exclusion\", \"text\": \"Pregnancy\", \"rule\": 1}\n{\"no\": \"text\"}\n{\"text\": \"x\", \"section\": \"appendix\"}\n";
    let ran = folder.feed(&["parse", "--each", "-"], lines).exits(2).says("-:2:").says("-:5:").says("-:6:").says("appendix");
    let out: Vec<&str> = ran.out.lines().collect();
    assert_eq!(out.len(), 5, "{}", ran.out);
    assert!(out[0].starts_with("{\"z\":1.50,\"text\":\"Age of ≥18\",\"section\":\"inclusion\",\"a\":[1, 2],\"rule\":{"), "{}", out[0]);
    for (line, error) in [(out[1], 2), (out[3], 5), (out[4], 6)] {
        let value: Value = serde_json::from_str(line).unwrap();
        assert_eq!(value["line"], error);
        assert!(value["error"].is_string());
    }
    let pregnancy: Value = serde_json::from_str(out[2]).unwrap();
    assert!(pregnancy["rule"].is_object());
    assert!(["full", "partial", "none"].contains(&pregnancy["computable"].as_str().unwrap()));
    folder.run(&["parse", "--each", "criteria"]).exits(2).says("is a folder");
    folder.run(&["parse", "--each", "none.jsonl"]).exits(2).says("none.jsonl");
    let good = folder.feed(&["parse", "--each"], "{\"text\":\"a\"}").exits(0);
    assert!(good.out.ends_with("}\n"));
}

// ---- the rest ----

#[test]
fn check_answers_for_machines_too() {
    let folder = Folder::with_both("check-json");
    folder.file("criteria/broken.yaml", "format: 1\ntrial: B\ninclusion:\n- id: I1\n  text: x\n  rule: {mesure: {}}\n");
    let ran = folder.run(&["check", "--format", "json"]).exits(1);
    let checked: Value = serde_json::from_str(&ran.out).unwrap();
    let broken = &checked["files"][0];
    assert_eq!((&broken["file"], &broken["ok"]), (&"criteria/broken.yaml".into(), &false.into()));
    let found = &broken["diagnostics"][0];
    assert_eq!((&found["name"], &found["line"], &found["level"]), (&"unknown-node".into(), &6.into(), &"error".into()));
    assert_eq!(found["code"], "TS0202");
    assert_eq!(checked["files"][1]["ok"], true);
    folder.run(&["check", "nowhere.yaml"]).exits(2).says("nowhere.yaml");
}

#[test]
fn warnings_let_a_check_pass_unless_they_are_denied() {
    let folder = Folder::with_both("deny");
    folder.run(&["check", "--deny", "warnings"]).exits(0);
    folder.file("criteria/one.yaml", TRIAL.replace("{finding: {of: pregnancy}}", "{measure: {of: lactate, is: \"> 4 mmol/L\"}}"));
    let warned = folder.run(&["check"]).exits(0).shows("1 warning");
    warned.says("warning[TS0216 unmeetable-trial]").says("I2").says("E1").says("criteria/one.yaml:");
    folder.run(&["check", "--deny", "warnings"]).exits(1).says("unmeetable-trial");
    folder.run(&["check", "--deny", "everything"]).exits(2).says("warnings");
    // Screening is not stopped by what is only doubtful.
    folder.run(&["screen", "patient.json"]).exits(0);
}

#[test]
fn the_vocabulary_tells_what_a_name_means() {
    let folder = Folder::new("vocabulary");
    let ran = folder.run(&["vocabulary", "--format", "json"]).exits(0);
    let rows: Value = serde_json::from_str(&ran.out).unwrap();
    let sepsis = rows.as_array().unwrap().iter().find(|r| r["name"] == "septic shock").unwrap();
    assert_eq!(sepsis["kind"], "condition");
    assert!(sepsis["codes"].as_array().unwrap().iter().any(|c| c["system"] == "icd-10" && c["code"] == "R65.21"));
    let lactate: Value = serde_json::from_str(&folder.run(&["vocabulary", "lactate", "--format", "json"]).exits(0).out).unwrap();
    assert_eq!((&lactate[0]["kind"], &lactate[0]["unit"]), (&"measure".into(), &"mmol/L".into()));
    folder.run(&["vocabulary", "Septic Shocks"]).exits(0).shows("septic shock (condition)").shows("R65.21");
    folder.run(&["vocabulary", "septic shok"]).exits(1).says("septic shock");
}

#[test]
fn usage_errors_exit_with_two_and_help_is_worth_reading() {
    let folder = Folder::new("usage");
    folder.run(&["scren"]).exits(2).says("screen");
    folder.run(&["screen"]).exits(2).says("PATIENT.json");
    folder.run(&[]).exits(2);
    folder.run(&["screen", "p.json", "--format", "xml"]).exits(2).says("json");
    folder.run(&["--version"]).exits(0).shows(concat!("trialsieve ", env!("CARGO_PKG_VERSION")));
    for command in [&[][..], &["screen"], &["parse"], &["check"], &["vocabulary"], &["completions"], &["man"]] {
        let arguments: Vec<&str> = command.iter().copied().chain(["--help"]).collect();
        folder.run(&arguments).exits(0).shows("Example").shows("trialsieve ");
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        folder.run(&["completions", shell]).exits(0).shows("vocabulary");
    }
    folder.run(&["man"]).exits(0).shows(".TH trialsieve 1");
    folder.run(&["man", "screen"]).exits(0).shows(".TH trialsieve-screen 1").shows("strict");
    folder.run(&["man", "nix"]).exits(2).says("screen");
}

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    use std::io::Read;
    use std::process::{Command, Stdio};
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("trialsieve"))
        .args(["vocabulary", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut [0; 10]).unwrap();
    drop(out);
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}

#[test]
fn the_trace_names_the_characters_that_a_rule_came_from() {
    let folder = Folder::new("places");
    let text = "Septic shock or lactate > 5 mmol/L";
    let rule = "{any: [{finding: {of: septic shock}}, {measure: {of: lactate, is: \"> 5 mmol/L\"}}]}";
    folder.file("criteria/t.yaml", format!("format: 1\ntrial: T\ninclusion:\n- id: I1\n  text: {text}\n  rule: {rule}\n"));
    folder.file("p.json", r#"{"id": "P", "as_of": "2026-11-20T10:00:00Z", "conditions": ["septic shock"]}"#);
    let ran = folder.run(&["screen", "p.json", "--format", "json"]).exits(0);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let parts = &report["patients"][0]["trials"][0]["criteria"][0]["trace"]["parts"];
    assert_eq!(parts[0]["at"], serde_json::json!([0, 12]));
    assert_eq!(parts[1]["at"], serde_json::json!([16, 34]));
}

// ---- explain and coverage ----

#[test]
fn a_trial_is_explained_by_its_id_or_its_file() {
    let folder = Folder::new("explain");
    let page = "Inclusion Criteria:\n- Patients with one of the following: sepsis; stroke within the past 6 months.\nExclusion Criteria:\n- 12 monkeys of the investigator's opinion\n";
    let file = folder.feed(&["parse"], page).exits(0).out.replace("trial: stdin", "trial: DEMO-1");
    folder.file("criteria/demo.yaml", file);
    for what in ["DEMO-1", "demo-1", "criteria/demo.yaml"] {
        let ran =
            folder.run(&["explain", what]).exits(0).shows("any of the following:").shows("for review: \"12 monkeys of the investigator's opinion\"");
        assert!(ran.out.contains("(2) stroke within 6 months  ← stroke within the past 6 months"), "{}", ran.out);
        assert!(ran.out.contains("passed over: \"Patients with\"") && ran.out.contains("Reviewed by"), "{}", ran.out);
        assert!(ran.out.lines().all(|l| l.chars().count() <= 100), "{}", ran.out);
    }
    let ran = folder.run(&["explain", "DEMO-1", "--format", "json"]).exits(0);
    let explained: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(explained["criteria"][0]["understood"], "any of the following: (1) sepsis; (2) stroke within 6 months");
    assert_eq!(explained["criteria"][0]["passed_over"][0], "Patients with");
    assert_eq!(explained["criteria"][1]["for_review"][0], "12 monkeys of the investigator's opinion");
    assert_eq!((&explained["coverage"]["criteria"]["full"], &explained["coverage"]["criteria"]["none"]), (&1.into(), &1.into()));
}

#[test]
fn an_unknown_trial_is_named_with_the_nearest() {
    let folder = Folder::new("explain-unknown");
    folder.run(&["explain", "NCT06872012"]).exits(1).says("there is no trial and no diagnostic `NCT06872012`").says("did you mean `NCT06872021`?");
    folder.run(&["explain", "zebra"]).exits(1).says("known here: ECMO-RESCUE");
}

#[test]
fn a_trial_that_comes_with_the_program_is_explained_anywhere() {
    let folder = Folder::new("explain-shipped");
    folder.run(&["explain", "fdpicu-13", "--color", "always"]).exits(0).shows("\u{1b}[4m");
}

#[test]
fn parse_ends_with_its_coverage() {
    let folder = Folder::new("coverage");
    let page = "Inclusion Criteria:\n- Patients with sepsis\n- 12 monkeys of the investigator's opinion\n";
    folder
        .feed(&["parse"], page)
        .exits(0)
        .says("2 criteria: 1 computed in full, 0 in part, 1 not at all; 53 characters: 10 understood, 8 filler, 35 for review");
    let ran = folder.feed(&["parse", "--format", "json"], page).exits(0);
    let trial: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(trial["coverage"]["characters"]["understood"], 10);
    // What `parse` writes is a trial file, in either form.
    folder.file("criteria/parsed.yaml", ran.out);
    folder.run(&["check", "criteria/parsed.yaml"]).exits(0);
}
