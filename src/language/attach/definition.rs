//! Definitions: "X, defined as …", "X, as evidenced by …": whether the name stands beside them.

use super::category::is_name;
use super::limits::Limit;
use super::sentence::{split, trim, whole};
use super::tail::{is_disease, names, names_condition};
use super::{Context, Scope};
use crate::language::element::{Element, What};
use crate::language::words::Kind;
use crate::rule::{Node, Rule};

/// Words behind which the same is said again: the name before them is not asked beside it.
pub(super) const MEANING: &[&str] = &["ie", "i.e", "that is", "that is to say", "namely", "meaning"];

/// What stands before a list: part of the rule, unless it is only what the list defines.
pub(super) fn led_by(context: &Context<'_>, lead: &[Element], list: Option<Rule>, scope: &Scope) -> Option<Rule> {
    let defines = lead.iter().rposition(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::Defined));
    if let Some(i) = defines {
        // "X is defined by …": the definition is what X means here.
        let (others, before, or) = last_of_list(context, lead.get(..i).unwrap_or_default());
        let (from, to) = context.span_of(lead);
        let list = with_first(context, trim(lead.get(i.saturating_add(1)..).unwrap_or_default()), list, scope);
        let list = if evidences(context, lead, i) { with_limit(context, before, list, scope) } else { list };
        context.mark(from, to);
        let shown = evidences(context, lead, i) && is_name(context, &without_limits(before));
        let listed = !others.is_empty() || from.checked_sub(1).is_some_and(|i| context.kind(i) == Some(&Kind::Colon));
        let kept = shown || list.as_ref().is_some_and(|list| keeps_name(context, lead.get(i), before, (list, listed)));
        let said = whole(context, before, scope);
        let defined = match (said, list) {
            // "no hypotension, defined as SBP < 90": what is denied is what the name means.
            (Some(Rule { node: Node::Not(inner), at, open }), Some(list)) => {
                let parts = if kept { vec![*inner, list] } else { vec![list] };
                context.group(false, parts).map(|inner| Rule { node: Node::Not(Box::new(inner)), at, open })
            }
            (said, list) => context.group(false, said.filter(|_| kept || list.is_none()).into_iter().chain(list).collect()),
        };
        // "heart disease or renal insufficiency defined as …": only the last is defined.
        let or = or.unwrap_or_else(|| context.default_or(scope));
        let first = if others.is_empty() { None } else { whole(context, others, &Scope { or: Some(or), ..scope.clone() }) };
        return context.group(or, first.into_iter().chain(defined).collect());
    }
    let lead = whole(context, trim(lead), &Scope { or: Some(false), ..scope.clone() });
    match (lead, list) {
        (Some(lead), Some(list)) => context.group(false, vec![lead, list]),
        (lead, list) => list.or(lead),
    }
}

/// What stands before the last part of a list of known things, that part, and how the two are
/// connected.
fn last_of_list<'e>(context: &Context<'_>, list: &'e [Element]) -> (&'e [Element], &'e [Element], Option<bool>) {
    let list = trim(list);
    let at = list.iter().rposition(|e| matches!(e.what, What::Separator(_)));
    let known = |before: &[Element]| {
        let (from, to) = context.span_of(before);
        (from..to).any(|i| names_condition(context, i))
    };
    let Some(at) = at.filter(|at| known(list.get(..*at).unwrap_or_default())) else { return (&[], list, None) };
    let or = list.iter().rev().find_map(|e| match &e.what {
        What::Separator(s) => s.or,
        _ => None,
    });
    let (before, last) = split(list, at);
    (trim(before), last, or)
}

/// Whether a name stands beside its definition: "brittle diabetes, as defined by ketoacidosis",
/// "severe COPD, defined as FEV1 < 50 %". What only a value is ("hypotension") the value alone
/// tells, and behind "that is" stands what is meant. In a list of which the name is a part it is
/// not clear where the definition ends.
fn keeps_name(context: &Context<'_>, defines: Option<&Element>, before: &[Element], (list, listed): (&Rule, bool)) -> bool {
    let with = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::With);
    let name = before.get(before.iter().rposition(with).map_or(0, |i| i.saturating_add(1))..).unwrap_or_default();
    let name: Vec<Element> = name.iter().filter(|e| !matches!(e.what, What::Bracket(_))).cloned().collect();
    let (from, to) = context.span_of(&name);
    if !compares(list) {
        let (from, to) = context.span_of(before);
        return (from..to).any(|i| names(context, i));
    }
    // "X is defined by …" says what X is; "X, defined as …" asks for both.
    let meant = defines.and_then(|e| context.token(e.from)).is_some_and(|t| {
        let finite = matches!(t.lower().split(' ').next(), Some("is" | "are" | "will"));
        finite || MEANING.iter().any(|m| t.text.eq_ignore_ascii_case(m))
    });
    let with = before.iter().any(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::With));
    !meant && (!listed || measures_only(list)) && (with || is_name(context, &name)) && is_disease(context, from, to)
}

/// Whether a rule asks for a value anywhere.
fn compares(rule: &Rule) -> bool {
    let mut found = false;
    rule.walk(&mut |r| found |= matches!(r.node, Node::Measure(_) | Node::Consecutive(_) | Node::Trend(_) | Node::Steady(_)));
    found
}

/// What stands between "defined by" and the first mark of a list is a part of the list.
fn with_first(context: &Context<'_>, first: &[Element], list: Option<Rule>, scope: &Scope) -> Option<Rule> {
    let first = if first.is_empty() { None } else { whole(context, first, scope) };
    context.group(context.default_or(scope), first.into_iter().chain(list).collect())
}

/// "dysregulation within 6 months, as evidenced by …": the evidence is of the same time.
fn with_limit(context: &Context<'_>, before: &[Element], list: Option<Rule>, scope: &Scope) -> Option<Rule> {
    let mut list = list?;
    let looks_back = |e: &Element| super::limits::is_limit(e) && !matches!(e.what, What::Span(_));
    if before.iter().any(looks_back)
        && let [leaf] = super::reader::leaves(context, before, scope).as_slice()
        && let Some(limit) = Limit::of(leaf)
    {
        limit.apply(&mut list);
    }
    Some(list)
}

fn without_limits(elements: &[Element]) -> Vec<Element> {
    elements.iter().filter(|e| !super::limits::is_limit(e)).cloned().collect()
}

/// "as evidenced by", "manifested by": what shows a thing is asked beside it.
fn evidences(context: &Context<'_>, lead: &[Element], i: usize) -> bool {
    const SHOWN: &[&str] = &["demonstrated", "documented", "evidenced", "indicated", "manifested", "shown"];
    lead.get(i).and_then(|e| context.token(e.from)).is_some_and(|t| t.lower().split(' ').any(|w| SHOWN.contains(&w)))
}

/// Whether a rule asks for nothing but values.
fn measures_only(rule: &Rule) -> bool {
    match &rule.node {
        Node::Measure(_) => true,
        Node::All(parts) | Node::Any(parts) => parts.iter().all(measures_only),
        _ => false,
    }
}
