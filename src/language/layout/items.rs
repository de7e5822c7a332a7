//! Items of a section: bullets, numbers, nesting, continued lines.

use super::heading::{Section, alternatives, announces, words_of};

/// One criterion's text; children stand in it on lines of their own, with their bullets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::language) struct Item {
    pub text: String,
    /// The heading above it, where it names a part of the participants.
    pub group: Option<String>,
    /// The heading above it, where it names what the item is about.
    pub topic: Option<String>,
}

/// A line with a bullet: how deep it stands, what sort of bullet, and what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bullet<'l> {
    indent: usize,
    sort: Sort,
    text: &'l str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Sign(char),
    Number,
    Letter,
    Roman,
}

/// Longer lines without an end are lines of a paragraph that was wrapped.
const WRAPPED: usize = 60;

/// What a list holds that has nothing to say.
const NOTHING: &[&str] = &[
    "",
    "and",
    "n/a",
    "na",
    "no",
    "no exclusion criteria",
    "no exclusions",
    "none",
    "none known",
    "none specified",
    "none stated",
    "not applicable",
    "not specified",
    "not stated",
    "nothing",
    "nil",
    "no other criteria",
    "no specific exclusion criteria",
    "any",
    "unspecified",
];

impl Item {
    fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A line and the list that it announces, as one criterion.
    pub(super) fn with_children(parent: &str, lines: &[&str]) -> Self {
        let parent = parent.trim();
        let mut text = bullet(parent).map_or(parent, |b| b.text).trim().to_owned();
        for line in lines.iter().filter(|l| !l.trim().is_empty()) {
            text.push(if bullet(line).is_some() { '\n' } else { ' ' });
            text.push_str(if bullet(line).is_some() { line.trim_end() } else { line.trim() });
        }
        Self::new(text)
    }

    /// Whether it only says more about the item before it.
    pub(super) fn is_note(&self) -> bool {
        let text = self.text.trim_start_matches(['*', '†', '‡', '(', '[', ' ']);
        let word: String = text.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        let rest = text.get(word.len()..).unwrap_or_default().trim_start();
        match word.as_str() {
            "note" | "nota" | "notes" => rest.starts_with([':', '-', '–', ',', '.']) || rest.starts_with("that "),
            "exception" | "exceptions" => rest.starts_with([':', '-', '–']),
            _ => false,
        }
    }

    /// Whether it has nothing to say ("None", "Not specified").
    fn is_nothing(&self) -> bool {
        let plain = self.text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '-' | ':' | ';' | ',' | '*' | '•')).to_lowercase();
        NOTHING.contains(&plain.as_str())
    }
}

/// The items of a section's lines.
pub(super) fn items(lines: &[&str], section: Section) -> Vec<Item> {
    let parted: Vec<&str> = lines.iter().flat_map(|l| run_on(l)).collect();
    let mut out: Vec<Item> = nested(&parted).into_iter().flat_map(|item| unwrapped(item, section)).collect();
    if section == Section::Inclusion {
        out = joined_by_or(out);
    }
    out.retain(|item| !item.is_nothing());
    guarded(&mut out, section);
    out
}

fn nested(lines: &[&str]) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    // The bullets that are open, the outermost first; its item is the last of `out`.
    let mut outer: Option<(usize, Sort)> = None;
    let mut blank = false;
    for line in lines {
        if line.trim().is_empty() {
            blank = true;
            continue;
        }
        match (bullet(line), outer) {
            (Some(b), Some((indent, sort))) if b.indent > indent || (b.indent == indent && b.sort != sort && under(out.last(), sort)) => {
                if let Some(item) = out.last_mut() {
                    item.text.push('\n');
                    item.text.push_str(line.trim_end());
                }
            }
            (Some(b), _) => {
                outer = Some((b.indent, b.sort));
                out.push(Item::new(b.text.trim()));
            }
            (None, Some(_)) if !blank || line.starts_with([' ', '\t']) => go_on(out.last_mut(), line),
            (None, None) if !blank && wrapped(out.last(), line) => go_on(out.last_mut(), line),
            (None, _) => {
                outer = None;
                out.push(Item::new(line.trim()));
            }
        }
        blank = false;
    }
    out
}

/// "All of the following:" and its children are so many criteria.
fn unwrapped(item: Item, section: Section) -> Vec<Item> {
    let Some((first, rest)) = item.text.split_once('\n') else { return vec![item] };
    if announces(first) && !alternatives(&words_of(first), section) {
        return nested(&rest.lines().collect::<Vec<_>>());
    }
    vec![item]
}

fn go_on(item: Option<&mut Item>, line: &str) {
    if let Some(item) = item {
        item.text.push(' ');
        item.text.push_str(line.trim());
    }
}

/// Whether a line goes on with a paragraph that was broken into lines.
fn wrapped(before: Option<&Item>, line: &str) -> bool {
    let lower = line.trim_start().starts_with(|c: char| c.is_lowercase());
    lower && before.is_some_and(|i| i.text.len() >= WRAPPED && !i.text.ends_with(['.', ';', ':', ',']))
}

/// Whether a bullet of another sort at the same depth is a child: the item before it
/// announces a list.
fn under(item: Option<&Item>, sort: Sort) -> bool {
    item.is_some_and(|i| i.text.trim_end().ends_with(':') || i.text.contains('\n')) && sort != Sort::Roman
}

/// "a, or" and the item behind it are one criterion; so are two with a lone "OR" between them.
fn joined_by_or(items: Vec<Item>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    let mut open = false;
    for item in items {
        let alone = item.text.trim_matches(|c: char| !c.is_alphanumeric()).eq_ignore_ascii_case("or");
        if alone && !out.is_empty() {
            if let Some(before) = out.last_mut().filter(|_| !open) {
                before.text.push_str(" or");
            }
            open = true;
            continue;
        }
        let ends = ends_in_or(&item.text);
        match out.last_mut().filter(|_| open) {
            Some(before) => {
                // Its own children stand deeper than it now stands itself.
                before.text.push_str("\n* ");
                before.text.push_str(&item.text.replace('\n', "\n  "));
            }
            None => out.push(item),
        }
        open = ends;
    }
    out
}

fn ends_in_or(text: &str) -> bool {
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.'));
    let last: String = end.chars().rev().take_while(|c| c.is_alphanumeric() || *c == '/').collect();
    last.eq_ignore_ascii_case("ro") && end.len() > last.len()
}

/// "At least one of the following:" without children, and the list at the same depth: where
/// it ends nobody can tell, so what follows is demanded of nobody without a person's word.
fn guarded(items: &mut [Item], section: Section) {
    let mut open: Option<String> = None;
    for item in items {
        item.group.clone_from(&open);
        let text = item.text.trim_end();
        if text.ends_with(':') && !text.contains('\n') && (alternatives(&words_of(text), section) || narrows(text, section)) {
            open = Some(text.to_owned());
        }
    }
}

/// "Any of the following illnesses with a severity that …:": what follows excludes only as far as
/// the line says.
fn narrows(text: &str, section: Section) -> bool {
    const NARROWING: &[&str] = &[
        "before",
        "considered",
        "if",
        "prior",
        "requiring",
        "that",
        "unless",
        "when",
        "whenever",
        "where",
        "which",
        "who",
        "whose",
        "with",
        "within",
    ];
    let words = words_of(text);
    let mut behind = words.iter().skip_while(|w| *w != "following").skip(1);
    section == Section::Exclusion && !announces(text) && behind.any(|w| NARROWING.contains(&w.as_str()))
}

/// "1. age over 18 2. consent 3. …" and "• age • consent" on one line are several.
fn run_on(line: &str) -> Vec<&str> {
    let trimmed = line.trim_start();
    if trimmed.starts_with('•') && trimmed.matches('•').count() > 1 {
        return cut(line, line.match_indices('•').map(|(i, _)| i));
    }
    let (open, close) = match (trimmed.strip_prefix("1"), trimmed.strip_prefix("(1)")) {
        (_, Some(_)) => (" (", ") "),
        (Some(rest), _) if rest.starts_with(". ") => (" ", ". "),
        (Some(rest), _) if rest.starts_with(") ") => (" ", ") "),
        _ => return vec![line],
    };
    let mut starts = vec![0];
    let mut from = 0usize;
    for number in 2usize.. {
        let mark = format!("{open}{number}{close}");
        match line.get(from..).and_then(|rest| rest.find(&mark)) {
            Some(i) => {
                from = from.saturating_add(i).saturating_add(1);
                starts.push(from);
            }
            None => break,
        }
    }
    // "1. grade 2. or" is no list: two marks alone may be chance.
    if starts.len() < 3 { vec![line] } else { cut(line, starts.into_iter()) }
}

fn cut(line: &str, starts: impl Iterator<Item = usize>) -> Vec<&str> {
    let starts: Vec<usize> = starts.collect();
    let ends = starts.iter().skip(1).copied().chain([line.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| line.get(*start..end)).collect()
}

/// Signs that lists are marked with.
const SIGNS: &[char] = &[
    '•', '*', '-', '–', '—', '·', '◦', '▪', '●', '○', '■', '\u{f0b7}', '\u{f0a7}', '‣', '➢', '►', '▶', '✓', '✔', '□', '◆', '◇', '❖', '⁃', '∙', '⦁',
    '・', '√', '►',
];

/// The bullet or number that a line begins with.
pub(super) fn bullet(line: &str) -> Option<Bullet<'_>> {
    let body = line.trim_start();
    let indent = line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let first = body.chars().next()?;
    let after_first = body.get(first.len_utf8()..)?;
    let spaced = after_first.is_empty() || after_first.starts_with([' ', '\t', '\u{a0}']);
    // "-Patients" and "•≥ 18" are marked, "-5 °C", "--", "*note" are not.
    let glued = !matches!(first, '*' | '-' | '–' | '—' | '√' | '·') || first == '-' && after_first.starts_with(|c: char| c.is_uppercase());
    if SIGNS.contains(&first) && (spaced || glued) || first == 'o' && indent > 0 && after_first.starts_with([' ', '\t']) {
        return Some(Bullet { indent, sort: Sort::Sign(first), text: after_first });
    }
    let (head, bracketed) = match body.strip_prefix('(') {
        Some(inner) => (inner, true),
        None => (body, false),
    };
    let length = head.chars().take_while(|c| c.is_ascii_alphanumeric()).count();
    let label = head.get(..length)?;
    let rest = head.get(length..)?;
    // "3 .mixed": a slip of the writer.
    let rest = if !bracketed && rest.starts_with(" .") && label.bytes().all(|b| b.is_ascii_digit()) { rest.trim_start() } else { rest };
    let tail = match rest.chars().next()? {
        ')' => rest.get(1..)?,
        '.' if !bracketed && !rest.get(1..2).is_some_and(|c| c.bytes().all(|b| b.is_ascii_digit())) => rest.get(1..)?,
        '、' if !bracketed => rest.get('、'.len_utf8()..)?,
        _ => return None,
    };
    let sort = if !label.is_empty() && label.len() <= 2 && label.bytes().all(|b| b.is_ascii_digit()) {
        Sort::Number
    } else if label.len() > 1 && label.len() <= 4 && label.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')) {
        Sort::Roman
    } else if label.len() == 1 {
        Sort::Letter
    } else {
        return None;
    };
    let spaced = tail.starts_with([' ', '\t', '\u{a0}']) || tail.chars().next().is_some_and(char::is_alphabetic) && sort == Sort::Number;
    spaced.then_some(Bullet { indent, sort, text: tail })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(page: &str) -> Vec<String> {
        items(&page.lines().collect::<Vec<_>>(), Section::Inclusion).into_iter().map(|i| i.text).collect()
    }

    #[test]
    fn bullets_numbers_and_paragraphs_are_items() {
        assert_eq!(texts("  • one\n  • two"), ["one", "two"]);
        assert_eq!(texts("1. one\n2. two\n   goes on"), ["one", "two goes on"]);
        assert_eq!(texts("(1) one\n(2) two"), ["one", "two"]);
        assert_eq!(texts("one\n\ntwo"), ["one", "two"]);
        assert_eq!(texts("* 2.5 mg daily\n* b"), ["2.5 mg daily", "b"]);
    }

    #[test]
    fn children_stay_with_their_parent() {
        assert_eq!(texts("* one of:\n  * a\n  * b\n* two"), ["one of:\n  * a\n  * b", "two"]);
        assert_eq!(texts("1. one of:\na. x\nb. y\n2. two"), ["one of:\na. x\nb. y", "two"]);
    }

    #[test]
    fn an_or_at_the_end_joins_two_items() {
        assert_eq!(texts("* sepsis, or\n* shock\n* age"), ["sepsis, or\n* shock", "age"]);
        assert_eq!(texts("* sepsis\n\nOR\n\n* shock"), ["sepsis or\n* shock"]);
        assert_eq!(texts("* for\n* a tenor\n* b"), ["for", "a tenor", "b"]);
    }

    #[test]
    fn lists_on_one_line_are_taken_apart() {
        assert_eq!(texts("1. age over 18 2. consent 3. sepsis"), ["age over 18", "consent", "sepsis"]);
        assert_eq!(texts("• age over 18 • consent"), ["age over 18", "consent"]);
        assert_eq!(texts("1. grade 2. or worse"), ["grade 2. or worse"]);
    }

    #[test]
    fn nothing_to_say_is_no_item() {
        assert!(texts("* None\n-\n* Not specified.\n\nN/A").is_empty());
    }

    #[test]
    fn signs_of_many_writers_are_bullets() {
        assert_eq!(texts("➢ a\n➢ b"), ["a", "b"]);
        assert_eq!(texts("-Patients\n-Donors"), ["Patients", "Donors"]);
        assert_eq!(texts("3 .mixed\n4. plain"), ["mixed", "plain"]);
        assert_eq!(texts("* a:\n  o b\n  o c"), ["a:\n  o b\n  o c"]);
    }

    #[test]
    fn alternatives_without_an_end_are_left_to_a_person() {
        let found = items(&["* age", "* at least one of the following:", "* sepsis", "* shock"], Section::Inclusion);
        let groups: Vec<bool> = found.iter().map(|i| i.group.is_some()).collect();
        assert_eq!(groups, [false, false, true, true]);
    }

    #[test]
    fn what_a_line_limits_is_not_excluded_without_its_limit() {
        let groups = |lines: &[&str]| items(lines, Section::Exclusion).iter().map(|i| i.group.is_some()).collect::<Vec<_>>();
        assert_eq!(groups(&["* sepsis", "* any of the following illnesses that would interfere:", "* asthma"]), [false, false, true]);
        assert_eq!(groups(&["* any of the following within 6 months:", "* stroke"]), [false, true]);
        assert_eq!(groups(&["* any of the following:", "* stroke"]), [false, false]);
        assert_eq!(groups(&["* patients with any of the following will be excluded:", "* stroke"]), [false, false]);
    }
}
