use super::*;
use crate::Truth;
use crate::rule::{At, CriterionKind};
use crate::screening::{Evaluation, Evidence, Outcome, Reason, Verdict};

fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap().0
}

fn trial(id: &str, status: &str) -> Heading {
    let texts = vec!["lactate > 5 mmol/L".into(), "Pregnancy,\n or lactation".into()];
    Heading { trial: id.to_owned(), title: "A Title".to_owned(), status: status.to_owned(), texts }
}

fn evaluation(node: &'static str, truth: Truth) -> Evaluation {
    Evaluation {
        node,
        asks: String::new(),
        truth,
        because: String::new(),
        reason: None,
        evidence: Vec::new(),
        needs: Vec::new(),
        open: false,
        at: None,
        parts: Vec::new(),
    }
}

/// Lactate as given, pregnancy unknown.
fn screening(lactate: Truth, needs: &[&str]) -> Screening {
    let measured = Evaluation {
        asks: "lactate > 5 mmol/L".to_owned(),
        because: "lactate 6.4 mmol/L is > 5 mmol/L".to_owned(),
        evidence: vec![Evidence {
            of: "lactate".to_owned(),
            value: "6.4 mmol/L".to_owned(),
            unit: Some("mmol/L".to_owned()),
            at: Some(at("2026-11-20T09:20:00Z")),
            from: "observations[0]".to_owned(),
        }],
        at: Some(At { start: 0, end: 18 }),
        ..evaluation("measure", lactate)
    };
    let asked = Evaluation { reason: Some(Reason::NotRecorded), open: true, ..evaluation("finding", Truth::Unknown) };
    let because = "pregnancy is not recorded".to_owned();
    let needs = needs.iter().map(|n| (*n).to_owned()).collect();
    let pregnant = Evaluation { because, needs, parts: vec![asked], ..evaluation("any", Truth::Unknown) };
    let answer = |id: &str, kind, evaluation: Evaluation| CriterionScreening {
        id: id.to_owned(),
        kind,
        outcome: Outcome::of(kind, evaluation.truth),
        because: evaluation.because.clone(),
        evaluation: evaluation.into(),
    };
    let criteria = vec![answer("I1", CriterionKind::Inclusion, measured), answer("E10", CriterionKind::Exclusion, pregnant)];
    Screening { moment: at("2026-11-20T10:00:00Z"), verdict: Verdict::of(criteria.iter().map(|c| c.outcome)), criteria }
}

fn write(format: &str, trials: Vec<TrialReport<'_>>, layout: Layout) -> String {
    let patient = PatientReport { patient: "P-0001".to_owned(), as_of: at("2026-11-20T10:00:00Z"), zone: Zone::UTC, trials };
    let format = FORMATS.iter().find(|f| f.name == format).unwrap();
    format.text(&Report { patients: vec![patient] }, layout)
}

const PLAIN: Layout = Layout { width: 60, colour: false, verbose: false };

#[test]
fn text_has_a_line_a_trial_then_its_criteria_then_what_to_find_out() {
    let (one, two, three) = (trial("ONE", "recruiting"), trial("TWO", "withdrawn"), trial("THREE", "completed"));
    let trials = vec![
        TrialReport { trial: &one, screening: screening(Truth::True, &["weight", "pregnancy"]) },
        TrialReport { trial: &two, screening: screening(Truth::True, &["pregnancy"]) },
        TrialReport { trial: &three, screening: screening(Truth::False, &["blood group"]) },
    ];
    let written = write("text", trials, PLAIN);
    let expected = "\
P-0001 as of 2026-11-20T10:00:00Z: 3 trials, 2 undetermined,
1 ineligible

? ONE  undetermined · recruiting
  A Title
  ✓ I1   lactate > 5 mmol/L
         → lactate 6.4 mmol/L is > 5 mmol/L (40 min before)
  ? E10  Pregnancy, or lactation
         → pregnancy is not recorded
         The protocol's list is open: others like its
         examples are for a person to judge.

? TWO  undetermined, but withdrawn
";
    assert!(written.starts_with(expected), "{written}");
    assert!(written.contains("\n✗ THREE  ineligible · completed\n"), "{written}");
    assert!(written.contains("  ✗ I1   lactate > 5 mmol/L\n"), "{written}");
    // Pregnancy could settle two trials, weight one; nothing settles a trial that is out already.
    let needs = "\nTo find out next, most useful first:\n  • pregnancy  ONE E10; TWO E10\n  • weight  ONE E10\n";
    assert!(written.ends_with(needs), "{written}");
    assert!(!written.contains("blood group"));
}

#[test]
fn verbose_text_shows_every_step_with_its_evidence() {
    let one = trial("ONE", "recruiting");
    let layout = Layout { verbose: true, width: 120, ..PLAIN };
    let written = write("text", vec![TrialReport { trial: &one, screening: screening(Truth::True, &[]) }], layout);
    for line in [
        "           true  lactate > 5 mmol/L: lactate 6.4 mmol/L is > 5 mmol/L\n",
        "             · lactate 6.4 mmol/L at 2026-11-20T09:20:00Z (40 min before), from observations[0]\n",
        "           unknown  any: pregnancy is not recorded\n             unknown  finding (not recorded)\n",
    ] {
        assert!(written.contains(line), "{line}is missing in\n{written}");
    }
}

#[test]
fn a_trial_without_criteria_says_so() {
    let empty = Heading { texts: Vec::new(), ..trial("ONE", "") };
    let nothing = Screening { criteria: Vec::new(), verdict: Verdict::Eligible, ..screening(Truth::True, &[]) };
    let written = write("text", vec![TrialReport { trial: &empty, screening: nothing }], PLAIN);
    assert!(written.contains("✓ ONE  eligible · recruiting status not stated"), "{written}");
    assert!(written.contains("no criteria"), "{written}");
}

#[test]
fn json_keeps_what_the_rule_says_apart_from_what_it_does() {
    let one = trial("ONE", "recruiting");
    let written = write("json", vec![TrialReport { trial: &one, screening: screening(Truth::True, &["pregnancy"]) }], PLAIN);
    let report: serde_json::Value = serde_json::from_str(&written).unwrap();
    let expected = serde_json::json!({
        "format": 1,
        "engine": concat!("trialsieve ", env!("CARGO_PKG_VERSION")),
        "patients": [{
            "patient": "P-0001",
            "as_of": "2026-11-20T10:00:00Z",
            "trials": [{
                "trial": "ONE", "title": "A Title", "status": "recruiting", "verdict": "undetermined",
                "criteria": [
                    {
                        "id": "I1", "kind": "inclusion", "text": "lactate > 5 mmol/L", "met": true, "outcome": "pass",
                        "because": "lactate 6.4 mmol/L is > 5 mmol/L",
                        "trace": {
                            "node": "measure", "asks": "lactate > 5 mmol/L", "truth": "true",
                            "because": "lactate 6.4 mmol/L is > 5 mmol/L",
                            "evidence": [{
                                "of": "lactate", "value": "6.4 mmol/L", "unit": "mmol/L", "at": "2026-11-20T09:20:00Z", "from": "observations[0]"
                            }],
                            "at": [0, 18],
                        },
                    },
                    {
                        "id": "E10", "kind": "exclusion", "text": "Pregnancy,\n or lactation", "met": null, "outcome": "unknown",
                        "because": "pregnancy is not recorded",
                        "trace": {
                            "node": "any", "asks": "", "truth": "unknown", "because": "pregnancy is not recorded",
                            "parts": [{"node": "finding", "asks": "", "truth": "unknown", "reason": "not recorded", "open": true}],
                        },
                    },
                ],
                "needs": [{"of": "pregnancy", "criteria": ["E10"]}],
            }],
        }],
    });
    assert_eq!(report, expected);
    // The keys stand in the order of the specification.
    let places: Vec<usize> =
        ["\"format\"", "\"engine\"", "\"patient\"", "\"as_of\"", "\"trial\"", "\"title\"", "\"status\"", "\"verdict\"", "\"criteria\"", "\"needs\""]
            .iter()
            .map(|key| written.find(key).unwrap())
            .collect();
    assert!(places.is_sorted(), "{places:?}");
}
