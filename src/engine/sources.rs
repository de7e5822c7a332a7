//! What the value of a measure is computed from.

use crate::vocabulary::derived::{Computed, Inputs, Source, derived_for};
use crate::vocabulary::{MeasureId, Vocabulary};

/// What a computed measure is computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sources {
    /// Measures alone: without a value of any of them nothing is known of it.
    Measures(Vec<MeasureId>),
    /// Ages, findings or drugs, too.
    More,
}

/// What a measure is computed from, if it is.
pub fn sources(name: &str, vocabulary: &Vocabulary) -> Option<Sources> {
    derived_for(name)?;
    let (mut open, mut seen, mut measures) = (vec![name.to_owned()], Vec::new(), Vec::new());
    while let Some(next) = open.pop() {
        let Some(derived) = derived_for(&next).filter(|_| !seen.contains(&next)) else { continue };
        let nothing = vec![None; derived.inputs.len()];
        if matches!((derived.compute)(&Inputs::new(&nothing)), Computed::Value(_)) {
            return Some(Sources::More);
        }
        for input in derived.inputs {
            match input.source {
                Source::Measure("age") | Source::DrugRate(_) | Source::Finding(_) => return Some(Sources::More),
                Source::Measure(name) | Source::WorstIn24h(name, _) => {
                    measures.extend(vocabulary.measure_named(name));
                    open.push(name.to_owned());
                }
            }
        }
        seen.push(next);
    }
    Some(Sources::Measures(measures))
}
