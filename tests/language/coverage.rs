//! Coverage: every character that is not blank is understood, filler, or for review.

use super::wordings;
use proptest::prelude::*;
use trialsieve::language::{Computable, Understanding, parse, parse_criterion, read};
use trialsieve::rule::CriterionKind;
use trialsieve::vocabulary::Vocabulary;

/// What is wrong with the coverage of a text, if anything.
fn fault(text: &str) -> Option<String> {
    for kind in [CriterionKind::Inclusion, CriterionKind::Exclusion] {
        let parsed = parse_criterion(text, kind, Vocabulary::builtin());
        let written = text.chars().filter(|c| !c.is_whitespace()).count();
        if parsed.coverage.total() != written {
            return Some(format!("{text:?}: {:?} is not {written}", parsed.coverage));
        }
        let mut end = 0usize;
        for stretch in &parsed.stretches {
            if stretch.at.start != end || stretch.at.end <= end {
                return Some(format!("{text:?}: {:?} leaves a gap or overlaps", parsed.stretches));
            }
            end = stretch.at.end;
        }
        if end != text.chars().count() {
            return Some(format!("{text:?}: {:?} does not reach the end", parsed.stretches));
        }
        if written > 0 && parsed.computable == Computable::Full && parsed.coverage.review > 0 {
            return Some(format!("{text:?}: computed in full, and {} for review", parsed.coverage.review));
        }
    }
    None
}

#[test]
fn all_texts_are_covered() {
    let faults: Vec<String> = wordings().iter().filter_map(|w| fault(&w.text)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_became_of_the_words() {
    let text = "Patients with sepsis in the opinion of the investigator unsuitable for xyz";
    let parsed = parse_criterion("The patient has sepsis.", CriterionKind::Inclusion, Vocabulary::builtin());
    let ways: Vec<Understanding> = parsed.stretches.iter().map(|s| s.how).collect();
    assert_eq!(ways, [Understanding::Filler, Understanding::Understood, Understanding::Filler], "{:?}", parsed.stretches);
    let parsed = parse_criterion(text, CriterionKind::Exclusion, Vocabulary::builtin());
    assert!(parsed.coverage.review > 0, "{parsed:?}");
}

#[test]
fn a_rule_changed_by_hand_is_told_from_one_that_was_read() {
    let text = "Inclusion Criteria:\n- Septic shock\n- Age over 18 years\n";
    let (mut trial, _) = parse(text, "X", Vocabulary::builtin());
    let other = parse_criterion("Age over 20 years", CriterionKind::Inclusion, Vocabulary::builtin()).rule;
    trial.inclusion[1].rule = other;
    let reading = read(&trial, Vocabulary::builtin());
    assert_eq!(reading.inclusion.iter().map(|r| r.as_read).collect::<Vec<_>>(), [true, false]);
    assert_eq!(reading.coverage().characters.total(), "Septicshock".len() + "Ageover18years".len());
    assert_eq!(reading.coverage().criteria.full, 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_covered(text in "\\PC{0,120}") {
        let fault = fault(&text);
        prop_assert!(fault.is_none(), "{}", fault.unwrap_or_default());
    }

    #[test]
    fn spliced_texts_are_covered(parts in proptest::collection::vec(proptest::sample::select(wordings().into_iter().map(|w| w.text).collect::<Vec<_>>()), 1..4), cut in 0usize..60) {
        let text: String = parts.join(" ").chars().skip(cut).collect();
        let fault = fault(&text);
        prop_assert!(fault.is_none(), "{}", fault.unwrap_or_default());
    }
}
