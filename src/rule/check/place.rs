//! Finding a criterion's place in its file again.

use crate::source::Span;

/// The stretch of a trial file that holds one criterion: from its `id:` to the next one's.
/// `nth` counts criteria of the same id, from 0.
pub fn criterion(source: &str, id: &str, nth: usize) -> Option<Span> {
    let mut found: Option<(usize, usize)> = None;
    let mut seen = 0usize;
    let mut start = 0usize;
    for line in source.split_inclusive('\n') {
        let end = start.saturating_add(line.len());
        if let Some(name) = id_of(line) {
            match found {
                Some((from, _)) => return Some(Span::new(from, start)),
                None if name == id && seen == nth => found = Some((start, end)),
                None if name == id => seen = seen.saturating_add(1),
                None => {}
            }
        }
        start = end;
    }
    found.map(|(from, _)| Span::new(from, source.len()))
}

/// The place of a token within a stretch; else of the id itself.
pub fn token(source: &str, stretch: Span, token: &str, id: &str) -> Option<Span> {
    let text = stretch.of(source);
    // The criterion's own words come before its rule and may hold the token too.
    let rule = text.find("rule:").unwrap_or(0);
    let place = |from: usize, what: &str| {
        let at = text.get(from..)?.find(what)?;
        let start = stretch.start.saturating_add(from).saturating_add(at);
        Some(Span::new(start, start.saturating_add(what.len())))
    };
    let in_rule = (!token.is_empty()).then(|| place(rule, token)).flatten();
    in_rule.or_else(|| place(0, id))
}

/// The id that a line sets, if it sets one.
fn id_of(line: &str) -> Option<&str> {
    let line = line.trim();
    let line = line.strip_prefix('-').map_or(line, str::trim_start);
    let line = line.strip_prefix('{').map_or(line, str::trim_start);
    let value = line.strip_prefix("id:")?.trim();
    let value = value.split([',', '#']).next()?.trim();
    Some(value.trim_matches(['"', '\'']))
}
