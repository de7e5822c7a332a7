//! The made patients and trials as files, for others to screen; and what the engine makes of them.

use super::{Chance, PATIENTS, lines, made, take};
use std::fs;
use std::path::Path;
use trialsieve::engine::{Engine, Round};
use trialsieve::rule::{self, CheckedTrial, yaml};
use trialsieve::vocabulary::Vocabulary;

/// What was asked for behind the name of the benchmark, if it is one of these.
pub fn run(words: &[String]) -> bool {
    let folder = || Path::new(words.get(1).expect("a folder"));
    match words.first().map(String::as_str) {
        Some("export") => export(folder(), words.get(2).map_or(PATIENTS, |n| n.parse().expect("a number of patients"))),
        Some("verdicts") => verdicts(folder()),
        _ => return false,
    }
    true
}

/// Writes `patients.ndjson` and a hundred trials into a folder.
fn export(folder: &Path, patients: usize) {
    let trials = folder.join("trials");
    fs::create_dir_all(&trials).expect("a folder that can be written");
    fs::write(folder.join("patients.ndjson"), lines(patients, 1).join("\n") + "\n").expect("room");
    let mut chance = Chance::new(7);
    for i in 0..100 {
        fs::write(trials.join(format!("T{i}.yaml")), made::trial(&mut chance, i, 1)).expect("room");
    }
    println!("{patients} patients and 100 trials are in {}", folder.display());
}

/// Reads such a folder, keeps every verdict and tells how many are eligible and ineligible for
/// each trial.
fn verdicts(folder: &Path) {
    let mut files: Vec<_> = fs::read_dir(folder.join("trials")).expect("trials").map(|f| f.expect("a file").path()).collect();
    files.sort();
    let checked = |text: String| rule::check(yaml::read(&text).expect("YAML"), Some(&text), Vocabulary::builtin()).0;
    let trials: Vec<CheckedTrial> = files.iter().filter_map(|f| checked(fs::read_to_string(f).expect("text"))).collect();
    let text = fs::read_to_string(folder.join("patients.ndjson")).expect("patients");
    let engine = Engine::compile(&trials);
    let mut round = Round::new(&engine);
    let (mut kept, mut counts) = (Vec::new(), vec![[0usize; 3]; engine.len()]);
    let lines: Vec<&str> = text.lines().collect();
    for some in lines.chunks(Round::MOST) {
        round.clear();
        take(&mut round, some);
        round.screen();
        for (trial, counts) in counts.iter_mut().enumerate() {
            kept.push(round.bits(trial).expect("a trial"));
            counts.iter_mut().zip(round.verdicts(trial)).for_each(|(all, some)| *all += some);
        }
    }
    assert_eq!(kept.len(), engine.len() * lines.len().div_ceil(Round::MOST));
    for (names, [eligible, _, ineligible]) in engine.trials().iter().zip(counts) {
        println!("{} {eligible} {ineligible}", names.trial);
    }
}
