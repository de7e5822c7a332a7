//! Trial files: the only place that knows YAML.

pub mod comments;
mod faults;
mod format;
pub mod tree;

pub(crate) use format::unchanged;
pub use format::{ended, format};

use super::nodes::Reference;
use super::text::TextForm;
use super::{At, Node, Rule, Trial};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::{MAX_NESTING, MAX_RULE_NODES};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Reads a trial file. What stops it is told by diagnostics with their place.
///
/// # Errors
/// The diagnostics, at least one of them an error.
pub fn read(text: &str) -> Result<Trial, Vec<Diagnostic>> {
    if text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with('#')) {
        let help = "a trial file begins with `format: 1` and `trial: <id>`";
        return Err(vec![Diagnostic::new(Code::NotYaml, "the file is empty").help(help)]);
    }
    let trial = trial(text).map_err(|e| faults::all(text, &e))?;
    if trial.format != Trial::FORMAT {
        let message = format!("format {} is not known; this version reads format {}", trial.format, Trial::FORMAT);
        return Err(vec![Diagnostic::new(Code::UnknownFormat, message)]);
    }
    Ok(trial)
}

fn trial(text: &str) -> Result<Trial, serde_yaml::Error> {
    serde_yaml::from_str_with_options(text, options())
}

/// Writes a trial file.
pub fn write(trial: &Trial) -> String {
    let options = serde_yaml::ser_options! { compact_list_indent: true };
    let mut out = String::new();
    // Writing into a string cannot fail, and every value of a trial has a YAML form.
    let _ = serde_yaml::to_fmt_writer_with_options(&mut out, trial, options);
    out
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        strict_booleans: true,
        with_snippet: false,
        budget: serde_yaml::budget! { max_depth: MAX_NESTING * 4, max_nodes: MAX_RULE_NODES * 8, max_aliases: 64, max_anchors: 64 },
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let name = self.node.name();
        match &self.node {
            Node::All(parts) | Node::Any(parts) => map.serialize_entry(name, parts)?,
            Node::Not(part) => map.serialize_entry(name, part)?,
            Node::AtLeast(rule) => map.serialize_entry(name, rule)?,
            Node::Measure(rule) => map.serialize_entry(name, rule)?,
            Node::Consecutive(rule) => map.serialize_entry(name, rule)?,
            Node::Trend(rule) => map.serialize_entry(name, rule)?,
            Node::Steady(rule) => map.serialize_entry(name, rule)?,
            Node::Finding(rule) => map.serialize_entry(name, rule)?,
            Node::Lasting(rule) => map.serialize_entry(name, rule)?,
            Node::Criterion(reference) => map.serialize_entry(name, &reference.to_string())?,
            Node::Recorded(names) => map.serialize_entry(name, names)?,
            Node::Review(words) => map.serialize_entry(name, words)?,
        }
        if let Some(at) = self.at {
            map.serialize_entry("at", &[at.start, at.end])?;
        }
        if self.open {
            map.serialize_entry("open", &true)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RuleVisitor)
    }
}

struct RuleVisitor;

impl<'de> Visitor<'de> for RuleVisitor {
    type Value = Rule;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a rule: a mapping with one of {} as its key", Node::NAMES.join(", "))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rule, A::Error> {
        let (mut node, mut at, mut open) = (None, None, false);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "at" => {
                    let [start, end] = map.next_value::<[usize; 2]>()?;
                    at = Some(At { start, end });
                }
                "open" => open = map.next_value()?,
                name => {
                    let found = read_node(name, &mut map)?;
                    if let Some(first) = node.replace(found) {
                        let names = format!("a rule has one node; here are `{}` and `{name}`: put them into `all` or `any`", Node::name(&first));
                        return Err(A::Error::custom(names));
                    }
                }
            }
        }
        let node = node.ok_or_else(|| A::Error::custom(format!("a rule without a node; it wants one of {}", Node::NAMES.join(", "))))?;
        Ok(Rule { node, at, open })
    }
}

fn read_node<'de, A: MapAccess<'de>>(name: &str, map: &mut A) -> Result<Node, A::Error> {
    Ok(match name {
        "all" => Node::All(map.next_value()?),
        "any" => Node::Any(map.next_value()?),
        "not" => Node::Not(map.next_value()?),
        "at_least" => Node::AtLeast(map.next_value()?),
        "measure" => Node::Measure(map.next_value()?),
        "consecutive" => Node::Consecutive(map.next_value()?),
        "trend" => Node::Trend(map.next_value()?),
        "steady" => Node::Steady(map.next_value()?),
        "finding" => Node::Finding(map.next_value()?),
        "lasting" => Node::Lasting(map.next_value()?),
        "criterion" => Node::Criterion(Reference::read(&map.next_value::<String>()?).map_err(A::Error::custom)?),
        "recorded" => Node::Recorded(map.next_value()?),
        "review" => Node::Review(map.next_value()?),
        other => {
            let known: Vec<String> = Node::NAMES.iter().map(|n| format!("`{n}`")).collect();
            return Err(A::Error::custom(format!("unknown node `{other}`, expected one of {}", known.join(", "))));
        }
    })
}
