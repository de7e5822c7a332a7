//! What a rule means, without what does not matter: order and nesting of `all` and `any`, where a
//! `not` stands, which name of a concept is used, how a unit is spelled, the kind of a finding.

use std::collections::HashSet;
use trialsieve::quantity::{Comparison, Is, Scale, Unit};
use trialsieve::rule::{Anchor, FindingRule, MeasureRule, Node, Rule, Take};
use trialsieve::time::{Duration, DurationBound};
use trialsieve::vocabulary::{Vocabulary, fold_words};

/// Least share of the words of a review that both must have.
const SAME_WORDS: f64 = 0.7;

/// Words that say nothing about what a person is asked to judge.
const FILLER: &[&str] = &[
    "a",
    "an",
    "the",
    "of",
    "in",
    "on",
    "to",
    "for",
    "with",
    "and",
    "or",
    "is",
    "are",
    "be",
    "been",
    "was",
    "were",
    "has",
    "have",
    "had",
    "that",
    "which",
    "who",
    "any",
    "by",
    "as",
    "at",
    "patient",
    "subject",
    "participant",
    "will",
    "must",
    "should",
    "not",
    "no",
];

/// A rule in a form that two rules of one meaning share. Every rewriting keeps the truth in all
/// three values.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// Every part.
    All(Vec<Meaning>),
    /// One part; `open` where the list only gave examples.
    Any(Vec<Meaning>, bool),
    /// So many parts.
    Count(usize, Vec<Meaning>),
    /// The contrary of what cannot be turned round.
    Not(Box<Meaning>),
    /// So long.
    Lasting(String, Box<Meaning>),
    /// One question.
    Leaf(String, bool),
    /// For a person, with its words.
    Review(Vec<String>),
}

/// The meaning of a rule.
pub fn meaning(rule: &Rule) -> Meaning {
    of(rule, false)
}

fn of(rule: &Rule, negated: bool) -> Meaning {
    let parts = |list: &[Rule]| list.iter().map(|r| of(r, negated)).collect::<Vec<_>>();
    let plain = match &rule.node {
        Node::All(list) if negated => return any(parts(list), rule.open),
        Node::Any(list) if negated => return all(parts(list)),
        Node::All(list) => return all(parts(list)),
        Node::Any(list) => return any(parts(list), rule.open),
        Node::Not(part) => return of(part, !negated),
        Node::Review(words) => return Meaning::Review(review_words(words)),
        Node::Measure(m) => return measure(m, negated, rule.open),
        Node::AtLeast(r) => Meaning::Count(r.count, r.of.iter().map(meaning).collect()),
        Node::Lasting(r) => Meaning::Lasting(at_least(&r.lasts), Box::new(meaning(&r.rule))),
        Node::Finding(f) => Meaning::Leaf(format!("finding {}", finding(f)), rule.open),
        Node::Steady(s) => Meaning::Leaf(format!("steady {} {}", name(&s.of, true), at_most(&s.within)), rule.open),
        other => Meaning::Leaf(serde_json::to_string(&Rule::new(other.clone())).unwrap(), rule.open),
    };
    if negated { Meaning::Not(Box::new(plain)) } else { plain }
}

fn all(parts: Vec<Meaning>) -> Meaning {
    let flat = parts.into_iter().flat_map(|p| if let Meaning::All(inner) = p { inner } else { vec![p] });
    alone(joined(flat.collect()), Meaning::All)
}

fn any(parts: Vec<Meaning>, mut open: bool) -> Meaning {
    let mut flat = Vec::new();
    for part in parts {
        match part {
            Meaning::Any(inner, more) => {
                open |= more;
                flat.extend(inner);
            }
            Meaning::Leaf(text, more) => {
                open |= more;
                flat.push(Meaning::Leaf(text, false));
            }
            other => flat.push(other),
        }
    }
    match alone(joined(flat), |parts| Meaning::Any(parts, open)) {
        Meaning::Leaf(text, _) => Meaning::Leaf(text, open),
        other => other,
    }
}

fn alone(mut parts: Vec<Meaning>, list: impl FnOnce(Vec<Meaning>) -> Meaning) -> Meaning {
    if parts.len() == 1 { parts.remove(0) } else { list(parts) }
}

/// The parts, each once, and all that is for a person as one part: two unknowns are one.
fn joined(parts: Vec<Meaning>) -> Vec<Meaning> {
    let (mut kept, mut words): (Vec<Meaning>, Vec<String>) = (Vec::new(), Vec::new());
    let mut review = false;
    for part in parts {
        match part {
            Meaning::Review(more) => {
                review = true;
                words.extend(more);
            }
            other if kept.contains(&other) => {}
            other => kept.push(other),
        }
    }
    if review {
        kept.push(Meaning::Review(words));
    }
    kept
}

fn review_words(text: &str) -> Vec<String> {
    fold_words(text).into_iter().filter(|w| !FILLER.contains(&w.as_str())).collect()
}

/// A comparison with two bounds is two comparisons.
fn measure(m: &MeasureRule, negated: bool, open: bool) -> Meaning {
    let mut tail = String::new();
    if m.take != Take::Latest {
        tail.push_str(&format!(" take {:?}", m.take));
    }
    tail.push_str(&m.within.as_ref().map_or(String::new(), |d| format!(" within {}", at_most(d))));
    tail.push_str(&m.since.as_ref().map_or(String::new(), |a| format!(" since {}", anchor(a))));
    tail.push_str(&m.lasts.as_ref().map_or(String::new(), |d| format!(" for {}", at_least(d))));
    let of = name(&m.of, true);
    let (Is::Number(c), true) = (&m.is, m.take == Take::Latest) else {
        let leaf = Meaning::Leaf(format!("measure {of} {}{tail}", m.is), open);
        return if negated { Meaning::Not(Box::new(leaf)) } else { leaf };
    };
    let one = |b: &trialsieve::quantity::Bound| {
        let turned = if negated && tail.is_empty() { b.op.negated() } else { None };
        let op = turned.unwrap_or(b.op);
        let leaf = Meaning::Leaf(format!("measure {of} {} {}{tail}", op.sign(), amount(&m.of, c, b.value)), open);
        if negated && turned.is_none() { Meaning::Not(Box::new(leaf)) } else { leaf }
    };
    let bounds = c.bounds.iter().map(one).collect();
    if negated { any(bounds, false) } else { all(bounds) }
}

/// A number with its unit, in the same words whatever the unit's spelling. A bare number of a
/// measure that has but one unit is in that unit.
fn amount(of: &str, c: &Comparison, value: trialsieve::quantity::Decimal) -> String {
    let vocabulary = Vocabulary::builtin();
    let known = vocabulary.measure_named(of).and_then(|id| vocabulary.measure(id));
    let unit = match (&c.scale, known) {
        (Scale::Bare, Some(m)) if m.canonical_unit() != Unit::one() => Ok(m.canonical_unit()),
        (Scale::Unit(text), _) => Unit::parse(text).map_err(|_| text.to_lowercase()),
        (other, _) => Err(format!("{other:?}")),
    };
    match unit {
        Ok(unit) => format!("{:?}", unit.to_base(value)),
        Err(scale) => format!("{} {scale}", value.normalize()),
    }
}

fn finding(f: &FindingRule) -> String {
    let vocabulary = Vocabulary::builtin();
    let concept = vocabulary.concept(&f.of);
    let timed = f.within.is_some() || f.before.is_some() || f.after.is_some();
    let done = concept.finding().and_then(|id| vocabulary.finding(id)).is_some_and(|f| f.kind.stays_done());
    let mut text = name(&f.of, false);
    if f.ever && !timed && !done {
        text.push_str(" ever");
    }
    text.push_str(&f.certainty.map_or(String::new(), |c| format!(" {c}")));
    text.push_str(&f.severity.map_or(String::new(), |s| format!(" {s}")));
    text.push_str(&f.within.as_ref().map_or(String::new(), |d| format!(" within {}", at_most(d))));
    text.push_str(&f.lasts.as_ref().map_or(String::new(), |d| format!(" for {}", at_least(d))));
    text.push_str(&f.before.as_ref().map_or(String::new(), |a| format!(" before {}", anchor(a))));
    text.push_str(&f.after.as_ref().map_or(String::new(), |a| format!(" after {}", anchor(a))));
    text
}

fn anchor(a: &Anchor) -> String {
    format!("({})", finding(&a.0))
}

fn name(of: &str, measure: bool) -> String {
    let concept = Vocabulary::builtin().concept(of);
    match (concept.finding(), concept.measure()) {
        (_, Some(id)) if measure => format!("#{}", id.0),
        (Some(id), _) => format!("#{}", id.0),
        _ => format!("'{}'", concept.words().as_slice().join(" ")),
    }
}

fn at_least(bound: &DurationBound) -> String {
    duration(bound, ">=")
}

fn at_most(bound: &DurationBound) -> String {
    duration(bound, "<=")
}

fn duration(bound: &DurationBound, plain: &str) -> String {
    let length: Duration = bound.length;
    format!("{}{}", bound.op.map_or(plain, |op| op.sign()), length.mean_millis())
}

/// Whether two meanings are one.
pub fn same(a: &Meaning, b: &Meaning) -> bool {
    match (a, b) {
        (Meaning::All(a), Meaning::All(b)) => same_parts(a, b),
        (Meaning::Any(a, x), Meaning::Any(b, y)) => x == y && same_parts(a, b),
        (Meaning::Count(n, a), Meaning::Count(m, b)) => n == m && same_parts(a, b),
        (Meaning::Not(a), Meaning::Not(b)) => same(a, b),
        (Meaning::Lasting(x, a), Meaning::Lasting(y, b)) => x == y && same(a, b),
        (Meaning::Leaf(a, x), Meaning::Leaf(b, y)) => a == b && x == y,
        (Meaning::Review(a), Meaning::Review(b)) => same_words(a, b),
        _ => false,
    }
}

/// Whether each part has its own in the other list.
fn same_parts(a: &[Meaning], b: &[Meaning]) -> bool {
    let mut left: Vec<&Meaning> = b.iter().collect();
    a.len() == b.len()
        && a.iter().all(|part| match left.iter().position(|other| same(part, other)) {
            Some(i) => {
                left.remove(i);
                true
            }
            None => false,
        })
}

#[allow(clippy::cast_precision_loss)]
fn same_words(a: &[String], b: &[String]) -> bool {
    let (a, b): (HashSet<&String>, HashSet<&String>) = (a.iter().collect(), b.iter().collect());
    let most = a.len().max(b.len());
    most == 0 || a.intersection(&b).count() as f64 >= SAME_WORDS * most as f64
}
