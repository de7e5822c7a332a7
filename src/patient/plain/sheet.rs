//! One patient's plain data as numbers: values with their times, and what is there or not.

use super::cursor::Number;
use crate::patient::profile::{Complete, Given, Presence, RecordKind};
use crate::rule::Severity;
use crate::time::{Moment, When};
use crate::vocabulary::MeasureId;

/// Everything of a profile that a truth can depend on, where nothing in it is in doubt. Names and
/// units are places in the tables of the reader.
#[derive(Debug, Default)]
pub struct Sheet {
    pub id: String,
    pub as_of: Option<Moment>,
    /// The newest time in it, a birth excepted.
    pub newest: Option<Moment>,
    pub born: Option<Given>,
    pub complete: Complete,
    pub values: Vec<Value>,
    /// Instants at which a measure has two values.
    pub disputed: Vec<(MeasureId, Moment)>,
    /// The measures of the values.
    pub series: Vec<Series>,
    /// For each measure where its series is, if it has one: that says of which it is.
    places: Vec<usize>,
    pub records: Vec<Said>,
    /// How many warnings the full reader gives: contradictions only, nothing else is plain.
    pub warnings: usize,
}

/// A value of a measure.
#[derive(Debug, Clone, Copy)]
pub struct Value {
    /// The place of its unit, which is a unit of one measure.
    pub unit: usize,
    pub number: Number,
    pub at: Option<When>,
    /// The place of the value of the same measure that stands before it.
    pub previous: Option<usize>,
}

/// The values of one measure.
#[derive(Debug, Clone, Copy)]
pub struct Series {
    pub measure: MeasureId,
    /// The place of the one that stands last.
    pub last: usize,
    pub count: usize,
    /// Those without a time.
    pub undated: usize,
    /// Some time is known roughly.
    pub rough: bool,
    first: Moment,
    newest: Moment,
    /// There were too many to look through each time.
    crowded: bool,
}

/// So many values of a measure are looked through for another at the same instant.
const FEW: usize = 64;

/// A record that says that something is there or not.
#[derive(Debug, Clone, Copy)]
pub struct Said {
    /// The place of its name.
    pub concept: usize,
    /// None for a drug.
    pub kind: Option<RecordKind>,
    pub presence: Presence,
    pub severity: Option<Severity>,
    pub from: Option<When>,
    pub to: Option<When>,
    /// It holds at all times (sex).
    pub timeless: bool,
    /// The place of a drug's rate or dose.
    pub rate: Option<usize>,
}

impl Sheet {
    pub fn clear(&mut self) {
        let Self { id, as_of, newest, born, complete, values, disputed, series, places: _, records, warnings } = self;
        id.clear();
        (*as_of, *newest, *born, *complete, *warnings) = (None, None, None, Complete::default(), 0);
        values.clear();
        disputed.clear();
        series.clear();
        records.clear();
    }

    /// A value of a measure. Another one at the same instant contradicts it; in another unit, it is
    /// left to the full reader.
    pub fn value(&mut self, measure: MeasureId, value: Value) -> Option<()> {
        let place = self.values.len();
        let home = usize::try_from(measure.0).ok()?;
        if self.places.len() <= home {
            self.places.resize(home.saturating_add(1), usize::MAX);
        }
        let slot = self.places.get_mut(home)?;
        let instant = value.at.filter(|w| w.is_exact()).map(|w| w.earliest);
        if self.series.get(*slot).is_none_or(|s| s.measure != measure) {
            *slot = self.series.len();
            let (first, newest) = (instant.unwrap_or(Moment::MAX), instant.unwrap_or(Moment::MIN));
            let (undated, rough) = (usize::from(value.at.is_none()), value.at.is_some() && instant.is_none());
            self.series.push(Series { measure, last: place, count: 1, undated, rough, first, newest, crowded: false });
            self.values.push(value);
            return Some(());
        }
        let series = self.series.get_mut(*slot)?;
        match instant {
            None if value.at.is_none() => series.undated = series.undated.saturating_add(1),
            None => series.rough = true,
            Some(instant) if instant > series.newest => series.newest = instant,
            Some(instant) if instant < series.first => series.first = instant,
            Some(_) if series.count > FEW => series.crowded = true,
            Some(instant) => {
                let mut other = Some(series.last);
                while let Some(before) = other.and_then(|o| self.values.get(o)) {
                    if before.at == value.at && !before.number.same(value.number) {
                        (before.unit == value.unit).then_some(())?;
                        if !self.disputed.contains(&(measure, instant)) {
                            self.disputed.push((measure, instant));
                        }
                    } else if before.at == value.at && before.unit != value.unit {
                        return None;
                    }
                    other = before.previous;
                }
            }
        }
        if let Some(instant) = instant {
            (series.first, series.newest) = (series.first.min(instant), series.newest.max(instant));
        }
        self.values.push(Value { previous: Some(series.last), ..value });
        (series.last, series.count) = (place, series.count.saturating_add(1));
        Some(())
    }

    /// The places of a series' values, the last first.
    pub fn of(&self, series: &Series) -> impl Iterator<Item = &Value> {
        std::iter::successors(self.values.get(series.last), |v| self.values.get(v.previous?))
    }

    /// Whether no measure has two values at one instant, where that was not seen at once.
    pub fn agrees(&self) -> bool {
        self.series.iter().filter(|s| s.crowded || (s.undated > 0 && s.count > 1)).all(|series| {
            let moment = self.as_of.unwrap_or(Moment::MAX);
            let instant = |v: &Value| v.at.map_or(Some(moment), |w| w.is_exact().then_some(w.earliest));
            let mut all: Vec<Moment> = self.of(series).filter_map(instant).collect();
            all.sort_unstable();
            all.is_sorted_by(|a, b| a < b)
        })
    }

    /// Notes a time for the newest one.
    pub fn time(&mut self, when: Option<When>) {
        self.newest = self.newest.max(when.map(|w| w.latest));
    }
}
