//! Estimated glomerular filtration rate.

use super::arithmetic::{dec, power};
use super::formula::{Computed, Derived, Example, Input, Inputs, Missing};
use crate::quantity::Decimal;

/// CKD-EPI 2021 from creatinine, the equation without race. Made for adults.
pub(super) const EGFR: Derived = Derived {
    of: "eGFR",
    unit: "mL/min/{1.73_m2}",
    inputs: &[Input::measure("creatinine", "mg/dL"), Input::measure("age", "a"), Input::finding("female")],
    formula: "eGFR = 142 × min(Scr/κ, 1)^α × max(Scr/κ, 1)^−1.200 × 0.9938^age (× 1.012 if female); κ 0.7, α −0.241 if female, else κ 0.9, α −0.302",
    source: "Inker LA et al. (CKD-EPI) N Engl J Med 2021;385:1737-1749",
    unknown_when: "The creatinine, the age or the sex is not known; it does not apply under 18 years.",
    may_spare: &[],
    compute,
    examples: &[
        Example { source: "by hand: man of 50 years", inputs: &[Some("1.0"), Some("50"), Some("0")], result: "91.69" },
        Example { source: "by hand: woman of 65 years", inputs: &[Some("1.2"), Some("65"), Some("1")], result: "50.23" },
        Example { source: "by hand: woman of 30 years, creatinine below κ", inputs: &[Some("0.6"), Some("30"), Some("1")], result: "123.76" },
    ],
};

/// Age in years from which both creatinine formulas are meant.
pub(super) const ADULT: Decimal = dec("18");

fn compute(inputs: &Inputs<'_>) -> Computed {
    if inputs.get(1).is_some_and(|age| age < ADULT) || inputs.get(0).is_some_and(|creatinine| creatinine <= Decimal::ZERO) {
        return Computed::Unknown(Missing::NotApplicable);
    }
    let Some([creatinine, age, female]) = inputs.all() else { return Computed::Unknown(Missing::Input) };
    Computed::value(ckd_epi(creatinine, age, !female.is_zero()))
}

fn ckd_epi(creatinine: Decimal, age: Decimal, female: bool) -> Option<Decimal> {
    let (kappa, alpha, sex) = if female { (dec("0.7"), dec("0.241"), dec("1.012")) } else { (dec("0.9"), dec("0.302"), Decimal::ONE) };
    let ratio = creatinine.checked_div(kappa)?;
    // Of the two powers the one whose base is one drops out.
    let exponent = if ratio < Decimal::ONE { alpha } else { dec("1.2") };
    let filtration = Decimal::from(142).checked_div(power(ratio, exponent)?)?;
    filtration.checked_mul(power(dec("0.9938"), age)?)?.checked_mul(sex)
}
