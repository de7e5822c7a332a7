//! Calcium corrected for albumin.

use super::arithmetic::dec;
use super::formula::{Computed, Derived, Example, Input, Inputs, Missing};
use crate::quantity::Decimal;

/// Total calcium as it would be at an albumin of 4 g/dL.
pub(super) const CORRECTED_CALCIUM: Derived = Derived {
    of: "corrected calcium",
    unit: "mg/dL",
    inputs: &[Input::measure("calcium", "mg/dL"), Input::measure("albumin", "g/dL")],
    formula: "corrected calcium = calcium + 0.8 × (4 − albumin)",
    source: "Payne RB et al. Br Med J 1973;4:643-646, in its usual form in mg/dL and g/dL",
    unknown_when: "The total calcium or the albumin is not known.",
    may_spare: &[],
    compute,
    examples: &[
        Example { source: "by hand: 8.0 + 0.8 × 2", inputs: &[Some("8.0"), Some("2.0")], result: "9.6" },
        Example { source: "by hand: 10 + 0.8 × (4 − 4.5)", inputs: &[Some("10"), Some("4.5")], result: "9.6" },
    ],
};

fn compute(inputs: &Inputs<'_>) -> Computed {
    let Some([calcium, albumin]) = inputs.all() else { return Computed::Unknown(Missing::Input) };
    let correction = Decimal::from(4).checked_sub(albumin).and_then(|d| d.checked_mul(dec("0.8")));
    Computed::value(correction.and_then(|c| calcium.checked_add(c)))
}
