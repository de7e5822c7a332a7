//! Sentences: announced lists, definitions, examples, exceptions, and sentences about the one before.

use super::category::{examples, label, labelled};
use super::definition::led_by;
use super::exception::exception;
use super::lead::led;
use super::limits::{Limit, is_colon};
use super::list::coordination;
use super::subject::{demand, for_part};
use super::{Context, Scope, allowance, opinion, polarity, remark};
use crate::language::element::{Element, Sign, What};
use crate::language::words::{Group, Kind};
use crate::quantity::Op;
use crate::rule::{AtLeastRule, CriterionKind, LastingRule, Node, Rule};
use crate::time::DurationBound;

/// The rule of some sentences; `None` where they have no content.
pub(super) fn sentences(context: &Context<'_>, elements: &[Element], scope: &Scope) -> Option<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    let is_stop = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Stop);
    let drawn = super::exception::drawn_to(context, elements);
    for sentence in drawn.as_deref().unwrap_or(elements).split(is_stop) {
        let asked = super::study::without_remarks(context, sentence);
        let sentence = asked.as_deref().unwrap_or(sentence);
        if sentence.is_empty() {
            continue;
        }
        if let Some(rule) = remark::alone(context, sentence) {
            rules.push(rule);
            continue;
        }
        let reasoned = remark::without_reason(context, sentence);
        let unparted = opinion::unparted(context, reasoned);
        let drawn = allowance::drawn_in(context, &unparted);
        let sentence = drawn.as_deref().unwrap_or(&unparted);
        if let Some(lasts) = about_the_above(context, sentence) {
            let (from, to) = context.span_of(sentence);
            context.mark(from, to);
            if let Some(rule) = context.group(context.kind == CriterionKind::Exclusion, std::mem::take(&mut rules)) {
                let start = rule.at.map_or(0, |a| a.start);
                let (_, to) = context.span_of(sentence);
                let end = context.at(0, to).end;
                let lasting = Node::Lasting(LastingRule { lasts, rule: Box::new(rule) });
                rules.push(Rule::new(lasting).from(crate::rule::At { start, end }));
            }
            continue;
        }
        if !rules.is_empty() && remark::counts_as(context, sentence) {
            remark::remarked(context, sentence, remark::Remark::Explains, &mut rules);
            continue;
        }
        let sentence = allowance::demanded(context, sentence).unwrap_or(sentence);
        if allowance::allows(context, sentence) {
            allowance::sentence(context, sentence, &mut rules);
            continue;
        }
        if let Some(said) = remark::remark(context, sentence).filter(|_| !rules.is_empty()) {
            remark::remarked(context, sentence, said, &mut rules);
            continue;
        }
        if super::study::judged(context, sentence) || rules.is_empty() && super::study::notes(context, sentence) {
            rules.push(opinion::review(context, sentence));
            continue;
        }
        if let Some(rule) = opinion::general(context, sentence, scope) {
            rules.push(rule);
            continue;
        }
        let rule = demand(context, sentence).or_else(|| for_part(context, sentence)).or_else(|| whole(context, sentence, scope));
        // "This includes patients with HIV": they are meant, and not only an example.
        let rule = rule.map(|rule| Rule { open: rule.open && !remark::includes(context, sentence), ..rule });
        rules.extend(rule.map(|rule| polarity::turned(context, sentence, rule)));
    }
    context.group(context.kind == CriterionKind::Exclusion, rules)
}

/// "The above condition lasts more than 5 hours."
fn about_the_above(context: &Context<'_>, sentence: &[Element]) -> Option<DurationBound> {
    let above = sentence.iter().any(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::Above));
    let lasts = sentence.iter().find_map(|e| match &e.what {
        What::Span(bound) => Some(*bound),
        _ => None,
    });
    lasts.filter(|_| above)
}

/// The rule of one sentence, or of what stands in a bracket.
pub(super) fn whole(context: &Context<'_>, elements: &[Element], scope: &Scope) -> Option<Rule> {
    let is = |e: &Element, kind: &Kind| e.what == What::Token && context.kind(e.from) == Some(kind);
    let folded;
    let elements = if super::references::cited(context, elements) {
        folded = super::references::fold(context, elements);
        folded.as_slice()
    } else {
        elements
    };
    let cited = super::source::definitions(context, elements);
    let elements = cited.as_deref().unwrap_or(elements);
    // A bullet before the whole is no list.
    let elements = match elements {
        [first, rest @ ..] if is(first, &Kind::Enumerator) && !rest.iter().any(|e| is(e, &Kind::Enumerator)) => rest,
        all => all,
    };
    if let Some(i) = elements.iter().position(|e| is(e, &Kind::Exception))
        && i > 0
    {
        return exception(context, elements, i, scope);
    }
    if let Some(rule) = for_some(context, elements, scope) {
        return Some(rule);
    }
    let counting = super::grades::counted(context, elements);
    let elements = counting.as_deref().unwrap_or(elements);
    if let Some(i) = elements.iter().position(|e| matches!(e.what, What::Group(_) | What::Counted(..)))
        && i.saturating_add(1) < elements.len()
        && !determines(context, elements, i)
    {
        return announced(context, elements, i, scope);
    }
    if let Some(i) = elements.iter().position(|e| is(e, &Kind::Enumerator)) {
        let (lead, items) = (elements.get(..i).unwrap_or_default(), elements.get(i..).unwrap_or_default());
        let rules = items_of(context, items, scope);
        let or = connective(context, items).unwrap_or_else(|| context.default_or(scope));
        return led_by(context, lead, context.group(or, rules), scope);
    }
    if let Some(rule) = cited.as_ref().and_then(|_| super::source::behind(context, elements, |list| whole(context, list, scope))) {
        return Some(rule);
    }
    if let Some(i) = elements.iter().position(|e| is(e, &Kind::Defined))
        && i > 0
        && i.saturating_add(1) < elements.len()
    {
        let (lead, definition) = split(elements, i);
        let compares =
            |part: &[Element]| part.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.compared) || matches!(e.what, What::Bracket(_)));
        let says =
            (context.span_of(definition).0..context.span_of(definition).1).any(|i| matches!(context.kind(i), Some(Kind::Word | Kind::Finding(_))));
        if lead.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.compared)) && !compares(definition) && says {
            // "mRSS > 10 with early disease as defined by the protocol": the numbers stay.
            let (from, to) = (elements.get(i).map_or(0, |e| e.from), context.span_of(definition).1);
            let cited = context.rule(Node::Review(context.words(from, to)), from, to);
            let asked = whole(context, lead, scope);
            context.mark(from, to);
            return context.group(false, asked.into_iter().chain([cited]).collect());
        }
        if super::tail::is_cited(context, definition) {
            // "… as defined by the American Thoracic Society": by whose rules, a person knows.
            let (from, to) = context.span_of(elements.get(i..).unwrap_or_default());
            let rules = context.rule(Node::Review(context.words(from, to)), from, to);
            context.mark(from, to);
            return context.group(false, whole(context, trim(lead), scope).into_iter().chain([rules]).collect());
        }
        let rule = whole(context, definition, scope);
        return led_by(context, elements.get(..=i).unwrap_or(lead), rule, scope);
    }
    if let Some(i) = elements.iter().position(|e| is(e, &Kind::Examples))
        && i.saturating_add(1) < elements.len()
    {
        return examples(context, elements, i, scope);
    }
    if let Some(i) = label(context, elements) {
        return labelled(context, elements, i, scope);
    }
    coordination(context, elements, scope)
}

/// "allergic to A, or to any of its components": words before one part of a list announce no list.
fn determines(context: &Context<'_>, elements: &[Element], i: usize) -> bool {
    let lead = elements.get(..i).unwrap_or_default();
    let said = elements.get(i).map(|e| context.lower(e.from, e.to)).unwrap_or_default();
    let filler = |e: &&Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Filler | Kind::Dash));
    let last = lead.iter().rev().find(|e| !filler(e));
    // "sensitivity to any of the ingredients"
    let object = lead.last().is_some_and(|e| {
        let to = |text: &str| text.split(' ').next_back().is_some_and(|w| matches!(w, "to" | "of" | "in" | "for" | "from" | "by" | "against" | "on"));
        e.what == What::Token
            && matches!(context.kind(e.from), Some(Kind::Filler | Kind::Allergy | Kind::Contraindication | Kind::For | Kind::Dash))
            && context.token(e.from).is_some_and(|t| to(&t.lower()))
    });
    let listed = lead.iter().any(|e| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma));
    let list = |e: &Element| {
        matches!(&e.what, What::Separator(s) if s.or.is_none())
            || e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Colon | Kind::Enumerator))
    };
    let behind = elements.get(i.saturating_add(1)..).unwrap_or_default();
    let list_head = |e: &Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Colon | Kind::Enumerator));
    // "registered in any of the clinics", "in either a focal or a diffuse form"
    let alone = object && !behind.iter().any(list);
    if alone && matches!(said.as_str(), "either" | "both") {
        return true;
    }
    let part = last.is_some_and(|e| matches!(&e.what, What::Separator(s) if s.or.is_some())) || (object && listed) || alone;
    let whose = said.trim_end_matches(" its").trim_end_matches(" their").trim_end_matches(" the");
    // "≥ 4 for those above 50 years and all men"
    let both = last.is_some_and(|e| matches!(&e.what, What::Separator(s) if s.or.is_some())) && said == "all" && !behind.iter().any(list_head);
    both || part && matches!(whose, "any of" | "one of" | "either of" | "some of" | "any one of")
}

pub(super) fn split(elements: &[Element], at: usize) -> (&[Element], &[Element]) {
    (elements.get(..at).unwrap_or_default(), elements.get(at.saturating_add(1)..).unwrap_or_default())
}

/// "… at least one of the following: (1) …; (2) …"
fn announced(context: &Context<'_>, elements: &[Element], i: usize, scope: &Scope) -> Option<Rule> {
    let (lead, items) = split(elements, i);
    let head = elements.get(i)?;
    context.mark(head.from, head.to);
    let (or, count) = match head.what {
        What::Group(Group::Any) => (Some(true), None),
        What::Group(Group::All) => (Some(false), None),
        What::Group(Group::None) => (Some(true), None),
        What::Counted(op, n) => (None, Some((op, n))),
        _ => (None, None),
    };
    let limit = Limit::alone(context, lead);
    let (limited, items) = limited_items(context, items);
    let (from, to) = (head.from, context.span_of(items).1);
    let none = head.what == What::Group(Group::None);
    let list = |inner: &Scope| {
        let rules = items_of(context, items, &Scope { or: or.or_else(|| count.map(|_| true)), ..inner.clone() });
        let mut rule = match count {
            Some((op, n)) if n != 1 || !matches!(op, Op::AtLeast) => {
                let parts = flatten(rules);
                let count = if op == Op::Greater { n.saturating_add(1) } else { n };
                // "≥ 2 of the following risk factors:", and nothing or less follows.
                let short = parts.len() < count && !parts.is_empty();
                match (parts.is_empty(), short) {
                    (true, _) => None,
                    (_, true) => Some(context.doubtful(from, to, "fewer things follow than are counted")),
                    _ => Some(context.rule(Node::AtLeast(AtLeastRule { count, of: parts }), from, to)),
                }
            }
            Some(_) => context.group(true, rules),
            None => {
                let or = or.or_else(|| connective(context, items)).unwrap_or_else(|| context.default_or(scope));
                context.group(or, rules)
            }
        }?;
        limit.iter().chain(&limited).for_each(|l| l.apply(&mut rule));
        Some(rule)
    };
    // What is only a limit names nothing that could lead the list.
    let lead = if limit.is_some() {
        let (from, to) = context.span_of(lead);
        context.mark(from, to);
        &[]
    } else {
        lead
    };
    led(context, lead, none, scope, list)
}

/// "In patients with liver metastases, AST ≤ 5 × ULN": what follows counts for them only.
fn for_some(context: &Context<'_>, elements: &[Element], scope: &Scope) -> Option<Rule> {
    let is_filler = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Filler);
    let at = elements.iter().position(|e| !is_filler(e))?;
    let opening = elements.get(at).filter(|e| super::aside::is_condition(context, e))?;
    let rest = elements.get(at.saturating_add(1)..)?;
    let length = super::aside::clause(context, rest, false);
    let (inner, asked) = rest.split_at_checked(length).filter(|(inner, _)| !inner.is_empty())?;
    let compares = asked.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.compared));
    let semicolon = asked.iter().any(|e| matches!(&e.what, What::Separator(s) if s.sign == Sign::Semicolon));
    if !compares || semicolon {
        return None;
    }
    let when = super::condition::clause(context, opening.from, inner)?;
    context.mark(opening.from, opening.to);
    super::condition::implied(context, when, whole(context, trim(asked), scope)?)
}

/// "Any of the following within 6 months: …": the limit of the items, and the items.
fn limited_items<'e>(context: &Context<'_>, items: &'e [Element]) -> (Option<Limit>, &'e [Element]) {
    let head = items.iter().position(|e| is_colon(context, e));
    let Some((head, rest)) = head.and_then(|i| items.split_at_checked(i)) else { return (None, items) };
    match Limit::alone(context, head) {
        Some(limit) => {
            let (from, to) = context.span_of(head);
            context.mark(from, to);
            (Some(limit), rest.get(1..).unwrap_or_default())
        }
        None => (None, items),
    }
}

/// The parts of a group of one, so that they can be counted.
fn flatten(mut rules: Vec<Rule>) -> Vec<Rule> {
    if rules.len() == 1 {
        match rules.pop() {
            Some(Rule { node: Node::Any(parts) | Node::All(parts), .. }) => return parts,
            other => rules.extend(other),
        }
    }
    rules
}

/// The items of a list: by their enumerators, else by their separators.
fn items_of(context: &Context<'_>, items: &[Element], scope: &Scope) -> Vec<Rule> {
    let is_head = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Enumerator);
    if items.iter().any(is_head) {
        let inner = Scope { or: None, ..scope.clone() };
        return items.split(is_head).filter_map(|item| whole(context, trim(item), &inner)).collect();
    }
    whole(context, items, scope).into_iter().collect()
}

/// Without the separators at both ends.
pub(super) fn trim(mut elements: &[Element]) -> &[Element] {
    while let [first, rest @ ..] = elements {
        if !matches!(first.what, What::Separator(_)) {
            break;
        }
        elements = rest;
    }
    while let [rest @ .., last] = elements {
        if !matches!(last.what, What::Separator(_)) {
            break;
        }
        elements = rest;
    }
    elements
}

/// The connective that stands between items ("…; or (3) …").
fn connective(context: &Context<'_>, items: &[Element]) -> Option<bool> {
    let head = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Enumerator);
    let before_head = items.iter().zip(items.iter().skip(1)).rev().find_map(|(e, next)| match &e.what {
        What::Separator(s) if head(next) => s.or,
        _ => None,
    });
    if before_head.is_some() {
        return before_head;
    }
    items.iter().rev().find_map(|e| match &e.what {
        What::Separator(s) if s.sign == Sign::Semicolon || s.sign == Sign::Comma => s.or,
        _ => None,
    })
}
