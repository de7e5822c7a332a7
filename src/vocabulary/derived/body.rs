//! Body mass index and body surface area.

use super::arithmetic::square_root;
use super::formula::{Computed, Derived, Example, Input, Inputs, Missing};
use crate::quantity::Decimal;

/// Body mass index.
pub(super) const BMI: Derived = Derived {
    of: "BMI",
    unit: "kg/m2",
    inputs: &[Input::measure("weight", "kg"), Input::measure("height", "m")],
    formula: "BMI = weight / height²",
    source: "Keys A et al. J Chronic Dis 1972;25:329-343",
    unknown_when: "The weight or the height is not known.",
    may_spare: &[],
    compute: body_mass_index,
    examples: &[
        Example { source: "by hand: 81 / 1.8²", inputs: &[Some("81"), Some("1.8")], result: "25" },
        Example { source: "by hand: 70 / 1.75²", inputs: &[Some("70"), Some("1.75")], result: "22.86" },
    ],
};

/// Body surface area after Mosteller.
pub(super) const BSA: Derived = Derived {
    of: "BSA",
    unit: "m2",
    inputs: &[Input::measure("height", "cm"), Input::measure("weight", "kg")],
    formula: "BSA = √(height (cm) × weight (kg) / 3600)",
    source: "Mosteller RD. N Engl J Med 1987;317:1098",
    unknown_when: "The height or the weight is not known.",
    may_spare: &[],
    compute: body_surface,
    examples: &[
        Example { source: "by hand: √(180 × 80 / 3600), exactly 2", inputs: &[Some("180"), Some("80")], result: "2" },
        Example { source: "by hand: √(170 × 70 / 3600)", inputs: &[Some("170"), Some("70")], result: "1.818" },
    ],
};

fn body_mass_index(inputs: &Inputs<'_>) -> Computed {
    let Some([weight, height]) = inputs.all() else { return Computed::Unknown(Missing::Input) };
    Computed::value(height.checked_mul(height).and_then(|h| weight.checked_div(h)))
}

fn body_surface(inputs: &Inputs<'_>) -> Computed {
    let Some([height, weight]) = inputs.all() else { return Computed::Unknown(Missing::Input) };
    let squared = height.checked_mul(weight).and_then(|p| p.checked_div(Decimal::from(3600)));
    Computed::value(squared.and_then(square_root))
}
