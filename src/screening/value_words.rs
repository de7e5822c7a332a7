//! Values in words, and how they stand to a comparison.

use super::Reason;
use super::answer::Answer;
use super::chart::{Chart, Sample, State};
use super::span;
use crate::Truth;
use crate::rule::{CheckedIs, Test};
use crate::time::Moment;

/// "lactate 6.1 mmol/L at 2026-11-20T09:20:00Z (40 min before)"
pub fn value_words(chart: &Chart<'_>, name: &str, sample: &Sample, moment: Moment) -> String {
    let value = format!("{name} {}", sample.written);
    if sample.undated {
        return value;
    }
    if !sample.at.is_exact() {
        return format!("{value} between {} and {}", chart.show(sample.at.earliest), chart.show(sample.at.latest));
    }
    match moment.millis_since(sample.at.latest) {
        // Less than a second is no distance worth words.
        ..1000 => format!("{value} at {}", chart.show(sample.at.latest)),
        age => format!("{value} at {} ({} before)", chart.show(sample.at.latest), span::words(age)),
    }
}

/// A value, and how it stands to the comparison.
pub fn sentence(name: &str, found: &str, samples: &[&Sample], is: &CheckedIs, answer: &Answer) -> String {
    let misfit = || samples.iter().filter(|s| s.state == State::Doubt(Reason::MisfittingUnit)).find_map(|s| unit_of(&s.written));
    match (answer.truth, answer.reason) {
        (Truth::True, _) => format!("{found} is {}", is.words),
        (Truth::False, _) => format!("{found} is not {}", is.words),
        (_, Some(Reason::Conflict)) => format!("{found} contradict each other"),
        (_, Some(Reason::NoUnit)) => format!("{found} has no unit"),
        (_, Some(Reason::MisfittingUnit)) => match misfit() {
            Some(unit) => format!("{found}: the unit {unit} does not fit {name}"),
            None => format!("{found} cannot be compared with {}", is.words),
        },
        (_, Some(Reason::Implausible)) => format!("{found} is physically impossible"),
        (_, Some(Reason::ImpreciseDate)) => format!("{found}: the time is not known well enough"),
        _ if matches!(is.test, Test::Upper(_) | Test::Lower(_) | Test::Word(_)) => {
            format!("{found} has no reference range to say whether it is {}", is.words)
        }
        (_, Some(Reason::Stale)) => format!("{found} no longer holds"),
        _ => format!("{found}: whether that is {} is not known", is.words),
    }
}

/// The unit in a value as written; none where it is no number with a unit.
fn unit_of(written: &str) -> Option<&str> {
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+');
    let rest = written.trim().trim_start_matches(['<', '>', '=', '≤', '≥', ' ']);
    let unit = rest.trim_start_matches(number);
    (unit.len() < rest.len()).then(|| unit.trim()).filter(|u| !u.is_empty())
}
