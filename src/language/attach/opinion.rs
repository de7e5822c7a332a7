//! What only a person can judge, and what asks nothing: "any other condition that, in the opinion
//! of the investigator, …" is one question, however many conditions the words bring up.

use super::sentence::{trim, whole};
use super::{Context, Scope};
use crate::language::element::{Element, Sign, What};
use crate::language::words::Kind;
use crate::rule::{CriterionKind, Node, Rule};

/// Nouns for anything whatever.
const ANYTHING: &[&str] = &[
    "abnormalities",
    "abnormality",
    "circumstance",
    "circumstances",
    "comorbidities",
    "comorbidity",
    "concern",
    "condition",
    "conditions",
    "disease",
    "diseases",
    "disorder",
    "disorders",
    "factor",
    "factors",
    "finding",
    "findings",
    "illness",
    "illnesses",
    "issue",
    "issues",
    "problem",
    "problems",
    "reason",
    "reasons",
    "situation",
    "situations",
];

/// Words before them that leave it open what is meant.
const WHATEVER: &[&str] = &[
    "additional",
    "any",
    "behavioral",
    "clinical",
    "coexisting",
    "concomitant",
    "concurrent",
    "emotional",
    "environmental",
    "existing",
    "familial",
    "further",
    "geographical",
    "health",
    "intercurrent",
    "known",
    "laboratory",
    "legitimate",
    "logistical",
    "medical",
    "mental",
    "other",
    "personal",
    "physical",
    "pre",
    "pre-existing",
    "preexisting",
    "psychiatric",
    "psychological",
    "psychosocial",
    "related",
    "social",
    "sociological",
    "surgical",
    "systemic",
    "underlying",
];

/// Words of degree, which leave it open only beside "any" and "other".
const DEGREE: &[&str] = &[
    "acute",
    "chronic",
    "clinically",
    "important",
    "major",
    "relevant",
    "serious",
    "severe",
    "significant",
    "significantly",
    "uncontrolled",
    "unstable",
];

/// Words that do not even say of what kind the condition is.
const BARE: &[&str] = &["clinical", "existing", "health", "known", "medical", "systemic", "underlying"];

/// Words for those whose opinion counts.
const JUDGES: &[&str] = &["investigator", "investigators", "investigator's", "investigators'", "pi", "clinician", "physician", "doctor"];

/// How words for an opinion begin.
const OPINIONS: &[&str] =
    &["opinion", "judg", "discretion", "deem", "consider", "believ", "feel", "think", "assess", "determin", "unsuit", "inappropriate", "suitable"];

/// A sentence on any condition whatever: for a person, alone; what is listed before it is asked
/// beside it.
pub(super) fn general(context: &Context<'_>, sentence: &[Element], scope: &Scope) -> Option<Rule> {
    let is_semicolon = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Semicolon);
    let bulleted = |e: &Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Item(_) | Kind::Enumerator));
    let inner = sentence.get(1..).unwrap_or_default();
    if inner.iter().any(bulleted) {
        return None;
    }
    // "…; or any disease that could affect the results"
    if let Some(at) = sentence.iter().rposition(is_semicolon) {
        let (before, last) = sentence.split_at_checked(at)?;
        let (sign, last) = last.split_first()?;
        let general = general(context, last, scope)?;
        let or = if let What::Separator(s) = &sign.what { s.or } else { None };
        let listed = whole(context, trim(before), scope);
        return context.group(or.unwrap_or_else(|| context.default_or(scope)), listed.into_iter().chain([general]).collect());
    }
    let content = sentence.iter().position(|e| !is_filler(context, e))?;
    let opinion = opinion(context, sentence);
    // "In the opinion of the investigator the patient is unsuitable for any reason."
    if opinion == Some(content) && !specific(context, sentence) {
        return Some(review(context, sentence));
    }
    let clause = sentence.iter().position(|e| opens_clause(context, e))?;
    let head = sentence.get(..clause)?;
    let mut start = head.iter().rposition(|e| !is_open(context, e)).map_or(0, |i| i.saturating_add(1));
    // "and no other condition that …": the "no" belongs to what is judged.
    if let Some(no) = start.checked_sub(1)
        && head.get(no).is_some_and(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::Negation))
    {
        start = no;
    }
    let (before, generic) = head.split_at_checked(start)?;
    let says = |words: &[&str]| generic.iter().any(|e| words_in(&context.lower(e.from, e.to)).any(|w| words.contains(&w)));
    let any = says(&["any", "other", "another", "additional", "further"]);
    // "Conditions that preclude MRI"; "a psychiatric disorder that …" is one of a kind.
    let bare = generic.iter().all(|e| {
        let open = |w: &str| w.is_empty() || w == "s" || ANYTHING.contains(&w) || BARE.contains(&w);
        is_filler(context, e) || words_in(&context.lower(e.from, e.to)).all(open)
    });
    let alone = bare && before.iter().all(|e| is_filler(context, e));
    if !says(ANYTHING) || (!any && !alone && (opinion.is_none() || says(DEGREE))) {
        return None;
    }
    let is = |e: &Element, kind: &Kind| e.what == What::Token && context.kind(e.from) == Some(kind);
    // "unwilling to comply, including any condition that …"
    let (last, before) = match before.split_last() {
        Some((example, rest)) if is(example, &Kind::Examples) => (Some(example), rest),
        _ => (before.last(), before),
    };
    if before.iter().all(|e| is_filler(context, e) || is(e, &Kind::Negation) || is(e, &Kind::Condition)) {
        let negated = before.iter().chain(generic.first()).any(|e| is(e, &Kind::Negation));
        if opinion.is_none()
            && !negated
            && let Some(rule) = exemplified(context, sentence, scope)
        {
            return Some(rule);
        }
        return Some(review(context, sentence));
    }
    // "pregnancy, sepsis or any other condition that …": the list before it is asked by itself.
    let first = generic.iter().position(|e| !matches!(e.what, What::Separator(_)))?;
    let parted = last.is_some_and(|e| matches!(e.what, What::Separator(_)) || is(e, &Kind::Examples))
        || generic.first().is_some_and(|e| matches!(e.what, What::Separator(_)));
    if !parted || !any {
        return None;
    }
    let listed = whole(context, trim(before), scope)?;
    let rest = sentence.get(start.saturating_add(first)..)?;
    context.group(context.default_or(scope), vec![listed, review(context, rest)])
}

/// "conditions that preclude MRI (e.g. pacemaker)": the examples are the rule; what a bracket
/// lists without such a word is asked beside what a person must judge.
fn exemplified(context: &Context<'_>, sentence: &[Element], scope: &Scope) -> Option<Rule> {
    let example = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Examples);
    let any = Scope { or: Some(true), said: None, ..scope.clone() };
    if let Some(at) = sentence.iter().position(example) {
        let list = whole(context, sentence.get(at.saturating_add(1)..)?, &any)?;
        let (from, to) = context.span_of(sentence.get(..=at)?);
        context.mark(from, to);
        return Some(Rule { open: true, ..list });
    }
    let (last, head) = sentence.split_last()?;
    let What::Bracket(inner) = &last.what else { return None };
    let named = inner.iter().any(|e| super::tail::names(context, e.from));
    if !named || context.kind != CriterionKind::Exclusion {
        return None;
    }
    let examples = inner.first().is_some_and(example);
    let list = whole(context, inner.get(usize::from(examples)..)?, &any)?;
    if examples {
        let (from, to) = context.span_of(head);
        context.mark(from, to);
        return Some(Rule { open: true, ..list });
    }
    context.group(true, vec![review(context, head), list])
}

/// "which, in the investigator's opinion, would …": the commas around the opinion part no list.
pub(super) fn unparted(context: &Context<'_>, sentence: &[Element]) -> Vec<Element> {
    let comma = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma && s.or.is_none());
    let mut out: Vec<Element> = Vec::with_capacity(sentence.len());
    let mut until = None;
    for (i, element) in sentence.iter().enumerate() {
        // "a malformation, which may interfere": the clause goes with what stands before it.
        let relative = sentence.get(i.saturating_add(1)).filter(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::Relative));
        let narrows = relative.and_then(|e| context.token(e.from)).is_some_and(|t| matches!(t.lower().as_str(), "which" | "who" | "whose"));
        // Among the inclusions both are asked anyway; clauses side by side are a list.
        let first = !out.iter().any(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::Relative));
        let narrows = narrows && first && context.kind == CriterionKind::Exclusion;
        if narrows && comma(element) && out.last().is_some_and(|e| !matches!(e.what, What::Separator(_))) {
            continue;
        }
        let behind = out.last().is_some_and(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::Relative));
        if behind && comma(element) && until.is_none() {
            let inner = sentence.get(i.saturating_add(1)..).unwrap_or_default();
            let end = inner.iter().take(10).position(comma);
            if let Some(end) = end.filter(|end| opinion(context, inner.get(..*end).unwrap_or_default()).is_some()) {
                until = Some(i.saturating_add(1).saturating_add(end));
                continue;
            }
        }
        if until == Some(i) {
            continue;
        }
        out.push(element.clone());
    }
    out
}

/// A stretch for a person, without the bullet before it.
pub(super) fn review(context: &Context<'_>, elements: &[Element]) -> Rule {
    let mark = |e: &Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Dash | Kind::Enumerator | Kind::Item(_)));
    let elements = elements.get(elements.iter().take_while(|e| mark(e)).count()..).unwrap_or_default();
    let (from, to) = context.span_of(elements);
    context.mark(from, to);
    context.rule(Node::Review(context.words(from, to)), from, to)
}

fn words_in(lower: &str) -> impl Iterator<Item = &str> {
    lower.split([' ', '/', '(', ')']).map(|w| w.trim_end_matches(','))
}

fn is_filler(context: &Context<'_>, element: &Element) -> bool {
    element.what == What::Token
        && matches!(context.kind(element.from), Some(Kind::Filler | Kind::Dash | Kind::Enumerator | Kind::Item(_) | Kind::History | Kind::With))
}

/// Whether an element leaves it open which condition is meant.
fn is_open(context: &Context<'_>, element: &Element) -> bool {
    let open = |w: &str| w.is_empty() || w == "s" || [ANYTHING, WHATEVER, DEGREE].iter().any(|list| list.contains(&w));
    match &element.what {
        What::Separator(s) => s.sign >= Sign::Comma,
        What::Shared(_) => words_in(&context.lower(element.from, element.to)).all(|w| open(w) || w == "or" || w == "and"),
        What::Token => {
            is_filler(context, element)
                || context.kind(element.from) == Some(&Kind::Dash)
                || words_in(&context.lower(element.from, element.to)).all(open)
        }
        What::Bracket(_) => words_in(&context.lower(element.from, element.to)).all(|w| open(w) || w == "or" || w == "and"),
        _ => false,
    }
}

/// Where somebody's opinion is asked.
fn opinion(context: &Context<'_>, sentence: &[Element]) -> Option<usize> {
    sentence.iter().position(|e| {
        let judged = match context.kind(e.from).filter(|_| e.what == What::Token) {
            // "would interfere" is nobody's opinion.
            Some(Kind::Judgement) => words_in(&context.lower(e.from, e.to)).any(|w| OPINIONS.iter().any(|o| w.starts_with(o))),
            Some(Kind::Finding(id)) => context.vocabulary.finding(*id).is_some_and(|f| f.name == "investigator judgement"),
            _ => false,
        };
        judged || (e.what == What::Token && words_in(&context.lower(e.from, e.to)).any(|w| JUDGES.contains(&w)))
    })
}

/// Whether a clause begins that says of the condition what a person must judge.
fn opens_clause(context: &Context<'_>, element: &Element) -> bool {
    if element.what != What::Token {
        return false;
    }
    match context.kind(element.from) {
        Some(Kind::Relative | Kind::Judgement | Kind::Narrows) => true,
        Some(Kind::Finding(id)) => context.vocabulary.finding(*id).is_some_and(|f| f.name == "investigator judgement"),
        Some(Kind::Filler) => context.token(element.from).is_some_and(|t| matches!(t.lower().as_str(), "may" | "can")),
        Some(Kind::Word) => {
            words_in(&context.lower(element.from, element.to)).any(|w| matches!(w, "would" | "could" | "might" | "makes" | "making" | "based"))
        }
        _ => false,
    }
}

/// Whether a sentence names a disease that the vocabulary knows before it says "any".
fn specific(context: &Context<'_>, sentence: &[Element]) -> bool {
    let unsuited = sentence.iter().any(|e| {
        e.what == What::Token
            && words_in(&context.lower(e.from, e.to)).any(|w| {
                matches!(w, "unsuitable" | "unsuited" | "inappropriate" | "unfit" | "ineligible" | "suitable" | "appropriate" | "reason" | "any")
            })
    });
    !unsuited && sentence.iter().any(|e| matches!(e.what, What::Shared(_)) || super::tail::names_condition(context, e.from))
}
