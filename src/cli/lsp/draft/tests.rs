use super::*;

/// Reads a text in which `|` is the cursor: what is written there, and the way to it.
fn at(marked: &str) -> String {
    let cursor = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    let draft = Draft::read(&text, cursor);
    let Some(found) = draft.cursor else { return "none".to_owned() };
    let path = found.part.map_or(Vec::new(), |p| draft.path(p));
    let steps: Vec<String> = path
        .iter()
        .map(|(_, step)| match step {
            Step::Key(key) => (*key).to_owned(),
            Step::Item(i) => i.to_string(),
        })
        .collect();
    format!("{:?} in {} `{}`", found.role, steps.join("."), found.token.of(&text))
}

#[test]
fn a_value_behind_its_key() {
    let file = "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: a\n  rule:\n    measure:\n      of: lac|\n";
    assert_eq!(at(file), "Value in inclusion.0.rule.measure.of `lac`");
    assert_eq!(at("status: |\ntrial: X\n"), "Value in status ``");
    assert_eq!(at("status:|\n"), "Value in status ``");
    assert_eq!(at("status: not yet |   # soon\n"), "Value in status `not yet `");
    assert_eq!(at("status: recruiting # so|on\n"), "none");
}

#[test]
fn a_key_that_is_being_typed() {
    assert_eq!(at("inclusion:\n- id: I1\n  ru|\n"), "Key in inclusion.0 `ru`");
    assert_eq!(at("inclusion:\n- id: I1\n  ru|le:\n"), "Key in inclusion.0 `rule`");
    assert_eq!(at("inclusion:\n- id: I1\n  rule:\n    |\n"), "Key in inclusion.0.rule ``");
    assert_eq!(at("inclusion:\n- id: I1\n  rule:\n    fin|"), "Key in inclusion.0.rule `fin`");
    assert_eq!(at("inclusion:\n- id: I1\n  |\n  text: a\n"), "Key in inclusion.0 ``");
    assert_eq!(at("format: 1\n|\n"), "Key in  ``");
    assert_eq!(at("|"), "Key in  ``");
    assert_eq!(at("inclusion:\n  - id: I1\n  - id: I2\n    te|\n"), "Key in inclusion.1 `te`");
}

#[test]
fn an_item_of_a_list() {
    assert_eq!(at("rule:\n  any:\n  - |\n"), "Value in rule.any.0 ``");
    assert_eq!(at("rule:\n  any:\n  -|\n"), "Value in rule.any.0 ``");
    assert_eq!(at("rule:\n  any:\n  - finding: {of: a}\n  - mea|\n"), "Value in rule.any.1 `mea`");
    assert_eq!(at("rule:\n  any:\n  - not:\n      finding:\n        of: a|\n"), "Value in rule.any.0.not.finding.of `a`");
    assert_eq!(at("- - a\n  - b|\n"), "Value in 0.1 `b`");
}

#[test]
fn in_brackets() {
    assert_eq!(at("rule: {measure: {of: lac|tate, is: \"> 5 mmol/L\"}}\n"), "Value in rule.measure.of `lactate`");
    assert_eq!(at("rule: {measure: {of: lactate, is: \"> 5 |\"}}\n"), "Value in rule.measure.is `\"> 5 \"`");
    assert_eq!(at("rule: {measure: {of: lactate, is: \"> 5 |\n"), "Value in rule.measure.is `\"> 5 `");
    assert_eq!(at("rule: {measure: {of: lactate, |}}\n"), "Key in rule.measure ``");
    assert_eq!(at("rule: {measure: {of: lactate, wi|"), "Key in rule.measure `wi`");
    assert_eq!(at("rule: {|}\n"), "Key in rule ``");
    assert_eq!(at("rule: {any: [{finding: {of: a}}, {fin|}]}\n"), "Key in rule.any.1 `fin`");
    assert_eq!(at("rule: {any: [{finding: {of: a}}, |]}\n"), "Value in rule.any.1 ``");
    assert_eq!(at("rule: {recorded: [lactate, hae|]}\n"), "Value in rule.recorded.1 `hae`");
    assert_eq!(at("rule: {finding: {of: a}|}\n"), "none");
    assert_eq!(at("rule:\n  {finding: {of: sep|}}\n"), "Value in rule.finding.of `sep`");
}

#[test]
fn brackets_and_quotes_left_open_do_not_swallow_the_rest() {
    let file = "inclusion:\n- id: I1\n  rule: {measure: {of: lactate\n- id: I2\n  rule: {finding: {of: sep|}}\n";
    assert_eq!(at(file), "Value in inclusion.1.rule.finding.of `sep`");
    let file = "inclusion:\n- id: I1\n  text: \"Lactate\n- id: I2\n  text: it's\n  rule: {finding: {of: sep|}}\n";
    assert_eq!(at(file), "Value in inclusion.1.rule.finding.of `sep`");
}

#[test]
fn words_over_several_lines() {
    let file = "inclusion:\n- id: I1\n  text: >-\n    one: two\n\n    {three\n  rule: {finding: {of: sep|}}\n";
    assert_eq!(at(file), "Value in inclusion.0.rule.finding.of `sep`");
    assert_eq!(at("text: >-\n  on|e\n"), "Value in text `>-\n  one`");
    assert_eq!(at("a:\n- text: >-\n    one\n  |\n"), "Key in a.0 ``");
    let file = "a:\n- text: \"one\n    two: three\"\n  ru|le: x\n";
    assert_eq!(at(file), "Key in a.0 `rule`");
}

#[test]
fn values_beside_are_found_before_and_behind_the_cursor() {
    for marked in ["rule:\n  measure:\n    is: |\n    of: 'lactate'\n", "rule: {measure: {of: \"lactate\", is: |}}\n"] {
        let cursor = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        let draft = Draft::read(&text, cursor);
        let part = &draft.parts[draft.cursor.unwrap().part.unwrap()];
        assert_eq!(draft.beside(part.parent, "of", &text), Some("lactate"));
    }
}

#[test]
fn every_cut_of_a_file_at_every_cursor_is_read() {
    let file = "# ≥\nformat: 1\r\ninclusion:\n- {id: I1, text: \"≥ 18\", rule: {any: [{finding: {of: a}}, {not: {review: 'x'}}]}}\n- id: I2\n  text: |\n    µ\n  rule:\n    all:\n    - measure: {of: age, is: \"> 5 years\"}\n";
    for end in (0..=file.len()).filter(|i| file.is_char_boundary(*i)) {
        let text = &file[..end];
        for cursor in 0..=end {
            let draft = Draft::read(text, cursor);
            assert!(draft.parts.iter().all(|p| p.end <= text.len() && p.place.end <= text.len()));
        }
    }
}
