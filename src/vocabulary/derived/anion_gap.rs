//! Anion gap.

use super::formula::{Computed, Derived, Example, Input, Inputs, Missing};

/// Sodium less chloride and bicarbonate, without potassium and without correction for albumin.
pub(super) const ANION_GAP: Derived = Derived {
    of: "anion gap",
    unit: "mmol/L",
    inputs: &[Input::measure("sodium", "mmol/L"), Input::measure("chloride", "mmol/L"), Input::measure("bicarbonate", "mmol/L")],
    formula: "AG = Na − Cl − HCO3",
    source: "Emmett M, Narins RG. Medicine (Baltimore) 1977;56:38-54",
    unknown_when: "Sodium, chloride or bicarbonate is not known.",
    may_spare: &[],
    compute,
    examples: &[Example { source: "by hand: 140 − 104 − 24", inputs: &[Some("140"), Some("104"), Some("24")], result: "12" }],
};

fn compute(inputs: &Inputs<'_>) -> Computed {
    let Some([sodium, chloride, bicarbonate]) = inputs.all() else { return Computed::Unknown(Missing::Input) };
    Computed::value(sodium.checked_sub(chloride).and_then(|d| d.checked_sub(bicarbonate)))
}
