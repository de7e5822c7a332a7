//! Values that stand in files as one string: comparisons, durations, severities.

use crate::quantity::Is;
use crate::time::{Duration, DurationBound};
use serde::{Deserialize, Deserializer, Serializer};
use std::fmt::Display;

/// A value that is written as one string and read back from it.
pub trait TextForm: Sized + Display {
    /// Reads the string.
    ///
    /// # Errors
    /// A sentence that says what was found and what would do.
    fn read(text: &str) -> Result<Self, String>;
}

impl TextForm for Is {
    fn read(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|e| e.to_string())
    }
}

impl TextForm for DurationBound {
    fn read(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|e| e.to_string())
    }
}

impl TextForm for Duration {
    fn read(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|e| e.to_string())
    }
}

/// A value from a fixed list of words, with what each is called.
pub(crate) fn word<T: Copy>(text: &str, what: &str, words: &[(T, &str)]) -> Result<T, String> {
    let t = text.trim();
    if let Some((value, _)) = words.iter().find(|(_, w)| w.eq_ignore_ascii_case(t)) {
        return Ok(*value);
    }
    let known: Vec<&str> = words.iter().map(|(_, w)| *w).collect();
    let hint = crate::diagnostic::nearest(t, known.iter().copied()).map_or(String::new(), |w| format!("; did you mean `{w}`?"));
    Err(format!("`{t}` is no {what}; it is one of {}{hint}", known.join(", ")))
}

pub(super) fn read<'de, T: TextForm, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
    T::read(&text).map_err(serde::de::Error::custom)
}

pub(super) fn write<T: TextForm, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// The same for fields that may be left out.
pub(super) mod optional {
    use super::{Deserializer, Serializer, TextForm};

    pub fn deserialize<'de, T: TextForm, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        super::read(deserializer).map(Some)
    }

    pub fn serialize<T: TextForm, S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => super::write(value, serializer),
            None => serializer.serialize_none(),
        }
    }
}

/// The same for fields that must be there.
pub(super) mod required {
    use super::{Deserializer, Serializer, TextForm};

    pub fn deserialize<'de, T: TextForm, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        super::read(deserializer)
    }

    pub fn serialize<T: TextForm, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        super::write(value, serializer)
    }
}
