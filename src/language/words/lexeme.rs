//! A criterion cut into words, numbers and signs, with their places in the original text.

/// A word, a number or a sign.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lexeme {
    /// As written, with full-width and other odd characters folded.
    pub text: String,
    /// What it is.
    pub kind: LexemeKind,
    /// First character in the original, in code points.
    pub start: usize,
    /// Character after the last.
    pub end: usize,
    /// Whether it follows the one before without a blank.
    pub glued: bool,
    /// At the head of a line behind the first: the blanks before it.
    pub indent: Option<usize>,
}

impl Lexeme {
    /// Its text in lower case.
    pub fn lower(&self) -> super::lower::Lower<'_> {
        super::lower::Lower::of(&self.text)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LexemeKind {
    Word,
    Number,
    Sign,
}

/// Words with dots inside, as one word each.
const DOTTED: &[(&str, &str)] = &[
    ("e.g.", "e.g"),
    ("i.e.", "i.e"),
    ("i. e.", "i.e"),
    ("e. g.", "e.g"),
    ("e.g", "e.g"),
    ("i.e", "i.e"),
    ("etc.", "etc"),
    ("vs.", "vs"),
    ("approx.", "approx"),
];

/// Signs of several characters, the longest first.
const SIGNS: &[(&str, &str)] = &[
    ("> or =", ">="),
    ("< or =", "<="),
    (">or=", ">="),
    ("<or=", "<="),
    ("> or equal to", ">="),
    ("< or equal to", "<="),
    (">or equal to", ">="),
    ("<or equal to", "<="),
    ("=/>", ">="),
    ("=/<", "<="),
    ("= / >", ">="),
    ("= / <", "<="),
    ("= or >", ">="),
    ("= or <", "<="),
    ("≥/=", ">="),
    ("≤/=", "<="),
    ("≥ =", ">="),
    ("≤ =", "<="),
    ("≥ or =", ">="),
    ("≤ or =", "<="),
    ("≥ or equal to", ">="),
    ("≤ or equal to", "<="),
    ("> or equal", ">="),
    ("< or equal", "<="),
    (">or equal", ">="),
    ("<or equal", "<="),
    (">/ =", ">="),
    ("</ =", "<="),
    ("> >", ">"),
    ("< <", "<"),
    (">=>", ">="),
    ("<=<", "<="),
    ("> / =", ">="),
    ("< / =", "<="),
    (">/=", ">="),
    ("</=", "<="),
    ("> =", ">="),
    ("< =", "<="),
    (">_", ">="),
    ("<_", "<="),
    ("≥>", ">="),
    ("≤<", "<="),
    (">=", ">="),
    ("<=", "<="),
    ("=>", ">="),
    ("=<", "<="),
    ("= >", ">="),
    ("= <", "<="),
    ("≥=", ">="),
    ("≤=", "<="),
    ("≥≥", ">="),
    ("≤≤", "<="),
    (">>", ">"),
    ("<<", "<"),
    (">≥", ">="),
    ("<≤", "<="),
    ("+/-", "±"),
    ("--", "-"),
    ("≥", ">="),
    ("≤", "<="),
];

/// One character for those that mean the same.
pub(super) fn fold_char(c: char) -> char {
    match c {
        '⩾' | '≧' | '≥' | '⋝' => '≥',
        '⩽' | '≦' | '≤' => '≤',
        '﹥' | '＞' | '›' => '>',
        '﹤' | '＜' | '‹' => '<',
        '＝' => '=',
        '（' | '【' | '［' => '(',
        '）' | '】' | '］' => ')',
        '，' | '、' => ',',
        '；' => ';',
        '：' => ':',
        '。' => '.',
        '～' | '〜' | '∼' | '˜' => '~',
        '–' | '—' | '‐' | '‑' | '−' | '‒' | '﹣' | '－' => '-',
        '’' | '‘' | '´' | '`' => '\'',
        '“' | '”' | '«' | '»' => '"',
        '％' => '%',
        'µ' => 'μ',
        '⁄' | '∕' | '／' => '/',
        '⋅' | '•' | '∙' | '‧' => '·',
        '✕' | '╳' | '⨯' => '×',
        c if ('０'..='９').contains(&c) => char::from_u32(u32::from(c).saturating_sub(0xFEE0)).unwrap_or(c),
        c if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' => ' ',
        c => c,
    }
}

/// Cuts a text. Every character that is not blank belongs to exactly one lexeme.
pub(crate) fn lexemes(text: &str) -> Vec<Lexeme> {
    let written: Vec<char> = text.chars().collect();
    let chars: Vec<char> = written.iter().copied().map(fold_char).collect();
    let mut out: Vec<Lexeme> = Vec::new();
    let mut indent = None;
    let mut i = 0usize;
    while let Some(&c) = chars.get(i) {
        if written.get(i) == Some(&'\n') {
            indent = Some(0);
        } else if c == ' ' {
            indent = indent.map(|n: usize| n.saturating_add(if written.get(i) == Some(&'\t') { 4 } else { 1 }));
        }
        if c == ' ' || (c == '\\' && chars.get(i.saturating_add(1)).is_some_and(|n| n.is_ascii_punctuation())) {
            i = i.saturating_add(1);
            continue;
        }
        let rest = chars.get(i..).unwrap_or_default();
        let (text, kind, length) = next(rest);
        let end = i.saturating_add(length.max(1));
        let glued = out.last().is_some_and(|l| l.end == i);
        let indent = indent.take().filter(|_| !out.is_empty());
        out.push(Lexeme { text, kind, start: i, end, glued, indent });
        i = end;
    }
    out
}

fn next(rest: &[char]) -> (String, LexemeKind, usize) {
    let first = rest.first().copied().unwrap_or(' ');
    // Most words begin with none of the beginnings of the two tables.
    let dotted = matches!(first.to_ascii_lowercase(), 'e' | 'i' | 'v' | 'a');
    let signed = matches!(first, '>' | '<' | '=' | '≥' | '≤' | '+' | '-');
    for (written, folded) in DOTTED.iter().filter(|_| dotted) {
        if starts_with(rest, written) && !rest.get(written.chars().count()).is_some_and(|c| c.is_alphanumeric()) {
            return ((*folded).to_owned(), LexemeKind::Word, written.chars().count());
        }
    }
    for (written, folded) in SIGNS.iter().filter(|_| signed) {
        if starts_with(rest, written) {
            return ((*folded).to_owned(), LexemeKind::Sign, written.chars().count());
        }
    }
    if first.is_ascii_digit() || (first == '.' && rest.get(1).is_some_and(char::is_ascii_digit)) {
        let length = number_length(rest);
        let text: String = rest.iter().take(length).collect();
        return match ordinal(rest.get(length..).unwrap_or_default()) {
            Some(Ordinal::Percentile(behind)) => (text, LexemeKind::Number, length.saturating_add(behind)),
            Some(Ordinal::Place(behind)) => {
                let all = length.saturating_add(behind);
                (rest.iter().take(all).collect(), LexemeKind::Word, all)
            }
            None => (text, LexemeKind::Number, length),
        };
    }
    // "°C", "° C": one word.
    if first == '°' {
        let blank = usize::from(rest.get(1) == Some(&' '));
        if let Some(scale) = rest.get(blank.saturating_add(1)).filter(|c| matches!(c, 'C' | 'F' | 'c' | 'f'))
            && !rest.get(blank.saturating_add(2)).is_some_and(|c| c.is_alphanumeric())
        {
            return (format!("°{}", scale.to_ascii_uppercase()), LexemeKind::Word, blank.saturating_add(2));
        }
    }
    if first.is_alphabetic() || first == '%' || first == '°' || first == '℃' {
        let length = if first.is_alphabetic() { word_length(rest) } else { 1 };
        // "100x109/L": the sign of multiplication, and a power of ten that lost its raised digit.
        if first == 'x'
            && rest.get(length) == Some(&'/')
            && ["x103", "x106", "x109", "x1012"].iter().any(|p| p.len() == length && starts_with(rest, p))
        {
            return ("x".to_owned(), LexemeKind::Word, 1);
        }
        return (rest.iter().take(length).collect(), LexemeKind::Word, length);
    }
    (first.to_string(), LexemeKind::Sign, 1)
}

/// What "th" behind a number says.
enum Ordinal {
    /// "10th percentile": the number is compared.
    Percentile(usize),
    /// "5th grade", "1st of January": the number is part of a name.
    Place(usize),
}

/// "st", "nd", "rd" or "th" right behind a number.
fn ordinal(behind: &[char]) -> Option<Ordinal> {
    let glued = ["st", "nd", "rd", "th"].iter().any(|e| starts_with(behind, e)) && !behind.get(2).is_some_and(|c| c.is_alphanumeric());
    if !glued {
        return None;
    }
    let next: String = behind.iter().skip(2).skip_while(|c| **c == ' ').take_while(|c| c.is_alphabetic() || **c == '%').collect();
    let percentile = matches!(next.to_lowercase().as_str(), "percentile" | "centile" | "percentiles" | "centiles" | "%ile" | "and" | "or" | "to");
    Some(if percentile { Ordinal::Percentile(2) } else { Ordinal::Place(2) })
}

fn starts_with(rest: &[char], text: &str) -> bool {
    let mut n = 0usize;
    for c in text.chars() {
        if !rest.get(n).is_some_and(|r| r.eq_ignore_ascii_case(&c)) {
            return false;
        }
        n = n.saturating_add(1);
    }
    true
}

/// Digits with points and commas between them.
fn number_length(rest: &[char]) -> usize {
    let mut n = 0usize;
    while let Some(c) = rest.get(n) {
        let next_is_digit = rest.get(n.saturating_add(1)).is_some_and(char::is_ascii_digit);
        if *c == ',' && next_is_digit && lists_digits(rest, n) {
            break;
        }
        if c.is_ascii_digit() || ((*c == '.' || *c == ',') && next_is_digit) {
            n = n.saturating_add(1);
        } else {
            break;
        }
    }
    n
}

/// Whether a comma between single digits parts a list ("1,2 or 3", "1,2,3"), not a number from
/// its decimals.
fn lists_digits(rest: &[char], comma: usize) -> bool {
    let digit = |i: usize| rest.get(i).is_some_and(char::is_ascii_digit);
    let (before, after) = (comma.checked_sub(1), comma.saturating_add(1));
    let single = before.is_some_and(|i| digit(i) && i == 0) && digit(after) && !digit(after.saturating_add(1));
    let behind: String = rest.iter().skip(after.saturating_add(1)).take(5).collect();
    let goes_on = [" or ", " and ", " & ", ", or ", ", and"].iter().any(|c| behind.starts_with(c))
        || (behind.starts_with(',')
            && behind.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
            && !behind.chars().nth(2).is_some_and(|c| c.is_ascii_digit()));
    single && goes_on
}

/// Letters, and digits and apostrophes behind them: `SvO2`, `m2`, `Crohn's`.
fn word_length(rest: &[char]) -> usize {
    let mut n = 0usize;
    while let Some(c) = rest.get(n) {
        let next_is_letter = rest.get(n.saturating_add(1)).is_some_and(|c| c.is_alphabetic());
        if c.is_alphanumeric() || (*c == '\'' && next_is_letter) {
            n = n.saturating_add(1);
        } else {
            break;
        }
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tables are asked only where a text begins as one of their rows can.
    #[test]
    fn every_row_of_the_tables_is_reached() {
        for (written, folded) in DOTTED.iter().chain(SIGNS) {
            let lexeme = lexemes(written).into_iter().next().unwrap();
            assert_eq!((lexeme.text.as_str(), lexeme.end), (*folded, written.chars().count()), "{written}");
        }
    }

    #[test]
    fn text_is_cut_into_words_numbers_and_signs() {
        let cut = |t: &str| lexemes(t).into_iter().map(|l| l.text).collect::<Vec<_>>();
        assert_eq!(cut("SvO2 < 55%"), ["SvO2", "<", "55", "%"]);
        assert_eq!(cut("age ≥18, 2L/min"), ["age", ">=", "18", ",", "2", "L", "/", "min"]);
        assert_eq!(cut("> or = 1,000.5 e.g. x"), [">=", "1,000.5", "e.g", "x"]);
        assert_eq!(cut("（＞３ hr）"), ["(", ">", "3", "hr", ")"]);
        assert_eq!(cut("\\< 5"), ["<", "5"]);
        assert_eq!(cut("Crohn's VA-ECMO"), ["Crohn's", "VA", "-", "ECMO"]);
    }

    #[test]
    fn every_character_has_its_place() {
        let text = "Âge ≥ 18 – 75";
        let chars: Vec<char> = text.chars().collect();
        for l in lexemes(text) {
            let original: String = chars[l.start..l.end].iter().map(|c| fold_char(*c)).collect();
            assert!(original == l.text || l.kind == LexemeKind::Sign, "{original} {}", l.text);
        }
    }
}
