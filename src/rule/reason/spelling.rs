//! A rule's question in one spelling, so that the same question is known again elsewhere.

use crate::quantity::{Decimal, Op};
use crate::rule::{Asked, CheckedFinding, CheckedIs, CheckedNode, CheckedRule, CheckedTrial, Dosed, Recorded, Test};
use crate::time::{Duration, DurationBound, TimeUnit};
use crate::vocabulary::{Concept, Vocabulary};

/// Larger rules are not written out: criteria may refer to each other over and over.
const LARGEST: usize = 2_000;

/// The question that a rule asks by itself, in its one spelling; a criterion that it refers to is
/// written out. `None` where its parts ask, or where that would be too long.
pub fn asked(rule: &CheckedRule, trial: &CheckedTrial) -> Option<CheckedRule> {
    let asks = match &rule.node {
        CheckedNode::Criterion { .. } => false,
        CheckedNode::Lasting { .. } => true,
        _ => rule.children().is_empty(),
    };
    // A group without parts is no question either.
    let asks = asks && !matches!(rule.node, CheckedNode::All(_) | CheckedNode::Any(_) | CheckedNode::AtLeast { .. });
    asks.then(|| Speller { trial, size: 0 }.rule(rule)).flatten()
}

/// A span of time in one unit of its kind.
pub fn span(duration: Duration) -> (bool, Decimal) {
    let per_month = match duration.unit {
        TimeUnit::Year => Some(Decimal::from(12)),
        TimeUnit::Month => Some(Decimal::ONE),
        _ => None,
    };
    let months = per_month.and_then(|per| duration.amount.checked_mul(per)).filter(|months| months.fract().is_zero());
    months.map_or_else(|| (false, Decimal::from(duration.mean_millis())), |months| (true, months.normalize()))
}

struct Speller<'t> {
    trial: &'t CheckedTrial,
    size: usize,
}

impl Speller<'_> {
    fn rule(&mut self, rule: &CheckedRule) -> Option<CheckedRule> {
        self.size = self.size.saturating_add(1);
        if self.size > LARGEST {
            return None;
        }
        let vocabulary = self.trial.vocabulary();
        let node = match &rule.node {
            CheckedNode::All(parts) => CheckedNode::All(self.rules(parts)?),
            CheckedNode::Any(parts) => CheckedNode::Any(self.rules(parts)?),
            CheckedNode::AtLeast { count, of } => CheckedNode::AtLeast { count: *count, of: self.rules(of)? },
            CheckedNode::Not(part) => CheckedNode::Not(Box::new(self.rule(part)?)),
            CheckedNode::Lasting { lasts, rule } => CheckedNode::Lasting { lasts: length(*lasts, Op::AtLeast), rule: Box::new(self.rule(rule)?) },
            CheckedNode::Criterion { places, .. } => {
                let trial = self.trial;
                let parts: Option<Vec<_>> = places.iter().filter_map(|p| trial.criteria().get(*p)).map(|c| self.rule(&c.rule)).collect();
                CheckedNode::All(parts?)
            }
            CheckedNode::Measure(m) => {
                let mut m = m.clone();
                m.is = comparison(&m.is);
                m.of = measure(&m.of);
                m.within = m.within.map(|w| length(w, Op::AtMost));
                m.lasts = m.lasts.map(|l| length(l, Op::AtLeast));
                m.since = m.since.map(|f| Box::new(finding(&f, vocabulary)));
                CheckedNode::Measure(m)
            }
            CheckedNode::Consecutive(c) => {
                let mut c = c.clone();
                c.is = comparison(&c.is);
                c.of = measure(&c.of);
                c.apart = c.apart.map(|a| length(a, Op::AtLeast));
                c.steady = c.steady.iter().map(|s| dosed(s, vocabulary)).collect();
                CheckedNode::Consecutive(c)
            }
            CheckedNode::Trend(t) => {
                let mut t = t.clone();
                t.of = measure(&t.of);
                t.within = t.within.map(|w| length(w, Op::AtMost));
                CheckedNode::Trend(t)
            }
            CheckedNode::Steady { of, within } => CheckedNode::Steady { of: dosed(of, vocabulary), within: length(*within, Op::AtMost) },
            CheckedNode::Finding(f) => CheckedNode::Finding(finding(f, vocabulary)),
            CheckedNode::Recorded(names) => CheckedNode::Recorded(names.iter().map(|n| recorded(n, vocabulary)).collect()),
            CheckedNode::Review(words) => CheckedNode::Review(plain_words(words)),
        };
        Some(CheckedRule { node, at: None, open: rule.open })
    }

    fn rules(&mut self, rules: &[CheckedRule]) -> Option<Vec<CheckedRule>> {
        rules.iter().map(|r| self.rule(r)).collect()
    }
}

fn finding(f: &CheckedFinding, vocabulary: &Vocabulary) -> CheckedFinding {
    let anchor = |a: &Option<Box<CheckedFinding>>| a.as_deref().map(|a| Box::new(finding(a, vocabulary)));
    CheckedFinding {
        of: concept(&f.of, &f.name, vocabulary),
        name: if f.of.is_known() { f.name.clone() } else { String::new() },
        within: f.within.map(|w| length(w, Op::AtMost)),
        lasts: f.lasts.map(|l| length(l, Op::AtLeast)),
        before: anchor(&f.before),
        after: anchor(&f.after),
        ..f.clone()
    }
}

/// The concept by its vocabulary name, or by its words alone.
fn concept(of: &Concept, name: &str, vocabulary: &Vocabulary) -> Concept {
    let by_name = Some(vocabulary.concept(name)).filter(|c| of.is_known() && c.finding() == of.finding() && c.measure() == of.measure());
    let mut concept = by_name.unwrap_or_else(|| of.clone());
    concept.written = String::new();
    concept
}

fn dosed(of: &Dosed, vocabulary: &Vocabulary) -> Dosed {
    match of {
        Dosed::Measure(asked) => Dosed::Measure(measure(asked)),
        Dosed::Class(of, name) => Dosed::Class(concept(of, name, vocabulary), if of.is_known() { name.clone() } else { String::new() }),
    }
}

fn recorded(of: &Recorded, vocabulary: &Vocabulary) -> Recorded {
    match of {
        Recorded::Measure(asked) => Recorded::Measure(measure(asked)),
        Recorded::Finding(of, name) => Recorded::Finding(concept(of, name, vocabulary), if of.is_known() { name.clone() } else { String::new() }),
        other => other.clone(),
    }
}

fn measure(of: &Asked) -> Asked {
    let name = if of.id.is_some() { of.name.clone() } else { plain_words(&of.name) };
    Asked { name, ..of.clone() }
}

/// A comparison without its own spelling, where what it compares with is known without it.
fn comparison(is: &CheckedIs) -> CheckedIs {
    let mut is = is.clone();
    match &mut is.test {
        Test::Value(bounds) | Test::Upper(bounds) | Test::Lower(bounds) => {
            for bound in bounds {
                bound.written = Decimal::ZERO;
            }
            is.words = String::new();
        }
        Test::Age(..) | Test::Word(_) => is.words = String::new(),
        Test::Baseline | Test::Outside => is.words = is.words.split_whitespace().collect::<Vec<_>>().join(" "),
    }
    is
}

/// A length with its comparison, in months or in milliseconds.
fn length(bound: DurationBound, unsaid: Op) -> DurationBound {
    let op = Some(bound.op.unwrap_or(unsaid));
    let length = match span(bound.length) {
        (true, months) => Duration::new(months, TimeUnit::Month),
        (false, millis) => match millis.checked_div(Decimal::from(1000)) {
            Some(seconds) => Duration::new(seconds.normalize(), TimeUnit::Second),
            None => bound.length,
        },
    };
    DurationBound { op, length }
}

/// Words without capitals, signs and more than one blank between them.
fn plain_words(words: &str) -> String {
    let sign = |c: char| !c.is_alphanumeric() && !matches!(c, '<' | '>' | '≤' | '≥' | '=' | '.' | '%' | '-');
    let words = words.split(sign).map(|word| word.trim_matches('.')).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}
