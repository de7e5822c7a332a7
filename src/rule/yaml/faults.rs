//! What is wrong with the form of a trial file: the library's message in the catalog's words,
//! and the faults that stand behind the first one.

use super::tree::{self, Kind, Value};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{LineColumn, Span, offset_of};

/// More than anybody mends in one go.
const MOST_FAULTS: usize = 50;

/// The faults of form, one for each rule at most: behind a broken rule the others are read on.
pub(super) fn all(text: &str, first: &serde_yaml::Error) -> Vec<Diagnostic> {
    let mut found = vec![explain(text, first)];
    let mut rules = tree::read(text).ok().and_then(|d| d.root).map(|root| rules(&root)).unwrap_or_default();
    let mut rest = text.to_owned();
    while let Some(mended) = found.last().and_then(|d| without_rule(&rest, d.span?, &mut rules)) {
        rest = mended;
        match super::trial(&rest) {
            Err(error) if found.len() < MOST_FAULTS => found.push(explain(&rest, &error)),
            _ => break,
        }
    }
    found
}

/// The text with a rule in the place of the broken one that can be read, all places kept.
fn without_rule(text: &str, fault: Span, rules: &mut Vec<Span>) -> Option<String> {
    const READABLE: &str = "{review: x}";
    let at = rules.iter().position(|r| r.start <= fault.start && fault.start <= r.end)?;
    let rule = rules.swap_remove(at);
    let blank: String = text
        .get(rule.start.checked_add(READABLE.len())?..rule.end)?
        .chars()
        .map(|c| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) })
        .collect();
    Some(format!("{}{READABLE}{blank}{}", text.get(..rule.start)?, text.get(rule.end..)?))
}

/// Where the rules of the criteria stand.
fn rules(root: &Value) -> Vec<Span> {
    let Kind::Map(fields) = &root.kind else { return Vec::new() };
    let lists = fields.iter().filter_map(|f| if let Kind::List(items) = &f.value.kind { Some(items) } else { None });
    let criteria = lists.flatten().filter_map(|item| if let Kind::Map(fields) = &item.kind { Some(fields) } else { None });
    criteria.flatten().filter(|f| f.key == "rule").map(|f| f.value.span).collect()
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
    if message.starts_with("multiple YAML documents") {
        let help = "one file is one trial: keep what stands behind the `---` in a file of its own";
        return ("the file holds more than one document".to_owned(), Some(help.to_owned()));
    }
    if message.contains("recursion limit") {
        return ("this is nested deeper than any trial file".to_owned(), Some("look for a `[` or `{` that is not closed".to_owned()));
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
