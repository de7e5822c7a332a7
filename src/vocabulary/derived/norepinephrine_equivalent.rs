//! Norepinephrine equivalent dose of all vasopressors.

use super::arithmetic::dec;
use super::formula::{Computed, Derived, Example, Input, Inputs};
use super::points::weighted_sum;
use crate::quantity::Decimal;

/// Norepinephrine equivalent dose after Goradia 2021.
///
/// Publications differ: Kotani 2023 weighs phenylephrine with 0.06 and adds further drugs,
/// ATHOS-3 (Khanna 2017) divides dopamine by 150. This is the whole formula of the scoping
/// review; where a trial means another one, its value belongs into the profile.
pub(super) const NOREPINEPHRINE_EQUIVALENT: Derived = Derived {
    of: "norepinephrine equivalent",
    unit: "ug/kg/min",
    inputs: &[
        Input::drug("norepinephrine", "ug/kg/min"),
        Input::drug("epinephrine", "ug/kg/min"),
        Input::drug("phenylephrine", "ug/kg/min"),
        Input::drug("dopamine", "ug/kg/min"),
        Input::drug("metaraminol", "ug/kg/min"),
        Input::drug("vasopressin", "U/min"),
        Input::drug("angiotensin II", "ug/kg/min"),
    ],
    formula: "NEE = norepinephrine + epinephrine + phenylephrine / 10 + dopamine / 100 + metaraminol / 8 + 2.5 × vasopressin (U/min) + 10 × angiotensin II",
    source: "Goradia S et al. J Crit Care 2021;61:233-240",
    unknown_when: "The rate of one of the seven drugs is not known; the others then give a lower bound.",
    may_spare: &[],
    compute,
    examples: &[
        Example {
            source: "Goradia 2021: each of these doses equals norepinephrine 0.1",
            inputs: &[Some("0.1"), Some("0.1"), Some("1"), Some("10"), Some("0.8"), Some("0.04"), Some("0.01")],
            result: "0.7",
        },
        Example {
            source: "by hand: 0.3 + 2.5 × 0.03, no word of the others",
            inputs: &[Some("0.3"), None, None, None, None, Some("0.03"), None],
            result: ">= 0.375",
        },
    ],
};

const WEIGHTS: [Decimal; 7] = [dec("1"), dec("1"), dec("0.1"), dec("0.01"), dec("0.125"), dec("2.5"), dec("10")];

fn compute(inputs: &Inputs<'_>) -> Computed {
    weighted_sum(inputs, &WEIGHTS, (Some(Decimal::ZERO), None))
}
