//! One file for each node: its fields and what they mean.

mod at_least;
mod consecutive;
mod finding;
mod lasting;
mod measure;
mod reference;
mod steady;
mod trend;

pub use at_least::AtLeastRule;
pub use consecutive::ConsecutiveRule;
pub use finding::{Anchor, Certainty, FindingRule, Severity, SeverityRange};
pub use lasting::LastingRule;
pub use measure::{MeasureRule, Take};
pub use reference::Reference;
pub use steady::SteadyRule;
pub use trend::{Direction, TrendRule};
