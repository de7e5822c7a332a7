//! What a run keeps of checked trials for the next: it never changes what is answered or told,
//! whatever happens to the trial files or to the cache itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

const PATIENT: &str = r#"{"id": "Patient-Zebra-77", "birth_date": "1961-03-02", "sex": "female", "as_of": "2026-11-20T10:00:00Z",
 "observations": [{"of": "lactate", "value": 6.4321, "unit": "mmol/L", "at": "2026-11-20T09:20:00Z"}],
 "conditions": [{"name": "septic shock", "status": "present", "from": "2026-11-20T01:00:00Z"}]}"#;

/// Trials of one line of text and one rule each, with every kind of rule among them, some with
/// warnings.
const RULES: &[(&str, &str)] = &[
    ("lactate > 5 mmol/L", "{measure: {of: lactate, is: \"> 5 mmol/L\"}}"),
    ("lactate > 7 mmol/L", "{measure: {of: lactate, is: \"> 7 mmol/L\"}}"),
    ("Age of ≥18", "{measure: {of: age, is: \">= 18 years\"}}"),
    ("Smurf index > 5", "{measure: {of: smurf index, is: \"> 5\"}}"),
    ("Pregnancy", "{finding: {of: pregnancy}}"),
    ("Septic shock for more than 5 h", "{lasting: {for: \"> 5 h\", rule: {finding: {of: septic shock}}}}"),
    ("Severe ARDS within the last 24 h", "{finding: {of: ARDS, severity: severe, within: 24 h}}"),
    ("ALT > 2.5 x ULN", "{measure: {of: ALT, is: \"> 2.5 x ULN\"}}"),
    ("Two of these", "{at_least: {count: 2, of: [{finding: {of: sepsis}}, {not: {finding: {of: stroke}}}, {recorded: [weight]}]}}"),
    ("Two consecutive lactates", "{consecutive: {of: lactate, is: \"> 2 mmol/L\", count: 2, apart: \">= 30 min\"}}"),
    ("Lactate is not falling", "{trend: {of: lactate, is: not falling, within: 6 h}}"),
    ("Steady vasopressor", "{steady: {of: vasopressor, within: 6 h}}"),
    ("In the opinion of the investigator", "{review: In the opinion of the investigator}"),
    ("Any of them", "{any: [{finding: {of: pneumonia}}, {measure: {of: SOFA, is: \">= 2\"}}]}"),
];

fn trial(number: usize, rule: usize) -> String {
    let ((text, rule), (other, exclusion)) = (RULES[rule % RULES.len()], RULES[(rule + 4) % RULES.len()]);
    // Some overrule how long a value holds; a criterion refers to another.
    let valid = if number.is_multiple_of(5) { "valid_for: {lactate: 12 h}\n" } else { "" };
    format!(
        "format: 1\ntrial: T-{number:03}\ntitle: Number {number}\nstatus: recruiting\n{valid}inclusion:\n- id: I1\n  text: {text}\n  rule: {rule}\n\
         - id: I2\n  text: As I1\n  rule: {{criterion: I1}}\nexclusion:\n- id: E1\n  text: {other}\n  rule: {exclusion}\n"
    )
}

/// A folder of its own with trials, a patient and a cache.
struct Ward(PathBuf);

impl Ward {
    fn new(trials: usize) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cold-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("trials")).unwrap();
        fs::write(path.join("patient.json"), PATIENT).unwrap();
        for number in 0..trials {
            fs::write(path.join(format!("trials/{number:03}.yaml")), trial(number, number)).unwrap();
        }
        Self(path)
    }

    fn command(&self, more: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("trialsieve"));
        command.current_dir(&self.0).env("TRIALSIEVE_CACHE", self.0.join("cache")).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command.args(["screen", "patient.json", "--trials", "trials"]).args(more).stdin(Stdio::null());
        command
    }

    fn run(&self, more: &[&str]) -> Told {
        Told::of(self.command(more).output().unwrap())
    }

    /// With the cache as without it; what both say.
    fn agrees(&self, more: &[&str], when: &str) -> Told {
        let (with, without) = (self.run(more), self.run(&[more, &["--no-cache"]].concat()));
        assert_eq!(with, without, "{when}, {more:?}");
        with
    }

    fn file(&self, number: usize) -> PathBuf {
        self.0.join(format!("trials/{number:03}.yaml"))
    }

    /// The one file of the cache.
    fn kept(&self) -> PathBuf {
        let mut files = fs::read_dir(self.0.join("cache")).unwrap().map(|e| e.unwrap().path());
        let kept = files.next().expect("a cache");
        assert!(files.next().is_none(), "nothing else is left in the cache's folder");
        kept
    }

    fn written(&self) -> SystemTime {
        fs::metadata(self.kept()).unwrap().modified().unwrap()
    }
}

impl Drop for Ward {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[derive(Debug, PartialEq)]
struct Told {
    out: String,
    err: String,
    code: Option<i32>,
}

impl Told {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { out: text(output.stdout), err: text(output.stderr), code: output.status.code() }
    }
}

const JSON: &[&str] = &["--format", "json"];

#[test]
fn the_second_run_says_the_same_and_writes_nothing() {
    let ward = Ward::new(30);
    for more in [JSON, &[], &["--verbose"], &["--only", "T-003"], &["--only", "T-03"]] {
        ward.agrees(more, "the first time");
        let written = ward.written();
        let told = ward.agrees(more, "the second time");
        assert_eq!(ward.written(), written, "{more:?}: everything was known");
        assert!(!told.out.is_empty() || more.contains(&"T-03"), "{told:?}");
    }
    let told = ward.run(&[]);
    assert!(told.err.contains("1 × measure-outside-vocabulary"), "warnings are told again: {}", told.err);
    assert!(ward.run(JSON).out.contains("\"at\": ["), "the characters that rules came from are kept");
}

#[test]
fn places_in_the_text_are_found_when_they_are_first_asked_for() {
    let ward = Ward::new(20);
    ward.agrees(&[], "text first");
    let report = ward.agrees(JSON, "then JSON");
    assert!(report.out.contains("\"at\": ["));
    let written = ward.written();
    ward.agrees(&[], "then text again");
    assert_eq!(ward.written(), written, "what serves JSON serves text");
}

#[test]
fn few_files_and_those_who_do_not_want_it_leave_no_cache() {
    let few = Ward::new(5);
    few.agrees(&[], "few files");
    assert!(!few.0.join("cache").exists());
    let ward = Ward::new(20);
    ward.run(&["--no-cache"]);
    ward.run(&["--only", "T-001"]);
    for off in ["off", ""] {
        ward.command(&[]).env("TRIALSIEVE_CACHE", off).output().unwrap();
    }
    assert!(!ward.0.join("cache").exists() && !ward.0.join("off").exists());
}

#[test]
fn a_cache_that_is_there_is_not_looked_at_with_no_cache() {
    let ward = Ward::new(20);
    ward.run(&[]);
    let written = ward.written();
    fs::write(ward.file(3), trial(3, 9)).unwrap();
    ward.run(&["--no-cache"]);
    assert_eq!(ward.written(), written);
}

#[test]
fn the_same_size_and_the_same_times_are_not_the_same_file() {
    let ward = Ward::new(20);
    let file = ward.file(0);
    ward.agrees(&[], "before");
    let (before, length, times) = (ward.run(&[]), fs::metadata(&file).unwrap().len(), fs::metadata(&file).unwrap().modified().unwrap());
    let other = fs::read_to_string(&file).unwrap().replace("> 5 mmol/L", "> 7 mmol/L");
    fs::write(&file, other).unwrap();
    File::options().write(true).open(&file).unwrap().set_modified(times).unwrap();
    let about = fs::metadata(&file).unwrap();
    assert_eq!((about.len(), about.modified().unwrap()), (length, times));
    let after = ward.agrees(&[], "after");
    assert!(before.out.contains("is > 5 mmol/L") && after.out.contains("is not > 7 mmol/L"), "{}", after.out);
    assert_ne!(before, after);
}

#[test]
fn a_file_that_breaks_is_told_in_every_run() {
    let ward = Ward::new(20);
    ward.run(&[]);
    fs::write(ward.file(2), "format: 1\ntrial: T-002\ninclusion:\n- id: I1\n  text: x\n  rule: {measure: {of: lactate, is: \"> 5\"}}\n").unwrap();
    fs::write(ward.file(3), [0xffu8, 0xfe, 0]).unwrap();
    for when in ["at first", "again", "and again"] {
        let told = ward.agrees(&[], when);
        assert_eq!(told.code, Some(2));
        assert!(told.err.contains("002.yaml is not screened for") && told.err.contains("003.yaml"), "{}", told.err);
    }
}

#[test]
fn a_damaged_or_foreign_cache_is_as_good_as_none() {
    let ward = Ward::new(24);
    let told = ward.run(&["--no-cache"]);
    ward.run(&[]);
    let (kept, whole) = (ward.kept(), fs::read(ward.kept()).unwrap());
    let check = |bytes: &[u8], what: &str| {
        fs::write(&kept, bytes).unwrap();
        assert_eq!(ward.run(&[]), told, "{what}");
        assert_eq!(fs::read(&kept).unwrap(), whole, "{what}: it is written anew, the same");
    };
    // Every region of it: what it is and who wrote it, the hash, the files, their trials.
    for place in (0..120).step_by(11).chain((0..whole.len()).step_by(whole.len() / 40)) {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x20;
        check(&bytes, &format!("a byte at {place} of {}", whole.len()));
    }
    for end in (0..whole.len()).step_by(whole.len() / 10) {
        check(&whole[..end], &format!("cut to {end}"));
    }
    check(&[&whole[..], b"more"].concat(), "something behind");
    check(b"somebody else's", "a foreign file");
    let end = whole.iter().position(|b| *b == b'\n').unwrap();
    let older = [b"trialsieve trials 1 0123456789abcdef0123456789abcdef\n", &whole[end + 1..]].concat();
    check(&older, "of other sources");
    assert_eq!(older.len(), whole.len(), "the sources' hash has that form");
    // What cannot be read or replaced changes nothing, either.
    fs::remove_file(&kept).unwrap();
    fs::create_dir(&kept).unwrap();
    assert_eq!(ward.run(&[]), told, "a folder in its place");
}

#[test]
fn nothing_of_a_patient_is_kept() {
    let ward = Ward::new(20);
    ward.run(JSON);
    let kept = fs::read(ward.kept()).unwrap();
    for said in ["Patient-Zebra-77", "6.4321", "1961", "patient.json"] {
        assert!(!kept.windows(said.len()).any(|w| w == said.as_bytes()), "{said}");
    }
}

#[test]
fn runs_at_one_time_do_not_disturb_each_other() {
    let ward = Ward::new(40);
    let told = ward.run(&["--no-cache"]);
    for _ in 0..3 {
        let running: Vec<_> = (0..6).map(|_| ward.command(&[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()).collect();
        for child in running {
            assert_eq!(Told::of(child.wait_with_output().unwrap()), told);
        }
        ward.kept();
        fs::write(ward.file(1), trial(1, 1) + "# the same, and not the same bytes\n").unwrap();
    }
}

#[test]
fn folders_do_not_pile_up() {
    let ward = Ward::new(18);
    for number in 0..20 {
        let name = format!("again-{number}");
        fs::create_dir(ward.0.join(&name)).unwrap();
        for file in fs::read_dir(ward.0.join("trials")).unwrap().flatten() {
            fs::copy(file.path(), ward.0.join(&name).join(file.file_name())).unwrap();
        }
        ward.command(&[]).args(["--trials", &name]).output().unwrap();
    }
    assert_eq!(fs::read_dir(ward.0.join("cache")).unwrap().count(), 16);
}

/// What can happen to trial files between two runs.
#[derive(Debug, Clone)]
enum Edit {
    /// Another rule in a file.
    Change(usize, usize),
    /// The same, and the time of the file as it was.
    Quietly(usize, usize),
    Delete(usize),
    Add(usize, usize),
    Swap(usize, usize),
    Copy(usize, usize),
    Break(usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let (file, rule) = (0usize..24, 0usize..RULES.len());
    prop_oneof![
        (file.clone(), rule.clone()).prop_map(|(f, r)| Edit::Change(f, r)),
        (file.clone(), rule.clone()).prop_map(|(f, r)| Edit::Quietly(f, r)),
        file.clone().prop_map(Edit::Delete),
        (24usize..30, rule).prop_map(|(f, r)| Edit::Add(f, r)),
        (file.clone(), file.clone()).prop_map(|(a, b)| Edit::Swap(a, b)),
        (file.clone(), 24usize..30).prop_map(|(a, b)| Edit::Copy(a, b)),
        file.prop_map(Edit::Break),
    ]
}

fn apply(ward: &Ward, edit: &Edit) {
    let write = |number: usize, text: String| fs::write(ward.file(number), text).unwrap();
    match *edit {
        Edit::Change(number, rule) | Edit::Add(number, rule) => write(number, trial(number, rule)),
        Edit::Quietly(number, rule) => {
            let time = fs::metadata(ward.file(number)).and_then(|m| m.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
            write(number, trial(number, rule));
            File::options().write(true).open(ward.file(number)).unwrap().set_modified(time).unwrap();
        }
        Edit::Delete(number) => drop(fs::remove_file(ward.file(number))),
        Edit::Swap(a, b) => {
            let texts: BTreeMap<usize, Option<String>> = [(a, b), (b, a)].map(|(to, from)| (to, fs::read_to_string(ward.file(from)).ok())).into();
            for (number, text) in texts {
                drop(fs::remove_file(ward.file(number)));
                text.into_iter().for_each(|text| write(number, text));
            }
        }
        Edit::Copy(from, to) => drop(fs::copy(ward.file(from), ward.file(to))),
        Edit::Break(number) => write(number, "format: 1\ntrial: [".to_owned()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_to_the_files_the_cache_changes_nothing(edits in proptest::collection::vec((edit(), any::<bool>(), any::<bool>()), 1..8)) {
        let ward = Ward::new(24);
        ward.run(&[]);
        for (edit, json, look) in &edits {
            apply(&ward, edit);
            if *look {
                ward.agrees(if *json { JSON } else { &[] }, &format!("after {edit:?}"));
            }
        }
        ward.agrees(JSON, "in the end");
        ward.agrees(&["--verbose"], "in the end");
    }
}
