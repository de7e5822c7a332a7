//! Where the name of an event ends, behind "before", "after" and "since".

use super::Context;
use crate::language::words::Kind;

/// Most words of the name of an event that the vocabulary does not have.
const MAX_WORDS: usize = 4;

/// Words behind a finding that make an event of it ("stroke onset").
const OCCURRENCES: &[&str] = &[
    "admission",
    "appointment",
    "attack",
    "beginning",
    "completion",
    "cycle",
    "date",
    "day",
    "diagnosis",
    "discharge",
    "dose",
    "end",
    "episode",
    "event",
    "initiation",
    "injury",
    "onset",
    "operation",
    "placement",
    "procedure",
    "session",
    "start",
    "surgery",
    "symptom",
    "symptoms",
    "therapy",
    "time",
    "treatment",
    "visit",
];

/// Words that lead on within a name ("insertion of the catheter").
const INSIDE: &[&str] = &["of", "the", "a", "an", "to", "their", "his", "her", "in", "on", "into", "from", "with", "for", "this", "that"];

/// The token behind an event's name; `None` where a number or nothing stands there.
pub(super) fn event_end(context: &Context<'_>, from: usize, to: usize) -> Option<usize> {
    let mut end = None;
    let mut words = 0usize;
    // Whether a word may follow: not right behind a finding.
    let mut open = true;
    for i in from..to {
        let text = context.token(i).map(|t| t.lower()).unwrap_or_default();
        match context.kind(i)? {
            Kind::Finding(_) => {
                // "herpes zoster rash": names side by side are one.
                if words >= MAX_WORDS || (end.is_some_and(|end| end != i) && !open) {
                    break;
                }
                words = words.saturating_add(1);
                (end, open) = (Some(i.saturating_add(1)), false);
            }
            Kind::Number(_) if end.is_none() => return None,
            Kind::Word | Kind::Measure(_) | Kind::Severity(_) => {
                let last = !matches!(context.kind(i.saturating_add(1)), Some(Kind::Word | Kind::Finding(_) | Kind::Measure(_)));
                if words >= MAX_WORDS || (!open && !last && !OCCURRENCES.contains(&text.as_str())) {
                    break;
                }
                words = words.saturating_add(1);
                end = Some(i.saturating_add(1));
            }
            Kind::Number(_) if words < MAX_WORDS => {
                words = words.saturating_add(1);
                end = Some(i.saturating_add(1));
            }
            Kind::Filler if matches!(text.as_str(), "®" | "™") => {}
            Kind::Dash | Kind::Slash => open = true,
            Kind::For | Kind::With | Kind::After if INSIDE.contains(&text.as_str()) && !open => open = true,
            Kind::Filler if INSIDE.contains(&text.as_str()) => open = true,
            Kind::Filler if end.is_none() => {}
            Kind::History | Kind::Planned | Kind::Suspicion if end.is_none() => {}
            _ => break,
        }
    }
    end
}

/// Whether a bracket opens between the name of an event and what else is said.
pub(super) fn in_bracket(context: &Context<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|i| matches!(context.kind(i), Some(Kind::Open)))
}
