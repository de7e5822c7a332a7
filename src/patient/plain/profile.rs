//! What was read fast, as a profile: what the full reader would have made of it, but for the words
//! in which it was written and the places where it stood.

use super::{Plain, Said, Value};
use crate::patient::profile::{Birth, Datum, Medication, Observation, Origin, Profile, Reading, Record, RecordKind};
use crate::quantity::Decimal;
use crate::time::Zone;
use crate::vocabulary::MeasureId;

impl Plain<'_> {
    /// The profile that was read last, with the values of some measures.
    pub fn profile(&self, wanted: impl Fn(MeasureId) -> bool) -> Profile {
        let sheet = &self.sheet;
        let birth = sheet.born.map(|given| Birth { given, origin: Origin { list: "birth_date", index: 0 } });
        let mut profile = Profile { as_of: sheet.as_of, zone: Zone::UTC, birth, complete: sheet.complete, ..Profile::new("") };
        for series in sheet.series.iter().filter(|s| wanted(s.measure)) {
            profile.observations.extend(sheet.of(series).enumerate().filter_map(|(index, v)| self.observation_of(series.measure, index, v)));
        }
        for (index, said) in sheet.records.iter().enumerate() {
            self.record_of(index, said, &mut profile);
        }
        profile
    }

    fn observation_of(&self, measure: MeasureId, index: usize, value: &Value) -> Option<Observation> {
        let number = value.number;
        let decimal = Decimal::try_from_i128_with_scale(i128::from(number.mantissa), number.scale).ok()?;
        let of = self.tables.units().get(value.unit)?;
        let datum = Datum::Good(Reading::Number { value: decimal, unit: of.unit.clone(), written_unit: of.written().to_owned() });
        let origin = Origin { list: "observations", index };
        Some(Observation { measure: Some(measure), name: String::new(), datum, at: value.at, low: None, high: None, origin })
    }

    fn record_of(&self, index: usize, said: &Said, profile: &mut Profile) {
        let Some(concept) = self.tables.meanings().get(said.concept).map(|m| m.concept.clone()) else { return };
        let &Said { presence, severity, from, to, .. } = said;
        let Some(kind) = said.kind else {
            let rate = said.rate.and_then(|place| self.tables.given().get(place)).cloned();
            let origin = Origin { list: "medications", index };
            return profile.medications.push(Medication { concept, presence, rate, from, to, origin });
        };
        let list = match kind {
            // What has no time because it holds at all times is known by its list.
            _ if said.timeless => "sex",
            RecordKind::Condition => "conditions",
            RecordKind::Procedure => "procedures",
            RecordKind::Finding => "findings",
        };
        profile.records.push(Record { concept, kind, presence, severity, from, to, origin: Origin { list, index } });
    }
}
