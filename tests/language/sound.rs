//! What the parser writes can be screened: `check` refuses none of it.

use trialsieve::language::{parse, parse_record, read_again, registry};
use trialsieve::rule::{Criterion, CriterionKind, Node, Rule, Trial, check};
use trialsieve::vocabulary::Vocabulary;

/// The trial of one criterion, as the parser reads it.
fn trial_of(text: &str, kind: CriterionKind) -> Trial {
    let (mut trial, _) = parse("", "ONE", Vocabulary::builtin());
    let criterion =
        Criterion { id: "X1".to_owned(), text: text.to_owned(), group: None, rule: Rule::new(Node::Review(text.to_owned())), reviewed: None };
    match kind {
        CriterionKind::Inclusion => trial.inclusion.push(criterion),
        CriterionKind::Exclusion => trial.exclusion.push(criterion),
    }
    read_again(&trial, Vocabulary::builtin())
}

fn refused(trial: Trial) -> Option<String> {
    let (checked, found) = check(trial, None, Vocabulary::builtin());
    checked.is_none().then(|| found.iter().filter(|d| d.is_error()).map(|d| d.message.clone()).collect::<Vec<_>>().join("; "))
}

#[test]
fn no_rule_that_the_parser_writes_is_refused() {
    let drawn = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/language/corpus/drawn.yaml")).unwrap();
    let drawn: Vec<super::Wording> = serde_yaml::from_str(&drawn).unwrap();
    let texts: Vec<String> = super::wordings().into_iter().chain(drawn).map(|w| w.text).collect();
    let mut wrong = String::new();
    for text in &texts {
        for kind in [CriterionKind::Inclusion, CriterionKind::Exclusion] {
            if let Some(why) = refused(trial_of(text, kind)) {
                wrong.push_str(&format!("{} {text}\n  {why}\n", kind.word()));
            }
        }
    }
    assert!(texts.len() > 600 && wrong.is_empty(), "\n{wrong}");
}

#[test]
fn no_trial_of_a_registry_is_refused() {
    let files: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import")).unwrap().map(|f| f.unwrap().path()).collect();
    let records = files.iter().filter(|f| f.extension().is_some_and(|e| e == "json"));
    let mut read = 0usize;
    for file in records {
        for record in registry::read(&std::fs::read_to_string(file).unwrap()).into_iter().flatten() {
            let (trial, _) = parse_record(&record, "RECORD", Vocabulary::builtin());
            assert_eq!(refused(trial), None, "{}", file.display());
            read += 1;
        }
    }
    assert!(read > 5);
}

/// What cannot be computed is for a person, with a note that says why; the rest stays.
#[test]
fn a_part_that_cannot_be_computed_is_left_to_a_person_and_the_rest_stays() {
    for (text, kept) in [
        ("Platelet count < 100 or hemoglobin < 8 g/dL", "hemoglobin"),
        ("Age > 18 years and weight >= 50 mmHg", "age"),
        ("Age > 18 years and at least 3 of the following: diabetes, asthma", "age"),
    ] {
        let page = format!("Exclusion Criteria:\n\n- {text}\n");
        let (trial, notes) = parse(&page, "ONE", Vocabulary::builtin());
        let (mut reviews, mut measures) = (0usize, Vec::new());
        trial.exclusion[0].rule.walk(&mut |r| match &r.node {
            Node::Review(_) => reviews += 1,
            Node::Measure(m) => measures.push(m.of.clone()),
            _ => {}
        });
        assert!(reviews == 1 && measures == [kept], "{text}: {:?}", trial.exclusion[0].rule);
        assert!(!notes.is_empty(), "{text}");
        assert_eq!(refused(trial), None, "{text}");
    }
}
