//! The value of a measure that holds at a moment, and rules about it.

use super::answer::{Answer, evidence};
use super::chart::{Chart, Sample, State};
use super::computed::{self, Outcome};
use super::lasting::lasted;
use super::signal::Signal;
use super::span::{self, Length, come};
use super::value_words::{sentence, value_words};
use super::{Reason, age, compare, finding, take};
use crate::Truth;
use crate::rule::{Asked, CheckedIs, CheckedMeasure, Take, Test};
use crate::time::Moment;
use crate::vocabulary::{MeasureId, Validity};

/// The one value that holds at a moment, or why there is none.
pub enum Current {
    One(Sample),
    /// It could be computed only in part, and what is missing for the rest.
    Partly(Sample, Vec<String>),
    Unknown(Reason, Vec<String>),
}

/// A measured sample that may be the newest one, and whether it still holds.
struct Candidate {
    sample: Sample,
    fresh: Truth,
}

/// A rule about a measure at a moment.
pub fn judge(chart: &Chart<'_>, rule: &CheckedMeasure, moment: Moment, say: bool) -> Answer {
    match rule.lasts {
        None => at(chart, rule, moment, say),
        Some(_) => lasting(chart, rule, moment, say),
    }
}

/// The moments at which the rule's truth can change, as far back as `from`.
pub fn rule_changes(chart: &Chart<'_>, rule: &CheckedMeasure, from: Moment, to: Moment) -> Vec<Moment> {
    let mut own = value_changes(chart, &rule.of, &rule.is);
    let mut anchor = Vec::new();
    if let Some(since) = &rule.since {
        finding::changes(chart, since, &mut anchor);
    }
    if let Some(within) = rule.within {
        let length = Length::new(within, chart.zone());
        let left: Vec<Moment> = own.iter().flat_map(|m| length.echoes(*m)).collect();
        own.extend(left);
    }
    own.extend(anchor);
    if let Some(lasts) = rule.lasts {
        let length = Length::new(lasts, chart.zone());
        let left: Vec<Moment> = own.iter().flat_map(|m| length.echoes(*m)).collect();
        own.extend(left);
    }
    own.retain(|m| *m > from && *m <= to);
    own
}

/// The moments at which a comparison can change.
fn value_changes(chart: &Chart<'_>, of: &Asked, is: &CheckedIs) -> Vec<Moment> {
    if of.is_age {
        return age::changes(chart, is);
    }
    let mut found = Vec::new();
    if let Some(id) = of.id {
        changes(chart, id, 0, &mut found);
    }
    found
}

/// The moments at which the value of a measure can change.
pub fn changes(chart: &Chart<'_>, id: MeasureId, depth: usize, into: &mut Vec<Moment>) {
    let valid = match chart.validity(id) {
        Validity::Always => None,
        Validity::For(length) => Some(length),
    };
    for sample in chart.series(id).iter() {
        for moment in [sample.at.earliest, sample.at.latest] {
            into.push(moment);
            if let Some(valid) = valid {
                let end = valid.after(moment, chart.zone());
                into.extend([end, end.plus_millis(1)]);
            }
        }
    }
    into.push(chart.asked);
    computed::changes(chart, id, depth, into);
}

/// The comparison as a signal.
fn signal(chart: &Chart<'_>, of: &Asked, is: &CheckedIs, from: Moment, to: Moment) -> Signal {
    Signal::sampled(from, to, value_changes(chart, of, is), |m| holds(chart, of, is, m, false).truth)
}

fn at(chart: &Chart<'_>, rule: &CheckedMeasure, moment: Moment, say: bool) -> Answer {
    if rule.within.is_none() && rule.since.is_none() && (rule.of.is_age || matches!(rule.take, Take::Latest)) {
        return holds(chart, &rule.of, &rule.is, moment, say);
    }
    match take::span(chart, rule, moment) {
        Ok(span) if rule.of.is_age => holds(chart, &rule.of, &rule.is, span.end, say),
        Ok(span) => take::judge(chart, rule, span, moment, say),
        Err(answer) => answer,
    }
}

/// `for`: up to the moment, or with `take: any` some stretch in the span.
fn lasting(chart: &Chart<'_>, rule: &CheckedMeasure, moment: Moment, say: bool) -> Answer {
    let Some(bound) = rule.lasts else { return at(chart, rule, moment, say) };
    let length = Length::new(bound, chart.zone());
    if rule.take == Take::Any {
        return match take::span(chart, rule, moment) {
            Ok(span) => some_stretch(chart, rule, span, moment, &length, say),
            Err(answer) => answer,
        };
    }
    let plain = CheckedMeasure { lasts: None, ..rule.clone() };
    let from = length.start(moment).plus_millis(-1);
    let changes = rule_changes(chart, &plain, from, moment);
    let signal = Signal::sampled(from, moment, changes, |m| at(chart, &plain, m, false).truth);
    lasted(chart, &signal, &length, moment, say, |m| at(chart, &plain, m, say))
}

fn some_stretch(chart: &Chart<'_>, rule: &CheckedMeasure, span: span::Span, moment: Moment, length: &Length, say: bool) -> Answer {
    // A span of unknown beginning is cut off where the data begin.
    let mut first = value_changes(chart, &rule.of, &rule.is);
    first.sort_unstable();
    let data = first.first().copied().unwrap_or(moment);
    let start = |m: Moment| if m == Moment::MIN { data.min(moment) } else { m };
    let truth = |from: Moment| signal(chart, &rule.of, &rule.is, start(from).min(span.end), span.end).some_stretch(length);
    let (widest, surest) = (truth(span.start.earliest), truth(span.start.latest));
    let truth = if widest == surest { widest } else { Truth::Unknown };
    let name = &rule.of.name;
    let mut answer = match truth {
        Truth::Unknown => {
            let reason = if widest == surest { Reason::NotRecorded } else { Reason::ImpreciseDate };
            Answer::unknown(reason).needing(name)
        }
        known => Answer::new(known),
    };
    if say {
        let from = if span.start.latest == Moment::MIN { "the beginning".to_owned() } else { chart.show(span.start.latest) };
        let whole = format!("between {from} and {}", chart.show(span.end));
        let is = &rule.is.words;
        answer = answer.because(match truth {
            Truth::True => format!("{name} was {is} for {} {whole}", length.bound),
            Truth::False => format!("{name} was never {is} for {} {whole}", length.bound),
            Truth::Unknown => format!("whether {name} was {is} for {} {whole} is not known", length.bound),
        });
        let samples = take::samples(chart, &rule.of, span, moment);
        answer = answer.seeing(samples.iter().rev().take(4).map(|(s, _)| evidence(name, s)));
    }
    answer
}

/// Whether the value that holds at a moment satisfies a comparison.
pub fn holds(chart: &Chart<'_>, of: &Asked, is: &CheckedIs, moment: Moment, say: bool) -> Answer {
    if of.is_age {
        return age::compare(chart, is, moment, say);
    }
    let name = &of.name;
    let Some(id) = of.id else {
        return Answer::unknown(Reason::NotRecorded).because(format!("{name} is not a measure of the vocabulary")).needing(name);
    };
    let candidates = candidates(chart, id, moment);
    let held = candidates.iter().any(|c| c.fresh != Truth::False);
    let plain = matches!(is.test, Test::Value(_));
    if !held && plain {
        match computed::value(chart, id, moment, 0) {
            Outcome::NoFormula => {}
            Outcome::Value(sample, missing) => {
                return by_computed(chart, name, is, &sample, wanted(chart, of.id, missing), say);
            }
            Outcome::Missing(missing, reason) => return without(chart, of, &candidates, moment, reason, missing, say),
        }
    }
    if !held {
        return without(chart, of, &candidates, moment, Reason::NotRecorded, Vec::new(), say);
    }
    let judged: Vec<(Truth, Option<Reason>)> = candidates.iter().map(|c| fresh_truth(is, c)).collect();
    let settled = candidates.iter().any(|c| c.sample.at.latest <= moment);
    let (truth, reason) = agreed(&judged, settled);
    let mut answer = match truth {
        Truth::Unknown => Answer::unknown(reason.unwrap_or(Reason::ImpreciseDate)).needing(name),
        known => Answer::new(known),
    };
    if say {
        let found: Vec<String> = candidates.iter().map(|c| value_words(chart, name, &c.sample, moment)).collect();
        let found = found.join("; ");
        let samples: Vec<&Sample> = candidates.iter().map(|c| &c.sample).collect();
        let words = sentence(name, &found, &samples, is, &answer);
        answer = answer.because(words).seeing(candidates.iter().map(|c| evidence(name, &c.sample)));
    }
    answer
}

/// The one value that holds at a moment, measured or computed.
pub fn current(chart: &Chart<'_>, id: MeasureId, moment: Moment, depth: usize) -> Current {
    let candidates = candidates(chart, id, moment);
    let name = || chart.vocabulary.measure(id).map_or(String::new(), |m| m.name.clone().into_owned());
    if candidates.iter().all(|c| c.fresh == Truth::False) {
        return match computed::value(chart, id, moment, depth) {
            Outcome::Value(sample, missing) if missing.is_empty() => Current::One(*sample),
            Outcome::Value(sample, missing) => Current::Partly(*sample, missing),
            Outcome::Missing(missing, reason) => Current::Unknown(reason, missing),
            Outcome::NoFormula if candidates.is_empty() => Current::Unknown(Reason::NotRecorded, vec![name()]),
            Outcome::NoFormula => Current::Unknown(Reason::Stale, vec![name()]),
        };
    }
    let mut rest = candidates.into_iter();
    match (rest.next(), rest.next()) {
        (Some(only), None) if only.fresh == Truth::True && only.sample.at.latest <= moment => match only.sample.state {
            State::Doubt(reason) => Current::Unknown(reason, vec![name()]),
            _ => Current::One(only.sample),
        },
        _ => Current::Unknown(Reason::ImpreciseDate, vec![name()]),
    }
}

/// The measured samples that may be the newest at a moment: more than one only where times
/// are known roughly.
fn candidates(chart: &Chart<'_>, id: MeasureId, moment: Moment) -> Vec<Candidate> {
    let series = chart.series(id);
    let seen = series.partition_point(|s| s.at.earliest <= moment);
    let mut found: Vec<Candidate> = Vec::new();
    // Nothing that surely lies before a sample that surely was taken can be the newest.
    let mut bar = Moment::MIN;
    for sample in series.get(..seen).unwrap_or_default().iter().rev() {
        if sample.at.latest < bar {
            // Sorted by begin; only a long imprecise one further back could still reach.
            if series.is_exact() {
                break;
            }
            continue;
        }
        if sample.at.latest <= moment {
            bar = bar.max(sample.at.earliest);
        }
        found.push(Candidate { fresh: fresh(chart, id, sample, moment), sample: sample.clone() });
    }
    found.retain(|c| c.sample.at.latest >= bar);
    found
}

fn fresh(chart: &Chart<'_>, id: MeasureId, sample: &Sample, moment: Moment) -> Truth {
    match chart.validity(id) {
        Validity::Always => Truth::True,
        Validity::For(length) => {
            let oldest = length.before(moment, chart.zone());
            if sample.at.earliest >= oldest {
                Truth::True
            } else if sample.at.latest < oldest {
                Truth::False
            } else {
                Truth::Unknown
            }
        }
    }
}

/// Whether the newest sample up to a moment no longer holds.
pub fn is_stale(chart: &Chart<'_>, id: MeasureId, sample: &Sample, moment: Moment) -> bool {
    if chart.series(id).iter().any(|s| taken(s, moment) != Truth::False) {
        return fresh(chart, id, sample, moment) != Truth::True;
    }
    // What was computed holds as long as its inputs do.
    !matches!(computed::value(chart, id, moment, 0), Outcome::Value(now, _) if now.state == sample.state)
}

fn fresh_truth(is: &CheckedIs, candidate: &Candidate) -> (Truth, Option<Reason>) {
    match candidate.fresh {
        Truth::True => compare::sample(is, &candidate.sample),
        Truth::Unknown => (Truth::Unknown, Some(Reason::ImpreciseDate)),
        Truth::False => (Truth::Unknown, Some(Reason::Stale)),
    }
}

/// What several possible values agree on.
pub fn agreed(judged: &[(Truth, Option<Reason>)], settled: bool) -> (Truth, Option<Reason>) {
    match judged {
        [only] if settled => *only,
        [first, rest @ ..] if settled && !first.0.is_unknown() && rest.iter().all(|j| j.0 == first.0) => *first,
        _ => (Truth::Unknown, Some(Reason::ImpreciseDate)),
    }
}

/// What would help: the inputs of what is always computed, else the measure itself.
fn wanted(chart: &Chart<'_>, id: Option<MeasureId>, missing: Vec<String>) -> Vec<String> {
    let computed = id.and_then(|id| chart.vocabulary.measure(id)).is_some_and(|m| m.derived);
    if computed { missing } else { Vec::new() }
}

fn by_computed(chart: &Chart<'_>, name: &str, is: &CheckedIs, sample: &Sample, missing: Vec<String>, say: bool) -> Answer {
    let (truth, reason) = compare::sample(is, sample);
    let mut answer = match truth {
        Truth::Unknown => Answer::unknown(reason.unwrap_or(Reason::NotRecorded)),
        known => Answer::new(known),
    };
    for need in missing {
        answer = answer.needing(need);
    }
    if answer.needs.is_empty() {
        answer = answer.needing(name);
    }
    if say {
        let found = format!("{name} {} (computed)", sample.written);
        let mut seen = evidence(name, sample);
        seen.at = (!sample.undated && sample.at.is_exact()).then_some(sample.at.latest).filter(|m| *m <= chart.asked);
        let words = sentence(name, &found, &[sample], is, &answer);
        answer = answer.because(words).seeing([seen]);
    }
    answer
}

/// No value holds: it was never recorded, or is stale.
fn without(chart: &Chart<'_>, of: &Asked, candidates: &[Candidate], moment: Moment, reason: Reason, missing: Vec<String>, say: bool) -> Answer {
    let name = &of.name;
    let reason = if candidates.is_empty() { reason } else { Reason::Stale };
    let wanted = wanted(chart, of.id, missing.clone());
    let mut answer = wanted.iter().fold(Answer::unknown(reason), |a, n| a.needing(n));
    if wanted.is_empty() {
        answer = answer.needing(name);
    }
    if !say {
        return answer;
    }
    if let Some(stale) = candidates.first() {
        let valid = of.id.map_or(Validity::Always, |id| chart.validity(id));
        let age = span::words(moment.millis_since(stale.sample.at.latest));
        let holds = match valid {
            Validity::For(length) => format!(", it holds for {length}"),
            Validity::Always => String::new(),
        };
        let words = format!("{name} {} is {age} old{holds}", stale.sample.written);
        return answer.because(words).seeing([evidence(name, &stale.sample)]);
    }
    match missing.as_slice() {
        [] => answer.because(format!("{name} is not recorded")),
        missing => answer.because(format!("{name} is not recorded, and to compute it {} is missing", missing.join(", "))),
    }
}

/// Whether a sample was taken by a moment.
pub fn taken(sample: &Sample, moment: Moment) -> Truth {
    come(sample.at, moment)
}
