//! Words of time where no plain number stands right before them: "12-month period", "the past
//! year", "half a year", "in 6 months", "5 days a week".

use super::lexeme::{Lexeme, LexemeKind};
use super::token::{Kind, Token};
use super::unit::time_word;
use super::{number, unit};
use crate::quantity::Scale;
use rust_decimal::Decimal;

/// Words that only say that a length of time is one.
const PERIODS: &[&str] = &["period", "periods", "interval", "window", "timeframe", "timespan", "span"];

/// Words that only say that every part of a length of time is meant.
const WHOLE: &[&str] = &["consecutive", "continuous", "successive", "uninterrupted", "full", "complete", "completed", "calendar", "whole", "entire"];

/// What a look-back can begin with.
const LEADS: &[&str] = &["within", "in", "during", "over", "for", "throughout", "at", "any", "anytime", "time", "sometime", "point", "some"];
const ARTICLES: &[&str] = &["the", "their", "his", "her", "its", "these", "those", "most", "immediately", "immediate"];
const PAST: &[&str] = &["last", "past", "previous", "preceding", "prior", "former", "recent", "latest", "foregoing", "immediately"];
const FUTURE: &[&str] = &["next", "coming", "following", "upcoming", "subsequent", "forthcoming", "ensuing"];
const BEFORE: &[&str] = &["prior", "before", "preceding"];
const NUMBERS: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"];
/// What a length of time can begin with, besides a figure.
const AMOUNTS: &[&str] = &["a", "an", "half", "at", "approximately", "about", "around", "up"];

/// The token that begins here, if it is about time, and how many lexemes it takes.
pub(super) fn read(rest: &[Lexeme], out: &[Token]) -> Option<(Kind, usize)> {
    let first = rest.first().filter(|l| l.kind != LexemeKind::Sign)?;
    let before = out.last().map(|t| &t.kind);
    match before {
        Some(Kind::Number(_)) => return rate(rest).or_else(|| length(rest)).or_else(|| whole(rest)),
        // "12-month"
        Some(Kind::Dash) if first.glued && matches!(out.iter().rev().nth(1).map(|t| &t.kind), Some(Kind::Number(_))) => return length(rest),
        _ => {}
    }
    let spelled = first.text.len() > 2;
    if let Some(found) = looked_back(rest) {
        return Some(found);
    }
    let looks = matches!(before, Some(Kind::Within | Kind::Next));
    if looks && spelled && time_word(first, rest).is_some() {
        return length(rest);
    }
    let measures = looks || matches!(before, Some(Kind::For | Kind::Lasting | Kind::Comparator(_) | Kind::Filler));
    let word = ["half", "a", "an", "in", "during", "throughout", "with"].into_iter().find(|w| first.text.eq_ignore_ascii_case(w));
    match word? {
        "half" if whole_word(rest.get(1)) => Some((Kind::Number(Decimal::new(5, 1)), 1)),
        "half" if rest.get(1).is_some_and(|l| is(l, &["a", "an"])) && whole_word(rest.get(2)) => Some((Kind::Number(Decimal::new(5, 1)), 2)),
        "a" | "an" if measures && !matches!(before, Some(Kind::Filler)) && whole_word(rest.get(1)) => Some((Kind::Number(Decimal::ONE), 1)),
        "in" | "during" | "throughout" if counted(rest) => Some((Kind::Within, 1)),
        // "in the year prior to screening"
        "in" | "during" if rest.get(1).is_some_and(|l| is(l, &["the"])) && whole_word(rest.get(2)) && rest.get(3).is_some_and(|l| is(l, BEFORE)) => {
            Some((Kind::Within, 2))
        }
        // "angina with 6 months": a slip for "within", where nothing else could be meant.
        "with" if matches!(before, Some(Kind::Word | Kind::Finding(_) | Kind::Close)) && slips(rest) => Some((Kind::Within, 1)),
        _ => None,
    }
}

/// "in the last", "over their previous", "for the immediately preceding", with a length of
/// time behind it; "during the next".
fn looked_back(rest: &[Lexeme]) -> Option<(Kind, usize)> {
    let mut at = 0usize;
    while rest.get(at).is_some_and(|l| at < 4 && is(l, LEADS)) {
        at = at.saturating_add(1);
    }
    while rest.get(at).is_some_and(|l| at < 6 && is(l, ARTICLES)) {
        at = at.saturating_add(1);
    }
    let lead = at;
    while rest.get(at).is_some_and(|l| at < 8 && is(l, PAST)) {
        at = at.saturating_add(1);
    }
    let next = rest.get(at).is_some_and(|l| at == lead && is(l, FUTURE));
    if next {
        at = at.saturating_add(1);
    }
    if lead == 0 || at == lead {
        return None;
    }
    while rest.get(at).is_some_and(|l| is(l, &["consecutive", "full", "calendar"])) {
        at = at.saturating_add(1);
    }
    let first = rest.get(at)?;
    let amount = first.kind == LexemeKind::Number
        || matches!(first.text.as_str(), "<" | ">" | "<=" | ">=" | "~")
        || is(first, AMOUNTS)
        || is(first, NUMBERS)
        || whole_word(Some(first));
    amount.then_some((if next { Kind::Next } else { Kind::Within }, at))
}

/// "months", "month period", "months time".
fn length(rest: &[Lexeme]) -> Option<(Kind, usize)> {
    let (Kind::Time(time), used) = unit::read(rest)? else { return None };
    let next = rest.get(used);
    let frame =
        next.is_some_and(|l| is(l, &["time"])) && rest.get(used.saturating_add(1)).is_some_and(|l| is(l, &["period", "frame", "span", "window"]));
    let more = if frame { 2 } else { usize::from(next.is_some_and(|l| is(l, PERIODS))) };
    Some((Kind::Time(time), used.saturating_add(more)))
}

/// "consecutive weeks", "full days".
fn whole(rest: &[Lexeme]) -> Option<(Kind, usize)> {
    let (first, tail) = rest.split_first()?;
    is(first, WHOLE).then_some(())?;
    let (kind, used) = length(tail).filter(|_| whole_word(tail.first()))?;
    Some((kind, used.saturating_add(1)))
}

/// "hours per week", "days a month": a rate, not a length of time.
fn rate(rest: &[Lexeme]) -> Option<(Kind, usize)> {
    let [first, per, each, ..] = rest else { return None };
    let time = time_word(first, rest).filter(|_| first.text.len() > 1)?;
    let every = is(per, &["per", "/", "a", "an", "each", "every"]) && !(is(per, &["every"]) && each.kind == LexemeKind::Number);
    let of = time_word(each, rest.get(2..).unwrap_or_default()).filter(|_| every && each.text.len() > 1)?;
    Some((Kind::Unit(Scale::Unit(format!("{}/{}", time.word(), of.word().trim_end_matches('s')))), 3))
}

/// "6 months", "six-month", but no age ("6 months old").
fn counted(rest: &[Lexeme]) -> bool {
    let tail = rest.get(1..).unwrap_or_default();
    let Some(first) = tail.first() else { return false };
    let used = match first.kind {
        LexemeKind::Number => match number::read(tail) {
            Some((_, used)) => used,
            None => return false,
        },
        LexemeKind::Word if is(first, NUMBERS) => 1,
        _ => return false,
    };
    let dash = usize::from(tail.get(used).is_some_and(|l| l.text == "-"));
    let at = used.saturating_add(dash);
    let old = (1..=2).any(|n| tail.get(at.saturating_add(n)).is_some_and(|l| is(l, &["old", "age", "aged", "olds", "older"])));
    whole_word(tail.get(at)) && !old
}

/// "with 6 months" before the end, a sign, or what a look-back counts from.
fn slips(rest: &[Lexeme]) -> bool {
    const FROM: &[&str] = &[
        "admission",
        "baseline",
        "consent",
        "discharge",
        "enrollment",
        "enrolment",
        "entry",
        "inclusion",
        "randomisation",
        "randomization",
        "registration",
        "screening",
        "study",
        "surgery",
    ];
    if !counted(rest) {
        return false;
    }
    let Some(time) = rest.iter().take(6).position(|l| whole_word(Some(l))) else { return false };
    match rest.get(time.saturating_add(1)) {
        None => true,
        Some(l) if l.kind == LexemeKind::Sign => matches!(l.text.as_str(), "," | ";" | "." | ")"),
        Some(l) if is(l, BEFORE) => true,
        Some(l) if is(l, &["of"]) => rest.iter().skip(time.saturating_add(2)).take(2).any(|l| is(l, FROM)),
        Some(_) => false,
    }
}

fn whole_word(lexeme: Option<&Lexeme>) -> bool {
    lexeme.is_some_and(|l| l.text.len() > 2 && time_word(l, std::slice::from_ref(l)).is_some())
}

fn is(lexeme: &Lexeme, words: &[&str]) -> bool {
    words.iter().any(|w| lexeme.text.eq_ignore_ascii_case(w))
}
