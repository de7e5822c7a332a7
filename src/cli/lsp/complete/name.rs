//! Names of the vocabulary.

use super::{Place, Way};
use lsp_types::CompletionItemKind;
use std::sync::LazyLock;
use trialsieve::source::Span;
use trialsieve::vocabulary::Vocabulary;

/// Most names offered at once; more letters find the others.
const MOST: usize = 60;

/// Which names will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Measures.
    Measure,
    /// Findings.
    Finding,
    /// Both.
    Any,
}

/// A name or synonym of the vocabulary.
struct Known {
    lower: String,
    typed: &'static str,
    name: &'static str,
    detail: &'static str,
    unit: Option<&'static str>,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let vocabulary = Vocabulary::builtin();
    let known =
        |typed: &'static str, name: &'static str, detail: &'static str, unit| Known { lower: typed.to_lowercase(), typed, name, detail, unit };
    let measures = vocabulary.measures().flat_map(|(_, m)| {
        std::iter::once(&m.name)
            .chain(m.synonyms.iter())
            .map(move |typed| known(typed.as_ref(), m.name.as_ref(), m.group.as_ref(), Some(m.unit.as_ref())))
    });
    let findings = vocabulary.findings().flat_map(|(_, f)| {
        std::iter::once(&f.name).chain(f.synonyms.iter()).map(move |typed| known(typed.as_ref(), f.name.as_ref(), f.kind.word(), None))
    });
    measures.chain(findings).collect()
});

/// The names that begin as what was typed, word by word; best first. `write` puts a name into the
/// file.
pub fn ways(place: &Place<'_>, wanted: Wanted, span: Span, write: &dyn Fn(&str) -> String) -> (Vec<Way>, bool) {
    let before = Span::new(span.start, place.byte.clamp(span.start, span.end));
    let query = before.of(&place.document.text).trim_start().trim_start_matches(['"', '\'']).to_lowercase();
    let words: Vec<&str> = query.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let mut found: Vec<(u8, usize, &'static Known)> = KNOWN
        .iter()
        .filter(|k| wanted == Wanted::Any || (wanted == Wanted::Measure) == k.unit.is_some())
        .filter_map(|k| Some((rank(k, query.trim_end(), &words)?, k.lower.len(), k)))
        .collect();
    found.sort_by_key(|(rank, length, known)| (*rank, *length, known.name));
    let mut ways: Vec<Way> = Vec::new();
    let mut more = false;
    for (_, _, known) in found {
        // A name that is a measure and a finding is offered as both.
        if ways.iter().any(|w| w.label == known.name && (w.kind == CompletionItemKind::VALUE) == known.unit.is_some()) {
            continue;
        }
        if ways.len() >= MOST {
            more = true;
            break;
        }
        ways.push(way(known, span, write));
    }
    // With more letters other synonyms count.
    (ways, more || !query.is_empty())
}

fn way(known: &'static Known, span: Span, write: &dyn Fn(&str) -> String) -> Way {
    let kind = if known.unit.is_some() { CompletionItemKind::VALUE } else { CompletionItemKind::CONSTANT };
    let mut way = Way::new(known.name, kind, write(known.name), span);
    let unit = known.unit.filter(|u| *u != "1").map_or(String::new(), |u| format!(" in {u}"));
    let also = if known.typed == known.name { String::new() } else { format!(" ({})", known.typed) };
    way.detail = Some(format!("{}{unit}{also}", known.detail));
    way.typed = Some(known.typed.to_owned());
    way.entry = Some(known.name.to_owned());
    way
}

/// How well a name fits what was typed, 0 best; nothing where it does not.
fn rank(known: &Known, query: &str, words: &[&str]) -> Option<u8> {
    let synonym = u8::from(known.typed != known.name);
    if query.is_empty() {
        return (synonym == 0).then_some(0);
    }
    if known.lower.starts_with(query) {
        return Some(synonym);
    }
    let begins = |word: &str| known.lower.split(|c: char| !c.is_alphanumeric()).any(|own| own.starts_with(word));
    (!words.is_empty() && words.iter().all(|w| begins(w))).then(|| synonym.saturating_add(2))
}
