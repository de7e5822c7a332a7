//! Moments, imprecise times and durations. No clock: nobody here knows what time it is now.

mod duration;
mod moment;

pub use duration::{Duration, DurationBound, DurationError, TimeUnit};
pub use moment::{Moment, TimeError, When, Zone};
pub(crate) use moment::{completed_months, usual_form};
