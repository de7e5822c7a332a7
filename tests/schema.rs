//! `trialsieve schema`: the form of every file, for editors and other programs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic, missing_docs)]

mod rules;

use assert_cmd::Command;
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use trialsieve::rule::{Criterion, Rule, Trial, yaml};
use trialsieve::schema::FORMS;
use trialsieve::{patient, vocabulary::Vocabulary};

static TRIAL: LazyLock<Validator> = LazyLock::new(|| validator("trial"));
static PROFILE: LazyLock<Validator> = LazyLock::new(|| validator("profile"));

fn schema(name: &str) -> Value {
    serde_json::from_str(&FORMS.iter().find(|f| f.name == name).unwrap().write()).unwrap()
}

fn validator(name: &str) -> Validator {
    jsonschema::draft202012::new(&schema(name)).unwrap()
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("trialsieve").unwrap().args(arguments).current_dir(here("")).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.retain(|f| {
        let name = f.file_name().unwrap().to_string_lossy();
        name.ends_with(ending) && !name.ends_with(".test.yaml")
    });
    files.sort();
    files
}

/// YAML as an editor sees it: numbers and truths are no texts.
fn loaded(text: &str) -> Value {
    let options = serde_yaml::options! { strict_booleans: true };
    serde_yaml::from_str_with_options(text, options).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

fn faults(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

fn assert_valid(validator: &Validator, value: &Value, what: &str) {
    let faults = faults(validator, value);
    assert!(faults.is_empty(), "{what}: {faults:#?}");
}

#[test]
fn the_command_prints_schemas_of_2020_12_with_a_description_for_every_field() {
    for form in FORMS {
        let (code, out, err) = run(&["schema", form.name]);
        assert_eq!((code, err.as_str()), (0, ""));
        assert_eq!(out, form.write());
        let schema: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{}", form.name);
        assert!(schema["title"].is_string() && schema["description"].is_string());
        let (mut fields, mut bare) = (0, Vec::new());
        every_object(&schema, "", &mut |at, object| {
            let Some(properties) = object.get("properties").and_then(Value::as_object).filter(|_| object.contains_key("type")) else { return };
            for (name, field) in properties {
                fields += 1;
                if !field.get("description").is_some_and(Value::is_string) {
                    bare.push(format!("{at}/{name}"));
                }
            }
        });
        assert!(fields > 15 && bare.is_empty(), "{}: {fields} fields, without a description: {bare:?}", form.name);
    }
    let (code, _, err) = run(&["schema", "trail"]);
    assert!(code == 2 && err.contains("trial"), "{err}");
    assert_eq!(run(&["schema"]).0, 2);
}

/// The YAML language server knows draft 7 best: what came later is not used.
#[test]
fn editors_of_older_drafts_understand_the_schemas() {
    for form in FORMS {
        let text = form.write();
        for word in ["prefixItems", "unevaluated", "dependentSchemas", "$dynamicRef", "$anchor", "minContains"] {
            assert!(!text.contains(word), "{}: {word}", form.name);
        }
    }
}

fn every_object(value: &Value, at: &str, visit: &mut impl FnMut(&str, &serde_json::Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            visit(at, object);
            object.iter().for_each(|(key, inner)| every_object(inner, &format!("{at}/{key}"), visit));
        }
        Value::Array(items) => items.iter().for_each(|item| every_object(item, at, visit)),
        _ => {}
    }
}

#[test]
fn every_trial_file_keeps_to_the_schema() {
    for file in files(&here("criteria"), ".yaml") {
        assert_valid(&TRIAL, &loaded(&fs::read_to_string(&file).unwrap()), &file.display().to_string());
    }
    let into = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schema-import");
    let _ = fs::remove_dir_all(&into);
    let pages: Vec<String> = files(&here("tests/pages"), ".txt").iter().map(|f| f.to_str().unwrap().to_owned()).collect();
    let mut arguments = vec!["import", "tests/import", "--into", into.to_str().unwrap()];
    arguments.extend(pages.iter().map(String::as_str));
    let (code, _, err) = run(&arguments);
    assert_eq!(code, 0, "{err}");
    let imported = files(&into, ".yaml");
    assert!(imported.len() >= 12, "{}", imported.len());
    for file in imported {
        assert_valid(&TRIAL, &loaded(&fs::read_to_string(&file).unwrap()), &file.display().to_string());
    }
    // `parse --format json` writes the same with the places.
    let (_, out, _) = run(&["parse", "tests/pages/NCT06872021.txt", "--format", "json"]);
    assert!(out.contains("\"at\""));
    assert_valid(&TRIAL, &serde_json::from_str(&out).unwrap(), "parse --format json");
}

#[test]
fn every_profile_and_every_report_keeps_to_its_schema() {
    let mut profiles = files(&here("tests/patients"), ".json");
    profiles.extend(files(&here("tests/schema/icu"), ".json"));
    assert!(profiles.len() > 20);
    // Nothing that a report holds is missing from its schema.
    let mut closed = schema("report");
    close(&mut closed);
    let report = jsonschema::draft202012::new(&closed).unwrap();
    for file in profiles {
        let text = fs::read_to_string(&file).unwrap();
        assert_valid(&PROFILE, &serde_json::from_str(&text).unwrap(), &file.display().to_string());
        let (code, out, err) = run(&["screen", file.to_str().unwrap(), "--format", "json"]);
        assert_eq!(code, 0, "{err}");
        assert_valid(&report, &serde_json::from_str(&out).unwrap(), &format!("report of {}", file.display()));
    }
}

/// Allows no field that is not described.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.contains_key("properties") {
                object.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            object.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

/// `TRIALS=folder PROFILES=folder cargo test --test schema more -- --ignored`
#[test]
#[ignore = "needs folders of trial files and profiles, which are not in the repository"]
fn more_files_keep_to_their_schemas() {
    let folder = |name: &str, ending: &str| files(Path::new(&std::env::var(name).unwrap()), ending);
    for file in folder("TRIALS", ".yaml") {
        assert_valid(&TRIAL, &loaded(&fs::read_to_string(&file).unwrap()), &file.display().to_string());
    }
    for file in folder("PROFILES", ".json") {
        assert_valid(&PROFILE, &serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap(), &file.display().to_string());
    }
}

const GOOD: &str = r#"{"format": 1, "trial": "X", "inclusion": [{"id": "I1", "text": "t", "rule":
    {"any": [{"measure": {"of": "lactate", "is": "> 5 mmol/L", "for": "> 30 min", "take": "any", "within": "6 h"}},
    {"finding": {"of": "sepsis", "severity": "moderate to severe", "kind": "condition", "before": {"of": "ECMO"}}, "open": true}]}}]}"#;

#[test]
fn a_broken_trial_file_is_refused() {
    assert_valid(&TRIAL, &serde_json::from_str(GOOD).unwrap(), "good");
    for (from, to) in [
        ("\"measure\"", "\"measures\""),
        ("\"of\": \"lactate\"", "\"off\": \"lactate\""),
        ("\"of\": \"lactate\", ", ""),
        ("\"is\": \"> 5 mmol/L\", ", ""),
        ("\"> 5 mmol/L\"", "5"),
        ("\"> 5 mmol/L\"", "\"5 mmol/L\""),
        ("\"> 5 mmol/L\"", "\"above 5 mmol/L\""),
        ("\"> 30 min\"", "\"> 30 parsecs\""),
        ("\"> 30 min\"", "30"),
        ("\"6 h\"", "\"h\""),
        ("\"any\", \"within\"", "\"newest\", \"within\""),
        ("\"moderate to severe\"", "\"severe to moderate\""),
        ("\"condition\"", "\"conditions\""),
        ("{\"of\": \"ECMO\"}", "{\"name\": \"ECMO\"}"),
        ("\"id\": \"I1\", ", ""),
        ("\"text\": \"t\", ", ""),
        ("\"text\": \"t\"", "\"text\": null"),
        ("\"id\": \"I1\"", "\"id\": [\"I1\"]"),
        ("\"trial\": \"X\", ", ""),
        ("\"format\": 1", "\"format\": 2"),
        ("\"format\": 1", "\"format\": \"one\""),
        ("\"inclusion\"", "\"inclusions\""),
        ("\"open\": true", "\"open\": \"maybe\""),
        ("\"open\": true", "\"all\": []"),
        ("\"open\": true", "\"at\": [1]"),
        ("\"open\": true", "\"at\": [1, -2]"),
    ] {
        assert!(GOOD.contains(from), "{from}");
        let text = GOOD.replacen(from, to, 1);
        let broken: Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e} {text}"));
        assert!(!TRIAL.is_valid(&broken), "{to}");
        // What the schema refuses here, the program refuses, too.
        assert!(yaml::read(&text).is_err(), "{to}");
    }
}

#[test]
fn a_broken_profile_is_refused() {
    let good = json!({
        "id": "P", "age": "64 years", "sex": "Female", "as_of": "2026-11-20T10:00:00Z",
        "labs": {"lactate": "6.1 mmol/L", "VIS": 130, "ALT": {"value": 80, "unit": "U/L", "high": 40}},
        "observations": [{"of": "lactate", "value": 6.4, "unit": "mmol/L", "at": "2026-11-20"}],
        "medications": [{"name": "norepinephrine", "rate": "0.4 ug/kg/min"}, "heparin"],
        "conditions": [{"codes": [{"system": "icd-10", "code": "R65.21"}], "status": "present", "severity": "severe"}],
        "procedures": [{"name": "VA-ECMO", "status": "not-done"}],
        "findings": {"informed consent": true, "pregnancy": null, "sepsis": {"value": true, "from": "2026-11"}},
        "complete": ["conditions"],
    });
    assert_valid(&PROFILE, &good, "good");
    assert!(read(&good));
    for (at, broken) in [
        ("/lab", json!({})),
        ("/age", json!(-3)),
        ("/age", json!("old")),
        ("/age", json!([64])),
        ("/sex", json!("yes")),
        ("/as_of", json!("2026-11-20")),
        ("/as_of", json!("2026-11-20T10:00:00")),
        ("/birth_date", json!("yesterday")),
        ("/labs", json!([])),
        ("/labs/lactate", json!(true)),
        ("/labs/ALT/unit", json!(5)),
        ("/labs/ALT/upper", json!(5)),
        ("/observations/0/of", json!("")),
        ("/observations/0/of", Value::Null),
        ("/observations/0/value", json!([1])),
        ("/observations/0/at", json!(2026)),
        ("/observations", json!({"lactate": 5})),
        ("/medications/0/name", Value::Null),
        ("/medications/0/rate", json!({"unit": "mg/h"})),
        ("/medications/0/route", json!("oral")),
        ("/medications/1", json!("")),
        ("/conditions/0/status", json!("done")),
        ("/conditions/0/codes", Value::Null),
        ("/conditions/0/codes/0/code", Value::Null),
        ("/procedures/0/status", json!("present")),
        ("/procedures/0", json!(5)),
        ("/findings/informed consent", json!("yes")),
        ("/findings/sepsis/value", json!("true")),
        ("/complete/0", json!("everything")),
        ("/complete", json!("conditions")),
    ] {
        let mut file = good.clone();
        put(&mut file, at, broken);
        assert!(!PROFILE.is_valid(&file), "{at}");
        assert!(!read(&file), "{at}");
    }
}

/// Whether the profile's form is right; data may be in doubt.
fn read(profile: &Value) -> bool {
    patient::read(&profile.to_string(), Vocabulary::builtin()).0.is_some()
}

fn put(file: &mut Value, at: &str, value: Value) {
    let (above, key) = at.rsplit_once('/').unwrap();
    match file.pointer_mut(above).unwrap() {
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        object => object[key] = value,
    }
}

fn trial(rule: Rule) -> Trial {
    let criterion = Criterion { id: "I1".to_owned(), text: "words".to_owned(), group: None, rule, reviewed: None };
    let mut trial = yaml::read("format: 1\ntrial: X\n").unwrap();
    trial.inclusion.push(criterion);
    trial
}

/// One slip in a file: what stands at the nth place taken out, renamed or made something else.
fn slip(value: &mut Value, nth: &mut usize, how: usize) -> bool {
    let others = [Value::Null, json!(5), json!(true), json!("5"), json!([]), json!({}), json!(["a"]), json!({"of": "a"})];
    let here = |n: &mut usize| std::mem::replace(n, n.wrapping_sub(1)) == 0;
    match value {
        Value::Object(object) => {
            for key in object.keys().cloned().collect::<Vec<_>>() {
                if here(nth) {
                    let old = object.remove(&key).unwrap();
                    match how % (others.len() + 2) {
                        0 => {}
                        1 => drop(object.insert(format!("{key}s"), old)),
                        n => drop(object.insert(key, others[n - 2].clone())),
                    }
                    return true;
                }
                if slip(&mut object[&key], nth, how) {
                    return true;
                }
            }
            false
        }
        Value::Array(items) => items.iter_mut().any(|item| {
            if here(nth) {
                *item = others[how % others.len()].clone();
                return true;
            }
            slip(item, nth, how)
        }),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// What the program writes keeps to the schema, whatever the rule, in YAML and in JSON.
    #[test]
    fn any_rule_keeps_to_the_schema(rule in rules::rule()) {
        let trial = trial(rule);
        let json = serde_json::to_value(&trial).unwrap();
        prop_assert_eq!(faults(&TRIAL, &json), Vec::<String>::new(), "{}", json);
        let text = yaml::write(&trial);
        prop_assert_eq!(faults(&TRIAL, &loaded(&text)), Vec::<String>::new(), "{}", text);
    }

    /// Schema and reader are one: with a slip in it, what the schema takes is read, and what is
    /// read is, once laid out, what the schema takes.
    #[test]
    fn schema_and_reader_of_trials_agree_on_slips(rule in rules::rule(), nth in 0usize..40, how in 0usize..10) {
        let mut file = serde_json::to_value(trial(rule)).unwrap();
        slip(&mut file, &mut { nth }, how);
        let read = yaml::read(&file.to_string());
        if TRIAL.is_valid(&file) {
            prop_assert!(read.is_ok(), "{:?} {}", read, file);
        }
        if let Ok(read) = read {
            let laid_out = serde_json::to_value(&read).unwrap();
            prop_assert_eq!(faults(&TRIAL, &laid_out), Vec::<String>::new(), "{}", file);
        }
    }

    /// The same of profiles, in both directions.
    #[test]
    fn schema_and_reader_of_profiles_agree_on_slips(which in any::<prop::sample::Index>(), nth in 0usize..120, how in 0usize..10) {
        static PROFILES: LazyLock<Vec<Value>> = LazyLock::new(|| {
            files(&here("tests/patients"), ".json").iter().map(|f| serde_json::from_str(&fs::read_to_string(f).unwrap()).unwrap()).collect()
        });
        let mut file = PROFILES[which.index(PROFILES.len())].clone();
        slip(&mut file, &mut { nth }, how);
        prop_assert_eq!(read(&file), PROFILE.is_valid(&file), "{:?} {}", faults(&PROFILE, &file), file);
    }
}
