//! Times as people say them: the day is left out where it is the day of the moment.

use crate::time::{Moment, Zone};

/// A time of day, with its day where that is not the moment's; as exact as it is.
///
/// ```
/// use trialsieve::report::timeline::clock;
/// use trialsieve::time::{Moment, Zone};
/// let at = |text| Moment::parse(text).unwrap().0;
/// let now = at("2026-11-20T10:00:00Z");
/// assert_eq!(clock(at("2026-11-20T14:35:00Z"), now, Zone::UTC), "14:35");
/// assert_eq!(clock(at("2026-11-21T14:35:07Z"), now, Zone::UTC), "2026-11-21 14:35:07");
/// ```
pub fn clock(at: Moment, now: Moment, zone: Zone) -> String {
    let Some(local) = at.local(zone) else { return at.display(zone) };
    let time = match at.millis().rem_euclid(60_000) {
        0 => local.format("%H:%M"),
        ms if ms.rem_euclid(1000) == 0 => local.format("%H:%M:%S"),
        _ => local.format("%H:%M:%S%.3f"),
    };
    if now.day(zone) == Some(local.date()) { time.to_string() } else { format!("{} {time}", local.date()) }
}

/// "from 15:00", or "after 15:00" for what begins a millisecond later.
pub fn since(at: Moment, now: Moment, zone: Zone) -> String {
    match just_before(at) {
        Some(before) => format!("after {}", clock(before, now, zone)),
        None => format!("from {}", clock(at, now, zone)),
    }
}

/// "until 21:00", or "to 21:00 included" for what ends a millisecond later.
pub fn until(end: Moment, now: Moment, zone: Zone) -> String {
    match just_before(end) {
        Some(before) => format!("to {} included", clock(before, now, zone)),
        None => format!("until {}", clock(end, now, zone)),
    }
}

/// The whole second that a moment follows by a millisecond.
fn just_before(at: Moment) -> Option<Moment> {
    (at.millis().rem_euclid(1000) == 1).then(|| at.plus_millis(-1))
}
