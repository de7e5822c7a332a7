//! Rules and trials: what a trial file holds, as types.

pub mod amendment;
mod check;
mod coverage;
#[cfg(feature = "kept")]
pub mod kept;
mod nodes;
mod print;
mod reason;
#[cfg(feature = "schema")]
pub(crate) mod schema;
mod shape;
mod text;
mod trial;
pub mod yaml;

pub(crate) use check::place::Places;
pub use check::{
    Asked, CheckedConsecutive, CheckedCriterion, CheckedFinding, CheckedIs, CheckedMeasure, CheckedNode, CheckedRule, CheckedRules, CheckedTrend,
    CheckedTrial, Dosed, Recorded, Test, Threshold, check, units_of,
};
pub use coverage::{Computed, Coverage, TrialCoverage};
pub use nodes::{
    Anchor, AtLeastRule, Certainty, ConsecutiveRule, Direction, FindingRule, LastingRule, MeasureRule, Reference, Severity, SeverityRange,
    SteadyRule, Take, TrendRule,
};
pub use print::{Line, outline, print};
pub(crate) use print::{comparison_length, implied_kind, is_row, plain_length};
pub use reason::{Theory, reason};
use serde::{Deserialize, Serialize};
pub use shape::{Field, Shape};
pub use text::TextForm;
pub use trial::{Criterion, CriterionKind, Heading, SourceInfo, Trial};

/// An expression over a patient's data; its value is a [`crate::Truth`] at every moment.
///
/// Two rules are equal if they mean the same in the same words, wherever they came from:
/// `at` is not compared.
#[derive(Debug, Clone, Eq)]
pub struct Rule {
    /// What is asked.
    pub node: Node,
    /// The characters of the criterion's text that it came from.
    pub at: Option<At>,
    /// The text only gave examples ("such as …"): the list is open.
    pub open: bool,
}

/// A stretch of a criterion's text, in Unicode code points, end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct At {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
}

/// The kinds of rule.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
pub enum Node {
    /// Every part is true.
    All(Vec<Rule>),
    /// At least one part is true.
    Any(Vec<Rule>),
    /// The part is false.
    Not(Box<Rule>),
    /// So many parts are true.
    AtLeast(AtLeastRule),
    /// A measure compares.
    Measure(MeasureRule),
    /// The newest samples of a measure compare, so many and so far apart.
    Consecutive(ConsecutiveRule),
    /// A measure rises or falls.
    Trend(TrendRule),
    /// A dose has not been changed.
    Steady(SteadyRule),
    /// A finding is present.
    Finding(FindingRule),
    /// A rule has held so long.
    Lasting(LastingRule),
    /// Another criterion's rule, or all inclusion rules.
    Criterion(Reference),
    /// The measures and findings are in the profile.
    Recorded(Vec<String>),
    /// Words that nobody could compute.
    Review(String),
}

impl Rule {
    /// A rule from nowhere in particular.
    pub fn new(node: Node) -> Self {
        Self { node, at: None, open: false }
    }

    /// The same rule, from there.
    pub fn from(mut self, at: At) -> Self {
        self.at = Some(at);
        self
    }

    /// The rules directly below this one.
    pub fn children(&self) -> &[Self] {
        match &self.node {
            Node::All(parts) | Node::Any(parts) => parts,
            Node::AtLeast(rule) => &rule.of,
            Node::Not(part) => std::slice::from_ref(part),
            Node::Lasting(rule) => std::slice::from_ref(&rule.rule),
            _ => &[],
        }
    }

    /// Takes the places in the text out of it, so that people can read its file.
    pub fn forget_places(&mut self) {
        self.at = None;
        match &mut self.node {
            Node::All(parts) | Node::Any(parts) => parts.iter_mut().for_each(Self::forget_places),
            Node::AtLeast(rule) => rule.of.iter_mut().for_each(Self::forget_places),
            Node::Not(part) => part.forget_places(),
            Node::Lasting(rule) => rule.rule.forget_places(),
            _ => {}
        }
    }

    /// Calls `visit` with this rule and every rule below it, outermost first.
    pub fn walk<'r>(&'r self, visit: &mut impl FnMut(&'r Self)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node && self.open == other.open
    }
}

impl Node {
    /// The names of all nodes, as they stand in files.
    pub const NAMES: &'static [&'static str] =
        &["all", "any", "not", "at_least", "measure", "consecutive", "trend", "steady", "finding", "lasting", "criterion", "recorded", "review"];

    /// The node's name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::All(_) => "all",
            Self::Any(_) => "any",
            Self::Not(_) => "not",
            Self::AtLeast(_) => "at_least",
            Self::Measure(_) => "measure",
            Self::Consecutive(_) => "consecutive",
            Self::Trend(_) => "trend",
            Self::Steady(_) => "steady",
            Self::Finding(_) => "finding",
            Self::Lasting(_) => "lasting",
            Self::Criterion(_) => "criterion",
            Self::Recorded(_) => "recorded",
            Self::Review(_) => "review",
        }
    }
}
