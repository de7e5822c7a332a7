//! What is asked to have lasted, answered with the time at which it did not hold.

use super::Reason;
use super::answer::Answer;
use super::chart::Chart;
use super::signal::Signal;
use super::span::{self, Length};
use crate::Truth;
use crate::time::Moment;

/// What a lasting question answers from the signal of what it is about.
pub fn lasted(chart: &Chart<'_>, signal: &Signal, length: &Length, moment: Moment, say: bool, at: impl Fn(Moment) -> Answer) -> Answer {
    let truth = signal.lasting(length, moment, moment).at(moment);
    let now = at(moment);
    let gaps = signal.gaps(length.start(moment), moment);
    let cause = |wanted: Truth| gaps.iter().find(|(_, t)| *t == wanted).map(|(m, _)| *m);
    let wanted = if truth.is_unknown() { Truth::Unknown } else { Truth::False };
    let there = cause(wanted).filter(|m| *m != moment);
    let then = there.map(&at);
    let mut answer = match truth {
        Truth::Unknown => {
            let source = then.as_ref().unwrap_or(&now);
            let reason = source.reason.unwrap_or(Reason::NotRecorded);
            source.needs.iter().fold(Answer::unknown(reason), |a, n| a.needing(n.clone()))
        }
        known => Answer::new(known),
    };
    if say {
        let words = match (truth, there, &then) {
            (Truth::True, Some(m), Some(then)) if length.at_most() => format!("{}; at {} {}", now.because, chart.show(m), then.because),
            (Truth::True, ..) => format!("{}, and has been so for {}", now.because, length.bound),
            (Truth::False, ..) if now.truth == Truth::True && length.at_most() => {
                format!("{}, and has been so for longer than {}", now.because, length.bound.length)
            }
            (_, Some(m), Some(then)) if moment.millis_since(m) < 1000 => format!("at {}: {}", chart.show(m), then.because),
            (_, Some(m), Some(then)) => format!("{} before, at {}: {}", span::words(moment.millis_since(m)), chart.show(m), then.because),
            _ => now.because.clone(),
        };
        let seen = now.evidence.into_iter().chain(then.into_iter().flat_map(|t| t.evidence));
        answer = answer.because(words).seeing(seen);
    }
    answer
}
