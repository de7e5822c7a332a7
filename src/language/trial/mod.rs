//! From a page or a registry's record to a trial: its criteria, and what the registry states
//! outside of them.

mod discharge;
mod drift;
mod facts;
mod group;
mod sound;

use super::layout::{self, Facts, Item, Page};
use super::registry::Record;
use super::{Parsed, parse_among};
use crate::diagnostic::{Code, Diagnostic};
use crate::rule::{At, Criterion, CriterionKind, Node, SourceInfo, Trial};
use crate::vocabulary::Vocabulary;
use discharge::anchor_discharges;
pub use drift::{doubts, drift};

/// Parses a page or a text of criteria into a trial. `name` is the file's name without its
/// ending: the trial's id where the page gives none.
///
/// ```
/// use trialsieve::{language::parse, vocabulary::Vocabulary};
/// let text = "Inclusion Criteria:\n- Septic shock\nExclusion Criteria:\n- Pregnancy or lactation\n";
/// let (trial, _) = parse(text, "DEMO", Vocabulary::builtin());
/// assert_eq!((trial.inclusion.len(), trial.exclusion[0].id.as_str()), (1, "E1"));
/// ```
pub fn parse(text: &str, name: &str, vocabulary: &Vocabulary) -> (Trial, Vec<Diagnostic>) {
    let page = layout::page(text);
    let facts = page.facts.clone();
    trial(&page, facts, name, vocabulary)
}

/// Parses a registry's record into a trial. `name` is its id where the record has none.
pub fn parse_record(record: &Record, name: &str, vocabulary: &Vocabulary) -> (Trial, Vec<Diagnostic>) {
    trial(&layout::criteria(&record.criteria), record.facts.clone(), name, vocabulary)
}

fn trial(page: &Page, facts: Facts, name: &str, vocabulary: &Vocabulary) -> (Trial, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let stated = facts::criteria(&facts, vocabulary);
    let ids: Vec<String> = (1..=page.inclusion.len()).map(|n| format!("I{n}")).chain((1..=page.exclusion.len()).map(|n| format!("E{n}"))).collect();
    let mut text = criteria(&page.inclusion, CriterionKind::Inclusion, &ids, vocabulary, &mut diagnostics);
    let mut exclusion = criteria(&page.exclusion, CriterionKind::Exclusion, &ids, vocabulary, &mut diagnostics);
    if text.is_empty() && exclusion.is_empty() {
        let help = "criteria stand under a heading such as \"Inclusion Criteria:\" or \"Exclusion Criteria:\"";
        diagnostics.push(Diagnostic::new(Code::NoCriteria, "no inclusion or exclusion criteria were found").help(help));
    }
    anchor_discharges(&text, &mut exclusion, vocabulary);
    facts::disagreement(&facts, &stated, &text, &mut diagnostics);
    let mut inclusion = stated;
    inclusion.append(&mut text);
    let mut trial = Trial {
        format: Trial::FORMAT,
        trial: facts.id.unwrap_or_else(|| name.to_owned()),
        title: facts.title.unwrap_or_default(),
        status: facts.status.unwrap_or_default(),
        source: facts.registry.map(|registry| SourceInfo { registry, updated: facts.updated }),
        healthy_volunteers: facts.healthy_volunteers,
        valid_for: indexmap::IndexMap::new(),
        inclusion,
        exclusion,
        coverage: None,
    };
    sound::make(&mut trial, vocabulary, &mut diagnostics);
    for (_, criterion) in trial.criteria() {
        criterion.rule.walk(&mut |r| {
            if let Node::Review(words) = &r.node {
                diagnostics
                    .push(Diagnostic::new(Code::NotUnderstood, format!("left for a person to judge: \"{words}\"")).within(criterion.id.clone()));
            }
        });
    }
    (trial, diagnostics)
}

/// Finds the places in the text again: each rule that is still what its text says gets the
/// characters that its nodes came from. A rule that a person changed stays without.
///
/// ```
/// use trialsieve::{language, rule::{At, yaml}, vocabulary::Vocabulary};
/// let file = "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Septic shock\n  rule: {finding: {of: septic shock}}\n";
/// let mut trial = yaml::read(file).unwrap();
/// language::place(&mut trial, Vocabulary::builtin());
/// assert_eq!(trial.inclusion[0].rule.at, Some(At { start: 0, end: 12 }));
/// ```
pub fn place(trial: &mut Trial, vocabulary: &Vocabulary) {
    let again = read_again(trial, vocabulary);
    let both = trial.inclusion.iter_mut().zip(again.inclusion).chain(trial.exclusion.iter_mut().zip(again.exclusion));
    for (criterion, again) in both {
        if again.rule == criterion.rule {
            criterion.rule = again.rule;
        } else if matches!(criterion.id.as_str(), "AGE" | "SEX") {
            // A registry's own fact: its label and value together say it.
            criterion.rule.at = criterion.rule.at.or(Some(At { start: 0, end: criterion.text.chars().count() }));
        }
    }
}

/// Notes where what the registry states and what the text says are not the same.
pub(super) fn notes_of_registry(trial: &Trial) -> Vec<Diagnostic> {
    let (stated, text): (Vec<Criterion>, Vec<Criterion>) = trial.inclusion.iter().cloned().partition(|c| matches!(c.id.as_str(), "AGE" | "SEX"));
    let sex = stated.iter().find(|c| c.id == "SEX").and_then(|c| c.text.split_once(": "));
    let sex = sex.map(|(label, value)| (label.to_owned(), value.split(" (").next().unwrap_or(value).to_owned()));
    let mut notes = Vec::new();
    facts::disagreement(&Facts { sex, ..Facts::default() }, &stated, &text, &mut notes);
    notes
}

/// The same trial with the rules that its texts have now, whatever the file says. The
/// registry's own facts, `AGE` and `SEX`, are no text to be parsed and stay as they are.
pub fn read_again(trial: &Trial, vocabulary: &Vocabulary) -> Trial {
    let mut again = trial.clone();
    let ids: Vec<String> = trial.criteria().map(|(_, c)| c.id.clone()).collect();
    for (kind, criteria) in [(CriterionKind::Inclusion, &mut again.inclusion), (CriterionKind::Exclusion, &mut again.exclusion)] {
        for criterion in criteria.iter_mut().filter(|c| !matches!(c.id.as_str(), "AGE" | "SEX")) {
            let rule = parse_among(&criterion.text, kind, before(&ids, &criterion.id), vocabulary).rule;
            criterion.rule = group::only_for(criterion.group.as_deref(), &criterion.text, rule, kind, vocabulary);
        }
    }
    anchor_discharges(&again.inclusion, &mut again.exclusion, vocabulary);
    sound::make(&mut again, vocabulary, &mut Vec::new());
    again
}

/// The criteria that a criterion can refer to: those before it, so that no two refer to each other.
fn before<'i>(ids: &'i [String], own: &str) -> &'i [String] {
    ids.iter().position(|id| id == own).and_then(|i| ids.get(..i)).unwrap_or_default()
}

fn criteria(items: &[Item], kind: CriterionKind, ids: &[String], vocabulary: &Vocabulary, diagnostics: &mut Vec<Diagnostic>) -> Vec<Criterion> {
    let letter = match kind {
        CriterionKind::Inclusion => "I",
        CriterionKind::Exclusion => "E",
    };
    let mut out = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let id = format!("{letter}{}", i.saturating_add(1));
        let text = group::with_topic(item, vocabulary);
        let Parsed { rule, diagnostics: found, .. } = parse_among(&text, kind, before(ids, &id), vocabulary);
        diagnostics.extend(found.into_iter().map(|mut d| {
            // The place is in the criterion's own text, which is named instead.
            d.span = None;
            d.within(id.clone())
        }));
        let rule = group::only_for(item.group.as_deref(), &text, rule, kind, vocabulary);
        out.push(Criterion { id, text, group: item.group.clone(), rule, reviewed: None });
    }
    out
}
