//! `medications`: drugs that run, ran, were given or were not.

use super::form::Fields;
use super::json::{Kind, Value, shortened};
use super::path::Path;
use super::profile::{Datum, Doubt, Medication, Origin, Presence, Profile, Reading};
use super::rates::{is_dose, is_rate};
use super::reader::Reader;
use super::records::combined;
use super::values::{self, Written};
use crate::diagnostic::Code;
use crate::quantity::Unit;

pub(super) const ITEM: &[&str] = &["name", "codes", "rate", "dose", "from", "to", "status"];
pub(super) const STATUS: &[(&str, Presence)] = &[("given", Presence::Present), ("not given", Presence::Absent)];
const WANTED: &str = r#"a name such as "norepinephrine", or {"name": "norepinephrine", "rate": "0.4 ug/kg/min"}"#;

/// How much of a drug: per time, or at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Amount {
    Rate,
    Dose,
}

impl<'t> Reader<'t, '_> {
    /// Drugs; a plain text is one that was given.
    pub(super) fn medications(&mut self, value: &Value<'t>, path: &Path<'_>, profile: &mut Profile) {
        for (index, item) in self.list(value, path, &format!("a list of items, each {WANTED}")).iter().enumerate() {
            let (path, origin) = (path.item(index), Origin { list: "medications", index });
            if let Kind::Text(name) = &item.kind
                && !name.trim().is_empty()
            {
                let named = self.checked_name(name, item.span, &path);
                let presence = named.presence.unwrap_or(Presence::Present);
                self.places.medications.push(item.span);
                profile.medications.push(Medication { concept: named.concept, presence, rate: None, from: None, to: None, origin });
                continue;
            }
            let Some(fields) = self.fields(item, &path, ITEM, WANTED) else { continue };
            self.medication(fields, &path, origin, profile);
        }
    }

    fn medication(&mut self, fields: Fields<'_, 't>, path: &Path<'_>, origin: Origin, profile: &mut Profile) {
        let status = fields.get("status").and_then(|v| self.word(v, &path.field("status"), STATUS));
        let rate = fields.get("rate").and_then(|v| self.amount(v, Amount::Rate, &path.field("rate")));
        let dose = fields.get("dose").and_then(|v| self.amount(v, Amount::Dose, &path.field("dose")));
        // A dose that can be read was given at an instant, as doses are.
        let single = rate.is_none() && matches!(dose, Some(Datum::Good(_)));
        let (from, to) = self.span_of(fields, !single, path);
        for named in self.item_names(fields, path) {
            let presence = combined(named.presence, status);
            let Some(named) = self.denies(named, presence) else { continue };
            self.places.medications.push(fields.span);
            let rate = rate.clone().or_else(|| dose.clone());
            profile.medications.push(Medication { concept: named.concept, presence, rate, from, to, origin });
        }
    }

    /// A rate or dose with its unit, or why it is in doubt.
    pub(super) fn amount(&mut self, value: &Value<'t>, amount: Amount, path: &Path<'_>) -> Option<Datum> {
        let (what, example) = match amount {
            Amount::Rate => ("rate", "0.4 ug/kg/min"),
            Amount::Dose => ("dose", "500 mg"),
        };
        let (text, unit_of) = match &value.kind {
            Kind::Object(_) => {
                let wanted = format!(r#"a text such as "{example}", or an object with "value" and "unit""#);
                let fields = self.fields(value, path, &["value", "unit"], &wanted)?;
                let unit = match fields.get("unit") {
                    Some(unit) => self.text(unit, &path.field("unit"), "a unit such as \"ug/kg/min\"")?,
                    None => "",
                };
                let Some(number) = fields.written("value") else {
                    self.note(
                        Code::WrongType,
                        format!("a {what} without its `value`"),
                        value.span,
                        path,
                        "give it as \"value\", such as \"value\": 0.4",
                    );
                    return None;
                };
                (number, unit)
            }
            _ => (value, ""),
        };
        let (text, span) = match &text.kind {
            Kind::Number(number) => (format!("{number} {unit_of}"), text.span),
            Kind::Text(number) => (format!("{number} {unit_of}"), text.span),
            Kind::Null => ("null".to_owned(), text.span),
            _ => {
                self.wrong_type(text, path, &format!("a text such as \"{example}\""));
                return None;
            }
        };
        let text = text.trim();
        let doubtful = |doubt| Some(Datum::Doubtful { written: text.to_owned(), doubt });
        let (number, unit) = match values::written(text) {
            Written::Number { value, unit } => (value, unit),
            Written::OutOfRange => {
                let message = format!("`{}` is beyond the numbers a {what} can have", shortened(text));
                self.note(Code::ImplausibleValue, message, span, path, "write it as it is in the chart, with at most 28 digits");
                return doubtful(Doubt::Implausible);
            }
            _ => {
                let help = format!("write a number with its unit, such as \"{example}\"");
                self.note(Code::NotAValue, format!("`{}` is no {what}", shortened(text)), span, path, help);
                return doubtful(Doubt::NotAValue);
            }
        };
        if unit.is_empty() {
            let help = format!("write it with its unit, such as \"{example}\"");
            self.note(Code::MissingUnit, format!("a {what} of {} has no unit", shortened(text)), span, path, help);
            return doubtful(Doubt::NoUnit);
        }
        if number.is_sign_negative() && !number.is_zero() {
            self.note(Code::ImplausibleValue, format!("a {what} cannot be {}", shortened(text)), span, path, "no drug runs backwards");
            return doubtful(Doubt::Implausible);
        }
        let fits = |u: &Unit| if amount == Amount::Rate { is_rate(u) } else { is_dose(u) };
        match Unit::parse(unit).ok().filter(fits) {
            Some(parsed) => Some(Datum::Good(Reading::Number { value: number, unit: parsed, written_unit: unit.to_owned() })),
            None => {
                let help = match amount {
                    Amount::Rate => "units that would do: ug/kg/min, mg/h, units/h, mL/h, or another amount per time",
                    Amount::Dose => "units that would do: mg, ug/kg, units, mL, mmol, or another amount",
                };
                self.note(Code::MisfittingUnit, format!("`{}` is no unit of a {what}", shortened(unit)), span, path, help);
                doubtful(Doubt::MisfittingUnit)
            }
        }
    }
}
