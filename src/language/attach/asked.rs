//! What a leaf asks: its rule.

use super::condition::{implied, with_cases};
use super::leaf::{Leaf, uncapitalized};
use super::measured::of_gestation;
use super::numbers::measure_rule;
use super::{Context, Scope};
use crate::language::element::Counts;
use crate::language::words::{Kind, spelled};
use crate::rule::{Certainty, ConsecutiveRule, CriterionKind, FindingRule, LastingRule, Node, Reference, Rule, SeverityRange};
use crate::time::DurationBound;
use crate::vocabulary::FindingKind;

/// Words that say that a finding is certain.
const PROVEN: &[&str] = &["confirmed", "definite", "definitive", "proven", "verified"];

impl Leaf {
    /// Its rule; `None` where nothing is asked.
    pub fn rule(&self, context: &Context<'_>, scope: &Scope) -> Option<Rule> {
        let rule = self.asked(context, scope)?;
        context.mark(self.from, self.to);
        Some(rule)
    }

    fn asked(&self, context: &Context<'_>, scope: &Scope) -> Option<Rule> {
        if (self.judgement && self.numbers.is_none()) || self.acuity(context) {
            return Some(context.rule(Node::Review(context.words(self.from, self.to)), self.from, self.to));
        }
        let numbered = || {
            self.numbers.is_some()
                || (self.from..self.to)
                    .any(|i| matches!(context.kind(i), Some(Kind::Number(_))) && !matches!(context.kind(i.saturating_add(1)), Some(Kind::Time(_))))
        };
        if self.change && numbered() {
            return Some(super::change::review(context, self));
        }
        if self.of_any_condition(context) {
            return Some(context.rule(Node::Review(context.words(self.from, self.to)), self.from, self.to));
        }
        if self.no_other(context) {
            return Some(context.doubtful(self.from, self.to, "another one than what the trial is about is meant, which is not said here"));
        }
        if self.numbers.is_some() && self.definition.is_none() && super::counting::of_so_many(context, self.numbers_at.1) {
            return Some(context.doubtful(self.from, self.to, "so many of some things are asked, which are not listed"));
        }
        let main = self.main(context, scope);
        if main.is_none() && self.numbers.as_ref().is_some_and(|n| n.compared) {
            // "Alcohol: men > 21 drinks a week": what is counted has no name.
            return Some(context.doubtful(self.from, self.to, "what the numbers are about is not clear"));
        }
        let guard = self.guard.iter().filter(|_| !self.implied).cloned();
        // "without chemotherapy if there are no options": the proviso is no part of what is denied.
        let proviso = self.clause.clone().filter(|clause| self.negated && context.opens_with_condition(clause));
        let clause = self.clause.iter().filter(|_| proviso.is_none()).cloned();
        // "games (e.g. chess) for over 20 hours per week": the bracket says what, the numbers how much.
        let (start, end) = self.numbers_at;
        let unsaid = self.definition.as_ref().and_then(|d| d.at).zip(context.tokens.get(start)).is_some_and(|(d, number)| d.end <= number.start);
        let compared = self.numbers.as_ref().is_some_and(|n| n.compared) && unsaid;
        let left = compared.then(|| context.rule(Node::Review(context.words(start, end)), start, end));
        let parts: Vec<Rule> =
            guard.chain(main).chain(left).chain(clause).chain(self.besides.iter().cloned()).chain(self.repeated(context)).collect();
        let rule = context.group(false, parts)?;
        let rule = match &self.guard {
            Some(when) if self.implied => implied(context, when.clone(), rule)?,
            _ => rule,
        };
        let rule = if self.negated { context.rule(Node::Not(Box::new(rule)), self.from, self.to) } else { rule };
        let rule = match proviso {
            Some(proviso) => context.group(false, vec![rule, proviso])?,
            None => rule,
        };
        let rule = if self.another(context) { super::another::than_own(context, self, rule) } else { rule };
        let rule = context.group(true, std::iter::once(rule).chain(self.either.iter().cloned()).collect())?;
        if self.remarks.is_empty() {
            return Some(rule);
        }
        context.group(false, std::iter::once(rule).chain(self.remarks.iter().cloned()).collect())
    }

    /// "any disease that could affect the results": on a condition of whatever kind, and a person
    /// must judge.
    fn of_any_condition(&self, context: &Context<'_>) -> bool {
        let Some((from, to)) = self.phrase.filter(|_| self.clause.is_some() && self.definition.is_none() && self.shared.is_none()) else {
            return false;
        };
        (to..self.to).any(|i| context.kind(i) == Some(&Kind::Judgement)) && !super::category::says_what(context, from, to)
    }

    /// A visual acuity ("20/40 or worse"): no number of the profile is compared with it.
    fn acuity(&self, context: &Context<'_>) -> bool {
        let far = |t: &str| t.split_once('/').is_some_and(|(a, b)| matches!(a.trim(), "20" | "6") && b.trim().parse::<u32>().is_ok());
        (self.from..self.to).any(|i| context.kind(i) == Some(&Kind::Word) && context.token(i).is_some_and(|t| far(&t.text)))
    }

    fn main(&self, context: &Context<'_>, scope: &Scope) -> Option<Rule> {
        if let Some(definition) = &self.definition {
            let mut definition = self.steered(definition.clone());
            if self.ever {
                super::lead::lifelong(&mut definition);
            }
            if self.planned {
                self.not_yet(&mut definition);
            }
            return Some(definition);
        }
        if self.inclusion {
            let rule = context.rule(Node::Criterion(Reference::Inclusion), self.from, self.to);
            return Some(match self.lasts {
                Some(lasts) => context.rule(Node::Lasting(LastingRule { lasts, rule: Box::new(rule) }), self.from, self.to),
                None => rule,
            });
        }
        if let Some(numbers) = self
            .numbers
            .as_ref()
            .filter(|n| self.phrase.is_none() || self.measure.is_some() || !self.lasts_by_numbers() || of_gestation(context, self, n))
        {
            let measured = measure_rule(context, self, numbers, scope).map(|base| {
                let base = with_cases(context, self, base, scope);
                self.exceptions.iter().fold(base, |base, but| super::exception::excepted(context, base, but, scope))
            });
            let of = match measured.as_ref().map(|r| &r.node) {
                Some(Node::Measure(m)) => m.of.clone(),
                _ => String::new(),
            };
            return match super::naming::beside_age(context, self, &of) {
                Some(beside) => context.group(false, [beside].into_iter().chain(measured).collect()),
                None => measured,
            };
        }
        if let (None, Some(_), Some(anchor)) = (self.phrase, self.within, &self.after) {
            // "more than 6 months after a stroke": a stroke, that long ago.
            let since = FindingRule { within: self.within, ever: true, ..(*anchor.0).clone() };
            return Some(self.between(context, since));
        }
        if let Some(rule) = super::limits::steady(context, self) {
            return Some(rule);
        }
        if let Some(rule) = super::steady::stable_measure(context, self) {
            return Some(rule);
        }
        let (from, to) = self.phrase?;
        if super::limits::half_lives(context, from, to) || super::source::names_document(context, from, to) {
            return Some(context.rule(Node::Review(context.words(self.from, self.to)), self.from, self.to));
        }
        if let Some(rule) = super::records::incomplete(context, self, from, to) {
            return Some(rule);
        }
        let mut names = self.names(context, from, to);
        if self.family {
            names.extend(names.clone().into_iter().map(|(name, severity)| (format!("family history of {name}"), severity)));
        }
        let each = names.into_iter().map(|(words, severity)| {
            let finding = self.finding(context, words);
            let severity = severity.or(finding.severity);
            self.between(context, FindingRule { severity, ..finding })
        });
        // Among the exclusions, "without arterial and venous samples" is the want of either.
        let both = self.shared.as_ref().is_some_and(|(start, end, _)| {
            let says = |kind: &Kind| (*start..*end).any(|i| context.kind(i) == Some(kind));
            context.kind == CriterionKind::Exclusion && says(&Kind::And) && !says(&Kind::Or)
        });
        let or = (self.negated && !both) || self.shared.as_ref().is_none_or(|(_, _, shared)| shared.or && !(self.negated && both));
        context.group(or, each.collect())
    }

    /// "cardiac arrest > 30 min": the number is how long it lasts.
    fn lasts_by_numbers(&self) -> bool {
        self.measure.is_none() && !self.age && self.numbers.as_ref().is_some_and(|n| !n.age && matches!(n.bounds.as_slice(), [(_, Counts::Time(_))]))
    }

    /// The names that a phrase stands for: one, or those of its coordinated parts, each with
    /// what stands around them.
    fn names(&self, context: &Context<'_>, from: usize, to: usize) -> Vec<(String, Option<SeverityRange>)> {
        if let Some(name) = &self.renamed {
            return vec![(name.clone(), None)];
        }
        let around = |words: String| {
            let parts = [self.prefix.as_deref().unwrap_or_default(), words.as_str(), self.suffix.as_deref().unwrap_or_default()];
            parts.iter().filter(|w| !w.is_empty()).copied().collect::<Vec<_>>().join(" ")
        };
        let Some((start, end, shared)) = self.shared.as_ref().filter(|(start, end, _)| from <= *start && *end <= to) else {
            return vec![(around(self.completed.clone().unwrap_or_else(|| self.own_words(context, from, to))), None)];
        };
        let words = |from: usize, to: usize| if from < to { context.words(from, to) } else { String::new() };
        let (before, behind) = (words(from, *start), words(*end, to));
        // "significant" said before all and again before the last is said once.
        let last = before.rsplit(' ').next().unwrap_or_default().to_owned();
        let once = |name: &str| match name.split_once(' ') {
            Some((first, rest)) if first.eq_ignore_ascii_case(&last) => rest.to_owned(),
            _ => name.to_owned(),
        };
        let name = |name: &str| {
            [before.as_str(), once(name).as_str(), behind.as_str()].iter().filter(|w| !w.is_empty()).copied().collect::<Vec<_>>().join(" ")
        };
        shared.names.iter().map(|(words, severity)| (around(name(words)), *severity)).collect()
    }

    /// The words of a phrase, without a limit that stands inside of it ("hospitalization within
    /// 30 days for asthma").
    fn own_words(&self, context: &Context<'_>, from: usize, to: usize) -> String {
        let words = match self.limit.filter(|(start, end)| from < *start && *end < to) {
            Some((start, end)) => format!("{} {}", context.words(from, start), context.words(end, to)),
            None => context.words(from, to),
        };
        // "non-compliance of patients with monitoring": whose it is, is the patient's.
        words.replace(" of patients ", " ").replace(" of the patient ", " ").replace(" of the subject ", " ")
    }

    fn finding(&self, context: &Context<'_>, words: String) -> FindingRule {
        let words = super::abbreviation::said_once(&words);
        let of = match self.about {
            Some(about) if self.renamed.is_none() => format!("{about} {words}"),
            _ => spelled(&words).to_owned(),
        };
        let (finding, _) = context.vocabulary.known(&of);
        let known = finding.and_then(|id| context.vocabulary.finding(id));
        let mut rule = FindingRule::new(known.map_or_else(|| uncapitalized(&of), |f| f.name.to_string()));
        rule.kind = known.map(|f| f.kind).filter(|k| matches!(k, FindingKind::Procedure | FindingKind::Drug));
        rule.certainty = self.suspected.then_some(Certainty::Suspected).or_else(|| self.confirmed(context).then_some(Certainty::Confirmed));
        rule.severity = self.severity;
        rule.ever = self.ever;
        rule.within = self.within;
        rule.ahead = self.ahead && (self.within.is_some() || self.lasts.is_some());
        rule.before = self.before.clone();
        rule.after = self.after.clone();
        rule.lasts = self.lasts.or_else(|| {
            let (bound, counts) = self.numbers.as_ref()?.bounds.first()?;
            match counts {
                Counts::Time(unit) => Some(DurationBound { op: Some(bound.op), length: crate::time::Duration::new(bound.value, *unit) }),
                _ => None,
            }
        });
        super::timing::happened(self, &mut rule);
        if self.required && !self.ever && !self.is_limited() && super::timing::is_operation(&rule.of) {
            rule.of = format!("requiring {}", rule.of);
            rule.kind = None;
        }
        if self.planned {
            let of = format!("planned {}", rule.of);
            let known = context.vocabulary.known(&of).0.and_then(|id| context.vocabulary.finding(id)).map(|f| f.name.to_string());
            rule.of = known.unwrap_or(of);
            rule.kind = None;
        }
        rule
    }

    /// Whether the words before the name say that it is proven.
    fn confirmed(&self, context: &Context<'_>) -> bool {
        let proven = |i: usize| {
            context.kind(i) == Some(&Kind::Filler)
                && context.token(i).is_some_and(|t| t.text.split([' ', '-']).any(|w| PROVEN.iter().any(|p| w.eq_ignore_ascii_case(p))))
        };
        self.phrase.is_some_and(|(from, _)| (self.from..from).any(proven))
    }

    /// A definition with the trend and the steady doses that were said outside of its bracket.
    fn steered(&self, mut rule: Rule) -> Rule {
        if (self.is_limited() || self.lasts.is_some() && !self.own_lasts)
            && let Some(limit) = super::limits::Limit::of(self)
        {
            limit.apply(&mut rule);
        }
        match rule.node {
            Node::Consecutive(mut run) => {
                run.trend = run.trend.or(self.trend);
                if run.steady.is_empty() {
                    run.steady.clone_from(&self.steady);
                }
                Rule { node: Node::Consecutive(run), ..rule }
            }
            _ => rule,
        }
    }

    /// The run of samples that a leaf with "two consecutive …" asks for.
    pub fn consecutive(&self, of: String, is: crate::quantity::Is) -> Option<ConsecutiveRule> {
        Some(ConsecutiveRule { of, is, count: self.repeat?, apart: self.apart, trend: self.trend, steady: self.steady.clone() })
    }
}
