//! Words in lower case, borrowed where they are written so.

use std::borrow::{Borrow, Cow};
use std::ops::Deref;

/// A text in lower case.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lower<'t>(Cow<'t, str>);

impl<'t> Lower<'t> {
    /// The text in lower case; most words are so already.
    pub fn of(text: &'t str) -> Self {
        let is_lower = text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
        Self(if is_lower { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) })
    }

    /// What is in lower case already.
    pub fn known(text: &'t str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Lower<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self)
    }
}

impl From<String> for Lower<'_> {
    fn from(text: String) -> Self {
        let is_lower = text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
        Self(Cow::Owned(if is_lower { text } else { text.to_lowercase() }))
    }
}

impl From<Lower<'_>> for String {
    fn from(lower: Lower<'_>) -> Self {
        lower.0.into_owned()
    }
}

impl Deref for Lower<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Lower<'_> {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Lower<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl Borrow<str> for Lower<'_> {
    fn borrow(&self) -> &str {
        self
    }
}
