//! Age, PaO2/FiO2 and plateau pressure score of acute respiratory distress syndrome.

use super::arithmetic::dec;
use super::formula::{Computed, Derived, Example, Input, Inputs};
use super::points::{Points, below, up_to};
use crate::quantity::Decimal;

/// APPS, 3 to 9 points. The paper takes the values 24 hours after diagnosis; these are the ones
/// of the moment.
pub(super) const APPS: Derived = Derived {
    of: "APPS",
    unit: "1",
    inputs: &[Input::measure("age", "a"), Input::measure("PaO2/FiO2", "mm[Hg]"), Input::measure("plateau pressure", "cm[H2O]")],
    formula: "1, 2 or 3 points each: age < 47, 47-66, > 66 years; PaO2/FiO2 > 158, 105-158, < 105 mmHg; plateau pressure < 27, 27-30, > 30 cmH2O",
    source: "Villar J et al. Crit Care Med 2016;44:1361-1369",
    unknown_when: "The age, PaO2/FiO2 or the plateau pressure is not known; the others then give bounds.",
    may_spare: &[],
    compute,
    examples: &[
        Example { source: "by hand: 3 + 2 + 3", inputs: &[Some("70"), Some("120"), Some("31")], result: "8" },
        Example { source: "by hand: 2 + 2 + 2, every bound included", inputs: &[Some("66"), Some("158"), Some("30")], result: "6" },
        Example { source: "by hand: 2 + 2 + 2, every bound included", inputs: &[Some("47"), Some("105"), Some("27")], result: "6" },
        Example { source: "by hand: 3 + 3, and 1 to 3", inputs: &[Some("70"), Some("100"), None], result: "7 to 9" },
    ],
};

const SCALE: (u32, u32) = (1, 3);

fn compute(inputs: &Inputs<'_>) -> Computed {
    let rising = |from: Decimal, to: Decimal| move |v| below(v, &[(from, 1)], up_to(v, &[(to, 2)], 3));
    let age = Points::of(inputs.get(0), SCALE, rising(dec("47"), dec("66")));
    let oxygenation = Points::of(inputs.get(1), SCALE, |v| below(v, &[(dec("105"), 3)], up_to(v, &[(dec("158"), 2)], 1)));
    let plateau = Points::of(inputs.get(2), SCALE, rising(dec("27"), dec("30")));
    age.plus(oxygenation).plus(plateau).computed(inputs)
}
