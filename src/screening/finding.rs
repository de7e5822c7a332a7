//! Whether something is, was or is not there.

use super::Reason;
use super::answer::Answer;
use super::chart::Chart;
use super::facts::{Fact, List, Matched};
use super::finding_words::{evidence, sentence};
use super::lasting::lasted;
use super::presence::{self, Kind};
use super::signal::Signal;
use super::span::{Length, Span, between, earlier};
use crate::Truth;
use crate::patient::Presence;
use crate::rule::{Certainty, CheckedFinding};
use crate::time::{Moment, When};
use crate::vocabulary::FindingKind;

/// A truth with its reason.
type Judged = (Truth, Option<Reason>);

/// A rule about a finding at a moment.
pub fn judge(chart: &Chart<'_>, rule: &CheckedFinding, moment: Moment, say: bool) -> Answer {
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
    Err(if occurrences.truth() == Truth::False {
        answer.because(format!("{name} is not there: there is no time since it began"))
    } else {
        answer.because(format!("when {name} began is not known")).needing(name)
    })
}

/// What is asked of each fact.
enum Question<'r> {
    /// Is it there at the moment?
    There,
    /// Had it happened by the moment?
    Ever,
    /// Does it overlap the span?
    Overlaps(Span),
    /// Did it begin before or after another?
    Relative(&'r CheckedFinding),
}

struct Asking<'c, 'a, 'r> {
    chart: &'c Chart<'a>,
    rule: &'r CheckedFinding,
    question: Question<'r>,
    moment: Moment,
    stays_done: bool,
    event: bool,
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
        Truth::Unknown => asking.needs(Answer::unknown(reason.unwrap_or(Reason::NotRecorded))),
        known => Answer::new(known),
    };
    if say {
        let mut shown: Vec<&Fact<'_>> = decided.iter().filter(|(_, (t, _))| *t == truth).map(|(f, _)| *f).collect();
        if truth == Truth::False || (truth.is_unknown() && shown.is_empty()) {
            let more: Vec<&Fact<'_>> = rest.by.iter().copied().filter(|f| !shown.iter().any(|s| std::ptr::eq(*s, *f))).collect();
            shown.extend(more);
        }
        if reason == Some(Reason::Conflict) && truth.is_unknown() {
            let against: Vec<&str> = shown.iter().filter_map(|f| f.against.as_deref()).collect();
            shown.extend(chart.facts.all.iter().filter(|f| against.contains(&f.origin.as_str())));
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

    fn in_time(&self, fact: &Fact<'_>) -> Judged {
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

    /// Whether anything beyond the facts about it could make the rule true.
    fn rest<'f>(&self, matched: &'f Matched) -> Rest<'f>
    where
        'c: 'f,
        'a: 'f,
    {
        let chart = self.chart;
        let facts = &chart.facts;
        let no = |by| Rest { judged: (Truth::False, None), by };
        let suspects = self.rule.certainty == Some(Certainty::Suspected);
        let says = |f: &Fact<'_>| match f.presence {
            Presence::Suspected => suspects,
            // It is going to be there: it is not there yet. It may have been before, and what was done stays done.
            Presence::Planned => self.planned_is_no() && f.from.is_none_or(|from| from.earliest > self.moment) && self.moment == chart.asked,
            _ => self.moment == chart.asked || f.from.is_some() || f.to.is_some() || f.timeless,
        };
        // A record of the thing itself speaks for it: it is not there outside its own time.
        let own = chart.facts.at(&matched.same).filter(|f| says(f) && !self.too_early(f));
        let over = |f: &&Fact<'_>| says(f) && f.presence != Presence::Planned && self.in_time(f).0 == Truth::False;
        let speaking: Vec<&Fact<'_>> = own.chain(chart.facts.at(&matched.wider).filter(over)).collect();
        let denials: Vec<&Fact<'_>> = facts.at(&matched.denied).filter(|d| self.denied(d) == Truth::True).collect();
        let (open, sure): (Vec<&Fact<'_>>, Vec<&Fact<'_>>) = denials.into_iter().partition(|d| d.contested.is_some_and(|from| from <= self.moment));
        if !speaking.is_empty() || !sure.is_empty() {
            return no(speaking.into_iter().chain(sure).collect());
        }
        let planned = chart.facts.at(&matched.same).chain(chart.facts.at(&matched.narrower)).filter(|f| f.presence == Presence::Planned);
        // Answered with "not known": not even a complete list makes it absent.
        let unanswered =
            chart.profile.unanswered.iter().any(|c| chart.vocabulary.narrower(c, &self.rule.of) || chart.vocabulary.narrower(&self.rule.of, c));
        if self.complete() && !unanswered {
            return no(open.into_iter().chain(planned).collect());
        }
        if !open.is_empty() {
            return Rest { judged: (Truth::Unknown, Some(Reason::Conflict)), by: open };
        }
        Rest { judged: (Truth::Unknown, Some(Reason::NotRecorded)), by: planned.collect() }
    }

    /// Whether a plan says that it is not there: not of what may have been done before.
    fn planned_is_no(&self) -> bool {
        matches!(self.question, Question::There) && !self.rule.stays_done()
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

    /// Whether a record is of an earlier occurrence than the one asked for: the discharge of
    /// two years ago does not say that there was none after this week's admission.
    fn too_early(&self, fact: &Fact<'_>) -> bool {
        let Some(anchor) = self.rule.after.as_ref().filter(|_| self.event) else { return false };
        let start = presence::start(fact, self.chart.asked);
        occurrences(self.chart, anchor, self.moment).found.iter().any(|(when, _)| earlier(start, *when) == Truth::True)
    }

    /// Whether a denial answers the question with no.
    fn denied(&self, denial: &Fact<'_>) -> Truth {
        // No severe one: there may be a moderate one, and none so severe or worse.
        if denial.severity.is_some_and(|s| self.rule.severity.is_none_or(|asked| asked.low < s)) {
            return Truth::Unknown;
        }
        let now = presence::denies(denial, self.moment, self.chart.asked, self.stays_done);
        let undated = denial.from.is_none() && denial.to.is_none();
        match &self.question {
            _ if undated || self.stays_done => now,
            Question::There => now,
            Question::Overlaps(span) => {
                let from = denial.from.map_or(Truth::Unknown, |f| Truth::from(f.latest <= span.start.earliest));
                from.and(now)
            }
            Question::Ever | Question::Relative(_) => Truth::Unknown,
        }
    }

    /// Whether the list that the finding belongs to names everything there is.
    fn complete(&self) -> bool {
        let complete = self.chart.profile.complete;
        match self.rule.kind {
            Some(FindingKind::Condition) => complete.conditions,
            Some(FindingKind::Procedure) => complete.procedures,
            Some(FindingKind::Drug) => complete.medications,
            Some(_) => complete.findings,
            None => complete.conditions && complete.procedures && complete.medications && complete.findings,
        }
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

/// What the facts about it leave open, and the records that close it.
struct Rest<'f> {
    judged: Judged,
    by: Vec<&'f Fact<'f>>,
}

/// The occurrences of an anchor up to a moment, and whether there may be others.
struct Occurrences {
    found: Vec<(When, Judged)>,
    rest: Judged,
}

impl Occurrences {
    fn truth(&self) -> Truth {
        Truth::any(self.found.iter().map(|(_, (t, _))| *t)).or(self.rest.0)
    }
}

fn occurrences(chart: &Chart<'_>, anchor: &CheckedFinding, moment: Moment) -> Occurrences {
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
