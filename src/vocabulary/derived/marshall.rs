//! Multiple organ dysfunction score after Marshall.

use super::arithmetic::dec;
use super::formula::{Computed, Derived, Example, Input, Inputs};
use super::points::{Points, below, up_to};
use crate::quantity::Decimal;

/// Multiple organ dysfunction score: six organs with 0 to 4 points each. A missing organ leaves
/// bounds; the central venous pressure is never assumed.
pub(super) const MARSHALL: Derived = Derived {
    of: "Marshall multiple organ dysfunction score",
    unit: "1",
    inputs: &[
        Input::measure("PaO2/FiO2", "mm[Hg]"),
        Input::measure("creatinine", "umol/L"),
        Input::measure("total bilirubin", "umol/L"),
        Input::measure("heart rate", "/min"),
        Input::measure("central venous pressure", "mm[Hg]"),
        Input::measure("mean arterial pressure", "mm[Hg]"),
        Input::measure("platelet count", "10*9/L"),
        Input::measure("Glasgow Coma Scale", "1"),
    ],
    formula: "0 to 4 points each: PaO2/FiO2 > 300, > 225, > 150, > 75, ≤ 75; creatinine (µmol/L) ≤ 100, ≤ 200, ≤ 350, ≤ 500, > 500; bilirubin (µmol/L) ≤ 20, ≤ 60, ≤ 120, ≤ 240, > 240; heart rate × CVP / MAP ≤ 10, ≤ 15, ≤ 20, ≤ 30, > 30; platelets (10^9/L) > 120, > 80, > 50, > 20, ≤ 20; Glasgow Coma Scale 15, 13-14, 10-12, 7-9, ≤ 6",
    source: "Marshall JC et al. Crit Care Med 1995;23:1638-1652",
    unknown_when: "One of the six organs is not known; the others then give bounds, 0 to 4 points for each missing one.",
    may_spare: &[],
    compute,
    examples: &[
        Example {
            source: "by hand: 3 (P/F 100) + 2 (creatinine 250) + 1 (bilirubin 40) + 2 (120 × 10 / 65 = 18.5) + 2 (platelets 70) + 1 (GCS 14)",
            inputs: &[Some("100"), Some("250"), Some("40"), Some("120"), Some("10"), Some("65"), Some("70"), Some("14")],
            result: "11",
        },
        Example {
            source: "by hand: the same without central venous pressure, 9 to 13",
            inputs: &[Some("100"), Some("250"), Some("40"), Some("120"), None, Some("65"), Some("70"), Some("14")],
            result: "9 to 13",
        },
        Example {
            source: "by hand: every value at its best band's edge (80 × 10 / 80 = 10)",
            inputs: &[Some("301"), Some("100"), Some("20"), Some("80"), Some("10"), Some("80"), Some("121"), Some("15")],
            result: "0",
        },
    ],
};

const SCALE: (u32, u32) = (0, 4);

fn compute(inputs: &Inputs<'_>) -> Computed {
    let organ = |value, points: &dyn Fn(Decimal) -> u32| Points::of(value, SCALE, points);
    [
        organ(inputs.get(0), &|v| up_to(v, &[(dec("75"), 4), (dec("150"), 3), (dec("225"), 2), (dec("300"), 1)], 0)),
        organ(inputs.get(1), &|v| up_to(v, &[(dec("100"), 0), (dec("200"), 1), (dec("350"), 2), (dec("500"), 3)], 4)),
        organ(inputs.get(2), &|v| up_to(v, &[(dec("20"), 0), (dec("60"), 1), (dec("120"), 2), (dec("240"), 3)], 4)),
        organ(pressure_adjusted_rate(inputs), &|v| up_to(v, &[(dec("10"), 0), (dec("15"), 1), (dec("20"), 2), (dec("30"), 3)], 4)),
        organ(inputs.get(6), &|v| up_to(v, &[(dec("20"), 4), (dec("50"), 3), (dec("80"), 2), (dec("120"), 1)], 0)),
        organ(inputs.get(7), &|v| below(v, &[(dec("7"), 4), (dec("10"), 3), (dec("13"), 2), (dec("15"), 1)], 0)),
    ]
    .into_iter()
    .fold(Points::exactly(0), Points::plus)
    .computed(inputs)
}

fn pressure_adjusted_rate(inputs: &Inputs<'_>) -> Option<Decimal> {
    inputs.get(3)?.checked_mul(inputs.get(4)?)?.checked_div(inputs.get(5)?)
}
