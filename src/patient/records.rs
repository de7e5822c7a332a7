//! `conditions`, `procedures` and `findings`: what is there or not.

use super::form::Fields;
use super::json::{Field, Kind, Value, shortened};
use super::names::{Named, is_ranged};
use super::path::Path;
use super::profile::{Origin, Presence, Profile, Record, RecordKind, is_empty_span};
use super::reader::Reader;
use super::spelling::Sort;
use crate::diagnostic::Code;
use crate::rule::Severity;
use crate::source::Span;
use crate::time::When;
use crate::vocabulary::FindingId;

pub(super) const ITEM: &[&str] = &["name", "codes", "status", "severity", "from", "to"];
pub(super) const ANSWER: &[&str] = &["value", "status", "severity", "from", "to"];

pub(super) const CONDITION: &[(&str, Presence)] =
    &[("present", Presence::Present), ("absent", Presence::Absent), ("suspected", Presence::Suspected), ("resolved", Presence::Resolved)];
pub(super) const PROCEDURE: &[(&str, Presence)] = &[("done", Presence::Present), ("not done", Presence::Absent), ("planned", Presence::Planned)];
pub(super) const ANY: &[(&str, Presence)] = &[
    ("present", Presence::Present),
    ("absent", Presence::Absent),
    ("suspected", Presence::Suspected),
    ("resolved", Presence::Resolved),
    ("done", Presence::Present),
    ("not done", Presence::Absent),
    ("planned", Presence::Planned),
    ("given", Presence::Present),
    ("not given", Presence::Absent),
];

const SEVERITIES: &[(&str, Severity)] = &[
    ("trivial", Severity::Trivial),
    ("mild", Severity::Mild),
    ("moderate", Severity::Moderate),
    ("severe", Severity::Severe),
    ("critical", Severity::Critical),
];

/// A list of records.
struct List {
    name: &'static str,
    kind: RecordKind,
    statuses: &'static [(&'static str, Presence)],
    wanted: &'static str,
}

const CONDITIONS: List = List {
    name: "conditions",
    kind: RecordKind::Condition,
    statuses: CONDITION,
    wanted: r#"a name such as "septic shock", or {"name": "septic shock", "status": "present"}"#,
};
const PROCEDURES: List = List {
    name: "procedures",
    kind: RecordKind::Procedure,
    statuses: PROCEDURE,
    wanted: r#"a name such as "VA-ECMO", or {"name": "VA-ECMO", "status": "done"}"#,
};

impl<'t> Reader<'t, '_> {
    /// Conditions; a plain text is one that is present.
    pub(super) fn conditions(&mut self, value: &Value<'t>, path: &Path<'_>, profile: &mut Profile) {
        self.items(&CONDITIONS, value, path, profile);
    }

    /// Procedures; a plain text is one that was done.
    pub(super) fn procedures(&mut self, value: &Value<'t>, path: &Path<'_>, profile: &mut Profile) {
        self.items(&PROCEDURES, value, path, profile);
    }

    /// Answers by name: true, false, null for not known, or an object with times.
    pub(super) fn findings(&mut self, value: &Value<'t>, path: &Path<'_>, profile: &mut Profile) {
        let Some(findings) = self.any_fields(value, path, r#"an object such as {"informed consent": true}"#) else { return };
        for (index, field) in findings.all.iter().enumerate() {
            profile.finding_names.push(field.key.to_string());
            self.finding(field, &path.field(&field.key), Origin { list: "findings", index }, profile);
        }
    }

    fn items(&mut self, list: &List, value: &Value<'t>, path: &Path<'_>, profile: &mut Profile) {
        for (index, item) in self.list(value, path, &format!("a list of items, each {}", list.wanted)).iter().enumerate() {
            let (path, origin) = (path.item(index), Origin { list: list.name, index });
            if let Kind::Text(name) = &item.kind
                && !name.trim().is_empty()
            {
                let named = self.checked_name(name, item.span, &path);
                let presence = named.presence.unwrap_or(Presence::Present);
                let record = Record { concept: named.concept, kind: list.kind, presence, severity: named.severity, from: None, to: None, origin };
                self.places.records.push(item.span);
                profile.records.push(record);
                continue;
            }
            let Some(fields) = self.fields(item, &path, ITEM, list.wanted) else { continue };
            self.item(list, fields, &path, origin, profile);
        }
    }

    fn item(&mut self, list: &List, fields: Fields<'_, 't>, path: &Path<'_>, origin: Origin, profile: &mut Profile) {
        let status = fields.get("status").and_then(|v| self.word(v, &path.field("status"), list.statuses));
        let given = fields.get("severity").map(|v| (self.severity(v, &path.field("severity")), v));
        let (from, to) = self.span_of(fields, false, path);
        for named in self.item_names(fields, path) {
            let presence = combined(named.presence, status);
            let Some(mut named) = self.denies(named, presence) else { continue };
            if let (Presence::Absent, Some((None, Value { kind: Kind::Text(words), .. }))) = (presence, given) {
                // "Not mild to moderate" is not "not at all": it is kept by those words.
                named.concept = self.concept(&format!("{words} {}", named.concept.written));
            }
            let severity = given.map_or(named.severity, |(severity, _)| severity);
            self.places.records.push(fields.span);
            profile.records.push(Record { concept: named.concept, kind: list.kind, presence, severity, from, to, origin });
        }
    }

    /// What is not there, where a record says so: the name, or what its code means for itself.
    pub(super) fn denies(&mut self, named: Named, presence: Presence) -> Option<Named> {
        if presence != Presence::Absent {
            return Some(named);
        }
        if named.aside {
            return None;
        }
        match &named.narrow {
            Some(code) => Some(Named { concept: self.concept(code), narrow: None, ..named }),
            None => Some(named),
        }
    }

    /// A severity. Any other word, or a range, is doubtful: the severity is not known.
    fn severity(&mut self, value: &Value<'t>, path: &Path<'_>) -> Option<Severity> {
        let known = SEVERITIES.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        let text = self.text(value, path, &format!("one of: {known}"))?;
        let severity = Severity::from_word(text);
        if severity.is_none() {
            let message = format!("`{}` is not a severity that is known: it is left open", shortened(text));
            self.note(Code::NotAValue, message, value.span, path, format!("write one of: {known}"));
        }
        severity
    }

    /// What an item is about: its name, and what its codes mean besides. Where neither is
    /// known it is kept by its words, or by its code's.
    pub(super) fn item_names(&mut self, fields: Fields<'_, 't>, path: &Path<'_>) -> Vec<Named> {
        let codes = self.codes(fields, path);
        let found = self.coded_findings(&codes, path);
        let plain = |concept, narrow| Named { concept, presence: None, severity: None, aside: false, narrow };
        let Some(name) = fields.get("name") else {
            if fields.get("codes").is_none() {
                let help = r#"give "name", or "codes" such as [{"system": "icd-10", "code": "R65.21"}]"#;
                self.note(Code::WrongType, "an item with neither a name nor codes", fields.span, path, help);
            }
            let row = |(id, narrow): &(FindingId, Option<String>)| Some((self.vocabulary.finding(*id)?.name.to_string(), narrow.clone()));
            let mut names: Vec<(String, Option<String>)> = found.iter().filter_map(row).collect();
            if names.is_empty() {
                names.extend(codes.first().map(|code| (code.name(), None)));
            }
            return names.into_iter().map(|(name, narrow)| plain(self.concept(&name), narrow)).collect();
        };
        let name_path = path.field("name");
        let Some(text) = self.text(name, &name_path, "a name such as \"septic shock\"") else { return Vec::new() };
        let named = if found.is_empty() { self.checked_name(text, name.span, &name_path) } else { self.named(text) };
        // What the name denies, its codes do not say is there.
        if self.denied(text).is_some() {
            if !found.is_empty() {
                return vec![self.checked_name(text, name.span, &name_path)];
            }
            return vec![named];
        }
        // Codes of a name say the same in other words, or more than it; one that says the same
        // more widely adds nothing.
        let known = named.concept.finding();
        let mut all = vec![named.clone()];
        for (id, narrow) in found {
            let Some(row) = self.vocabulary.finding(id).filter(|_| !known.is_some_and(|known| self.vocabulary.is_a(known, id))) else { continue };
            all.push(Named { concept: self.concept(&row.name), aside: named.concept.is_known(), narrow, ..named.clone() });
        }
        all
    }

    /// A name taken apart, with a warning where it looks misspelt.
    pub(super) fn checked_name(&mut self, name: &str, span: Span, path: &Path<'_>) -> Named {
        let named = self.named(name);
        if let Some(rest) = self.denied(name) {
            let message = format!("`{}` is kept as a name of its own: it does not say that `{}` is absent", shortened(name), shortened(rest));
            let help = format!(r#"to say so, write {{"name": "{0}", "status": "absent"}}, or "{0}": false in `findings`"#, shortened(rest));
            self.note(Code::NotAValue, message, span, path, help);
            return named;
        }
        if is_ranged(name) {
            let message = format!("the severity of `{}` is a range: it is left open", shortened(name));
            self.note(Code::NotAValue, message, span, path, "give the one that it is: trivial, mild, moderate, severe, critical");
            return named;
        }
        if !named.concept.is_known()
            && let Some(near) = self.spelling.near(Sort::Finding, &named.concept.written)
        {
            let message = format!("the vocabulary does not know `{}`; it is kept by these words", shortened(&named.concept.written));
            self.note(Code::MisspeltName, message, span, path, format!("did you mean `{near}`?"));
        }
        named
    }

    fn finding(&mut self, field: &Field<'t>, path: &Path<'_>, origin: Origin, profile: &mut Profile) {
        const WANTED: &str = r#"true, false, null (not known), or {"value": true, "from": "2026-11-20T01:00:00Z"}"#;
        let (answer, severity, (from, to)) = match &field.value.kind {
            Kind::Bool(yes) => (Some(of(*yes)), None, (None, None)),
            Kind::Null => (None, None, (None, None)),
            Kind::Object(_) => {
                let Some(fields) = self.fields(&field.value, path, ANSWER, WANTED) else { return };
                let Ok(answer) = self.answer(fields, path, WANTED) else { return };
                let severity = fields.get("severity").map(|v| (self.severity(v, &path.field("severity")), v));
                (answer, severity, self.span_of(fields, false, path))
            }
            _ => return self.wrong_type(&field.value, path, WANTED),
        };
        if field.key.trim().is_empty() {
            self.note(Code::WrongType, "a finding without a name", field.key_span, path, "name it, such as \"informed consent\": true");
            return;
        }
        let named = self.checked_name(&field.key, field.key_span, path);
        let Some(answer) = answer else {
            profile.unanswered.push(named.concept);
            return;
        };
        let presence = combined(named.presence, Some(answer));
        let mut named = named;
        if let (Presence::Absent, Some((None, Value { kind: Kind::Text(words), .. }))) = (presence, severity) {
            named.concept = self.concept(&format!("{words} {}", named.concept.written));
        }
        let severity = severity.map_or(named.severity, |(severity, _)| severity);
        self.places.records.push(field.value.span);
        profile.records.push(Record { concept: named.concept, kind: RecordKind::Finding, presence, severity, from, to, origin });
    }

    /// The answer in an object: its `value`, or a `status` instead of it.
    fn answer(&mut self, fields: Fields<'_, 't>, path: &Path<'_>, wanted: &str) -> Result<Option<Presence>, ()> {
        let status = fields.get("status").and_then(|v| self.word(v, &path.field("status"), ANY));
        match fields.written("value").map(|v| (&v.kind, v)) {
            Some((Kind::Bool(false), _)) => Ok(Some(Presence::Absent)),
            Some((Kind::Bool(true), _)) => Ok(Some(status.unwrap_or(Presence::Present))),
            Some((Kind::Null, _)) => Ok(status),
            None if fields.get("status").is_some() => Ok(status),
            Some((_, value)) => {
                self.wrong_type(value, &path.field("value"), "true, false or null");
                Err(())
            }
            None => {
                self.note(Code::WrongType, "an answer without its `value`", fields.span, path, format!("write {wanted}"));
                Err(())
            }
        }
    }

    /// `from` and `to`. What ends when it begins, or before, is warned of; with `lasting` an
    /// end at the instant of the beginning is one such.
    pub(super) fn span_of(&mut self, fields: Fields<'_, 't>, lasting: bool, path: &Path<'_>) -> (Option<When>, Option<When>) {
        let (from, to) = (self.time_in(fields, "from", path), self.time_in(fields, "to", path));
        if is_empty_span(from, to, lasting) {
            let when = if is_empty_span(from, to, false) { "before" } else { "when" };
            let span = fields.get("to").map_or(fields.span, |v| v.span);
            let message = format!("this ends {when} it begins: it counts as never having run");
            self.note(Code::EmptySpan, message, span, &path.field("to"), "give the time when it ended, or leave `to` out while it goes on");
        }
        (from, to)
    }
}

fn of(yes: bool) -> Presence {
    if yes { Presence::Present } else { Presence::Absent }
}

/// What the words of a name and a status say together. A status that says no, or says more
/// than that it is there, outweighs the name.
pub(super) fn combined(name: Option<Presence>, status: Option<Presence>) -> Presence {
    match (name, status) {
        (Some(name), None | Some(Presence::Present)) => name,
        // What was only suspected is no certain history.
        (Some(Presence::Suspected), Some(Presence::Resolved)) => Presence::Suspected,
        (_, Some(status)) => status,
        (None, None) => Presence::Present,
    }
}
