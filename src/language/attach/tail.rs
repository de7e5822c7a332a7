//! What the words behind a link or a preposition lead to: something known, something of the
//! study, numbers, or words that only narrow the name before them.

use super::Context;
use crate::language::element::{Element, What};
use crate::language::words::Kind;
use crate::vocabulary::{Finding, FindingKind};

/// Names that say no more than that something is there.
const GENERIC: &[&str] = &[
    "acute disease",
    "allergy",
    "chronic disease",
    "clinically significant abnormality",
    "comorbidity",
    "contraindication",
    "disease",
    "female",
    "male",
    "medical care",
    "medication",
    "organ support",
    "sign",
    "symptom",
    "systemic disease",
    "treatment",
];

/// How far behind a word it is looked for what the word leads to.
pub(super) const TAIL: usize = 10;

/// What the words behind a link or a preposition are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    /// They name something the vocabulary knows.
    Known,
    /// They name something of the study.
    Studied,
    /// So many words that it does not know.
    Unknown(usize),
    /// Numbers are compared there.
    Compared,
}

/// Whether a token names a finding that says more than that something is there.
pub(super) fn names(context: &Context<'_>, i: usize) -> bool {
    match context.kind(i) {
        Some(Kind::Finding(id)) => context.vocabulary.finding(*id).is_some_and(|f| !GENERIC.contains(&f.name.as_ref())),
        _ => false,
    }
}

/// Whether a token names a disease, and not only a value that is too high or too low.
pub(super) fn names_condition(context: &Context<'_>, i: usize) -> bool {
    let condition = |id| context.vocabulary.finding(id).is_some_and(|f| f.kind == FindingKind::Condition);
    names(context, i) && matches!(context.kind(i), Some(Kind::Finding(id)) if condition(*id))
}

/// Whether a phrase names a disease, and not only a sign: a value that is too high or too low at
/// the moment ("hypotension", "fever").
pub(super) fn is_disease(context: &Context<'_>, from: usize, to: usize) -> bool {
    const VALUES: &[&str] = &[
        "hypotension",
        "cardia",
        "tachypnea",
        "bradypnea",
        "tachypnoea",
        "fever",
        "pyrexia",
        "hypothermia",
        "hyperthermia",
        "hypoxia",
        "hypoxemia",
        "oliguria",
        "anuria",
    ];
    let value = |i: usize| {
        let words = context.words(i, i.saturating_add(1)).to_lowercase();
        words.split(|c: char| !c.is_alphanumeric()).any(|w| VALUES.iter().any(|v| w.ends_with(v)))
    };
    let words = context.words(to.saturating_sub(1), to).to_lowercase();
    let last = VALUES.iter().any(|v| words.ends_with(v));
    !last && (from..to).any(|i| names_condition(context, i) && !value(i))
}

/// Whether a token names something of the study and not of the patient's health.
fn of_study(context: &Context<'_>, i: usize) -> bool {
    match context.kind(i) {
        Some(Kind::Finding(id)) => context.vocabulary.finding(*id).is_some_and(|f| {
            matches!(f.kind, FindingKind::Consent | FindingKind::Event)
                || f.name.split(' ').any(|w| matches!(w, "study" | "trial" | "protocol" | "compliance"))
        }),
        _ => false,
    }
}

/// The words up to the next word that leads elsewhere.
pub(super) fn tail(context: &Context<'_>, rest: &[Element]) -> Tail {
    let mut words = 0usize;
    for element in rest.iter().take(TAIL) {
        match (&element.what, context.kind(element.from)) {
            (What::Comparison(n), _) if n.compared => return Tail::Compared,
            (What::Shared(_), _) => return Tail::Known,
            (What::Token, Some(Kind::Finding(_))) if names(context, element.from) => {
                return if of_study(context, element.from) { Tail::Studied } else { Tail::Known };
            }
            (What::Token, Some(Kind::Measure(_))) => return Tail::Known,
            (What::Token, Some(Kind::Word | Kind::Finding(_))) => words = words.saturating_add(1),
            (What::Token, Some(Kind::Link(_) | Kind::Narrows | Kind::Relative | Kind::With | Kind::For | Kind::Judgement)) if words > 0 => break,
            (What::Separator(_), _) => break,
            _ => {}
        }
    }
    Tail::Unknown(words)
}

/// Whether the words up to the next separator name something that is known.
pub(super) fn tail_names(context: &Context<'_>, rest: &[Element]) -> bool {
    rest.iter()
        .take_while(|e| !matches!(e.what, What::Separator(_)))
        .any(|e| matches!(e.what, What::Shared(_)) || (e.what == What::Token && names(context, e.from)))
}

/// The finding that words behind a preposition begin with.
pub(super) fn first_named<'v>(context: &'v Context<'_>, rest: &[Element]) -> Option<&'v Finding> {
    let first = rest.iter().find(|e| e.what != What::Token || context.kind(e.from) != Some(&Kind::Filler))?;
    match context.kind(first.from).filter(|_| first.what == What::Token)? {
        Kind::Finding(id) => context.vocabulary.finding(*id),
        _ => None,
    }
}

/// Whether pictures are taken by it.
pub(super) fn is_imaging(context: &Context<'_>, found: &Finding) -> bool {
    let ids = (context.vocabulary.finding_named(&found.name), context.vocabulary.finding_named("imaging"));
    found.kind == FindingKind::Procedure && matches!(ids, (Some(found), Some(imaging)) if context.vocabulary.is_a(found, imaging))
}

pub(super) fn compares(rest: &[Element]) -> bool {
    rest.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.compared))
}

pub(super) fn says(context: &Context<'_>, rest: &[Element], words: &[&str]) -> bool {
    rest.iter().take(TAIL).take_while(|e| !matches!(e.what, What::Separator(_))).any(|e| {
        let text = context.token(e.from).map(|t| t.lower()).unwrap_or_default();
        text.split(|c: char| !c.is_alphanumeric()).any(|w| words.contains(&w))
    })
}

/// Those who say that something is so.
pub(super) const JUDGES: &[&str] = &[
    "clinician",
    "clinicians",
    "committee",
    "doctor",
    "doctors",
    "hepatologist",
    "investigator",
    "investigators",
    "neurologist",
    "nurse",
    "ophthalmologist",
    "pathologist",
    "physician",
    "physicians",
    "psychiatrist",
    "psychologist",
    "radiologist",
    "radiologists",
    "specialist",
    "specialists",
    "surgeon",
    "surgeons",
];

/// Whether a place is named where patients are.
pub(super) fn names_place(context: &Context<'_>, rest: &[Element]) -> bool {
    const PLACES: &[&str] =
        &["center", "centre", "clinic", "clinics", "country", "department", "hospital", "hospitals", "site", "sites", "unit", "ward"];
    says(context, rest, PLACES)
}

/// Whether the rules of a profession are named ("DSM-5 criteria", "AJCC guidelines"): by them
/// a name is given, they ask nothing more.
pub(super) fn names_rules(context: &Context<'_>, rest: &[Element]) -> bool {
    const RULES: &[&str] = &[
        "alliance",
        "association",
        "classification",
        "code",
        "codes",
        "college",
        "committee",
        "consensus",
        "criteria",
        "criterion",
        "definition",
        "dsm",
        "edition",
        "equation",
        "formula",
        "guideline",
        "guidelines",
        "icd",
        "manual",
        "network",
        "organisation",
        "organization",
        "recommendations",
        "society",
        "standard",
        "standards",
        "who",
    ];
    says(context, rest, RULES)
}

/// Whether the first word that says anything is the name of a known thing ("fast delivery" is not).
pub(super) fn known_first(context: &Context<'_>, rest: &[Element]) -> bool {
    let filler = |e: &&Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Filler));
    rest.iter()
        .find(|e| !filler(e))
        .is_some_and(|e| matches!(e.what, What::Shared(_)) || !matches!(context.kind(e.from), Some(Kind::Word | Kind::Planned | Kind::Severity(_))))
}

/// "may", "would": whether it does, nobody can compute.
pub(super) fn modal(context: &Context<'_>, rest: &[Element]) -> bool {
    rest.first()
        .filter(|e| e.what == What::Token)
        .and_then(|e| context.token(e.from))
        .is_some_and(|t| matches!(t.lower().split(' ').next().unwrap_or_default(), "may" | "might" | "could" | "would"))
}

/// "not addressed by consultation": a participle that says what was not done about it.
pub(super) fn unmet(context: &Context<'_>, element: &Element, rest: &[Element]) -> bool {
    let word = |e: &Element| context.token(e.from).map(|t| t.lower()).unwrap_or_default();
    let done = rest.first().filter(|e| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Word | Kind::Filler))).map(word);
    word(element) == "not" && done.is_some_and(|w| w.ends_with("ed") && w.len() > 4)
}

/// Whether a definition only names who made it.
pub(super) fn is_cited(context: &Context<'_>, definition: &[Element]) -> bool {
    let plain = definition.iter().all(|e| match &e.what {
        What::Token => context.kind(e.from) != Some(&Kind::Colon),
        What::Bracket(_) => true,
        What::Comparison(n) => !n.compared,
        _ => false,
    });
    let known = definition.first().is_some_and(|e| e.what == What::Token && names(context, e.from));
    plain && !known && (names_rules(context, definition) || definition.last().is_some_and(|e| names_rules(context, std::slice::from_ref(e))))
}
