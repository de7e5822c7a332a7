//! Findings: present, absent and unknown, of each severity, and on either side of each time.

use super::MOMENT;
use super::model::{Fact, Model, Put, State, ago};
use super::truth::{lower, reached};
use super::write::since;
use crate::quantity::Op;
use crate::rule::{Certainty, FindingRule, Severity};
use crate::time::{DurationBound, Moment, TimeUnit, Zone};
use crate::truth::Truth;
use crate::vocabulary::FindingKind;
use serde_json::{Map, Value as Json};

const ALL: [Severity; 5] = [Severity::Trivial, Severity::Mild, Severity::Moderate, Severity::Severe, Severity::Critical];
const MINUTE: i64 = 60_000;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 86_400_000;
/// By how much months of the calendar may be longer than their mean, and a day more.
const MARGIN: i64 = 5 * DAY;

/// Words before a name that a profile reads as something about the name.
const BEGINNINGS: &[&str] = &[
    "history",
    "past",
    "previous",
    "prior",
    "personal",
    "suspicion",
    "suspected",
    "possible",
    "presumed",
    "probable",
    "hx",
    "h/o",
    "status",
    "s/p",
    "former",
    "old",
    "no",
    "not",
    "without",
    "absence",
    "negative",
    "denies",
    "denied",
    "lack",
    "rule",
    "ruled",
    "w/o",
    "status-post",
    "trivial",
    "mild",
    "moderate",
    "severe",
    "critical",
];

impl Model<'_> {
    /// The states that a question about a finding tells apart.
    pub(super) fn presences(&self, index: usize, rule: &FindingRule) -> Vec<State> {
        let concept = self.vocabulary.concept(&rule.of);
        if self.sex(&concept).is_some() {
            return [("male", true), ("female", false)]
                .into_iter()
                .map(|(word, male)| State::new(word, Fact::Male(male), vec![Put::Field("sex", Json::from(word))]))
                .collect();
        }
        let first = rule.of.split_whitespace().next().unwrap_or_default().to_lowercase();
        if BEGINNINGS.contains(&first.as_str()) || rule.of.contains('?') {
            return Vec::new();
        }
        let mut states = Vec::new();
        match rule.severity {
            // Whatever its time to come: only that there is a plan can be on record.
            _ if rule.ahead => states.push(self.there(rule, None)),
            _ if rule.before.is_some() || rule.after.is_some() => states.extend(self.around_another(index, rule)),
            _ if rule.within.is_some() => states.extend(self.look_back(index, rule)),
            Some(range) => {
                let at = |s: Severity| ALL.iter().position(|a| *a == s).unwrap_or(0);
                let from = at(range.low).saturating_sub(1);
                let to = at(range.high.unwrap_or(range.low)).saturating_add(1);
                states.extend(ALL.iter().skip(from).take(to.saturating_sub(from).saturating_add(1)).map(|s| self.there(rule, Some(*s))));
                states.push(self.there(rule, None));
            }
            None => {
                states.push(self.there(rule, None));
                if rule.certainty == Some(Certainty::Suspected) && self.list(rule) == "conditions" {
                    let put = self.item(rule, &[("status", "suspected")]);
                    states.push(State::new(format!("{} suspected", rule.of), Fact::Suspected, vec![put]));
                }
            }
        }
        states.push(State::new(format!("{} absent", rule.of), Fact::Absent, vec![self.item(rule, &[("status", self.word(rule, false))])]));
        states
    }

    fn there(&self, rule: &FindingRule, severity: Option<Severity>) -> State {
        let said = severity.map(|s| s.to_string());
        let mut fields = vec![("status", self.word(rule, true))];
        fields.extend(said.iter().map(|s| ("severity", s.as_str())));
        let label = match &said {
            Some(severity) => format!("{severity} {}", rule.of),
            None if rule.severity.is_some() => format!("{} of a severity that is not recorded", rule.of),
            None => format!("{} present", rule.of),
        };
        State::new(label, Fact::There(severity), vec![self.item(rule, &fields)])
    }

    /// Over at times around the beginning of a look-back.
    fn look_back(&self, index: usize, rule: &FindingRule) -> Vec<State> {
        let Some(bound) = rule.within.filter(|b| !lower(*b) && rule.lasts.is_none()) else { return Vec::new() };
        let on = bound.length.before(MOMENT, Zone::UTC);
        around(bound)
            .into_iter()
            .map(|(shift, words)| {
                let at = on.plus_millis(shift.saturating_neg());
                let truth = Truth::from(within(shift, bound));
                let put = self.dated(rule, at, Some(at));
                State::new(format!("{} {words} {} ago", rule.of, bound.length), Fact::Only(index, truth), vec![put])
            })
            .collect()
    }

    /// Before and after another finding began, and at distances around the limit.
    fn around_another(&self, index: usize, rule: &FindingRule) -> Vec<State> {
        let (anchor, before) = match (&rule.before, &rule.after) {
            (Some(anchor), None) => (&anchor.0, true),
            (None, Some(anchor)) => (&anchor.0, false),
            _ => return Vec::new(),
        };
        let concept = self.vocabulary.concept(&anchor.of);
        let plain = FindingRule { kind: None, ..(**anchor).clone() }.is_plain();
        if !plain || self.sex(&concept).is_some() || self.related(&concept, &self.vocabulary.concept(&rule.of)) {
            return Vec::new();
        }
        let there = ago(2 * DAY);
        let made = |own: Moment, end: Option<Moment>, other: Option<Moment>, label: String, truth: Truth| {
            let mut puts = vec![self.dated(rule, own, end)];
            puts.extend(other.map(|at| self.dated(anchor, at, None)));
            State { label, puts, fact: Fact::Only(index, truth), touches: vec![concept.clone()] }
        };
        let (of, other) = (&rule.of, &anchor.of);
        let mut states = Vec::new();
        if let Some(lasts) = rule.lasts {
            if rule.within.is_none() && !matches!(lasts.op, Some(Op::Less | Op::AtMost | Op::Equal)) {
                let from = ago(lasts.length.mean_millis().saturating_mul(2).saturating_add(MARGIN));
                let Some(on) = self::on(lasts, from) else { return states };
                let anchor = if before { ago(HOUR) } else { from.plus_millis(HOUR.saturating_neg()) };
                for (shift, words) in around(lasts) {
                    let truth = Truth::from(lasts.op.unwrap_or(Op::AtLeast).holds(shift.cmp(&0)));
                    let label = format!("{of} for {words} {}, {} {other}", lasts.length, if before { "before" } else { "after" });
                    states.push(made(from, Some(on.plus_millis(shift)), Some(anchor), label, truth));
                }
            }
            return states;
        }
        if let Some(bound) = rule.within {
            if lower(bound) {
                return states;
            }
            let first = ago(bound.length.mean_millis().saturating_add(MARGIN));
            let Some(second) = on(bound, first) else { return states };
            for (shift, words) in around(bound) {
                let truth = Truth::from(within(shift, bound));
                let later = second.plus_millis(shift);
                let (own, anchor) = if before { (first, later) } else { (later, first) };
                let side = if before { "before" } else { "after" };
                states.push(made(own, None, Some(anchor), format!("{of} {words} {} {side} {other}", bound.length), truth));
            }
            return states;
        }
        let (earlier, later) = (there, ago(DAY));
        // That an event happened before does not say that it did not happen again after.
        let again = !before && self.kind(rule) == Some(FindingKind::Event);
        let early = if again { Truth::Unknown } else { Truth::from(before) };
        states.push(made(earlier, None, Some(later), format!("{of} a day before {other}"), early));
        states.push(made(later, None, Some(earlier), format!("{of} a day after {other}"), Truth::from(!before)));
        states.push(made(there, None, None, format!("{of} present, {other} not recorded"), Truth::Unknown));
        states
    }

    /// Present from a time on, as severe and as sure as the rule asks.
    fn dated(&self, rule: &FindingRule, from: Moment, to: Option<Moment>) -> Put {
        let severity = rule.severity.map(|s| s.low.to_string());
        // A drug that ends when it begins never ran.
        let short = to == Some(from) && self.list(rule) == "medications";
        let from = if short { from.plus_millis(MINUTE.saturating_neg()) } else { from };
        let (from, to) = (since(from), to.map(since));
        let mut fields = vec![("status", self.word(rule, true)), ("from", from.as_str())];
        fields.extend(to.iter().map(|t| ("to", t.as_str())));
        fields.extend(severity.iter().map(|s| ("severity", s.as_str())));
        self.item(rule, &fields)
    }

    /// The list of a profile that such a finding stands in.
    fn list(&self, rule: &FindingRule) -> &'static str {
        match self.kind(rule) {
            Some(FindingKind::Condition) => "conditions",
            Some(FindingKind::Procedure) => "procedures",
            Some(FindingKind::Drug) => "medications",
            None if rule.severity.is_some() || rule.certainty.is_some() => "conditions",
            _ => "findings",
        }
    }

    fn word(&self, rule: &FindingRule, yes: bool) -> &'static str {
        match (self.list(rule), yes) {
            ("procedures", true) => "done",
            ("procedures", false) => "not done",
            ("medications", true) => "given",
            ("medications", false) => "not given",
            (_, true) => "present",
            (_, false) => "absent",
        }
    }

    fn item(&self, rule: &FindingRule, fields: &[(&str, &str)]) -> Put {
        let list = self.list(rule);
        let mut map: Map<String, Json> = fields.iter().map(|(key, text)| ((*key).to_owned(), Json::from(*text))).collect();
        if list == "findings"
            && let Some(status) = map.remove("status")
        {
            map.insert("value".to_owned(), Json::from(status == "present"));
        }
        if list == "medications" {
            map.remove("severity");
        }
        Put::Item(list, rule.of.clone(), map)
    }
}

/// Just inside, at and just outside a limit: by how much longer, and in words.
pub(super) fn around(bound: DurationBound) -> [(i64, &'static str); 3] {
    let step = match bound.length.unit {
        TimeUnit::Second => 1_000,
        TimeUnit::Minute | TimeUnit::Hour => MINUTE,
        _ => DAY,
    };
    [(step.saturating_neg(), "just less than"), (0, "exactly"), (step, "just more than")]
}

/// The moment that is exactly so long after another, by the calendar; with room for a day more
/// before the moment asked for.
fn on(bound: DurationBound, from: Moment) -> Option<Moment> {
    let on = bound.length.after(from, Zone::UTC);
    // Calendar months may be longer one way than the other.
    (bound.length.before(on, Zone::UTC) == from && on.plus_millis(DAY) <= MOMENT).then_some(on)
}

/// Whether a distance that is longer than a limit by so much is within it.
fn within(shift: i64, bound: DurationBound) -> bool {
    bound.op.unwrap_or(Op::AtMost).holds(shift.cmp(&0))
}

/// How long ago something began that has lasted around a limit.
pub(super) fn spans(bound: DurationBound) -> Vec<(i64, String)> {
    let on = MOMENT.millis_since(bound.length.before(MOMENT, Zone::UTC));
    let found = around(bound).into_iter().map(|(shift, words)| (on.saturating_add(shift), format!("for {words} {}", bound.length)));
    found.filter(|(held, _)| *held > 0 || reached(*held, bound)).collect()
}
