//! Sentences about the study and not about the patient: what will be done with the protocol, how
//! many of the participants should be of a kind, what may be repeated. They ask nothing.

use super::Context;
use super::sentence::trim;
use crate::language::element::{Element, Sign, What};
use crate::language::words::Kind;
use crate::rule::CriterionKind;

/// What such a sentence is about.
const SUBJECTS: &[&str] = &[
    "accrual",
    "enrollment",
    "enrolment",
    "protocol",
    "randomisation",
    "randomization",
    "re-enrollment",
    "re-screening",
    "recruitment",
    "rescreening",
    "retesting",
    "sponsor",
    "study",
    "trial",
];

/// Its verbs, behind at most so many words.
const VERBS: &[&str] = &["will", "is", "are", "may", "can", "has", "begins", "starts", "was", "were"];
const BEFORE_VERB: usize = 6;

/// What may be done, or will be done by the staff.
const PERMITTED: &[&str] = &[
    "may be repeated",
    "can be repeated",
    "may be performed",
    "can be performed",
    "may be re-screened",
    "may be rescreened",
    "can be re-screened",
    "can be rescreened",
    "may be obtained",
    "may be adjusted",
    "may be done",
    "may be modified",
    "may be replaced",
    "will be replaced",
    "may be collected",
    "may be retested",
    "may be re-tested",
    "re-screening is permitted",
    "re-screening is allowed",
    "rescreening is permitted",
    "rescreening is allowed",
    "retesting is permitted",
    "retesting is allowed",
];

/// What will be done with the patient, and when.
const STAFF: &[&str] =
    &["will be performed", "will be collected", "will be obtained", "will be done", "will be measured", "will be repeated", "will be recorded"];
const WHEN: &[&str] =
    &["at screening", "at baseline", "at enrollment", "at enrolment", "during screening", "during the screening", "at the screening"];

/// Words for those who take part.
const PEOPLE: &[&str] = &["participants", "patients", "subjects", "individuals", "enrollees", "persons", "volunteers"];

/// Words that demand, or say when something counts: then a person has to read the sentence.
const DEMANDING: &[&str] = &[
    "must",
    "only",
    "unless",
    "if",
    "except",
    "excluded",
    "ineligible",
    "eligible",
    "exclude",
    "required",
    "not",
    "no",
    "provided",
    "negative",
    "positive",
    "but",
    "exclusion",
    "excludes",
];

/// The sentence without the parts between semicolons that are such remarks; `None` where there is none.
pub(super) fn without_remarks(context: &Context<'_>, sentence: &[Element]) -> Option<Vec<Element>> {
    let semicolon = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Semicolon);
    if !sentence.split(semicolon).any(|part| is_remark(context, trim(part))) {
        return None;
    }
    let mut kept: Vec<Element> = Vec::with_capacity(sentence.len());
    for part in sentence.split_inclusive(semicolon) {
        let own = trim(part);
        if !is_remark(context, own) {
            kept.extend(part.iter().cloned());
            continue;
        }
        let (from, to) = context.span_of(own);
        context.read_as(from, to, &context.words(from, to), "a remark on the study: it asks nothing");
        context.mark(from, to);
    }
    Some(kept)
}

/// Whether a sentence is about the study, and asks nothing of the patient.
fn is_remark(context: &Context<'_>, sentence: &[Element]) -> bool {
    let mark = |e: &&Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Dash | Kind::Enumerator | Kind::Item(_)));
    let sentence = sentence.get(sentence.iter().take_while(mark).count()..).unwrap_or_default();
    let (from, to) = context.span_of(sentence);
    let said = context.words(from, to).to_lowercase();
    let mut words = said.trim_start_matches(['-', '•', '*', ' ']);
    for opening in ["please note that ", "please note, ", "please note: ", "note that ", "note: ", "note, ", "nb: ", "n.b. ", "nb "] {
        words = words.strip_prefix(opening).unwrap_or(words);
    }
    let each: Vec<&str> = words.split([' ', ',', '(', ')']).filter(|w| !w.is_empty()).collect();
    if of_so_many(&each) {
        return true;
    }
    if each.iter().any(|w| DEMANDING.contains(w)) || compares(sentence) {
        return false;
    }
    let ends = |list: &[&str]| list.iter().any(|p| words.contains(p));
    // "See section 7 for details."
    let see = ["see ", "refer to ", "please see ", "please refer to "].iter().any(|s| words.starts_with(s));
    if see && each.iter().any(|w| matches!(*w, "section" | "appendix" | "protocol" | "table" | "brochure" | "criteria")) {
        return true;
    }
    // "Participants may receive hydroxyurea": among the inclusions nothing is asked by it.
    let permitted = |who: &&str| PEOPLE.contains(who);
    let may = matches!(each.as_slice(), [who, "may" | "can", "receive" | "have" | "continue" | "use" | "take" | "undergo", ..] if permitted(who));
    if may && context.kind == CriterionKind::Inclusion {
        return true;
    }
    let staff = ends(STAFF) && ends(WHEN) && !words.contains("should");
    ends(PERMITTED) || staff || (of_study(&each) && !names(context, sentence))
}

/// "The protocol will be updated", "Enrollment of minors will begin".
fn of_study(words: &[&str]) -> bool {
    let words = match words {
        ["the" | "this" | "our", rest @ ..] => rest,
        all => all,
    };
    let Some((first, rest)) = words.split_first() else { return false };
    SUBJECTS.contains(first) && rest.iter().take(BEFORE_VERB).any(|w| VERBS.contains(w))
}

/// "Minimum 60 % of participants should have …", "at least 20 patients will be enrolled".
fn of_so_many(words: &[&str]) -> bool {
    let number = |w: &str| w.trim_end_matches('%').chars().all(|c| c.is_ascii_digit() || c == '.') && w.starts_with(|c: char| c.is_ascii_digit());
    let Some(at) = words.iter().take(5).position(|w| number(w)) else { return false };
    let before = words.get(..at).unwrap_or_default();
    let leads = before.iter().all(|w| {
        matches!(
            *w,
            "a" | "minimum"
                | "maximum"
                | "of"
                | "at"
                | "least"
                | "most"
                | "approximately"
                | "about"
                | "up"
                | "to"
                | "no"
                | "more"
                | "than"
                | "fewer"
                | "less"
        )
    });
    let behind = words.get(at.saturating_add(1)..).unwrap_or_default();
    let percent = words.get(at).is_some_and(|w| w.ends_with('%'));
    let behind = match behind {
        ["%" | "percent", rest @ ..] => Some(rest),
        all if percent => Some(all),
        _ => None,
    };
    let shared = behind.is_some_and(|behind| {
        matches!(behind, ["of", "the", who, ..] | ["of", "all", who, ..] | ["of", who, ..] | ["of", "enrolled", who, ..] if PEOPLE.contains(who))
    });
    // "20 patients will be enrolled"
    let counted = matches!(words.get(at.saturating_add(1)..), Some([who, "will", "be", ..]) if PEOPLE.contains(who));
    leads && (shared || counted)
}

fn compares(sentence: &[Element]) -> bool {
    sentence.iter().any(|e| match &e.what {
        What::Comparison(n) => n.compared,
        What::Bracket(inner) => compares(inner),
        _ => false,
    })
}

fn names(context: &Context<'_>, sentence: &[Element]) -> bool {
    let (from, to) = context.span_of(sentence);
    (from..to).any(|i| super::tail::names_condition(context, i))
}

/// What may be done under a condition, or criteria that stand elsewhere: a person has to read it.
pub(super) fn judged(context: &Context<'_>, sentence: &[Element]) -> bool {
    let (from, to) = context.span_of(sentence);
    let words = context.words(from, to).to_lowercase();
    let permits = PERMITTED.iter().any(|p| words.contains(p)) && !["must", "should", "excluded", "eligible"].iter().any(|w| words.contains(w));
    let elsewhere =
        words.contains("criteria ") && ["defined in", "described in", "listed in", "specified in", "found in"].iter().any(|w| words.contains(w));
    let known = || (from..to).any(|i| matches!(context.kind(i), Some(Kind::Finding(_) | Kind::Measure(_) | Kind::Number(_))));
    // "Patients with other psychiatric diseases are included": they may take part, too.
    let included = ["are included", "will be included", "can be included"].iter().any(|i| words.trim_end_matches('.').ends_with(i));
    let also = included && context.kind == CriterionKind::Inclusion && [" other ", " also "].iter().any(|w| words.contains(w));
    let asked = ["must be discussed with", "should be discussed with", "please contact", "please discuss"].iter().any(|w| words.contains(w));
    also || asked || permits || elsewhere && !known() || elapsed(context, sentence, &words)
}

/// "At least 7 days must have elapsed …": what demands a time is no ground of exclusion; and it is
/// clear only where it says since when, and nothing is left out.
fn elapsed(context: &Context<'_>, sentence: &[Element], words: &str) -> bool {
    let verb = [" have elapsed", " has elapsed", " must elapse", " should elapse"].iter().any(|v| words.contains(v));
    let since = |e: &Element| matches!(context.kind(e.from), Some(Kind::Since | Kind::After));
    let but = |e: &Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Exception | Kind::Condition | Kind::Following(_)));
    verb && (context.kind == CriterionKind::Exclusion || !sentence.iter().any(since) || sentence.iter().any(but))
}

/// A note, or a note of what something does not apply to, that stands alone: what it changes is said elsewhere.
pub(super) fn notes(context: &Context<'_>, sentence: &[Element]) -> bool {
    let mark = |e: &&Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Dash | Kind::Enumerator | Kind::Item(_)));
    let sentence = sentence.get(sentence.iter().take_while(mark).count()..).unwrap_or_default();
    let (from, to) = context.span_of(sentence);
    let words = context.words(from, to).to_lowercase();
    let words = words.trim_start_matches(['-', '•', '*', ' ']);
    let note = [
        "note: ",
        "note that ",
        "note, ",
        "please note",
        "nb: ",
        "n.b. ",
        "does not apply to ",
        "do not apply to ",
        "this does not apply to ",
        "this criterion does not apply to ",
    ];
    let demands = [" must ", " should ", "excluded", "not eligible", "ineligible", " required", " not allowed", " not permitted"];
    !compares(sentence) && note.iter().any(|n| words.starts_with(n)) && !demands.iter().any(|d| words.contains(d))
}
