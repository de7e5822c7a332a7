//! Profiles of the plain form, read fast: no datum in doubt, no unusual spelling, every instant
//! in universal time. Whatever else a file holds, this reader has nothing to say of it, and the
//! full reader reads it. What it does say is what the full reader's profile holds.

mod contrary;
mod cursor;
mod profile;
mod sheet;
mod tables;

pub(crate) use cursor::Number;
pub(crate) use sheet::{Said, Sheet, Value};
pub(crate) use tables::{Tables, UnitOf};

use super::medications;
use super::person::{SEXES, Sex};
use super::profile::{Complete, Given, Presence, RecordKind, is_empty_span};
use super::reader::{LISTS, List};
use super::records::{self, combined};
use crate::rule::Severity;
use crate::time::{self, When, Zone};
use crate::vocabulary::Vocabulary;
use cursor::{Cursor, decimal};

/// A reader that keeps what names mean from file to file.
pub(crate) struct Plain<'v> {
    vocabulary: &'v Vocabulary,
    tables: Tables<'v>,
    /// How many times the tables have begun anew.
    generation: usize,
    sheet: Sheet,
}

/// A list of records.
#[derive(Clone, Copy)]
struct Records {
    kind: Option<RecordKind>,
    statuses: &'static [(&'static str, Presence)],
}

const CONDITIONS: Records = Records { kind: Some(RecordKind::Condition), statuses: records::CONDITION };
const PROCEDURES: Records = Records { kind: Some(RecordKind::Procedure), statuses: records::PROCEDURE };
const MEDICATIONS: Records = Records { kind: None, statuses: medications::STATUS };

/// The fields of the profile that are no lists, and which of all have been seen.
#[derive(Default)]
struct Top<'t> {
    seen: u16,
    born: Option<&'t str>,
    age: Option<&'t str>,
}

/// A birth so long ago, or longer, may be impossible.
const LONG_AGO: i64 = 149 * 365 * 86_400_000;

impl<'v> Plain<'v> {
    pub fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, tables: Tables::new(vocabulary), generation: 0, sheet: Sheet::default() }
    }

    pub fn tables(&self) -> &Tables<'v> {
        &self.tables
    }

    /// Places in the tables hold as long as this stays the same.
    pub fn generation(&self) -> usize {
        self.generation
    }

    /// What was read last.
    pub fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// Reads a profile into the sheet, if it is a plain one.
    pub fn read(&mut self, text: &str) -> bool {
        if self.tables.full() {
            self.tables = Tables::new(self.vocabulary);
            self.generation = self.generation.wrapping_add(1);
        }
        self.sheet.clear();
        self.whole(text).is_some()
    }

    fn whole(&mut self, text: &str) -> Option<()> {
        let mut cursor = Cursor::new(text);
        let mut top = Top::default();
        cursor.fields(|c, key| self.field(c, key, &mut top))?;
        if !cursor.ends() {
            return None;
        }
        self.birth(&top)?;
        self.sheet.agrees().then_some(())?;
        self.sheet.warnings = contrary::warnings(&self.sheet, self.tables.meanings())?.saturating_add(self.sheet.disputed.len());
        Some(())
    }

    fn field<'t>(&mut self, c: &mut Cursor<'t>, key: &str, top: &mut Top<'t>) -> Option<()> {
        let place: u16 = match key {
            "id" => 1,
            "birth_date" => 1 << 1,
            "sex" => 1 << 2,
            "as_of" => 1 << 3,
            "labs" => 1 << 4,
            "observations" => 1 << 5,
            "medications" => 1 << 6,
            "conditions" => 1 << 7,
            "procedures" => 1 << 8,
            "findings" => 1 << 9,
            "complete" => 1 << 10,
            "age" => 1 << 11,
            _ => return None,
        };
        if top.seen & place != 0 {
            return None;
        }
        top.seen |= place;
        match key {
            "id" => self.id(c),
            "birth_date" => c.string().map(|text| top.born = Some(text)),
            "age" => texts(c).map(|text| top.age = Some(text)),
            "sex" => self.sex(c),
            "as_of" => {
                self.sheet.as_of = Some(time::usual_form(c.string()?)?);
                Some(())
            }
            "labs" => self.labs(c),
            "observations" => c.items(|c| self.observation(c)),
            "medications" => c.items(|c| self.record(c, MEDICATIONS)),
            "conditions" => c.items(|c| self.record(c, CONDITIONS)),
            "procedures" => c.items(|c| self.record(c, PROCEDURES)),
            "findings" => self.findings(c),
            _ => self.complete(c),
        }
    }

    fn id(&mut self, c: &mut Cursor<'_>) -> Option<()> {
        let id = texts(c)?.trim();
        self.sheet.id.push_str(id);
        (!id.is_empty()).then_some(())
    }

    fn sex(&mut self, c: &mut Cursor<'_>) -> Option<()> {
        let sex = one_of(SEXES, c.string()?)?;
        for (name, of) in [("female", Sex::Female), ("male", Sex::Male)] {
            if let Some(sex) = sex {
                let presence = if sex == of { Presence::Present } else { Presence::Absent };
                let concept = self.tables.name(name)?.concept;
                let kind = Some(RecordKind::Finding);
                self.sheet.records.push(Said { concept, kind, presence, severity: None, from: None, to: None, timeless: true, rate: None });
            }
        }
        Some(())
    }

    fn complete(&mut self, c: &mut Cursor<'_>) -> Option<()> {
        let complete: &mut Complete = &mut self.sheet.complete;
        c.items(|c| {
            match one_of(LISTS, c.string()?)? {
                List::Conditions => complete.conditions = true,
                List::Procedures => complete.procedures = true,
                List::Medications => complete.medications = true,
                List::Findings => complete.findings = true,
                List::Observations => complete.observations = true,
            }
            Some(())
        })
    }

    fn labs(&mut self, c: &mut Cursor<'_>) -> Option<()> {
        let mut seen: Vec<&str> = Vec::new();
        c.fields(|c, key| {
            once(&mut seen, key)?;
            let (number, unit) = value(c)?;
            self.value(key, number, unit, None)
        })
    }

    fn observation(&mut self, c: &mut Cursor<'_>) -> Option<()> {
        let (mut of, mut found, mut beside, mut at) = (None, None, None, None);
        c.fields(|c, key| match key {
            "of" => put(&mut of, c.string()?.trim()),
            "value" => put(&mut found, value(c)?),
            "unit" => put(&mut beside, c.string()?),
            "at" => put(&mut at, when(c.string()?)?),
            _ => None,
        })?;
        let (number, behind) = found?;
        let unit = match (beside, behind) {
            (None, behind) => behind,
            (Some(beside), "") => beside,
            // Two units may be the same or not.
            _ => return None,
        };
        self.sheet.time(at);
        self.value(of?, number, unit, at)
    }

    fn value(&mut self, of: &str, number: Number, unit: &str, at: Option<When>) -> Option<()> {
        let measure = self.tables.measure(of)?;
        let unit = self.tables.unit(measure, unit)?;
        self.tables.possible(unit, number.mantissa, number.scale, number.near()).then_some(())?;
        self.sheet.value(measure, Value { unit, number, at, previous: None })
    }

    fn record(&mut self, c: &mut Cursor<'_>, list: Records) -> Option<()> {
        let kind = list.kind;
        if c.peek() == Some(b'"') {
            let name = self.tables.name(c.string()?)?;
            let presence = combined(name.presence, None);
            let said = Said { concept: name.concept, kind, presence, severity: name.severity, from: None, to: None, timeless: false, rate: None };
            self.sheet.records.push(said);
            return Some(());
        }
        let (mut name, mut status, mut severity, mut from, mut to, mut rate, mut dose) = (None, None, None, None, None, None, None);
        c.fields(|c, key| match key {
            "name" => put(&mut name, c.string()?.trim()),
            "status" => put(&mut status, one_of(list.statuses, c.string()?)?),
            "severity" if kind.is_some() => put(&mut severity, Severity::from_word(c.string()?.trim())?),
            "from" => put(&mut from, when(c.string()?)?),
            "to" => put(&mut to, when(c.string()?)?),
            "rate" if kind.is_none() => put(&mut rate, self.tables.amount(true, c.string()?)?),
            "dose" if kind.is_none() => put(&mut dose, self.tables.amount(false, c.string()?)?),
            _ => None,
        })?;
        if is_empty_span(from, to, kind.is_none()) {
            return None;
        }
        let name = self.tables.name(name?)?;
        self.sheet.time(from);
        self.sheet.time(to);
        let presence = combined(name.presence, status);
        let (severity, rate) = (severity.or(name.severity), rate.or(dose));
        self.sheet.records.push(Said { concept: name.concept, kind, presence, severity, from, to, timeless: false, rate });
        Some(())
    }

    fn findings(&mut self, c: &mut Cursor<'_>) -> Option<()> {
        let mut seen: Vec<&str> = Vec::new();
        c.fields(|c, key| {
            once(&mut seen, key)?;
            let answer = if c.truth()? { Presence::Present } else { Presence::Absent };
            let name = self.tables.name(key)?;
            let presence = combined(name.presence, Some(answer));
            let kind = Some(RecordKind::Finding);
            let said = Said { concept: name.concept, kind, presence, severity: name.severity, from: None, to: None, timeless: false, rate: None };
            self.sheet.records.push(said);
            Some(())
        })
    }

    /// The birth date, or the age in its place. Both must agree, which the full reader looks at.
    fn birth(&mut self, top: &Top<'_>) -> Option<()> {
        self.sheet.born = match (top.born, top.age) {
            (None, None) => None,
            (Some(_), Some(_)) => return None,
            (None, Some(age)) => Some(Given::Age(self.tables.age(age)?)),
            (Some(text), None) => {
                let day = when(text).filter(|w| !w.is_exact())?;
                let (first, last) = (day.earliest.day(Zone::UTC)?, day.latest.day(Zone::UTC)?);
                let moment = self.sheet.as_of.or(self.sheet.newest);
                let sound = moment.is_none_or(|m| (0..LONG_AGO).contains(&m.millis_since(day.earliest)));
                if !sound || first != last {
                    return None;
                }
                Some(Given::Day(first))
            }
        };
        Some(())
    }
}

/// A text, or a number as it is written.
fn texts<'t>(c: &mut Cursor<'t>) -> Option<&'t str> {
    if c.peek() == Some(b'"') { c.string() } else { c.digits() }
}

/// A number, and the unit that stands behind it in the same text.
#[inline]
fn value<'t>(c: &mut Cursor<'t>) -> Option<(Number, &'t str)> {
    if c.peek() != Some(b'"') {
        return Some((c.number()?, ""));
    }
    let text = c.string()?.trim();
    let (number, end) = decimal(text)?;
    let behind = text.get(end..)?;
    let unit = behind.trim_start();
    // "120/80", "1:40" and "5e3" are no numbers with a unit.
    let plain = match unit.as_bytes().first() {
        None | Some(b'%' | b'a'..=b'd' | b'f'..=b'z' | b'A'..=b'D' | b'F'..=b'Z') => true,
        Some(b'/') => unit.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic),
        Some(b'1') => behind.len() > unit.len(),
        _ => false,
    };
    plain.then_some((number, unit))
}

/// A time: an instant of the usual form, or a whole day.
#[inline]
fn when(text: &str) -> Option<When> {
    if let Some(moment) = time::usual_form(text) {
        return Some(When::exactly(moment));
    }
    let day = text.len() == 10 && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    if day { When::parse(text, Zone::UTC).ok() } else { None }
}

/// A field that stands there once.
#[inline]
fn put<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.replace(value).is_none().then_some(())
}

/// A key that has not been there yet.
fn once<'t>(seen: &mut Vec<&'t str>, key: &'t str) -> Option<()> {
    const MOST: usize = 64;
    if seen.len() >= MOST || seen.contains(&key) {
        return None;
    }
    seen.push(key);
    Some(())
}

fn one_of<T: Copy>(known: &[(&str, T)], text: &str) -> Option<T> {
    known.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning)
}

impl Number {
    /// Whether it is the same number, however many places it is written with.
    pub fn same(self, other: Self) -> bool {
        let at = |n: Self, scale: u32| 10i128.checked_pow(scale.saturating_sub(n.scale)).and_then(|tens| tens.checked_mul(i128::from(n.mantissa)));
        let scale = self.scale.max(other.scale);
        self == other || (self.scale != other.scale && at(self, scale).is_some() && at(self, scale) == at(other, scale))
    }

    /// The nearest floating-point number.
    #[inline]
    #[allow(clippy::cast_precision_loss)] // it is the nearest
    pub fn near(self) -> f64 {
        const TENS: [f64; 19] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];
        let tens = usize::try_from(self.scale).ok().and_then(|s| TENS.get(s)).copied().unwrap_or(f64::NAN);
        self.mantissa as f64 / tens
    }
}
