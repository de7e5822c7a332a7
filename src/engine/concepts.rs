//! The concepts whose records the reference looks for when it answers a question.

use crate::rule::{Asked, CheckedFinding, CheckedNode, CheckedRule, Dosed, Recorded};
use crate::vocabulary::derived::{Source, derived_for};
use crate::vocabulary::{Concept, Vocabulary};

/// Tells every concept that a rule asks about, or that what it asks about is computed from.
pub fn of_rule(rule: &CheckedRule, vocabulary: &Vocabulary, tell: &mut impl FnMut(Concept)) {
    let mut seen = Vec::new();
    rule.walk(&mut |part, _| match &part.node {
        CheckedNode::Finding(finding) => of_finding(finding, tell),
        CheckedNode::Measure(measure) => {
            of_measure(&measure.of, vocabulary, &mut seen, tell);
            if let Some(since) = &measure.since {
                of_finding(since, tell);
            }
        }
        CheckedNode::Consecutive(consecutive) => {
            of_measure(&consecutive.of, vocabulary, &mut seen, tell);
            consecutive.steady.iter().for_each(|of| of_dosed(of, vocabulary, &mut seen, tell));
        }
        CheckedNode::Trend(trend) => of_measure(&trend.of, vocabulary, &mut seen, tell),
        CheckedNode::Steady { of, .. } => of_dosed(of, vocabulary, &mut seen, tell),
        CheckedNode::Recorded(names) => {
            for name in names {
                if let Recorded::Finding(concept, _) = name {
                    tell(concept.clone());
                }
            }
        }
        _ => {}
    });
}

fn of_finding(finding: &CheckedFinding, tell: &mut impl FnMut(Concept)) {
    tell(finding.of.clone());
    for anchor in [&finding.before, &finding.after].into_iter().flatten() {
        of_finding(anchor, tell);
    }
}

fn of_dosed(of: &Dosed, vocabulary: &Vocabulary, seen: &mut Vec<String>, tell: &mut impl FnMut(Concept)) {
    match of {
        Dosed::Measure(asked) => of_measure(asked, vocabulary, seen, tell),
        Dosed::Class(concept, _) => tell(concept.clone()),
    }
}

fn of_measure(asked: &Asked, vocabulary: &Vocabulary, seen: &mut Vec<String>, tell: &mut impl FnMut(Concept)) {
    let Some(row) = asked.id.and_then(|id| vocabulary.measure(id)) else { return };
    let mut open = vec![row.name.clone().into_owned()];
    while let Some(name) = open.pop() {
        let Some(derived) = derived_for(&name).filter(|_| !seen.contains(&name)) else { continue };
        for input in derived.inputs {
            match input.source {
                Source::DrugRate(of) | Source::Finding(of) => tell(vocabulary.concept(of)),
                Source::Measure(of) | Source::WorstIn24h(of, _) => open.push(of.to_owned()),
            }
        }
        seen.push(name);
    }
}
