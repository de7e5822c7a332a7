//! Clinical spellings of units, turned into UCUM.
//!
//! UCUM (ucum.org, version 2.2) is strict about case and symbols; protocols and charts are
//! not. Some spellings even mean something else in UCUM: `K/uL` would be kelvin, `C` coulomb,
//! `pH` picohenry. This table is asked first.

use super::spelling_table::{CASED, PART, WHOLE};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

type Spellings = FxHashMap<&'static str, &'static str>;

static BY_CASE: LazyLock<Spellings> = LazyLock::new(|| CASED.iter().copied().collect());
static WHOLES: LazyLock<Spellings> = LazyLock::new(|| WHOLE.iter().copied().collect());
static PARTS: LazyLock<Spellings> = LazyLock::new(|| PART.iter().copied().collect());

/// The UCUM spelling of a unit as charts and protocols write it. What is not known here is
/// given back with only its characters folded, for UCUM itself to judge.
///
/// ```
/// use trialsieve::quantity::ucum_spelling;
/// assert_eq!(ucum_spelling("mm Hg"), "mm[Hg]");
/// assert_eq!(ucum_spelling("mmol per liter"), "mmol/L");
/// assert_eq!(ucum_spelling("mcg/kg/min"), "ug/kg/min");
/// assert_eq!(ucum_spelling("x10^9/L"), "10*9/L");
/// assert_eq!(ucum_spelling("mL/min/1.73m²"), "mL/min/{1.73_m2}");
/// assert_eq!(ucum_spelling("K/uL"), "10*3/uL");
/// ```
pub fn ucum_spelling(text: &str) -> String {
    let folded = fold(text);
    if let Some(ucum) = BY_CASE.get(folded.as_str()) {
        return (*ucum).to_owned();
    }
    let lower = folded.to_lowercase();
    if let Some(ucum) = WHOLES.get(lower.as_str()) {
        return (*ucum).to_owned();
    }
    let (body, per_surface) = strip_body_surface(&folded);
    let mut out = String::new();
    for (i, part) in body.split('/').enumerate() {
        if i > 0 {
            out.push('/');
        }
        let factors: Vec<String> = part.split('.').map(spell_part).collect();
        out.push_str(&factors.join("."));
    }
    let mut out = out.strip_prefix("1/").map_or(out.clone(), |rest| format!("/{rest}"));
    if per_surface {
        out.push_str("/{1.73_m2}");
    }
    out
}

/// Whether a word is one that units are made of ("mmHg", "liter", "kg"), so that it may be
/// read as one behind a number.
pub fn is_unit_word(word: &str) -> bool {
    let folded = fold(word);
    let lower = folded.to_lowercase();
    PARTS.contains_key(lower.as_str()) || WHOLES.contains_key(lower.as_str()) || BY_CASE.contains_key(folded.as_str())
}

/// Characters that mean the same: µ and u, superscripts and digits, `·` and `.`, "per" and `/`.
fn fold(text: &str) -> String {
    let mut t = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            'µ' | 'μ' => t.push('u'),
            '⁻' | '−' | '–' => t.push('-'),
            c if superscript(c).is_some() => t.extend(['^'].into_iter().chain(superscript(c))),
            '·' | '⋅' | '•' | '*' => t.push('.'),
            '×' => t.push('x'),
            '／' | '∕' | '⁄' => t.push('/'),
            '％' => t.push('%'),
            c if c.is_whitespace() => t.push(' '),
            c => t.push(c),
        }
    }
    let words: Vec<&str> = t.split(' ').filter(|w| !w.is_empty()).map(|w| if w.eq_ignore_ascii_case("per") { "/" } else { w }).collect();
    // "10*9" came out as "10.9": the star of a power is not a product.
    let joined = words.concat().replace("10.", "10*").replace("10^", "10*").replace("10**", "10*").replace('^', "");
    let joined = joined.strip_prefix(['x', 'X']).filter(|rest| rest.starts_with("10")).map_or(joined.clone(), str::to_owned);
    // "10(9)/L"
    if let Some(rest) = joined.strip_prefix("10(")
        && let Some((power, tail)) = rest.split_once(')')
    {
        return format!("10*{power}{tail}");
    }
    joined
}

fn superscript(c: char) -> Option<char> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|s| s == c).and_then(|i| char::from_digit(u32::try_from(i).ok()?, 10))
}

/// Takes "/1.73m2" off a clearance: body surface is what it is scaled to, not divided by.
fn strip_body_surface(folded: &str) -> (&str, bool) {
    for tail in ["/1.73m2", "/1.73sqm", "/1.73m", "/1.73", "/{1.73_m2}"] {
        let cut = folded.len().checked_sub(tail.len());
        if let Some(cut) = cut
            && let (Some(head), Some(end)) = (folded.get(..cut), folded.get(cut..))
            && end.eq_ignore_ascii_case(tail)
        {
            return (head, true);
        }
    }
    (folded, false)
}

fn spell_part(part: &str) -> String {
    let lower = part.to_lowercase();
    if let Some(ucum) = PARTS.get(lower.as_str()) {
        return (*ucum).to_owned();
    }
    part.to_owned()
}

/// A UCUM unit as people write it: `mmHg`, `10^9/L`, `°C`; empty for pure numbers.
pub(super) fn display_ucum(ucum: &str) -> String {
    match ucum {
        "1" => return String::new(),
        "Cel" => return "°C".to_owned(),
        "[degF]" => return "°F".to_owned(),
        "a" => return "years".to_owned(),
        "mo" => return "months".to_owned(),
        "wk" => return "weeks".to_owned(),
        "d" => return "days".to_owned(),
        _ => {}
    }
    ucum.replace("mm[Hg]", "mmHg")
        .replace("cm[H2O]", "cmH2O")
        .replace("[iU]", "IU")
        .replace("10*", "10^")
        .replace("{1.73_m2}", "1.73 m²")
        .replace("/m2", "/m²")
        .replace("ug/", "µg/")
        .replace("umol", "µmol")
        .replace("uL", "µL")
        .replace("[lb_av]", "lb")
        .replace("[in_i]", "in")
        .replace("meq", "mEq")
}
