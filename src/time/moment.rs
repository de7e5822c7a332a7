//! Instants, and stretches of time within which an instant lies.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

/// An instant, to the millisecond.
///
/// ```
/// use trialsieve::time::{Moment, Zone};
/// let (moment, zone) = Moment::parse("2026-11-20T18:00:00+08:00").unwrap();
/// assert_eq!(moment.display(Zone::UTC), "2026-11-20T10:00:00Z");
/// assert_eq!(moment.display(zone), "2026-11-20T18:00:00+08:00");
/// assert!(Moment::parse("2026-02-30T10:00:00Z").is_err());
/// assert!(Moment::parse("2026-11-20T10:00:00").is_err()); // no zone: not guessed
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

/// Offset from UTC in which a profile writes its times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Zone {
    seconds_east: i32,
}

/// A time that may be known only to the day, month or year: it lies somewhere in
/// `[earliest, latest]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// The first instant it can be.
    pub earliest: Moment,
    /// The last instant it can be.
    pub latest: Moment,
}

/// Why a text is not a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// There is a time of day but no offset from UTC.
    #[error("`{0}` has no time zone; end it with Z or an offset such as +08:00")]
    NoZone(String),
    /// The form is right, the day or hour does not exist.
    #[error("`{0}` does not exist in the calendar")]
    NoSuchDate(String),
    /// Another form.
    #[error("`{0}` is not a time; write it as 2026-11-20T10:00:00Z, or a day as 2026-11-20")]
    Form(String),
}

impl Zone {
    /// Universal time.
    pub const UTC: Self = Self { seconds_east: 0 };

    fn offset(self) -> FixedOffset {
        FixedOffset::east_opt(self.seconds_east).unwrap_or_else(|| chrono::Offset::fix(&Utc))
    }
}

impl Moment {
    /// The earliest moment there is: before everything recorded.
    pub const MIN: Self = Self(i64::MIN);
    /// The latest moment there is.
    pub const MAX: Self = Self(i64::MAX);

    /// The moment so many milliseconds after 1970-01-01T00:00:00Z.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Reads an RFC 3339 time with its zone. Seconds may be left out.
    ///
    /// # Errors
    /// [`TimeError`] where the zone is missing, the day does not exist or the form is another.
    pub fn parse(text: &str) -> Result<(Self, Zone), TimeError> {
        let t = text.trim();
        if let Some(moment) = usual_form(t) {
            return Ok((moment, Zone::UTC));
        }
        for form in ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%d %H:%M%#z"] {
            // "Z" is an offset too, though chrono's pattern for offsets takes it only with `%#z`.
            if let Ok(time) = DateTime::parse_from_str(t, form) {
                let zone = Zone { seconds_east: time.offset().local_minus_utc() };
                return Ok((Self(time.timestamp_millis()), zone));
            }
        }
        Err(why_not(t))
    }

    /// Midnight at the start of a day in a zone.
    pub fn start_of_day(day: NaiveDate, zone: Zone) -> Self {
        let utc = day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
        Self(utc.saturating_sub(i64::from(zone.seconds_east).saturating_mul(1000)))
    }

    /// The day in a zone; `None` beyond the calendar.
    pub fn day(self, zone: Zone) -> Option<NaiveDate> {
        self.local(zone).map(|t| t.date())
    }

    /// The date and time of day in a zone; `None` beyond the calendar.
    pub fn local(self, zone: Zone) -> Option<NaiveDateTime> {
        let shifted = self.0.checked_add(i64::from(zone.seconds_east).checked_mul(1000)?)?;
        DateTime::<Utc>::from_timestamp_millis(shifted).map(|t| t.naive_utc())
    }

    /// The moment so many milliseconds later; stops at [`Moment::MAX`].
    pub fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this moment.
    pub fn millis_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// RFC 3339 in the zone; milliseconds only where there are any.
    pub fn display(self, zone: Zone) -> String {
        let Some(utc) = DateTime::<Utc>::from_timestamp_millis(self.0) else {
            return if self.0 < 0 { "the beginning".to_owned() } else { "the end".to_owned() };
        };
        let form = if self.0.rem_euclid(1000) == 0 { chrono::SecondsFormat::Secs } else { chrono::SecondsFormat::Millis };
        utc.with_timezone(&zone.offset()).to_rfc3339_opts(form, true)
    }
}

impl When {
    /// A time known exactly.
    pub const fn exactly(moment: Moment) -> Self {
        Self { earliest: moment, latest: moment }
    }

    /// Whether it is known to the instant.
    pub fn is_exact(self) -> bool {
        self.earliest == self.latest
    }

    /// Reads a time as profiles hold it: an instant with its zone, or a day, month or year,
    /// which is then anywhere within it, by the calendar of `zone`.
    ///
    /// ```
    /// use trialsieve::time::{When, Zone};
    /// assert!(When::parse("2026-11-20T10:00:00Z", Zone::UTC).unwrap().is_exact());
    /// let day = When::parse("2026-11-20", Zone::UTC).unwrap();
    /// assert_eq!(day.latest.millis_since(day.earliest), 24 * 3_600_000 - 1);
    /// assert!(When::parse("2026-02-30", Zone::UTC).is_err());
    /// ```
    ///
    /// # Errors
    /// As [`Moment::parse`].
    pub fn parse(text: &str, zone: Zone) -> Result<Self, TimeError> {
        let t = text.trim();
        if let Some((from, until)) = calendar_stretch(t) {
            let (Some(from), Some(until)) = (from, until) else {
                return Err(TimeError::NoSuchDate(t.to_owned()));
            };
            return Ok(Self { earliest: Moment::start_of_day(from, zone), latest: Moment::start_of_day(until, zone).plus_millis(-1) });
        }
        Moment::parse(t).map(|(moment, _)| Self::exactly(moment))
    }
}

/// For `2026`, `2026-11` and `2026-11-20`: the first day and the day after the last.
fn calendar_stretch(t: &str) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
    if t.len() > "2026-11-20".len() {
        return None;
    }
    let parts: Vec<&str> = t.split('-').collect();
    let digits = |p: &str, n: usize| p.len() == n && p.bytes().all(|b| b.is_ascii_digit());
    let number = |p: &str| p.parse::<u32>().ok();
    match parts.as_slice() {
        [y] if digits(y, 4) => {
            let year = number(y).and_then(|y| i32::try_from(y).ok())?;
            Some((NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year.saturating_add(1), 1, 1)))
        }
        [y, m] if digits(y, 4) && digits(m, 2) => {
            let year = number(y).and_then(|y| i32::try_from(y).ok())?;
            let first = NaiveDate::from_ymd_opt(year, number(m)?, 1);
            Some((first, first.and_then(|d| d.checked_add_months(chrono::Months::new(1)))))
        }
        [y, m, d] if digits(y, 4) && digits(m, 2) && digits(d, 2) => {
            let year = number(y).and_then(|y| i32::try_from(y).ok())?;
            let day = NaiveDate::from_ymd_opt(year, number(m)?, number(d)?);
            Some((day, day.and_then(|d| d.checked_add_signed(TimeDelta::days(1)))))
        }
        _ => None,
    }
}

/// Reads `2026-11-20T10:00:00Z`, which nearly every time of a profile is, in a hundredth of the
/// time that trying the forms takes.
pub(crate) fn usual_form(t: &str) -> Option<Moment> {
    let bytes: &[u8; 20] = t.as_bytes().try_into().ok()?;
    let [a, b, c, d, b'-', e, f, b'-', g, h, b'T', i, j, b':', k, l, b':', m, n, b'Z'] = *bytes else { return None };
    let year = two(a, b)?.wrapping_mul(100).wrapping_add(two(c, d)?);
    let days = days(year, two(e, f)?, two(g, h)?)?;
    let (hour, minute, second) = (two(i, j)?, two(k, l)?, two(m, n)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let minutes = days.wrapping_mul(1440).wrapping_add(hour.wrapping_mul(60)).wrapping_add(minute);
    Some(Moment(minutes.wrapping_mul(60).wrapping_add(second).wrapping_mul(1000)))
}

/// Two digits.
fn two(tens: u8, ones: u8) -> Option<i64> {
    let digits = tens.is_ascii_digit() && ones.is_ascii_digit();
    digits.then(|| i64::from(tens & 15).wrapping_mul(10).wrapping_add(i64::from(ones & 15)))
}

/// Days from 1970-01-01 to a day of the calendar, if there is such a day. Years of four digits
/// overflow nothing.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year & 3 == 0 && (year.wrapping_rem(100) != 0 || year.wrapping_rem(400) == 0);
    let longest = match month {
        2 => 28i64.wrapping_add(i64::from(leap)),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if day < 1 || day > longest {
        return None;
    }
    // Years that begin in March have their leap day at the end.
    let early = month <= 2;
    let since_march = if early { month.wrapping_add(9) } else { month.wrapping_sub(3) };
    let year = year.wrapping_sub(i64::from(early));
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let whole = century.wrapping_mul(146_097) >> 2;
    let years = of_century.wrapping_mul(1461) >> 2;
    let months = since_march.wrapping_mul(153).wrapping_add(2).wrapping_div(5);
    Some(whole.wrapping_add(years).wrapping_add(months).wrapping_add(day).wrapping_sub(719_469))
}

fn why_not(t: &str) -> TimeError {
    let zoneless = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"];
    if zoneless.iter().any(|form| NaiveDateTime::parse_from_str(t, form).is_ok()) {
        return TimeError::NoZone(t.to_owned());
    }
    let looks_right = t.len() >= 10 && t.bytes().take(10).enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    if looks_right && t.get(10..).is_none_or(|rest| rest.is_empty() || rest.starts_with(['T', ' '])) {
        return TimeError::NoSuchDate(t.to_owned());
    }
    TimeError::Form(t.to_owned())
}

/// Completed months from one local time to another, as birthdays count them: a month is
/// complete when the same day of the month and time of day is reached. Where a month is too
/// short for that day, it is complete on the first of the next: someone born on 29 February
/// is a year older on 1 March of a common year.
pub(crate) fn completed_months(from: NaiveDateTime, to: NaiveDateTime) -> i64 {
    let months = |t: &NaiveDateTime| i64::from(t.year()).saturating_mul(12).saturating_add(i64::from(t.month0()));
    let whole = months(&to).saturating_sub(months(&from));
    // The day is not reached yet in the last month: that month is not complete.
    let reached = (to.day(), to.time()) >= (from.day(), from.time());
    if reached { whole } else { whole.saturating_sub(1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_usual_form_is_read_as_every_other(y in 0u32..9999, mo in 0u32..14, d in 0u32..33, h in 0u32..26, mi in 0u32..62, s in 0u32..62) {
            let text = format!("{y:04}-{mo:02}-{d:02}T{h:02}:{mi:02}:{s:02}");
            let quick = usual_form(&format!("{text}Z"));
            let slow = Moment::parse(&format!("{text}+00:00")).ok().map(|(moment, _)| moment);
            // A leap second is read by the slow way only.
            if s < 60 {
                prop_assert_eq!(quick, slow);
            } else {
                prop_assert_eq!(quick, None);
            }
        }
    }
}
