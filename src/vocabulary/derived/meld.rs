//! Model for end-stage liver disease: the original, with sodium, and 3.0.
//!
//! All three are whole numbers, as they were published. Dialysis counts as the highest
//! creatinine of the scale; while it is unknown whether there was dialysis, the score lies
//! between the two.

use super::arithmetic::dec;
use super::formula::{Computed, Derived, Example, Input, Inputs, Missing};
use crate::quantity::Decimal;
use rust_decimal::{MathematicalOps, RoundingStrategy};

/// The original score as UNOS used it, 6 to 40.
pub(super) const MELD: Derived = Derived {
    of: "MELD",
    unit: "1",
    inputs: &[BILIRUBIN, INR, CREATININE, DIALYSIS],
    formula: "MELD = 10 × (0.957 × ln creatinine + 0.378 × ln bilirubin + 1.120 × ln INR + 0.643), to the nearest whole number, at most 40; values below 1 are 1, creatinine above 4 or on dialysis is 4 mg/dL",
    source: "Kamath PS et al. Hepatology 2001;33:464-470; Wiesner R et al. (UNOS) Gastroenterology 2003;124:91-96",
    unknown_when: "Bilirubin, INR or creatinine is not known; while dialysis is not known there are bounds.",
    may_spare: &["creatinine", "dialysis"],
    compute: |inputs| over_kidney(inputs, dec("4"), |[bilirubin, inr], creatinine| original(bilirubin, inr, creatinine).map(at_most_40)),
    examples: &[
        Example { source: "by hand: 20.04", inputs: &[Some("4.2"), Some("1.2"), Some("1.9"), Some("0")], result: "20" },
        Example { source: "by hand: the lowest there is", inputs: &[Some("0.4"), Some("0.9"), Some("0.6"), Some("0")], result: "6" },
        Example { source: "by hand: the highest there is", inputs: &[Some("30"), Some("4"), None, Some("1")], result: "40" },
        Example { source: "by hand: 17.47, or 26.86 on dialysis", inputs: &[Some("2"), Some("1.5"), Some("1.5"), None], result: "17 to 27" },
    ],
};

/// With sodium, as the OPTN used it from 2016 to 2023, 6 to 40.
pub(super) const MELD_NA: Derived = Derived {
    of: "MELD-Na",
    unit: "1",
    inputs: &[BILIRUBIN, INR, CREATININE, DIALYSIS, SODIUM],
    formula: "MELD-Na = MELD + 1.32 × (137 − Na) − 0.033 × MELD × (137 − Na) where MELD > 11, else MELD; Na within 125 to 137 mmol/L; to the nearest whole number, at most 40",
    source: "OPTN Policy 9.1, January 2016; after Kim WR et al. N Engl J Med 2008;359:1018-1026",
    unknown_when: "Bilirubin, INR, creatinine or sodium is not known; while dialysis is not known there are bounds.",
    may_spare: &["creatinine", "dialysis"],
    compute: meld_na,
    examples: &[
        Example {
            source: "by hand: 20 + 1.32 × 7 − 0.033 × 20 × 7 = 24.62",
            inputs: &[Some("4.2"), Some("1.2"), Some("1.9"), Some("0"), Some("130")],
            result: "25",
        },
        Example {
            source: "by hand: sodium counts as 125: 20 + 15.84 − 7.92 = 27.92",
            inputs: &[Some("4.2"), Some("1.2"), Some("1.9"), Some("0"), Some("118")],
            result: "28",
        },
        Example {
            source: "by hand: no sodium term up to a MELD of 11",
            inputs: &[Some("1"), Some("1"), Some("1"), Some("0"), Some("120")],
            result: "6",
        },
    ],
};

/// MELD 3.0. The paper sets no upper end.
pub(super) const MELD_3: Derived = Derived {
    of: "MELD 3.0",
    unit: "1",
    inputs: &[BILIRUBIN, INR, CREATININE, DIALYSIS, SODIUM, Input::measure("albumin", "g/dL"), Input::finding("female")],
    formula: "MELD 3.0 = 1.33 (if female) + 4.56 × ln bilirubin + 0.82 × (137 − Na) − 0.24 × (137 − Na) × ln bilirubin + 9.09 × ln INR + 11.14 × ln creatinine + 1.85 × (3.5 − albumin) − 1.83 × (3.5 − albumin) × ln creatinine + 6, to the nearest whole number; values below 1 are 1, creatinine above 3 or on dialysis is 3 mg/dL, Na within 125 to 137 mmol/L, albumin within 1.5 to 3.5 g/dL",
    source: "Kim WR et al. Gastroenterology 2021;161:1887-1895",
    unknown_when: "Bilirubin, INR, creatinine, sodium or albumin is not known; while dialysis or the sex is not known there are bounds.",
    may_spare: &["creatinine", "dialysis", "female"],
    compute: meld_3,
    examples: &[
        Example {
            source: "by hand: 27.07",
            inputs: &[Some("2.5"), Some("1.6"), Some("1.8"), Some("0"), Some("130"), Some("2.8"), Some("1")],
            result: "27",
        },
        Example {
            source: "by hand: 25.74 for a man",
            inputs: &[Some("2.5"), Some("1.6"), Some("1.8"), Some("0"), Some("130"), Some("2.8"), Some("0")],
            result: "26",
        },
        Example {
            source: "by hand: 30.78 on dialysis",
            inputs: &[Some("2.5"), Some("1.6"), None, Some("1"), Some("130"), Some("2.8"), Some("0")],
            result: "31",
        },
        Example {
            source: "by hand: every value at the harmless end",
            inputs: &[Some("0.8"), Some("1"), Some("0.8"), Some("0"), Some("140"), Some("4"), Some("0")],
            result: "6",
        },
    ],
};

const BILIRUBIN: Input = Input::measure("total bilirubin", "mg/dL");
const INR: Input = Input::measure("INR", "1");
const CREATININE: Input = Input::measure("creatinine", "mg/dL");
const DIALYSIS: Input = Input::finding("dialysis");
const SODIUM: Input = Input::measure("sodium", "mmol/L");

fn meld_na(inputs: &Inputs<'_>) -> Computed {
    let Some(sodium) = inputs.get(4) else { return Computed::Unknown(Missing::Input) };
    over_kidney(inputs, dec("4"), |[bilirubin, inr], creatinine| with_sodium(original(bilirubin, inr, creatinine)?, sodium))
}

fn meld_3(inputs: &Inputs<'_>) -> Computed {
    let (Some(sodium), Some(albumin)) = (inputs.get(4), inputs.get(5)) else { return Computed::Unknown(Missing::Input) };
    let score = |female| over_kidney(inputs, dec("3"), |labs, creatinine| third(labs, creatinine, sodium, albumin, female));
    match inputs.present(6) {
        Some(female) => score(female),
        None => match (score(false), score(true)) {
            (Computed::Value(low) | Computed::Between(Some(low), _), Computed::Value(high) | Computed::Between(_, Some(high))) => {
                Computed::span(Some(low), Some(high))
            }
            (other, _) => other,
        },
    }
}

/// The score of bilirubin and INR over the creatinine, or from the creatinine to the highest of
/// the scale while dialysis is unknown. The score rises with the creatinine.
fn over_kidney(inputs: &Inputs<'_>, highest: Decimal, score: impl Fn([Decimal; 2], Decimal) -> Option<Decimal>) -> Computed {
    let Some([bilirubin, inr]) = inputs.all() else { return Computed::Unknown(Missing::Input) };
    let labs = [bilirubin.max(Decimal::ONE), inr.max(Decimal::ONE)];
    let measured = inputs.get(2).map(|c| c.clamp(Decimal::ONE, highest));
    match (inputs.present(3), measured) {
        (Some(true), _) => Computed::value(score(labs, highest)),
        (Some(false), Some(creatinine)) => Computed::value(score(labs, creatinine)),
        (None, Some(creatinine)) => Computed::span(score(labs, creatinine), score(labs, highest)),
        (_, None) => Computed::Unknown(Missing::Input),
    }
}

fn original(bilirubin: Decimal, inr: Decimal, creatinine: Decimal) -> Option<Decimal> {
    let sum = dec("9.57")
        .checked_mul(creatinine.checked_ln()?)?
        .checked_add(dec("3.78").checked_mul(bilirubin.checked_ln()?)?)?
        .checked_add(dec("11.2").checked_mul(inr.checked_ln()?)?)?
        .checked_add(dec("6.43"))?;
    Some(whole(sum))
}

fn with_sodium(meld: Decimal, sodium: Decimal) -> Option<Decimal> {
    let lack = dec("137").checked_sub(sodium.clamp(dec("125"), dec("137")))?;
    if meld <= dec("11") {
        return Some(meld);
    }
    let less = dec("0.033").checked_mul(meld)?.checked_mul(lack)?;
    Some(at_most_40(whole(dec("1.32").checked_mul(lack)?.checked_add(meld)?.checked_sub(less)?)))
}

fn third([bilirubin, inr]: [Decimal; 2], creatinine: Decimal, sodium: Decimal, albumin: Decimal, female: bool) -> Option<Decimal> {
    let lack = dec("137").checked_sub(sodium.clamp(dec("125"), dec("137")))?;
    let low = dec("3.5").checked_sub(albumin.clamp(dec("1.5"), dec("3.5")))?;
    let (bilirubin, inr, creatinine) = (bilirubin.checked_ln()?, inr.checked_ln()?, creatinine.checked_ln()?);
    let sum = (if female { dec("1.33") } else { Decimal::ZERO })
        .checked_add(dec("4.56").checked_mul(bilirubin)?)?
        .checked_add(dec("0.82").checked_mul(lack)?)?
        .checked_sub(dec("0.24").checked_mul(lack)?.checked_mul(bilirubin)?)?
        .checked_add(dec("9.09").checked_mul(inr)?)?
        .checked_add(dec("11.14").checked_mul(creatinine)?)?
        .checked_add(dec("1.85").checked_mul(low)?)?
        .checked_sub(dec("1.83").checked_mul(low)?.checked_mul(creatinine)?)?
        .checked_add(dec("6"))?;
    Some(whole(sum))
}

fn whole(score: Decimal) -> Decimal {
    score.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
}

fn at_most_40(score: Decimal) -> Decimal {
    score.min(dec("40"))
}
