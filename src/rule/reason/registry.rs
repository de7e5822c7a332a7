//! The registry's ages against those of the text.

use super::age::Line;
use super::atom::Atom;
use super::axis::{LineScale, Values};
use super::{Both, Reasoner};
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::Intervals;
use crate::rule::{CheckedNode, CheckedRule, CriterionKind};

impl<'t> Reasoner<'t> {
    /// Tells where a criterion's limit of age is another than the registry's, and which criteria
    /// these are. Limits that only one of them states are no disagreement.
    pub(super) fn registry_ages(&mut self, live: &[Both<'t>]) -> Vec<usize> {
        let Some(fact) = live.iter().find(|b| b.written.id == "AGE").copied() else { return Vec::new() };
        let stated = self.ages(&fact.checked.rule, true);
        let mut out = Vec::new();
        for both in live.iter().filter(|b| !b.is_fact() && b.written.group.is_none()) {
            if at_another_time(&both.written.text) || !one_age(&both.checked.rule) {
                continue;
            }
            let asked = self.ages(&both.checked.rule, both.kind == CriterionKind::Inclusion);
            let apart = asked.iter().any(|(line, set)| stated.iter().any(|(other, registry)| line == other && apart(set, registry)));
            if apart {
                let message = format!("the registry says `{}`, {} says `{}`; both stand", self.words(&fact.written.rule), both.written.id, {
                    let words = self.words(&both.written.rule);
                    if both.kind == CriterionKind::Exclusion { format!("not: {words}") } else { words }
                });
                let help = "the patient has to keep both; ask the sponsor which is meant";
                self.tell(*both, None, Diagnostic::new(Code::RegistryAgesDiffer, message).help(help));
                out.extend([both.place, fact.place]);
            }
        }
        out
    }

    /// The limits of age that everybody has to keep for a rule to have a truth, line by line.
    fn ages(&self, rule: &CheckedRule, truth: bool) -> Vec<(Line, Intervals)> {
        match (&rule.node, truth) {
            (CheckedNode::All(parts), true) | (CheckedNode::Any(parts), false) => {
                let mut found: Vec<(Line, Intervals)> = Vec::new();
                for (line, set) in parts.iter().flat_map(|p| self.ages(p, truth)) {
                    match found.iter_mut().find(|(l, _)| *l == line) {
                        Some((_, all)) => *all = all.and(&set),
                        None => found.push((line, set)),
                    }
                }
                found
            }
            (CheckedNode::Not(part), _) => self.ages(part, !truth),
            (CheckedNode::Measure(_), _) => match Atom::of(rule, self.trial.vocabulary()) {
                Atom::Values(v) if v.is_plain() => line_of(&v).map(|line| (line, v.left(truth).clone())).into_iter().collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The lower limit of age, if that is all that a rule asks for.
    pub(super) fn lowest_age(&self, rule: &CheckedRule, truth: bool) -> Option<(Line, i64)> {
        let ages = self.ages(rule, truth);
        let [(line, set)] = ages.as_slice() else { return None };
        let low = super::age::ends(set).0.filter(|low| *low > 0)?;
        Some((*line, low))
    }
}

/// Words that put an age at another time than now, or on some of the patients only.
fn at_another_time(text: &str) -> bool {
    const OTHER: &[&str] =
        &["onset", "diagnos", "if", "first", "for", "who", "when", "life", "group", "cohort", "arm", "part", "women", "men", "girls", "boys"];
    let text = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.any(|w| OTHER.iter().any(|o| w == *o || o.len() > 4 && w.starts_with(o)))
}

/// Whether a rule asks for one age, in whole units, and nowhere else for another.
fn one_age(rule: &CheckedRule) -> bool {
    let (mut ages, mut whole) = (0usize, true);
    rule.walk(&mut |r, _| {
        if let CheckedNode::Measure(m) = &r.node
            && let crate::rule::Test::Age(bounds, _) = &m.is.test
        {
            ages = ages.saturating_add(bounds.len());
            whole &= bounds.iter().all(|b| b.written.fract().is_zero());
        }
    });
    whole && (1..=2).contains(&ages)
}

fn line_of(values: &Values) -> Option<Line> {
    match values.line.scale {
        LineScale::Age(line) => Some(line),
        _ => None,
    }
}

/// Whether both state a lower end, or an upper one, and not the same. An age from zero is none.
/// Ages that nobody has together are worse than a disagreement, and told as such.
fn apart(a: &Intervals, b: &Intervals) -> bool {
    if a.and(b).is_empty() {
        return false;
    }
    let differ = |x: Option<i64>, y: Option<i64>| matches!((x, y), (Some(x), Some(y)) if x != y);
    let (a, b) = (super::age::ends(a), super::age::ends(b));
    let from = |low: Option<i64>| low.filter(|l| *l > 0);
    differ(from(a.0), from(b.0)) || differ(a.1, b.1)
}
