//! One study with its criteria.

use super::{Node, Rule, TrialCoverage, text};
use crate::time::Duration;
use indexmap::IndexMap;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize};
use std::sync::Arc;

/// One study with its inclusion and exclusion criteria, as its file holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Trial {
    /// Version of the file format: 1.
    #[cfg_attr(feature = "schema", schemars(extend("const" = Trial::FORMAT)))]
    pub format: u32,
    /// The trial's id.
    pub trial: String,
    /// Its title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Whether it recruits, in the registry's words, lower case.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// Where it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceInfo>,
    /// Whether healthy volunteers are accepted, as the registry says. It is no rule: a "no"
    /// says who is not looked for, not who must be left out.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "yes_or_no")]
    #[cfg_attr(feature = "schema", schemars(with = "super::schema::YesOrNo"))]
    pub healthy_volunteers: Option<bool>,
    /// How long values of a measure hold in this trial, where not as in the vocabulary.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub valid_for: IndexMap<String, ValidFor>,
    /// Who is wanted.
    #[serde(default)]
    pub inclusion: Vec<Criterion>,
    /// Who must not take part.
    #[serde(default)]
    pub exclusion: Vec<Criterion>,
    /// How much of the text the program understood when it wrote the file; a note to people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<TrialCoverage>,
}

/// What a trial is called and the words of its criteria: what a report says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The trial's id.
    pub trial: String,
    /// Its title.
    pub title: String,
    /// Whether it recruits.
    pub status: String,
    /// The protocol's words for every criterion, inclusion first.
    pub texts: Vec<Arc<str>>,
}

/// A registry and the day it changed the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SourceInfo {
    /// The registry's name.
    pub registry: String,
    /// The day of the record, as `2025-11-18`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
}

/// A duration in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct ValidFor(
    /// How long.
    #[serde(with = "text::required")]
    #[cfg_attr(feature = "schema", schemars(with = "Duration"))]
    pub Duration,
);

/// One inclusion or exclusion item: its words as the protocol has them, and its rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// `I1`, `E3`, `AGE`, `SEX`: unique in the trial.
    pub id: String,
    /// The protocol's words.
    pub text: String,
    /// The heading it stood under, where that names a part of the participants (a cohort, an
    /// arm, "healthy volunteers"): nobody else has to meet it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// What they mean.
    pub rule: Rule,
    /// Who changed the rule by hand, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<String>,
}

/// Which side a criterion stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CriterionKind {
    /// It passes when its rule is true.
    Inclusion,
    /// It passes when its rule is false.
    Exclusion,
}

impl Trial {
    /// The format version that this program writes.
    pub const FORMAT: u32 = 1;

    /// What a report says of it.
    pub fn heading(&self) -> Heading {
        let texts = self.criteria().map(|(_, c)| Arc::from(c.text.as_str())).collect();
        Heading { trial: self.trial.clone(), title: self.title.clone(), status: self.status.clone(), texts }
    }

    /// Every criterion with its side, inclusion first.
    pub fn criteria(&self) -> impl Iterator<Item = (CriterionKind, &Criterion)> {
        let inclusion = self.inclusion.iter().map(|c| (CriterionKind::Inclusion, c));
        inclusion.chain(self.exclusion.iter().map(|c| (CriterionKind::Exclusion, c)))
    }
}

impl CriterionKind {
    /// `inclusion` or `exclusion`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Inclusion => "inclusion",
            Self::Exclusion => "exclusion",
        }
    }
}

impl Criterion {
    /// Whether any part of the rule is left for a person to judge.
    pub fn needs_review(&self) -> bool {
        let mut found = false;
        self.rule.walk(&mut |r| found |= matches!(r.node, Node::Review(_)));
        found
    }
}

/// `true`, `false`, `yes` or `no`: people write either.
fn yes_or_no<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    struct Answer;
    impl Visitor<'_> for Answer {
        type Value = bool;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("true or false")
        }

        fn visit_bool<E: serde::de::Error>(self, answer: bool) -> Result<bool, E> {
            Ok(answer)
        }

        fn visit_str<E: serde::de::Error>(self, answer: &str) -> Result<bool, E> {
            match answer.to_lowercase().as_str() {
                "true" | "yes" => Ok(true),
                "false" | "no" => Ok(false),
                _ => Err(E::custom(format!("`{answer}` is no answer to whether healthy volunteers are accepted: write true or false"))),
            }
        }
    }
    deserializer.deserialize_any(Answer).map(Some)
}
