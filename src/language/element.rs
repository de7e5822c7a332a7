//! The elements of a sentence: stretches of tokens that belong together.

use super::words::Group;
use crate::quantity::{Bound, Op, Scale};
use crate::rule::SeverityRange;
use crate::time::{DurationBound, TimeUnit};

/// A stretch of tokens that belongs together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Element {
    /// What it is.
    pub what: What,
    /// First token.
    pub from: usize,
    /// Token after the last.
    pub to: usize,
}

/// What a stretch of tokens is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum What {
    /// Something in brackets.
    Bracket(Vec<Element>),
    /// Stands between the parts of a list.
    Separator(Separator),
    /// A measure's numbers.
    Comparison(Numbers),
    /// "within 6 months", "in the last 30 days"; `next`: "within the next 6 months".
    LookBack { bound: DurationBound, next: bool },
    /// "6 months" before an "ago", "before" or "since".
    Ago(DurationBound),
    /// "3 to 6 months ago"; `lasts`: "for more than 6 weeks but less than 6 months".
    FromTo { least: DurationBound, most: DurationBound, lasts: bool },
    /// "within 28 or 14 days".
    Respective(DurationBound, DurationBound),
    /// "for 2 of the last 3 months".
    Portion,
    /// "for more than 30 minutes".
    Span(DurationBound),
    /// "two consecutive values".
    Repeat(usize),
    /// "at least 30 min apart".
    Apart(DurationBound),
    /// "at least two of the following".
    Counted(Op, usize),
    /// "any of the following".
    Group(Group),
    /// One name of several coordinated parts ("renal or hepatic disease").
    Shared(Shared),
    /// A clause that is no part of the list around it; only attachment makes it.
    Aside(Aside),
    /// A single token.
    Token,
}

/// The names of a coordination that shares some of its words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shared {
    /// Whether one of them is enough.
    pub or: bool,
    /// Each name, with a severity of its own.
    pub names: Vec<(String, Option<SeverityRange>)>,
}

/// What a clause is there for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Aside {
    /// "in case of liver metastases": when the limit before it counts.
    Condition(Vec<Element>),
    /// "grade 2 or higher", "in the opinion of the investigator": for a person to judge.
    Review,
    /// "for dose escalation": in which part of the study the limit before it counts.
    Part,
    /// "inclusion criteria 1 and 2".
    Criteria(Vec<String>),
    /// "with or without diabetes": asks nothing.
    Nothing,
}

/// Between the parts of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Separator {
    /// How strongly it parts.
    pub sign: Sign,
    /// The connective, if there is one.
    pub or: Option<bool>,
}

/// The sign of a separator, the weakest bond first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sign {
    Stop,
    Semicolon,
    Comma,
    None,
}

/// Numbers with what they count.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Numbers {
    /// One or two bounds with their own units.
    pub bounds: Vec<(Bound, Counts)>,
    /// The words speak of an age ("of age", "old").
    pub age: bool,
    /// There was a comparison or a range; a lone quantity has none.
    pub compared: bool,
}

/// What a number counts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Counts {
    Nothing,
    Unit(Scale),
    Time(TimeUnit),
}
