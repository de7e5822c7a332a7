//! What an amendment does to one patient.

use super::{CriterionScreening, Outcome, Verdict, screen};
use crate::patient::Profile;
use crate::rule::amendment::Amendment;
use crate::time::Moment;

/// One patient under two versions of a trial, at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Flips {
    /// The verdict under the old version.
    pub old: Verdict,
    /// The verdict under the new version.
    pub new: Verdict,
    /// The criteria whose outcome is another one, in the order of the amendment.
    pub criteria: Vec<CriterionFlip>,
}

/// A criterion whose outcome is another one, or that is in one version only.
#[derive(Debug, Clone, PartialEq)]
pub struct CriterionFlip {
    /// As it was.
    pub old: Option<CriterionScreening>,
    /// As it is.
    pub new: Option<CriterionScreening>,
}

impl Flips {
    /// Whether the verdict is another one.
    pub fn verdict_flips(&self) -> bool {
        self.old != self.new
    }
}

impl CriterionFlip {
    /// Whether it counts for the new verdict being another: of two outcomes the worse one is what
    /// stands in the way; a criterion that passes decides nothing.
    pub fn decides(&self) -> bool {
        let worst = |c: &Option<CriterionScreening>| c.as_ref().map_or(Outcome::Pass, |c| c.outcome);
        worst(&self.old) != worst(&self.new)
    }
}

/// Screens a patient for both versions and tells what comes out otherwise.
pub fn flips(amendment: &Amendment<'_>, profile: &Profile, moment: Moment) -> Flips {
    let (old, new) = (screen(amendment.old, profile, moment), screen(amendment.new, profile, moment));
    let flip = |change: &crate::rule::amendment::CriterionChange<'_>| CriterionFlip {
        old: change.old.and_then(|p| old.criteria.get(p.place)).cloned(),
        new: change.new.and_then(|p| new.criteria.get(p.place)).cloned(),
    };
    let criteria = amendment.criteria.iter().map(flip).filter(CriterionFlip::decides).collect();
    Flips { old: old.verdict, new: new.verdict, criteria }
}
