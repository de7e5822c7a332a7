//! Age, birth date and sex.

use super::form::Fields;
use super::json::{Kind, Value, shortened};
use super::path::Path;
use super::profile::{Birth, Given, Origin, Presence, Profile, Record, RecordKind};
use super::reader::Reader;
use crate::diagnostic::Code;
use crate::quantity::{Decimal, parse_decimal};
use crate::time::{Duration, Moment, TimeUnit, When, Zone};
use chrono::NaiveDate;

/// Nobody is older; the oldest person known reached 122.
const MAX_AGE: Duration = Duration::new(Decimal::from_parts(150, 0, 0, false, 0), TimeUnit::Year);

const AGE: &str = r#"an age such as "64 years", "36 hours" or 64"#;

/// What is written for a sex; other answers than these two make no record.
pub(super) const SEXES: &[(&str, Option<Sex>)] = &[
    ("female", Some(Sex::Female)),
    ("male", Some(Sex::Male)),
    ("f", Some(Sex::Female)),
    ("m", Some(Sex::Male)),
    ("woman", Some(Sex::Female)),
    ("man", Some(Sex::Male)),
    ("girl", Some(Sex::Female)),
    ("boy", Some(Sex::Male)),
    ("other", None),
    ("intersex", None),
    ("undetermined", None),
    ("unknown", None),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sex {
    Female,
    Male,
}

impl<'t> Reader<'t, '_> {
    /// `sex` answers the findings `male` and `female`; one that is unknown or another leaves
    /// them unanswered.
    pub(super) fn sex(&mut self, fields: Fields<'_, 't>, profile: &mut Profile) {
        let Some(value) = fields.get("sex") else { return };
        let Some(Some(sex)) = self.word(value, &Path::Root.field("sex"), SEXES) else { return };
        for (index, (name, of)) in [("female", Sex::Female), ("male", Sex::Male)].into_iter().enumerate() {
            let presence = if sex == of { Presence::Present } else { Presence::Absent };
            let record = Record {
                concept: self.concept(name),
                kind: RecordKind::Finding,
                presence,
                severity: None,
                from: None,
                to: None,
                origin: Origin { list: "sex", index },
            };
            self.places.records.push(value.span);
            profile.records.push(record);
        }
    }

    /// The birth date, or the age that stands in for it. Both must agree where both are given.
    /// Comes last: a birth must lie before the moment that the profile speaks of.
    pub(super) fn birth(&mut self, fields: Fields<'_, 't>, profile: &mut Profile) {
        let age = fields.get("age").and_then(|v| Some((self.age(v, &Path::Root.field("age"))?, v)));
        let age = age.map(|(age, value)| (Birth { given: Given::Age(age), origin: Origin { list: "age", index: 0 } }, age, value));
        let Some(value) = fields.get("birth_date") else {
            profile.birth = age.map(|(birth, _, _)| birth);
            return;
        };
        let path = Path::Root.field("birth_date");
        let Some(when) = self.time(value, &path) else { return };
        if !self.possible_birth(when, value, &path, profile) {
            return;
        }
        let Some(given) = given(when, self.zone) else { return };
        profile.birth = Some(Birth { given, origin: Origin { list: "birth_date", index: 0 } });
        let (Some((birth, age, value)), Some(moment)) = (age, profile.as_of) else { return };
        if !agree(age, when, moment, self.zone) {
            profile.conflicting_age = Some(birth);
            let message = format!("the age of {age} and the birth date contradict each other at the moment of the profile");
            self.note(Code::Conflict, message, value.span, &Path::Root.field("age"), "keep the one that is right; until then the age is unknown");
        }
    }

    pub(super) fn age(&mut self, value: &Value<'t>, path: &Path<'_>) -> Option<Duration> {
        let text = match &value.kind {
            Kind::Number(text) => *text,
            _ => self.text(value, path, AGE)?,
        };
        let impossible = |reader: &mut Self, why: &str| {
            let message = format!("`{}` {why}", shortened(text));
            reader.note(Code::ImpossibleAge, message, value.span, path, format!("write {AGE}"));
            None
        };
        if text.starts_with(['-', '−']) {
            return impossible(self, "is a negative age");
        }
        let plain = text.strip_suffix(" old").unwrap_or(text);
        let age = match parse_decimal(plain) {
            Ok(years) => Duration::new(years, TimeUnit::Year),
            Err(_) => match Duration::parse(plain) {
                Ok(age) => age,
                Err(_) => return impossible(self, "is no age"),
            },
        };
        if age.mean_millis() > MAX_AGE.mean_millis() {
            return impossible(self, &format!("is no age: nobody is older than {MAX_AGE}"));
        }
        Some(age)
    }

    /// Whether the birth lies before the moment of the profile, and not too long before it.
    fn possible_birth(&mut self, birth: When, value: &Value<'t>, path: &Path<'_>, profile: &Profile) -> bool {
        let (moment, what) = match (profile.as_of, profile.newest()) {
            (Some(moment), _) => (moment, "`as_of`"),
            (None, Some(moment)) => (moment, "the newest time in the profile"),
            (None, None) => return true,
        };
        let shown = moment.display(self.zone);
        if birth.earliest > moment {
            let message = format!("the birth is after {what}, {shown}");
            self.note(Code::ImpossibleDate, message, value.span, path, "one of the two times is wrong; write them as they are in the chart");
            return false;
        }
        if MAX_AGE.after(birth.latest, self.zone) < moment {
            let message = format!("the birth is more than {MAX_AGE} before {what}, {shown}");
            self.note(Code::ImpossibleDate, message, value.span, path, "one of the two times is wrong; write them as they are in the chart");
            return false;
        }
        true
    }
}

/// A birth at an instant, on a day, or within a month or year.
fn given(when: When, zone: Zone) -> Option<Given> {
    if when.is_exact() {
        return Some(Given::Time(when.earliest));
    }
    let (first, last): (NaiveDate, NaiveDate) = (when.earliest.day(zone)?, when.latest.day(zone)?);
    Some(if first == last { Given::Day(first) } else { Given::Within(first, last) })
}

/// Whether someone born then can have completed the age, and not one unit more, at the moment.
fn agree(age: Duration, birth: When, moment: Moment, zone: Zone) -> bool {
    let next = Duration::new(age.amount.saturating_add(Decimal::ONE), age.unit);
    age.after(birth.earliest, zone) <= moment && next.after(birth.latest, zone) > moment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_agrees_with_a_birth_date_in_completed_units() {
        let day = |text| When::parse(text, Zone::UTC).unwrap();
        let moment = |text| Moment::parse(text).unwrap().0;
        for (age, birth, at, expected) in [
            ("65 years", "1961-11-20", "2026-11-20T10:00:00Z", true),
            ("65 years", "1961-11-21", "2026-11-20T10:00:00Z", false),
            ("64 years", "1961-11-21", "2026-11-20T10:00:00Z", true),
            ("66 years", "1961-03-02", "2026-11-20T10:00:00Z", false),
            ("65 years", "1961", "2026-11-20T10:00:00Z", true),
            ("64 years", "1961", "2026-11-20T10:00:00Z", true),
            ("36 hours", "2026-11-19", "2026-11-20T10:00:00Z", false),
            ("30 hours", "2026-11-19", "2026-11-20T10:00:00Z", true),
        ] {
            assert_eq!(agree(Duration::parse(age).unwrap(), day(birth), moment(at), Zone::UTC), expected, "{age} {birth}");
        }
    }
}
