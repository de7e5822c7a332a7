use crate::rule::{Rule, text};
use crate::time::DurationBound;
use serde::{Deserialize, Serialize};

/// `lasting: {for: "> 5 h", rule: …}`: the whole rule has held that long, up to the moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LastingRule {
    /// How long.
    #[serde(rename = "for", with = "text::required")]
    #[cfg_attr(feature = "schema", schemars(with = "DurationBound"))]
    pub lasts: DurationBound,
    /// What.
    pub rule: Box<Rule>,
}
