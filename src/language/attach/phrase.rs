//! Where a noun phrase ends, and whether the words behind it are a thing of their own or only
//! narrow it.

use super::Context;
use super::aim::{aimed, own_disease};
use super::reader::{Into, Reader};
use crate::language::grammar::{Counts, Element, What};
use crate::language::words::{Kind, Link};
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
const TAIL: usize = 10;

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
fn first_named<'v>(context: &'v Context<'_>, rest: &[Element]) -> Option<&'v Finding> {
    let first = rest.iter().find(|e| e.what != What::Token || context.kind(e.from) != Some(&Kind::Filler))?;
    match context.kind(first.from).filter(|_| first.what == What::Token)? {
        Kind::Finding(id) => context.vocabulary.finding(*id),
        _ => None,
    }
}

/// Whether pictures are taken by it.
fn is_imaging(context: &Context<'_>, found: &Finding) -> bool {
    let ids = (context.vocabulary.finding_named(&found.name), context.vocabulary.finding_named("imaging"));
    found.kind == FindingKind::Procedure && matches!(ids, (Some(found), Some(imaging)) if context.vocabulary.is_a(found, imaging))
}

fn compares(rest: &[Element]) -> bool {
    rest.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.compared))
}

fn says(context: &Context<'_>, rest: &[Element], words: &[&str]) -> bool {
    rest.iter().take(TAIL).take_while(|e| !matches!(e.what, What::Separator(_))).any(|e| {
        let text = context.token(e.from).map(|t| t.lower()).unwrap_or_default();
        text.split(|c: char| !c.is_alphanumeric()).any(|w| words.contains(&w))
    })
}

/// Those who say that something is so.
const JUDGES: &[&str] = &[
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
fn names_place(context: &Context<'_>, rest: &[Element]) -> bool {
    const PLACES: &[&str] =
        &["center", "centre", "clinic", "clinics", "country", "department", "hospital", "hospitals", "site", "sites", "unit", "ward"];
    says(context, rest, PLACES)
}

/// Whether the rules of a profession are named ("DSM-5 criteria", "AJCC guidelines"): by them
/// a name is given, they ask nothing more.
fn names_rules(context: &Context<'_>, rest: &[Element]) -> bool {
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
fn known_first(context: &Context<'_>, rest: &[Element]) -> bool {
    let filler = |e: &&Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Filler));
    rest.iter()
        .find(|e| !filler(e))
        .is_some_and(|e| matches!(e.what, What::Shared(_)) || !matches!(context.kind(e.from), Some(Kind::Word | Kind::Planned | Kind::Severity(_))))
}

/// "may", "would": whether it does, nobody can compute.
fn modal(context: &Context<'_>, rest: &[Element]) -> bool {
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

impl Reader<'_, '_> {
    /// Whether words on the rules of a profession begin with this token.
    pub(super) fn cites(&self, element: &Element, rest: &[Element]) -> bool {
        let assessed = element.what == What::Token && self.context.kind(element.from) == Some(&Kind::Assessed);
        assessed && self.goes == Into::Phrase && self.leaf.phrase.is_some() && !compares(rest) && names_rules(self.context, rest)
    }

    /// Whether the phrase so far names something by itself.
    pub(super) fn names_something(&self) -> bool {
        let (from, to) = self.leaf.phrase.unwrap_or_default();
        self.leaf.shared.is_some() || (from..to).any(|i| names(self.context, i))
    }

    /// Whether the phrase so far is a sex, nothing more.
    fn names_sex(&self) -> bool {
        let named = |i| match self.context.kind(i) {
            Some(Kind::Finding(id)) => self.context.vocabulary.finding(*id).is_some_and(|f| matches!(f.name.as_ref(), "female" | "male")),
            _ => false,
        };
        let people = |i: usize| {
            let word = self.context.token(i).map(|t| t.lower()).unwrap_or_default();
            matches!(word.split(' ').next().unwrap_or_default(), "women" | "females" | "female" | "men" | "males")
        };
        self.leaf.phrase.is_some_and(|(from, to)| (to == from.saturating_add(1) && named(from)) || people(from))
    }

    /// Whether a thing of its own begins with this token: "X requiring Y", "X due to Y",
    /// "X who had Y", "X for Y".
    pub(super) fn links(&self, element: &Element, rest: &[Element]) -> bool {
        if self.goes != Into::Phrase || element.what != What::Token || (self.leaf.phrase.is_none() && self.leaf.numbers.is_none()) {
            return false;
        }
        let Some(token) = self.context.token(element.from) else { return false };
        match &token.kind {
            Kind::Link(Link::Need) => self.needs(&token.text, rest),
            Kind::Link(Link::Cause) => matches!(tail(self.context, rest), Tail::Known | Tail::Studied | Tail::Compared),
            Kind::Relative if token.text.eq_ignore_ascii_case("who") => {
                (self.names_something() || self.names_sex() || self.tells_age())
                    && matches!(tail(self.context, rest), Tail::Known | Tail::Studied | Tail::Compared)
            }
            Kind::Planned if rest.first().is_some_and(super::limits::is_limit) => false,
            Kind::History | Kind::Suspicion | Kind::Planned | Kind::Allergy | Kind::Contraindication => {
                self.names_something() && self.leaf.about.is_none() && matches!(tail(self.context, rest), Tail::Known | Tail::Studied)
            }
            Kind::For if aimed(self.context, rest) => false,
            Kind::For => {
                self.names_something() && !self.awaits_object() && !compares(rest) && matches!(tail(self.context, rest), Tail::Known | Tail::Studied)
            }
            Kind::Assessed => {
                self.names_something()
                    && !compares(rest)
                    && !says(self.context, rest, JUDGES)
                    && !names_rules(self.context, rest)
                    && matches!(tail(self.context, rest), Tail::Known | Tail::Studied)
            }
            // "surgery under general anesthesia", "diabetes on metformin"
            Kind::Comparator(_) if token.text.eq_ignore_ascii_case("under") => {
                self.names_something() && first_named(self.context, rest).is_some_and(|f| f.kind == FindingKind::Procedure)
            }
            Kind::Filler if token.text.eq_ignore_ascii_case("on") => {
                let (from, to) = self.leaf.phrase.unwrap_or_default();
                let given = |f: &Finding| f.kind == FindingKind::Drug || f.name.ends_with("dialysis") || f.name.ends_with("ventilation");
                (from..to).any(|i| names_condition(self.context, i)) && first_named(self.context, rest).is_some_and(given)
            }
            // "> 18 years old with ASA I to III": what has another unit begins something new.
            Kind::Measure(id) if self.leaf.numbers.is_some() && self.tells_age() && self.leaf.measure.is_none_or(|m| m != *id) => {
                !super::naming::of_time(self.context, *id) && rest.iter().take(3).any(|e| matches!(&e.what, What::Comparison(_)))
            }
            // "cirrhosis Child-Pugh > 9": the disease, and its measure.
            Kind::Measure(_) => {
                let (from, to) = self.leaf.phrase.unwrap_or_default();
                self.leaf.measure.is_none()
                    && self.leaf.numbers.is_none()
                    && is_disease(self.context, from, to)
                    && rest.iter().take(TAIL).any(|e| matches!(&e.what, What::Comparison(n) if n.compared))
            }
            Kind::Colon => {
                let (from, to) = self.leaf.phrase.unwrap_or_default();
                self.leaf.numbers.is_none() && self.leaf.measure.is_none() && is_disease(self.context, from, to) && compares(rest)
            }
            // "over 18 years of age with …", "over 18 years diagnosed with sepsis"
            Kind::Finding(_) => self.tells_age() && self.leaf.phrase.is_none() && names(self.context, element.from) && self.behind_fillers(element),
            _ => false,
        }
    }

    /// Whether "with" joins two things: "problems with wound healing" and "relief with bending"
    /// are one.
    pub(super) fn accompanied(&self, rest: &[Element]) -> bool {
        const ONE: &[&str] = &[
            "accordance",
            "agreement",
            "compatible",
            "compliance",
            "comply",
            "consistent",
            "contact",
            "difficulties",
            "difficulty",
            "experience",
            "familiar",
            "issues",
            "line",
            "problem",
            "problems",
            "trouble",
            "unfamiliar",
        ];
        let last = self.leaf.phrase.and_then(|(_, to)| to.checked_sub(1)).and_then(|i| self.context.token(i));
        let one = last
            .is_some_and(|t| t.text.to_lowercase().rsplit([' ', '-']).find(|w| !matches!(*w, "patients" | "of")).is_some_and(|w| ONE.contains(&w)));
        let (from, to) = self.leaf.phrase.unwrap_or_default();
        let finding = (from..to).any(|i| matches!(self.context.kind(i), Some(Kind::Finding(_) | Kind::Measure(_) | Kind::Males | Kind::Females)));
        let known = finding || self.leaf.shared.is_some() || self.leaf.numbers.is_some() || !matches!(tail(self.context, rest), Tail::Unknown(_));
        !one && known
    }

    /// "pneumonia requiring mechanical ventilation" names two things; "distress requiring fast
    /// delivery" is a narrower name.
    fn needs(&self, text: &str, rest: &[Element]) -> bool {
        let requires = matches!(text.to_lowercase().as_str(), "requiring" | "needing" | "necessitating" | "warranting" | "in need of");
        match tail(self.context, rest) {
            Tail::Unknown(0) => false,
            // "distress requiring fast delivery": what is not known only narrows.
            Tail::Known if requires && self.names_something() => known_first(self.context, rest),
            Tail::Unknown(_) => !self.names_something(),
            _ => true,
        }
    }

    /// Whether the leaf is about an age.
    fn tells_age(&self) -> bool {
        self.leaf.age || self.leaf.numbers.as_ref().is_some_and(|n| n.age || n.bounds.iter().all(|(_, c)| matches!(c, Counts::Time(_))))
    }

    /// Whether only words that add nothing stand between what was read and this.
    fn behind_fillers(&self, element: &Element) -> bool {
        let linking = |i: usize| {
            let text = self.context.token(i).map(|t| t.lower()).unwrap_or_default();
            self.context.kind(i) == Some(&Kind::Filler) && text.starts_with("diagnos") || text.starts_with("suffering") || text == "admitted with"
        };
        element.from.checked_sub(1).is_some_and(linking)
    }

    /// "supported by", "affected by": who or what does it belongs to the participle.
    fn behind_participle(&self, element: &Element) -> bool {
        element.from.checked_sub(1).and_then(|i| self.context.token(i)).is_some_and(|t| t.lower().ends_with("ed"))
    }

    /// Whether the last word is one of saying or knowing, whose "that" says what.
    fn tells(&self) -> bool {
        const TELLING: &[&str] = &[
            "accept",
            "accepts",
            "acknowledge",
            "acknowledges",
            "agree",
            "agrees",
            "agreed",
            "aware",
            "believe",
            "believes",
            "certify",
            "confirm",
            "confirmed",
            "confirms",
            "decision",
            "demonstrate",
            "demonstrates",
            "determined",
            "ensure",
            "ensures",
            "evidence",
            "expected",
            "indicate",
            "indicates",
            "indicating",
            "judged",
            "know",
            "likelihood",
            "likely",
            "means",
            "report",
            "reports",
            "show",
            "showing",
            "shows",
            "state",
            "states",
            "stating",
            "suggest",
            "suggests",
            "suspicion",
            "those",
            "understand",
            "understands",
            "verify",
        ];
        let last = self.leaf.phrase.and_then(|(_, to)| to.checked_sub(1)).and_then(|i| self.context.token(i));
        last.is_some_and(|t| TELLING.contains(&t.lower().as_str()))
    }

    /// Whether the last word wants an object behind its "for" ("positive for", "risk for").
    fn awaits_object(&self) -> bool {
        const WANTING: &[&str] = &[
            "assessment",
            "candidate",
            "eligible",
            "evaluation",
            "evaluated",
            "indication",
            "indicated",
            "marker",
            "monitoring",
            "need",
            "negative",
            "positive",
            "prophylaxis",
            "receptor",
            "requirement",
            "risk",
            "screening",
            "search",
            "suitable",
            "test",
            "testing",
            "waiting",
            "workup",
        ];
        let last = self.leaf.phrase.and_then(|(_, to)| to.checked_sub(1)).and_then(|i| self.context.token(i));
        last.is_some_and(|t| {
            let lower = t.lower();
            lower.rsplit(' ').next().is_some_and(|w| WANTING.contains(&w))
        })
    }

    /// Whether a clause begins with this token that narrows the phrase before it: whether it
    /// holds, a person has to judge.
    pub(super) fn narrows(&self, element: &Element, rest: &[Element]) -> bool {
        let Some(token) = self.context.token(element.from) else { return false };
        // "patients aged 18 to 65 years who live in the county"
        if self.goes == Into::Phrase && self.tells_age() && token.kind == Kind::Relative && token.text.eq_ignore_ascii_case("who") {
            return !compares(rest);
        }
        if self.goes != Into::Phrase || self.leaf.numbers.is_some() || self.leaf.phrase.is_none() {
            return false;
        }
        if compares(rest) {
            return false;
        }
        match &token.kind {
            // "a lesion that may preclude implantation"
            Kind::Relative if modal(self.context, rest) => true,
            Kind::Negation => self.names_something() && unmet(self.context, element, rest),
            Kind::Judgement => self.names_something(),
            // "anatomy that may preclude implantation"
            Kind::Relative => self.names_something() || !token.text.eq_ignore_ascii_case("who") && !self.tells(),
            Kind::Narrows => self.names_something(),
            Kind::Link(Link::Cause) => self.names_something(),
            Kind::For if own_disease(self.context, rest) || self.names_something() && aimed(self.context, rest) => true,
            Kind::For => self.names_something() && !self.awaits_object() && matches!(tail(self.context, rest), Tail::Unknown(n) if n > 3),
            Kind::Assessed if says(self.context, rest, JUDGES) => true,
            Kind::Assessed => !names_rules(self.context, rest) && matches!(tail(self.context, rest), Tail::Unknown(_)),
            // "by the treating center": who, not what. A place belongs to the name ("at the ward").
            Kind::Filler => match token.lower().as_str() {
                // "a lesion on MRI": by what it was found.
                "on" if self.names_something() && first_named(self.context, rest).is_some_and(|f| is_imaging(self.context, f)) => true,
                "by" => !self.behind_participle(element) && matches!(tail(self.context, rest), Tail::Unknown(n) if n > 1),
                "in" | "on" => !names_place(self.context, rest) && matches!(tail(self.context, rest), Tail::Unknown(n) if n > 3),
                "may" | "can" => self.names_something(),
                _ => false,
            },
            _ => false,
        }
    }
}
