//! The one layout of a test file: a test's fields one a line, what fits on a line on one line.

use super::read::{self, CASE, FIELDS, field};
use crate::diagnostic::{Code, Diagnostic};
use crate::rule::yaml::comments::Comments;
use crate::rule::yaml::tree::{self, Field, Kind, Value};

/// The fields of a profile in their order.
const PROFILE: &[&str] =
    &["id", "birth_date", "age", "sex", "as_of", "labs", "observations", "medications", "conditions", "procedures", "findings", "complete"];
/// Columns that a line may have.
const WIDTH: usize = 100;

/// A test file in its one layout, with its comments. What it says stays the same, and
/// formatting twice changes nothing.
///
/// # Errors
/// What is not YAML, is no test file or has an unknown or repeated field.
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let (_, root) = read::trial_of(text).map_err(|d| vec![d])?;
    let mut notes = Vec::new();
    shape(&root, &mut notes);
    if !notes.is_empty() {
        return Err(notes);
    }
    let comments = Comments::read(text).map_err(|d| vec![d])?;
    let formatted = comments.put_into(&written(&root), |path| Some(path.clone()));
    let same = tree::read(&formatted).is_ok_and(|again| again.root.as_ref().is_some_and(|r| says(r) == says(&root)));
    crate::rule::yaml::unchanged(same, &comments, &formatted)?;
    Ok(formatted)
}

/// Whether a text is a test file rather than a trial file.
pub fn is_test(text: &str) -> bool {
    tree::read(text).is_ok_and(|d| d.root.is_some_and(|root| field(&root, "tests").is_some()))
}

/// A test file that says what the tree says.
pub(super) fn written(root: &Value) -> String {
    let mut out = String::new();
    for entry in ordered(root, FIELDS) {
        match (entry.key.as_str(), &entry.value.kind) {
            ("profiles", Kind::Map(profiles)) if !profiles.is_empty() => {
                out.push_str("profiles:\n");
                for profile in profiles {
                    out.push_str(&format!("  {}:\n", scalar(&profile.key, true)));
                    ordered(&profile.value, PROFILE).into_iter().for_each(|f| put(&mut out, 4, f));
                }
            }
            ("tests", Kind::List(tests)) if !tests.is_empty() => {
                out.push_str("tests:\n");
                for test in tests {
                    for (i, entry) in ordered(test, CASE).into_iter().enumerate() {
                        let start = out.len();
                        let inner = matches!(entry.key.as_str(), "profile" | "set")
                            .then(|| Field { value: Value { kind: sorted(&entry.value), span: entry.value.span }, ..entry.clone() });
                        put(&mut out, 2, inner.as_ref().unwrap_or(entry));
                        if i == 0 {
                            out.replace_range(start..start.saturating_add(1), "-");
                        }
                    }
                }
            }
            _ => put(&mut out, 0, entry),
        }
    }
    out
}

/// Writes a field, on one line where that fits.
fn put(out: &mut String, indent: usize, entry: &Field) {
    let key = scalar(&entry.key, true);
    let line = format!("{:indent$}{key}: {}\n", "", flow(&entry.value));
    if line.chars().count() <= WIDTH || length(&entry.value) == 0 {
        out.push_str(&line);
        return;
    }
    out.push_str(&format!("{:indent$}{key}:\n", ""));
    match &entry.value.kind {
        Kind::Map(fields) => fields.iter().for_each(|f| put(out, indent.saturating_add(2), f)),
        Kind::List(items) => items.iter().for_each(|item| out.push_str(&format!("{:indent$}- {}\n", "", flow(item)))),
        _ => {}
    }
}

fn length(value: &Value) -> usize {
    match &value.kind {
        Kind::Map(fields) => fields.len(),
        Kind::List(items) => items.len(),
        _ => 0,
    }
}

/// A value on one line.
fn flow(value: &Value) -> String {
    match &value.kind {
        Kind::Scalar { text, plain } => scalar(text, *plain),
        Kind::Alias => "null".to_owned(),
        Kind::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Kind::Map(fields) => {
            let fields: Vec<String> = fields.iter().map(|f| format!("{}: {}", scalar(&f.key, true), flow(&f.value))).collect();
            format!("{{{}}}", fields.join(", "))
        }
    }
}

/// A single value, in quotes where it would not be read as it is.
fn scalar(text: &str, plain: bool) -> String {
    let speaks = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '/' | '%' | '(' | ')' | '+' | '²' | '·' | '≥' | '≤' | ':');
    let begins = text.starts_with(|c: char| c.is_alphanumeric()) || (plain && super::build::is_number(text));
    let ends = !text.ends_with([' ', ':']) && !text.contains(": ") && !text.contains('\n');
    // What looks like a number or a truth and is a text has to be in quotes.
    let typed = super::build::is_number(text) || matches!(text, "true" | "false" | "null" | "~" | "");
    if (begins && ends && text.chars().all(speaks) && (plain || !typed)) || (plain && matches!(text, "null" | "true" | "false")) {
        return text.to_owned();
    }
    if plain && matches!(text, "" | "~") {
        return "null".to_owned();
    }
    serde_json::Value::from(text).to_string()
}

fn sorted(value: &Value) -> Kind {
    match &value.kind {
        Kind::Map(_) => Kind::Map(ordered(value, PROFILE).into_iter().cloned().collect()),
        other => other.clone(),
    }
}

/// The fields of a mapping in their order, unknown ones last.
fn ordered<'v>(value: &'v Value, names: &[&str]) -> Vec<&'v Field> {
    let Kind::Map(fields) = &value.kind else { return Vec::new() };
    let mut fields: Vec<&Field> = fields.iter().collect();
    fields.sort_by_key(|f| names.iter().position(|n| *n == f.key).unwrap_or(usize::MAX));
    fields
}

/// What has to be right for a file to be laid out: no field that would be lost.
fn shape(root: &Value, notes: &mut Vec<Diagnostic>) {
    let mut known = |value: &Value, names: &[&str], what: &str| {
        let Kind::Map(fields) = &value.kind else {
            notes.push(Diagnostic::new(Code::WrongType, format!("{what}: a mapping is wanted here")).at(value.span));
            return;
        };
        for (i, entry) in fields.iter().enumerate() {
            if !names.is_empty() && !names.contains(&entry.key.as_str()) {
                let diagnostic = Diagnostic::new(Code::UnknownNode, format!("{what} has no field `{}`", entry.key)).at(entry.key_span);
                notes.push(read::hinted(diagnostic, &entry.key, names));
            }
            if fields.iter().take(i).any(|f| f.key == entry.key) {
                notes.push(Diagnostic::new(Code::DuplicateKey, format!("the key `{}` stands twice", entry.key)).at(entry.key_span));
            }
        }
    };
    known(root, FIELDS, "a test file");
    if let Some(Field { value: Value { kind: Kind::Map(profiles), .. }, .. }) = field(root, "profiles") {
        profiles.iter().for_each(|p| known(&p.value, PROFILE, "a profile"));
    }
    if let Some(Field { value: Value { kind: Kind::List(tests), .. }, .. }) = field(root, "tests") {
        tests.iter().for_each(|t| known(t, CASE, "a test"));
    }
    aliases(root, notes);
}

fn aliases(value: &Value, notes: &mut Vec<Diagnostic>) {
    match &value.kind {
        Kind::Alias => notes.push(Diagnostic::new(Code::WrongType, "names for repeated parts (`*name`) are not read in tests").at(value.span)),
        Kind::List(items) => items.iter().for_each(|i| aliases(i, notes)),
        Kind::Map(fields) => fields.iter().for_each(|f| aliases(&f.value, notes)),
        Kind::Scalar { .. } => {}
    }
}

/// What a tree says, wherever it stands: keys in the order of their names.
fn says(value: &Value) -> String {
    match &value.kind {
        Kind::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null") => "null".to_owned(),
        Kind::Scalar { text, plain } => {
            let typed = *plain && (super::build::is_number(text) || matches!(text.as_str(), "true" | "false"));
            format!("{}{text:?}", if typed { "!" } else { "" })
        }
        Kind::Alias => "*".to_owned(),
        Kind::List(items) => format!("[{}]", items.iter().map(says).collect::<Vec<_>>().join(",")),
        Kind::Map(fields) => {
            let mut fields: Vec<String> = fields.iter().map(|f| format!("{:?}:{}", f.key, says(&f.value))).collect();
            fields.sort();
            format!("{{{}}}", fields.join(","))
        }
    }
}
