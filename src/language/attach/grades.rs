//! Grades, stages and classes that no measure holds: "grade ≥ 2 neuropathy", "stage III or IV".

use super::Context;
use crate::language::element::{Aside, Counts, Element, Numbers, Sign, What};
use crate::language::words::{Kind, Lower};
use crate::quantity::{Bound, Decimal, Op};

/// What grades by letters or numerals.
const SCALES: &[&str] = &["grade", "grades", "stage", "stages"];
/// Whose scale it is.
const OWNERS: &[&str] =
    &["ajcc", "ann", "arbor", "ctc", "ctcae", "figo", "nci", "tnm", "who", "≥", ">=", ">", "<=", "<", "-", "the", "clinical", "pathological"];

/// Puts each comparison of grades into one element for a person to judge, what stands for an
/// equivalent dose into another, and the letters of a Child-Pugh class into its points.
pub(super) fn fold(context: &Context<'_>, elements: Vec<Element>) -> Vec<Element> {
    let begins = |e: &Element| e.what == What::Token && (is_scale(context, e) || is_child_pugh(context, e) || is_equivalent(context, e));
    if !elements.iter().any(begins) {
        return elements;
    }
    let mut out: Vec<Element> = Vec::new();
    let mut i = 0usize;
    while let Some(element) = elements.get(i) {
        let rest = elements.get(i.saturating_add(1)..).unwrap_or_default();
        i = i.saturating_add(1);
        if element.what == What::Token && is_scale(context, element) {
            let owners = out.iter().rev().take_while(|e| owns(context, e)).count();
            let compared = out.iter().rev().take(owners).any(|e| matches!(context.kind(e.from), Some(Kind::Comparator(_))));
            let (length, several) = values(context, rest);
            if length > 0 && (several || compared) {
                let to = rest.get(length.saturating_sub(1)).map_or(element.to, |e| e.to);
                out.truncate(out.len().saturating_sub(owners));
                let from =
                    if owners > 0 { elements.get(i.saturating_sub(owners).saturating_sub(1)).map_or(element.from, |e| e.from) } else { element.from };
                out.push(Element { what: What::Aside(Aside::Review), from, to });
                i = i.saturating_add(length);
                continue;
            }
        }
        out.push(element.clone());
        if element.what == What::Token
            && is_child_pugh(context, element)
            && let Some((length, points)) = child_pugh(context, rest)
        {
            i = i.saturating_add(length);
            out.push(points);
        }
        if let (What::Separator(s), Some(next)) = (&element.what, rest.first())
            && s.or == Some(true)
            && is_equivalent(context, next)
        {
            // The dose of prednisone is counted in equivalents anyway.
            let counted = (0..element.from).any(|t| context.token(t).is_some_and(|t| t.lower().contains("prednis")));
            out.pop();
            let aside = if counted { Aside::Nothing } else { Aside::Review };
            out.push(Element { what: What::Aside(aside), from: element.from, to: next.to });
            i = i.saturating_add(1);
        }
    }
    out
}

/// "(≥ Grade 3)", "(CTCAE grade 2 or higher)": nothing but a grade.
pub(super) fn is_graded(context: &Context<'_>, elements: &[Element]) -> bool {
    let scale = elements.iter().position(|e| e.what == What::Token && is_scale(context, e));
    scale.is_some_and(|i| {
        let owned = elements.get(..i).unwrap_or_default().iter().all(|e| owns(context, e));
        let rest = elements.get(i.saturating_add(1)..).unwrap_or_default();
        owned && !rest.is_empty() && values(context, rest).0 == rest.len()
    })
}

fn text<'t>(context: &'t Context<'_>, element: &Element) -> Lower<'t> {
    context.token(element.from).map(|t| t.lower()).unwrap_or_default()
}

fn is_scale(context: &Context<'_>, element: &Element) -> bool {
    matches!(context.kind(element.from), Some(Kind::Word | Kind::Filler)) && SCALES.contains(&text(context, element).as_str())
}

fn is_equivalent(context: &Context<'_>, element: &Element) -> bool {
    element.what == What::Token && matches!(text(context, element).as_str(), "equivalent" | "equivalents")
}

fn owns(context: &Context<'_>, element: &Element) -> bool {
    element.what == What::Token && OWNERS.contains(&text(context, element).as_str())
}

/// How many elements the values behind a scale take, and whether they are compared or several.
fn values(context: &Context<'_>, rest: &[Element]) -> (usize, bool) {
    let value = |e: &Element| match &e.what {
        What::Comparison(n) => n.bounds.iter().all(|(_, c)| *c == Counts::Nothing),
        What::Token => matches!(context.kind(e.from), Some(Kind::Word | Kind::Filler | Kind::Number(_))) && is_numeral(&text(context, e)),
        _ => false,
    };
    let joins = |e: &Element| match &e.what {
        What::Separator(s) => matches!(s.sign, Sign::None | Sign::Comma),
        What::Token => matches!(context.kind(e.from), Some(Kind::Slash | Kind::Dash)),
        _ => false,
    };
    let (mut end, mut count, mut compared) = (0usize, 0usize, false);
    for (i, element) in rest.iter().enumerate() {
        let joined = i > end || i == 0 || rest.get(i.saturating_sub(1)).is_some_and(joins);
        if value(element) && joined {
            count = count.saturating_add(1);
            compared |= matches!(&element.what, What::Comparison(n) if n.compared);
            end = i.saturating_add(1);
        } else if element.what == What::Token && i == end && matches!(context.kind(element.from), Some(Kind::Suffix(_))) {
            return (i.saturating_add(1), true);
        } else if !joins(element) || count == 0 {
            break;
        }
    }
    (end, compared || count > 1)
}

/// `IV`, `IIIB`, `2a`, `T3`: what grades and stages are counted with.
fn is_numeral(word: &str) -> bool {
    let core = word.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['a', 'b', 'c']);
    let digits = word.trim_end_matches(['a', 'b', 'c']);
    matches!(core, "i" | "ii" | "iii" | "iv" | "v") || (!digits.is_empty() && digits.len() <= 1 && digits.bytes().all(|b| b.is_ascii_digit()))
}

fn is_child_pugh(context: &Context<'_>, element: &Element) -> bool {
    let Some(Kind::Measure(id)) = context.kind(element.from) else { return false };
    context.vocabulary.measure(*id).is_some_and(|m| m.name == "Child-Pugh")
}

/// The points of classes A (5 or 6), B (7 to 9) and C (10 to 15).
fn child_pugh(context: &Context<'_>, rest: &[Element]) -> Option<(usize, Element)> {
    let (mut low, mut high, mut end, mut op) = (None, None, 0usize, None);
    for (i, element) in rest.iter().enumerate() {
        let word = context.token(element.from).map(|t| t.text.as_str()).unwrap_or_default();
        let points = match word {
            "A" => Some((5, 6)),
            "B" => Some((7, 9)),
            "C" => Some((10, 15)),
            _ => None,
        };
        match (&element.what, context.kind(element.from), points) {
            (What::Token, _, Some((from, to))) => {
                low = Some(low.map_or(from, |l: i64| l.min(from)));
                high = Some(high.map_or(to, |h: i64| h.max(to)));
                end = i.saturating_add(1);
            }
            (What::Token, Some(Kind::Suffix(o)), _) if i == end && low.is_some() => {
                op = Some(*o);
                end = i.saturating_add(1);
                break;
            }
            (What::Token, Some(Kind::Comparator(o)), _) if low.is_none() => op = Some(*o),
            (What::Token, Some(Kind::Filler | Kind::Word | Kind::Colon), _) if low.is_none() && i < 3 => {}
            (What::Token, Some(Kind::Slash | Kind::Dash), _) if low.is_some() => {}
            (What::Separator(s), _, _) if low.is_some() && s.sign >= Sign::Comma => {}
            _ => break,
        }
    }
    let (low, high) = (low?, high?);
    let (low, high) = match op {
        None | Some(Op::Equal) => (low, high),
        Some(Op::AtLeast) => (low, 15),
        Some(Op::Greater) => (high.saturating_add(1), 15),
        Some(Op::AtMost) => (5, high),
        Some(Op::Less) => (5, low.saturating_sub(1)),
    };
    let bound = |op: Op, value: i64| (Bound { op, value: Decimal::from(value) }, Counts::Nothing);
    let bounds = match (low <= 5, high >= 15) {
        (true, true) => return None,
        (true, false) => vec![bound(Op::AtMost, high)],
        (false, true) => vec![bound(Op::AtLeast, low)],
        (false, false) => vec![bound(Op::AtLeast, low), bound(Op::AtMost, high)],
    };
    let (from, to) = (rest.first()?.from, rest.get(end.saturating_sub(1))?.to);
    let numbers = Numbers { bounds, age: false, compared: true };
    Some((end, Element { what: What::Comparison(numbers), from, to }))
}

/// "At least two of diabetes, hypertension and smoking": the number counts the names behind it.
pub(super) fn counted(context: &Context<'_>, elements: &[Element]) -> Option<Vec<Element>> {
    let filler = |e: &Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Filler));
    let at = elements.iter().position(|e| !filler(e))?;
    let [number, of, named, ..] = elements.get(at..)? else { return None };
    let What::Comparison(numbers) = &number.what else { return None };
    let [(bound, Counts::Nothing)] = numbers.bounds.as_slice() else { return None };
    let lists = elements.iter().any(|e| matches!(&e.what, What::Separator(s) if s.sign >= Sign::Comma));
    let is_of = filler(of) && text(context, of) == "of";
    let is_name = named.what == What::Token && matches!(context.kind(named.from), Some(Kind::Finding(_) | Kind::Measure(_)));
    let count = (1..=9usize).find(|n| Decimal::from(*n as u64) == bound.value)?;
    if numbers.age || !numbers.compared || !lists || !is_of || !is_name || !matches!(bound.op, Op::AtLeast | Op::Greater) {
        return None;
    }
    let mut out = elements.get(..at)?.to_vec();
    out.push(Element { what: What::Counted(bound.op, count), from: number.from, to: of.to });
    out.extend(elements.get(at.saturating_add(2)..)?.iter().cloned());
    Some(out)
}

/// "class II, class III, class IV wounds": nobody is of two of them.
pub(super) fn each_another(context: &Context<'_>, elements: &[Element]) -> bool {
    const NUMBERED: &[&str] = &["class", "grade", "group", "stage", "type"];
    let comma = |e: &Element| matches!(&e.what, What::Separator(_));
    let stem = |part: &[Element]| {
        let (from, to) = context.span_of(part);
        let words = context.lower(from, to);
        let each: Vec<&str> = words.split(' ').collect();
        let code = |w: &str| w.chars().all(|c| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x'));
        each.iter().zip(each.iter().skip(1)).find(|(w, next)| NUMBERED.contains(w) && !next.is_empty() && code(next)).map(|(w, _)| (*w).to_owned())
    };
    let stems: Vec<Option<String>> = elements.split(comma).map(stem).collect();
    stems.len() > 1 && stems.iter().all(|s| s.is_some() && Some(s) == stems.first())
}
