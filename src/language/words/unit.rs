//! Units behind a number: UCUM and clinical spellings, powers of ten, multiples of a normal.

use super::lexeme::{Lexeme, LexemeKind};
use super::token::Kind;
use crate::quantity::{Scale, Unit, is_unit_word};
use crate::time::TimeUnit;

/// Most lexemes that one unit takes ("x 10 ^ 9 / L", "mL / min / 1.73 m 2").
const MAX_UNIT: usize = 9;

/// Ways to say "times the upper limit of normal", folded.
const UPPER: &[&str] = &[
    "uln",
    "upper limit of normal",
    "upper limits of normal",
    "upper limit of the normal range",
    "upper limit of normal range",
    "upper normal limit",
    "upper limit normal",
    "institutional upper limit of normal",
    "the upper limit of normal",
    "the institutional upper limit of normal",
    "institutional uln",
    "the uln",
    "upper limit of the normal",
    "unl",
    "the upper limit of the normal range",
    "upper limit",
    "normal upper limit",
    "upper limit of normal value",
    "the normal upper limit",
    "the upper normal limit",
    "institutional upper limits of normal",
    "local uln",
    "laboratory upper limit of normal",
    "the upper limit of normal range",
    "normal limit",
    "upper limit of reference range",
    "upper limit of normal values",
    "the upper limits of normal",
    "the upper limit",
    "the institutional uln",
    "the laboratory upper limit of normal",
    "upper limit of normal (uln)",
    "upper limits of the normal range",
    "upper limit of laboratory normal",
    "the local upper limit of normal",
    "the upper limit of normal value",
];
const LOWER: &[&str] =
    &["lln", "lower limit of normal", "the lower limit of normal", "the lln", "lower normal limit", "lower limit of the normal range"];
const BASELINE: &[&str] = &["baseline", "the baseline", "baseline value", "the baseline value"];

/// What any of the phrases above begins with, or a bracket around it.
const BEGINNINGS: &[&str] =
    &["uln", "unl", "lln", "upper", "lower", "institutional", "laboratory", "local", "normal", "the", "baseline", "(", "[", ")", "]"];

/// The unit that begins here and how many lexemes it takes; a bare word of time is its own
/// kind.
pub(super) fn read(rest: &[Lexeme]) -> Option<(Kind, usize)> {
    if let Some((scale, used)) = multiple_of_normal(rest) {
        return Some((Kind::Unit(scale), used));
    }
    if lower(rest, 0) == "per" && matches!(lower(rest, 1).as_str(), "cent" | "centum") {
        return Some((Kind::Unit(Scale::Unit("%".to_owned())), 2));
    }
    // "30 pack-years"
    let dash = usize::from(lower(rest, 1) == "-");
    if lower(rest, 0) == "pack" && matches!(lower(rest, dash.saturating_add(1)).as_str(), "year" | "years" | "yr" | "yrs") {
        return Some((Kind::Unit(Scale::Unit("pack-years".to_owned())), dash.saturating_add(2)));
    }
    if let Some(found) = gestational(rest).or_else(|| portions(rest)) {
        return Some(found);
    }
    // Nothing reaches past the first lexeme that can be no part of a unit.
    let most = rest.iter().take(MAX_UNIT).take_while(|l| may_be_part(l)).count();
    let longest = (1..=most).rev().find_map(|n| {
        let text = spelled(rest.get(..n)?)?;
        Unit::parse(&text).ok().map(|_| (text, n))
    });
    let first = rest.first()?;
    match longest {
        Some((_, 1)) | None => {
            if let Some(unit) = time_word(first, rest) {
                return Some((Kind::Time(unit), 1));
            }
        }
        Some(_) => {}
    }
    // "5 h" and "5 hours" are lengths of time, not units like "mg".
    let (text, n) = longest?;
    let (text, more) = repeated(&text, rest.get(n..).unwrap_or_default()).map_or((text, 0), |(each, more)| (each, more));
    Some((Kind::Unit(Scale::Unit(text)), n.saturating_add(more)))
}

/// "10 mg daily", "24 g alcohol/day", "150 mg of caffeine per day": how much in a day.
fn repeated(unit: &str, behind: &[Lexeme]) -> Option<(String, usize)> {
    const AMOUNTS: &[&str] =
        &["mg", "g", "mcg", "ug", "μg", "mL", "ml", "L", "gm", "gram", "grams", "mg/kg", "IU", "units", "times", "cigarettes", "drinks"];
    const OF: &[&str] = &["alcohol", "ethanol", "caffeine", "pure", "of", "oral"];
    if !AMOUNTS.contains(&unit) {
        return None;
    }
    let daily = |i: usize| match lower(behind, i).as_str() {
        "daily" => Some("day"),
        "weekly" => Some("week"),
        _ => None,
    };
    if let Some(each) = daily(0) {
        return Some((format!("{unit}/{each}"), 1));
    }
    let of = behind.iter().take(3).take_while(|l| OF.contains(&l.lower().as_str())).count();
    let per = behind.get(of).filter(|l| of > 0 && matches!(l.lower().as_str(), "/" | "per" | "a" | "each"));
    let time = per.and_then(|_| behind.get(of.saturating_add(1))).and_then(|l| TimeUnit::from_word(&l.text))?;
    Some((format!("{unit}/{}", time.word().trim_end_matches('s')), of.saturating_add(2)))
}

fn lower(rest: &[Lexeme], i: usize) -> super::Lower<'_> {
    rest.get(i).map(|l| l.lower()).unwrap_or_default()
}

/// Whether a unit stands here.
pub(super) fn follows(rest: &[Lexeme]) -> bool {
    !rest.is_empty() && read(rest).is_some()
}

/// "32 gestational weeks", "32 full weeks".
fn gestational(rest: &[Lexeme]) -> Option<(Kind, usize)> {
    let first = rest.first()?.lower();
    let unit = TimeUnit::from_word(&rest.get(1)?.text).filter(|u| *u == TimeUnit::Week)?;
    matches!(first.as_str(), "gestational" | "gestation" | "completed" | "full" | "complete").then_some((Kind::Time(unit), 2))
}

/// "3 standard drinks per day", "14 units of alcohol per week", "2 glasses of wine a day": how
/// often, whatever is in it.
fn portions(rest: &[Lexeme]) -> Option<(Kind, usize)> {
    const BEFORE: &[&str] = &["standard", "alcoholic", "caffeinated", "alcohol", "tobacco"];
    const COUNTED: &[&str] = &[
        "cigarettes",
        "cigarette",
        "drinks",
        "drink",
        "cups",
        "cup",
        "glasses",
        "glass",
        "units",
        "unit",
        "beverages",
        "packs",
        "pack",
        "times",
        "time",
        "sessions",
        "session",
        "episodes",
        "episode",
        "servings",
        "serving",
    ];
    const OF: &[&str] = &["alcohol", "wine", "beer", "coffee", "ethanol", "cigarettes", "spirits", "caffeine", "tea"];
    let lower = |i: usize| rest.get(i).map(|l| l.lower()).unwrap_or_default();
    let mut i = usize::from(BEFORE.contains(&lower(0).as_str()));
    let counted = lower(i);
    if !COUNTED.contains(&counted.as_str()) {
        return None;
    }
    i = i.saturating_add(1);
    if lower(i) == "of" && OF.contains(&lower(i.saturating_add(1)).as_str()) {
        i = i.saturating_add(2);
    }
    if !matches!(lower(i).as_str(), "/" | "per" | "a" | "each") {
        return None;
    }
    let per = TimeUnit::from_word(&lower(i.saturating_add(1)))?;
    // "beverages" is no unit, "drinks" is.
    let counted = if counted == "beverages" { "drinks" } else { &counted };
    Some((Kind::Unit(Scale::Unit(format!("{counted}/{}", per.word().trim_end_matches('s')))), i.saturating_add(2)))
}

/// The unit of time that a lexeme names ("months", "month's").
pub(super) fn time_word(first: &Lexeme, rest: &[Lexeme]) -> Option<TimeUnit> {
    let plain = first.text.trim_end_matches("'s").trim_end_matches('\'');
    // "1.5 D" are diopters.
    let unit = TimeUnit::from_word(plain).filter(|_| first.kind == LexemeKind::Word && first.text != "D")?;
    // A lone letter is a unit of time only right behind its number ("5h") or before a sign.
    let letter = first.text.len() == 1;
    let bounded = rest.get(1).is_none_or(|n| n.kind == LexemeKind::Sign);
    (!letter || ((first.glued || bounded) && first.text != "a" && first.text != "A")).then_some(unit)
}

/// Whether a lexeme can be part of a unit at all; [`spelled`] decides.
fn may_be_part(lexeme: &Lexeme) -> bool {
    match lexeme.kind {
        LexemeKind::Word => lexeme.text.eq_ignore_ascii_case("per") || lexeme.text.eq_ignore_ascii_case("x") || known(&lexeme.text),
        LexemeKind::Number => true,
        LexemeKind::Sign => matches!(lexeme.text.as_str(), "/" | "^" | "×" | "*" | "·" | "." | "-"),
    }
}

/// The lexemes as one unit's text, if each of them can be part of a unit.
fn spelled(lexemes: &[Lexeme]) -> Option<String> {
    let first = lexemes.first()?;
    let mut text = String::new();
    let mut words_without_sign = 0usize;
    for (i, l) in lexemes.iter().enumerate() {
        match l.kind {
            LexemeKind::Word => {
                let lower = l.lower();
                let joins = lower == "per" || lower == "x" && i == 0;
                if !joins && !known(&l.text) {
                    return None;
                }
                // "5 in women", "3 a day": these words are rarely units.
                if i == 0 && matches!(lower.as_str(), "in" | "a" | "at" | "as" | "points" | "point" | "f" | "c" | "ratio" | "score") && !l.glued {
                    return None;
                }
                words_without_sign = if text.ends_with(['/', '.', ' ']) || text.is_empty() { 0 } else { words_without_sign.saturating_add(1) };
                // "mm Hg" is one unit; "mg day" is two words.
                if words_without_sign > 0
                    && !joins
                    && !text.to_lowercase().ends_with(" per")
                    && !text.ends_with("1.73")
                    && !pair(lexemes.get(i.saturating_sub(1)), l)
                {
                    return None;
                }
                if joins && lower == "per" {
                    text.push_str(" per ");
                    continue;
                }
                text.push_str(if lower == "x" { "x" } else { &l.text });
            }
            LexemeKind::Number => {
                let exponent = text.ends_with("10^")
                    || text.ends_with("10*")
                    || text.ends_with(|c: char| c.is_alphabetic()) && l.glued
                    || text.ends_with('^')
                    || text.ends_with(".m-");
                let surface = l.text == "1.73" && text.ends_with(['/', ' ']);
                let ten = l.text == "10" && (text.is_empty() || text == "x");
                // "109/L": a power of ten that lost its sign.
                let lost = matches!(l.text.as_str(), "103" | "106" | "109" | "1012") && (text == "x");
                if lost {
                    text.push_str("10^");
                    text.push_str(l.text.get(2..)?);
                } else if exponent || surface || ten {
                    text.push_str(&l.text);
                } else {
                    return None;
                }
            }
            LexemeKind::Sign => match l.text.as_str() {
                "/" => text.push('/'),
                "^" => text.push('^'),
                "×" | "*" if i == 0 => text.push('x'),
                "*" => text.push('*'),
                "·" | "." if i > 0 && l.glued && lexemes.get(i.saturating_add(1)).is_some_and(|n| n.glued && n.kind == LexemeKind::Word) => {
                    // "kg.m2": nobody weighs by the square meter; the stroke was lost.
                    let surface = text == "kg" && lexemes.get(i.saturating_add(1)..).is_some_and(is_square_meter);
                    text.push(if surface { '/' } else { '.' });
                }
                "-" if i > 0 && l.glued && lexemes.get(i.saturating_add(1)).is_some_and(|n| n.glued && n.kind == LexemeKind::Number) => {
                    text.push('-')
                }
                _ => return None,
            },
        }
    }
    let ends_well = !text.ends_with(['/', '^', '*', '.', 'x', ' ']);
    let begins_well = first.kind != LexemeKind::Number || text.starts_with("10");
    (ends_well && begins_well && text != "10").then_some(text)
}

/// "m2", "m 2", "m^2", and no other power.
fn is_square_meter(rest: &[Lexeme]) -> bool {
    let text: String = rest.iter().map(|l| l.text.as_str()).collect();
    matches!(text.as_str(), "m2" | "m^2")
}

fn known(word: &str) -> bool {
    is_unit_word(word)
        || matches!(word, "Gpt" | "Tpt" | "square" | "cubic" | "L" | "Hg" | "H2O" | "hpf" | "HPF" | "μL" | "μg" | "μmol" | "μM" | "mcL")
}

/// Two words that together are one unit.
fn pair(before: Option<&Lexeme>, word: &Lexeme) -> bool {
    let joined = before.map(|b| format!("{} {}", b.text, word.text).to_lowercase());
    matches!(
        joined.as_deref(),
        Some(
            "gm %"
                | "g %"
                | "mg %"
                | "gr %"
                | "db hl"
                | "mm hg"
                | "cm h2o"
                | "cubic mm"
                | "degrees celsius"
                | "degrees c"
                | "degree c"
                | "° c"
                | "wood units"
                | "cell /"
                | "international units"
                | "square meter"
                | "square meters"
                | "square metre"
                | "cubic millimeter"
                | "cubic millimetre"
        )
    ) || before.is_some_and(|b| b.text == "°" || b.text.ends_with('x'))
}

fn multiple_of_normal(rest: &[Lexeme]) -> Option<(Scale, usize)> {
    let mut skipped = 0usize;
    while let Some(l) = rest.get(skipped).filter(|_| skipped < 3) {
        match l.lower().as_str() {
            "x" | "×" | "*" | "times" | "time" | "fold" | "-" | "the" => skipped = skipped.saturating_add(1),
            _ => break,
        }
    }
    let tail = rest.get(skipped..)?;
    let begins = |word: &str| BEGINNINGS.iter().any(|b| word.eq_ignore_ascii_case(b));
    if !tail.first().is_some_and(|l| begins(&l.text)) {
        return None;
    }
    for n in (1..=8usize.min(tail.len())).rev() {
        let words: Vec<super::Lower<'_>> =
            tail.get(..n)?.iter().map(|l| l.lower()).filter(|w| !matches!(w.as_str(), "(" | ")" | "[" | "]")).collect();
        let phrase = words.join(" ");
        let balanced = tail.get(..n)?.iter().filter(|l| l.text == "(").count() == tail.get(..n)?.iter().filter(|l| l.text == ")").count();
        if !balanced {
            continue;
        }
        let without_repeat = phrase.strip_suffix(" uln").filter(|p| !p.is_empty() && UPPER.contains(p)).unwrap_or(&phrase);
        let used = skipped.saturating_add(n);
        if UPPER.contains(&without_repeat) {
            return Some((Scale::Uln, used));
        }
        if LOWER.contains(&without_repeat) {
            return Some((Scale::Lln, used));
        }
        if skipped > 0 && BASELINE.contains(&without_repeat) {
            return Some((Scale::Baseline, used));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_begins_as_one_can() {
        for phrase in UPPER.iter().chain(LOWER).chain(BASELINE) {
            assert!(phrase.split(' ').next().is_some_and(|w| BEGINNINGS.contains(&w)), "{phrase}");
        }
    }
}
