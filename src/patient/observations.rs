//! `labs` and `observations`: values of measures.

use super::form::Fields;
use super::json::{Kind, Value, shortened};
use super::path::Path;
use super::profile::{Datum, Doubt, Observation, Origin, Profile, Reading};
use super::reader::Reader;
use super::spelling::Sort;
use super::values::{self, Written};
use crate::diagnostic::Code;
use crate::quantity::{Decimal, Unit, parse_decimal};
use crate::source::Span;
use crate::vocabulary::MeasureId;

pub(super) const OBSERVATION: &[&str] = &["of", "value", "unit", "at", "low", "high", "range", "codes"];
pub(super) const LAB: &[&str] = &["value", "unit", "at", "low", "high", "range", "codes"];
const VALUE: &str = r#"a number, or a text such as "6.1 mmol/L" or "positive""#;

/// A value as the file has it, before its unit is looked at.
struct Raw<'a> {
    number: Decimal,
    unit: &'a str,
    /// The number as written, with its unit where that stands in the same text.
    text: &'a str,
    /// The unit as written beside it.
    beside: &'a str,
    span: Span,
}

impl Raw<'_> {
    fn written(&self) -> String {
        joined(self.text, self.beside)
    }
}

impl<'t> Reader<'t, '_> {
    /// The short form: a value by name, that holds at the moment.
    pub(super) fn labs(&mut self, value: &Value<'t>, path: &Path<'_>, profile: &mut Profile) {
        let Some(labs) = self.any_fields(value, path, r#"an object such as {"lactate": "6.1 mmol/L"}"#) else { return };
        for (index, field) in labs.all.iter().enumerate() {
            profile.lab_names.push(field.key.to_string());
            let origin = Origin { list: "labs", index };
            let path = path.field(&field.key);
            if let Kind::Object(all) = &field.value.kind {
                let fields = Fields { all, span: field.value.span };
                self.fields(&field.value, &path, LAB, VALUE);
                self.observation(Some((&field.key, field.key_span)), fields, &path, origin, profile);
                continue;
            }
            let measure = self.measure(&field.key, &[], field.key_span, &path);
            let Some(datum) = self.datum(measure, &field.key, &field.value, None, (&path, &path)) else { continue };
            self.places.observations.push(field.value.span);
            let name = field.key.to_string();
            profile.observations.push(Observation { measure, name, datum, at: None, low: None, high: None, origin });
        }
    }

    /// The long form: a list of values with their times.
    pub(super) fn observations(&mut self, value: &Value<'t>, path: &Path<'_>, profile: &mut Profile) {
        let wanted = r#"a list such as [{"of": "lactate", "value": 6.4, "unit": "mmol/L", "at": "2026-11-20T09:20:00Z"}]"#;
        for (index, item) in self.list(value, path, wanted).iter().enumerate() {
            let path = path.item(index);
            let wanted = r#"an object such as {"of": "lactate", "value": 6.4, "unit": "mmol/L"}"#;
            let Some(fields) = self.fields(item, &path, OBSERVATION, wanted) else { continue };
            let of = fields.get("of");
            if of.is_none() && fields.get("codes").is_none() {
                self.note(Code::WrongType, "an observation without `of`", fields.span, &path, "name the measure, such as \"of\": \"lactate\"");
                continue;
            }
            let name = of.and_then(|v| self.text(v, &path.field("of"), "the name of a measure, such as \"lactate\"").map(|t| (t, v.span)));
            self.observation(name, fields, &path, Origin { list: "observations", index }, profile);
        }
    }

    fn observation(&mut self, name: Option<(&str, Span)>, fields: Fields<'_, 't>, path: &Path<'_>, origin: Origin, profile: &mut Profile) {
        let codes = self.codes(fields, path);
        let coded = self.coded_measure(&codes, path);
        let (name, span) = match (name, codes.first()) {
            (Some((name, span)), _) => (name.to_owned(), span),
            (None, Some(code)) => (code.name(), fields.span),
            (None, None) => return,
        };
        let known = if coded.is_some() { self.vocabulary.measure_named(&name).or(coded) } else { self.measure(&name, &codes, span, path) };
        let at = self.time_in(fields, "at", path);
        let Some(value) = fields.written("value") else {
            self.note(Code::WrongType, "a value is missing here", fields.span, path, "give it as \"value\", such as \"value\": 6.4");
            return;
        };
        let datum = self.datum(known, &name, value, fields.get("unit"), (&path.field("value"), &path.field("unit")));
        let Some(datum) = datum else { return };
        let (low, high) = self.reference(fields, known, &datum, path);
        self.places.observations.push(value.span);
        profile.observations.push(Observation { measure: known, name, datum, at, low, high, origin });
    }

    /// The measure of a name. One that is not known is warned of, unless a code says more.
    fn measure(&mut self, name: &str, codes: &[super::codes::Coded], span: Span, path: &Path<'_>) -> Option<MeasureId> {
        if let Some(id) = self.measure_named(name) {
            return Some(id);
        }
        // An unknown code was warned of already, and there is no other name.
        if codes.first().is_some_and(|code| code.name() == name) {
            return None;
        }
        let help = match (self.knows(name), self.spelling.near(Sort::Measure, name)) {
            (true, _) => "it is a finding: put it into `findings`, `conditions`, `procedures` or `medications`".to_owned(),
            (false, Some(near)) => format!("did you mean `{near}`?"),
            (false, None) => "`trialsieve vocabulary` lists the measures that are known".to_owned(),
        };
        self.note(Code::UnknownMeasure, format!("the vocabulary has no measure `{}`", shortened(name)), span, path, help);
        None
    }

    /// The value with its unit, or why it is in doubt; `None` where there is no value at all.
    /// The paths are those of the value and of its unit.
    fn datum(
        &mut self,
        measure: Option<MeasureId>,
        name: &str,
        value: &Value<'t>,
        unit: Option<&Value<'t>>,
        (path, unit_path): (&Path<'_>, &Path<'_>),
    ) -> Option<Datum> {
        let beside = match unit {
            None => "",
            Some(Value { kind: Kind::Text(text), .. }) => text.trim(),
            Some(other) => {
                self.wrong_type(other, unit_path, "a unit such as \"mmol/L\"");
                return None;
            }
        };
        let not_a_value = |written: &str| Datum::Doubtful { written: written.to_owned(), doubt: Doubt::NotAValue };
        let raw = match &value.kind {
            Kind::Number(text) => match parse_decimal(text) {
                Ok(number) => Raw { number, unit: beside, text, beside, span: value.span },
                Err(_) => {
                    self.out_of_range(value, path);
                    return Some(Datum::Doubtful { written: joined(text, beside), doubt: Doubt::Implausible });
                }
            },
            Kind::Text(text) => match values::written(text) {
                Written::Number { value: number, unit: own } => {
                    if !own.is_empty() && !beside.is_empty() && !same_unit(own, beside) {
                        let message = format!("the value of {} has two units, `{}` and `{}`", shortened(name), shortened(own), shortened(beside));
                        self.note(Code::MisfittingUnit, message, value.span, path, "keep the one that it was measured in");
                        return Some(Datum::Doubtful { written: joined(text, beside), doubt: Doubt::MisfittingUnit });
                    }
                    let (unit, beside) = if own.is_empty() { (beside, beside) } else { (own, "") };
                    Raw { number, unit, text, beside, span: value.span }
                }
                Written::Word(word) => return Some(Datum::Good(Reading::Word(word))),
                Written::OutOfRange => {
                    self.out_of_range(value, path);
                    return Some(Datum::Doubtful { written: joined(text, beside), doubt: Doubt::Implausible });
                }
                Written::Limit => {
                    let help = "give the value where it was measured; a limit of detection alone answers no comparison yet";
                    self.note(Code::NotAValue, format!("`{}` is a limit, not a value", shortened(text)), value.span, path, help);
                    return Some(not_a_value(text));
                }
                Written::Neither => match self.class(measure, text) {
                    Some(number) => Raw { number, unit: "", text, beside: "", span: value.span },
                    None => {
                        let message = format!("`{}` is neither a number nor a result such as positive or negative", shortened(text));
                        self.note(Code::NotAValue, message, value.span, path, format!("write {VALUE}; decimals with a point"));
                        return Some(not_a_value(text));
                    }
                },
            },
            Kind::Null => {
                let help = "give the value, or leave the whole item out where nothing was measured";
                self.note(Code::NotAValue, format!("{} has no value: it is left out", shortened(name)), value.span, path, help);
                return None;
            }
            _ => {
                self.wrong_type(value, path, VALUE);
                return None;
            }
        };
        Some(match measure {
            Some(id) => self.fitted(id, name, raw, unit.map(|u| u.span), (path, unit_path)),
            None => unknown_measure(raw),
        })
    }

    /// A number as a value of a known measure.
    fn fitted(&mut self, id: MeasureId, name: &str, raw: Raw<'_>, unit_span: Option<Span>, (path, unit_path): (&Path<'_>, &Path<'_>)) -> Datum {
        let percentage = self.fits.is_percentage(id);
        let (number, text) = if percentage && is_fraction(raw.number, raw.unit) {
            let percent = raw.number.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(raw.number).normalize();
            let message = format!("{} of {} is a fraction of one: it is read as {percent} %", shortened(name), raw.number);
            self.note(Code::FractionRead, message, raw.span, path, format!("write \"{percent} %\""));
            (percent, "%")
        } else {
            (raw.number, raw.unit)
        };
        let doubt = match self.fits.unit(id, text, number) {
            Ok(unit) => return Datum::Good(Reading::Number { value: number, unit, written_unit: text.to_owned() }),
            Err(doubt) => doubt,
        };
        let all = raw.written();
        let (name, written) = (shortened(name), shortened(&all));
        let wanted = self.fits.wanted(id);
        match doubt {
            Doubt::NoUnit => {
                self.note(
                    Code::MissingUnit,
                    format!("{name} of {written} has no unit"),
                    raw.span,
                    unit_path,
                    format!("write it with its unit: {wanted}"),
                );
            }
            Doubt::MisfittingUnit => {
                let what = if Unit::parse(text).is_ok() { "is no unit of" } else { "is not a unit, and none of" };
                let message = format!("`{}` {what} {name}", shortened(text));
                let path = if unit_span.is_some() { unit_path } else { path };
                self.note(Code::MisfittingUnit, message, unit_span.unwrap_or(raw.span), path, format!("units that would do: {wanted}"));
            }
            Doubt::Implausible | Doubt::NotAValue => {
                let help = format!("values from {} are possible", self.fits.range(id));
                self.note(Code::ImplausibleValue, format!("{name} cannot be {written}"), raw.span, path, help);
            }
        }
        Datum::Doubtful { written: all, doubt }
    }

    /// The lab's own limits of normal, in the unit of the value.
    fn reference(
        &mut self,
        fields: Fields<'_, 't>,
        measure: Option<MeasureId>,
        datum: &Datum,
        path: &Path<'_>,
    ) -> (Option<Decimal>, Option<Decimal>) {
        let (mut low, mut high) = (None, None);
        if let Some(range) = fields.get("range") {
            (low, high) = self.range(range, measure, datum, &path.field("range"));
        }
        if let Some(value) = fields.get("low") {
            low = self.limit(value, measure, datum, &path.field("low"));
        }
        if let Some(value) = fields.get("high") {
            high = self.limit(value, measure, datum, &path.field("high"));
        }
        if low.zip(high).is_some_and(|(low, high)| low > high) {
            let message = "the lower limit of normal is above the upper one: both are left out";
            self.note(Code::ImplausibleValue, message, fields.span, path, "write the lower limit as `low`, the upper as `high`");
            return (None, None);
        }
        (low, high)
    }

    /// `"0.5-2.2"`, `"< 2.2 mmol/L"` or `{"low": 0.5, "high": 2.2}`.
    fn range(&mut self, value: &Value<'t>, measure: Option<MeasureId>, datum: &Datum, path: &Path<'_>) -> (Option<Decimal>, Option<Decimal>) {
        const WANTED: &str = r#"a reference range such as "0.5-2.2" or {"low": 0.5, "high": 2.2}"#;
        if let Kind::Text(text) = &value.kind {
            let Some((low, high)) = values::range(text) else {
                self.note(
                    Code::NotAValue,
                    format!("`{}` is not a range: it is left out", shortened(text)),
                    value.span,
                    path,
                    format!("write {WANTED}"),
                );
                return (None, None);
            };
            let mut in_unit = |side: Option<(Decimal, &str)>| {
                let (number, unit) = side?;
                self.limit_in_unit(number, unit, measure, datum, value.span, path)
            };
            return (in_unit(low), in_unit(high));
        }
        let Some(fields) = self.fields(value, path, &["low", "high"], WANTED) else { return (None, None) };
        let mut side = |key: &str| fields.get(key).and_then(|v| self.limit(v, measure, datum, &path.field(key)));
        (side("low"), side("high"))
    }

    /// One limit: a number in the value's unit, or a text with its own.
    fn limit(&mut self, value: &Value<'t>, measure: Option<MeasureId>, datum: &Datum, path: &Path<'_>) -> Option<Decimal> {
        let (number, unit) = match &value.kind {
            Kind::Number(text) => match parse_decimal(text) {
                Ok(number) => (number, ""),
                Err(_) => {
                    self.out_of_range(value, path);
                    return None;
                }
            },
            Kind::Text(text) => match values::written(text) {
                Written::Number { value, unit } => (value, unit),
                _ => {
                    let message = format!("`{}` is not a limit of normal: it is left out", shortened(text));
                    self.note(Code::NotAValue, message, value.span, path, "write a number in the unit of the value");
                    return None;
                }
            },
            _ => {
                self.wrong_type(value, path, "a number in the unit of the value");
                return None;
            }
        };
        self.limit_in_unit(number, unit, measure, datum, value.span, path)
    }

    fn limit_in_unit(
        &mut self,
        number: Decimal,
        text: &str,
        measure: Option<MeasureId>,
        datum: &Datum,
        span: Span,
        path: &Path<'_>,
    ) -> Option<Decimal> {
        let Datum::Good(Reading::Number { unit, written_unit, .. }) = datum else { return Some(number).filter(|_| text.is_empty()) };
        if text.is_empty() || text == written_unit {
            return Some(number);
        }
        let substance = measure.and_then(|id| self.vocabulary.measure(id)).map(|m| m.substance()).unwrap_or_default();
        let own = Unit::parse(text).ok();
        let converted = own.and_then(|own| own.convert(number, unit, substance).ok()).and_then(|exact| exact.to_decimal());
        if converted.is_none() {
            let message = format!("`{}` is not a unit that the value's converts to: the limit is left out", shortened(text));
            self.note(Code::MisfittingUnit, message, span, path, "write the limit in the unit of the value");
        }
        converted
    }

    /// A class in Roman numerals, for measures that have them.
    fn class(&self, measure: Option<MeasureId>, text: &str) -> Option<Decimal> {
        measure.and_then(|id| self.vocabulary.measure(id)).filter(|m| m.ordinal)?;
        values::class(text)
    }

    fn out_of_range(&mut self, value: &Value<'t>, path: &Path<'_>) {
        let message = format!("{} is beyond the numbers a measurement can have", value.described());
        self.note(Code::ImplausibleValue, message, value.span, path, "write the value as it was measured, with at most 28 digits");
    }
}

/// A value of a measure that the vocabulary does not know is kept in the unit it has.
fn unknown_measure(raw: Raw<'_>) -> Datum {
    match Unit::parse(raw.unit) {
        Ok(unit) => Datum::Good(Reading::Number { value: raw.number, unit, written_unit: raw.unit.to_owned() }),
        Err(_) => Datum::Doubtful { written: raw.written(), doubt: Doubt::MisfittingUnit },
    }
}

/// Whether a number for a percentage is meant as a fraction of one: no unit, or that of a
/// pure number, and not more than one. "1 %" and a bare 30 are not.
fn is_fraction(number: Decimal, unit: &str) -> bool {
    number > Decimal::ZERO && number <= Decimal::ONE && (unit.is_empty() || unit != "%" && Unit::parse(unit).is_ok_and(|u| u == Unit::one()))
}

fn same_unit(a: &str, b: &str) -> bool {
    a == b
        || matches!((Unit::parse(a), Unit::parse(b)), (Ok(a), Ok(b)) if a.is_commensurable(&b) && a.to_base(Decimal::ONE) == b.to_base(Decimal::ONE) && a.to_base(Decimal::ZERO) == b.to_base(Decimal::ZERO))
}

fn joined(number: &str, unit: &str) -> String {
    format!("{} {unit}", number.trim()).trim_end().to_owned()
}
