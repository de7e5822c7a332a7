//! Mean arterial pressure from systolic and diastolic.

use super::formula::{Computed, Derived, Example, Input, Inputs, Missing};
use crate::quantity::Decimal;

/// Mean arterial pressure where it was not measured itself.
pub(super) const MEAN_ARTERIAL_PRESSURE: Derived = Derived {
    of: "mean arterial pressure",
    unit: "mm[Hg]",
    inputs: &[Input::measure("systolic blood pressure", "mm[Hg]"), Input::measure("diastolic blood pressure", "mm[Hg]")],
    formula: "MAP = (SBP + 2 × DBP) / 3",
    source: "Usual one-third rule; DeMers D, Wachs D. Physiology, Mean Arterial Pressure. StatPearls 2023",
    unknown_when: "The systolic or the diastolic pressure is not known, or the diastolic is above the systolic.",
    may_spare: &[],
    compute,
    examples: &[
        Example { source: "by hand: (120 + 160) / 3", inputs: &[Some("120"), Some("80")], result: "93.33" },
        Example { source: "by hand: (95 + 100) / 3, exactly the bound of 65", inputs: &[Some("95"), Some("50")], result: "65" },
    ],
};

fn compute(inputs: &Inputs<'_>) -> Computed {
    let Some([systolic, diastolic]) = inputs.all() else { return Computed::Unknown(Missing::Input) };
    if diastolic > systolic {
        return Computed::Unknown(Missing::NotApplicable);
    }
    let sum = diastolic.checked_mul(Decimal::TWO).and_then(|d| d.checked_add(systolic));
    Computed::value(sum.and_then(|s| s.checked_div(Decimal::from(3))))
}
