//! Findings that are levels of something measured: "thrombocytopenia < 50,000/mm3" compares the
//! platelets.

use super::Context;
use crate::language::element::Counts;
use crate::language::words::Kind;
use crate::quantity::Scale;

/// What is measured of each, the likeliest first.
const LEVELS: &[(&str, &[&str])] = &[
    ("anemia", &["hemoglobin", "hematocrit"]),
    ("bradycardia", &["heart rate"]),
    ("fever", &["body temperature"]),
    ("hypercalcemia", &["calcium", "ionized calcium"]),
    ("hypercapnia", &["PaCO2"]),
    ("hypercholesterolemia", &["total cholesterol"]),
    ("hyperglycemia", &["glucose"]),
    ("hyperkalemia", &["potassium"]),
    ("hypermagnesemia", &["magnesium"]),
    ("hypernatremia", &["sodium"]),
    ("hyperphosphatemia", &["phosphate"]),
    ("hypertriglyceridemia", &["triglycerides"]),
    ("hyperuricemia", &["uric acid"]),
    ("hypoalbuminemia", &["albumin"]),
    ("hypocalcemia", &["calcium", "ionized calcium"]),
    ("hypoglycemia", &["glucose"]),
    ("hypokalemia", &["potassium"]),
    ("hypomagnesemia", &["magnesium"]),
    ("hyponatremia", &["sodium"]),
    ("hypophosphatemia", &["phosphate"]),
    ("hypothermia", &["body temperature"]),
    ("leukocytosis", &["white blood cell count"]),
    ("leukopenia", &["white blood cell count"]),
    ("lymphopenia", &["absolute lymphocyte count"]),
    ("neutropenia", &["absolute neutrophil count"]),
    ("oliguria", &["urine output", "24-hour urine volume"]),
    ("polyuria", &["urine output", "24-hour urine volume"]),
    ("tachycardia", &["heart rate"]),
    ("tachypnea", &["respiratory rate"]),
    ("thrombocytopenia", &["platelet count"]),
    ("thrombocytosis", &["platelet count"]),
];

/// The measure that the last finding of a stretch is a level of, if the unit is one of it.
pub(super) fn measured(context: &Context<'_>, from: usize, to: usize, counts: &Counts) -> Option<String> {
    if !matches!(counts, Counts::Unit(Scale::Unit(_) | Scale::Uln | Scale::Lln)) {
        return None;
    }
    let last = to.checked_sub(1).filter(|last| *last >= from)?;
    let Some(Kind::Finding(id)) = context.kind(last) else { return None };
    let name = &context.vocabulary.finding(*id)?.name;
    let (_, measures) = LEVELS.iter().find(|(finding, _)| *finding == name.as_ref())?;
    let mut known = measures.iter().filter_map(|m| context.vocabulary.measure_named(m));
    let id = known.find(|id| super::naming::fits(context, *id, counts))?;
    context.vocabulary.measure(id).map(|m| m.name.to_string())
}
