//! A page cut into its criteria sections and its labelled facts.

use super::clean::clean;
use super::facts::{Facts, facts};
use super::heading::{Heading, Section, below, section};
use super::items::{Item, bullet, items};

/// What a page or a text of criteria holds.
#[derive(Debug, Clone, Default)]
pub(in crate::language) struct Page {
    pub facts: Facts,
    pub inclusion: Vec<Item>,
    pub exclusion: Vec<Item>,
}

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

/// Cuts a page. A text that has none of the labels of a registry's page is criteria alone.
pub(in crate::language) fn page(text: &str) -> Page {
    let text = clean(text);
    let facts = facts(&text.lines().collect::<Vec<_>>());
    let site =
        facts.status.is_some() || facts.updated.is_some() || !facts.ages.is_empty() || facts.sex.is_some() || facts.healthy_volunteers.is_some();
    let text = if site { text } else { split_run_on(&text) };
    let lines: Vec<&str> = text.lines().collect();
    let mut cut = Cut::new(Section::Other);
    cut.page.facts = facts;
    cut.read(&lines, site);
    cut.page
}

/// Cuts a text that holds criteria and nothing else, as a registry's record has them. Without
/// any heading all of it says who is wanted.
pub(in crate::language) fn criteria(text: &str) -> Page {
    let text = split_run_on(&clean(text));
    let lines: Vec<&str> = text.lines().collect();
    let mut cut = Cut::new(Section::Inclusion);
    cut.read(&lines, false);
    cut.page
}

/// The cutting of a text: where it stands.
struct Cut<'l> {
    page: Page,
    section: Section,
    group: Option<String>,
    topic: Option<String>,
    /// A line that the list below belongs to.
    parent: Option<&'l str>,
    body: Vec<&'l str>,
}

impl<'l> Cut<'l> {
    fn new(section: Section) -> Self {
        Self { page: Page::default(), section, group: None, topic: None, parent: None, body: Vec::new() }
    }

    fn read(&mut self, lines: &[&'l str], whole_page: bool) {
        let (mut bulleted, mut blank) = (false, true);
        let last = lines.iter().rposition(|l| section(l).is_some()).unwrap_or(0);
        for (i, line) in lines.iter().enumerate() {
            if let Some(Heading::Section { section, group, rest }) = section(line) {
                self.close();
                (self.section, self.group, self.topic) = (section, group, None);
                (bulleted, blank) = (false, false);
                self.body.extend(rest);
                continue;
            }
            if self.section == Section::Other {
                continue;
            }
            if line.trim().is_empty() {
                blank = true;
                self.body.push(line);
                continue;
            }
            let marked = bullet(line).is_some();
            if whole_page && ends(line, i > last && bulleted && blank && !marked) {
                self.close();
                self.section = Section::Other;
                continue;
            }
            // A line of its own: not the end of a sentence that goes on.
            let alone = !marked && (blank || self.body.is_empty());
            let heading = if alone { below(line, self.section, next(lines, i)) } else { None };
            match heading {
                Some(heading) => self.take(heading, line),
                None => {
                    if alone && self.parent.is_some() && !line.starts_with([' ', '\t']) {
                        self.close();
                    }
                    self.body.push(line);
                }
            }
            bulleted |= marked;
            blank = false;
        }
        self.close();
    }

    fn take(&mut self, heading: Heading<'l>, line: &'l str) {
        self.close();
        match heading {
            Heading::Group(group, rest) => {
                (self.group, self.topic) = (Some(group), None);
                self.body.extend(rest);
            }
            Heading::Topic(topic) => self.topic = Some(topic),
            Heading::Parent => self.parent = Some(line),
            Heading::Announcement => (self.group, self.topic) = (None, None),
            Heading::Section { .. } => {}
        }
    }

    /// What has been gathered becomes items of the section.
    fn close(&mut self) {
        let body = std::mem::take(&mut self.body);
        let mut found = match self.parent.take() {
            Some(parent) => vec![Item::with_children(parent, &body)],
            None => items(&body, self.section),
        };
        for item in &mut found {
            if item.group.is_none() {
                item.group.clone_from(&self.group);
            }
            item.topic.clone_from(&self.topic);
        }
        let to = match self.section {
            Section::Inclusion => &mut self.page.inclusion,
            Section::Exclusion => &mut self.page.exclusion,
            Section::Other => return,
        };
        for item in found {
            match to.last_mut() {
                // A note is no criterion, it belongs to the one before.
                Some(before) if item.is_note() && before.group == item.group => {
                    before.text.push(' ');
                    before.text.push_str(&item.text);
                }
                _ => to.push(item),
            }
        }
    }
}

/// Longest label of a page's own parts, in words.
const LONGEST_LABEL: usize = 6;

/// Whether a page's own part begins here: at a label that pages have, or, behind the last
/// list of criteria, at a short line that stands alone (a `stranger`) and announces no list.
fn ends(line: &str, stranger: bool) -> bool {
    let label = line.trim().trim_end_matches(':').to_lowercase();
    let short = label.split_whitespace().count() <= LONGEST_LABEL;
    stranger && short && !line.starts_with([' ', '\t']) && !line.trim_end().ends_with(':') || ENDS.contains(&label.as_str())
}

/// The next line that is not blank, if it is no heading of a section.
fn next<'l>(lines: &[&'l str], i: usize) -> Option<&'l str> {
    let next = lines.iter().skip(i.saturating_add(1)).find(|l| !l.trim().is_empty());
    next.copied().filter(|l| section(l).is_none())
}

/// A heading in the middle of a line begins a line of its own: "… 5. Consent Exclusion
/// Criteria: 1. Pregnancy".
fn split_run_on(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while let Some(at) = heading_inside(rest) {
            out.push_str(rest.get(..at).unwrap_or_default().trim_end());
            out.push_str("\n\n");
            rest = rest.get(at..).unwrap_or_default();
        }
        out.push_str(rest);
    }
    out
}

/// Where "Inclusion Criteria:" or "Exclusion Criteria:" stands inside a line, behind a space.
fn heading_inside(line: &str) -> Option<usize> {
    line.match_indices(" criteria:").chain(line.match_indices(" Criteria:")).chain(line.match_indices(" CRITERIA:")).find_map(|(end, _)| {
        let before = line.get(..end)?;
        let start = before.rfind(' ')?.saturating_add(1);
        let word = before.get(start..)?;
        let capital = matches!(word, "Inclusion" | "Exclusion" | "INCLUSION" | "EXCLUSION");
        // "Key" goes with it.
        let start = ["Key ", "Main ", "Major "]
            .iter()
            .find_map(|k| before.get(..start)?.ends_with(k).then(|| start.saturating_sub(k.len())))
            .unwrap_or(start);
        let words_before = line.get(..start)?.trim().trim_matches(['*', '#', '-']).trim();
        (capital && !words_before.is_empty()).then_some(start)
    })
}
