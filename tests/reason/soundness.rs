//! Whatever the reasoner proves, no profile refutes with the reference evaluator.

use proptest::prelude::*;
use trialsieve::rule::{self, CheckedTrial, Theory};
use trialsieve::screening::evaluate;
use trialsieve::time::{Moment, Zone};
use trialsieve::vocabulary::Vocabulary;
use trialsieve::{Truth, patient};

const OPS: [&str; 5] = ["<", "<=", "=", ">=", ">"];

/// Questions that bear on each other.
pub fn leaf() -> impl Strategy<Value = String> {
    let measure = |of: &'static str, unit: &'static str, numbers: &'static [&'static str]| {
        (0usize..5, prop::sample::select(numbers), prop::sample::select(WHEN))
            .prop_map(move |(op, number, when)| format!("{{measure: {{of: {of}, is: '{} {number} {unit}'{when}}}}}", OPS[op]))
    };
    let plain = |of: &'static str, unit: &'static str, numbers: &'static [&'static str]| {
        (0usize..5, prop::sample::select(numbers))
            .prop_map(move |(op, number)| format!("{{measure: {{of: {of}, is: '{} {number} {unit}'}}}}", OPS[op]))
    };
    let between = (0usize..4, 0usize..4).prop_map(|(a, more)| format!("{{measure: {{of: lactate, is: '{} to {} mmol/L'}}}}", a + 1, a + 1 + more));
    let finding = (prop::sample::select(FINDINGS), prop::sample::select(HOW)).prop_map(|(of, how)| format!("{{finding: {{of: {of}{how}}}}}"));
    prop_oneof![
        3 => measure("lactate", "mmol/L", &["2", "3", "4", "4.0"]),
        1 => measure("lactate", "mg/dL", &["18.016", "27.024", "30"]),
        1 => between,
        3 => plain("age", "years", &["0", "1", "12", "12.5", "18"]),
        1 => plain("age", "months", &["1", "12", "144", "150", "216"]),
        1 => plain("age", "days", &["2", "30", "365", "366"]),
        1 => plain("age", "hours", &["20", "48", "72"]),
        1 => plain("age", "weeks", &["4", "4.5", "52"]),
        1 => plain("NYHA class", "", &["1", "2", "3"]),
        1 => plain("ALT", "x ULN", &["1", "2", "3"]),
        1 => plain("ALT", "U/L", &["40", "80"]),
        4 => finding,
        1 => Just("{review: somebody judges}".to_owned()),
    ]
}

const WHEN: &[&str] = &[
    "",
    "",
    "",
    ", for: '>= 2 h'",
    ", for: '> 1 h'",
    ", for: '< 3 h'",
    ", take: any, within: 6 h",
    ", take: any, within: 24 h",
    ", take: every, within: 6 h",
    ", take: highest, within: 24 h",
    ", take: first, within: 24 h",
    ", take: any, for: '>= 1 h', within: 24 h",
];
const FINDINGS: &[&str] =
    &["sepsis", "septic shock", "shock", "male", "female", "hepatitis", "hepatitis B", "VA-ECMO", "ECMO", "norepinephrine", "vasopressor", "zorks"];
const HOW: &[&str] = &[
    "",
    "",
    "",
    ", ever: true",
    ", within: 6 months",
    ", within: '< 12 h'",
    ", within: 3 h",
    ", within: '> 3 h'",
    ", severity: moderate",
    ", severity: severe",
    ", severity: mild to moderate",
    ", certainty: suspected",
    ", certainty: confirmed",
    ", for: '>= 2 h'",
    ", for: '> 3 h'",
    ", before: ICU admission",
    ", after: ICU admission",
    ", within: 4 h, after: ICU admission",
];

pub fn tree() -> impl Strategy<Value = String> {
    leaf().prop_recursive(3, 10, 3, |inner| {
        let list = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            3 => list.clone().prop_map(|l| format!("{{all: [{}]}}", l.join(", "))),
            3 => list.clone().prop_map(|l| format!("{{any: [{}]}}", l.join(", "))),
            2 => inner.clone().prop_map(|r| format!("{{not: {r}}}")),
            1 => (list, 1usize..3).prop_map(|(l, n)| format!("{{at_least: {{count: {}, of: [{}]}}}}", n.min(l.len()), l.join(", "))),
            1 => (inner, prop::sample::select(&["> 1 h", "< 3 h", "2 h"][..])).prop_map(|(r, d)| format!("{{lasting: {{for: '{d}', rule: {r}}}}}")),
        ]
    })
}

/// A time of the last day, or of long ago, or none.
fn time() -> impl Strategy<Value = Option<String>> {
    let hours = prop::sample::select(&[0i64, 1, 2, 3, 5, 7, 11, 30, 2_000, 9_000][..]);
    prop::option::weighted(0.8, hours.prop_map(|h| (moment().plus_millis(-h * 3_600_000)).display(Zone::UTC)))
}

pub fn moment() -> Moment {
    Moment::parse("2026-11-20T10:00:00Z").unwrap().0
}

fn record() -> impl Strategy<Value = String> {
    let status = prop::sample::select(&["present", "present", "absent", "suspected", "resolved"][..]);
    let severity = prop::sample::select(&["", "", ", \"severity\": \"mild\"", ", \"severity\": \"moderate\"", ", \"severity\": \"severe\""][..]);
    (prop::sample::select(FINDINGS), status, severity, time(), time()).prop_filter_map("a sex is no condition", |(name, status, severity, a, b)| {
        let (from, to) = match (a, b) {
            (Some(a), Some(b)) if a < b && status != "absent" => (Some(a), Some(b)),
            (a, _) => (a, None),
        };
        let field = |name: &str, value: Option<String>| value.map_or(String::new(), |v| format!(", \"{name}\": \"{v}\""));
        (!matches!(name, "male" | "female"))
            .then(|| format!("{{\"name\": \"{name}\", \"status\": \"{status}\"{severity}{}{}}}", field("from", from), field("to", to)))
    })
}

pub fn profile() -> impl Strategy<Value = String> {
    let lactate = (prop::sample::select(&["1", "2", "2.5", "3", "3.5", "4", "5"][..]), time()).prop_map(|(v, at)| {
        format!("{{\"of\": \"lactate\", \"value\": {v}, \"unit\": \"mmol/L\"{}}}", at.map_or(String::new(), |t| format!(", \"at\": \"{t}\"")))
    });
    let alt = prop::sample::select(&["20", "40", "60", "80", "120"][..])
        .prop_map(|v| format!("{{\"of\": \"ALT\", \"value\": {v}, \"unit\": \"U/L\", \"range\": \"10-40\"}}"));
    let class = (1u8..=4).prop_map(|n| format!("{{\"of\": \"NYHA class\", \"value\": {n}}}"));
    let observation = prop_oneof![4 => lactate, 1 => alt, 1 => class];
    let birth = prop::sample::select(
        &[
            "\"birth_date\": \"2026-11-19\"",
            "\"birth_date\": \"2026-11-18T04:00:00Z\"",
            "\"birth_date\": \"2026-10-20\"",
            "\"birth_date\": \"2025-11-20\"",
            "\"birth_date\": \"2014-11-21\"",
            "\"birth_date\": \"2014-05-20\"",
            "\"birth_date\": \"2008-11-20\"",
            "\"age\": \"40 hours\"",
            "\"age\": \"30 days\"",
            "\"age\": \"12 years\"",
            "\"age\": 18",
            "\"sex\": \"unknown\"",
        ][..],
    );
    let sex = prop::sample::select(&["", ", \"sex\": \"male\"", ", \"sex\": \"female\""][..]);
    let icu = time().prop_map(|t| t.map_or(String::new(), |t| format!("{{\"name\": \"ICU admission\", \"status\": \"done\", \"from\": \"{t}\"}}")));
    let complete = prop::sample::subsequence(vec!["\"conditions\"", "\"procedures\"", "\"medications\"", "\"findings\""], 0..=4);
    let observations = prop::collection::vec(observation, 0..5);
    (birth, sex, observations, prop::collection::vec(record(), 0..4), icu, complete).prop_map(|(birth, sex, observations, records, icu, complete)| {
        let sex = if birth.contains("sex") { "" } else { sex };
        format!(
            "{{\"id\": \"P\", \"as_of\": \"2026-11-20T10:00:00Z\", {birth}{sex}, \"observations\": [{}], \"conditions\": [{}], \"procedures\": [{icu}], \"complete\": [{}]}}",
            observations.join(", "),
            records.join(", "),
            complete.join(", ")
        )
    })
}

fn checked(rules: &[String]) -> Option<CheckedTrial> {
    let mut text = "format: 1\ntrial: X\ninclusion:\n".to_owned();
    for (i, rule) in rules.iter().enumerate() {
        text.push_str(&format!("- id: I{i}\n  text: x\n  rule: {rule}\n"));
    }
    rule::check(rule::yaml::read(&text).ok()?, None, Vocabulary::builtin()).0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    /// "Nobody", "everybody" and "this implies that" hold of every profile that can be made.
    #[test]
    fn no_profile_refutes_a_proof(a in tree(), b in tree(), profiles in prop::collection::vec(profile(), 8)) {
        let Some(trial) = checked(&[a.clone(), b.clone(), "{criterion: I0}".to_owned()]) else { return Ok(()) };
        let theory = Theory::new(&trial);
        let rules: Vec<_> = trial.criteria().iter().map(|c| &*c.rule).collect();
        let mut proved = Vec::new();
        for (i, x) in [(0, true), (0, false), (1, true), (1, false)] {
            if theory.never(&[(rules[i], x)]) {
                proved.push(vec![(i, x)]);
            }
        }
        for (x, y) in [(true, true), (true, false), (false, true), (false, false)] {
            if theory.never(&[(rules[0], x), (rules[1], y)]) {
                proved.push(vec![(0, x), (1, y)]);
            }
        }
        prop_assert!(theory.never(&[(rules[2], true), (rules[0], false)]) && theory.never(&[(rules[2], false), (rules[0], true)]) || a.contains("review") || a.contains("zorks"));
        for text in &profiles {
            let (profile, found) = patient::read(text, Vocabulary::builtin());
            let Some(profile) = profile else { return Err(TestCaseError::fail(format!("{text}\n{found:?}"))) };
            for claim in &proved {
                let met = claim.iter().all(|(i, wanted)| evaluate(rules[*i], &trial, &profile, moment()).truth == Truth::from(*wanted));
                prop_assert!(!met, "proved never: {claim:?}\n{a}\n{b}\n{text}");
            }
        }
    }
}

/// The property above is about something: proofs are found among such rules.
#[test]
fn proofs_are_found() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut trials, mut single, mut pairs) = (0, 0, 0);
    for _ in 0..300 {
        let mut rule = || tree().new_tree(&mut runner).unwrap().current();
        let Some(trial) = checked(&[rule(), rule()]) else { continue };
        trials += 1;
        let theory = Theory::new(&trial);
        let [a, b] = [0, 1].map(|i| &*trial.criteria()[i].rule);
        let alone: Vec<bool> = [(a, true), (a, false), (b, true), (b, false)].iter().map(|q| theory.never(&[*q])).collect();
        single += alone.iter().filter(|p| **p).count();
        if !alone.contains(&true) {
            let both = [(true, true), (true, false), (false, true), (false, false)];
            pairs += both.iter().filter(|(x, y)| theory.never(&[(a, *x), (b, *y)])).count();
        }
    }
    println!("{trials} trials: {single} rules never so, {pairs} pairs never together");
    assert!(trials > 150 && single >= 10 && pairs >= 10, "{trials} {single} {pairs}");
}
