//! Random trials: rules of every node, to a depth of four, that know what fits what.

use crate::chance::Chance;
use trialsieve::rule::{self, CheckedTrial, yaml};
use trialsieve::vocabulary::Vocabulary;

/// A measure with comparisons of it, in several units and with values that patients have.
pub struct Asked {
    pub of: &'static str,
    pub thresholds: &'static [&'static str],
}

pub const MEASURES: &[Asked] = &[
    Asked { of: "lactate", thresholds: &["5 mmol/L", "2 mmol/L", "45.04 mg/dL", "4.5 mmol/L"] },
    Asked { of: "mean arterial pressure", thresholds: &["65 mmHg", "60 mm Hg", "8 kPa", "70 mmHg"] },
    Asked { of: "systolic blood pressure", thresholds: &["90 mmHg", "12 kPa"] },
    Asked { of: "LVEF", thresholds: &["35 %", "40 %", "35"] },
    Asked { of: "VIS", thresholds: &["120", "20", "40"] },
    Asked { of: "creatinine", thresholds: &["2 mg/dL", "176.8 umol/L", "100 umol/L", "1.5 x ULN"] },
    Asked { of: "hemoglobin", thresholds: &["7 g/dL", "70 g/L", "4.5 mmol/L"] },
    Asked { of: "ALT", thresholds: &["3 x ULN", "5 x ULN", "120 U/L", "1 x LLN"] },
    Asked { of: "potassium", thresholds: &["5.5 mmol/L", "5.5 mEq/L", "3.5 mmol/L"] },
    Asked { of: "heart rate", thresholds: &["100 /min", "130 bpm"] },
    Asked { of: "PaO2/FiO2", thresholds: &["200 mmHg", "100 mmHg"] },
    Asked { of: "shock index", thresholds: &["1", "0.7"] },
    Asked { of: "BMI", thresholds: &["30 kg/m2", "40 kg/m2"] },
    Asked { of: "weight", thresholds: &["50 kg", "100 kg"] },
    Asked { of: "Smurf index", thresholds: &["4"] },
];

const AGES: &[&str] = &["18 years", "65 years", "6 months", "28 days", "72 hours", "1.5 years", "75 years", "0.5 years"];

/// Names of which some are kinds of others, in several spellings.
pub const CONDITIONS: &[&str] = &[
    "myocardial infarction",
    "acute myocardial infarction",
    "AMI",
    "coronary artery disease",
    "heart failure",
    "chronic heart failure",
    "shock",
    "septic shock",
    "cardiogenic shock",
    "sepsis",
    "pneumonia",
    "lobar pneumonia of the left lung",
    "aortic regurgitation",
    "cancer",
    "breast cancer",
    "frobnicosis",
    "frobnicosis of the hand",
    "no frobnicosis",
    "pregnancy",
    "planned pregnancy",
];
pub const PROCEDURES: &[&str] =
    &["ECMO", "VA-ECMO", "venoarterial ECMO", "intubation", "mechanical ventilation", "cardiac surgery", "wibble surgery"];
pub const DRUGS: &[&str] = &["norepinephrine", "vasopressor", "inotrope", "dobutamine", "penicillin", "aspirin", "wobblimab"];
/// Drugs that run at rates, one after the other or at once.
pub const INFUSED: &[&str] = &["norepinephrine", "norepinephrine", "epinephrine", "dobutamine", "milrinone", "dopamine", "vasopressin"];
pub const EVENTS: &[&str] = &["ICU admission", "hospital discharge", "informed consent", "penicillin allergy", "cardiac arrest", "smoking"];

/// Lengths of time, as patients' data are apart.
pub const LENGTHS: &[&str] = &["30 min", "1 h", "2 h", "6 h", "12 h", "24 h", "48 h", "7 days", "1 month", "6 months", "1 year", "1.5 months"];

const SEVERITIES: &[&str] = &["mild", "moderate", "severe", "moderate to severe", "mild to moderate", "critical"];
const DIRECTIONS: &[&str] = &["rising", "falling", "not rising", "not falling"];
const TAKES: &[&str] = &["latest", "any", "every", "first", "lowest", "highest", "mean"];

/// A trial that passes the check; one with a slip (bounds that nothing can meet) gives none.
pub fn checked(text: &str) -> Option<CheckedTrial> {
    let trial = yaml::read(text).unwrap_or_else(|e| panic!("{e:?}\n{text}"));
    rule::check(trial, Some(text), Vocabulary::builtin()).0
}

/// A trial file.
pub fn text(chance: &mut Chance, number: usize) -> String {
    let mut text = format!("format: 1\ntrial: T{number}\n");
    if chance.percent(30) {
        let of = *chance.one(&["lactate", "heart rate", "mean arterial pressure", "weight", "LVEF"]);
        text.push_str(&format!("valid_for: {{{of}: {}}}\n", chance.one(LENGTHS)));
    }
    let (inclusion, exclusion) = (1 + chance.below(3), chance.below(4));
    for (side, letter, count) in [("inclusion", 'I', inclusion), ("exclusion", 'E', exclusion)] {
        if count == 0 {
            continue;
        }
        text.push_str(&format!("{side}:\n"));
        for i in 0..count {
            let refers = match (letter, i) {
                ('E', _) => Some("inclusion".to_owned()),
                (_, 0) => None,
                (_, i) => Some(format!("I{i}")),
            };
            let depth = chance.below(4);
            let rule = rule_text(chance, depth, refers.as_deref());
            text.push_str(&format!("- id: {letter}{}\n  text: x\n  rule: {rule}\n", i + 1));
        }
    }
    text
}

fn rule_text(chance: &mut Chance, depth: usize, refers: Option<&str>) -> String {
    let own = chance.percent(15).then_some(()).and(refers);
    if let Some(reference) = own {
        return format!("{{criterion: {reference}}}");
    }
    if depth == 0 {
        return leaf(chance);
    }
    let count = 1 + chance.below(3);
    let mut parts = |count: usize| (0..count).map(|_| rule_text(chance, depth - 1, refers)).collect::<Vec<_>>();
    let of = parts(count).join(", ");
    let one = parts(1).remove(0);
    match chance.below(9) {
        0 | 1 => format!("{{all: [{of}]}}"),
        2 | 3 => format!("{{any: [{of}]}}"),
        4 => format!("{{not: {one}}}"),
        5 => format!("{{at_least: {{count: {}, of: [{of}]}}}}", 1 + chance.below(count)),
        6 if chance.percent(40) => format!("{{lasting: {{for: '{}', rule: {}}}}}", bound(chance), computed(chance)),
        6 => format!("{{lasting: {{for: '{}', rule: {one}}}}}", bound(chance)),
        _ => leaf(chance),
    }
}

fn leaf(chance: &mut Chance) -> String {
    match chance.below(25) {
        24 => computed(chance),
        0..=6 => measure(chance),
        7 => format!("{{measure: {{of: age, is: '{}'}}}}", age(chance)),
        8 | 9 => {
            let trend = if chance.percent(30) { format!(", trend: {}", chance.one(DIRECTIONS)) } else { String::new() };
            let steady = if chance.percent(30) { ", steady: [vasopressor]" } else { "" };
            let apart = if chance.percent(60) { format!(", apart: '{}'", bound(chance)) } else { String::new() };
            let (of, is) = comparison(chance);
            format!("{{consecutive: {{of: {of}, is: '{is}', count: {}{apart}{trend}{steady}}}}}", 2 + chance.below(2))
        }
        10 => {
            let span = match chance.below(3) {
                0 => format!(", within: {}", chance.one(LENGTHS)),
                1 => ", count: 3".to_owned(),
                _ => String::new(),
            };
            let of = chance.one(MEASURES).of;
            format!("{{trend: {{of: {of}, is: {}{span}}}}}", chance.one(DIRECTIONS))
        }
        11 => {
            let of = *chance.one(&["vasopressor", "norepinephrine", "lactate", "weight", "inotrope"]);
            format!("{{steady: {{of: {of}, within: {}}}}}", chance.one(LENGTHS))
        }
        12 => {
            let names: Vec<&str> =
                vec![chance.one(MEASURES).of, finding_name(chance), *chance.one(&["age", "sex", "any condition", "any measure", "any drug"])];
            format!("{{recorded: [{}]}}", names.join(", "))
        }
        13 => "{review: a person judges}".to_owned(),
        _ => format!("{{finding: {}}}", finding(chance)),
    }
}

/// A question about a value that is mostly computed, from rates above all.
fn computed(chance: &mut Chance) -> String {
    let (of, threshold) = *chance.one(&[
        ("VIS", "20"),
        ("VIS", "40"),
        ("VIS", "0"),
        ("norepinephrine equivalent", "0.2 ug/kg/min"),
        ("mean arterial pressure", "65 mmHg"),
        ("shock index", "1"),
        ("SOFA cardiovascular", "3"),
    ]);
    let is = format!("{} {threshold}", chance.one(&[">", ">=", "<", "<="]));
    match chance.below(4) {
        0 => format!("{{consecutive: {{of: {of}, is: '{is}', count: 2, trend: {}, steady: [vasopressor, inotrope]}}}}", chance.one(DIRECTIONS)),
        1 => format!("{{measure: {{of: {of}, is: '{is}', take: {}, within: '{}'}}}}", chance.one(TAKES), bound(chance)),
        2 => format!("{{any: [{{measure: {{of: {of}, is: '{is}'}}}}, {}]}}", leaf(chance)),
        _ => format!("{{measure: {{of: {of}, is: '{is}'}}}}"),
    }
}

fn measure(chance: &mut Chance) -> String {
    let (of, is) = comparison(chance);
    let mut fields = format!("of: {of}, is: '{is}'");
    if chance.percent(35) {
        if chance.percent(60) {
            fields.push_str(&format!(", take: {}", chance.one(TAKES)));
        }
        if chance.percent(60) {
            fields.push_str(&format!(", within: '{}'", bound(chance)));
        }
        if chance.percent(25) {
            fields.push_str(&format!(", since: {}", finding_name(chance)));
        }
        if chance.percent(30) {
            fields.push_str(&format!(", for: '{}'", bound(chance)));
        }
    }
    format!("{{measure: {{{fields}}}}}")
}

fn comparison(chance: &mut Chance) -> (&'static str, String) {
    let asked = chance.one(MEASURES);
    let is = if chance.percent(8) {
        (*chance.one(&["positive", "normal", "elevated", "abnormal", "low"])).to_owned()
    } else {
        let threshold = chance.one(asked.thresholds);
        format!("{} {threshold}", chance.one(&[">", ">=", "<", "<=", "="]))
    };
    (asked.of, is)
}

fn age(chance: &mut Chance) -> String {
    match chance.below(4) {
        0 => "18 to 75 years".to_owned(),
        1 => "> 17 and < 65 years".to_owned(),
        _ => format!("{} {}", chance.one(&[">", ">=", "<", "<=", "="]), chance.one(AGES)),
    }
}

fn bound(chance: &mut Chance) -> String {
    format!("{}{}", chance.one(&["", "", ">= ", "> ", "< ", "<= ", "= "]), chance.one(LENGTHS))
}

pub fn finding_name(chance: &mut Chance) -> &'static str {
    let list = *chance.one(&[CONDITIONS, CONDITIONS, PROCEDURES, DRUGS, EVENTS]);
    chance.one::<&'static str>(list)
}

fn finding(chance: &mut Chance) -> String {
    let name = finding_name(chance);
    let mut fields = format!("of: {name}");
    if chance.percent(60) {
        return format!("{{{fields}}}");
    }
    if chance.percent(15) {
        fields.push_str(&format!(", kind: {}", chance.one(&["condition", "procedure", "drug", "event", "allergy", "status", "consent"])));
    }
    if chance.percent(20) {
        fields.push_str(&format!(", certainty: {}", chance.one(&["confirmed", "suspected"])));
    }
    if chance.percent(20) {
        fields.push_str(&format!(", severity: {}", chance.one(SEVERITIES)));
    }
    if chance.percent(25) {
        fields.push_str(", ever: true");
    }
    if chance.percent(10) {
        fields.push_str(", ahead: true");
    }
    if chance.percent(35) {
        fields.push_str(&format!(", within: '{}'", bound(chance)));
    }
    if chance.percent(25) {
        fields.push_str(&format!(", for: '{}'", bound(chance)));
    }
    if chance.percent(20) {
        fields.push_str(&format!(", {}: {}", chance.one(&["before", "after"]), finding_name(chance)));
    }
    format!("{{{fields}}}")
}
