//! Registry records and pages as people have them, to trial files on disk.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

use assert_cmd::Command;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use trialsieve::rule::{Trial, yaml};

/// A folder of its own for one test.
struct Folder(PathBuf);

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("import-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    fn trial(&self, id: &str) -> Trial {
        yaml::read(&self.read(&format!("criteria/{id}.yaml"))).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(self.0.join("criteria")).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.feed(arguments, "")
    }

    fn feed(&self, arguments: &[&str], input: &str) -> Ran {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("trialsieve"));
        command.current_dir(&self.0).env_remove("CLICOLOR_FORCE").args(arguments).write_stdin(input);
        let output = command.timeout(std::time::Duration::from_secs(120)).output().unwrap();
        let ran = Ran { code: output.status.code(), out: String::from_utf8(output.stdout).unwrap(), err: String::from_utf8(output.stderr).unwrap() };
        assert!(!ran.err.contains("has a bug"), "{arguments:?}\n{}", ran.err);
        ran
    }

    /// Imports one made-up record and gives the trial back.
    fn import(&self, criteria: &str) -> Trial {
        let record = record("NCT00000001", criteria);
        let ran = self.feed(&["import", "-", "--force"], &record.to_string());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let checked = self.run(&["check"]);
        assert_eq!(checked.code, Some(0), "{}{}", checked.out, checked.err);
        self.trial("NCT00000001")
    }
}

fn record(id: &str, criteria: &str) -> Value {
    json!({"protocolSection": {
        "identificationModule": {"nctId": id, "orgStudyIdInfo": {"id": "X-1"}, "briefTitle": "A  Made-Up\nTrial"},
        "statusModule": {"overallStatus": "ACTIVE_NOT_RECRUITING", "lastUpdatePostDateStruct": {"date": "2026-01-31", "type": "ACTUAL"}},
        "eligibilityModule": {"eligibilityCriteria": criteria, "healthyVolunteers": false, "sex": "ALL"}
    }, "hasResults": false})
}

/// Each criterion as `id [group] text`.
fn listed(trial: &Trial) -> Vec<String> {
    let one = |c: &trialsieve::rule::Criterion| match &c.group {
        Some(group) => format!("{} [{group}] {}", c.id, c.text),
        None => format!("{} {}", c.id, c.text),
    };
    trial.criteria().map(|(_, c)| one(c)).collect()
}

fn rule(trial: &Trial, id: &str) -> Value {
    let found = trial.criteria().find(|(_, c)| c.id == id).unwrap_or_else(|| panic!("no {id} in {:?}", listed(trial)));
    serde_json::to_value(&found.1.rule).unwrap()
}

#[test]
fn the_facts_of_a_record() {
    let folder = Folder::new("facts");
    let mut one = record("NCT00000001", "Inclusion Criteria:\n\n* Septic shock\n\nExclusion Criteria:\n\n* Pregnancy");
    let asked = &mut one["protocolSection"]["eligibilityModule"];
    asked["minimumAge"] = json!("6 Months");
    asked["maximumAge"] = json!("17 Years");
    asked["sex"] = json!("FEMALE");
    asked["healthyVolunteers"] = json!(true);
    folder.file("one.json", one.to_string());
    let ran = folder.run(&["import", "one.json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("criteria/NCT00000001.yaml: written, 4 criteria"), "{}", ran.out);
    let trial = folder.trial("NCT00000001");
    assert_eq!((trial.title.as_str(), trial.status.as_str()), ("A Made-Up Trial", "active not recruiting"));
    let source = trial.source.clone().unwrap();
    assert_eq!((source.registry.as_str(), source.updated.as_deref()), ("ClinicalTrials.gov", Some("2026-01-31")));
    assert_eq!(trial.healthy_volunteers, Some(true));
    assert_eq!(listed(&trial), ["AGE Minimum Age: 6 Months; Maximum Age: 17 Years", "SEX Sex: Female", "I1 Septic shock", "E1 Pregnancy"]);
    assert_eq!(
        rule(&trial, "AGE"),
        json!({"all": [{"measure": {"of": "age", "is": ">= 6 months"}}, {"measure": {"of": "age", "is": "<= 17 years"}}]})
    );
    assert_eq!(rule(&trial, "SEX"), json!({"finding": {"of": "female"}}));
}

#[test]
fn healthy_volunteers_are_a_fact_and_no_rule() {
    let folder = Folder::new("volunteers");
    let trial = folder.import("Inclusion Criteria:\n\n* Septic shock");
    assert_eq!((trial.healthy_volunteers, listed(&trial)), (Some(false), vec!["I1 Septic shock".to_owned()]));
    for (written, read) in [("yes", Some(true)), ("\"no\"", Some(false)), ("true", Some(true))] {
        let text = format!("format: 1\ntrial: X\nhealthy_volunteers: {written}\ninclusion: []\n");
        assert_eq!(yaml::read(&text).unwrap().healthy_volunteers, read, "{written}");
    }
    assert!(yaml::read("format: 1\ntrial: X\nhealthy_volunteers: perhaps\ninclusion: []\n").is_err());
}

#[test]
fn a_gender_is_not_settled_by_a_sex() {
    let folder = Folder::new("gender");
    let mut one = record("NCT00000001", "Inclusion Criteria:\n\n* Septic shock");
    one["protocolSection"]["eligibilityModule"]["sex"] = json!("FEMALE");
    one["protocolSection"]["eligibilityModule"]["genderBased"] = json!(true);
    folder.file("one.json", one.to_string());
    folder.run(&["import", "one.json"]);
    assert_eq!(rule(&folder.trial("NCT00000001"), "SEX"), json!({"any": [{"finding": {"of": "female"}}, {"review": "gender"}]}));
}

#[test]
fn one_record_a_list_a_download_and_lines_of_records() {
    let (a, b) = (record("NCT00000001", "Inclusion: age over 18"), record("NCT00000002", "Inclusion: sepsis"));
    for (i, text) in [
        json!([a, b]).to_string(),
        json!({"studies": [a, b], "nextPageToken": "x", "totalCount": 2}).to_string(),
        format!("{a}\n{b}\n"),
        format!("\u{feff}{}", serde_json::to_string_pretty(&json!([a, b])).unwrap()),
    ]
    .iter()
    .enumerate()
    {
        let folder = Folder::new(&format!("forms-{i}"));
        folder.file("records.json", text);
        let ran = folder.run(&["import", "records.json"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_eq!(folder.names(), ["NCT00000001.yaml", "NCT00000002.yaml"]);
    }
}

/// Text of criteria, and what becomes of it.
const TEXTS: &[(&str, &[&str])] = &[
    (
        "Inclusion Criteria:\n\n* Lactate \\> 5 mmol/L \\[any\\]\n* age &ge; 18\n\nExclusion Criteria:\n\n* none",
        &["I1 Lactate > 5 mmol/L [any]", "I2 age ≥ 18"],
    ),
    ("Key inclusion criteria\n\n1. sepsis\n2. age\n\n   over 18\n\nKEY EXCLUSION CRITERIA\n\n1. shock", &["I1 sepsis", "I2 age over 18", "E1 shock"]),
    ("INCLUSION\n- sepsis\n- shock\nEXCLUSION\n- pregnancy", &["I1 sepsis", "I2 shock", "E1 pregnancy"]),
    ("**Inclusion Criteria:**\n\n• sepsis\n\n## Exclusion Criteria\n\n• pregnancy", &["I1 sepsis", "E1 pregnancy"]),
    (
        "Inclusion Criteria:\n\nAge 18 or older\nSeptic shock\n\nExclusion Criteria:\n\nPregnancy\n\nLactation",
        &["I1 Age 18 or older", "I2 Septic shock", "E1 Pregnancy", "E2 Lactation"],
    ),
    (
        "Inclusion Criteria: 1. Age over 18 2. Septic shock 3. Consent Exclusion Criteria: 1. Pregnancy 2. Lactation 3. Dementia",
        &["I1 Age over 18", "I2 Septic shock", "I3 Consent", "E1 Pregnancy", "E2 Lactation", "E3 Dementia"],
    ),
    ("* Septic shock\n* Age over 18", &["I1 Septic shock", "I2 Age over 18"]),
    ("Adults with septic shock.", &["I1 Adults with septic shock."]),
    (
        "DISEASE CHARACTERISTICS:\n\n* Breast cancer\n\nPATIENT CHARACTERISTICS:\n\nAge:\n\n* 18 and over\n\nSex:\n\n* Not specified\n\nPRIOR CONCURRENT THERAPY:\n\nChemotherapy:\n\n* No prior chemotherapy",
        &["I1 Breast cancer", "I2 Age: 18 and over", "I3 No prior chemotherapy"],
    ),
    (
        "Inclusion Criteria:\n\nParticipants must satisfy the following criteria to be enrolled in the study:\n\n* sepsis\n\nExclusion Criteria:\n\nThe presence of any of the following will exclude a Participant from enrollment:\n\n* shock",
        &["I1 sepsis", "E1 shock"],
    ),
    ("Inclusion Criteria:\n\nAt least one of the following:\n\n* sepsis\n* shock", &["I1 At least one of the following:\n* sepsis\n* shock"]),
    ("Inclusion Criteria:\n\n* all of the following:\n\n  * sepsis\n  * shock\n* age over 18", &["I1 sepsis", "I2 shock", "I3 age over 18"]),
    ("Inclusion Criteria:\n\n* sepsis, or\n* shock\n* age over 18", &["I1 sepsis, or\n* shock", "I2 age over 18"]),
    (
        "Inclusion Criteria:\n\n* sepsis\n\nExclusion Criteria:\n\n* cancer\n\nNote: Participants with skin cancer are eligible.",
        &["I1 sepsis", "E1 cancer Note: Participants with skin cancer are eligible."],
    ),
    (
        "Inclusion Criteria:\n\n* sepsis\n\nInclusion Criteria for Cohort B:\n\n* shock\n\nDonor Inclusion Criteria\n\n* age over 18\n\nExclusion Criteria:\n\n* stroke\n\nCohort B only:\n\n* pregnancy",
        &[
            "I1 sepsis",
            "I2 [Inclusion Criteria for Cohort B] shock",
            "I3 [Donor Inclusion Criteria] age over 18",
            "E1 stroke",
            "E2 [Cohort B only] pregnancy",
        ],
    ),
    (
        "Inclusion Criteria:\n\n* sepsis\n\nMedical Conditions\n\n* shock\n\nOther protocol-defined inclusion criteria may apply.",
        &["I1 sepsis", "I2 shock", "I3 Other protocol-defined inclusion criteria may apply."],
    ),
    (
        "Inclusion Criteria:\n\n* sepsis\n\nPatients who bleed will be asked to participate.\n\nExclusion Criteria:\n\n* shock",
        &["I1 sepsis", "I2 Patients who bleed will be asked to participate.", "E1 shock"],
    ),
    (
        "Inclusion Criteria:\n\nPart 2 (Cohort H): septic shock\n\n* age over 18",
        &["I1 [Part 2 (Cohort H)] septic shock", "I2 [Part 2 (Cohort H)] age over 18"],
    ),
    ("Inclusion Criteria:\n\n* sepsis\n\nNon-inclusion Criteria:\n\n* asthma", &["I1 sepsis", "E1 asthma"]),
    ("Inclusion Criteria:\n\n* sepsis\n\nIneligibility Criteria\n\n* asthma", &["I1 sepsis", "E1 asthma"]),
];

#[test]
fn criteria_in_every_shape() {
    let folder = Folder::new("shapes");
    for (text, expected) in TEXTS {
        assert_eq!(listed(&folder.import(text)), *expected, "{text}");
    }
}

#[test]
fn a_cohorts_criterion_is_not_demanded_of_everybody() {
    let folder = Folder::new("cohort");
    let trial = folder
        .import("Inclusion Criteria:\n\nCohort B:\n\n* Septic shock\n\nExclusion Criteria:\n\nCohort B:\n\n* Pregnancy\n\nWomen:\n\n* Lactation");
    let shock = json!({"finding": {"of": "septic shock"}});
    assert_eq!(rule(&trial, "I1"), json!({"any": [{"not": {"review": "Cohort B"}}, shock]}));
    assert_eq!(rule(&trial, "E1"), json!({"all": [{"review": "Cohort B"}, {"finding": {"of": "pregnancy"}}]}));
    assert_eq!(rule(&trial, "E2"), json!({"all": [{"finding": {"of": "female"}}, {"finding": {"of": "lactation"}}]}));
    let trial = folder.import("Inclusion Criteria:\n\n* Cohort B: Septic shock\n* For Arm 2 only: age over 18");
    assert_eq!(rule(&trial, "I1"), json!({"any": [{"not": {"review": "Cohort B"}}, shock]}));
    assert_eq!(rule(&trial, "I2"), json!({"any": [{"not": {"review": "For Arm 2 only"}}, {"measure": {"of": "age", "is": "> 18 years"}}]}));
}

/// Who does not meet a cohort's criterion may belong to another: that is for a person to say.
#[test]
fn nobody_fails_by_another_cohorts_criterion() {
    let folder = Folder::new("screened");
    folder.import("Inclusion Criteria:\n\n* Age over 18\n\nCohort B:\n\n* Septic shock\n\nExclusion Criteria:\n\nCohort B:\n\n* Stroke");
    for (status, inclusion, exclusion) in [("present", "pass", "unknown"), ("absent", "unknown", "pass")] {
        let conditions = json!([{"name": "septic shock", "status": status}, {"name": "stroke", "status": status}]);
        folder.file("patient.json", json!({"id": "P", "age": "40 years", "as_of": "2026-11-20T10:00:00Z", "conditions": conditions}).to_string());
        let told: Value = serde_json::from_str(&folder.run(&["screen", "patient.json", "--format", "json"]).out).unwrap();
        let trial = &told["patients"][0]["trials"][0];
        let outcomes: Vec<&str> = trial["criteria"].as_array().unwrap().iter().map(|c| c["outcome"].as_str().unwrap()).collect();
        assert_eq!((trial["verdict"].as_str(), outcomes), (Some("undetermined"), vec!["pass", inclusion, exclusion]), "{status}");
    }
}

#[test]
fn what_a_check_would_refuse_is_left_to_a_person() {
    let folder = Folder::new("refused");
    let trial = folder.import("Inclusion Criteria:\n\n* Septic shock and lactate > 5\n* Patient meets the inclusion criteria");
    assert_eq!(rule(&trial, "I1"), json!({"all": [{"finding": {"of": "septic shock"}}, {"review": "lactate > 5"}]}));
    assert!(rule(&trial, "I2")["review"].is_string());
}

#[test]
fn where_the_record_and_the_text_disagree_both_stand_and_a_note_says_so() {
    let folder = Folder::new("disagree");
    let mut one = record("NCT00000001", "Inclusion Criteria:\n\n* ≤ 28 days of life\n* Male");
    one["protocolSection"]["eligibilityModule"]["maximumAge"] = json!("1 Month");
    folder.file("one.json", one.to_string());
    let ran = folder.run(&["import", "one.json"]);
    assert!(ran.err.contains("the registry says age <= 1 months, I1 says <= 28 days; both stand"), "{}", ran.err);
    assert!(ran.err.contains("the registry says sex all, I2 says male; both stand"), "{}", ran.err);
    assert_eq!(listed(&folder.trial("NCT00000001")), ["AGE Maximum Age: 1 Month", "I1 ≤ 28 days of life", "I2 Male"]);
    // The same limits in other words are no disagreement.
    let mut same = record("NCT00000002", "Inclusion Criteria:\n\n* Age 18 to 75 years\n* age < 76 years");
    same["protocolSection"]["eligibilityModule"]["minimumAge"] = json!("18 Years");
    same["protocolSection"]["eligibilityModule"]["maximumAge"] = json!("75 Years");
    folder.file("one.json", same.to_string());
    let ran = folder.run(&["import", "one.json"]);
    assert!(!ran.err.contains("both stand"), "{}", ran.err);
}

#[test]
fn text_alone_loses_no_line_and_a_page_ends_where_the_site_goes_on() {
    let folder = Folder::new("text");
    let criteria = "Inclusion Criteria:\n\n* sepsis\n\nPatients who bleed will be asked, too.\n\nExclusion Criteria:\n\n* shock\n\nPregnancy\n";
    folder.file("alone.txt", criteria);
    folder.file(
        "site.txt",
        format!("A Trial of Something\n\nStatus\n\nRecruiting\n\n{}\nFind a doctor\n\nCall us\n", criteria.replace("\nPregnancy\n", "")),
    );
    let ran = folder.run(&["import", "alone.txt", "site.txt"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let expected = ["I1 sepsis", "I2 Patients who bleed will be asked, too.", "E1 shock", "E2 Pregnancy"];
    assert_eq!(listed(&folder.trial("alone")), expected);
    assert_eq!(listed(&folder.trial("site")), expected[..3]);
}

#[test]
fn a_page_becomes_a_trial_file_too() {
    let folder = Folder::new("page");
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages/NCT06872021.txt");
    fs::copy(page, folder.0.join("page.txt")).unwrap();
    folder.file("notes.md", "# A Trial of Something Small\n\n## Inclusion Criteria\n\n- [Expansion] sepsis\n\n## Exclusion Criteria\n\n- shock\n");
    let ran = folder.run(&["import", "page.txt", "notes.md"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let shipped = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("criteria/NCT06872021.yaml")).unwrap();
    assert_eq!(folder.read("criteria/NCT06872021.yaml"), shipped);
    assert_eq!(listed(&folder.trial("notes")), ["I1 [Expansion] sepsis", "E1 shock"]);
}

#[test]
fn what_is_there_is_not_overwritten() {
    let folder = Folder::new("there");
    folder.file("one.json", record("NCT00000001", "Inclusion Criteria:\n\n* Septic shock").to_string());
    folder.file("two.json", record("NCT00000002", "Inclusion Criteria:\n\n* Sepsis").to_string());
    folder.file("criteria/NCT00000001.yaml", "mine\n");
    let ran = folder.run(&["import", "one.json", "two.json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.out.contains("NCT00000001.yaml: there already") && ran.err.contains("--force"), "{}{}", ran.out, ran.err);
    assert_eq!(folder.read("criteria/NCT00000001.yaml"), "mine\n");
    assert_eq!(folder.names(), ["NCT00000001.yaml", "NCT00000002.yaml"]);
    // The same again changes nothing, and is no reproach.
    let again = folder.run(&["import", "two.json"]);
    assert_eq!((again.code, again.out.contains("unchanged")), (Some(0), true), "{}", again.out);
    // What is no trial file is somebody's all the same.
    let forced = folder.run(&["import", "one.json", "--force"]);
    assert_eq!(forced.code, Some(0), "{}", forced.err);
    assert_eq!(folder.read("criteria/NCT00000001.yaml.bak"), "mine\n");
    assert_eq!(listed(&folder.trial("NCT00000001")), ["I1 Septic shock"]);
}

#[test]
fn what_a_person_changed_is_kept() {
    let folder = Folder::new("kept");
    let old =
        "Inclusion Criteria:\n\n* Septic shock\n* Lactate > 5 mmol/L\n* Adequate organ function\n\nExclusion Criteria:\n\n* Pregnancy\n* Stroke";
    folder.file("one.json", record("NCT00000001", old).to_string());
    folder.run(&["import", "one.json"]);
    let mine = folder
        .read("criteria/NCT00000001.yaml")
        .replace("format: 1\n", "# Checked with the protocol, version 3.\nformat: 1\n")
        .replace("is: \"> 5 mmol/L\"", "is: \"> 6 mmol/L\"")
        .replace("- id: E1\n", "# Asked the sponsor.\n- id: E1\n")
        .replace("- id: E2\n", "- id: E2\n  reviewed: B. Meier, 2026-11-20\n");
    assert!(mine.contains("> 6 mmol/L") && mine.contains("reviewed") && mine.contains("sponsor"), "{mine}");
    folder.file("criteria/NCT00000001.yaml", &mine);
    let checked = folder.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    // The amended record has a criterion more, and one with other words.
    let new = "Inclusion Criteria:\n\n* Septic shock or sepsis\n* Age over 18\n* Lactate > 5 mmol/L\n\nExclusion Criteria:\n\n* Dementia\n* Pregnancy\n* Stroke";
    folder.file("one.json", record("NCT00000001", new).to_string());
    let ran = folder.run(&["import", "one.json", "--force"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("kept as a person left them: I3, E3"), "{}", ran.out);
    let trial = folder.trial("NCT00000001");
    assert_eq!(rule(&trial, "I3"), json!({"measure": {"of": "lactate", "is": "> 6 mmol/L"}}));
    let reviewed: Vec<&str> = trial.criteria().filter(|(_, c)| c.reviewed.is_some()).map(|(_, c)| c.id.as_str()).collect();
    assert_eq!(reviewed, ["E3"]);
    let written = folder.read("criteria/NCT00000001.yaml");
    assert!(written.starts_with("# Checked with the protocol, version 3.\nformat: 1\n"), "{written}");
    assert!(written.contains("# Asked the sponsor.\n- id: E2\n"), "{written}");
    assert_eq!(folder.read("criteria/NCT00000001.yaml.bak"), mine);
    // The same again has nothing to do, and no second copy is made.
    let again = folder.run(&["import", "one.json", "--force"]);
    assert!(again.out.contains("unchanged"), "{}", again.out);
    assert_eq!(folder.names(), ["NCT00000001.yaml", "NCT00000001.yaml.bak"]);
    // An older copy is never overwritten.
    folder.file("one.json", record("NCT00000001", old).to_string());
    folder.run(&["import", "one.json", "--force"]);
    assert_eq!(folder.names(), ["NCT00000001.yaml", "NCT00000001.yaml.bak", "NCT00000001.yaml.bak.2"]);
    assert_eq!(folder.read("criteria/NCT00000001.yaml.bak"), mine);
}

#[test]
fn a_changed_rule_whose_words_are_gone_is_named() {
    let folder = Folder::new("gone");
    folder.file("one.json", record("NCT00000001", "Inclusion Criteria:\n\n* Lactate > 5 mmol/L\n* Sepsis").to_string());
    folder.run(&["import", "one.json"]);
    let mine = folder.read("criteria/NCT00000001.yaml").replace("is: \"> 5 mmol/L\"", "is: \"> 6 mmol/L\"");
    folder.file("criteria/NCT00000001.yaml", mine);
    folder.file("one.json", record("NCT00000001", "Inclusion Criteria:\n\n* Lactate > 4 mmol/L\n* Sepsis").to_string());
    let ran = folder.run(&["import", "one.json", "--force"]);
    assert!(ran.err.contains("a person had changed I1") && ran.err.contains("NCT00000001.yaml.bak"), "{}", ran.err);
}

#[test]
fn what_cannot_be_used_is_named_with_its_place_and_the_others_go_on() {
    let folder = Folder::new("bad");
    let good = record("NCT00000001", "Inclusion: sepsis");
    let mut bare = record("NCT00000002", "");
    bare["protocolSection"]["eligibilityModule"] = json!({});
    folder.file("in/a-broken.json", "{\"protocolSection\": \n{\"x\": }}");
    folder.file("in/b-many.json", format!("[1,\n{{\"a\": 2}},\n{good},\n{bare},\n{}]", record("NCT00000003", "None.")));
    folder.file("in/c-empty.json", "");
    folder.file("in/d-note.txt", "Buy milk and eggs today.\n");
    folder.file("in/e-binary.json", [0xff, 0xfe, 0x00]);
    folder.file("in/deep/f.json", record("NCT00000004", "Inclusion: shock").to_string());
    folder.file("in/.hidden.json", "{");
    folder.file("in/g.pdf", "%PDF");
    let mut twin = record("NCT00000001", "Inclusion: shock");
    twin["protocolSection"]["statusModule"]["overallStatus"] = json!("COMPLETED");
    folder.file("in/h-twin.json", twin.to_string());
    let ran = folder.run(&["import", "in", "missing.json"]);
    assert_eq!(ran.code, Some(2));
    for message in [
        "a-broken.json:2:7: not JSON",
        "b-many.json:1:2: a study is a JSON object, found `1`",
        "b-many.json:2:1: not a study: it has no `protocolSection`",
        "b-many.json:4:1: NCT00000002 has no criteria in its record",
        "NCT00000003 holds no criteria",
        "c-empty.json is empty",
        "d-note.txt: d-note holds no criteria",
        "e-binary.json is not UTF-8",
        "NCT00000001 stands twice, and differently",
        "cannot read missing.json",
    ] {
        assert!(ran.err.contains(message), "{message}\n{}", ran.err);
    }
    assert_eq!(folder.names(), ["NCT00000001.yaml", "NCT00000004.yaml"]);
    assert_eq!(folder.trial("NCT00000001").status, "active not recruiting");
}

#[test]
fn the_same_record_twice_is_no_harm() {
    let folder = Folder::new("twice");
    let one = record("NCT00000001", "Inclusion: sepsis");
    folder.file("both.json", json!([one, one]).to_string());
    let ran = folder.run(&["import", "both.json"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.err.contains("word for word the same"), "{}", ran.err);
}

#[test]
fn an_id_is_a_safe_file_name() {
    let folder = Folder::new("names");
    for (id, file) in [("../../etc/x", "etc-x.yaml"), ("CON/TROL 1", "CON-TROL-1.yaml"), ("A.test", "A-test.yaml"), ("..", "trial.yaml")] {
        let folder = Folder(folder.0.join(file));
        let _ = fs::create_dir_all(&folder.0);
        let ran = folder.feed(&["import", "-"], &record(id, "Inclusion: sepsis").to_string());
        assert_eq!((ran.code, folder.names()), (Some(0), vec![file.to_owned()]), "{}", ran.err);
    }
}

#[test]
fn what_was_done_as_json() {
    let folder = Folder::new("json");
    let ran = folder.feed(&["import", "-", "--format", "json", "--into", "a/b"], &record("NCT00000001", "Inclusion: sepsis").to_string());
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let row = &told["trials"][0];
    assert_eq!((told["format"].as_u64(), row["done"].as_str(), row["criteria"].as_u64()), (Some(1), Some("written"), Some(1)));
    assert!(row["file"].as_str().unwrap().ends_with("NCT00000001.yaml"), "{row}");
}

#[test]
fn public_records_import_and_pass_the_check() {
    let folder = Folder::new("public");
    let records = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let ran = folder.run(&["import", records.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(
        folder.names().len(),
        fs::read_dir(&records).unwrap().filter(|e| e.as_ref().unwrap().path().extension().is_some_and(|e| e == "json")).count()
    );
    let checked = folder.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    // Nothing of a record's words is lost: each is in a criterion, or in a heading.
    for name in folder.names() {
        let trial = yaml::read(&folder.read(&format!("criteria/{name}"))).unwrap();
        let record: Value = serde_json::from_str(&fs::read_to_string(records.join(name.replace(".yaml", ".json"))).unwrap()).unwrap();
        let criteria = record["protocolSection"]["eligibilityModule"]["eligibilityCriteria"].as_str().unwrap().replace('\\', "");
        let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        let kept = trial.criteria().map(|(_, c)| plain(&c.text)).collect::<String>();
        for line in criteria.lines() {
            let words = plain(line.trim_start_matches(|c: char| !c.is_alphabetic()));
            let heading = words.len() < 130 && !line.trim_start().starts_with(['*', '•']) || words == "none" || words == "no";
            assert!(kept.contains(&words) || heading, "{name}: {line}");
        }
    }
}
