//! Reading a test file: what it asks, with every place.

use super::build;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::patient::{self, Profile};
use crate::rule::{CheckedTrial, yaml::tree};
use crate::screening::{Outcome, Verdict};
use crate::source::Span;
use crate::time::Moment;
use std::collections::BTreeSet;
use tree::{Field, Kind, Value};

/// The tests of one trial.
#[derive(Debug, Clone)]
pub struct Suite {
    /// The trial that they are about.
    pub trial: String,
    /// The tests, in the order of the file.
    pub cases: Vec<Case>,
}

/// One test: a patient, a moment, and what has to come out.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// The patient.
    pub profile: Profile,
    /// Doubtful data of the patient.
    pub doubts: Vec<Diagnostic>,
    /// The moment asked for.
    pub moment: Moment,
    /// What each criterion has to be.
    pub expect: Vec<(String, Outcome)>,
    /// What has to follow for the trial.
    pub verdict: Option<Verdict>,
}

/// The fields of a test file.
pub(super) const FIELDS: &[&str] = &["format", "trial", "at", "profiles", "tests"];
/// The fields of a test.
pub(super) const CASE: &[&str] = &["name", "profile", "at", "set", "remove", "expect", "verdict"];

/// The id of the trial that a test file is about, and the file as a tree.
///
/// # Errors
/// What is not YAML or has no `trial`.
pub fn trial_of(text: &str) -> Result<(String, Value), Diagnostic> {
    let root = tree::read(text)?.root;
    let help = "a test file begins with `format: 1` and `trial: <id>`";
    let Some(root) = root else { return Err(Diagnostic::new(Code::NotYaml, "the file is empty").help(help)) };
    let trial = field(&root, "trial").and_then(|f| word(&f.value)).map(str::to_owned);
    match trial {
        Some(trial) => Ok((trial, root)),
        None => Err(Diagnostic::new(Code::WrongType, "the test file does not say which trial it is about").at(root.span).help(help)),
    }
}

/// Reads the tests of a trial. With an error there are none; warnings leave them in force.
pub fn read(text: &str, trial: &CheckedTrial) -> (Option<Suite>, Vec<Diagnostic>) {
    let root = match trial_of(text) {
        Ok((_, root)) => root,
        Err(diagnostic) => return (None, vec![diagnostic]),
    };
    let mut reader = Reader { trial, notes: Vec::new() };
    let suite = reader.suite(&root);
    let broken = reader.notes.iter().any(Diagnostic::is_error);
    (Some(suite).filter(|_| !broken), reader.notes)
}

struct Reader<'a> {
    trial: &'a CheckedTrial,
    notes: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn suite(&mut self, root: &Value) -> Suite {
        self.known(root, FIELDS, "a test file");
        if let Some(format) = field(root, "format").filter(|f| word(&f.value) != Some("1")) {
            self.wrong(format.value.span, "this version reads format 1", "write `format: 1`");
        }
        let id = self.trial.trial().trial.clone();
        if let Some(named) = field(root, "trial").filter(|f| word(&f.value) != Some(id.as_str())) {
            self.wrong(named.value.span, format!("the tests are of another trial than `{id}`"), format!("write `trial: {id}`"));
        }
        let at = field(root, "at").and_then(|f| self.moment(&f.value));
        let profiles = field(root, "profiles").map_or(&[] as &[Field], |f| self.map(&f.value, "names with profiles"));
        for profile in profiles {
            self.map(&profile.value, "the fields of a profile");
        }
        let mut suite = Suite { trial: id, cases: Vec::new() };
        let mut names = BTreeSet::new();
        let tests = field(root, "tests").map_or(&[] as &[Value], |f| self.list(&f.value, "a list of tests"));
        if tests.is_empty() {
            self.wrong(root.span, "the file has no tests", "add `tests:` with a list of them");
        }
        for test in tests {
            let Some(case) = self.case(test, at, profiles) else { continue };
            if !names.insert(case.name.clone()) {
                let diagnostic = Diagnostic::new(Code::DuplicateId, format!("there are two tests `{}`", case.name));
                self.notes.push(diagnostic.at(case.span).help("give each test a name of its own"));
            }
            suite.cases.push(case);
        }
        suite
    }

    fn case(&mut self, test: &Value, at: Option<Moment>, profiles: &[Field]) -> Option<Case> {
        let before = self.notes.len();
        self.map(test, "a test");
        self.known(test, CASE, "a test");
        let name = field(test, "name").and_then(|f| word(&f.value)).unwrap_or_default().to_owned();
        if name.is_empty() {
            self.wrong(test.span, "a test without a name", "say in `name` what it shows");
        }
        let at = field(test, "at").and_then(|f| self.moment(&f.value)).or(at);
        let base = match field(test, "profile") {
            Some(Field { value, .. }) if matches!(value.kind, Kind::Map(_)) => Some(value),
            Some(named) => Some(&self.profile(&named.value, profiles)?.value),
            None => None,
        };
        let expect = field(test, "expect").map_or(Vec::new(), |f| self.expectations(&f.value));
        let verdict = field(test, "verdict").and_then(|f| self.choice(&f.value, "verdict", VERDICTS));
        if expect.is_empty() && field(test, "verdict").is_none() {
            self.wrong(test.span, "the test expects nothing", "say in `expect` or `verdict` what has to come out");
        }
        let set = field(test, "set").map(|f| &f.value);
        let remove = field(test, "remove").map(|f| &f.value);
        let written = match build::profile(base, set, remove, at) {
            Ok(written) => written,
            Err(notes) => {
                self.notes.extend(notes);
                return None;
            }
        };
        let (profile, notes) = patient::read(&written.json, self.trial.vocabulary());
        let notes = notes.into_iter().map(|mut d| {
            d.span = Some(d.span.and_then(|s| written.place(s.start)).unwrap_or(test.span));
            d
        });
        let (errors, doubts): (Vec<_>, Vec<_>) = notes.partition(Diagnostic::is_error);
        self.notes.extend(errors);
        let profile = profile?;
        let Some(moment) = at.or(profile.as_of).or_else(|| profile.newest()) else {
            self.wrong(
                test.span,
                "the test says no moment, and its profile has no time",
                "write `at: 2026-11-20T10:00:00Z`, for all tests at the head of the file",
            );
            return None;
        };
        (self.notes.len() == before).then_some(Case { name, span: name_span(test), profile, doubts, moment, expect, verdict })
    }

    fn profile<'f>(&mut self, named: &Value, profiles: &'f [Field]) -> Option<&'f Field> {
        let name = word(named).unwrap_or_default();
        let found = profiles.iter().find(|p| p.key == name);
        if found.is_none() {
            let known: Vec<&str> = profiles.iter().map(|p| p.key.as_str()).collect();
            self.unknown(named.span, format!("there is no profile `{name}`"), name, &known);
        }
        found
    }

    fn expectations(&mut self, value: &Value) -> Vec<(String, Outcome)> {
        let mut found: Vec<(String, Outcome)> = Vec::new();
        for entry in self.map(value, "criteria with their outcomes, as {I1: pass, E2: unknown}") {
            let known: Vec<&str> = self.trial.criteria().iter().map(|c| c.id.as_str()).collect();
            if !known.contains(&entry.key.as_str()) {
                self.unknown(entry.key_span, format!("the trial has no criterion `{}`", entry.key), &entry.key, &known);
            }
            if let Some(outcome) = self.choice(&entry.value, "outcome", OUTCOMES) {
                found.push((entry.key.clone(), outcome));
            }
        }
        found
    }

    fn moment(&mut self, value: &Value) -> Option<Moment> {
        match word(value).map(Moment::parse) {
            Some(Ok((moment, _))) => Some(moment),
            Some(Err(error)) => {
                self.wrong(value.span, error.to_string(), "write it as 2026-11-20T10:00:00Z");
                None
            }
            None => {
                self.wrong(value.span, "a time is wanted here", "write it as 2026-11-20T10:00:00Z");
                None
            }
        }
    }

    fn choice<T: Copy>(&mut self, value: &Value, what: &str, words: &[(&str, T)]) -> Option<T> {
        let found = word(value).unwrap_or_default();
        let choice = words.iter().find(|(w, _)| *w == found).map(|(_, t)| *t);
        if choice.is_none() {
            let known: Vec<&str> = words.iter().map(|(w, _)| *w).collect();
            let help =
                nearest(found, known.iter().copied()).map_or_else(|| format!("write {}", known.join(", ")), |w| format!("did you mean `{w}`?"));
            self.wrong(value.span, format!("`{found}` is no {what}"), help);
        }
        choice
    }

    fn known(&mut self, value: &Value, names: &[&str], what: &str) {
        let Kind::Map(fields) = &value.kind else { return };
        for (i, field) in fields.iter().enumerate() {
            if !names.contains(&field.key.as_str()) {
                let message = format!("{what} has no field `{}`", field.key);
                self.notes.push(hinted(Diagnostic::new(Code::UnknownNode, message).at(field.key_span), &field.key, names));
            }
            self.twice(fields.get(..i).unwrap_or_default(), field);
        }
    }

    fn twice(&mut self, before: &[Field], field: &Field) {
        if before.iter().any(|f| f.key == field.key) {
            let message = format!("the key `{}` stands twice", field.key);
            self.notes.push(Diagnostic::new(Code::DuplicateKey, message).at(field.key_span).help("which of the two holds cannot be known: keep one"));
        }
    }

    fn map<'v>(&mut self, value: &'v Value, what: &str) -> &'v [Field] {
        if let Kind::Map(fields) = &value.kind {
            for (i, field) in fields.iter().enumerate() {
                self.twice(fields.get(..i).unwrap_or_default(), field);
            }
            return fields;
        }
        self.wrong(value.span, format!("{what}: a mapping is wanted here"), "write `key: value` pairs, or {key: value}");
        &[]
    }

    fn list<'v>(&mut self, value: &'v Value, what: &str) -> &'v [Value] {
        if let Kind::List(items) = &value.kind {
            return items;
        }
        self.wrong(value.span, format!("{what} is wanted here"), "write one item a line, each behind a `- `, or [one, two]");
        &[]
    }

    fn unknown(&mut self, span: Span, message: String, name: &str, known: &[&str]) {
        self.notes.push(hinted(Diagnostic::new(Code::BrokenReference, message).at(span), name, known));
    }

    fn wrong(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.notes.push(Diagnostic::new(Code::WrongType, message).at(span).help(help));
    }
}

const OUTCOMES: &[(&str, Outcome)] = &[("pass", Outcome::Pass), ("fail", Outcome::Fail), ("unknown", Outcome::Unknown)];
const VERDICTS: &[(&str, Verdict)] = &[("eligible", Verdict::Eligible), ("ineligible", Verdict::Ineligible), ("undetermined", Verdict::Undetermined)];

pub(super) fn hinted(diagnostic: Diagnostic, name: &str, known: &[&str]) -> Diagnostic {
    diagnostic.help(match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known here: {}", known.join(", ")),
    })
}

/// The field of a mapping.
pub(super) fn field<'v>(value: &'v Value, name: &str) -> Option<&'v Field> {
    let Kind::Map(fields) = &value.kind else { return None };
    fields.iter().find(|f| f.key == name)
}

/// The text of a single value.
pub(super) fn word(value: &Value) -> Option<&str> {
    if let Kind::Scalar { text, .. } = &value.kind { Some(text) } else { None }
}

fn name_span(test: &Value) -> Span {
    field(test, "name").map_or(test.span, |f| f.value.span)
}
