//! JSON as a tree in which every value knows its place in the text.
//!
//! `serde_json` does the parsing and lends each value as the very slice of the text that it
//! was read from. Numbers stay text: they never pass through floating point.

use super::path::Path;
use super::syntax;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, line_column};
use rustc_hash::FxHashMap;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value<'t> {
    pub(super) kind: Kind<'t>,
    pub(super) span: Span,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind<'t> {
    Null,
    Bool(bool),
    /// A number, as written.
    Number(&'t str),
    Text(Cow<'t, str>),
    List(Vec<Value<'t>>),
    /// Fields in the order of the file; of a key that stands twice, the first.
    Object(Vec<Field<'t>>),
}

/// A key of an object with its value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field<'t> {
    pub(super) key: Cow<'t, str>,
    pub(super) key_span: Span,
    pub(super) value: Value<'t>,
}

/// Reads a text as JSON. What is not JSON at all gives no value; a key that stands twice is
/// reported, and the value is there.
pub(super) fn read<'t>(text: &'t str, notes: &mut Vec<Diagnostic>) -> Option<Value<'t>> {
    if let Some(wrong) = syntax::too_deep(text) {
        notes.push(wrong);
        return None;
    }
    // Files from some systems begin with a byte order mark, which is not JSON and means nothing.
    let json = text.strip_prefix('\u{feff}').unwrap_or(text);
    match serde_json::from_str::<&RawValue>(json) {
        Ok(raw) => Some(Tree { text, notes }.value(raw, &Path::Root)),
        Err(error) => {
            notes.push(syntax::not_json(text, text.len().saturating_sub(json.len()), &error));
            None
        }
    }
}

struct Tree<'t, 'n> {
    text: &'t str,
    notes: &'n mut Vec<Diagnostic>,
}

impl<'t> Tree<'t, '_> {
    /// Goes down at most [`crate::limits::MAX_NESTING`] levels: deeper texts are refused before.
    fn value(&mut self, raw: &'t RawValue, path: &Path<'_>) -> Value<'t> {
        let written = raw.get();
        let span = self.span(written);
        let kind = match written.bytes().next() {
            Some(b'{') => self.object(written, span, path),
            Some(b'[') => self.list(written, span, path),
            Some(b'"') => Kind::Text(self.string(written, path)),
            Some(b't') => Kind::Bool(true),
            Some(b'f') => Kind::Bool(false),
            Some(b'n') | None => Kind::Null,
            Some(_) => Kind::Number(written),
        };
        Value { kind, span }
    }

    fn list(&mut self, written: &'t str, span: Span, path: &Path<'_>) -> Kind<'t> {
        match serde_json::from_str::<Vec<&RawValue>>(written) {
            Ok(items) => Kind::List(items.into_iter().enumerate().map(|(i, raw)| self.value(raw, &path.item(i))).collect()),
            Err(error) => {
                self.notes.push(syntax::not_json(self.text, span.start, &error).within(path.to_string()));
                Kind::List(Vec::new())
            }
        }
    }

    fn object(&mut self, written: &'t str, span: Span, path: &Path<'_>) -> Kind<'t> {
        let entries = match serde_json::from_str::<Entries<'t>>(written) {
            Ok(Entries(entries)) => entries,
            Err(error) => {
                self.notes.push(syntax::not_json(self.text, span.start, &error).within(path.to_string()));
                return Kind::Object(Vec::new());
            }
        };
        let mut fields: Vec<Field<'t>> = Vec::with_capacity(entries.len());
        let mut seen: FxHashMap<Cow<'t, str>, Span> = FxHashMap::default();
        for (key, raw) in entries {
            let key_span = self.span(key.get());
            let key = self.string(key.get(), path);
            // A handful of keys is looked through faster than a table of them is made.
            let first = if fields.len() < 16 { fields.iter().find(|f| f.key == key).map(|f| f.key_span) } else { seen.get(&key).copied() };
            if let Some(first) = first {
                self.notes.push(self.twice(&key, key_span, first, path));
                continue;
            }
            if fields.len() == 15 {
                seen.extend(fields.iter().map(|f| (f.key.clone(), f.key_span)));
            }
            if fields.len() >= 15 {
                seen.insert(key.clone(), key_span);
            }
            let value = self.value(raw, &path.field(&key));
            fields.push(Field { key, key_span, value });
        }
        Kind::Object(fields)
    }

    fn twice(&self, key: &str, second: Span, first: Span, path: &Path<'_>) -> Diagnostic {
        let place = line_column(self.text, first.start);
        Diagnostic::new(Code::DuplicateKey, format!("`{key}` stands twice in one object, first at {place}"))
            .at(second)
            .within(path.field(key).to_string())
            .help("keep the one that holds: which of the two that is cannot be known here")
    }

    /// The text of a string, without copying it where nothing in it is escaped.
    fn string(&mut self, written: &'t str, path: &Path<'_>) -> Cow<'t, str> {
        let plain = written.strip_prefix('"').and_then(|t| t.strip_suffix('"')).filter(|t| !t.contains('\\'));
        if let Some(plain) = plain {
            return Cow::Borrowed(plain);
        }
        match serde_json::from_str::<String>(written) {
            Ok(text) => Cow::Owned(text),
            Err(error) => {
                let span = self.span(written);
                self.notes.push(syntax::not_json(self.text, span.start, &error).at(span).within(path.to_string()));
                Cow::Borrowed("")
            }
        }
    }

    /// Where a slice of the text stands in it.
    fn span(&self, slice: &'t str) -> Span {
        let start = slice.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        Span::new(start, start.saturating_add(slice.len()))
    }
}

/// The keys and values of an object in their order, repeated keys too.
struct Entries<'t>(Vec<(&'t RawValue, &'t RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Entries(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

impl<'t> Value<'t> {
    /// What it is, for a message: `the number 5`, `a list`.
    pub(super) fn described(&self) -> String {
        match &self.kind {
            Kind::Null => "null".to_owned(),
            Kind::Bool(b) => b.to_string(),
            Kind::Number(n) => format!("the number {}", shortened(n)),
            Kind::Text(t) => format!("the text \"{}\"", shortened(t)),
            Kind::List(_) => "a list".to_owned(),
            Kind::Object(_) => "an object".to_owned(),
        }
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }
}

/// As much of a text as fits into a message.
pub(super) fn shortened(text: &str) -> Cow<'_, str> {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_knows_its_place_and_its_own_spelling() {
        let text = "\u{feff} {\"a\": [35.0, \"ä\\n\"], \"b\": {\"c\": null}}";
        let mut notes = Vec::new();
        let root = read(text, &mut notes).unwrap();
        assert!(notes.is_empty(), "{notes:?}");
        let Kind::Object(fields) = &root.kind else { panic!("{root:?}") };
        assert_eq!(fields[1].key_span.of(text), "\"b\"");
        assert_eq!(fields[1].value.span.of(text), "{\"c\": null}");
        let Kind::List(items) = &fields[0].value.kind else { panic!("{root:?}") };
        assert_eq!(items[0].kind, Kind::Number("35.0"));
        assert_eq!(items[1].kind, Kind::Text("ä\n".into()));
        assert_eq!(items[1].span.of(text), "\"ä\\n\"");
    }

    #[test]
    fn a_repeated_key_is_found_in_small_and_large_objects() {
        for count in [1, 2, 15, 16, 17, 40] {
            let keys: Vec<String> = (0..count).map(|i| format!("\"k{i}\": {i}")).collect();
            let mut notes = Vec::new();
            read(&format!("{{{}}}", keys.join(",")), &mut notes).unwrap();
            assert!(notes.is_empty(), "{count}: {notes:?}");
            for i in 0..count {
                let text = format!("{{{}, \"k{i}\": 1}}", keys.join(","));
                let mut notes = Vec::new();
                read(&text, &mut notes).unwrap();
                assert_eq!(notes.len(), 1, "{text}");
                assert_eq!(notes[0].code, Code::DuplicateKey);
                assert!(notes[0].span.unwrap().start > text.len() - 12);
            }
        }
        // An escape does not make another key of it.
        let mut notes = Vec::new();
        read(r#"{"a": 1, "\u0061": 2}"#, &mut notes).unwrap();
        assert_eq!(notes.len(), 1);
    }
}
