//! The made patients and trials as files, for others to screen.

use super::{Chance, lines, made};
use std::fs;
use std::path::Path;

/// Writes `patients.ndjson` and a hundred trials into a folder.
pub fn export(folder: &Path, patients: usize) {
    let trials = folder.join("trials");
    fs::create_dir_all(&trials).expect("a folder that can be written");
    fs::write(folder.join("patients.ndjson"), lines(patients, 1).join("\n") + "\n").expect("room");
    let mut chance = Chance::new(7);
    for i in 0..100 {
        fs::write(trials.join(format!("T{i}.yaml")), made::trial(&mut chance, i, 1)).expect("room");
    }
    println!("{patients} patients and 100 trials are in {}", folder.display());
}
