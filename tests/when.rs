//! Eligibility over time answers what screening answers at every moment: on random trials with
//! rules of every node and random patients, and through the command line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

#[path = "engine/chance.rs"]
mod chance;
#[path = "when/command.rs"]
mod command;
#[path = "engine/patients.rs"]
mod patients;
#[path = "engine/trials.rs"]
mod trials;

use chance::Chance;
use proptest::prelude::*;
use trialsieve::patient::{self, Profile};
use trialsieve::rule::CheckedTrial;
use trialsieve::screening::screen;
use trialsieve::time::{Duration, Moment, Zone};
use trialsieve::timeline::{Timeline, timeline};
use trialsieve::vocabulary::Vocabulary;

/// Moments at which each timeline is compared.
const MOMENTS: usize = 25;

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_timeline_is_what_screening_answers_at_every_moment(seed in any::<u64>()) {
        let compared = one(seed);
        prop_assert!(compared.is_ok(), "seed {seed}: {}", compared.unwrap_err());
    }
}

/// Run with `cargo test --release --test when -- --ignored --nocapture`; `LINES` says how many.
#[test]
#[ignore = "takes minutes"]
fn many_timelines_are_what_screening_answers() {
    let wanted: u64 = std::env::var("LINES").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000);
    let (mut compared, mut faults) = (0, Vec::new());
    for seed in 0..wanted {
        match one(seed) {
            Ok(count) => compared += count,
            Err(fault) => faults.push(format!("seed {seed}: {fault}")),
        }
        if faults.len() >= 8 {
            break;
        }
    }
    println!("{wanted} timelines, compared at {compared} moments");
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// Compares a random timeline with screening, at boundaries, beside them and elsewhere.
fn one(seed: u64) -> Result<usize, String> {
    let mut chance = Chance::new(seed);
    let trial_text = trials::text(&mut chance, 0);
    let Some(trial) = trials::checked(&trial_text) else { return Ok(0) };
    let text = patients::text(&mut chance);
    let Some(profile) = patient::read(&text, Vocabulary::builtin()).0 else { return Ok(0) };
    let moment = patients::moment(&mut chance);
    let until = moment.plus_millis(*chance.one(&[0, 3_600_000, 86_400_000, 40 * 86_400_000, 400 * 86_400_000]));
    let line = timeline(&trial, &profile, moment, until);
    sound(&line)?;
    let mut asked = vec![line.from, line.moment, line.until];
    for from in line.criteria.iter().flat_map(|c| &c.steps).map(|s| s.from) {
        asked.extend([from.plus_millis(-1), from, from.plus_millis(1)]);
    }
    for _ in 0..MOMENTS {
        asked.push(somewhen(&mut chance, &line, &profile));
    }
    asked.retain(|m| *m >= line.from && *m <= line.until);
    for at in &asked {
        agrees(&line, &trial, &profile, *at).map_err(|fault| format!("{fault}\n{text}\n{trial_text}"))?;
    }
    Ok(asked.len())
}

/// Anywhere, or a time of the profile with one or two of the lengths that trials ask for.
fn somewhen(chance: &mut Chance, line: &Timeline, profile: &Profile) -> Moment {
    let times: Vec<Moment> = profile
        .observations
        .iter()
        .filter_map(|o| o.at)
        .chain(profile.records.iter().flat_map(|r| [r.from, r.to]).flatten())
        .chain(profile.medications.iter().flat_map(|m| [m.from, m.to]).flatten())
        .flat_map(|w| [w.earliest, w.latest])
        .collect();
    if times.is_empty() || chance.percent(25) {
        let minutes = usize::try_from(line.until.millis_since(line.from) / 60_000).unwrap();
        return line.from.plus_millis(i64::try_from(chance.below(minutes + 1)).unwrap() * 60_000);
    }
    let mut at = *chance.one(&times);
    for _ in 0..chance.below(3) {
        let length: &str = chance.one::<&str>(trials::LENGTHS);
        at = Duration::parse(length).unwrap().after(at, Zone::UTC);
    }
    if chance.percent(15) {
        at = Moment::start_of_day(at.day(Zone::UTC).unwrap(), Zone::UTC);
    }
    at.plus_millis(*chance.one(&[0, 0, 1, -1, 2, -2, 60_000]))
}

fn agrees(line: &Timeline, trial: &CheckedTrial, profile: &Profile, at: Moment) -> Result<(), String> {
    let wanted = screen(trial, profile, at);
    let steps = line.outcomes_at(at);
    let shown = at.display(Zone::UTC);
    for (criterion, step) in wanted.criteria.iter().zip(&steps) {
        if criterion.outcome != step.outcome {
            return Err(format!(
                "at {shown} {} is {:?} and not {:?} as since {}: {}",
                criterion.id,
                criterion.outcome,
                step.outcome,
                step.from.display(Zone::UTC),
                criterion.because
            ));
        }
    }
    if steps.len() != wanted.criteria.len() || line.verdict_at(at) != Some(wanted.verdict) {
        return Err(format!("at {shown} the verdict is {:?} and not {:?}", wanted.verdict, line.verdict_at(at)));
    }
    Ok(())
}

/// Stretches follow each other without a gap, and every one says another verdict.
fn sound(line: &Timeline) -> Result<(), String> {
    let stretches = &line.stretches;
    let follows = stretches.windows(2).all(|p| p[0].to == Some(p[1].from) && p[0].from < p[1].from && p[0].verdict != p[1].verdict);
    let ends = stretches.first().map(|s| s.from) == Some(line.from) && stretches.last().is_some_and(|s| s.to.is_none() && s.from <= line.until);
    // A verdict becomes another one because some criterion does.
    let caused = stretches.iter().skip(1).all(|s| !s.changed.is_empty());
    if follows && ends && caused { Ok(()) } else { Err(format!("{stretches:?}")) }
}
