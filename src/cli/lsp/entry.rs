//! What is known of a name, as the editor shows it.

use crate::cli::vocabulary;
use trialsieve::rule;
use trialsieve::vocabulary::Vocabulary;

/// The vocabulary's entries of a name, as Markdown.
pub fn markdown(name: &str) -> Option<String> {
    let known = Vocabulary::builtin();
    let entries: Vec<String> = vocabulary::named(name, known).iter().map(|row| entry(row, known)).collect();
    (!entries.is_empty()).then(|| entries.join("\n---\n\n"))
}

fn entry(row: &vocabulary::Row<'_>, known: &Vocabulary) -> String {
    let mut text = format!("**{}**\n\n", row.head());
    for (label, value) in row.lines() {
        text.push_str(&format!("- {label}: {}\n", escaped(&value)));
        if label == "unit"
            && let Some(measure) = known.measure_named(row.name).and_then(|id| known.measure(id))
        {
            let others: Vec<String> = rule::units_of(measure).into_iter().skip(1).map(|u| escaped(&u)).collect();
            if !others.is_empty() {
                text.push_str(&format!("- also in: {}\n", others.join(", ")));
            }
        }
    }
    text
}

/// What is said of a name that the vocabulary does not have.
pub fn unknown(name: &str, as_measure: bool) -> String {
    let known = Vocabulary::builtin();
    let near = if as_measure { known.nearest_measure(name) } else { known.nearest_finding(name) };
    let near = near.map_or(String::new(), |n| format!(" Did you mean {}?", escaped(n)));
    if as_measure {
        return format!("The vocabulary has no measure \"{}\": its value will always be unknown.{near}", escaped(name));
    }
    let concept = known.concept(name);
    let words = concept.words().as_slice().join(", ");
    format!("Not in the vocabulary; matched by its words: {}.{near}", escaped(&words))
}

/// Text without Markdown's own signs.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\' | '#' | '|' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
