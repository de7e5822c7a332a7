//! "Blood pressure > 140/90 mmHg": one comparison of two pressures.

use super::Context;
use super::leaf::Leaf;
use crate::language::grammar::{Counts, Numbers};
use crate::language::words::Kind;
use crate::quantity::{Bound, Comparison, Decimal, Is, Op, Scale};
use crate::rule::{CriterionKind, MeasureRule, Node, Rule, Take};

/// Words that name the blood pressure as a whole.
const WHOLE: &[&str] = &["blood pressure", "bp", "arterial pressure", "sbp/dbp", "systolic/diastolic"];

/// The rule of two numbers that a stroke parts behind the name of the blood pressure.
///
/// Too high is who has either too high, and so too low. That a pressure is within its limits is
/// said of both: "< 140/90" among the inclusions.
pub(super) fn pair(context: &Context<'_>, leaf: &Leaf, numbers: &Numbers) -> Option<Rule> {
    let [(bound, counts)] = numbers.bounds.as_slice() else { return None };
    let (from, slash) = leaf.numbers_at;
    let Some(Kind::Number(low)) = context.kind(slash.checked_add(1)?).filter(|_| context.kind(slash) == Some(&Kind::Slash)) else { return None };
    let before = context.words(leaf.from, from).to_lowercase();
    let named = WHOLE.iter().any(|name| before.split(|c: char| !c.is_alphanumeric() && c != '/' && c != ' ').any(|part| ends_in(part, name)));
    // The lower number stands behind the stroke; a ratio or a date has other numbers.
    let pressures = *low < bound.value && *low >= Decimal::from(30) && bound.value <= Decimal::from(260);
    if !named || !pressures || bound.op == Op::Equal || leaf.repeat.is_some() {
        return None;
    }
    let unit = match (counts, context.kind(slash.checked_add(2)?)) {
        (Counts::Unit(scale), _) | (_, Some(Kind::Unit(scale))) => scale.clone(),
        // Nobody gives a pair of them in another unit.
        _ => Scale::Unit("mmHg".to_owned()),
    };
    let one = |of: &str, value: Decimal| {
        let is = Is::Number(Comparison { bounds: vec![Bound { op: bound.op, value }], scale: unit.clone() });
        let mut rule = MeasureRule::new(of.to_owned(), is);
        rule.lasts = leaf.lasts;
        rule.within = leaf.within.filter(|_| leaf.before.is_none());
        if rule.within.is_some() {
            rule.take = Take::Any;
        }
        context.rule(Node::Measure(rule), leaf.from, leaf.to)
    };
    let both = context.kind == CriterionKind::Inclusion && matches!(bound.op, Op::Less | Op::AtMost);
    context.group(!both, vec![one("systolic blood pressure", bound.value), one("diastolic blood pressure", *low)])
}

/// Whether the name stands among the words, as words.
fn ends_in(words: &str, name: &str) -> bool {
    words == name || words.split(' ').collect::<Vec<_>>().windows(name.split(' ').count()).any(|part| part.join(" ") == name)
}
