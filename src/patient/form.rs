//! Reading values of the form that a field takes, and saying what was found where they have
//! another one.

use super::json::{Field, Kind, Value, shortened};
use super::path::Path;
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span;
use crate::time::{Moment, TimeError, When, Zone};

/// The fields of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a, 't> {
    pub(super) all: &'a [Field<'t>],
    pub(super) span: Span,
}

impl<'a, 't> Fields<'a, 't> {
    /// The value of a field; `null` is as good as leaving it out.
    pub(super) fn get(&self, key: &str) -> Option<&'a Value<'t>> {
        self.written(key).filter(|v| !v.is_null())
    }

    /// The value of a field, `null` too.
    pub(super) fn written(&self, key: &str) -> Option<&'a Value<'t>> {
        self.all.iter().find(|f| f.key == key).map(|f| &f.value)
    }
}

impl<'t> Reader<'t, '_> {
    /// Notes something about a place in the file.
    pub(super) fn note(&mut self, code: Code, message: impl Into<String>, span: Span, path: &Path<'_>, help: impl Into<String>) {
        let mut diagnostic = Diagnostic::new(code, message).at(span).help(help);
        let path = path.to_string();
        if !path.is_empty() {
            diagnostic = diagnostic.within(path);
        }
        self.notes.push(diagnostic);
    }

    /// Says that a value has another form than its field takes.
    pub(super) fn wrong_type(&mut self, value: &Value<'t>, path: &Path<'_>, wanted: &str) {
        let what = match path {
            Path::Root => "a profile".to_owned(),
            path => format!("`{}`", shortened(&path.to_string())),
        };
        self.note(Code::WrongType, format!("{what} cannot be {}", value.described()), value.span, path, format!("write {wanted}"));
    }

    /// The fields of an object, all of which must be known ones.
    pub(super) fn fields<'a>(&mut self, value: &'a Value<'t>, path: &Path<'_>, known: &[&str], wanted: &str) -> Option<Fields<'a, 't>> {
        let fields = self.any_fields(value, path, wanted)?;
        for field in fields.all {
            if !known.contains(&field.key.as_ref()) {
                self.unknown_field(field, path, known);
            }
        }
        Some(fields)
    }

    /// The fields of an object whose keys are names.
    pub(super) fn any_fields<'a>(&mut self, value: &'a Value<'t>, path: &Path<'_>, wanted: &str) -> Option<Fields<'a, 't>> {
        match &value.kind {
            Kind::Object(all) => Some(Fields { all, span: value.span }),
            _ => {
                self.wrong_type(value, path, wanted);
                None
            }
        }
    }

    fn unknown_field(&mut self, field: &Field<'t>, path: &Path<'_>, known: &[&str]) {
        let near = nearest(&field.key, known.iter().copied()).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        let help = format!("{near}known here: {}", known.join(", "));
        let message = format!("there is no field `{}`", shortened(&field.key));
        self.note(Code::UnknownField, message, field.key_span, &path.field(&field.key), help);
    }

    /// The items of a list.
    pub(super) fn list<'a>(&mut self, value: &'a Value<'t>, path: &Path<'_>, wanted: &str) -> &'a [Value<'t>] {
        match &value.kind {
            Kind::List(items) => items,
            _ => {
                self.wrong_type(value, path, wanted);
                &[]
            }
        }
    }

    /// A text that is not empty.
    pub(super) fn text<'a>(&mut self, value: &'a Value<'t>, path: &Path<'_>, wanted: &str) -> Option<&'a str> {
        match &value.kind {
            Kind::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            _ => {
                self.wrong_type(value, path, wanted);
                None
            }
        }
    }

    /// One of a few words, whatever its capitals, blanks, hyphens and underscores.
    pub(super) fn word<T: Copy>(&mut self, value: &Value<'t>, path: &Path<'_>, known: &[(&str, T)]) -> Option<T> {
        let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
        let text = self.text(value, path, &format!("one of: {}", words.join(", ")))?;
        let plain = text.to_lowercase().replace(['_', '-'], " ");
        if let Some((_, meaning)) = known.iter().find(|(word, _)| *word == plain) {
            return Some(*meaning);
        }
        let near = nearest(&plain, words.iter().copied()).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        let help = format!("{near}known here: {}", words.join(", "));
        self.note(Code::WrongType, format!("`{}` is not known here", shortened(text)), value.span, path, help);
        None
    }

    /// The time in a field: an instant with its zone, or a day, month or year.
    pub(super) fn time_in(&mut self, fields: Fields<'_, 't>, key: &str, path: &Path<'_>) -> Option<When> {
        let value = fields.get(key)?;
        self.time(value, &path.field(key))
    }

    /// A time: an instant with its zone, or a day, month or year in the zone of the profile.
    pub(super) fn time(&mut self, value: &Value<'t>, path: &Path<'_>) -> Option<When> {
        let text = self.text(value, path, "a time such as \"2026-11-20T10:00:00Z\", or a day such as \"2026-11-20\"")?;
        let zone = self.zone;
        When::parse(text, zone).map_err(|error| self.no_time(&error, value.span, path)).ok()
    }

    /// An instant with its zone.
    pub(super) fn instant(&mut self, value: &Value<'t>, path: &Path<'_>) -> Option<(Moment, Zone)> {
        const WANTED: &str = "an instant such as \"2026-11-20T10:00:00Z\"";
        let text = self.text(value, path, WANTED)?;
        if When::parse(text, Zone::UTC).is_ok_and(|when| !when.is_exact()) {
            let message = format!("`{}` is a whole stretch of time; the moment asked for is an instant", shortened(text));
            self.note(Code::ImpossibleDate, message, value.span, path, "add the time of day and the zone, such as 2026-11-20T10:00:00Z");
            return None;
        }
        Moment::parse(text).map_err(|error| self.no_time(&error, value.span, path)).ok()
    }

    fn no_time(&mut self, error: &TimeError, span: Span, path: &Path<'_>) {
        let (message, help) = match error {
            TimeError::NoZone(t) => {
                (format!("`{}` has no time zone", shortened(t)), "end it with Z or an offset such as +08:00; it is never guessed")
            }
            TimeError::NoSuchDate(t) => (format!("`{}` does not exist in the calendar", shortened(t)), "write the day as it is in the chart"),
            TimeError::Form(t) => (format!("`{}` is not a time", shortened(t)), "write an instant as 2026-11-20T10:00:00Z, or a day as 2026-11-20"),
        };
        self.note(Code::ImpossibleDate, message, span, path, help);
    }
}
