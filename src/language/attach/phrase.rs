//! Where a noun phrase ends: whether the words behind it are a thing of their own or only
//! narrow it.

use super::aim::{aimed, own_disease};
use super::reader::{Into, Reader};
use super::tail::{
    JUDGES, TAIL, Tail, compares, first_named, is_disease, is_imaging, known_first, modal, names, names_condition, names_place, names_rules, says,
    tail, unmet,
};
use crate::language::element::{Counts, Element, What};
use crate::language::words::{Kind, Link};
use crate::vocabulary::{Finding, FindingKind};

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
            // "symptoms despite inhaled steroids for 3 months": the length of time is of what was tried.
            Kind::Narrows if matches!(token.lower().as_str(), "despite" | "in spite of") => {
                let limited = rest.iter().take_while(|e| !matches!(e.what, What::Separator(_))).any(super::limits::is_limit);
                (self.names_something() || self.leaf.measure.is_some()) && limited && matches!(tail(self.context, rest), Tail::Known)
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
            "cleared",
            "cooperative",
            "eligible",
            "fit",
            "ready",
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
