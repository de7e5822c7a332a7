use super::trend::Direction;
use crate::quantity::Is;
use crate::rule::text;
use crate::time::DurationBound;
use serde::{Deserialize, Serialize};

/// `consecutive: {of: lactate, is: "> 5 mmol/L", count: 2, apart: ">= 30 min"}`: among the
/// newest samples that all compare, `count` can be picked from the newest back, each so far
/// from the next; false if the newest sample does not compare; otherwise unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsecutiveRule {
    /// The measure.
    pub of: String,
    /// The comparison.
    #[serde(with = "text::required")]
    #[cfg_attr(feature = "schema", schemars(with = "Is"))]
    pub is: Is,
    /// How many samples.
    pub count: usize,
    /// How far each is from the next; without it, any distance.
    #[serde(default, with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "DurationBound"))]
    pub apart: Option<DurationBound>,
    /// Which way the measure goes from the oldest sample picked to the newest.
    #[serde(default, with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Direction"))]
    pub trend: Option<Direction>,
    /// Classes of drugs whose doses are not changed from the oldest sample picked to the newest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steady: Vec<String>,
}
