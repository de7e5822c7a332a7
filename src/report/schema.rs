//! The words that the fields of a report can hold, for its JSON Schema.

use crate::rule::{CriterionKind, Node};
use crate::screening::{Outcome, Reason, Verdict};
use schemars::{Schema, SchemaGenerator, json_schema};

pub fn kind(_: &mut SchemaGenerator) -> Schema {
    one_of(&[CriterionKind::Inclusion, CriterionKind::Exclusion].map(CriterionKind::word))
}

pub fn node(_: &mut SchemaGenerator) -> Schema {
    one_of(Node::NAMES)
}

pub fn outcome(_: &mut SchemaGenerator) -> Schema {
    one_of(&[Outcome::Pass, Outcome::Fail, Outcome::Unknown].map(Outcome::word))
}

pub fn reason(_: &mut SchemaGenerator) -> Schema {
    const ALL: [Reason; 8] = [
        Reason::NotRecorded,
        Reason::Stale,
        Reason::NoUnit,
        Reason::MisfittingUnit,
        Reason::ImpreciseDate,
        Reason::Implausible,
        Reason::Conflict,
        Reason::Judgement,
    ];
    one_of(&ALL.map(Reason::word))
}

pub fn truth(_: &mut SchemaGenerator) -> Schema {
    one_of(&["true", "false", "unknown"])
}

pub fn verdict(_: &mut SchemaGenerator) -> Schema {
    one_of(&[Verdict::Eligible, Verdict::Ineligible, Verdict::Undetermined].map(Verdict::word))
}

fn one_of(words: &[&str]) -> Schema {
    json_schema!({"type": "string", "enum": words})
}
