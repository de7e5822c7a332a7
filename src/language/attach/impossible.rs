//! Demands that nobody can meet: rows of a table on one line, bands of age one behind the other.

use super::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::{Comparison, Decimal, Is, Op, Scale};
use crate::rule::{MeasureRule, Node, Rule};
use crate::time::TimeUnit;

/// Leaves to a person every part whose own parts ask for two values at once: what the words
/// mean by them was not understood.
pub(in crate::language) fn to_person(context: &Context<'_>, rule: &mut Rule) {
    if let Node::All(parts) = &rule.node
        && let Some(of) = at_odds(parts)
    {
        let (start, end) = rule.at.map_or((0, context.chars.len()), |at| (at.start, at.end));
        let text: String = context.chars.get(start..end).unwrap_or_default().iter().collect();
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let message = format!("`{words}`: no {of} is all that is asked, so that other cases must be meant");
        context.diagnostics.borrow_mut().push(Diagnostic::new(Code::NotUnderstood, message));
        rule.node = Node::Review(words);
        return;
    }
    match &mut rule.node {
        Node::All(parts) | Node::Any(parts) => parts.iter_mut().for_each(|p| to_person(context, p)),
        Node::AtLeast(counted) => counted.of.iter_mut().for_each(|p| to_person(context, p)),
        Node::Not(part) => to_person(context, part),
        Node::Lasting(lasting) => to_person(context, &mut lasting.rule),
        _ => {}
    }
}

/// The measure that two parts ask for values of that no one value is.
fn at_odds(parts: &[Rule]) -> Option<&str> {
    let measures: Vec<&MeasureRule> = parts.iter().filter_map(|p| if let Node::Measure(m) = &p.node { Some(m) } else { None }).collect();
    let apart = |a: &MeasureRule, b: &MeasureRule| match (&a.is, &b.is) {
        (Is::Number(x), Is::Number(y)) => a.of == b.of && a.take == b.take && a.within == b.within && a.since == b.since && disjoint(x, y, &a.of),
        _ => false,
    };
    measures.iter().enumerate().find_map(|(i, a)| measures.iter().skip(i.saturating_add(1)).any(|b| apart(a, b)).then_some(a.of.as_str()))
}

fn disjoint(x: &Comparison, y: &Comparison, of: &str) -> bool {
    let (Some(a), Some(b)) = (factor(&x.scale, of), factor(&y.scale, of)) else { return false };
    if x.scale != y.scale && of != "age" {
        return false;
    }
    let ends = |c: &Comparison, factor: Decimal| {
        let (mut low, mut high) = (None::<Decimal>, None::<Decimal>);
        for bound in &c.bounds {
            let value = bound.value.checked_mul(factor);
            if matches!(bound.op, Op::AtLeast | Op::Greater | Op::Equal) {
                low = low.max(value);
            }
            if matches!(bound.op, Op::AtMost | Op::Less | Op::Equal) {
                high = match (high, value) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
        }
        (low, high)
    };
    let ((low, high), (other_low, other_high)) = (ends(x, a), ends(y, b));
    let above = |low: Option<Decimal>, high: Option<Decimal>| low.zip(high).is_some_and(|(low, high)| low > high);
    above(low, other_high) || above(other_low, high)
}

/// How many days, for an age.
fn factor(scale: &Scale, of: &str) -> Option<Decimal> {
    let days = match scale {
        Scale::Unit(unit) if of == "age" => match TimeUnit::from_word(unit)? {
            TimeUnit::Year => 365,
            TimeUnit::Month => 30,
            TimeUnit::Week => 7,
            TimeUnit::Day => 1,
            _ => return None,
        },
        _ => 1,
    };
    Some(Decimal::from(days))
}
