//! Every criterion of every trial in `criteria/` comes out pass, fail and unknown for some patient
//! in `tests/patients/`. What is expected is the protocol's words read against the patient, by
//! hand, not what the program printed.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use trialsieve::screening::{Screening, screen};
use trialsieve::vocabulary::Vocabulary;
use trialsieve::{patient, rule};

/// A criterion, and the patients for whom it passes, fails and is unknown.
type Row = (&'static str, [&'static str; 3]);

const OUTCOMES: [&str; 3] = ["pass", "fail", "unknown"];

/// One table a trial, one row a criterion.
#[rustfmt::skip]
const TABLE: &[(&str, &[Row])] = &[
    ("ECMO-RESCUE", &[
        ("AGE", ["septic-shock septic-shock-ready bypass-surgery-shock", "septic-shock-at-the-limits seventeen advanced-cancer neonate-ecls", "nothing-known"]),
        ("I1",  ["septic-shock septic-shock-ready bypass-surgery-shock", "septic-shock-at-the-limits seventeen advanced-cancer neonate-ecls", "nothing-known"]),
        ("I2",  ["septic-shock septic-shock-ready septic-shock-late septic-shock-low-svo2", "septic-shock-at-the-limits cardiogenic-shock pulmonary-embolism", "septic-shock-doubtful-record nothing-known"]),
        ("I3",  ["septic-shock septic-shock-ready septic-shock-low-svo2 cardiogenic-shock", "septic-shock-at-the-limits advanced-cancer", "septic-shock-doubtful-record nothing-known"]),
        ("I4",  ["septic-shock-ready cardiogenic-shock", "septic-shock-at-the-limits cardiac-arrest-ecpr", "septic-shock nothing-known"]),
        ("E1",  ["septic-shock septic-shock-ready", "cardiogenic-shock cardiac-arrest-ecpr advanced-cancer", "septic-shock-at-the-limits septic-shock-doubtful-record vague-diagnoses"]),
        ("E2",  ["septic-shock septic-shock-ready", "pulmonary-embolism", "septic-shock-doubtful-record nothing-known"]),
        ("E3",  ["septic-shock septic-shock-ready pulmonary-embolism", "cardiac-arrest-ecpr", "septic-shock-doubtful-record nothing-known"]),
        ("E4",  ["septic-shock septic-shock-ready", "septic-shock-late cardiac-arrest-ecpr", "nothing-known"]),
        ("E5",  ["septic-shock septic-shock-ready", "advanced-cancer", "septic-shock-at-the-limits septic-shock-doubtful-record vague-diagnoses"]),
        ("E6",  ["septic-shock-ready", "advanced-cancer", "septic-shock septic-shock-at-the-limits septic-shock-doubtful-record vague-diagnoses"]),
        ("E7",  ["septic-shock septic-shock-ready", "cardiac-arrest-ecpr", "nothing-known"]),
        ("E8",  ["septic-shock septic-shock-ready septic-shock-late septic-shock-at-the-limits", "advanced-cancer", "septic-shock-doubtful-record"]),
        ("E9",  ["septic-shock septic-shock-ready", "pulmonary-embolism septic-shock-low-svo2", "septic-shock-doubtful-record vague-diagnoses nothing-known"]),
        ("E10", ["septic-shock-ready septic-shock-late", "balloon-before-ecmo", "septic-shock nothing-known"]),
    ]),
    ("NCT05075486", &[
        ("AGE", ["neonate-ecls neonate-bleed-before-ecls picu-discharged-49h", "neonate-first-hour septic-shock seventeen", "neonate-undated-bleed nothing-known"]),
        ("I1",  ["neonate-ecls neonate-first-hour neonate-undated-bleed", "neonate-bleed-before-ecls picu-child", "picu-discharged-47h nothing-known"]),
        ("I2",  ["neonate-ecls neonate-bleed-before-ecls cardiac-arrest-ecpr", "neonate-first-hour picu-discharged-49h", "seventeen nothing-known"]),
        ("E1",  ["neonate-ecls septic-shock-ready", "neonate-bleed-before-ecls", "neonate-first-hour neonate-undated-bleed"]),
        ("E2",  ["neonate-ecls cardiogenic-shock", "neonate-bleed-before-ecls neonate-first-hour", "neonate-undated-bleed nothing-known"]),
    ]),
    ("NCT06872021", &[
        ("AGE", ["bypass-surgery-shock septic-shock advanced-cancer", "seventeen picu-child", "nothing-known"]),
        ("I1",  ["bypass-surgery-shock septic-shock advanced-cancer", "seventeen picu-child", "nothing-known"]),
        ("I2",  ["cardiogenic-shock balloon-before-ecmo", "bypass-surgery-shock pulmonary-embolism septic-shock-ready", "septic-shock-doubtful-record nothing-known"]),
        ("I3",  ["cardiogenic-shock cardiac-arrest-ecpr pulmonary-embolism", "septic-shock bypass-surgery-shock advanced-cancer", "vague-diagnoses seventeen nothing-known"]),
        ("I4",  ["cardiogenic-shock septic-shock-ready", "septic-shock-at-the-limits cardiac-arrest-ecpr", "septic-shock nothing-known"]),
        ("E1",  ["cardiogenic-shock", "balloon-before-ecmo", "septic-shock septic-shock-at-the-limits septic-shock-doubtful-record"]),
        ("E2",  ["cardiogenic-shock septic-shock-at-the-limits", "advanced-cancer", "septic-shock-doubtful-record nothing-known"]),
        ("E3",  ["cardiogenic-shock bypass-surgery-shock", "balloon-before-ecmo", "septic-shock-doubtful-record nothing-known"]),
        ("E4",  ["cardiogenic-shock septic-shock", "pulmonary-embolism", "septic-shock-doubtful-record nothing-known"]),
        ("E5",  ["cardiogenic-shock balloon-before-ecmo pulmonary-embolism", "cardiac-arrest-ecpr", "septic-shock-doubtful-record nothing-known"]),
        ("E6",  ["cardiogenic-shock cardiac-arrest-ecpr", "balloon-before-ecmo", "septic-shock-doubtful-record nothing-known"]),
        ("E7",  ["cardiogenic-shock septic-shock-at-the-limits", "advanced-cancer", "septic-shock-doubtful-record"]),
        ("E8",  ["cardiogenic-shock", "advanced-cancer", "septic-shock nothing-known"]),
        ("E9",  ["cardiogenic-shock septic-shock", "cardiac-arrest-ecpr", "nothing-known"]),
        ("E10", ["cardiogenic-shock", "pulmonary-embolism seventeen", "septic-shock nothing-known"]),
    ]),
    ("fdpicu-13", &[
        ("AGE", ["picu-child picu-discharged-47h neonate-ecls bypass-surgery-shock seventeen", "picu-discharged-49h septic-shock neonate-first-hour", "nothing-known"]),
        ("I1",  ["picu-child picu-discharged-47h seventeen", "bypass-surgery-shock", "picu-discharged-49h nothing-known"]),
        ("E1",  ["picu-child picu-discharged-49h", "picu-discharged-47h", "seventeen nothing-known"]),
        ("E2",  ["picu-child bypass-surgery-shock", "picu-discharged-47h septic-shock-at-the-limits", "picu-discharged-49h seventeen nothing-known"]),
        ("E3",  ["picu-child picu-discharged-49h seventeen", "picu-discharged-47h nothing-known", "septic-shock-doubtful-record"]),
    ]),
];

/// Every patient's verdicts, in the order of the table above.
#[rustfmt::skip]
const VERDICTS: &[(&str, [&str; 4])] = &[
    ("advanced-cancer",              ["ineligible",   "ineligible",   "ineligible",   "ineligible"]),
    ("balloon-before-ecmo",          ["ineligible",   "ineligible",   "ineligible",   "ineligible"]),
    ("bypass-surgery-shock",         ["ineligible",   "ineligible",   "ineligible",   "ineligible"]),
    ("cardiac-arrest-ecpr",          ["ineligible",   "ineligible",   "ineligible",   "ineligible"]),
    ("cardiogenic-shock",            ["ineligible",   "ineligible",   "eligible",     "ineligible"]),
    ("neonate-bleed-before-ecls",    ["ineligible",   "ineligible",   "ineligible",   "undetermined"]),
    ("neonate-ecls",                 ["ineligible",   "eligible",     "ineligible",   "undetermined"]),
    ("neonate-first-hour",           ["ineligible",   "ineligible",   "ineligible",   "ineligible"]),
    ("neonate-undated-bleed",        ["ineligible",   "undetermined", "ineligible",   "ineligible"]),
    ("nothing-known",                ["undetermined", "undetermined", "undetermined", "ineligible"]),
    ("picu-child",                   ["ineligible",   "ineligible",   "ineligible",   "eligible"]),
    ("picu-discharged-47h",          ["ineligible",   "undetermined", "ineligible",   "ineligible"]),
    ("picu-discharged-49h",          ["ineligible",   "ineligible",   "ineligible",   "ineligible"]),
    ("pulmonary-embolism",           ["ineligible",   "ineligible",   "ineligible",   "ineligible"]),
    ("septic-shock",                 ["undetermined", "ineligible",   "ineligible",   "ineligible"]),
    ("septic-shock-at-the-limits",   ["ineligible",   "ineligible",   "ineligible",   "ineligible"]),
    ("septic-shock-doubtful-record", ["undetermined", "ineligible",   "undetermined", "ineligible"]),
    ("septic-shock-late",            ["ineligible",   "ineligible",   "ineligible",   "ineligible"]),
    ("septic-shock-low-svo2",        ["ineligible",   "ineligible",   "undetermined", "ineligible"]),
    ("septic-shock-ready",           ["eligible",     "ineligible",   "ineligible",   "ineligible"]),
    ("seventeen",                    ["ineligible",   "ineligible",   "ineligible",   "undetermined"]),
    // No fluid among all that was done, and no impaired perfusion among all conditions.
    ("vague-diagnoses",              ["ineligible",   "ineligible",   "ineligible",   "ineligible"]),
];

/// Where the program is known to differ from the table, with what it says: trial, criterion (or
/// `verdict`), patient, answer. A row that has come right must be taken out.
const KNOWN: &[(&str, &str, &str, &str)] = &[
    // Mild peripheral artery disease is a mild peripheral vascular disease, and moderate
    // gastrointestinal bleeding a moderate bleeding: neither is severe. The program holds that
    // another one, not recorded, might be, which it does not hold of the same name.
    ("NCT06872021", "E2", "septic-shock-at-the-limits", "unknown"),
    ("NCT06872021", "E7", "septic-shock-at-the-limits", "unknown"),
    // Who left the hospital 49 hours after admission was not discharged within 48. The program
    // holds that an earlier discharge might not be recorded; not so where the name is `discharge`.
    ("fdpicu-13", "E1", "picu-discharged-49h", "unknown"),
    // The wider name is recorded in a complete list, and of what kind the disease is, nobody wrote:
    // myocardial infarction since yesterday, HIV infection, ECMO. Absent by the letter of the list.
    ("ECMO-RESCUE", "E1", "vague-diagnoses", "pass"),
    ("ECMO-RESCUE", "E9", "vague-diagnoses", "pass"),
    ("NCT06872021", "I3", "vague-diagnoses", "fail"),
];

type Answers = BTreeMap<(String, String), Screening>;

#[test]
fn every_criterion_passes_fails_and_is_unknown() {
    let answers = answers();
    let (mut wrong, mut known) = (String::new(), BTreeSet::new());
    for (trial, rows) in TABLE {
        for (criterion, cells) in *rows {
            for (outcome, cell) in OUTCOMES.iter().zip(cells) {
                assert!(!cell.is_empty(), "{trial} {criterion}: nobody for {outcome}");
                for patient in cell.split(' ') {
                    let (found, because) = outcome_of(&answers, trial, criterion, patient);
                    if found != *outcome && !is_known(&mut known, trial, criterion, patient, found) {
                        writeln!(wrong, "{trial:<12} {criterion:<4} {patient:<29} {outcome:<8} {found:<8} {because}").unwrap();
                    }
                }
            }
        }
    }
    for (trial, _, patient, _) in unmet(&known, |criterion| criterion != "verdict") {
        writeln!(wrong, "{trial} {patient}: known to differ, but does not").unwrap();
    }
    assert!(wrong.is_empty(), "\ntrial        item patient                       expected found    because\n{wrong}");
}

#[test]
fn every_verdict_is_the_one_expected() {
    let answers = answers();
    let (mut wrong, mut known) = (String::new(), BTreeSet::new());
    for (patient, verdicts) in VERDICTS {
        for ((trial, _), expected) in TABLE.iter().zip(verdicts) {
            let screening = &answers[&((*trial).to_owned(), (*patient).to_owned())];
            let found = screening.verdict.word();
            if found != *expected && !is_known(&mut known, trial, "verdict", patient, found) {
                let criteria: Vec<String> = screening.criteria.iter().map(|c| format!("{} {}", c.id, c.outcome.word())).collect();
                writeln!(wrong, "{trial:<12} {patient:<29} {expected:<12} {found:<12} {}", criteria.join(", ")).unwrap();
            }
        }
    }
    for (trial, _, patient, _) in unmet(&known, |criterion| criterion == "verdict") {
        writeln!(wrong, "{trial} {patient}: known to differ, but does not").unwrap();
    }
    assert!(wrong.is_empty(), "\ntrial        patient                       expected     found        criteria\n{wrong}");
}

#[test]
fn no_criterion_and_no_patient_is_forgotten() {
    let answers = answers();
    let criteria = |trial: &str| -> Vec<&str> {
        let first = answers.iter().find(|((t, _), _)| t == trial);
        first.map(|(_, s)| s.criteria.iter().map(|c| c.id.as_str()).collect()).unwrap_or_default()
    };
    let trials: BTreeSet<&str> = answers.keys().map(|(trial, _)| trial.as_str()).collect();
    assert_eq!(trials, TABLE.iter().map(|(trial, _)| *trial).collect());
    for (trial, rows) in TABLE {
        assert_eq!(criteria(trial), rows.iter().map(|(id, _)| *id).collect::<Vec<_>>(), "{trial}");
    }
    let patients: BTreeSet<&str> = answers.keys().map(|(_, patient)| patient.as_str()).collect();
    assert_eq!(patients, VERDICTS.iter().map(|(patient, _)| *patient).collect());
    let used: BTreeSet<&str> = TABLE.iter().flat_map(|(_, rows)| *rows).flat_map(|(_, cells)| cells).flat_map(|c| c.split(' ')).collect();
    assert_eq!(patients, used, "a patient that no row uses");
}

fn outcome_of<'a>(answers: &'a Answers, trial: &str, criterion: &str, patient: &str) -> (&'static str, &'a str) {
    let screening = answers.get(&(trial.to_owned(), patient.to_owned())).unwrap_or_else(|| panic!("no patient {patient}, or no trial {trial}"));
    let found = screening.criteria.iter().find(|c| c.id == criterion).unwrap_or_else(|| panic!("{trial} has no {criterion}"));
    (found.outcome.word(), &found.because)
}

fn is_known(seen: &mut BTreeSet<usize>, trial: &str, criterion: &str, patient: &str, found: &str) -> bool {
    let place = KNOWN.iter().position(|known| *known == (trial, criterion, patient, found));
    place.is_some_and(|place| seen.insert(place) || seen.contains(&place))
}

fn unmet(
    seen: &BTreeSet<usize>,
    of: impl Fn(&str) -> bool,
) -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str, &'static str)> {
    KNOWN.iter().enumerate().filter(move |(place, known)| of(known.1) && !seen.contains(place)).map(|(_, known)| known)
}

/// Every patient screened for every trial.
fn answers() -> Answers {
    let vocabulary = Vocabulary::builtin();
    let trials: Vec<_> = files("criteria", "yaml")
        .iter()
        .filter(|path| !path.to_string_lossy().ends_with(".test.yaml"))
        .map(|path| {
            let text = fs::read_to_string(path).unwrap();
            let trial = rule::yaml::read(&text).unwrap_or_else(|e| panic!("{}: {e:?}", path.display()));
            let (trial, found) = rule::check(trial, Some(&text), vocabulary);
            trial.unwrap_or_else(|| panic!("{}: {found:?}", path.display()))
        })
        .collect();
    let mut answers = Answers::new();
    for path in files("tests/patients", "json") {
        let text = fs::read_to_string(&path).unwrap();
        let (profile, found) = patient::read(&text, vocabulary);
        let errors: Vec<_> = found.iter().filter(|d| d.is_error()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
        let profile = profile.unwrap();
        assert_eq!(Some(profile.id.as_str()), path.file_stem().and_then(|s| s.to_str()), "a patient is named as its file");
        let moment = profile.as_of.unwrap();
        for trial in &trials {
            answers.insert((trial.trial().trial.clone(), profile.id.clone()), screen(trial, &profile, moment));
        }
    }
    answers
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == extension));
    paths.sort();
    paths
}
