//! Random patients: data that are missing, stale, conflicting, imprecise, in doubt or undated,
//! with values and times at the bounds that the random trials ask about.

use crate::chance::Chance;
use crate::trials::{CONDITIONS, DRUGS, EVENTS, INFUSED, PROCEDURES};
use trialsieve::time::{Moment, When, Zone};

/// Values of a measure as files have them; at the thresholds, beside them, and in doubt.
const VALUES: &[(&str, &[&str])] = &[
    ("lactate", &["5 mmol/L", "5.0 mmol/L", "5.1 mmol/L", "45.04 mg/dL", "45.05 mg/dL", "2 mmol/L", "1 mmol/L", "6", "7 mmHg", "900 mmol/L"]),
    ("mean arterial pressure", &["65 mmHg", "64 mmHg", "8 kPa", "60 mm[Hg]", "70 mmHg", "-20 mmHg"]),
    ("systolic blood pressure", &["90 mmHg", "120 mmHg", "12 kPa"]),
    ("diastolic blood pressure", &["50 mmHg", "60 mmHg"]),
    ("LVEF", &["35 %", "34.9 %", "40", "0.35"]),
    ("VIS", &["120", "121", "40", "20"]),
    ("creatinine", &["2 mg/dL", "176.8 umol/L", "100 umol/L", "99 umol/L", "2"]),
    ("hemoglobin", &["7 g/dL", "70 g/L", "4.5 mmol/L", "12 g/dL", "69 g/L"]),
    ("ALT", &["120 U/L", "121 U/L", "40 U/L", "200 U/L", "positive", "normal"]),
    ("potassium", &["5.5 mmol/L", "5.5 mEq/L", "3.4 mmol/L", "hemolyzed"]),
    ("heart rate", &["100 /min", "130 bpm", "90 /min"]),
    ("PaO2", &["80 mmHg", "60 mmHg", "10 kPa"]),
    ("FiO2", &["40 %", "0.4", "60 %"]),
    ("weight", &["50 kg", "100 kg", "80 kg", "80000 g"]),
    ("height", &["170 cm", "1.6 m"]),
    ("wibble index", &["4"]),
];

/// 2026-11-20T10:00:00Z, about which everything happens.
pub const NOW: i64 = 1_795_168_800_000;
pub const MINUTE: i64 = 60_000;

/// Distances into the past, in minutes: the trials' lengths, and some between.
pub const AGO: &[i64] = &[0, 15, 30, 60, 90, 120, 240, 360, 720, 1440, 2880, 4320, 10_080, 43_200, 44_640, 259_200, 525_600, -30, -120];
/// About them, in milliseconds.
const BESIDE: &[i64] = &[0, 0, 0, 1, -1, MINUTE, -MINUTE];

/// A moment to ask about: about now.
pub fn moment(chance: &mut Chance) -> Moment {
    let minutes = *chance.one(&[0, 0, 0, 15, -15, 30, 60, -60, -120, 360, 1440, -1440, 10_080, -43_200]);
    Moment::from_millis(NOW + minutes * MINUTE + chance.one(BESIDE))
}

/// A profile as a file.
pub fn text(chance: &mut Chance) -> String {
    let mut fields = vec!["\"id\": \"P\"".to_owned()];
    match chance.below(8) {
        0 => fields.push(format!("\"age\": \"{}\"", chance.one(&["64 years", "18 years", "75.5 years", "5 months", "36 hours", "27 days"]))),
        1 | 2 => fields.push(format!(
            "\"birth_date\": \"{}\"",
            chance.one(&["1961-03-02", "2008-11-20", "2008-11-21", "1951-11-20", "2026-05-20", "2026-11-19", "2026-11", "2008", "2026-11-20"])
        )),
        3 => fields.push(format!("\"birth_date\": \"{}\"", chance.one(&["2026-11-17T10:00:00Z", "2026-11-17T10:01:00Z", "2008-11-20T10:00:00Z"]))),
        4 => fields.push("\"birth_date\": \"1961-03-02\", \"age\": \"30 years\"".to_owned()),
        _ => {}
    }
    if chance.percent(60) {
        let zones = ["2026-11-20T10:00:00Z", "2026-11-20T18:00:00+08:00", "2026-11-20T04:00:00Z", "2026-11-20T23:00:00Z"];
        fields.push(format!("\"as_of\": \"{}\"", chance.one(&zones)));
    }
    if chance.percent(40) {
        fields.push(format!("\"sex\": \"{}\"", chance.one(&["female", "male"])));
    }
    if chance.percent(30) {
        let (name, values) = chance.one(VALUES);
        fields.push(format!("\"labs\": {{\"{name}\": \"{}\"}}", chance.one(values)));
    }
    list(chance, &mut fields, "observations", 14, observation);
    list(chance, &mut fields, "conditions", 7, |c| item(c, CONDITIONS, &["present", "present", "absent", "suspected", "resolved"]));
    list(chance, &mut fields, "procedures", 4, |c| item(c, PROCEDURES, &["done", "done", "not done", "planned"]));
    let infused = chance.percent(25);
    list(chance, &mut fields, "medications", if infused { 9 } else { 5 }, |c| if infused && c.percent(80) { infusion(c) } else { medication(c) });
    if chance.percent(60) {
        let count = 1 + chance.below(3);
        let mut answers: Vec<(&str, String)> = Vec::new();
        for _ in 0..count {
            let names = *chance.one(&[EVENTS, EVENTS, CONDITIONS]);
            let name = *chance.one(names);
            if answers.iter().all(|(n, _)| *n != name) {
                let dated = format!("{{\"value\": {}{}}}", chance.percent(60), times(chance));
                let value = (*chance.one(&["true", "true", "false", "null", dated.as_str()])).to_owned();
                answers.push((name, value));
            }
        }
        let all: Vec<String> = answers.iter().map(|(n, v)| format!("\"{n}\": {v}")).collect();
        fields.push(format!("\"findings\": {{{}}}", all.join(", ")));
    }
    if chance.percent(40) {
        let lists: Vec<String> =
            ["conditions", "procedures", "medications", "findings"].iter().filter(|_| chance.percent(60)).map(|l| format!("\"{l}\"")).collect();
        fields.push(format!("\"complete\": [{}]", lists.join(", ")));
    }
    format!("{{{}}}", fields.join(", "))
}

pub fn list(chance: &mut Chance, fields: &mut Vec<String>, name: &str, most: usize, item: impl Fn(&mut Chance) -> String) {
    if chance.percent(80) {
        let count = chance.below(most + 1);
        let items: Vec<String> = (0..count).map(|_| item(chance)).collect();
        fields.push(format!("\"{name}\": [{}]", items.join(", ")));
    }
}

fn observation(chance: &mut Chance) -> String {
    let (name, values) = chance.one(VALUES);
    let value = chance.one(values);
    let at = if chance.percent(90) { format!(", \"at\": \"{}\"", time(chance)) } else { String::new() };
    let limits = match chance.below(6) {
        0 => ", \"low\": 10, \"high\": 40",
        1 => ", \"high\": 40",
        _ => "",
    };
    let limits = if *name == "ALT" || chance.percent(5) { limits } else { "" };
    format!("{{\"of\": \"{name}\", \"value\": \"{value}\"{at}{limits}}}")
}

fn item(chance: &mut Chance, names: &[&str], statuses: &[&str]) -> String {
    let name = chance.one(names);
    if chance.percent(20) {
        return format!("\"{name}\"");
    }
    let severity =
        if chance.percent(25) { format!(", \"severity\": \"{}\"", chance.one(&["mild", "moderate", "severe", "critical"])) } else { String::new() };
    format!("{{\"name\": \"{name}\", \"status\": \"{}\"{severity}{}}}", chance.one(statuses), times(chance))
}

fn medication(chance: &mut Chance) -> String {
    let name = chance.one(DRUGS);
    let rate = match chance.below(5) {
        0 => ", \"rate\": \"0.4 ug/kg/min\"",
        1 => ", \"rate\": \"0.2 ug/kg/min\"",
        2 => ", \"rate\": \"20 ug/min\"",
        3 => ", \"rate\": \"much\"",
        _ => "",
    };
    format!("{{\"name\": \"{name}\"{rate}{}}}", times(chance))
}

/// A piece of an infusion: at one rate, or at one that cannot be compared, from when to when is
/// known well, roughly or not at all.
pub fn infusion(chance: &mut Chance) -> String {
    let name = *chance.one(INFUSED);
    let units = if name == "vasopressin" { &["0.0004 U/kg/min", "0.04 U/min", "2.4 U/h"] } else { &["0.1 ug/kg/min", "6 ug/kg/h", "8 ug/min"] };
    let rate = *chance.one::<&str>(units);
    let end = if chance.percent(55) { format!(", \"to\": \"{}\"", time(chance)) } else { String::new() };
    let status = if chance.percent(8) { ", \"status\": \"not given\"" } else { "" };
    format!("{{\"name\": \"{name}\", \"rate\": \"{rate}\", \"from\": \"{}\"{end}{status}}}", time(chance))
}

fn times(chance: &mut Chance) -> String {
    let mut text = String::new();
    if chance.percent(65) {
        text.push_str(&format!(", \"from\": \"{}\"", time(chance)));
    }
    if chance.percent(25) {
        text.push_str(&format!(", \"to\": \"{}\"", time(chance)));
    }
    text
}

/// An instant at a bound or beside it, or only its day, month or year.
fn time(chance: &mut Chance) -> String {
    let moment = Moment::from_millis(NOW - chance.one(AGO) * MINUTE + chance.one(BESIDE));
    let text = moment.display(Zone::UTC);
    match chance.below(12) {
        0 => text[..10].to_owned(),
        1 => text[..7].to_owned(),
        2 => text[..4].to_owned(),
        _ => text,
    }
}

#[test]
fn now_is_what_it_says() {
    let now = When::parse("2026-11-20T10:00:00Z", Zone::UTC).unwrap();
    assert_eq!(now, When::exactly(Moment::from_millis(NOW)));
}
