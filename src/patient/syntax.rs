//! Messages for a text that is not JSON, or is nested too deep.

use crate::diagnostic::{Code, Diagnostic};
use crate::limits::MAX_NESTING;
use crate::source::Span;

const EXAMPLE: &str = r#"a profile is one JSON object, such as {"id": "P-0001", "age": "64 years"}"#;

/// What `serde_json` says, and how it reads to someone who did not write the file.
const WORDS: &[(&str, &str, &str)] = &[
    ("EOF while parsing a list", "the file is cut short: it ends inside a list", "bring the whole file; a profile ends with `}`"),
    ("EOF while parsing an object", "the file is cut short: it ends inside an object", "bring the whole file; a profile ends with `}`"),
    ("EOF while parsing a string", "the file is cut short: it ends inside a text", "bring the whole file; a text ends with `\"`"),
    ("EOF while parsing", "the file is cut short: a value is missing", "bring the whole file; a profile ends with `}`"),
    ("trailing characters", "the file goes on after its end", "keep one object: everything of a patient stands between its `{` and `}`"),
    ("key must be a string", "a key is wanted here, in quotation marks", "write keys in double quotation marks, and no comma after the last field"),
    ("expected `:`", "a key without a value", "write `\"key\": value`"),
    ("expected `,` or `}`", "two fields without a comma between them, or an object that is not closed", "write a comma between fields"),
    ("expected `,` or `]`", "two items without a comma between them, or a list that is not closed", "write a comma between items"),
    ("invalid number", "this is not a number as JSON has them", "write digits with a point, such as 0.5"),
    ("number out of range", "this number is too large", "write the value as it was measured"),
    ("control character", "a text with a line break or another control character in it", "write a line break in a text as \\n"),
    ("invalid escape", "an escape that JSON does not have", "write a backslash as \\\\"),
    ("lone leading surrogate", "half of a character", "write both halves of the pair, or the character itself"),
    ("unexpected end of hex escape", "half of a character", "write both halves of the pair, or the character itself"),
    ("invalid unicode code point", "a character that does not exist", "write the character itself"),
    ("expected ident", "a word that JSON does not have", "write true, false or null, and every other word in double quotation marks"),
    (
        "expected value",
        "no JSON value begins like this",
        "write texts in double quotation marks, numbers with digits, or true, false, null; and no comma after the last item",
    ),
];

/// Words that other programs write for numbers that are none.
const NO_NUMBERS: &[&str] = &["nan", "-nan", "infinity", "-infinity", "+infinity", "inf", "-inf", "none", "undefined"];

/// Tells why a text is not JSON. `base` is the byte at which the part that was parsed begins.
pub(super) fn not_json(text: &str, base: usize, error: &serde_json::Error) -> Diagnostic {
    if text.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']).is_empty() {
        return Diagnostic::new(Code::NotJson, "the file is empty").at(Span::new(0, text.len())).help(EXAMPLE);
    }
    let span = place(text, base, error);
    let rest = text.get(span.start..).unwrap_or_default();
    let sign = text.get(..span.start).is_some_and(|t| t.ends_with('-'));
    let word: String = rest.chars().take_while(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '+')).take(12).collect();
    if !error.is_eof() && NO_NUMBERS.contains(&word.to_ascii_lowercase().as_str()) {
        let start = if sign { span.start.saturating_sub(1) } else { span.start };
        let span = Span::new(start, span.start.saturating_add(word.len()));
        return Diagnostic::new(Code::NotJson, format!("not JSON: `{}` is not a number", span.of(text)))
            .at(span)
            .help("leave the value out where nothing was measured");
    }
    let said = error.to_string();
    let (_, message, help) =
        WORDS.iter().find(|(theirs, _, _)| said.starts_with(theirs)).copied().unwrap_or(("", "the text cannot be read", EXAMPLE));
    let found = rest.chars().next().filter(|c| !error.is_eof() && !c.is_control());
    let message = match found {
        Some(c) => format!("not JSON: {message} (at `{c}`)"),
        None => format!("not JSON: {message}"),
    };
    Diagnostic::new(Code::NotJson, message).at(span).help(help)
}

/// Tells where brackets first stand too deep in each other. It looks at the text only, so
/// that no parser has to go down there.
pub(super) fn too_deep(text: &str) -> Option<Diagnostic> {
    let (mut depth, mut in_text, mut escaped) = (0usize, false, false);
    for (i, byte) in text.bytes().enumerate() {
        if in_text {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'{' | b'[' => depth = depth.saturating_add(1),
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_NESTING {
            let message = format!("nested deeper than {MAX_NESTING} brackets");
            return Some(
                Diagnostic::new(Code::TooDeep, message)
                    .at(Span::new(i, i.saturating_add(1)))
                    .help("no profile needs more than six; see whether a program wrapped the file in itself"),
            );
        }
    }
    None
}

/// The character that the parser stopped at. Its column counts bytes.
fn place(text: &str, base: usize, error: &serde_json::Error) -> Span {
    let parsed = text.get(base..).unwrap_or_default();
    let before: usize = parsed.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let mut start = base.saturating_add(before).saturating_add(error.column().saturating_sub(1)).min(text.len());
    if error.is_eof() {
        start = text.len();
    }
    while !text.is_char_boundary(start) {
        start = start.saturating_sub(1);
    }
    let length = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Span::new(start, start.saturating_add(length))
}

#[cfg(test)]
mod tests {
    use super::super::json::read;
    use super::*;

    #[test]
    fn what_is_not_json_is_shown_where_it_begins() {
        for (text, at, words) in [
            ("", "", "the file is empty"),
            ("\u{feff} \n", "\u{feff} \n", "the file is empty"),
            (r#"{"id": "P1", "age": "#, "", "cut short"),
            (r#"{"id": "P1""#, "", "cut short: it ends inside an object"),
            (r#"{"id": "P"#, "", "cut short: it ends inside a text"),
            (r#"{"a": [1, 2"#, "", "cut short: it ends inside a list"),
            ("{\n \"é\": NaN}", "NaN", "`NaN` is not a number"),
            (r#"{"a": -Infinity}"#, "-Infinity", "`-Infinity` is not a number"),
            (r#"{"a": 1,}"#, "}", "a key is wanted here"),
            (r#"{"a": [1,]}"#, "]", "no JSON value begins like this"),
            (r#"{"a": 1} {"#, "{", "goes on after its end"),
            (r#"{"a" 1}"#, "1", "a key without a value"),
            (r#"{a: 1}"#, "a", "a key is wanted here, in quotation marks"),
            (r#"{"a": 'x'}"#, "'", "no JSON value begins like this"),
            (r#"{"a": 1 "b": 2}"#, "\"", "without a comma"),
            (r#"{"a": 01}"#, "1", "not a number as JSON"),
            (r#"{"a": "\ud800"}"#, "\"\\ud800\"", "half of a character"),
            ("PATIENT REPORT", "P", "no JSON value"),
        ] {
            let mut notes = Vec::new();
            read(text, &mut notes);
            assert_eq!(notes.len(), 1, "{text}: {notes:?}");
            assert_eq!(notes[0].code, Code::NotJson, "{text}");
            assert!(notes[0].message.contains(words), "{text}: {}", notes[0].message);
            assert_eq!(notes[0].span.unwrap().of(text), at, "{text}: {notes:?}");
            assert!(notes[0].help.is_some());
        }
    }

    #[test]
    fn nesting_is_bounded_on_both_sides() {
        let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        assert!(too_deep(&nested(MAX_NESTING)).is_none());
        let wrong = too_deep(&nested(MAX_NESTING + 1)).unwrap();
        assert_eq!((wrong.code, wrong.span), (Code::TooDeep, Some(Span::new(MAX_NESTING, MAX_NESTING + 1))));
        assert!(too_deep(&nested(100_000)).is_some());
        // Brackets in a text are no nesting, even behind an escaped quotation mark.
        assert!(too_deep(&format!("\"\\\"{}\"", "[".repeat(1000))).is_none());
    }
}
