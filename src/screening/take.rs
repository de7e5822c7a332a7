//! Samples over a span, and what is taken of them.

use super::answer::{Answer, evidence};
use super::chart::{Chart, Sample, State};
use super::computed::{self, Outcome};
use super::measure::{agreed, changes, taken};
use super::span::{Length, Span};
use super::value_words::{sentence, value_words};
use super::{Reason, compare, finding};
use crate::Truth;
use crate::quantity::Exact;
use crate::rule::{Asked, CheckedIs, CheckedMeasure, Take};
use crate::time::{Moment, When};
use crate::vocabulary::MeasureId;

/// The span that a rule looks back over.
///
/// # Errors
/// The answer, where it is not known when the span begins.
pub fn span(chart: &Chart<'_>, rule: &CheckedMeasure, moment: Moment) -> Result<Span, Answer> {
    let whole = Span { start: When::exactly(Moment::MIN), end: moment };
    let mut span = rule.within.map_or(whole, |within| Length::new(within, chart.zone()).look_back(moment));
    if let Some(since) = &rule.since {
        let start = finding::start(chart, since, moment)?;
        span.start = When { earliest: span.start.earliest.max(start.earliest), latest: span.start.latest.max(start.latest) };
    }
    Ok(span)
}

/// Samples that are or may be in a span, oldest first; computed ones where none was measured.
pub fn samples(chart: &Chart<'_>, of: &Asked, span: Span, moment: Moment) -> Vec<(Sample, Truth)> {
    of.id.map_or(Vec::new(), |id| samples_of(chart, id, span, moment))
}

fn samples_of(chart: &Chart<'_>, id: MeasureId, span: Span, moment: Moment) -> Vec<(Sample, Truth)> {
    let inside = |s: &Sample| span.holds(s.at).and(taken(s, moment));
    let series = chart.series(id);
    let measured: Vec<(Sample, Truth)> =
        series.iter().map(|s| (inside(s), s)).filter(|(t, _)| *t != Truth::False).map(|(t, s)| (s.clone(), t)).collect();
    if !measured.is_empty() || computed::formula(chart, id).is_none() {
        return measured;
    }
    let mut moments = Vec::new();
    changes(chart, id, 0, &mut moments);
    if computed::runs(chart, id, 0) {
        // What ran when the span began is in it: such a value holds at every moment.
        moments.extend([span.start.earliest, span.start.latest].into_iter().filter(|m| *m > Moment::MIN));
    }
    moments.retain(|m| *m >= span.start.earliest && *m <= span.end && *m <= moment);
    moments.sort_unstable();
    moments.dedup();
    let mut found: Vec<(Sample, Truth)> = Vec::new();
    for m in moments {
        if let Outcome::Value(mut sample, _) = computed::value(chart, id, m, 0) {
            sample.at = When::exactly(m);
            sample.undated = m == chart.asked;
            let truth = span.holds(sample.at);
            match found.last_mut() {
                Some((last, inside)) if last.state == sample.state => *inside = inside.or(truth),
                _ => found.push((*sample, truth)),
            }
        }
    }
    found
}

/// The highest or lowest value in a span, if there is one that is certain.
pub fn extreme(chart: &Chart<'_>, id: MeasureId, span: Span, moment: Moment, highest: bool) -> Option<Sample> {
    let samples = samples_of(chart, id, span, moment);
    let value = |s: &Sample| match &s.state {
        State::Number(Some(low), Some(high)) if low == high => Some(low.clone()),
        _ => None,
    };
    if samples.is_empty() || samples.iter().any(|(s, t)| value(s).is_none() || t.is_unknown()) {
        return None;
    }
    let better = |a: &Sample, b: &Sample| if highest { value(a) > value(b) } else { value(a) < value(b) };
    samples.into_iter().map(|(s, _)| s).reduce(|best, s| if better(&s, &best) { s } else { best })
}

/// The rule over its span.
pub fn judge(chart: &Chart<'_>, rule: &CheckedMeasure, span: Span, moment: Moment, say: bool) -> Answer {
    let name = &rule.of.name;
    let samples = samples(chart, &rule.of, span, moment);
    let (truth, reason, chosen) = decide(rule, &samples);
    let mut answer = match truth {
        Truth::Unknown => Answer::unknown(reason.unwrap_or(Reason::NotRecorded)).needing(name),
        known => Answer::new(known),
    };
    if !say {
        return answer;
    }
    let shown: Vec<&Sample> = chosen.iter().filter_map(|i| samples.get(*i)).map(|(s, _)| s).collect();
    let words = match (shown.as_slice(), rule.take) {
        ([], _) if samples.is_empty() => {
            let from = if span.start.earliest == Moment::MIN { String::new() } else { format!(" since {}", chart.show(span.start.earliest)) };
            format!("{name} is not recorded{from}{}", if span.end < moment { format!(" up to {}", chart.show(span.end)) } else { String::new() })
        }
        ([], Take::Any) => format!("none of {} values of {name} is {}", samples.len(), rule.is.words),
        ([], Take::Every) if truth == Truth::True => format!("all {} values of {name} are {}", samples.len(), rule.is.words),
        ([], _) => format!("{} of {} values of {name}: {}", rule.take, samples.len(), verdict(&rule.is, truth)),
        (some, take) => {
            let found: Vec<String> = some.iter().map(|s| value_words(chart, name, s, moment)).collect();
            let lead = if matches!(take, Take::Latest | Take::Any | Take::Every) { String::new() } else { format!("{take} ") };
            sentence(name, &format!("{lead}{}", found.join("; ")), some, &rule.is, &answer)
        }
    };
    answer = answer.because(words);
    let seen: Vec<_> = if shown.is_empty() {
        samples.iter().rev().take(3).map(|(s, _)| evidence(name, s)).collect()
    } else {
        shown.iter().map(|s| evidence(name, s)).collect()
    };
    answer.seeing(seen)
}

fn verdict(is: &CheckedIs, truth: Truth) -> String {
    match truth {
        Truth::True => format!("it is {}", is.words),
        Truth::False => format!("it is not {}", is.words),
        Truth::Unknown => format!("whether it is {} is not known", is.words),
    }
}

type Decision = (Truth, Option<Reason>, Vec<usize>);

fn decide(rule: &CheckedMeasure, samples: &[(Sample, Truth)]) -> Decision {
    let sure = samples.iter().any(|(_, t)| *t == Truth::True);
    if samples.is_empty() {
        return (Truth::Unknown, Some(Reason::NotRecorded), Vec::new());
    }
    let judged: Vec<(Truth, Option<Reason>)> = samples.iter().map(|(s, _)| compare::sample(&rule.is, s)).collect();
    let decision = match rule.take {
        Take::Any => quantified(samples, &judged, Truth::True),
        Take::Every => quantified(samples, &judged, Truth::False),
        Take::Latest => newest(samples, &judged),
        Take::First => oldest(samples, &judged),
        Take::Lowest => extremes(&rule.is, samples, false),
        Take::Highest => extremes(&rule.is, samples, true),
        Take::Mean => mean(&rule.is, samples),
    };
    // Where no sample is surely in the span there may be none.
    if sure { decision } else { (Truth::Unknown, Some(Reason::ImpreciseDate), decision.2) }
}

/// `any` is settled by one that is true, `every` by one that is false.
fn quantified(samples: &[(Sample, Truth)], judged: &[(Truth, Option<Reason>)], decisive: Truth) -> Decision {
    let mut open: Option<(Reason, usize)> = None;
    for (i, ((_, inside), (truth, reason))) in samples.iter().zip(judged).enumerate().rev() {
        if *truth == decisive && *inside == Truth::True {
            return (decisive, None, vec![i]);
        }
        if *truth == decisive || truth.is_unknown() {
            open = open.or(Some((reason.unwrap_or(Reason::ImpreciseDate), i)));
        }
    }
    match open {
        Some((reason, i)) => (Truth::Unknown, Some(reason), vec![i]),
        None => (decisive.not(), None, if samples.len() == 1 { vec![0] } else { Vec::new() }),
    }
}

fn newest(samples: &[(Sample, Truth)], judged: &[(Truth, Option<Reason>)]) -> Decision {
    let bar = samples.iter().filter(|(_, t)| *t == Truth::True).map(|(s, _)| s.at.earliest).max().unwrap_or(Moment::MIN);
    among(samples, judged, |s| s.at.latest >= bar)
}

fn oldest(samples: &[(Sample, Truth)], judged: &[(Truth, Option<Reason>)]) -> Decision {
    let bar = samples.iter().filter(|(_, t)| *t == Truth::True).map(|(s, _)| s.at.latest).min().unwrap_or(Moment::MAX);
    among(samples, judged, |s| s.at.earliest <= bar)
}

fn among(samples: &[(Sample, Truth)], judged: &[(Truth, Option<Reason>)], wanted: impl Fn(&Sample) -> bool) -> Decision {
    let places: Vec<usize> = samples.iter().enumerate().filter(|(_, (s, _))| wanted(s)).map(|(i, _)| i).collect();
    let found: Vec<(Truth, Option<Reason>)> = places.iter().filter_map(|i| judged.get(*i)).copied().collect();
    let (truth, reason) = agreed(&found, true);
    (truth, reason, places)
}

/// The lowest or highest value against the comparison.
fn extremes(is: &CheckedIs, samples: &[(Sample, Truth)], highest: bool) -> Decision {
    let (state, place, unbounded) = outermost(is, samples, highest);
    let (truth, _) = compare::state(is, &state);
    (truth, truth.is_unknown().then_some(unbounded.unwrap_or(Reason::ImpreciseDate)), place.into_iter().collect())
}

/// The lowest or highest value of a rule's span, for comparisons that count in the measure's own
/// unit; none where no value surely lies in the span.
pub fn extreme_in_span(chart: &Chart<'_>, rule: &CheckedMeasure, moment: Moment, highest: bool) -> Option<State> {
    let samples = samples(chart, &rule.of, span(chart, rule, moment).ok()?, moment);
    let sure = samples.iter().any(|(_, t)| *t == Truth::True);
    sure.then(|| outermost(&rule.is, &samples, highest).0)
}

/// The lowest or highest value, with its place, and the doubt that leaves open how far others
/// reach: what is in doubt may lie beyond all others.
fn outermost(is: &CheckedIs, samples: &[(Sample, Truth)], highest: bool) -> (State, Option<usize>, Option<Reason>) {
    let (mut sure, mut beyond) = (None::<(Exact, usize)>, None::<Exact>);
    let (mut unbounded, mut reason) = (None, None);
    let better = |a: &Exact, b: &Exact| if highest { a > b } else { a < b };
    for (i, (sample, inside)) in samples.iter().enumerate() {
        let (near, far) = match compare::projected(is, sample) {
            State::Number(low, high) => {
                if highest {
                    (low, high)
                } else {
                    (high, low)
                }
            }
            State::Word(_) => (None, None),
            State::Doubt(why) => {
                reason = Some(why);
                (None, None)
            }
        };
        match far {
            Some(far) if beyond.as_ref().is_none_or(|b| better(&far, b)) => beyond = Some(far),
            Some(_) => {}
            None => unbounded = Some(reason.unwrap_or(Reason::MisfittingUnit)),
        }
        if let (Some(near), Truth::True) = (near, *inside)
            && sure.as_ref().is_none_or(|(b, _)| better(&near, b))
        {
            sure = Some((near, i));
        }
    }
    let place = sure.as_ref().map(|(_, i)| *i);
    let near = sure.map(|(v, _)| v);
    let far = if unbounded.is_some() { None } else { beyond };
    let state = if highest { State::Number(near, far) } else { State::Number(far, near) };
    (state, place, unbounded)
}

fn mean(is: &CheckedIs, samples: &[(Sample, Truth)]) -> Decision {
    let mut sum = Exact::zero();
    for (i, (sample, inside)) in samples.iter().enumerate() {
        match compare::projected(is, sample) {
            State::Number(Some(low), Some(high)) if low == high && *inside == Truth::True => sum = sum.plus(&low),
            State::Number(..) if inside.is_unknown() => return (Truth::Unknown, Some(Reason::ImpreciseDate), vec![i]),
            State::Number(..) => return (Truth::Unknown, Some(Reason::NotRecorded), vec![i]),
            State::Word(_) => return (Truth::Unknown, Some(Reason::MisfittingUnit), vec![i]),
            State::Doubt(reason) => return (Truth::Unknown, Some(reason), vec![i]),
        }
    }
    let count = Exact::from(i64::try_from(samples.len()).unwrap_or(i64::MAX));
    let Some(mean) = sum.checked_div(&count) else { return (Truth::Unknown, Some(Reason::NotRecorded), Vec::new()) };
    let (truth, reason) = compare::state(is, &State::exactly(mean));
    (truth, reason, Vec::new())
}
