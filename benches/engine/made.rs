//! Patients and trials in the sizes of real ones: 15 analytes with up to four timed values each,
//! ten conditions; trials of 10 to 15 criteria.

use crate::chance::Chance;
use trialsieve::time::{Moment, Zone};

/// A measure, its unit, its lowest value, a step, and the span of its values in steps.
const ANALYTES: &[(&str, &str, i64, usize)] = &[
    ("lactate", "mmol/L", 1, 9),
    ("mean arterial pressure", "mmHg", 50, 50),
    ("heart rate", "/min", 50, 100),
    ("creatinine", "umol/L", 50, 250),
    ("hemoglobin", "g/L", 60, 100),
    ("platelets", "10*9/L", 20, 400),
    ("potassium", "mmol/L", 3, 4),
    ("sodium", "mmol/L", 125, 25),
    ("bilirubin", "umol/L", 5, 100),
    ("ALT", "U/L", 10, 300),
    ("LVEF", "%", 15, 55),
    ("weight", "kg", 45, 80),
    ("temperature", "Cel", 35, 5),
    ("SpO2", "%", 80, 20),
    ("respiratory rate", "/min", 8, 30),
];

const CONDITIONS: &[&str] = &[
    "septic shock",
    "pneumonia",
    "heart failure",
    "acute myocardial infarction",
    "atrial fibrillation",
    "diabetes mellitus",
    "chronic kidney disease",
    "COPD",
    "stroke",
    "breast cancer",
    "pregnancy",
    "HIV infection",
    "cirrhosis",
    "pulmonary embolism",
    "asthma",
    "hepatitis B",
    "obesity",
    "hypertension",
    "epilepsy",
    "tuberculosis",
];

pub fn now() -> Moment {
    Moment::parse("2026-11-20T10:00:00Z").expect("a time").0
}

/// `times` as many values of each measure.
pub fn patient(chance: &mut Chance, number: usize, times: usize) -> String {
    let minutes_ago = |m: usize| now().plus_millis(-60_000 * i64::try_from(m).expect("small")).display(Zone::UTC);
    let mut observations = Vec::new();
    for (of, unit, low, span) in ANALYTES {
        if chance.percent(15) {
            continue;
        }
        for _ in 0..times * (1 + chance.below(4)) {
            let value = low + i64::try_from(chance.below(*span)).expect("small");
            let at = minutes_ago(chance.below(3000 * times));
            observations.push(format!("{{\"of\": \"{of}\", \"value\": {value}.{}, \"unit\": \"{unit}\", \"at\": \"{at}\"}}", chance.below(10)));
        }
    }
    let conditions: Vec<String> = (0..10)
        .map(|_| {
            let (name, from) = (chance.one(CONDITIONS), minutes_ago(chance.below(500_000)));
            let status = chance.one(&["present", "present", "absent"]);
            format!("{{\"name\": \"{name}\", \"status\": \"{status}\", \"from\": \"{from}\"}}")
        })
        .collect();
    let complete = if chance.percent(50) { ", \"complete\": [\"conditions\"]" } else { "" };
    format!(
        "{{\"id\": \"P-{number:06}\", \"birth_date\": \"{}-0{}-1{}\", \"sex\": \"{}\", \"as_of\": \"2026-11-20T10:00:00Z\", \"observations\": [{}], \"conditions\": [{}]{complete}}}",
        1930 + chance.below(90),
        1 + chance.below(9),
        chance.below(10),
        chance.one(&["female", "male"]),
        observations.join(", "),
        conditions.join(", ")
    )
}

/// `times` as many criteria.
pub fn trial(chance: &mut Chance, number: usize, times: usize) -> String {
    let mut text = format!("format: 1\ntrial: T{number}\ninclusion:\n");
    let inclusion = times * (4 + chance.below(4));
    for i in 0..inclusion {
        let rule = if i == 0 { format!("{{measure: {{of: age, is: '>= {} years'}}}}", 18 + chance.below(50)) } else { rule(chance, 1) };
        text.push_str(&format!("- id: I{i}\n  text: x\n  rule: {rule}\n"));
    }
    text.push_str("exclusion:\n");
    for i in 0..times * (6 + chance.below(3)) {
        text.push_str(&format!("- id: E{i}\n  text: x\n  rule: {}\n", rule(chance, 1)));
    }
    text
}

fn rule(chance: &mut Chance, depth: usize) -> String {
    if depth > 0 && chance.percent(40) {
        let parts: Vec<String> = (0..2 + chance.below(3)).map(|_| rule(chance, depth - 1)).collect();
        return format!("{{{}: [{}]}}", chance.one(&["any", "any", "all"]), parts.join(", "));
    }
    if chance.percent(50) {
        let (of, unit, low, span) = chance.one(ANALYTES);
        let value = low + i64::try_from(chance.below(*span)).expect("small");
        // One comparison in twelve looks back.
        let within = if chance.percent(8) { format!(", take: any, within: {}", chance.one(&["24 h", "48 h", "7 days"])) } else { String::new() };
        return format!("{{measure: {{of: {of}, is: '{} {value} {unit}'{within}}}}}", chance.one(&["<", "<=", ">", ">="]));
    }
    let name = chance.one(CONDITIONS);
    match chance.below(12) {
        0 => format!("{{finding: {{of: {name}, within: {}}}}}", chance.one(&["30 days", "6 months", "1 year"])),
        1 => format!("{{finding: {{of: {name}, ever: true}}}}"),
        _ => format!("{{finding: {{of: {name}}}}}"),
    }
}
