//! Sentences that demand nothing of a patient: why something is asked, what a word means, what
//! the staff does.

use super::Context;
use super::opinion::review;
use super::sentence::trim;
use crate::language::element::{Element, Sign, What};
use crate::language::words::Kind;
use crate::rule::{CriterionKind, Rule};

/// How sentences begin that only say why or how.
const OPENINGS: &[&str] = &[
    "because ",
    "note ",
    "note: ",
    "please ",
    "thus ",
    "therefore ",
    "n.b. ",
    "nb: ",
    "in this case ",
    "in these cases ",
    "in such cases ",
    "in that case ",
    "the aim ",
    "the goal ",
    "the intent ",
    "the purpose ",
    "the rationale ",
    "the reason ",
    "the study will ",
    "the study is ",
    "the trial will ",
    "the trial is ",
];

/// What a sentence is about that says what counts as such a thing ("acceptable methods are …").
const TERMS: &[&str] =
    &["activities", "alternatives", "definition", "definitions", "examples", "forms", "method", "methods", "options", "procedures"];

/// The verbs of such sentences.
const MEANING: &[&str] =
    &["is", "are", "include", "includes", "involve", "involves", "comprise", "comprises", "means", "mean", "consist", "consists"];

/// What the staff, or the patient during the study, is told to do.
const TOLD: &[&str] =
    &["inform", "notify", "contact", "discontinue", "discontinued", "withdrawn", "informed", "notified", "repeated", "re-screened", "rescreened"];

/// How many words the subject of a sentence has at most.
const MAX_SUBJECT: usize = 12;

/// "… because the drug may harm the child": why a criterion is there asks nothing.
pub(super) fn without_reason<'e>(context: &Context<'_>, sentence: &'e [Element]) -> &'e [Element] {
    let because = |e: &Element| {
        e.what == What::Token
            && context.kind(e.from) == Some(&Kind::Relative)
            && context.token(e.from).is_some_and(|t| t.text.eq_ignore_ascii_case("because"))
    };
    if let Some(asked) = behind_reason(context, sentence) {
        return asked;
    }
    let Some(at) = sentence.iter().position(because) else { return sentence };
    let (asked, reason) = sentence.split_at_checked(at).unwrap_or((sentence, &[]));
    let names = asked.iter().any(|e| matches!(e.what, What::Shared(_)) || super::tail::names(context, e.from));
    if !names {
        return sentence;
    }
    let (from, to) = context.span_of(reason);
    context.read_as(from, to, &context.words(from, to), "why it is asked: it asks nothing");
    context.mark(from, to);
    asked
}

/// "For this reason and because X, women must …": the reason stands before what is asked.
fn behind_reason<'e>(context: &Context<'_>, sentence: &'e [Element]) -> Option<&'e [Element]> {
    let (from, to) = context.span_of(sentence);
    let words = context.words(from, to).to_lowercase();
    let words = words.trim_start_matches(['-', '•', '*', ' ']);
    if !words.starts_with("because ") && !words.starts_with("for this reason") && !words.starts_with("for these reasons") {
        return None;
    }
    let comma = |e: &Element| matches!(&e.what, What::Separator(s) if s.sign == Sign::Comma);
    let (reason, asked) = sentence.iter().position(comma).and_then(|at| sentence.split_at_checked(at))?;
    let asked = trim(asked);
    if asked.is_empty() {
        return None;
    }
    let (from, to) = context.span_of(reason);
    context.read_as(from, to, &context.words(from, to), "why it is asked: it asks nothing");
    context.mark(from, to);
    Some(asked)
}

/// What a sentence behind another one is, where it demands nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remark {
    /// It explains the sentence before, or says why.
    Explains,
    /// It takes something out of the sentence before.
    Limits,
}

/// Whether a sentence that stands behind another one only explains or limits it.
pub(super) fn remark(context: &Context<'_>, sentence: &[Element]) -> Option<Remark> {
    let (from, to) = context.span_of(sentence);
    let words = context.words(from, to).to_lowercase();
    let mut each = words.split_whitespace();
    let (first, second) = (each.next()?, each.next().unwrap_or_default());
    let excludes = [" are excluded", " is excluded", " be excluded", "ineligible", "not eligible"].iter().any(|w| words.contains(w));
    const LIMITING: &[&str] =
        &["not include ", "does not apply", "do not apply", "not constitute", "result in exclusion", "not considered exclusionary"];
    if !excludes && LIMITING.iter().any(|l| words.contains(l)) && !words.contains("will not include") {
        return Some(Remark::Limits);
    }
    let refers =
        matches!(first, "this" | "these" | "such" | "it") && !matches!(second, "include" | "includes" | "patients" | "subjects" | "participants");
    let explains =
        OPENINGS.iter().any(|o| words.starts_with(o)) || words.contains(", thus ") || defines(&words) || conditional(context, sentence, &words);
    ((refers || explains) && !excludes && !compares(sentence)).then_some(Remark::Explains)
}

/// "Acceptable methods are …": what counts as such a thing, said behind the sentence that asks it.
pub(super) fn counts_as(context: &Context<'_>, sentence: &[Element]) -> bool {
    let (from, to) = context.span_of(sentence);
    names_terms(&context.words(from, to).to_lowercase())
}

/// Whether a sentence says what the one before it includes, too.
pub(super) fn includes(context: &Context<'_>, sentence: &[Element]) -> bool {
    let (from, to) = context.span_of(sentence.get(..sentence.len().min(3)).unwrap_or_default());
    let words = context.words(from, to).to_lowercase();
    words.starts_with("this includes") || words.starts_with("these include") || words.starts_with("it includes")
}

/// A sentence that demands nothing wherever it stands: what is not known, what somebody is told to
/// do if something happens.
pub(super) fn alone(context: &Context<'_>, sentence: &[Element]) -> Option<Rule> {
    let (from, to) = context.span_of(sentence);
    let words = context.words(from, to).to_lowercase();
    let unknown = ["unknown", "not known", "not been established", "not established", "not yet known"];
    let copula = |w: &str| matches!(w, "is" | "are" | "has" | "have");
    let is_unknown = unknown.iter().any(|u| words.trim_end_matches('.').ends_with(u)) && words.split(' ').any(copula);
    let told = words.starts_with("should ") || words.starts_with("if ") || words.starts_with("in case ");
    let told = told && words.split([' ', ',']).any(|w| matches!(w, "should" | "must" | "will")) && words.split([' ', ',']).any(|w| TOLD.contains(&w));
    let told = told || words.contains("should be discontinued");
    (is_unknown || told).then(|| review(context, sentence))
}

/// "Participation is defined as signed consent": what a word means.
fn defines(words: &str) -> bool {
    let said = |verb: &str| words.find(verb).is_some_and(|at| words.get(..at).unwrap_or_default().split(' ').count() <= MAX_SUBJECT);
    [" is defined as ", " are defined as ", " will be defined as ", " is considered as ", " refers to "].iter().any(|v| said(v))
}

/// "Reliable methods of birth control are: …", "an acceptable method involves …".
fn names_terms(words: &str) -> bool {
    let mut subject = words.split([' ', ',']).filter(|w| !w.is_empty()).take(MAX_SUBJECT);
    let term = subject.by_ref().find(|w| TERMS.contains(&w.trim_end_matches(':')) || w.rsplit('-').next().is_some_and(|w| TERMS.contains(&w)));
    term.is_some() && subject.any(|w| MEANING.contains(&w.trim_end_matches(':')))
}

/// "A pregnancy test is required if the patient is sexually active": what is done, if at all.
fn conditional(context: &Context<'_>, sentence: &[Element], words: &str) -> bool {
    const DONE: &[&str] = &["required", "performed", "obtained", "repeated", "done", "recommended", "conducted"];
    let condition = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::Condition);
    let begins = sentence.iter().find(|e| e.what != What::Token || context.kind(e.from) != Some(&Kind::Filler));
    let passive = [" is ", " are ", " be "].iter().any(|v| DONE.iter().any(|d| words.contains(&format!("{v}{d}"))));
    passive && sentence.iter().any(condition) && !begins.is_some_and(condition)
}

fn compares(sentence: &[Element]) -> bool {
    sentence.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.compared))
}

/// Puts a remark beside the rules of the sentences before it.
pub(super) fn remarked(context: &Context<'_>, sentence: &[Element], remark: Remark, rules: &mut Vec<Rule>) {
    let review = review(context, sentence);
    match (remark, rules.pop()) {
        (Remark::Limits, Some(last)) if context.kind == CriterionKind::Exclusion => rules.extend(context.group(false, vec![last, review])),
        (_, last) => rules.extend(last.into_iter().chain([review])),
    }
}
