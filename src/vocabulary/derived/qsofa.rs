//! Quick SOFA.

use super::arithmetic::dec;
use super::formula::{Computed, Derived, Example, Input, Inputs};
use super::points::Points;

/// qSOFA, 0 to 3 points. Altered mentation is any Glasgow Coma Scale below 15.
pub(super) const QSOFA: Derived = Derived {
    of: "qSOFA",
    unit: "1",
    inputs: &[
        Input::measure("respiratory rate", "/min"),
        Input::measure("systolic blood pressure", "mm[Hg]"),
        Input::measure("Glasgow Coma Scale", "1"),
    ],
    formula: "1 point each: respiratory rate ≥ 22; systolic pressure ≤ 100 mmHg; Glasgow Coma Scale < 15",
    source: "Singer M et al. (Sepsis-3) JAMA 2016;315:801-810",
    unknown_when: "One of the three is not known; the others then give bounds.",
    may_spare: &[],
    compute,
    examples: &[
        Example { source: "by hand: 1 + 1 + 1, at the bounds", inputs: &[Some("22"), Some("100"), Some("14")], result: "3" },
        Example { source: "by hand: 0 + 0 + 0", inputs: &[Some("21"), Some("101"), Some("15")], result: "0" },
        Example { source: "by hand: 1 + 1, and 0 to 1", inputs: &[Some("30"), Some("85"), None], result: "2 to 3" },
    ],
};

fn compute(inputs: &Inputs<'_>) -> Computed {
    let breathing = Points::of(inputs.get(0), (0, 1), |v| u32::from(v >= dec("22")));
    let pressure = Points::of(inputs.get(1), (0, 1), |v| u32::from(v <= dec("100")));
    let mind = Points::of(inputs.get(2), (0, 1), |v| u32::from(v < dec("15")));
    breathing.plus(pressure).plus(mind).computed(inputs)
}
