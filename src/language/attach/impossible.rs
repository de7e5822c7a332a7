//! Demands that nobody can meet: rows of a table on one line, bands of age one behind the other.

use super::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::{Comparison, Decimal, Is, Op, Scale};
use crate::rule::{MeasureRule, Node, Rule};
use crate::time::TimeUnit;

/// Leaves to a person every part whose own parts ask for two values at once: what the words
/// mean by them was not understood.
pub(in crate::language) fn to_person(context: &Context<'_>, rule: &mut Rule) {
    if let Node::All(parts) = &mut rule.node
        && let Some((of, later)) = at_odds(parts)
    {
        // "between 10 and 40 degrees (above 40 degrees …)": the bracket speaks of another case.
        if let Some(part) = parts.get_mut(later).filter(|part| part.at.is_some_and(|at| bracketed(context, at.start))) {
            let words = review(context, part.at.map_or((0, 0), |at| (at.start, at.end)), &of);
            part.node = Node::Review(words);
            to_person(context, rule);
            return;
        }
        let words = review(context, rule.at.map_or((0, context.chars.len()), |at| (at.start, at.end)), &of);
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

/// The words of a stretch, with a note that says why they are for a person.
fn review(context: &Context<'_>, (start, end): (usize, usize), of: &str) -> String {
    let text: String = context.chars.get(start..end).unwrap_or_default().iter().collect();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.trim_start_matches(['-', '•', '*', ' ']).to_owned();
    let message = format!("`{words}`: no {of} is all that is asked, so that other cases must be meant");
    context.diagnostics.borrow_mut().push(Diagnostic::new(Code::NotUnderstood, message));
    words
}

/// Whether a bracket opens right before a place.
fn bracketed(context: &Context<'_>, start: usize) -> bool {
    let before = context.chars.get(..start).unwrap_or_default().iter().rev().find(|c| !c.is_whitespace());
    before.is_some_and(|c| matches!(c, '(' | '[')) || matches!(context.chars.get(start), Some('(' | '['))
}

/// The measure that two parts ask for values of that no one value is, and the later of the two.
/// Nobody is of both sexes either.
fn at_odds(parts: &[Rule]) -> Option<(String, usize)> {
    let sex = |sex: &str| parts.iter().position(|p| matches!(&p.node, Node::Finding(f) if f.of == sex));
    if let (Some(male), Some(female)) = (sex("male"), sex("female")) {
        return Some(("sex".to_owned(), male.max(female)));
    }
    let measures: Vec<(usize, &MeasureRule)> =
        parts.iter().enumerate().filter_map(|(i, p)| if let Node::Measure(m) = &p.node { Some((i, m)) } else { None }).collect();
    let apart = |a: &MeasureRule, b: &MeasureRule| match (&a.is, &b.is) {
        (Is::Number(x), Is::Number(y)) => a.of == b.of && a.take == b.take && a.within == b.within && a.since == b.since && disjoint(x, y, &a.of),
        _ => false,
    };
    measures.iter().enumerate().find_map(|(i, (_, a))| {
        let later = measures.iter().skip(i.saturating_add(1)).find(|(_, b)| apart(a, b));
        later.map(|(place, _)| (a.of.clone(), *place))
    })
}

fn disjoint(x: &Comparison, y: &Comparison, of: &str) -> bool {
    let (Some(a), Some(b)) = (factor(&x.scale, of), factor(&y.scale, of)) else { return false };
    if x.scale != y.scale && of != "age" {
        return false;
    }
    let ends = |c: &Comparison, factor: Decimal| {
        // Each end, and whether it is left out itself.
        let (mut low, mut high) = (None::<(Decimal, bool)>, None::<(Decimal, bool)>);
        for bound in &c.bounds {
            let end = bound.value.checked_mul(factor).map(|value| (value, matches!(bound.op, Op::Less | Op::Greater)));
            if matches!(bound.op, Op::AtLeast | Op::Greater | Op::Equal) {
                low = low.max(end);
            }
            if matches!(bound.op, Op::AtMost | Op::Less | Op::Equal) {
                high = match (high, end) {
                    (Some(a), Some(b)) => Some(if a.0 < b.0 || a.0 == b.0 && a.1 { a } else { b }),
                    (a, b) => a.or(b),
                };
            }
        }
        (low, high)
    };
    let ((low, high), (other_low, other_high)) = (ends(x, a), ends(y, b));
    let above = |low: Option<(Decimal, bool)>, high: Option<(Decimal, bool)>| {
        low.zip(high).is_some_and(|(low, high)| low.0 > high.0 || low.0 == high.0 && (low.1 || high.1))
    };
    above(low, other_high) || above(other_low, high)
}

/// How many days, for an age.
pub(super) fn factor(scale: &Scale, of: &str) -> Option<Decimal> {
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
