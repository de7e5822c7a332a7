//! Sequential (sepsis-related) organ failure assessment and its six organs.
//!
//! Each organ has 0 to 4 points. The scores are of the moment, from the values that hold at it;
//! the paper scores the worst values of a day, so that the highest over a day is asked for with
//! `take: highest, within: 24 h`. Where the paper's bands leave a gap (creatinine of exactly
//! 5.0 mg/dL, bilirubin of 11.95) they reach up to the next band's lower bound.

use super::arithmetic::dec;
use super::formula::{Computed, Derived, Example, Input, Inputs};
use super::points::{Points, below, up_to, weighted_sum};
use crate::quantity::Decimal;

const SOURCE: &str = "Vincent JL et al. Intensive Care Med 1996;22:707-710";
const SCALE: (u32, u32) = (0, 4);

/// The sum of the six organs. A missing organ leaves bounds: it may have 0 to 4 points.
pub(super) const SOFA: Derived = Derived {
    of: "SOFA",
    unit: "1",
    inputs: &[
        Input::measure("SOFA respiration", "1"),
        Input::measure("SOFA coagulation", "1"),
        Input::measure("SOFA liver", "1"),
        Input::measure("SOFA cardiovascular", "1"),
        Input::measure("SOFA nervous system", "1"),
        Input::measure("SOFA renal", "1"),
    ],
    formula: "SOFA = respiration + coagulation + liver + cardiovascular + nervous system + renal (0 to 4 each)",
    source: SOURCE,
    unknown_when: "One of the six organs is not known; the others then give bounds, 0 to 4 points for each missing one.",
    may_spare: &[],
    compute: |inputs| weighted_sum(inputs, &[Decimal::ONE; 6], (Some(Decimal::ZERO), Some(dec("4")))),
    examples: &[
        Example {
            source: "by hand: 3 + 1 + 0 + 4 + 2 + 1",
            inputs: &[Some("3"), Some("1"), Some("0"), Some("4"), Some("2"), Some("1")],
            result: "11",
        },
        Example {
            source: "by hand: the same without liver and nervous system, 9 to 9 + 2 × 4",
            inputs: &[Some("3"), Some("1"), None, Some("4"), None, Some("1")],
            result: "9 to 17",
        },
    ],
};

/// Respiration. Three and four points need respiratory support (invasive or not).
pub(super) const RESPIRATION: Derived = Derived {
    of: "SOFA respiration",
    unit: "1",
    inputs: &[Input::measure("PaO2/FiO2", "mm[Hg]"), Input::finding("ventilatory support")],
    formula: "PaO2/FiO2 ≥ 400: 0; < 400: 1; < 300: 2; < 200 with respiratory support: 3; < 100 with respiratory support: 4",
    source: SOURCE,
    unknown_when: "PaO2/FiO2 is not known, or is below 200 mmHg and it is not known whether there is respiratory support.",
    may_spare: &["ventilatory support"],
    compute: respiration,
    examples: &[
        Example { source: "Vincent 1996: < 100 with respiratory support", inputs: &[Some("99"), Some("1")], result: "4" },
        Example { source: "Vincent 1996: no more than 2 without support", inputs: &[Some("99"), Some("0")], result: "2" },
        Example { source: "Vincent 1996: exactly 400 is not < 400", inputs: &[Some("400"), None], result: "0" },
        Example { source: "by hand: 2, or 3 with support", inputs: &[Some("150"), None], result: "2 to 3" },
    ],
};

/// Coagulation.
pub(super) const COAGULATION: Derived = Derived {
    of: "SOFA coagulation",
    unit: "1",
    inputs: &[Input::measure("platelet count", "10*9/L")],
    formula: "platelets (10^9/L) ≥ 150: 0; < 150: 1; < 100: 2; < 50: 3; < 20: 4",
    source: SOURCE,
    unknown_when: "The platelet count is not known.",
    may_spare: &[],
    compute: |inputs| organ(inputs, |v| below(v, &[(dec("20"), 4), (dec("50"), 3), (dec("100"), 2), (dec("150"), 1)], 0)),
    examples: &[
        Example { source: "Vincent 1996", inputs: &[Some("19")], result: "4" },
        Example { source: "Vincent 1996: exactly 100 is not < 100", inputs: &[Some("100")], result: "1" },
    ],
};

/// Liver.
pub(super) const LIVER: Derived = Derived {
    of: "SOFA liver",
    unit: "1",
    inputs: &[Input::measure("total bilirubin", "mg/dL")],
    formula: "bilirubin (mg/dL) < 1.2: 0; 1.2-1.9: 1; 2.0-5.9: 2; 6.0-11.9: 3; ≥ 12.0: 4",
    source: SOURCE,
    unknown_when: "The total bilirubin is not known.",
    may_spare: &[],
    compute: |inputs| organ(inputs, |v| below(v, &[(dec("1.2"), 0), (dec("2"), 1), (dec("6"), 2), (dec("12"), 3)], 4)),
    examples: &[
        Example { source: "Vincent 1996", inputs: &[Some("1.2")], result: "1" },
        Example { source: "Vincent 1996", inputs: &[Some("11.9")], result: "3" },
        Example { source: "Vincent 1996", inputs: &[Some("12.1")], result: "4" },
    ],
};

/// Circulation: pressure, or the catecholamines it needs (as they run at the moment; the paper
/// asks for at least an hour).
pub(super) const CARDIOVASCULAR: Derived = Derived {
    of: "SOFA cardiovascular",
    unit: "1",
    inputs: &[
        Input::measure("mean arterial pressure", "mm[Hg]"),
        Input::drug("dopamine", "ug/kg/min"),
        Input::drug("dobutamine", "ug/kg/min"),
        Input::drug("epinephrine", "ug/kg/min"),
        Input::drug("norepinephrine", "ug/kg/min"),
    ],
    formula: "MAP < 70 mmHg: 1; dopamine ≤ 5 or any dobutamine: 2; dopamine > 5 or (nor)epinephrine ≤ 0.1: 3; dopamine > 15 or (nor)epinephrine > 0.1: 4",
    source: SOURCE,
    unknown_when: "The mean arterial pressure or one of the four rates is not known and could still make the score worse.",
    may_spare: &["mean arterial pressure", "dopamine", "dobutamine", "epinephrine", "norepinephrine"],
    compute: cardiovascular,
    examples: &[
        Example {
            source: "Vincent 1996: pressure of 69, nothing runs",
            inputs: &[Some("69"), Some("0"), Some("0"), Some("0"), Some("0")],
            result: "1",
        },
        Example { source: "Vincent 1996: dobutamine in any dose", inputs: &[Some("80"), Some("0"), Some("2.5"), Some("0"), Some("0")], result: "2" },
        Example {
            source: "Vincent 1996: norepinephrine of exactly 0.1",
            inputs: &[Some("80"), Some("0"), Some("0"), Some("0"), Some("0.1")],
            result: "3",
        },
        Example { source: "by hand: nothing can be worse than 4", inputs: &[None, None, None, None, Some("0.11")], result: "4" },
        Example { source: "by hand: 1, and drugs of which nothing is known", inputs: &[Some("60"), None, None, None, None], result: "1 to 4" },
    ],
};

/// Nervous system.
pub(super) const NERVOUS_SYSTEM: Derived = Derived {
    of: "SOFA nervous system",
    unit: "1",
    inputs: &[Input::measure("Glasgow Coma Scale", "1")],
    formula: "Glasgow Coma Scale 15: 0; 13-14: 1; 10-12: 2; 6-9: 3; < 6: 4",
    source: SOURCE,
    unknown_when: "The Glasgow Coma Scale is not known.",
    may_spare: &[],
    compute: |inputs| organ(inputs, |v| below(v, &[(dec("6"), 4), (dec("10"), 3), (dec("13"), 2), (dec("15"), 1)], 0)),
    examples: &[
        Example { source: "Vincent 1996", inputs: &[Some("13")], result: "1" },
        Example { source: "Vincent 1996", inputs: &[Some("5")], result: "4" },
    ],
};

/// Kidney: creatinine or the urine of a day, whichever is worse. A missing one is not taken for
/// normal: it leaves bounds. An hourly rate of urine is not taken for a day's.
pub(super) const RENAL: Derived = Derived {
    of: "SOFA renal",
    unit: "1",
    inputs: &[Input::measure("creatinine", "mg/dL"), Input::measure("24-hour urine volume", "mL/d")],
    formula: "creatinine (mg/dL) < 1.2: 0; 1.2-1.9: 1; 2.0-3.4: 2; 3.5-4.9 or urine < 500 mL/d: 3; ≥ 5.0 or urine < 200 mL/d: 4",
    source: SOURCE,
    unknown_when: "The creatinine or the urine of 24 hours is not known and could still make the score worse.",
    may_spare: &["creatinine", "24-hour urine volume"],
    compute: renal,
    examples: &[
        Example { source: "Vincent 1996", inputs: &[Some("3.4"), Some("1200")], result: "2" },
        Example { source: "Vincent 1996: urine < 500 mL a day", inputs: &[Some("1.0"), Some("499")], result: "3" },
        Example { source: "by hand: nothing can be worse than 4", inputs: &[Some("5.1"), None], result: "4" },
        Example { source: "by hand: 2, or 3 to 4 by urine", inputs: &[Some("2.5"), None], result: "2 to 4" },
    ],
};

fn organ(inputs: &Inputs<'_>, points: impl Fn(Decimal) -> u32) -> Computed {
    Points::of(inputs.get(0), SCALE, points).computed(inputs)
}

fn respiration(inputs: &Inputs<'_>) -> Computed {
    let supported = |v| below(v, &[(dec("100"), 4), (dec("200"), 3), (dec("300"), 2), (dec("400"), 1)], 0);
    let alone = |v| below(v, &[(dec("300"), 2), (dec("400"), 1)], 0);
    let ratio = inputs.get(0);
    let points = match (inputs.present(1), ratio) {
        (Some(true), _) => Points::of(ratio, SCALE, supported),
        (Some(false), _) => Points::of(ratio, (0, 2), alone),
        (None, Some(ratio)) => Points::between(alone(ratio), supported(ratio)),
        (None, None) => Points::between(0, 4),
    };
    points.computed(inputs)
}

fn cardiovascular(inputs: &Inputs<'_>) -> Computed {
    let pressure = Points::of(inputs.get(0), (0, 1), |v| below(v, &[(dec("70"), 1)], 0));
    let dopamine = Points::of(inputs.get(1), SCALE, |v| up_to(v, &[(Decimal::ZERO, 0), (dec("5"), 2), (dec("15"), 3)], 4));
    let dobutamine = Points::of(inputs.get(2), (0, 2), |v| up_to(v, &[(Decimal::ZERO, 0)], 2));
    let catecholamine = |place| Points::of(inputs.get(place), SCALE, |v| up_to(v, &[(Decimal::ZERO, 0), (dec("0.1"), 3)], 4));
    pressure.or_worse(dopamine).or_worse(dobutamine).or_worse(catecholamine(3)).or_worse(catecholamine(4)).computed(inputs)
}

fn renal(inputs: &Inputs<'_>) -> Computed {
    let bands = [(dec("1.2"), 0), (dec("2"), 1), (dec("3.5"), 2), (dec("5"), 3)];
    let creatinine = Points::of(inputs.get(0), SCALE, |v| below(v, &bands, 4));
    let urine = Points::of(inputs.get(1), SCALE, |v| below(v, &[(dec("200"), 4), (dec("500"), 3)], 0));
    creatinine.or_worse(urine).computed(inputs)
}
