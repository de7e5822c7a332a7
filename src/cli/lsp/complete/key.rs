//! Keys: the fields of a mapping, and the nodes of a rule.

use super::{Place, Way, name};
use lsp_types::CompletionItemKind;
use trialsieve::rule::{Field, Node, Shape};
use trialsieve::source::Span;

/// The keys that the mapping around the cursor does not have yet.
pub fn ways(place: &Place<'_>) -> (Vec<Way>, bool) {
    let token = place.cursor.token;
    if place.shape == Shape::Validities {
        return name::ways(place, name::Wanted::Measure, token, &|name| format!("{name}: "));
    }
    let there: Vec<&str> = place.draft.among(place.cursor.part).filter(|(_, p)| p.place != token).filter_map(|(_, p)| p.key.as_deref()).collect();
    // A rule has one node.
    let has_node = place.shape == Shape::Rule && there.iter().any(|key| Node::NAMES.contains(key));
    let free = |f: &&Field| !(there.contains(&f.name) || has_node && Node::NAMES.contains(&f.name));
    let list = matches!(place.shape, Shape::Criteria | Shape::Rules);
    // Below a list only items stand: `- id: …`.
    let (shape, lead) = if list { (place.shape.item(), if place.cursor.flow { "" } else { "- " }) } else { (place.shape, "") };
    let fields = shape.fields().iter().filter(free);
    (fields.map(|field| way(field, shape, lead, 0, place, token)).collect(), false)
}

/// A key with what its value begins with. `deeper` is how far the key stands behind the beginning
/// of its line's words.
pub fn way(field: &Field, shape: Shape, lead: &str, deeper: usize, place: &Place<'_>, span: Span) -> Way {
    let kind = if shape == Shape::Rule { CompletionItemKind::CLASS } else { CompletionItemKind::FIELD };
    let after = place.document.text.get(span.end..).unwrap_or_default();
    let mut way = Way::new(field.name, kind, field.name.to_owned(), span);
    way.detail = Some(field.meaning.to_owned());
    // The key of a field that is there already is only renamed.
    if after.trim_start_matches(' ').starts_with(':') {
        return way;
    }
    way.holes = place.snippets;
    let body = if place.cursor.flow { flow(field.shape) } else { block(field.shape, deeper.saturating_add(lead.len())) };
    way.text = format!("{lead}{}:{body}", field.name);
    if !place.snippets {
        way.text = format!("{lead}{}:{}", field.name, plain(field.shape, place.cursor.flow));
    }
    if !lead.is_empty() {
        way.typed = Some(field.name.to_owned());
    }
    way
}

/// The fields that a mapping must have.
fn needed(shape: Shape) -> &'static [&'static str] {
    match shape {
        Shape::AtLeast => &["count", "of"],
        Shape::Measure | Shape::Trend => &["of", "is"],
        Shape::Consecutive => &["of", "is", "count"],
        Shape::Steady => &["of", "within"],
        Shape::Finding => &["of"],
        Shape::Lasting => &["for", "rule"],
        Shape::Source => &["registry"],
        _ => &[],
    }
}

fn is_list(shape: Shape) -> bool {
    matches!(shape, Shape::Criteria | Shape::Rules | Shape::DosedList | Shape::AnyNames)
}

/// A value in brackets, with holes.
fn flow(shape: Shape) -> String {
    let fields: Vec<String> = needed(shape).iter().enumerate().map(|(i, name)| format!("{name}: {}", hole(shape.within(name), i))).collect();
    match shape {
        _ if !fields.is_empty() => format!(" {{{}}}", fields.join(", ")),
        Shape::Rule => " {$1}".to_owned(),
        _ if is_list(shape) => " [$1]".to_owned(),
        _ => " $1".to_owned(),
    }
}

fn hole(shape: Shape, i: usize) -> String {
    let number = i.saturating_add(1);
    match shape {
        Shape::Comparison | Shape::DurationBound => format!("\"${number}\""),
        Shape::Rule => format!("{{${number}}}"),
        _ if is_list(shape) => format!("[${number}]"),
        _ => format!("${number}"),
    }
}

/// A value on lines of its own, with holes; `deeper` as the key itself.
fn block(shape: Shape, deeper: usize) -> String {
    let inner = " ".repeat(deeper.saturating_add(2));
    let fields: Vec<String> = needed(shape)
        .iter()
        .enumerate()
        .map(|(i, name)| match shape.within(name) {
            Shape::Rules => format!("\n{inner}{name}:\n{inner}- ${}", i.saturating_add(1)),
            Shape::Rule => format!("\n{inner}{name}:\n{inner}  ${}", i.saturating_add(1)),
            other => format!("\n{inner}{name}: {}", hole(other, i)),
        })
        .collect();
    let item = " ".repeat(deeper);
    match shape {
        _ if !fields.is_empty() => fields.concat(),
        Shape::Rule | Shape::Validities => format!("\n{inner}$1"),
        Shape::Criteria => format!("\n{item}- id: $1\n{item}  text: $2\n{item}  rule:\n{item}    $3"),
        _ if is_list(shape) => format!("\n{item}- $1"),
        Shape::Comparison | Shape::DurationBound => " \"$1\"".to_owned(),
        _ => " $1".to_owned(),
    }
}

/// For an editor that knows no holes.
fn plain(shape: Shape, flow: bool) -> &'static str {
    let is_map = !needed(shape).is_empty() || matches!(shape, Shape::Rule | Shape::Validities);
    match (flow, is_map || is_list(shape)) {
        (false, true) => "",
        _ => " ",
    }
}
