//! PaO2/FiO2, the oxygenation ratio.

use super::formula::{Computed, Derived, Example, Input, Inputs, Missing};

/// Arterial oxygen pressure over the inspired fraction.
pub(super) const OXYGENATION: Derived = Derived {
    of: "PaO2/FiO2",
    unit: "mm[Hg]",
    inputs: &[Input::measure("PaO2", "mm[Hg]"), Input::measure("FiO2", "1")],
    formula: "P/F = PaO2 / FiO2 (as a fraction of one)",
    source: "ARDS Definition Task Force. JAMA 2012;307:2526-2533",
    unknown_when: "The PaO2 or the FiO2 is not known; without supplemental oxygen an FiO2 of 21 % has to be stated.",
    may_spare: &[],
    compute,
    examples: &[
        Example { source: "by hand: 80 mmHg on 40 %, exactly 200", inputs: &[Some("80"), Some("0.4")], result: "200" },
        Example { source: "by hand: 95 mmHg on room air", inputs: &[Some("95"), Some("0.21")], result: "452.4" },
    ],
};

fn compute(inputs: &Inputs<'_>) -> Computed {
    let Some([pressure, fraction]) = inputs.all() else { return Computed::Unknown(Missing::Input) };
    Computed::value(pressure.checked_div(fraction))
}
