use crate::rule::text::{self, TextForm};
use crate::time::DurationBound;
use serde::{Deserialize, Serialize};

/// `trend: {of: lactate, is: not falling, within: 6 h}`: each step between the samples goes
/// that way; fewer than two samples is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TrendRule {
    /// The measure.
    pub of: String,
    /// Which way.
    #[serde(with = "text::required")]
    #[cfg_attr(feature = "schema", schemars(with = "Direction"))]
    pub is: Direction,
    /// The span looked back over.
    #[serde(default, with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "DurationBound"))]
    pub within: Option<DurationBound>,
    /// The newest so many samples, instead of a span.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
}

/// Which way a measure goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Direction {
    /// Every step goes up.
    Rising,
    /// Every step goes down.
    Falling,
    /// No step goes up (non-increasing).
    NotRising,
    /// No step goes down (non-decreasing).
    NotFalling,
}

impl Direction {
    pub(crate) const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Rising, "rising"), (Self::Falling, "falling"), (Self::NotRising, "not rising"), (Self::NotFalling, "not falling")];
}

impl std::fmt::Display for Direction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(Self::WORDS.iter().find(|(t, _)| t == self).map_or("", |(_, w)| w))
    }
}

impl TextForm for Direction {
    fn read(text: &str) -> Result<Self, String> {
        text::word(text, "trend", Self::WORDS)
    }
}
