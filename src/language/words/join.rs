//! Tokens that together are one number or its unit: "twenty-four", "half a year", "≥ 4
//! seizures per month", "between (16-24) weeks".

use super::token::{Kind, Token};
use crate::quantity::Scale;
use crate::time::TimeUnit;
use rust_decimal::Decimal;

/// How far behind a number its "per month" may stand.
const REACH: usize = 5;

/// Joins what belongs to one number.
pub(super) fn numbers(tokens: &mut Vec<Token>) {
    in_words(tokens);
    rates(tokens);
    volumes(tokens);
}

fn is_word(token: &Token) -> bool {
    token.text.chars().next().is_some_and(char::is_alphabetic)
}

/// "twenty-four", "one hundred", "half year".
fn in_words(tokens: &mut Vec<Token>) {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut rest = std::mem::take(tokens).into_iter().peekable();
    while let Some(mut token) = rest.next() {
        if token.text.eq_ignore_ascii_case("half") && rest.peek().is_some_and(|t| TimeUnit::from_word(&t.text).is_some()) {
            token.kind = Kind::Number(Decimal::new(5, 1));
            if let Some((time, unit)) = rest.peek_mut().and_then(|t| TimeUnit::from_word(&t.text).map(|unit| (t, unit))) {
                time.kind = Kind::Time(unit);
            }
        }
        if let Some(joined) = joined(out.as_slice(), &token) {
            while out.last().is_some_and(|t| t.kind == Kind::Dash) {
                out.pop();
            }
            if let Some(first) = out.last_mut() {
                first.kind = Kind::Number(joined);
                first.text = format!("{} {}", first.text, token.text);
                first.end = token.end;
                continue;
            }
        }
        out.push(token);
    }
    *tokens = out;
}

/// The number that the last word so far makes with the next one.
fn joined(before: &[Token], next: &Token) -> Option<Decimal> {
    let (first, dashed) = match before {
        [.., first, dash] if dash.kind == Kind::Dash && dash.glued && next.glued => (first, true),
        [.., first] => (first, false),
        [] => return None,
    };
    let (Kind::Number(a), Kind::Number(b)) = (&first.kind, &next.kind) else { return None };
    if !is_word(first) || !is_word(next) {
        return None;
    }
    let hundred = Decimal::from(100);
    let tens = *a >= Decimal::from(20) && *a < hundred && a.checked_rem(Decimal::TEN).is_some_and(|rest| rest.is_zero());
    if tens && *b >= Decimal::ONE && *b < Decimal::TEN {
        return a.checked_add(*b);
    }
    (!dashed && *b == hundred && *a < Decimal::TEN).then(|| a.checked_mul(hundred)).flatten()
}

/// "≥ 4 seizures per month": the time belongs to the number before the noun.
fn rates(tokens: &mut Vec<Token>) {
    let mut at = 0usize;
    while at < tokens.len() {
        let Some((per, unit)) = rate(tokens.get(at..).unwrap_or_default()) else {
            at = at.saturating_add(1);
            continue;
        };
        for i in [per, per.saturating_add(1)] {
            if let Some(token) = tokens.get_mut(at.saturating_add(i)) {
                token.kind = Kind::Filler;
            }
        }
        // "10 mg prednisone per day": the unit stands there already.
        if let Some(token) = tokens.get_mut(at.saturating_add(1)).filter(|t| matches!(t.kind, Kind::Unit(_))) {
            token.kind = Kind::Unit(Scale::Unit(format!("{}{unit}", token.text)));
        } else if let Some(end) = tokens.get(at).map(|t| t.end) {
            let token = Token { kind: Kind::Unit(Scale::Unit(unit)), text: String::new(), start: end, end, glued: true };
            tokens.insert(at.saturating_add(1), token);
        }
        at = at.saturating_add(2);
    }
}

/// Where "per month" stands behind a number that counts something, and the unit that it makes.
fn rate(rest: &[Token]) -> Option<(usize, String)> {
    let Some(Kind::Number(_)) = rest.first().map(|t| &t.kind) else { return None };
    let (mut nouns, mut counted) = (0usize, String::new());
    for (i, token) in rest.iter().enumerate().skip(1).take(REACH) {
        let per = matches!(token.lower().as_str(), "per" | "/" | "each" | "every" | "a");
        let unit = rest.get(i.saturating_add(1)).filter(|t| t.text.len() > 1).and_then(|t| TimeUnit::from_word(&t.text));
        if let (true, Some(unit)) = (per && nouns > 0, unit) {
            return Some((i, format!("{counted}/{}", unit.word().trim_end_matches('s'))));
        }
        match token.kind {
            // "2 or fewer days per month"
            Kind::Word if matches!(token.lower().as_str(), "day" | "days") => (nouns, counted) = (nouns.saturating_add(1), "days".to_owned()),
            Kind::Word | Kind::Finding(_) | Kind::Measure(_) => nouns = nouns.saturating_add(1),
            Kind::Suffix(_) | Kind::Severity(_) => {}
            Kind::Unit(_) if i == 1 && matches!(token.lower().as_str(), "mg" | "g" | "mcg" | "ug" | "ml") => {}
            Kind::Filler if token.text.eq_ignore_ascii_case("of") => {}
            _ => return None,
        }
    }
    None
}

/// "100,000 platelets/microL", "5 million spermatozoa/mL": the volume belongs to the number
/// before the noun.
fn volumes(tokens: &mut Vec<Token>) {
    let mut at = 0usize;
    while at < tokens.len() {
        let rest = tokens.get(at..).unwrap_or_default();
        at = at.saturating_add(1);
        let (million, behind) = match rest {
            [number, unit, behind @ ..] if matches!(number.kind, Kind::Number(_)) && is_million(unit) => (1usize, behind),
            [number, behind @ ..] if matches!(number.kind, Kind::Number(_)) => (0, behind),
            _ => continue,
        };
        let [noun, per, volume, ..] = behind else { continue };
        let counted = matches!(noun.kind, Kind::Measure(_) | Kind::Word) && noun.text.len() > 3 && noun.text.ends_with(['s', 'a']);
        let Some(volume) = volume_of(&volume.text).filter(|_| counted && matches!(per.lower().as_str(), "/" | "per")) else { continue };
        let unit = if million == 1 { format!("10^6/{volume}") } else { format!("/{volume}") };
        let place = at.saturating_add(million);
        for i in [place.saturating_add(1), place.saturating_add(2)] {
            if let Some(token) = tokens.get_mut(i) {
                token.kind = Kind::Filler;
            }
        }
        let end = place.checked_sub(1).and_then(|i| tokens.get(i)).map_or(0, |t| t.end);
        let token = Token { kind: Kind::Unit(Scale::Unit(unit)), text: String::new(), start: end, end, glued: true };
        match tokens.get_mut(at).filter(|_| million == 1) {
            Some(written) => written.kind = token.kind,
            None => tokens.insert(at, token),
        }
    }
}

fn is_million(token: &Token) -> bool {
    matches!(token.lower().as_str(), "million" | "millions")
}

/// "microL", "mL": the volume that a word names.
fn volume_of(word: &str) -> Option<&'static str> {
    match word.to_lowercase().as_str() {
        "ul" | "μl" | "mcl" | "microl" | "microliter" | "microlitre" | "cubic millimeter" => Some("uL"),
        "mm3" => Some("mm3"),
        "ml" | "milliliter" | "millilitre" => Some("mL"),
        "l" | "liter" | "litre" => Some("L"),
        _ => None,
    }
}
