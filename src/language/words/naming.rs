//! Passes over the tokens of a line: words that belong to the name around them, though they look like
//! a thing, a sign or a time of their own.

use super::token::{Kind, Token};

/// "injection of any drug", "carcinoma in situ of any organ": whichever it is, it is no thing of its own.
pub(super) fn of_whichever(tokens: &mut [Token]) {
    const WHICHEVER: &[&str] = &[
        "cause",
        "causes",
        "degree",
        "drug",
        "drugs",
        "duration",
        "etiology",
        "grade",
        "kind",
        "location",
        "medication",
        "nature",
        "organ",
        "organs",
        "origin",
        "severity",
        "site",
        "sites",
        "sort",
        "stage",
        "type",
        "types",
    ];
    let is = |t: &Token, words: &[&str]| words.iter().any(|w| t.text.eq_ignore_ascii_case(w));
    let found: Vec<usize> = tokens
        .windows(3)
        .enumerate()
        .filter(|(_, three)| matches!(three, [of, any, what] if is(of, &["of", "to"]) && is(any, &["any"]) && matches!(what.kind, Kind::Finding(_)) && is(what, WHICHEVER)))
        .map(|(i, _)| i.saturating_add(2))
        .collect();
    for i in found {
        if let Some(token) = tokens.get_mut(i) {
            token.kind = Kind::Word;
        }
    }
}

/// "possible for regional anesthesia": what can be done, and nothing that is suspected.
pub(super) fn feasible(tokens: &mut [Token]) {
    let found: Vec<usize> = tokens
        .windows(2)
        .enumerate()
        .filter(|(_, two)| matches!(two, [possible, to] if possible.kind == Kind::Suspicion && possible.text.eq_ignore_ascii_case("possible") && matches!(to.text.to_lowercase().as_str(), "for" | "to")))
        .map(|(i, _)| i)
        .collect();
    for i in found {
        if let Some(token) = tokens.get_mut(i) {
            token.kind = Kind::Word;
        }
    }
}

/// "the same, or similar, tasks": an adjective between commas is no part of a list.
pub(super) fn parenthetical(tokens: &mut [Token]) {
    const ALIKE: &[&str] = &["similar", "equivalent", "comparable", "related", "greater", "better", "longer"];
    let found: Vec<usize> = tokens
        .windows(4)
        .enumerate()
        .filter(|(_, four)| {
            matches!(four, [a, or, word, b] if a.kind == Kind::Comma && or.kind == Kind::Or && b.kind == Kind::Comma
                && word.kind == Kind::Word && ALIKE.iter().any(|w| word.text.eq_ignore_ascii_case(w)))
        })
        .map(|(i, _)| i)
        .collect();
    // "or similar" is one token.
    let same: Vec<usize> = tokens
        .windows(4)
        .enumerate()
        .filter(|(_, four)| {
            matches!(four, [same, a, similar, b] if same.text.to_lowercase().ends_with("same") && a.kind == Kind::Comma
                && similar.kind == Kind::OpenEnd && b.kind == Kind::Comma)
        })
        .map(|(i, _)| i.saturating_add(1))
        .collect();
    let places = found.iter().flat_map(|i| [*i, i.saturating_add(1), i.saturating_add(3)]);
    let places = places.chain(same.iter().flat_map(|i| [*i, i.saturating_add(1), i.saturating_add(2)]));
    for at in places {
        if let Some(token) = tokens.get_mut(at) {
            token.kind = Kind::Filler;
        }
    }
}

/// "of any gender, race or ethnicity": nobody is left out by it.
pub(super) fn whoever(tokens: &mut [Token]) {
    const TRAITS: &[&str] = &[
        "ethnic",
        "ethnicities",
        "ethnicity",
        "gender",
        "genders",
        "nationality",
        "origin",
        "race",
        "races",
        "religion",
        "sex",
        "sexes",
        "socioeconomic",
    ];
    let is_trait = |t: &Token| {
        t.text
            .to_lowercase()
            .split([' ', '/'])
            .all(|w| TRAITS.contains(&w) || matches!(w, "any" | "all" | "or" | "and" | "group" | "groups" | "status"))
    };
    let mut i = 0usize;
    while i < tokens.len() {
        let opens = tokens.get(i).is_some_and(|t| matches!(t.text.to_lowercase().split(' ').next(), Some("any" | "all")) && is_trait(t));
        let run = tokens.get(i..).unwrap_or_default();
        let length = run.iter().take_while(|t| is_trait(t) || matches!(t.kind, Kind::Comma | Kind::Or | Kind::And | Kind::Slash)).count();
        let run = run.get(..length).unwrap_or_default();
        let named = run.iter().rposition(|t| t.text.to_lowercase().split([' ', '/']).any(|w| TRAITS.contains(&w)));
        match named.filter(|_| opens) {
            Some(last) => {
                let end = i.saturating_add(last);
                tokens.get_mut(i..=end).unwrap_or_default().iter_mut().for_each(|t| t.kind = Kind::Filler);
                i = end.saturating_add(1);
            }
            None => i = i.saturating_add(1),
        }
    }
}

/// "clearance from a physician", "consent from one parent": who gives it, and no time after it.
pub(super) fn given_from(tokens: &mut [Token]) {
    const GIVEN: &[&str] = &[
        "agreement",
        "approval",
        "assent",
        "authorization",
        "authorisation",
        "certificate",
        "clearance",
        "consent",
        "document",
        "documents",
        "letter",
        "permission",
        "recommendation",
        "referral",
        "referred",
        "release",
        "signature",
    ];
    let given = |t: &Token| t.text.to_lowercase().split(' ').any(|w| GIVEN.contains(&w));
    let found: Vec<usize> = tokens
        .iter()
        .enumerate()
        .filter(|(_, t)| t.kind == Kind::After && t.text.eq_ignore_ascii_case("from"))
        .filter(|(i, _)| tokens.get(i.saturating_sub(4)..*i).unwrap_or_default().iter().any(given))
        .filter(|(i, _)| !matches!(tokens.get(i.saturating_add(2)).map(|t| &t.kind), Some(Kind::Time(_))))
        .map(|(i, _)| i)
        .collect();
    for i in found {
        if let Some(token) = tokens.get_mut(i) {
            token.kind = Kind::Filler;
        }
    }
}
