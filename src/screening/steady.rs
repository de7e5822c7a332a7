//! Whether doses of a class of drugs, or the values of a measure, stayed the same.

use super::answer::{Answer, evidence};
use super::chart::{Chart, State};
use super::facts::Fact;
use super::span::{Length, Span, come};
use super::{Reason, finding_words, measure, presence, rates, take};
use crate::Truth;
use crate::patient::{Datum, Presence, Reading};
use crate::quantity::Exact;
use crate::rule::{Asked, Dosed};
use crate::time::{DurationBound, Moment};
use crate::vocabulary::Concept;

/// A rule about steady doses at a moment.
pub fn judge(chart: &Chart<'_>, of: &Dosed, within: DurationBound, moment: Moment, say: bool) -> Answer {
    over(chart, of, Length::new(within, chart.zone()).look_back(moment), say)
}

/// The same over a span; what changed at its very beginning had changed before it.
pub fn over(chart: &Chart<'_>, of: &Dosed, span: Span, say: bool) -> Answer {
    match of {
        Dosed::Measure(asked) => values(chart, asked, span, say),
        Dosed::Class(concept, name) => doses(chart, concept, name, span, say),
    }
}

fn doses(chart: &Chart<'_>, class: &Concept, name: &str, span: Span, say: bool) -> Answer {
    let matched = chart.facts.matching(class);
    let given: Vec<&Fact<'_>> =
        chart.facts.at(&matched.same).chain(chart.facts.at(&matched.narrower)).filter(|f| f.presence == Presence::Present).collect();
    let mut open: Option<(Reason, &Fact<'_>)> = None;
    for fact in &given {
        // Nothing says since when it runs: it may have been begun in the span.
        if fact.from.is_none() && come_after(fact, span) {
            open = open.or(Some((Reason::NotRecorded, fact)));
        }
        for when in [fact.from, fact.to].into_iter().flatten() {
            let inside = come(when, span.end).and(come(when, span.start.latest).not()).and(later(when.earliest, span).or(Truth::Unknown));
            let change = if when.is_exact() { changed(chart, &given, when.latest) } else { Truth::True };
            if inside == Truth::False || change == Truth::False {
                continue;
            }
            if change.is_unknown() {
                open = open.or(Some((Reason::NotRecorded, fact)));
                continue;
            }
            if inside == Truth::True {
                let answer = Answer::new(Truth::False);
                let text = || format!("a dose of {name} was changed at {} ({})", chart.show(when.latest), fact.name);
                return if say { answer.because(text()).seeing([finding_words::evidence(fact)]) } else { answer };
            }
            open = open.or(Some((Reason::ImpreciseDate, fact)));
        }
    }
    if let Some((reason, fact)) = open {
        let answer = Answer::unknown(reason).needing(fact.name);
        return if say {
            answer.because(format!("when {} was begun or changed is not known", fact.name)).seeing([finding_words::evidence(fact)])
        } else {
            answer
        };
    }
    if chart.profile.complete.medications {
        let answer = Answer::new(Truth::True).because(format!("no dose of {name} was changed"));
        return answer.seeing(given.iter().map(|f| finding_words::evidence(f)));
    }
    let text = format!("no change of {name} is recorded, but the list of medications may not be complete");
    Answer::unknown(Reason::NotRecorded).because(text).needing(name)
}

fn come_after(fact: &Fact<'_>, span: Span) -> bool {
    fact.to.is_none_or(|to| to.latest > span.start.earliest)
}

/// Whether a moment lies after a span's beginning.
fn later(moment: Moment, span: Span) -> Truth {
    if moment > span.start.latest {
        Truth::True
    } else if moment <= span.start.earliest {
        Truth::False
    } else {
        Truth::Unknown
    }
}

/// Whether what runs at a moment is not what ran just before: an infusion noted in pieces of
/// one rate has not been changed between them, whatever its name and unit.
fn changed(chart: &Chart<'_>, given: &[&Fact<'_>], moment: Moment) -> Truth {
    let (before, after) = (running(given, moment.plus_millis(-1)), running(given, moment));
    let found_in = |one: &Fact<'_>, others: &[&Fact<'_>]| Truth::any(others.iter().map(|other| same_dose(chart, one, other, moment)));
    let goes_on = Truth::all(before.iter().map(|f| found_in(f, &after)));
    let went_before = Truth::all(after.iter().map(|f| found_in(f, &before)));
    goes_on.and(went_before).not()
}

/// The drugs that run at a moment.
fn running<'c, 'f>(given: &[&'c Fact<'f>], moment: Moment) -> Vec<&'c Fact<'f>> {
    let runs = |f: &&Fact<'_>| {
        let started = f.from.is_some_and(|from| come(from, moment) == Truth::True);
        started && f.to.is_none_or(|to| come(to, moment) == Truth::False)
    };
    given.iter().copied().filter(runs).collect()
}

/// Whether two infusions are of one drug at one rate; unknown where the rates cannot be
/// compared.
fn same_dose(chart: &Chart<'_>, a: &Fact<'_>, b: &Fact<'_>, moment: Moment) -> Truth {
    let concept = |f: &Fact<'_>| chart.vocabulary.concept(f.name);
    if a.name != b.name && !chart.vocabulary.same(&concept(a), &concept(b)) {
        return Truth::False;
    }
    match (a.rate, b.rate) {
        (None, None) => Truth::True,
        (Some(Datum::Good(Reading::Number { value, unit, .. })), Some(Datum::Good(Reading::Number { .. }))) => {
            rates::rate(chart, b, unit, moment).map_or(Truth::Unknown, |other| Truth::from(other == Exact::from(*value)))
        }
        (Some(Datum::Good(Reading::Word(a))), Some(Datum::Good(Reading::Word(b)))) => Truth::from(a == b),
        (Some(Datum::Doubtful { written: a, .. }), Some(Datum::Doubtful { written: b, .. })) => Truth::from(a == b),
        _ => Truth::Unknown,
    }
}

/// A measure is steady if every value in the span, and the one in force when it began, is the
/// same.
fn values(chart: &Chart<'_>, of: &Asked, span: Span, say: bool) -> Answer {
    let name = &of.name;
    let mut samples: Vec<_> = take::samples(chart, of, span, span.end).into_iter().map(|(s, t)| (s.state.clone(), t, s)).collect();
    if let Some(id) = of.id
        && let measure::Current::One(before) = measure::current(chart, id, span.start.earliest, 0)
    {
        samples.insert(0, (before.state.clone(), Truth::True, before));
    }
    let sure = |(state, inside, _): &&(State, Truth, _)| *inside == Truth::True && !matches!(state, State::Doubt(_));
    let known: Vec<&State> = samples.iter().filter(sure).map(|(s, _, _)| s).collect();
    let differ = known.windows(2).any(|p| matches!(p, [a, b] if a != b));
    let mut answer = if differ {
        Answer::new(Truth::False)
    } else if known.len() < samples.len() {
        let doubt = samples.iter().find_map(|(s, _, _)| if let State::Doubt(r) = s { Some(*r) } else { None });
        Answer::unknown(doubt.unwrap_or(Reason::ImpreciseDate)).needing(name)
    } else if known.len() < 2 {
        Answer::unknown(Reason::NotRecorded).needing(name)
    } else {
        Answer::new(Truth::True)
    };
    if say {
        let shown: Vec<String> = samples.iter().map(|(_, _, s)| s.written.clone()).collect();
        let text = match answer.truth {
            Truth::True => format!("{name} stayed at {}", shown.first().cloned().unwrap_or_default()),
            Truth::False => format!("{name} changed: {}", shown.join(", ")),
            Truth::Unknown => format!("whether {name} stayed the same is not known"),
        };
        answer = answer.because(text).seeing(samples.iter().map(|(_, _, s)| evidence(name, s)));
    }
    answer
}

/// The moments at which the answer can change.
pub fn changes(chart: &Chart<'_>, of: &Dosed, within: Option<DurationBound>, into: &mut Vec<Moment>) {
    let mut own = vec![chart.asked];
    match of {
        Dosed::Measure(asked) => {
            if let Some(id) = asked.id {
                measure::changes(chart, id, 0, &mut own);
            }
        }
        Dosed::Class(concept, _) => {
            let matched = chart.facts.matching(concept);
            for fact in chart.facts.at(&matched.same).chain(chart.facts.at(&matched.narrower)) {
                presence::changes(fact, &mut own);
            }
        }
    }
    if let Some(within) = within {
        let length = Length::new(within, chart.zone());
        let left: Vec<Moment> = own.iter().flat_map(|m| length.echoes(*m)).collect();
        own.extend(left);
    }
    into.extend(own);
}
