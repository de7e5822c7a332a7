//! Exceptions: what they are taken from, and how far they reach.

use super::condition::{combine, is_sure, negated};
use super::sentence::{trim, whole};
use super::{Context, Scope};
use crate::language::grammar::{Element, Sign, What};
use crate::language::words::Kind;
use crate::rule::{CriterionKind, Node, Rule};
use crate::vocabulary::FindingKind;

/// The rule of a stretch with an exception at `i`.
pub(super) fn exception(context: &Context<'_>, elements: &[Element], i: usize, scope: &Scope) -> Option<Rule> {
    let sign = |e: &Element| if let What::Separator(s) = &e.what { Some((s.sign, s.or)) } else { None };
    let semicolon = |e: &Element| sign(e).is_some_and(|(s, _)| s == Sign::Semicolon);
    if elements.iter().any(semicolon) {
        let or = elements.iter().filter(|e| semicolon(e)).find_map(|e| sign(e).and_then(|(_, or)| or));
        let rules = elements.split(semicolon).filter_map(|part| whole(context, trim(part), scope)).collect();
        return context.group(or.unwrap_or_else(|| context.default_or(scope)), rules);
    }
    let main = elements.get(..i).unwrap_or_default();
    let but = elements.get(i..).unwrap_or_default();
    // "stroke, malignancy except skin cancer, or diabetes": the list is still open before the
    // exception, which ends at the next comma.
    let comma = |e: &Element| sign(e).is_some_and(|(s, _)| s == Sign::Comma);
    let colon = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Colon);
    let open = !but.iter().take(3).any(colon)
        && main.iter().any(comma)
        && !main.iter().any(|e| sign(e).is_some_and(|(_, or)| or.is_some()))
        && !main.last().is_some_and(comma);
    if let (true, Some(start), Some(end)) = (open, main.iter().rposition(comma), but.iter().position(comma)) {
        if !but.iter().any(|e| comma(e) && sign(e).is_some_and(|(_, or)| or.is_some())) {
            // Where the exception ends nobody can know.
            let rule = whole(context, trim(main), scope);
            let (from, to) = context.span_of(but);
            let review = context.doubtful(from, to, "how far the exception reaches is not clear");
            return context.group(false, rule.into_iter().chain([review]).collect());
        }
        let inner = elements.get(start.saturating_add(1)..i.saturating_add(end)).unwrap_or_default();
        let before = elements.get(..start).unwrap_or_default();
        let after = but.get(end..).unwrap_or_default();
        let or = elements.iter().filter(|e| comma(e)).filter_map(|e| sign(e).and_then(|(_, or)| or)).next_back();
        let last = after.iter().filter_map(sign).find_map(|(_, or)| or);
        let or = or.or(last).unwrap_or_else(|| context.default_or(scope));
        let parts = before.split(comma).chain([inner]).map(trim).chain([trim(after)]);
        return context.group(or, parts.filter_map(|part| whole(context, part, scope)).collect());
    }
    let rule = whole(context, trim(main), scope);
    match rule {
        Some(rule) => Some(excepted(context, rule, but, scope)),
        None => whole(context, but.get(1..).unwrap_or_default(), scope),
    }
}

/// A rule without what an exception names; `but` begins with the word of exception.
pub(super) fn excepted(context: &Context<'_>, rule: Rule, but: &[Element], scope: &Scope) -> Rule {
    let (from, to) = context.span_of(but);
    let unless = but.first().and_then(|e| context.token(e.from)).is_some_and(|t| t.text.eq_ignore_ascii_case("unless"));
    let body = but.get(1..).unwrap_or_default();
    let conditional = unless || body.first().is_some_and(|e| super::aside::is_condition(context, e));
    let body = if body.first().is_some_and(|e| super::aside::is_condition(context, e)) { body.get(1..).unwrap_or_default() } else { body };
    let on_values = on_values(&rule);
    if on_values && let Some(rule) = other_limit(context, &rule, body, scope) {
        return rule;
    }
    let named = whole(context, trim(body), &Scope { or: Some(true), said: None, ..scope.clone() });
    // A condition that the vocabulary does not know is for a person; what is left out of a
    // category is named by its words.
    let named = named.filter(|r| {
        let treated = on_values && context.kind == CriterionKind::Inclusion && names_treatment(context, r);
        !conditional || (is_sure(context, r) && !treated)
    });
    let Some(named) = named else {
        // What is excepted is for a person to judge, and with it the exception.
        context.unmark(from, to);
        context.mark(from, to);
        let review = context.rule(Node::Review(context.words(from, to)), from, to);
        let or = context.kind == CriterionKind::Inclusion && conditional;
        return context.group(or, vec![rule.clone(), review]).unwrap_or(rule);
    };
    if context.kind == CriterionKind::Inclusion && (on_values || conditional) && !matches!(rule.node, Node::Not(_)) {
        return context.group(true, vec![rule.clone(), named]).unwrap_or(rule);
    }
    let not = context.rule(Node::Not(Box::new(named)), from, to);
    match rule.node {
        // "no malignancy except skin cancer": what is not to be there is the malignancy without it.
        Node::Not(inner) => context.group(false, vec![(*inner).clone(), not]).map_or(*inner, negated),
        _ => context.group(false, vec![rule.clone(), not]).unwrap_or(rule),
    }
}

/// Whether a rule asks for a drug or a procedure. "SBP ≥ 160 (unless on treatment)": the treated
/// need another look, they do not pass for it.
fn names_treatment(context: &Context<'_>, rule: &Rule) -> bool {
    let mut named = false;
    rule.walk(&mut |r| {
        if let Node::Finding(f) = &r.node {
            let kind = context.vocabulary.finding_named(&f.of).and_then(|id| context.vocabulary.finding(id)).map(|f| f.kind);
            named |= matches!(kind, Some(FindingKind::Drug | FindingKind::Procedure));
        }
    });
    named
}

/// Whether a rule compares values only.
fn on_values(rule: &Rule) -> bool {
    let mut only = true;
    rule.walk(&mut |r| only &= !r.children().is_empty() || matches!(r.node, Node::Measure(_)));
    only
}

/// "…, except subjects with Gilbert's syndrome, who must have total bilirubin < 3.0 mg/dL":
/// another limit for those.
fn other_limit(context: &Context<'_>, rule: &Rule, body: &[Element], scope: &Scope) -> Option<Rule> {
    let opens = |e: &Element| match &e.what {
        What::Comparison(n) => n.compared,
        What::Token => matches!(context.kind(e.from), Some(Kind::Measure(_) | Kind::Relative)),
        _ => false,
    };
    let compared = body.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.compared));
    let begins = body.iter().position(opens).filter(|b| compared && *b > 0)?;
    let (who, limit) = body.split_at_checked(begins)?;
    let who = trim(who.split(|e| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma)).next()?);
    let mut last = None;
    rule.walk(&mut |r| {
        if let Node::Measure(m) = &r.node {
            last = Some(m.of.clone());
        }
    });
    let measure = last.as_ref().and_then(|of| context.vocabulary.measure_named(of));
    let when = super::list::coordination(context, who, &Scope::default()).filter(|r| is_sure(context, r))?;
    let limit: Vec<Element> =
        limit.iter().filter(|e| !(e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Relative)))).cloned().collect();
    let other = whole(context, trim(&limit), &Scope { measure, said: None, ..scope.clone() }).filter(|r| is_sure(context, r))?;
    let Node::Measure(limited) = &other.node else { return None };
    (Some(&limited.of) == last.as_ref()).then(|| each_limit(context, rule, &limited.of, &when, &other))
}

/// The rule with the other case put to each limit of the measure.
fn each_limit(context: &Context<'_>, rule: &Rule, of: &str, when: &Rule, other: &Rule) -> Rule {
    let inside = |parts: &[Rule]| parts.iter().map(|p| each_limit(context, p, of, when, other)).collect::<Vec<_>>();
    match &rule.node {
        Node::Measure(m) if m.of == of => combine(context, rule.clone(), when.clone(), other.clone()),
        Node::All(parts) => Rule { node: Node::All(inside(parts)), ..rule.clone() },
        Node::Any(parts) => Rule { node: Node::Any(inside(parts)), ..rule.clone() },
        _ => rule.clone(),
    }
}
