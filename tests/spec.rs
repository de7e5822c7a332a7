//! The SPEC from outside: a rule as a trial file holds it, a profile as JSON, and the truth that
//! the SPEC gives. Cases are under `tests/spec/`; `@-5h` in them is five hours before the moment
//! asked for, 2026-11-20T10:00:00Z. Expectations were written from the SPEC, not from answers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

use serde::Deserialize;
use std::path::{Path, PathBuf};
use trialsieve::screening::{Outcome, Screening, Verdict};
use trialsieve::time::Moment;
use trialsieve::vocabulary::Vocabulary;
use trialsieve::{Truth, patient, rule, screening};

/// Where the program differs from the SPEC; a case that comes right must be taken off.
const KNOWN_FAILURES: &str = include_str!("spec/known_failures.txt");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    /// What the SPEC says.
    name: String,
    profile: String,
    /// The moment, where it is not `@`.
    #[serde(default)]
    at: Option<String>,
    /// Lines of the trial besides its criteria.
    #[serde(default)]
    trial: String,
    /// Whole criteria, `I1` and so on, for rules that refer to others.
    #[serde(default)]
    criteria: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    rule: String,
    /// The rule's truth; `null` is unknown.
    met: Option<bool>,
    /// Words of the reason.
    #[serde(default)]
    because: Option<String>,
    /// A name among the needs.
    #[serde(default)]
    needs: Option<String>,
    /// The criterion is one of exclusion.
    #[serde(default)]
    exclusion: bool,
    #[serde(default)]
    outcome: Option<String>,
    #[serde(default)]
    verdict: Option<String>,
}

#[test]
fn the_program_answers_as_the_spec_says() {
    let mut known: Vec<&str> = KNOWN_FAILURES.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for file in files() {
        let text = std::fs::read_to_string(&file).unwrap();
        let groups: Vec<Group> = serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let stem = file.file_stem().unwrap().to_str().unwrap().to_owned();
        for group in &groups {
            for (place, case) in group.cases.iter().enumerate() {
                count += 1;
                let name = format!("{stem}: {} #{}", group.name, place + 1);
                let listed = known.iter().position(|k| *k == name).map(|at| known.remove(at)).is_some();
                match (run(group, case), listed) {
                    (Ok(()), true) => wrong.push(format!("{name}\n  comes right now: take it off the known failures")),
                    (Err(found), false) => wrong.push(format!("{name}\n  {} of {}\n  {found}", case.rule, group.profile.trim())),
                    _ => {}
                }
            }
        }
    }
    assert!(known.is_empty(), "known failures that name no case: {known:#?}");
    assert!(count >= 200, "only {count} cases");
    assert!(wrong.is_empty(), "\n{} of {count}\n\n{}\n", wrong.len(), wrong.join("\n\n"));
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "yaml"));
    files.sort();
    files
}

fn run(group: &Group, case: &Case) -> Result<(), String> {
    let screened = screened(group, case)?;
    let found = screened.criteria.iter().find(|c| c.id == "X1").ok_or("the criterion is not in the answer")?;
    let met = match found.evaluation.truth {
        Truth::True => Some(true),
        Truth::False => Some(false),
        Truth::Unknown => None,
    };
    let told = format!("met {met:?}: {}", found.because);
    if met != case.met {
        return Err(format!("want {:?}, {told}", case.met));
    }
    if found.because.trim().is_empty() {
        return Err("no reason is given".to_owned());
    }
    if let Some(words) = case.because.as_ref().filter(|w| !found.because.contains(w.as_str())) {
        return Err(format!("want the reason to say `{words}`, {told}"));
    }
    let outcome = match (case.exclusion, met) {
        (_, None) => Outcome::Unknown,
        (false, Some(true)) | (true, Some(false)) => Outcome::Pass,
        _ => Outcome::Fail,
    };
    if outcome != found.outcome || case.outcome.as_ref().is_some_and(|o| *o != word(found.outcome)) {
        return Err(format!("outcome {}, {told}", word(found.outcome)));
    }
    let verdict = match screened.verdict {
        Verdict::Eligible => "eligible",
        Verdict::Ineligible => "ineligible",
        Verdict::Undetermined => "undetermined",
    };
    if case.verdict.as_ref().is_some_and(|v| v != verdict) {
        return Err(format!("verdict {verdict}, {told}"));
    }
    if let Some(need) = &case.needs {
        let needs: Vec<&str> = screened.needs().iter().map(|n| n.of).collect();
        if !needs.contains(&need.as_str()) {
            return Err(format!("needs {needs:?}, {told}"));
        }
    }
    Ok(())
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "pass",
        Outcome::Fail => "fail",
        Outcome::Unknown => "unknown",
    }
}

fn screened(group: &Group, case: &Case) -> Result<Screening, String> {
    let vocabulary = Vocabulary::builtin();
    let section = if case.exclusion { "exclusion" } else { "inclusion" };
    let criteria = if group.criteria.is_empty() { String::new() } else { format!("{}\n", group.criteria.trim_end()) };
    let text = timed(&format!("format: 1\ntrial: X\n{}\n{criteria}{section}:\n- id: X1\n  text: x\n  rule: {}\n", group.trial, case.rule));
    let trial = rule::yaml::read(&text).map_err(|e| format!("trial: {e:?}"))?;
    let (trial, told) = rule::check(trial, Some(&text), vocabulary);
    let trial = trial.ok_or_else(|| format!("trial: {told:?}"))?;
    let (profile, told) = patient::read(&timed(&group.profile), vocabulary);
    let profile = profile.ok_or_else(|| format!("profile: {told:?}"))?;
    let at = Moment::parse(&timed(group.at.as_deref().unwrap_or("@"))).map_err(|e| e.to_string())?.0;
    Ok(screening::screen(&trial, &profile, at))
}

/// Every `@-5h` as a time.
fn timed(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let end = tail.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '+')).unwrap_or(tail.len());
        out.push_str(&shifted(&tail[..end]));
        rest = &tail[end..];
    }
    out + rest
}

/// 2026-11-20T10:00:00Z and so much before or after.
fn shifted(offset: &str) -> String {
    let (sign, length) = match offset.split_at(usize::from(!offset.is_empty())) {
        ("-", length) => (-1, length),
        (_, length) => (1, length),
    };
    let digits = length.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(length.len());
    let number: i64 = length[..digits].parse().unwrap_or(0);
    let unit = match &length[digits..] {
        "d" => 86_400,
        "h" => 3_600,
        "min" => 60,
        "s" | "" => 1,
        other => panic!("`{other}` in `{offset}`"),
    };
    // Days since 0000-03-01, after Hinnant's civil calendar.
    let seconds = 1_795_168_800_i64 + sign * number * unit;
    let days = seconds.div_euclid(86_400) + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (date, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year + era * 400 + i64::from(month <= 2);
    let time = seconds.rem_euclid(86_400);
    format!("{year:04}-{month:02}-{date:02}T{:02}:{:02}:{:02}Z", time / 3_600, time / 60 % 60, time % 60)
}

// ---- the program itself ----

const TRIAL: &str = "format: 1\ntrial: A1\ntitle: T\nstatus: recruiting\ninclusion:\n- id: I1\n  text: Age of ≥18\n  rule: {measure: {of: age, is: '>= 18 years'}}\n- id: I2\n  text: lactate\n  rule: {measure: {of: lactate, is: '> 5 mmol/L'}}\nexclusion:\n- id: E1\n  text: Pregnancy\n  rule: {finding: {of: pregnancy}}\n";

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("spec-{name}"));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(path.join("criteria")).unwrap();
    std::fs::write(path.join("criteria/a.yaml"), TRIAL).unwrap();
    path
}

fn screen(folder: &Path, patient: &str, more: &[&str]) -> Ran {
    std::fs::write(folder.join("p.json"), patient).unwrap();
    let mut command = assert_cmd::Command::new(assert_cmd::cargo::cargo_bin!("trialsieve"));
    command.current_dir(folder).args(["screen", "p.json", "--format", "json"]).args(more);
    let output = command.timeout(std::time::Duration::from_secs(60)).output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(!err.contains("panicked") && !err.contains("has a bug"), "{err}");
    Ran { code: output.status.code(), out, err }
}

fn report(ran: &Ran) -> serde_json::Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}\n{}", ran.out, ran.err))
}

#[test]
fn the_report_has_the_shape_of_the_spec_and_the_same_bytes_twice() {
    let folder = folder("report");
    let patient = r#"{"id": "P-1", "birth_date": "1961-03-02", "as_of": "2026-11-20T10:00:00Z", "labs": {"lactate": "6.1 mmol/L"}}"#;
    let (one, two) = (screen(&folder, patient, &[]), screen(&folder, patient, &[]));
    assert_eq!((one.code, &one.out), (Some(0), &two.out));
    let report = report(&one);
    let keys = |v: &serde_json::Value| v.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!((report["format"].as_u64(), report["engine"].as_str()), (Some(1), Some("trialsieve 0.1.0")));
    let patient = &report["patients"][0];
    assert_eq!((patient["patient"].as_str(), patient["as_of"].as_str()), (Some("P-1"), Some("2026-11-20T10:00:00Z")));
    let trial = &patient["trials"][0];
    for key in ["trial", "title", "status", "verdict", "criteria", "needs"] {
        assert!(trial.get(key).is_some(), "{key} is missing in {}", keys(trial));
    }
    assert_eq!(trial["verdict"], "undetermined");
    let [i1, _, e1] = [0, 1, 2].map(|i| &trial["criteria"][i]);
    for key in ["id", "kind", "text", "met", "outcome", "because", "trace"] {
        assert!(i1.get(key).is_some(), "{key} is missing in {}", keys(i1));
    }
    assert_eq!((&i1["kind"], &i1["met"], &i1["outcome"]), (&"inclusion".into(), &true.into(), &"pass".into()));
    assert_eq!(i1["because"], "age 65 years is ≥ 18 years");
    assert_eq!((&e1["kind"], &e1["met"], &e1["outcome"]), (&"exclusion".into(), &serde_json::Value::Null, &"unknown".into()));
    assert_eq!(trial["needs"], serde_json::json!([{"of": "pregnancy", "criteria": ["E1"]}]));
}

#[test]
fn the_moment_is_at_else_as_of_else_the_newest_timestamp() {
    let folder = folder("moment");
    let with = r#"{"id": "P", "as_of": "2026-11-20T10:00:00Z", "observations": [{"of": "lactate", "value": 6, "unit": "mmol/L", "at": "2026-11-20T09:00:00Z"}]}"#;
    let of = |ran: &Ran| report(ran)["patients"][0]["as_of"].as_str().unwrap().to_owned();
    assert_eq!(of(&screen(&folder, with, &["--at", "2026-11-20T11:00:00Z"])), "2026-11-20T11:00:00Z");
    assert_eq!(of(&screen(&folder, with, &[])), "2026-11-20T10:00:00Z");
    let without = r#"{"id": "P", "birth_date": "2026-11-20T09:30:00Z", "observations": [{"of": "lactate", "value": 6, "unit": "mmol/L", "at": "2026-11-20T09:00:00Z"}]}"#;
    let earlier = without.replace("09:30", "08:30");
    assert_eq!(of(&screen(&folder, &earlier, &[])), "2026-11-20T09:00:00Z");
    let none = screen(&folder, r#"{"id": "P", "birth_date": "1961-03-02"}"#, &[]);
    assert!(none.code == Some(2) && none.err.contains("--at"), "{}", none.err);
    let before = screen(&folder, r#"{"id": "P", "birth_date": "2020-03-02"}"#, &["--at", "2019-01-01T00:00:00Z"]);
    assert!(before.code == Some(2) || report(&before)["patients"][0]["trials"][0]["criteria"][0]["met"].is_null());
}

#[test]
fn strict_refuses_doubt_and_only_takes_one_trial() {
    let folder = folder("options");
    let doubtful = r#"{"id": "P", "as_of": "2026-11-20T10:00:00Z", "labs": {"lactate": 6}}"#;
    assert_eq!(screen(&folder, doubtful, &[]).code, Some(0));
    assert_eq!(screen(&folder, doubtful, &["--strict"]).code, Some(2));
    std::fs::write(folder.join("criteria/b.yaml"), TRIAL.replace("A1", "B1")).unwrap();
    let both = report(&screen(&folder, doubtful, &[]));
    assert_eq!(both["patients"][0]["trials"].as_array().unwrap().len(), 2);
    let one = report(&screen(&folder, doubtful, &["--only", "B1"]));
    assert_eq!(one["patients"][0]["trials"].as_array().unwrap().len(), 1);
    assert_eq!(one["patients"][0]["trials"][0]["trial"], "B1");
    assert_eq!(screen(&folder, doubtful, &["--only", "C1"]).code, Some(2));
}

/// What each of the bad profiles must be told: a place, what was found, what would do.
#[test]
fn a_bad_profile_is_told_where_and_why() {
    let folder = folder("profiles");
    let deep = format!("{{\"id\": {}", "[".repeat(100_000));
    for (patient, found) in [
        ("hello", "not JSON"),
        (r#"{"id": "P", "labs": {"lactate": "6"#, "cut short"),
        (deep.as_str(), "p.json:1:"),
        (r#"{"id":"P","age":64,"age":65}"#, "`age` stands twice"),
        (r#"{"id":"P","age":64,"lab":{}}"#, "did you mean `labs`"),
        (r#"{"id":"P","age":-3}"#, "negative age"),
        (r#"{"id":"P","as_of":"2026-11-20T10:00:00Z","birth_date":"2030-01-01"}"#, "birth"),
        (r#"{"id":"P","birth_date":"2000-02-30"}"#, "`2000-02-30` does not exist"),
        (r#"{"id":"P","as_of":"2026-11-20T10:00:00"}"#, "no time zone"),
        (r#"{"id":"P","as_of":"2026-11-20T10:00:00Z","labs":{"lactate":NaN}}"#, "`NaN`"),
        ("", "empty"),
    ] {
        let ran = screen(&folder, patient, &[]);
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        for part in [found, "p.json:1:", "help: "] {
            assert!(ran.err.contains(part), "`{part}` is missing in {}", ran.err);
        }
    }
    for (labs, found) in [
        (r#"{"lactate": 6}"#, "mmol/L"),
        (r#"{"lactate": "6 mmHg"}"#, "`mmHg`"),
        (r#"{"lactate": "6 mmol"}"#, "`mmol`"),
        (r#"{"lactat": "6 mmol/L"}"#, "did you mean `lactate`"),
        (r#"{"MAP": "-27 mmHg"}"#, "-27"),
        (r#"{"frobnicate": "6 mmol/L"}"#, "frobnicate"),
    ] {
        let ran = screen(&folder, &format!(r#"{{"id": "P", "age": 64, "as_of": "2026-11-20T10:00:00Z", "labs": {labs}}}"#), &[]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(ran.err.contains(found) && ran.err.contains("p.json:1:") && ran.err.contains("help: "), "{}", ran.err);
        assert_eq!(report(&ran)["patients"][0]["trials"][0]["criteria"][0]["met"], true);
    }
}

#[test]
fn a_broken_trial_is_named_and_the_others_are_screened() {
    let folder = folder("trials");
    let head = "format: 1\ntrial: B\ninclusion:\n";
    let rule = |r: &str| format!("{head}- {{id: I1, text: x, rule: {r}}}\n");
    for (file, found) in [
        (rule("{mesure: {of: lactate, is: '> 5 mmol/L'}}"), "did you mean `measure`"),
        (rule("{all: 5}"), "b.yaml:4:"),
        (format!("{head}- id: I1\n\ttext: x\n"), "tab"),
        (rule("{review: x}") + "- {id: I1, text: y, rule: {review: y}}\n", "two criteria `I1`"),
        (rule("{criterion: I2}") + "- {id: I2, text: y, rule: {not: {criterion: I1}}}\n", "I1 → I2 → I1"),
        (rule("{criterion: inclusion}"), "I1 → I1"),
        (rule("{criterion: I9}"), "I9"),
        (rule("{measure: {of: lactat, is: '> 5 mmol/L'}}"), "did you mean `lactate`"),
        (rule("{measure: {of: lactate, is: '> 5'}}"), "mmol/L"),
        (rule("{measure: {of: lactate, is: '> 5 mmHg'}}"), "mmol/L"),
        (rule("{finding: {of: sepsis, within: '-3 h'}}"), "-3 h"),
        (rule("{measure: {of: age, is: '75 to 18 years'}}"), "75 to 18"),
        (format!("{head}- {{id: I1, text: &a [*a, *a], rule: {{review: x}}}}\n"), "b.yaml"),
        (rule(&format!("{}{{review: x}}{}", "{not: ".repeat(20_000), "}".repeat(20_000))), "b.yaml"),
        (String::new(), "empty"),
    ] {
        std::fs::write(folder.join("criteria/b.yaml"), &file).unwrap();
        let ran = screen(&folder, r#"{"id": "P", "age": 64, "as_of": "2026-11-20T10:00:00Z"}"#, &[]);
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        assert!(ran.err.contains(found) && ran.err.contains("b.yaml"), "`{found}` is missing in {}", ran.err);
        assert_eq!(report(&ran)["patients"][0]["trials"][0]["trial"], "A1");
    }
}
