//! The language server over its own protocol: the binary is started and talked to as an editor
//! does.

#![cfg(feature = "lsp")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

#[path = "lsp/client.rs"]
mod client;

use client::Client;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use trialsieve::rule::yaml;

const URI: &str = "file:///work/trials/criteria/X.yaml";

/// In the third line letters of two and three bytes, and one of two UTF-16 units, stand before
/// the mistake.
const SLIP: &str = "format: 1
trial: X
title: a trial
inclusion:
- {id: I1, text: \"😀 µ ≥ 5\", rule: {measure: {of: lactat, is: \"> 5 mmol/L\"}}}
- id: I2
  text: Septic shock
  rule:
    finding:
      of: septic shock
";

fn at(text: &str, words: &str) -> Value {
    let byte = text.find(words).unwrap_or_else(|| panic!("{words} is not in {text}"));
    place(text, byte)
}

fn behind(text: &str, words: &str) -> Value {
    place(text, text.find(words).unwrap() + words.len())
}

/// A place as the protocol counts it, by the standard library's own UTF-16.
fn place(text: &str, byte: usize) -> Value {
    let line = text[..byte].matches('\n').count();
    let start = text[..byte].rfind('\n').map_or(0, |i| i + 1);
    json!({"line": line, "character": text[start..byte].encode_utf16().count()})
}

fn asked(uri: &str, position: &Value) -> Value {
    json!({"textDocument": {"uri": uri}, "position": position})
}

fn labels(list: &Value) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().map(|i| i["label"].as_str().unwrap()).collect()
}

#[test]
fn a_session_as_an_editor_has_it() {
    let mut client = Client::greeted();
    client.open(URI, SLIP);
    let found = client.diagnostics(URI, 1);
    assert_eq!(found.len(), 1, "{found:?}");
    let slip = &found[0];
    assert_eq!((&slip["code"], &slip["severity"], &slip["source"]), (&json!("TS0204"), &json!(1), &json!("trialsieve")));
    assert_eq!(slip["range"]["start"], at(SLIP, "lactat,"));
    assert_eq!(slip["range"]["end"], behind(SLIP, "of: lactat"));
    assert_eq!(slip["message"], "there is no measure `lactat`");
    assert_eq!(slip["relatedInformation"][0]["message"], "help: did you mean `lactate`?");
    // No address is given where nothing stands.
    assert!(slip["codeDescription"].is_null());

    let range = json!({"start": slip["range"]["start"], "end": slip["range"]["start"]});
    let actions = client.ask(
        "textDocument/codeAction",
        json!({"textDocument": {"uri": URI}, "range": range, "context": {"diagnostics": [slip], "only": ["quickfix"], "triggerKind": 1}}),
    );
    assert_eq!(actions[0]["title"], "Change `lactat` to `lactate`");
    let edit = &actions[0]["edit"]["changes"][URI][0];
    assert_eq!((&edit["newText"], &edit["range"]), (&json!("lactate"), &slip["range"]));
    // The editor takes the fix up, and says so as a change of that stretch.
    let change =
        json!({"textDocument": {"uri": URI, "version": 2}, "contentChanges": [{"range": edit["range"], "rangeLength": 6, "text": "lactate"}]});
    client.tell("textDocument/didChange", change);
    let text = SLIP.replace("lactat,", "lactate,");
    let after = client.diagnostics(URI, 2);
    assert!(after.iter().all(|d| d["code"] != "TS0204"), "{after:?}");

    // Hover over a name, and over a rule.
    let hover = client.ask("textDocument/hover", asked(URI, &at(&text, "septic shock\n")));
    let words = hover["contents"]["value"].as_str().unwrap();
    assert!(words.contains("**septic shock (condition)**") && words.contains("R65.21"), "{words}");
    assert_eq!(hover["range"]["start"], at(&text, "septic shock\n"));
    let hover = client.ask("textDocument/hover", asked(URI, &at(&text, "measure:")));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("lactate > 5 mmol/L"), "{hover}");

    // A new line is typed: `    within: `, then its number.
    let end = behind(&text, "      of: septic shock\n");
    let change = json!({"textDocument": {"uri": URI, "version": 3}, "contentChanges": [{"range": {"start": end, "end": end}, "text": "      wi"}]});
    client.tell("textDocument/didChange", change);
    let typed = format!("{text}      wi");
    let list = client.ask("textDocument/completion", asked(URI, &place(&typed, typed.len())));
    assert!(labels(&list).contains(&"within") && !labels(&list).contains(&"of"), "{list}");
    let broken = client.diagnostics(URI, 3);
    assert_eq!(broken[0]["message"], "a key without its `:`");
    let typed = typed.replace("      wi", "      within: 6 ");
    let whole = json!({"textDocument": {"uri": URI, "version": 4}, "contentChanges": [{"text": typed}]});
    client.tell("textDocument/didChange", whole);
    let list = client.ask("textDocument/completion", asked(URI, &place(&typed, typed.len())));
    assert_eq!(labels(&list), ["s", "min", "h", "days", "weeks", "months", "years"]);

    // Names of findings come with their entry when one of them is looked at.
    let edited = typed.replace("of: septic shock\n", "of: heart att\n").replace("6 ", "6 h");
    client.tell("textDocument/didChange", json!({"textDocument": {"uri": URI, "version": 5}, "contentChanges": [{"text": edited}]}));
    let list = client.ask("textDocument/completion", asked(URI, &behind(&edited, "heart att")));
    assert_eq!(labels(&list)[0], "myocardial infarction");
    let item = client.ask("completionItem/resolve", list["items"][0].clone());
    assert!(item["documentation"]["value"].as_str().unwrap().contains("icd-10"), "{item}");

    let symbols = client.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}}));
    let criteria: Vec<&Value> = symbols[0]["children"].as_array().unwrap().iter().map(|c| &c["name"]).collect();
    assert_eq!((symbols[0]["name"].as_str(), criteria), (Some("inclusion"), vec![&json!("I1"), &json!("I2")]));

    client.tell("textDocument/didClose", json!({"textDocument": {"uri": URI}}));
    let gone = client.wait(|m| m["method"] == "textDocument/publishDiagnostics" && m["params"].get("version").is_none());
    assert_eq!(gone["params"]["diagnostics"], json!([]));
    let (status, transcript) = client.leave();
    assert_eq!(status.code(), Some(0));
    if let Ok(path) = std::env::var("LSP_TRANSCRIPT") {
        fs::write(path, transcript).unwrap();
    }
}

#[test]
fn a_misspelt_field_is_mended_where_it_stands() {
    let text = "format: 1\ntrial: X\ninclusion:\n- {id: I1, text: \"😀 ≥ µ\", rule: {finding: {of: sepsis, serverity: severe}}}\n";
    let mut client = Client::greeted();
    client.open(URI, text);
    let found = client.diagnostics(URI, 1);
    assert_eq!((found.len(), &found[0]["code"]), (1, &json!("TS0202")), "{found:?}");
    let range = json!({"start": at(text, "serverity"), "end": behind(text, "serverity")});
    assert_eq!(found[0]["range"], range);
    let ask = |range: &Value| json!({"textDocument": {"uri": URI}, "range": range, "context": {"diagnostics": []}});
    let actions = client.ask("textDocument/codeAction", ask(&range));
    assert_eq!(actions[0]["edit"]["changes"][URI], json!([{"range": range, "newText": "severity"}]));
    let elsewhere = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 3}});
    assert_eq!(client.ask("textDocument/codeAction", ask(&elsewhere)), json!([]));
    client.leave();
}

#[test]
fn diagnostics_are_those_of_check() {
    let folder = folder("same");
    let text = "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: ≥ 18 µ\n  rule: {measure: {of: age, is: \">= 18 years\"}}\n\
        - id: I2\n  text: Lactate > 5 mmol/L\n  rule: {measure: {of: lactate, is: \"> 4 mmol/L\"}}\nexclusion:\n- id: E1\n  text: x\n  rule: {measure: {of: age, is: \">= 12 years\"}}\n";
    let file = folder.join("X.yaml");
    fs::write(&file, text).unwrap();
    let checked =
        assert_cmd::Command::new(assert_cmd::cargo::cargo_bin!("trialsieve")).args(["check", "--format", "json"]).arg(&file).output().unwrap();
    let checked: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let checked = checked["files"][0]["diagnostics"].as_array().unwrap();
    assert!(checked.len() >= 2, "{checked:?}");
    let uri = format!("file://{}", file.display());
    let mut client = Client::greeted();
    client.open(&uri, text);
    let told = client.diagnostics(&uri, 1);
    assert_eq!(told.len(), checked.len());
    for (told, checked) in told.iter().zip(checked) {
        assert_eq!((&told["code"], &told["message"]), (&checked["code"], &checked["message"]));
        let level = match checked["level"].as_str().unwrap() {
            "error" => 1,
            "warning" => 2,
            _ => 3,
        };
        assert_eq!(told["severity"], level);
        let bytes = &checked["bytes"];
        assert_eq!(told["range"]["start"], place(text, usize::try_from(bytes[0].as_u64().unwrap()).unwrap()));
        assert_eq!(told["range"]["end"], place(text, usize::try_from(bytes[1].as_u64().unwrap()).unwrap()));
    }
    assert_eq!(client.leave().0.code(), Some(0));
}

#[test]
fn formatting_is_that_of_fmt_and_keeps_the_lines_that_stay() {
    let text = "# ≥\nformat: 1\ntrial: X\ninclusion:\n- {id: I1, text: Septic shock, rule: {finding: {of: septic shock}}}  # µ\n";
    let mut client = Client::greeted();
    client.open(URI, text);
    let ask = json!({"textDocument": {"uri": URI}, "options": {"tabSize": 2, "insertSpaces": true}});
    let edits = client.ask("textDocument/formatting", ask.clone());
    let formatted = yaml::format(text).unwrap();
    assert_ne!(formatted, text);
    assert!(edits[0]["range"]["start"]["line"].as_u64().unwrap() > 1, "{edits}");
    client.tell(
        "textDocument/didChange",
        json!({"textDocument": {"uri": URI, "version": 2}, "contentChanges": [{"range": edits[0]["range"], "text": edits[0]["newText"]}]}),
    );
    // What came out is what `fmt` writes: there is nothing left to format.
    assert_eq!(client.ask("textDocument/formatting", ask.clone()), json!([]));
    client.tell("textDocument/didChange", json!({"textDocument": {"uri": URI, "version": 3}, "contentChanges": [{"text": "trial: {"}]}));
    assert_eq!(client.ask("textDocument/formatting", ask), Value::Null);
    client.leave();
}

#[test]
fn a_file_that_is_typed_letter_by_letter_is_answered_at_every_letter() {
    let text = "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: \"😀 ≥ 18\"\n  rule: {all: [{measure: {of: age, is: \">= 18 years\"}}, {not: {finding: {of: sepsis}}}]}\n";
    let mut client = Client::greeted();
    client.open(URI, "");
    let mut typed = String::new();
    for (i, c) in text.chars().enumerate() {
        let start = place(&typed, typed.len());
        let version = i + 2;
        client.tell("textDocument/didChange", json!({"textDocument": {"uri": URI, "version": version}, "contentChanges": [{"range": {"start": start, "end": start}, "text": c.to_string()}]}));
        typed.push(c);
        let position = place(&typed, typed.len());
        client.ask("textDocument/completion", asked(URI, &position));
        client.ask("textDocument/hover", asked(URI, &position));
    }
    let last = i64::try_from(text.chars().count() + 1).unwrap();
    let found = client.diagnostics(URI, last);
    assert!(found.iter().all(|d| d["severity"] != 1), "{found:?}");
    assert_eq!(client.leave().0.code(), Some(0));
}

#[test]
fn tests_have_the_diagnostics_of_their_own_reader() {
    let folder = folder("tests");
    fs::write(folder.join("X.yaml"), SLIP.replace("lactat,", "lactate,")).unwrap();
    let uri = format!("file://{}", folder.join("X.test.yaml").display());
    let test = "format: 1\ntrial: X\nat: 2026-11-20T10:00:00Z\ntests:\n- name: ≥\n  expect: {I1: unknown, I3: pass}\n";
    let mut client = Client::greeted();
    client.open(&uri, test);
    let found = client.diagnostics(&uri, 1);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["message"], "the trial has no criterion `I3`");
    assert_eq!(found[0]["range"]["start"], at(test, "I3"));
    // The trial that is open in the editor counts, not the one on the disk.
    let trial = format!("file://{}", folder.join("X.yaml").display());
    client.open(&trial, &SLIP.replace("lactat,", "lactate,").replace("id: I2", "id: I3"));
    let again = client.diagnostics(&uri, 1);
    assert_eq!(again, Vec::<Value>::new());
    let other = format!("file://{}", folder.join("Y.test.yaml").display());
    client.open(&other, "format: 1\ntrial: Y\ntests: []\n");
    assert_eq!(client.diagnostics(&other, 1)[0]["message"], "there is no trial `Y` beside this file");
    client.leave();
}

#[test]
fn what_is_no_message_is_refused_and_the_next_one_answered() {
    let mut client = Client::greeted();
    client.bytes(b"Content-Length: 9\r\n\r\n{\"oops\": ");
    let refused = client.wait(|m| m["id"].is_null() && m.get("error").is_some());
    assert_eq!(refused["error"]["code"], -32700);
    client.send(&json!([1, 2, 3]));
    assert_eq!(client.wait(|m| m["id"].is_null() && m.get("error").is_some())["error"]["code"], -32600);
    client.send(&json!({"jsonrpc": "2.0", "id": "a", "method": 7}));
    assert_eq!(client.wait(|m| m["id"] == "a")["error"]["code"], -32600);
    assert_eq!(client.response("textDocument/rename", json!({}))["error"]["code"], -32601);
    assert_eq!(client.response("textDocument/hover", json!({"position": "here"}))["error"]["code"], -32602);
    assert_eq!(client.response("textDocument/hover", asked("file:///nowhere.yaml", &json!({"line": 0, "character": 0})))["error"]["code"], -32602);
    assert_eq!(client.response("initialize", json!({"capabilities": {}}))["error"]["code"], -32600);
    // Notifications that nobody knows, or that are broken, are passed over.
    client.tell("$/setTrace", json!({"value": "verbose"}));
    client.tell("workspace/didChangeConfiguration", json!({"settings": null}));
    client.tell("textDocument/didOpen", json!({"textDocument": 5}));
    client.tell("textDocument/didChange", json!({"textDocument": {"uri": "file:///not/open.yaml", "version": 1}, "contentChanges": []}));
    client.send(&json!({"jsonrpc": "2.0", "id": 99, "result": null}));
    client.open(URI, SLIP);
    assert_eq!(client.diagnostics(URI, 1).len(), 1);
    // A place that is not in the file is no reason to fall over.
    let far = json!({"line": 4_000_000_000u32, "character": 4_000_000_000u32});
    client.ask("textDocument/completion", asked(URI, &far));
    client.ask("textDocument/hover", asked(URI, &far));
    assert_eq!(client.leave().0.code(), Some(0));
}

#[test]
fn the_order_of_a_session_is_kept() {
    let mut client = Client::start();
    assert_eq!(client.response("textDocument/hover", json!({}))["error"]["code"], -32002);
    client.open(URI, SLIP);
    client.ask("initialize", json!({"capabilities": {}}));
    client.tell("initialized", json!({}));
    // What was opened before the greeting is not known.
    assert_eq!(client.response("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}}))["error"]["code"], -32602);
    client.ask("shutdown", Value::Null);
    assert_eq!(client.response("shutdown", Value::Null)["error"]["code"], -32600);
    client.tell("exit", Value::Null);
    assert_eq!(client.gone().code(), Some(0));

    let mut client = Client::greeted();
    client.tell("exit", Value::Null);
    assert_eq!(client.gone().code(), Some(1), "exit without shutdown");
    assert_eq!(Client::greeted().hang_up().code(), Some(1));
    let mut client = Client::greeted();
    client.bytes(b"GET / HTTP/1.1\r\n\r\n");
    assert_eq!(client.gone().code(), Some(2), "not this protocol at all");
}

#[test]
fn an_editor_of_few_words_is_served_as_well() {
    let mut client = Client::start();
    client.ask("initialize", json!({"processId": null, "rootUri": null, "capabilities": {}}));
    client.tell("initialized", json!({}));
    client.open(URI, SLIP);
    let found = client.diagnostics(URI, 1);
    assert_eq!(found[0]["message"], "there is no measure `lactat`\nhelp: did you mean `lactate`?");
    assert!(found[0].get("relatedInformation").is_none());
    let symbols = client.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}}));
    assert_eq!((&symbols[1]["name"], &symbols[1]["containerName"]), (&json!("I1"), &json!("inclusion")));
    client.leave();
}

#[test]
fn other_yaml_is_left_alone() {
    let mut client = Client::greeted();
    let uri = "file:///work/docker-compose.yaml";
    client.open(uri, "services:\n  web:\n    image: nginx\n");
    assert_eq!(client.diagnostics(uri, 1), Vec::<Value>::new());
    client.open("untitled:Untitled-1", "");
    assert_eq!(client.diagnostics("untitled:Untitled-1", 1)[0]["message"], "the file is empty");
    client.leave();
}

#[test]
fn a_thousand_criteria_are_checked_and_completed() {
    let mut text = "format: 1\ntrial: BIG\ninclusion:\n".to_owned();
    for i in 0..1000 {
        text.push_str(&format!(
            "- id: I{i}\n  text: Größe ≥ {i} cm\n  reviewed: J. Doe, 2026-11-20\n  rule: {{finding: {{of: smurf number {i}}}}}\n"
        ));
    }
    let mut client = Client::greeted();
    client.open(URI, &text);
    let found = client.diagnostics(URI, 1);
    assert!(found.iter().all(|d| d["severity"] != 1), "{found:?}");
    let typed = format!("{text}- id: I1000\n  text: x\n  rule: {{measure: {{of: lact");
    client.tell("textDocument/didChange", json!({"textDocument": {"uri": URI, "version": 2}, "contentChanges": [{"text": typed}]}));
    let list = client.ask("textDocument/completion", asked(URI, &place(&typed, typed.len())));
    assert_eq!(labels(&list)[0], "lactate");
    let hover = client.ask("textDocument/hover", asked(URI, &at(&typed, "finding: {of: smurf number 999")));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("smurf number 999"), "{hover}");
    let symbols = client.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}}));
    assert_eq!(symbols[0]["children"].as_array().unwrap().len(), 1001);
    assert_eq!(client.diagnostics(URI, 2)[0]["severity"], 1);
    client.leave();
}

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("lsp-{name}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}
