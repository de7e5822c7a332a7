//! What names, units and ages of profiles were found to mean, each by the full reader and once.

use crate::diagnostic::Diagnostic;
use crate::patient::conflicts::Key;
use crate::patient::json::{Kind, Value};
use crate::patient::medications::Amount;
use crate::patient::path::Path;
use crate::patient::profile::{Age, Datum, Presence};
use crate::patient::reader::{Known, Reader};
use crate::patient::values::{self, Written};
use crate::quantity::{Decimal, Unit};
use crate::rule::Severity;
use crate::source::Span;
use crate::vocabulary::{Concept, FindingKind, MeasureId, Vocabulary};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The tables. What cannot be read without a warning stands in them with nothing.
pub struct Tables<'v> {
    vocabulary: &'v Vocabulary,
    known: Option<Known<'v>>,
    names: FxHashMap<Box<str>, Option<Name>>,
    concepts: Vec<Meaning>,
    by_written: FxHashMap<Box<str>, usize>,
    measures: FxHashMap<Box<str>, Option<MeasureId>>,
    units: Vec<UnitOf>,
    /// By measure: its units as written.
    written: FxHashMap<MeasureId, Vec<Spelt>>,
    /// By whether it is a rate, and its text: the place of what it was read as.
    amounts: FxHashMap<(bool, Box<str>), Option<usize>>,
    given: Vec<Datum>,
    ages: FxHashMap<Box<str>, Option<Age>>,
    keys: FxHashMap<Key, usize>,
}

/// A unit as written, and its place, if it is one.
type Spelt = (Box<str>, Option<usize>);

/// A name taken apart.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// The place of what it is about.
    pub concept: usize,
    pub presence: Option<Presence>,
    pub severity: Option<Severity>,
}

/// What a name is about.
pub struct Meaning {
    pub concept: Concept,
    /// Names with one key are about the same.
    pub key: usize,
    /// The keys whose denial contradicts its presence.
    pub wider: Vec<usize>,
    /// What was done stays done.
    pub stays_done: bool,
}

/// A unit of a measure, with its possible values.
pub struct UnitOf {
    pub measure: MeasureId,
    pub unit: Unit,
    text: Box<str>,
    low: f64,
    high: f64,
    /// Numbers up to one may be meant as fractions.
    fraction: bool,
}

impl UnitOf {
    /// As it is written.
    pub fn written(&self) -> &str {
        &self.text
    }
}

/// After so many names everything begins anew.
const MOST_NAMES: usize = 1 << 15;

impl<'v> Tables<'v> {
    pub fn new(vocabulary: &'v Vocabulary) -> Self {
        Self {
            vocabulary,
            known: None,
            names: FxHashMap::default(),
            concepts: Vec::new(),
            by_written: FxHashMap::default(),
            measures: FxHashMap::default(),
            units: Vec::new(),
            written: FxHashMap::default(),
            amounts: FxHashMap::default(),
            given: Vec::new(),
            ages: FxHashMap::default(),
            keys: FxHashMap::default(),
        }
    }

    /// Whether there are so many names that it is time to begin anew.
    pub fn full(&self) -> bool {
        let small = [self.measures.len(), self.amounts.len(), self.ages.len(), self.units.len()].iter().fold(0usize, |a, n| a.saturating_add(*n));
        self.names.len().saturating_add(small) > MOST_NAMES
    }

    /// What names are about.
    pub fn meanings(&self) -> &[Meaning] {
        &self.concepts
    }

    /// The units that there are.
    pub fn units(&self) -> &[UnitOf] {
        &self.units
    }

    /// A name of a condition, procedure, drug or finding.
    #[inline]
    pub fn name(&mut self, text: &str) -> Option<Name> {
        if let Some(known) = self.names.get(text) {
            return *known;
        }
        let found = (!text.trim().is_empty()).then(|| self.asked(|reader| reader.checked_name(text, Span::default(), &Path::Root)));
        let name = found.and_then(|(named, notes)| {
            let plain = notes.is_empty() && !named.aside && named.narrow.is_none();
            plain.then(|| Name { concept: self.place(named.concept), presence: named.presence, severity: named.severity })
        });
        self.names.insert(text.into(), name);
        name
    }

    /// A measure by its name.
    #[inline]
    pub fn measure(&mut self, text: &str) -> Option<MeasureId> {
        if let Some(known) = self.measures.get(text) {
            return *known;
        }
        let (found, _) = self.asked(|reader| reader.measure_named(text));
        self.measures.insert(text.into(), found);
        found
    }

    /// A unit of a measure, as it stands beside a number or behind it.
    #[inline]
    pub fn unit(&mut self, measure: MeasureId, text: &str) -> Option<usize> {
        let known = self.written.get(&measure).and_then(|all| all.iter().find(|(written, _)| written.as_ref() == text));
        if let Some((_, unit)) = known {
            return *unit;
        }
        let plain = text.trim();
        // Behind a number it is a unit, too, and nothing that makes the two another thing.
        let behind = format!("5 {plain}");
        let apart = plain.is_empty() || matches!(values::written(&behind), Written::Number { unit, .. } if unit == plain);
        let (found, _) = self.asked(|reader| Some((reader.fits.limits(measure, plain)?, reader.fits.is_percentage(measure))));
        let unit = found.filter(|_| apart).map(|((unit, low, high), percentage)| {
            let fraction = percentage && plain != "%" && (plain.is_empty() || unit == Unit::one());
            self.units.push(UnitOf { measure, unit, text: plain.into(), low, high, fraction });
            self.units.len().saturating_sub(1)
        });
        self.written.entry(measure).or_default().push((text.into(), unit));
        unit
    }

    /// Whether a value can be one of the unit's measure, and is meant as it is written.
    #[inline]
    pub fn possible(&mut self, unit: usize, mantissa: i64, scale: u32, near: f64) -> bool {
        let Some(of) = self.units.get(unit) else { return false };
        if of.fraction && near > 0.0 && near <= 1.0 {
            return false;
        }
        // Close to a limit it is compared exactly.
        let room = (of.low.abs() + of.high.abs()) * 1e-9 + 1e-9;
        if near > of.low + room && near < of.high - room {
            return true;
        }
        let (measure, text) = (of.measure, of.text.clone());
        let Ok(value) = Decimal::try_from_i128_with_scale(i128::from(mantissa), scale) else { return false };
        self.asked(|reader| reader.fits.unit(measure, &text, value).is_ok()).0
    }

    /// The place of a rate, or of a dose, that can be used.
    pub fn amount(&mut self, rate: bool, text: &str) -> Option<usize> {
        let key = (rate, Box::from(text));
        if let Some(known) = self.amounts.get(&key) {
            return *known;
        }
        let value = Value { kind: Kind::Text(Cow::Owned(text.to_owned())), span: Span::default() };
        let amount = if rate { Amount::Rate } else { Amount::Dose };
        let (datum, notes) = self.asked(|reader| reader.amount(&value, amount, &Path::Root));
        let good = datum.filter(|d| notes.is_empty() && matches!(d, Datum::Good(_)));
        let place = good.map(|datum| {
            self.given.push(datum);
            self.given.len().saturating_sub(1)
        });
        self.amounts.insert(key, place);
        place
    }

    /// Rates and doses, by their places.
    pub fn given(&self) -> &[Datum] {
        &self.given
    }

    /// An age.
    pub fn age(&mut self, text: &str) -> Option<Age> {
        if let Some(known) = self.ages.get(text) {
            return *known;
        }
        let value = Value { kind: Kind::Text(Cow::Owned(text.to_owned())), span: Span::default() };
        let (age, notes) = self.asked(|reader| reader.age(&value, &Path::Root));
        let age = age.filter(|_| notes.is_empty());
        self.ages.insert(text.into(), age);
        age
    }

    fn place(&mut self, concept: Concept) -> usize {
        if let Some(known) = self.by_written.get(concept.written.as_str()) {
            return *known;
        }
        let (own, wider) = self.asked(|reader| (Key::of(&concept), reader.wider(&concept))).0;
        let mut number = |key: Key| {
            let next = self.keys.len();
            *self.keys.entry(key).or_insert(next)
        };
        let (key, wider) = (number(own), wider.into_iter().map(number).collect());
        let kind = concept.finding().and_then(|id| self.vocabulary.finding(id)).map(|f| f.kind);
        let place = self.concepts.len();
        self.by_written.insert(concept.written.as_str().into(), place);
        self.concepts.push(Meaning { concept, key, wider, stays_done: kind.is_some_and(FindingKind::stays_done) });
        place
    }

    /// What the full reader says, and what it warns of.
    fn asked<T>(&mut self, ask: impl FnOnce(&mut Reader<'static, 'v>) -> T) -> (T, Vec<Diagnostic>) {
        let known = self.known.take().unwrap_or_else(|| Known::new(self.vocabulary));
        let mut reader = Reader::new(self.vocabulary, known);
        let answer = ask(&mut reader);
        let (notes, known) = reader.finish();
        self.known = Some(known);
        (answer, notes)
    }
}
