//! Every computed measure: its worked examples, its names and units, and the laws that hold for
//! all of them.

#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use trialsieve::quantity::{Decimal, Unit, parse_decimal};
use trialsieve::vocabulary::Vocabulary;
use trialsieve::vocabulary::derived::{Computed, Derived, Input, Inputs, Missing, Source, all_derived, derived_for};

#[test]
fn worked_examples() {
    for derived in all_derived() {
        assert!(!derived.examples.is_empty(), "{} has no example", derived.of);
        for example in derived.examples {
            assert_eq!(example.inputs.len(), derived.inputs.len(), "{}: {}", derived.of, example.source);
            let computed = run(derived, &numbers(example.inputs));
            assert_eq!(shown(computed, example.result), example.result, "{}: {}", derived.of, example.source);
        }
    }
}

#[test]
fn every_input_of_an_example_is_needed_unless_the_descriptor_says_otherwise() {
    for derived in all_derived() {
        for example in derived.examples {
            let whole = numbers(example.inputs);
            for (place, input) in derived.inputs.iter().enumerate().filter(|(place, _)| whole[*place].is_some()) {
                let mut part = whole.clone();
                part[place] = None;
                if matches!(run(derived, &part), Computed::Value(_)) {
                    assert!(derived.may_spare.contains(&input.name), "{} has a value without {}", derived.of, input.name);
                }
            }
        }
        for name in derived.may_spare {
            assert!(derived.inputs.iter().any(|i| i.name == *name), "{} may spare {name}, which is no input", derived.of);
        }
    }
}

#[test]
fn descriptors_say_everything() {
    for derived in all_derived() {
        for text in [derived.formula, derived.source, derived.unknown_when] {
            assert!(text.len() > 5, "{}: `{text}`", derived.of);
            assert!(!text.contains('\n'), "{}: `{text}`", derived.of);
        }
        assert!(derived.unknown_when.ends_with('.'), "{}", derived.of);
        assert!(derived_for(derived.of).is_some_and(|d| std::ptr::eq(d, derived)), "{} stands twice", derived.of);
    }
    let names: Vec<String> = all_derived().map(|d| d.of.to_lowercase()).collect();
    assert!(names.is_sorted(), "{names:?}");
}

#[test]
fn every_measure_that_the_issue_names_is_there() {
    let names = "mean arterial pressure; VIS; norepinephrine equivalent; PaO2/FiO2; shock index; BMI; BSA; cardiac index; eGFR; \
        creatinine clearance; blood urea nitrogen; urea; QTcF; corrected calcium; anion gap; SOFA; SOFA respiration; \
        SOFA coagulation; SOFA liver; SOFA cardiovascular; SOFA nervous system; SOFA renal; \
        Marshall multiple organ dysfunction score; APPS; qSOFA; NEWS2; MELD; MELD-Na; MELD 3.0; Child-Pugh";
    for name in names.split("; ") {
        assert!(derived_for(name).is_some(), "{name}");
    }
    assert!(derived_for("age").is_none(), "age is counted by the calendar, elsewhere");
}

#[test]
fn names_are_rows_of_the_vocabulary_and_units_fit_them() {
    let mut wrong = Vec::new();
    for derived in all_derived() {
        for input in derived.inputs {
            Unit::parse(input.unit).unwrap();
            assert_eq!(source_name(input), input.name, "{}: needs merge by name", derived.of);
            match input.source {
                Source::Finding(name) | Source::DrugRate(name) => wrong.extend(no_finding(name)),
                Source::Measure(name) | Source::WorstIn24h(name, _) => wrong.extend(misfit(name, input.unit)),
            }
        }
        Unit::parse(derived.unit).unwrap();
        wrong.extend(misfit(derived.of, derived.unit));
        let row = Vocabulary::builtin().measure_named(derived.of).and_then(|id| Vocabulary::builtin().measure(id));
        if row.is_some_and(|m| !m.derived) {
            wrong.push(format!("`{}` has not the flag `derived`", derived.of));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn no_finding(name: &str) -> Option<String> {
    let vocabulary = Vocabulary::builtin();
    let row = vocabulary.finding_named(name).and_then(|id| vocabulary.finding(id));
    row.is_none_or(|f| f.name != name).then(|| format!("no finding `{name}`"))
}

fn misfit(name: &str, unit: &str) -> Option<String> {
    let vocabulary = Vocabulary::builtin();
    let row = vocabulary.measure_named(name).and_then(|id| vocabulary.measure(id)).filter(|m| m.name == name);
    let Some(row) = row else { return Some(format!("no measure `{name}`")) };
    let fits = row.canonical_unit().aligned(&Unit::parse(unit).unwrap(), row.substance()).is_ok();
    (!fits).then(|| format!("{name} is in {}, the formula has it in {unit}", row.unit))
}

/// A resolver that follows inputs must end: only urea and its nitrogen lead back to themselves.
#[test]
fn only_urea_and_its_nitrogen_are_computed_from_each_other() {
    fn reaches(from: &Derived, to: &str, depth: usize) -> bool {
        depth > 0 && from.inputs.iter().filter_map(|i| derived_for(source_name(i))).any(|d| d.of == to || reaches(d, to, depth - 1))
    }
    let cyclic: Vec<&str> = all_derived().filter(|d| reaches(d, d.of, 6)).map(|d| d.of).collect();
    assert_eq!(cyclic, ["blood urea nitrogen", "urea"]);
}

#[test]
fn without_any_input_everything_is_unknown() {
    for derived in all_derived() {
        let nothing = vec![None; derived.inputs.len()];
        assert_eq!(run(derived, &nothing), Computed::Unknown(Missing::Input), "{}", derived.of);
    }
}

#[test]
fn formulas_do_not_apply_outside_their_population() {
    let cases: [(&str, &[Option<&str>]); 9] = [
        ("eGFR", &[Some("1"), Some("17"), Some("1")]),
        ("eGFR", &[None, Some("17"), None]),
        ("eGFR", &[Some("0"), Some("50"), Some("0")]),
        ("creatinine clearance", &[Some("17"), Some("50"), Some("1"), Some("0")]),
        ("mean arterial pressure", &[Some("80"), Some("120")]),
        ("PaO2/FiO2", &[Some("80"), Some("0")]),
        ("shock index", &[Some("80"), Some("0")]),
        ("BMI", &[Some("80"), Some("0")]),
        ("QTcF", &[Some("400"), Some("0")]),
    ];
    for (name, inputs) in cases {
        assert_eq!(computed(name, inputs), Computed::Unknown(Missing::NotApplicable), "{name} {inputs:?}");
    }
    assert!(matches!(computed("eGFR", &[Some("1"), Some("18"), Some("1")]), Computed::Value(_)));
}

#[test]
fn points_change_exactly_at_the_published_bounds() {
    for (name, inputs, points) in BANDS {
        let derived = all_derived().find(|d| d.of == *name || (*name == "Marshall" && d.of.starts_with(name))).unwrap();
        for (value, score) in points.split(", ").filter_map(|p| p.split_once(' ')) {
            let inputs: Vec<Option<&str>> = inputs.split(' ').map(|i| Some(if i == "_" { value } else { i })).collect();
            assert_eq!(run(derived, &numbers(&inputs)).to_string(), score, "{name}: {inputs:?}");
        }
    }
}

/// The bands as the papers print them, at both sides of every bound: the measure, its inputs with
/// a gap for one, and pairs of that input's value and the score.
const BANDS: &[(&str, &str, &str)] = &[
    ("SOFA respiration", "_ 1", "400 0, 399.9 1, 300 1, 299.9 2, 200 2, 199.9 3, 100 3, 99.9 4"),
    ("SOFA respiration", "_ 0", "300 1, 299 2, 150 2, 60 2"),
    ("SOFA coagulation", "_", "150 0, 149 1, 100 1, 99 2, 50 2, 49 3, 20 3, 19 4"),
    ("SOFA liver", "_", "1.1 0, 1.2 1, 1.9 1, 2.0 2, 5.9 2, 6.0 3, 11.9 3, 12.1 4"),
    ("SOFA cardiovascular", "_ 0 0 0 0", "70 0, 69.9 1"),
    ("SOFA cardiovascular", "80 _ 0 0 0", "0 0, 0.1 2, 5 2, 5.1 3, 15 3, 15.1 4"),
    ("SOFA cardiovascular", "80 0 0 _ 0", "0 0, 0.01 3, 0.1 3, 0.101 4"),
    ("SOFA nervous system", "_", "15 0, 14 1, 13 1, 12 2, 10 2, 9 3, 6 3, 5 4"),
    ("SOFA renal", "_ 2000", "1.1 0, 1.2 1, 1.9 1, 2.0 2, 3.4 2, 3.5 3, 4.9 3, 5.1 4"),
    ("SOFA renal", "1 _", "500 0, 499 3, 200 3, 199 4"),
    ("qSOFA", "_ 120 15", "21 0, 22 1"),
    ("NEWS2", "_ 98 0 120 70 15 37", "8 3, 9 1, 11 1, 12 0, 20 0, 21 2, 24 2, 25 3"),
    ("NEWS2", "16 _ 0 120 70 15 37", "91 3, 92 2, 93 2, 94 1, 95 1, 96 0"),
    ("NEWS2", "16 98 0 _ 70 15 37", "90 3, 91 2, 100 2, 101 1, 110 1, 111 0, 219 0, 220 3"),
    ("NEWS2", "16 98 0 120 _ 15 37", "40 3, 41 1, 50 1, 51 0, 90 0, 91 1, 110 1, 111 2, 130 2, 131 3"),
    ("NEWS2", "16 98 0 120 70 15 _", "35.0 3, 35.1 1, 36.0 1, 36.1 0, 38.0 0, 38.1 1, 39.0 1, 39.1 2, 38.04 0"),
    ("qSOFA", "10 _ 15", "100 1, 101 0"),
    ("qSOFA", "10 120 _", "14 1, 15 0"),
    ("NEWS2", "16 98 _ 120 70 15 37", "0 0, 1 2"),
    ("NEWS2", "16 98 0 120 70 _ 37", "15 0, 14 3"),
    ("APPS", "_ 200 20", "46 3, 47 4, 66 4, 67 5"),
    ("APPS", "30 _ 20", "159 3, 158 4, 105 4, 104 5"),
    ("APPS", "30 200 _", "26.9 3, 27 4, 30 4, 30.1 5"),
    ("Child-Pugh", "_ 4 1 0 0", "1.9 5, 2 6, 3 6, 3.1 7"),
    ("Child-Pugh", "1 _ 1 0 0", "3.6 5, 3.5 6, 2.8 6, 2.7 7"),
    ("Child-Pugh", "1 4 _ 0 0", "1.6 5, 1.7 6, 2.3 6, 2.4 7"),
    ("Marshall", "_ 80 15 80 5 80 200 15", "301 0, 300 1, 226 1, 225 2, 151 2, 150 3, 76 3, 75 4"),
    ("Marshall", "400 _ 15 80 5 80 200 15", "100 0, 101 1, 200 1, 201 2, 350 2, 351 3, 500 3, 501 4"),
    ("Marshall", "400 80 _ 80 5 80 200 15", "20 0, 21 1, 60 1, 61 2, 120 2, 121 3, 240 3, 241 4"),
    ("Marshall", "400 80 15 80 5 80 _ 15", "121 0, 120 1, 81 1, 80 2, 51 2, 50 3, 21 3, 20 4"),
    ("Marshall", "400 80 15 80 5 80 200 _", "15 0, 14 1, 13 1, 12 2, 10 2, 9 3, 7 3, 6 4"),
    // 80 beats at 80 mmHg: the pressure-adjusted rate is the central venous pressure.
    ("Marshall", "400 80 15 80 _ 80 200 15", "10 0, 10.1 1, 15 1, 15.1 2, 20 2, 20.1 3, 30 3, 30.1 4"),
];

#[test]
fn urea_and_its_nitrogen_are_the_same_amount_of_substance() {
    // 28.01 mg/dL of nitrogen and 60.06 mg/dL of urea are both 10 mmol/L.
    assert_eq!(computed("urea", &[Some("28.01")]).to_string(), "60.06");
    assert_eq!(computed("blood urea nitrogen", &[Some("60.06")]).to_string(), "28.01");
}

#[test]
fn bounds_of_an_organ_narrow_the_bounds_of_the_whole() {
    let organs = [None, Some(Decimal::ONE), None, Some(Decimal::from(4)), Some(Decimal::ZERO), Some(Decimal::ZERO)];
    let sofa = derived_for("SOFA").unwrap();
    assert_eq!((sofa.compute)(&Inputs::new(&organs)).to_string(), "5 to 13");
    let mut bounds = [(None, None); 6];
    bounds[0] = (Some(Decimal::from(2)), Some(Decimal::from(3)));
    assert_eq!((sofa.compute)(&Inputs::with_bounds(&organs, &bounds)).to_string(), "7 to 12");
}

#[test]
fn a_drug_of_which_one_infusion_has_no_rate_still_adds_the_other() {
    let vis = derived_for("VIS").unwrap();
    let mut bounds = [(None, None); 6];
    bounds[5] = (Some(Decimal::ONE), None);
    assert_eq!((vis.compute)(&Inputs::with_bounds(&[None; 6], &bounds)).to_string(), ">= 100");
}

#[test]
fn unknown_dialysis_lets_meld_lie_between_without_and_with() {
    for (name, rest) in [("MELD", vec![]), ("MELD-Na", vec!["130"]), ("MELD 3.0", vec!["130", "2.8", "1"])] {
        let score = |dialysis| {
            let mut inputs = vec![Some("2.5"), Some("1.6"), Some("1.8"), dialysis];
            inputs.extend(rest.iter().copied().map(Some));
            computed(name, &inputs)
        };
        let (Computed::Value(without), Computed::Value(with)) = (score(Some("0")), score(Some("1"))) else { panic!("{name}") };
        assert!(without < with, "{name}");
        assert_eq!(score(None), Computed::Between(Some(without), Some(with)), "{name}");
    }
}

#[test]
fn a_creatinine_at_the_cap_makes_dialysis_indifferent() {
    assert_eq!(computed("MELD", &[Some("2"), Some("1.5"), Some("4"), None]).to_string(), "27");
    assert_eq!(computed("MELD", &[Some("2"), Some("1.5"), Some("9"), Some("0")]).to_string(), "27");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// To know less never changes an answer: what was computed without an input holds with it.
    #[test]
    fn what_is_computed_without_an_input_holds_with_it(place in 0..all_derived().count(), seeds: [(u32, u8, bool); 8]) {
        let derived = all_derived().nth(place).unwrap();
        let whole: Vec<Option<Decimal>> = derived.inputs.iter().zip(seeds).map(|(i, s)| Some(value_for(i, s.0, s.1))).collect();
        let part: Vec<Option<Decimal>> = whole.iter().zip(seeds).map(|(v, s)| v.filter(|_| s.2)).collect();
        let (all, some) = (run(derived, &whole), run(derived, &part));
        prop_assert!(holds_in(all, some), "{}: {all} of {whole:?}, but {some} of {part:?}", derived.of);
        if matches!(some, Computed::Value(_)) {
            for (input, _) in derived.inputs.iter().zip(&part).filter(|(_, v)| v.is_none()) {
                prop_assert!(derived.may_spare.contains(&input.name), "{} has a value without {}", derived.of, input.name);
            }
        }
    }

    #[test]
    fn no_input_panics(place in 0..all_derived().count(), raw: [Option<(u32, u32, u32, bool, u8)>; 8]) {
        let derived = all_derived().nth(place).unwrap();
        let wild = |(low, mid, high, negative, scale): (u32, u32, u32, bool, u8)| Decimal::from_parts(low, mid, high, negative, u32::from(scale % 29));
        let inputs: Vec<Option<Decimal>> = raw.iter().take(derived.inputs.len()).map(|v| v.map(wild)).collect();
        let first = run(derived, &inputs);
        prop_assert_eq!(first, run(derived, &inputs));
    }

    #[test]
    fn vis_rises_with_every_dose(doses: [u16; 6], place in 0usize..6, more in 1u16..) {
        let doses = doses.map(|d| Decimal::new(i64::from(d), 3));
        let mut higher = doses;
        higher[place] += Decimal::new(i64::from(more), 3);
        let (Computed::Value(a), Computed::Value(b)) = (vis(doses), vis(higher)) else { panic!("a value was expected") };
        prop_assert!(b > a);
    }

    #[test]
    fn sofa_bounds_contain_the_true_score_whatever_is_missing(organs in prop::array::uniform6(0u8..=4), known: [bool; 6]) {
        let truth = Decimal::from(organs.iter().map(|o| u32::from(*o)).sum::<u32>());
        let inputs: Vec<Option<Decimal>> = organs.iter().zip(known).map(|(o, k)| k.then(|| Decimal::from(*o))).collect();
        let missing = Decimal::from(known.iter().filter(|k| !**k).count());
        match run(derived_for("SOFA").unwrap(), &inputs) {
            Computed::Value(v) => prop_assert!(missing.is_zero() && v == truth),
            Computed::Between(Some(low), Some(high)) => {
                prop_assert!(low <= truth && truth <= high);
                prop_assert_eq!(high - low, missing * Decimal::from(4));
            }
            other => prop_assert!(known == [false; 6], "{other}"),
        }
    }

    #[test]
    fn mean_pressure_lies_between_diastolic_and_systolic(diastolic in 1u16..200, pulse in 0u16..200) {
        let (low, high) = (Decimal::from(diastolic), Decimal::from(diastolic) + Decimal::from(pulse));
        let Computed::Value(mean) = run(derived_for("mean arterial pressure").unwrap(), &[Some(high), Some(low)]) else { panic!() };
        prop_assert!(low <= mean && mean <= high);
    }

    #[test]
    fn filtration_falls_with_creatinine_and_age(creatinine in 1u16..300, more in 1u16..100, age in 18u16..100, female: bool) {
        let egfr = |creatinine: u16, age: u16| {
            let inputs = [Some(Decimal::new(i64::from(creatinine), 1)), Some(Decimal::from(age)), Some(Decimal::from(u8::from(female)))];
            match run(derived_for("eGFR").unwrap(), &inputs) {
                Computed::Value(v) => v,
                other => panic!("{other}"),
            }
        };
        prop_assert!(egfr(creatinine, age) > egfr(creatinine + more, age));
        prop_assert!(egfr(creatinine, age) > egfr(creatinine, age + more));
    }
}

fn vis(doses: [Decimal; 6]) -> Computed {
    run(derived_for("VIS").unwrap(), &doses.map(Some))
}

/// A value such as the input could have: findings are there or not, drugs run or do not, and
/// measures lie anywhere from tenths to hundreds, within their scale.
fn value_for(input: &Input, seed: u32, size: u8) -> Decimal {
    let seed = i64::from(seed);
    match (input.source, size % 4) {
        (Source::Finding(_), _) => Decimal::from(seed % 2),
        (Source::Measure(name), _) if name.starts_with("SOFA ") => Decimal::from(seed % 5),
        (Source::DrugRate(_), 0) => Decimal::ZERO,
        (Source::DrugRate(_), 1) => Decimal::new(seed % 30, 2),
        (_, 0) => Decimal::from(1 + seed % 20),
        (_, 1) => Decimal::new(1 + seed % 100, 1),
        (_, 2) => Decimal::from(1 + seed % 150),
        _ => Decimal::new(1 + seed % 6000, 1),
    }
}

/// Whether everything that `narrow` leaves possible is possible in `wide`.
fn holds_in(narrow: Computed, wide: Computed) -> bool {
    let ends = |c| match c {
        Computed::Value(v) => Some((Some(v), Some(v))),
        Computed::Between(low, high) => Some((low, high)),
        Computed::Unknown(_) => None,
    };
    match (ends(narrow), ends(wide), wide) {
        (_, None, Computed::Unknown(Missing::Input)) => true,
        (None, None, _) => narrow == wide,
        (Some(narrow), Some(wide), _) => {
            wide.0.is_none_or(|w| narrow.0.is_some_and(|n| n >= w)) && wide.1.is_none_or(|w| narrow.1.is_some_and(|n| n <= w))
        }
        _ => false,
    }
}

fn source_name(input: &Input) -> &'static str {
    match input.source {
        Source::Measure(name) | Source::DrugRate(name) | Source::Finding(name) | Source::WorstIn24h(name, _) => name,
    }
}

fn computed(name: &str, inputs: &[Option<&str>]) -> Computed {
    run(derived_for(name).unwrap(), &numbers(inputs))
}

fn run(derived: &Derived, inputs: &[Option<Decimal>]) -> Computed {
    (derived.compute)(&Inputs::new(inputs))
}

fn numbers(texts: &[Option<&str>]) -> Vec<Option<Decimal>> {
    texts.iter().map(|t| t.map(|t| parse_decimal(t).unwrap())).collect()
}

/// As text, rounded to the places of what is expected.
fn shown(computed: Computed, expected: &str) -> String {
    match computed {
        Computed::Value(value) => {
            let places = expected.split_once('.').map_or(0, |(_, p)| p.len());
            value.round_dp(u32::try_from(places).unwrap()).normalize().to_string()
        }
        other => other.to_string(),
    }
}
