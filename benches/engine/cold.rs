//! A whole process that screens one patient for a thousand trial files, against `cat` of them.

use super::chance::Chance;
use super::made;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const FILES: usize = 1000;
const RUNS: usize = 10;
const ROUNDS: usize = 5;

/// Both take the processor's time, of the program and of the system for it; the best of some rounds.
pub fn start() {
    let Some(_) = children() else { return println!("cold start: only where /proc tells the time of child processes") };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cold");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("trials")).unwrap();
    let mut chance = Chance::new(7);
    // The trials of whoever says so: registries' records that were imported.
    let given = std::env::var_os("COLD_TRIALS").map(PathBuf::from);
    let trials = given.clone().unwrap_or_else(|| folder.join("trials"));
    if given.is_none() {
        (0..FILES).for_each(|i| fs::write(trials.join(format!("{i:04}.yaml")), made::trial(&mut chance, i, 1)).unwrap());
    }
    fs::write(folder.join("patient.json"), made::patient(&mut chance, 1, 1)).unwrap();
    let files: Vec<PathBuf> = fs::read_dir(&trials).unwrap().map(|e| e.unwrap().path()).collect();
    let bytes: u64 = files.iter().map(|f| fs::metadata(f).unwrap().len()).sum();
    println!("{} trial files of {} KB in all", files.len(), bytes / 1000);

    let cat = || quiet(Command::new("cat").args(&files));
    let screen = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trialsieve"));
        command.env("TRIALSIEVE_CACHE", folder.join("cache")).args(["screen"]).arg(folder.join("patient.json"));
        quiet(command.arg("--trials").arg(&trials).args(more));
    };
    let json = &["--format", "json"];
    let best = time(cat, RUNS, ROUNDS);
    for (what, more) in [("text", &[][..]), ("JSON", &json[..])] {
        screen(more);
        let run = (0..ROUNDS)
            .map(|_| (time(|| screen(more), RUNS, 1), time(cat, RUNS, 1)))
            .fold((f64::MAX, best), |best, now| (best.0.min(now.0), best.1.min(now.1)));
        println!("one patient from a cold start, {what}: {:.2} × cat of the files", run.0 / run.1);
    }
    let anew = time(|| screen(&["--no-cache"]), 1, 2);
    println!("  without the cache, text: {:.0} × cat of the files", anew / best);
    let _ = fs::remove_dir_all(&folder);
}

/// The time of one run, in the system's own unit.
fn time(run: impl Fn(), runs: usize, rounds: usize) -> f64 {
    let round = || {
        let before = children().unwrap();
        (0..runs).for_each(|_| run());
        (children().unwrap() - before) as f64 / runs as f64
    };
    (0..rounds).map(|_| round()).fold(f64::MAX, f64::min)
}

fn quiet(command: &mut Command) {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
}

/// The processor's time that the child processes so far have taken.
fn children() -> Option<u64> {
    let about = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = about.rsplit_once(") ")?.1.split(' ').collect();
    Some(fields.get(13)?.parse::<u64>().ok()? + fields.get(14)?.parse::<u64>().ok()?)
}
