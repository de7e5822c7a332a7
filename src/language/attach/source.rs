//! Where something is documented, by whom it is said, by which rules: "as documented in the medical
//! record", "according to ICH/GCP and local law". A person knows; it is no part of the list around it.

use super::Context;
use crate::language::element::{Aside, Element, Sign, What};
use crate::language::words::Kind;
use crate::rule::{Node, Rule};

/// Words for where something is written down, or for those who say it.
const SOURCES: &[&str] = &[
    "assessment",
    "birth",
    "certificate",
    "chart",
    "charts",
    "checklist",
    "committee",
    "database",
    "diary",
    "documentation",
    "documents",
    "evaluation",
    "evaluations",
    "examination",
    "examinations",
    "appendix",
    "brochure",
    "file",
    "files",
    "gcp",
    "guideline",
    "guidelines",
    "history",
    "ich",
    "id",
    "inspection",
    "interview",
    "interviews",
    "inventory",
    "label",
    "law",
    "laws",
    "legislation",
    "logbook",
    "mini",
    "notes",
    "observation",
    "passport",
    "policies",
    "policy",
    "practice",
    "protocol",
    "questionnaire",
    "questionnaires",
    "record",
    "records",
    "registry",
    "regulations",
    "report",
    "reports",
    "requirements",
    "rules",
    "scid",
    "section",
    "screen",
    "self-report",
    "staff",
    "standard",
    "standards",
    "statement",
    "survey",
    "surveys",
];

/// Documents of the study or of a profession, and those who make such rules: never a finding of the
/// patient.
const DOCUMENTS: &[&str] = &[
    "annex",
    "appendices",
    "appendix",
    "brochure",
    "definition",
    "definitions",
    "guidance",
    "guideline",
    "guidelines",
    "insert",
    "label",
    "labeling",
    "labelling",
    "policies",
    "policy",
    "practice",
    "practices",
    "protocol",
    "protocols",
    "regulations",
    "section",
    "smpc",
    "standard",
    "standards",
    "table",
];

/// Those who say what is meant.
const AUTHORITIES: &[&str] = &[
    "clinician",
    "clinicians",
    "hospital",
    "institution",
    "institutions",
    "investigator",
    "investigator's",
    "investigators",
    "laboratory",
    "physician",
    "physicians",
    "pi",
    "site",
    "sponsor",
    "team",
];

/// Words beside a document's name that only say which.
const WHICH: &[&str] = &[
    "according",
    "approved",
    "as",
    "by",
    "clinical",
    "criteria",
    "current",
    "full",
    "in",
    "institutional",
    "investigator's",
    "local",
    "national",
    "of",
    "package",
    "per",
    "product",
    "requirements",
    "see",
    "study",
    "the",
    "this",
    "to",
    "trial",
];

/// How something is known.
const KNOWN: &[&str] = &[
    "ascertained",
    "assessed",
    "confirmed",
    "defined",
    "described",
    "detected",
    "determined",
    "diagnosed",
    "documented",
    "established",
    "evaluated",
    "identified",
    "indicated",
    "judged",
    "listed",
    "noted",
    "outlined",
    "proven",
    "recorded",
    "reported",
    "specified",
    "stated",
    "verified",
];

/// The prepositions behind it.
const BY: &[&str] = &["by", "from", "in", "on", "per", "through", "using", "via", "with"];

/// How many elements a source has at most.
const MAX: usize = 16;

/// The elements; each source is one of them, with the comma before it.
pub(super) fn folded(context: &Context<'_>, elements: Vec<Element>) -> Vec<Element> {
    each(elements, |rest| opening(context, rest).and_then(|opened| source(context, rest, opened)))
}

/// "as defined by the protocol, or …": the elements; each reference to a document, or to those who
/// say what is meant, is one of them.
pub(super) fn definitions(context: &Context<'_>, elements: &[Element]) -> Option<Vec<Element>> {
    let defined = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Defined);
    let at = |rest: &[Element]| {
        let word = |i: usize| rest.get(i).filter(|e| e.what == What::Token).and_then(|e| context.token(e.from)).map(|t| t.text.to_lowercase());
        let by = |text: &str| text.split(' ').next_back().is_some_and(|w| BY.contains(&w));
        let opened = match (rest.first().is_some_and(defined), word(0), word(1)) {
            (true, Some(first), _) if by(&first) => 1,
            (true, _, Some(second)) if by(&second) => 2,
            _ => return None,
        };
        document(context, rest, opened)
    };
    elements.iter().any(defined).then(|| each(elements.to_vec(), at))
}

/// "A or B, as defined by the protocol": behind a list the reference counts for all of it.
pub(super) fn behind(context: &Context<'_>, elements: &[Element], list: impl Fn(&[Element]) -> Option<Rule>) -> Option<Rule> {
    let (last, before) = elements.split_last()?;
    let refers = matches!(last.what, What::Aside(Aside::Review)) && context.kind(last.from) == Some(&Kind::Defined);
    if !refers || !before.iter().any(|e| matches!(e.what, What::Separator(_))) {
        return None;
    }
    let rule = list(before)?;
    let cited = context.rule(Node::Review(context.words(last.from, last.to)), last.from, last.to);
    context.mark(last.from, last.to);
    context.group(false, vec![rule, cited])
}

/// Whether a phrase is nothing but a document's name ("the protocol", "section 5.2").
pub(super) fn names_document(context: &Context<'_>, from: usize, to: usize) -> bool {
    let words = context.words(from, to).to_lowercase();
    let number = |w: &str| w.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-');
    let is = |w: &str| DOCUMENTS.contains(&w);
    // "standard", "label" or "table" alone may be anything.
    let alone =
        words.contains(' ') || ["protocol", "guideline", "appendix", "appendices", "brochure"].iter().any(|w| words.trim_end_matches('s') == *w);
    alone && words.split(' ').any(is) && words.split(' ').all(|w| is(w) || WHICH.contains(&w) || number(w))
}

fn each(elements: Vec<Element>, length_at: impl Fn(&[Element]) -> Option<usize>) -> Vec<Element> {
    let mut out: Vec<Element> = Vec::new();
    let mut i = 0usize;
    let mut changed = false;
    while let Some(element) = elements.get(i) {
        let rest = elements.get(i..).unwrap_or_default();
        let named = out.iter().any(|e| !matches!(e.what, What::Separator(_)));
        let Some(length) = Some(rest).filter(|_| named).and_then(&length_at) else {
            out.push(element.clone());
            i = i.saturating_add(1);
            continue;
        };
        let comma = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma && s.or.is_none());
        if out.last().is_some_and(comma) {
            out.pop();
        }
        let to = rest.get(..length).and_then(<[Element]>::last).map_or(element.to, |e| e.to);
        out.push(Element { what: What::Aside(Aside::Review), from: element.from, to });
        changed = true;
        i = i.saturating_add(length);
    }
    if changed { out } else { elements }
}

/// How many elements say that it is known from something: "as documented in", "according to".
fn opening(context: &Context<'_>, rest: &[Element]) -> Option<usize> {
    let word = |i: usize| rest.get(i).filter(|e| e.what == What::Token).and_then(|e| context.token(e.from)).map(|t| t.text.to_lowercase());
    let first = word(0)?;
    let mut each = first.split(' ');
    let starts = each.next().unwrap_or_default();
    let cited = first == "according to" || first == "as per" || first == "in accordance with";
    let participle = |w: &str| KNOWN.contains(&w);
    let whole = (participle(starts) || starts == "as" && each.next().is_some_and(participle))
        && first.split(' ').next_back().is_some_and(|w| BY.contains(&w));
    if cited || whole {
        return Some(1);
    }
    let by = |i: usize| word(i).is_some_and(|w| BY.contains(&w.as_str()));
    let known = |i: usize| word(i).is_some_and(|w| participle(&w));
    match first.as_str() {
        "as" if known(1) && by(2) => Some(3),
        _ if (participle(&first) || first.strip_prefix("as ").is_some_and(participle)) && by(1) => Some(2),
        "in" if word(1).is_some_and(|w| w == "accordance") && by(2) => Some(3),
        _ => None,
    }
}

/// How many elements a reference has that is opened by so many.
fn document(context: &Context<'_>, rest: &[Element], opened: usize) -> Option<usize> {
    let tail = clause(context, rest, opened)?;
    let says = |e: &Element| {
        let words = context.words(e.from, e.to).to_lowercase();
        words.split([' ', '/']).any(|w| DOCUMENTS.contains(&w) || AUTHORITIES.contains(&w))
    };
    // Behind an "or" stands another part of the list, unless it is another document.
    let end = last_part(context, tail, says);
    (end > 0).then(|| opened.saturating_add(end))
}

/// The elements behind the opening that can belong to it.
fn clause<'e>(context: &Context<'_>, rest: &'e [Element], opened: usize) -> Option<&'e [Element]> {
    let ends = |e: &Element| match &e.what {
        What::Separator(s) => s.sign != Sign::None,
        What::Comparison(n) => n.compared,
        What::Token => matches!(
            context.kind(e.from),
            Some(
                Kind::With
                    | Kind::Relative
                    | Kind::Before
                    | Kind::Within
                    | Kind::Exception
                    | Kind::Condition
                    | Kind::Colon
                    | Kind::Negation
                    | Kind::Link(_)
            )
        ),
        What::Bracket(inner) => inner.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.compared)),
        What::Shared(_) => false,
        _ => true,
    };
    let tail = rest.get(opened..)?;
    let end = tail.iter().take(MAX).position(ends).unwrap_or(tail.len().min(MAX));
    tail.get(..end)
}

/// Up to where the parts go that say it; a part that names a disease ends it.
fn last_part(context: &Context<'_>, tail: &[Element], says: impl Fn(&Element) -> bool) -> usize {
    // "ICH" is a bleeding, and a council.
    let disease = |e: &Element| super::tail::names_condition(context, e.from) && !says(e);
    let (mut length, mut said) = (0usize, 0usize);
    for part in tail.split_inclusive(|e| matches!(e.what, What::Separator(_))) {
        if part.iter().any(disease) {
            break;
        }
        length = length.saturating_add(part.len());
        if part.iter().any(&says) {
            said = length.saturating_sub(usize::from(part.last().is_some_and(|e| matches!(e.what, What::Separator(_)))));
        }
    }
    said
}

/// How many elements a source has that is opened by so many.
fn source(context: &Context<'_>, rest: &[Element], opened: usize) -> Option<usize> {
    let tail = clause(context, rest, opened)?;
    let says = |e: &Element| {
        let words = context.words(e.from, e.to).to_lowercase();
        words.split([' ', '/']).any(|w| SOURCES.contains(&w) || w.split('-').any(|part| matches!(part, "scid" | "report" | "mini")))
    };
    // "… by interview or diabetes": behind the last part that says a source nothing belongs to it.
    let end = last_part(context, tail, says);
    let end = if end > 0 { end } else { means(context, tail) };
    (end > 0).then(|| opened.saturating_add(end))
}

/// "confirmed by PCR or FISH": alternatives of which the vocabulary does not know each are means
/// of a diagnosis, and no other things that the patient has.
fn means(context: &Context<'_>, tail: &[Element]) -> usize {
    let parts: Vec<&[Element]> = tail.split(|e| matches!(e.what, What::Separator(_))).collect();
    let known = |e: &Element| matches!(context.kind(e.from), Some(Kind::Finding(_)));
    let procedure = |e: &Element| match context.kind(e.from) {
        Some(Kind::Finding(id)) => context.vocabulary.finding(*id).is_some_and(|f| f.kind == crate::vocabulary::FindingKind::Procedure),
        _ => false,
    };
    // Capitals name a method; another word may begin something else.
    let method = |e: &Element| {
        let words = context.words(e.from, e.to);
        context.kind(e.from) == Some(&Kind::Word) && words.chars().filter(|c| c.is_ascii_uppercase()).count() > 1
    };
    let plain = |e: &Element| e.what == What::Token && (matches!(context.kind(e.from), Some(Kind::Filler | Kind::Word | Kind::Dash)) || procedure(e));
    let fits = |part: &&[Element]| part.iter().all(plain) && part.iter().any(|e| method(e) || procedure(e));
    let all = parts.len() > 1 && parts.iter().all(fits) && parts.iter().any(|part| !part.iter().any(known));
    if all { tail.len() } else { 0 }
}
