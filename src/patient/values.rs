//! Values as people write them: `6.1 mmol/L`, `35%`, `positive`, `class III`.

use crate::quantity::{Decimal, Is, NumberError, parse_decimal};

/// What a text holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Written<'a> {
    /// A number, as written and as read, and the unit behind it; empty where none is.
    Number { value: Decimal, unit: &'a str },
    /// A result in words.
    Word(String),
    /// A number that no measurement can have.
    OutOfRange,
    /// A limit of detection, not a value.
    Limit,
    /// Neither.
    Neither,
}

/// Results that laboratories write in other words or signs than rules do.
const RESULTS: &[(&str, &str)] = &[
    ("+", "positive"),
    ("-", "negative"),
    ("abnormally high", "high"),
    ("abnormally low", "low"),
    ("detected", "detectable"),
    ("neg", "negative"),
    ("non-reactive", "nonreactive"),
    ("none detected", "undetectable"),
    ("not detectable", "undetectable"),
    ("not detected", "undetectable"),
    ("pos", "positive"),
    ("within normal limits", "normal"),
    ("wnl", "normal"),
];

/// Roman numerals of classes and grades.
const NUMERALS: &[(&str, i64)] = &[("i", 1), ("ii", 2), ("iii", 3), ("iv", 4), ("v", 5), ("vi", 6)];

/// Reads a value with or without its unit.
pub(super) fn written(text: &str) -> Written<'_> {
    let t = text.trim();
    if let Some(word) = result(t) {
        return Written::Word(word);
    }
    if t.starts_with(['<', '>', '≤', '≥', '=', '~']) {
        return Written::Limit;
    }
    let end = number_end(t);
    let (number, rest) = (t.get(..end).unwrap_or_default(), t.get(end..).unwrap_or_default());
    // "1,5", "1:40", "120/80" and "2-3" are no single numbers, and nobody may guess which.
    if rest.trim_start().starts_with([',', ':', ';', '-', '–', '−', '+']) || slashed(rest) {
        return Written::Neither;
    }
    match parse_decimal(&number.replace('−', "-")) {
        Ok(value) => Written::Number { value, unit: rest.trim() },
        Err(NumberError::Range(_)) => Written::OutOfRange,
        Err(_) => Written::Neither,
    }
}

/// One limit of a range, with the unit behind it.
type Side<'a> = Option<(Decimal, &'a str)>;

/// A reference range: `0.5-2.2`, `0.5 – 2.2 mmol/L`, `< 2.2`, `up to 2.2`, `> 60`.
pub(super) fn range(text: &str) -> Option<(Side<'_>, Side<'_>)> {
    let t = text.trim().trim_start_matches(['[', '(']).trim_end_matches([']', ')']).trim();
    let side = |text| match written(text) {
        Written::Number { value, unit } => Some((value, unit)),
        _ => None,
    };
    for sign in ["<=", "≤", "<", "up to "] {
        if let Some(rest) = t.strip_prefix(sign) {
            return Some((None, Some(side(rest)?)));
        }
    }
    for sign in [">=", "≥", ">", "from "] {
        if let Some(rest) = t.strip_prefix(sign) {
            return Some((Some(side(rest)?), None));
        }
    }
    let end = number_end(t);
    let low = parse_decimal(&t.get(..end)?.replace('−', "-")).ok()?;
    let rest = t.get(end..)?.trim_start();
    let high = ["-", "–", "−", "to ", ".."].iter().find_map(|dash| rest.strip_prefix(dash))?;
    let (high, unit) = side(high)?;
    Some((Some((low, unit)), Some((high, unit))))
}

/// A class or grade: `III`, `class III`, `NYHA 3`.
pub(super) fn class(text: &str) -> Option<Decimal> {
    let last = text.split_whitespace().last()?.to_lowercase();
    let numeral = NUMERALS.iter().find(|(numeral, _)| *numeral == last).map(|(_, value)| Decimal::from(*value));
    numeral.or_else(|| parse_decimal(&last).ok().filter(|v| v.fract().is_zero()))
}

/// A result in words, as rules write it.
fn result(text: &str) -> Option<String> {
    let plain = text.to_lowercase();
    let plain = RESULTS.iter().find(|(other, _)| *other == plain).map_or(plain.as_str(), |(_, usual)| usual);
    match Is::parse(plain) {
        Ok(Is::Word(word)) => Some(word),
        _ => None,
    }
}

/// Where a leading number ends. An `e` belongs to it only with a power behind it: `6 eq/L` and
/// `5e3` begin alike.
fn number_end(t: &str) -> usize {
    let mut end = 0;
    for (i, c) in t.char_indices() {
        let next = t.get(i.saturating_add(c.len_utf8())..).unwrap_or_default();
        let power = || {
            let digits = next.strip_prefix(['-', '+', '−']).unwrap_or(next);
            digits.starts_with(|d: char| d.is_ascii_digit())
        };
        let belongs = match c {
            '0'..='9' | '.' => true,
            '-' | '+' | '−' => i == 0 || t.get(..i).is_some_and(|before| before.ends_with(['e', 'E'])),
            'e' | 'E' => i > 0 && power() && !t.get(..i).is_some_and(|before| before.contains(['e', 'E'])),
            _ => false,
        };
        if !belongs {
            break;
        }
        end = i.saturating_add(c.len_utf8());
    }
    end
}

/// Whether a second number follows a slash: a blood pressure, a visual acuity.
fn slashed(rest: &str) -> bool {
    rest.trim_start().strip_prefix('/').is_some_and(|r| r.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_their_units() {
        for (text, value, unit) in [
            ("6.1 mmol/L", "6.1", "mmol/L"),
            ("6.1mmol/L", "6.1", "mmol/L"),
            (" 35.0% ", "35.0", "%"),
            ("130", "130", ""),
            ("-27 mmHg", "-27", "mmHg"),
            ("−27 mmHg", "-27", "mmHg"),
            ("5e3 /uL", "5000", "/uL"),
            ("2.5E-3 g/L", "0.0025", "g/L"),
            ("6 eq/L", "6", "eq/L"),
            ("6eq/L", "6", "eq/L"),
            ("150 x10^9/L", "150", "x10^9/L"),
            ("5 /min", "5", "/min"),
        ] {
            let Written::Number { value: found, unit: its } = written(text) else { panic!("{text}: {:?}", written(text)) };
            assert_eq!((found.to_string().as_str(), its), (value, unit), "{text}");
        }
    }

    #[test]
    fn what_is_no_single_number_is_not_made_one() {
        for text in ["1,5 mmol/L", "50.000.000", "1:40", "120/80 mmHg", "2-3", "2 – 3", "pending", "", "NaN", "hemolyzed", "e5", "--5"] {
            assert_eq!(written(text), Written::Neither, "{text}");
        }
        for text in ["< 0.5 mmol/L", ">100", "≥ 5"] {
            assert_eq!(written(text), Written::Limit, "{text}");
        }
        assert_eq!(written("1e400 mmol/L"), Written::OutOfRange);
        assert_eq!(written(&"9".repeat(29)), Written::OutOfRange);
    }

    #[test]
    fn results_in_words_are_read_as_rules_write_them() {
        for (text, word) in
            [("positive", "positive"), ("Negative", "negative"), ("neg", "negative"), ("+", "positive"), ("Not detected", "undetectable")]
        {
            assert_eq!(written(text), Written::Word(word.to_owned()), "{text}");
        }
    }

    #[test]
    fn reference_ranges_are_read_in_the_usual_forms() {
        for (text, low, high, unit) in [
            ("0.5-2.2", Some("0.5"), Some("2.2"), ""),
            ("0.5 – 2.2 mmol/L", Some("0.5"), Some("2.2"), "mmol/L"),
            ("[0.5 to 2.2]", Some("0.5"), Some("2.2"), ""),
            ("-2-3", Some("-2"), Some("3"), ""),
            ("< 40 U/L", None, Some("40"), "U/L"),
            ("up to 40", None, Some("40"), ""),
            (">= 60", Some("60"), None, ""),
        ] {
            let (l, h) = range(text).unwrap_or_else(|| panic!("{text}"));
            let expect = |n: Option<&'static str>| n.map(|n| (n.parse::<Decimal>().unwrap(), unit));
            assert_eq!((l, h), (expect(low), expect(high)), "{text}");
        }
        for bad in ["", "normal", "5", "1-2-3", "-"] {
            assert_eq!(range(bad), None, "{bad}");
        }
    }

    #[test]
    fn classes_are_read_in_roman_numerals() {
        for (text, value) in [("III", Some(3)), ("class iv", Some(4)), ("NYHA 2", Some(2)), ("class", None), ("2.5", None)] {
            assert_eq!(class(text), value.map(Decimal::from), "{text}");
        }
    }
}
