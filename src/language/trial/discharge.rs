//! From when a discharge is counted.

use crate::rule::{Anchor, Criterion, Node, Rule};
use crate::vocabulary::Vocabulary;

/// "Discharge within 48 hours" is counted from the admission that the inclusion speaks of,
/// else from the admission to hospital.
pub(super) fn anchor_discharges(inclusion: &[Criterion], exclusion: &mut [Criterion], vocabulary: &Vocabulary) {
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
