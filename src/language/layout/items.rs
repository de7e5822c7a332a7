//! Items of a section: bullets, numbers, nesting, continued lines.

/// One criterion's text; children stand in it on lines of their own, with their bullets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::language) struct Item {
    pub text: String,
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

/// The items of a section's lines.
pub(in crate::language) fn items(lines: &[&str]) -> Vec<Item> {
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
                out.push(Item { text: b.text.trim().to_owned() });
            }
            (None, Some(_)) if !blank || line.starts_with([' ', '\t']) => {
                if let Some(item) = out.last_mut() {
                    item.text.push(' ');
                    item.text.push_str(line.trim());
                }
            }
            (None, _) => {
                outer = None;
                out.push(Item { text: line.trim().to_owned() });
            }
        }
        blank = false;
    }
    out.retain(|item| !item.text.is_empty());
    out
}

/// Whether a bullet of another sort at the same depth is a child: the item before it
/// announces a list.
fn under(item: Option<&Item>, sort: Sort) -> bool {
    item.is_some_and(|i| i.text.trim_end().ends_with(':') || i.text.contains('\n')) && sort != Sort::Roman
}

/// The bullet or number that a line begins with.
pub(super) fn bullet(line: &str) -> Option<Bullet<'_>> {
    let body = line.trim_start();
    let indent = line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let first = body.chars().next()?;
    let after_first = body.get(first.len_utf8()..)?;
    if matches!(first, '•' | '*' | '-' | '–' | '—' | '·' | '◦' | '▪' | '●' | '○' | '■' | '\u{f0b7}' | '‣')
        && (after_first.starts_with([' ', '\t', '\u{a0}']) || first == '•')
    {
        return Some(Bullet { indent, sort: Sort::Sign(first), text: after_first });
    }
    let (head, bracketed) = match body.strip_prefix('(') {
        Some(inner) => (inner, true),
        None => (body, false),
    };
    let length = head.chars().take_while(|c| c.is_ascii_alphanumeric()).count();
    let label = head.get(..length)?;
    let rest = head.get(length..)?;
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
        items(&page.lines().collect::<Vec<_>>()).into_iter().map(|i| i.text).collect()
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
}
