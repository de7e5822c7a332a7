//! The patient's entry into the study. Who is screened is screened for it, so a look-back from
//! there is one from the moment of screening.

use super::Context;

/// Words that only the study itself is spoken of with.
const STUDY: &[&str] = &[
    "allocation",
    "baseline",
    "c1d1",
    "consent",
    "d0",
    "d1",
    "enrollement",
    "enrollment",
    "enrolment",
    "entry",
    "icf",
    "imp",
    "inclusion",
    "investigational",
    "participation",
    "project",
    "protocol",
    "randomisation",
    "randomised",
    "randomization",
    "randomized",
    "recruitment",
    "registration",
    "screening",
    "study",
    "trial",
    "v0",
    "v1",
    "visit",
];

/// Words that stand beside them.
const BESIDE: &[&str] = &[
    "0",
    "1",
    "administration",
    "agent",
    "measures",
    "tests",
    "interventions",
    "examinations",
    "evaluations",
    "assessments",
    "activity",
    "activities",
    "any",
    "assessment",
    "assignment",
    "at",
    "beginning",
    "being",
    "clinical",
    "commencement",
    "commencing",
    "current",
    "cycle",
    "date",
    "day",
    "days",
    "dose",
    "doses",
    "dosing",
    "drug",
    "drugs",
    "enrolled",
    "enrolling",
    "entering",
    "first",
    "for",
    "form",
    "giving",
    "in",
    "included",
    "informed",
    "infusion",
    "initial",
    "initiating",
    "initiation",
    "injection",
    "intake",
    "into",
    "intervention",
    "joining",
    "medication",
    "medications",
    "medicine",
    "obtaining",
    "of",
    "on",
    "participating",
    "patient",
    "period",
    "phase",
    "present",
    "procedure",
    "procedures",
    "product",
    "products",
    "providing",
    "receipt",
    "receiving",
    "related",
    "s",
    "scheduled",
    "signature",
    "signed",
    "signing",
    "specific",
    "start",
    "starting",
    "subject",
    "supply",
    "taking",
    "the",
    "their",
    "therapy",
    "this",
    "time",
    "to",
    "treatment",
    "treatments",
    "written",
    "vaccination",
    "vaccine",
    "investigation",
    "collection",
    "evaluation",
    "examination",
    "test",
    "product's",
];

/// What is begun when a study begins.
const BEGUN: &[&str] = &["treatment", "therapy", "dosing", "drug", "medication", "intervention", "dose", "administration", "infusion", "injection"];
const BEGINNING: &[&str] = &["first", "start", "starting", "beginning", "initiation", "initiating", "commencement", "commencing", "initial"];

/// Whether a word is said of the study and its own treatment.
pub(super) fn is_study_word(word: &str) -> bool {
    STUDY.contains(&word) || BESIDE.contains(&word)
}

/// Whether a stretch of words names the entry into the study ("screening", "the first dose of
/// study drug", "Day 1", "signing the informed consent").
pub(super) fn is_entry(context: &Context<'_>, from: usize, to: usize) -> bool {
    let text = context.lower(from, to);
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let has = |list: &[&str]| words.iter().any(|w| list.contains(w));
    if words.is_empty() || !words.iter().all(|w| STUDY.contains(w) || BESIDE.contains(w)) {
        return false;
    }
    has(STUDY) || has(BEGINNING) && has(BEGUN) || has(&["day", "cycle"]) && has(&["0", "1"])
}
