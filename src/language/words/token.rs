//! Tokens: stretches of text with what they are in the language of criteria.

use super::lower::Lower;
use crate::quantity::{Op, Scale};
use crate::rule::{Direction, Severity, SeverityRange};
use crate::time::TimeUnit;
use crate::vocabulary::{FindingId, MeasureId};
use rust_decimal::Decimal;

/// A stretch of a criterion with what it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    /// What it is.
    pub kind: Kind,
    /// As written, lower case and odd characters folded.
    pub text: String,
    /// First character in the original, in code points.
    pub start: usize,
    /// Character after the last.
    pub end: usize,
    /// Whether it follows the token before without a blank.
    pub glued: bool,
}

/// The kinds of token; each has its letter in `grammar/criteria.pest`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Measure(MeasureId),
    Finding(FindingId),
    /// A word that means something and is not known.
    Word,
    /// A word that adds nothing.
    Filler,
    Number(Decimal),
    Unit(Scale),
    Time(TimeUnit),
    Comparator(Op),
    Suffix(Op),
    Dash,
    Between,
    Inclusive,
    Exclusive,
    PlusMinus,
    And,
    Or,
    With,
    Slash,
    Comma,
    Semicolon,
    Stop,
    Colon,
    Open,
    Close,
    /// `(1)`, `a)`: the head of an item in a run-on list.
    Enumerator,
    Negation,
    Exception,
    Allowed,
    Following(Group),
    CriteriaWord,
    Examples,
    OpenEnd,
    Defined,
    Assessed,
    Within,
    Next,
    Lasting,
    For,
    Before,
    After,
    Since,
    AtTime,
    Ago,
    History,
    Suspicion,
    Planned,
    Allergy,
    Contraindication,
    Consecutive,
    Apart,
    Trend(Direction),
    Steady,
    InclusionCriteria,
    Above,
    Severity(SeverityRange),
    Judgement,
    Males,
    Females,
    Condition,
    /// "with or without", "regardless of": what follows is asked either way.
    Regardless,
    /// A bullet at the head of a line, and how deep it stands.
    Item(usize),
    AgeWord,
    Purpose,
    /// "requiring", "due to": what follows is a thing of its own that must hold also.
    Link(Link),
    /// "affecting", "despite": what follows narrows what stands before it.
    Narrows,
    /// "that", "which": a clause begins that narrows what stands before it.
    Relative,
    /// "provided by": who did it is not asked.
    Agent,
    Excluded,
}

/// How the parts of an announced list count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Any,
    All,
    None,
    /// So many, as a number before it says.
    Count,
    /// As the list's own connectives say.
    Open,
}

/// What joins two things that are both asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// "requiring", "treated with": what is needed, done or had besides.
    Need,
    /// "due to": what it comes from or leads to.
    Cause,
}

impl Token {
    /// Its text in lower case.
    pub fn lower(&self) -> Lower<'_> {
        Lower::of(&self.text)
    }
}

impl Kind {
    /// The letter that stands for the kind in the grammar.
    pub fn letter(&self) -> char {
        match self {
            Self::Measure(_) => 'M',
            Self::Finding(_) => 'F',
            Self::Word => 'W',
            Self::Filler => 'P',
            Self::Number(_) => 'N',
            Self::Unit(_) => 'U',
            Self::Time(_) => 'T',
            Self::Comparator(_) => 'C',
            Self::Suffix(_) => 'D',
            Self::Dash => 'R',
            Self::Between => 'B',
            Self::Inclusive => 'v',
            Self::Exclusive => 'V',
            Self::PlusMinus => '+',
            Self::And => '&',
            Self::Or => '|',
            Self::With => 'w',
            Self::Slash => '/',
            Self::Comma => ',',
            Self::Semicolon => ';',
            Self::Stop => '.',
            Self::Colon => ':',
            Self::Open => '(',
            Self::Close => ')',
            Self::Enumerator => '#',
            Self::Negation => '!',
            Self::Exception => 'X',
            Self::Allowed => 'L',
            Self::Following(_) => 'Q',
            Self::CriteriaWord => 'q',
            Self::Examples => 'E',
            Self::OpenEnd => 'e',
            Self::Defined => 'd',
            Self::Assessed => 'm',
            Self::Within => 'I',
            Self::Next => 'n',
            Self::Lasting => 'l',
            Self::For => 'f',
            Self::Before => 'b',
            Self::After => 'a',
            Self::Since => 's',
            Self::AtTime => 't',
            Self::Ago => 'o',
            Self::History => 'h',
            Self::Suspicion => 'g',
            Self::Planned => 'p',
            Self::Allergy => 'A',
            Self::Contraindication => 'c',
            Self::Consecutive => 'k',
            Self::Apart => 'r',
            Self::Trend(_) => 'y',
            Self::Steady => 'Y',
            Self::InclusionCriteria => 'i',
            Self::Above => 'u',
            Self::Severity(_) => 'S',
            Self::Judgement => 'J',
            Self::Males => 'x',
            Self::Females => 'z',
            Self::Condition => 'K',
            Self::Regardless => '?',
            Self::Item(_) => '@',
            Self::AgeWord => 'G',
            Self::Purpose => 'H',
            Self::Agent => 'j',
            Self::Relative => 'O',
            Self::Excluded => 'Z',
            Self::Link(_) => '>',
            Self::Narrows => '*',
        }
    }

    /// The kind that a wording names, with its payload.
    pub fn from_wording(token: &str, payload: &str) -> Option<Self> {
        let op = || match payload {
            "<" => Some(Op::Less),
            "<=" => Some(Op::AtMost),
            "=" => Some(Op::Equal),
            ">=" => Some(Op::AtLeast),
            ">" => Some(Op::Greater),
            _ => None,
        };
        Some(match token {
            "comparator" => Self::Comparator(op()?),
            "suffix" => Self::Suffix(op()?),
            "dash" => Self::Dash,
            "between" => Self::Between,
            "inclusive" => Self::Inclusive,
            "exclusive" => Self::Exclusive,
            "plus minus" => Self::PlusMinus,
            "and" => Self::And,
            "or" => Self::Or,
            "with" => Self::With,
            "negation" => Self::Negation,
            "exception" => Self::Exception,
            "allowed" => Self::Allowed,
            "following" => Self::Following(match payload {
                "any" => Group::Any,
                "all" => Group::All,
                "none" => Group::None,
                "count" => Group::Count,
                "list" => Group::Open,
                _ => return None,
            }),
            "criteria word" => Self::CriteriaWord,
            "examples" => Self::Examples,
            "open end" => Self::OpenEnd,
            "defined" => Self::Defined,
            "assessed" => Self::Assessed,
            "within" => Self::Within,
            "next" => Self::Next,
            "lasting" => Self::Lasting,
            "for" => Self::For,
            "before" => Self::Before,
            "after" => Self::After,
            "since" => Self::Since,
            "at time" => Self::AtTime,
            "ago" => Self::Ago,
            "history" => Self::History,
            "suspicion" => Self::Suspicion,
            "planned" => Self::Planned,
            "allergy" => Self::Allergy,
            "contraindication" => Self::Contraindication,
            "consecutive" => Self::Consecutive,
            "apart" => Self::Apart,
            "trend" => Self::Trend(crate::rule::TextForm::read(payload).ok()?),
            "steady" => Self::Steady,
            "inclusion criteria" => Self::InclusionCriteria,
            "above" => Self::Above,
            "severity" => Self::Severity(SeverityRange { low: Severity::from_word(payload)?, high: None }),
            "judgement" => Self::Judgement,
            "males" => Self::Males,
            "females" => Self::Females,
            "condition" => Self::Condition,
            "regardless" => Self::Regardless,
            "age word" => Self::AgeWord,
            "purpose" => Self::Purpose,
            "agent" => Self::Agent,
            "relative" => Self::Relative,
            "excluded" => Self::Excluded,
            "link" => Self::Link(match payload {
                "need" => Link::Need,
                "cause" => Link::Cause,
                _ => return None,
            }),
            "narrows" => Self::Narrows,
            "number" => Self::Number(crate::quantity::parse_decimal(payload).ok()?),
            "filler" => Self::Filler,
            _ => return None,
        })
    }
}
