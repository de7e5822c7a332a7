//! Urea and its nitrogen, which laboratories report under names that people mix up.

use super::arithmetic::dec;
use super::formula::{Computed, Derived, Example, Input, Inputs, Missing};
use crate::quantity::Decimal;

/// Blood urea nitrogen from urea: the same amount of substance, less than half the mass.
pub(super) const BLOOD_UREA_NITROGEN: Derived = Derived {
    of: "blood urea nitrogen",
    unit: "mg/dL",
    inputs: &[Input::measure("urea", "mg/dL")],
    formula: "BUN = urea × 28.01 / 60.06",
    source: "Molar masses of urea, CO(NH2)2 60.06 g/mol, and of its two nitrogens, 28.01 g/mol (IUPAC 2021)",
    unknown_when: "Urea is not known.",
    may_spare: &[],
    compute: |inputs| scaled(inputs, NITROGEN, UREA_MASS),
    examples: &[
        Example { source: "by hand: urea 60.06 mg/dL is 10 mmol/L", inputs: &[Some("60.06")], result: "28.01" },
        Example { source: "by hand: 40 × 28.01 / 60.06", inputs: &[Some("40")], result: "18.65" },
    ],
};

/// Urea from blood urea nitrogen.
pub(super) const UREA: Derived = Derived {
    of: "urea",
    unit: "mg/dL",
    inputs: &[Input::measure("blood urea nitrogen", "mg/dL")],
    formula: "urea = BUN × 60.06 / 28.01",
    source: "Molar masses of urea, CO(NH2)2 60.06 g/mol, and of its two nitrogens, 28.01 g/mol (IUPAC 2021)",
    unknown_when: "Blood urea nitrogen is not known.",
    may_spare: &[],
    compute: |inputs| scaled(inputs, UREA_MASS, NITROGEN),
    examples: &[Example { source: "by hand: 14 × 60.06 / 28.01", inputs: &[Some("14")], result: "30.02" }],
};

const UREA_MASS: Decimal = dec("60.06");
const NITROGEN: Decimal = dec("28.01");

/// Multiplied before divided, so that a whole number of moles stays one.
fn scaled(inputs: &Inputs<'_>, times: Decimal, over: Decimal) -> Computed {
    let Some([value]) = inputs.all() else { return Computed::Unknown(Missing::Input) };
    Computed::value(value.checked_mul(times).and_then(|v| v.checked_div(over)))
}
