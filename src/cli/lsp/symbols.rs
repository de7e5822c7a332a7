//! The criteria of a file, for the editor's outline.

use super::document::Document;
use super::draft::{Draft, Part, bare};
use lsp_types::{DocumentSymbol, SymbolKind};
use trialsieve::source::Span;

/// Longest words shown beside an id, in characters.
const MOST: usize = 80;

/// Inclusion and exclusion with their criteria, also of a file that is broken.
pub fn of(document: &Document) -> Vec<DocumentSymbol> {
    let draft = Draft::read(&document.text, usize::MAX);
    let sides = draft.among(None).filter(|(_, p)| matches!(p.key.as_deref(), Some("inclusion" | "exclusion")));
    // One pass over the parts: a file may hold thousands of criteria.
    let mut children: Vec<Vec<usize>> = draft.parts.iter().map(|_| Vec::new()).collect();
    for (i, part) in draft.parts.iter().enumerate() {
        if let Some(list) = part.parent.and_then(|p| children.get_mut(p)) {
            list.push(i);
        }
    }
    let parts = |of: usize| children.get(of).into_iter().flatten().filter_map(|i| Some((*i, draft.parts.get(*i)?)));
    sides
        .map(|(i, side)| {
            let criteria: Vec<DocumentSymbol> = parts(i)
                .map(|(item, part)| {
                    let value = |key: &str| {
                        let (_, found) = parts(item).find(|(_, p)| p.key.as_deref() == Some(key))?;
                        found.value.map(|span| words(&document.text, span))
                    };
                    let name = value("id").filter(|id| !id.is_empty()).unwrap_or_else(|| "criterion".to_owned());
                    symbol(name, value("text"), SymbolKind::OBJECT, part, Vec::new(), document)
                })
                .collect();
            let count = if criteria.len() == 1 { "1 criterion".to_owned() } else { format!("{} criteria", criteria.len()) };
            symbol(side.key.clone().unwrap_or_default(), Some(count), SymbolKind::NAMESPACE, side, criteria, document)
        })
        .collect()
}

/// A value in a line.
fn words(text: &str, span: Span) -> String {
    let value = span.of(text);
    // Of a folded text the lines behind its sign.
    let lines = if value.starts_with(['|', '>']) {
        let rest = text.get(span.end..).unwrap_or_default();
        let indent = |line: &str| line.len().saturating_sub(line.trim_start().len());
        let mut lines = rest.lines().skip(1).skip_while(|l| l.trim().is_empty()).peekable();
        let least = lines.peek().map_or(0, |l| indent(l));
        lines.take_while(|l| indent(l) >= least && !l.trim().is_empty()).collect::<Vec<_>>().join(" ")
    } else {
        bare(value).to_owned()
    };
    let mut line = lines.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = line.char_indices().nth(MOST) {
        line.truncate(cut);
        line.push('…');
    }
    line
}

#[expect(deprecated, reason = "the type wants every field, also those that are not used any more")]
fn symbol(name: String, detail: Option<String>, kind: SymbolKind, part: &Part, children: Vec<DocumentSymbol>, document: &Document) -> DocumentSymbol {
    // Blank lines behind it are not its own.
    let whole = Span::new(part.place.start, part.end);
    let end = whole.start.saturating_add(whole.of(&document.text).trim_end().len()).max(part.place.end);
    DocumentSymbol {
        name,
        detail,
        kind,
        tags: None,
        deprecated: None,
        range: document.range(Span::new(whole.start, end)),
        selection_range: document.range(part.place),
        children: (!children.is_empty()).then_some(children),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criteria_are_found_in_a_broken_file() {
        let text = "inclusion:\n- id: I1\n  text: >-\n    Age of\n    ≥ 18\n  rule: {measure: {of\n- id: I2\n  text: \"µ\"\nexclusion:\n";
        let found = of(&Document::new(text.to_owned(), 1));
        let names: Vec<&str> = found.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["inclusion", "exclusion"]);
        let criteria = found[0].children.as_ref().unwrap();
        let shown: Vec<(&str, &str)> = criteria.iter().map(|c| (c.name.as_str(), c.detail.as_deref().unwrap())).collect();
        assert_eq!(shown, [("I1", "Age of ≥ 18"), ("I2", "µ")]);
        assert_eq!((criteria[0].range.start.line, criteria[0].range.end.line), (1, 5));
        assert!(found[1].children.is_none());
    }
}
