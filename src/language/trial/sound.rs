//! Rules that a check would refuse are left to a person: a trial that was parsed can be screened.

use crate::diagnostic::{Code, Diagnostic};
use crate::rule::{Criterion, CriterionKind, Node, Rule, Trial, check};
use crate::vocabulary::Vocabulary;

/// Puts a `review` with its words in the place of every leaf that the check refuses: a unit
/// that the text lost, bounds that nothing meets, a reference in a circle.
pub(super) fn make(trial: &mut Trial, vocabulary: &Vocabulary, diagnostics: &mut Vec<Diagnostic>) {
    let errors = errors(trial, vocabulary);
    if errors.is_empty() {
        return;
    }
    let mut refused = Vec::new();
    for criterion in criteria(trial) {
        if errors.iter().any(|e| names(e, &criterion.id)) {
            mend(criterion, vocabulary, &mut refused);
        }
    }
    // What is wrong only with the trial as a whole is a reference to nothing or in a circle.
    let still = self::errors(trial, vocabulary);
    for criterion in criteria(trial) {
        if let Some(error) = still.iter().find(|e| names(e, &criterion.id)) {
            let text = criterion.text.clone();
            let referring = |rule: &Rule| matches!(rule.node, Node::Criterion(_));
            if !replace(&mut criterion.rule, &text, &referring) {
                criterion.rule = review(&criterion.rule, &text);
            }
            refused.push((criterion.id.clone(), error.message.clone()));
        }
    }
    diagnostics.extend(refused.into_iter().map(|(id, message)| {
        let message = format!("cannot be computed as it is written: {message}");
        Diagnostic::new(Code::ReadAs, message).within(id)
    }));
}

fn criteria(trial: &mut Trial) -> impl Iterator<Item = &mut Criterion> {
    trial.inclusion.iter_mut().chain(&mut trial.exclusion)
}

fn errors(trial: &Trial, vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    check(trial.clone(), None, vocabulary).1.into_iter().filter(Diagnostic::is_error).collect()
}

/// Whether a diagnostic is about the criterion: its path begins with the side and the id.
fn names(diagnostic: &Diagnostic, id: &str) -> bool {
    let path = diagnostic.path.as_deref().unwrap_or_default();
    let criterion = path.split(':').next().unwrap_or_default();
    [CriterionKind::Inclusion, CriterionKind::Exclusion].iter().any(|kind| criterion.strip_prefix(kind.word()).is_some_and(|rest| rest.trim() == id))
}

/// Leaves that are wrong by themselves.
fn mend(criterion: &mut Criterion, vocabulary: &Vocabulary, refused: &mut Vec<(String, String)>) {
    let (id, text) = (criterion.id.clone(), criterion.text.clone());
    let found = std::cell::RefCell::new(Vec::new());
    let wrong = |rule: &Rule| {
        if matches!(rule.node, Node::Criterion(_) | Node::Review(_)) {
            return false;
        }
        let alone = Criterion { id: id.clone(), text: String::new(), group: None, rule: rule.clone(), reviewed: None };
        let trial = Trial {
            format: Trial::FORMAT,
            trial: String::new(),
            title: String::new(),
            status: String::new(),
            source: None,
            healthy_volunteers: None,
            valid_for: indexmap::IndexMap::new(),
            inclusion: vec![alone],
            exclusion: Vec::new(),
            coverage: None,
        };
        let errors = errors(&trial, vocabulary);
        found.borrow_mut().extend(errors.first().map(|e| (id.clone(), e.message.clone())));
        !errors.is_empty()
    };
    replace(&mut criterion.rule, &text, &wrong);
    refused.extend(found.into_inner());
}

/// Replaces the leaves that are meant; whether there was one.
fn replace(rule: &mut Rule, text: &str, meant: &dyn Fn(&Rule) -> bool) -> bool {
    if rule.children().is_empty() && meant(rule) {
        *rule = review(rule, text);
        return true;
    }
    let replaced = match &mut rule.node {
        Node::All(parts) | Node::Any(parts) => parts.iter_mut().fold(false, |any, p| replace(p, text, meant) | any),
        Node::AtLeast(counted) => counted.of.iter_mut().fold(false, |any, p| replace(p, text, meant) | any),
        Node::Not(part) => replace(part, text, meant),
        Node::Lasting(lasting) => replace(&mut lasting.rule, text, meant),
        _ => false,
    };
    // A group can be wrong by itself: more parts are counted than it has.
    if matches!(rule.node, Node::AtLeast(_)) && meant(rule) {
        *rule = review(rule, text);
        return true;
    }
    replaced
}

/// The rule's own words, for a person.
fn review(rule: &Rule, text: &str) -> Rule {
    let words = rule.at.map(|at| text.chars().skip(at.start).take(at.end.saturating_sub(at.start)).collect::<String>());
    let words = words.filter(|w| !w.trim().is_empty()).unwrap_or_else(|| text.to_owned());
    Rule { node: Node::Review(words.split_whitespace().collect::<Vec<_>>().join(" ")), at: rule.at, open: false }
}
