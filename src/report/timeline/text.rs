//! Timelines for people: the verdict now and what comes, a line of time, and every stretch with
//! what changed.

use super::clock::{clock, since, until};
use super::{PatientTimeline, TrialTimeline, view};
use crate::report::Layout;
use crate::report::text::page::{Ink, Page};
use crate::screening::{Outcome, Verdict};
use crate::time::{Moment, Zone};
use crate::timeline::{Stretch, Timeline};

/// Stretches before the moment that are shown, if not all are asked for.
const MOST_PAST: usize = 5;
/// Criteria that are named for one verdict, if not all are asked for.
const MOST_NAMED: usize = 3;

/// The timelines as a page.
pub fn text(patient: &PatientTimeline<'_>, layout: Layout) -> String {
    let mut page = Page::new(layout);
    let (now, zone) = (patient.moment, patient.zone);
    let stretch = format!(" at {}, and until {} if nothing new comes", now.display(zone), patient.until.display(zone));
    page.paragraph(0, 2, &[(Ink::Strong, &patient.patient), (Ink::Plain, &stretch)]);
    for trial in &patient.trials {
        page.blank();
        Writer { line: &trial.timeline, zone, now }.trial(trial, &mut page);
    }
    page.finish()
}

struct Writer<'r> {
    line: &'r Timeline,
    zone: Zone,
    now: Moment,
}

impl Writer<'_> {
    fn trial(&self, report: &TrialTimeline<'_>, page: &mut Page) {
        let title = format!("  {}", report.trial.title);
        page.paragraph(0, 2, &[(Ink::Strong, &report.trial.trial), (Ink::Plain, title.trim_end())]);
        if let Some(stretch) = self.line.stretch_at(self.now) {
            for (ink, sentence) in self.headline(stretch) {
                page.paragraph(2, 4, &[(ink, &sentence)]);
            }
        }
        self.bar(page);
        let past = self.line.stretches.iter().filter(|s| s.from <= self.now).count();
        let most = if page.layout.verbose { usize::MAX } else { MOST_PAST };
        if past > most {
            let hidden = format!("{} earlier stretches; --verbose shows them", past.saturating_sub(most));
            page.paragraph(2, 4, &[(Ink::Faint, &hidden)]);
        }
        let first = past.saturating_sub(most);
        for (place, stretch) in self.line.stretches.iter().enumerate().skip(first) {
            if place == past {
                page.paragraph(2, 4, &[(Ink::Faint, "if nothing new comes:")]);
            }
            self.stretch(stretch, page);
        }
    }

    /// What holds now, what would settle it, and what ends it.
    fn headline(&self, stretch: &Stretch) -> Vec<(Ink, String)> {
        let verdict = stretch.verdict;
        let mut lines = Vec::new();
        let end = match stretch.to {
            Some(to) => format!("{} {}", since(stretch.from, self.now, self.zone), until(to, self.now, self.zone)),
            None => since(stretch.from, self.now, self.zone),
        };
        lines.push((ink(verdict), format!("{} {end}", verdict.word())));
        if verdict == Verdict::Undetermined {
            for awaited in self.line.awaits.iter().map(|a| &a.value) {
                let at = clock(awaited.at_or_after, self.now, self.zone);
                lines.push((Ink::Open, format!("undetermined until a {} {} at or after {at}", ordinal(awaited.number), awaited.of)));
            }
            let open = self.line.now.criteria.iter().filter(|c| c.outcome == Outcome::Unknown);
            lines.extend(open.map(|c| (Ink::Plain, said(&c.id, c.outcome, &c.because))));
        }
        if let Some(next) = self.line.stretches.iter().find(|s| s.from > self.now) {
            let why = self.why(next);
            let more = if why.len() > 1 { format!("; and {} more", why.len().saturating_sub(1)) } else { String::new() };
            let lead = match (verdict, next.verdict) {
                (Verdict::Eligible, _) => format!("no longer {}", since(next.from, self.now, self.zone)),
                (_, to) => format!("{} {}", to.word(), since(next.from, self.now, self.zone)),
            };
            lines.push((Ink::Plain, why.first().map_or_else(|| lead.clone(), |first| format!("{lead}: {first}{more}"))));
        }
        lines
    }

    fn stretch(&self, stretch: &Stretch, page: &mut Page) {
        let when = match stretch.to {
            Some(to) => format!("{} {}", since(stretch.from, self.now, self.zone), until(to, self.now, self.zone)),
            None => since(stretch.from, self.now, self.zone),
        };
        page.paragraph(2, 4, &[(Ink::Plain, &format!("{when}  ")), (ink(stretch.verdict), stretch.verdict.word())]);
        let why = if stretch.changed.is_empty() { self.standing(stretch) } else { self.why(stretch) };
        let most = if page.layout.verbose { usize::MAX } else { MOST_NAMED };
        for line in why.iter().take(most) {
            page.paragraph(4, 6, &[(Ink::Plain, line)]);
        }
        if why.len() > most {
            page.paragraph(4, 6, &[(Ink::Faint, &format!("and {} more", why.len().saturating_sub(most)))]);
        }
    }

    /// The criteria that became another one, and decide the verdict.
    fn why(&self, stretch: &Stretch) -> Vec<String> {
        let mut found: Vec<(Outcome, String)> = Vec::new();
        for line in stretch.changed.iter().filter_map(|place| self.line.criteria.get(*place)) {
            if let Some(step) = line.steps.iter().find(|s| s.from == stretch.from) {
                found.push((step.outcome, said(&line.id, step.outcome, &step.because)));
            }
        }
        // Where one of them decides the verdict, the others did not make it.
        if found.iter().any(|(outcome, _)| *outcome == decisive(stretch.verdict)) {
            found.retain(|(outcome, _)| *outcome == decisive(stretch.verdict));
        }
        found.into_iter().map(|(_, words)| words).collect()
    }

    /// The criteria that a verdict rests on, where nothing was before it.
    fn standing(&self, stretch: &Stretch) -> Vec<String> {
        if stretch.verdict == Verdict::Eligible {
            return Vec::new();
        }
        let steps = self.line.criteria.iter().zip(self.line.outcomes_at(stretch.from));
        steps.filter(|(_, s)| s.outcome == decisive(stretch.verdict)).map(|(c, s)| said(&c.id, s.outcome, &s.because)).collect()
    }

    /// The line of time: a character for each small part of it.
    fn bar(&self, page: &mut Page) {
        let (from, to) = view(self.line);
        let columns = page.layout.width.saturating_sub(4).clamp(10, 72);
        let cells = i64::try_from(columns).unwrap_or(1);
        let length = to.millis_since(from);
        if length <= 0 {
            return;
        }
        let at = |cell: i64| from.plus_millis(length.checked_div(cells).unwrap_or(0).saturating_mul(cell));
        let mut line = String::new();
        for cell in 0..cells {
            // A short stretch in which the patient can be included is never lost.
            let (begin, end) = (at(cell), at(cell.saturating_add(1)));
            let inside = self.line.stretches.iter().any(|s| s.verdict == Verdict::Eligible && s.from < end && s.to.is_none_or(|to| to > begin));
            line.push(if inside { '█' } else { self.line.verdict_at(begin).map_or(' ', mark) });
        }
        let place = self.now.millis_since(from).saturating_mul(cells).checked_div(length).unwrap_or(0).clamp(0, cells.saturating_sub(1));
        let place = usize::try_from(place).unwrap_or(0);
        page.verbatim(2, Ink::Faint, &format!("{}▼", " ".repeat(place)));
        page.verbatim(2, Ink::Plain, &line);
        let (left, right) = (clock(from, self.now, self.zone), clock(to, self.now, self.zone));
        let gap = columns.saturating_sub(left.chars().count()).saturating_sub(right.chars().count()).max(1);
        page.verbatim(2, Ink::Faint, &format!("{left}{}{right}", " ".repeat(gap)));
    }
}

fn said(id: &str, outcome: Outcome, because: &str) -> String {
    let does = match outcome {
        Outcome::Pass => "passes",
        Outcome::Fail => "fails",
        Outcome::Unknown => "is not known",
    };
    if because.is_empty() { format!("{id} {does}") } else { format!("{id} {does}: {because}") }
}

fn decisive(verdict: Verdict) -> Outcome {
    match verdict {
        Verdict::Eligible => Outcome::Pass,
        Verdict::Undetermined => Outcome::Unknown,
        Verdict::Ineligible => Outcome::Fail,
    }
}

fn ink(verdict: Verdict) -> Ink {
    match verdict {
        Verdict::Eligible => Ink::Good,
        Verdict::Undetermined => Ink::Open,
        Verdict::Ineligible => Ink::Bad,
    }
}

fn mark(verdict: Verdict) -> char {
    match verdict {
        Verdict::Eligible => '█',
        Verdict::Undetermined => '▒',
        Verdict::Ineligible => '·',
    }
}

fn ordinal(number: usize) -> String {
    match number {
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        n => format!("{n}th"),
    }
}
