//! A value against the right-hand side of a comparison.

use super::Reason;
use super::chart::{Limits, Sample, State};
use crate::Truth;
use crate::quantity::{Exact, Op};
use crate::rule::{CheckedIs, Test, Threshold};

/// Whether a sample satisfies a comparison, and why that is not known.
pub fn sample(is: &CheckedIs, sample: &Sample) -> (Truth, Option<Reason>) {
    if let (Test::Word(word), State::Number(..)) = (&is.test, &sample.state) {
        return by_limits(word, &sample.limits);
    }
    state(is, &projected(is, sample))
}

/// A sample's value in what the comparison counts: for multiples of a limit of normal, its
/// ratio to that limit.
pub fn projected(is: &CheckedIs, sample: &Sample) -> State {
    let limit: fn(&Limits) -> Option<&Exact> = match &is.test {
        Test::Upper(_) => |l| l.high.as_ref(),
        Test::Lower(_) => |l| l.low.as_ref(),
        _ => return sample.state.clone(),
    };
    if !matches!(sample.state, State::Number(..)) {
        return sample.state.clone();
    }
    let mut ratios: Vec<Exact> = sample.limits.iter().filter_map(|l| l.value.checked_div(limit(l)?)).collect();
    ratios.sort();
    ratios.dedup();
    match ratios.as_slice() {
        [one] => State::exactly(one.clone()),
        [] => State::Doubt(Reason::NotRecorded),
        _ => State::Doubt(Reason::Conflict),
    }
}

/// Whether a value satisfies a comparison.
pub fn state(is: &CheckedIs, state: &State) -> (Truth, Option<Reason>) {
    let misfit = (Truth::Unknown, Some(Reason::MisfittingUnit));
    match (&is.test, state) {
        (_, State::Doubt(reason)) => (Truth::Unknown, Some(*reason)),
        (Test::Word(asked), State::Word(found)) => word(asked, found).map_or(misfit, |t| (t, None)),
        (Test::Value(bounds) | Test::Upper(bounds) | Test::Lower(bounds), State::Number(low, high)) => {
            let truth = Truth::all(bounds.iter().map(|b| interval(b, low.as_ref(), high.as_ref())));
            (truth, truth.is_unknown().then_some(Reason::NotRecorded))
        }
        (Test::Baseline, _) => (Truth::Unknown, Some(Reason::NotRecorded)),
        _ => misfit,
    }
}

/// A bound against a value that lies between two others.
fn interval(bound: &Threshold, low: Option<&Exact>, high: Option<&Exact>) -> Truth {
    let holds = |v: Option<&Exact>| v.map(|v| bound.op.holds(v.cmp(&bound.value)));
    if let (Some(l), Some(h)) = (low, high)
        && l == h
    {
        return Truth::from(bound.op.holds(l.cmp(&bound.value)));
    }
    let (surely, possibly) = match bound.op {
        Op::Greater | Op::AtLeast => (holds(low), holds(high)),
        Op::Less | Op::AtMost => (holds(high), holds(low)),
        Op::Equal => {
            let outside = low.is_some_and(|l| *l > bound.value) || high.is_some_and(|h| *h < bound.value);
            return if outside { Truth::False } else { Truth::Unknown };
        }
    };
    match (surely, possibly) {
        (Some(true), _) => Truth::True,
        (_, Some(false)) => Truth::False,
        _ => Truth::Unknown,
    }
}

/// Results in words: each group is one axis, and what stands first on it is its "yes".
fn word(asked: &str, found: &str) -> Option<Truth> {
    const SIDES: &[(&[&str], &[&str])] = &[
        (&["positive", "reactive", "detectable", "detected"], &["negative", "nonreactive", "non-reactive", "undetectable", "not detected"]),
        (&["abnormal", "elevated", "high", "low"], &["normal"]),
    ];
    if asked == found {
        return Some(Truth::True);
    }
    for (yes, no) in SIDES {
        let (asked_yes, asked_no) = (yes.contains(&asked), no.contains(&asked));
        let (found_yes, found_no) = (yes.contains(&found), no.contains(&found));
        if (asked_yes && found_no) || (asked_no && found_yes) {
            return Some(Truth::False);
        }
        if asked_no && found_no {
            return Some(Truth::True);
        }
        if asked_yes && found_yes {
            let side = |w: &str| match w {
                "elevated" | "high" => Some(1),
                "low" => Some(-1),
                _ => None,
            };
            return match (side(asked), side(found)) {
                (None, _) => Some(Truth::True),
                (Some(_), None) => Some(Truth::Unknown),
                (a, b) => Some(Truth::from(a == b)),
            };
        }
    }
    None
}

/// A number against a word, by its own reference range.
fn by_limits(asked: &str, limits: &[Limits]) -> (Truth, Option<Reason>) {
    let one = |l: &Limits| {
        let above = Truth::from(l.high.as_ref().map(|h| l.value > *h));
        let below = Truth::from(l.low.as_ref().map(|low| l.value < *low));
        match asked {
            "elevated" | "high" => above,
            "low" => below,
            "abnormal" => above.or(below),
            "normal" => above.or(below).not(),
            _ => Truth::Unknown,
        }
    };
    let truths: Vec<Truth> = limits.iter().map(one).collect();
    match truths.split_first() {
        None => (Truth::Unknown, Some(Reason::NotRecorded)),
        Some((first, rest)) if rest.iter().all(|t| t == first) => (*first, first.is_unknown().then_some(Reason::NotRecorded)),
        Some(_) => (Truth::Unknown, Some(Reason::Conflict)),
    }
}
