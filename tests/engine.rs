//! The compiled engine answers what the reference answers: on random trials with rules of every
//! node, and random patients whose data are missing, stale, conflicting, imprecise or in doubt.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

#[path = "engine/chance.rs"]
mod chance;
#[path = "engine/patients.rs"]
mod patients;
#[path = "engine/plain.rs"]
mod plain;
#[path = "engine/trials.rs"]
mod trials;

use chance::Chance;
use proptest::prelude::*;
use std::collections::HashMap;
use std::fmt::Write;
use trialsieve::engine::{Answers, Engine, Round};
use trialsieve::patient::{self, Profile, Readings};
use trialsieve::rule::{self, CheckedTrial, yaml};
use trialsieve::screening::{Outcome, Verdict, screen};
use trialsieve::time::Moment;
use trialsieve::vocabulary::Vocabulary;

/// Trials compiled together, and patients asked of each engine.
const TRIALS: usize = 6;
const PATIENTS: usize = 8;
/// Patients asked of each engine in the long run: making trials takes longer than asking.
const MANY_PATIENTS: usize = 40;

#[test]
fn an_engine_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Engine>();
    shared::<Answers>();
}

#[test]
fn an_engine_without_trials_answers_nothing() {
    let engine = Engine::compile(&[]);
    let answers = engine.screen(&Profile::new("P1"), Moment::from_millis(0));
    assert!(engine.is_empty() && answers.verdicts().is_empty());
    assert_eq!(answers.verdict(0), None);
    assert_eq!(answers.outcomes(0), []);
}

#[test]
fn trials_of_another_vocabulary_are_answered_too() {
    let vocabulary = Vocabulary::builtin();
    let mut row = vocabulary.finding(vocabulary.finding_named("pneumonia").unwrap()).unwrap().clone();
    row.synonyms = vec!["wibbling".into()].into();
    let own = Vocabulary::builtin().clone().with_finding(row);
    let text = "format: 1\ntrial: X\nexclusion:\n- id: E1\n  text: x\n  rule: {finding: {of: pneumonia}}\n";
    let both: Vec<CheckedTrial> = [vocabulary, &own].into_iter().map(|v| rule::check(yaml::read(text).unwrap(), Some(text), v).0.unwrap()).collect();
    let (profile, _) = patient::read(r#"{"id": "P1", "conditions": ["wibbling"]}"#, &own);
    let answers = Engine::compile(&both).screen(&profile.unwrap(), Moment::from_millis(0));
    assert_eq!(answers.outcomes(1), [Outcome::Fail]);
    assert_eq!(answers.verdict(1), Some(Verdict::Ineligible));
}

#[test]
fn distinct_questions_stand_once() {
    let rule = |text: &str| trials::checked(&format!("format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {text}\n")).unwrap();
    let same = [
        rule("{measure: {of: lactate, is: '> 5 mmol/L'}}"),
        rule("{not: {measure: {of: lactic acid, is: '> 5.0 mmol per liter'}}}"),
        rule("{any: [{finding: {of: septic shock}}, {measure: {of: lactate, is: '> 5 mmol/L'}}]}"),
        rule("{finding: {of: septic shock, kind: condition}}"),
    ];
    assert_eq!(Engine::compile(&same).questions(), 2);
    let other = [rule("{measure: {of: lactate, is: '> 5 mmol/L'}}"), rule("{measure: {of: lactate, is: '>= 5 mmol/L'}}")];
    assert_eq!(Engine::compile(&other).questions(), 2);
}

#[test]
fn that_nobody_is_dead_says_nothing_of_the_time_to_come() {
    let rule = |name: &str| format!("- id: {name}\n  text: x\n  rule: {{finding: {{of: {name}, kind: condition, within: 6 months, ahead: true}}}}\n");
    let trial =
        trials::checked(&format!("format: 1\ntrial: X\ninclusion:\n{}{}", rule("death"), rule("planned pregnancy").replace("id: planned", "id: P")));
    let (profile, _) = patient::read(r#"{"id": "P1", "conditions": [], "complete": ["conditions"]}"#, Vocabulary::builtin());
    let answers = Engine::compile(&[trial.unwrap()]).screen(&profile.unwrap(), Moment::from_millis(0));
    assert_eq!(answers.outcomes(0), [Outcome::Unknown, Outcome::Fail]);
}

#[test]
fn every_patient_and_trial_of_the_project_is_answered_alike() {
    let trials: Vec<CheckedTrial> =
        files("criteria", ".yaml").iter().filter(|(n, _)| !n.contains(".test.")).filter_map(|(_, t)| trials::checked(t)).collect();
    let engine = Engine::compile(&trials);
    let patients = files("tests/patients", ".json");
    assert!(trials.len() >= 4 && patients.len() >= 15);
    for (name, text) in patients {
        let Some(profile) = patient::read(&text, Vocabulary::builtin()).0 else { continue };
        let Some(asked) = profile.as_of.or(profile.newest()) else { continue };
        for hours in [-48, -6, -1, 0, 1, 12, 100] {
            let moment = asked.plus_millis(hours * 3_600_000);
            let faults = disagreements(&engine, &trials, &profile, moment);
            assert!(faults.is_empty(), "{name}: {faults}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn profiles_are_read_alike_whatever_was_read_before(seed in any::<u64>()) {
        let (mut chance, mut readings) = (Chance::new(seed), Readings::new(Vocabulary::builtin()));
        for _ in 0..20 {
            let text = patients::text(&mut chance);
            prop_assert!(readings.read(&text) == patient::read(&text, Vocabulary::builtin()), "{}", text);
        }
    }

    #[test]
    fn what_is_hardly_plain_is_read_as_the_full_reader_reads_it(seed in any::<u64>()) {
        let mut chance = Chance::new(seed);
        let engine = Engine::compile(&(0..TRIALS).filter_map(|i| trials::checked(&trials::text(&mut chance, i))).collect::<Vec<_>>());
        let (mut round, mut readings) = (Round::new(&engine), Readings::new(Vocabulary::builtin()));
        for _ in 0..Round::MOST {
            let text = spoilt(&plain::plain(&mut chance), &mut chance);
            let moment = patients::moment(&mut chance);
            round.clear();
            let Some(warnings) = round.plain(&text, Some(moment), false) else { continue };
            let (profile, notes) = readings.read(&text);
            prop_assert!(profile.is_some() && notes.len() == warnings, "{}: {:?}", text, notes);
            let (profile, mut found) = (profile.unwrap(), Answers::new());
            round.screen();
            round.answers(0, &mut found);
            let wanted = engine.screen(&profile, moment);
            prop_assert!(round.patient(0) == profile.id && wanted.verdicts() == found.verdicts(), "{}", text);
            for trial in 0..engine.len() {
                prop_assert_eq!(wanted.outcomes(trial), found.outcomes(trial), "{}", text);
            }
        }
    }

    #[test]
    fn the_engine_agrees_with_the_reference(seed in any::<u64>()) {
        let mut readings = Readings::new(Vocabulary::builtin());
        let seen = batch(seed, PATIENTS, &mut readings, &mut Tally::default());
        prop_assert!(seen.is_ok(), "seed {seed}: {}", seen.unwrap_err());
    }
}

/// Run with `cargo test --release --test engine -- --ignored --nocapture`; `PAIRS` says how many.
#[test]
#[ignore = "takes minutes"]
fn a_million_pairs_agree() {
    let wanted: usize = std::env::var("PAIRS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let first: u64 = std::env::var("SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let begun = std::time::Instant::now();
    let (mut tally, mut faults, mut told) = (Tally::default(), Vec::new(), 0);
    let mut readings = Readings::new(Vocabulary::builtin());
    for seed in first.. {
        if tally.pairs >= wanted || faults.len() >= 10 {
            break;
        }
        if tally.pairs / 100_000 > told {
            told = tally.pairs / 100_000;
            println!("{} pairs after {:.0?}", tally.pairs, begun.elapsed());
        }
        if let Err(fault) = batch(seed, MANY_PATIENTS, &mut readings, &mut tally) {
            faults.push(format!("seed {seed}: {fault}"));
        }
    }
    println!("{} patients in the plain form", tally.plain);
    println!("{} pairs, {} outcomes in {:.0?}: {:?}; {:?}", tally.pairs, tally.outcomes, begun.elapsed(), tally.by_outcome, tally.by_verdict);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What has been compared.
#[derive(Default)]
struct Tally {
    pairs: usize,
    /// Patients whose profile was read the fast way.
    plain: usize,
    outcomes: usize,
    by_outcome: HashMap<Outcome, usize>,
    by_verdict: HashMap<Verdict, usize>,
}

/// Some trials against some patients.
fn batch(seed: u64, patients: usize, readings: &mut Readings<'_>, tally: &mut Tally) -> Result<(), String> {
    let mut chance = Chance::new(seed);
    let texts: Vec<String> = (0..TRIALS).map(|i| trials::text(&mut chance, i)).collect();
    let trials: Vec<(CheckedTrial, String)> = texts.into_iter().filter_map(|t| Some((trials::checked(&t)?, t))).collect();
    let (trials, texts): (Vec<CheckedTrial>, Vec<String>) = trials.into_iter().unzip();
    let engine = Engine::compile(&trials);
    let (mut answers, mut round) = (Answers::new(), Round::new(&engine));
    let mut expected: Vec<(Answers, String)> = Vec::new();
    for number in 0..patients {
        let text = if number % 2 == 0 { plain::plain(&mut chance) } else { patients::text(&mut chance) };
        let (profile, notes) = readings.read(&text);
        let Some(profile) = profile else {
            // A birth after everything else is refused, and rightly.
            if notes.iter().filter(|n| n.is_error()).all(|n| n.path.as_deref() == Some("birth_date")) {
                continue;
            }
            return Err(format!("no profile: {notes:?}\n{text}"));
        };
        let moment = patients::moment(&mut chance);
        // The same answers whether there were others before.
        engine.screen_into(&profile, moment, &mut answers);
        match round.plain(&text, Some(moment), false) {
            Some(warnings) if warnings != notes.len() => return Err(format!("{warnings} warnings and not {}: {notes:?}\n{text}", notes.len())),
            Some(_) => tally.plain += 1,
            None => round.add(&profile, moment),
        }
        expected.push((answers.clone(), format!("at {}\n{text}", moment.millis())));
        for (place, trial) in trials.iter().enumerate() {
            let wanted = screen(trial, &profile, moment);
            let outcomes: Vec<Outcome> = wanted.criteria.iter().map(|c| c.outcome).collect();
            if answers.outcomes(place) != outcomes || answers.verdict(place) != Some(wanted.verdict) {
                let found = answers.outcomes(place);
                let mut fault = format!("at {}\n{text}\n{}\n", moment.millis(), texts[place]);
                for (criterion, outcome) in wanted.criteria.iter().zip(found).filter(|(c, o)| c.outcome != **o) {
                    let _ = writeln!(fault, "{} is {:?} and not {outcome:?}: {}", criterion.id, criterion.outcome, criterion.because);
                }
                return Err(fault);
            }
            tally.pairs += 1;
            tally.outcomes += outcomes.len();
            *tally.by_verdict.entry(wanted.verdict).or_default() += 1;
            for outcome in outcomes {
                *tally.by_outcome.entry(outcome).or_default() += 1;
            }
        }
    }
    round.screen();
    side_by_side(&round, &expected, &texts)
}

/// A text with a slip or two: a character lost, doubled, changed, or a piece of it said again.
fn spoilt(text: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..1 + chance.below(2) {
        let place = chance.below(letters.len());
        match chance.below(5) {
            0 => drop(letters.remove(place)),
            1 => letters.insert(place, letters[place]),
            2 | 3 => letters[place] = *chance.one(&['0', '9', '-', '.', 'e', '"', ',', ' ', 'x', '\\', '/', '{', ']', '\u{a0}', 'µ']),
            _ => {
                let end = (place + 1 + chance.below(40)).min(letters.len());
                let piece: Vec<char> = letters[place..end].to_vec();
                letters.splice(end..end, piece);
            }
        }
    }
    letters.into_iter().collect()
}

/// Whether patients in a round are answered as each alone.
fn side_by_side(round: &Round<'_>, expected: &[(Answers, String)], texts: &[String]) -> Result<(), String> {
    let mut one = Answers::new();
    for (place, (wanted, patient)) in expected.iter().enumerate() {
        round.answers(place, &mut one);
        for (trial, text) in texts.iter().enumerate() {
            let found: Vec<Outcome> = round.outcomes(place, trial).collect();
            let alike = found == wanted.outcomes(trial) && found == one.outcomes(trial);
            if !alike || round.verdict(place, trial) != wanted.verdict(trial) || one.verdict(trial) != wanted.verdict(trial) {
                return Err(format!("in a round {found:?} and not {:?}: {patient}\n{text}", wanted.outcomes(trial)));
            }
        }
    }
    Ok(())
}

fn disagreements(engine: &Engine, trials: &[CheckedTrial], profile: &Profile, moment: Moment) -> String {
    let answers = engine.screen(profile, moment);
    let mut faults = String::new();
    for (place, trial) in trials.iter().enumerate() {
        let wanted = screen(trial, profile, moment);
        for (criterion, found) in wanted.criteria.iter().zip(answers.outcomes(place)).filter(|(c, o)| c.outcome != **o) {
            let _ = writeln!(faults, "{} {} {found:?}: {:?} {}", trial.trial().trial, criterion.id, criterion.outcome, criterion.because);
        }
        assert_eq!(answers.outcomes(place).len(), wanted.criteria.len());
        assert!(!faults.is_empty() || answers.verdict(place) == Some(wanted.verdict));
    }
    faults
}

fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let wanted = entries.filter(|p| p.to_string_lossy().ends_with(ending));
    let mut found: Vec<(String, String)> = wanted.map(|p| (p.display().to_string(), std::fs::read_to_string(&p).unwrap())).collect();
    found.sort();
    found
}
