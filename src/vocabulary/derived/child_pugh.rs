//! Child-Pugh score of cirrhosis.

use super::arithmetic::dec;
use super::formula::{Computed, Derived, Example, Input, Inputs};
use super::points::{Points, below, up_to};

/// Child-Pugh points, 5 to 15 (class A to 6, B to 9, C from 10). Ascites and encephalopathy
/// that are present have 2 or 3 points by their degree, which is not among the inputs: they
/// leave bounds. The bands of bilirubin in cholestatic disease are not used.
pub(super) const CHILD_PUGH: Derived = Derived {
    of: "Child-Pugh",
    unit: "1",
    inputs: &[
        Input::measure("total bilirubin", "mg/dL"),
        Input::measure("albumin", "g/dL"),
        Input::measure("INR", "1"),
        Input::finding("ascites"),
        Input::finding("hepatic encephalopathy"),
    ],
    formula: "1, 2 or 3 points each: bilirubin (mg/dL) < 2, 2-3, > 3; albumin (g/dL) > 3.5, 2.8-3.5, < 2.8; INR < 1.7, 1.7-2.3, > 2.3; ascites and encephalopathy absent 1, present 2 to 3",
    source: "Pugh RN et al. Br J Surg 1973;60:646-649; INR for prothrombin time after Lucey MR et al. Liver Transpl Surg 1997;3:628-637",
    unknown_when: "One of the five is not known, or there is ascites or encephalopathy (their degree is not looked at); the rest then gives bounds.",
    may_spare: &[],
    compute,
    examples: &[
        Example { source: "by hand: 1 + 1 + 1 + 1 + 1", inputs: &[Some("1.9"), Some("3.6"), Some("1.6"), Some("0"), Some("0")], result: "5" },
        Example {
            source: "by hand: 2 + 2 + 2 + 1 + 1, every bound included",
            inputs: &[Some("3"), Some("2.8"), Some("2.3"), Some("0"), Some("0")],
            result: "8",
        },
        Example {
            source: "by hand: 3 + 3 + 3 + 1, and encephalopathy of 2 to 3",
            inputs: &[Some("3.1"), Some("2.7"), Some("2.4"), Some("0"), Some("1")],
            result: "12 to 13",
        },
        Example { source: "by hand: 1 + 1 + 1, and two of 1 to 3", inputs: &[Some("1"), Some("4"), Some("1"), None, None], result: "5 to 9" },
    ],
};

const SCALE: (u32, u32) = (1, 3);

fn compute(inputs: &Inputs<'_>) -> Computed {
    let bilirubin = Points::of(inputs.get(0), SCALE, |v| below(v, &[(dec("2"), 1)], up_to(v, &[(dec("3"), 2)], 3)));
    let albumin = Points::of(inputs.get(1), SCALE, |v| below(v, &[(dec("2.8"), 3)], up_to(v, &[(dec("3.5"), 2)], 1)));
    let inr = Points::of(inputs.get(2), SCALE, |v| below(v, &[(dec("1.7"), 1)], up_to(v, &[(dec("2.3"), 2)], 3)));
    let sign = |place| match inputs.present(place) {
        Some(false) => Points::exactly(1),
        Some(true) => Points::between(2, 3),
        None => Points::between(1, 3),
    };
    bilirubin.plus(albumin).plus(inr).plus(sign(3)).plus(sign(4)).computed(inputs)
}
