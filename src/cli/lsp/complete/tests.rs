use super::*;
use lsp_types::Position;

/// The list at `¦`.
fn list(marked: &str) -> (Document, CompletionList) {
    let byte = marked.find('¦').unwrap();
    let document = Document::new(marked.replacen('¦', "", 1), 1);
    let found = at(&document, byte, true);
    (document, found)
}

fn labels(marked: &str) -> Vec<String> {
    list(marked).1.items.into_iter().map(|i| i.label).collect()
}

/// The file once an item of the list was taken.
fn taken(marked: &str, label: &str) -> String {
    let (mut document, found) = list(marked);
    let item = found.items.into_iter().find(|i| i.label == label).unwrap_or_else(|| panic!("{label} is not offered at {marked}"));
    let Some(CompletionTextEdit::Edit(edit)) = item.text_edit else { panic!("{item:?}") };
    assert_eq!(edit.range.start.line, edit.range.end.line, "an edit stays on its line");
    let change = lsp_types::TextDocumentContentChangeEvent { range: Some(edit.range), range_length: None, text: edit.new_text };
    document.change(vec![change], 2);
    document.text
}

const RULE: &str = "format: 1\ninclusion:\n- id: I1\n  text: ≥\n  rule:\n";

#[test]
fn where_a_rule_is_expected_its_nodes_are_offered() {
    let nodes =
        ["all", "any", "not", "at_least", "measure", "consecutive", "trend", "steady", "finding", "lasting", "criterion", "recorded", "review"];
    for marked in [format!("{RULE}    ¦\n"), format!("{RULE}    any:\n    - ¦\n"), "rule: {¦}\n".replace("rule", "inclusion:\n- rule")] {
        let found = labels(&marked);
        assert_eq!(found[..nodes.len()], nodes, "{marked}");
    }
    // A rule has one node.
    assert_eq!(labels(&format!("{RULE}    finding:\n      of: x\n    ¦\n")), ["at", "open"]);
}

#[test]
fn fields_that_are_there_are_not_offered_again() {
    assert_eq!(labels(&format!("{RULE}    measure:\n      of: lactate\n      ¦\n")), ["is", "take", "within", "since", "for"]);
    assert_eq!(
        labels(&format!("{RULE}    finding: {{of: sepsis, wi¦}}\n")),
        ["kind", "certainty", "severity", "ever", "within", "ahead", "for", "before", "after"]
    );
    assert_eq!(
        labels("format: 1\ntrial: X\n¦\ninclusion: []\n"),
        ["title", "status", "source", "healthy_volunteers", "valid_for", "exclusion", "coverage"]
    );
}

#[test]
fn names_are_found_by_synonyms_and_words() {
    let measures = labels(&format!("{RULE}    measure:\n      of: lact¦\n"));
    assert_eq!(measures[0], "lactate");
    assert!(labels(&format!("{RULE}    measure:\n      of: MAP¦\n")).contains(&"mean arterial pressure".to_owned()));
    assert!(labels(&format!("{RULE}    measure:\n      of: press art¦\n")).contains(&"mean arterial pressure".to_owned()));
    let findings = labels(&format!("{RULE}    finding: {{of: heart att¦}}\n"));
    assert_eq!(findings[0], "myocardial infarction");
    // A finding is no measure.
    assert!(!labels(&format!("{RULE}    measure:\n      of: septic sh¦\n")).contains(&"septic shock".to_owned()));
    assert!(labels(&format!("{RULE}    finding:\n      of: x\n      after: ¦\n")).len() == 60);
}

#[test]
fn behind_a_number_stand_the_units_of_the_measure() {
    let units = labels(&format!("{RULE}    measure: {{of: lactate, is: \"> 5 ¦\"}}\n"));
    assert_eq!(units[0], "mmol/L");
    assert!(units.contains(&"mg/dL".to_owned()) && !units.contains(&"mmHg".to_owned()), "{units:?}");
    let years = labels(&format!("{RULE}    measure:\n      is: 18 to 75 y¦\n      of: age\n"));
    assert_eq!(years, ["years", "months", "weeks", "days", "h"]);
    assert!(labels(&format!("{RULE}    measure:\n      of: age\n      is: ¦\n")).contains(&"positive".to_owned()));
    assert_eq!(
        taken("inclusion:\n- rule: {measure: {of: lactate, is: \"> 5¦\"}}\n", "mmol/L"),
        "inclusion:\n- rule: {measure: {of: lactate, is: \"> 5 mmol/L\"}}\n"
    );
    assert_eq!(
        taken("inclusion:\n- rule: {measure: {of: lactate, is: \"≥ 5 mm¦\n", "mmol/L"),
        "inclusion:\n- rule: {measure: {of: lactate, is: \"≥ 5 mmol/L\n"
    );
}

#[test]
fn lengths_of_time_and_words_of_a_list() {
    assert_eq!(labels(&format!("{RULE}    measure:\n      within: 6 ¦\n")), ["s", "min", "h", "days", "weeks", "months", "years"]);
    assert_eq!(labels("valid_for:\n  lactate: 6 ¦\n"), ["s", "min", "h", "days", "weeks", "months", "years"]);
    assert_eq!(labels("valid_for:\n  lactat¦\n")[0], "lactate");
    assert!(labels("status: ¦\n").contains(&"not yet recruiting".to_owned()));
    assert!(labels(&format!("{RULE}    trend:\n      is: not ¦\n")).contains(&"not falling".to_owned()));
    assert!(labels(&format!("{RULE}    measure:\n      take: ¦\n")).contains(&"highest".to_owned()));
    assert_eq!(labels(&format!("{RULE}    criterion: ¦\n")), ["inclusion", "I1"]);
    assert!(labels("title: ¦\n").is_empty());
    assert!(labels("# ¦\n").is_empty());
}

#[test]
fn what_is_taken_takes_the_place_of_the_word() {
    assert_eq!(taken("inclusion:\n- rule: {finding: {of: sep¦tic}}\n", "sepsis"), "inclusion:\n- rule: {finding: {of: sepsis}}\n");
    assert_eq!(
        taken("inclusion:\n- rule: {finding: {of: \"≥ sep¦\"}}\n".replace("≥ ", "").as_str(), "sepsis"),
        "inclusion:\n- rule: {finding: {of: \"sepsis\"}}\n"
    );
    assert_eq!(taken("status:¦\n", "recruiting"), "status: recruiting\n");
    assert_eq!(taken("inclusion:\n- rule:\n    recorded:\n    -¦\n", "4AT"), "inclusion:\n- rule:\n    recorded:\n    - 4AT\n");
    assert_eq!(taken("inclusion:\n- ru¦le: {review: x}\n", "group"), "inclusion:\n- group: {review: x}\n");
    assert_eq!(taken("inclusion:\n- rule:\n    ¦\n", "finding"), "inclusion:\n- rule:\n    finding:\n  of: $1\n");
    assert_eq!(taken("inclusion:\n- rule: ¦\n", "measure"), "inclusion:\n- rule: {measure: {of: $1, is: \"$2\"}}\n");
}

#[test]
fn an_editor_without_holes_gets_none() {
    let document = Document::new("inclusion:\n- rule:\n    \n".to_owned(), 1);
    let found = at(&document, document.byte(Position::new(2, 4)), false);
    assert!(found.items.iter().all(|i| i.insert_text_format == Some(InsertTextFormat::PLAIN_TEXT)));
    assert!(!format!("{found:?}").contains('$'));
}
