//! What is fuzzed, as plain functions: libFuzzer runs them (`fuzz_targets/`), and so does
//! `tests/fuzz.rs` on the stable compiler. Each panics where a promise is broken.
#![allow(dead_code)]

use trialsieve::language::{Parsed, parse as parse_page, parse_criterion, read};
use trialsieve::rule::{CriterionKind, Rule, check, print, yaml as trial_file};
use trialsieve::vocabulary::Vocabulary;

/// Criteria text: nothing stops it, every character is accounted for, every place is in the
/// text, and the rule prints back as itself.
pub fn parse(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let vocabulary = Vocabulary::builtin();
    let characters = text.chars().count();
    let written = text.chars().filter(|c| !c.is_whitespace()).count();
    for kind in [CriterionKind::Inclusion, CriterionKind::Exclusion] {
        let Parsed { rule, coverage, stretches, .. } = parse_criterion(&text, kind, vocabulary);
        assert_eq!(coverage.total(), written, "characters are lost in {text:?}");
        assert_eq!(stretches.last().map_or(0, |s| s.at.end), characters, "the stretches do not reach the end of {text:?}");
        rule.walk(&mut |r| assert!(r.at.is_none_or(|at| at.start <= at.end && at.end <= characters), "{:?} is not in {text:?}", r.at));
        reads_back(&rule, kind);
    }
    let (trial, _) = parse_page(&text, "fuzz", vocabulary);
    let _ = read(&trial, vocabulary);
}

/// A trial file: it is refused with a reason, or checked, written and read back as the same.
pub fn yaml(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match trial_file::read(text) {
        Err(diagnostics) => assert!(!diagnostics.is_empty(), "refused without a reason: {text:?}"),
        Ok(trial) => {
            let written = trial_file::write(&trial);
            assert_eq!(trial_file::read(&written).as_ref(), Ok(&trial), "{text:?} is written as\n{written}");
            let _ = check(trial, Some(text), Vocabulary::builtin());
        }
    }
}

/// A profile: it is refused with a reason, or read.
pub fn profile(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (profile, diagnostics) = trialsieve::patient::read(text, Vocabulary::builtin());
    assert!(profile.is_some() || !diagnostics.is_empty(), "refused without a reason: {text:?}");
}

fn reads_back(rule: &Rule, kind: CriterionKind) {
    let printed = print(rule, Vocabulary::builtin());
    let again = parse_criterion(&printed, kind, Vocabulary::builtin()).rule;
    assert!(again == *rule, "{printed:?} does not read back as {rule:?}");
}
