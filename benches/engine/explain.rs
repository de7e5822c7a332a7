//! Explanations on request: what the reference takes to say why, for one patient and one trial,
//! against what the cohort takes to answer a hundred trials for one patient.

use super::clock::{best, micros};
use super::{PATIENTS, Sink, cohort, lines, made, trials};
use std::hint::black_box;
use std::time::Duration;
use trialsieve::engine::Engine;
use trialsieve::patient::{self, Profile};
use trialsieve::screening::{evaluate, screen};
use trialsieve::vocabulary::Vocabulary;

const ASKED: usize = 200;

/// One trial and one criterion, with reasons, evidence and needs.
pub fn explain() {
    let (lines, trials, moment) = (lines(PATIENTS, 1), trials(100, 1), made::now());
    let profiles: Vec<Profile> = lines[..ASKED].iter().map(|l| patient::read(l, Vocabulary::builtin()).0.expect("a profile")).collect();
    let engine = Engine::compile(&trials);
    let screened = each(best(|| cohort(&engine, &lines, &mut Sink::default())), PATIENTS);
    println!("cohort, 100 trials, per patient: {screened:.1} µs");
    // A profile in memory against one trial, a few different ones each.
    let pairs = || profiles.iter().enumerate().flat_map(|(i, p)| (0..5).map(move |n| (p, i * 5 + n))).map(|(p, n)| (p, &trials[n % trials.len()]));
    let trial = each(best(|| pairs().for_each(|(p, t)| drop(black_box(screen(t, p, moment))))), pairs().count());
    let criteria: usize = pairs().map(|(_, t)| t.criteria().len()).sum();
    let one = || pairs().flat_map(|(p, t)| t.criteria().iter().map(move |c| (p, t, c)));
    let criterion = each(best(|| one().for_each(|(p, t, c)| drop(black_box(evaluate(&c.rule, t, p, moment))))), criteria);
    for (what, time) in [
        (format!("one trial explained ({:.1} criteria)", criteria as f64 / pairs().count() as f64), trial),
        ("one criterion explained".to_owned(), criterion),
    ] {
        println!("{what}: {time:.1} µs, {:.2} × the cohort's patient", time / screened);
    }
}

fn each(time: Duration, count: usize) -> f64 {
    micros(time) / count as f64
}
