//! Whether something is, was or is not there.

use super::Reason;
use super::answer::Answer;
use super::chart::Chart;
use super::facts::{Fact, List, Matched};
use super::finding_words::{asks, evidence, sentence};
use super::lasting::lasted;
use super::presence::{self, Kind};
use super::signal::Signal;
use super::span::{Length, Span, between, earlier};
use crate::Truth;
use crate::patient::{Origin, Presence};
use crate::rule::{Certainty, CheckedFinding};
use crate::time::{Moment, When};
use crate::vocabulary::FindingKind;

/// Beginnings of names that are of a plan, not of the thing planned.
const PLANS: &[&str] = &["plan", "schedul", "expect", "anticipat", "intend", "intention", "likely", "await", "upcoming", "candidate"];

/// A truth with its reason.
pub type Judged = (Truth, Option<Reason>);

/// A rule about a finding at a moment.
pub fn judge(chart: &Chart<'_>, rule: &CheckedFinding, moment: Moment, say: bool) -> Answer {
    if rule.ahead {
        return ahead(chart, rule, moment, say);
    }
    match rule.lasts {
        // How long it has been there, up to the moment.
        Some(bound) if !rule.looks_back() => {
            let length = Length::new(bound, chart.zone());
            let plain = CheckedFinding { lasts: None, kind: rule.kind, ..rule.clone() };
            let mut changes = Vec::new();
            self::changes(chart, &plain, &mut changes);
            let from = length.start(moment).plus_millis(-1);
            let signal = Signal::sampled(from, moment, changes, |m| at(chart, &plain, m, true, false).truth);
            lasted(chart, &signal, &length, moment, say, |m| at(chart, &plain, m, true, say))
        }
        _ => at(chart, rule, moment, false, say),
    }
}

/// What is planned for the time to come: without the plan it is false; when it shall be, a
/// person has to judge, since no record of the future is seen.
fn ahead(chart: &Chart<'_>, rule: &CheckedFinding, moment: Moment, say: bool) -> Answer {
    let plan = CheckedFinding { within: None, lasts: None, before: None, after: None, ahead: false, ..rule.clone() };
    let answer = judge(chart, &plan, moment, say);
    // "death within the next 6 months": that nobody is dead says nothing of it.
    let plans = rule.name.split(' ').next().is_some_and(|first| PLANS.iter().any(|p| first.to_lowercase().starts_with(p)));
    if answer.truth == Truth::Unknown || answer.truth == Truth::False && plans {
        return answer;
    }
    let unknown = Answer::unknown(Reason::Judgement);
    if say { unknown.because(format!("a person has to judge: {}", asks(rule))) } else { unknown }
}

/// Whether a finding of that name is there, for formulas.
pub fn named(chart: &Chart<'_>, name: &str, moment: Moment) -> Answer {
    at(chart, &plain(chart, name), moment, false, true)
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
    let matched = chart.facts.matching(&rule.of);
    let mut own = vec![chart.asked];
    for places in [&matched.same, &matched.narrower, &matched.wider, &matched.denied] {
        for fact in chart.facts.at(places) {
            presence::changes(fact, &mut own);
        }
    }
    for anchor in [&rule.before, &rule.after].into_iter().flatten() {
        changes(chart, anchor, &mut own);
    }
    for bound in [rule.within, rule.lasts].into_iter().flatten() {
        let length = Length::new(bound, chart.zone());
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

/// What is asked of each fact.
pub enum Question<'r> {
    /// Is it there at the moment?
    There,
    /// Had it happened by the moment?
    Ever,
    /// Does it overlap the span?
    Overlaps(Span),
    /// Did it begin before or after another?
    Relative(&'r CheckedFinding),
}

/// A rule about a finding at a moment, as it is asked of each fact.
pub struct Asking<'c, 'a, 'r> {
    pub chart: &'c Chart<'a>,
    pub rule: &'r CheckedFinding,
    pub question: Question<'r>,
    pub moment: Moment,
    pub stays_done: bool,
    pub event: bool,
}

/// `in_progress`: a procedure or event counts only while it goes on.
fn at(chart: &Chart<'_>, rule: &CheckedFinding, moment: Moment, in_progress: bool, say: bool) -> Answer {
    let asking = Asking::new(chart, rule, moment, in_progress);
    let matched = chart.facts.matching(&rule.of);
    let mut decided: Vec<(&Fact<'_>, Judged)> = Vec::new();
    let gradings = asking.gradings(&matched);
    for fact in chart.facts.at(&matched.same).chain(chart.facts.at(&matched.narrower)) {
        if asking.concerns(fact) {
            let judged = asking.fact(fact, &matched);
            let judged = if gradings && asking.graded(fact) && judged.0 != Truth::False { (Truth::Unknown, Some(Reason::Conflict)) } else { judged };
            decided.push((fact, judged));
        }
    }
    let rest = asking.rest(&matched);
    let truth = Truth::any(decided.iter().map(|(_, (t, _))| *t)).or(rest.judged.0);
    // The same whatever the order of the records.
    let reason = decided.iter().filter(|(_, (t, _))| t.is_unknown()).filter_map(|(_, (_, r))| *r).max().or(rest.judged.1);
    let mut answer = match truth {
        Truth::Unknown if say => asking.needs(Answer::unknown(reason.unwrap_or(Reason::NotRecorded))),
        Truth::Unknown => Answer::unknown(reason.unwrap_or(Reason::NotRecorded)),
        known => Answer::new(known),
    };
    if say {
        let mut shown: Vec<&Fact<'_>> = decided.iter().filter(|(_, (t, _))| *t == truth).map(|(f, _)| *f).collect();
        if truth == Truth::False || (truth.is_unknown() && shown.is_empty()) {
            let more: Vec<&Fact<'_>> = rest.by.iter().copied().filter(|f| !shown.iter().any(|s| std::ptr::eq(*s, *f))).collect();
            shown.extend(more);
        }
        if reason == Some(Reason::Conflict) && truth.is_unknown() {
            let against: Vec<Origin> = shown.iter().filter_map(|f| f.against).collect();
            shown.extend(chart.facts.all.iter().filter(|f| against.contains(&f.origin)));
        }
        let anchors = asking.anchor_facts(truth, reason, &shown);
        let words = sentence(chart, rule, moment, (truth, reason), &shown, &anchors);
        answer = answer.because(words).seeing(shown.iter().chain(&anchors).map(|f| evidence(f)));
    }
    answer
}

impl<'c, 'a, 'r> Asking<'c, 'a, 'r> {
    fn new(chart: &'c Chart<'a>, rule: &'r CheckedFinding, moment: Moment, in_progress: bool) -> Self {
        let stays_done = rule.stays_done() && !in_progress;
        let question = if rule.before.is_some() || rule.after.is_some() {
            Question::Relative(rule)
        } else if let Some(within) = rule.within {
            Question::Overlaps(Length::new(within, chart.zone()).look_back(moment))
        } else if rule.ever || stays_done {
            Question::Ever
        } else {
            Question::There
        };
        Self { chart, rule, question, moment, stays_done, event: rule.kind == Some(FindingKind::Event) }
    }

    /// An allergy to a drug is not the drug.
    fn concerns(&self, fact: &Fact<'_>) -> bool {
        let apart = matches!(self.rule.kind, Some(FindingKind::Allergy | FindingKind::Consent));
        !(apart && fact.list == List::Medications) && fact.presence != Presence::Planned
    }

    /// Whether this fact makes the rule true.
    fn fact(&self, fact: &Fact<'_>, matched: &Matched) -> Judged {
        let (mut truth, mut reason) = self.in_time(fact);
        if truth == Truth::False {
            return (truth, None);
        }
        if let Some(bound) = self.rule.lasts.filter(|_| self.rule.looks_back()) {
            let length = Length::new(bound, self.chart.zone());
            let long = presence::lasted(fact, self.moment, self.event, |a, b| length.satisfied(a, b));
            (truth, reason) = and((truth, reason), (long, Some(Reason::ImpreciseDate)));
        }
        (truth, reason) = and((truth, reason), self.severe(fact, matched));
        if fact.presence == Presence::Suspected && self.rule.certainty != Some(Certainty::Suspected) {
            (truth, reason) = and((truth, reason), (Truth::Unknown, Some(Reason::Judgement)));
        }
        if truth != Truth::False && fact.contested.is_some_and(|from| from <= self.moment) {
            return (Truth::Unknown, Some(Reason::Conflict));
        }
        (truth, reason.filter(|_| truth.is_unknown()))
    }

    pub fn in_time(&self, fact: &Fact<'_>) -> Judged {
        let (chart, moment) = (self.chart, self.moment);
        let imprecise = |t: Truth| {
            let dated = fact.from.is_some() || fact.to.is_some();
            (t, Some(if dated { Reason::ImpreciseDate } else { Reason::NotRecorded }))
        };
        match &self.question {
            Question::There => imprecise(presence::covers(fact, moment, chart.asked)),
            Question::Ever => imprecise(presence::happened(fact, moment, chart.asked)),
            Question::Overlaps(span) => {
                let kind = if self.event {
                    Kind::Event
                } else if self.stays_done || fact.list == List::Procedures {
                    Kind::Procedure
                } else {
                    Kind::State
                };
                imprecise(presence::overlaps(fact, *span, moment, chart.asked, kind))
            }
            Question::Relative(rule) => {
                let happened = imprecise(presence::happened(fact, moment, chart.asked));
                let before = rule.before.as_ref().map_or((Truth::True, None), |a| self.relative(fact, a, true));
                let after = rule.after.as_ref().map_or((Truth::True, None), |a| self.relative(fact, a, false));
                and(happened, and(before, after))
            }
        }
    }

    /// Whether it began before (or after) an anchor began, and as near as asked.
    fn relative(&self, fact: &Fact<'_>, anchor: &CheckedFinding, before: bool) -> Judged {
        let chart = self.chart;
        let occurrences = occurrences(chart, anchor, self.moment);
        let start = presence::start(fact, chart.asked);
        let mut found: Judged = (Truth::False, None);
        for (when, judged) in &occurrences.found {
            let (first, second) = if before { (start, *when) } else { (*when, start) };
            let mut order = earlier(first, second);
            if let Some(within) = self.rule.within {
                let length = Length::new(within, chart.zone());
                order = order.and(between(first, second, |a, b| length.reaches(a, b)));
            }
            found = or(found, and((order, Some(Reason::ImpreciseDate)), *judged));
        }
        if occurrences.truth() == Truth::True {
            return found;
        }
        let none = match (occurrences.truth(), before) {
            // Before what has not happened is everything that is there; how near to it, nobody knows.
            (Truth::False, true) if self.rule.within.is_none() => (Truth::True, None),
            (Truth::False, true) => (Truth::Unknown, Some(Reason::NotRecorded)),
            (Truth::False, false) => (Truth::False, None),
            _ => (Truth::Unknown, Some(occurrences.rest.1.unwrap_or(Reason::NotRecorded))),
        };
        or(found, none)
    }

    fn severe(&self, fact: &Fact<'_>, matched: &Matched) -> Judged {
        // It is there, and a record says that it is not so severe.
        let graded_out =
            || self.chart.facts.at(&matched.denied).any(|d| d.severity.is_some() && d.contested.is_none() && self.denied(d) == Truth::True);
        match (self.rule.severity, fact.severity) {
            (None, _) => (Truth::True, None),
            (Some(_), None) if graded_out() => (Truth::False, None),
            (Some(_), None) => (Truth::Unknown, Some(Reason::NotRecorded)),
            (Some(range), Some(found)) => (Truth::from(range.holds(found)), None),
        }
    }

    /// Whether records of the finding itself grade it differently at the moment, the newest
    /// of them.
    fn gradings(&self, matched: &Matched) -> bool {
        let Some(range) = self.rule.severity else { return false };
        let graded: Vec<&Fact<'_>> = self.chart.facts.at(&matched.same).filter(|f| self.graded(f)).collect();
        let holds: Vec<bool> = graded.iter().filter_map(|f| f.severity).map(|s| range.holds(s)).collect();
        holds.contains(&true) && holds.contains(&false) && matches!(self.question, Question::There)
    }

    /// Whether a record grades the finding at the moment and no later record does.
    fn graded(&self, fact: &Fact<'_>) -> bool {
        fact.severity.is_some() && fact.from.is_none() && self.in_time(fact).0 != Truth::False
    }

    /// Records of the anchors that it is compared with, or that leave it open.
    fn anchor_facts(&self, truth: Truth, reason: Option<Reason>, shown: &[&Fact<'_>]) -> Vec<&'c Fact<'a>> {
        let mut found = Vec::new();
        let unsure = reason == Some(Reason::Judgement) && truth.is_unknown();
        if shown.iter().all(|f| f.presence == Presence::Absent) || (truth.is_unknown() && !unsure) {
            return found;
        }
        for anchor in [&self.rule.before, &self.rule.after].into_iter().flatten() {
            let past = CheckedFinding { ever: true, ..(**anchor).clone() };
            let asking = Asking::new(self.chart, &past, self.moment, false);
            let matched = self.chart.facts.matching(&anchor.of);
            let facts = matched.same.iter().chain(&matched.narrower).filter_map(|p| self.chart.facts.all.get(*p));
            found.extend(
                facts.filter(|f| asking.concerns(f) && asking.fact(f, &matched).0 != Truth::False && (!unsure || f.presence == Presence::Suspected)),
            );
        }
        found
    }

    /// The finding itself, or the anchors that are not known.
    fn needs(&self, answer: Answer) -> Answer {
        let anchors = [&self.rule.before, &self.rule.after].into_iter().flatten();
        let own = {
            let alone = CheckedFinding { before: None, after: None, within: None, ever: true, lasts: None, ..self.rule.clone() };
            occurrences(self.chart, &alone, self.moment).truth()
        };
        let open: Vec<&str> = anchors
            .filter(|a| {
                let found = occurrences(self.chart, a, self.moment);
                found.truth() != Truth::False && !found.found.iter().any(|(w, (t, _))| *t == Truth::True && w.is_exact())
            })
            .map(|a| a.name.as_str())
            .collect();
        let answer = if open.is_empty() || own != Truth::True { answer.needing(&self.rule.name) } else { answer };
        open.into_iter().fold(answer, |a, name| a.needing(name))
    }
}

/// The occurrences of an anchor up to a moment, and whether there may be others.
pub struct Occurrences {
    pub found: Vec<(When, Judged)>,
    rest: Judged,
}

impl Occurrences {
    fn truth(&self) -> Truth {
        Truth::any(self.found.iter().map(|(_, (t, _))| *t)).or(self.rest.0)
    }
}

pub fn occurrences(chart: &Chart<'_>, anchor: &CheckedFinding, moment: Moment) -> Occurrences {
    // Its begin is asked for: it need not be there any more.
    let past = CheckedFinding { ever: true, ..anchor.clone() };
    let asking = Asking::new(chart, &past, moment, false);
    let matched = chart.facts.matching(&anchor.of);
    let facts = chart.facts.at(&matched.same).chain(chart.facts.at(&matched.narrower)).filter(|f| asking.concerns(f));
    let found = facts.map(|f| (presence::start(f, chart.asked), asking.fact(f, &matched))).filter(|(_, (t, _))| *t != Truth::False).collect();
    Occurrences { found, rest: asking.rest(&matched).judged }
}

fn and(a: Judged, b: Judged) -> Judged {
    pick(a.0.and(b.0), a, b)
}

fn or(a: Judged, b: Judged) -> Judged {
    pick(a.0.or(b.0), a, b)
}

fn pick(truth: Truth, a: Judged, b: Judged) -> Judged {
    if !truth.is_unknown() {
        return (truth, None);
    }
    (truth, if a.0.is_unknown() { a.1 } else { b.1 })
}
