//! Whatever the comparison of two versions tells of who passes, no profile refutes with the
//! reference evaluator.

use super::soundness::{leaf, moment, profile, tree};
use proptest::prelude::*;
use trialsieve::patient;
use trialsieve::rule::amendment::{Amendment, Change, compare};
use trialsieve::rule::{self, CheckedTrial, CriterionKind};
use trialsieve::screening::{Outcome, Verdict, flips, screen};
use trialsieve::vocabulary::Vocabulary;

/// A trial of criteria: whether each is an exclusion, its words and its rule.
fn version(criteria: &[(bool, &str, &str)]) -> Option<CheckedTrial> {
    let mut text = "format: 1\ntrial: X\n".to_owned();
    for (exclusion, side, letter) in [(false, "inclusion", 'I'), (true, "exclusion", 'E')] {
        let of = criteria.iter().filter(|(kind, ..)| *kind == exclusion);
        for (i, (_, words, rule)) in of.enumerate() {
            if i == 0 {
                text.push_str(&format!("{side}:\n"));
            }
            text.push_str(&format!("- id: {letter}{}\n  text: \"{words}\"\n  rule: {rule}\n", i + 1));
        }
    }
    rule::check(rule::yaml::read(&text).ok()?, None, Vocabulary::builtin()).0
}

/// Another way to say the same.
fn rewritten() -> impl Strategy<Value = (String, String)> {
    (tree(), tree(), tree(), 0usize..12).prop_map(|(a, b, c, how)| match how {
        0 => (a.clone(), format!("{{not: {{not: {a}}}}}")),
        1 => (a.clone(), format!("{{all: [{a}]}}")),
        2 => (a.clone(), format!("{{any: [{a}, {a}]}}")),
        3 => (format!("{{all: [{a}, {b}]}}"), format!("{{all: [{b}, {a}]}}")),
        4 => (format!("{{any: [{a}, {b}, {c}]}}"), format!("{{any: [{{any: [{c}, {a}]}}, {b}]}}")),
        5 => (format!("{{not: {{any: [{a}, {b}]}}}}"), format!("{{all: [{{not: {a}}}, {{not: {b}}}]}}")),
        6 => (format!("{{not: {{all: [{a}, {b}]}}}}"), format!("{{any: [{{not: {b}}}, {{not: {a}}}]}}")),
        7 => (a.clone(), format!("{{all: [{a}, {{any: [{a}, {b}]}}]}}")),
        8 => (format!("{{any: [{a}, {b}]}}"), format!("{{at_least: {{count: 1, of: [{b}, {a}]}}}}")),
        9 => (format!("{{all: [{a}, {b}]}}"), format!("{{at_least: {{count: 2, of: [{a}, {b}]}}}}")),
        10 => (format!("{{all: [{a}, {{any: [{b}, {c}]}}]}}"), format!("{{any: [{{all: [{a}, {b}]}}, {{all: [{c}, {a}]}}]}}")),
        _ => (format!("{{lasting: {{for: '> 1 h', rule: {a}}}}}"), format!("{{lasting: {{for: '> 60 min', rule: {a}}}}}")),
    })
}

/// Two rules that may have much to do with each other.
fn related() -> impl Strategy<Value = (String, String)> {
    let joined = (tree(), tree(), prop::sample::select(&["all", "any"][..])).prop_map(|(a, b, how)| (a.clone(), format!("{{{how}: [{a}, {b}]}}")));
    let inside = (leaf(), leaf(), tree(), prop::sample::select(&["all", "any"][..]))
        .prop_map(|(a, b, rest, how)| (format!("{{{how}: [{a}, {rest}]}}"), format!("{{{how}: [{rest}, {b}]}}")));
    prop_oneof![2 => (leaf(), leaf()), 2 => rewritten(), 1 => joined, 2 => inside, 1 => (tree(), tree())]
}

fn no_profile_refutes(amendment: &Amendment<'_>, profiles: &[String]) -> Result<(), TestCaseError> {
    for text in profiles {
        let Some(profile) = patient::read(text, Vocabulary::builtin()).0 else { return Err(TestCaseError::fail(text.clone())) };
        let (old, new) = (screen(amendment.old, &profile, moment()), screen(amendment.new, &profile, moment()));
        for change in &amendment.criteria {
            let (Some(was), Some(now)) = (change.old, change.new) else { continue };
            let pair = (old.criteria[was.place].outcome, new.criteria[now.place].outcome);
            let fits = match change.change {
                Change::Same | Change::Reworded => pair.0 == pair.1,
                Change::Equivalent => !matches!(pair, (Outcome::Pass, Outcome::Fail) | (Outcome::Fail, Outcome::Pass)),
                Change::Stricter => pair != (Outcome::Fail, Outcome::Pass),
                Change::Looser => pair != (Outcome::Pass, Outcome::Fail),
                _ => true,
            };
            prop_assert!(fits, "{:?} and yet {pair:?}\n{:?}\n{:?}\n{text}", change.change, was.criterion.rule, now.criterion.rule);
        }
        let fits = match amendment.overall() {
            Change::Same | Change::Reworded => old.verdict == new.verdict,
            Change::Stricter => (old.verdict, new.verdict) != (Verdict::Ineligible, Verdict::Eligible),
            Change::Looser => (old.verdict, new.verdict) != (Verdict::Eligible, Verdict::Ineligible),
            _ => true,
        };
        prop_assert!(fits, "{:?} and yet {:?} → {:?}\n{text}", amendment.overall(), old.verdict, new.verdict);
        let told = flips(amendment, &profile, moment());
        prop_assert_eq!((told.old, told.new), (old.verdict, new.verdict));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn no_profile_refutes_what_is_told_of_a_change(
        (a, b) in related(), more in tree(), exclusion: bool, turned: bool, profiles in prop::collection::vec(profile(), 8)
    ) {
        // A criterion may also go to the other side, turned round.
        let now = if turned { format!("{{not: {b}}}") } else { b.clone() };
        let old = version(&[(exclusion, "It is so with the patient", &a), (false, "More", &more)]);
        let new = version(&[(exclusion ^ turned, "It is so with the patient", &now), (false, "More", "{criterion: I1}")]);
        if let (Some(old), Some(new)) = (old, new) {
            no_profile_refutes(&compare(&old, &new), &profiles)?;
        }
        let old = version(&[(exclusion, "It is so with the patient", &a), (false, "More", &more)]);
        let new = version(&[(exclusion, "It is so with the patient", &b), (false, "More", &more)]);
        if let (Some(old), Some(new)) = (old, new) {
            no_profile_refutes(&compare(&old, &new), &profiles)?;
        }
    }

    #[test]
    fn a_version_beside_itself_says_nothing(a in tree(), b in tree(), c in leaf()) {
        let criteria = [(false, "One thing", a.as_str()), (true, "Another thing", b.as_str()), (true, "All of it", "{criterion: inclusion}"), (false, "One thing", c.as_str())];
        let Some(trial) = version(&criteria) else { return Ok(()) };
        let again = trial.clone();
        let amendment = compare(&trial, &again);
        for change in &amendment.criteria {
            prop_assert_eq!((change.change, change.moved, change.numbers, change.parts.len()), (Change::Same, false, false, 0));
            prop_assert_eq!(change.old.map(|p| p.place), change.new.map(|p| p.place));
        }
        prop_assert_eq!(amendment.overall(), Change::Same);
        prop_assert!(amendment.validity.is_empty());
    }

    #[test]
    fn the_other_way_round_it_is_turned_round(
        pairs in prop::collection::vec((related(), prop::sample::select(WORDS), prop::sample::select(WORDS), any::<[bool; 4]>()), 1..5)
    ) {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for ((a, b), was, now, [old, new, from, to]) in &pairs {
            if *old || !*new {
                before.push((*from, *was, a.as_str()));
            }
            if *new {
                after.push((*to, *now, b.as_str()));
            }
        }
        let (Some(old), Some(new)) = (version(&before), version(&after)) else { return Ok(()) };
        let told = |amendment: &Amendment<'_>, turn: bool| {
            let mut all: Vec<_> = amendment.criteria.iter().map(|c| {
                let (was, now) = (c.old.map(|p| p.place), c.new.map(|p| p.place));
                if turn { (now, was, c.change.turned()) } else { (was, now, c.change) }
            }).collect();
            all.sort();
            (all, if turn { amendment.overall().turned() } else { amendment.overall() })
        };
        prop_assert_eq!(told(&compare(&old, &new), false), told(&compare(&new, &old), true));
    }

    /// What differs only in form is told as such, unless it is left to a person how it is meant.
    #[test]
    fn another_way_to_say_it_is_reworded_only((a, b) in rewritten(), exclusion: bool) {
        let (Some(old), Some(new)) = (version(&[(exclusion, "x", &a)]), version(&[(exclusion, "x", &b)])) else { return Ok(()) };
        let change = compare(&old, &new).criteria[0].change;
        prop_assert!(matches!(change, Change::Reworded | Change::Same), "{change:?}\n{a}\n{b}");
    }
}

const WORDS: &[&str] =
    &["Age of the patient", "Age of patients at enrolment", "Septic shock", "Septic shock or sepsis", "Written informed consent", "Pregnancy"];

/// The properties above are about something: every kind of change is found among such rules.
#[test]
fn every_kind_of_change_is_found() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut found = std::collections::BTreeMap::new();
    for _ in 0..400 {
        let (a, b) = related().new_tree(&mut runner).unwrap().current();
        let (Some(old), Some(new)) = (version(&[(true, "x", &a)]), version(&[(true, "x", &b)])) else { continue };
        *found.entry(compare(&old, &new).criteria[0].change).or_insert(0) += 1;
    }
    println!("{found:?}");
    for change in [Change::Reworded, Change::Stricter, Change::Looser, Change::Both, Change::Unproven] {
        assert!(found.get(&change).is_some_and(|n| *n >= 5), "{change:?}: {found:?}");
    }
}

/// What is told of one criterion of each version.
fn change(kind: CriterionKind, old: &str, new: &str) -> Change {
    let exclusion = kind == CriterionKind::Exclusion;
    let (old, new) = (version(&[(exclusion, "x", old)]).expect(old), version(&[(exclusion, "x", new)]).expect(new));
    let amendment = compare(&old, &new);
    assert_eq!(amendment.criteria.len(), 1);
    amendment.criteria[0].change
}

/// What an amendment of an inclusion criterion does; of an exclusion criterion it is the opposite.
#[test]
fn bounds_names_and_times_are_compared_exactly() {
    use Change::{Both, Looser, Reworded, Stricter, Unproven};
    let measure = |of: &str, is: &str| format!("{{measure: {{of: {of}, is: '{is}'}}}}");
    let finding = |fields: &str| format!("{{finding: {{{fields}}}}}");
    let cases = [
        (measure("age", "18 to 75 years"), measure("age", "18 to 80 years"), Looser),
        (measure("age", ">= 18 years"), measure("age", "> 18 years"), Stricter),
        (measure("age", ">= 18 years"), measure("age", ">= 216 months"), Reworded),
        (
            measure("age", "18 to 75 years"),
            "{all: [{measure: {of: age, is: '<= 75 years'}}, {measure: {of: age, is: '>= 216 months'}}]}".to_owned(),
            Reworded,
        ),
        (measure("age", "18 to 75 years"), measure("age", "16 to 70 years"), Both),
        (measure("glucose", ">= 10 mmol/L"), measure("glucose", ">= 180.16 mg/dL"), Reworded),
        (measure("glucose", ">= 10 mmol/L"), measure("glucose", ">= 180 mg/dL"), Looser),
        (measure("platelet count", ">= 100 x10^9/L"), measure("platelet count", ">= 100000 /uL"), Reworded),
        (measure("ALT", "<= 3 x ULN"), measure("ALT", "<= 120 U/L"), Unproven),
        (measure("ALT", "<= 3 x ULN"), measure("ALT", "<= 5 x ULN"), Looser),
        (finding("of: septic shock"), finding("of: sepsis"), Looser),
        (finding("of: heart attack"), finding("of: myocardial infarction"), Reworded),
        (finding("of: stroke, within: 3 months"), finding("of: stroke, within: 6 months"), Looser),
        (finding("of: stroke, within: 12 months"), finding("of: stroke, within: 1 year"), Reworded),
        (finding("of: stroke, within: 14 days"), finding("of: stroke, within: '<= 2 weeks'"), Reworded),
        (finding("of: aortic regurgitation, severity: severe"), finding("of: aortic regurgitation, severity: moderate"), Looser),
        (finding("of: heart failure"), finding("of: heart failure, ever: true"), Looser),
        (finding("of: zorks"), finding("of: ZORKS"), Reworded),
        (finding("of: zorks"), finding("of: zarks"), Unproven),
        ("{review: As the investigator sees it}".to_owned(), "{review: 'as the investigator sees it.'}".to_owned(), Reworded),
        ("{review: As the investigator sees it}".to_owned(), "{review: As anybody sees it}".to_owned(), Unproven),
        (
            format!("{{all: [{}, {{review: other reasons}}]}}", finding("of: sepsis")),
            format!("{{all: [{}, {{review: other reasons}}]}}", finding("of: septic shock")),
            Stricter,
        ),
        (
            "{any: [{finding: {of: sepsis}}, {finding: {of: stroke}}]}".to_owned(),
            "{any: [{finding: {of: sepsis}}, {finding: {of: stroke}}, {finding: {of: cancer}}]}".to_owned(),
            Looser,
        ),
        ("{any: [{finding: {of: sepsis}}], open: true}".to_owned(), "{any: [{finding: {of: sepsis}}]}".to_owned(), Stricter),
    ];
    for (old, new, wanted) in cases {
        assert_eq!(change(CriterionKind::Inclusion, &old, &new), wanted, "{old} → {new}");
        assert_eq!(change(CriterionKind::Exclusion, &old, &new), wanted.turned(), "exclusion {old} → {new}");
        assert_eq!(change(CriterionKind::Inclusion, &new, &old), wanted.turned(), "{new} → {old}");
    }
}

/// A value that counts for another time is asked of other data, alone or among others.
#[test]
fn values_that_hold_for_another_time_are_not_the_same() {
    let version = |valid: &str, rule: &str| {
        let text = format!("format: 1\ntrial: X\nvalid_for: {{{valid}}}\ninclusion:\n- id: I1\n  text: x\n  rule: {rule}\n");
        rule::check(rule::yaml::read(&text).unwrap(), None, Vocabulary::builtin()).0.unwrap()
    };
    let change = |old: (&str, &str), new: (&str, &str)| compare(&version(old.0, old.1), &version(new.0, new.1)).criteria[0].change;
    let (wide, narrow) = ("{measure: {of: lactate, is: '> 2 mmol/L'}}", "{measure: {of: lactate, is: '> 4 mmol/L'}}");
    assert_eq!(change(("lactate: 2 h", wide), ("lactate: 120 min", wide)), Change::Same);
    assert_eq!(change(("lactate: 2 h", wide), ("lactate: 4 h", wide)), Change::Unproven);
    assert_eq!(change(("lactate: 2 h", wide), ("lactate: 4 h", narrow)), Change::Unproven);
    assert_eq!(change(("lactate: 2 h", wide), ("lactate: 2 h", narrow)), Change::Stricter);
    assert_eq!(
        change(("lactate: 2 h", "{measure: {of: age, is: '> 2 years'}}"), ("lactate: 4 h", "{measure: {of: age, is: '> 2 years'}}")),
        Change::Same
    );
    // What may be computed from another value may come out otherwise, too.
    let sofa = "{measure: {of: SOFA, is: '>= 2'}}";
    assert_eq!(change(("lactate: 2 h", sofa), ("lactate: 4 h", sofa)), Change::Unproven);
}
