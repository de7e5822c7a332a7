//! Wordings and their rules.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects, missing_docs)]

use proptest::prelude::*;
use serde::Deserialize;
use trialsieve::language::{Computable, parse, parse_criterion};
use trialsieve::rule::{CriterionKind, Rule};
use trialsieve::vocabulary::Vocabulary;

#[path = "language/coverage.rs"]
mod coverage;
#[path = "language/denial.rs"]
mod denial;
#[path = "language/lists.rs"]
mod lists;
#[path = "language/printing.rs"]
mod printing;
mod rules;
#[path = "language/sound.rs"]
mod sound;

#[derive(Deserialize)]
struct Wording {
    text: String,
    #[serde(default)]
    kind: String,
    rule: Option<Rule>,
    #[serde(default)]
    computable: String,
}

impl Wording {
    fn section(&self) -> CriterionKind {
        if self.kind == "exclusion" { CriterionKind::Exclusion } else { CriterionKind::Inclusion }
    }
}

/// The wordings of all files.
fn wordings() -> Vec<Wording> {
    let mut files: Vec<_> =
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/language/wordings")).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let texts = files.iter().map(|f| std::fs::read_to_string(f).unwrap());
    texts.flat_map(|t| serde_yaml::from_str::<Vec<Wording>>(&t).unwrap()).collect()
}

#[test]
fn wordings_say_what_their_rules_say() {
    let wordings = wordings();
    let mut wrong = String::new();
    for wording in &wordings {
        let mut parsed = parse_criterion(&wording.text, wording.section(), Vocabulary::builtin());
        parsed.rule.forget_places();
        let show = |r: &Rule| serde_json::to_string(r).unwrap();
        if let Some(rule) = wording.rule.as_ref().filter(|r| **r != parsed.rule) {
            wrong.push_str(&format!("{}\n  says {}\n  read {}\n", wording.text, show(rule), show(&parsed.rule)));
        }
        if wording.computable == "partial" && parsed.computable == Computable::Full {
            wrong.push_str(&format!("{}\n  has a part for a person, read {}\n", wording.text, show(&parsed.rule)));
        }
    }
    assert!(wordings.len() > 20 && wrong.is_empty(), "\n{wrong}");
}

#[test]
fn places_are_the_characters_of_the_text() {
    let text = "Âge ≥ 18 years; lactate > 5 mmol/L";
    let rule = parse_criterion(text, CriterionKind::Inclusion, Vocabulary::builtin()).rule;
    let chars: Vec<char> = text.chars().collect();
    let mut seen = Vec::new();
    rule.walk(&mut |r| {
        if let (true, Some(at)) = (r.children().is_empty(), r.at) {
            seen.push(chars[at.start..at.end].iter().collect::<String>());
        }
    });
    assert!(seen.contains(&"lactate > 5 mmol/L".to_owned()), "{seen:?}");
}

#[test]
fn a_keyword_is_a_whole_word() {
    // "NOT(hing)", "OR(al)", "AND(rogen)", "NO(dule)": the beginning of a word is no keyword.
    for text in ["nothing", "oral candidiasis", "androgen", "nodule", "withinness", "forearm fracture"] {
        let rule = parse_criterion(text, CriterionKind::Inclusion, Vocabulary::builtin()).rule;
        assert!(rule.children().is_empty(), "{text}: {rule:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// No text, however broken, stops the parser, and every place it names is in the text.
    #[test]
    fn no_text_stops_the_parser(text in "\\PC{0,120}") {
        let rule = parse_criterion(&text, CriterionKind::Exclusion, Vocabulary::builtin()).rule;
        let length = text.chars().count();
        let mut inside = true;
        rule.walk(&mut |r| inside &= r.at.is_none_or(|at| at.start <= at.end && at.end <= length));
        prop_assert!(inside);
        let _ = parse(&text, "x", Vocabulary::builtin());
    }

    /// Words of criteria in any order, with brackets that do not match.
    #[test]
    fn spliced_wordings_pass_through(parts in proptest::collection::vec(proptest::sample::select(vec![
        "age", ">", "18", "years", "or", "and", "(", ")", "no", "history of", "within", "6 months", "before", "at least one of the following:",
        "(1)", ";", "(2)", "lactate", "5 mmol/L", ",", "such as", "sepsis", "except", ".", "severe", "defined as", "between", "two consecutive", "steady doses of",
    ]), 0..40)) {
        let text = parts.join(" ");
        let _ = parse_criterion(&text, CriterionKind::Inclusion, Vocabulary::builtin());
    }
}

#[test]
fn deep_brackets_are_read_in_linear_time() {
    for depth in [10usize, 100, 1000] {
        let text = format!("{}sepsis{}", "(".repeat(depth), ")".repeat(depth));
        let _ = parse_criterion(&text, CriterionKind::Inclusion, Vocabulary::builtin());
    }
}
