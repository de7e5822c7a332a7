//! Trial files: the only place that knows YAML.

pub mod comments;
mod format;
pub mod tree;

pub(crate) use format::unchanged;
pub use format::{ended, format};

use super::nodes::Reference;
use super::text::TextForm;
use super::{At, Node, Rule, Trial};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::limits::{MAX_NESTING, MAX_RULE_NODES};
use crate::source::{LineColumn, Span, offset_of};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Reads a trial file. What stops it is told by diagnostics with their place.
///
/// # Errors
/// The diagnostics, at least one of them an error.
pub fn read(text: &str) -> Result<Trial, Vec<Diagnostic>> {
    if text.trim().is_empty() {
        let help = "a trial file begins with `format: 1` and `trial: <id>`";
        return Err(vec![Diagnostic::new(Code::NotYaml, "the file is empty").help(help)]);
    }
    let trial: Trial = serde_yaml::from_str_with_options(text, options()).map_err(|e| vec![explain(text, &e)])?;
    if trial.format != Trial::FORMAT {
        let message = format!("format {} is not known; this version reads format {}", trial.format, Trial::FORMAT);
        return Err(vec![Diagnostic::new(Code::UnknownFormat, message)]);
    }
    Ok(trial)
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

/// Puts the library's message into the catalog's words.
fn explain(text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let message = error.without_snippet().to_string();
    let span = error.location().map(|l| {
        let (line, column) = (usize::try_from(l.line()).unwrap_or(1), usize::try_from(l.column()).unwrap_or(1));
        let start = offset_of(text, LineColumn { line, column });
        let rest = text.get(start..).unwrap_or_default();
        let length = rest.find([':', ',', '}', ']', '\n']).unwrap_or(rest.len()).max(1);
        Span::new(start, start.saturating_add(length))
    });
    let plain = message.split(" at line ").next().unwrap_or(&message).to_owned();
    let found = span.map(|s| s.of(text).trim().to_owned()).unwrap_or_default();
    let (wording, help) = in_plain_words(&plain, &found);
    let mut diagnostic = Diagnostic::new(code_of(&plain), wording);
    if let Some(help) = help.or_else(|| known_names(&plain)) {
        diagnostic = diagnostic.help(help);
    }
    if text.lines().any(|l| l.trim_start_matches(' ').starts_with('\t')) {
        diagnostic = diagnostic.help("YAML is indented with blanks, never with tabs");
    }
    let Some(span) = span else { return diagnostic };
    match suggestion(&plain, diagnostic.help.as_deref()).and_then(|(found, near)| Some((exactly(text, span, &found)?, near))) {
        Some((place, near)) => diagnostic.at(place).instead(near),
        None => diagnostic.at(span),
    }
}

/// The name that was found and the one that would do in its place.
fn suggestion(message: &str, help: Option<&str>) -> Option<(String, String)> {
    const ASKED: &str = "did you mean `";
    let found = message.split('`').nth(1)?;
    let near = [Some(message), help].into_iter().flatten().find_map(|m| m.split_once(ASKED)).and_then(|(_, rest)| rest.split('`').next())?;
    Some((found.to_owned(), near.to_owned()))
}

/// The place of a name: at the beginning of a span, or the first key of that name behind it.
/// The library shows where the mapping of a wrong key begins.
fn exactly(text: &str, span: Span, name: &str) -> Option<Span> {
    let rest = text.get(span.start..)?;
    let inner = rest.trim_start_matches(['"', '\'']);
    let key = |at: &usize| {
        let before = rest.get(..*at).and_then(|t| t.chars().next_back());
        let behind = rest.get(at.saturating_add(name.len())..).unwrap_or_default();
        let ends = behind.trim_start_matches(['"', '\'']).trim_start_matches(' ').starts_with(':');
        ends && !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-')
    };
    let at = if inner.starts_with(name) { rest.len().saturating_sub(inner.len()) } else { rest.match_indices(name).map(|(at, _)| at).find(key)? };
    let start = span.start.saturating_add(at);
    Some(Span::new(start, start.saturating_add(name.len())))
}

/// The library's words for a wrong form, in those of people who write trial files.
fn in_plain_words(message: &str, found: &str) -> (String, Option<String>) {
    let wanted = |what: &str| (format!("{what} is wanted here, found `{found}`"), None);
    if let Some(key) = message.strip_prefix("duplicate mapping key: ").map(|rest| rest.split(',').next().unwrap_or(rest)) {
        return (format!("the key `{key}` stands twice"), Some("which of the two holds cannot be known: keep one".to_owned()));
    }
    if message.starts_with("budget breached") {
        let help = "write rules out instead of repeating them by aliases (`&name`, `*name`)";
        return ("the file unfolds to more than any trial holds".to_owned(), Some(help.to_owned()));
    }
    if message.contains("expected sequence start") {
        return (wanted("a list").0, Some("write one item a line, each behind a `- `, or [one, two]".to_owned()));
    }
    if message.contains("expected mapping start") {
        return (wanted("a mapping").0, Some("write `key: value` pairs, or {key: value}".to_owned()));
    }
    if message.starts_with("invalid u") || message.starts_with("invalid i") {
        return wanted("a whole number, not negative,");
    }
    if message.contains("simple key expected") {
        return ("a key without its `:`".to_owned(), Some("write `key: value`, the value on the same line or set in below".to_owned()));
    }
    // The names that are known are in the help.
    if let Some((unknown, _)) = message.split_once(", expected one of ").filter(|(m, _)| m.starts_with("unknown ")) {
        return (unknown.to_owned(), None);
    }
    if let Some(field) = message.strip_prefix("missing field ") {
        return (format!("the field {field} is missing here"), None);
    }
    (message.to_owned(), None)
}

/// "did you mean …?" where a name is near to a known one, else the known ones.
fn known_names(message: &str) -> Option<String> {
    let rest = message.strip_prefix("unknown field `").or_else(|| message.strip_prefix("unknown node `"))?;
    let (found, known) = rest.split_once('`')?;
    let known = known.split_once("expected one of ").map_or(known, |(_, list)| list);
    let known: Vec<&str> = known.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect();
    Some(match nearest(found, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("known here: {}", known.join(", ")),
    })
}

fn code_of(message: &str) -> Code {
    if message.contains("unknown field") || message.contains("unknown node") {
        Code::UnknownNode
    } else if message.contains("is not a comparison") || message.contains("is not a duration") || message.contains("is no ") {
        Code::BadComparison
    } else {
        Code::NotYaml
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
