use crate::rule::Rule;
use serde::{Deserialize, Serialize};

/// `at_least: {count: 2, of: […]}`: true once `count` parts are true, false once that can no
/// longer be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AtLeastRule {
    /// How many.
    pub count: usize,
    /// Of which.
    pub of: Vec<Rule>,
}
