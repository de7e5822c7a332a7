//! Names with digits: "K-877" is one word, and "9-10/10" before "HLA matched" no number of the patient.

use super::token::{Kind, Token};

/// Longest run of letters before the hyphen of a code.
const LETTERS: usize = 5;

/// Joins the tokens of each code.
pub(super) fn join(tokens: &mut Vec<Token>) {
    let mut at = 0usize;
    while at < tokens.len() {
        let length = tokens.get(at..).and_then(|rest| code(at.checked_sub(1).and_then(|b| tokens.get(b)), rest).or_else(|| grades(rest)));
        if let Some(length) = length {
            let end = at.saturating_add(length);
            let text: String = tokens.get(at..end).unwrap_or_default().iter().map(|t| t.text.as_str()).collect();
            let stop = tokens.get(end.saturating_sub(1)).map_or(0, |t| t.end);
            if let Some(first) = tokens.get_mut(at) {
                (first.kind, first.text, first.end) = (Kind::Word, text, stop);
            }
            tokens.drain(at.saturating_add(1)..end);
        }
        at = at.saturating_add(1);
    }
}

/// "TAK-861": capitals, a hyphen and a number without blanks between.
fn code(before: Option<&Token>, rest: &[Token]) -> Option<usize> {
    let [letters, dash, number, behind @ ..] = rest else { return None };
    // "K-877" is no potassium.
    let long = number.text.len() > 2 && letters.text.len() == 1;
    let word = letters.kind == Kind::Word || long && matches!(letters.kind, Kind::Measure(_) | Kind::Unit(_) | Kind::Finding(_));
    let capitals = word && letters.text.len() <= LETTERS && letters.text.chars().all(|c| c.is_ascii_uppercase());
    let hyphen = dash.kind == Kind::Dash && dash.text == "-" && dash.glued;
    let digits = matches!(number.kind, Kind::Number(_)) && number.glued && number.text.chars().all(|c| c.is_ascii_digit()) && (number.text.len() > 1 || letters.text.len() > 2);
    let apart = before.is_none_or(|t| !letters.glued || t.kind == Kind::Open) && !before.is_some_and(|t| matches!(t.kind, Kind::Comparator(_) | Kind::Number(_)));
    let counts = behind.first().is_some_and(|t| matches!(t.kind, Kind::Unit(_) | Kind::Time(_) | Kind::Suffix(_)) || t.glued && t.kind == Kind::Dash);
    (capitals && hyphen && digits && apart && !counts).then_some(3)
}

/// "9-10/10 HLA matched": how many of the alleles match.
fn grades(rest: &[Token]) -> Option<usize> {
    let number = |t: &Token| matches!(t.kind, Kind::Number(_));
    let slash = |t: &Token| t.kind == Kind::Slash;
    let dash = |t: &Token| t.kind == Kind::Dash;
    let length = match rest {
        [a, d, b, s, c, ..] if number(a) && dash(d) && number(b) && slash(s) && number(c) => 5,
        [a, s, b, ..] if number(a) && slash(s) && number(b) => 3,
        _ => return None,
    };
    let matched = |t: &Token| {
        let words = t.text.to_lowercase();
        words.split([' ', '-']).any(|w| matches!(w, "hla" | "matched" | "match" | "mismatched" | "allele" | "antigen"))
    };
    rest.iter().skip(length).take(7).take_while(|t| t.kind != Kind::Comma).any(matched).then_some(length)
}
