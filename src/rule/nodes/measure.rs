use super::finding::Anchor;
use crate::quantity::Is;
use crate::rule::text::{self, TextForm};
use crate::time::DurationBound;
use serde::{Deserialize, Serialize};

/// `measure: {of: lactate, is: "> 5 mmol/L"}`: the value of a measure compares.
///
/// Without a span it is the value that holds at the moment. With `within` or `since` it is
/// what `take` chooses among the samples of the span; a span without samples is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MeasureRule {
    /// The measure, by a name of the vocabulary or by its words.
    pub of: String,
    /// The comparison.
    #[serde(with = "text::required")]
    #[cfg_attr(feature = "schema", schemars(with = "Is"))]
    pub is: Is,
    /// Which of the samples in the span.
    #[serde(default, with = "text::required", skip_serializing_if = "Take::is_latest")]
    #[cfg_attr(feature = "schema", schemars(with = "Take"))]
    pub take: Take,
    /// The span looked back over.
    #[serde(default, with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "DurationBound"))]
    pub within: Option<DurationBound>,
    /// The span since a finding began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Anchor>,
    /// How long it must have compared, up to the moment (with `take: any`: some stretch that
    /// long in the span).
    #[serde(rename = "for", default, with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "DurationBound"))]
    pub lasts: Option<DurationBound>,
}

/// Which of the samples in a span are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub enum Take {
    /// The newest.
    #[default]
    Latest,
    /// At least one of them.
    Any,
    /// Every one of them.
    Every,
    /// The oldest.
    First,
    /// The lowest.
    Lowest,
    /// The highest.
    Highest,
    /// Their arithmetic mean.
    Mean,
}

impl MeasureRule {
    /// The value that holds at the moment, compared.
    pub fn new(of: impl Into<String>, is: Is) -> Self {
        Self { of: of.into(), is, take: Take::Latest, within: None, since: None, lasts: None }
    }
}

impl Take {
    pub(crate) const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Latest, "latest"),
        (Self::Any, "any"),
        (Self::Every, "every"),
        (Self::First, "first"),
        (Self::Lowest, "lowest"),
        (Self::Highest, "highest"),
        (Self::Mean, "mean"),
    ];

    fn is_latest(&self) -> bool {
        *self == Self::Latest
    }
}

impl std::fmt::Display for Take {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(Self::WORDS.iter().find(|(t, _)| t == self).map_or("", |(_, w)| w))
    }
}

impl TextForm for Take {
    fn read(text: &str) -> Result<Self, String> {
        text::word(text, "way to take samples", Self::WORDS)
    }
}
