//! The form of a trial file for machines (`trialsieve schema trial`): what its types alone do
//! not say, because a value stands in the file as one string or a node as a key.

use super::nodes::{Anchor, Certainty, Direction, FindingRule, Reference, Severity, SeverityRange, Take};
use super::{Node, Rule};
use crate::quantity::{Is, Op, RESULT_WORDS};
use crate::time::{Duration, DurationBound, TimeUnit};
use crate::vocabulary::FindingKind;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

/// A number as it is written in comparisons and durations.
const NUMBER: &str = r"([0-9]+\.?[0-9]*|\.[0-9]+)";

/// Types that stand in a file as one string: `Type "Name" "what it is" schema;`.
macro_rules! forms {
    ($($type:ty, $name:literal, $about:literal, $form:expr;)*) => {$(
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut schema: schemars::Schema = $form;
                schema.insert("description".to_owned(), $about.into());
                schema
            }
        }
    )*};
}
pub(crate) use forms;

forms! {
    Is, "Comparison", "A comparison, both ends of a range included: `> 5 mmol/L`, `18 to 75 years`, `> 18 and <= 75 years`, `> 2.5 x ULN`, `positive`.", comparison();
    DurationBound, "DurationBound", "A length of time, with a comparison where the text has one: `30 min`, `> 5 h`, `<= 6 months`.", duration(true);
    Duration, "Duration", "A length of time: `24 h`, `30 days`.", duration(false);
    Take, "Take", "Which of the samples in a span are compared.", words(Take::WORDS.iter().map(|(_, w)| *w), " ");
    Direction, "Direction", "Which way a measure goes.", words(Direction::WORDS.iter().map(|(_, w)| *w), " ");
    Certainty, "Certainty", "How sure a finding must be.", words(Certainty::WORDS.iter().map(|(_, w)| *w), " ");
    SeverityRange, "Severity", "The least severity, or the mildest and the worst: `severe`, `moderate to severe`.", severity();
    FindingKind, "FindingKind", "What sort of thing a finding is.", words(FindingKind::words(), " ");
    Reference, "Reference", "Another criterion's id, or `inclusion` for all inclusion rules.", json_schema!({"type": "string", "pattern": r"\S"});
    YesOrNo, "YesOrNo", "`true` or `false`.", yes_or_no();
}

/// What `healthy_volunteers` holds.
pub(crate) struct YesOrNo;

/// One of a few words, in any case; `gap` is what may stand for a blank in them.
pub(crate) fn words<'w>(words: impl IntoIterator<Item = &'w str>, gap: &str) -> Schema {
    let words: Vec<&str> = words.into_iter().collect();
    let any: Vec<String> = words.iter().map(|w| any_case(w, gap)).collect();
    json_schema!({"type": "string", "anyOf": [{"enum": words}, {"pattern": format!(r"^\s*({})\s*$", any.join("|"))}]})
}

/// A pattern for a word in any case: patterns of JSON Schema have no flags.
fn any_case(word: &str, gap: &str) -> String {
    word.chars()
        .map(|c| match c {
            ' ' => gap.to_owned(),
            c if c.is_ascii_alphabetic() => format!("[{}{}]", c.to_ascii_uppercase(), c.to_ascii_lowercase()),
            c if c.is_ascii_punctuation() && c != '-' => format!("\\{c}"),
            c => c.to_string(),
        })
        .collect()
}

fn signs() -> String {
    Op::SIGNS.iter().map(|(sign, _)| *sign).collect::<Vec<_>>().join("|")
}

fn comparison() -> Schema {
    let (signs, results) = (signs(), words(RESULT_WORDS.iter().copied(), " "));
    let bound = format!(r"^\s*({signs})\s*[-+]?\.?[0-9]");
    json_schema!({
        "type": "string",
        "anyOf": [results, {"pattern": bound}, {"pattern": r"^\s*[-+]?\.?[0-9].*to\s+[-+]?\.?[0-9]"}],
        "examples": ["> 5 mmol/L", "18 to 75 years", "> 18 and <= 75 years", "> 2.5 x ULN", "positive"],
    })
}

fn duration(bound: bool) -> Schema {
    let units = TimeUnit::WORDS.iter().flat_map(|(_, words)| *words).map(|w| any_case(w, " ")).collect::<Vec<_>>().join("|");
    let sign = if bound { format!("(({})\\s*)?", signs()) } else { String::new() };
    let examples = if bound { ["30 min", "> 5 h"] } else { ["24 h", "30 days"] };
    json_schema!({"type": "string", "pattern": format!(r"^\s*{sign}{NUMBER}\s*({units})\.*\s*$"), "examples": examples})
}

/// Every severity, and every range that does not run backwards.
fn severity() -> Schema {
    let all = Severity::WORDS;
    let mut ranges: Vec<String> = all.iter().map(|(_, w)| (*w).to_owned()).collect();
    ranges.extend(all.iter().flat_map(|(low, l)| all.iter().filter(move |(high, _)| low <= high).map(move |(_, h)| format!("{l} to {h}"))));
    words(ranges.iter().map(String::as_str), " +")
}

fn yes_or_no() -> Schema {
    let words = words(["true", "false", "yes", "no"], " ");
    json_schema!({"anyOf": [{"type": "boolean"}, words]})
}

impl JsonSchema for Anchor {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Anchor".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let fields = generator.subschema_for::<FindingRule>();
        json_schema!({"description": "The finding that a time is counted from: its name, or its fields.", "anyOf": [{"type": "string"}, fields]})
    }
}

/// A rule is a mapping with one node's name as its key. As one list of properties, and not as
/// a choice of mappings, an editor can offer the names and say what is wrong inside a node.
impl JsonSchema for Rule {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Rule".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let nodes = Node::json_schema(generator);
        let variants = nodes.get("oneOf").and_then(Value::as_array).map_or(&[] as &[Value], Vec::as_slice);
        let (mut properties, mut one) = (Map::new(), Vec::new());
        for variant in variants {
            for (name, schema) in variant.get("properties").and_then(Value::as_object).into_iter().flatten() {
                let mut schema = schema.clone();
                if let (Some(schema), Some(about)) = (schema.as_object_mut(), variant.get("description")) {
                    schema.insert("description".to_owned(), about.clone());
                }
                one.push(json!({"required": [name]}));
                properties.insert(name.clone(), schema);
            }
        }
        let places = json!({"type": "integer", "minimum": 0});
        properties.insert(
            "at".to_owned(),
            json!({
                "description": "The characters of the criterion's text that it came from: the first, and the one behind the last. Trial files leave it out.",
                "type": "array", "items": places, "minItems": 2, "maxItems": 2,
            }),
        );
        properties.insert(
            "open".to_owned(),
            json!({"description": "The text only gave examples (\"such as …\"): the list is open. It changes no truth.", "type": "boolean"}),
        );
        json_schema!({
            "description": "A rule: one node's name as the key, and beside it at most `at` and `open`.",
            "type": "object", "properties": properties, "additionalProperties": false, "oneOf": one,
        })
    }
}
