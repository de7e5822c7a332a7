//! Whether something is, was or is not there.

use super::Reason;
use super::answer::Answer;
use super::asking::{Asking, Judged, occurrences};
use super::chart::Chart;
use super::facts::{Fact, Matched};
use super::finding_words::{asks, evidence, sentence};
use super::ground::Ground;
use super::lasting::lasted;
use super::presence;
use super::signal::Signal;
use super::span::Length;
use crate::Truth;
use crate::patient::{Origin, Presence};
use crate::rule::CheckedFinding;
use crate::time::{DurationBound, Moment, When};

/// Beginnings of names that are of a plan, not of the thing planned.
const PLANS: &[&str] = &["plan", "schedul", "expect", "anticipat", "intend", "intention", "likely", "await", "upcoming", "candidate"];

/// A rule about a finding at a moment.
pub fn judge(chart: &Chart<'_>, rule: &CheckedFinding, moment: Moment, say: bool) -> Answer {
    if rule.ahead {
        return ahead(chart, rule, moment, say);
    }
    match up_to_now(rule) {
        Some(bound) => {
            let length = Length::new(bound, chart.zone());
            let signal = in_progress(chart, rule, &chart.facts.matching(&rule.of), moment, &length);
            let plain = CheckedFinding { lasts: None, ..rule.clone() };
            lasted(chart, &signal, &length, moment, say, |m| at(chart, &plain, m, true, say))
        }
        None => at(chart, rule, moment, false, say),
    }
}

/// The truth of a rule at a moment, by somebody who knows what bears on its finding.
pub fn truth(ground: &dyn Ground, rule: &CheckedFinding, matched: &Matched, moment: Moment) -> Truth {
    if rule.ahead {
        return due(rule, truth(ground, &plan(rule), matched, moment));
    }
    match up_to_now(rule) {
        Some(bound) => {
            let length = Length::new(bound, ground.zone());
            in_progress(ground, rule, matched, moment, &length).lasting(&length, moment, moment).at(moment)
        }
        None => Asking::new(ground, rule, moment, false).judged(matched).0,
    }
}

/// Whether the answer is no where nothing at all is recorded and the list is complete.
pub fn silence_is_no(rule: &CheckedFinding) -> bool {
    !rule.ahead || is_plan(rule)
}

/// How long it has been there, up to the moment.
fn up_to_now(rule: &CheckedFinding) -> Option<DurationBound> {
    rule.lasts.filter(|_| !rule.looks_back())
}

/// Whether it was there, back to the length before a moment.
fn in_progress(ground: &dyn Ground, rule: &CheckedFinding, matched: &Matched, moment: Moment, length: &Length) -> Signal {
    let mut changes = Vec::new();
    times(ground, rule, matched, &mut changes);
    let from = length.start(moment).plus_millis(-1);
    Signal::sampled(from, moment, changes, |m| Asking::new(ground, rule, m, true).judged(matched).0)
}

/// What is planned for the time to come: without the plan it is false; when it shall be, a
/// person has to judge, since no record of the future is seen.
fn ahead(chart: &Chart<'_>, rule: &CheckedFinding, moment: Moment, say: bool) -> Answer {
    let answer = judge(chart, &plan(rule), moment, say);
    if due(rule, answer.truth) == answer.truth {
        return answer;
    }
    let unknown = Answer::unknown(Reason::Judgement);
    if say { unknown.because(format!("a person has to judge: {}", asks(rule))) } else { unknown }
}

/// What is asked of the plan.
fn plan(rule: &CheckedFinding) -> CheckedFinding {
    CheckedFinding { within: None, lasts: None, before: None, after: None, ahead: false, ..rule.clone() }
}

/// What the plan's truth says of its being due in time: nothing but that there is none.
fn due(rule: &CheckedFinding, planned: Truth) -> Truth {
    match planned {
        // "death within the next 6 months": that nobody is dead says nothing of it.
        Truth::False if is_plan(rule) => Truth::False,
        _ => Truth::Unknown,
    }
}

fn is_plan(rule: &CheckedFinding) -> bool {
    rule.name.split(' ').next().is_some_and(|first| PLANS.iter().any(|p| first.to_lowercase().starts_with(p)))
}

/// Whether a finding of that name is there, for formulas, and the place of the record that says so.
pub fn named(chart: &Chart<'_>, name: &str, moment: Moment) -> (Judged, Option<String>) {
    let rule = plain(chart, name);
    let (asking, matched) = (Asking::new(chart, &rule, moment, false), chart.facts.matching(&rule.of));
    let judged = asking.judged(&matched);
    let shown = asking.deciding(&matched, judged.0).first().copied().or_else(|| asking.rest_by(&matched).first().copied());
    (judged, shown.and_then(|place| chart.facts.all.get(place)).map(Fact::place))
}

/// The moments at which [`named`] can change.
pub fn changes_of_name(chart: &Chart<'_>, name: &str, into: &mut Vec<Moment>) {
    changes(chart, &plain(chart, name), into);
}

fn plain(chart: &Chart<'_>, name: &str) -> CheckedFinding {
    let of = chart.vocabulary.concept(name);
    let kind = of.finding().and_then(|id| chart.vocabulary.finding(id)).map(|f| f.kind);
    CheckedFinding {
        name: name.to_owned(),
        of,
        kind,
        certainty: None,
        severity: None,
        ever: false,
        within: None,
        ahead: false,
        lasts: None,
        before: None,
        after: None,
    }
}

/// The moments at which a rule about a finding can change.
pub fn changes(chart: &Chart<'_>, rule: &CheckedFinding, into: &mut Vec<Moment>) {
    times(chart, rule, &chart.facts.matching(&rule.of), into);
}

fn times(ground: &dyn Ground, rule: &CheckedFinding, matched: &Matched, into: &mut Vec<Moment>) {
    let mut own = vec![ground.asked()];
    for places in [&matched.same, &matched.narrower, &matched.wider, &matched.denied] {
        for record in places.iter().filter_map(|p| ground.record(*p)) {
            presence::changes(record, &mut own);
        }
    }
    for anchor in [&rule.before, &rule.after].into_iter().flatten() {
        times(ground, anchor, &ground.matching(&anchor.of), &mut own);
    }
    for bound in [rule.within, rule.lasts].into_iter().flatten() {
        let length = Length::new(bound, ground.zone());
        let left: Vec<Moment> = own.iter().flat_map(|m| length.echoes(*m)).collect();
        own.extend(left);
    }
    into.extend(own);
}

/// When an anchor began: its newest occurrence up to a moment.
///
/// # Errors
/// The answer, where that is not known.
pub fn start(chart: &Chart<'_>, anchor: &CheckedFinding, moment: Moment) -> Result<When, Answer> {
    let occurrences = occurrences(chart, anchor, moment);
    let newest = occurrences.found.iter().filter(|(_, (t, _))| *t == Truth::True).map(|(w, _)| *w).max_by_key(|w| (w.latest, w.earliest));
    if let Some(when) = newest {
        return Ok(when);
    }
    let name = &anchor.name;
    let reason = occurrences.rest.1.or(occurrences.found.iter().find_map(|(_, (_, r))| *r)).unwrap_or(Reason::NotRecorded);
    let answer = Answer::unknown(reason);
    Err(if reason == Reason::Judgement {
        answer.because(format!("{name} is only suspected: when it began is not known")).needing(name)
    } else if occurrences.truth() == Truth::False {
        answer.because(format!("{name} is not there: there is no time since it began"))
    } else {
        answer.because(format!("when {name} began is not known")).needing(name)
    })
}

/// `in_progress`: a procedure or event counts only while it goes on.
fn at(chart: &Chart<'_>, rule: &CheckedFinding, moment: Moment, in_progress: bool, say: bool) -> Answer {
    let asking = Asking::new(chart, rule, moment, in_progress);
    let matched = chart.facts.matching(&rule.of);
    let (truth, reason) = asking.judged(&matched);
    let mut answer = match truth {
        Truth::Unknown if say => needs(&asking, Answer::unknown(reason.unwrap_or(Reason::NotRecorded))),
        Truth::Unknown => Answer::unknown(reason.unwrap_or(Reason::NotRecorded)),
        known => Answer::new(known),
    };
    if say {
        let facts = |places: Vec<usize>| places.into_iter().filter_map(|p| chart.facts.all.get(p)).collect::<Vec<&Fact<'_>>>();
        let mut shown = facts(asking.deciding(&matched, truth));
        if truth == Truth::False || (truth.is_unknown() && shown.is_empty()) {
            let mut more = facts(asking.rest_by(&matched));
            more.retain(|f| !shown.iter().any(|s| std::ptr::eq(*s, *f)));
            shown.extend(more);
        }
        if reason == Some(Reason::Conflict) && truth.is_unknown() {
            let against: Vec<Origin> = shown.iter().filter_map(|f| f.against).collect();
            shown.extend(chart.facts.all.iter().filter(|f| against.contains(&f.origin)));
        }
        let anchors = anchor_facts(chart, rule, moment, (truth, reason), &shown);
        let words = sentence(chart, rule, moment, (truth, reason), &shown, &anchors);
        answer = answer.because(words).seeing(shown.iter().chain(&anchors).map(|f| evidence(f)));
    }
    answer
}

/// Records of the anchors that it is compared with, or that leave it open.
fn anchor_facts<'c, 'a>(
    chart: &'c Chart<'a>,
    rule: &CheckedFinding,
    moment: Moment,
    (truth, reason): (Truth, Option<Reason>),
    shown: &[&Fact<'_>],
) -> Vec<&'c Fact<'a>> {
    let mut found = Vec::new();
    let unsure = reason == Some(Reason::Judgement) && truth.is_unknown();
    if shown.iter().all(|f| f.presence == Presence::Absent) || (truth.is_unknown() && !unsure) {
        return found;
    }
    for anchor in [&rule.before, &rule.after].into_iter().flatten() {
        let asking = Asking::past(chart, anchor, moment);
        let matched = chart.facts.matching(&anchor.of);
        let facts = matched.same.iter().chain(&matched.narrower).filter_map(|p| chart.facts.all.get(*p));
        let wanted =
            |f: &&Fact<'_>| asking.concerns(f) && asking.record(f, &matched).0 != Truth::False && (!unsure || f.presence == Presence::Suspected);
        found.extend(facts.filter(wanted));
    }
    found
}

/// The finding itself, or the anchors that are not known.
fn needs(asking: &Asking<'_, '_>, answer: Answer) -> Answer {
    let (ground, rule, moment) = (asking.ground, asking.rule, asking.moment);
    let anchors = [&rule.before, &rule.after].into_iter().flatten();
    let own = {
        let alone = CheckedFinding { before: None, after: None, within: None, ever: true, lasts: None, ..rule.clone() };
        occurrences(ground, &alone, moment).truth()
    };
    let open: Vec<&str> = anchors
        .filter(|a| {
            let found = occurrences(ground, a, moment);
            found.truth() != Truth::False && !found.found.iter().any(|(w, (t, _))| *t == Truth::True && w.is_exact())
        })
        .map(|a| a.name.as_str())
        .collect();
    let answer = if open.is_empty() || own != Truth::True { answer.needing(&rule.name) } else { answer };
    open.into_iter().fold(answer, |a, name| a.needing(name))
}
