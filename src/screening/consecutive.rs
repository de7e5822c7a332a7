//! The newest samples that all satisfy a comparison, and which way they go.

use super::answer::{Answer, evidence};
use super::awaited::Awaited;
use super::chart::{Chart, Sample, State};
use super::measure::is_stale;
use super::span::{Length, Span, between, words};
use super::value_words::{sentence, value_words};
use super::{Reason, compare, measure, steady, take};
use crate::Truth;
use crate::quantity::Op;
use crate::rule::{CheckedConsecutive, CheckedTrend, Direction};
use crate::time::{Moment, When};

/// A rule about consecutive samples at a moment.
pub fn judge(chart: &Chart<'_>, rule: &CheckedConsecutive, moment: Moment, say: bool) -> Answer {
    let name = &rule.of.name;
    let whole = Span { start: When::exactly(Moment::MIN), end: moment };
    let samples: Vec<Sample> = take::samples(chart, &rule.of, whole, moment).into_iter().map(|(s, _)| s).collect();
    let (Some(id), Some(newest)) = (rule.of.id, samples.last()) else {
        return Answer::unknown(Reason::NotRecorded).because(format!("{name} is not recorded")).needing(name);
    };
    let told = |answer: Answer, text: &dyn Fn() -> String| {
        if say { answer.because(text()).seeing([evidence(name, newest)]) } else { answer }
    };
    if !newest.at.is_exact() || overlapping(&samples) {
        let answer = Answer::unknown(Reason::ImpreciseDate).needing(name);
        return told(answer, &|| format!("the times of {name} are not known well enough"));
    }
    if is_stale(chart, id, newest, moment) {
        let answer = Answer::unknown(Reason::Stale).needing(name);
        return told(answer, &|| format!("{name} {} is {} old", newest.written, words(moment.millis_since(newest.at.latest))));
    }
    let (first, reason) = compare::sample(&rule.is, newest);
    if first != Truth::True {
        let answer = if first.is_unknown() { Answer::unknown(reason.unwrap_or(Reason::NotRecorded)).needing(name) } else { Answer::new(first) };
        let shown = answer.clone();
        return told(answer, &|| sentence(name, &format!("the newest {}", value_words(chart, name, newest, moment)), &[newest], &rule.is, &shown));
    }
    let run = samples.iter().rev().take_while(|s| compare::sample(&rule.is, s).0 == Truth::True).count();
    let run = samples.get(samples.len().saturating_sub(run)..).unwrap_or_default();
    let picked = picked(chart, rule, run);
    let Some(oldest) = picked.last().filter(|_| picked.len() >= rule.count) else {
        let answer = Answer::unknown(Reason::NotRecorded).needing(name);
        return told(answer, &|| {
            let apart = rule.apart.map_or(String::new(), |a| format!(" {a} apart"));
            format!("{} of {} values of {name}{apart} that are {} are recorded", picked.len(), rule.count, rule.is.words)
        });
    };
    let stretch: Vec<&Sample> = run.iter().filter(|s| s.at.latest >= oldest.at.latest).collect();
    held(chart, rule, &stretch, &picked, moment, say)
}

/// The samples are enough: whether they also go the right way, on steady doses.
fn held(chart: &Chart<'_>, rule: &CheckedConsecutive, stretch: &[&Sample], picked: &[&Sample], moment: Moment, say: bool) -> Answer {
    let name = &rule.of.name;
    let (Some(oldest), Some(newest)) = (picked.last(), picked.first()) else { return Answer::unknown(Reason::NotRecorded) };
    let trend = rule.trend.map_or((Truth::True, None), |d| direction(stretch, d));
    let span = Span { start: oldest.at, end: newest.at.latest };
    let steady: Vec<Answer> = rule.steady.iter().map(|of| steady::over(chart, of, span, say)).collect();
    let truth = steady.iter().map(|a| a.truth).fold(trend.0, Truth::and);
    let mut answer = match truth {
        Truth::Unknown if trend.0.is_unknown() => Answer::unknown(trend.1.unwrap_or(Reason::NotRecorded)).needing(name),
        Truth::Unknown => Answer::unknown(steady.iter().find_map(|a| a.reason).unwrap_or(Reason::NotRecorded)),
        known => Answer::new(known),
    };
    for part in steady.iter().filter(|a| a.truth.is_unknown()) {
        answer = part.needs.iter().fold(answer, |a, n| a.needing(n.clone()));
    }
    if say {
        let values: Vec<String> = picked.iter().map(|s| value_words(chart, "", s, moment).trim().to_owned()).collect();
        let mut text = vec![format!("{name} {} are {}", values.join(" and "), rule.is.words)];
        if let Some(direction) = rule.trend {
            text.push(trend_words(direction, trend.0));
        }
        text.extend(steady.iter().map(|a| a.because.clone()));
        let seen = picked.iter().map(|s| evidence(name, s)).chain(steady.into_iter().flat_map(|a| a.evidence));
        answer = answer.because(text.join(", ")).seeing(seen);
    }
    answer
}

/// As many samples as asked, from the newest back, each far enough from the next.
fn picked<'s>(chart: &Chart<'_>, rule: &CheckedConsecutive, run: &'s [Sample]) -> Vec<&'s Sample> {
    let mut picked: Vec<&Sample> = Vec::new();
    for sample in run.iter().rev() {
        if picked.len() >= rule.count {
            break;
        }
        let far = match (picked.last(), rule.apart) {
            (Some(next), Some(apart)) => {
                let length = Length::new(apart, chart.zone());
                between(sample.at, next.at, |a, b| length.bound.op.unwrap_or(Op::AtLeast).holds(length.order(a, b))) == Truth::True
            }
            _ => true,
        };
        if far {
            picked.push(sample);
        }
    }
    picked
}

/// The next value that such a rule waits for, where one more would make up its count.
pub fn next(chart: &Chart<'_>, rule: &CheckedConsecutive, moment: Moment) -> Option<Awaited> {
    if judge(chart, rule, moment, false).reason != Some(Reason::NotRecorded) {
        return None;
    }
    let whole = Span { start: When::exactly(Moment::MIN), end: moment };
    let samples: Vec<Sample> = take::samples(chart, &rule.of, whole, moment).into_iter().map(|(s, _)| s).collect();
    let count = samples.iter().rev().take_while(|s| compare::sample(&rule.is, s).0 == Truth::True).count();
    let run = samples.get(samples.len().saturating_sub(count)..)?;
    let enough = picked(chart, rule, run).len();
    // A value without a time is of every moment: no time lies so far from it.
    let newest = run.last().filter(|s| enough < rule.count && !s.undated)?;
    let beside = |at: Moment| match rule.apart.map(|a| (a.length.after(at, chart.zone()), a.op)) {
        Some((later, Some(Op::Greater))) => later.plus_millis(1),
        Some((later, _)) => later,
        None => at.plus_millis(1),
    };
    // The value is not there: that it would satisfy the comparison is supposed.
    let mut times: Vec<Moment> = run.iter().map(|s| beside(s.at.latest)).collect();
    times.retain(|m| *m > newest.at.latest);
    times.sort_unstable();
    let completes = |at: &Moment| {
        let mut more = run.to_vec();
        more.push(Sample { at: When::exactly(*at), ..newest.clone() });
        picked(chart, rule, &more).len() >= rule.count
    };
    let at_or_after = times.into_iter().find(completes)?;
    Some(Awaited { of: rule.of.name.clone(), is: rule.is.words.clone(), number: rule.count, at_or_after })
}

/// A rule about a trend at a moment.
pub fn trend(chart: &Chart<'_>, rule: &CheckedTrend, moment: Moment, say: bool) -> Answer {
    let name = &rule.of.name;
    let whole = Span { start: When::exactly(Moment::MIN), end: moment };
    let span = rule.within.map_or(whole, |w| Length::new(w, chart.zone()).look_back(moment));
    let all = take::samples(chart, &rule.of, span, moment);
    let count = rule.count.or(if rule.within.is_none() { Some(2) } else { None });
    let from = count.map_or(0, |c| all.len().saturating_sub(c));
    let samples: Vec<&Sample> = all.get(from..).unwrap_or_default().iter().map(|(s, _)| s).collect();
    let unsure = all.iter().any(|(_, t)| t.is_unknown()) || overlapping(&samples.iter().map(|s| (*s).clone()).collect::<Vec<_>>());
    let stale = rule.within.is_none() && samples.last().zip(rule.of.id).is_some_and(|(s, id)| is_stale(chart, id, s, moment));
    let enough = samples.len() >= count.unwrap_or(2).max(2);
    let (truth, reason) = match () {
        () if stale => (Truth::Unknown, Some(Reason::Stale)),
        () if unsure => (Truth::Unknown, Some(Reason::ImpreciseDate)),
        () if !enough => (Truth::Unknown, Some(Reason::NotRecorded)),
        () => direction(&samples, rule.is),
    };
    let mut answer = match truth {
        Truth::Unknown => Answer::unknown(reason.unwrap_or(Reason::NotRecorded)).needing(name),
        known => Answer::new(known),
    };
    if say {
        let values: Vec<String> = samples.iter().map(|s| s.written.clone()).collect();
        let text = match reason {
            Some(Reason::Stale) => format!("the newest {name} is stale"),
            Some(Reason::ImpreciseDate) => format!("the times of {name} are not known well enough"),
            _ if !enough => format!("{} of {} values of {name} are recorded", samples.len(), count.unwrap_or(2).max(2)),
            _ => format!("{name} {} {}", values.join(", "), trend_words(rule.is, truth)),
        };
        answer = answer.because(text).seeing(samples.iter().map(|s| evidence(name, s)));
    }
    answer
}

/// Whether every step between samples goes that way; fewer than two samples is unknown.
fn direction(samples: &[&Sample], direction: Direction) -> (Truth, Option<Reason>) {
    if samples.len() < 2 {
        return (Truth::Unknown, Some(Reason::NotRecorded));
    }
    let mut found = (Truth::True, None);
    for pair in samples.windows(2) {
        let [a, b] = pair else { continue };
        let step = match (&a.state, &b.state) {
            (State::Number(Some(al), Some(ah)), State::Number(Some(bl), Some(bh))) if al == ah && bl == bh => {
                let order = bl.cmp(al);
                let op = match direction {
                    Direction::Rising => Op::Greater,
                    Direction::Falling => Op::Less,
                    Direction::NotRising => Op::AtMost,
                    Direction::NotFalling => Op::AtLeast,
                };
                (Truth::from(op.holds(order)), None)
            }
            (State::Doubt(reason), _) | (_, State::Doubt(reason)) => (Truth::Unknown, Some(*reason)),
            (State::Word(_), _) | (_, State::Word(_)) => (Truth::Unknown, Some(Reason::MisfittingUnit)),
            _ => (Truth::Unknown, Some(Reason::NotRecorded)),
        };
        if step.0 == Truth::False {
            return step;
        }
        if step.0.is_unknown() && found.0 == Truth::True {
            found = step;
        }
    }
    found
}

fn trend_words(direction: Direction, truth: Truth) -> String {
    match truth {
        Truth::True => format!("{direction}"),
        Truth::False => format!("which is not {direction}").replace("not not ", ""),
        Truth::Unknown => format!("whether {direction} is not known"),
    }
}

/// Whether the order of some samples is not known.
fn overlapping(samples: &[Sample]) -> bool {
    samples.windows(2).any(|pair| matches!(pair, [a, b] if a.at.latest >= b.at.earliest))
}

/// The moments at which either rule can change.
pub fn changes(chart: &Chart<'_>, of: &crate::rule::Asked, within: Option<crate::time::DurationBound>, into: &mut Vec<Moment>) {
    let Some(id) = of.id else { return };
    let mut own = Vec::new();
    measure::changes(chart, id, 0, &mut own);
    if let Some(within) = within {
        let length = Length::new(within, chart.zone());
        let left: Vec<Moment> = own.iter().flat_map(|m| length.echoes(*m)).collect();
        own.extend(left);
    }
    into.extend(own);
}
