//! Verdicts kept up as data arrive are those of screening the whole profile after each datum:
//! on random trials and patients, and through the command line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

#[path = "engine/chance.rs"]
mod chance;
#[path = "watch/command.rs"]
mod command;
#[path = "engine/patients.rs"]
mod patients;
#[path = "engine/trials.rs"]
mod trials;

use chance::Chance;
use proptest::prelude::*;
use trialsieve::patient::{self, Profile};
use trialsieve::rule::CheckedTrial;
use trialsieve::screening::{Outcome, screen};
use trialsieve::time::Zone;
use trialsieve::vocabulary::Vocabulary;
use trialsieve::watch::{Watch, Watched};

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_each_datum_the_answers_are_those_of_screening_from_scratch(seed in any::<u64>()) {
        let compared = one(seed);
        prop_assert!(compared.is_ok(), "seed {seed}: {}", compared.unwrap_err());
    }
}

/// Run with `cargo test --release --test watch -- --ignored --nocapture`; `STREAMS` says how many.
#[test]
#[ignore = "takes minutes"]
fn many_streams_are_answered_as_from_scratch() {
    let wanted: u64 = std::env::var("STREAMS").ok().and_then(|n| n.parse().ok()).unwrap_or(5_000);
    let (mut compared, mut faults) = (0, Vec::new());
    for seed in 0..wanted {
        match one(seed) {
            Ok(count) => compared += count,
            Err(fault) => faults.push(format!("seed {seed}: {fault}")),
        }
        if faults.len() >= 5 {
            break;
        }
    }
    println!("{wanted} streams, {compared} data");
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// Three trials, a patient with some data at the start, and the others one after the other.
fn one(seed: u64) -> Result<usize, String> {
    let mut chance = Chance::new(seed);
    let texts: Vec<String> = (0..3).map(|i| trials::text(&mut chance, i)).collect();
    let trials: Vec<CheckedTrial> = texts.iter().filter_map(|t| trials::checked(t)).collect();
    let text = patients::text(&mut chance);
    let Some(profile) = patient::read(&text, Vocabulary::builtin()).0 else { return Ok(0) };
    let mut moment = patients::moment(&mut chance);
    let (mut all, later) = divided(&mut chance, &profile);
    let watch = Watch::new(&trials);
    let mut watched = watch.begin(all.clone(), moment);
    agrees(&watched, &trials, &all)?;
    let mut count = 0;
    for data in later {
        moment = moment.plus_millis(*chance.one(&[0, 1, 60_000, 3_600_000, 7_200_000, 86_400_000, 30 * 86_400_000, 200 * 86_400_000]));
        join(&mut all, &data);
        let before: Vec<_> = watched.answers().verdicts().to_vec();
        let changes = watch.add(&mut watched, data, moment).map_err(|e| e.to_string())?;
        agrees(&watched, &trials, &all).map_err(|fault| format!("{fault}\n{text}\n{}", texts.join("\n")))?;
        let told: Vec<usize> = changes.iter().map(|c| c.trial).collect();
        let other: Vec<usize> = (0..before.len()).filter(|i| watched.answers().verdict(*i) != Some(before[*i])).collect();
        if told != other {
            return Err(format!("changes of {told:?} are told and not of {other:?}"));
        }
        count += 1;
    }
    Ok(count)
}

/// A part of a profile to begin with, and the rest one datum after the other.
fn divided(chance: &mut Chance, profile: &Profile) -> (Profile, Vec<Profile>) {
    let mut first = profile.clone();
    let empty = || Profile { zone: profile.zone, ..Profile::new(profile.id.clone()) };
    let mut later = Vec::new();
    let (observations, medications) = (std::mem::take(&mut first.observations), std::mem::take(&mut first.medications));
    let records = std::mem::take(&mut first.records);
    for observation in observations {
        match chance.percent(40) || observation.at.is_none() {
            true => first.observations.push(observation),
            false => later.push(Profile { observations: vec![observation], ..empty() }),
        }
    }
    for medication in medications {
        match chance.percent(40) {
            true => first.medications.push(medication),
            false => later.push(Profile { medications: vec![medication], ..empty() }),
        }
    }
    for record in records {
        match chance.percent(40) {
            true => first.records.push(record),
            false => later.push(Profile { records: vec![record], ..empty() }),
        }
    }
    if chance.percent(50) {
        let complete = std::mem::take(&mut first.complete);
        later.push(Profile { complete, ..empty() });
    }
    // Time passes without data, too.
    later.push(empty());
    for i in (1..later.len()).rev() {
        later.swap(i, chance.below(i + 1));
    }
    (first, later)
}

fn join(all: &mut Profile, data: &Profile) {
    all.observations.extend(data.observations.clone());
    all.medications.extend(data.medications.clone());
    all.records.extend(data.records.clone());
    if data.complete != patient::Complete::default() {
        all.complete = data.complete;
    }
}

fn agrees(watched: &Watched, trials: &[CheckedTrial], all: &Profile) -> Result<(), String> {
    for (place, trial) in trials.iter().enumerate() {
        let wanted = screen(trial, all, watched.moment());
        let outcomes: Vec<Outcome> = wanted.criteria.iter().map(|c| c.outcome).collect();
        if watched.answers().outcomes(place) != outcomes || watched.answers().verdict(place) != Some(wanted.verdict) {
            let found = watched.answers().outcomes(place);
            let faults: Vec<String> = wanted
                .criteria
                .iter()
                .zip(found)
                .filter(|(c, o)| c.outcome != **o)
                .map(|(c, o)| format!("{} {} is {:?} and not {o:?}: {}", trial.trial().trial, c.id, c.outcome, c.because))
                .collect();
            return Err(format!("at {}: {}", watched.moment().display(Zone::UTC), faults.join("\n")));
        }
    }
    Ok(())
}
