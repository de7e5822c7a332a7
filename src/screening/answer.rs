//! What a single node answers, before it stands in the tree.

use super::chart::{Sample, State};
use super::{Evidence, Reason};
use crate::Truth;

/// A truth with its reason; the words only where they are asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub truth: Truth,
    pub reason: Option<Reason>,
    pub because: String,
    pub evidence: Vec<Evidence>,
    pub needs: Vec<String>,
}

impl Answer {
    pub fn new(truth: Truth) -> Self {
        Self { truth, reason: None, because: String::new(), evidence: Vec::new(), needs: Vec::new() }
    }

    /// Unknown, for a reason.
    pub fn unknown(reason: Reason) -> Self {
        Self { reason: Some(reason), ..Self::new(Truth::Unknown) }
    }

    pub fn because(mut self, words: impl Into<String>) -> Self {
        self.because = words.into();
        self
    }

    pub fn needing(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        if self.truth.is_unknown() && !self.needs.contains(&name) {
            self.needs.push(name);
        }
        self
    }

    pub fn seeing(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        for item in evidence {
            if !self.evidence.contains(&item) {
                self.evidence.push(item);
            }
        }
        self
    }
}

/// A sample as evidence.
pub fn evidence(of: &str, sample: &Sample) -> Evidence {
    Evidence {
        of: of.to_owned(),
        value: sample.written.clone(),
        unit: sample.ucum.clone(),
        at: (!sample.undated && sample.at.is_exact()).then_some(sample.at.latest),
        from: sample.origin.clone(),
    }
}

/// Why a sample cannot be used, if it cannot.
pub fn doubt(sample: &Sample) -> Option<Reason> {
    match sample.state {
        State::Doubt(reason) => Some(reason),
        _ => None,
    }
}
