//! The four shipped trials are what the parser makes of their pages: no rule was written by hand.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::Path;
use trialsieve::language::{Computable, parse, parse_criterion};
use trialsieve::rule::{CriterionKind, Trial, yaml};
use trialsieve::vocabulary::Vocabulary;

const TRIALS: [&str; 4] = ["ECMO-RESCUE", "NCT05075486", "NCT06872021", "fdpicu-13"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn parsed(name: &str) -> Trial {
    let text = std::fs::read_to_string(root().join(format!("tests/pages/{name}.txt"))).unwrap();
    parse(&text, name, Vocabulary::builtin()).0
}

#[test]
fn a_shipped_trial_is_its_parsed_page() {
    for name in TRIALS {
        let mut trial = parsed(name);
        trial.inclusion.iter_mut().chain(&mut trial.exclusion).for_each(|c| c.rule.forget_places());
        let shipped = std::fs::read_to_string(root().join(format!("criteria/{name}.yaml"))).unwrap();
        assert_eq!(yaml::write(&trial).trim_end(), shipped.trim_end(), "{name}: run `trialsieve parse tests/pages/{name}.txt`");
        assert_eq!(yaml::read(&shipped).unwrap(), trial, "{name} reads back as it was written");
    }
}

#[test]
fn facts_of_the_pages() {
    for (name, id, status, updated) in [
        ("ECMO-RESCUE", "ECMO-RESCUE", "enrolling", None),
        ("NCT05075486", "NCT05075486", "withdrawn", None),
        ("NCT06872021", "NCT06872021", "not yet recruiting", Some("2025-11-18")),
        ("fdpicu-13", "fdpicu-13", "withdrawn", Some("2022-06-15")),
    ] {
        let trial = parsed(name);
        assert_eq!((trial.trial.as_str(), trial.status.as_str()), (id, status));
        assert_eq!(trial.source.and_then(|s| s.updated).as_deref(), updated, "{name}");
    }
}

#[test]
fn criteria_are_numbered_by_bullet() {
    for (name, inclusion, exclusion) in [("ECMO-RESCUE", 4, 10), ("NCT05075486", 2, 2), ("NCT06872021", 4, 10), ("fdpicu-13", 1, 3)] {
        let trial = parsed(name);
        let ids: Vec<&str> = trial.criteria().map(|(_, c)| c.id.as_str()).collect();
        let mut expected = vec!["AGE".to_owned()];
        expected.extend((1..=inclusion).map(|i| format!("I{i}")));
        expected.extend((1..=exclusion).map(|i| format!("E{i}")));
        assert_eq!(ids, expected, "{name}");
    }
}

#[test]
fn nothing_of_the_four_trials_is_left_for_review() {
    for name in TRIALS {
        for (_, criterion) in parsed(name).criteria() {
            assert!(!criterion.needs_review(), "{name} {}", criterion.id);
        }
    }
}

/// A rule, from the protocol's words, in its JSON form without places.
fn rule(text: &str, kind: CriterionKind) -> serde_json::Value {
    let mut parsed = parse_criterion(text, kind, Vocabulary::builtin());
    assert_eq!(parsed.computable, Computable::Full, "{text}");
    parsed.rule.forget_places();
    serde_json::to_value(&parsed.rule).unwrap()
}

#[test]
fn the_hardest_criteria_say_what_the_protocol_says() {
    let trial = parsed("ECMO-RESCUE");
    let text = |id: &str| trial.criteria().find(|(_, c)| c.id == id).map(|(k, c)| (c.text.clone(), k)).unwrap();
    let (i2, kind) = text("I2");
    let steady = serde_json::json!(["inotrope", "vasopressor"]);
    let expected = serde_json::json!({"lasting": {"for": "> 5 h", "rule": {"all": [
        {"finding": {"of": "ICU admission"}},
        {"finding": {"of": "septic shock"}},
        {"finding": {"of": "fluid resuscitation", "kind": "procedure"}},
        {"measure": {"of": "VIS", "is": "> 120"}},
        {"finding": {"of": "conventional therapy", "kind": "procedure"}},
        {"any": [
            {"measure": {"of": "mean arterial pressure", "is": "< 65 mmHg"}},
            {"consecutive": {"of": "lactate", "is": "> 5 mmol/L", "count": 2, "apart": ">= 30 min", "trend": "not falling", "steady": steady}},
            {"consecutive": {"of": "SvO2", "is": "< 55 %", "count": 2, "apart": ">= 30 min", "trend": "not rising", "steady": steady}},
        ]},
    ]}}});
    assert_eq!(rule(&i2, kind), expected);
    let (e3, kind) = text("E3");
    let expected = serde_json::json!({"any": [
        {"finding": {"of": "cardiac arrest", "for": "> 30 min", "before": "ECMO"}},
        {"all": [{"finding": {"of": "CPR survivor"}}, {"finding": {"of": "coma"}}]},
    ]});
    assert_eq!(rule(&e3, kind), expected);
    let (e4, kind) = text("E4");
    let expected = serde_json::json!({"any": [
        {"finding": {"of": "irreversible condition"}},
        {"lasting": {"for": "> 12 h", "rule": {"criterion": "inclusion"}}},
    ]});
    assert_eq!(rule(&e4, kind), expected);
}

/// The words of one trial must not be a condition for reading another's.
#[test]
fn other_words_for_the_same_are_read_the_same() {
    let same = [
        ("Mean arterial pressure below 65 mm Hg", "MAP < 65 mmHg"),
        ("Cardiac index (CI) < 2.2 L/min/m2 for more than 2 hours", "cardiac index < 2.2 L/min/m² (> 2 hr)"),
        ("Moderate to severe mitral regurgitation or endocarditis", "moderate-to-severe mitral insufficiency or endocarditis"),
        ("Implantation of Impella before VA-ECMO", "Impella prior to VA-ECMO"),
        ("pre-ECMO stroke", "stroke before ECMO"),
        ("Age between 40 and 60 years", "40 to 60 years of age"),
    ];
    for (a, b) in same {
        assert_eq!(rule(a, CriterionKind::Exclusion), rule(b, CriterionKind::Exclusion), "{a} / {b}");
    }
}
