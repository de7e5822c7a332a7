//! The form of a profile's file as types, for `trialsieve schema profile`.
//!
//! The reader does not use them: it walks the JSON itself, so that every value keeps its place
//! and its spelling. The test below and `tests/schema.rs` hold the two together.

// Nothing is ever made of these types: they are read by the derive alone.
#![allow(dead_code)]

use super::{medications, person, reader, records};
use crate::rule::schema::{forms, words};
use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, json_schema};

/// One patient's data. What is not in it is unknown, never normal and never absent.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct ProfileFile {
    /// What the patient is called in reports.
    id: Option<TextOrNumber>,
    /// The age, in place of a birth date: `64 years`, `36 hours`; a bare number is years.
    age: Option<Age>,
    /// The birth date, with a time of day where hours matter.
    birth_date: Option<Time>,
    /// The sex.
    sex: Option<Sex>,
    /// The moment that the profile speaks of.
    as_of: Option<Instant>,
    /// Values that hold at the moment, by measure.
    labs: Option<IndexMap<String, LabValue>>,
    /// Values with their times.
    observations: Option<Vec<Observation>>,
    /// Drugs that run, ran, were given or were not.
    medications: Option<Vec<MedicationItem>>,
    /// Diseases, symptoms and injuries.
    conditions: Option<Vec<ConditionItem>>,
    /// What was done to the patient.
    procedures: Option<Vec<ProcedureItem>>,
    /// Answers by name: consent, pregnancy, anything that is there or not.
    #[schemars(extend("propertyNames" = {"pattern": r"\S"}))]
    findings: Option<IndexMap<String, Answer>>,
    /// The lists that hold everything there is: a name that is not in one of them is absent.
    complete: Option<Vec<ListName>>,
}

/// A value, or a value with its time and its limits of normal.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum LabValue {
    /// A number: only where the measure's unit cannot be doubted.
    Number(Number),
    /// A number with its unit, or a result: `6.1 mmol/L`, `positive`.
    Text(String),
    /// Nothing was measured.
    Nothing(()),
    /// With its unit, time and limits.
    Fields(Lab),
}

/// A value with its time and its limits of normal.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Lab {
    /// The number or result.
    value: Measured,
    /// Its unit, where that does not stand behind the number.
    unit: Option<String>,
    /// When it was measured.
    at: Option<Time>,
    /// The laboratory's lower limit of normal, in the unit of the value.
    low: Option<NumberOrText>,
    /// The laboratory's upper limit of normal, in the unit of the value.
    high: Option<NumberOrText>,
    /// Both limits: `0.5-2.2`.
    range: Option<Range>,
    /// Codes of the measure.
    codes: Option<Vec<CodeItem>>,
}

/// A value with its measure and time. It has a name in `of`, or codes.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("anyOf" = named("of")))]
struct Observation {
    /// The measure.
    of: Option<Text>,
    /// The number or result.
    value: Measured,
    /// Its unit, where that does not stand behind the number.
    unit: Option<String>,
    /// When it was measured.
    at: Option<Time>,
    /// The laboratory's lower limit of normal, in the unit of the value.
    low: Option<NumberOrText>,
    /// The laboratory's upper limit of normal, in the unit of the value.
    high: Option<NumberOrText>,
    /// Both limits: `0.5-2.2`.
    range: Option<Range>,
    /// Codes (LOINC), which may stand in for the name.
    codes: Option<Vec<CodeItem>>,
}

/// Limits of normal.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Range {
    /// `0.5-2.2`, `< 40 U/L`.
    Text(String),
    /// By their names.
    Fields(Limits),
}

/// Limits of normal.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Limits {
    /// The lower one.
    low: Option<NumberOrText>,
    /// The upper one.
    high: Option<NumberOrText>,
}

/// A code: `{"system": "icd-10", "code": "R65.21"}`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct CodeItem {
    /// The system: `icd-10`, `icd-9`, `loinc`.
    system: Text,
    /// The code.
    code: TextOrNumber,
}

/// A drug: its name, which means that it was given, or more.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum MedicationItem {
    /// A drug that was given.
    Name(Text),
    /// A drug with its rate and times.
    Fields(Medication),
}

/// A drug with its rate or dose. It has a name or codes.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("anyOf" = named("name")))]
struct Medication {
    /// The drug.
    name: Option<Text>,
    /// Codes, which may stand in for the name.
    codes: Option<Vec<CodeItem>>,
    /// How fast it runs: `0.4 ug/kg/min`.
    rate: Option<Amount>,
    /// How much was given at once: `500 mg`.
    dose: Option<Amount>,
    /// When it began, or was given.
    from: Option<Time>,
    /// When it ended.
    to: Option<Time>,
    /// Whether it was given.
    status: Option<DrugStatus>,
}

/// A rate or a dose.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Amount {
    /// Without its unit it is unknown.
    Number(Number),
    /// With its unit.
    Text(String),
    /// In parts.
    Fields(AmountFields),
}

/// A rate or a dose in parts.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct AmountFields {
    /// The number.
    value: Measured,
    /// Its unit.
    unit: Option<Text>,
}

/// A condition: its name, which means that it is present, or more.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum ConditionItem {
    /// A condition that is present.
    Name(Text),
    /// A condition with its status and times.
    Fields(Condition),
}

/// A condition. It has a name or codes.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("anyOf" = named("name")))]
struct Condition {
    /// The condition; "history of X" is X, resolved; a leading severity word is its severity.
    name: Option<Text>,
    /// Codes (ICD-10-CM, ICD-9-CM), which may stand in for the name.
    codes: Option<Vec<CodeItem>>,
    /// Whether it is there.
    status: Option<ConditionStatus>,
    /// How bad it is: trivial, mild, moderate, severe or critical.
    severity: Option<Text>,
    /// When it began.
    from: Option<Time>,
    /// When it ended.
    to: Option<Time>,
}

/// A procedure: its name, which means that it was done, or more.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum ProcedureItem {
    /// A procedure that was done.
    Name(Text),
    /// A procedure with its status and times.
    Fields(Procedure),
}

/// A procedure. It has a name or codes.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("anyOf" = named("name")))]
struct Procedure {
    /// The procedure.
    name: Option<Text>,
    /// Codes, which may stand in for the name.
    codes: Option<Vec<CodeItem>>,
    /// Whether it was done.
    status: Option<ProcedureStatus>,
    /// How severe it is.
    severity: Option<Text>,
    /// When it began.
    from: Option<Time>,
    /// When it ended; it stays done.
    to: Option<Time>,
}

/// Yes, no, not known, or an answer with its times.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Answer {
    /// It is there, or it is not.
    YesOrNo(bool),
    /// It was asked for, and is not known.
    Unknown(()),
    /// With its times.
    Fields(AnswerFields),
}

/// An answer with its times: its `value`, or a `status`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("anyOf" = [{"required": ["value"]}, {"required": ["status"], "properties": {"status": {"type": "string"}}}]))]
struct AnswerFields {
    /// Whether it is there; null where that is not known.
    value: Option<bool>,
    /// The same in a word.
    status: Option<AnyStatus>,
    /// How bad it is.
    severity: Option<Text>,
    /// When it began.
    from: Option<Time>,
    /// When it ended.
    to: Option<Time>,
}

/// A number, a text or nothing.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Measured {
    /// A number.
    Number(Number),
    /// A number with or without its unit, or a result.
    Text(String),
    /// Nothing was measured.
    Nothing(()),
}

/// A number, or a text with its unit.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum NumberOrText {
    /// A number.
    Number(Number),
    /// A number with its unit.
    Text(String),
}

struct Number;
struct Text;
struct TextOrNumber;
struct Age;
struct Time;
struct Instant;
struct Sex;
struct ConditionStatus;
struct ProcedureStatus;
struct DrugStatus;
struct AnyStatus;
struct ListName;

/// An instant with its zone, which is never guessed.
const INSTANT: &str = r"[+-]?[0-9]+-[0-9 ]+-[0-9 ]+[T ][0-9 :.]+[^0-9 :.].*";
/// A day, month or year.
const DAY: &str = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?";

forms! {
    Number, "Number", "A number; it is kept exactly as it is written.", json_schema!({"type": "number"});
    Text, "Text", "A text.", json_schema!({"type": "string", "pattern": r"\S"});
    TextOrNumber, "TextOrNumber", "A text, or a number as some exports have it.", json_schema!({"type": ["string", "number"], "pattern": r"\S"});
    Age, "Age", "`64 years`, `36 hours`, or a number of years.", json_schema!({"type": ["string", "number"], "pattern": r"^\s*\+?\.?[0-9]", "minimum": 0, "maximum": 150});
    Time, "Time", "An instant with its zone (`2026-11-20T10:00:00Z`), or a day, month or year.", json_schema!({"type": "string", "pattern": format!(r"^\s*({DAY}|{INSTANT})\s*$")});
    Instant, "Instant", "An instant with its zone: `2026-11-20T10:00:00Z`.", json_schema!({"type": "string", "pattern": format!(r"^\s*{INSTANT}\s*$")});
    Sex, "Sex", "The sex; other answers than female and male leave questions about it open.", listed(person::SEXES);
    ConditionStatus, "ConditionStatus", "Whether a condition is there; left out, it is present.", listed(records::CONDITION);
    ProcedureStatus, "ProcedureStatus", "Whether a procedure was done; left out, it was.", listed(records::PROCEDURE);
    DrugStatus, "DrugStatus", "Whether a drug was given; left out, it was.", listed(medications::STATUS);
    AnyStatus, "AnyStatus", "Whether it is there.", listed(records::ANY);
    ListName, "ListName", "The name of a list.", listed(reader::LISTS);
}

/// One of the words of a table of the reader, whatever its capitals, blanks, hyphens and underscores.
fn listed<T>(table: &[(&str, T)]) -> Schema {
    words(table.iter().map(|(word, _)| *word), "[ _-]")
}

/// An item has a name or codes.
fn named(name: &str) -> serde_json::Value {
    serde_json::json!([
        {"required": [name], "properties": {name: {"type": "string"}}},
        {"required": ["codes"], "properties": {"codes": {"type": "array"}}},
    ])
}

#[cfg(test)]
mod tests {
    use super::super::{medications, observations, reader, records};
    use super::ProfileFile;

    #[test]
    fn every_field_that_the_reader_knows_is_in_the_schema_and_no_other() {
        let schema = schemars::schema_for!(ProfileFile);
        for (at, known) in [
            ("/properties", reader::FIELDS),
            ("/$defs/Lab/properties", observations::LAB),
            ("/$defs/Observation/properties", observations::OBSERVATION),
            ("/$defs/Medication/properties", medications::ITEM),
            ("/$defs/Condition/properties", records::ITEM),
            ("/$defs/Procedure/properties", records::ITEM),
            ("/$defs/AnswerFields/properties", records::ANSWER),
        ] {
            let mut known = known.to_vec();
            known.sort_unstable();
            let fields = schema.pointer(at).and_then(serde_json::Value::as_object).unwrap_or_else(|| panic!("{at}"));
            let mut fields: Vec<&str> = fields.keys().map(String::as_str).collect();
            fields.sort_unstable();
            assert_eq!(fields, known, "{at}");
        }
    }
}
