//! Coverage: what became of each character of a criterion. Nothing is lost: every character
//! that is not blank was understood, or is filler, or is left for review.

use super::words::{Kind, Token};
use crate::rule::{At, Coverage, Node, Rule};

/// What became of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Understanding {
    /// It is in the rule.
    Understood,
    /// It adds nothing to the rule: "the patient has", a full stop.
    Filler,
    /// It is left to a person.
    Review,
}

/// A stretch of a criterion's text with what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Where it stands.
    pub at: At,
    /// What became of it.
    pub how: Understanding,
}

/// Counts the characters of a text that is not blank by what became of them.
pub(super) fn count(chars: &[char], stretches: &[Stretch]) -> Coverage {
    let mut coverage = Coverage::default();
    let mut left = stretches.iter().peekable();
    for (i, c) in chars.iter().enumerate() {
        while left.next_if(|s| s.at.end <= i).is_some() {}
        if c.is_whitespace() {
            continue;
        }
        let count = match left.peek().filter(|s| s.at.start <= i).map(|s| s.how) {
            Some(Understanding::Understood) => &mut coverage.understood,
            Some(Understanding::Filler) => &mut coverage.filler,
            // What no stretch speaks of is nobody's: a person must look at it.
            Some(Understanding::Review) | None => &mut coverage.review,
        };
        *count = count.saturating_add(1);
    }
    coverage
}

/// The stretches of a text, by the rule that it became and the tokens that found a place in it.
pub(super) fn stretches(chars: &[char], tokens: &[Token], used: &[bool], rule: &Rule) -> Vec<Stretch> {
    let mut how = vec![Understanding::Filler; chars.len()];
    let whole = rule.at.unwrap_or(At { start: 0, end: chars.len() });
    for (token, used) in tokens.iter().zip(used) {
        let inside = whole.start <= token.start && token.end <= whole.end;
        if token.kind != Kind::Filler && (*used || announces(&token.kind) || inside && joins(&token.kind)) {
            paint(&mut how, At { start: token.start, end: token.end }, Understanding::Understood);
        }
    }
    with_reviews(chars, how, rule)
}

/// The stretches of a canonical text: all of it says something.
pub(super) fn of_canonical(chars: &[char], rule: &Rule) -> Vec<Stretch> {
    with_reviews(chars, vec![Understanding::Understood; chars.len()], rule)
}

/// The stretches of a text that begins with a label, by those of the part behind it.
pub(super) fn behind(chars: &[char], label: usize, stretches: &[Stretch], rule: &Rule) -> Vec<Stretch> {
    let mut how = vec![Understanding::Understood; chars.len()];
    for Stretch { at, how: what } in stretches {
        paint(&mut how, At { start: at.start.saturating_add(label), end: at.end.saturating_add(label) }, *what);
    }
    with_reviews(chars, how, rule)
}

/// The same stretches, with what the rule leaves to a person.
pub(super) fn reviewed(chars: &[char], stretches: &[Stretch], rule: &Rule) -> Vec<Stretch> {
    behind(chars, 0, stretches, rule)
}

fn with_reviews(chars: &[char], mut how: Vec<Understanding>, rule: &Rule) -> Vec<Stretch> {
    rule.walk(&mut |r| {
        if let (Node::Review(_), Some(at)) = (&r.node, r.at) {
            paint(&mut how, at, Understanding::Review);
        }
    });
    runs(chars, &how)
}

fn paint(how: &mut [Understanding], at: At, what: Understanding) {
    if let Some(stretch) = how.get_mut(at.start..at.end) {
        stretch.fill(what);
    }
}

/// One stretch over a whole text.
pub(super) fn whole(length: usize, how: Understanding) -> Vec<Stretch> {
    if length == 0 { Vec::new() } else { vec![Stretch { at: At { start: 0, end: length }, how }] }
}

/// Words that announce a list, an example, an exception or a denial.
fn announces(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Following(_)
            | Kind::CriteriaWord
            | Kind::Enumerator
            | Kind::Defined
            | Kind::Examples
            | Kind::OpenEnd
            | Kind::Exception
            | Kind::Negation
    )
}

/// Signs and words that hold the parts of a rule together.
fn joins(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::And | Kind::Or | Kind::With | Kind::Slash | Kind::Comma | Kind::Semicolon | Kind::Colon | Kind::Open | Kind::Close | Kind::Dash
    )
}

/// Runs of characters that became the same; blanks go with what stands before them.
fn runs(chars: &[char], how: &[Understanding]) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for (i, (c, how)) in chars.iter().zip(how).enumerate() {
        let end = i.saturating_add(1);
        match out.last_mut() {
            Some(last) if last.how == *how || c.is_whitespace() => last.at.end = end,
            _ => out.push(Stretch { at: At { start: i, end }, how: *how }),
        }
    }
    out
}
