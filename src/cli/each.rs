//! `trialsieve parse --each`: one criterion a line.

use super::exit::Exit;
use super::input;
use super::terminal::Terminal;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use trialsieve::language::{self, Computable};
use trialsieve::limits::MAX_INPUT_BYTES;
use trialsieve::rule::{Coverage, CriterionKind};
use trialsieve::vocabulary::Vocabulary;

/// Adds `rule` and `computable` to the object of each line, in order. A line that cannot be
/// used comes out as an object with `error` and `line`. Blank lines are passed over.
pub fn run(path: &Path, terminal: &mut Terminal) -> io::Result<Exit> {
    if input::is_standard_input(path) {
        return lines(io::stdin().lock(), path, terminal);
    }
    match input::open(path) {
        Ok(file) => lines(BufReader::with_capacity(1 << 16, file), path, terminal),
        Err(error) => {
            terminal.error(&error.to_string(), None);
            Ok(Exit::CouldNot)
        }
    }
}

fn lines(mut input: impl BufRead, path: &Path, terminal: &mut Terminal) -> io::Result<Exit> {
    let vocabulary = Vocabulary::builtin();
    let (mut exit, mut number, mut bytes) = (Exit::Done, 0usize, Vec::new());
    let mut out = String::new();
    loop {
        number = number.saturating_add(1);
        let line = match next_line(&mut input, &mut bytes) {
            Ok(Some(line)) => line,
            Ok(None) => return Ok(exit),
            Err(error) => {
                terminal.error(&input::unreadable(path, &error).to_string(), None);
                return Ok(Exit::CouldNot);
            }
        };
        if line.as_ref().is_ok_and(|l| l.trim().is_empty()) {
            continue;
        }
        out.clear();
        if let Err(problem) = line.and_then(|line| answer(line, vocabulary, &mut out)) {
            terminal.error(&format!("{}:{number}: {problem}", path.display()), None);
            out.clear();
            let problem = serde_json::to_string(&problem).map_err(io::Error::other)?;
            out.push_str(&format!("{{\"error\":{problem},\"line\":{number}}}"));
            exit = Exit::CouldNot;
        }
        out.push('\n');
        terminal.write(&out)?;
    }
}

/// The next line without its end, or what is wrong with it; none at the end of the input.
pub(super) fn next_line<'b>(input: &mut impl BufRead, bytes: &'b mut Vec<u8>) -> io::Result<Option<Result<&'b str, String>>> {
    bytes.clear();
    let count = input.by_ref().take(MAX_INPUT_BYTES).read_until(b'\n', bytes)?;
    if count == 0 {
        return Ok(None);
    }
    if !bytes.ends_with(b"\n") && u64::try_from(count).is_ok_and(|c| c >= MAX_INPUT_BYTES) {
        input.skip_until(b'\n')?;
        return Ok(Some(Err(format!("the line has more than {MAX_INPUT_BYTES} bytes"))));
    }
    let line = std::str::from_utf8(bytes).map_err(|e| format!("the line is not UTF-8 text: byte {} does not decode", e.valid_up_to()));
    Ok(Some(line.map(|l| l.trim_start_matches('\u{feff}').trim())))
}

fn answer(line: &str, vocabulary: &Vocabulary, out: &mut String) -> Result<(), String> {
    let object: Object<'_> =
        serde_json::from_str(line).map_err(|e| format!("not a JSON object: {}", e.to_string().replace(" at line 1 ", " at ")))?;
    let text = object.text("text")?.ok_or_else(|| "the object has no `text`".to_owned())?;
    let kind = match object.text("section")? {
        None => CriterionKind::Inclusion,
        Some(section) => section_kind(&section)?,
    };
    let parsed = language::parse_criterion(&text, kind, vocabulary);
    let rule = serde_json::to_string(&parsed.rule).map_err(|e| e.to_string())?;
    out.push('{');
    for (key, value) in object.0.iter().filter(|(key, _)| !ADDED.contains(&key.as_ref())) {
        out.push_str(&serde_json::to_string(key).map_err(|e| e.to_string())?);
        out.push(':');
        out.push_str(value.get());
        out.push(',');
    }
    let Coverage { understood, filler, review } = parsed.coverage;
    out.push_str(&format!("\"rule\":{rule},\"computable\":\"{}\",", word(parsed.computable)));
    out.push_str(&format!("\"coverage\":{{\"understood\":{understood},\"filler\":{filler},\"review\":{review}}}}}"));
    Ok(())
}

/// The fields that are written anew.
const ADDED: &[&str] = &["rule", "computable", "coverage"];

fn word(computable: Computable) -> &'static str {
    match computable {
        Computable::Full => "full",
        Computable::Partial => "partial",
        Computable::None => "none",
    }
}

fn section_kind(section: &str) -> Result<CriterionKind, String> {
    let section = section.trim().to_lowercase();
    if section.starts_with("excl") {
        Ok(CriterionKind::Exclusion)
    } else if section.is_empty() || section.starts_with("incl") {
        Ok(CriterionKind::Inclusion)
    } else {
        Err(format!("`section` is `{section}`; it is `inclusion` or `exclusion`"))
    }
}

/// A JSON object with its keys in their order and its values as they were written.
pub(super) struct Object<'l>(pub Vec<(Cow<'l, str>, &'l RawValue)>);

impl Object<'_> {
    /// The text of a field; none where it is missing or null.
    pub fn text(&self, name: &str) -> Result<Option<String>, String> {
        let mut values = self.0.iter().filter(|(key, _)| key == name);
        let Some((_, value)) = values.next() else { return Ok(None) };
        if values.next().is_some() {
            return Err(format!("`{name}` stands twice in the object"));
        }
        serde_json::from_str(value.get()).map_err(|_| format!("`{name}` is not a string"))
    }
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
        let mut fields = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            fields.push((key, map.next_value()?));
        }
        Ok(Object(fields))
    }
}

/// A key, borrowed from the line where it holds no escapes.
#[derive(Deserialize)]
pub(super) struct Key<'l>(#[serde(borrow)] Cow<'l, str>);
