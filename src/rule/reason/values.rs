//! Single thresholds: slips of the unit, and equality with what is measured on a continuum.

use super::usual::usual;
use super::{Both, Part, Reasoner};
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::{Bound, Comparison, Decimal, Exact, Is, Op, Scale, Unit};
use crate::rule::{Asked, CheckedIs, CheckedNode, Node, Test};
use crate::vocabulary::Measure;

/// Factors that people slip by: a decimal point, a percentage as a fraction, thousands.
const FACTORS: &[i64] = &[10, 100, 1_000, 1_000_000];

impl<'t> Reasoner<'t> {
    pub(super) fn values(&mut self) {
        for both in self.both() {
            self.value(both, both.rule());
        }
    }

    fn value(&mut self, both: Both<'t>, part: Part<'t>) {
        let compared = match (&part.checked.node, &part.written.node) {
            (CheckedNode::Measure(c), Node::Measure(w)) => Some((&c.of, &c.is, &w.is)),
            (CheckedNode::Consecutive(c), Node::Consecutive(w)) => Some((&c.of, &c.is, &w.is)),
            _ => None,
        };
        if let Some((of, checked, Is::Number(written))) = compared
            && let Some(diagnostic) = self.threshold(of, checked, written)
        {
            self.tell(both, Some(part), diagnostic);
        }
        part.children().for_each(|p| self.value(both, p));
    }

    fn threshold(&self, of: &Asked, checked: &CheckedIs, written: &Comparison) -> Option<Diagnostic> {
        let measure = self.trial.vocabulary().measure(of.id?)?;
        let Test::Value(bounds) = &checked.test else { return None };
        let beyond = |v: &Exact| {
            let (low, high) = measure.range();
            *v > Exact::from(high) || *v < Exact::from(low) && v.is_negative()
        };
        // What is impossible is told as such.
        if bounds.iter().any(|b| beyond(&b.value)) {
            return None;
        }
        let slip = bounds.iter().zip(&written.bounds).find_map(|(b, w)| slip(&b.value, w, written, measure));
        slip.or_else(|| bounds.iter().find(|b| b.op == Op::Equal).and_then(|b| equal(&b.value, written, measure)))
    }
}

/// A limit far from all that protocols ask for, which another unit or a usual factor would mend.
fn slip(value: &Exact, written: &Bound, comparison: &Comparison, measure: &Measure) -> Option<Diagnostic> {
    let (low, high, units) = usual(&measure.name)?;
    let (low, high) = (Exact::from(low), Exact::from(high));
    let fits = |v: &Exact| low <= *v && *v <= high;
    // Nothing is a limit of its own ("lactate > 0"), and so is the whole of a percentage.
    if fits(value) || value.is_zero() {
        return None;
    }
    let canonical = measure.canonical_unit();
    let in_unit = |text: &&str| {
        let unit = Unit::parse(text).ok()?;
        let value = unit.convert(written.value, &canonical, measure.substance()).ok()?;
        fits(&value).then(|| format!("{} {}", written.value, unit.display()))
    };
    let shown = match &comparison.scale {
        Scale::Unit(unit) => unit.clone(),
        _ => canonical.display(),
    };
    let by_factor = |factor: &i64| {
        let factor = Decimal::from(*factor);
        let (more, less) = (written.value.checked_mul(factor)?, written.value.checked_div(factor)?);
        let unit = if shown.is_empty() { Unit::one() } else { Unit::parse(&shown).ok()? };
        let fitting = |v: Decimal| unit.convert(v, &canonical, measure.substance()).is_ok_and(|v| fits(&v));
        [more, less].into_iter().find(|v| fitting(*v)).map(|v| format!("{} {shown}", v.normalize()))
    };
    let meant = units.iter().find_map(in_unit).or_else(|| FACTORS.iter().find_map(by_factor))?;
    let message = format!("`{comparison}` is far from what {} is in any patient", measure.name);
    Some(Diagnostic::new(Code::UnitSlip, message).help(format!("is `{}` meant?", meant.trim())))
}

/// An equality that next to no patient meets: what is measured is never just that.
fn equal(value: &Exact, comparison: &Comparison, measure: &Measure) -> Option<Diagnostic> {
    // Counts, classes and completed weeks are whole numbers; the ends of a range are met.
    let counted = measure.ordinal || measure.unit.starts_with(['/', '{']) || matches!(&*measure.unit, "1" | "a" | "mo" | "wk" | "d");
    let (low, high) = measure.range();
    if counted || *value == Exact::from(low) || *value == Exact::from(high) || value.is_zero() {
        return None;
    }
    let message = format!("{} is compared by `{comparison}`, and is measured on a continuum", measure.name);
    Some(Diagnostic::new(Code::EqualOnContinuum, message).help("write a lower or an upper bound, or a range"))
}
