//! Shock index.

use super::formula::{Computed, Derived, Example, Input, Inputs, Missing};

/// Heart rate over systolic pressure.
pub(super) const SHOCK_INDEX: Derived = Derived {
    of: "shock index",
    unit: "1",
    inputs: &[Input::measure("heart rate", "/min"), Input::measure("systolic blood pressure", "mm[Hg]")],
    formula: "SI = HR / SBP",
    source: "Allgöwer M, Burri C. Dtsch Med Wochenschr 1967;92:1947-1950",
    unknown_when: "The heart rate or the systolic pressure is not known.",
    may_spare: &[],
    compute,
    examples: &[Example { source: "by hand: 120 / 80", inputs: &[Some("120"), Some("80")], result: "1.5" }],
};

fn compute(inputs: &Inputs<'_>) -> Computed {
    let Some([rate, pressure]) = inputs.all() else { return Computed::Unknown(Missing::Input) };
    Computed::value(rate.checked_div(pressure))
}
