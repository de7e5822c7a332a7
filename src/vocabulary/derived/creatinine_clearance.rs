//! Creatinine clearance after Cockcroft and Gault.

use super::arithmetic::dec;
use super::egfr::ADULT;
use super::formula::{Computed, Derived, Example, Input, Inputs, Missing};
use crate::quantity::Decimal;

/// Estimated creatinine clearance, with the actual body weight, not for body surface. Derived
/// in patients of 18 to 92 years.
pub(super) const CREATININE_CLEARANCE: Derived = Derived {
    of: "creatinine clearance",
    unit: "mL/min",
    inputs: &[Input::measure("age", "a"), Input::measure("weight", "kg"), Input::measure("creatinine", "mg/dL"), Input::finding("female")],
    formula: "CrCl = (140 − age) × weight / (72 × creatinine) (× 0.85 if female)",
    source: "Cockcroft DW, Gault MH. Nephron 1976;16:31-41",
    unknown_when: "The age, the weight, the creatinine or the sex is not known; it does not apply under 18 years.",
    may_spare: &[],
    compute,
    examples: &[
        Example { source: "by hand: 100 × 72 / 72", inputs: &[Some("40"), Some("72"), Some("1"), Some("0")], result: "100" },
        Example { source: "by hand: 80 × 60 / 86.4 × 0.85", inputs: &[Some("60"), Some("60"), Some("1.2"), Some("1")], result: "47.22" },
    ],
};

fn compute(inputs: &Inputs<'_>) -> Computed {
    let outside = |age: Decimal| age < ADULT || age >= Decimal::from(140);
    if inputs.get(0).is_some_and(outside) || inputs.get(2).is_some_and(|creatinine| creatinine <= Decimal::ZERO) {
        return Computed::Unknown(Missing::NotApplicable);
    }
    let Some([age, weight, creatinine, female]) = inputs.all() else { return Computed::Unknown(Missing::Input) };
    Computed::value(clearance(age, weight, creatinine, !female.is_zero()))
}

/// Divided last, so that a whole result comes out whole.
fn clearance(age: Decimal, weight: Decimal, creatinine: Decimal, female: bool) -> Option<Decimal> {
    let sex = if female { dec("0.85") } else { Decimal::ONE };
    let above = Decimal::from(140).checked_sub(age)?.checked_mul(weight)?.checked_mul(sex)?;
    above.checked_div(Decimal::from(72).checked_mul(creatinine)?)
}
