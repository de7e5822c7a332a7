//! From where to where a scale goes ("on a 0-10 scale", "VAS (0-100) ≥ 40", "10-point scale"): it
//! says how to read the number and compares nothing.

use super::token::{Kind, Token};
use crate::vocabulary::Vocabulary;

/// Words for a scale.
const SCALES: &[&str] = &["scale", "nrs", "vas", "rating", "numeric", "numerical", "score", "likert"];

/// What stands between "10-point" and its scale.
const SORTS: &[&str] = &["numeric", "numerical", "rating", "likert", "pain", "visual", "verbal", "analog", "analogue", "ordinal", "categorical"];

/// How far from a range the word for its scale, or the comparison, may stand.
const REACH: usize = 4;

/// Takes the ends of scales for what they are.
pub(super) fn ends(tokens: &mut [Token], vocabulary: &Vocabulary) {
    points(tokens);
    scored(tokens);
    glued(tokens, vocabulary);
    for i in 0..tokens.len() {
        let Some(length) = range(tokens.get(i..).unwrap_or_default()) else { continue };
        if let Some((from, to)) = of_scale(tokens, i, i.saturating_add(length)) {
            fill(tokens, from, to);
        }
    }
}

fn fill(tokens: &mut [Token], from: usize, to: usize) {
    tokens.get_mut(from..to).unwrap_or_default().iter_mut().for_each(|t| t.kind = Kind::Filler);
}

fn whole(token: Option<&Token>) -> Option<u32> {
    match token?.kind {
        Kind::Number(n) if n.fract().is_zero() => u32::try_from(n.trunc().mantissa()).ok(),
        _ => None,
    }
}

/// How many tokens a range takes that a scale can have: from none or one to its best.
fn range(rest: &[Token]) -> Option<usize> {
    let low = whole(rest.first())?;
    let joined = rest.get(1).is_some_and(|t| matches!(t.kind, Kind::Dash | Kind::And));
    let high = whole(rest.get(2))?;
    let counted = rest.get(3).is_some_and(|t| matches!(t.kind, Kind::Unit(_) | Kind::Time(_) | Kind::Suffix(_)));
    (joined && low <= 1 && matches!(high, 3..=11 | 20 | 100) && !counted).then_some(3)
}

fn says_scale(token: &Token) -> bool {
    let lower = token.lower();
    lower.split(' ').any(|w| SCALES.contains(&w))
}

fn compares(token: &Token) -> bool {
    matches!(token.kind, Kind::Comparator(_) | Kind::Suffix(_))
}

/// The stretch that only says the ends of a scale, around a range that could be one.
fn of_scale(tokens: &[Token], first: usize, behind: usize) -> Option<(usize, usize)> {
    let sentence = |t: &&Token| !matches!(t.kind, Kind::Stop | Kind::Semicolon | Kind::Item(_));
    let earlier = || tokens.get(..first).unwrap_or_default().iter().rev().take_while(sentence);
    let later = || tokens.get(behind..).unwrap_or_default().iter().take_while(sentence);
    let before = first.checked_sub(1).and_then(|i| tokens.get(i))?;
    let dash = tokens.get(first.saturating_add(1)).is_some_and(|t| t.kind == Kind::Dash);
    let none = whole(tokens.get(first)) == Some(0);
    let (said_before, said_behind) = (earlier().take(REACH).any(says_scale), later().take(REACH).any(says_scale));
    let bracketed = before.kind == Kind::Open;
    let closed = bracketed && tokens.get(behind).is_some_and(|t| t.kind == Kind::Close);
    // "VAS (0-10) ≥ 4", "NRS 0-10 > 3": the comparison follows.
    let mut next = tokens.get(behind.saturating_add(usize::from(closed))..).unwrap_or_default().iter();
    let next = next.find(|t| !(t.kind == Kind::Filler || says_scale(t)));
    let leads_up = next.is_some_and(|t| matches!(t.kind, Kind::Comparator(_) | Kind::Between));
    let measured = |t: Option<&Token>| t.is_some_and(|t| matches!(t.kind, Kind::Measure(_)));
    if closed && leads_up && dash {
        return Some((first.saturating_sub(1), behind.saturating_add(1)));
    }
    if measured(Some(before)) && leads_up && dash {
        return Some((first, behind));
    }
    // "on a scale of 0 to 10", "scale ranging from 0 to 10"
    let from = if before.kind == Kind::Between { first.saturating_sub(1) } else { first };
    let compared = earlier().any(compares);
    let by_name = said_before && (dash || before.kind == Kind::Between) && (compared || later().any(compares));
    if by_name && !matches!(before.kind, Kind::Comparator(_)) {
        return Some((from, behind));
    }
    // "> 3 on a 0-10 pain scale"
    let article = matches!(before.lower().as_str(), "a" | "the" | "an");
    let place = matches!(before.kind, Kind::Filler | Kind::Word | Kind::Open | Kind::Measure(_) | Kind::After);
    let on_scale = none && dash && place && ((article && said_behind) || (compared && (said_behind || bracketed)));
    on_scale.then_some((first, behind))
}

/// "on the 10-point numerical rating scale": how many steps it has.
fn points(tokens: &mut [Token]) {
    for i in 0..tokens.len() {
        if whole(tokens.get(i)).is_none_or(|n| n < 3) || i.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(compares) {
            continue;
        }
        let dash = usize::from(tokens.get(i.saturating_add(1)).is_some_and(|t| t.kind == Kind::Dash));
        let at = i.saturating_add(1).saturating_add(dash);
        if !tokens.get(at).is_some_and(|t| t.text.eq_ignore_ascii_case("point")) {
            continue;
        }
        let behind = tokens.get(at.saturating_add(1)..).unwrap_or_default();
        let sort = |t: &&Token| SORTS.contains(&t.lower().as_str());
        let named =
            behind.get(behind.iter().take(REACH).take_while(sort).count()).is_some_and(|t| says_scale(t) || matches!(t.kind, Kind::Measure(_)));
        if named {
            fill(tokens, i, at.saturating_add(1));
        }
    }
}

/// "Depression Scale with a score of 16 or more": the score is that of the scale.
fn scored(tokens: &mut [Token]) {
    const INSTRUMENTS: &[&str] = &["scale", "index", "questionnaire", "inventory", "test", "survey", "assessment", "examination", "battery"];
    for i in 1..tokens.len() {
        if !tokens.get(i).is_some_and(|t| t.kind == Kind::With) {
            continue;
        }
        let behind = tokens.get(i.saturating_add(1)..).unwrap_or_default();
        let score = behind.iter().take(3).find(|t| t.kind != Kind::Filler || t.lower().ends_with("score"));
        let score = score.filter(|t| matches!(t.kind, Kind::Filler | Kind::Word));
        if !score.is_some_and(|t| t.lower().ends_with("score")) {
            continue;
        }
        let before =
            tokens.get(..i).unwrap_or_default().iter().rev().take(REACH).take_while(|t| !matches!(t.kind, Kind::Comma | Kind::Stop | Kind::Close));
        let instrument = |t: &Token| matches!(t.kind, Kind::Measure(_)) || t.lower().split(' ').any(|w| INSTRUMENTS.contains(&w));
        if before.into_iter().any(instrument) {
            fill(tokens, i, i.saturating_add(1));
        }
    }
}

/// "NRS0-10 ≥ 4": written without a blank.
fn glued(tokens: &mut [Token], vocabulary: &Vocabulary) {
    for i in 0..tokens.len() {
        let Some([name, dash, high, ..]) = tokens.get(i..) else { continue };
        let written = name.text.strip_suffix('0').filter(|_| name.kind == Kind::Word && dash.kind == Kind::Dash && dash.glued);
        let Some(id) = written.filter(|_| whole(Some(high)).is_some_and(|n| n > 2)).and_then(|n| vocabulary.measure_named(n)) else { continue };
        if let Some(name) = tokens.get_mut(i) {
            name.kind = Kind::Measure(id);
            name.text.pop();
            name.end = name.end.saturating_sub(1);
        }
        fill(tokens, i.saturating_add(1), i.saturating_add(3));
    }
}
