//! What is allowed: an exception to what is excluded, and no demand.

use super::condition::{is_sure, negated};
use super::reader::Reader;
use super::sentence::{trim, whole};
use super::{Context, Scope};
use crate::language::element::{Element, Sign, What};
use crate::language::words::Kind;
use crate::rule::{CriterionKind, Node, Rule};

/// Whether a stretch says what is allowed.
pub(super) fn allows(context: &Context<'_>, elements: &[Element]) -> bool {
    elements.iter().enumerate().any(|(i, e)| {
        let next = elements.get(i.saturating_add(1)).filter(|e| e.what == What::Token).and_then(|e| context.kind(e.from));
        // "an acceptable method of contraception"
        let attribute =
            context.token(e.from).is_some_and(|t| !t.text.contains(' ')) && matches!(next, Some(Kind::Word | Kind::Finding(_) | Kind::Measure(_)));
        e.what == What::Token && context.kind(e.from) == Some(&Kind::Allowed) && !attribute
    })
}

/// "Women aged 18 or older are eligible": what stands before the verb is demanded.
pub(super) fn demanded<'e>(context: &Context<'_>, elements: &'e [Element]) -> Option<&'e [Element]> {
    let says = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Allowed);
    let at = elements.iter().position(says).filter(|_| context.kind == CriterionKind::Inclusion)?;
    let verb = context.token(elements.get(at)?.from)?.lower();
    let before = elements.get(..at)?;
    let aged = before.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.compared && n.age))
        || before.iter().any(|e| {
            matches!(&e.what, What::Comparison(n) if n.compared)
                && before.iter().any(|b| b.what == What::Token && context.kind(b.from) == Some(&Kind::AgeWord))
        });
    let tail = elements.get(at.saturating_add(1)..)?;
    let more = tail.iter().any(|e| matches!(e.what, What::Comparison(_) | What::LookBack { .. } | What::Separator(_)));
    let but =
        before.iter().any(|e| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Exception | Kind::Condition | Kind::Negation)));
    if !aged || more || but || !(verb.contains("eligible") || verb.contains("included") || verb.contains("enrolled") || verb.contains("participate"))
    {
        return None;
    }
    let (from, to) = (elements.get(at)?.from, context.span_of(elements).1);
    context.mark(from, to);
    Some(before)
}

/// Reads a sentence that allows something; `rules` are those of the sentences before it.
pub(super) fn sentence(context: &Context<'_>, sentence: &[Element], rules: &mut Vec<Rule>) {
    let is_semicolon = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Semicolon);
    for part in sentence.split(is_semicolon) {
        if !allows(context, part) {
            rules.extend(whole(context, trim(part), &Scope::default()));
            continue;
        }
        // "…, but inhaled steroids are allowed": what stands before the "but" is the rule.
        let but = part.iter().position(|e| {
            let word = context.token(e.to.saturating_sub(1)).map(|t| t.lower());
            matches!(e.what, What::Separator(_) | What::Token)
                && word.is_some_and(|w| matches!(w.as_str(), "but" | "however" | "although" | "though"))
        });
        let allowed = match but.filter(|b| *b > 0) {
            Some(i) => {
                rules.extend(whole(context, trim(part.get(..i).unwrap_or_default()), &Scope::default()));
                part.get(i.saturating_add(1)..).unwrap_or_default()
            }
            None => part,
        };
        let (from, to) = context.span_of(allowed);
        let last = rules.pop();
        rules.push(with(context, last, allowed).unwrap_or_else(|| context.rule(Node::Review(context.words(from, to)), from, to)));
        context.mark(from, to);
    }
}

/// A rule with what an allowance takes out of it.
fn with(context: &Context<'_>, rule: Option<Rule>, allowed: &[Element]) -> Option<Rule> {
    let (from, to) = context.span_of(allowed);
    let rule = rule?;
    let inner = match (&rule.node, context.kind) {
        (Node::Not(inner), _) => Some((**inner).clone()),
        (_, CriterionKind::Exclusion) => None,
        (_, CriterionKind::Inclusion) => {
            let words = context.words(from, to);
            context.read_as(from, to, &words, "an allowance: it asks nothing");
            context.mark(from, to);
            return Some(rule);
        }
    };
    let turned = inner.is_some();
    let main = inner.unwrap_or_else(|| rule.clone());
    let but = match subject(context, allowed) {
        Some(subject) => context.rule(Node::Not(Box::new(subject)), from, to),
        None => context.rule(Node::Review(context.words(from, to)), from, to),
    };
    let both = context.group(false, vec![main, but])?;
    Some(if turned { negated(both) } else { both })
}

/// What is allowed, if that is clear and nothing limits it.
fn subject(context: &Context<'_>, allowed: &[Element]) -> Option<Rule> {
    let at = allowed.iter().position(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::Allowed))?;
    let tail = allowed.get(at.saturating_add(1)..).unwrap_or_default();
    let says = |e: &Element| !matches!(e.what, What::Separator(_)) && context.kind(e.from) != Some(&Kind::Filler);
    if tail.iter().any(says) {
        return None;
    }
    let named = whole(context, trim(allowed.get(..at)?), &Scope { or: Some(true), ..Scope::default() })?;
    is_sure(context, &named).then_some(named)
}

/// "(radiotherapy is excluded)" behind a name: it is not meant.
fn left_out(reader: &mut Reader<'_, '_>, inner: &[Element]) -> bool {
    let context = reader.context;
    let Some((last, named)) = inner.split_last() else { return false };
    let excluded = last.what == What::Token && context.kind(last.from) == Some(&Kind::Excluded);
    if !excluded || reader.leaf.phrase.is_none() || reader.leaf.negated {
        return false;
    }
    let (from, to) = context.span_of(inner);
    let Some(named) = whole(context, trim(named), &Scope { or: Some(true), ..Scope::default() }) else { return false };
    reader.leaf.besides.push(context.rule(Node::Not(Box::new(named)), from, to));
    true
}

/// ", (inhaled steroids are permitted)": the comma before the bracket parts nothing.
pub(super) fn drawn_in(context: &Context<'_>, sentence: &[Element]) -> Option<Vec<Element>> {
    let allowing = |e: Option<&Element>| e.is_some_and(|e| matches!(&e.what, What::Bracket(inner) if allows(context, inner)));
    let comma = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma && s.or.is_none());
    let drops = |i: usize, e: &Element| i > 0 && comma(e) && allowing(sentence.get(i.saturating_add(1)));
    if !sentence.iter().enumerate().any(|(i, e)| drops(i, e)) {
        return None;
    }
    Some(sentence.iter().enumerate().filter(|(i, e)| !drops(*i, e)).map(|(_, e)| e.clone()).collect())
}

/// "(topical steroids are permitted)" behind a name.
pub(super) fn in_bracket(reader: &mut Reader<'_, '_>, inner: &[Element], bracket: &Element) -> bool {
    let context = reader.context;
    if !allows(context, inner) {
        return left_out(reader, inner);
    }
    if context.kind == CriterionKind::Inclusion && !reader.leaf.negated {
        let words = context.words(bracket.from, bracket.to);
        context.read_as(bracket.from, bracket.to, &words, "an allowance: it asks nothing");
        return true;
    }
    let (from, to) = context.span_of(inner);
    // "(SCT is allowed but not if there is GVHD)": what is not allowed excludes, whatever is named before.
    let words = context.words(from, to).to_lowercase();
    if context.kind == CriterionKind::Exclusion && ["but not if", "but not when", "unless"].iter().any(|not| words.contains(not)) {
        reader.leaf.either.push(context.rule(Node::Review(context.words(from, to)), from, to));
        return true;
    }
    let but = match subject(context, inner) {
        Some(subject) => context.rule(Node::Not(Box::new(subject)), from, to),
        None => context.rule(Node::Review(context.words(from, to)), from, to),
    };
    reader.leaf.besides.push(but);
    true
}
