//! Further values that a rule waits for, and from when on they count.

use super::chart::Chart;
use super::consecutive;
use crate::patient::Profile;
use crate::rule::{CheckedNode, CheckedRule, CheckedTrial};
use crate::time::Moment;

/// A further value that would make up the number asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// The measure.
    pub of: String,
    /// What it has to be, as the rule has it.
    pub is: String,
    /// Its number: the second, the third.
    pub number: usize,
    /// The first moment at which it counts.
    pub at_or_after: Moment,
}

/// The further values that the consecutive samples of a rule wait for at a moment.
pub fn awaited(rule: &CheckedRule, trial: &CheckedTrial, profile: &Profile, moment: Moment) -> Vec<Awaited> {
    let chart = Chart::new(trial, profile, moment);
    let mut found: Vec<Awaited> = Vec::new();
    rule.walk(&mut |part, _| {
        if let CheckedNode::Consecutive(consecutive) = &part.node
            && let Some(next) = consecutive::next(&chart, consecutive, moment)
            && !found.contains(&next)
        {
            found.push(next);
        }
    });
    found
}
