//! A page cut into its criteria sections and its labelled facts.

use super::facts::{Facts, facts};
use super::items::{Item, items};

/// What a page or a text of criteria holds.
#[derive(Debug, Clone, Default)]
pub(in crate::language) struct Page {
    pub facts: Facts,
    pub inclusion: Vec<Item>,
    pub exclusion: Vec<Item>,
}

/// Which section a heading begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Inclusion,
    Exclusion,
    Other,
}

/// Words that stand beside "inclusion" and "exclusion" in headings.
const HEADING_WORDS: &[&str] = &[
    "criteria",
    "criterion",
    "key",
    "main",
    "major",
    "general",
    "specific",
    "the",
    "subject",
    "patient",
    "participant",
    "subjects",
    "patients",
    "participants",
    "for",
    "study",
    "trial",
    "of",
    "are",
    "following",
    "list",
    "eligibility",
    "all",
    "both",
    "groups",
    "as",
    "follows",
    "include",
    "additional",
    "important",
    "primary",
    "selected",
    "abbreviated",
    "summary",
    "and",
    "to",
    "be",
];

/// Headings and labels of registry pages behind the criteria: a section ends there.
const ENDS: &[&str] = &[
    "trial design",
    "study plan",
    "study design",
    "minimum eligible age",
    "maximum eligible age",
    "eligible sex",
    "accepts healthy volunteers",
    "sponsors",
    "sponsor",
    "contacts and locations",
    "design",
    "arms and interventions",
    "outcome measures",
    "locations",
    "central contacts",
    "study locations",
    "study details",
    "healthy volunteers",
    "sex",
    "ages",
    "ages eligible for study",
    "sexes eligible for study",
    "genders eligible for study",
    "gender",
    "interventions",
    "primary outcome measures",
    "primary purpose",
    "collaborators and investigators",
    "more information",
    "responsible party",
    "sampling method",
    "study population",
    "other identifiers",
    "more related trials",
    "study record dates",
    "how is the study designed?",
];

/// Cuts a page.
pub(in crate::language) fn page(text: &str) -> Page {
    let lines: Vec<&str> = text.lines().collect();
    let mut page = Page { facts: facts(&lines), ..Page::default() };
    let mut section = Section::Other;
    let mut body: Vec<&str> = Vec::new();
    let mut bulleted = false;
    let mut blank = false;
    for line in &lines {
        if let Some((next, rest)) = heading(line) {
            page.close(section, &mut body);
            section = next;
            (bulleted, blank) = (false, false);
            body.extend(rest);
            continue;
        }
        if section == Section::Other {
            continue;
        }
        let label = line.trim().trim_end_matches(':').to_lowercase();
        let bullet = super::items::bullet(line).is_some();
        // Behind a bulleted list, a line without bullet after a blank one is another part of
        // the page; so is a label that pages have.
        let stranger = bulleted && blank && !bullet && !line.trim().is_empty() && !line.starts_with([' ', '\t']) && !line.trim_end().ends_with(':');
        if ENDS.contains(&label.as_str()) || stranger {
            page.close(section, &mut body);
            section = Section::Other;
            continue;
        }
        bulleted |= bullet;
        blank = line.trim().is_empty();
        body.push(line);
    }
    page.close(section, &mut body);
    page
}

impl Page {
    fn close(&mut self, section: Section, body: &mut Vec<&str>) {
        let found = items(&std::mem::take(body));
        match section {
            Section::Inclusion => self.inclusion.extend(found),
            Section::Exclusion => self.exclusion.extend(found),
            Section::Other => {}
        }
    }
}

/// Whether a line is the heading of a section, and what of it already belongs to the section
/// ("Inclusion criteria: age over 18").
fn heading(line: &str) -> Option<(Section, Option<&str>)> {
    let plain = line.trim().trim_start_matches(['#', '*', '-', '•', ' ']).trim_end_matches(['*', ' ']);
    let (head, rest) = plain.split_once(':').map_or((plain, ""), |(head, rest)| (head, rest.trim()));
    let words: Vec<String> = head.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    if words.is_empty() || words.len() > 9 {
        return None;
    }
    let section = match (words.iter().any(|w| w == "inclusion"), words.iter().any(|w| w == "exclusion")) {
        (true, false) => Section::Inclusion,
        (false, true) => Section::Exclusion,
        _ => return None,
    };
    let only = words.iter().all(|w| matches!(w.as_str(), "inclusion" | "exclusion") || HEADING_WORDS.contains(&w.as_str()));
    let titled = words.iter().any(|w| w == "criteria") && (plain.ends_with(':') || words.len() <= 4);
    (only || titled).then_some((section, Some(rest).filter(|r| !r.is_empty())))
}
