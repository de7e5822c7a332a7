//! Leaves: one measure, finding, reference or stretch of words.

use super::cursor::{Cursor, Name};
use crate::rule::{
    Anchor, Certainty, ConsecutiveRule, Direction, FindingRule, MeasureRule, Node, Reference, SeverityRange, SteadyRule, Take, TextForm, TrendRule,
    implied_kind,
};
use crate::vocabulary::FindingKind;

const DIRECTIONS: &[&str] = &["not rising", "not falling", "rising", "falling"];
const TAKES: &[&str] = &["any", "every", "first", "lowest", "highest", "mean"];
const SEVERITIES: &[&str] = &["trivial", "mild", "moderate", "severe", "critical"];

/// One leaf.
pub(super) fn leaf(cursor: &mut Cursor<'_>) -> Option<Node> {
    if cursor.words("for review:") {
        return Some(Node::Review(cursor.quoted()?));
    }
    if cursor.words("all inclusion criteria") {
        return Some(Node::Criterion(Reference::Inclusion));
    }
    if cursor.words("criterion") {
        return criterion(cursor);
    }
    if cursor.words("recorded in the profile:") {
        return recorded(cursor);
    }
    if cursor.words("steady doses of") {
        let of = cursor.name()?.words;
        let within = if cursor.words("within") { cursor.length()? } else { return None };
        return Some(Node::Steady(SteadyRule { of, within }));
    }
    let before = *cursor;
    if let Some(count) = cursor.count() {
        return if cursor.words("consecutive values of") { consecutive(cursor, count) } else { None };
    }
    if let Some(node) = measured(cursor) {
        return Some(node);
    }
    *cursor = before;
    finding(cursor).map(Node::Finding)
}

fn criterion(cursor: &mut Cursor<'_>) -> Option<Node> {
    let id = cursor.quoted().or_else(|| cursor.word())?;
    Reference::read(&id).ok().map(Node::Criterion)
}

fn recorded(cursor: &mut Cursor<'_>) -> Option<Node> {
    let mut names = Vec::new();
    if !cursor.words("nothing") {
        names.push(cursor.name()?.words);
        while cursor.words(",") {
            names.push(cursor.name()?.words);
        }
    }
    Some(Node::Recorded(names))
}

/// "the lowest lactate > 5 mmol/L within 24 h", "lactate is not falling within 6 h".
fn measured(cursor: &mut Cursor<'_>) -> Option<Node> {
    let take = if cursor.words("the") { cursor.one_of(TAKES)? } else { Take::Latest };
    let name = cursor.name()?;
    let of = name.words;
    // "stroke < 3 months" compares nothing: it says when.
    let measure = name.quoted || cursor.vocabulary.measure_named(&of).is_some();
    let is = if cursor.words("is") {
        if let Some(direction) = cursor.one_of(DIRECTIONS).filter(|_| take == Take::Latest) {
            return trend(cursor, of, direction);
        }
        if !measure {
            return None;
        }
        cursor.result()?
    } else if measure {
        cursor.comparison()?
    } else {
        return None;
    };
    let mut rule = MeasureRule { take, ..MeasureRule::new(of, is) };
    if cursor.words("for") {
        rule.lasts = Some(cursor.length()?);
    }
    if cursor.words("within") {
        rule.within = Some(cursor.length()?);
    }
    if cursor.words("since") {
        rule.since = Some(event(cursor)?);
    }
    Some(Node::Measure(rule))
}

fn trend(cursor: &mut Cursor<'_>, of: String, is: Direction) -> Option<Node> {
    let within = if cursor.words("within") { Some(cursor.length()?) } else { None };
    let count = if cursor.words("over the newest") { Some(cursor.count()?) } else { None };
    (count.is_none() || cursor.words("samples")).then_some(Node::Trend(TrendRule { of, is, within, count }))
}

fn consecutive(cursor: &mut Cursor<'_>, count: usize) -> Option<Node> {
    let of = cursor.name()?.words;
    let is = if cursor.words("is") { cursor.result()? } else { cursor.comparison()? };
    let mut rule = ConsecutiveRule { of, is, count, apart: None, trend: None, steady: Vec::new() };
    let mut comma = cursor.words(",");
    if let Some(apart) = cursor.length().filter(|_| comma) {
        if !cursor.words("apart") {
            return None;
        }
        rule.apart = Some(apart);
        comma = cursor.words(",");
    }
    if let Some(trend) = cursor.one_of(DIRECTIONS).filter(|_| comma) {
        rule.trend = Some(trend);
        comma = cursor.words(",");
    }
    if comma {
        if !cursor.words("steady doses of") {
            return None;
        }
        rule.steady.push(cursor.name()?.words);
        while cursor.words("and") {
            rule.steady.push(cursor.name()?.words);
        }
    }
    Some(Node::Consecutive(rule))
}

fn finding(cursor: &mut Cursor<'_>) -> Option<FindingRule> {
    let certainty: Option<Certainty> = cursor.one_of(&["confirmed", "suspected"]);
    let severity = severity(cursor);
    let ever = cursor.words("history of");
    let Name { words, quoted } = cursor.name()?;
    let mut rule = FindingRule { certainty, severity, ever, ..FindingRule::new(words) };
    rule.kind = implied_kind(&rule.of, cursor.vocabulary).filter(|_| !quoted);
    let kinds: Vec<String> = FindingKind::words().map(|w| format!("({w})")).collect();
    if let Some(kind) = kinds.iter().find(|k| cursor.words(k)) {
        rule.kind = FindingKind::from_word(kind.trim_matches(['(', ')']));
    }
    rule.ahead = cursor.words("for the next");
    if rule.ahead || cursor.words("for") {
        rule.lasts = Some(cursor.length()?);
    }
    let next = cursor.words("within the next");
    rule.ahead |= next;
    if next || cursor.words("within") {
        rule.within = Some(cursor.length()?);
    }
    if cursor.words("before") {
        rule.before = Some(event(cursor)?);
    }
    if cursor.words("after") {
        rule.after = Some(event(cursor)?);
    }
    Some(rule)
}

fn severity(cursor: &mut Cursor<'_>) -> Option<SeverityRange> {
    let low: SeverityRange = cursor.one_of(SEVERITIES)?;
    if !cursor.words("to") {
        return Some(low);
    }
    let high: SeverityRange = cursor.one_of(SEVERITIES)?;
    Some(SeverityRange { low: low.low, high: Some(high.low) })
}

/// A name, or a finding in brackets.
fn event(cursor: &mut Cursor<'_>) -> Option<Anchor> {
    if !cursor.opens() {
        return cursor.name().map(|name| Anchor::named(name.words));
    }
    let asked = finding(cursor)?;
    cursor.closes().then(|| Anchor(Box::new(asked)))
}
