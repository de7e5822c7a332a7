//! Lines that are no criteria themselves: headings of sections, of parts of the participants,
//! of topics, and sentences that only announce the list ("Patients must meet all of …").

use super::heading_words::{ANNOUNCING, COUNTS, NUMBERED, PARTS, PDQ, PLAIN, TOPICS};

/// Which section a heading begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Inclusion,
    Exclusion,
    Other,
}

/// What a line without a bullet says about the lines below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heading<'l> {
    /// "Inclusion Criteria for Cohort B:", and what of the line already is a criterion.
    Section { section: Section, group: Option<String>, rest: Option<&'l str> },
    /// "Cohort B:", "Specific criteria for healthy participants:", and what of the line already
    /// is a criterion.
    Group(String, Option<&'l str>),
    /// "Medical Conditions", "Age:".
    Topic(String),
    /// "Participants must satisfy all of the following criteria:".
    Announcement,
    /// "At least one of the following:", "Patients with acute myeloid leukaemia and:".
    Parent,
}

/// Longest heading, in words.
const LONGEST: usize = 24;

/// The section that a line begins, if it does.
pub(super) fn section(line: &str) -> Option<Heading<'_>> {
    let bulleted = super::items::bullet(line).is_some();
    let plain = line.trim().trim_start_matches(['#', '*', '-', '•', '_', ' ']).trim_end_matches(['*', '_', ' ']);
    let (head, rest) = plain.split_once(':').map_or((plain, ""), |(head, rest)| (head, rest.trim_start_matches(['*', '_']).trim()));
    let rest = Some(rest).filter(|r| !r.is_empty());
    if PDQ.contains(&head.trim().to_lowercase().as_str()) && !bulleted {
        return Some(Heading::Section { section: Section::Inclusion, group: None, rest });
    }
    let words = excluding(words_of(head));
    if words.is_empty() || words.len() > LONGEST {
        return None;
    }
    let has = |stem: &str| words.iter().any(|w| w == stem || w.strip_suffix('s') == Some(stem));
    let section = match (has("inclusion") || words == ["include"], has("exclusion") || words == ["exclude"]) {
        (true, false) => Section::Inclusion,
        (false, true) => Section::Exclusion,
        _ => return None,
    };
    // "Other protocol-defined inclusion criteria may apply" says that there are more.
    if words.iter().any(|w| matches!(w.as_str(), "may" | "might" | "could" | "can" | "apply" | "meets" | "fulfils" | "fulfills" | "see")) {
        return None;
    }
    let colon = plain.contains(':');
    let only = words.iter().all(|w| PLAIN.contains(&w.as_str()));
    let strange = words.iter().any(|w| matches!(w.as_str(), "not" | "no" | "meet" | "met" | "have" | "has"));
    if only && (words.len() <= 4 || colon || line.trim_start().starts_with('#')) && (!strange || colon) {
        // "Inclusion criteria: all of the following" announces, and is no criterion.
        let rest = rest.filter(|r| !(announces(r) && r.split_whitespace().count() > 2));
        return Some(Heading::Section { section, group: None, rest });
    }
    let titled = has("criteria") || has("criterion") || colon && words.len() <= 4;
    let first = words.first().map(String::as_str).unwrap_or_default();
    let opens = matches!(first, "inclusion" | "exclusion" | "key" | "main" | "list" | "specific" | "additional" | "general") || words.len() <= 5;
    let strange = strange && !(words.get(1).is_some_and(|w| w == "criteria") && words.get(2).is_some_and(|w| w == "for"));
    if !titled || bulleted || strange || !opens || plain.ends_with('.') && words.len() > LONGEST {
        return None;
    }
    let group = (!only).then(|| head.trim().to_owned()).filter(|_| words.iter().any(|w| !PLAIN.contains(&w.as_str())));
    let topic = words.iter().any(|w| matches!(w.as_str(), "requirements" | "table")) || first == "disease";
    Some(Heading::Section { section, group: group.filter(|_| !topic), rest })
}

/// "Non-inclusion criteria" are exclusion criteria.
fn excluding(words: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        let non = out.last().is_some_and(|w| w == "non") && matches!(word.as_str(), "inclusion" | "eligibility" | "selection");
        if non {
            out.pop();
        }
        let one = matches!(word.as_str(), "noninclusion" | "ineligibility" | "nonselection");
        out.push(if non || one { "exclusion".to_owned() } else { word });
    }
    out
}

/// What a line without a bullet says about the list below it, which `next` begins: the next line
/// that is not blank, if it is no heading of a section.
pub(super) fn below<'l>(line: &'l str, section: Section, next: Option<&str>) -> Option<Heading<'l>> {
    let before_list = next.is_some_and(|l| super::items::bullet(l).is_some());
    let plain = line.trim().trim_start_matches(['#', '*', '_', ' ']).trim_end_matches(['*', '_', ' ']);
    let head = plain.trim_end_matches(':').trim();
    let lower = head.to_lowercase();
    if TOPICS.contains(&lower.as_str()) && (before_list || plain.ends_with(':')) {
        return Some(Heading::Topic(head.to_owned()));
    }
    let words = words_of(head);
    if words.is_empty() || words.len() > LONGEST.saturating_mul(2) {
        return None;
    }
    let colon = plain.ends_with(':');
    if before_list && let Some((label, rest)) = plain.split_once(':') {
        let words = words_of(label);
        if !rest.trim().is_empty() && words.len() <= 6 && numbered(&words) {
            return Some(Heading::Group(label.trim().to_owned(), Some(rest.trim())));
        }
    }
    if words.len() <= LONGEST && !plain.ends_with('.') && (before_list || colon) && names_part(head, &words) {
        return Some(Heading::Group(head.trim_matches(['[', ']', ' ']).to_owned(), None));
    }
    // "Index Participants" above "Participants are eligible if all of the following apply:".
    let announced = next.is_some_and(|l| l.trim_end().ends_with(':') && l.contains("following"));
    if announced && words.len() <= 3 && words.iter().all(|w| PARTS.contains(&w.as_str()) || PLAIN.contains(&w.as_str())) {
        let part = words.iter().any(|w| PARTS.contains(&w.as_str()));
        return Some(if part { Heading::Group(head.to_owned(), None) } else { Heading::Announcement });
    }
    if (colon || before_list || words.len() >= 5) && announces(head) {
        return Some(if alternatives(&words, section) { Heading::Parent } else { Heading::Announcement });
    }
    if !before_list {
        return None;
    }
    if colon && (words.len() > 6 || lower.contains("following") || lower.ends_with(" with") || lower.ends_with(" of") || counted(&words)) {
        return Some(Heading::Parent);
    }
    let capital = head.chars().next().is_some_and(char::is_uppercase);
    let short = words.len() <= 6 && !plain.ends_with(['.', ';', ',']) && !head.contains(['<', '>', '≥', '≤', '=']);
    (short && (colon || capital)).then(|| Heading::Topic(head.to_owned()))
}

/// Whether a heading names a cohort, an arm, a sex: a part of the participants.
fn names_part(head: &str, words: &[String]) -> bool {
    let lower = head.to_lowercase();
    if lower.contains("following")
        || words.iter().any(|w| matches!(w.as_str(), "must" | "should" | "is" | "has" | "will" | "are" | "may" | "can" | "have" | "were"))
    {
        return false;
    }
    let numbered = numbered(words);
    let short = words.len() <= 8;
    let part = short && words.iter().any(|w| PARTS.contains(&w.as_str()));
    let specific = short && words.last().is_some_and(|w| w == "specific" || w == "only") && words.len() > 1;
    let whose =
        ["for participants", "for participant", "for patients", "for subjects", "for those", "for individuals"].iter().any(|f| lower.contains(f));
    let who = ["patients with", "participants with", "subjects with", "patients without", "participants without", "patients receiving"];
    let qualified = whose && words.len() > 3 || short && head.len() < lower.len().saturating_add(1) && who.iter().any(|w| lower.starts_with(w));
    numbered || part || specific || qualified
}

fn numbered(words: &[String]) -> bool {
    words.windows(2).any(|pair| matches!(pair, [word, number] if NUMBERED.contains(&word.as_str()) && is_number(number)))
}

/// `1`, `2b`, `II`, `A`, `A1`: what parts of a study are numbered with.
fn is_number(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let short = word.len() <= 3;
    short && (digits > 0 || word.len() == 1 || word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')))
}

/// Whether a line holds nothing but words that announce a list.
pub(super) fn announces(text: &str) -> bool {
    let words = words_of(text);
    let known = |w: &String| PLAIN.contains(&w.as_str()) || ANNOUNCING.contains(&w.as_str()) || COUNTS.contains(&w.as_str());
    let speaks = words.iter().any(|w| matches!(w.as_str(), "following" | "criteria" | "criterion" | "conditions" | "below" | "all" | "if" | "apply"));
    speaks && words.iter().all(known)
}

fn counted(words: &[String]) -> bool {
    words.iter().any(|w| COUNTS.contains(&w.as_str()) || matches!(w.as_str(), "either" | "one" | "any"))
}

/// Whether the items below are alternatives where all would be wanted, or belong together where
/// each would exclude: then they are one criterion.
pub(super) fn alternatives(words: &[String], section: Section) -> bool {
    let has = |w: &str| words.iter().any(|x| x == w);
    match section {
        Section::Exclusion => {
            has("two") || has("three") || has("2") || has("3") || (has("all") && !has("any") && !has("patients") && !has("subjects"))
        }
        _ => has("either") || has("least") || has("one") || (has("any") && !has("all") && !has("each")),
    }
}

/// The words of a line, lower case.
pub(super) fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}
