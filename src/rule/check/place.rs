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

/// The place of a token in a criterion of a trial file; else of the criterion's id.
pub fn place_of(source: &str, id: &str, words: &str) -> Option<Span> {
    token(source, criterion(source, id, 0)?, words, id)
}

/// The place of a token within a stretch; else of the id itself.
pub fn token(source: &str, stretch: Span, token: &str, id: &str) -> Option<Span> {
    nth_token(source, stretch, token, 0, id)
}

/// The place where a token stands for the nth time, from 0; else its first place.
pub fn nth_token(source: &str, stretch: Span, token: &str, nth: usize, id: &str) -> Option<Span> {
    let text = stretch.of(source);
    // The criterion's own words come before its rule and may hold the token too.
    let rule = text.find("rule:").unwrap_or(0);
    let span = |from: usize, what: &str| {
        let start = stretch.start.saturating_add(from);
        Span::new(start, start.saturating_add(what.len()))
    };
    let mut places = text.get(rule..).unwrap_or_default().match_indices(token).map(|(at, _)| rule.saturating_add(at)).filter(|_| !token.is_empty());
    let first = places.next();
    let nth = if nth == 0 { first } else { places.nth(nth.saturating_sub(1)).or(first) };
    nth.map(|at| span(at, token)).or_else(|| text.find(id).map(|at| span(at, id)))
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
