//! Findings that need reasoning: criteria nobody can meet, or everybody, that say nothing new or
//! contradict each other.
//!
//! A rule being true, or false, is put into answers to the questions that it asks (`form`); of
//! each pair of questions it is known which answers cannot be given together (`atom`): by sets of
//! numbers (`axis`, `age`) or by the vocabulary's "is a" (`finding`). A search over the ways to
//! meet a form (`theory`) then proves that there is none. Everything that is told rests on such a
//! proof; what cannot be proved in bounded time is not told.

mod age;
mod atom;
mod axis;
mod criteria;
mod finding;
mod form;
mod normal;
mod pair;
mod parts;
mod registry;
mod spelling;
mod theory;
mod usual;
mod values;

pub(super) use pair::{Pair, Relation, Version, Wanted, changed_validity};
pub use theory::Theory;
pub(super) use theory::wanted;

use super::check::place::{self, Places};
use super::{CheckedCriterion, CheckedRule, CheckedTrial, Criterion, CriterionKind, Node, Rule};
use crate::diagnostic::Diagnostic;

/// What reasoning finds in a checked trial. `source` is the file's text, for places.
///
/// Every finding is a warning: the trial can be screened all the same. Where it is in doubt
/// whether something is wrong, nothing is told; so of what is left for a person, of lists that
/// are open, and where a proof takes too long.
///
/// ```
/// use trialsieve::{diagnostic::Code, rule, vocabulary::Vocabulary};
/// let text = "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Septic shock\n  rule: {finding: {of: septic shock}}\n\
///     exclusion:\n- id: E1\n  text: Sepsis\n  rule: {finding: {of: sepsis}}\n";
/// let trial = rule::check(rule::yaml::read(text).unwrap(), Some(text), Vocabulary::builtin()).0.unwrap();
/// let found = rule::reason(&trial, Some(text));
/// assert_eq!(found[0].code, Code::UnmeetableTrial);
/// assert!(found[0].message.contains("I1") && found[0].message.contains("E1"));
/// ```
pub fn reason(trial: &CheckedTrial, source: Option<&str>) -> Vec<Diagnostic> {
    let mut reasoner = Reasoner { trial, theory: Theory::new(trial), places: source.map(Places::of), found: Vec::new() };
    reasoner.values();
    reasoner.criteria();
    let mut found = reasoner.found;
    // In the order of the file.
    found.sort_by_key(|d| d.span.map(|s| s.start));
    found
}

struct Reasoner<'t> {
    trial: &'t CheckedTrial,
    theory: Theory<'t>,
    places: Option<Places<'t>>,
    found: Vec<Diagnostic>,
}

/// A criterion as it is written and as it was checked.
#[derive(Clone, Copy)]
struct Both<'t> {
    place: usize,
    kind: CriterionKind,
    written: &'t Criterion,
    checked: &'t CheckedCriterion,
}

/// A rule as it is written and as it was checked.
#[derive(Clone, Copy)]
struct Part<'t> {
    written: &'t Rule,
    checked: &'t CheckedRule,
}

impl<'t> Both<'t> {
    fn rule(self) -> Part<'t> {
        Part { written: &self.written.rule, checked: &self.checked.rule }
    }

    /// Whether the registry states it outside of the text.
    fn is_fact(self) -> bool {
        matches!(self.written.id.as_str(), "AGE" | "SEX")
    }
}

impl<'t> Part<'t> {
    fn children(self) -> impl Iterator<Item = Part<'t>> {
        self.written.children().iter().zip(self.checked.children()).map(|(written, checked)| Part { written, checked })
    }

    /// Whether some list in it is open, so that it asks for more than it says.
    fn is_open(self) -> bool {
        let mut open = false;
        self.written.walk(&mut |r| open |= r.open);
        open
    }
}

impl<'t> Reasoner<'t> {
    /// The criteria, inclusion first.
    fn both(&self) -> Vec<Both<'t>> {
        let checked = self.trial.criteria().iter();
        let written = self.trial.trial().criteria();
        written.zip(checked).enumerate().map(|(place, ((kind, written), checked))| Both { place, kind, written, checked }).collect()
    }

    /// The rule in words, cut where it is long.
    fn words(&self, rule: &Rule) -> String {
        const MOST: usize = 80;
        let words = super::print(rule, self.trial.vocabulary());
        if words.chars().count() <= MOST { words } else { words.chars().take(MOST).chain(['…']).collect() }
    }

    /// Notes what was found of a criterion, or of a part of its rule.
    fn tell(&mut self, criterion: Both<'_>, part: Option<Part<'_>>, diagnostic: Diagnostic) {
        let node = part.map_or("rule".to_owned(), |p| node_words(p.written));
        let mut diagnostic = diagnostic.within(format!("{} {}: {node}", criterion.kind.word(), criterion.written.id));
        if let Some(places) = &self.places
            && let Some(stretch) = places.criterion(&criterion.written.id, 0)
        {
            let source = places.source();
            let token = part.map_or_else(|| "rule".to_owned(), |p| token(p.written, stretch.of(source)));
            let nth = part.map_or(0, |p| earlier(&criterion.written.rule, p.written, &token, stretch.of(source)));
            diagnostic.span = place::nth_token(source, stretch, &token, nth, &criterion.written.id);
        }
        self.found.push(diagnostic);
    }
}

/// How many parts of the rule before this one are marked by the same words.
fn earlier(rule: &Rule, part: &Rule, words: &str, stretch: &str) -> usize {
    let (mut count, mut met) = (0usize, false);
    rule.walk(&mut |r| {
        met |= std::ptr::eq(r, part);
        count = count.saturating_add(usize::from(!met && token(r, stretch) == words));
    });
    count
}

fn node_words(rule: &Rule) -> String {
    match &rule.node {
        Node::Measure(m) => format!("measure {}", m.of),
        Node::Finding(f) => format!("finding {}", f.of),
        Node::Consecutive(c) => format!("consecutive {}", c.of),
        other => other.name().to_owned(),
    }
}

/// The words of the file that a rule is marked by.
fn token(rule: &Rule, stretch: &str) -> String {
    match &rule.node {
        Node::Measure(m) => Some(m.is.to_string()).filter(|is| stretch.contains(is.as_str())).unwrap_or_else(|| m.of.clone()),
        Node::Consecutive(c) => Some(c.is.to_string()).filter(|is| stretch.contains(is.as_str())).unwrap_or_else(|| c.of.clone()),
        Node::Finding(f) => f.of.clone(),
        other => other.name().to_owned(),
    }
}
