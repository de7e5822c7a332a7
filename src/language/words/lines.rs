//! Lines: where one begins with a bullet, and how deep it stands under the first.

use super::lexeme::{Lexeme, LexemeKind};

/// The bullet that a line begins with: its lexeme, how many it takes, how deep it stands.
pub(super) struct Head {
    pub at: usize,
    pub used: usize,
    pub depth: usize,
}

/// The bullets at the heads of all lines but the first.
pub(super) fn heads(lexemes: &[Lexeme]) -> Vec<Head> {
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut out: Vec<Head> = Vec::new();
    let run_in = run_in(lexemes);
    for (at, lexeme) in lexemes.iter().enumerate() {
        if run_in.contains(&at) {
            out.push(Head { at, used: 2, depth: 1 });
            continue;
        }
        let Some(indent) = lexeme.indent else { continue };
        let Some((used, sort)) = bullet(lexemes.get(at..).unwrap_or_default()) else { continue };
        // A bullet of the same sort or less indented closes those that stand deeper.
        while open.last().is_some_and(|(i, _)| *i > indent) {
            open.pop();
        }
        if let Some(same) = open.iter().position(|(i, s)| *i == indent && *s == sort) {
            open.truncate(same);
        }
        open.push((indent, sort));
        out.push(Head { at, used, depth: open.len() });
    }
    out
}

/// How many lexemes a bullet takes, and its sort.
fn bullet(rest: &[Lexeme]) -> Option<(usize, String)> {
    let first = rest.first()?;
    let glued = |i: usize| rest.get(i).is_some_and(|l| l.glued);
    let text = |i: usize| rest.get(i).map(|l| l.text.as_str()).unwrap_or_default();
    if first.kind == LexemeKind::Sign && matches!(first.text.as_str(), "*" | "-" | "·" | "◦" | "▪" | "●" | "○" | "■" | "\u{f0b7}" | "‣") && !glued(1)
    {
        return Some((1, first.text.clone()));
    }
    let (label, used) = match (text(0), text(2)) {
        ("(", ")") => (text(1), 3),
        (label, _) if matches!(text(1), ")" | ".") && glued(1) && !glued(2) => (label, 2),
        _ => return None,
    };
    let digits = !label.is_empty() && label.len() <= 2 && label.bytes().all(|b| b.is_ascii_digit());
    let roman = label.len() > 1 && label.len() <= 4 && label.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    let letter = label.len() == 1 && label.bytes().all(|b| b.is_ascii_alphabetic());
    let sort = if digits {
        "1"
    } else if roman {
        "i"
    } else if letter {
        "a"
    } else {
        return None;
    };
    Some((used, sort.to_owned()))
}

/// "1.Confirmed cancer 2.No prior therapy 3.Age over 18": numbers that count on from one, each with
/// its point before a capital, are bullets within a line.
fn run_in(lexemes: &[Lexeme]) -> Vec<usize> {
    let mut heads: Vec<usize> = Vec::new();
    let mut glued = true;
    for (at, three) in lexemes.windows(3).enumerate() {
        let [number, point, word] = three else { continue };
        let next = heads.len().saturating_add(1).to_string();
        let capital = word.kind == LexemeKind::Word && word.text.starts_with(|c: char| c.is_uppercase());
        let place = if heads.is_empty() { at == 0 || at == 1 } else { !number.glued };
        if number.text == next && place && point.text == "." && point.glued && capital && number.indent.is_none() {
            glued &= word.glued;
            heads.push(at);
        }
    }
    if heads.len() >= 3 || heads.len() == 2 && glued { heads } else { Vec::new() }
}
