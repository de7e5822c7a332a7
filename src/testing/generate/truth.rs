//! What a rule is for a patient, by the meanings of the words alone. `None`: this file cannot say.

use super::MOMENT;
use super::age;
use super::model::{Fact, Model, Setting, Subject, ago};
use crate::quantity::{Decimal, Is, Op, Scale, Unit};
use crate::rule::{Certainty, ConsecutiveRule, FindingRule, MeasureRule, Node, Reference, Rule, Take};
use crate::time::{DurationBound, Zone};
use crate::truth::Truth;
use crate::vocabulary::derived::derived_for;
use crate::vocabulary::{Concept, FindingKind};

type Told = Option<Truth>;

impl Model<'_> {
    /// The truth of a rule.
    pub(super) fn truth(&self, rule: &Rule, setting: &Setting) -> Told {
        let parts = |parts: &[Rule]| parts.iter().map(|p| self.truth(p, setting)).collect::<Vec<Told>>();
        match &rule.node {
            Node::All(list) => all(&parts(list)),
            Node::Any(list) => all(&parts(list).into_iter().map(|t| t.map(Truth::not)).collect::<Vec<_>>()).map(Truth::not),
            Node::Not(part) => self.truth(part, setting).map(Truth::not),
            Node::AtLeast(r) => Some(Truth::at_least(r.count, parts(&r.of).into_iter().collect::<Option<Vec<_>>>()?)),
            Node::Lasting(r) => self.lasted(&r.rule, r.lasts, setting),
            Node::Criterion(reference) => {
                let meant = self.trial.criteria().filter(|(kind, c)| match reference {
                    Reference::Inclusion => *kind == crate::rule::CriterionKind::Inclusion,
                    Reference::Id(id) => c.id == *id,
                });
                all(&meant.map(|(_, c)| self.truth(&c.rule, setting)).collect::<Vec<_>>())
            }
            Node::Review(_) => Some(Truth::Unknown),
            Node::Recorded(names) => self.recorded(names, setting),
            Node::Steady(_) => setting.states.values().all(|s| !s.gives_drugs()).then_some(Truth::Unknown),
            Node::Measure(m) => self.measured(self.index(rule)?, m, setting),
            Node::Consecutive(c) => self.consecutive(self.index(rule)?, c, setting),
            Node::Trend(_) => match self.leaf_fact(self.index(rule)?, setting) {
                Some(Fact::Only(of, truth)) => (Some(*of) == self.index(rule)).then_some(*truth),
                Some(Fact::Value(..)) if setting.held.is_some() => None,
                // Fewer than two samples.
                _ => Some(Truth::Unknown),
            },
            Node::Finding(f) => self.found(self.index(rule)?, f, setting),
        }
    }

    fn leaf_fact<'s>(&self, index: usize, setting: &'s Setting) -> Option<&'s Fact> {
        self.leaves.get(index)?.subject.map(|subject| setting.fact(subject))
    }

    /// Lasting so long up to the moment; before what is known began, it is what it is for somebody
    /// of whom nothing is known, and who has none of what only began then.
    fn lasted(&self, rule: &Rule, bound: DurationBound, setting: &Setting) -> Told {
        if upper(bound) || setting.states.values().any(|s| matches!(s.fact, Fact::Born(..) | Fact::Only(..))) {
            return None;
        }
        let now = self.truth(rule, setting)?;
        if setting.held.is_some_and(|held| reached(held, bound)) {
            return Some(now);
        }
        let mut before = setting.clone();
        for state in before.states.values_mut() {
            state.fact = match state.fact {
                Fact::There(_) if setting.held.is_some() => Fact::Absent,
                _ => Fact::Nothing,
            };
        }
        Some(now.and(self.truth(rule, &before)?))
    }

    fn measured(&self, index: usize, rule: &MeasureRule, setting: &Setting) -> Told {
        let Some(subject) = self.leaves.get(index)?.subject else { return Some(Truth::Unknown) };
        let now = match setting.fact(subject) {
            Fact::Nothing if self.could_be_computed(subject, setting) => return None,
            Fact::Nothing => return Some(Truth::Unknown),
            Fact::Only(of, truth) => return (*of == index).then_some(*truth),
            Fact::Born(birth, exact) if rule.lasts.is_none() && rule.within.is_none() && rule.since.is_none() => {
                return age::compare(*birth, *exact, &rule.is);
            }
            Fact::Value(value, scale) => compare(*value, scale, &rule.is)?,
            Fact::Word(word) => by_word(word, &rule.is)?,
            _ => return None,
        };
        let spans = rule.within.is_some() || rule.take != Take::Latest;
        if rule.since.is_some() || rule.within.is_some_and(lower) || (spans && (rule.lasts.is_some() || setting.held.is_some())) {
            return None;
        }
        match rule.lasts {
            Some(bound) if upper(bound) => None,
            Some(bound) if now == Truth::True && !setting.held.is_some_and(|held| reached(held, bound)) => Some(Truth::Unknown),
            _ => Some(now),
        }
    }

    /// Whether something else that is known goes into the formula of a measure.
    fn could_be_computed(&self, subject: usize, setting: &Setting) -> bool {
        let Some(Subject::Measure(id)) = self.subjects.get(subject) else { return false };
        let Some(measure) = self.vocabulary.measure(*id).filter(|m| m.derived) else { return false };
        let Some(formula) = derived_for(&measure.name) else { return true };
        let inputs: Vec<Concept> = formula.inputs.iter().map(|i| self.vocabulary.concept(i.name)).collect();
        setting.states.iter().filter(|(_, s)| s.fact != Fact::Nothing).any(|(place, _)| match self.subjects.get(*place) {
            // Formulas of formulas are not followed.
            Some(Subject::Measure(_)) => true,
            Some(Subject::Finding(c)) => inputs.iter().any(|i| self.related(i, c)),
            _ => false,
        })
    }

    fn consecutive(&self, index: usize, rule: &ConsecutiveRule, setting: &Setting) -> Told {
        match self.leaf_fact(index, setting) {
            Some(Fact::Only(of, truth)) => (*of == index).then_some(*truth),
            Some(Fact::Value(value, scale)) => match compare(*value, scale, &rule.is)? {
                Truth::False => Some(Truth::False),
                _ if setting.held.is_none() && rule.count > 1 => Some(Truth::Unknown),
                _ => None,
            },
            Some(Fact::Word(_)) => None,
            _ => Some(Truth::Unknown),
        }
    }

    fn recorded(&self, names: &[String], setting: &Setting) -> Told {
        let known = |name: &String| {
            let concept = self.vocabulary.concept(name);
            let lower = name.trim().to_lowercase();
            if lower.starts_with("any ") || lower == "gender" {
                return None;
            }
            Some(setting.states.iter().any(|(place, state)| {
                state.fact != Fact::Nothing
                    && match self.subjects.get(*place) {
                        Some(Subject::Age) => lower == "age",
                        Some(Subject::Sex) => lower == "sex" || self.sex(&concept).is_some(),
                        Some(Subject::Measure(id)) => concept.measure() == Some(*id),
                        Some(Subject::Finding(c)) => self.vocabulary.same(c, &concept),
                        None => false,
                    }
            }))
        };
        let all: Option<Vec<bool>> = names.iter().map(known).collect();
        Some(Truth::from(all?.into_iter().all(|k| k)))
    }

    fn found(&self, index: usize, rule: &FindingRule, setting: &Setting) -> Told {
        let subject = self.leaves.get(index)?.subject?;
        let own = setting.fact(subject);
        if let Fact::Only(of, truth) = own {
            return (*of == index).then_some(*truth);
        }
        let (concept, sex) = self.leaves.get(index)?.finding.as_ref()?;
        if let Some(male) = *sex {
            let plain = rule.is_plain() || FindingRule { kind: None, ..rule.clone() }.is_plain();
            let told = |(place, state): (&usize, &super::model::State)| match self.subjects.get(*place) {
                Some(Subject::Finding(_)) => state.fact != Fact::Nothing && self.is_sexed(*place),
                _ => false,
            };
            if setting.states.iter().any(told) {
                return None;
            }
            return match own {
                Fact::Male(is) if plain => Some(Truth::from(*is == male)),
                Fact::Male(_) => None,
                _ => Some(Truth::Unknown),
            };
        }
        // A man is not pregnant, and what a woman has says that she is one: that is for the vocabulary.
        if self.is_sexed(subject) && setting.states.values().any(|s| matches!(s.fact, Fact::Male(_))) {
            return None;
        }
        let mut answers = vec![self.fact(own, rule, setting)?];
        for (place, state) in &setting.states {
            if state.touches.iter().any(|t| self.related(t, concept)) {
                return None;
            }
            if *place == subject {
                continue;
            }
            let (narrower, wider) = (self.is_narrower(*place, subject), self.is_narrower(subject, *place));
            match &state.fact {
                Fact::Nothing => {}
                Fact::There(_) if narrower && rule.severity.is_some() => return None,
                Fact::There(_) if narrower => answers.push(self.fact(&state.fact, rule, setting)?),
                Fact::Absent if wider => answers.push(self.fact(&state.fact, rule, setting)?),
                Fact::Only(..) | Fact::Suspected if narrower || wider => return None,
                _ => {}
            }
        }
        let (yes, no) = (answers.contains(&Truth::True), answers.contains(&Truth::False));
        match (yes, no) {
            (true, true) => None,
            (true, false) => Some(Truth::True),
            (false, true) => Some(Truth::False),
            (false, false) => Some(Truth::Unknown),
        }
    }

    /// What one record says to a question.
    fn fact(&self, fact: &Fact, rule: &FindingRule, setting: &Setting) -> Told {
        let dated = setting.held;
        let done = matches!(self.kind(rule), Some(FindingKind::Procedure | FindingKind::Event | FindingKind::Drug));
        let relative = rule.before.is_some() || rule.after.is_some();
        match fact {
            Fact::Nothing => Some(Truth::Unknown),
            // What is planned is for a person to judge; what it means that nothing is, too.
            Fact::Absent if rule.ahead => None,
            Fact::There(_) if rule.ahead => Some(Truth::Unknown),
            Fact::Suspected if rule.ahead => None,
            // An undated no answers the moment, and every look-back; only how long is not known.
            Fact::Absent if dated.is_some() && (relative || rule.within.is_some() || rule.ever) => None,
            Fact::Absent => Some(Truth::False),
            Fact::There(_) | Fact::Suspected if relative || (rule.within.is_some() && (done || dated.is_some())) => None,
            Fact::There(_) | Fact::Suspected if rule.within.is_some_and(lower) || rule.lasts.is_some_and(|b| upper(b) || done) => None,
            Fact::Suspected if rule.severity.is_some() || rule.lasts.is_some() => None,
            Fact::Suspected => Some(if rule.certainty == Some(Certainty::Suspected) { Truth::True } else { Truth::Unknown }),
            Fact::There(severity) => {
                let severe = match (rule.severity, severity) {
                    (None, _) => Truth::True,
                    (Some(_), None) => Truth::Unknown,
                    (Some(range), Some(found)) => Truth::from(range.holds(*found)),
                };
                let long = match (rule.lasts, dated) {
                    (None, _) => Truth::True,
                    (Some(bound), Some(held)) => Truth::from(reached(held, bound)),
                    (Some(_), None) => Truth::Unknown,
                };
                Some(severe.and(long))
            }
            _ => None,
        }
    }

    /// Whether records of one can say something of the other.
    pub(super) fn related(&self, a: &Concept, b: &Concept) -> bool {
        self.vocabulary.narrower(a, b) || self.vocabulary.narrower(b, a)
    }
}

/// All of them, where one that is false is enough to know.
fn all(parts: &[Told]) -> Told {
    if parts.contains(&Some(Truth::False)) {
        return Some(Truth::False);
    }
    Some(Truth::all(parts.iter().copied().collect::<Option<Vec<_>>>()?))
}

/// A value against a comparison, exactly.
pub(super) fn compare(value: Decimal, scale: &Scale, is: &Is) -> Told {
    let Is::Number(comparison) = is else { return None };
    let number = |v: Decimal, scale: &Scale| match scale {
        Scale::Unit(text) => Unit::parse(text).ok().map(|u| u.to_base(v)),
        _ => Some(v.into()),
    };
    let same = match (scale, &comparison.scale) {
        (Scale::Unit(a), Scale::Unit(b)) => a == b || Unit::parse(a).ok()?.is_commensurable(&Unit::parse(b).ok()?),
        (a, b) => a == b,
    };
    if !same {
        return None;
    }
    let found = number(value, scale)?;
    let bounds: Option<Vec<bool>> =
        comparison.bounds.iter().map(|b| number(b.value, &comparison.scale).map(|bound| b.op.holds(found.cmp(&bound)))).collect();
    Some(Truth::from(bounds?.into_iter().all(|holds| holds)))
}

/// Results in words that are each other's contrary.
pub(super) const CONTRARY: &[(&str, &str)] =
    &[("positive", "negative"), ("reactive", "nonreactive"), ("detectable", "undetectable"), ("abnormal", "normal")];

fn by_word(found: &str, is: &Is) -> Told {
    let Is::Word(asked) = is else { return None };
    if asked == found {
        return Some(Truth::True);
    }
    let contrary = CONTRARY.iter().any(|(a, b)| (asked == a && found == *b) || (asked == b && found == *a));
    contrary.then_some(Truth::False)
}

/// Whether what began so long ago has lasted as long as asked; a bound without a comparison is
/// "at least".
pub(super) fn reached(held: i64, bound: DurationBound) -> bool {
    let limit = bound.length.before(MOMENT, Zone::UTC);
    bound.op.unwrap_or(Op::AtLeast).holds(limit.cmp(&ago(held)))
}

fn upper(bound: DurationBound) -> bool {
    matches!(bound.op, Some(Op::Less | Op::AtMost | Op::Equal))
}

/// A look-back that ends before the moment.
pub(super) fn lower(bound: DurationBound) -> bool {
    matches!(bound.op, Some(Op::Greater | Op::AtLeast | Op::Equal))
}
