//! How the engine stands to parsing alone, to the reference, and to itself with more trials and
//! more threads. Patients and trials come from a fixed seed; every figure is a ratio of two
//! times of this one run. `cargo bench --bench engine`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::cast_precision_loss,
    clippy::print_stdout,
    missing_docs
)]

#[path = "../tests/engine/chance.rs"]
mod chance;
#[path = "engine/made.rs"]
mod made;
#[path = "engine/typed.rs"]
mod typed;

use chance::Chance;
use std::hint::black_box;
use std::time::{Duration, Instant};
use trialsieve::engine::{Answers, Engine};
use trialsieve::patient::{self, Profile, Readings};
use trialsieve::rule::{self, CheckedTrial, yaml};
use trialsieve::screening::screen;
use trialsieve::time::Moment;
use trialsieve::vocabulary::Vocabulary;
use trialsieve::watch::{Watch, Watched};

const PATIENTS: usize = 1500;

fn main() {
    let mut chance = Chance::new(5);
    let lines: Vec<String> = (0..PATIENTS).map(|i| made::patient(&mut chance, i)).collect();
    let bytes: usize = lines.iter().map(String::len).sum();
    let vocabulary = Vocabulary::builtin();
    let profiles: Vec<Profile> = lines.iter().map(|l| patient::read(l, vocabulary).0.expect("a profile")).collect();
    let moment = made::now();
    println!("{PATIENTS} patients of {} bytes", bytes / PATIENTS);
    // `-- watch` asks for that alone.
    watched(&lines, &profiles, moment);
    if std::env::args().any(|a| a == "watch") {
        return;
    }

    let parse = best(|| lines.iter().for_each(|l| drop(black_box(serde_json::from_str::<typed::Patient>(l).expect("JSON")))));
    let read = best(|| lines.iter().for_each(|l| drop(black_box(patient::read(l, vocabulary)))));
    row("typed parse by serde_json, per patient", parse, PATIENTS, None);
    row("reading a profile", read, PATIENTS, Some(("the typed parse", parse)));
    let mut readings = Readings::new(vocabulary);
    let read = best(|| lines.iter().for_each(|l| drop(black_box(readings.read(l)))));
    row("reading profiles one after the other", read, PATIENTS, Some(("the typed parse", parse)));

    let mut first = None;
    for count in [100usize, 1000, 10_000] {
        let trials = trials(count);
        let begun = Instant::now();
        let engine = Engine::compile(&trials);
        let compiled = begun.elapsed();
        let alone = best(|| all(&engine, &profiles, moment));
        let whole = best(|| cohort(&engine, &lines, moment));
        println!(
            "{count} trials: {} criteria, {} distinct questions, compiled in {compiled:.1?}",
            engine.trials().iter().map(|t| t.criteria.len()).sum::<usize>(),
            engine.questions()
        );
        row(&format!("screening alone, {count} trials"), alone, PATIENTS, Some(("the typed parse", parse)));
        row(&format!("cohort, {count} trials"), whole, PATIENTS, Some(("the typed parse", parse)));
        match first {
            None => first = Some(whole),
            Some(first) => row(&format!("cohort, {count} trials"), whole, PATIENTS, Some(("100 trials", first))),
        }
        if count == 100 {
            let two = best(|| {
                std::thread::scope(|scope| {
                    for half in lines.chunks(lines.len() / 2) {
                        let engine = &engine;
                        scope.spawn(move || cohort(engine, half, moment));
                    }
                });
            });
            println!("two threads against one: {:.2} ×", whole.as_secs_f64() / two.as_secs_f64());
        }
    }

    let mut before = None;
    for count in [1000usize, 10_000, 100_000] {
        let trials = trials(count);
        let engine = Engine::compile(&trials);
        let mut answers = Answers::new();
        let few = &profiles[..5];
        let quick = best(|| few.iter().for_each(|p| engine.screen_into(p, moment, &mut answers)));
        let some = &trials[..1000];
        let slow = once(|| some.iter().for_each(|t| drop(black_box(screen(t, &few[0], moment))))) * u32::try_from(count / 1000).unwrap();
        println!(
            "one patient, {count} trials: {:.3} ms; the reference {:.0} ms: 1/{:.0}",
            millis(quick) / 5.0,
            millis(slow),
            millis(slow) / (millis(quick) / 5.0)
        );
        if let Some(before) = before {
            println!("  ten times the trials: {:.1} ×", millis(quick) / before);
        }
        before = Some(millis(quick));
    }
}

/// A new datum of patients who are watched, against screening them again.
fn watched(lines: &[String], profiles: &[Profile], moment: Moment) {
    let trials = trials(100);
    let (engine, watch) = (Engine::compile(&trials), Watch::new(&trials));
    let some = &profiles[..200];
    let mut watched: Vec<Watched> = some.iter().map(|p| watch.begin(p.clone(), moment)).collect();
    let mut answers = Answers::new();
    let reference = once(|| some[..5].iter().for_each(|p| trials.iter().for_each(|t| drop(black_box(screen(t, p, moment)))))).as_secs_f64() / 5.0;
    let from_file = best(|| cohort(&engine, &lines[..200], moment)).as_secs_f64() / 200.0;
    let compiled = best(|| some.iter().for_each(|p| engine.screen_into(p, moment, &mut answers))).as_secs_f64() / 200.0;
    // One value a minute of each patient, of one measure after the other.
    let mut readings = Readings::new(Vocabulary::builtin());
    let mut minute = 0;
    let datum = best(|| {
        minute += 1;
        let at = moment.plus_millis(minute * 60_000);
        for (i, patient) in watched.iter_mut().enumerate() {
            let (data, _) = readings.read(&made::datum(i, at));
            drop(black_box(watch.add(patient, data.expect("a datum"), at).expect("room")));
        }
    })
    .as_secs_f64()
        / 200.0;
    println!("one new datum in watch, 100 trials: {:.1} µs, with reading it", datum * 1e6);
    for (name, other) in [
        ("screening that patient again (reference)", reference),
        ("reading and screening by the engine", from_file),
        ("screening by the engine", compiled),
    ] {
        println!("  {name}: {:.1} µs: 1/{:.1}", other * 1e6, other / datum);
    }
}

fn trials(count: usize) -> Vec<CheckedTrial> {
    let mut chance = Chance::new(7);
    let checked = |text: String| rule::check(yaml::read(&text).expect("YAML"), None, Vocabulary::builtin()).0;
    (0..count).map(|i| checked(made::trial(&mut chance, i)).expect("a sound trial")).collect()
}

fn all(engine: &Engine, profiles: &[Profile], moment: Moment) {
    let mut answers = Answers::new();
    for profile in profiles {
        engine.screen_into(profile, moment, &mut answers);
        black_box(answers.verdicts());
    }
}

/// Lines in, verdicts out.
fn cohort(engine: &Engine, lines: &[String], moment: Moment) {
    let (mut answers, mut readings) = (Answers::new(), Readings::new(Vocabulary::builtin()));
    for line in lines {
        let (profile, _) = readings.read(line);
        engine.screen_into(&profile.expect("a profile"), moment, &mut answers);
        black_box(answers.verdicts());
    }
}

fn once(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

/// The best of a few runs: others use the machine, too.
fn best(mut work: impl FnMut()) -> Duration {
    (0..4).map(|_| once(&mut work)).min().unwrap()
}

fn row(what: &str, time: Duration, count: usize, against: Option<(&str, Duration)>) {
    let each = time.as_secs_f64() * 1e6 / count as f64;
    let ratio = against.map_or(String::new(), |(name, other)| format!("  {:.2} × {name}", time.as_secs_f64() / other.as_secs_f64()));
    println!("{what}: {each:.1} µs{ratio}");
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
