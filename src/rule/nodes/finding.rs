use crate::rule::text::{self, TextForm};
use crate::time::DurationBound;
use crate::vocabulary::FindingKind;
use serde::{Deserialize, Serialize};

/// `finding: {of: aortic regurgitation, severity: moderate to severe}`: it is present at the
/// moment.
///
/// A procedure, event or past drug counts as `ever`. What is asked `within`, `before` or
/// `after` need not be there any more. With `ahead`, `within` and
/// `for` are of the time to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FindingRule {
    /// The finding, by a name of the vocabulary or by its words.
    pub of: String,
    /// What sort of thing it is, where the name leaves that open.
    #[serde(default, with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "FindingKind"))]
    pub kind: Option<FindingKind>,
    /// How sure it must be.
    #[serde(default, with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Certainty"))]
    pub certainty: Option<Certainty>,
    /// How severe it must be.
    #[serde(default, with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "SeverityRange"))]
    pub severity: Option<SeverityRange>,
    /// It is or was there ("history of").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ever: bool,
    /// The look-back, or with `before`/`after` the distance to that finding's start.
    #[serde(default, with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "DurationBound"))]
    pub within: Option<DurationBound>,
    /// `within` and `for` look ahead from the moment: what is planned shall be due in that time,
    /// or last so long.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ahead: bool,
    /// How long it has been there, up to the moment.
    #[serde(rename = "for", default, with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "DurationBound"))]
    pub lasts: Option<DurationBound>,
    /// It began before this finding began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Anchor>,
    /// It began after this finding began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Anchor>,
}

/// The finding that a time is counted from: its name, or its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor(pub Box<FindingRule>);

/// How sure a finding must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Certainty {
    /// Known to be there.
    Confirmed,
    /// Suspected or known to be there.
    Suspected,
}

/// How bad a finding is, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Hardly noticed.
    Trivial,
    /// Mild.
    Mild,
    /// Moderate.
    Moderate,
    /// Severe.
    Severe,
    /// Critical.
    Critical,
}

/// The severities that satisfy a rule: a single one is met by it or worse; "severe" as the
/// upper end includes critical.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SeverityRange {
    /// The least.
    pub low: Severity,
    /// The worst, where the text names one ("mild to moderate").
    pub high: Option<Severity>,
}

impl FindingRule {
    /// A finding that is present at the moment.
    pub fn new(of: impl Into<String>) -> Self {
        Self {
            of: of.into(),
            kind: None,
            certainty: None,
            severity: None,
            ever: false,
            within: None,
            ahead: false,
            lasts: None,
            before: None,
            after: None,
        }
    }

    /// Whether nothing but the name is asked.
    pub fn is_plain(&self) -> bool {
        *self == Self::new(self.of.clone())
    }
}

impl Anchor {
    /// The finding of that name.
    pub fn named(name: impl Into<String>) -> Self {
        Self(Box::new(FindingRule::new(name)))
    }
}

impl Serialize for Anchor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_plain() { serializer.serialize_str(&self.0.of) } else { self.0.serialize(serializer) }
    }
}

impl<'de> Deserialize<'de> for Anchor {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrFields;
        impl<'de> serde::de::Visitor<'de> for NameOrFields {
            type Value = Anchor;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the name of a finding, or its fields")
            }

            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Anchor, E> {
                Ok(Anchor::named(name))
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Anchor, A::Error> {
                FindingRule::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(|f| Anchor(Box::new(f)))
            }
        }
        deserializer.deserialize_any(NameOrFields)
    }
}

impl Severity {
    pub(crate) const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Trivial, "trivial"), (Self::Mild, "mild"), (Self::Moderate, "moderate"), (Self::Severe, "severe"), (Self::Critical, "critical")];

    /// The severity that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, w)| w.eq_ignore_ascii_case(word.trim())).map(|(s, _)| *s)
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(Self::WORDS.iter().find(|(t, _)| t == self).map_or("", |(_, w)| w))
    }
}

impl SeverityRange {
    /// Whether a severity is in the range.
    pub fn holds(self, severity: Severity) -> bool {
        let high = match self.high {
            None | Some(Severity::Severe) => Severity::Critical,
            Some(high) => high,
        };
        self.low <= severity && severity <= high
    }
}

impl std::fmt::Display for SeverityRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.high {
            Some(high) => write!(f, "{} to {high}", self.low),
            None => self.low.fmt(f),
        }
    }
}

impl TextForm for SeverityRange {
    fn read(text: &str) -> Result<Self, String> {
        let (low, high) = text.split_once(" to ").map_or((text, None), |(low, high)| (low, Some(high)));
        let low = text::word(low, "severity", Severity::WORDS)?;
        let high = high.map(|h| text::word(h, "severity", Severity::WORDS)).transpose()?;
        if high.is_some_and(|h| h < low) {
            return Err(format!("`{text}` runs backwards; write the milder severity first"));
        }
        Ok(Self { low, high })
    }
}

impl Certainty {
    pub(crate) const WORDS: &'static [(Self, &'static str)] = &[(Self::Confirmed, "confirmed"), (Self::Suspected, "suspected")];
}

impl std::fmt::Display for Certainty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(Self::WORDS.iter().find(|(t, _)| t == self).map_or("", |(_, w)| w))
    }
}

impl TextForm for Certainty {
    fn read(text: &str) -> Result<Self, String> {
        text::word(text, "certainty", Self::WORDS)
    }
}

impl std::fmt::Display for FindingKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

impl TextForm for FindingKind {
    fn read(text: &str) -> Result<Self, String> {
        Self::from_word(text.trim()).ok_or_else(|| {
            let known: Vec<&str> = Self::words().collect();
            format!("`{}` is no kind of finding; it is one of {}", text.trim(), known.join(", "))
        })
    }
}
