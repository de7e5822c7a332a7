//! The local grammar: tokens become elements.

use super::element::{Counts, Element, Numbers, Separator, Sign, What};
use super::words::{Group, Kind, Token};
use crate::limits::MAX_NESTING;
use crate::quantity::{Bound, Op};
use crate::time::{Duration, DurationBound, TimeUnit};
use pest::Parser;
use pest::iterators::Pair;
use rust_decimal::Decimal;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/criteria.pest"]
struct Criteria;

/// Parses tokens. Brackets nested deeper than [`MAX_NESTING`] are read as plain words.
pub(crate) fn elements(tokens: &[Token]) -> Vec<Element> {
    let mut depth = 0usize;
    let mut deepest = 0usize;
    for token in tokens {
        match token.kind {
            Kind::Open => depth = depth.saturating_add(1),
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    let letters: String = tokens
        .iter()
        .map(|t| match t.kind {
            Kind::Open | Kind::Close if deepest > MAX_NESTING => Kind::Filler.letter(),
            _ => t.kind.letter(),
        })
        .collect();
    let parsed = Criteria::parse(Rule::criterion, &letters).ok();
    let sentence = parsed.and_then(|mut p| p.next()).and_then(|p| p.into_inner().next());
    match sentence {
        Some(sentence) => Reader { tokens }.sentence(sentence),
        None => (0..tokens.len()).map(|i| Element { what: What::Token, from: i, to: i.saturating_add(1) }).collect(),
    }
}

struct Reader<'t> {
    tokens: &'t [Token],
}

impl Reader<'_> {
    fn sentence(&self, pair: Pair<'_, Rule>) -> Vec<Element> {
        let mut out = Vec::new();
        for part in pair.into_inner() {
            if part.as_rule() == Rule::plain {
                let (from, to) = (part.as_span().start(), part.as_span().end());
                out.extend((from..to).map(|at| Element { what: What::Token, from: at, to: at.saturating_add(1) }));
            } else {
                out.push(self.element(part));
            }
        }
        out
    }

    fn element(&self, pair: Pair<'_, Rule>) -> Element {
        // Every letter is one byte, so byte offsets are places of tokens.
        let (from, to) = (pair.as_span().start(), pair.as_span().end());
        let what = match pair.as_rule() {
            Rule::bracket => What::Bracket(pair.into_inner().next().map(|s| self.sentence(s)).unwrap_or_default()),
            Rule::separator => What::Separator(self.separator(from, to)),
            Rule::comparison => self.comparison(pair).map_or(What::Token, What::Comparison),
            // "a history of 2 years of migraine", "a 2-year history of migraine"
            // "cancer history < 6 months ago": when it was, and not how long.
            Rule::look_back if self.says_history(from) && matches!(self.tokens.get(to).map(|t| &t.kind), Some(Kind::Ago | Kind::Before)) => {
                self.bound(from, to).map_or(What::Token, |bound| What::LookBack { bound, next: false })
            }
            Rule::look_back if self.says_history(from) => self.bound(from, to).map_or(What::Token, What::Span),
            Rule::long_history if self.says_history(to.saturating_sub(1)) => self.bound(from, to).map_or(What::Token, What::Span),
            Rule::long_history => self.bound(from, to).map_or(What::Token, What::Ago),
            Rule::look_back => {
                let next = self.kinds(from, to).any(|k| *k == Kind::Next);
                self.bound(from, to).map_or(What::Token, |bound| What::LookBack { bound, next })
            }
            Rule::from_to => self.two_ends(from, to).unwrap_or(What::Portion),
            Rule::respective => self.two_lengths(from, to).map_or(What::Portion, |(first, second)| What::Respective(first, second)),
            Rule::portion => What::Portion,
            Rule::ago_limit => self.bound(from, to).map_or(What::Token, What::Ago),
            Rule::span => self.bound(from, to).map_or(What::Token, What::Span),
            Rule::spaced if self.kinds(from, to).any(|k| *k == Kind::Apart) => self.bound(from, to).map_or(What::Token, What::Apart),
            Rule::spaced => What::Repeat(self.count(from, to).unwrap_or(2)),
            Rule::counted => {
                let op = self.kinds(from, to).find_map(|k| match k {
                    Kind::Comparator(op) | Kind::Suffix(op) => Some(*op),
                    _ => None,
                });
                match self.count(from, to) {
                    Some(count) => What::Counted(op.unwrap_or(Op::AtLeast), count),
                    None => What::Token,
                }
            }
            Rule::group => {
                let group = self.kinds(from, to).find_map(|k| match k {
                    Kind::Following(group) => Some(*group),
                    _ => None,
                });
                What::Group(group.unwrap_or(Group::Open))
            }
            _ => What::Token,
        };
        Element { what, from, to }
    }

    /// Whether a token is "history of" or the like.
    fn says_history(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == Kind::History && t.text.contains("history"))
    }

    fn kinds(&self, from: usize, to: usize) -> impl Iterator<Item = &Kind> {
        self.tokens.get(from..to).unwrap_or_default().iter().map(|t| &t.kind)
    }

    fn separator(&self, from: usize, to: usize) -> Separator {
        let mut separator = Separator { sign: Sign::None, or: None };
        for kind in self.kinds(from, to) {
            match kind {
                Kind::Comma => separator.sign = Sign::Comma,
                Kind::Semicolon => separator.sign = Sign::Semicolon,
                Kind::Stop => separator.sign = Sign::Stop,
                Kind::And => separator.or = Some(false),
                Kind::Or => separator.or = Some(true),
                _ => {}
            }
        }
        separator
    }

    fn count(&self, from: usize, to: usize) -> Option<usize> {
        self.kinds(from, to).find_map(|k| match k {
            Kind::Number(n) if n.fract().is_zero() => usize::try_from(n.mantissa().checked_div(10i128.checked_pow(n.scale())?)?).ok(),
            _ => None,
        })
    }

    /// The length of time in a stretch, with its comparison; of "2-4 weeks" the longer.
    fn bound(&self, from: usize, to: usize) -> Option<DurationBound> {
        let (mut op, mut amount, mut unit) = (None, None, None);
        for kind in self.kinds(from, to) {
            match kind {
                Kind::Comparator(o) | Kind::Suffix(o) => op = Some(*o),
                Kind::Number(n) => amount = Some(*n),
                Kind::Time(t) => unit = Some(*t),
                _ => {}
            }
        }
        let length = Duration::new(amount.unwrap_or(Decimal::ONE), unit?);
        Some(DurationBound { op, length })
    }

    /// The two lengths of time in a stretch; the unit behind the second counts for both.
    fn two_lengths(&self, from: usize, to: usize) -> Option<(DurationBound, DurationBound)> {
        let lengths = self.quantities(from, to);
        let [(first, own), (second, Counts::Time(unit))] = lengths.as_slice() else { return None };
        let unit_of_first = if let Counts::Time(own) = own { *own } else { *unit };
        let bound = |value: &Decimal, unit: TimeUnit| DurationBound { op: None, length: Duration::new(*value, unit) };
        Some((bound(first, unit_of_first), bound(second, *unit)))
    }

    /// "3 to 6 months ago", "> 1 month but < 6 months": the shorter end first.
    fn two_ends(&self, from: usize, to: usize) -> Option<What> {
        let (mut least, mut most) = self.two_lengths(from, to)?;
        let lasts = self.kinds(from, to).next().is_some_and(|k| matches!(k, Kind::For | Kind::Lasting));
        let ops: Vec<Op> = self.kinds(from, to).filter_map(|k| if let Kind::Comparator(op) = k { Some(*op) } else { None }).collect();
        match ops.as_slice() {
            [] => (least.op, most.op) = (Some(Op::AtLeast), Some(Op::AtMost)),
            [first @ (Op::Greater | Op::AtLeast), second @ (Op::Less | Op::AtMost)] => (least.op, most.op) = (Some(*first), Some(*second)),
            [first @ (Op::Less | Op::AtMost), second @ (Op::Greater | Op::AtLeast)] => {
                (least, most) = (DurationBound { op: Some(*second), ..most }, DurationBound { op: Some(*first), ..least });
            }
            _ => return None,
        }
        // "age between 18 and 65 years before …": how old, not how long ago.
        let before = (0..from).rev().filter_map(|i| self.tokens.get(i)).find(|t| !matches!(t.kind, Kind::Filler | Kind::Colon | Kind::Between));
        let measured = !lasts && before.is_some_and(|t| matches!(t.kind, Kind::Measure(_) | Kind::AgeWord));
        if measured || most.length.unit == TimeUnit::Year && most.length.amount > Decimal::from(15) {
            let counts = |b: DurationBound| (Bound { op: b.op.unwrap_or(Op::AtLeast), value: b.length.amount }, Counts::Time(b.length.unit));
            return Some(What::Comparison(Numbers { bounds: vec![counts(least), counts(most)], age: false, compared: true }));
        }
        Some(What::FromTo { least, most, lasts })
    }

    fn comparison(&self, pair: Pair<'_, Rule>) -> Option<Numbers> {
        let mut numbers = Numbers { bounds: Vec::new(), age: false, compared: true };
        for part in pair.into_inner() {
            let (from, to) = (part.as_span().start(), part.as_span().end());
            numbers.age |= self.tokens.get(from..to).unwrap_or_default().iter().any(speaks_of_age);
            match part.as_rule() {
                Rule::bound => {
                    let ops: Vec<Op> = self
                        .kinds(from, to)
                        .filter_map(|k| match k {
                            Kind::Comparator(op) | Kind::Suffix(op) => Some(*op),
                            _ => None,
                        })
                        .collect();
                    // "= 5 or higher": what stands behind the number says more than "=".
                    let op = ops.iter().find(|op| **op != Op::Equal).or(ops.first()).copied()?;
                    let (value, counts) = self.quantities(from, to).into_iter().next()?;
                    numbers.bounds.push((Bound { op, value }, counts));
                }
                Rule::range => self.range(from, to, &mut numbers)?,
                Rule::sandwich => self.sandwich(from, to, &mut numbers)?,
                Rule::choice => {
                    let values: Vec<Decimal> = self.quantities(from, to).into_iter().map(|(v, _)| v).collect();
                    let (low, high) = (values.iter().min()?, values.iter().max()?);
                    numbers.bounds.push((Bound { op: Op::AtLeast, value: *low }, Counts::Nothing));
                    numbers.bounds.push((Bound { op: Op::AtMost, value: *high }, Counts::Nothing));
                }
                Rule::quantity => {
                    let (value, counts) = self.quantities(from, to).into_iter().next()?;
                    numbers.bounds.push((Bound { op: Op::Equal, value }, counts));
                    numbers.compared = false;
                }
                _ => {}
            }
        }
        // "18 and ≤ 75 years": the unit behind the last number counts for all of them.
        if let Some((_, last)) = numbers.bounds.last().cloned() {
            for (_, counts) in &mut numbers.bounds {
                if *counts == Counts::Nothing {
                    *counts = last.clone();
                }
            }
        }
        (!numbers.bounds.is_empty()).then_some(numbers)
    }

    fn range(&self, from: usize, to: usize, numbers: &mut Numbers) -> Option<()> {
        let quantities = self.quantities(from, to);
        let [(first, first_counts), (second, second_counts)] = quantities.as_slice() else { return None };
        let plus_minus = self.kinds(from, to).any(|k| *k == Kind::PlusMinus);
        let (low, high) = if plus_minus { (first.checked_sub(*second)?, first.checked_add(*second)?) } else { (*first, *second) };
        let counts = if *first_counts == Counts::Nothing { second_counts } else { first_counts };
        // "between -1 and -6 D": said from the nearer end.
        let (low, high) = if low > high && high < Decimal::ZERO && counts == second_counts { (high, low) } else { (low, high) };
        let upper = self.kinds(from, to).find_map(|k| match k {
            Kind::Comparator(op) => Some(*op),
            _ => None,
        });
        let ends = upper.filter(|op| matches!(op, Op::Less | Op::AtMost)).unwrap_or(Op::AtMost);
        let (low_op, high_op) = match self.ends(from, to) {
            (Some(low), Some(high)) => (if low { Op::AtLeast } else { Op::Greater }, if high { ends } else { Op::Less }),
            // "18 to 75 (exclusive)": said once, meant of both.
            (None, Some(false)) => (Op::Greater, Op::Less),
            (Some(false), None) => (Op::Greater, ends),
            _ => (Op::AtLeast, ends),
        };
        numbers.bounds.push((Bound { op: low_op, value: low }, counts.clone()));
        numbers.bounds.push((Bound { op: high_op, value: high }, second_counts.clone()));
        Some(())
    }

    /// Whether "inclusive" (true) or "exclusive" (false) stands behind each end of a range.
    fn ends(&self, from: usize, to: usize) -> (Option<bool>, Option<bool>) {
        let (mut said, mut numbers) = ([None, None], 0usize);
        for kind in self.kinds(from, to) {
            match kind {
                Kind::Number(_) => numbers = numbers.saturating_add(1),
                Kind::Inclusive | Kind::Exclusive => {
                    if let Some(end) = said.get_mut(numbers.saturating_sub(1)) {
                        *end = Some(*kind == Kind::Inclusive);
                    }
                }
                _ => {}
            }
        }
        let [low, high] = said;
        (low, high)
    }

    /// "145 mmHg ≤ SBP ≤ 190 mmHg": the first comparison is read from the other side.
    fn sandwich(&self, from: usize, to: usize, numbers: &mut Numbers) -> Option<()> {
        let quantities = self.quantities(from, to);
        let ops: Vec<Op> = self.kinds(from, to).filter_map(|k| if let Kind::Comparator(op) = k { Some(*op) } else { None }).collect();
        let ([(first, first_counts), .., (second, second_counts)], [left, .., right]) = (quantities.as_slice(), ops.as_slice()) else { return None };
        let turned = match left {
            Op::Less => Op::Greater,
            Op::AtMost => Op::AtLeast,
            Op::Equal => Op::Equal,
            Op::AtLeast => Op::AtMost,
            Op::Greater => Op::Less,
        };
        numbers.bounds.push((Bound { op: turned, value: *first }, first_counts.clone()));
        numbers.bounds.push((Bound { op: *right, value: *second }, second_counts.clone()));
        Some(())
    }

    /// The numbers of a stretch, each with the unit behind it.
    fn quantities(&self, from: usize, to: usize) -> Vec<(Decimal, Counts)> {
        let mut out: Vec<(Decimal, Counts)> = Vec::new();
        for kind in self.kinds(from, to) {
            match (kind, out.last_mut()) {
                (Kind::Number(n), _) => out.push((*n, Counts::Nothing)),
                (Kind::Unit(scale), Some((_, counts))) => *counts = Counts::Unit(scale.clone()),
                (Kind::Time(unit), Some((_, counts))) => *counts = Counts::Time(*unit),
                _ => {}
            }
        }
        out
    }
}

/// "of age", "older than", "or younger".
fn speaks_of_age(token: &Token) -> bool {
    match token.kind {
        Kind::AgeWord => true,
        Kind::Comparator(_) | Kind::Suffix(_) => ["older", "younger", "elder"].iter().any(|w| token.text.contains(w)),
        _ => false,
    }
}
