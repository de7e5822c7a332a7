//! The moments at which an answer may change: a profile's times and a rule's lengths put
//! together, by the calendar.

use super::{Reach, Root, Step, Term};
use crate::patient::{Given, Profile};
use crate::quantity::Decimal;
use crate::screening::chart::clip;

use crate::time::{Duration, Moment, TimeUnit, When, Zone};
use crate::vocabulary::MeasureId;
use chrono::{Datelike, NaiveDate};
use rustc_hash::FxHashMap;

/// Nobody has more birthdays.
const MOST_YEARS: i64 = 150;

/// The times of a profile, by what they are times of.
#[derive(Debug, Clone, Default)]
pub struct Times {
    zone: Zone,
    as_of: Option<Moment>,
    birth: Option<Given>,
    values: FxHashMap<MeasureId, Vec<Moment>>,
    unknown: Vec<Moment>,
    facts: Vec<Moment>,
}

impl Times {
    /// The times of a profile.
    pub fn of(profile: &Profile) -> Self {
        let birth = profile.birth.map(|b| b.given);
        let mut times = Self { zone: profile.zone, as_of: profile.as_of, birth, ..Self::default() };
        times.add(profile);
        times
    }

    /// Adds the times of more data of the same patient.
    pub fn add(&mut self, data: &Profile) {
        let as_of = self.as_of;
        for observation in &data.observations {
            let Some(at) = observation.at else { continue };
            let into = match observation.measure {
                Some(id) => self.values.entry(id).or_default(),
                None => &mut self.unknown,
            };
            ends(at, as_of).into_iter().for_each(|m| insert(into, m));
        }
        for when in data.ends() {
            ends(when, as_of).into_iter().for_each(|m| insert(&mut self.facts, m));
        }
    }

    /// Every moment after one and up to another at which what has this reach may change. Some
    /// of them change nothing.
    pub fn moments(&self, reach: &Reach, after: Moment, until: Moment) -> Vec<Moment> {
        let mut found = Vec::new();
        self.each(reach, after, until, &mut |m| {
            if m > after && m <= until {
                found.push(m);
            }
        });
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The first of them; the last moment where there is none.
    pub fn next(&self, reach: &Reach, after: Moment, until: Moment) -> Moment {
        let mut first = until;
        self.each(reach, after, until, &mut |m| {
            if m > after && m < first {
                first = m;
            }
        });
        first
    }

    fn each(&self, reach: &Reach, after: Moment, until: Moment, found: &mut dyn FnMut(Moment)) {
        for term in reach.terms() {
            self.roots(term, after, until, &mut |root| shifted(root, &term.steps, 0, self.zone, found));
        }
    }

    fn roots(&self, term: &Term, after: Moment, until: Moment, each: &mut dyn FnMut(Moment)) {
        match &term.root {
            Root::Values(id) => self.values.get(id).into_iter().flatten().for_each(|m| each(*m)),
            Root::AnyValue => self.values.values().flatten().chain(&self.unknown).for_each(|m| each(*m)),
            Root::Facts => self.facts.iter().for_each(|m| each(*m)),
            Root::Age(unit, counts) => self.ages(*unit, counts, &term.steps, after, until).into_iter().for_each(each),
            Root::Birthdays(unit) => self.birthdays(*unit, &term.steps, after, until).into_iter().for_each(each),
        }
    }

    fn birthdays(&self, unit: TimeUnit, steps: &[Step], after: Moment, until: Moment) -> Vec<Moment> {
        let counts: Vec<i64> = match unit {
            TimeUnit::Year => (0..=MOST_YEARS).collect(),
            TimeUnit::Month => (0..=MOST_YEARS.saturating_mul(12)).collect(),
            other => {
                let Some(born) = self.births().first().copied() else { return Vec::new() };
                let count = |m: Moment| m.millis_since(born).checked_div(other.mean_millis()).unwrap_or(0);
                (count(after).saturating_sub(2).max(0)..=count(until).saturating_add(2)).collect()
            }
        };
        self.ages(unit, &counts, steps, after, until)
    }

    /// When the patient is so many units old.
    fn ages(&self, unit: TimeUnit, counts: &[i64], steps: &[Step], after: Moment, until: Moment) -> Vec<Moment> {
        if let Some(Given::Age(age)) = self.birth {
            return self.undated(age, unit, steps, after, until);
        }
        let mut found = Vec::new();
        for birth in self.births() {
            for count in counts {
                let reached = Duration::new(Decimal::from(*count), unit).after(birth, self.zone);
                found.push(reached);
                let Some(day) = reached.day(self.zone) else { continue };
                // Days of life begin at midnight, and who was born on 29 February is a year
                // older on 1 March.
                let midnight = Moment::start_of_day(day, self.zone);
                found.push(midnight);
                if let Some(next) = day.succ_opt().map(|d| Moment::start_of_day(d, self.zone)) {
                    found.extend([next, next.plus_millis(reached.millis_since(midnight))]);
                }
            }
        }
        found
    }

    /// The first and the last moment at which the patient may have been born, and those days'.
    fn births(&self) -> Vec<Moment> {
        let days = |first: NaiveDate, last: NaiveDate| {
            let end = last.succ_opt().map(|d| Moment::start_of_day(d, self.zone).plus_millis(-1));
            [Some(Moment::start_of_day(first, self.zone)), Some(Moment::start_of_day(last, self.zone)), end].into_iter().flatten().collect()
        };
        match self.birth {
            Some(Given::Day(day)) => days(day, day),
            Some(Given::Within(first, last)) => days(first, last),
            Some(Given::Time(moment)) => vec![moment],
            Some(Given::Age(_)) | None => Vec::new(),
        }
    }

    /// An age without a birth date holds at whatever moment is asked for. Counted in another
    /// unit, or for a moment before, it is not the same at the ends of months of unlike lengths.
    fn undated(&self, age: Duration, unit: TimeUnit, steps: &[Step], after: Moment, until: Moment) -> Vec<Moment> {
        let calendar = |unit: TimeUnit| matches!(unit, TimeUnit::Month | TimeUnit::Year);
        let whole = |length: &Duration| calendar(length.unit);
        let lengths = steps.iter().map(|s| &s.length);
        let month_ends = whole(&age) && calendar(unit) && lengths.clone().all(whole);
        if !whole(&age) && !calendar(unit) && !lengths.clone().any(whole) {
            return Vec::new();
        }
        let reach: i64 = lengths.map(|l| l.mean_millis()).fold(0, i64::saturating_add);
        let margin = Duration::new(Decimal::TWO, TimeUnit::Month).mean_millis();
        let from = after.plus_millis(reach.saturating_add(margin).saturating_neg());
        let Some((mut day, last)) = from.day(self.zone).zip(until.plus_millis(margin).day(self.zone)) else { return Vec::new() };
        let mut found = Vec::new();
        while day <= last {
            if !month_ends || day.day() == 1 || day.day() >= 28 {
                found.push(Moment::start_of_day(day, self.zone));
            }
            let Some(next) = day.succ_opt() else { break };
            day = next;
        }
        found
    }
}

/// A moment with each step taken or not, in their order, and what lies beside it: an end is
/// included or not, and so is each length, a millisecond for each.
fn shifted(moment: Moment, steps: &[Step], taken: i64, zone: Zone, found: &mut dyn FnMut(Moment)) {
    let Some((step, rest)) = steps.split_first() else {
        return (taken.saturating_neg()..=taken.saturating_add(1)).for_each(|beside| found(moment.plus_millis(beside)));
    };
    shifted(moment, rest, taken, zone, found);
    echoes(moment, *step, zone, |m| shifted(m, rest, taken.saturating_add(1), zone, found));
}

/// Puts a moment in its place, once. Data mostly come in their order.
fn insert(into: &mut Vec<Moment>, moment: Moment) {
    let place = into.partition_point(|m| *m < moment);
    if into.get(place) != Some(&moment) {
        into.insert(place, moment);
    }
}

/// The ends of a time that is known roughly, as it is written and as it is seen.
fn ends(when: When, as_of: Option<Moment>) -> [Moment; 3] {
    [when.earliest, when.latest, clip(when, as_of).latest]
}

/// The moments of which a time lies just that length before (or after, where the step goes
/// back). Months are of unlike lengths: several days may be a month after the last of one, and
/// between two days the answer may jump.
fn echoes(time: Moment, step: Step, zone: Zone, mut each: impl FnMut(Moment)) {
    let Step { length, back } = step;
    if back {
        return each(length.before(time, zone));
    }
    let after = length.after(time, zone);
    each(after);
    if !matches!(length.unit, TimeUnit::Month | TimeUnit::Year) {
        return;
    }
    let (Some(own), Some(first)) = (time.day(zone), after.day(zone)) else { return };
    let in_day = time.millis_since(Moment::start_of_day(own, zone));
    let last_of_month = |d: NaiveDate| d.succ_opt().is_some_and(|next| next.month() != d.month());
    let mut day = first;
    loop {
        let (midnight, next) = (Moment::start_of_day(day, zone), day.succ_opt());
        each(midnight);
        each(midnight.plus_millis(in_day));
        let Some(next) = next else { return };
        each(Moment::start_of_day(next, zone));
        // Only the last day of a month stands for the later days of a longer one.
        if !last_of_month(own) || next.month() != first.month() {
            return;
        }
        day = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        // Wherever the time `length` before a moment passes a given time, there is an echo.
        #[test]
        fn no_passing_is_missed(minutes in 0i64..3_000_000, months in 1u32..14, shift in -40i64..40, step in 1i64..2000) {
            let time = Moment::from_millis(1_700_000_000_000).plus_millis(minutes.saturating_mul(60_000));
            let length = Duration::new(Decimal::from(months), TimeUnit::Month);
            let mut found = Vec::new();
            echoes(time, Step { length, back: false }, Zone::UTC, |m| found.extend([m, m.plus_millis(1)]));
            found.sort_unstable();
            let a = length.after(time, Zone::UTC).plus_millis(shift.saturating_mul(3_600_000));
            let b = a.plus_millis(step.saturating_mul(60_000));
            let place = |m: Moment| length.before(m, Zone::UTC).cmp(&time);
            if place(a) != place(b) {
                prop_assert!(found.iter().any(|m| *m > a && *m <= b), "{:?} {:?}", a, b);
            }
        }
    }
}
