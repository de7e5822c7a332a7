//! What stands under the mouse: a name's entry, a rule in plain words, what a field means.

use super::document::Document;
use super::draft::{Cursor, Draft, Part, Role, Step, bare};
use super::entry;
use trialsieve::rule::{self, CriterionKind, Rule, Shape, Trial, yaml};
use trialsieve::source::Span;
use trialsieve::vocabulary::Vocabulary;

/// The words about a place of a trial file, as Markdown, and the stretch that they are about.
pub fn at(document: &Document, byte: usize) -> Option<(String, Span)> {
    let draft = Draft::read(&document.text, byte);
    let cursor = draft.cursor?;
    if cursor.token.is_empty() {
        return None;
    }
    let text = match cursor.role {
        Role::Key => key(document, &draft, cursor),
        Role::Value => value(document, &draft, cursor),
    }?;
    Some((text, cursor.token))
}

fn key(document: &Document, draft: &Draft, cursor: Cursor) -> Option<String> {
    let name = bare(cursor.token.of(&document.text));
    let around = draft.shape(cursor.part);
    if around == Shape::Validities {
        return Some(name_words(name, true));
    }
    let field = around.field(name)?;
    let meaning = format!("`{name}`: {}", entry::escaped(field.meaning));
    let (part, _) = draft.among(cursor.part).find(|(_, p)| p.place == cursor.token)?;
    let said = match (around, name) {
        (Shape::Rule, _) | (Shape::Criterion | Shape::Lasting, "rule") => in_words(document, draft, part),
        _ => None,
    };
    Some(match said {
        Some(said) => format!("{meaning}\n\n{said}"),
        None => meaning,
    })
}

fn value(document: &Document, draft: &Draft, cursor: Cursor) -> Option<String> {
    let part = cursor.part?;
    let text = bare(cursor.token.of(&document.text));
    match draft.shape(Some(part)) {
        Shape::MeasureName => Some(name_words(text, true)),
        Shape::FindingName | Shape::Anchor | Shape::Dosed | Shape::AnyName => Some(name_words(text, false)),
        Shape::CriterionId => criterion_of(document, draft, text),
        Shape::Comparison | Shape::Direction | Shape::Take => in_words(document, draft, draft.parts.get(part)?.parent?),
        _ => None,
    }
}

fn name_words(name: &str, as_measure: bool) -> String {
    entry::markdown(name).unwrap_or_else(|| entry::unknown(name, as_measure))
}

/// The criterion that another one refers to.
fn criterion_of(document: &Document, draft: &Draft, id: &str) -> Option<String> {
    let item = (0..draft.parts.len()).find(|i| {
        let parent = draft.parts.get(*i).filter(|p| p.key.is_none()).and_then(|p| p.parent);
        draft.shape(parent) == Shape::Criteria && draft.beside(Some(*i), "id", &document.text) == Some(id)
    })?;
    let trial = alone(document, draft.parts.get(item)?)?;
    let (_, criterion) = trial.criteria().next()?;
    Some(format!("**{}** {}\n\n{}", entry::escaped(id), entry::escaped(&criterion.text), lines(&criterion.rule)))
}

/// The rule that a part belongs to, in plain words. Only its criterion is read: the rest of the
/// file may be broken, and may be long.
fn in_words(document: &Document, draft: &Draft, part: usize) -> Option<String> {
    let path = draft.path(part);
    let (place, item) = path.iter().enumerate().find_map(|(place, (i, _))| {
        let part = draft.parts.get(*i)?;
        (part.key.is_none() && draft.shape(part.parent) == Shape::Criteria).then_some((place, *i))
    })?;
    let trial = alone(document, draft.parts.get(item)?)?;
    let (_, criterion) = trial.criteria().next()?;
    let mut found = &criterion.rule;
    let mut shape = Shape::Criterion;
    let mut steps = path.iter().skip(place.saturating_add(1)).peekable();
    while let Some((_, step)) = steps.next() {
        let more = steps.peek().is_some();
        match step {
            Step::Item(i) if shape == Shape::Rules => found = found.children().get(*i)?,
            Step::Key("not") if shape == Shape::Rule && more => found = found.children().first()?,
            Step::Key("rule") if shape == Shape::Lasting => found = found.children().first()?,
            _ => {}
        }
        shape = match step {
            Step::Key(key) => shape.within(key),
            Step::Item(_) => shape.item(),
        };
    }
    Some(lines(found))
}

/// The lines of a criterion as a trial of their own.
fn alone(document: &Document, item: &Part) -> Option<Trial> {
    let text = document.text.as_str();
    let line = text.get(..item.place.start)?.rfind('\n').map_or(0, |i| i.saturating_add(1));
    let end = item.end.max(item.place.end);
    let lead = text.get(line..item.place.start)?;
    // In a block the lines keep how far they are set in; in brackets only the item itself counts.
    let body = if lead.trim().is_empty() {
        format!("{lead}{}", text.get(item.place.start..end)?)
    } else {
        format!("- {}", text.get(item.place.start..end)?)
    };
    yaml::read(&format!("format: 1\ntrial: X\n{}:\n{body}\n", CriterionKind::Inclusion.word())).ok()
}

/// A rule as `explain` writes it, a line for each part of a group.
fn lines(rule: &Rule) -> String {
    let lines = rule::outline(rule, Vocabulary::builtin());
    let line = |l: &rule::Line<'_>| {
        let indent = "  ".repeat(l.depth);
        let number = if l.number.is_empty() { String::new() } else { format!("{} ", l.number) };
        format!("{indent}{number}{}", l.text)
    };
    format!("```text\n{}\n```", lines.iter().map(line).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hover(marked: &str) -> Option<String> {
        let byte = marked.find('¦').unwrap();
        at(&Document::new(marked.replacen('¦', "", 1), 1), byte).map(|(text, _)| text)
    }

    const HEAD: &str = "inclusion:\n- id: I0\n  text: {broken\n- id: I1\n  text: ≥\n  rule:\n";

    #[test]
    fn a_name_has_its_entry() {
        let text = hover(&format!("{HEAD}    measure: {{of: Smurf¦ index, is: \"> 5 mmol/L\"}}\n")).unwrap();
        assert!(text.contains("its value will always be unknown"), "{text}");
        let text = hover(&format!("{HEAD}    measure: {{of: lac¦tate, is: \"> 5 mmol/L\"}}\n")).unwrap();
        for part in ["**lactate (measure", "mmol/L", "mg/dL", "24 h", "loinc"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let text = hover(&format!("{HEAD}    finding: {{of: septic¦ shock}}\n")).unwrap();
        assert!(text.contains("**septic shock (condition)**") && text.contains("icd-10 R65.21"), "{text}");
    }

    #[test]
    fn a_rule_is_told_in_words_though_the_file_is_broken_elsewhere() {
        let rule = "    a¦ll:\n    - measure: {of: age, is: \">= 18 years\"}\n    - not: {finding: {of: sepsis}}\n- id: I2\n  text: x\n  rule: {\n";
        let text = hover(&format!("{HEAD}{rule}")).unwrap();
        assert!(text.contains("`all`: every part is true"), "{text}");
        assert!(text.contains("all of the following:\n  (1) age ≥ 18 years\n  (2) no sepsis"), "{text}");
        let inner = rule.replace('¦', "").replace("not", "n¦ot");
        let text = hover(&format!("{HEAD}{inner}")).unwrap();
        assert!(text.contains("```text\nno sepsis\n```"), "{text}");
        let inner = rule.replace('¦', "").replace("finding", "fin¦ding");
        let text = hover(&format!("{HEAD}{inner}")).unwrap();
        assert!(text.contains("```text\nsepsis\n```"), "{text}");
    }

    #[test]
    fn a_reference_shows_the_criterion() {
        let text = hover(
            "inclusion:\n- {id: I1, text: Age ≥ 18, rule: {measure: {of: age, is: \">= 18 years\"}}}\n- {id: I2, text: x, rule: {criterion: I¦1}}\n",
        )
        .unwrap();
        assert!(text.starts_with("**I1** Age ≥ 18") && text.contains("age ≥ 18 years"), "{text}");
    }

    #[test]
    fn nothing_is_said_where_nothing_is_known() {
        assert_eq!(hover("title: so¦me\n"), None);
        assert_eq!(hover("¦\n"), None);
        assert_eq!(hover("unkn¦own: 1\n"), None);
    }
}
