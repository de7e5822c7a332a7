//! Comparisons that were lost: "Age = 18 years", "platelets 100,000/mm3".

use super::Context;
use super::leaf::Leaf;
use crate::language::element::{Counts, Numbers};
use crate::quantity::{Decimal, Op, Scale};
use crate::rule::Rule;

/// A value that nobody has exactly, asked for as if it had to be equal: in all likelihood a
/// sign such as ≥ was lost, and which one nobody can know.
pub(super) fn lost(context: &Context<'_>, leaf: &Leaf, numbers: &Numbers, of: &str) -> Option<Rule> {
    let equal = |(bound, _): &(crate::quantity::Bound, Counts)| bound.op == Op::Equal;
    if !numbers.bounds.iter().any(equal) {
        return None;
    }
    let measure = context.vocabulary.measure_named(of).and_then(|id| context.vocabulary.measure(id));
    if measure.is_some_and(|m| m.ordinal) {
        return None;
    }
    let ranked = of.ends_with("percentile");
    // Scores and counts have exact values; so has a percentage at its end.
    let exact = numbers.bounds.iter().all(|(bound, counts)| match counts {
        Counts::Nothing => of != "age" && !ranked && measure.is_none_or(|m| m.unit == "1" || m.bare),
        Counts::Unit(Scale::Unit(unit)) => unit == "%" && (bound.value.is_zero() || bound.value == Decimal::ONE_HUNDRED),
        _ => false,
    });
    (!exact).then(|| context.doubtful(leaf.from, leaf.to, "no value is compared, or \"=\" stands for a sign that was lost"))
}
