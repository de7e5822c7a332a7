//! Patient profiles as SPEC 6 describes them, one sentence after the other.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use proptest::prelude::*;
use trialsieve::Diagnostic;
use trialsieve::diagnostic::{CATALOG, Code, Level, Subject};
use trialsieve::patient::{self, Datum, Doubt, Given, Presence, Profile, Reading, RecordKind};
use trialsieve::quantity::parse_decimal;
use trialsieve::time::{Moment, Zone};
use trialsieve::vocabulary::Vocabulary;

const SPEC: &str = r#"{"id": "P-0001", "birth_date": "1961-03-02", "sex": "female", "as_of": "2026-11-20T10:00:00Z",
 "labs": {"lactate": "6.1 mmol/L", "LVEF": "30 %", "VIS": 130},
 "observations": [{"of": "lactate", "value": 6.4, "unit": "mmol/L", "at": "2026-11-20T09:20:00Z"}],
 "medications": [{"name": "norepinephrine", "rate": "0.4 ug/kg/min", "from": "2026-11-20T02:00:00Z"}],
 "conditions": [{"name": "septic shock", "status": "present", "from": "2026-11-20T01:00:00Z"}, "pneumonia"],
 "procedures": [{"name": "VA-ECMO", "status": "done", "from": "2026-11-20T06:00:00Z"}],
 "findings": {"informed consent": true, "pregnancy": false},
 "complete": ["conditions"]}"#;

fn read(text: &str) -> (Option<Profile>, Vec<Diagnostic>) {
    patient::read(text, Vocabulary::builtin())
}

/// A profile that must be free of errors and warnings.
fn clean(text: &str) -> Profile {
    let (profile, notes) = read(text);
    assert!(notes.is_empty(), "{text}\n{notes:#?}");
    profile.unwrap()
}

/// A profile that must be read with exactly these warnings.
fn warned(text: &str, codes: &[Code]) -> (Profile, Vec<Diagnostic>) {
    let (profile, notes) = read(text);
    assert_eq!(notes.iter().map(|d| d.code).collect::<Vec<_>>(), codes, "{text}\n{notes:#?}");
    (profile.unwrap_or_else(|| panic!("{text}\n{notes:#?}")), notes)
}

/// What the first error must show: its code, the text it points at, its path, words of its
/// message and of its help.
struct Shown<'a>(Code, &'a str, &'a str, &'a str, &'a str);

fn refused(text: &str, Shown(code, at, path, message, help): &Shown<'_>) {
    let (profile, notes) = read(text);
    assert!(profile.is_none(), "{text}");
    let note = notes.iter().find(|d| d.level == Level::Error).unwrap_or_else(|| panic!("{text}: {notes:#?}"));
    assert_eq!(note.code, *code, "{text}\n{note:#?}");
    assert_eq!(note.span.unwrap().of(text), *at, "{text}\n{note:#?}");
    assert_eq!(note.path.as_deref().unwrap_or(""), *path, "{text}\n{note:#?}");
    assert!(note.message.contains(message), "{text}\n{note:#?}");
    assert!(note.help.as_deref().unwrap().contains(help), "{text}\n{note:#?}");
}

fn number(profile: &Profile, index: usize) -> (String, String) {
    match &profile.observations[index].datum {
        Datum::Good(Reading::Number { value, unit, .. }) => (value.to_string(), unit.ucum().to_owned()),
        other => panic!("{other:?}"),
    }
}

fn doubt(profile: &Profile, index: usize) -> Doubt {
    match &profile.observations[index].datum {
        Datum::Doubtful { doubt, .. } => doubt.clone(),
        other => panic!("{other:?}"),
    }
}

fn is(profile: &Profile, name: &str) -> Option<Presence> {
    let v = Vocabulary::builtin();
    let wanted = v.concept(name);
    profile.records.iter().find(|r| v.same(&r.concept, &wanted)).map(|r| r.presence)
}

#[test]
fn the_example_of_the_spec_is_read_whole() {
    let p = clean(SPEC);
    assert_eq!(p.id, "P-0001");
    assert!(matches!(p.birth.unwrap().given, Given::Day(d) if d.to_string() == "1961-03-02"));
    assert_eq!(p.as_of.unwrap().display(p.zone), "2026-11-20T10:00:00Z");
    let values: Vec<_> = (0..4).map(|i| number(&p, i).0).collect();
    assert_eq!(values, ["6.1", "30", "130", "6.4"]);
    let v = Vocabulary::builtin();
    let names: Vec<_> = p.observations.iter().map(|o| v.measure(o.measure.unwrap()).unwrap().name.to_string()).collect();
    assert_eq!(names, ["lactate", "LVEF", "VIS", "lactate"]);
    assert_eq!(p.observations.iter().filter(|o| o.at.is_some()).count(), 1, "what stands in labs has no time");
    assert!(matches!(&p.medications[0].rate, Some(Datum::Good(Reading::Number { value, .. })) if value.to_string() == "0.4"));
    for (name, presence) in [
        ("female", Presence::Present),
        ("male", Presence::Absent),
        ("septic shock", Presence::Present),
        ("pneumonia", Presence::Present),
        ("VA-ECMO", Presence::Present),
        ("informed consent", Presence::Present),
        ("pregnancy", Presence::Absent),
    ] {
        assert_eq!(is(&p, name), Some(presence), "{name}");
    }
    let kinds: Vec<_> = p.records.iter().map(|r| r.kind).collect();
    assert!(kinds.contains(&RecordKind::Condition) && kinds.contains(&RecordKind::Procedure) && kinds.contains(&RecordKind::Finding));
    let c = p.complete;
    assert_eq!((c.conditions, c.procedures, c.medications, c.findings, c.observations), (true, false, false, false, false));
}

#[test]
fn places_are_named_as_people_would_point() {
    let p = clean(SPEC);
    let places: Vec<String> = p.observations.iter().map(|o| p.place(o.origin)).collect();
    assert_eq!(places, ["labs.lactate", "labs.LVEF", "labs.VIS", "observations[0]"]);
    let places: Vec<String> = p.records.iter().map(|r| p.place(r.origin)).collect();
    assert_eq!(places, ["sex", "sex", "conditions[0]", "conditions[1]", "procedures[0]", "findings.informed consent", "findings.pregnancy"]);
    assert_eq!(p.place(p.birth.unwrap().origin), "birth_date");
}

#[test]
fn an_age_may_stand_in_for_a_birth_date() {
    for (age, shown) in [
        (r#""64 years""#, "64 years"),
        (r#""36 hours""#, "36 h"),
        ("64", "64 years"),
        (r#""64""#, "64 years"),
        ("0.5", "0.5 years"),
        (r#""28 days""#, "28 days"),
        (r#""64 years old""#, "64 years"),
        ("150", "150 years"),
        ("0", "0 years"),
    ] {
        let p = clean(&format!(r#"{{"age": {age}}}"#));
        assert!(matches!(p.birth.unwrap().given, Given::Age(a) if a.to_string() == shown), "{age}: {:?}", p.birth);
    }
    for bad in ["-3", r#""-3 years""#, r#""−3 years""#, "151", r#""151 years""#, r#""64 lightyears""#, r#""old""#, "1e400", r#""1 year 3 months""#]
    {
        refused(&format!(r#"{{"age": {bad}}}"#), &Shown(Code::ImpossibleAge, bad, "age", "", "64 years"));
    }
}

#[test]
fn a_birth_date_may_carry_a_time_of_day() {
    let p = clean(r#"{"birth_date": "2026-11-19T22:00:00+08:00"}"#);
    assert!(matches!(p.birth.unwrap().given, Given::Time(m) if m.display(Zone::UTC) == "2026-11-19T14:00:00Z"));
    let p = clean(r#"{"birth_date": "1961-02"}"#);
    assert!(matches!(p.birth.unwrap().given, Given::Within(a, b) if (a.to_string(), b.to_string()) == ("1961-02-01".into(), "1961-02-28".into())));
}

#[test]
fn age_and_birth_date_must_agree() {
    clean(r#"{"birth_date": "1961-03-02", "age": 65, "as_of": "2026-11-20T10:00:00Z"}"#);
    let (p, _) = warned(r#"{"birth_date": "1961-03-02", "age": 46, "as_of": "2026-11-20T10:00:00Z"}"#, &[Code::Conflict]);
    assert!(p.conflicting_age.is_some());
}

#[test]
fn a_birth_after_the_moment_is_refused() {
    let as_of = r#"{"birth_date": "2026-11-21", "as_of": "2026-11-20T10:00:00Z"}"#;
    refused(as_of, &Shown(Code::ImpossibleDate, r#""2026-11-21""#, "birth_date", "after `as_of`, 2026-11-20T10:00:00Z", "chart"));
    let newest = r#"{"birth_date": "2026-11-21", "observations": [{"of": "VIS", "value": 1, "at": "2026-11-20T10:00:00Z"}]}"#;
    refused(newest, &Shown(Code::ImpossibleDate, r#""2026-11-21""#, "birth_date", "the newest time", "chart"));
    // The day of birth itself is no mistake, and without any moment nobody can tell.
    clean(r#"{"birth_date": "2026-11-20", "as_of": "2026-11-20T10:00:00Z"}"#);
    clean(r#"{"birth_date": "2999-01-01"}"#);
    let old = r#"{"birth_date": "1801-11-20", "as_of": "2026-11-20T10:00:00Z"}"#;
    refused(old, &Shown(Code::ImpossibleDate, r#""1801-11-20""#, "birth_date", "150 years", "chart"));
}

#[test]
fn a_day_of_birth_is_one_of_the_zone_of_the_profile() {
    // In Beijing the 21st has begun when it is 17:00 on the 20th in universal time.
    clean(r#"{"birth_date": "2026-11-21", "as_of": "2026-11-21T01:00:00+08:00"}"#);
    let text = r#"{"birth_date": "2026-11-21", "as_of": "2026-11-20T17:00:00Z"}"#;
    refused(text, &Shown(Code::ImpossibleDate, r#""2026-11-21""#, "birth_date", "", ""));
}

#[test]
fn times_must_exist_and_have_a_zone() {
    for (time, message) in [
        ("2026-02-30", "does not exist in the calendar"),
        ("2026-02-30T10:00:00Z", "does not exist in the calendar"),
        ("2026-11-20T25:00:00Z", "does not exist in the calendar"),
        ("2026-11-20T10:00:00", "has no time zone"),
        ("2026-11-20T10:00", "has no time zone"),
        ("yesterday", "is not a time"),
        ("20.11.2026", "is not a time"),
    ] {
        let quoted = format!("\"{time}\"");
        for (text, path) in [
            (format!(r#"{{"as_of": "{time}"}}"#), "as_of"),
            (format!(r#"{{"birth_date": "{time}"}}"#), "birth_date"),
            (format!(r#"{{"observations": [{{"of": "VIS", "value": 1, "at": "{time}"}}]}}"#), "observations[0].at"),
            (format!(r#"{{"medications": ["insulin", {{"name": "heparin", "from": "{time}"}}]}}"#), "medications[1].from"),
            (format!(r#"{{"conditions": [{{"name": "sepsis", "to": "{time}"}}]}}"#), "conditions[0].to"),
            (format!(r#"{{"findings": {{"pregnancy": {{"value": true, "from": "{time}"}}}}}}"#), "findings.pregnancy.from"),
        ] {
            refused(&text, &Shown(Code::ImpossibleDate, &quoted, path, message, ""));
        }
    }
    refused(r#"{"as_of": "2026-11-20"}"#, &Shown(Code::ImpossibleDate, r#""2026-11-20""#, "as_of", "whole stretch of time", "time of day"));
}

#[test]
fn a_day_without_a_time_is_a_stretch_in_the_zone_of_the_moment() {
    let p = clean(r#"{"as_of": "2026-11-20T10:00:00+08:00", "conditions": [{"name": "sepsis", "from": "2026-11-19"}]}"#);
    let from = p.records[0].from.unwrap();
    assert_eq!(from.earliest.display(Zone::UTC), "2026-11-18T16:00:00Z");
    assert!(!from.is_exact());
    // Without a moment the first time of the file tells the zone.
    let p = clean(r#"{"conditions": [{"name": "sepsis", "from": "2026-11-19"}, {"name": "pneumonia", "from": "2026-11-20T01:00:00+08:00"}]}"#);
    assert_eq!(p.records[0].from.unwrap().earliest.display(Zone::UTC), "2026-11-18T16:00:00Z");
}

#[test]
fn the_moment_is_an_instant_in_its_own_zone() {
    let p = clean(r#"{"as_of": "2026-11-20T18:00:00+08:00"}"#);
    assert_eq!(p.as_of, Moment::parse("2026-11-20T10:00:00Z").ok().map(|(m, _)| m));
    assert_eq!(p.as_of.unwrap().display(p.zone), "2026-11-20T18:00:00+08:00");
}

#[test]
fn labs_take_every_form_of_a_value() {
    let p = clean(
        r#"{"labs": {"lactate": {"value": 6.10, "unit": "mmol/L", "low": 0.5, "high": 2.2}, "VIS": "130", "LVEF": 30.0,
            "creatinine": "1.2mg/dL", "MAP": {"value": "62 mmHg", "at": "2026-11-20T09:00:00Z"}}}"#,
    );
    assert_eq!(number(&p, 0), ("6.10".to_owned(), "mmol/L".to_owned()), "digits stay as they are written");
    assert_eq!((p.observations[0].low.unwrap().to_string(), p.observations[0].high.unwrap().to_string()), ("0.5".into(), "2.2".into()));
    assert_eq!(number(&p, 2).0, "30.0");
    assert_eq!(number(&p, 4), ("62".to_owned(), "mm[Hg]".to_owned()));
    assert!(p.observations[4].at.unwrap().is_exact());
}

#[test]
fn numbers_never_pass_through_floating_point() {
    for text in ["35.0", "0.1", "0.30000000000000004", "1234567890123456789012345678", "1e3", "-0.5"] {
        let p = read(&format!(r#"{{"labs": {{"index of nothing at all": {text}}}}}"#)).0.unwrap();
        assert_eq!(number(&p, 0).0, parse_decimal(text).unwrap().to_string(), "{text}");
    }
    for big in ["1e400", "12345678901234567890123456789", "1e-400"] {
        for lab in [big.to_owned(), format!(r#""{big} mmol/L""#), format!(r#"{{"value": {big}, "unit": "mmol/L"}}"#)] {
            let (p, notes) = warned(&format!(r#"{{"labs": {{"lactate": {lab}, "VIS": 130}}}}"#), &[Code::ImplausibleValue]);
            assert_eq!((doubt(&p, 0), number(&p, 1).0.as_str()), (Doubt::Implausible, "130"), "{lab}");
            assert!(notes[0].message.contains("beyond the numbers") && notes[0].help.as_deref().unwrap().contains("28 digits"));
        }
        let text = format!(r#"{{"medications": [{{"name": "norepinephrine", "rate": "{big} ug/kg/min"}}]}}"#);
        let (p, _) = warned(&text, &[Code::ImplausibleValue]);
        assert!(matches!(p.medications[0].rate, Some(Datum::Doubtful { doubt: Doubt::Implausible, .. })));
    }
}

#[test]
fn results_may_be_words() {
    let p = clean(r#"{"labs": {"lactate": "Normal", "VIS": "positive"}}"#);
    assert!(matches!(&p.observations[0].datum, Datum::Good(Reading::Word(w)) if w == "normal"));
    assert!(matches!(&p.observations[1].datum, Datum::Good(Reading::Word(w)) if w == "positive"));
    for odd in ["pending", "hemolyzed", "1,5 mmol/L", "120/80 mmHg", "< 0.5 mmol/L", ""] {
        let (p, notes) = warned(&format!(r#"{{"labs": {{"lactate": "{odd}"}}}}"#), &[Code::NotAValue]);
        assert_eq!(doubt(&p, 0), Doubt::NotAValue);
        assert_eq!(notes[0].path.as_deref(), Some("labs.lactate"));
    }
    // A result that is not there hides no earlier one, and is not left out silently.
    assert!(warned(r#"{"labs": {"lactate": null}}"#, &[Code::NotAValue]).0.observations.is_empty());
}

#[test]
fn a_lab_may_give_its_own_range() {
    for (range, low, high) in [
        (r#""range": "0.5-2.2""#, Some("0.5"), Some("2.2")),
        (r#""range": {"low": 0.5, "high": "2.2 mmol/L"}"#, Some("0.5"), Some("2.2")),
        (r#""range": "< 2.2 mmol/L""#, None, Some("2.2")),
        (r#""range": "500 - 2200 umol/L""#, Some("0.5"), Some("2.2")),
        (r#""low": 0.5"#, Some("0.5"), None),
    ] {
        let p = clean(&format!(r#"{{"observations": [{{"of": "lactate", "value": 6, "unit": "mmol/L", {range}}}]}}"#));
        let limits = [p.observations[0].low, p.observations[0].high].map(|d| d.map(|d| d.normalize().to_string()));
        assert_eq!(limits, [low.map(str::to_owned), high.map(str::to_owned)], "{range}");
    }
    warned(r#"{"observations": [{"of": "lactate", "value": "6 mmol/L", "low": 3, "high": 2}]}"#, &[Code::ImplausibleValue]);
    warned(r#"{"observations": [{"of": "lactate", "value": "6 mmol/L", "high": "2 mmHg"}]}"#, &[Code::MisfittingUnit]);
    warned(r#"{"observations": [{"of": "lactate", "value": "6 mmol/L", "range": "normal"}]}"#, &[Code::NotAValue]);
}

#[test]
fn doubtful_values_are_kept_with_the_reason_and_a_warning() {
    for (lab, code, expected, help) in [
        (r#""lactate": 6"#, Code::MissingUnit, Doubt::NoUnit, "mmol/L"),
        (r#""lactate": "6""#, Code::MissingUnit, Doubt::NoUnit, "mg/dL"),
        (r#""lactate": "6 mmHg""#, Code::MisfittingUnit, Doubt::MisfittingUnit, "mmol/L"),
        (r#""lactate": "6 mmol""#, Code::MisfittingUnit, Doubt::MisfittingUnit, "mmol/L"),
        (r#""lactate": "6 furlongs""#, Code::MisfittingUnit, Doubt::MisfittingUnit, "mmol/L"),
        (r#""MAP": "-27 mmHg""#, Code::ImplausibleValue, Doubt::Implausible, "0 to 300 mmHg"),
        (r#""LVEF": "130 %""#, Code::ImplausibleValue, Doubt::Implausible, "1 to 100 %"),
        (r#""lactate": {"value": "6 mmol/L", "unit": "mg/dL"}"#, Code::MisfittingUnit, Doubt::MisfittingUnit, "measured in"),
    ] {
        let (p, notes) = warned(&format!(r#"{{"labs": {{{lab}, "VIS": 130}}}}"#), &[code]);
        assert_eq!(doubt(&p, 0), expected, "{lab}");
        assert!(notes[0].help.as_deref().unwrap().contains(help), "{lab}: {notes:?}");
        assert!(notes[0].path.as_deref().unwrap().starts_with("labs."));
        assert_eq!(number(&p, 1).0, "130", "the rest is in force");
    }
    let text = r#"{"observations": [{"of": "VIS", "value": 1}, {"of": "lactate", "value": 6, "unit": "mmHg"}]}"#;
    let (_, notes) = warned(text, &[Code::MisfittingUnit]);
    assert_eq!((notes[0].path.as_deref(), notes[0].span.unwrap().of(text)), (Some("observations[1].unit"), r#""mmHg""#));
}

#[test]
fn a_unit_may_be_left_out_or_empty_where_the_measure_has_none() {
    for unit in ["", r#", "unit": """#, r#", "unit": null"#, r#", "unit": "1""#] {
        clean(&format!(r#"{{"observations": [{{"of": "INR", "value": 1.2{unit}}}]}}"#));
    }
}

#[test]
fn a_fraction_of_one_is_read_as_a_percentage_and_says_so() {
    for (lab, percent) in [
        ("0.35", "35"),
        (r#""0.35""#, "35"),
        (r#"{"value": 0.35, "unit": "fraction"}"#, "35"),
        (r#"{"value": 0.35, "unit": ""}"#, "35"),
        ("1", "100"),
    ] {
        let (p, _) = warned(&format!(r#"{{"labs": {{"LVEF": {lab}}}}}"#), &[Code::FractionRead]);
        assert_eq!(number(&p, 0), (percent.to_owned(), "%".to_owned()), "{lab}");
    }
    for (lab, percent) in [("30", "30"), (r#""35 %""#, "35"), ("4", "4")] {
        assert_eq!(number(&clean(&format!(r#"{{"labs": {{"LVEF": {lab}}}}}"#)), 0).0, percent, "{lab}");
    }
}

#[test]
fn an_unknown_measure_is_kept_with_the_nearest_name() {
    let (p, notes) = warned(r#"{"labs": {"lactat": "6 mmol/L", "phlogiston reserve": 3}}"#, &[Code::UnknownMeasure, Code::UnknownMeasure]);
    assert_eq!(p.observations.len(), 2);
    assert!(p.observations.iter().all(|o| o.measure.is_none()));
    assert!(notes[0].help.as_deref().unwrap().contains("`lactate`"), "{notes:?}");
    assert!(!notes[1].help.as_deref().unwrap().contains("did you mean"), "{notes:?}");
    let (_, notes) = warned(r#"{"labs": {"septic shock": 1}}"#, &[Code::UnknownMeasure]);
    assert!(notes[0].help.as_deref().unwrap().contains("it is a finding"), "{notes:?}");
}

#[test]
fn a_loinc_code_may_stand_in_for_the_name_of_a_measure() {
    let lactate = Vocabulary::builtin().measure_named("lactate");
    for of in ["", r#""of": "some local name", "#, r#""of": "lactate", "#] {
        let p = clean(&format!(
            r#"{{"observations": [{{{of}"value": 6, "unit": "mmol/L", "codes": [{{"system": "http://loinc.org", "code": "2524-7"}}]}}]}}"#
        ));
        assert_eq!(p.observations[0].measure, lactate, "{of}");
    }
    let (p, _) = warned(r#"{"observations": [{"value": 1, "codes": [{"system": "loinc", "code": "0-0"}]}]}"#, &[Code::UnknownCode]);
    assert_eq!((p.observations[0].measure, p.observations[0].name.as_str()), (None, "loinc 0-0"));
}

#[test]
fn statuses_are_those_of_the_list() {
    for (list, status, presence) in [
        ("conditions", "present", Presence::Present),
        ("conditions", "absent", Presence::Absent),
        ("conditions", "suspected", Presence::Suspected),
        ("conditions", "Resolved", Presence::Resolved),
        ("procedures", "done", Presence::Present),
        ("procedures", "not done", Presence::Absent),
        ("procedures", "not-done", Presence::Absent),
        ("procedures", "planned", Presence::Planned),
    ] {
        let p = clean(&format!(r#"{{"{list}": [{{"name": "VA-ECMO", "status": "{status}"}}]}}"#));
        assert_eq!(p.records[0].presence, presence, "{list} {status}");
    }
    for (status, presence) in [("given", Presence::Present), ("not given", Presence::Absent)] {
        let p = clean(&format!(r#"{{"medications": [{{"name": "norepinephrine", "status": "{status}"}}]}}"#));
        assert_eq!(p.medications[0].presence, presence);
    }
    for (list, status, known) in [
        ("conditions", "presnt", "did you mean `present`"),
        ("procedures", "absent", "done, not done, planned"),
        ("medications", "done", "given, not given"),
    ] {
        let text = format!(r#"{{"{list}": [{{"name": "VA-ECMO", "status": "{status}"}}]}}"#);
        refused(&text, &Shown(Code::WrongType, &format!("\"{status}\""), &format!("{list}[0].status"), "not known here", known));
    }
}

#[test]
fn a_plain_string_means_present_done_given() {
    let p = clean(r#"{"conditions": ["sepsis"], "procedures": ["VA-ECMO"], "medications": ["norepinephrine"]}"#);
    assert_eq!(p.records.len(), 2);
    assert!(p.records.iter().all(|r| r.presence == Presence::Present));
    assert_eq!(p.medications[0].presence, Presence::Present);
}

#[test]
fn codes_may_stand_in_for_the_name() {
    for code in ["R65.21", "R6521", "r65.21"] {
        let p = clean(&format!(r#"{{"conditions": [{{"codes": [{{"system": "icd-10", "code": "{code}"}}], "status": "absent"}}]}}"#));
        assert_eq!(is(&p, "septic shock"), Some(Presence::Absent));
    }
    let (p, notes) = warned(r#"{"conditions": [{"codes": [{"system": "icd-10", "code": "QQQ"}]}]}"#, &[Code::UnknownCode]);
    assert_eq!(p.records[0].concept.written, "icd-10 QQQ", "kept under the text of its code");
    assert_eq!(notes[0].path.as_deref(), Some("conditions[0].codes[0]"));
    let two = r#"{"conditions": [{"codes": [{"system": "icd-10", "code": "QQQ"}, {"system": "icd-10", "code": "R65.21"}]}]}"#;
    assert_eq!(is(&warned(two, &[Code::UnknownCode]).0, "septic shock"), Some(Presence::Present));
    for bad in [r#"[{"system": "icd-10"}]"#, r#"["R65.21"]"#, r#"{"system": "icd-10", "code": "R65.21"}"#, r#"[{"system": "icd-10", "cod": "x"}]"#] {
        assert!(read(&format!(r#"{{"conditions": [{{"codes": {bad}}}]}}"#)).0.is_none(), "{bad}");
    }
    refused(r#"{"conditions": [{"status": "present"}]}"#, &Shown(Code::WrongType, r#"{"status": "present"}"#, "conditions[0]", "neither", "codes"));
}

#[test]
fn a_code_that_says_more_than_the_name_is_kept_where_the_item_is_there() {
    let item = |name: &str, status: &str| {
        clean(&format!(r#"{{"conditions": [{{"name": "{name}", "status": "{status}", "codes": [{{"system": "icd-10", "code": "R65.21"}}]}}]}}"#))
    };
    assert_eq!(is(&item("sepsis", "present"), "septic shock"), Some(Presence::Present));
    // "No sepsis" with a code of septic shock is still no sepsis, and needs nothing more.
    assert_eq!(item("sepsis", "absent").records.len(), 1);
    // "No pneumonia" does not say that there is no septic shock.
    assert_eq!(is(&item("pneumonia", "absent"), "septic shock"), None);
    // A name that nobody knows says nothing; its code does.
    assert_eq!(is(&item("the usual thing here", "absent"), "septic shock"), Some(Presence::Absent));
}

#[test]
fn findings_answer_yes_or_no_by_name() {
    let p = clean(
        r#"{"findings": {"pregnancy": true, "sepsis": false, "informed consent": null,
            "pneumonia": {"value": false, "from": "2026-11-20T01:00:00Z", "to": "2026-11-20T02:00:00Z"},
            "stroke": {"status": "suspected", "severity": "mild"}}}"#,
    );
    assert_eq!(is(&p, "pregnancy"), Some(Presence::Present));
    assert_eq!(is(&p, "sepsis"), Some(Presence::Absent));
    assert_eq!(is(&p, "informed consent"), None);
    assert_eq!(p.unanswered.len(), 1, "not known is an answer too: it outweighs a complete list");
    assert!(p.records[2].from.is_some() && p.records[2].to.is_some());
    assert_eq!(is(&p, "stroke"), Some(Presence::Suspected));
    for bad in [r#""yes""#, "1", "[]", "{}", r#"{"value": "yes"}"#, r#"{"values": true}"#] {
        assert!(read(&format!(r#"{{"findings": {{"pregnancy": {bad}}}}}"#)).0.is_none(), "{bad}");
    }
}

#[test]
fn words_before_a_name_say_how_it_is_there() {
    let v = Vocabulary::builtin();
    for (name, of, presence) in [
        ("history of stroke", "stroke", Presence::Resolved),
        ("suspected pneumonia", "pneumonia", Presence::Suspected),
        ("prior stroke", "stroke", Presence::Resolved),
        ("s/p CABG", "CABG", Presence::Resolved),
        ("?stroke", "stroke", Presence::Suspected),
        ("severe pneumonia", "pneumonia", Presence::Present),
        ("family history of stroke", "family history of stroke", Presence::Present),
        ("quarrel with the neighbours", "quarrel with the neighbours", Presence::Present),
    ] {
        let p = clean(&format!(r#"{{"conditions": ["{name}"]}}"#));
        assert!(v.same(&p.records[0].concept, &v.concept(of)), "{name}: {:?}", p.records[0]);
        assert_eq!(p.records[0].presence, presence, "{name}");
    }
    assert_eq!(clean(r#"{"conditions": ["severe pneumonia"]}"#).records[0].severity.unwrap().to_string(), "severe");
    // The item's own severity outweighs the name's; a status that says no outweighs its words.
    let p = clean(r#"{"conditions": [{"name": "severe pneumonia", "severity": "mild", "status": "absent"}]}"#);
    assert_eq!((p.records[0].severity.unwrap().to_string().as_str(), p.records[0].presence), ("mild", Presence::Absent));
    assert_eq!(is(&clean(r#"{"findings": {"history of stroke": true}}"#), "stroke"), Some(Presence::Resolved));
    assert_eq!(is(&clean(r#"{"findings": {"history of stroke": false}}"#), "stroke"), Some(Presence::Absent));
}

#[test]
fn a_name_that_denies_is_another_name_and_says_what_would_do() {
    for (item, own, presence) in [
        (r#""no pneumonia""#, "no pneumonia", Presence::Present),
        (r#""without pneumonia""#, "without pneumonia", Presence::Present),
        (r#""absence of pneumonia""#, "absence of pneumonia", Presence::Present),
        (r#""negative for pneumonia""#, "negative for pneumonia", Presence::Present),
        (r#"{"name": "no pneumonia", "status": "absent"}"#, "no pneumonia", Presence::Absent),
        (r#"{"name": "no pneumonia", "status": "resolved"}"#, "no pneumonia", Presence::Resolved),
        (r#"{"name": "no pneumonia", "codes": [{"system": "icd-10", "code": "J18"}]}"#, "no pneumonia", Presence::Present),
    ] {
        let (p, notes) = warned(&format!(r#"{{"conditions": [{item}]}}"#), &[Code::NotAValue]);
        assert_eq!((is(&p, own), is(&p, "pneumonia")), (Some(presence), None), "{item}");
        assert!(notes[0].help.as_deref().unwrap().contains(r#"{"name": "pneumonia", "status": "absent"}"#), "{notes:?}");
    }
    for answer in ["true", "false", r#"{"value": false}"#] {
        let (p, _) = warned(&format!(r#"{{"findings": {{"no pneumonia": {answer}}}}}"#), &[Code::NotAValue]);
        assert_eq!(is(&p, "pneumonia"), None, "{answer}");
    }
}

#[test]
fn absence_of_a_narrower_code_is_not_absence_of_the_wider() {
    let item = |name: &str, code: &str, status: &str| {
        clean(&format!(r#"{{"conditions": [{{{name}"status": "{status}", "codes": [{{"system": "icd-10", "code": "{code}"}}]}}]}}"#))
    };
    assert_eq!(is(&item("", "I71.0", "absent"), "aortic dissection"), Some(Presence::Absent));
    assert_eq!(is(&item("", "I71.02", "present"), "aortic dissection"), Some(Presence::Present));
    let p = item("", "I71.02", "absent");
    assert_eq!((p.records.len(), is(&p, "aortic dissection")), (1, None));
    assert_eq!((p.records[0].concept.written.as_str(), p.records[0].presence), ("icd-10 I71.02", Presence::Absent));
    assert_eq!(is(&item(r#""name": "the usual thing here", "#, "I71.02", "absent"), "aortic dissection"), None);
    assert_eq!(is(&item(r#""name": "aortic dissection", "#, "I71.02", "absent"), "aortic dissection"), Some(Presence::Absent));
}

#[test]
fn a_severity_that_is_not_known_is_left_open() {
    let (p, _) = warned(r#"{"conditions": ["mild to moderate aortic regurgitation"]}"#, &[Code::NotAValue]);
    assert_eq!(p.records[0].severity, None);
    for severity in ["mild to moderate", "awful", "moderate-severe"] {
        let (p, notes) = warned(&format!(r#"{{"conditions": [{{"name": "sepsis", "severity": "{severity}"}}]}}"#), &[Code::NotAValue]);
        assert_eq!((is(&p, "sepsis"), p.records[0].severity), (Some(Presence::Present), None));
        assert!(notes[0].help.as_deref().unwrap().contains("trivial, mild, moderate, severe, critical"), "{notes:?}");
        assert_eq!(notes[0].path.as_deref(), Some("conditions[0].severity"));
        // "No mild to moderate sepsis" does not say that there is none.
        let text = format!(r#"{{"conditions": [{{"name": "sepsis", "severity": "{severity}", "status": "absent"}}]}}"#);
        assert_eq!(is(&warned(&text, &[Code::NotAValue]).0, "sepsis"), None);
        warned(&format!(r#"{{"findings": {{"sepsis": {{"value": true, "severity": "{severity}"}}}}}}"#), &[Code::NotAValue]);
    }
}

#[test]
fn a_misspelt_finding_is_kept_by_its_words_with_a_warning() {
    for text in [r#"{"conditions": ["septic shok"]}"#, r#"{"conditions": [{"name": "septic shok"}]}"#, r#"{"findings": {"septic shok": true}}"#] {
        let (p, notes) = warned(text, &[Code::MisspeltName]);
        assert_eq!(p.records[0].concept.written, "septic shok");
        assert!(notes[0].help.as_deref().unwrap().contains("`septic shock`"));
    }
    warned(r#"{"medications": ["norepinephrin"]}"#, &[Code::MisspeltName]);
}

#[test]
fn rates_and_doses_have_units() {
    for (field, code) in [
        (r#""rate": "0.4 ug/kg/min""#, None),
        (r#""rate": {"value": 0.4, "unit": "ug/kg/min"}"#, None),
        (r#""rate": "5 units/h""#, None),
        (r#""dose": "500 mg""#, None),
        (r#""rate": 0.4"#, Some(Code::MissingUnit)),
        (r#""rate": "0.4""#, Some(Code::MissingUnit)),
        (r#""rate": "0.4 mmHg""#, Some(Code::MisfittingUnit)),
        (r#""rate": "0.4 ug/kg""#, Some(Code::MisfittingUnit)),
        (r#""rate": "-0.4 ug/kg/min""#, Some(Code::ImplausibleValue)),
        (r#""rate": "some""#, Some(Code::NotAValue)),
        (r#""rate": {"value": null}"#, Some(Code::NotAValue)),
    ] {
        let codes: Vec<Code> = code.into_iter().collect();
        let (p, _) = warned(&format!(r#"{{"medications": [{{"name": "norepinephrine", {field}}}]}}"#), &codes);
        assert_eq!(matches!(p.medications[0].rate, Some(Datum::Good(_))), codes.is_empty(), "{field}");
    }
}

#[test]
fn what_ends_when_it_begins_never_ran() {
    let med =
        |field: &str, from: &str, to: &str| format!(r#"{{"medications": [{{"name": "norepinephrine", {field}, "from": "{from}", "to": "{to}"}}]}}"#);
    let (two, three) = ("2026-11-20T02:00:00Z", "2026-11-20T03:00:00Z");
    let rate = r#""rate": "0.1 ug/kg/min""#;
    assert!(!clean(&med(rate, two, three)).medications[0].never_ran());
    for (from, to) in [(two, two), (three, two), ("2026-11-20", "2026-11-19")] {
        let (p, notes) = warned(&med(rate, from, to), &[Code::EmptySpan]);
        assert!(p.medications[0].never_ran());
        assert_eq!(notes[0].path.as_deref(), Some("medications[0].to"));
    }
    // A whole day is long enough; a single dose takes no time.
    assert!(!clean(&med(rate, "2026-11-20", "2026-11-20")).medications[0].never_ran());
    assert!(!clean(&med(r#""dose": "10 mg""#, two, two)).medications[0].never_ran());
    // An event has no duration, but nothing ends before it begins.
    let event = |to: &str| format!(r#"{{"procedures": [{{"name": "VA-ECMO", "from": "{three}", "to": "{to}"}}]}}"#);
    assert!(!clean(&event(three)).records[0].never_was());
    assert!(warned(&event(two), &[Code::EmptySpan]).0.records[0].never_was());
}

#[test]
fn two_values_at_one_instant_are_a_conflict_reported_once() {
    let at = r#""at": "2026-11-20T09:00:00Z""#;
    let obs = |items: &[&str]| format!(r#"{{"as_of": "2026-11-20T09:00:00Z", "observations": [{}]}}"#, items.join(","));
    let lactate = |value: &str| format!(r#"{{"of": "lactate", {value}, {at}}}"#);
    let [a, b, c] = [r#""value": 6, "unit": "mmol/L""#, r#""value": 5, "unit": "mmol/L""#, r#""value": "4 mmol/L""#].map(lactate);
    let (_, notes) = warned(&obs(&[&a, &b]), &[Code::Conflict]);
    assert_eq!(notes[0].path.as_deref(), Some("observations[1]"));
    assert!(notes[0].message.contains("6 mmol/L (observations[0])") && notes[0].message.contains("5 mmol/L (observations[1])"), "{notes:?}");
    warned(&obs(&[&a, &b, &c, &a]), &[Code::Conflict]);
    // The same value twice, also in other units, is none; nor are two at other times.
    clean(&obs(&[&a, &a]));
    clean(&obs(&[&a, &lactate(r#""value": "6000 umol/L""#)]));
    clean(&obs(&[&a, r#"{"of": "lactate", "value": "5 mmol/L", "at": "2026-11-20T09:01:00Z"}"#]));
    let day = |value: &str| format!(r#"{{"of": "lactate", "value": "{value} mmol/L", "at": "2026-11-20"}}"#);
    clean(&obs(&[&day("5"), &day("6")]));
    // A synonym is the same measure; a value without a time is one of the moment.
    let map = format!(r#"{{"of": "mean arterial pressure", "value": "70 mmHg", {at}}}"#);
    warned(&obs(&[r#"{"of": "MAP", "value": "60 mmHg"}"#, &map]), &[Code::Conflict]);
    // A doubtful value contradicts nothing.
    warned(&obs(&[&a, &lactate(r#""value": 5"#)]), &[Code::MissingUnit]);
}

#[test]
fn present_and_absent_at_once_is_a_conflict_reported_once() {
    let when = |status: &str, from: &str, to: &str| {
        format!(r#"{{"name": "sepsis", "status": "{status}", "from": "2026-11-{from}T00:00:00Z", "to": "2026-11-{to}T00:00:00Z"}}"#)
    };
    let conditions = |items: &[String]| format!(r#"{{"as_of": "2026-11-20T09:00:00Z", "conditions": [{}]}}"#, items.join(","));
    warned(&conditions(&[when("present", "01", "05"), when("absent", "04", "08")]), &[Code::Conflict]);
    clean(&conditions(&[when("present", "01", "05"), when("absent", "05", "08")]));
    clean(&conditions(&[when("absent", "05", "08"), when("present", "01", "05"), when("present", "09", "10")]));
    let nested = [when("absent", "01", "02"), when("absent", "06", "20"), when("absent", "07", "08"), when("present", "12", "13")];
    warned(&conditions(&nested), &[Code::Conflict]);
    let (_, notes) = warned(r#"{"conditions": ["sepsis"], "findings": {"sepsis": false}}"#, &[Code::Conflict]);
    assert!(notes[0].message.contains("conditions[0]") && notes[0].message.contains("findings.sepsis"), "{notes:?}");
    // The wider being absent, the narrower is too; the other way round there is no contradiction.
    warned(r#"{"conditions": ["septic shock"], "findings": {"sepsis": false}}"#, &[Code::Conflict]);
    clean(r#"{"conditions": ["sepsis"], "findings": {"septic shock": false}}"#);
    clean(r#"{"conditions": [{"name": "sepsis", "status": "suspected"}], "findings": {"sepsis": false}}"#);
    // What was done stays done.
    warned(
        r#"{"as_of": "2026-11-20T09:00:00Z", "procedures": [{"name": "VA-ECMO", "from": "2026-11-01", "to": "2026-11-02"}], "findings": {"VA-ECMO": false}}"#,
        &[Code::Conflict],
    );
    warned(r#"{"sex": "female", "findings": {"male": true, "female": true}}"#, &[Code::Conflict]);
    warned(r#"{"medications": ["norepinephrine"], "findings": {"norepinephrine": false}}"#, &[Code::Conflict]);
    // Repeating a contradiction does not multiply the warning.
    warned(r#"{"conditions": ["sepsis", "sepsis", "sepsis"], "findings": {"sepsis": false}}"#, &[Code::Conflict]);
}

#[test]
fn a_sex_that_is_neither_leaves_both_unanswered() {
    assert_eq!(is(&clean(r#"{"sex": "Male"}"#), "male"), Some(Presence::Present));
    assert_eq!(is(&clean(r#"{"sex": "F"}"#), "female"), Some(Presence::Present));
    for sex in ["unknown", "other"] {
        assert!(clean(&format!(r#"{{"sex": "{sex}"}}"#)).records.is_empty());
    }
    refused(r#"{"sex": "femal"}"#, &Shown(Code::WrongType, r#""femal""#, "sex", "not known", "did you mean `female`"));
}

#[test]
fn broken_structure_is_refused_with_its_place() {
    for (text, shown) in [
        ("[]", Shown(Code::WrongType, "[]", "", "a profile cannot be a list", "an object such as")),
        ("\"P1\"", Shown(Code::WrongType, "\"P1\"", "", "a profile cannot be the text \"P1\"", "an object such as")),
        ("null", Shown(Code::WrongType, "null", "", "a profile cannot be null", "an object such as")),
        ("", Shown(Code::NotJson, "", "", "empty", "one JSON object")),
        (r#"{"id": "P1", "age": "#, Shown(Code::NotJson, "", "", "cut short", "whole file")),
        (r#"{"age": NaN}"#, Shown(Code::NotJson, "NaN", "", "`NaN` is not a number", "leave the value out")),
        (r#"{"lab": {}}"#, Shown(Code::UnknownField, "\"lab\"", "lab", "no field `lab`", "did you mean `labs`? known here: id, age")),
        (r#"{"zebra": {}}"#, Shown(Code::UnknownField, "\"zebra\"", "zebra", "no field `zebra`", "known here: id, age")),
        (
            r#"{"observations": [{"of": "lactate", "vlaue": 1, "value": "6 mmol/L"}]}"#,
            Shown(Code::UnknownField, "\"vlaue\"", "observations[0].vlaue", "no field", "did you mean `value`"),
        ),
        (r#"{"age": 64, "age": 46}"#, Shown(Code::DuplicateKey, "\"age\"", "age", "first at 1:2", "keep the one")),
        (
            r#"{"conditions": [{"name": "sepsis", "name": "flu"}]}"#,
            Shown(Code::DuplicateKey, "\"name\"", "conditions[0].name", "stands twice", "keep the one"),
        ),
        (r#"{"labs": []}"#, Shown(Code::WrongType, "[]", "labs", "`labs` cannot be a list", "an object such as")),
        (r#"{"labs": {"lactate": true}}"#, Shown(Code::WrongType, "true", "labs.lactate", "cannot be true", "a number, or a text")),
        (r#"{"observations": {}}"#, Shown(Code::WrongType, "{}", "observations", "cannot be an object", "a list such as")),
        (r#"{"observations": [5]}"#, Shown(Code::WrongType, "5", "observations[0]", "cannot be the number 5", "an object such as")),
        (r#"{"observations": [{"value": 5}]}"#, Shown(Code::WrongType, r#"{"value": 5}"#, "observations[0]", "without `of`", "name the measure")),
        (r#"{"observations": [{"of": "VIS"}]}"#, Shown(Code::WrongType, r#"{"of": "VIS"}"#, "observations[0]", "value is missing", "\"value\"")),
        (r#"{"conditions": [""]}"#, Shown(Code::WrongType, "\"\"", "conditions[0]", "cannot be", "a name such as")),
        (r#"{"conditions": [{"name": "flu", "severity": 3}]}"#, Shown(Code::WrongType, "3", "conditions[0].severity", "", "severe")),
        (r#"{"complete": "conditions"}"#, Shown(Code::WrongType, "\"conditions\"", "complete", "cannot be the text", "a list of")),
        (r#"{"complete": ["condition"]}"#, Shown(Code::WrongType, "\"condition\"", "complete[0]", "not known here", "did you mean `conditions`")),
        (r#"{"id": true}"#, Shown(Code::WrongType, "true", "id", "cannot be true", "P-0001")),
    ] {
        refused(text, &shown);
    }
    let deep = format!(r#"{{"id": {}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    refused(&deep, &Shown(Code::TooDeep, "[", "", "nested deeper than 64", "six"));
}

#[test]
fn several_mistakes_are_reported_at_once_in_the_order_of_the_file() {
    let text = r#"{"age": -1, "labs": {"lactate": true}, "zebra": 1, "conditions": [{"nam": "x"}], "as_of": "2026-11-20T10:00:00"}"#;
    let codes: Vec<Code> = read(text).1.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::ImpossibleAge, Code::WrongType, Code::UnknownField, Code::WrongType, Code::UnknownField, Code::ImpossibleDate]);
}

#[test]
fn every_mistake_of_the_catalog_is_found_in_its_bad_example_only() {
    for row in CATALOG.iter().filter(|row| row.subject == Subject::Profile) {
        let (profile, notes) = read(row.bad);
        let found = notes.iter().find(|d| d.code == row.code).unwrap_or_else(|| panic!("{}: {notes:#?}", row.name));
        assert_eq!(found.level, row.level, "{}", row.name);
        assert_eq!(profile.is_none(), row.level == Level::Error, "{}", row.name);
        assert!(found.span.is_some() && found.help.is_some(), "{}", row.name);
        clean(row.good);
    }
}

/// Real stays beside the repository, where there are any.
fn stays() -> Vec<String> {
    let Ok(folder) = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/patients/icu"))
        .or_else(|_| std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/patients/icu")))
    else {
        return Vec::new();
    };
    let mut files: Vec<_> = folder.filter_map(Result::ok).map(|f| f.path()).filter(|p| p.extension().is_some_and(|e| e == "json")).collect();
    files.sort();
    files.iter().map(|f| std::fs::read_to_string(f).unwrap()).collect()
}

#[test]
fn real_intensive_care_stays_are_read_without_error() {
    let stays = stays();
    let mut all = Vec::new();
    for text in &stays {
        let (profile, notes) = read(text);
        let errors: Vec<_> = notes.iter().filter(|d| d.is_error()).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", &text[..60]);
        assert!(!profile.unwrap().observations.is_empty());
        for note in &notes {
            assert!(note.span.is_some_and(|s| !s.is_empty() && s.end <= text.len()) && note.path.is_some(), "{note:?}");
        }
        all.extend(notes);
    }
    let count = |code| all.iter().filter(|d| d.code == code).count();
    if !stays.is_empty() {
        assert!(count(Code::Conflict) >= 100, "the stays hold hundreds of conflicting values: {}", count(Code::Conflict));
        assert!(count(Code::EmptySpan) > 0, "and infusions that end when they begin");
        assert!(all.iter().any(|d| d.code == Code::ImplausibleValue && d.message.contains("-27")), "and a MAP of -27");
    }
}

/// The profile of the SPEC, cut and changed at random.
fn mutated() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(String::new()),
        Just("{".to_owned()),
        Just("]".to_owned()),
        Just("\"".to_owned()),
        Just("null".to_owned()),
        Just("-1e999".to_owned()),
        Just("\\u0000".to_owned()),
        Just("é≥".to_owned()),
        Just("2026-13-45".to_owned()),
        Just("[[[[".to_owned()),
        "\\PC{0,6}",
    ];
    (0..SPEC.len(), 0usize..12, piece).prop_map(|(start, length, piece)| {
        let end = (start + length).min(SPEC.len());
        format!("{}{piece}{}", &SPEC[..start], &SPEC[end..])
    })
}

fn sound(text: &str) {
    let (profile, notes) = read(text);
    assert_eq!(profile.is_none(), notes.iter().any(Diagnostic::is_error), "{text}");
    for note in &notes {
        let span = note.span.unwrap();
        assert!(text.get(span.start..span.end).is_some(), "{span:?} does not fit {text}");
    }
    assert_eq!(read(text), (profile, notes), "the same text is read the same");
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC*") {
        sound(&text);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        sound(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_change_of_a_profile_makes_the_reader_panic(text in mutated()) {
        sound(&text);
    }

    #[test]
    fn a_profile_cut_short_is_never_read(end in 0..SPEC.len() - 1) {
        let (profile, notes) = read(&SPEC[..end]);
        prop_assert!(profile.is_none());
        prop_assert!(notes.iter().any(|d| d.code == Code::NotJson));
    }

    #[test]
    fn numbers_keep_their_digits(whole in 0u32..1000, digits in "[0-9]{1,12}") {
        let text = format!("{whole}.{digits}");
        let p = read(&format!(r#"{{"labs": {{"VIS": {text}}}}}"#)).0.unwrap();
        prop_assert_eq!(number(&p, 0).0, text);
    }

    #[test]
    fn order_of_keys_changes_nothing_that_is_read(seed in any::<u64>()) {
        let mut pieces = [
            r#""id": "P1""#,
            r#""age": 64"#,
            r#""as_of": "2026-11-20T10:00:00+08:00""#,
            r#""conditions": [{"from": "2026-11-19", "name": "sepsis"}]"#,
            r#""labs": {"VIS": 3}"#,
        ];
        let straight = read(&format!("{{{}}}", pieces.join(", "))).0;
        let mut state = seed;
        for i in (1..pieces.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            pieces.swap(i, (state >> 33) as usize % (i + 1));
        }
        prop_assert_eq!(read(&format!("{{{}}}", pieces.join(", "))).0, straight);
    }
}
