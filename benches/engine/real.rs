//! Trials as registries have them: the shipped ones, and a hundred made of lines that were drawn
//! from registered trials (`tests/language/corpus/drawn.yaml`), read as `trialsieve import` reads
//! them. `REAL_TRIALS` names a folder of trial files that are taken instead of the hundred.

use serde::Deserialize;
use trialsieve::language;
use trialsieve::rule::{self, CheckedTrial, yaml};
use trialsieve::vocabulary::Vocabulary;

/// So many trials are made of the lines, of so many lines each.
const TRIALS: usize = 100;
const LINES: usize = 14;
/// The next line is this far from the one before: every trial has lines of every shape.
const STRIDE: usize = 43;

#[derive(Deserialize)]
struct Line {
    text: String,
    #[serde(default)]
    kind: String,
}

pub fn shipped() -> Vec<CheckedTrial> {
    of_folder("criteria")
}

pub fn registered() -> Vec<CheckedTrial> {
    match std::env::var("REAL_TRIALS") {
        Ok(folder) => of_folder(&folder),
        Err(_) => drawn(),
    }
}

fn of_folder(folder: &str) -> Vec<CheckedTrial> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("a file").path()).collect();
    paths.retain(|p| p.to_string_lossy().ends_with(".yaml") && !p.to_string_lossy().ends_with(".test.yaml"));
    paths.sort();
    let text = |path| std::fs::read_to_string(path).expect("a text");
    paths
        .iter()
        .take(TRIALS)
        .map(|p| rule::check(yaml::read(&text(p)).expect("YAML"), None, Vocabulary::builtin()).0.expect("a sound trial"))
        .collect()
}

fn drawn() -> Vec<CheckedTrial> {
    let lines: Vec<Line> = serde_yaml::from_str(include_str!("../../tests/language/corpus/drawn.yaml")).expect("lines");
    let mut next = 0;
    let page = |number: usize, next: &mut usize| {
        let (mut inclusion, mut exclusion) = (String::new(), String::new());
        for _ in 0..LINES {
            let line = &lines[*next % lines.len()];
            let side = if line.kind == "exclusion" { &mut exclusion } else { &mut inclusion };
            side.push_str(&format!("- {}\n", line.text.trim_start_matches(['-', '*', ' '])));
            *next += STRIDE;
        }
        let page = format!("Inclusion Criteria:\n- Age of ≥18\n{inclusion}\nExclusion Criteria:\n{exclusion}");
        language::parse(&page, &format!("DRAWN-{number}"), Vocabulary::builtin()).0
    };
    (0..TRIALS).filter_map(|i| rule::check(page(i, &mut next), None, Vocabulary::builtin()).0).collect()
}
