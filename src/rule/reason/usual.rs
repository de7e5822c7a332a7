//! Between what values protocols draw their limits, and which units people mistake for another.

use crate::quantity::{Decimal, parse_decimal};

/// The measure, the lowest and the highest limit that makes sense in a protocol (generously, in
/// the measure's own unit), and units that its values are also given in.
pub const USUAL: &[(&str, &str, &str, &[&str])] = &[
    ("LVEF", "5", "80", &["%"]),
    ("PaCO2", "12", "150", &["mm[Hg]", "kPa"]),
    ("PaO2", "25", "600", &["mm[Hg]", "kPa"]),
    ("SaO2", "30", "100", &["%"]),
    ("ScvO2", "20", "95", &["%"]),
    ("SpO2", "30", "100", &["%"]),
    ("SvO2", "20", "95", &["%"]),
    ("absolute lymphocyte count", "0.01", "300", &["10*9/L", "/uL"]),
    ("absolute neutrophil count", "0.01", "60", &["10*9/L", "/uL"]),
    ("albumin", "0.8", "6.5", &["g/dL", "g/L"]),
    ("body temperature", "25", "43", &["Cel", "[degF]"]),
    ("calcium", "4", "18", &["mg/dL", "mmol/L"]),
    ("creatinine", "0.2", "20", &["mg/dL", "umol/L", "mmol/L"]),
    ("diastolic blood pressure", "5", "200", &["mm[Hg]", "kPa"]),
    ("eGFR", "3", "200", &["mL/min/{1.73_m2}"]),
    ("fibrinogen", "20", "1500", &["mg/dL", "g/L"]),
    ("glucose", "15", "1500", &["mg/dL", "mmol/L"]),
    ("heart rate", "20", "300", &["/min"]),
    ("height", "20", "230", &["cm", "m"]),
    ("hematocrit", "8", "75", &["%"]),
    ("hemoglobin", "2", "25", &["g/dL", "g/L"]),
    ("lactate", "0.3", "30", &["mmol/L", "mg/dL"]),
    ("mean arterial pressure", "5", "200", &["mm[Hg]", "kPa"]),
    ("platelet count", "1", "2500", &["10*9/L", "/uL"]),
    ("potassium", "1", "12", &["mmol/L", "mg/dL"]),
    ("respiratory rate", "3", "120", &["/min"]),
    ("sodium", "90", "200", &["mmol/L"]),
    ("systolic blood pressure", "5", "300", &["mm[Hg]", "kPa"]),
    ("total bilirubin", "0.1", "60", &["mg/dL", "umol/L"]),
    ("total cholesterol", "30", "1500", &["mg/dL", "mmol/L"]),
    ("triglycerides", "20", "10000", &["mg/dL", "mmol/L"]),
    ("weight", "0.3", "400", &["kg", "g"]),
    ("white blood cell count", "0.05", "500", &["10*9/L", "/uL"]),
];

/// The lowest and the highest usual limit of a measure, and its units.
pub fn usual(name: &str) -> Option<(Decimal, Decimal, &'static [&'static str])> {
    let (_, low, high, units) = USUAL.iter().find(|(n, ..)| *n == name)?;
    Some((parse_decimal(low).ok()?, parse_decimal(high).ok()?, units))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Unit;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn rows_are_sorted_and_fit_the_vocabulary() {
        let vocabulary = Vocabulary::builtin();
        assert!(USUAL.is_sorted_by_key(|row| row.0));
        for (name, ..) in USUAL {
            let measure = vocabulary.measure_named(name).and_then(|id| vocabulary.measure(id)).unwrap();
            assert_eq!(measure.name, *name);
            let (low, high, units) = usual(name).unwrap();
            let (lowest, highest) = measure.range();
            assert!(lowest <= low && low < high && high <= highest, "{name}");
            for unit in units {
                assert!(Unit::parse(unit).unwrap().convert(low, &measure.canonical_unit(), measure.substance()).is_ok(), "{name} {unit}");
            }
        }
    }
}
