//! Values: names, comparisons with their units, lengths of time, words of a list.

use super::{Place, Way, key, name};
use crate::cli::lsp::draft::bare;
use lsp_types::CompletionItemKind;
use trialsieve::rule::{Shape, units_of};
use trialsieve::source::Span;
use trialsieve::vocabulary::Vocabulary;

/// What may stand at the cursor.
pub fn ways(place: &Place<'_>) -> (Vec<Way>, bool) {
    let span = inner(place);
    let quoted = span != place.cursor.token;
    let write = |text: &str| if quoted { text.to_owned() } else { scalar(text, place.cursor.flow) };
    let named = |wanted| name::ways(place, wanted, span, &write);
    match place.shape {
        Shape::MeasureName => named(name::Wanted::Measure),
        Shape::FindingName | Shape::Anchor => named(name::Wanted::Finding),
        Shape::Dosed | Shape::AnyName => named(name::Wanted::Any),
        Shape::Rule | Shape::Criterion => (mapping(place), false),
        Shape::Comparison => (comparison(place, span), false),
        Shape::Duration | Shape::DurationBound => (duration(place, span), false),
        Shape::CriterionId => (criteria(place, span), false),
        shape => (shape.words().into_iter().map(|word| Way::new(word, CompletionItemKind::ENUM_MEMBER, word.to_owned(), span)).collect(), false),
    }
}

/// The words between the quotes, or all of them.
fn inner(place: &Place<'_>) -> Span {
    let token = place.cursor.token;
    let text = token.of(&place.document.text);
    let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return token };
    let closed = text.len() > 1 && text.ends_with(quote);
    Span::new(token.start.saturating_add(1), token.end.saturating_sub(usize::from(closed)))
}

/// A mapping that begins here: the item of a list, or the value right behind its key.
fn mapping(place: &Place<'_>) -> Vec<Way> {
    let part = place.cursor.part.and_then(|i| place.draft.parts.get(i));
    let is_item = part.is_some_and(|p| p.key.is_none());
    let token = place.cursor.token;
    let fields = place.shape.fields().iter();
    if is_item && !place.cursor.flow {
        // An item's words stand two blanks behind its dash.
        return fields.map(|f| key::way(f, place.shape, "", 2, place, token)).collect();
    }
    let within_brackets = Place { cursor: super::Cursor { flow: true, ..place.cursor }, ..*place };
    let in_brackets = |mut way: Way| {
        way.text = format!("{{{}}}", way.text.trim_end());
        way
    };
    fields.map(|f| in_brackets(key::way(f, place.shape, "", 0, &within_brackets, token))).collect()
}

/// Behind a number the units of the measure; without one how comparisons begin.
fn comparison(place: &Place<'_>, span: Span) -> Vec<Way> {
    let cursor = place.byte.clamp(span.start, span.end);
    let before = Span::new(span.start, cursor).of(&place.document.text);
    let Some(unit) = unit_from(before) else {
        let words = ["positive", "negative", "normal", "abnormal"];
        return words.iter().map(|w| Way::new(w, CompletionItemKind::ENUM_MEMBER, (*w).to_owned(), span)).collect();
    };
    let around = place.cursor.part.and_then(|i| place.draft.parts.get(i)).and_then(|p| p.parent);
    let vocabulary = Vocabulary::builtin();
    let of = place.draft.beside(around, "of", &place.document.text).unwrap_or_default();
    let Some(measure) = vocabulary.measure_named(of).and_then(|id| vocabulary.measure(id)) else { return Vec::new() };
    let mut units = units_of(measure);
    if !measure.bare {
        units.extend(["x ULN", "x LLN", "x baseline"].map(str::to_owned));
    }
    after_number(units, unit, Span::new(span.start.saturating_add(unit), span.end), before)
}

fn duration(place: &Place<'_>, span: Span) -> Vec<Way> {
    let before = Span::new(span.start, place.byte.clamp(span.start, span.end)).of(&place.document.text);
    let Some(unit) = unit_from(before) else { return Vec::new() };
    let units = place.shape.words().into_iter().map(str::to_owned).collect();
    after_number(units, unit, Span::new(span.start.saturating_add(unit), span.end), before)
}

fn after_number(units: Vec<String>, unit: usize, span: Span, before: &str) -> Vec<Way> {
    let touches = before.get(..unit).is_some_and(|b| !b.ends_with(' '));
    let way = |label: String| {
        let text = if touches { format!(" {label}") } else { label.clone() };
        let mut way = Way::new(&label, CompletionItemKind::UNIT, text, span);
        // "mcg" and "µg" are typed without the sign.
        way.typed = Some(label.replace('µ', "u"));
        way
    };
    units.into_iter().map(way).collect()
}

/// Where the unit begins in a comparison that is being typed: behind its last number.
fn unit_from(before: &str) -> Option<usize> {
    let starts = [" to ", " and ", ">", "<", "=", "≥", "≤"].iter().filter_map(|s| Some(before.rfind(s)?.saturating_add(s.len())));
    let start = starts.max().unwrap_or(0);
    let rest = before.get(start..)?;
    let number = rest.len().saturating_sub(rest.trim_start().len());
    let digits = rest.trim_start().chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+')).map(char::len_utf8).sum::<usize>();
    if digits == 0 {
        return None;
    }
    let end = number.saturating_add(digits);
    let blanks = rest.get(end..)?.chars().take_while(|c| *c == ' ').count();
    Some(start.saturating_add(end).saturating_add(blanks))
}

/// The ids of the other criteria.
fn criteria(place: &Place<'_>, span: Span) -> Vec<Way> {
    let draft = place.draft;
    let ids = draft.parts.iter().filter(|p| p.key.as_deref() == Some("id"));
    let ids = ids.filter(|p| {
        let item = p.parent.and_then(|i| draft.parts.get(i));
        let list = item.filter(|i| i.key.is_none()).and_then(|i| i.parent).and_then(|i| draft.parts.get(i));
        list.is_some_and(|l| l.parent.is_none() && matches!(l.key.as_deref(), Some("inclusion" | "exclusion")))
    });
    let ids = ids.filter_map(|p| Some(bare(p.value?.of(&place.document.text))));
    ["inclusion"].into_iter().chain(ids).map(|id| Way::new(id, CompletionItemKind::REFERENCE, id.to_owned(), span)).collect()
}

/// A name as YAML has to have it.
fn scalar(text: &str, flow: bool) -> String {
    let first = text.chars().next().is_some_and(|c| c.is_alphabetic() || (c.is_ascii_digit() && text.contains(|c: char| c.is_alphabetic())));
    let signs = text.contains(": ") || text.contains(" #") || text.ends_with([':', ' ']);
    let brackets = flow && text.contains([',', '[', ']', '{', '}']);
    let typed = matches!(text.to_lowercase().as_str(), "yes" | "no" | "true" | "false" | "null" | "on" | "off");
    if first && !signs && !brackets && !typed { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}
