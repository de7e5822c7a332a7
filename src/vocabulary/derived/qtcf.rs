//! QT interval corrected for heart rate after Fridericia.

use super::arithmetic::cube_root;
use super::formula::{Computed, Derived, Example, Input, Inputs, Missing};
use crate::quantity::Decimal;

/// QT interval over the cube root of the RR interval in seconds.
pub(super) const QTCF: Derived = Derived {
    of: "QTcF",
    unit: "ms",
    inputs: &[Input::measure("QT interval", "ms"), Input::measure("heart rate", "/min")],
    formula: "QTcF = QT / ∛RR, RR = 60 / heart rate (s)",
    source: "Fridericia LS. Acta Med Scand 1920;53:469-486",
    unknown_when: "The QT interval or the heart rate is not known.",
    may_spare: &[],
    compute,
    examples: &[
        Example { source: "by hand: at 60 beats per minute nothing is corrected", inputs: &[Some("450"), Some("60")], result: "450" },
        Example { source: "by hand: 360 / ∛0.6", inputs: &[Some("360"), Some("100")], result: "426.8" },
    ],
};

fn compute(inputs: &Inputs<'_>) -> Computed {
    let Some([interval, rate]) = inputs.all() else { return Computed::Unknown(Missing::Input) };
    let root = Decimal::from(60).checked_div(rate).and_then(cube_root);
    Computed::value(root.and_then(|r| interval.checked_div(r)))
}
