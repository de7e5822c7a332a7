//! "ALT and AST ≤ 2.5 and ≤ 3 × ULN, respectively": the first name has the first number.

use super::list::coordination;
use super::sexes::sex_named;
use super::{Context, Scope};
use crate::language::element::{Element, Numbers, What};
use crate::language::words::Kind;
use crate::rule::{FindingRule, Node, Rule};

/// The rule of a stretch with "respectively"; where the pairs are not clear, its words.
pub(super) fn respectively(context: &Context<'_>, elements: &[Element], scope: &Scope) -> Option<Rule> {
    let says = |e: &Element| e.what == What::Token && context.token(e.from).is_some_and(|t| t.text.eq_ignore_ascii_case("respectively"));
    if !elements.iter().any(says) {
        return None;
    }
    // "A or B within 28 or 14 days, respectively": the look-back itself has one for each.
    if let Some(i) = elements.iter().position(|e| matches!(e.what, What::Respective(..))) {
        let two = elements.iter().take(i).filter(|e| matches!(e.what, What::Separator(_))).count() == 1;
        if two && !elements.iter().any(|e| matches!(e.what, What::Comparison(_))) {
            return None;
        }
    }
    let (from, to) = context.span_of(elements);
    let mut bounds: Vec<Element> = Vec::new();
    let mut others = 0usize;
    for element in elements {
        match &element.what {
            What::Comparison(n) => {
                for bound in &n.bounds {
                    let numbers = Numbers { bounds: vec![bound.clone()], ..n.clone() };
                    bounds.push(Element { what: What::Comparison(numbers), ..element.clone() });
                }
            }
            What::LookBack { .. } | What::Ago(_) | What::Span(_) => others = others.saturating_add(1),
            _ => {}
        }
    }
    let measures: Vec<&Element> =
        elements.iter().filter(|e| matches!((&e.what, context.kind(e.from)), (What::Token, Some(Kind::Measure(_))))).collect();
    let sexes: Vec<(&'static str, &Element)> = elements.iter().filter_map(|e| Some((sex_named(context, e)?, e))).collect();
    let unit = bounds.last().and_then(|e| if let What::Comparison(n) = &e.what { n.bounds.last().map(|(_, c)| c.clone()) } else { None });
    let operator =
        bounds.first().and_then(|e| if let What::Comparison(n) = &e.what { n.bounds.first().map(|(b, _)| (b.op, n.compared)) } else { None });
    for bound in &mut bounds {
        if let (What::Comparison(n), Some(unit)) = (&mut bound.what, &unit) {
            for (limit, counts) in &mut n.bounds {
                if *counts == crate::language::element::Counts::Nothing {
                    *counts = unit.clone();
                }
                if let (false, Some((op, true))) = (n.compared, operator) {
                    limit.op = op;
                }
            }
            n.compared = true;
        }
    }
    let or = elements.iter().any(|e| matches!(&e.what, What::Separator(s) if s.or == Some(true)));
    let several = bounds.len() >= 2 && others == 0 && operator.is_some_and(|(_, compared)| compared);
    let one = |name: &Element, bound: &Element| coordination(context, &[name.clone(), bound.clone()], scope);
    let rules: Option<Vec<Rule>> = match (measures.as_slice(), sexes.as_slice()) {
        (names, []) if several && names.len() == bounds.len() => names.iter().zip(&bounds).map(|(n, b)| one(n, b)).collect(),
        ([name], sexes) if several && sexes.len() == bounds.len() => {
            let each = sexes.iter().zip(&bounds).map(|((sex, at), bound)| {
                let who = context.rule(Node::Finding(FindingRule::new(*sex)), at.from, at.to);
                context.group(false, vec![who, one(name, bound)?])
            });
            each.collect()
        }
        _ => None,
    };
    let by_sex = !sexes.is_empty();
    let rule = rules.and_then(|rules| context.group(or || by_sex, rules));
    context.mark(from, to);
    let named = |e: &Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Finding(_))) && sex_named(context, e).is_none();
    match rule {
        Some(rule) if !elements.iter().any(named) => Some(rule),
        _ => Some(context.doubtful(from, to, "which of the names goes with which of the numbers is not clear")),
    }
}
