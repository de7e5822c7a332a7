//! `check` and `explain` as machines and people meet them: every output format, every page of
//! the catalog, from a file to what is printed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

use assert_cmd::Command;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use trialsieve::diagnostic::{CATALOG, CatalogRow, Subject};
use trialsieve::vocabulary::Vocabulary;
use trialsieve::{language, patient};

/// The second line has letters of two bytes before the mistake.
const SLIP: &str = "format: 1
trial: X
inclusion:
- {id: I1, text: Größe µ, rule: {measure: {of: lactat, is: \"> 5 mmol/L\"}}}
- id: I2
  text: Smurf index > 5
  rule: {measure: {of: Smurf index, is: \"> 5\"}}
";

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("check-{name}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn run(folder: &Path, arguments: &[&str], input: &str) -> Ran {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("trialsieve"));
    let output = command.current_dir(folder).env("NO_COLOR", "1").args(arguments).write_stdin(input).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn json_of(folder: &Path, arguments: &[&str], input: &str) -> (i32, Value) {
    let ran = run(folder, arguments, input);
    (ran.code, serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}{}", ran.out, ran.err)))
}

#[test]
fn json_names_the_place_in_lines_bytes_and_characters_and_the_fix() {
    let folder = folder("json");
    fs::write(folder.join("slip.yaml"), SLIP).unwrap();
    let (code, document) = json_of(&folder, &["check", "slip.yaml", "--format", "json"], "");
    assert_eq!((code, &document["errors"], &document["warnings"]), (1, &json!(1), &json!(1)));
    let found = &document["files"][0]["diagnostics"][0];
    let byte = SLIP.find("lactat,").unwrap();
    let character = SLIP[..byte].chars().count();
    assert_eq!(byte - character, 3, "the two counts must differ for the test to tell them apart");
    for (key, value) in [
        ("file", json!("slip.yaml")),
        ("line", json!(4)),
        ("column", json!(48)),
        ("end_line", json!(4)),
        ("end_column", json!(54)),
        ("bytes", json!([byte, byte + 6])),
        ("characters", json!([character, character + 6])),
        ("code", json!("TS0204")),
        ("name", json!("unknown-name")),
        ("level", json!("error")),
        ("path", json!("inclusion I1: measure lactat")),
        ("help", json!("did you mean `lactate`?")),
    ] {
        assert_eq!(found[key], value, "{key}");
    }
    assert!(found["message"].as_str().unwrap().contains("lactat"));
    // The fix, done as it says, mends the file.
    let fix = &found["fix"];
    let at = |i: usize| usize::try_from(fix["bytes"][i].as_u64().unwrap()).unwrap();
    let mended = format!("{}{}{}", &SLIP[..at(0)], fix["text"].as_str().unwrap(), &SLIP[at(1)..]);
    let (code, document) = json_of(&folder, &["check", "-", "--format", "json"], &mended);
    assert_eq!((code, &document["errors"]), (0, &json!(0)));
    // Where nothing is suggested there is no fix.
    assert_eq!(document["files"][0]["diagnostics"][0].get("fix"), None);
}

#[test]
fn a_misspelt_key_is_mended_wherever_it_stands() {
    let folder = folder("keys");
    let whole = "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Sepsis, moderate\n  rule: {finding: {of: sepsis, severity: moderate}}\n";
    for (right, wrong) in [("finding", "findng"), ("severity", "severty"), ("moderate}", "moderat}"), ("inclusion", "inclusio"), ("text", "txt")] {
        let text = whole.replace(right, wrong);
        let (code, document) = json_of(&folder, &["check", "-", "--format", "json"], &text);
        let found = &document["files"][0]["diagnostics"];
        assert_eq!((code, found.as_array().unwrap().len()), (1, 1), "{wrong}: {found}");
        let fix = &found[0]["fix"];
        let at = |i: usize| usize::try_from(fix["bytes"][i].as_u64().unwrap_or_else(|| panic!("{wrong}: {found}"))).unwrap();
        assert_eq!(format!("{}{}{}", &text[..at(0)], fix["text"].as_str().unwrap(), &text[at(1)..]), whole, "{wrong}");
    }
}

#[test]
fn github_gets_one_escaped_command_for_each_finding() {
    let folder = folder("github");
    fs::write(folder.join("a,b.yaml"), SLIP).unwrap();
    let ran = run(&folder, &["check", "a,b.yaml", "--format", "github"], "");
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!((ran.code, lines.len()), (1, 2));
    assert_eq!(
        lines[0],
        "::error file=a%2Cb.yaml,line=4,col=48,endLine=4,endColumn=54,title=TS0204 unknown-name::there is no measure `lactat`%0Ahelp: did you mean `lactate`?"
    );
    assert!(lines[1].starts_with("::warning file=a%2Cb.yaml,line=7,"), "{}", lines[1]);
}

#[test]
fn sarif_keeps_to_its_schema_and_has_a_rule_with_help_for_each_result() {
    // The schema as OASIS publishes it, but for a bracket too many in one of its patterns.
    let schema = include_str!("check/sarif-2.1.0.schema.json").replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let folder = folder("sarif");
    fs::write(folder.join("a b.yaml"), SLIP).unwrap();
    fs::write(folder.join("empty.yaml"), "").unwrap();
    for (paths, code) in [(&["a b.yaml", "empty.yaml"][..], 1), (&["nowhere.yaml"], 2)] {
        let arguments: Vec<&str> = ["check"].iter().chain(paths).chain(&["--format", "sarif"]).copied().collect();
        let (exit, log) = json_of(&folder, &arguments, "");
        assert_eq!(exit, code);
        let faults: Vec<String> = schema.iter_errors(&log).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{faults:#?}");
        assert_eq!((&log["version"], &log["runs"][0]["columnKind"]), (&json!("2.1.0"), &json!("unicodeCodePoints")));
        assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], json!(code < 2));
    }
    let (_, log) = json_of(&folder, &["check", "a b.yaml", "--format", "sarif"], "");
    let run = &log["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let rule = &run["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("## How to mend it"));
    }
    let place = &run["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b.yaml");
    assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"], &place["region"]["endColumn"]), (&json!(4), &json!(48), &json!(54)));
    let fix = &run["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!((&fix["insertedContent"]["text"], &fix["deletedRegion"]), (&json!("lactate"), &place["region"]));
}

#[test]
fn every_format_answers_with_the_same_exit_code() {
    let folder = folder("exit");
    let warned = SLIP.replace("lactat,", "lactate,");
    let good = warned.replace("Smurf index", "shock index");
    for (name, text) in [("bad", SLIP), ("warned", &warned), ("good", &good)] {
        fs::write(folder.join(format!("{name}.yaml")), text).unwrap();
    }
    for format in ["text", "json", "github", "sarif"] {
        for (arguments, code) in [
            (&["good.yaml"][..], 0),
            (&["good.yaml", "--deny", "warnings"], 0),
            (&["warned.yaml"], 0),
            (&["warned.yaml", "--deny", "warnings"], 1),
            (&["bad.yaml"], 1),
            (&["bad.yaml", "nowhere.yaml"], 2),
        ] {
            let all: Vec<&str> = ["check", "--format", format].iter().chain(arguments).copied().collect();
            let ran = run(&folder, &all, "");
            assert_eq!(ran.code, code, "{all:?}\n{}{}", ran.out, ran.err);
        }
    }
    assert_eq!(run(&folder, &["check", "good.yaml", "--format", "github"], "").out, "");
}

#[test]
fn people_see_the_line_the_number_the_name_and_how_much_there_is() {
    let folder = folder("text");
    fs::write(folder.join("slip.yaml"), SLIP).unwrap();
    let ran = run(&folder, &["check", "slip.yaml"], "");
    for words in ["error[TS0204 unknown-name]", "slip.yaml:4:48", "^^^^^^", "1 file checked: 1 error, 1 warning", "`trialsieve explain unknown-name`"]
    {
        assert!(ran.err.contains(words), "{words} is missing in\n{}", ran.err);
    }
    assert_eq!(ran.out, "slip.yaml: 1 error, 1 warning\n");
}

// ---- the catalog ----

/// The numbers that a text gives, read as its subject is.
fn numbers(row: &CatalogRow, text: &str, folder: &Path) -> Vec<String> {
    let own = |found: &[trialsieve::Diagnostic]| found.iter().map(|d| d.code.row().number.to_owned()).collect();
    match row.subject {
        Subject::Profile => own(&patient::read(text, Vocabulary::builtin()).1),
        Subject::Text => own(&language::parse(text, "X", Vocabulary::builtin()).1),
        Subject::Trial => {
            let (_, document) = json_of(folder, &["check", "-", "--format", "json"], text);
            document["files"][0]["diagnostics"].as_array().unwrap().iter().map(|d| d["code"].as_str().unwrap().to_owned()).collect()
        }
    }
}

#[test]
fn every_bad_example_gives_its_one_diagnostic_and_no_good_one_gives_any() {
    let folder = folder("examples");
    for row in CATALOG {
        assert_eq!(numbers(row, row.bad, &folder), [row.number], "{}, bad", row.name);
        assert_eq!(numbers(row, row.good, &folder), [""; 0], "{}, good", row.name);
    }
}

#[test]
fn every_diagnostic_has_a_whole_page_by_its_name_and_its_number() {
    let folder = folder("pages");
    let (_, listed) = json_of(&folder, &["explain", "--format", "json"], "");
    assert_eq!(listed.as_array().unwrap().len(), CATALOG.len());
    let table = run(&folder, &["explain"], "");
    assert_eq!((table.code, table.out.lines().count()), (0, CATALOG.len()));
    for (row, listed) in CATALOG.iter().zip(listed.as_array().unwrap()) {
        for text in [row.summary, row.why, row.mend] {
            assert!(text.len() > 15 && text.ends_with('.'), "{}: {text}", row.name);
        }
        assert_eq!((&listed["code"], &listed["why"], &listed["bad"]), (&json!(row.number), &json!(row.why), &json!(row.bad)));
        let page = run(&folder, &["explain", row.name], "");
        assert_eq!((page.code, page.err.as_str()), (0, ""), "{}", row.name);
        for line in row.bad.lines().chain(row.good.lines()) {
            assert!(page.out.contains(line.trim_end()), "{}: {line:?} is missing in\n{}", row.name, page.out);
        }
        let flowing = page.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!([row.number, row.summary, row.why, row.mend].iter().all(|t| flowing.contains(t)), "{}", page.out);
        assert_eq!(run(&folder, &["explain", &row.number.to_lowercase()], "").out, page.out);
    }
}

#[test]
fn names_and_numbers_are_each_there_once_in_order() {
    assert!(CATALOG.windows(2).all(|w| w[0].number < w[1].number));
    let mut names: Vec<&str> = CATALOG.iter().map(|r| r.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CATALOG.len());
}

#[test]
fn a_misspelt_name_is_answered_by_the_nearest_diagnostic_and_the_nearest_trial() {
    let folder = folder("near");
    fs::create_dir(folder.join("criteria")).unwrap();
    fs::write(folder.join("criteria/x.yaml"), SLIP.replace("trial: X", "trial: bad-comparisn")).unwrap();
    let ran = run(&folder, &["explain", "bad-comparison"], "");
    assert!(ran.code == 0 && ran.out.contains("TS0211"));
    let ran = run(&folder, &["explain", "bad-comparisom"], "");
    assert!(ran.code == 1 && ran.err.contains("`bad-comparisn` or `bad-comparison`"), "{}", ran.err);
    let ran = run(&folder, &["explain", "zebra"], "");
    assert!(ran.code == 1 && ran.err.contains("bad-comparisn") && ran.err.contains("lists the diagnostics"), "{}", ran.err);
    // A file of that name is a file.
    fs::write(folder.join("bad-comparison"), SLIP.replace("lactat,", "lactate,")).unwrap();
    assert!(run(&folder, &["explain", "bad-comparison"], "").out.contains("Smurf index"));
}

/// The library's own words mean nothing to somebody who writes a trial file.
#[test]
fn a_file_that_is_no_trial_file_is_told_in_plain_words() {
    let folder = folder("plain");
    let good = SLIP.replace("lactat,", "lactate,");
    for (text, words) in [
        (format!("{good}---\n{good}"), "more than one document"),
        ("[".repeat(100_000), "nested deeper than any trial file"),
        ("# to be written\n\n# later\n".to_owned(), "the file is empty"),
    ] {
        fs::write(folder.join("x.yaml"), &text).unwrap();
        for command in [&["check", "x.yaml"][..], &["fmt", "x.yaml"]] {
            let ran = run(&folder, command, "");
            assert!(ran.code > 0 && ran.err.contains(words), "{words}\n{}", ran.err);
        }
        assert_eq!(fs::read_to_string(folder.join("x.yaml")).unwrap(), text);
    }
}

#[test]
fn two_files_of_one_trial_are_told() {
    let folder = folder("twice");
    let good = SLIP.replace("lactat,", "lactate,").replace("Smurf index", "shock index");
    fs::write(folder.join("a.yaml"), &good).unwrap();
    assert_eq!(run(&folder, &["check", "a.yaml", "a.yaml", "--deny", "warnings"], "").code, 0);
    fs::write(folder.join("b.yaml"), &good).unwrap();
    for format in ["text", "json", "github", "sarif"] {
        let ran = run(&folder, &["check", "a.yaml", "b.yaml", "--format", format], "");
        assert!(ran.code == 0 && ran.err.contains("warning: a.yaml and b.yaml are both trial X"), "{}", ran.err);
        assert_eq!(run(&folder, &["check", "a.yaml", "b.yaml", "--format", format, "--deny", "warnings"], "").code, 1);
    }
}

/// A rule that cannot be read does not hide those behind it; each has one diagnostic.
#[test]
fn every_rule_of_wrong_form_is_told_in_one_run() {
    let text = "format: 1
trial: X
inclusion:
- id: I1
  text: Größe
  rule:
    mesure:
      of: age  # µ
      is: '>= 18 years'
- {id: I2, text: Lactate, rule: {measure: {off: lactate, is: '> 3 mmol/L'}}}
- {id: I3, text: Sepsis, rule: {finding: {of: sepsis}}}
exclusion:
- {id: E1, text: Pregnancy, rule: {findng: {of: pregnancy}}}
";
    let folder = folder("all-faults");
    fs::write(folder.join("x.yaml"), text).unwrap();
    let (code, document) = json_of(&folder, &["check", "x.yaml", "--format", "json"], "");
    let found: Vec<(u64, &str)> =
        document["files"][0]["diagnostics"].as_array().unwrap().iter().map(|d| (d["line"].as_u64().unwrap(), d["help"].as_str().unwrap())).collect();
    assert_eq!(found, [(7, "did you mean `measure`?"), (10, "did you mean `of`?"), (13, "did you mean `finding`?")]);
    assert_eq!(code, 1);
}
