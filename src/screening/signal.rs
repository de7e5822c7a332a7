//! A truth over a stretch of time: piecewise constant, exact to the millisecond.

use super::span::Length;
use crate::Truth;
use crate::quantity::Op;
use crate::time::Moment;

/// A truth at every moment of `[from, to]`: each step holds until the next one.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// Beginnings of the steps in order; the first is the signal's own beginning.
    pub steps: Vec<(Moment, Truth)>,
    /// The last moment it speaks of.
    pub to: Moment,
}

impl Signal {
    /// Built from a truth that changes at none but the given moments.
    pub fn sampled(from: Moment, to: Moment, mut changes: Vec<Moment>, truth: impl Fn(Moment) -> Truth) -> Self {
        changes.retain(|m| *m > from && *m <= to);
        changes.push(from);
        changes.sort_unstable();
        changes.dedup();
        let mut steps: Vec<(Moment, Truth)> = Vec::new();
        for moment in changes {
            let value = truth(moment);
            if steps.last().is_none_or(|(_, last)| *last != value) {
                steps.push((moment, value));
            }
        }
        Self { steps, to }
    }

    /// The truth at a moment of the signal.
    pub fn at(&self, moment: Moment) -> Truth {
        self.place(moment).and_then(|i| self.steps.get(i)).map_or(Truth::Unknown, |(_, t)| *t)
    }

    /// The moments at which it changes.
    pub fn changes(&self) -> impl Iterator<Item = Moment> + '_ {
        self.steps.iter().skip(1).map(|(m, _)| *m)
    }

    /// Where all of some signals hold. Once one of them holds nowhere the others need not be known.
    pub fn all(from: Moment, to: Moment, parts: impl Iterator<Item = Self>) -> Self {
        let mut known: Vec<Self> = Vec::new();
        for part in parts {
            let nowhere = part.is_false_from(from);
            known.push(part);
            if nowhere {
                break;
            }
        }
        Self::combined(from, to, &known, |t| Truth::all(t))
    }

    /// Whether it is false at every moment from one on.
    fn is_false_from(&self, from: Moment) -> bool {
        let steps = self.place(from).and_then(|first| self.steps.get(first..));
        steps.is_some_and(|steps| steps.iter().all(|(_, t)| *t == Truth::False))
    }

    /// Its contrary at every moment.
    pub fn not(mut self) -> Self {
        for (_, truth) in &mut self.steps {
            *truth = truth.not();
        }
        self
    }

    /// Several signals over the same stretch, put together moment by moment.
    pub fn combined(from: Moment, to: Moment, parts: &[Self], truth: impl Fn(&mut dyn Iterator<Item = Truth>) -> Truth) -> Self {
        let changes = parts.iter().flat_map(Self::changes).collect();
        Self::sampled(from, to, changes, |m| truth(&mut parts.iter().map(|p| p.at(m))))
    }

    /// Whether it held throughout the length before each moment, as the bound asks. The
    /// signal must reach back from `from` by the length (and a millisecond).
    pub fn lasting(&self, length: &Length, from: Moment, to: Moment) -> Self {
        let zone = length.zone;
        let mut changes: Vec<Moment> = Vec::new();
        for change in self.changes() {
            let left = length.bound.length.after(change, zone);
            changes.extend([change, left, left.plus_millis(1), left.plus_millis(-1)]);
        }
        let last = Lasts::of(self);
        Self::sampled(from, to, changes, |m| last.held(self, length, m))
    }

    /// The moments at which it is not true, newest first, one for each step, within a stretch.
    pub fn gaps(&self, from: Moment, to: Moment) -> Vec<(Moment, Truth)> {
        let mut gaps = Vec::new();
        let mut end = to;
        for (start, truth) in self.steps.iter().rev() {
            if *start <= to && end >= from {
                if *truth != Truth::True {
                    gaps.push((end.min(to).max(from), *truth));
                }
                if *start <= from {
                    break;
                }
            }
            end = start.plus_millis(-1);
        }
        gaps
    }

    /// Whether some stretch of the signal holds as long as the bound asks.
    pub fn some_stretch(&self, length: &Length) -> Truth {
        let long = |run: &dyn Fn(Truth) -> bool| {
            let mut start: Option<Moment> = None;
            for (moment, truth) in &self.steps {
                match (run(*truth), start) {
                    (true, None) => start = Some(*moment),
                    (false, Some(from)) => {
                        if length.satisfied(from, *moment) {
                            return true;
                        }
                        start = None;
                    }
                    _ => {}
                }
            }
            start.is_some_and(|from| length.satisfied(from, self.to))
        };
        if long(&|t| t == Truth::True) {
            // For "less than" a stretch beside an unknown one may be longer than it seems.
            let upper = matches!(length.bound.op, Some(Op::Less | Op::AtMost | Op::Equal));
            if upper && self.steps.iter().any(|(_, t)| t.is_unknown()) { Truth::Unknown } else { Truth::True }
        } else if long(&|t| t != Truth::False) || (length.at_most() && self.steps.iter().any(|(_, t)| t.is_unknown())) {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    fn place(&self, moment: Moment) -> Option<usize> {
        self.steps.partition_point(|(start, _)| *start <= moment).checked_sub(1)
    }
}

/// For every step, the newest step up to it that is false, and that is unknown.
struct Lasts {
    falses: Vec<Option<usize>>,
    unknowns: Vec<Option<usize>>,
}

impl Lasts {
    fn of(signal: &Signal) -> Self {
        let newest = |wanted: Truth| {
            let mut last = None;
            signal
                .steps
                .iter()
                .enumerate()
                .map(|(i, (_, t))| {
                    if *t == wanted {
                        last = Some(i);
                    }
                    last
                })
                .collect()
        };
        Self { falses: newest(Truth::False), unknowns: newest(Truth::Unknown) }
    }

    fn held(&self, signal: &Signal, length: &Length, moment: Moment) -> Truth {
        let start = length.start(moment);
        let (at_least, longer) = (|| self.throughout(signal, start, moment), || self.throughout(signal, start.plus_millis(-1), moment));
        match length.bound.op {
            None | Some(Op::AtLeast) => at_least(),
            Some(Op::Greater) => longer(),
            // It is true, and began within that time.
            Some(Op::Less) => signal.at(moment).and(at_least().not()),
            Some(Op::AtMost) => signal.at(moment).and(longer().not()),
            Some(Op::Equal) => at_least().and(longer().not()),
        }
    }

    fn throughout(&self, signal: &Signal, start: Moment, end: Moment) -> Truth {
        let (Some(first), Some(last)) = (signal.place(start), signal.place(end)) else { return Truth::Unknown };
        let within = |list: &[Option<usize>]| list.get(last).copied().flatten().is_some_and(|i| i >= first);
        if within(&self.falses) {
            Truth::False
        } else if within(&self.unknowns) {
            Truth::Unknown
        } else {
            Truth::True
        }
    }
}
