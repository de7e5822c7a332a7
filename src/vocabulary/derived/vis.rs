//! Vasoactive-inotropic score.

use super::arithmetic::dec;
use super::formula::{Computed, Derived, Example, Input, Inputs};
use super::points::weighted_sum;
use crate::quantity::Decimal;

/// Vasoactive-inotropic score. A drug whose rate is unknown leaves a lower bound: what runs
/// for certain.
pub(super) const VIS: Derived = Derived {
    of: "VIS",
    unit: "1",
    inputs: &[
        Input::drug("dopamine", "ug/kg/min"),
        Input::drug("dobutamine", "ug/kg/min"),
        Input::drug("epinephrine", "ug/kg/min"),
        Input::drug("milrinone", "ug/kg/min"),
        Input::drug("vasopressin", "U/kg/min"),
        Input::drug("norepinephrine", "ug/kg/min"),
    ],
    formula: "VIS = dopamine + dobutamine + 100 × epinephrine + 10 × milrinone + 10,000 × vasopressin + 100 × norepinephrine",
    source: "Gaies MG et al. Pediatr Crit Care Med 2010;11:234-238",
    unknown_when: "The rate of one of the six drugs is not known; the others then give a lower bound.",
    may_spare: &[],
    compute,
    examples: &[
        Example {
            source: "by hand: 5 + 0 + 100 × 0.05 + 10 × 0.5 + 10,000 × 0.0004 + 100 × 0.2",
            inputs: &[Some("5"), Some("0"), Some("0.05"), Some("0.5"), Some("0.0004"), Some("0.2")],
            result: "39",
        },
        Example {
            source: "by hand: norepinephrine 1.2 and epinephrine 0.15 are 135, whatever else runs",
            inputs: &[None, None, Some("0.15"), None, None, Some("1.2")],
            result: ">= 135",
        },
    ],
};

const WEIGHTS: [Decimal; 6] = [dec("1"), dec("1"), dec("100"), dec("10"), dec("10000"), dec("100")];

fn compute(inputs: &Inputs<'_>) -> Computed {
    weighted_sum(inputs, &WEIGHTS, (Some(Decimal::ZERO), None))
}
