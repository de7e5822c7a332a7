use crate::rule::{Rule, text};
use crate::time::DurationBound;
use serde::{Deserialize, Serialize};

/// `lasting: {for: "> 5 h", rule: …}`: the whole rule has held that long, up to the moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastingRule {
    /// How long.
    #[serde(rename = "for", with = "text::required")]
    pub lasts: DurationBound,
    /// What.
    pub rule: Box<Rule>,
}
