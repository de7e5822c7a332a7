//! Findings of `check` that need reasoning: what is told, what is not, and that every proof holds
//! against the reference evaluator.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

#[path = "reason/algebra.rs"]
mod algebra;
#[path = "reason/amendment.rs"]
mod amendment;
#[path = "reason/soundness.rs"]
mod soundness;

use trialsieve::diagnostic::{CATALOG, Code, Diagnostic, Level, Subject};
use trialsieve::vocabulary::Vocabulary;
use trialsieve::{language, rule};

/// Everything that `check` tells of a trial file.
fn found(text: &str) -> Vec<Diagnostic> {
    let trial = match rule::yaml::read(text) {
        Ok(trial) => trial,
        Err(found) => return found,
    };
    let (checked, mut found) = rule::check(trial, Some(text), Vocabulary::builtin());
    if let Some(checked) = &checked {
        found.extend(language::doubts(checked, Some(text)));
    }
    found
}

fn codes(text: &str) -> Vec<Code> {
    found(text).iter().map(|d| d.code).collect()
}

#[test]
fn every_bad_example_of_the_catalog_gives_its_code_and_no_good_one_gives_any() {
    for row in CATALOG.iter().filter(|r| r.subject == Subject::Trial) {
        let told = found(row.bad);
        assert_eq!(told.iter().map(|d| (d.code, d.level)).collect::<Vec<_>>(), [(row.code, row.level)], "{}: {told:?}", row.name);
        assert!(told[0].span.is_some() || told[0].code == Code::UnknownFormat, "{} has no place", row.name);
        assert_eq!(found(row.good), [], "{}", row.name);
    }
}

/// A trial of criteria, each `side | text | rule`.
fn trial(criteria: &[&str]) -> String {
    let mut text = "format: 1\ntrial: X\n".to_owned();
    for (side, letter) in [("inclusion", "I"), ("exclusion", "E")] {
        text.push_str(&format!("{side}:\n"));
        let of = criteria.iter().filter(|c| c.starts_with(side));
        let mut none = true;
        for (i, criterion) in of.enumerate() {
            let [_, words, rule] = criterion.split(" | ").collect::<Vec<_>>()[..] else { panic!("{criterion}") };
            let id = if words.starts_with("Minimum") || words.starts_with("Ages") { "AGE".to_owned() } else { format!("{letter}{}", i + 1) };
            text.push_str(&format!("- id: {id}\n  text: \"{words}\"\n  rule: {rule}\n"));
            none = false;
        }
        if none {
            text = text.replace(&format!("{side}:\n"), "");
        }
    }
    text
}

#[test]
fn what_is_wrong_is_told_by_one_name() {
    use Code::*;
    let cases: &[(&[&str], &[Code])] = &[
        // Ages in other units: 12 years are 144 months, and more than 4,000 days.
        (&["inclusion | x | {all: [{measure: {of: age, is: '>= 12 years'}}, {measure: {of: age, is: '< 144 months'}}]}"], &[UnmeetableCriterion]),
        (&["inclusion | x | {all: [{measure: {of: age, is: '>= 12 years'}}, {measure: {of: age, is: '<= 28 days'}}]}"], &[UnmeetableCriterion]),
        (&["inclusion | x | {all: [{measure: {of: age, is: '>= 2 days'}}, {measure: {of: age, is: '< 20 hours'}}]}"], &[UnmeetableCriterion]),
        // Units of one measure: 45.04 mg/dL are 5 mmol/L.
        (
            &["inclusion | x | {all: [{measure: {of: lactate, is: '> 5 mmol/L'}}, {measure: {of: lactate, is: '<= 45.04 mg/dL'}}]}"],
            &[UnmeetableCriterion],
        ),
        // Between two classes there is none.
        (&["inclusion | x | {all: [{measure: {of: NYHA class, is: '> 2'}}, {measure: {of: NYHA class, is: '< 3'}}]}"], &[UnmeetableCriterion]),
        // Excluded at last, too.
        (
            &["exclusion | x | {any: [{measure: {of: lactate, is: '> 5 mmol/L'}}, {measure: {of: lactate, is: '<= 5 mmol/L'}}]}"],
            &[UnmeetableCriterion],
        ),
        (&["exclusion | x | {all: [{measure: {of: lactate, is: '> 5 mmol/L'}}, {measure: {of: lactate, is: '< 3 mmol/L'}}]}"], &[PointlessCriterion]),
        // Two trials in one.
        (
            &["inclusion | x | {measure: {of: lactate, is: '> 5 mmol/L'}}", "inclusion | x | {measure: {of: lactate, is: '< 3 mmol/L'}}"],
            &[UnmeetableTrial],
        ),
        (
            &["inclusion | x | {measure: {of: lactate, is: '> 5 mmol/L'}}", "exclusion | x | {measure: {of: lactate, is: '> 4 mmol/L'}}"],
            &[UnmeetableTrial],
        ),
        (&["inclusion | x | {finding: {of: female}}", "inclusion | x | {finding: {of: male}}"], &[UnmeetableTrial]),
        // Three that only together leave nothing.
        (
            &[
                "inclusion | x | {any: [{measure: {of: lactate, is: '> 5 mmol/L'}}, {measure: {of: LVEF, is: '< 30 %'}}]}",
                "exclusion | x | {measure: {of: lactate, is: '> 4 mmol/L'}}",
                "exclusion | x | {measure: {of: LVEF, is: '< 35 %'}}",
            ],
            &[UnmeetableTrial],
        ),
        // What has lasted is so now.
        (
            &["inclusion | x | {all: [{measure: {of: MAP, is: '< 65 mmHg', for: '> 1 h'}}, {measure: {of: MAP, is: '> 70 mmHg'}}]}"],
            &[UnmeetableCriterion],
        ),
        (
            &[
                "inclusion | x | {measure: {of: MAP, is: '< 65 mmHg', for: '>= 2 h'}}",
                "inclusion | x | {measure: {of: MAP, is: '< 70 mmHg', for: '>= 1 h'}}",
            ],
            &[ImpliedCriterion],
        ),
        // The same in other words.
        (
            &["inclusion | x | {measure: {of: lactate, is: '> 5 mmol/L'}}", "inclusion | y | {measure: {of: lactate, is: '> 45.04 mg/dL'}}"],
            &[DuplicateCriterion],
        ),
        (
            &[
                "inclusion | Heart attack | {finding: {of: heart attack}}",
                "inclusion | Myocardial infarction | {finding: {of: myocardial infarction}}",
            ],
            &[DuplicateCriterion],
        ),
        (&["exclusion | x | {finding: {of: sepsis}}", "exclusion | x | {finding: {of: septic shock}}"], &[ImpliedCriterion]),
        (
            &["exclusion | x | {finding: {of: stroke, within: 6 months}}", "exclusion | x | {finding: {of: stroke, within: 3 months}}"],
            &[ImpliedCriterion],
        ),
        (&["exclusion | x | {finding: {of: stroke, ever: true}}", "exclusion | x | {finding: {of: stroke, within: 3 months}}"], &[ImpliedCriterion]),
        (
            &[
                "exclusion | x | {finding: {of: aortic regurgitation, severity: moderate}}",
                "exclusion | x | {finding: {of: aortic regurgitation, severity: severe}}",
            ],
            &[ImpliedCriterion],
        ),
        // Two of three, and one of them.
        (
            &[
                "inclusion | x | {at_least: {count: 2, of: [{finding: {of: fever}}, {finding: {of: cough}}]}}",
                "inclusion | x | {finding: {of: fever}}",
            ],
            &[ImpliedCriterion],
        ),
        // Parts.
        (
            &[
                "inclusion | Sepsis, pneumonia or septic shock | {any: [{finding: {of: septic shock}}, {finding: {of: pneumonia}}, {finding: {of: septic shock}}]}",
            ],
            &[TextAndRuleDiffer],
        ),
        (&["inclusion | x | {any: [{measure: {of: lactate, is: '> 5 mmol/L'}}, {measure: {of: lactate, is: '> 3 mmol/L'}}]}"], &[PointlessBound]),
        (&["inclusion | x | {all: [{measure: {of: lactate, is: '> 5 mmol/L'}}, {measure: {of: lactate, is: '> 3 mmol/L'}}]}"], &[PointlessBound]),
        (&["inclusion | x | {measure: {of: lactate, is: '<= 5 and < 9 mmol/L'}}"], &[PointlessBound]),
        (&["inclusion | x | {any: [{finding: {of: fever}}, {all: [{finding: {of: male}}, {finding: {of: female}}]}]}"], &[DeadBranch]),
        // Units.
        (&["inclusion | x | {measure: {of: hemoglobin, is: '>= 80 g/dL'}}"], &[ImplausibleThreshold]),
        (&["inclusion | x | {measure: {of: LVEF, is: '< 0.35 %'}}"], &[UnitSlip]),
        (&["inclusion | x | {measure: {of: platelet count, is: '>= 100000 x10^9/L'}}"], &[ImplausibleThreshold]),
        (&["inclusion | x | {measure: {of: platelet count, is: '>= 100 /uL'}}"], &[UnitSlip]),
        (&["inclusion | x | {measure: {of: body temperature, is: '>= 101 Cel'}}"], &[ImplausibleThreshold]),
        // Ages of the registry.
        (
            &[
                "inclusion | Ages: 18 to 75 years old | {measure: {of: age, is: '18 to 75 years'}}",
                "inclusion | Age 18 to 80 years | {measure: {of: age, is: '18 to 80 years'}}",
            ],
            &[RegistryAgesDiffer],
        ),
        (
            &[
                "inclusion | Minimum Age: 18 Years | {measure: {of: age, is: '>= 18 years'}}",
                "inclusion | Age > 18 years | {measure: {of: age, is: '> 18 years'}}",
            ],
            &[RegistryAgesDiffer],
        ),
        // Nobody is of both ages.
        (
            &[
                "inclusion | Minimum Age: 19 Years | {measure: {of: age, is: '>= 19 years'}}",
                "exclusion | Age < 12 or age ≥ 18 years | {any: [{measure: {of: age, is: '< 12 years'}}, {measure: {of: age, is: '>= 18 years'}}]}",
            ],
            &[UnmeetableTrial],
        ),
        // Turned round.
        (
            &[
                "inclusion | Age 18 to 75 years | {measure: {of: age, is: '18 to 75 years'}}",
                "exclusion | Age ≥ 18 years | {measure: {of: age, is: '>= 18 years'}}",
            ],
            &[TurnedRound],
        ),
        // Another rule than the text.
        (&["inclusion | Lactate > 5 mmol/L and weird zorks | {measure: {of: lactate, is: '> 4 mmol/L'}}"], &[TextAndRuleDiffer]),
        (&["inclusion | Age of 18 years or older | {measure: {of: age, is: '> 18 years'}}"], &[TextAndRuleDiffer]),
    ];
    for (criteria, expected) in cases {
        let text = trial(criteria);
        assert_eq!(codes(&text), *expected, "{text}{:#?}", found(&text));
    }
}

#[test]
fn what_is_in_doubt_is_not_told() {
    let cases: &[&[&str]] = &[
        // Both ends of "12 to 18" are met; a day of 31 days is a month of some months.
        &["inclusion | x | {all: [{measure: {of: age, is: '<= 1 month'}}, {measure: {of: age, is: '>= 31 days'}}]}"],
        &["inclusion | x | {all: [{measure: {of: age, is: '>= 1 days'}}, {measure: {of: age, is: '<= 20 hours'}}]}"],
        &["inclusion | x | {all: [{measure: {of: lactate, is: '> 2 mmol/L'}}, {measure: {of: lactate, is: '<= 3 mmol/L'}}]}"],
        // Between 2 and 3 there is a lactate.
        &["inclusion | x | {measure: {of: lactate, is: '> 2 and < 3 mmol/L'}}"],
        // A multiple of a limit and a value say nothing of each other.
        &["inclusion | x | {measure: {of: ALT, is: '> 5 x ULN'}}", "exclusion | x | {measure: {of: ALT, is: '> 40 U/L'}}"],
        // Some sample of the week may be high and the newest low.
        &[
            "inclusion | x | {all: [{measure: {of: lactate, is: '> 5 mmol/L', take: any, within: 7 days}}, {measure: {of: lactate, is: '< 3 mmol/L'}}]}",
        ],
        &[
            "inclusion | x | {all: [{measure: {of: lactate, is: '> 5 mmol/L', take: any, within: 7 days}}, {measure: {of: lactate, is: '< 3 mmol/L', take: any, within: 7 days}}]}",
        ],
        // Whoever is neither: not everybody is male or female in a record.
        &["inclusion | Male or female | {any: [{finding: {of: male}}, {finding: {of: female}}]}"],
        // A wider one asked for, a narrower one excluded.
        &["inclusion | x | {finding: {of: shock}}", "exclusion | x | {finding: {of: septic shock}}"],
        // Suspected is less than present.
        &["inclusion | x | {finding: {of: sepsis, certainty: suspected}}", "exclusion | x | {finding: {of: pneumonia}}"],
        // Stroke half a year ago, not within three months.
        &["inclusion | x | {finding: {of: stroke, within: 6 months}}", "exclusion | x | {finding: {of: stroke, within: 3 months}}"],
        // An open list asks for more than it says.
        &[
            "exclusion | x | {any: [{finding: {of: cirrhosis}}, {finding: {of: pneumonia}}]}",
            "exclusion | x | {any: [{finding: {of: cirrhosis}}], open: true}",
        ],
        // What is for a person says nothing.
        &["inclusion | x | {review: as defined by the protocol}", "exclusion | y | {review: as defined by the protocol}"],
        // The registry states no upper limit.
        &[
            "inclusion | Minimum Age: 18 Years | {measure: {of: age, is: '>= 18 years'}}",
            "inclusion | Age 18 to 75 years | {measure: {of: age, is: '18 to 75 years'}}",
        ],
        // A consent that is refused.
        &["exclusion | Consent withheld | {not: {finding: {of: informed consent}}}"],
        // Nothing is a limit of its own, and so are the ends of a range.
        &["inclusion | x | {measure: {of: SpO2, is: '= 100 %'}}"],
        &["inclusion | x | {measure: {of: CD4 count, is: '> 0 /uL'}}"],
        // The same value in another unit is the same rule.
        &["inclusion | Lactate > 5 mmol/L | {measure: {of: lactate, is: '> 45.04 mg/dL'}}"],
        &["inclusion | Age of 18 years or older | {not: {measure: {of: age, is: '< 18 years'}}}"],
    ];
    for criteria in cases {
        let text = trial(criteria);
        assert_eq!(found(&text), [], "{text}");
    }
}

/// Where the text itself gives the one as an example of the other, no branch is called dead; that the
/// examples of an open list are the rule is another matter.
#[test]
fn an_example_beside_its_category_is_no_dead_branch() {
    let text = trial(&["exclusion | Liver disease such as cirrhosis | {any: [{finding: {of: liver disease}}, {finding: {of: cirrhosis}}]}"]);
    assert_eq!(codes(&text), [Code::TextAndRuleDiffer]);
}

#[test]
fn a_reviewed_criterion_is_not_held_against_its_text() {
    let text = "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Lactate > 5 mmol/L\n  rule: {measure: {of: lactate, is: '> 4 mmol/L'}}\n";
    assert_eq!(codes(text), [Code::TextAndRuleDiffer]);
    assert_eq!(codes(&format!("{text}  reviewed: Dr. Weber, 2026-11-20\n")), []);
}

/// What import guards by its heading is what it would write again.
#[test]
fn a_cohorts_criterion_still_says_what_its_text_says() {
    let page = "Inclusion Criteria:\n\nCohort A:\n- Lactate > 5 mmol/L\n\nCohort B:\n- Lactate > 3 mmol/L\n";
    let (mut trial, _) = language::parse(page, "X", Vocabulary::builtin());
    assert!(trial.inclusion.iter().all(|c| c.group.is_some()), "{trial:?}");
    trial.inclusion.iter_mut().for_each(|c| c.rule.forget_places());
    let file = rule::yaml::write(&trial);
    assert_eq!(codes(&file), [], "{file}");
}

#[test]
fn both_criteria_are_named_and_the_place_is_that_of_the_later() {
    let text = trial(&["inclusion | x | {finding: {of: septic shock}}", "exclusion | x | {finding: {of: sepsis}}"]);
    let told = found(&text);
    assert!(told[0].message.contains("I1") && told[0].message.contains("E1"), "{told:?}");
    assert!(told[0].path.as_deref().unwrap().starts_with("exclusion E1"));
    assert!(told[0].span.unwrap().start > text.find("id: E1").unwrap());
    assert_eq!(told[0].level, Level::Warning);
}

#[test]
fn a_slip_of_the_unit_is_told_with_what_would_do() {
    for (of, is, meant) in [
        ("hemoglobin", "> 8 mg/dL", "8 g/dL"),
        ("LVEF", "< 0.35 %", "35 %"),
        ("platelet count", ">= 100 /uL", "100 10^9/L"),
        ("glucose", "> 7 mg/dL", "7 mmol/L"),
    ] {
        let text = trial(&[&format!("inclusion | x | {{measure: {{of: {of}, is: '{is}'}}}}")]);
        let told = found(&text);
        assert!(told.len() == 1 && told[0].help.as_deref().unwrap().contains(meant), "{of} {is}: {told:?}");
    }
}

/// Rules with many alternatives are given up in time.
#[test]
fn a_proof_takes_bounded_time() {
    let part = |i: usize| {
        let names = ["fever", "cough", "sepsis", "pneumonia", "stroke", "shock", "asthma", "diabetes mellitus"];
        let (a, b) = (names[i % 8], names[(i / 2 + 3) % 8]);
        format!("{{any: [{{not: {{finding: {{of: {a}}}}}}}, {{finding: {{of: {b}}}}}, {{measure: {{of: lactate, is: '> {} mmol/L'}}}}]}}", i % 40)
    };
    let parts: Vec<String> = (0..400).map(part).collect();
    let text = trial(&[
        &format!("inclusion | x | {{all: [{}]}}", parts[..200].join(", ")),
        &format!("exclusion | x | {{all: [{}]}}", parts[200..].join(", ")),
        &format!("exclusion | x | {{at_least: {{count: 20, of: [{}]}}}}", parts[..60].join(", ")),
    ]);
    let begun = std::time::Instant::now();
    let _ = found(&text);
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}
