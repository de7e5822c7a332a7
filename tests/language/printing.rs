//! Printing: what a rule says in canonical text reads back as the same rule.

use super::rules::{NAMES, rule};
use super::wordings;
use proptest::prelude::*;
use trialsieve::language::{parse, parse_criterion};
use trialsieve::quantity::Is;
use trialsieve::rule::{Anchor, CriterionKind, FindingRule, MeasureRule, Node, Rule, Take, TextForm, outline, print, yaml};
use trialsieve::time::DurationBound;
use trialsieve::vocabulary::Vocabulary;

fn vocabulary() -> &'static Vocabulary {
    Vocabulary::builtin()
}

/// What is wrong with the printed form of a rule, if anything.
fn fault(rule: &Rule) -> Option<String> {
    let printed = print(rule, vocabulary());
    let tree: Vec<String> = outline(rule, vocabulary())
        .iter()
        .map(|l| format!("{}{} {}{}", "  ".repeat(l.depth), l.number, l.text, if l.is_group { "" } else { ";" }))
        .collect();
    let tree = tree.join("\n");
    for text in [printed.as_str(), tree.trim().trim_end_matches(';')] {
        for kind in [CriterionKind::Inclusion, CriterionKind::Exclusion] {
            let again = parse_criterion(text, kind, vocabulary()).rule;
            if again != *rule {
                let show = |r: &Rule| {
                    let mut r = r.clone();
                    r.forget_places();
                    serde_json::to_string(&r).unwrap()
                };
                return Some(format!("{text}\n  prints {}\n  reads  {}\n", show(rule), show(&again)));
            }
        }
    }
    None
}

/// A trial file, and not the tests beside it.
fn trial_file(path: &std::path::Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.ends_with(".yaml") && !name.ends_with(".test.yaml"))
}

/// Every text of the repository, with its section.
fn texts() -> Vec<(String, CriterionKind)> {
    let mut texts: Vec<(String, CriterionKind)> = wordings().into_iter().map(|w| (w.text.clone(), w.section())).collect();
    let folder = |f: &str| std::fs::read_dir(format!("{}/{f}", env!("CARGO_MANIFEST_DIR"))).unwrap().map(|f| f.unwrap().path()).collect::<Vec<_>>();
    for path in folder("criteria").iter().filter(|p| trial_file(p)) {
        let trial = yaml::read(&std::fs::read_to_string(path).unwrap()).unwrap();
        texts.extend(trial.criteria().map(|(kind, c)| (c.text.clone(), kind)));
    }
    texts
}

#[test]
fn rules_of_all_texts_read_back() {
    let texts = texts();
    let faults: Vec<String> =
        texts.iter().filter_map(|(text, kind)| fault(&parse_criterion(text, *kind, vocabulary()).rule).map(|f| format!("{text}\n  {f}"))).collect();
    assert!(texts.len() > 60 && faults.is_empty(), "{} of {} read back differently:\n{}", faults.len(), texts.len(), faults.join("\n"));
}

/// Printed criteria on a page are cut into the same criteria again.
#[test]
fn a_page_of_printed_criteria_reads_back() {
    let mut rules: Vec<Rule> = texts().iter().map(|(text, kind)| parse_criterion(text, *kind, vocabulary()).rule).collect();
    // Among the inclusion criteria, "meets the inclusion criteria" would refer to itself.
    rules.retain(|rule| {
        let mut refers = false;
        rule.walk(&mut |r| refers |= matches!(r.node, Node::Criterion(_)));
        !refers
    });
    let page: Vec<String> = rules.iter().map(|r| format!("- {}", print(r, vocabulary()))).collect();
    let (trial, _) = parse(&format!("Inclusion Criteria:\n{}\n", page.join("\n")), "x", vocabulary());
    assert_eq!(trial.inclusion.len(), rules.len());
    for (criterion, rule) in trial.inclusion.iter().zip(&rules) {
        assert_eq!(criterion.rule, *rule, "{}", criterion.text);
    }
}

/// What a coordinator reads.
#[test]
fn rules_print_as_protocols_word_them() {
    for (rule, printed) in [
        (r#"{"measure": {"of": "age", "is": ">= 18 years"}}"#, "age ≥ 18 years"),
        (r#"{"not": {"finding": {"of": "stroke", "ever": true, "within": "6 months"}}}"#, "no history of stroke within 6 months"),
        (r#"{"finding": {"of": "ECMO", "kind": "procedure", "before": "hospital admission"}}"#, "ECMO before hospital admission"),
        (
            r#"{"finding": {"of": "pneumonia of a rare kind", "certainty": "suspected", "severity": "moderate to severe"}}"#,
            "suspected moderate to severe \"pneumonia of a rare kind\"",
        ),
        (
            r#"{"at_least": {"count": 2, "of": [{"finding": {"of": "fever"}}, {"not": {"any": [{"finding": {"of": "cough"}}, {"review": "odd"}]}}]}}"#,
            "at least 2 of the following: (1) fever; (2) none of the following: (2.1) cough; (2.2) for review: \"odd\"",
        ),
        (
            r#"{"lasting": {"for": "> 5 h", "rule": {"consecutive": {"of": "lactate", "is": "> 5 mmol/L", "count": 2, "apart": ">= 30 min", "trend": "not falling"}}}}"#,
            "lasting > 5 h: 2 consecutive values of lactate > 5 mmol/L, ≥ 30 min apart, not falling",
        ),
    ] {
        let rule: Rule = serde_json::from_str(rule).unwrap();
        assert_eq!(print(&rule, vocabulary()), printed);
        assert_eq!(fault(&rule), None);
    }
}

#[test]
fn rules_written_by_hand_read_back() {
    let faults: Vec<String> = wordings().iter().filter_map(|w| fault(w.rule.as_ref()?)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// `CORPUS=criteria.jsonl cargo test --test language corpus -- --ignored --nocapture`
#[test]
#[ignore = "needs a corpus, which is not in the repository"]
fn rules_of_a_corpus_read_back() {
    let corpus = std::fs::read_to_string(std::env::var("CORPUS").unwrap()).unwrap();
    let (mut all, mut faults) = (0usize, Vec::new());
    for line in corpus.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let kind = if row["section"] == "exclusion" { CriterionKind::Exclusion } else { CriterionKind::Inclusion };
        all = all.saturating_add(1);
        faults.extend(fault(&parse_criterion(row["text"].as_str().unwrap(), kind, vocabulary()).rule));
    }
    println!(
        "{} of {all} rules read back; the first others:\n{}",
        all.saturating_sub(faults.len()),
        faults.iter().take(20).cloned().collect::<String>()
    );
    assert!(faults.is_empty());
}

/// Every name of the vocabulary, alone and with all that can stand around it.
#[test]
fn every_name_of_the_vocabulary_reads_back() {
    let is = Is::parse(">= 2").unwrap();
    let (measures, findings) = (&NAMES.0, &NAMES.1);
    let rules = measures.iter().map(|m| Rule::new(Node::Measure(MeasureRule { take: Take::Mean, ..MeasureRule::new(m.clone(), is.clone()) })));
    let within = DurationBound::read("6 months").unwrap();
    let found = findings.iter().map(|f| {
        let before = Some(Anchor::named(f.clone()));
        Rule::new(Node::Finding(FindingRule { ever: true, within: Some(within), before, ..FindingRule::new(f.clone()) }))
    });
    let plain = measures.iter().map(|m| Rule::new(Node::Measure(MeasureRule::new(m.clone(), is.clone()))));
    let faults: Vec<String> = rules.chain(found).chain(plain).filter_map(|r| fault(&r)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_rule_reads_back(rule in rule()) {
        let fault = fault(&rule);
        prop_assert!(fault.is_none(), "{}", fault.unwrap_or_default());
    }
}
