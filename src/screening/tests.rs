//! Laws of screening, on random rules and profiles; and what the answers look like.

#![allow(clippy::arithmetic_side_effects)] // of small numbers

use super::signal::Signal;
use super::span::Length;
use super::*;
use crate::Truth;
use crate::patient::{Datum, Observation, Origin, Presence, Profile, Reading, Record, RecordKind};
use crate::quantity::{Decimal, Unit};
use crate::rule::CheckedTrial;
use crate::rule::{self, yaml};
use crate::time::{Duration, DurationBound, TimeUnit, When, Zone};
use crate::vocabulary::Vocabulary;
use proptest::prelude::*;
use std::rc::Rc;

const HOUR: i64 = 3_600_000;

fn now() -> Moment {
    Moment::parse("2026-11-20T10:00:00Z").unwrap().0
}

fn trial(inclusion: &[&str], exclusion: &[&str]) -> CheckedTrial {
    let list = |side: &str, letter: char, rules: &[&str]| {
        let mut text = format!("{side}:{}\n", if rules.is_empty() { " []" } else { "" });
        for (i, rule) in rules.iter().enumerate() {
            text.push_str(&format!("- id: {letter}{}\n  text: x\n  rule: {rule}\n", i + 1));
        }
        text
    };
    let text = format!("format: 1\ntrial: X\n{}{}", list("inclusion", 'I', inclusion), list("exclusion", 'E', exclusion));
    let trial = yaml::read(&text).unwrap_or_else(|e| panic!("{e:?}\n{text}"));
    let (checked, found) = rule::check(trial, Some(&text), Vocabulary::builtin());
    checked.unwrap_or_else(|| panic!("{found:?}"))
}

fn sample(of: &str, value: Decimal, unit: &str, hours_ago: Option<i64>) -> Observation {
    Observation {
        measure: Vocabulary::builtin().measure_named(of),
        name: of.to_owned(),
        datum: Datum::Good(Reading::Number { value, unit: Unit::parse(unit).unwrap(), written_unit: unit.to_owned() }),
        at: hours_ago.map(|h| When::exactly(now().plus_millis(-h * HOUR))),
        low: None,
        high: None,
        origin: Origin { list: "observations", index: 0 },
    }
}

fn record(name: &str, presence: Presence, hours_ago: Option<i64>) -> Record {
    Record {
        concept: Vocabulary::builtin().concept(name),
        kind: RecordKind::Condition,
        presence,
        severity: None,
        from: hours_ago.map(|h| When::exactly(now().plus_millis(-h * HOUR))),
        to: None,
        origin: Origin { list: "conditions", index: 0 },
    }
}

#[test]
fn the_reason_shows_value_unit_time_and_age_of_the_datum() {
    let trial = trial(&["{measure: {of: lactate, is: '> 5 mmol/L'}}"], &[]);
    let mut profile = Profile::new("P");
    profile.observations.push(sample("lactate", Decimal::new(61, 1), "mmol/L", None));
    profile.observations[0].at = Some(When::exactly(now().plus_millis(-40 * 60_000)));
    let screening = screen(&trial, &profile, now());
    let told = &screening.criteria[0];
    assert_eq!(told.because, "lactate 6.1 mmol/L at 2026-11-20T09:20:00Z (40 min before) is > 5 mmol/L");
    assert_eq!(told.evaluation.asks, "lactate > 5 mmol/L");
    let evidence = &told.evaluation.evidence[0];
    assert_eq!((evidence.value.as_str(), evidence.unit.as_deref(), evidence.from.as_str()), ("6.1 mmol/L", Some("mmol/L"), "observations[0]"));
    let later = screen(&trial, &profile, now().plus_millis(72 * HOUR));
    assert_eq!(later.criteria[0].because, "lactate 6.1 mmol/L is 3 d old, it holds for 24 h");
    assert_eq!(screen(&trial, &Profile::new("P"), now()).criteria[0].because, "lactate is not recorded");
}

/// The reason of a rule for a profile as JSON; `@` in it is an hour before the moment.
fn because(rule: &str, profile: &str) -> String {
    let profile = profile.replace('@', "2026-11-20T09:00:00Z");
    let (profile, told) = crate::patient::read(&profile, Vocabulary::builtin());
    let profile = profile.unwrap_or_else(|| panic!("{told:?}"));
    screen(&trial(&[rule], &[]), &profile, now()).criteria[0].because.clone()
}

#[test]
fn reasons_say_what_is_so() {
    for (rule, profile, words) in [
        (
            "{measure: {of: lactate, is: '> 5 mmol/L'}}",
            r#"{"id": "P", "labs": {"lactate": "6 mmHg"}}"#,
            "lactate 6 mmHg: the unit mmHg does not fit lactate",
        ),
        (
            "{finding: {of: IABP, before: sepsis}}",
            r#"{"id": "P", "procedures": [{"name": "IABP", "from": "2026-11-20T08:00:00Z"}], "conditions": [{"name": "sepsis", "status": "suspected", "from": "@"}]}"#,
            "IABP is done since 2026-11-20T08:00:00Z (2 h before); sepsis is suspected since 2026-11-20T09:00:00Z (60 min before), not confirmed",
        ),
        (
            "{finding: {of: discharge, after: PICU admission, kind: event}}",
            r#"{"id": "P", "findings": {"PICU admission": {"value": true, "from": "@"}, "discharge": {"value": true, "from": "2026-11-20T09:30:00Z"}}}"#,
            "discharge is present since 2026-11-20T09:30:00Z (30 min before); PICU admission is present since 2026-11-20T09:00:00Z (60 min before)",
        ),
        ("{finding: {of: IABP}}", r#"{"id": "P", "procedures": [{"name": "IABP", "status": "planned"}]}"#, "IABP is planned, no more than that"),
        (
            "{finding: {of: planned surgery, within: 30 days, ahead: true}}",
            r#"{"id": "P", "findings": {"scheduled for surgery": true}}"#,
            "a person has to judge: scheduled for surgery within the next 30 days",
        ),
        ("{measure: {of: age, is: '< 3 months'}}", r#"{"id": "P", "age": "1 month"}"#, "age 1 month is < 3 months"),
        ("{measure: {of: age, is: '< 3 h'}}", r#"{"id": "P", "birth_date": "2026-11-20T09:30:00Z"}"#, "age 0 h is < 3 h"),
    ] {
        assert_eq!(because(rule, profile), words, "{rule}");
    }
    let severe = because("{finding: {of: severe hemorrhage}}", r#"{"id": "P", "conditions": [{"name": "severe hemorrhage", "severity": "severe"}]}"#);
    assert_eq!(severe.matches("severe").count(), 1, "{severe}");
    let lasting = because("{finding: {of: sepsis, for: 1 h}}", r#"{"id": "P", "conditions": ["sepsis"]}"#);
    assert!(!lasting.contains("0 s before"), "{lasting}");
}

#[test]
fn a_time_to_come_is_never_looked_for_in_the_past() {
    let truth = |rule: &str, findings: &str| {
        let profile = format!(r#"{{"id": "P", "as_of": "2026-11-20T10:00:00Z", "findings": {findings}}}"#);
        let profile = crate::patient::read(&profile, Vocabulary::builtin()).0.unwrap();
        screen(&trial(&[rule], &[]), &profile, now()).criteria[0].evaluation.truth
    };
    let plan = "{finding: {of: planned surgery, within: 30 days, ahead: true}}";
    // With a plan nobody knows when; without one there is nothing to wait for.
    assert_eq!(truth(plan, r#"{"planned surgery": true}"#), Truth::Unknown);
    assert_eq!(truth(plan, r#"{"planned surgery": false}"#), Truth::False);
    assert_eq!(truth(plan, "{}"), Truth::Unknown);
    // Nobody is dead yet; that says nothing of the days to come.
    let death = "{finding: {of: death, within: 30 days, ahead: true}}";
    assert_eq!(truth(death, r#"{"death": false}"#), Truth::Unknown);
}

#[test]
fn a_conflict_shows_both() {
    let trial = trial(&["{measure: {of: lactate, is: '> 5 mmol/L'}}", "{finding: {of: sepsis}}"], &[]);
    let mut profile = Profile::new("P");
    profile.observations.push(sample("lactate", Decimal::from(6), "mmol/L", Some(1)));
    profile.observations.push(sample("lactate", Decimal::from(7), "mmol/L", Some(1)));
    profile.records.push(record("sepsis", Presence::Present, None));
    profile.records.push(record("sepsis", Presence::Absent, None));
    let screening = screen(&trial, &profile, now());
    for words in ["6 mmol/L", "7 mmol/L", "contradict"] {
        assert!(screening.criteria[0].because.contains(words), "{}", screening.criteria[0].because);
    }
    for words in ["present", "absent", "contradict"] {
        assert!(screening.criteria[1].because.contains(words), "{}", screening.criteria[1].because);
    }
    assert_eq!(screening.verdict, Verdict::Undetermined);
}

#[test]
fn needs_are_only_what_could_still_change_an_outcome() {
    let trial = trial(
        &["{any: [{finding: {of: sepsis}}, {finding: {of: pneumonia}}]}", "{all: [{finding: {of: sepsis}}, {finding: {of: stroke}}]}"],
        &[
            "{all: [{finding: {of: asthma}}, {finding: {of: stroke}}]}",
            "{any: [{finding: {of: pregnancy}}, {measure: {of: serum lactate, is: '> 5 mmol/L'}}]}",
        ],
    );
    let mut profile = Profile::new("P");
    profile.records.push(record("sepsis", Presence::Present, None));
    profile.records.push(record("asthma", Presence::Absent, None));
    let screening = screen(&trial, &profile, now());
    let needs: Vec<(&str, Vec<&str>)> = screening.needs().into_iter().map(|n| (n.of, n.criteria)).collect();
    assert_eq!(needs, [("stroke", vec!["I2"]), ("pregnancy", vec!["E2"]), ("lactate", vec!["E2"])]);
    let outcomes: Vec<Outcome> = screening.criteria.iter().map(|c| c.outcome).collect();
    assert_eq!(outcomes, [Outcome::Pass, Outcome::Unknown, Outcome::Pass, Outcome::Unknown]);
}

#[test]
fn an_exclusion_that_is_true_outweighs_everything() {
    let trial = trial(&["{finding: {of: stroke}}"], &["{finding: {of: sepsis}}"]);
    let mut profile = Profile::new("P");
    assert_eq!(screen(&trial, &profile, now()).verdict, Verdict::Undetermined);
    profile.records.push(record("sepsis", Presence::Present, None));
    assert_eq!(screen(&trial, &profile, now()).verdict, Verdict::Ineligible);
    profile.records[0].presence = Presence::Absent;
    profile.records.push(record("stroke", Presence::Present, None));
    assert_eq!(screen(&trial, &profile, now()).verdict, Verdict::Eligible);
}

#[test]
fn a_reference_is_the_other_rule_and_lasts_like_it() {
    let trial = trial(
        &["{finding: {of: sepsis}}", "{finding: {of: pneumonia}}"],
        &["{lasting: {for: '> 12 h', rule: {criterion: inclusion}}}", "{criterion: I2}", "{not: {criterion: E1}}"],
    );
    let mut profile = Profile::new("P");
    profile.records.push(record("sepsis", Presence::Present, Some(20)));
    profile.records.push(record("pneumonia", Presence::Present, Some(13)));
    let truths = |p: &Profile| screen(&trial, p, now()).criteria.iter().map(|c| c.evaluation.truth).collect::<Vec<_>>();
    assert_eq!(truths(&profile), [Truth::True, Truth::True, Truth::True, Truth::True, Truth::False]);
    profile.records[1].from = Some(When::exactly(now().plus_millis(-12 * HOUR)));
    assert_eq!(truths(&profile), [Truth::True, Truth::True, Truth::False, Truth::True, Truth::True]);
    profile.records.remove(0);
    assert_eq!(truths(&profile), [Truth::Unknown, Truth::True, Truth::False, Truth::True, Truth::True]);
}

#[test]
fn a_long_stay_is_screened_in_no_time() {
    let trial = trial(
        &[
            "{lasting: {for: '> 24 h', rule: {any: [{measure: {of: MAP, is: '< 65 mmHg', take: lowest, within: 6 h}}, {measure: {of: MAP, is: '< 60 mmHg', for: '30 min'}}]}}}",
            "{lasting: {for: '3 d', rule: {lasting: {for: '1 d', rule: {measure: {of: MAP, is: '< 65 mmHg'}}}}}}",
        ],
        &[],
    );
    let mut profile = Profile::new("P");
    for hour in 0..1000 {
        profile.observations.push(sample("MAP", Decimal::from(60 + (hour * 7) % 9), "mm[Hg]", Some(hour)));
    }
    let screening = screen(&trial, &profile, now());
    assert_eq!(screening.criteria.len(), 2);
}

const RULES: &[&str] = &[
    "{measure: {of: lactate, is: '> 5 mmol/L'}}",
    "{measure: {of: lactate, is: '2 to 6 mmol/L', take: any, within: 12 h}}",
    "{measure: {of: lactate, is: '>= 45.04 mg/dL', take: mean, within: 12 h}}",
    "{measure: {of: lactate, is: '> 4 mmol/L', for: 3 h}}",
    "{consecutive: {of: lactate, is: '> 3 mmol/L', count: 2, apart: 2 h, trend: not falling}}",
    "{trend: {of: lactate, is: rising, within: 12 h}}",
    "{finding: {of: sepsis}}",
    "{finding: {of: septic shock, for: 4 h}}",
    "{finding: {of: sepsis, before: pneumonia}}",
    "{lasting: {for: 2 h, rule: {any: [{finding: {of: sepsis}}, {measure: {of: lactate, is: '> 5 mmol/L'}}]}}}",
    "{any: [{finding: {of: sepsis}}, {not: {finding: {of: pneumonia}}}]}",
    "{finding: {of: shock, ever: true}}",
];

prop_compose! {
    fn any_sample()(value in 1i64..9, ago in prop_oneof![Just(None), (0i64..14).prop_map(Some)], mg in any::<bool>()) -> Observation {
        // 9.008 mg/dL is exactly 1 mmol/L.
        if mg { sample("lactate", Decimal::new(value * 9008, 3), "mg/dL", ago) } else { sample("lactate", Decimal::from(value), "mmol/L", ago) }
    }
}

prop_compose! {
    fn any_record()(name in prop_oneof![Just("sepsis"), Just("septic shock"), Just("pneumonia"), Just("shock")],
                    presence in prop_oneof![Just(Presence::Present), Just(Presence::Absent), Just(Presence::Suspected), Just(Presence::Resolved)],
                    ago in prop_oneof![Just(None), (0i64..14).prop_map(Some)]) -> Record {
        record(name, presence, ago)
    }
}

prop_compose! {
    fn any_profile()(observations in prop::collection::vec(any_sample(), 0..7), records in prop::collection::vec(any_record(), 0..5)) -> Profile {
        let mut profile = Profile::new("P");
        profile.observations = observations;
        profile.records = records;
        profile
    }
}

fn truths(trial: &CheckedTrial, profile: &Profile) -> Vec<Truth> {
    screen(trial, profile, now()).criteria.iter().map(|c| c.evaluation.truth).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn order_and_duplicates_never_change_a_truth(profile in any_profile(), seed in any::<u64>()) {
        let trial = trial(RULES, &[]);
        let mut other = profile.clone();
        let turn = |n: usize| if n == 0 { 0 } else { usize::try_from(seed % 7).unwrap() % n };
        let (a, b) = (turn(other.observations.len()), turn(other.records.len()));
        other.observations.rotate_left(a);
        other.records.rotate_left(b);
        let (again, more) = (other.observations.first().cloned(), other.records.first().cloned());
        other.observations.extend(again);
        other.records.extend(more);
        prop_assert_eq!(truths(&trial, &profile), truths(&trial, &other));
    }

    #[test]
    fn spelling_of_units_never_changes_a_truth(profile in any_profile()) {
        let trial = trial(RULES, &[]);
        let mut other = profile.clone();
        for o in &mut other.observations {
            if let Datum::Good(Reading::Number { value, unit, .. }) = &o.datum
                && unit.ucum() == "mmol/L"
            {
                let mut new = sample("lactate", *value * Decimal::new(9008, 3), "mg/dL", None);
                new.at = o.at;
                *o = new;
            }
        }
        prop_assert_eq!(truths(&trial, &profile), truths(&trial, &other));
    }

    #[test]
    fn kleene_laws_hold_of_rules(profile in any_profile(), i in 0..RULES.len(), j in 0..RULES.len()) {
        let (a, b) = (RULES[i], RULES[j]);
        let both = format!("{{all: [{a}, {b}]}}");
        let neither = format!("{{not: {{any: [{{not: {a}}}, {{not: {b}}}]}}}}");
        let twice = format!("{{not: {{not: {a}}}}}");
        let one = format!("{{at_least: {{count: 1, of: [{a}, {b}]}}}}");
        let any = format!("{{any: [{b}, {a}]}}");
        let trial = trial(&[a, &twice, &both, &neither, &one, &any], &[]);
        let t = truths(&trial, &profile);
        prop_assert_eq!(t[0], t[1]);
        prop_assert_eq!(t[2], t[3]);
        prop_assert_eq!(t[4], t[5]);
    }

    #[test]
    fn every_unknown_has_a_reason_and_no_known_one_has(profile in any_profile()) {
        let screening = screen(&trial(RULES, &[]), &profile, now());
        for criterion in &screening.criteria {
            let told = &criterion.evaluation;
            prop_assert_eq!(told.truth.is_unknown(), told.reason.is_some());
            prop_assert!(!told.because.is_empty());
            prop_assert!(!told.truth.is_unknown() || !told.needs.is_empty(), "{} {}", told.asks, told.because);
        }
    }

    #[test]
    fn what_is_learned_of_something_unrecorded_never_turns_true_into_false(profile in any_profile(), added in any_record()) {
        // Rules about the moment, without exceptions to what an absent record says.
        let trial = trial(&["{finding: {of: sepsis}}", "{any: [{finding: {of: pneumonia}}, {finding: {of: stroke}}]}", "{all: [{finding: {of: sepsis}}, {not: {finding: {of: stroke}}}]}"], &[]);
        let mut more = profile.clone();
        let mut stroke = added;
        stroke.concept = Vocabulary::builtin().concept("stroke");
        more.records.push(stroke);
        for (before, after) in truths(&trial, &profile).into_iter().zip(truths(&trial, &more)) {
            prop_assert!(before.is_unknown() || before == after);
        }
    }

    #[test]
    fn lasting_is_what_it_says_on_every_signal(
        steps in prop::collection::vec((0i64..60, prop_oneof![Just(Truth::False), Just(Truth::Unknown), Just(Truth::True)]), 1..9),
        amount in 1i64..20,
        op in prop_oneof![Just(""), Just(">= "), Just("> "), Just("< "), Just("<= ")],
    ) {
        let at = |ms: i64| Moment::from_millis(ms);
        let truth = |ms: i64| steps.iter().filter(|(s, _)| *s <= ms).max_by_key(|(s, _)| *s).map_or(Truth::Unknown, |(_, t)| *t);
        let changes = steps.iter().map(|(s, _)| at(*s)).collect();
        // In milliseconds: two thousandths of a second are `0.002 s`.
        let bound = DurationBound::parse(&format!("{op}{} s", Decimal::new(amount, 3))).unwrap();
        let length = Length::new(bound, Zone::UTC);
        let signal = Signal::sampled(at(-25), at(60), changes, |m| truth(m.millis()));
        let lasting = signal.lasting(&length, at(0), at(60));
        for t in 0..=60 {
            let throughout = |extra: i64| Truth::all((t - amount - extra..=t).map(truth));
            let expected = match op {
                "> " => throughout(1),
                "< " => truth(t).and(throughout(0).not()),
                "<= " => truth(t).and(throughout(1).not()),
                _ => throughout(0),
            };
            prop_assert_eq!(lasting.at(at(t)), expected, "at {}", t);
        }
    }

    #[test]
    fn a_lasting_rule_is_the_rule_at_every_minute(profile in any_profile(), i in 0..RULES.len(), hours in 1i64..6) {
        let rule = RULES[i];
        let lasting = format!("{{lasting: {{for: '{hours} h', rule: {rule}}}}}");
        let trial = trial(&[rule, &lasting], &[]);
        let chart = Chart::new(&trial, &profile, now());
        let screener = Screener::new(&trial, Rc::new(chart));
        let plain = &trial.criteria()[0].rule;
        let length = Duration::new(Decimal::from(hours), TimeUnit::Hour);
        let begin = length.before(now(), Zone::UTC);
        // Everything in these profiles happens on the hour; a millisecond beside it, and the
        // middle of the hour, are where it shows.
        let mut moments = vec![begin, now()];
        for hour in 0..=hours {
            for beside in [-1, 0, 1, HOUR / 2] {
                let moment = begin.plus_millis(hour * HOUR + beside);
                if moment >= begin && moment <= now() {
                    moments.push(moment);
                }
            }
        }
        let expected = Truth::all(moments.into_iter().map(|m| screener.explain(plain, m).truth));
        prop_assert_eq!(screener.explain(&trial.criteria()[1].rule, now()).truth, expected);
    }
}
