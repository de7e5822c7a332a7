//! Cardiac index from output and body surface.

use super::formula::{Computed, Derived, Example, Input, Inputs, Missing};

/// Cardiac output over body surface area.
pub(super) const CARDIAC_INDEX: Derived = Derived {
    of: "cardiac index",
    unit: "L/min/m2",
    inputs: &[Input::measure("cardiac output", "L/min"), Input::measure("BSA", "m2")],
    formula: "CI = CO / BSA",
    source: "Grollman A. Am J Physiol 1929;90:210-217",
    unknown_when: "The cardiac output or the body surface area (from height and weight) is not known.",
    may_spare: &[],
    compute,
    examples: &[Example { source: "by hand: 4 / 2, exactly the bound of 2", inputs: &[Some("4"), Some("2")], result: "2" }],
};

fn compute(inputs: &Inputs<'_>) -> Computed {
    let Some([output, surface]) = inputs.all() else { return Computed::Unknown(Missing::Input) };
    Computed::value(output.checked_div(surface))
}
