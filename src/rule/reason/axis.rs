//! Questions about measures as sets of numbers.

use super::age::{self, Line};
use crate::quantity::{Exact, Intervals, Op};
use crate::rule::{CheckedMeasure, Take, Test, Threshold};
use crate::time::{DurationBound, TimeUnit};
use crate::vocabulary::{Measure, MeasureId, Vocabulary};

/// A question about a measure: which values of a line answer it with yes.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    /// Whose values, counted in what.
    pub line: ValueLine,
    /// When and which.
    pub when: When,
    /// How the samples decide.
    pub mode: Mode,
    /// The values that satisfy it.
    pub set: Intervals,
    /// The values that can be.
    pub domain: Intervals,
    /// The values left where it is true, and where it is false.
    left: [Intervals; 2],
}

/// What a value is counted in: each is a line of its own, and says nothing of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValueLine {
    pub measure: MeasureId,
    pub scale: LineScale,
}

/// In the measure's own unit, as a multiple of a limit of normal, or an age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineScale {
    Own,
    Upper,
    Lower,
    Age(Line),
}

/// The span that a question looks at.
#[derive(Debug, Clone, PartialEq)]
pub struct When {
    pub take: Take,
    pub within: Option<DurationBound>,
    pub since: Option<crate::rule::CheckedFinding>,
    pub lasts: Option<DurationBound>,
}

/// How the samples in the span decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// There is one value.
    One,
    /// Some sample satisfies it.
    Some,
    /// All samples do, or it did throughout.
    Throughout,
}

impl Values {
    /// The question of a rule; `None` where it is not about numbers on a line.
    pub fn of(rule: &CheckedMeasure, vocabulary: &Vocabulary) -> Option<Self> {
        let measure = rule.of.id?;
        let row = vocabulary.measure(measure)?;
        let (scale, set, domain) = match &rule.is.test {
            Test::Value(bounds) => {
                let domain = possible(row);
                let set = keep(bounds);
                // What lies beyond all values is told as such.
                if set.and(&domain).is_empty() {
                    return None;
                }
                (LineScale::Own, set, domain)
            }
            Test::Upper(bounds) => (LineScale::Upper, keep(bounds), Intervals::all()),
            Test::Lower(bounds) => (LineScale::Lower, keep(bounds), Intervals::all()),
            Test::Age(bounds, unit) => {
                let (line, set) = age::ages(bounds, *unit)?;
                (LineScale::Age(line), set, ages())
            }
            Test::Baseline | Test::Word(_) | Test::Outside => return None,
        };
        let (set, domain) = if row.ordinal { (set.whole_numbers(), domain.whole_numbers()) } else { (set, domain) };
        let mode = match (rule.lasts, rule.take) {
            (None, Take::Any) if rule.within.is_some() || rule.since.is_some() => Mode::Some,
            (Some(_), Take::Any) => Mode::Some,
            (None, Take::Every) if rule.within.is_some() || rule.since.is_some() => Mode::Throughout,
            // Without a span, `any` and `every` are of all samples there are.
            (None, Take::Any) => Mode::Some,
            (None, Take::Every) | (Some(_), _) => Mode::Throughout,
            (None, _) => Mode::One,
        };
        let when = When { take: rule.take, within: rule.within, since: rule.since.as_deref().cloned(), lasts: rule.lasts };
        let set = set.and(&domain);
        let left = [set.clone(), set.not().and(&domain)].map(|left| match scale {
            LineScale::Age(_) => left.whole_numbers(),
            _ => left,
        });
        Some(Self { line: ValueLine { measure, scale }, when, mode, set, domain, left })
    }

    /// Whether it asks for the value that holds at the moment.
    pub fn is_plain(&self) -> bool {
        self.when == When { take: Take::Latest, within: None, since: None, lasts: None }
    }

    /// The values left where it is true, or false.
    pub fn left(&self, truth: bool) -> &Intervals {
        let [yes, no] = &self.left;
        if truth { yes } else { no }
    }

    /// Whether this being so and the other being so cannot be at one moment.
    pub fn clashes(&self, truth: bool, other: &Self, other_truth: bool) -> bool {
        if self.line != other.line {
            return false;
        }
        match (truth, other_truth) {
            (true, false) => self.settles(other),
            (false, true) => other.settles(self),
            _ if self.when != other.when => false,
            (true, true) => self.mode != Mode::Some && self.set.and(&other.set).is_empty(),
            (false, false) => self.mode == Mode::One && self.left(false).and(other.left(false)).is_empty(),
        }
    }

    /// Whether, where this is true, the other cannot be false.
    fn settles(&self, other: &Self) -> bool {
        self.mode == other.mode
            && self.set.within(&other.set)
            && if self.when == other.when {
                // "For less than" is not kept by what holds of more values.
                self.when.lasts.is_none_or(|l| l.op.is_none_or(|o| o != Op::Less && o != Op::AtMost && o != Op::Equal)) || self.set == other.set
            } else {
                let same = When { within: other.when.within, lasts: other.when.lasts, ..self.when.clone() } == other.when;
                same && self.mode != Mode::One && self.wider_span(other)
            }
    }

    /// Whether the other looks at a longer span for some sample, or asks for a shorter one
    /// throughout.
    fn wider_span(&self, other: &Self) -> bool {
        match self.mode {
            Mode::Some => self.when.lasts.is_none() && other.when.lasts.is_none() && look_back_within(self.when.within, other.when.within),
            Mode::Throughout => {
                self.when.take == Take::Latest && self.when.within == other.when.within && lasts_longer(self.when.lasts, other.when.lasts)
            }
            Mode::One => false,
        }
    }
}

/// Whether whatever lies in the first look-back lies in the second.
pub fn look_back_within(first: Option<DurationBound>, second: Option<DurationBound>) -> bool {
    match (first, second) {
        (_, None) => true,
        (Some(a), Some(b)) => a == b || (up_to(a) && b.op.is_none_or(|o| o == Op::AtMost) && not_longer(a, b)),
        _ => false,
    }
}

/// Whether what lasted as long as the first asks, lasted as long as the second asks.
pub fn lasts_longer(first: Option<DurationBound>, second: Option<DurationBound>) -> bool {
    let open_above = |d: DurationBound| d.op.is_none_or(|o| o == Op::AtLeast || o == Op::Greater);
    match (first, second) {
        (Some(a), Some(b)) if a == b => true,
        (Some(a), Some(b)) if open_above(a) && open_above(b) => {
            let strict = a.op != Some(Op::Greater) && b.op == Some(Op::Greater);
            if strict { shorter(b, a) } else { not_longer(b, a) }
        }
        _ => false,
    }
}

fn up_to(bound: DurationBound) -> bool {
    bound.op.is_none_or(|o| o == Op::AtMost || o == Op::Less)
}

fn not_longer(a: DurationBound, b: DurationBound) -> bool {
    comparable(a, b) && a.length.mean_millis() <= b.length.mean_millis()
}

fn shorter(a: DurationBound, b: DurationBound) -> bool {
    comparable(a, b) && a.length.mean_millis() < b.length.mean_millis()
}

/// Months have no fixed number of days: either both follow the calendar, or neither, or one is
/// longer by far.
fn comparable(a: DurationBound, b: DurationBound) -> bool {
    let calendar = |d: DurationBound| matches!(d.length.unit, TimeUnit::Month | TimeUnit::Year);
    let (x, y) = (a.length.mean_millis(), b.length.mean_millis());
    calendar(a) == calendar(b) || x.saturating_mul(2) < y || y.saturating_mul(2) < x
}

fn keep(bounds: &[Threshold]) -> Intervals {
    bounds.iter().fold(Intervals::all(), |set, b| set.and(&Intervals::bound(b.op, b.value.clone())))
}

fn ages() -> Intervals {
    Intervals::bound(Op::AtLeast, Exact::zero()).whole_numbers()
}

/// The values that a record may hold. What is computed, or summed up from doses, may go beyond.
fn possible(row: &Measure) -> Intervals {
    if row.derived || row.dose {
        return Intervals::all();
    }
    let (low, high) = row.range();
    Intervals::between(Exact::from(low), Exact::from(high))
}
