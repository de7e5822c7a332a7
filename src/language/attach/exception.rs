//! Exceptions: what they are taken from, and how far they reach.

use super::causes::causes;
use super::condition::{combine, is_sure, negated};
use super::meant_of_all::{limited, located, placed};
use super::sentence::{trim, whole};
use super::{Context, Scope};
use crate::language::element::{Element, Sign, What};
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
    if let Some(rule) =
        itemised(context, elements, i, scope).or_else(|| second(context, elements, i, scope)).or_else(|| inserted(context, elements, i, scope))
    {
        return Some(rule);
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
    if let Some(rule) =
        one_name(context, elements, main, but).or_else(|| causes(context, main, but, scope)).or_else(|| refused(context, main, but, scope))
    {
        return Some(rule);
    }
    let (but, suffix) = placed(context, but);
    let (but, limit) = limited(context, main, but);
    let rule = whole(context, trim(main), scope).map(|mut rule| {
        limit.iter().for_each(|l| l.apply(&mut rule));
        suffix.iter().for_each(|s| located(&mut rule, s));
        rule
    });
    let bracket = |e: &Element| matches!(e.what, What::Bracket(_));
    let adjoins = !main.last().is_some_and(|e| comma(e) || bracket(e)) && !but.iter().take(3).any(colon);
    match rule {
        Some(rule) if adjoins => Some(nearest(context, rule, but, scope)),
        Some(rule) => Some(excepted(context, rule, but, scope)),
        None => whole(context, but.get(1..).unwrap_or_default(), scope),
    }
}

/// "except for: skin cancer excluding melanoma, bladder tumor": in a list that a colon opens, an
/// exception is one of its own part.
fn itemised(context: &Context<'_>, elements: &[Element], i: usize, scope: &Scope) -> Option<Rule> {
    let (first, list) = elements.split_first()?;
    let comma = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma);
    let opened = first.what == What::Token && context.kind(first.from) == Some(&Kind::Colon) && scope.or == Some(true);
    let own = !elements.get(..i)?.iter().any(comma) && elements.get(i..)?.iter().any(comma);
    (opened && own).then(|| context.group(true, list.split(comma).filter_map(|part| whole(context, trim(part), scope)).collect())).flatten()
}

/// "Malignancy. Except skin cancer.", "malignancy; (other than skin cancer)": an exception belongs to
/// what stands before the sign.
pub(super) fn drawn_to(context: &Context<'_>, elements: &[Element]) -> Option<Vec<Element>> {
    // "This does not apply to …" is a sentence of its own.
    let word = |e: &Element| !context.lower(e.from, e.to).starts_with("this");
    let excepts = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Exception) && word(e);
    let opens = |e: &Element| excepts(e) || matches!(&e.what, What::Bracket(inner) if inner.first().is_some_and(excepts));
    let strong = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign < Sign::Comma);
    let parts = |i: usize| {
        let behind = elements.iter().skip(i).find(|e| !matches!(e.what, What::Separator(_)));
        elements.get(i).is_some_and(strong) && behind.is_some_and(opens)
    };
    (1..elements.len()).any(parts).then(|| elements.iter().enumerate().filter(|(i, _)| *i == 0 || !parts(*i)).map(|(_, e)| e.clone()).collect())
}

/// "malignancy, other than melanoma, unless cured": the last of two exceptions is one of the head,
/// with what the first takes out of it.
fn second(context: &Context<'_>, elements: &[Element], first: usize, scope: &Scope) -> Option<Rule> {
    let token = |e: &Element, kind: &Kind| e.what == What::Token && context.kind(e.from) == Some(kind);
    let comma = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma && s.or.is_none());
    let at = elements.iter().rposition(|e| token(e, &Kind::Exception)).filter(|at| *at > first.saturating_add(1))?;
    let unless = context.token(elements.get(at)?.from).is_some_and(|t| t.text.eq_ignore_ascii_case("unless"));
    let (main, but) = elements.split_at_checked(at)?;
    if !unless || !main.last().is_some_and(comma) {
        return None;
    }
    let rule = whole(context, trim(main), scope)?;
    Some(excepted(context, rule, but, scope))
}

/// "a disease, other than asthma, that interferes": between two commas the exception stands inside
/// of what is said of its head.
fn inserted(context: &Context<'_>, elements: &[Element], i: usize, scope: &Scope) -> Option<Rule> {
    let comma = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma && s.or.is_none());
    let (head, rest) = elements.split_at_checked(i).filter(|(head, _)| head.last().is_some_and(comma))?;
    let (but, clause) = rest.split_at_checked(rest.iter().position(comma)?)?;
    let clause = trim(clause);
    // "who" is said of the patients.
    let that = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Relative) && context.lower(e.from, e.to).as_str() != "who";
    let relative = clause.first().is_some_and(that);
    let rule = relative.then(|| whole(context, &[trim(head), clause].concat(), scope)).flatten()?;
    let judged = |r: &Rule| matches!(r.node, Node::Review(_));
    let left = judged(&rule) || matches!(&rule.node, Node::All(parts) if parts.last().is_some_and(judged));
    Some(excepted(context, rule, if left { rest } else { but }, scope))
}

/// What is left to a person, with the exception from it: having what is excepted says nothing of
/// the rest.
fn left(context: &Context<'_>, rule: &Rule, end: usize) -> Option<Rule> {
    let judged = |r: &Rule| matches!(r.node, Node::Review(_));
    let only = judged(rule) || matches!(&rule.node, Node::Not(inner) if judged(inner));
    let start = rule.at.filter(|_| only)?.start;
    let from = context.tokens.iter().position(|t| t.start == start).filter(|from| *from < end)?;
    context.unmark(from, end);
    context.mark(from, end);
    Some(context.rule(Node::Review(context.words(from, end)), from, end))
}

/// "A, B or C other than D": without a comma the exception is one of the last part, or of that
/// part which it is a kind of.
fn nearest(context: &Context<'_>, rule: Rule, but: &[Element], scope: &Scope) -> Rule {
    let unless = but.first().and_then(|e| context.token(e.from)).is_some_and(|t| t.text.eq_ignore_ascii_case("unless"));
    let parts = match &rule.node {
        Node::Any(parts) if context.kind == CriterionKind::Exclusion && !unless => parts,
        _ => return excepted(context, rule, but, scope),
    };
    // The names that one phrase stands for stand at one place.
    let apart = parts.iter().zip(parts.iter().skip(1)).all(|(a, b)| a.at.zip(b.at).is_some_and(|(a, b)| a.end <= b.start));
    let kinds = kinds(context, parts, but);
    let known = |r: &Rule| matches!(&r.node, Node::Finding(f) if context.vocabulary.finding_named(&f.of).is_some());
    let place = match kinds.as_slice() {
        // "immunotherapy or another anti-PD-1 agent besides nivolumab"
        [_] if !parts.last().is_some_and(known) => parts.len().checked_sub(1),
        [] => parts.len().checked_sub(1),
        [one] => Some(*one),
        _ => None,
    };
    let Some(place) = place.filter(|_| apart) else { return excepted(context, rule, but, scope) };
    let each = parts.iter().enumerate().map(|(i, part)| if i == place { excepted(context, part.clone(), but, scope) } else { part.clone() });
    Rule { node: Node::Any(each.collect()), ..rule.clone() }
}

/// Which parts the vocabulary knows the exception to be a kind of.
fn kinds(context: &Context<'_>, parts: &[Rule], but: &[Element]) -> Vec<usize> {
    let (from, to) = context.span_of(but);
    let again = |i: &usize| context.kind(*i) == Some(&Kind::Exception);
    let end = (from.saturating_add(1)..to).find(again).unwrap_or(to);
    let named: Vec<_> = (from..end).filter_map(|i| if let Some(Kind::Finding(id)) = context.kind(i) { Some(*id) } else { None }).collect();
    let known = |of: &str| context.vocabulary.finding_named(of);
    let wider = |part: &Rule| match &part.node {
        Node::Finding(f) => known(&f.of).is_some_and(|wide| named.iter().any(|id| context.vocabulary.is_a(*id, wide))),
        _ => false,
    };
    parts.iter().enumerate().filter(|(_, part)| wider(part)).map(|(i, _)| i).collect()
}

/// "speaking a language other than English", "in a country other than France": which it is not is
/// part of the name, where what stands before is no finding.
fn one_name(context: &Context<'_>, elements: &[Element], main: &[Element], but: &[Element]) -> Option<Rule> {
    const OPEN: &[&str] = &[
        "city",
        "country",
        "countries",
        "ethnicity",
        "language",
        "languages",
        "location",
        "nationality",
        "place",
        "race",
        "region",
        "setting",
        "site",
        "sites",
    ];
    let last = main.last().filter(|e| e.what == What::Token)?;
    let words = context.words(last.from, last.to).to_lowercase();
    let open = words.split(' ').next_back().is_some_and(|w| OPEN.contains(&w));
    let than = but.first().and_then(|e| context.token(e.from)).is_some_and(|t| t.text.eq_ignore_ascii_case("other than"));
    let plain = elements.iter().all(|e| e.what == What::Token);
    let from = super::leaf::content(context, main.first()?.from, last.to)?.0;
    let (_, to) = super::leaf::content(context, last.from, context.span_of(but).1)?;
    let disease = (from..last.to).any(|i| super::tail::names_condition(context, i));
    let negated = main.iter().any(|e| context.kind(e.from) == Some(&Kind::Negation));
    (open && than && plain && !disease && !negated).then(|| {
        let (start, end) = context.span_of(elements);
        context.mark(start, end);
        super::category::named(context, from, to)
    })
}

/// "X is not eligible unless …", among the inclusions: X shall not be there, but for that.
fn refused(context: &Context<'_>, main: &[Element], but: &[Element], scope: &Scope) -> Option<Rule> {
    let says = |e: &Element| !matches!(e.what, What::Separator(_)) && context.kind(e.from) != Some(&Kind::Filler);
    let verb = main.iter().rposition(says).filter(|i| {
        context.kind == CriterionKind::Inclusion
            && main.get(*i).is_some_and(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::Excluded))
    })?;
    let rule = whole(context, trim(main.get(..verb)?), scope)?;
    let (from, to) = context.span_of(but);
    let named = whole(context, trim(but.get(1..)?), &Scope { or: Some(true), said: None, ..scope.clone() }).filter(|r| is_sure(context, r));
    let but = match named {
        Some(named) => context.rule(Node::Not(Box::new(named)), from, to),
        None => {
            context.unmark(from, to);
            context.mark(from, to);
            context.rule(Node::Review(context.words(from, to)), from, to)
        }
    };
    context.group(false, vec![rule, but]).map(negated)
}

/// A rule without what an exception names; `but` begins with the word of exception.
pub(super) fn excepted(context: &Context<'_>, rule: Rule, but: &[Element], scope: &Scope) -> Rule {
    let (from, to) = context.span_of(but);
    if let Some(rule) = left(context, &rule, to) {
        return rule;
    }
    // "fit, and without any disease other than gout": of what is demanded nothing is taken.
    let rule = match rule {
        Rule { node: Node::All(mut parts), open, at }
            if context.kind == CriterionKind::Inclusion && parts.last().is_some_and(|p| matches!(p.node, Node::Not(_) | Node::Review(_))) =>
        {
            let last = parts.pop().map(|last| excepted(context, last, but, scope));
            parts.extend(last);
            return Rule { open, at, ..context.group(false, parts).unwrap_or_else(|| Rule::new(Node::All(Vec::new()))) };
        }
        other => other,
    };
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
        // "at least 10 teeth, excluding molars" takes something out of what is counted.
        let counted = on_values && context.kind == CriterionKind::Inclusion && !conditional && !(is_sure(context, r) && is_sure(context, &rule));
        !counted && (!conditional || (is_sure(context, r) && !treated && !unnamed(r)))
    });
    let named = named.map(|named| each(context, named));
    let Some(named) = named else {
        // What is excepted is for a person to judge, and with it the exception.
        context.unmark(from, to);
        context.mark(from, to);
        let review = context.rule(Node::Review(context.words(from, to)), from, to);
        let or = context.kind == CriterionKind::Inclusion && conditional;
        return context.group(or, vec![rule.clone(), review]).unwrap_or(rule);
    };
    // "≥ 18 years, excluding pregnant women" leaves out; "> 100, except with splenomegaly" lets in.
    let lets_in = on_values && !leaves_out(context, but) && !on_age(&rule);
    if context.kind == CriterionKind::Inclusion && (lets_in || conditional) && !matches!(rule.node, Node::Not(_)) {
        return context.group(true, vec![rule.clone(), named]).unwrap_or(rule);
    }
    let not = context.rule(Node::Not(Box::new(named)), from, to);
    without(context, rule, not)
}

/// A rule without what is denied beside it.
pub(super) fn without(context: &Context<'_>, rule: Rule, not: Rule) -> Rule {
    match rule.node {
        // "no malignancy except skin cancer": what is not to be there is the malignancy without it.
        Node::Not(inner) => context.group(false, vec![(*inner).clone(), not]).map_or(*inner, negated),
        _ => context.group(false, vec![rule.clone(), not]).unwrap_or(rule),
    }
}

/// "with the exception of A and B": either is left out.
pub(super) fn each(context: &Context<'_>, named: Rule) -> Rule {
    let listed = |a: &Rule, b: &Rule| {
        let between = a.at.zip(b.at).map(|(a, b)| (a.end, b.start));
        let sign = |k: &Kind| matches!(k, Kind::And | Kind::Comma);
        between.is_some_and(|(end, start)| context.tokens.iter().any(|t| t.start >= end && t.end <= start && sign(&t.kind)))
    };
    match named.node {
        Node::All(parts)
            if parts.iter().all(|p| matches!(p.node, Node::Finding(_))) && parts.iter().zip(parts.iter().skip(1)).all(|(a, b)| listed(a, b)) =>
        {
            Rule { node: Node::Any(parts), ..named }
        }
        node => Rule { node, ..named },
    }
}

/// "the disease", "the condition": what stands before is meant, and not any.
fn unnamed(rule: &Rule) -> bool {
    let mut found = false;
    rule.walk(&mut |r| {
        found |= matches!(&r.node, Node::Finding(f) if matches!(f.of.as_str(), "disease" | "condition" | "treatment" | "symptom" | "sign"))
    });
    found
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

/// Whether the word of exception says that something is not meant.
fn leaves_out(context: &Context<'_>, but: &[Element]) -> bool {
    let word = but.first().and_then(|e| context.token(e.from)).map(|t| t.lower()).unwrap_or_default();
    matches!(
        word.as_str(),
        "excluding" | "not including" | "exclusive of" | "but not" | "barring" | "with the exclusion of" | "this does not include"
    )
}

/// Whether a rule compares an age.
fn on_age(rule: &Rule) -> bool {
    let mut age = false;
    rule.walk(&mut |r| age |= matches!(&r.node, Node::Measure(m) if m.of == "age"));
    age
}

/// Whether a rule compares values only.
fn on_values(rule: &Rule) -> bool {
    let mut only = true;
    rule.walk(&mut |r| only &= !r.children().is_empty() || matches!(r.node, Node::Measure(_) | Node::Consecutive(_) | Node::Trend(_)));
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
