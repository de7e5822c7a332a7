//! What registries and web pages put around characters: escapes, entities, marks of Markdown.

/// Names of the entities that criteria hold.
const ENTITIES: &[(&str, &str)] = &[
    ("amp", "&"),
    ("apos", "'"),
    ("beta", "β"),
    ("alpha", "α"),
    ("deg", "°"),
    ("ge", "≥"),
    ("gt", ">"),
    ("hellip", "…"),
    ("ldquo", "“"),
    ("le", "≤"),
    ("lsquo", "‘"),
    ("lt", "<"),
    ("mdash", "—"),
    ("micro", "µ"),
    ("middot", "·"),
    ("minus", "−"),
    ("mu", "μ"),
    ("nbsp", " "),
    ("ndash", "–"),
    ("plusmn", "±"),
    ("quot", "\""),
    ("rdquo", "”"),
    ("rsquo", "’"),
    ("sup2", "²"),
    ("sup3", "³"),
    ("times", "×"),
];

/// Longest entity that is looked for, without `&` and `;`.
const LONGEST_ENTITY: usize = 8;

/// The text as a reader of the registry's own page sees it: `\<` is `<`, `&ge;` is `≥`.
///
/// Registries escape a text once, and sometimes an escaped text again: what an entity stands
/// for is not looked at a second time, so that `&amp;lt;` stays readable as `&lt;`.
pub(in crate::language) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(i) = rest.find(['\\', '&', '<', '\u{a0}']) {
        out.push_str(rest.get(..i).unwrap_or_default());
        rest = rest.get(i..).unwrap_or_default();
        let (shown, taken) = special(rest);
        out.push_str(shown);
        rest = match taken {
            Taken::Bytes(count) => rest.get(count..).unwrap_or_default(),
            Taken::Entity(c, count) => {
                out.push(c);
                rest.get(count..).unwrap_or_default()
            }
        };
    }
    out.push_str(rest);
    out
}

/// How much of the text a special stretch is; a numbered entity brings its own character.
enum Taken {
    Bytes(usize),
    Entity(char, usize),
}

fn special(rest: &str) -> (&str, Taken) {
    if let Some(after) = rest.strip_prefix('\\') {
        return match after.chars().next() {
            Some(c) if c.is_ascii_punctuation() => (after.get(..1).unwrap_or_default(), Taken::Bytes(2)),
            _ => ("\\", Taken::Bytes(1)),
        };
    }
    if rest.starts_with('\u{a0}') {
        return (" ", Taken::Bytes('\u{a0}'.len_utf8()));
    }
    if let Some(after) = rest.strip_prefix('&') {
        return entity(after);
    }
    for (mark, shown) in [("<!-- -->", ""), ("<br>", "\n"), ("<br/>", "\n"), ("<br />", "\n")] {
        if rest.get(..mark.len()).is_some_and(|m| m.eq_ignore_ascii_case(mark)) {
            return (shown, Taken::Bytes(mark.len()));
        }
    }
    ("<", Taken::Bytes(1))
}

/// What stands behind an `&`.
fn entity(after: &str) -> (&str, Taken) {
    let end = after.bytes().take(LONGEST_ENTITY.saturating_add(1)).position(|b| b == b';');
    let Some(name) = end.and_then(|end| after.get(..end)) else { return ("&", Taken::Bytes(1)) };
    let taken = name.len().saturating_add(2);
    let number = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => n.parse().ok(),
    });
    if let Some(c) = number.and_then(char::from_u32).filter(|c| !c.is_control()) {
        let c = if c == '\u{a0}' { ' ' } else { c };
        return ("", Taken::Entity(c, taken));
    }
    match ENTITIES.iter().find(|(known, _)| *known == name) {
        Some((_, shown)) => (shown, Taken::Bytes(taken)),
        None => ("&", Taken::Bytes(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn escapes_and_entities_become_what_they_stand_for() {
        for (text, shown) in [
            (r"glucose \<126 mg/dl or \>200", "glucose <126 mg/dl or >200"),
            (r"\[Eichenfeld 2004\] 10\^9/L", "[Eichenfeld 2004] 10^9/L"),
            ("age &ge; 18 &amp; &lt; 75&#8201;years", "age ≥ 18 & < 75\u{2009}years"),
            ("&amp;lt; 5", "&lt; 5"),
            ("R&D; M&M & more&", "R&D; M&M & more&"),
            ("<!-- -->\n* a<br/>b <5", "\n* a\nb <5"),
            (r"a\b \", r"a\b \"),
            ("&#x2265;18 &#0; &#99999999;", "≥18 &#0; &#99999999;"),
        ] {
            assert_eq!(clean(text), shown);
        }
    }
}
