//! Criteria against each other.

use super::form::Form;
use super::theory::{Theory, wanted};
use super::{Both, Part, Reasoner};
use crate::diagnostic::{Code, Diagnostic};
use crate::rule::{CheckedNode, CheckedRule, CriterionKind, Node};
use crate::vocabulary::FindingKind;

/// A criterion with what it takes to pass it, and to fail it.
struct Asked<'t> {
    both: Both<'t>,
    pass: Form,
    fail: Form,
    to_pass: Vec<usize>,
    to_fail: Vec<usize>,
    /// It refers to other criteria.
    refers: bool,
    /// It is plain enough to say of it that it says nothing new.
    clear: bool,
}

impl<'t> Reasoner<'t> {
    pub(super) fn criteria(&mut self) {
        let mut live = Vec::new();
        for both in self.both() {
            let asked = self.asked(both);
            if self.alone(&asked) {
                continue;
            }
            if !both.is_fact() {
                self.parts(both);
            }
            live.push(asked);
        }
        let mut at_odds = self.registry_ages(&live.iter().map(|a| a.both).collect::<Vec<_>>());
        at_odds.extend(self.turned_round(&live));
        at_odds.extend(self.contradicting(&live, &at_odds));
        live.retain(|a| !at_odds.contains(&a.both.place));
        if at_odds.is_empty() {
            self.whole(&live);
        }
        self.saying_nothing_new(&live);
    }

    fn asked(&self, both: Both<'t>) -> Asked<'t> {
        let pass = self.theory.form(&both.checked.rule, wanted(both.kind));
        let fail = self.theory.form(&both.checked.rule, !wanted(both.kind));
        let (to_pass, to_fail) = (Theory::asked(&pass), Theory::asked(&fail));
        Asked { both, pass, fail, to_pass, to_fail, refers: refers(both), clear: is_clear(both) }
    }

    /// A criterion that nobody passes, or everybody.
    fn alone(&mut self, asked: &Asked<'t>) -> bool {
        let (both, id) = (asked.both, &asked.both.written.id);
        let exclusion = both.kind == CriterionKind::Exclusion;
        if self.theory.closed(&[&asked.pass]) {
            let who = if exclusion { format!("{id} excludes everybody") } else { format!("nobody can meet {id}") };
            let mut diagnostic = Diagnostic::new(Code::UnmeetableCriterion, who);
            if let Some((a, b)) = self.at_odds_within(both) {
                diagnostic.message =
                    format!("{}: `{}` and `{}` are never true together", diagnostic.message, self.words(a.written), self.words(b.written));
                self.tell(both, Some(b), diagnostic.help("join them with `any` if one of them is enough"));
            } else {
                diagnostic.message =
                    format!("{}: `{}` is {} of every possible patient", diagnostic.message, self.words(&both.written.rule), !wanted(both.kind));
                self.tell(both, None, diagnostic);
            }
            return true;
        }
        if !both.is_fact() && !both.rule().is_open() && self.theory.closed(&[&asked.fail]) {
            let what = if exclusion { format!("{id} excludes nobody") } else { format!("everybody meets {id}") };
            let message =
                format!("{what}: `{}` is {} of every possible patient", self.words(&both.written.rule), if exclusion { "false" } else { "true" });
            self.tell(both, None, Diagnostic::new(Code::PointlessCriterion, message).help("is a bound missing, or turned round?"));
            return true;
        }
        false
    }

    /// Two parts of a conjunction that are never true together.
    fn at_odds_within(&self, both: Both<'t>) -> Option<(Part<'t>, Part<'t>)> {
        let mut parts = vec![both.rule()];
        while let Some(place) = parts.iter().position(|p| matches!(p.checked.node, CheckedNode::All(_))) {
            let group = parts.remove(place);
            parts.extend(group.children());
        }
        let pairs = parts.iter().enumerate().flat_map(|(i, a)| parts.iter().skip(i.saturating_add(1)).map(move |b| (*a, *b)));
        pairs.into_iter().find(|(a, b)| both.kind == CriterionKind::Inclusion && self.theory.never(&[(a.checked, true), (b.checked, true)]))
    }

    /// Exclusions that ask for what the trial wants.
    fn turned_round(&mut self, live: &[Asked<'t>]) -> Vec<usize> {
        let mut out = Vec::new();
        for asked in live.iter().filter(|a| a.both.kind == CriterionKind::Exclusion) {
            let (both, id) = (asked.both, &asked.both.written.id);
            if consents(both) {
                let message = format!("{id} excludes whoever consents: it reads like an inclusion criterion");
                let help = "move it to the inclusion, or write it as `not`";
                self.tell(both, None, Diagnostic::new(Code::TurnedRound, message).help(help));
                out.push(both.place);
                continue;
            }
            // Everybody who is old enough for the trial is excluded for being old enough.
            let lower = self.lowest_age(&both.checked.rule, true);
            let like = live.iter().filter(|i| i.both.kind == CriterionKind::Inclusion).find(|i| {
                let same =
                    lower.is_some() && self.lowest_age(&i.both.checked.rule, true) == lower || i.both.checked.rule.node == both.checked.rule.node;
                same && self.theory.closed(&[&i.pass, &asked.pass])
            });
            if let Some(like) = like {
                let message = format!("{id} excludes whoever meets {}: it reads like an inclusion criterion", like.both.written.id);
                let help = "move it to the inclusion, or turn it round";
                self.tell(both, None, Diagnostic::new(Code::TurnedRound, message).help(help));
                out.push(both.place);
            }
        }
        out
    }

    /// Pairs of criteria that nobody passes both of. A criterion is named once.
    fn contradicting(&mut self, live: &[Asked<'t>], apart: &[usize]) -> Vec<usize> {
        let mut named: Vec<usize> = Vec::new();
        for (i, later) in live.iter().enumerate() {
            for earlier in live.iter().take(i) {
                let known = |a: &Asked<'_>| apart.contains(&a.both.place) || named.contains(&a.both.place);
                if known(later) || known(earlier) || !self.theory.bears(&earlier.to_pass, &later.to_pass) {
                    continue;
                }
                if !self.theory.closed(&[&earlier.pass, &later.pass]) {
                    continue;
                }
                named.extend([earlier.both.place, later.both.place]);
                let (a, b) = (earlier.both, later.both);
                let message = format!("nobody can pass both {} and {}: {}, and {}", a.written.id, b.written.id, self.demand(a), self.demand(b));
                let mut diagnostic = Diagnostic::new(Code::UnmeetableTrial, message);
                if b.kind == CriterionKind::Exclusion && a.kind == CriterionKind::Inclusion {
                    diagnostic = diagnostic
                        .help(format!("{} excludes everybody whom {} asks for: is one of them wider than it was meant?", b.written.id, a.written.id));
                }
                self.tell(b, None, diagnostic);
            }
        }
        named
    }

    /// More than two criteria that nobody passes together.
    fn whole(&mut self, live: &[Asked<'t>]) {
        let all: Vec<&Asked<'t>> = live.iter().collect();
        if !self.theory.closed(&all.iter().map(|a| &a.pass).collect::<Vec<_>>()) {
            return;
        }
        let mut needed = all;
        let mut place = 0usize;
        while place < needed.len() {
            let mut fewer: Vec<&Asked<'t>> = needed.clone();
            fewer.remove(place);
            if self.theory.closed(&fewer.iter().map(|a| &a.pass).collect::<Vec<_>>()) {
                needed = fewer;
            } else {
                place = place.saturating_add(1);
            }
        }
        let Some(last) = needed.last().map(|a| a.both) else { return };
        let demands: Vec<String> = needed.iter().map(|a| format!("{} ({})", a.both.written.id, self.demand(a.both))).collect();
        let message = format!("nobody can pass all of {}", demands.join(", "));
        self.tell(last, None, Diagnostic::new(Code::UnmeetableTrial, message));
    }

    /// Criteria that others imply.
    fn saying_nothing_new(&mut self, live: &[Asked<'t>]) {
        for (j, asked) in live.iter().enumerate() {
            if asked.both.is_fact() || asked.refers {
                continue;
            }
            if let Some(first) = live.iter().take(j).find(|first| same_words(first.both, asked.both)) {
                self.tell_implied(asked.both, first.both, true);
                continue;
            }
            if !asked.clear {
                continue;
            }
            let mut implied = None;
            for (i, other) in live.iter().enumerate().filter(|(i, o)| *i != j && !o.both.is_fact() && !o.refers) {
                if !other.clear || other.both.written.group != asked.both.written.group {
                    continue;
                }
                if !self.theory.bears(&other.to_pass, &asked.to_fail) {
                    continue;
                }
                let same = other.both.checked.rule == asked.both.checked.rule && other.both.kind == asked.both.kind;
                if asked.both.rule().is_open() && !same {
                    continue;
                }
                if !self.theory.closed(&[&other.pass, &asked.fail]) {
                    continue;
                }
                let mutual = self.theory.closed(&[&asked.pass, &other.fail]) && (!other.both.rule().is_open() || same);
                // Of two that are the same, the later one is told.
                if mutual && i > j {
                    continue;
                }
                if mutual || implied.is_none() {
                    implied = Some((other.both, mutual));
                }
                if mutual {
                    break;
                }
            }
            if let Some((by, mutual)) = implied {
                self.tell_implied(asked.both, by, mutual);
            }
        }
    }

    fn tell_implied(&mut self, both: Both<'t>, by: Both<'t>, mutual: bool) {
        let (id, other) = (&both.written.id, &by.written.id);
        let diagnostic = if mutual {
            let turned = both.kind != by.kind;
            let message =
                if turned { format!("{id} says the same as {other}, the other way round") } else { format!("{id} says the same as {other}") };
            Diagnostic::new(Code::DuplicateCriterion, message)
                .help("it never decides anything: keep one of them, unless the protocol's list is to stay whole")
        } else {
            let message = format!("{id} adds nothing: whoever passes {other} passes it ({}; {})", self.demand(by), self.demand(both));
            Diagnostic::new(Code::ImpliedCriterion, message)
        };
        self.tell(both, None, diagnostic);
    }

    /// What a criterion demands, in words.
    fn demand(&self, both: Both<'_>) -> String {
        let words = self.words(&both.written.rule);
        match both.kind {
            CriterionKind::Inclusion => format!("`{words}` is wanted"),
            CriterionKind::Exclusion => format!("`{words}` is excluded"),
        }
    }
}

/// Whether a rule refers to other criteria.
fn refers(both: Both<'_>) -> bool {
    let mut refers = false;
    both.written.rule.walk(&mut |r| refers |= matches!(r.node, Node::Criterion(_)));
    refers
}

/// Whether two criteria have the same words.
fn same_words(a: Both<'_>, b: Both<'_>) -> bool {
    let words = |both: Both<'_>| -> Vec<String> {
        both.written.text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    a.kind == b.kind
        && a.written.group == b.written.group
        && a.checked.rule.node == b.checked.rule.node
        && words(a) == words(b)
        && !words(a).is_empty()
}

/// Whether a rule is plain enough to say of it that it says nothing new: no part for a person, no
/// findings that together make one, no exceptions in the words that the rule may have lost.
fn is_clear(both: Both<'_>) -> bool {
    const EXCEPTING: &[&str] = &["other", "others", "another", "except", "exception", "unless", "additional", "further", "allowed", "permitted"];
    let text = both.written.text.to_lowercase();
    // What ends in a colon is the head of a list.
    if text.trim_end().ends_with(':') || text.split(|c: char| !c.is_alphanumeric()).any(|w| EXCEPTING.contains(&w)) {
        return false;
    }
    let leaf = |r: &CheckedRule| match &r.node {
        CheckedNode::Finding(f) => super::finding::is_definite(f),
        CheckedNode::Measure(m) => m.of.id.is_some(),
        CheckedNode::Review(_) => false,
        _ => r.children().is_empty(),
    };
    let leaf = |r: &CheckedRule| match &r.node {
        CheckedNode::Not(part) => leaf(part),
        _ => leaf(r),
    };
    match &both.checked.rule.node {
        // A lone name means what it says, known or not.
        CheckedNode::Finding(_) => true,
        CheckedNode::Any(parts) | CheckedNode::AtLeast { of: parts, .. } => parts.iter().all(leaf),
        CheckedNode::All(parts) => parts.iter().all(leaf) && parts.iter().filter(|p| matches!(p.node, CheckedNode::Finding(_))).count() <= 1,
        _ => leaf(&both.checked.rule),
    }
}

/// Whether an exclusion is that somebody consents, and its words do not say otherwise.
fn consents(both: Both<'_>) -> bool {
    const OTHERWISE: &[&str] = &[
        "no", "not", "non", "un", "without", "lack", "absen", "refus", "declin", "withdr", "inab", "incap", "fail", "unable", "unwill", "impos",
        "never", "other", "another", "cannot", "can't",
    ];
    let CheckedNode::Finding(finding) = &both.checked.rule.node else { return false };
    let plain = finding.before.is_none() && finding.after.is_none() && finding.within.is_none() && finding.certainty.is_none();
    let words = both.written.text.to_lowercase();
    let denied =
        words.split(|c: char| !c.is_alphanumeric() && c != '\'').any(|w| OTHERWISE.iter().any(|o| w == *o || (o.len() > 3 && w.starts_with(o))));
    finding.kind == Some(FindingKind::Consent) && plain && !denied
}
