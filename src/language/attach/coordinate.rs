//! "renal or hepatic disease", "hepatitis B or C": parts of one name that are joined before the
//! list is cut, so that all that is said of the name is said of each.

use super::Context;
use super::modifiers::{modifies, of_people, one_thing, places, qualifies};
use super::tail::names_condition;
use crate::language::element::{Element, Shared, Sign, What};
use crate::language::words::Kind;
use crate::rule::{CriterionKind, SeverityRange};
use crate::vocabulary::FindingKind;

/// How many parts one noun is shared by, and how many words a part has at most.
const MAX_PARTS: usize = 12;

/// Words between a connective and the name behind it that change nothing.
const BETWEEN: &[&str] = &["any", "other", "any other", "the", "a", "an"];

/// Words for what is done: behind its own adjectives such a word is a thing by itself.
pub(super) const DONE: &[&str] = &["injection", "operation", "procedure", "surger", "therap", "transplant", "treatment"];

/// What can be transplanted, or ill, by itself.
const ORGANS: &[&str] = &[
    "bladder", "bowel", "brain", "breast", "colon", "heart", "kidney", "liver", "lung", "marrow", "ovary", "pancreas", "prostate", "skin", "stomach",
    "uterus",
];

/// One part of a coordinated name.
struct Part {
    words: Vec<String>,
    severity: Option<SeverityRange>,
}

/// The elements with each coordinated name as one of them.
pub(super) fn joined(context: &Context<'_>, elements: &[Element]) -> Vec<Element> {
    let mut out: Vec<Element> = Vec::with_capacity(elements.len());
    let mut i = 0usize;
    while let Some(element) = elements.get(i) {
        let found = match &element.what {
            What::Separator(s) if s.sign >= Sign::Comma => coordinated(context, &out, elements, i),
            _ => numbered(context, &out, elements, i),
        };
        match (found, &element.what) {
            (Some((taken, shared, next)), _) => {
                out.truncate(out.len().saturating_sub(taken));
                out.push(shared);
                i = next;
            }
            (None, What::Bracket(inner)) => {
                out.push(Element { what: What::Bracket(joined(context, inner)), ..*element });
                i = i.saturating_add(1);
            }
            _ => {
                out.push(element.clone());
                i = i.saturating_add(1);
            }
        }
    }
    out
}

/// A coordinated name around a separator: how many elements before it belong to it, the name,
/// and what follows.
fn coordinated(context: &Context<'_>, before: &[Element], elements: &[Element], separator: usize) -> Option<(usize, Element, usize)> {
    let next = elements.get(separator.saturating_add(1)).and_then(|e| content(context, e)).and_then(|w| w.into_iter().next());
    let (taken, first) = first_part(context, before, next.as_deref())?;
    let start = before.get(before.len().checked_sub(taken)?)?;
    let mut parts = vec![first];
    let mut at = separator;
    loop {
        let What::Separator(sign) = &elements.get(at)?.what else { return None };
        let mut from = at.saturating_add(1);
        if elements.get(from).is_some_and(|e| is_filler(context, e, BETWEEN)) {
            from = from.saturating_add(1);
        }
        let (mut part, to) = part(context, elements, from)?;
        // "renal, hepatic or other illnesses"
        if from > at.saturating_add(1)
            && part.words.len() == 1
            && let Some(filler) = elements.get(from.saturating_sub(1)).filter(|e| is_filler(context, e, &["other", "any other"]))
        {
            part.words.insert(0, context.words(filler.from, filler.to));
        }
        let goes_on = elements.get(to).is_some_and(|e| matches!(&e.what, What::Separator(s) if s.sign >= Sign::Comma));
        if goes_on && parts.len() < MAX_PARTS && (is_modifier(context, elements, from, to, &part) || code(&part).is_some() && part.words.len() == 1) {
            parts.push(part);
            at = to;
            continue;
        }
        let last = elements.get(to.checked_sub(1)?)?;
        let names = names(context, &parts, &part, elements.get(from)?)?;
        let opposite = parts.iter().chain([&part]).all(|p| p.words.first().is_some_and(|w| qualifies(w)));
        let or = sign.or?
            || opposite
            || codes(&parts, &part).is_some()
            || parts.iter().all(|p| p.words.len() > 1 && p.words.last().is_some_and(|w| is_code(w)))
            || context.kind == CriterionKind::Exclusion;
        return Some((taken, Element { what: What::Shared(Shared { or, names }), from: start.from, to: last.to }, to));
    }
}

/// What stands right before a separator, if it can share what stands behind the last one.
fn first_part(context: &Context<'_>, before: &[Element], next: Option<&str>) -> Option<(usize, Part)> {
    let last = before.last().filter(|e| e.what == What::Token)?;
    if let Some(Kind::Severity(range)) = context.kind(last.from) {
        return Some((1, Part { words: Vec::new(), severity: Some(*range) }));
    }
    let words = content(context, last)?;
    let mut taken = 1usize;
    let mut all = words;
    let end = all.last().cloned().unwrap_or_default();
    if is_code(&end) && all.len() == 1 {
        // "Child-Pugh class B or C" is a value of a measure.
        let measure = |e: &Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Measure(_)));
        if before.iter().rev().skip(1).take(2).any(measure) {
            return None;
        }
        // "stage III or IV": the name stands before the number.
        let stem = before.get(before.len().checked_sub(2)?)?;
        let mut name = content(context, stem)?;
        name.append(&mut all);
        return Some((2, Part { words: name, severity: None }));
    }
    // "right atrial or …": of an adjective of its own, but not of what qualifies all parts.
    while let Some(previous) = before.len().checked_sub(taken.saturating_add(1)).and_then(|i| before.get(i)) {
        let own = match content(context, previous) {
            Some(words) => words.len() == 1 && words.iter().all(|w| modifies(w) && (!qualifies(w) || w.eq_ignore_ascii_case("very"))),
            None => false,
        };
        if !own || taken >= 3 || names_condition(context, previous.from) {
            break;
        }
        let mut more = content(context, previous)?;
        more.append(&mut all);
        all = more;
        taken = taken.saturating_add(1);
    }
    // "serologic test positive or …": said of what stands before it, and not of what follows.
    if all.len() > 1 && matches!(end.to_lowercase().as_str(), "positive" | "negative") || before_is_named(context, before, taken, &end) {
        return None;
    }
    // "pain in the hip or knee surgery"
    let place = places(&end)
        && !next.is_some_and(|next| one_thing(&end, next))
        && before.len().checked_sub(taken.saturating_add(1)).and_then(|i| before.get(i)).is_some_and(|e| leads(context, e));
    (!place && !(names_condition(context, last.from)))
        .then_some((taken, Part { words: all, severity: None }))
        .or_else(|| is_code(&end).then(|| (1, Part { words: content(context, last).unwrap_or_default(), severity: None })))
}

/// "HIV test positive or …": whether words stand before "positive" that it is said of.
fn before_is_named(context: &Context<'_>, before: &[Element], taken: usize, end: &str) -> bool {
    let previous = before.len().checked_sub(taken.saturating_add(1)).and_then(|i| before.get(i));
    matches!(end.to_lowercase().as_str(), "positive" | "negative") && previous.is_some_and(|e| content(context, e).is_some())
}

/// Whether a token names a disease by itself; "psychiatric" does so for want of a noun only.
fn is_thing(context: &Context<'_>, i: usize) -> bool {
    let bare = |text: &str| !text.contains(' ') && modifies(text) && !of_people(text);
    names_condition(context, i) && !context.token(i).is_some_and(|t| bare(&t.text))
}

/// The words of a token that is part of a name.
fn content(context: &Context<'_>, element: &Element) -> Option<Vec<String>> {
    let plain = match &element.what {
        What::Token => match context.kind(element.from) {
            Some(Kind::Word | Kind::Finding(_)) => true,
            // "hearing", "vitamin D": measures, too.
            Some(Kind::Measure(_)) => context.token(element.from).is_some_and(|t| places(&t.text) || is_code(&t.text)),
            _ => false,
        },
        What::Comparison(n) => !n.compared && element.to == element.from.saturating_add(1),
        _ => false,
    };
    plain.then(|| context.words(element.from, element.to).split_whitespace().map(str::to_owned).collect())
}

fn is_filler(context: &Context<'_>, element: &Element, words: &[&str]) -> bool {
    element.what == What::Token
        && context.kind(element.from) == Some(&Kind::Filler)
        && context.token(element.from).is_some_and(|t| words.contains(&t.lower().as_str()))
}

/// Whether a preposition or an article stands there.
fn leads(context: &Context<'_>, element: &Element) -> bool {
    is_filler(context, element, &["in", "on", "of", "the", "at", "by", "into"])
}

/// The words of a name from one element on, and the element behind it.
fn part(context: &Context<'_>, elements: &[Element], from: usize) -> Option<(Part, usize)> {
    let mut to = from;
    let mut part = Part { words: Vec::new(), severity: None };
    if let Some(Kind::Severity(range)) = elements.get(to).filter(|e| e.what == What::Token).and_then(|e| context.kind(e.from)) {
        part.severity = Some(*range);
        to = to.saturating_add(1);
    }
    while let Some(words) = elements.get(to).and_then(|e| content(context, e)) {
        part.words.extend(words);
        to = to.saturating_add(1);
        if part.words.len() > MAX_PARTS {
            return None;
        }
    }
    (!part.words.is_empty()).then_some((part, to))
}

fn is_modifier(context: &Context<'_>, elements: &[Element], from: usize, to: usize, part: &Part) -> bool {
    let named = elements.get(from..to).unwrap_or_default().iter().any(|e| is_thing(context, e.from));
    !named && part.severity.is_none() && part.words.iter().all(|w| modifies(w))
}

/// The name of each part.
fn names(context: &Context<'_>, parts: &[Part], last: &Part, head: &Element) -> Option<Vec<(String, Option<SeverityRange>)>> {
    if let Some(names) = codes(parts, last) {
        return Some(names);
    }
    if let [first] = parts
        && let (Some(a), Some(b)) = (first.words.last(), last.words.first())
        && one_thing(a, b)
    {
        return Some(vec![(format!("{} and {}", first.words.join(" "), last.words.join(" ")), None)]);
    }
    // "bone marrow, heart or small bowel": organs beside each other share no noun.
    let organ = |p: &Part| p.words.last().is_some_and(|w| is_organ(w));
    if organ(last) && parts.iter().any(organ) {
        return None;
    }
    let whole = last.words.join(" ");
    // "uncontrolled or severe asthma", "severe or uncontrolled asthma"
    let graded = last.severity.is_some();
    let mut names = Vec::new();
    for part in parts {
        let words = part.words.join(" ");
        let end = part.words.last().map_or("", String::as_str);
        if stands_alone(end, last) {
            return None;
        }
        if part.severity.is_some() {
            let first = last.words.first().filter(|w| qualifies(w) && last.words.len() > 1)?;
            let rest = whole.get(first.len()..)?.trim().to_owned();
            names.push((rest, part.severity));
            continue;
        }
        if graded {
            if !qualifies(end) {
                return None;
            }
            names.push((format!("{words} {whole}"), None));
            continue;
        }
        // "medication preventing exercise and exercise test", "injection therapy or oral therapy":
        // nothing is shared.
        if [last.words.first(), last.words.last()].into_iter().flatten().any(|w| w.eq_ignore_ascii_case(end)) {
            return None;
        }
        // "valve surgery or hip fracture": what is a thing by itself shares no noun.
        let thing = part.words.len() > 1 && DONE.iter().any(|d| end.to_lowercase().starts_with(d));
        let known = (1..last.words.len()).filter(|_| !thing).find_map(|k| {
            let rest = last.words.get(k..)?;
            let dropped = last.words.get(1..k)?.iter().chain(last.words.first().filter(|_| qualifies(end)));
            let own = dropped.into_iter().all(|w| modifies(w) || is_code(w)) && rest.first().is_some_and(|w| !w.eq_ignore_ascii_case(end));
            let name = format!("{words} {}", rest.join(" "));
            context.vocabulary.known(&name).0.filter(|_| own)?;
            Some(name)
        });
        let name = match known {
            Some(name) => name,
            None if of_people(end) => return None,
            // "tissue/solid organ transplant"
            None if is_transplanted(end) && last.words.last().is_some_and(|w| w.to_lowercase().starts_with("transplant")) => {
                format!("{words} {}", last.words.last()?)
            }
            // "cortisone or anesthetic injections"
            None if parts.len() == 1 && part.words.len() == 1 => match given(context, end, last) {
                Some(name) => name,
                None if modifies(end) => format!("{words} {}", shared_words(context, end, last, head)?),
                None => return None,
            },
            None if modifies(end) => format!("{words} {}", shared_words(context, end, last, head)?),
            None => return None,
        };
        names.push((name, None));
    }
    names.push((whole, last.severity));
    Some(names)
}

/// Whether a word names an organ.
pub(super) fn is_organ(word: &str) -> bool {
    ORGANS.contains(&word.to_lowercase().as_str())
}

/// "temporomandibular disorder or facial pain", "HIV-positive or chronic viral hepatitis": the first
/// wants no noun of the last.
fn stands_alone(end: &str, last: &Part) -> bool {
    const NOUNS: &[&str] = &["disease", "disorder", "dysfunction", "failure", "infection", "injury", "pain", "syndrome"];
    let tested = |w: &str| w.ends_with("positive") || w.ends_with("negative");
    let end = end.to_lowercase();
    NOUNS.iter().any(|n| end == *n || end.strip_suffix('s') == Some(n))
        || tested(&end) && !last.words.first().is_some_and(|w| tested(&w.to_lowercase()))
}

/// What a transplant is of.
fn is_transplanted(word: &str) -> bool {
    const OF: &[&str] = &["cell", "cells", "islet", "marrow", "organ", "tissue"];
    OF.contains(&word.to_lowercase().as_str())
}

/// "cortisone or anesthetic injections": how a drug is given is said behind the last of them.
fn given(context: &Context<'_>, drug: &str, last: &Part) -> Option<String> {
    const WAYS: &[&str] =
        &["infiltration", "infiltrations", "infusion", "infusions", "injection", "injections", "patch", "patches", "tablets", "drops"];
    let [first, way] = last.words.as_slice() else { return None };
    let found = context.vocabulary.finding_named(drug).and_then(|id| context.vocabulary.finding(id));
    let is_drug = found.is_some_and(|f| f.kind == FindingKind::Drug);
    (is_drug && WAYS.contains(&way.to_lowercase().as_str()) && !first.is_empty()).then(|| format!("{drug} {way}"))
}

/// What of the last name belongs to all: what stands behind its own adjectives.
fn shared_words(context: &Context<'_>, before: &str, last: &Part, head: &Element) -> Option<String> {
    let leading = last.words.iter().take_while(|w| modifies(w)).count();
    let own = match leading {
        // "right atrial or RV enlargement"; "renal disease" or "heart disease" is its own name.
        0 if last.words.len() > 1 && !names_condition(context, head.from) => 1,
        0 => return None,
        _ if qualifies(before) && last.words.first().is_some_and(|w| qualifies(w)) => {
            last.words.iter().take_while(|w| w.eq_ignore_ascii_case("very")).count().saturating_add(1)
        }
        n => n,
    };
    let rest = last.words.get(own..)?;
    (!rest.is_empty()).then(|| rest.join(" "))
}

/// "hepatitis B or C", "stage III or IV lung cancer": the letter or number of each.
fn codes(parts: &[Part], last: &Part) -> Option<Vec<(String, Option<SeverityRange>)>> {
    let (first, others) = parts.split_first()?;
    let (end, stem) = first.words.split_last()?;
    let (code, tail) = last.words.split_first()?;
    let others: Option<Vec<&str>> = others.iter().map(self::code).collect();
    let same = |a: &str, b: &str| a.chars().all(|c| c.is_ascii_digit()) == b.chars().all(|c| c.is_ascii_digit());
    if stem.is_empty() || !is_code(end) || !is_code(code) || !same(end, code) {
        return None;
    }
    let stem = stem.join(" ");
    let all = std::iter::once(end.as_str()).chain(others?).chain([code.trim_start_matches('-')]);
    let name = |code: &str| [&[stem.as_str(), code], tail.iter().map(String::as_str).collect::<Vec<_>>().as_slice()].concat().join(" ");
    Some(all.map(|code| (name(code), None)).collect())
}

/// The letter or number that a part is.
fn code(part: &Part) -> Option<&str> {
    match part.words.as_slice() {
        [word] if is_code(word) => Some(word),
        _ => None,
    }
}

/// A letter or a number that tells one kind from another.
fn is_code(word: &str) -> bool {
    let roman = matches!(word, "Ⅰ" | "Ⅱ" | "Ⅲ" | "Ⅳ" | "Ⅴ" | "II" | "III" | "IV" | "IIa" | "IIb" | "IIIa" | "IIIb" | "IIIA" | "IIIB" | "IVA" | "IVB");
    let letter = word.len() == 1 && word.chars().all(|c| c.is_ascii_uppercase());
    let digits = !word.is_empty() && word.len() <= 2 && word.chars().all(|c| c.is_ascii_digit());
    roman || letter || digits
}

/// "type 1 or 2 diabetes": the numbers that the grammar has joined.
fn numbered(context: &Context<'_>, before: &[Element], elements: &[Element], i: usize) -> Option<(usize, Element, usize)> {
    const NUMBERED: &[&str] =
        &["type", "types", "grade", "grades", "stage", "stages", "class", "genotype", "genotypes", "phase", "category", "hiv", "hsv"];
    let choice = elements.get(i).filter(|e| matches!(e.what, What::Comparison(_)))?;
    let listed = (choice.from..choice.to).all(|i| matches!(context.kind(i), Some(Kind::Number(_) | Kind::Comma | Kind::Or)));
    let stem = before.last().filter(|_| listed && choice.to > choice.from.saturating_add(2))?;
    let word = content(context, stem)?.pop()?;
    let (tail, to) = part(context, elements, i.saturating_add(1)).filter(|_| NUMBERED.contains(&word.to_lowercase().as_str()))?;
    let numbers = (choice.from..choice.to).filter(|i| matches!(context.kind(*i), Some(Kind::Number(_))));
    let names = numbers.map(|n| (format!("{word} {} {}", context.words(n, n.saturating_add(1)), tail.words.join(" ")), None)).collect();
    let end = elements.get(to.checked_sub(1)?)?.to;
    Some((1, Element { what: What::Shared(Shared { or: true, names }), from: stem.from, to: end }, to))
}
