//! Eligibility over time, as people and machines read it.

mod clock;
pub(crate) mod json;
mod text;

pub use clock::clock;
pub use json::json;
pub use text::text;

use crate::rule::Trial;
use crate::time::{Moment, Zone};
use crate::timeline::Timeline;

/// One patient's timelines.
#[derive(Debug, Clone)]
pub struct PatientTimeline<'t> {
    /// The patient's id.
    pub patient: String,
    /// The moment asked about.
    pub moment: Moment,
    /// The last moment that the timelines tell of.
    pub until: Moment,
    /// The zone that times are written in.
    pub zone: Zone,
    /// One timeline a trial.
    pub trials: Vec<TrialTimeline<'t>>,
}

/// One patient's timeline for one trial.
#[derive(Debug, Clone)]
pub struct TrialTimeline<'t> {
    /// The trial.
    pub trial: &'t Trial,
    /// The answers over time.
    pub timeline: Timeline,
}

/// The part of a timeline that a picture of it shows: as much before the moment as after it.
pub fn view(timeline: &Timeline) -> (Moment, Moment) {
    let ahead = timeline.until.millis_since(timeline.moment);
    let from = if ahead == 0 { timeline.from } else { timeline.from.max(timeline.moment.plus_millis(ahead.saturating_neg())) };
    (from, timeline.until)
}
