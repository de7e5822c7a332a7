//! Whether a number with a unit can be a value of a measure.

use super::profile::Doubt;
use crate::quantity::{Decimal, Exact, Substance, Unit};
use crate::vocabulary::{Measure, MeasureId, Vocabulary};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

/// What is known of measures and their units, worked out once for each unit that a file uses:
/// real files repeat them thousands of times.
pub(super) struct Fits<'v> {
    vocabulary: &'v Vocabulary,
    rows: FxHashMap<MeasureId, Row<'v>>,
}

struct Row<'v> {
    measure: &'v Measure,
    canonical: Unit,
    substance: Substance,
    units: Vec<(String, Fit)>,
}

#[derive(Clone)]
enum Fit {
    Good { unit: Box<Unit>, low: Limit, high: Limit },
    Not(Doubt),
}

/// A limit of the possible range in the unit of the value, with the decimal next to it: only
/// a value that comes close to the limit is compared exactly, which is slower.
#[derive(Clone)]
struct Limit {
    exact: Exact,
    near: Option<Decimal>,
}

/// Farther from the decimal than this, a value is on the same side of the limit itself.
const CLOSE: Decimal = Decimal::from_parts(1, 0, 0, false, 6);
/// Up to this size, the decimal next to a limit is closer to it than [`CLOSE`] by far.
const LARGEST_NEAR: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);

/// Units that are proposed where one is missing, besides a measure's own.
const USUAL: &[&str] = &["mmol/L", "mg/dL", "umol/L", "g/dL", "kPa", "10*9/L"];

impl<'v> Fits<'v> {
    pub(super) fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, rows: FxHashMap::default() }
    }

    /// The unit of a value, if the value can be one of the measure.
    pub(super) fn unit(&mut self, id: MeasureId, unit: &str, value: Decimal) -> Result<Unit, Doubt> {
        let row = self.row(id).ok_or(Doubt::MisfittingUnit)?;
        let fit = match row.units.iter().find(|(text, _)| text == unit) {
            Some((_, fit)) => fit,
            None => {
                let fit = row.fit(unit);
                row.units.push((unit.to_owned(), fit));
                row.units.last().map(|(_, fit)| fit).ok_or(Doubt::MisfittingUnit)?
            }
        };
        match fit {
            Fit::Good { unit, low, high } if low.at_most(value) && high.at_least(value) => Ok(unit.as_ref().clone()),
            Fit::Good { .. } => Err(Doubt::Implausible),
            Fit::Not(doubt) => Err(doubt.clone()),
        }
    }

    /// The unit as the measure has it, with its lowest and its highest possible value, about.
    pub(super) fn limits(&mut self, id: MeasureId, unit: &str) -> Option<(Unit, f64, f64)> {
        match self.row(id)?.fit(unit) {
            Fit::Good { unit, low, high } => Some((*unit, low.exact.to_f64(), high.exact.to_f64())),
            Fit::Not(_) => None,
        }
    }

    /// Whether the measure is a percentage that people also write as a fraction of one.
    pub(super) fn is_percentage(&mut self, id: MeasureId) -> bool {
        self.row(id).is_some_and(|row| row.measure.fraction && row.canonical.ucum() == "%")
    }

    /// The units that would do, for a message.
    pub(super) fn wanted(&mut self, id: MeasureId) -> String {
        let Some(row) = self.row(id) else { return String::new() };
        let fits = |text: &&&str| Unit::parse(text).is_ok_and(|unit| unit != row.canonical && unit.aligned(&row.canonical, row.substance).is_ok());
        let more = USUAL.iter().filter(fits).filter_map(|text| Unit::parse(text).ok()).map(|unit| unit.display());
        let mut all: Vec<String> = std::iter::once(row.canonical.display()).chain(more).filter(|text| !text.is_empty()).collect();
        all.truncate(3);
        match all.split_last() {
            None => "no unit at all".to_owned(),
            Some((only, [])) => only.clone(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
        }
    }

    /// The possible range, for a message.
    pub(super) fn range(&mut self, id: MeasureId) -> String {
        let Some(row) = self.row(id) else { return String::new() };
        let (low, high) = row.measure.range();
        format!("{low} to {high} {}", row.canonical.display()).trim_end().to_owned()
    }

    /// A value in the measure's own unit.
    pub(super) fn canonical(&mut self, id: MeasureId, value: Decimal, unit: &Unit) -> Option<Exact> {
        let row = self.row(id)?;
        unit.convert(value, &row.canonical, row.substance).ok()
    }

    fn row(&mut self, id: MeasureId) -> Option<&mut Row<'v>> {
        let measure = self.vocabulary.measure(id)?;
        Some(self.rows.entry(id).or_insert_with(|| Row {
            measure,
            canonical: measure.canonical_unit(),
            substance: measure.substance(),
            units: Vec::new(),
        }))
    }
}

impl Row<'_> {
    fn fit(&self, text: &str) -> Fit {
        let unit = match text {
            "" if self.measure.bare || is_one(&self.canonical) => Ok(self.canonical.clone()),
            "" => return Fit::Not(Doubt::NoUnit),
            written => Unit::parse(written),
        };
        let Ok(unit) = unit else { return Fit::Not(Doubt::MisfittingUnit) };
        let Ok((from, to)) = unit.aligned(&self.canonical, self.substance) else { return Fit::Not(Doubt::MisfittingUnit) };
        let (low, high) = self.measure.range();
        let limit = |value: Decimal| from.from_base(&to.to_base(value)).map(Limit::new);
        match (limit(low), limit(high)) {
            (Some(low), Some(high)) => Fit::Good { unit: Box::new(unit), low, high },
            _ => Fit::Not(Doubt::MisfittingUnit),
        }
    }
}

impl Limit {
    fn new(exact: Exact) -> Self {
        let near = exact.to_decimal().filter(|near| near.abs() <= LARGEST_NEAR);
        Self { exact, near }
    }

    fn at_most(&self, value: Decimal) -> bool {
        self.compare(value).is_le()
    }

    fn at_least(&self, value: Decimal) -> bool {
        self.compare(value).is_ge()
    }

    /// How the limit stands to a value.
    fn compare(&self, value: Decimal) -> Ordering {
        match self.near {
            Some(near) if near.checked_sub(value).is_none_or(|apart| apart.abs() > CLOSE) => near.cmp(&value),
            _ => self.exact.cmp(&Exact::from(value)),
        }
    }
}

/// Whether the unit counts plain numbers: scores, ratios.
fn is_one(unit: &Unit) -> bool {
    unit.is_number() && unit.to_base(Decimal::ONE) == Exact::one()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_fits_by_its_unit_and_its_range() {
        let v = Vocabulary::builtin();
        let mut fits = Fits::new(v);
        for (measure, value, unit, doubt) in [
            ("lactate", "6.1", "mmol/L", None),
            ("lactate", "54.9", "mg/dL", None),
            ("lactate", "6.1", "", Some(Doubt::NoUnit)),
            ("lactate", "6.1", "mmHg", Some(Doubt::MisfittingUnit)),
            ("lactate", "6.1", "mmol", Some(Doubt::MisfittingUnit)),
            ("lactate", "6.1", "furlongs", Some(Doubt::MisfittingUnit)),
            ("lactate", "-1", "mmol/L", Some(Doubt::Implausible)),
            ("MAP", "-27", "mm[Hg]", Some(Doubt::Implausible)),
            ("MAP", "9", "kPa", None),
            ("MAP", "9000", "kPa", Some(Doubt::Implausible)),
            ("VIS", "130", "", None),
            ("LVEF", "30", "", None),
            ("LVEF", "101", "%", Some(Doubt::Implausible)),
            ("LVEF", "100", "%", None),
            ("LVEF", "1", "%", None),
            // A fraction under the sign of a percentage: no heart beats with that.
            ("LVEF", "0.35", "%", Some(Doubt::Implausible)),
            // 50 mmol/L are exactly 450.4 mg/dL: that can be, a hair more cannot.
            ("lactate", "450.40", "mg/dL", None),
            ("lactate", "450.4000000000000000001", "mg/dL", Some(Doubt::Implausible)),
        ] {
            let id = v.measure_named(measure).unwrap();
            let found = fits.unit(id, unit, value.parse().unwrap()).err();
            assert_eq!(found, doubt, "{measure} {value} {unit}");
        }
    }

    #[test]
    fn the_units_that_would_do_are_named() {
        let v = Vocabulary::builtin();
        let mut fits = Fits::new(v);
        let wanted = fits.wanted(v.measure_named("lactate").unwrap());
        assert!(wanted.contains("mmol/L") && wanted.contains("mg/dL"), "{wanted}");
        assert!(fits.wanted(v.measure_named("MAP").unwrap()).contains("mmHg"));
    }
}
