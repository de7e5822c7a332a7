//! What a single word does to the leaf that is being read.

use super::anchor::is_last;
use super::bracket::sex;
use super::condition;
use super::naming::aims_at_value;
use super::reader::{Into, Reader};
use super::sexes::{sex_named, sex_of};
use super::timing::requires;
use crate::language::element::{Element, Shared, What};
use crate::language::words::Kind;
use crate::rule::{CriterionKind, FindingRule, Node};

impl Reader<'_, '_> {
    pub(super) fn token(&mut self, element: &Element, rest: &[Element]) {
        let Some(token) = self.context.token(element.from) else { return };
        let empty = self.leaf.phrase.is_none();
        let leads = empty && self.goes == Into::Phrase;
        match &token.kind {
            // "QTcF: M > 450 ms, F > 470 ms"
            Kind::Word if self.sex_letter(element, rest) => {
                let sex = if token.text == "M" { "male" } else { "female" };
                self.leaf.guard = Some(self.context.rule(Node::Finding(FindingRule::new(sex)), element.from, element.to));
            }
            // "Lifetime bipolar disorder": one that ever was.
            Kind::Word if leads && token.text.eq_ignore_ascii_case("lifetime") && self.names_disease_next(rest) => self.leaf.ever = true,
            Kind::Finding(_) if self.postpartum(element) => {}
            Kind::Link(_) | Kind::Filler if leads && requires(self.context, element) => self.leaf.required = true,
            Kind::Within if leads && is_last(&token.text) => self.leaf.latest = true,
            Kind::Within if self.goes == Into::Phrase && token.lower().ends_with("past") => self.leaf.ever = true,
            Kind::AtTime if self.at_entry(rest) => self.goes = Into::Nowhere,
            // "Hemoglobin: men ≥ 13 g/dL": the sex is for whom the numbers count.
            Kind::Finding(_) if self.leaf.measure.is_some() && self.goes == Into::Phrase && sex_named(self.context, element).is_some() => {
                let sex = sex_named(self.context, element).unwrap_or_default();
                self.leaf.guard = Some(self.context.rule(Node::Finding(FindingRule::new(sex)), element.from, element.to));
            }
            Kind::Finding(_) | Kind::Measure(_) | Kind::Word | Kind::Allowed => {
                self.leaf.change |= self.goes == Into::Phrase && super::change::is_change(&token.text);
                self.word(element);
            }
            Kind::Condition if leads && self.lacks(element) => self.leaf.negated = !self.leaf.negated,
            Kind::Negation if leads => self.leaf.negated = !self.leaf.negated,
            Kind::History if self.goes == Into::Phrase => {
                self.leaf.ever = true;
            }
            Kind::Suspicion if leads => self.leaf.suspected = true,
            Kind::Planned if leads || self.planned_behind(rest) => self.leaf.planned = true,
            Kind::Allergy if leads => self.leaf.about = Some("allergy to"),
            Kind::Contraindication if leads => self.leaf.about = Some("contraindication to"),
            Kind::Severity(range) if leads => self.leaf.severity = Some(*range),
            Kind::AgeWord if self.goes == Into::Phrase => self.leaf.age = true,
            Kind::Males => self.leaf.guard = Some(sex(self.context, "male", element)),
            Kind::Females => self.leaf.guard = Some(sex(self.context, "female", element)),
            // "Additional inclusion criteria are age > 18 years" only announces them.
            Kind::InclusionCriteria if rest.first().is_some_and(|e| condition::announces(self.context, e)) => self.leaf.phrase = None,
            // Among the inclusion criteria nothing can refer to all of them: a heading is meant
            // ("other inclusion criteria are:"), or what a person has to look up.
            Kind::InclusionCriteria if self.context.kind == CriterionKind::Inclusion => {
                let heading = token.lower().trim_start_matches("the ") == "inclusion criteria";
                self.leaf.judgement |= !heading;
                if heading {
                    // "inclusion criteria for study participants include"
                    let whose = rest.first().is_some_and(|e| e.what == What::Token && self.context.kind(e.from) == Some(&Kind::For));
                    if whose {
                        self.goes = Into::Nowhere;
                        let plain = |e: &&Element| {
                            e.what == What::Token && !matches!(self.context.kind(e.from), Some(Kind::Colon | Kind::Enumerator | Kind::Examples))
                        };
                        rest.iter().take_while(plain).for_each(|e| self.context.mark(e.from, e.to));
                    }
                    self.leaf.phrase = None;
                    self.context.mark(self.leaf.from, element.to);
                }
            }
            Kind::InclusionCriteria => self.leaf.inclusion = true,
            // "a tumor that compresses the airway": whether it does, a person has to judge.
            _ if self.cites(element, rest) => self.goes = Into::Nowhere,
            // "According to RECIST 1.1, …": by which rules, stands before what is asked.
            Kind::Assessed if leads && matches!(super::tail::tail(self.context, rest), super::tail::Tail::Unknown(n) if n > 0) => {
                self.leaf.judgement = true;
            }
            _ if self.narrows(element, rest) => self.goes = Into::Clause { from: element.from },
            Kind::Judgement if !matches!(self.goes, Into::Clause { .. }) => self.leaf.judgement = true,
            // "≤ 5 × ULN in case of liver metastases": the limit holds under a condition.
            Kind::Condition if self.goes == Into::Phrase && self.leaf.numbers.is_some() => self.goes = Into::Clause { from: element.from },
            // "contraception if sexually active": whether it counts, a person has to judge.
            Kind::Condition if self.goes == Into::Phrase && !empty && condition::is_proviso(&token.text) => {
                self.goes = Into::Clause { from: element.from }
            }
            // "norepinephrine ≥ 0.2 µg/kg/min for MAP ≥ 65 mmHg": what it is given for.
            Kind::For if self.goes == Into::Phrase && self.leaf.numbers.is_some() && aims_at_value(self.context, rest) => self.goes = Into::Nowhere,
            Kind::Purpose => {
                self.close_anchor(element.from);
                self.goes = Into::Nowhere;
            }
            // "not requiring oxygen of more than 2 L": the measure is denied.
            Kind::Narrows
                if empty && token.lower().starts_with("not requir") && rest.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.compared)) =>
            {
                self.leaf.negated = !self.leaf.negated;
            }
            Kind::Narrows if empty && self.leaf.linked && matches!(token.lower().as_str(), "despite" | "in spite of") => {}
            Kind::Narrows if empty => self.word(element),
            Kind::Trend(direction) => self.leaf.trend = Some(*direction),
            Kind::Steady => self.goes = Into::Steady,
            Kind::Before | Kind::After | Kind::Since if !leads && self.goes == Into::Phrase && self.of_life(rest) => {
                self.leaf.ever |= token.kind != Kind::Since;
                self.goes = Into::Clause { from: element.from };
            }
            // "not addressed by pre-operative consultation"
            Kind::Before | Kind::After if matches!(self.goes, Into::Clause { .. }) && matches!(token.text.as_str(), "pre" | "post") => {}
            Kind::Before | Kind::After | Kind::Since => self.preposition(element, rest),
            Kind::Colon if matches!(self.goes, Into::Anchor { .. }) => self.close_anchor(element.from),
            // "Label: what is asked"; a measure before the colon is what the numbers are about.
            Kind::Colon
                if self.leaf.measure.is_none() && self.leaf.numbers.is_none() && rest.iter().any(|e| !matches!(e.what, What::Separator(_))) =>
            {
                // "(male: > 450 ms; female: > 470 ms)"
                let named = self.leaf.phrase.and_then(|(from, to)| sex_of(self.context, from, to).map(|sex| (sex, from, to)));
                if let Some((sex, from, to)) = named {
                    self.leaf.guard = Some(self.context.rule(Node::Finding(FindingRule::new(sex)), from, to));
                }
                self.leaf.phrase = None;
            }
            Kind::Number(_) | Kind::Negation | Kind::Severity(_) | Kind::Unit(_) | Kind::Time(_) if !empty => self.word(element),
            _ => {}
        }
    }

    /// A coordinated name: the phrase goes on with it, for each of its parts.
    pub(super) fn shared(&mut self, element: &Element, shared: &Shared) {
        if self.goes != Into::Phrase || (self.leaf.numbers.is_some() && self.leaf.phrase.is_some()) {
            return;
        }
        let from = self.leaf.phrase.map_or(element.from, |(from, _)| from);
        self.leaf.phrase = Some((from, element.to));
        if self.leaf.shared.is_none() {
            self.leaf.shared = Some((element.from, element.to, shared.clone()));
        }
    }

    /// "Karnofsky (age ≥ 16) performance status": the rest of the name that stood before a bracket.
    fn goes_on_with(&self, element: &Element) -> bool {
        let name = self.leaf.measure.and_then(|id| self.context.vocabulary.measure(id)).map(|m| m.name.to_lowercase());
        let words = self.context.lower(element.from, element.to);
        name.is_some_and(|name| name.strip_suffix(words.as_str()).is_some_and(|first| first.ends_with(' ')))
    }

    fn word(&mut self, element: &Element) {
        let kind = self.context.kind(element.from);
        match self.goes {
            Into::Phrase => {
                // Behind the numbers stand words about the measuring, not another name.
                let of = |i: usize| self.context.token(i).is_some_and(|t| matches!(t.lower().as_str(), "of" | "of the"));
                let of_the = |i: usize| of(i) || self.context.token(i).is_some_and(|t| t.text.eq_ignore_ascii_case("the"));
                // "a score of 2 on the speech question of the ALSFRS-R": a part of a scale.
                if let Some((from, to)) = self.leaf.phrase.filter(|(from, to)| {
                    self.numbers_at.1 <= *from && self.leaf.numbers.is_some() && *to < element.from && self.leaf.measure.is_none()
                }) && matches!(kind, Some(Kind::Measure(_)))
                    && of(to)
                    && (to..element.from).all(of_the)
                {
                    self.leaf.phrase = Some((from, element.to));
                    return;
                }
                let adjoins = self.leaf.phrase.is_some_and(|(_, to)| to == element.from);
                if self.leaf.numbers.is_some() && self.leaf.phrase.is_some() && !adjoins && !matches!(kind, Some(Kind::Finding(_))) {
                    self.behind_numbers(element);
                    return;
                }
                // "a lesion ≥ 1.5 cm on CT": the name ends before its numbers.
                if self.leaf.numbers.is_some() && self.leaf.phrase.is_some_and(|(_, to)| to <= self.numbers_at.0) {
                    return;
                }
                let from = self.leaf.phrase.map_or(element.from, |(from, _)| from);
                self.leaf.phrase = Some((from, element.to));
                if let Some(Kind::Measure(id)) = kind
                    && !self.goes_on_with(element)
                {
                    self.leaf.measure = Some(*id);
                }
            }
            Into::Steady => {
                let name = match kind {
                    Some(Kind::Finding(id)) => self.context.vocabulary.finding(*id).map(|f| f.name.to_string()),
                    Some(Kind::Measure(id)) => self.context.vocabulary.measure(*id).map(|m| m.name.to_string()),
                    _ => None,
                };
                self.leaf.steady.extend(name);
            }
            Into::Anchor { .. } | Into::Nowhere | Into::Clause { .. } => {}
        }
    }
}
