//! One pass over the vocabulary and the known wordings: text becomes tokens.

mod classes;
mod clock;
mod codes;
mod compared;
mod join;
mod lexeme;
mod line;
mod lines;
mod lower;
mod mend;
mod naming;
mod notation;
mod number;
mod pairs;
mod prefix;
mod scale;
mod severities;
mod token;
mod unit;

pub(crate) use codes::spelled;
pub(crate) use lower::Lower;
pub(crate) use token::{Group, Kind, Link, Token};

use crate::vocabulary::{Entry, Vocabulary};
use lexeme::{Lexeme, LexemeKind, lexemes};
use line::Line;

/// Cuts a criterion into tokens.
pub(crate) fn tokens(text: &str, vocabulary: &Vocabulary) -> Vec<Token> {
    let line = Line::new(lexemes(text));
    let lexemes = &line.lexemes;
    let mut out: Vec<Token> = Vec::new();
    let mut heads = lines::heads(lexemes).into_iter().peekable();
    let mut i = 0usize;
    while i < lexemes.len() {
        let head = heads.next_if(|h| h.at <= i).filter(|h| h.at == i);
        // A line that ends in a comparison goes on behind the next bullet.
        let goes_on = matches!(out.last().map(|t| &t.kind), Some(Kind::Comparator(_) | Kind::Between | Kind::Within));
        let (kind, used) = match head {
            Some(head) if goes_on => (Kind::Filler, head.used),
            Some(head) => (Kind::Item(head.depth), head.used),
            None => next(&line, i, &out, vocabulary),
        };
        let used = used.max(1);
        let taken = lexemes.get(i..i.saturating_add(used)).unwrap_or_default();
        if let (Some(first), Some(last)) = (taken.first(), taken.last()) {
            let text = taken.iter().fold(String::new(), |mut text, l| {
                if !l.glued && !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(&l.text);
                text
            });
            out.push(Token { kind, text, start: first.start, end: last.end, glued: first.glued });
        }
        i = i.saturating_add(used);
    }
    compared::mend(&mut out);
    classes::listed(&mut out, vocabulary);
    pairs::part(&mut out, vocabulary);
    compared::undecided(&mut out);
    join::numbers(&mut out);
    scale::ends(&mut out, vocabulary);
    notation::join_weeks(&mut out);
    codes::join(&mut out);
    codes::capitals(&mut out, vocabulary);
    codes::elapsed(&mut out);
    mend::of_so_many(&mut out);
    mend::close_exceptions(&mut out);
    mend::pair_brackets(&mut out);
    mend::part_at_slashes(&mut out);
    mend::genera(&mut out);
    mend::partners(&mut out, vocabulary);
    mend::sites(&mut out);
    mend::explained(&mut out);
    naming::of_whichever(&mut out);
    naming::feasible(&mut out);
    naming::whoever(&mut out);
    naming::parenthetical(&mut out);
    naming::given_from(&mut out);
    prefix::join(&mut out, vocabulary);
    mend::join_adverbs(&mut out);
    mend::eligible_for(&mut out);
    mend::or_earlier(&mut out);
    let mut out = severities::join(out);
    severities::before_adjectives(&mut out);
    out
}

/// The token at a place, and how many lexemes it takes.
fn next(line: &Line, i: usize, out: &[Token], vocabulary: &Vocabulary) -> (Kind, usize) {
    let before = out.last();
    let Some(lexeme) = line.lexemes.get(i) else { return (Kind::Filler, 1) };
    let rest = line.lexemes.get(i..).unwrap_or_default();
    // "-  7. allergy to …": an item's number behind its dash.
    let first = out.iter().all(|t| t.kind == Kind::Dash && t.text == "-");
    if let Some(found) = enumerator(rest, before, first) {
        return found;
    }
    // "20 y/o": years of age.
    if matches!(before.map(|t| &t.kind), Some(Kind::Number(_)))
        && let [y, slash, o, ..] = rest
        && y.text.eq_ignore_ascii_case("y")
        && slash.text == "/"
        && o.text.eq_ignore_ascii_case("o")
        && o.glued
    {
        return (Kind::AgeWord, 3);
    }
    if let Some(found) = clock::read(rest, out) {
        return found;
    }
    if (matches!(before.map(|t| &t.kind), Some(Kind::Number(_))) || compared::range_ends(out))
        && let Some(found) = unit::read(rest)
    {
        return found;
    }
    if let Some(found) = notation::read(rest, before) {
        return found;
    }
    if let Some(found) = negative(rest, out) {
        return found;
    }
    if let Some(used) = prefix::other_kind(line, i, vocabulary) {
        return (Kind::Word, used);
    }
    // "ring-like": no examples follow.
    if lexeme.text.eq_ignore_ascii_case("like") && lexeme.glued && before.is_some_and(|t| t.kind == Kind::Dash && t.glued) {
        return (Kind::Word, 1);
    }
    let name = line.name(i, vocabulary);
    match lexeme.kind {
        LexemeKind::Number => {
            // "2-hour glucose", "5-ASA": a name may begin with a number, but then it is long.
            if let Some((entry, used)) = name.filter(|(_, used)| *used > 1) {
                return (named(entry), used);
            }
            number::read(rest).map_or((Kind::Word, 1), |(value, used)| (Kind::Number(value), used))
        }
        // "18+"
        LexemeKind::Sign if lexeme.text == "+" && lexeme.glued && matches!(before.map(|t| &t.kind), Some(Kind::Number(_) | Kind::Time(_))) => {
            (Kind::Suffix(crate::quantity::Op::AtLeast), 1)
        }
        // "CD4+ cells": a sign of the name, joining nothing.
        LexemeKind::Sign
            if lexeme.text == "+"
                && lexeme.glued
                && rest.get(1).is_none_or(|next| !next.glued || next.kind == LexemeKind::Sign)
                && matches!(before.map(|t| &t.kind), Some(Kind::Word | Kind::Finding(_) | Kind::Measure(_))) =>
        {
            (Kind::Filler, 1)
        }
        LexemeKind::Sign => sign(&lexeme.text),
        LexemeKind::Word => {
            if let Some(found) = class(lexeme, before, vocabulary) {
                return (Kind::Number(found), 1);
            }
            let wording = line.wording(i);
            // "upper and lower limbs": no bound stands there.
            // "a sprain or lower limb fracture": the word is a name's first.
            let named_so = || line.name(i.saturating_add(1), vocabulary).is_some_and(|(_, used)| used > 1);
            let parallel = before.is_some_and(|t| t.text.eq_ignore_ascii_case("upper")) || named_so();
            let wording = match wording {
                Some((Kind::Suffix(_), _)) if parallel => Some((if lexeme.text.eq_ignore_ascii_case("and") { Kind::And } else { Kind::Or }, 1)),
                other => other,
            };
            // "3 months of life expectancy": a name goes on where the wording ends.
            let within_name = |words: usize| {
                let inner = || line.name(i.saturating_add(1), vocabulary).is_some_and(|(_, used)| used >= words);
                words > 1 && lexeme.text.eq_ignore_ascii_case("of") && inner()
            };
            let wording = match wording {
                Some((Kind::AgeWord, words)) if within_name(words) => Some((Kind::Filler, 1)),
                other => other,
            };
            // "in situ cervical cancer": the "in" is part of the name.
            let latin = rest.get(1).is_some_and(|l| matches!(l.lower().as_str(), "situ" | "utero" | "vitro" | "vivo"));
            if lexeme.text.eq_ignore_ascii_case("in") && latin && name.as_ref().is_none_or(|(_, used)| *used < 2) {
                return (Kind::Word, 2);
            }
            match (wording, name) {
                (Some((kind, words)), Some((entry, used))) => {
                    if used > words {
                        (named(entry), used)
                    } else {
                        (kind, words)
                    }
                }
                (Some((kind, words)), None) => (kind, words),
                (None, Some((entry, used))) => (named(entry), used),
                (None, None) => (Kind::Word, 1),
            }
        }
    }
}

/// "≤ -2.5", "between -1.5 and -6": a hyphen right before a number, where a number is due.
fn negative(rest: &[Lexeme], out: &[Token]) -> Option<(Kind, usize)> {
    let before = out.last();
    let sign = rest.first().filter(|l| l.text == "-")?;
    let number = rest.get(1).filter(|l| l.kind == LexemeKind::Number && l.glued)?;
    let due = match &before?.kind {
        Kind::Comparator(_) | Kind::Between => true,
        Kind::After => !sign.glued,
        // "HTLV-1 or -2" counts nothing below zero.
        Kind::And | Kind::Or => {
            let low = |t: &Token| t.kind == Kind::Between || matches!(t.kind, Kind::Number(n) if n.is_sign_negative());
            !sign.glued && out.iter().rev().take(6).any(low)
        }
        Kind::Dash => !sign.glued && before.is_some_and(|t| t.text != "-"),
        // "myopia of -1 to -6 diopters": the other end is below zero, too.
        Kind::Filler | Kind::With | Kind::Measure(_) | Kind::Finding(_) | Kind::Word => !sign.glued && to_negative(rest),
        _ => false,
    };
    let (value, used) = number::read(rest.get(1..)?).filter(|_| due && !number.text.is_empty())?;
    let used = used.saturating_add(1);
    // "-1- to -10": the second hyphen says no more than the "to".
    let twice = matches!(rest.get(used..used.saturating_add(2)), Some([dash, to]) if dash.text == "-" && to.text.eq_ignore_ascii_case("to"));
    Some((Kind::Number(rust_decimal::Decimal::ZERO.checked_sub(value)?), used.saturating_add(usize::from(twice))))
}

/// Whether behind a number and its unit another end follows that has a sign of its own.
fn to_negative(rest: &[Lexeme]) -> bool {
    let near = rest.get(2..).unwrap_or_default();
    let to = near.iter().take(4).position(|l| l.text.eq_ignore_ascii_case("to"));
    let end = to.and_then(|at| near.get(at.saturating_add(1)..at.saturating_add(3)));
    matches!(end, Some([sign, number]) if sign.text == "-" && !sign.glued && number.kind == LexemeKind::Number && number.glued)
}

/// A Roman numeral behind a measure of classes, or in a list of them ("NYHA class III or IV").
fn class(lexeme: &Lexeme, before: Option<&Token>, vocabulary: &Vocabulary) -> Option<rust_decimal::Decimal> {
    let value = ["I", "II", "III", "IV", "V"].iter().position(|r| *r == lexeme.text)?;
    let follows = match &before?.kind {
        Kind::Measure(id) => vocabulary.measure(*id).is_some_and(|m| m.ordinal),
        // After the first numeral the others stand behind a sign: only numerals are near.
        Kind::Or | Kind::And | Kind::Dash | Kind::Comma | Kind::Slash => value > 0,
        Kind::Comparator(_) => true,
        Kind::Word | Kind::Filler => matches!(before?.lower().as_str(), "class" | "classes" | "functional class") && value < 4,
        _ => false,
    };
    follows.then(|| rust_decimal::Decimal::from(value.saturating_add(1)))
}

fn named(entry: Entry) -> Kind {
    match entry {
        Entry::Measure(id) => Kind::Measure(id),
        Entry::Finding(id) => Kind::Finding(id),
    }
}

fn sign(text: &str) -> (Kind, usize) {
    use crate::quantity::Op;
    let kind = match text {
        ">=" => Kind::Comparator(Op::AtLeast),
        "<=" => Kind::Comparator(Op::AtMost),
        ">" => Kind::Comparator(Op::Greater),
        "<" => Kind::Comparator(Op::Less),
        "=" => Kind::Comparator(Op::Equal),
        "-" | "~" => Kind::Dash,
        "±" => Kind::PlusMinus,
        "/" => Kind::Slash,
        "," => Kind::Comma,
        ";" => Kind::Semicolon,
        "." => Kind::Stop,
        ":" => Kind::Colon,
        "(" | "[" | "{" => Kind::Open,
        ")" | "]" | "}" => Kind::Close,
        "&" => Kind::And,
        "+" => Kind::And,
        _ => Kind::Filler,
    };
    (kind, 1)
}

/// `(1)`, `2)`, `a.`: the head of an item, where a list can begin.
fn enumerator(rest: &[Lexeme], before: Option<&Token>, first: bool) -> Option<(Kind, usize)> {
    let text = |i: usize| rest.get(i).map(|l| l.text.as_str());
    let head = |t: &str| {
        t.len() <= 2 && t.bytes().all(|b| b.is_ascii_digit())
            || t.len() == 1 && t.bytes().all(|b| b.is_ascii_lowercase())
            || matches!(t, "ii" | "iii" | "iv" | "vi" | "vii" | "viii" | "ix" | "xi" | "xii" | "xiii" | "xiv")
    };
    let can_begin = before.is_none_or(|t| {
        matches!(
            t.kind,
            Kind::Colon
                | Kind::Semicolon
                | Kind::Stop
                | Kind::Comma
                | Kind::And
                | Kind::Or
                | Kind::CriteriaWord
                | Kind::Following(_)
                | Kind::Defined
                | Kind::Examples
                | Kind::Link(_)
                | Kind::Enumerator
        )
    });
    let bracketed = text(0) == Some("(")
        && text(1).is_some_and(head)
        && text(2) == Some(")")
        && rest.get(3).is_some_and(|l| l.kind == LexemeKind::Word || l.text == "<" || l.text == ">" || l.text == ">=" || l.text == "<=");
    if bracketed && can_begin {
        return Some((Kind::Enumerator, 3));
    }
    let half = text(0).is_some_and(head)
        && text(1) == Some(")")
        && rest.get(1).is_some_and(|l| l.glued)
        && rest.get(2).is_some_and(|l| l.kind == LexemeKind::Word);
    if half && can_begin {
        return Some((Kind::Enumerator, 2));
    }
    // "1. Age …": only at the very beginning, elsewhere a point ends a sentence.
    let numbered = first && text(0).is_some_and(head) && text(1) == Some(".") && rest.get(2).is_some_and(|l| !l.glued);
    if numbered {
        return Some((Kind::Enumerator, 2));
    }
    None
}
