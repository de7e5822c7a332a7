//! From a base profile and its changes to a profile as JSON, in which every place is known.

use super::read::{hinted, word};
use crate::diagnostic::{Code, Diagnostic};
use crate::rule::yaml::tree::{Field, Kind, Value};
use crate::source::Span;
use crate::time::{Duration, Moment, Zone};
use serde_json::Value as Json;

/// Lists of items that have a name, with the field that holds it, and the field that a single
/// value stands for.
const LISTS: &[(&str, &str, &str)] =
    &[("observations", "of", "value"), ("medications", "name", "rate"), ("conditions", "name", "status"), ("procedures", "name", "status")];
/// Mappings of names.
const MAPS: &[&str] = &["labs", "findings"];
/// Fields that take each other's place.
const INSTEAD: &[(&str, &str)] = &[("age", "birth_date"), ("birth_date", "age")];

/// A profile as JSON, and where its parts stand in the test file.
pub struct Written {
    /// The profile.
    pub json: String,
    places: Vec<(Span, Span)>,
    at: Option<Moment>,
    notes: Vec<Diagnostic>,
}

/// The profile with its changes.
///
/// # Errors
/// What is wrong with the changes, with its place.
pub fn profile(base: Option<&Value>, set: Option<&Value>, remove: Option<&Value>, at: Option<Moment>) -> Result<Written, Vec<Diagnostic>> {
    let span = base.or(set).map_or(Span::default(), |v| v.span);
    let mut fields = base.and_then(map).map_or(Vec::new(), <[Field]>::to_vec);
    let mut notes = Vec::new();
    match set.map(|s| (s, map(s))) {
        Some((_, Some(changes))) => changes.iter().for_each(|change| apply(&mut fields, change)),
        Some((set, None)) => notes.push(wrong(set.span, "`set` is a mapping of fields of the profile")),
        None => {}
    }
    match remove.map(|r| (r, &r.kind)) {
        Some((_, Kind::List(items))) => items.iter().for_each(|item| notes.extend(take_out(&mut fields, item))),
        Some((remove, _)) => notes.push(wrong(remove.span, "`remove` is a list such as [age, labs.lactate]")),
        None => {}
    }
    // What the test does not say of the profile itself.
    let said = [("id", Some("test".to_owned())), ("as_of", at.map(|at| at.display(Zone::UTC)))];
    for (key, text) in said.into_iter().filter_map(|(key, text)| Some((key, text?))) {
        if !fields.iter().any(|f| f.key == key) {
            let value = Value { kind: Kind::Scalar { text, plain: false }, span };
            fields.push(Field { key: key.to_owned(), key_span: span, value });
        }
    }
    let mut written = Written { json: String::new(), places: Vec::new(), at, notes };
    written.value(&Value { kind: Kind::Map(fields), span });
    if written.notes.is_empty() { Ok(written) } else { Err(written.notes) }
}

fn apply(fields: &mut Vec<Field>, change: &Field) {
    let instead = INSTEAD.iter().find(|(new, _)| *new == change.key);
    fields.retain(|f| instead.is_none_or(|(_, old)| f.key != *old));
    let list = LISTS.iter().find(|(name, ..)| *name == change.key);
    let Some(old) = fields.iter_mut().find(|f| f.key == change.key) else {
        let value = list.map_or(change.value.clone(), |l| Value { kind: Kind::List(named(l, &change.value)), span: change.value.span });
        fields.push(Field { value, ..change.clone() });
        return;
    };
    match (&mut old.value.kind, &change.value.kind, list) {
        (Kind::List(items), Kind::Map(new), Some(list)) => {
            items.retain(|item| !new.iter().any(|f| is_named(item, list.1, &f.key)));
            items.extend(named(list, &change.value));
        }
        (Kind::Map(all), Kind::Map(new), None) if MAPS.contains(&change.key.as_str()) => {
            all.retain(|f| !new.iter().any(|n| n.key.eq_ignore_ascii_case(&f.key)));
            all.extend(new.iter().cloned());
        }
        (_, _, Some(list)) => old.value = Value { kind: Kind::List(named(list, &change.value)), span: change.value.span },
        _ => old.value = change.value.clone(),
    }
}

/// The items that `{name: value}` stands for; a list stands for itself.
fn named((_, name, single): &(&str, &str, &str), value: &Value) -> Vec<Value> {
    let Kind::Map(all) = &value.kind else {
        return if let Kind::List(items) = &value.kind { items.clone() } else { vec![value.clone()] };
    };
    let mut out = Vec::new();
    for entry in all {
        let forms = if let Kind::List(items) = &entry.value.kind { items.as_slice() } else { std::slice::from_ref(&entry.value) };
        for form in forms {
            let own = Value { kind: Kind::Scalar { text: entry.key.clone(), plain: false }, span: entry.key_span };
            let mut fields = vec![Field { key: (*name).to_owned(), key_span: entry.key_span, value: own }];
            match &form.kind {
                Kind::Map(more) => fields.extend(more.iter().cloned()),
                _ => fields.push(Field { key: (*single).to_owned(), key_span: form.span, value: form.clone() }),
            }
            out.push(Value { kind: Kind::Map(fields), span: form.span });
        }
    }
    out
}

fn is_named(item: &Value, field: &str, name: &str) -> bool {
    let own = map(item).map_or_else(|| word(item), |fields| fields.iter().find(|f| f.key == field).and_then(|f| word(&f.value)));
    own.is_some_and(|own| own.trim().eq_ignore_ascii_case(name.trim()))
}

/// Takes `age` or `labs.lactate` out.
fn take_out(fields: &mut Vec<Field>, item: &Value) -> Option<Diagnostic> {
    let Some(what) = word(item) else { return Some(wrong(item.span, "a field such as `age` or `labs.lactate` is wanted here")) };
    let (key, name) = what.split_once('.').map_or((what, None), |(key, name)| (key, Some(name)));
    let keys: Vec<String> = fields.iter().map(|f| f.key.clone()).collect();
    let Some(place) = fields.iter().position(|f| f.key == key) else {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        return Some(hinted(wrong(item.span, format!("the profile has no `{key}` to remove")), key, &keys));
    };
    let Some(name) = name else {
        fields.remove(place);
        return None;
    };
    let list = LISTS.iter().find(|(list, ..)| *list == key).map_or("name", |(_, name, _)| name);
    let kind = &mut fields.get_mut(place)?.value.kind;
    let before = length(kind);
    match kind {
        Kind::Map(all) => all.retain(|f| !f.key.eq_ignore_ascii_case(name)),
        Kind::List(items) => items.retain(|i| !is_named(i, list, name)),
        _ => {}
    }
    (length(kind) == before).then(|| wrong(item.span, format!("`{key}` has no `{name}` to remove")))
}

fn length(kind: &Kind) -> usize {
    match kind {
        Kind::Map(all) => all.len(),
        Kind::List(items) => items.len(),
        _ => 0,
    }
}

fn map(value: &Value) -> Option<&[Field]> {
    if let Kind::Map(fields) = &value.kind { Some(fields) } else { None }
}

fn wrong(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::WrongType, message).at(span)
}

impl Written {
    /// Where in the test file a byte of the JSON came from.
    pub fn place(&self, byte: usize) -> Option<Span> {
        let around = self.places.iter().filter(|(json, _)| json.start <= byte && byte < json.end);
        around.min_by_key(|(json, _)| json.len()).map(|(_, place)| *place)
    }

    fn value(&mut self, value: &Value) {
        let start = self.json.len();
        match &value.kind {
            Kind::Scalar { text, plain } => self.scalar(text, *plain, value.span),
            Kind::Alias => {
                self.notes.push(wrong(value.span, "names for repeated parts (`*name`) are not read in tests; give the profile a name instead"))
            }
            Kind::List(items) => {
                self.json.push('[');
                for (i, item) in items.iter().enumerate() {
                    self.json.push_str(if i == 0 { "" } else { ", " });
                    self.value(item);
                }
                self.json.push(']');
            }
            Kind::Map(fields) => {
                self.json.push('{');
                for (i, field) in fields.iter().enumerate() {
                    self.json.push_str(if i == 0 { "" } else { ", " });
                    let key = self.json.len();
                    self.json.push_str(&Json::from(field.key.as_str()).to_string());
                    self.places.push((Span::new(key, self.json.len()), field.key_span));
                    self.json.push_str(": ");
                    self.value(&field.value);
                }
                self.json.push('}');
            }
        }
        self.places.push((Span::new(start, self.json.len()), value.span));
    }

    fn scalar(&mut self, text: &str, plain: bool, span: Span) {
        match text {
            "" | "~" | "null" if plain => self.json.push_str("null"),
            "true" | "false" if plain => self.json.push_str(text),
            _ if plain && is_number(text) => self.json.push_str(text),
            _ if text.starts_with('@') => match self.relative(text) {
                Some(time) => self.json.push_str(&Json::from(time).to_string()),
                None => {
                    let help = "write `@`, `@-5 h` or `@+30 min`, and the moment as `at`";
                    self.notes.push(wrong(span, format!("`{text}` is no time from a moment")).help(help));
                }
            },
            _ => self.json.push_str(&Json::from(text).to_string()),
        }
    }

    /// `@-5 h`: five hours before the moment.
    fn relative(&self, text: &str) -> Option<String> {
        let at = self.at?;
        let rest = text.strip_prefix('@')?.trim();
        let moment = match (rest, rest.strip_prefix('-'), rest.strip_prefix('+')) {
            ("", ..) => at,
            (_, Some(length), _) => Duration::parse(length).ok()?.before(at, Zone::UTC),
            (_, _, Some(length)) => Duration::parse(length).ok()?.after(at, Zone::UTC),
            _ => return None,
        };
        Some(moment.display(Zone::UTC))
    }
}

/// Whether JSON has it as a number.
pub(super) fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c == '-' || c.is_ascii_digit()) && serde_json::from_str::<serde_json::Number>(text).is_ok()
}
