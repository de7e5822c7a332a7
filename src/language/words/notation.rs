//! Numbers that compare nothing (dates, acuities, sizes of groups) and numbers of several
//! parts ("24+0 weeks", "2/10").

use super::lexeme::{Lexeme, LexemeKind};
use super::token::{Kind, Token};
use crate::time::TimeUnit;
use rust_decimal::Decimal;

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// Words whose number is part of the name ("type 2", "version 10", "genotypes 1, 2").
const NUMBERED: &[&str] =
    &["version", "versions", "type", "types", "genotype", "genotypes", "group", "groups", "arm", "cohort", "phase", "item", "items", "visit"];

/// A notation that begins here, and how many lexemes it takes.
pub(super) fn read(rest: &[Lexeme], before: Option<&Token>) -> Option<(Kind, usize)> {
    let first = rest.first()?;
    let text = |i: usize| rest.get(i).map_or("", |l| l.text.as_str());
    // "(n = 20)" says how many take part.
    if first.text.eq_ignore_ascii_case("n") && text(1) == "=" && is_number(rest.get(2)) {
        return Some((Kind::Filler, 3));
    }
    if let Some(used) = date(rest) {
        return Some((Kind::Word, used));
    }
    if first.kind != LexemeKind::Number {
        return None;
    }
    // "22:00": a time of day.
    let colon = rest.get(1).is_some_and(|l| l.text == ":" && l.glued);
    if colon && first.text.len() <= 2 && rest.get(2).is_some_and(|l| l.glued && matches!(l.text.as_str(), "00" | "15" | "30" | "45")) {
        return Some((Kind::Word, 3));
    }
    // "from 2008 to 2015"
    if is_year(rest.first())
        && matches!(text(1), "-" | "to" | "and")
        && is_year(rest.get(2))
        && !super::unit::follows(rest.get(3..).unwrap_or_default())
    {
        return Some((Kind::Word, 3));
    }
    // "5 half-lives": how long that is depends on the drug.
    if text(1).eq_ignore_ascii_case("half") {
        let hyphen = usize::from(text(2) == "-");
        if matches!(text(hyphen.saturating_add(2)).to_lowercase().as_str(), "lives" | "life" | "lifes" | "live") {
            return Some((Kind::Word, hyphen.saturating_add(3)));
        }
    }
    // "3 x 30 min a week": neither of the numbers says how much.
    if matches!(text(1), "x" | "×") && is_number(rest.get(2)) && rest.get(3).is_some_and(|l| TimeUnit::from_word(&l.text).is_some()) {
        return Some((Kind::Word, 4));
    }
    // "Gleason 3+4"
    let graded = before.is_some_and(|t| t.lower().contains("gleason") || t.text.eq_ignore_ascii_case("score"));
    if let (true, [a, plus, b, ..]) = (graded, rest)
        && plus.text == "+"
        && plus.glued
        && b.glued
        && let (Ok(a), Ok(b)) = (a.text.parse::<u32>(), b.text.parse::<u32>())
        && (1..=5).contains(&a)
        && (1..=5).contains(&b)
    {
        return Some((Kind::Number(Decimal::from(a.saturating_add(b))), 3));
    }
    if let Some(found) = power(rest, before).or_else(|| ratio(rest, before)) {
        return Some(found);
    }
    if let Some(used) = identifier(rest) {
        return Some((Kind::Word, used));
    }
    let numbered = before.is_some_and(|t| t.kind == Kind::Word && NUMBERED.contains(&t.lower().as_str()));
    if numbered {
        return Some((Kind::Word, 1));
    }
    let glued = rest.get(1).is_some_and(|l| l.glued) && rest.get(2).is_some_and(|l| l.glued);
    if text(1) == "/" && glued && is_number(rest.get(2)) && text(3) != "/" {
        let (above, below) = (&first.text, text(2));
        let compared = matches!(before.map(|t| &t.kind), Some(Kind::Comparator(_) | Kind::Dash | Kind::Between | Kind::Filler));
        // "160/100" is no part of a hundred.
        let part = above.parse::<u32>().ok().zip(below.parse::<u32>().ok()).is_none_or(|(above, below)| above <= below);
        if compared && part && matches!(below, "10" | "100") {
            return super::number::read(rest).map(|(value, _)| (Kind::Number(value), 3));
        }
        // Visual acuity: 20 feet or 6 metres over a distance.
        let acuity = |n: u32| if above == "6" { n != 7 && n <= 600 } else { n <= 2000 };
        if matches!(above.as_str(), "20" | "6") && below.parse::<u32>().is_ok_and(|n| n >= 4 && acuity(n)) {
            return Some((Kind::Word, 3));
        }
    }
    None
}

/// "> 10^5 CFU/mL", "> 10^-4", "> 10-4" that has lost its sign: a power of ten.
fn power(rest: &[Lexeme], before: Option<&Token>) -> Option<(Kind, usize)> {
    before.filter(|t| matches!(t.kind, Kind::Comparator(_)))?;
    let text = |i: usize| rest.get(i).map_or("", |l| l.text.as_str());
    let glued = |i: usize| rest.get(i).is_some_and(|l| l.glued);
    let (at, below) = match (text(0), text(1), text(2)) {
        ("10", "^", "-") => (3, true),
        ("10", "-", _) if glued(1) && glued(2) => (2, true),
        ("10", "^", _) => (2, false),
        _ => return None,
    };
    let exponent = text(at).parse::<u32>().ok().filter(|e| (2..=9).contains(e) && text(at).len() == 1)?;
    let used = at.saturating_add(1);
    if !below {
        return 10i64.checked_pow(exponent).map(|power| (Kind::Number(Decimal::from(power)), used));
    }
    if super::unit::follows(rest.get(used..).unwrap_or_default()) {
        return None;
    }
    Some((Kind::Number(Decimal::new(1, exponent)), used))
}

/// "≥ 1:80" is a titer, "< 1.5:1" a ratio.
fn ratio(rest: &[Lexeme], before: Option<&Token>) -> Option<(Kind, usize)> {
    before.filter(|t| matches!(t.kind, Kind::Comparator(_)))?;
    let [first, colon, second, ..] = rest else { return None };
    if colon.text != ":" || !colon.glued || !second.glued || second.kind != LexemeKind::Number {
        return None;
    }
    let value = match (first.text.as_str(), second.text.as_str()) {
        (_, "1") => super::number::read(rest)?.0,
        ("1", _) => super::number::read(rest.get(2..)?)?.0,
        _ => return None,
    };
    Some((Kind::Number(value), 3))
}

/// "protocol 16-001", "2001 103 335-336": the number of a study, or where something was
/// published.
fn identifier(rest: &[Lexeme]) -> Option<usize> {
    let text = |i: usize| rest.get(i).map_or("", |l| l.text.as_str());
    let glued = rest.get(1).is_some_and(|l| l.glued) && rest.get(2).is_some_and(|l| l.glued);
    let padded = text(2).len() > 1 && text(2).starts_with('0') && text(2).bytes().all(|b| b.is_ascii_digit());
    if text(1) == "-" && glued && padded && is_number(rest.get(2)) {
        return Some(3);
    }
    let cited = is_year(rest.first()) && is_number(rest.get(1)) && is_number(rest.get(2));
    cited.then(|| rest.iter().take_while(|l| l.kind == LexemeKind::Number || matches!(l.text.as_str(), "-" | ":" | ";" | ",")).count())
}

fn is_number(lexeme: Option<&Lexeme>) -> bool {
    lexeme.is_some_and(|l| l.kind == LexemeKind::Number)
}

fn is_year(lexeme: Option<&Lexeme>) -> bool {
    lexeme.is_some_and(|l| l.text.len() == 4 && l.text.parse::<u32>().is_ok_and(|y| (1900..=2100).contains(&y)))
}

fn is_month(lexeme: Option<&Lexeme>) -> bool {
    lexeme.is_some_and(|l| MONTHS.contains(&l.lower().as_str()))
}

fn is_day(lexeme: Option<&Lexeme>) -> bool {
    lexeme.is_some_and(|l| {
        let digits = l.text.trim_end_matches(char::is_alphabetic);
        l.text.starts_with(|c: char| c.is_ascii_digit()) && digits.parse::<u32>().is_ok_and(|d| (1..=31).contains(&d))
    })
}

/// "4/1/2019", "31 December 2017", "1st of January 2011", "January 2011", "December 31, 2017".
fn date(rest: &[Lexeme]) -> Option<usize> {
    let text = |i: usize| rest.get(i).map_or("", |l| l.text.as_str());
    let signs = matches!((text(1), text(3)), ("/", "/") | ("-", "-") | (".", "."));
    if signs && is_number(rest.first()) && is_number(rest.get(2)) && is_number(rest.get(4)) && (is_year(rest.get(4)) || is_year(rest.first())) {
        return Some(5);
    }
    let day = usize::from(is_day(rest.first()) && rest.first().is_some_and(|l| l.text != "1" || is_month(rest.get(1))));
    let of = usize::from(day == 1 && text(1) == "of");
    let month = day.saturating_add(of);
    if !is_month(rest.get(month)) {
        return None;
    }
    let next = month.saturating_add(1);
    if is_year(rest.get(next)) {
        return Some(next.saturating_add(1));
    }
    if is_day(rest.get(next)) {
        let comma = usize::from(text(next.saturating_add(1)) == ",");
        let year = next.saturating_add(1).saturating_add(comma);
        return is_year(rest.get(year)).then(|| year.saturating_add(1));
    }
    // "1 May": "may" alone is no month.
    (day == 1 && rest.get(month).is_some_and(|l| l.text.starts_with(char::is_uppercase))).then_some(next)
}

/// "24 + 0 weeks", "22 0/7 weeks", "23 weeks 6 days": one length, in weeks where it is whole
/// weeks, else in days. In "37+0 – 42+0 weeks" the unit behind the last counts for both.
pub(super) fn join_weeks(tokens: &mut Vec<Token>) {
    let mut i = tokens.len();
    // Where the part right of here is a length in weeks already.
    let mut joined_at = None;
    while let Some(at) = i.checked_sub(1) {
        i = at;
        let Some((total, unit, used)) = weeks(tokens.get(at..).unwrap_or_default(), joined_at, at) else { continue };
        let (Some(first), Some(last)) = (tokens.get(at).cloned(), tokens.get(at.saturating_add(used).saturating_sub(1)).cloned()) else { continue };
        let number = Token { kind: Kind::Number(total), end: first.end, ..first };
        let time = Token { kind: Kind::Time(unit), ..last };
        tokens.splice(at..at.saturating_add(used), [number, time]);
        joined_at = Some(at);
    }
}

/// The length in weeks and days that begins here: its amount, its unit, and its tokens.
fn weeks(rest: &[Token], joined: Option<usize>, at: usize) -> Option<(Decimal, TimeUnit, usize)> {
    let kind = |i: usize| rest.get(i).map(|t| &t.kind);
    let whole = |i: usize| match kind(i) {
        Some(Kind::Number(n)) if n.fract().is_zero() && *n >= Decimal::ZERO => Some(*n),
        _ => None,
    };
    let week = |i: usize| matches!(kind(i), Some(Kind::Time(TimeUnit::Week)));
    // The unit may stand behind the other end of a range.
    let shared = |i: usize| {
        let dash = matches!(kind(i), Some(Kind::Dash | Kind::And));
        dash && joined == Some(at.saturating_add(i).saturating_add(1))
    };
    let amount = whole(0).filter(|n| *n <= Decimal::from(45))?;
    let small = |d: Decimal| d < Decimal::from(7);
    let of = |days: Decimal, used: usize| {
        if days.is_zero() {
            return Some((amount, TimeUnit::Week, used));
        }
        let total = amount.checked_mul(Decimal::from(7))?.checked_add(days)?;
        Some((total, TimeUnit::Day, used))
    };
    // "16 weeks 0 days", "16 weeks and 0 days"
    if week(1) {
        let and = usize::from(matches!(kind(2), Some(Kind::And | Kind::Comma)));
        let days = whole(and.saturating_add(2)).filter(|d| small(*d))?;
        let named = matches!(kind(and.saturating_add(3)), Some(Kind::Time(TimeUnit::Day)));
        return named.then(|| of(days, and.saturating_add(4))).flatten();
    }
    let plus = rest.get(1).is_some_and(|t| t.text == "+");
    let days = whole(if plus { 2 } else { 1 }).filter(|d| small(*d))?;
    let mut behind = if plus { 3 } else { 2 };
    let sevenths = matches!(kind(behind), Some(Kind::Slash)) && whole(behind.saturating_add(1)) == Some(Decimal::from(7));
    if sevenths {
        behind = behind.saturating_add(2);
    } else if !plus {
        return None;
    }
    if week(behind) {
        return of(days, behind.saturating_add(1));
    }
    shared(behind).then(|| of(days, behind)).flatten()
}
