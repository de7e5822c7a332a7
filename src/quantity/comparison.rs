//! Comparisons as rules hold them: `> 5 mmol/L`, `18 to 75 years`, `> 2.5 x ULN`, `positive`.

use super::number::parse_decimal;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An ordering relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Op {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    Greater,
}

/// One side of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bound {
    /// How the measure stands to the value.
    pub op: Op,
    /// The value, as written.
    pub value: Decimal,
}

/// What the numbers of a comparison count.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scale {
    /// Nothing was written: only for measures whose unit cannot be doubted.
    Bare,
    /// A unit, as written.
    Unit(String),
    /// Times the upper limit of normal of the measure.
    Uln,
    /// Times the lower limit of normal of the measure.
    Lln,
    /// Times the patient's own baseline value.
    Baseline,
}

/// A measure compared with one or two bounds, all of which must hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Comparison {
    /// One or two bounds.
    pub bounds: Vec<Bound>,
    /// What their values count.
    pub scale: Scale,
}

/// The right-hand side of a measure: numbers, or a result in words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Is {
    /// A comparison of numbers.
    Number(Comparison),
    /// A result in words: `positive`, `negative`, `normal`, `abnormal`.
    Word(String),
}

/// Why a text is not a comparison.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a comparison; {hint}write it as `> 5 mmol/L`, `18 to 75 years`, `> 18 and <= 75 years`, `> 2.5 x ULN` or `positive`", hint = comma_hint(.0))]
pub struct ComparisonError(pub String);

fn comma_hint(text: &str) -> &'static str {
    if text.contains(',') { "numbers stand without commas (100000, 1.5); " } else { "" }
}

/// Results in words that a measure can be compared with.
pub(crate) const RESULT_WORDS: &[&str] =
    &["positive", "negative", "normal", "abnormal", "detectable", "undetectable", "elevated", "low", "high", "reactive", "nonreactive"];

impl Op {
    /// The relation and its sign; the longer signs first.
    pub(crate) const SIGNS: &'static [(&'static str, Self)] = &[
        (">=", Self::AtLeast),
        ("<=", Self::AtMost),
        ("≥", Self::AtLeast),
        ("≤", Self::AtMost),
        (">", Self::Greater),
        ("<", Self::Less),
        ("=", Self::Equal),
    ];

    /// Takes a sign off the front of a text.
    pub fn strip(text: &str) -> (Option<Self>, &str) {
        let t = text.trim_start();
        for (sign, op) in Self::SIGNS {
            if let Some(rest) = t.strip_prefix(sign) {
                return (Some(*op), rest.trim_start());
            }
        }
        (None, t)
    }

    /// Whether an ordering of left to right satisfies the relation.
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        use std::cmp::Ordering::{Equal, Greater, Less};
        matches!(
            (self, ordering),
            (Self::Less | Self::AtMost, Less) | (Self::AtMost | Self::Equal | Self::AtLeast, Equal) | (Self::AtLeast | Self::Greater, Greater)
        )
    }

    /// The relation that holds exactly where this one does not; equality has none.
    pub fn negated(self) -> Option<Self> {
        match self {
            Self::Less => Some(Self::AtLeast),
            Self::AtMost => Some(Self::Greater),
            Self::Equal => None,
            Self::AtLeast => Some(Self::Less),
            Self::Greater => Some(Self::AtMost),
        }
    }

    /// `<`, `<=`, `=`, `>=` or `>`.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Equal => "=",
            Self::AtLeast => ">=",
            Self::Greater => ">",
        }
    }

    /// The sign as people print it: `<`, `≤`, `=`, `≥`, `>`.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::AtMost => "≤",
            Self::AtLeast => "≥",
            other => other.sign(),
        }
    }
}

impl std::fmt::Display for Op {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.sign())
    }
}

impl Is {
    /// A single bound.
    pub fn one(op: Op, value: Decimal, scale: Scale) -> Self {
        Self::Number(Comparison { bounds: vec![Bound { op, value }], scale })
    }

    /// Both ends included: `18 to 75`.
    pub fn between(low: Decimal, high: Decimal, scale: Scale) -> Self {
        let bounds = vec![Bound { op: Op::AtLeast, value: low }, Bound { op: Op::AtMost, value: high }];
        Self::Number(Comparison { bounds, scale })
    }

    /// Reads what a rule's `is` holds.
    ///
    /// ```
    /// use trialsieve::quantity::Is;
    /// for text in ["> 5 mmol/L", "18 to 75 years", "> 18 and <= 75 years", "> 2.5 x ULN", "= 2", "positive"] {
    ///     assert_eq!(Is::parse(text).unwrap().to_string(), text);
    /// }
    /// assert!(Is::parse("5 mmol/L").is_err()); // no comparison
    /// ```
    ///
    /// # Errors
    /// [`ComparisonError`] where the text is none of these forms.
    pub fn parse(text: &str) -> Result<Self, ComparisonError> {
        let t = text.trim();
        let wrong = || ComparisonError(t.to_owned());
        if RESULT_WORDS.contains(&t.to_ascii_lowercase().as_str()) {
            return Ok(Self::Word(t.to_ascii_lowercase()));
        }
        let (op, rest) = Op::strip(t);
        let Some(op) = op else { return range(t).ok_or_else(wrong) };
        let (value, rest) = leading_number(rest).ok_or_else(wrong)?;
        let first = Bound { op, value };
        match upper_part(rest) {
            Some((own, tail)) => {
                let (op, tail) = Op::strip(tail);
                let (value, tail) = leading_number(tail).ok_or_else(wrong)?;
                let second = Bound { op: op.ok_or_else(wrong)?, value };
                let scale = scale(tail).ok_or_else(wrong)?;
                // "> 18 years and <= 75 years": the unit may stand at both ends, if it is one.
                if !own.is_empty() && self::scale(own) != Some(scale.clone()) {
                    return Err(wrong());
                }
                Ok(Self::Number(Comparison { bounds: vec![first, second], scale }))
            }
            None => Ok(Self::Number(Comparison { bounds: vec![first], scale: scale(rest).ok_or_else(wrong)? })),
        }
    }
}

/// `18 to 75 years`, both ends included.
fn range(t: &str) -> Option<Is> {
    let (low, rest) = leading_number(t)?;
    let (own, rest) = rest.split_once("to ")?;
    let (high, rest) = leading_number(rest.trim_start())?;
    let unit = scale(rest)?;
    (own.trim().is_empty() || scale(own)? == unit).then(|| Is::between(low, high, unit))
}

/// Splits `years and <= 75 years` into what stands before the "and" and what behind it.
fn upper_part(rest: &str) -> Option<(&str, &str)> {
    let (own, tail) = rest.split_once("and ")?;
    let own = own.trim();
    Op::strip(tail).0.map(|_| (own, tail.trim_start()))
}

fn leading_number(t: &str) -> Option<(Decimal, &str)> {
    let t = t.trim_start();
    let end = t.char_indices().find(|(i, c)| !(c.is_ascii_digit() || *c == '.' || (*i == 0 && matches!(c, '-' | '+')))).map_or(t.len(), |(i, _)| i);
    let value = parse_decimal(t.get(..end)?).ok()?;
    Some((value, t.get(end..)?.trim_start()))
}

fn scale(text: &str) -> Option<Scale> {
    let t = text.trim();
    if t.is_empty() {
        return Some(Scale::Bare);
    }
    let times = t.strip_prefix("times").or_else(|| t.strip_prefix(['x', 'X', '×', '*'])).map_or(t, str::trim_start);
    match times.to_ascii_uppercase().as_str() {
        "ULN" | "UPPER LIMIT OF NORMAL" => return Some(Scale::Uln),
        "LLN" | "LOWER LIMIT OF NORMAL" => return Some(Scale::Lln),
        "BASELINE" => return Some(Scale::Baseline),
        _ => {}
    }
    // A unit never holds a comparison; one that does is a slip in the rule.
    let plausible = !t.contains(['<', '>', '=', '≥', '≤']) && !t.split(' ').any(|w| matches!(w, "and" | "or" | "to")) && !t.starts_with(['-', ',']);
    plausible.then(|| Scale::Unit(t.to_owned()))
}

impl std::fmt::Display for Scale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bare => Ok(()),
            Self::Unit(unit) => write!(f, " {unit}"),
            Self::Uln => f.write_str(" x ULN"),
            Self::Lln => f.write_str(" x LLN"),
            Self::Baseline => f.write_str(" x baseline"),
        }
    }
}

impl std::fmt::Display for Comparison {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.bounds.as_slice() {
            [Bound { op: Op::AtLeast, value: low }, Bound { op: Op::AtMost, value: high }] => write!(f, "{low} to {high}")?,
            bounds => {
                for (i, bound) in bounds.iter().enumerate() {
                    write!(f, "{}{} {}", if i == 0 { "" } else { " and " }, bound.op, bound.value)?;
                }
            }
        }
        write!(f, "{}", self.scale)
    }
}

impl std::fmt::Display for Is {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(comparison) => comparison.fmt(f),
            Self::Word(word) => f.write_str(word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_are_read_as_written_or_refused() {
        for (text, printed) in [
            (">5mmol/L", "> 5 mmol/L"),
            ("≥ 18 years", ">= 18 years"),
            ("> 18 years and <= 75 years", "> 18 and <= 75 years"),
            ("18 years to 75 years", "18 to 75 years"),
            ("< 35.0 %", "< 35.0 %"),
            ("> 2.5 × ULN", "> 2.5 x ULN"),
            (">= 1 ULN", ">= 1 x ULN"),
            ("> 1.5 x baseline", "> 1.5 x baseline"),
            ("> -2", "> -2"),
        ] {
            assert_eq!(Is::parse(text).unwrap().to_string(), printed, "{text}");
        }
        for bad in ["", "5", ">", "> mmol/L", "> 5 > 6", "> 18 and 75 years", "> 5 kg and < 7 m", "to 5", "maybe"] {
            assert!(Is::parse(bad).is_err(), "{bad}");
        }
    }
}
