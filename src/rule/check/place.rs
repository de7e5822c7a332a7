//! Finding a criterion's place in its file again.

use crate::source::Span;
use rustc_hash::FxHashMap;

/// Where the criteria of a trial file stand, by their ids; read from the file once.
#[derive(Debug)]
pub struct Places<'s> {
    source: &'s str,
    stretches: FxHashMap<&'s str, Vec<Span>>,
}

impl<'s> Places<'s> {
    /// The criteria of a file.
    pub fn of(source: &'s str) -> Self {
        let mut begun: Vec<(&str, usize)> = Vec::new();
        let mut start = 0usize;
        for line in source.split_inclusive('\n') {
            begun.extend(id_of(line).map(|id| (id, start)));
            start = start.saturating_add(line.len());
        }
        let ends = begun.iter().skip(1).map(|(_, start)| *start).chain([source.len()]);
        let mut stretches: FxHashMap<&str, Vec<Span>> = FxHashMap::default();
        for ((id, start), end) in begun.iter().zip(ends) {
            stretches.entry(id).or_default().push(Span::new(*start, end));
        }
        Self { source, stretches }
    }

    /// The file.
    pub fn source(&self) -> &'s str {
        self.source
    }

    /// The stretch that holds one criterion: from its `id:` to the next one's. `nth` counts criteria
    /// of the same id, from 0.
    pub fn criterion(&self, id: &str, nth: usize) -> Option<Span> {
        self.stretches.get(id)?.get(nth).copied()
    }

    /// The place of a token in a criterion; else of the criterion's id.
    pub fn token(&self, id: &str, words: &str) -> Option<Span> {
        token(self.source, self.criterion(id, 0)?, words, id)
    }
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
