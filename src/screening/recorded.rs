//! Whether the profile says anything about something, whatever it says.

use super::answer::Answer;
use super::chart::Chart;
use super::facts::{Fact, List};
use super::presence;
use crate::Truth;
use crate::rule::Recorded;
use crate::time::Moment;

/// Whether all of them are in the profile at a moment: never unknown.
pub fn judge(chart: &Chart<'_>, names: &[Recorded], moment: Moment, say: bool) -> Answer {
    let missing: Vec<&str> = names.iter().filter(|n| !is_there(chart, n, moment)).map(Recorded::name).collect();
    let answer = Answer::new(Truth::from(missing.is_empty()));
    if !say {
        return answer;
    }
    let all: Vec<&str> = names.iter().map(Recorded::name).collect();
    if missing.is_empty() {
        answer.because(format!("recorded: {}", all.join(", ")))
    } else {
        answer.because(format!("not recorded: {}", missing.join(", ")))
    }
}

fn is_there(chart: &Chart<'_>, name: &Recorded, moment: Moment) -> bool {
    let complete = chart.profile.complete;
    let seen = |f: &Fact<'_>| presence::start(f, chart.asked).earliest <= moment && (f.from.is_some() || f.timeless || moment == chart.asked);
    let any = |list: List| chart.facts.all.iter().any(|f| f.list == list && seen(f));
    match name {
        Recorded::Age => chart.profile.birth.is_some(),
        Recorded::Sex => of(chart, "male", &seen) || of(chart, "female", &seen),
        Recorded::AnyCondition => complete.conditions || any(List::Conditions),
        Recorded::AnyProcedure => complete.procedures || any(List::Procedures),
        Recorded::AnyMedication => complete.medications || any(List::Medications),
        Recorded::AnyMeasure => chart.profile.observations.iter().any(|o| match o.at {
            Some(at) => at.earliest <= moment,
            None => moment == chart.asked,
        }),
        Recorded::Measure(asked) if asked.is_age => chart.profile.birth.is_some(),
        Recorded::Measure(asked) => asked.id.is_some_and(|id| chart.series(id).iter().any(|s| s.at.earliest <= moment)),
        Recorded::Finding(concept, _) => {
            let matched = chart.facts.matching(concept);
            let groups = [&matched.same, &matched.narrower, &matched.denied];
            groups.into_iter().any(|places| chart.facts.at(places).any(&seen))
        }
    }
}

fn of(chart: &Chart<'_>, name: &str, seen: &impl Fn(&Fact<'_>) -> bool) -> bool {
    let matched = chart.facts.matching(&chart.vocabulary.concept(name));
    [&matched.same, &matched.narrower, &matched.denied].into_iter().any(|places| chart.facts.at(places).any(seen))
}
