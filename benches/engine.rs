//! How the engine stands to parsing alone, to the reference, and to itself with more patients,
//! trials, criteria, values and threads. Patients and trials come from a fixed seed; every figure
//! is a ratio of two times of this one run, each the shortest of several, on one core unless it
//! says otherwise. `cargo bench --bench engine`; a word behind `--` runs only that part, and
//! `export FOLDER [PATIENTS]` writes the patients and a hundred trials for others to screen
//! (`benches/peers`), and `verdicts FOLDER` screens them.

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
#[path = "engine/clock.rs"]
mod clock;
#[path = "engine/cold.rs"]
mod cold;
#[path = "engine/explain.rs"]
mod explain;
#[path = "engine/export.rs"]
mod export;
#[path = "engine/made.rs"]
mod made;
#[path = "engine/real.rs"]
mod real;
#[path = "engine/typed.rs"]
mod typed;

use chance::Chance;
use clock::{best, millis, once};
use std::hint::black_box;
use std::time::Duration;
use trialsieve::engine::{Answers, Engine, Round};
use trialsieve::patient::{self, Profile, Readings};
use trialsieve::rule::{self, CheckedTrial, yaml};
use trialsieve::screening::screen;
use trialsieve::vocabulary::Vocabulary;
use trialsieve::watch::{Watch, Watched};

const PATIENTS: usize = 2048;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let part = words.first();
    if export::run(&words) {
        return;
    }
    let parts: [(&str, fn()); 8] = [
        ("cohort", cohorts),
        ("real", real_trials),
        ("growth", growth),
        ("threads", threads),
        ("one", one_patient),
        ("watch", watched),
        ("explain", explain::explain),
        ("cold", cold::start),
    ];
    for (_, run) in parts.iter().filter(|(name, _)| part.is_none_or(|p| p == name)) {
        run();
    }
}

/// The file against parsing it alone, with more and more trials.
fn cohorts() {
    let lines = lines(PATIENTS, 1);
    let bytes: usize = lines.iter().map(String::len).sum();
    println!("{PATIENTS} patients of {} bytes", bytes / PATIENTS);
    let parse = parse(&lines);
    row("typed parse by serde_json, per patient", parse, None);
    let mut readings = Readings::new(Vocabulary::builtin());
    let read = best(|| lines.iter().for_each(|l| drop(black_box(readings.read(l)))));
    row("the full reader", read, Some(("the typed parse", parse)));
    let mut first = None;
    for count in [100usize, 1000, 10_000] {
        let trials = trials(count, 1);
        let mut engine = None;
        let compiled = once(|| engine = Some(Engine::compile(&trials)));
        let engine = engine.unwrap();
        let criteria = engine.trials().iter().map(|t| t.criteria.len()).sum::<usize>();
        println!("{count} trials: {criteria} criteria, {} distinct questions, compiled in {compiled:.1?}", engine.questions());
        let mut sink = Sink::default();
        let whole = best(|| cohort(&engine, &lines, &mut sink));
        row(&format!("cohort, {count} trials, verdicts kept"), whole, Some(("the typed parse", parse)));
        match first {
            None => first = Some(whole),
            Some(first) => row(&format!("cohort, {count} trials, verdicts kept"), whole, Some(("100 trials", first))),
        }
        let mut taken = Duration::MAX;
        let mut answered = Duration::MAX;
        for _ in 0..4 {
            let mut round = Round::new(&engine);
            let (mut reading, mut screening) = (Duration::ZERO, Duration::ZERO);
            for some in lines.chunks(Round::MOST) {
                round.clear();
                reading += once(|| take(&mut round, some));
                screening += once(|| round.screen());
            }
            (taken, answered) = (taken.min(reading), answered.min(screening));
        }
        row("  of it reading and placing", taken, Some(("the typed parse", parse)));
        row("  of it answering", answered, Some(("the typed parse", parse)));
    }
}

/// Trials as registries have them, against made ones.
fn real_trials() {
    let lines = lines(PATIENTS, 1);
    let made = trials(100, 1);
    let mut first = None;
    for (name, trials) in [("made", made), ("registered", real::registered()), ("shipped", real::shipped())] {
        let engine = Engine::compile(&trials);
        let criteria = engine.trials().iter().map(|t| t.criteria.len()).sum::<usize>();
        println!("{} {name} trials: {criteria} criteria, {} distinct questions", trials.len(), engine.questions());
        let mut sink = Sink::default();
        let whole = best(|| cohort(&engine, &lines, &mut sink));
        row(&format!("cohort, {} {name} trials, verdicts kept", trials.len()), whole, first.map(|f| ("the made trials", f)));
        first = first.or(Some(whole));
    }
}

/// Ten times of everything.
fn growth() {
    let time = |patients: usize, values: usize, count: usize, criteria: usize| {
        let (lines, engine) = (lines(patients, values), Engine::compile(&trials(count, criteria)));
        let mut sink = Sink::default();
        best(|| cohort(&engine, &lines, &mut sink))
    };
    let base = time(512, 1, 100, 1);
    for (what, more) in [
        ("patients", time(5120, 1, 100, 1)),
        ("trials", time(512, 1, 1000, 1)),
        ("criteria", time(512, 1, 100, 10)),
        ("values of each patient", time(512, 10, 100, 1)),
    ] {
        println!("ten times the {what}: {:.2} × the time", more.as_secs_f64() / base.as_secs_f64());
    }
}

/// Two threads against one, on the wall.
fn threads() {
    let (lines, engine) = (lines(PATIENTS * 4, 1), Engine::compile(&trials(100, 1)));
    let run = |threads: usize| {
        let work = || {
            std::thread::scope(|scope| {
                for share in lines.chunks(lines.len() / threads) {
                    let engine = &engine;
                    scope.spawn(move || cohort(engine, share, &mut Sink::default()));
                }
            });
        };
        (0..6).map(|_| clock::wall(work)).min().unwrap()
    };
    println!("two threads against one: {:.2} ×", run(1).as_secs_f64() / run(2).as_secs_f64());
}

/// One patient against very many trials.
fn one_patient() {
    let profiles: Vec<Profile> = lines(5, 1).iter().map(|l| patient::read(l, Vocabulary::builtin()).0.expect("a profile")).collect();
    let moment = made::now();
    let mut before = None;
    for count in [1000usize, 10_000, 100_000] {
        let trials = trials(count, 1);
        let engine = Engine::compile(&trials);
        let mut answers = Answers::new();
        let quick = best(|| profiles.iter().for_each(|p| engine.screen_into(p, moment, &mut answers)));
        let some = &trials[..1000];
        let slow = once(|| some.iter().for_each(|t| drop(black_box(screen(t, &profiles[0], moment))))) * u32::try_from(count / 1000).unwrap();
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
fn watched() {
    const WATCHED: usize = 200;
    let (lines, trials, moment) = (lines(WATCHED, 1), trials(100, 1), made::now());
    let profiles: Vec<Profile> = lines.iter().map(|l| patient::read(l, Vocabulary::builtin()).0.expect("a profile")).collect();
    let (engine, watch) = (Engine::compile(&trials), Watch::new(&trials));
    let mut watched: Vec<Watched> = profiles.iter().map(|p| watch.begin(p.clone(), moment)).collect();
    let mut answers = Answers::new();
    let each = |time: Duration, patients: usize| time.as_secs_f64() / patients as f64;
    let reference = each(once(|| profiles[..5].iter().for_each(|p| trials.iter().for_each(|t| drop(black_box(screen(t, p, moment)))))), 5);
    let from_file = each(best(|| cohort(&engine, &lines, &mut Sink::default())), WATCHED);
    let compiled = each(best(|| profiles.iter().for_each(|p| engine.screen_into(p, moment, &mut answers))), WATCHED);
    // One value a minute of each patient, of one measure after the other; read beforehand, and then
    // with the reading of it.
    let mut readings = Readings::new(Vocabulary::builtin());
    let (mut minute, mut read, mut worked) = (0, Duration::MAX, Duration::MAX);
    for _ in 0..12 {
        minute += 1;
        let at = moment.plus_millis(minute * 60_000);
        let texts: Vec<String> = (0..WATCHED).map(|i| made::datum(i, at)).collect();
        let mut data: Vec<Profile> = Vec::new();
        read = read.min(once(|| data.extend(texts.iter().map(|t| readings.read(t).0.expect("a datum")))));
        worked = worked.min(once(|| {
            for (patient, datum) in watched.iter_mut().zip(data) {
                drop(black_box(watch.add(patient, datum, at).expect("room")));
            }
        }));
    }
    let (read, datum) = (each(read, WATCHED), each(worked, WATCHED));
    println!("one new datum in watch, 100 trials: {:.2} µs, and {:.2} µs to read it", datum * 1e6, read * 1e6);
    for (name, other) in [
        ("screening that patient again (reference)", reference),
        ("reading and screening in cohort", from_file),
        ("screening by the engine, one patient alone", compiled),
    ] {
        println!("  {name}: {:.1} µs: 1/{:.1}", other * 1e6, other / datum);
    }
}

fn lines(count: usize, values: usize) -> Vec<String> {
    let mut chance = Chance::new(5);
    (0..count).map(|i| made::patient(&mut chance, i, values)).collect()
}

fn trials(count: usize, criteria: usize) -> Vec<CheckedTrial> {
    let mut chance = Chance::new(7);
    let checked = |text: String| rule::check(yaml::read(&text).expect("YAML"), None, Vocabulary::builtin()).0;
    (0..count).map(|i| checked(made::trial(&mut chance, i, criteria)).expect("a sound trial")).collect()
}

fn parse(lines: &[String]) -> Duration {
    best(|| lines.iter().for_each(|l| drop(black_box(serde_json::from_str::<typed::Patient>(l).expect("JSON")))))
}

/// Keeps every verdict, two bits each.
#[derive(Default)]
struct Sink(Vec<[u64; Round::MOST / 32]>);

/// Lines in, verdicts out.
fn cohort(engine: &Engine, lines: &[String], sink: &mut Sink) {
    let mut round = Round::new(engine);
    for some in lines.chunks(Round::MOST) {
        round.clear();
        take(&mut round, some);
        round.screen();
        sink.0.clear();
        for trial in 0..engine.len() {
            let (eligible, ineligible) = round.bits(trial).expect("a trial");
            let mut both = [0; Round::MOST / 32];
            both.iter_mut().zip(eligible.into_iter().chain(ineligible)).for_each(|(slot, word)| *slot = word);
            sink.0.push(both);
        }
        black_box(&sink.0);
    }
}

fn take(round: &mut Round<'_>, lines: &[impl AsRef<str>]) {
    for line in lines.iter().map(AsRef::as_ref) {
        if round.plain(line, None, false).is_none() {
            let profile = round.read(line).0.expect("a profile");
            let moment = profile.as_of.expect("a moment");
            round.add(&profile, moment);
        }
    }
}

fn row(what: &str, time: Duration, against: Option<(&str, Duration)>) {
    let each = time.as_secs_f64() * 1e6 / PATIENTS as f64;
    let ratio = against.map_or(String::new(), |(name, other)| format!("  {:.2} × {name}", time.as_secs_f64() / other.as_secs_f64()));
    println!("{what}: {each:.1} µs{ratio}");
}
