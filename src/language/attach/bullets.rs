//! Lists on lines of their own: the words above a list carry how its items count.

use super::coordinate::joined;
use super::lead::{led, names_only};
use super::sentence::{sentences, trim};
use super::{Context, Scope, ability, relative};
use crate::language::element::{Element, Sign, What};
use crate::language::words::{Group, Kind};
use crate::quantity::Op;
use crate::rule::{AtLeastRule, CriterionKind, Node, Rule};
use crate::vocabulary::FindingKind;

/// The rule of a whole criterion; `None` where it has no content.
pub(in crate::language) fn criterion(context: &Context<'_>, elements: &[Element]) -> Option<Rule> {
    if is_heading(context, elements) {
        None
    } else {
        nested(
            context,
            &joined(
                context,
                &super::staff::joined(context, super::offspring::folded(context, relative::folded(context, &ability::folded(context, elements)))),
            ),
            &Scope::default(),
        )
    }
}

/// How deep the bullet stands that an element is.
fn depth(context: &Context<'_>, element: &Element) -> Option<usize> {
    match context.kind(element.from) {
        Some(Kind::Item(depth)) if element.what == What::Token => Some(*depth),
        _ => None,
    }
}

/// The rule of some text with the list under it.
fn nested(context: &Context<'_>, elements: &[Element], scope: &Scope) -> Option<Rule> {
    let Some(level) = elements.iter().filter_map(|e| depth(context, e)).min() else { return sentences(context, trim(elements), scope) };
    let is_head = |e: &Element| depth(context, e) == Some(level);
    let first = elements.iter().position(is_head)?;
    let (above, items) = elements.split_at_checked(first)?;
    let items: Vec<&[Element]> = items.split(is_head).filter(|i| !i.is_empty()).collect();
    // "Malignancy:" and below it "except skin cancer": taken from all that stands before it.
    let excepts = |item: &[Element]| trim(item).first().is_some_and(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::Exception));
    if let Some((last, _)) = items.split_last().filter(|(last, others)| excepts(last) && !(above.is_empty() && others.is_empty())) {
        let from = last.first()?.from;
        let before: Vec<Element> = elements.iter().take_while(|e| e.from < from).cloned().collect();
        let before = before.strip_suffix(before.last().filter(|e| is_head(e)).map(std::slice::from_ref).unwrap_or_default()).unwrap_or(&before);
        let colon = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Colon);
        let before = if before.last().is_some_and(colon) { before.get(..before.len().saturating_sub(1))? } else { before };
        let rule = nested(context, before, scope)?;
        return Some(super::exception::excepted(context, rule, trim(last), scope));
    }
    if above.is_empty() {
        let (or, rules) = listed(context, &items, scope);
        return context.group(or.unwrap_or_else(|| context.default_or(scope)), rules);
    }
    // Only the last sentence above the list announces it.
    let is_stop = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Stop);
    let ended = above.last().is_some_and(is_stop);
    let until = above.len().saturating_sub(usize::from(ended));
    let announcing = above.get(..until).unwrap_or_default().iter().rposition(is_stop).map_or(0, |i| i.saturating_add(1));
    let (earlier, lead) = above.split_at_checked(announcing)?;
    let earlier = sentences(context, trim(earlier), scope);
    let list = under(context, trim(lead), &items, scope);
    let rules: Vec<Rule> = earlier.into_iter().chain(list).collect();
    context.group(context.default_or(&Scope::default()), rules)
}

/// The list under its lead.
fn under(context: &Context<'_>, lead: &[Element], items: &[&[Element]], scope: &Scope) -> Option<Rule> {
    let names = |e: &Element| match &e.what {
        What::Comparison(n) => n.compared,
        What::Token => matches!(context.kind(e.from), Some(Kind::Finding(_) | Kind::Measure(_))),
        _ => false,
    };
    let operator = lead.iter().rposition(|e| matches!(e.what, What::Group(_) | What::Counted(..)));
    let operator = operator.filter(|i| !lead.iter().skip(i.saturating_add(1)).any(names));
    let colon = lead.last().is_some_and(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::Colon));
    let pre = match operator {
        Some(i) => lead.get(..i).unwrap_or_default(),
        None => lead.get(..lead.len().saturating_sub(usize::from(colon))).unwrap_or_default(),
    };
    // What stands behind the operator only announces ("… must be met:").
    let limits = lead.get(operator.map_or(lead.len(), |i| i.saturating_add(1))..).unwrap_or_default();
    let (from, to) = context.span_of(lead.get(operator.unwrap_or(lead.len())..).unwrap_or_default());
    context.mark(from, to);
    let what = operator.and_then(|i| lead.get(i)).map(|e| e.what.clone());
    let none = matches!(what, Some(What::Group(Group::None)));
    let ends_with = |kind: &Kind| pre.last().is_some_and(|e| e.what == What::Token && context.kind(e.from) == Some(kind));
    let open = ends_with(&Kind::Examples);
    let build = |inner: &Scope| {
        let (own, rules) = listed(context, items, inner);
        if rules.is_empty() {
            return None;
        }
        let start = rules.first().and_then(|r| r.at).map_or(0, |a| a.start);
        let end = rules.last().and_then(|r| r.at).map_or(0, |a| a.end);
        match what {
            Some(What::Counted(op, n)) if n != 1 || op != Op::AtLeast => {
                let count = if op == Op::Greater { n.saturating_add(1) } else { n };
                if rules.len() < count {
                    return Some(context.doubtful(context.span_of(lead).0, context.span_of(items.last()?).1, "fewer things follow than are counted"));
                }
                Some(Rule::new(Node::AtLeast(AtLeastRule { count, of: rules })).from(crate::rule::At { start, end }))
            }
            Some(What::Group(Group::Any | Group::None) | What::Counted(..)) => context.group(true, rules),
            Some(What::Group(Group::All)) => context.group(false, rules),
            _ if open => context.group(true, rules),
            _ => context.group(own.unwrap_or_else(|| context.default_or(inner)), rules),
        }
    };
    // "Malignancy, except:" above a list: none of its items.
    if operator.is_none() && ends_with(&Kind::Exception) {
        let head = pre.get(..pre.len().saturating_sub(1)).unwrap_or_default();
        if let Some(head) = sentences(context, trim(head), scope) {
            let (from, to) = context.span_of(pre);
            context.mark(from, to);
            let list = build(&Scope { or: Some(true), said: None, ..scope.clone() })?;
            let list = super::exception::each(context, list);
            let at = list.at;
            return Some(super::exception::without(context, head, Rule { at, ..Rule::new(Node::Not(Box::new(list))) }));
        }
    }
    let before: Vec<Element> = pre.iter().chain(limits.iter().filter(|e| matches!(e.what, What::LookBack { .. } | What::Ago(_)))).cloned().collect();
    // "Adequate organ function:" is a heading; the items say what it means.
    let heading = operator.is_none() && (colon || open) && names_only(context, pre, scope);
    if heading || open {
        let (from, to) = context.span_of(pre);
        context.mark(from, to);
        let mut rule = build(&Scope { or: None, ..scope.clone() })?;
        rule.open |= open;
        return Some(rule);
    }
    led(context, &before, none, scope, build)
}

/// The items' rules, and how they are connected if they say so.
fn listed(context: &Context<'_>, items: &[&[Element]], scope: &Scope) -> (Option<bool>, Vec<Rule>) {
    let connects = |e: Option<&Element>| match e.map(|e| &e.what) {
        Some(What::Separator(s)) => s.or,
        _ => None,
    };
    let inner = Scope { or: None, ..scope.clone() };
    let mut rules: Vec<Rule> = Vec::new();
    // Items that an "and" joins, while others are joined by "or".
    let mut run: Vec<Rule> = Vec::new();
    let signs: Vec<Option<bool>> = (0..items.len())
        .map(|i| {
            let before = i.checked_sub(1).and_then(|b| items.get(b)).and_then(|b| connects(b.last()));
            before.or_else(|| items.get(i).and_then(|own| connects(own.first())))
        })
        .collect();
    let mixed = signs.contains(&Some(true)) && signs.contains(&Some(false));
    for (item, sign) in items.iter().zip(&signs) {
        let rule = nested(context, trim(item), &inner);
        if mixed && *sign != Some(false) {
            rules.extend(context.group(false, std::mem::take(&mut run)));
        }
        if mixed {
            run.extend(rule);
        } else {
            rules.extend(rule);
        }
    }
    rules.extend(context.group(false, run));
    let or = if mixed { Some(true) } else { signs.into_iter().flatten().next() };
    (or, rules)
}

/// "CARDIAC FUNCTION:", "Laboratory values:": a few words for what is asked elsewhere.
fn names_a_part(context: &Context<'_>, elements: &[Element]) -> bool {
    const MOST: usize = 4;
    let mark = |i: &usize| matches!(context.kind(*i), Some(Kind::Dash | Kind::Enumerator | Kind::Item(_)));
    let (from, to) = context.span_of(elements);
    let from = (from..to).find(|i| !mark(i)).unwrap_or(to);
    let colon = context.kind(to.saturating_sub(1)) == Some(&Kind::Colon);
    let words = context.words(from, to.saturating_sub(usize::from(colon)));
    let each: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let plain = (from..to).all(|i| match context.kind(i) {
        Some(Kind::Finding(id)) => context.vocabulary.finding(*id).is_some_and(|f| matches!(f.kind, FindingKind::Status | FindingKind::Event)),
        Some(Kind::Word | Kind::Measure(_) | Kind::Filler | Kind::Colon | Kind::And) => true,
        _ => false,
    });
    let capitals = words.chars().any(char::is_alphabetic) && !words.chars().any(char::is_lowercase);
    // A word of more letters is no abbreviation.
    let long = each.len() > 1 && each.iter().any(|w| w.chars().count() > 6);
    let known = (from..to).any(|i| matches!(context.kind(i), Some(Kind::Finding(_))));
    plain && !each.is_empty() && each.len() <= MOST && (colon && (capitals || long) || capitals && long && !known)
}

/// A section's heading, or a note that there are more criteria elsewhere: nothing is asked
/// that could be computed.
fn is_heading(context: &Context<'_>, elements: &[Element]) -> bool {
    const BESIDE: &[&str] =
        &["key", "main", "general", "major", "specific", "additional", "other", "exclusion", "inclusion", "study", "trial", "subject", "patient"];
    let (from, to) = context.span_of(elements);
    let text = |i: usize| context.token(i).map(|t| t.lower()).unwrap_or_default();
    let criteria = (from..to).any(|i| text(i).contains("criteria"));
    let applies =
        (from..to).rev().find(|i| context.kind(*i) != Some(&Kind::Stop)).is_some_and(|i| matches!(text(i).as_str(), "apply" | "applies" | "applied"));
    // "None of the following criteria must be fulfilled:" announces what stands elsewhere.
    let announces = elements.iter().any(|e| matches!(e.what, What::Group(_) | What::Counted(..)))
        && context.kind(to.saturating_sub(1)) == Some(&Kind::Colon)
        && !(from..to).any(|i| matches!(context.kind(i), Some(Kind::Finding(_) | Kind::Measure(_) | Kind::Number(_) | Kind::Item(_))));
    // "Patients with diabetes (dyads) group:" is for whom the lines below are.
    const GROUPS: &[&str] = &["arm", "arms", "cohort", "cohorts", "group", "groups"];
    let group = context.kind(to.saturating_sub(1)) == Some(&Kind::Colon)
        && !elements.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.compared))
        && elements.iter().rev().skip(1).find(|e| !matches!(e.what, What::Bracket(_))).is_some_and(|e| {
            let words = context.lower(e.from, e.to);
            words.rsplit(' ').next().is_some_and(|w| GROUPS.contains(&w))
        });
    // "Additional inclusion criteria for the imaging substudy:"
    let section = (from..to).any(|i| context.kind(i) == Some(&Kind::InclusionCriteria))
        && context.kind == CriterionKind::Inclusion
        && context.kind(to.saturating_sub(1)) == Some(&Kind::Colon)
        && (from..to).all(|i| {
            matches!(
                context.kind(i),
                Some(Kind::InclusionCriteria | Kind::Word | Kind::Filler | Kind::For | Kind::Dash | Kind::Colon | Kind::CriteriaWord)
            )
        });
    if announces || group || section || (criteria && applies) || names_a_part(context, elements) {
        return true;
    }
    criteria
        && (from..to).all(|i| match context.kind(i) {
            Some(Kind::Colon | Kind::Stop | Kind::CriteriaWord | Kind::Slash | Kind::And) => true,
            // "Non-inclusion criteria"
            Some(Kind::Negation | Kind::Dash) => matches!(text(i).as_str(), "non" | "-"),
            Some(Kind::InclusionCriteria) => matches!(text(i).as_str(), "inclusion criteria" | "the inclusion criteria"),
            _ => BESIDE.contains(&text(i).as_str()),
        })
}
