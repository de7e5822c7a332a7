//! How long before the moment something was, in words.

use crate::time::{Moment, TimeUnit};

/// `40 min before`, `2 h 20 min before`, `3 days before`; `at the moment` for the moment itself.
pub fn relative(at: Moment, moment: Moment) -> String {
    let millis = moment.millis_since(at);
    let (length, side) = if millis >= 0 { (millis, "before") } else { (millis.saturating_neg(), "after") };
    let whole = |unit: TimeUnit| length.checked_div(unit.mean_millis()).unwrap_or(0);
    let (minutes, hours, days) = (whole(TimeUnit::Minute), whole(TimeUnit::Hour), whole(TimeUnit::Day));
    let words = if whole(TimeUnit::Second) == 0 {
        return "at the moment".to_owned();
    } else if minutes == 0 {
        format!("{} s", whole(TimeUnit::Second))
    } else if hours == 0 {
        format!("{minutes} min")
    } else if hours < 48 {
        match minutes.checked_rem(60).unwrap_or(0) {
            0 => format!("{hours} h"),
            rest => format!("{hours} h {rest} min"),
        }
    } else if days < 731 {
        format!("{days} days")
    } else {
        format!("{} years", whole(TimeUnit::Year))
    };
    format!("{words} {side}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_of_data_are_said_as_at_the_bedside() {
        let at = |text: &str| Moment::parse(text).unwrap().0;
        let moment = at("2026-11-20T10:00:00Z");
        for (time, said) in [
            ("2026-11-20T10:00:00Z", "at the moment"),
            ("2026-11-20T09:59:15Z", "45 s before"),
            ("2026-11-20T09:20:00Z", "40 min before"),
            ("2026-11-20T09:00:00Z", "1 h before"),
            ("2026-11-20T07:40:00Z", "2 h 20 min before"),
            ("2026-11-18T10:00:00Z", "2 days before"),
            ("2023-11-20T10:00:00Z", "3 years before"),
            ("2026-11-20T10:05:00Z", "5 min after"),
        ] {
            assert_eq!(relative(at(time), moment), said, "{time}");
        }
        assert!(relative(Moment::MIN, moment).ends_with("before"));
    }
}
