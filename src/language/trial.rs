//! From a page to a trial: its criteria, and what the registry states outside of them.

use super::layout::{Ages, Item, page};
use super::{Parsed, parse_among, parse_criterion};
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::Op;
use crate::rule::{Anchor, At, Criterion, CriterionKind, FindingRule, Node, Rule, SourceInfo, Trial};
use crate::vocabulary::Vocabulary;

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
    let page = page(text);
    let mut diagnostics = Vec::new();
    let mut inclusion = registry_criteria(&page.facts.ages, page.facts.sex.as_ref(), vocabulary);
    let stated = inclusion.len();
    let ids: Vec<String> = (1..=page.inclusion.len()).map(|n| format!("I{n}")).chain((1..=page.exclusion.len()).map(|n| format!("E{n}"))).collect();
    inclusion.extend(criteria(&page.inclusion, CriterionKind::Inclusion, &ids, vocabulary, &mut diagnostics));
    let mut exclusion = criteria(&page.exclusion, CriterionKind::Exclusion, &ids, vocabulary, &mut diagnostics);
    if inclusion.len() == stated && exclusion.is_empty() {
        let help = "criteria stand under a heading such as \"Inclusion Criteria:\" or \"Exclusion Criteria:\"";
        diagnostics.push(Diagnostic::new(Code::NoCriteria, "no inclusion or exclusion criteria were found").help(help));
    }
    anchor_discharges(&inclusion, &mut exclusion, vocabulary);
    disagreement(&inclusion, stated, &mut diagnostics);
    let facts = page.facts;
    let trial = Trial {
        format: Trial::FORMAT,
        trial: facts.id.unwrap_or_else(|| name.to_owned()),
        title: facts.title.unwrap_or_default(),
        status: facts.status.unwrap_or_default(),
        source: facts.registry.map(|registry| SourceInfo { registry, updated: facts.updated }),
        valid_for: indexmap::IndexMap::new(),
        inclusion,
        exclusion,
    };
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
    let ids: Vec<String> = trial.inclusion.iter().chain(&trial.exclusion).map(|c| c.id.clone()).collect();
    let read_again = |criteria: &[Criterion], kind| -> Vec<Criterion> {
        let again = |c: &Criterion| Criterion { rule: parse_among(&c.text, kind, &others(&ids, &c.id), vocabulary).rule, ..c.clone() };
        criteria.iter().map(again).collect()
    };
    let inclusion = read_again(&trial.inclusion, CriterionKind::Inclusion);
    let mut exclusion = read_again(&trial.exclusion, CriterionKind::Exclusion);
    anchor_discharges(&inclusion, &mut exclusion, vocabulary);
    let both = trial.inclusion.iter_mut().zip(inclusion).chain(trial.exclusion.iter_mut().zip(exclusion));
    for (criterion, again) in both {
        if again.rule == criterion.rule {
            criterion.rule = again.rule;
        } else if matches!(criterion.id.as_str(), "AGE" | "SEX") {
            // A registry's own fact: its label and value together say it.
            criterion.rule.at = criterion.rule.at.or(Some(At { start: 0, end: criterion.text.chars().count() }));
        }
    }
}

/// The criteria that a criterion can refer to: those before it, so that no two refer to each other.
fn others(ids: &[String], own: &str) -> Vec<String> {
    ids.iter().take_while(|id| *id != own).cloned().collect()
}

fn criteria(items: &[Item], kind: CriterionKind, ids: &[String], vocabulary: &Vocabulary, diagnostics: &mut Vec<Diagnostic>) -> Vec<Criterion> {
    let letter = match kind {
        CriterionKind::Inclusion => "I",
        CriterionKind::Exclusion => "E",
    };
    let mut out = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let id = format!("{letter}{}", i.saturating_add(1));
        let Parsed { rule, diagnostics: found, .. } = parse_among(&item.text, kind, &others(ids, &id), vocabulary);
        diagnostics.extend(found.into_iter().map(|mut d| {
            // The place is in the criterion's own text, which is named instead.
            d.span = None;
            d.within(id.clone())
        }));
        rule.walk(&mut |r| {
            if let Node::Review(words) = &r.node {
                diagnostics.push(Diagnostic::new(Code::NotUnderstood, format!("left for a person to judge: \"{words}\"")).within(id.clone()));
            }
        });
        out.push(Criterion { id, text: item.text.clone(), rule, reviewed: None });
    }
    out
}

/// The ages and the sex that a registry states outside of the text.
fn registry_criteria(ages: &[Ages], sex: Option<&(String, String)>, vocabulary: &Vocabulary) -> Vec<Criterion> {
    let mut out = Vec::new();
    let (mut texts, mut rules) = (Vec::new(), Vec::new());
    for age in ages {
        if let Some(rule) = age_rule(age, vocabulary) {
            texts.push(format!("{}: {}", age.label, age.value));
            rules.push(rule);
        }
    }
    if !rules.is_empty() {
        let text = texts.join("; ");
        let rule = match rules.as_slice() {
            [one] => one.clone(),
            _ => Rule::new(Node::All(rules)),
        };
        let end = text.chars().count();
        out.push(Criterion { id: "AGE".to_owned(), text, rule: rule.from(At { start: 0, end }), reviewed: None });
    }
    if let Some((label, value)) = sex {
        let text = format!("{label}: {value}");
        let end = text.chars().count();
        let rule = Rule::new(Node::Finding(FindingRule::new(value.to_lowercase()))).from(At { start: 0, end });
        out.push(Criterion { id: "SEX".to_owned(), text, rule, reviewed: None });
    }
    out
}

/// "Minimum Eligible Age: 18 Years" is a bound by its label; the others say it themselves.
fn age_rule(age: &Ages, vocabulary: &Vocabulary) -> Option<Rule> {
    let label = age.label.to_lowercase();
    let sign = if label.contains("minimum") {
        Op::AtLeast.sign()
    } else if label.contains("maximum") {
        Op::AtMost.sign()
    } else {
        ""
    };
    let mut rule = parse_criterion(&format!("{sign} {}", age.value), CriterionKind::Inclusion, vocabulary).rule;
    let mut ages_only = true;
    rule.walk(&mut |r| ages_only &= !r.children().is_empty() || matches!(&r.node, Node::Measure(m) if m.of == "age"));
    // Places in the value alone are no places in the criterion's text.
    rule.forget_places();
    ages_only.then_some(rule)
}

/// "Discharge within 48 hours" is counted from the admission that the inclusion speaks of,
/// else from the admission to hospital.
fn anchor_discharges(inclusion: &[Criterion], exclusion: &mut [Criterion], vocabulary: &Vocabulary) {
    let (Some(discharge), Some(admission)) = (vocabulary.finding_named("discharge"), vocabulary.finding_named("hospital admission")) else { return };
    let mut place = vocabulary.finding(admission).map(|f| f.name.to_string()).unwrap_or_default();
    for criterion in inclusion {
        criterion.rule.walk(&mut |r| {
            let Node::Finding(asked) = &r.node else { return };
            let concept = vocabulary.concept(&asked.of);
            for unit in ["ICU admission", "NICU admission", "PICU admission"] {
                if vocabulary.narrower(&concept, &vocabulary.concept(unit)) {
                    place = unit.to_owned();
                }
            }
        });
    }
    for criterion in exclusion {
        anchor_discharge(&mut criterion.rule, discharge, &place, vocabulary);
    }
}

fn anchor_discharge(rule: &mut Rule, discharge: crate::vocabulary::FindingId, place: &str, vocabulary: &Vocabulary) {
    match &mut rule.node {
        Node::All(parts) | Node::Any(parts) => parts.iter_mut().for_each(|p| anchor_discharge(p, discharge, place, vocabulary)),
        Node::Not(part) => anchor_discharge(part, discharge, place, vocabulary),
        Node::Finding(asked) => {
            let is_discharge = vocabulary.finding_named(&asked.of).is_some_and(|id| vocabulary.is_a(id, discharge));
            if is_discharge && asked.within.is_some() && asked.after.is_none() && asked.before.is_none() {
                asked.after = Some(Anchor::named(place));
            }
        }
        _ => {}
    }
}

/// A note where the registry's own ages and the text's are not the same.
fn disagreement(inclusion: &[Criterion], stated: usize, diagnostics: &mut Vec<Diagnostic>) {
    let ages = |c: &Criterion| {
        let mut found = Vec::new();
        c.rule.walk(&mut |r| {
            if let Node::Measure(m) = &r.node
                && m.of == "age"
            {
                found.push(m.is.to_string());
            }
        });
        found
    };
    let registry: Vec<String> = inclusion.iter().take(stated).flat_map(ages).collect();
    let text: Vec<(String, Vec<String>)> = inclusion.iter().skip(stated).map(|c| (c.id.clone(), ages(c))).filter(|(_, a)| !a.is_empty()).collect();
    for (id, ages) in text {
        if !registry.is_empty() && ages.iter().any(|a| !registry.contains(a)) {
            let message = format!("the registry says age {}, {id} says {}; both stand", registry.join(" and "), ages.join(" and "));
            diagnostics.push(Diagnostic::new(Code::RegistryDisagrees, message).within("AGE"));
        }
    }
}
