//! One patient against very many trials: the engine, which tells every outcome, and the `a-tree`
//! crate, which tells the trials that match. Both hold the same made trials, both in one run, on
//! one core. `cargo run --release -- [TRIALS…]`.
//!
//! The A-Tree gets each patient's values ready: newest values that still hold, highest and lowest
//! of a look-back, conditions as yes, no or undefined; the reference works them out and nobody
//! counts that time. The engine begins with the profile. What matches must be what is eligible.

#[path = "../../../../tests/engine/chance.rs"]
#[allow(dead_code)]
mod chance;
#[path = "../../../engine/clock.rs"]
#[allow(dead_code)]
mod clock;
#[path = "../../../engine/made.rs"]
#[allow(dead_code)]
mod made;
mod questions;

use a_tree::ATree;
use chance::Chance;
use clock::{best, millis, once};
use questions::Questions;
use std::hint::black_box;
use trialsieve::engine::{Answers, Engine};
use trialsieve::patient::{self, Profile};
use trialsieve::rule::{self, CheckedTrial, yaml};
use trialsieve::screening::Verdict;
use trialsieve::vocabulary::Vocabulary;

const PATIENTS: usize = 5;

fn main() {
    let mut counts: Vec<usize> = std::env::args().skip(1).map(|n| n.parse().expect("a number of trials")).collect();
    if counts.is_empty() {
        counts = vec![1000, 10_000, 100_000];
    }
    let moment = made::now();
    let mut chance = Chance::new(5);
    let lines: Vec<String> = (0..PATIENTS).map(|i| made::patient(&mut chance, i, 1)).collect();
    let profiles: Vec<Profile> = lines.iter().map(|l| patient::read(l, Vocabulary::builtin()).0.expect("a profile")).collect();
    for count in counts {
        let mut chance = Chance::new(7);
        let checked = |text: String| rule::check(yaml::read(&text).expect("YAML"), None, Vocabulary::builtin()).0;
        let trials: Vec<CheckedTrial> = (0..count).map(|i| checked(made::trial(&mut chance, i, 1)).expect("a sound trial")).collect();

        let (mut engine, mut tree) = (None, None);
        let compiled = once(|| engine = Some(Engine::compile(&trials)));
        let engine = engine.expect("compiled");
        let mut questions = Questions::default();
        let expressions: Vec<String> = trials.iter().map(|t| questions.trial(t.trial())).collect();
        let attributes = questions.attributes();
        let built = once(|| {
            let mut all = ATree::new(&attributes).expect("distinct attributes");
            (0u64..).zip(&expressions).for_each(|(id, e)| all.insert(&id, e).unwrap_or_else(|error| panic!("{error}: {e}")));
            tree = Some(all);
        });
        let tree = tree.expect("built");
        let events: Vec<_> = profiles.iter().map(|p| questions.event(&tree, p, moment)).collect();

        let mut answers = Answers::new();
        let mut matching = 0;
        for (profile, event) in profiles.iter().zip(&events) {
            engine.screen_into(profile, moment, &mut answers);
            let ours: Vec<u64> = (0u64..).zip(answers.verdicts()).filter(|(_, v)| **v == Verdict::Eligible).map(|(id, _)| id).collect();
            let mut theirs: Vec<u64> = tree.search(event).expect("an event").matches().iter().map(|id| **id).collect();
            theirs.sort_unstable();
            theirs.dedup();
            assert_eq!(ours, theirs, "what is eligible matches");
            matching += ours.len();
        }
        let all = best(|| profiles.iter().for_each(|p| engine.screen_into(p, moment, black_box(&mut answers))));
        let matches = best(|| events.iter().for_each(|e| drop(black_box(tree.search(e).expect("an event")))));
        let each = |time| millis(time) / PATIENTS as f64;
        println!(
            "{count} trials: every outcome by the engine {:.3} ms (compiled in {:.1} s); {matching} matches of {PATIENTS} patients by a-tree {:.3} ms (built in {:.1} s): 1/{:.1}",
            each(all),
            compiled.as_secs_f64(),
            each(matches),
            built.as_secs_f64(),
            each(matches) / each(all)
        );
    }
}
