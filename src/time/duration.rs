//! Lengths of time as protocols write them, and bounds on them.

use super::moment::{Moment, Zone};
use crate::quantity::{Op, parse_decimal};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

/// A unit of time. Months and years follow the calendar; the others are fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TimeUnit {
    /// `s`
    Second,
    /// `min`
    Minute,
    /// `h`
    Hour,
    /// `days`
    Day,
    /// `weeks`
    Week,
    /// `months`
    Month,
    /// `years`
    Year,
}

/// A length of time as it is written: `30 min`, `6 months`.
///
/// ```
/// use trialsieve::time::{Duration, Moment, Zone};
/// let half_year = Duration::parse("6 months").unwrap();
/// let (end_of_august, _) = Moment::parse("2026-08-31T00:00:00Z").unwrap();
/// // Half a year before 31 August is the last day of February.
/// assert_eq!(half_year.before(end_of_august, Zone::UTC).display(Zone::UTC), "2026-02-28T00:00:00Z");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Duration {
    /// How many.
    #[serde(with = "crate::quantity::bytes")]
    pub amount: Decimal,
    /// Of what.
    pub unit: TimeUnit,
}

/// A bound on a length of time: `> 5 h`; without a comparison "that long" (`>=`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DurationBound {
    /// The comparison, where the text has one.
    pub op: Option<Op>,
    /// The length compared with.
    pub length: Duration,
}

/// Why a text is not a duration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a duration; write it as `30 min`, `> 5 h`, `28 days` or `6 months`")]
pub struct DurationError(pub String);

const MILLIS_PER_SECOND: i64 = 1000;

impl TimeUnit {
    /// Every unit with the words for it; the first is how it is printed.
    pub const WORDS: &'static [(Self, &'static [&'static str])] = &[
        (Self::Second, &["s", "second", "seconds", "sec", "secs"]),
        (Self::Minute, &["min", "minute", "minutes", "mins"]),
        (Self::Hour, &["h", "hour", "hours", "hr", "hrs", "hs"]),
        (Self::Day, &["days", "day", "d"]),
        (Self::Week, &["weeks", "week", "wk", "wks", "w"]),
        (Self::Month, &["months", "month", "mo", "mos", "mth", "mths"]),
        (Self::Year, &["years", "year", "yr", "yrs", "y", "a"]),
    ];

    /// The unit that a word names, in any case.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim_end_matches('.').to_ascii_lowercase();
        Self::WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(unit, _)| *unit)
    }

    /// How the unit is printed in rules.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(unit, _)| *unit == self).and_then(|(_, words)| words.first()).copied().unwrap_or("")
    }

    /// Length in milliseconds; for months and years the calendar mean (30.4375 and 365.25 days).
    pub fn mean_millis(self) -> i64 {
        let seconds = match self {
            Self::Second => 1,
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
            Self::Week => 604_800,
            Self::Month => 2_629_800,
            Self::Year => 31_557_600,
        };
        MILLIS_PER_SECOND.saturating_mul(seconds)
    }

    /// Months in the unit, for units of the calendar.
    fn months(self) -> Option<u32> {
        match self {
            Self::Month => Some(1),
            Self::Year => Some(12),
            _ => None,
        }
    }
}

impl Duration {
    /// So many of a unit.
    pub const fn new(amount: Decimal, unit: TimeUnit) -> Self {
        Self { amount, unit }
    }

    /// Reads `30 min`, `48 hours`, `6 months`.
    ///
    /// # Errors
    /// [`DurationError`] where it is not a number and a unit of time, or is negative.
    pub fn parse(text: &str) -> Result<Self, DurationError> {
        let t = text.trim();
        let wrong = || DurationError(t.to_owned());
        let split = t.find(|c: char| !(c.is_ascii_digit() || c == '.')).ok_or_else(wrong)?;
        let (number, word) = (t.get(..split).ok_or_else(wrong)?, t.get(split..).ok_or_else(wrong)?);
        let amount = parse_decimal(number).map_err(|_| wrong())?;
        let unit = TimeUnit::from_word(word.trim()).ok_or_else(wrong)?;
        Ok(Self { amount, unit })
    }

    /// Length in milliseconds, months and years at their mean.
    pub fn mean_millis(self) -> i64 {
        self.amount.checked_mul(Decimal::from(self.unit.mean_millis())).and_then(|m| m.round().to_i64()).unwrap_or(i64::MAX)
    }

    /// The moment this long before another; whole months and years by the calendar of `zone`.
    pub fn before(self, moment: Moment, zone: Zone) -> Moment {
        self.shift(moment, zone, false)
    }

    /// The moment this long after another; whole months and years by the calendar of `zone`.
    pub fn after(self, moment: Moment, zone: Zone) -> Moment {
        self.shift(moment, zone, true)
    }

    fn shift(self, moment: Moment, zone: Zone, later: bool) -> Moment {
        self.shift_months(moment, zone, later).unwrap_or_else(|| {
            let millis = self.mean_millis();
            moment.plus_millis(if later { millis } else { millis.saturating_neg() })
        })
    }

    fn shift_months(self, moment: Moment, zone: Zone, later: bool) -> Option<Moment> {
        let per_unit = self.unit.months()?;
        let months = self.amount.checked_mul(Decimal::from(per_unit))?;
        let whole = if months.fract().is_zero() { months.to_u32()? } else { return None };
        let local = moment.local(zone)?;
        let step = chrono::Months::new(whole);
        let shifted = if later { local.checked_add_months(step)? } else { local.checked_sub_months(step)? };
        let within_day = shifted.signed_duration_since(shifted.date().and_time(chrono::NaiveTime::MIN)).num_milliseconds();
        Some(Moment::start_of_day(shifted.date(), zone).plus_millis(within_day))
    }
}

impl std::fmt::Display for Duration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = self.unit.word();
        let word = if self.amount == Decimal::ONE { word.strip_suffix('s').filter(|w| !w.is_empty()).unwrap_or(word) } else { word };
        write!(f, "{} {word}", self.amount)
    }
}

impl DurationBound {
    /// "At least this long", as a text without a comparison means it.
    pub const fn plain(length: Duration) -> Self {
        Self { op: None, length }
    }

    /// Reads `> 5 h`, `>= 30 min`, `48 h`.
    ///
    /// # Errors
    /// [`DurationError`] where it is not an optional comparison and a duration.
    pub fn parse(text: &str) -> Result<Self, DurationError> {
        let t = text.trim();
        let (op, rest) = Op::strip(t);
        let length = Duration::parse(rest).map_err(|_| DurationError(t.to_owned()))?;
        Ok(Self { op, length })
    }
}

impl std::fmt::Display for DurationBound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.op {
            Some(op) => write!(f, "{op} {}", self.length),
            None => write!(f, "{}", self.length),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_print_as_they_are_read() {
        for text in ["30 min", "> 5 h", ">= 28 days", "6 months", "1 year", "< 0.5 years", "1 h", "1 week"] {
            assert_eq!(DurationBound::parse(text).unwrap().to_string(), text);
        }
        for bad in ["", "5", "h", "-5 h", "5 lightyears", "> h", "5 h h"] {
            assert!(DurationBound::parse(bad).is_err(), "{bad}");
        }
    }
}
