//! Abbreviations: whether a bracket says again, shorter or longer, what stands before it.

/// Longest abbreviation, in characters.
const LONGEST: usize = 12;

/// Whether the words in a bracket stand for the words before it, or the other way round: an
/// abbreviation, a brand with its mark, the edition of a definition ("Sepsis-3"), the number of a
/// footnote, the "s" of a plural.
pub(super) fn stands_for(own: &str, bracket: &str) -> bool {
    let plural = matches!(bracket, "s" | "es" | "ies");
    let brand = bracket.split(' ').count() <= 2 && bracket.contains(['®', '™']);
    let footnote = bracket.chars().all(|c| c.is_ascii_digit() || c == ',' || c.is_whitespace());
    let long = own.rsplit(' ').next().is_some_and(|last| is_abbreviation(last) && initials(last, bracket));
    let edition = !bracket.contains(' ') && bracket.starts_with(char::is_alphabetic) && bracket.ends_with(|c: char| c.is_ascii_digit());
    // "ABX-877 (some drug)": the code of a drug, and its name.
    let code = own.rsplit(' ').next().is_some_and(is_code) && bracket.chars().all(|c| c.is_ascii_lowercase()) && bracket.len() > 4;
    plural || code || brand || edition || footnote || long || is_abbreviation(bracket) || !bracket.contains(' ') && initials(bracket, own)
}

/// Capitals and a number with a hyphen between.
fn is_code(word: &str) -> bool {
    word.split_once('-').is_some_and(|(letters, digits)| {
        letters.chars().all(|c| c.is_ascii_uppercase()) && !letters.is_empty() && digits.len() > 2 && digits.chars().all(|c| c.is_ascii_digit())
    })
}

/// A name without the brackets in it that only say a part of it again: "hepatitis B virus (HBV)
/// infection", "CMV (cytomegalovirus)-negative".
pub(super) fn said_once(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(open) = rest.find(['(', '[']) {
        let (before, bracket) = rest.split_at(open);
        let inner = bracket.get(1..).unwrap_or_default();
        let Some((inner, behind)) = inner.find([')', ']']).and_then(|end| Some((inner.get(..end)?, inner.get(end.saturating_add(1)..)?))) else {
            break;
        };
        let before = before.trim_end();
        out.push_str(before);
        let short = is_abbreviation(inner) && initials(inner, &out);
        let long = || out.rsplit(' ').next().is_some_and(|w| is_abbreviation(w) && initials(w, inner));
        // At the end of a name a bracket has a reading of its own.
        if behind.trim().is_empty() || !(short || long()) {
            out.push_str(rest.get(before.len()..rest.len().saturating_sub(behind.len())).unwrap_or_default());
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// One word, short, of mostly capitals.
fn is_abbreviation(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    !word.contains(' ') && word.chars().count() <= LONGEST && capitals >= 2 && capitals.saturating_mul(2) >= letters
}

/// Whether the letters of an abbreviation stand in the words in their order, and the first of
/// them begins a word.
fn initials(abbreviation: &str, words: &str) -> bool {
    let lower = words.to_lowercase();
    let mut letters = abbreviation.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let Some(first) = letters.next() else { return false };
    let begins = |word: &str| word.starts_with(first);
    let Some(from) = lower.split([' ', '-']).find(|w| begins(w)).and_then(|w| lower.find(w)) else { return false };
    let mut rest = lower.get(from..).unwrap_or_default().chars().skip(1);
    let short = abbreviation.chars().count() <= LONGEST && abbreviation.chars().count().saturating_mul(2) <= words.chars().count();
    short && letters.all(|letter| rest.any(|c| c == letter))
}
