//! Which moment a patient is asked about.

use chrono::NaiveDate;
use trialsieve::patient::{Given, Profile};
use trialsieve::time::{Moment, When, Zone};

/// Reads the moment of `--at`.
///
/// # Errors
/// A sentence that says what was found and what would do.
pub fn read(text: &str) -> Result<Moment, String> {
    match Moment::parse(text) {
        Ok((moment, _)) => Ok(moment),
        Err(_) if When::parse(text, Zone::UTC).is_ok_and(|w| !w.is_exact()) => {
            Err(format!("`{}` is no moment but a longer time; write it with a time of day and its zone, as 2026-11-20T10:00:00Z", text.trim()))
        }
        Err(error) => Err(error.to_string()),
    }
}

/// The moment asked for, else the profile's own, else its newest timestamp.
///
/// # Errors
/// Where there is none, or the patient was not born then: what was found, and what would do.
pub fn choose(asked: Option<Moment>, profile: &Profile) -> Result<Moment, (String, &'static str)> {
    let Some(moment) = asked.or(profile.as_of).or_else(|| profile.newest()) else {
        let message = format!("the profile of {} has no time in it, so there is no moment to ask about", profile.id);
        return Err((message, "say the moment: `--at 2026-11-20T10:00:00Z`, or give the profile an `as_of`"));
    };
    match birth_after(moment, profile) {
        None => Ok(moment),
        Some(born) => {
            let message = format!("the moment {} is before the birth of {} ({born})", moment.display(profile.zone), profile.id);
            Err((message, "correct `--at`, the profile's `as_of` or its `birth_date`"))
        }
    }
}

/// When data arrived that do not say so: at the newest of their times, of those that begin
/// something and of values.
pub fn arrived(data: &Profile) -> Option<Moment> {
    let values = data.observations.iter().filter_map(|o| o.at);
    let given = data.medications.iter().filter_map(|m| m.from.or(m.to));
    let records = data.records.iter().filter_map(|r| r.from.or(r.to));
    values.chain(given).chain(records).map(|w| w.earliest).max()
}

/// The birth, where it is surely after the moment.
fn birth_after(moment: Moment, profile: &Profile) -> Option<String> {
    match profile.birth?.given {
        Given::Day(day) => {
            let today: NaiveDate = moment.day(profile.zone)?;
            (today < day).then(|| day.to_string())
        }
        Given::Time(born) => (moment < born).then(|| born.display(profile.zone)),
        // An age says nothing about a day.
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_needs_a_day_that_exists_a_time_and_a_zone() {
        assert_eq!(read("2026-11-20T18:00:00+08:00").unwrap(), read("2026-11-20T10:00:00Z").unwrap());
        for (text, said) in [
            ("2026-11-20", "time of day"),
            ("2026-11-20T10:00:00", "no time zone"),
            ("2026-02-30T10:00:00Z", "does not exist"),
            ("noon", "is not a time"),
        ] {
            let message = read(text).unwrap_err();
            assert!(message.contains(said), "{text}: {message}");
        }
    }

    #[test]
    fn the_moment_is_what_is_asked_else_as_of_else_the_newest_time() {
        let at = |text: &str| read(text).unwrap();
        let mut profile = Profile::new("P1");
        assert!(choose(None, &profile).unwrap_err().0.contains("P1"));
        profile.as_of = Some(at("2026-11-20T10:00:00Z"));
        assert_eq!(choose(None, &profile), Ok(at("2026-11-20T10:00:00Z")));
        assert_eq!(choose(Some(at("2026-11-21T10:00:00Z")), &profile), Ok(at("2026-11-21T10:00:00Z")));
    }
}
