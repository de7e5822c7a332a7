use crate::rule::text;
use crate::time::DurationBound;
use serde::{Deserialize, Serialize};

/// `steady: {of: vasopressor, within: 6 h}`: false if a dose of the class was changed, started
/// or stopped in the span; true if none was and `medications` is complete; else unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SteadyRule {
    /// A measure or a class of drugs.
    pub of: String,
    /// The span looked back over.
    #[serde(with = "text::required")]
    #[cfg_attr(feature = "schema", schemars(with = "DurationBound"))]
    pub within: DurationBound,
}
