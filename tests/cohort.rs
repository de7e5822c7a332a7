//! `trialsieve cohort` as people meet it: many patients, bad rows, packed files, interruptions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

use assert_cmd::Command;
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const TRIAL: &str = "format: 1
trial: T-1
inclusion:
- id: I1
  text: Age of ≥18
  rule: {measure: {of: age, is: '>= 18 years'}}
- id: I2
  text: lactate > 5 mmol/L
  rule: {measure: {of: lactate, is: '> 5 mmol/L'}}
exclusion:
- id: E1
  text: Pregnancy
  rule: {finding: {of: pregnancy}}
";

/// Eligible; too young and lactate too low; lactate and pregnancy not known; pregnant.
const PATIENTS: [&str; 4] = [
    r#"{"id": "P1", "age": "64 years", "as_of": "2026-11-20T10:00:00Z", "labs": {"lactate": "6 mmol/L"}, "findings": {"pregnancy": false}}"#,
    r#"{"id": "P2", "age": "12 years", "as_of": "2026-11-20T10:00:00Z", "labs": {"lactate": "3 mmol/L"}, "findings": {"pregnancy": false}}"#,
    r#"{"id": "P3", "age": "40 years", "as_of": "2026-11-20T10:00:00Z"}"#,
    r#"{"id": "P4", "age": "30 years", "as_of": "2026-11-20T10:00:00Z", "labs": {"lactate": "6 mmol/L"}, "findings": {"pregnancy": true}}"#,
];

const ROWS: &str = r#"{"patient": "P1", "trial": "T-1", "verdict": "eligible", "fails": [], "unknown": []}
{"patient": "P2", "trial": "T-1", "verdict": "ineligible", "fails": ["I1", "I2"], "unknown": []}
{"patient": "P3", "trial": "T-1", "verdict": "undetermined", "fails": [], "unknown": ["I2", "E1"]}
{"patient": "P4", "trial": "T-1", "verdict": "ineligible", "fails": ["E1"], "unknown": []}
"#;

struct Folder(PathBuf);

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cohort-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("criteria")).unwrap();
        fs::write(path.join("criteria/one.yaml"), TRIAL).unwrap();
        fs::write(path.join("ward.ndjson"), PATIENTS.join("\n")).unwrap();
        Self(path)
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.feed(arguments, b"")
    }

    fn feed(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("trialsieve"));
        let out = command.current_dir(&self.0).arg("cohort").args(arguments).write_stdin(input).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: out.status.code().unwrap(), out: text(out.stdout), err: text(out.stderr) }
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.0).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

#[test]
fn rows_come_in_the_order_of_the_input_in_the_form_of_the_specification() {
    let folder = Folder::new("rows");
    let ran = folder.run(&["ward.ndjson"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, ROWS, ""));
    for line in ran.out.lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
    // Several files, and more lines than one core takes at a time.
    let many = PATIENTS.join("\n") + "\n";
    fs::write(folder.0.join("many.ndjson"), many.repeat(700)).unwrap();
    let ran = folder.run(&["many.ndjson", "ward.ndjson", "--threads", "2"]);
    assert!(ran.out == ROWS.repeat(701), "{}", ran.out.len());
}

#[test]
fn packed_files_and_standard_input_are_read_alike() {
    let folder = Folder::new("packed");
    let plain = PATIENTS.join("\n");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(plain.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let zst = zstd::encode_all(plain.as_bytes(), 1).unwrap();
    fs::write(folder.0.join("ward.gz"), &gzip).unwrap();
    fs::write(folder.0.join("ward.zst"), &zst).unwrap();
    for name in ["ward.gz", "ward.zst"] {
        assert_eq!(folder.run(&[name]).out, ROWS, "{name}");
    }
    for input in [plain.as_bytes(), &gzip, &zst] {
        assert_eq!(folder.feed(&["-"], input).out, ROWS);
    }
    // Cut off in the middle: what was whole is there, and it is said.
    fs::write(folder.0.join("cut.gz"), &gzip[..gzip.len() / 2]).unwrap();
    let ran = folder.run(&["cut.gz", "ward.gz"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("cut.gz") && ran.out.ends_with(ROWS), "{} {}", ran.err, ran.out);
}

#[test]
fn a_bad_row_is_named_and_the_others_go_on() {
    let folder = Folder::new("bad");
    let text = format!("{}\n\n{{\"id\": 1\n{}\n{{\"id\": \"P9\", \"birth_date\": \"2026-02-30\"}}\n", PATIENTS[0], PATIENTS[1]);
    fs::write(folder.0.join("bad.ndjson"), &text).unwrap();
    let ran = folder.run(&["bad.ndjson"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.out, ROWS.lines().take(2).map(|l| format!("{l}\n")).collect::<String>());
    assert!(ran.err.contains("bad.ndjson:3:") && ran.err.contains("bad.ndjson:5:"), "{}", ran.err);
    let ran = folder.run(&["bad.ndjson", "--strict", "--output", "rows.ndjson"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("bad.ndjson:3:") && !ran.err.contains("bad.ndjson:5:"), "{}", ran.err);
    assert!(!folder.names().contains(&"rows.ndjson".to_owned()));
    let ran = folder.run(&["no-such.ndjson", "ward.ndjson"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ROWS));
    // Doubtful data are counted, and refused only with --strict.
    let doubtful = r#"{"id": "P1", "as_of": "2026-11-20T10:00:00Z", "labs": {"lactate": "6"}}"#;
    let ran = folder.feed(&["-"], doubtful.as_bytes());
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("in doubt"), "{}", ran.err);
    assert_eq!(folder.feed(&["-", "--strict"], doubtful.as_bytes()).code, 2);
    // Without any time there is no moment to ask about.
    let ran = folder.feed(&["-"], br#"{"id": "P1"}"#);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(folder.feed(&["-", "--at", "2026-11-20T10:00:00Z"], br#"{"id": "P1"}"#).code, 0);
}

#[test]
fn csv_has_a_head_and_quotes_what_must_be_quoted() {
    let folder = Folder::new("csv");
    let odd = PATIENTS[2].replace("\"P3\"", "\"Doe, \\\"J\\\"\"");
    let ran = folder.feed(&["-", "--format", "csv"], format!("{}\n{odd}", PATIENTS[1]).as_bytes());
    let wanted = "patient,trial,verdict,fails,unknown\nP2,T-1,ineligible,I1 I2,\n\"Doe, \"\"J\"\"\",T-1,undetermined,,I2 E1\n";
    assert_eq!(ran.out, wanted);
}

#[test]
fn the_summary_counts_who_remains_and_who_is_excluded_by_what() {
    let folder = Folder::new("summary");
    let ran = folder.run(&["ward.ndjson", "--summary=json"]);
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    let criterion = |id: &str, kind: &str, n: [usize; 5], wants: Value| json!({"id": id, "kind": kind, "remaining": n[0], "certain": n[1], "excludes": n[2], "only": n[3], "unknown": n[4], "for_want_of": wants});
    let wanted = json!({"format": 1, "patients": 4, "unreadable": 0, "what_if": [], "trials": [
    {"trial": "T-1", "eligible": 1, "undetermined": 1, "ineligible": 2, "criteria": [
        criterion("I1", "inclusion", [3, 3, 1, 0, 0], json!([])),
        criterion("I2", "inclusion", [3, 2, 1, 0, 1], json!([{"of": "lactate", "patients": 1}])),
        criterion("E1", "exclusion", [2, 1, 1, 1, 1], json!([{"of": "pregnancy", "patients": 1}])),
    ]}]});
    assert_eq!(found, wanted);
    let table = folder.run(&["ward.ndjson", "--summary"]).out;
    assert!(table.contains("1 eligible, 1 undetermined, 2 ineligible") && table.contains("pregnancy (1)"), "{table}");
    let flow = folder.run(&["ward.ndjson", "--summary=svg"]).out;
    for text in ["<svg", "Screened (n = 4)", "Excluded by I1 (n = 1)", "Excluded by E1 (n = 1)", "Eligible (n = 1)", "</svg>"] {
        assert!(flow.contains(text), "{text}: {flow}");
    }
    assert!(!flow.contains("Excluded by I2"), "{flow}");
}

#[test]
fn a_changed_criterion_shows_whom_it_would_win() {
    let folder = Folder::new("what-if");
    let ran =
        folder.run(&["ward.ndjson", "--summary=json", "--what-if", "T-1.I1: Age of at least 10 years", "--what-if", "T-1.I2: lactate > 7 mmol/L"]);
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(found["trials"].as_array().unwrap().len(), 1);
    // Too young no longer, and the lactate is still too low.
    assert_eq!(found["what_if"][0]["won"], 0);
    assert_eq!(found["what_if"][1]["is"], json!({"eligible": 1, "undetermined": 1, "ineligible": 2}));
    assert_eq!(found["what_if"][1]["would_be"], json!({"eligible": 0, "undetermined": 1, "ineligible": 3}));
    let young = PATIENTS[0].replace("64", "12");
    let ran = folder.feed(&["-", "--what-if", "T-1.I1: Age of at least 10 years", "--summary=json"], young.as_bytes());
    assert_eq!(serde_json::from_str::<Value>(&ran.out).unwrap()["what_if"][0]["won"], 1);
    for (text, said) in [
        ("T-2.I1: age > 3", "no trial"),
        ("T-1.I9: age > 3", "I9"),
        ("T-1.I1: at the discretion of the investigator", "not understood"),
        ("nothing", "names no criterion"),
    ] {
        let ran = folder.run(&["ward.ndjson", "--what-if", text]);
        assert!(ran.code == 2 && ran.err.contains(said), "{text}: {}", ran.err);
    }
}

#[test]
fn an_interrupted_run_leaves_no_file_under_its_name_and_is_gone_on_with() {
    let folder = Folder::new("resume");
    let many = (PATIENTS.join("\n") + "\n").repeat(2500);
    fs::write(folder.0.join("many.ndjson"), &many).unwrap();
    let whole = folder.run(&["many.ndjson", "--output", "whole.ndjson"]);
    assert_eq!((whole.code, whole.out.as_str()), (0, ""));
    assert_eq!(folder.read("whole.ndjson"), ROWS.repeat(2500));
    assert!(!folder.names().iter().any(|n| n.contains("part")), "{:?}", folder.names());
    // What a kill in the middle leaves: more bytes than the journal has noted, or fewer.
    let journal = killed(&folder);
    assert!(!folder.names().contains(&"rows.ndjson".to_owned()));
    for cut in [0usize, 1, 100] {
        fs::write(folder.0.join(".rows.ndjson.part.journal"), &journal).unwrap();
        let noted: usize = journal.lines().last().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let held = if cut == 0 { format!("{}{{\"pat", &ROWS.repeat(2500)[..noted]) } else { ROWS.repeat(2500)[..noted - cut].to_owned() };
        fs::write(folder.0.join(".rows.ndjson.part"), held).unwrap();
        let ran = folder.run(&["many.ndjson", "--output", "rows.ndjson", "--resume"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(folder.read("rows.ndjson") == ROWS.repeat(2500), "cut {cut}");
        fs::remove_file(folder.0.join("rows.ndjson")).unwrap();
    }
    // Another input is not gone on with.
    fs::write(folder.0.join(".rows.ndjson.part.journal"), &journal).unwrap();
    let ran = folder.run(&["ward.ndjson", "--output", "rows.ndjson", "--resume"]);
    assert!(ran.code == 2 && ran.err.contains("other input"), "{}", ran.err);
}

/// A run that is killed while it waits for more lines behind the first batch; its journal.
fn killed(folder: &Folder) -> String {
    // The same command, with the task of the whole file, noted as a run would have noted it.
    let pipe = folder.0.join("many.ndjson");
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("trialsieve"));
    command.current_dir(&folder.0).args(["cohort", "many.ndjson", "--output", "rows.ndjson"]);
    assert!(pipe.exists());
    let mut run = command.spawn().unwrap();
    let journal = folder.0.join(".rows.ndjson.part.journal");
    for _ in 0..2000 {
        let noted = fs::read_to_string(&journal).unwrap_or_default();
        if noted.ends_with('\n') && noted.lines().count() >= 3 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    run.kill().unwrap();
    let ended = run.wait().unwrap();
    assert!(!ended.success(), "the run was over before it could be killed");
    fs::read_to_string(&journal).unwrap()
}
