//! Profiles of the plain form, which the fast reader reads.

use crate::chance::Chance;
use crate::patients::{AGO, MINUTE, NOW, infusion, list};
use crate::trials::{CONDITIONS, DRUGS, EVENTS, PROCEDURES};
use trialsieve::time::{Moment, Zone};

/// Values that nothing is in doubt about, with the units beside them or behind.
const SOUND: &[(&str, &[&str])] = &[
    ("lactate", &["5 mmol/L", "5.0 mmol/L", "5.1 mmol/L", "45.04 mg/dL", "45.05 mg/dL", "2 mmol/L", "1 mmol/L"]),
    ("mean arterial pressure", &["65 mmHg", "64 mmHg", "8 kPa", "60 mm[Hg]", "70 mmHg"]),
    ("systolic blood pressure", &["90 mmHg", "120 mmHg", "12 kPa"]),
    ("diastolic blood pressure", &["50 mmHg", "60 mmHg"]),
    ("LVEF", &["35 %", "34.9 %", "40"]),
    ("VIS", &["120", "121", "40", "20"]),
    ("creatinine", &["2 mg/dL", "176.8 umol/L", "100 umol/L", "99 umol/L"]),
    ("hemoglobin", &["7 g/dL", "70 g/L", "4.5 mmol/L", "12 g/dL", "69 g/L"]),
    ("ALT", &["120 U/L", "121 U/L", "40 U/L", "200 U/L"]),
    ("potassium", &["5.5 mmol/L", "5.5 mEq/L", "3.4 mmol/L"]),
    ("heart rate", &["100 /min", "130 bpm", "90 /min"]),
    ("weight", &["50 kg", "100 kg", "80 kg", "80000 g"]),
    ("height", &["170 cm", "1.6 m"]),
];

/// A profile of the plain form, or nearly so.
pub fn plain(chance: &mut Chance) -> String {
    let mut fields = vec!["\"id\": \"P\"".to_owned()];
    match chance.below(5) {
        0 => fields.push(format!("\"age\": {}", chance.one(&["\"64 years\"", "18", "\"75.5 years\"", "\"5 months\""]))),
        1 | 2 => fields.push(format!("\"birth_date\": \"{}\"", chance.one(&["1961-03-02", "2008-11-20", "2008-11-21", "1951-11-20", "2020-05-20"]))),
        _ => {}
    }
    if chance.percent(80) {
        fields.push(format!("\"as_of\": \"{}\"", chance.one(&["2026-11-20T10:00:00Z", "2026-11-20T04:00:00Z", "2026-11-20T23:00:00Z"])));
    }
    if chance.percent(40) {
        fields.push(format!("\"sex\": \"{}\"", chance.one(&["female", "male", "other"])));
    }
    if chance.percent(30) {
        let (name, values) = chance.one(SOUND);
        fields.push(format!("\"labs\": {{\"{name}\": \"{}\"}}", chance.one(values)));
    }
    list(chance, &mut fields, "observations", 12, plain_observation);
    list(chance, &mut fields, "conditions", 7, |c| plain_item(c, CONDITIONS, &["present", "present", "absent", "suspected", "resolved"]));
    list(chance, &mut fields, "procedures", 4, |c| plain_item(c, PROCEDURES, &["done", "done", "not done", "planned"]));
    let infused = chance.percent(20);
    list(chance, &mut fields, "medications", if infused { 8 } else { 4 }, |c| {
        if infused && c.percent(80) {
            return infusion(c);
        }
        let rate = if c.percent(20) { ", \"rate\": \"0.4 ug/kg/min\"" } else { "" };
        format!("{{\"name\": \"{}\"{rate}{}}}", c.one(DRUGS), plain_times(c))
    });
    if chance.percent(50) {
        fields.push(format!("\"findings\": {{\"{}\": {}}}", chance.one(EVENTS), chance.one(&["true", "false"])));
    }
    if chance.percent(50) {
        let lists: Vec<String> =
            ["conditions", "procedures", "medications", "findings"].iter().filter(|_| chance.percent(60)).map(|l| format!("\"{l}\"")).collect();
        fields.push(format!("\"complete\": [{}]", lists.join(", ")));
    }
    format!("{{{}}}", fields.join(", "))
}

fn plain_observation(chance: &mut Chance) -> String {
    let (name, values) = chance.one(SOUND);
    let value = *chance.one::<&str>(values);
    let at = if chance.percent(92) { format!(", \"at\": \"{}\"", plain_time(chance)) } else { String::new() };
    match value.split_once(' ') {
        Some((number, unit)) if chance.percent(70) => format!("{{\"of\": \"{name}\", \"value\": {number}, \"unit\": \"{unit}\"{at}}}"),
        _ => format!("{{\"of\": \"{name}\", \"value\": \"{value}\"{at}}}"),
    }
}

fn plain_item(chance: &mut Chance, names: &[&str], statuses: &[&str]) -> String {
    let name = chance.one(names);
    if chance.percent(20) {
        return format!("\"{name}\"");
    }
    let severity = if chance.percent(15) { format!(", \"severity\": \"{}\"", chance.one(&["mild", "severe"])) } else { String::new() };
    format!("{{\"name\": \"{name}\", \"status\": \"{}\"{severity}{}}}", chance.one(statuses), plain_times(chance))
}

fn plain_times(chance: &mut Chance) -> String {
    let mut text = String::new();
    if chance.percent(65) {
        text.push_str(&format!(", \"from\": \"{}\"", plain_time(chance)));
    }
    if chance.percent(15) {
        text.push_str(&format!(", \"to\": \"{}\"", plain_time(chance)));
    }
    text
}

/// To the second, and sometimes only the day.
fn plain_time(chance: &mut Chance) -> String {
    let beside = *chance.one(&[0, 0, 0, 0, 1000, -1000, MINUTE, -MINUTE, 17 * MINUTE]);
    let text = Moment::from_millis(NOW - chance.one(AGO) * MINUTE + beside).display(Zone::UTC);
    if chance.percent(6) { text[..10].to_owned() } else { text }
}
