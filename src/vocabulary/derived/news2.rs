//! National Early Warning Score 2.

use super::arithmetic::dec;
use super::formula::{Computed, Derived, Example, Input, Inputs};
use super::points::{Points, up_to};
use crate::quantity::Decimal;
use rust_decimal::RoundingStrategy;

/// NEWS2 with oxygen saturation scale 1 (scale 2 is for hypercapnic failure on a prescribed
/// target of 88-92 %), 0 to 20 points. The chart is in whole numbers, the temperature in tenths:
/// values are rounded so, a half upwards. Alert is a Glasgow Coma Scale of 15. The college does
/// not mean it for children under 16 years or in pregnancy; that is not looked at here.
pub(super) const NEWS2: Derived = Derived {
    of: "NEWS2",
    unit: "1",
    inputs: &[
        Input::measure("respiratory rate", "/min"),
        Input::measure("SpO2", "%"),
        Input::finding("supplemental oxygen"),
        Input::measure("systolic blood pressure", "mm[Hg]"),
        Input::measure("heart rate", "/min"),
        Input::measure("Glasgow Coma Scale", "1"),
        Input::measure("body temperature", "Cel"),
    ],
    formula: "respiratory rate ≤ 8: 3, 9-11: 1, 12-20: 0, 21-24: 2, ≥ 25: 3; SpO2 (%) ≤ 91: 3, 92-93: 2, 94-95: 1, ≥ 96: 0; supplemental oxygen: 2; systolic pressure ≤ 90: 3, 91-100: 2, 101-110: 1, 111-219: 0, ≥ 220: 3; pulse ≤ 40: 3, 41-50: 1, 51-90: 0, 91-110: 1, 111-130: 2, ≥ 131: 3; not alert: 3; temperature (°C) ≤ 35.0: 3, 35.1-36.0: 1, 36.1-38.0: 0, 38.1-39.0: 1, ≥ 39.1: 2",
    source: "Royal College of Physicians. National Early Warning Score (NEWS) 2. London 2017",
    unknown_when: "One of the seven is not known; the others then give bounds.",
    may_spare: &[],
    compute,
    examples: &[
        Example {
            source: "by hand: 2 + 2 + 2 + 1 + 2 + 3 + 1",
            inputs: &[Some("24"), Some("93"), Some("1"), Some("105"), Some("115"), Some("14"), Some("38.5")],
            result: "13",
        },
        Example {
            source: "by hand: nothing out of the ordinary, at the bounds",
            inputs: &[Some("12"), Some("96"), Some("0"), Some("219"), Some("51"), Some("15"), Some("36.1")],
            result: "0",
        },
        Example {
            source: "by hand: 3 + 3 + 2 + 3 + 3 + 3 + 3, the worst there is",
            inputs: &[Some("8"), Some("91"), Some("1"), Some("220"), Some("131"), Some("3"), Some("35")],
            result: "20",
        },
        Example {
            source: "by hand: 3 + 3, and up to 2 + 3 + 3 + 3 + 3",
            inputs: &[Some("25"), Some("88"), None, None, None, None, None],
            result: "6 to 20",
        },
    ],
};

fn compute(inputs: &Inputs<'_>) -> Computed {
    let whole = |place| inputs.get(place).map(|v| charted(v, 0));
    let breathing = Points::of(whole(0), (0, 3), |v| up_to(v, &[(dec("8"), 3), (dec("11"), 1), (dec("20"), 0), (dec("24"), 2)], 3));
    let saturation = Points::of(whole(1), (0, 3), |v| up_to(v, &[(dec("91"), 3), (dec("93"), 2), (dec("95"), 1)], 0));
    let oxygen = Points::of(inputs.present(2), (0, 2), |given| if given { 2 } else { 0 });
    let pressure = Points::of(whole(3), (0, 3), |v| up_to(v, &[(dec("90"), 3), (dec("100"), 2), (dec("110"), 1), (dec("219"), 0)], 3));
    let pulse_bands = [(dec("40"), 3), (dec("50"), 1), (dec("90"), 0), (dec("110"), 1), (dec("130"), 2)];
    let pulse = Points::of(whole(4), (0, 3), |v| up_to(v, &pulse_bands, 3));
    let mind = Points::of(inputs.get(5), (0, 3), |v| if v < dec("15") { 3 } else { 0 });
    let temperature_bands = [(dec("35"), 3), (dec("36"), 1), (dec("38"), 0), (dec("39"), 1)];
    let temperature = Points::of(inputs.get(6).map(|v| charted(v, 1)), (0, 3), |v| up_to(v, &temperature_bands, 2));
    breathing.plus(saturation).plus(oxygen).plus(pressure).plus(pulse).plus(mind).plus(temperature).computed(inputs)
}

fn charted(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}
