//! `fmt`: one layout, the same meaning, every comment, and twice is once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

use assert_cmd::Command;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use trialsieve::language;
use trialsieve::rule::{Trial, yaml};
use trialsieve::vocabulary::Vocabulary;

fn trialsieve() -> Command {
    Command::cargo_bin("trialsieve").unwrap()
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fmt").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Trials with every kind of node: the shipped ones, and those of pages.
static TRIALS: LazyLock<Vec<Trial>> = LazyLock::new(trials);

fn trials() -> Vec<Trial> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut trials = Vec::new();
    for entry in fs::read_dir(top.join("criteria")).unwrap().chain(fs::read_dir(top.join("tests/pages")).unwrap()) {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        match path.extension().unwrap().to_str().unwrap() {
            "yaml" if !path.to_str().unwrap().ends_with(".test.yaml") => trials.push(yaml::read(&text).unwrap()),
            "txt" => trials.push(language::parse(&text, "PAGE", Vocabulary::builtin()).0),
            _ => {}
        }
    }
    trials.push(yaml::read(EVERY_NODE).unwrap());
    assert!(trials.len() >= 9, "{}", trials.len());
    trials
}

const EVERY_NODE: &str = r#"
format: 1
trial: EVERY
valid_for: {lactate: 6 h}
inclusion:
- id: I1
  text: "a text: with # signs, 'quotes' and \"more\""
  reviewed: J. Doe, 2026-11-20
  rule: {at_least: {count: 2, of: [{measure: {of: lactate, is: "> 5 mmol/L", take: highest, within: 6 h}}, {trend: {of: lactate, is: not falling, count: 2}}, {steady: {of: vasopressor, within: 6 h}}]}}
- id: I2
  text: "two\nlines\n"
  group: Cohort B
  rule: {not: {lasting: {for: "> 5 h", rule: {criterion: I1}}}, open: true}
exclusion:
- id: E1
  text: " blanks around "
  rule: {any: [{recorded: [age, sex]}, {review: "words: nobody # could compute"}, {finding: {of: bleeding, after: {of: surgery, kind: procedure}, within: "< 2 days"}}]}
"#;

#[test]
fn the_shipped_trials_have_the_one_layout() {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("criteria")).unwrap() {
        let path = entry.unwrap().path();
        if !path.to_str().unwrap().ends_with(".test.yaml") {
            let text = fs::read_to_string(&path).unwrap();
            assert_eq!(yaml::format(&text).unwrap(), text, "{}", path.display());
        }
    }
}

#[test]
fn comments_stay_where_they_belong() {
    let written = r#"# the head

trial: X   # the id
exclusion: # who must not
  # about E1
  - text: "Pregnancy # no comment" # eol text
    id: E1
    # before the rule
    rule: {any: [{finding: {of: pregnancy}}, # first
       # between
       {finding: {of: lactation}}]}
    # trailing in E1
inclusion:
  - id: I1
    reviewed: me, today # signed
    text: >- # folded
      a long text of more than eighty characters
      # is no comment
      but words, all the same, whatever it looks like
    rule:
      measure:
        of: lactate   # what
        # odd
        is: ">5 mmol/L"
        take: latest # the default
# the end
format: 1
"#;
    let wanted = r#"# the head
# the end
format: 1
trial: X  # the id
inclusion:
- id: I1
  text: >-  # folded
    a long text of more than eighty characters # is no comment but words, all
    the same, whatever it looks like
  rule:
    # the default
    measure:
      of: lactate  # what
      # odd
      is: "> 5 mmol/L"
  reviewed: me, today  # signed
exclusion:  # who must not
# about E1
- id: E1
  text: "Pregnancy # no comment"  # eol text
  # before the rule
  rule:
    any:
    - finding:  # first
        of: pregnancy
    # between
    - finding:
        of: lactation
  # trailing in E1
"#;
    let formatted = yaml::format(written).unwrap();
    // How a text is folded is the writer's affair.
    let plain = |text: &str| {
        text.lines()
            .filter(|l| !l.contains("no comment but") && !l.contains("the same, whatever") && !l.contains("folded"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(plain(&formatted), plain(wanted), "{formatted}");
    assert!(formatted.contains("# folded"));
    assert_eq!(yaml::read(&formatted), yaml::read(written));
    assert_eq!(yaml::format(&formatted).unwrap(), formatted);
}

#[test]
fn unknown_fields_and_what_is_no_trial_are_refused_with_their_place() {
    let folder = folder("refused");
    let text = "format: 1\ntrial: X\ninclusion: []\nexclusion: []\ninclusoin: []\n";
    fs::write(folder.join("x.yaml"), text).unwrap();
    fs::write(folder.join("y.yaml"), "trial: Z\nformat: 1\ninclusion: []\nexclusion: []\n").unwrap();
    let output = trialsieve().arg("fmt").arg(&folder).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("x.yaml:5:1") && said.contains("did you mean `inclusion`?"), "{said}");
    assert_eq!(fs::read_to_string(folder.join("x.yaml")).unwrap(), text);
    // The others are formatted all the same.
    assert_eq!(fs::read_to_string(folder.join("y.yaml")).unwrap(), "format: 1\ntrial: Z\ninclusion: []\nexclusion: []\n");
}

#[test]
fn check_changes_nothing_and_shows_what_would() {
    let folder = folder("check");
    fs::create_dir(folder.join("below")).unwrap();
    let file = folder.join("below/x.yaml");
    let text = "trial: X # kept\nformat: 1\ninclusion: []\nexclusion: []\n";
    fs::write(&file, text).unwrap();
    let output = trialsieve().args(["fmt", "--check"]).arg(&folder).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("x.yaml would change") && shown.contains("1 - trial: X # kept") && shown.contains("2 + trial: X  # kept"), "{shown}");
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    assert_eq!(trialsieve().arg("fmt").arg(&folder).output().unwrap().status.code(), Some(0));
    assert_eq!(fs::read_to_string(&file).unwrap(), "format: 1\ntrial: X  # kept\ninclusion: []\nexclusion: []\n");
    let again = trialsieve().args(["fmt", "--check"]).arg(&folder).output().unwrap();
    assert_eq!((again.status.code(), again.stdout.len()), (Some(0), 0));
    assert_eq!(fs::read_dir(folder.join("below")).unwrap().count(), 1, "nothing is left beside the file");
}

#[test]
fn standard_input_is_formatted_to_standard_output() {
    let output = trialsieve().args(["fmt", "-"]).write_stdin("trial: X\nformat: 1\ninclusion: []\nexclusion: []").output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "format: 1\ntrial: X\ninclusion: []\nexclusion: []\n");
    assert!(output.stderr.is_empty());
    assert_eq!(trialsieve().args(["fmt", "no-such-folder"]).output().unwrap().status.code(), Some(2));
}

/// A text with comments at some of its lines.
fn commented(text: &str, comments: &[(usize, usize, bool)]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (nth, (line, indent, beside)) in comments.iter().enumerate() {
        let line = line % lines.len();
        if *beside && !lines[line].contains("# note") {
            lines[line].push_str(&format!(" # note {nth}."));
        } else {
            lines.insert(line, format!("{:indent$}# note {nth}.", ""));
        }
    }
    lines.join("\n") + "\n"
}

fn laws(text: &str, count: usize) {
    let formatted = yaml::format(text).unwrap_or_else(|e| panic!("{e:?}\n{text}"));
    assert_eq!(yaml::read(&formatted).unwrap(), yaml::read(text).unwrap(), "the meaning of\n{text}");
    assert_eq!(yaml::format(&formatted).unwrap(), formatted, "twice\n{text}");
    for nth in 0..count {
        assert_eq!(formatted.matches(&format!("# note {nth}.")).count(), 1, "note {nth} of\n{text}\nin\n{formatted}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// JSON is YAML in another layout.
    #[test]
    fn meaning_and_comments_survive_and_twice_is_once(
        which in any::<prop::sample::Index>(),
        comments in prop::collection::vec((any::<usize>(), 0usize..14, any::<bool>()), 0..12),
    ) {
        let json = serde_json::to_string_pretty(which.get(&TRIALS)).unwrap();
        laws(&commented(&json, &comments), comments.len());
    }

    #[test]
    fn comments_in_the_one_layout_survive_too(
        which in any::<prop::sample::Index>(),
        comments in prop::collection::vec((any::<usize>(), 0usize..14, any::<bool>()), 0..12),
    ) {
        let trial = which.get(&TRIALS);
        let text = commented(&yaml::write(trial), &comments);
        // Within folded words it is no comment.
        prop_assume!(yaml::read(&text).is_ok_and(|t| t == *trial));
        laws(&text, comments.len());
    }
}
