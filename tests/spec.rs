//! The SPEC from outside: a rule as a trial file holds it, a profile as JSON, and the truth that
//! the SPEC gives. Cases are under `tests/spec/`; `@-5h` in them is five hours before the moment
//! asked for, 2026-11-20T10:00:00Z. Expectations were written from the SPEC, not from answers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

use serde::Deserialize;
use std::path::{Path, PathBuf};
use trialsieve::screening::{Outcome, Screening, Verdict};
use trialsieve::time::Moment;
use trialsieve::vocabulary::Vocabulary;
use trialsieve::{Truth, patient, rule, screening};

/// Where the program differs from the SPEC; a case that comes right must be taken off.
const KNOWN_FAILURES: &str = include_str!("spec/known_failures.txt");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    /// What the SPEC says.
    name: String,
    profile: String,
    /// The moment, where it is not `@`.
    #[serde(default)]
    at: Option<String>,
    /// Lines of the trial besides its criteria.
    #[serde(default)]
    trial: String,
    /// Whole criteria, `I1` and so on, for rules that refer to others.
    #[serde(default)]
    criteria: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    rule: String,
    /// The rule's truth; `null` is unknown.
    met: Option<bool>,
    /// Words of the reason.
    #[serde(default)]
    because: Option<String>,
    /// A name among the needs.
    #[serde(default)]
    needs: Option<String>,
    /// The criterion is one of exclusion.
    #[serde(default)]
    exclusion: bool,
    #[serde(default)]
    outcome: Option<String>,
    #[serde(default)]
    verdict: Option<String>,
}

#[test]
fn the_program_answers_as_the_spec_says() {
    let mut known: Vec<&str> = KNOWN_FAILURES.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for file in files() {
        let text = std::fs::read_to_string(&file).unwrap();
        let groups: Vec<Group> = serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let stem = file.file_stem().unwrap().to_str().unwrap().to_owned();
        for group in &groups {
            for (place, case) in group.cases.iter().enumerate() {
                count += 1;
                let name = format!("{stem}: {} #{}", group.name, place + 1);
                let listed = known.iter().position(|k| *k == name).map(|at| known.remove(at)).is_some();
                match (run(group, case), listed) {
                    (Ok(()), true) => wrong.push(format!("{name}\n  comes right now: take it off the known failures")),
                    (Err(found), false) => wrong.push(format!("{name}\n  {} of {}\n  {found}", case.rule, group.profile.trim())),
                    _ => {}
                }
            }
        }
    }
    assert!(known.is_empty(), "known failures that name no case: {known:#?}");
    assert!(count >= 200, "only {count} cases");
    assert!(wrong.is_empty(), "\n{} of {count}\n\n{}\n", wrong.len(), wrong.join("\n\n"));
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "yaml"));
    files.sort();
    files
}

fn run(group: &Group, case: &Case) -> Result<(), String> {
    let screened = screened(group, case)?;
    let found = screened.criteria.iter().find(|c| c.id == "X1").ok_or("the criterion is not in the answer")?;
    let met = match found.evaluation.truth {
        Truth::True => Some(true),
        Truth::False => Some(false),
        Truth::Unknown => None,
    };
    let told = format!("met {met:?}: {}", found.because);
    if met != case.met {
        return Err(format!("want {:?}, {told}", case.met));
    }
    if found.because.trim().is_empty() {
        return Err("no reason is given".to_owned());
    }
    if let Some(words) = case.because.as_ref().filter(|w| !found.because.contains(w.as_str())) {
        return Err(format!("want the reason to say `{words}`, {told}"));
    }
    let outcome = match (case.exclusion, met) {
        (_, None) => Outcome::Unknown,
        (false, Some(true)) | (true, Some(false)) => Outcome::Pass,
        _ => Outcome::Fail,
    };
    if outcome != found.outcome || case.outcome.as_ref().is_some_and(|o| *o != word(found.outcome)) {
        return Err(format!("outcome {}, {told}", word(found.outcome)));
    }
    let verdict = match screened.verdict {
        Verdict::Eligible => "eligible",
        Verdict::Ineligible => "ineligible",
        Verdict::Undetermined => "undetermined",
    };
    if case.verdict.as_ref().is_some_and(|v| v != verdict) {
        return Err(format!("verdict {verdict}, {told}"));
    }
    if let Some(need) = &case.needs {
        let needs: Vec<&str> = screened.needs.iter().map(|n| n.of.as_str()).collect();
        if !needs.contains(&need.as_str()) {
            return Err(format!("needs {needs:?}, {told}"));
        }
    }
    Ok(())
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "pass",
        Outcome::Fail => "fail",
        Outcome::Unknown => "unknown",
    }
}

fn screened(group: &Group, case: &Case) -> Result<Screening, String> {
    let vocabulary = Vocabulary::builtin();
    let section = if case.exclusion { "exclusion" } else { "inclusion" };
    let criteria = if group.criteria.is_empty() { String::new() } else { format!("{}\n", group.criteria.trim_end()) };
    let text = timed(&format!("format: 1\ntrial: X\n{}\n{criteria}{section}:\n- id: X1\n  text: x\n  rule: {}\n", group.trial, case.rule));
    let trial = rule::yaml::read(&text).map_err(|e| format!("trial: {e:?}"))?;
    let (trial, told) = rule::check(trial, Some(&text), vocabulary);
    let trial = trial.ok_or_else(|| format!("trial: {told:?}"))?;
    let (profile, told) = patient::read(&timed(&group.profile), vocabulary);
    let profile = profile.ok_or_else(|| format!("profile: {told:?}"))?;
    let at = Moment::parse(&timed(group.at.as_deref().unwrap_or("@"))).map_err(|e| e.to_string())?.0;
    Ok(screening::screen(&trial, &profile, at))
}

/// Every `@-5h` as a time.
fn timed(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let end = tail.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '+')).unwrap_or(tail.len());
        out.push_str(&shifted(&tail[..end]));
        rest = &tail[end..];
    }
    out + rest
}

/// 2026-11-20T10:00:00Z and so much before or after.
fn shifted(offset: &str) -> String {
    let (sign, length) = match offset.split_at(usize::from(!offset.is_empty())) {
        ("-", length) => (-1, length),
        (_, length) => (1, length),
    };
    let digits = length.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(length.len());
    let number: i64 = length[..digits].parse().unwrap_or(0);
    let unit = match &length[digits..] {
        "d" => 86_400,
        "h" => 3_600,
        "min" => 60,
        "s" | "" => 1,
        other => panic!("`{other}` in `{offset}`"),
    };
    // Days since 0000-03-01, after Hinnant's civil calendar.
    let seconds = 1_795_168_800_i64 + sign * number * unit;
    let days = seconds.div_euclid(86_400) + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (date, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year + era * 400 + i64::from(month <= 2);
    let time = seconds.rem_euclid(86_400);
    format!("{year:04}-{month:02}-{date:02}T{:02}:{:02}:{:02}Z", time / 3_600, time / 60 % 60, time % 60)
}
