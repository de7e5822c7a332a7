//! Which criterion of the new version is which of the old one.

use super::Placed;
use super::likeness::Features;
use crate::rule::CheckedTrial;

/// Less like criteria are two.
const LEAST: u32 = 400;
/// What the same id counts, and the same side. Ids shift where a criterion is inserted.
const SAME_ID: u32 = 60;
const SAME_SIDE: u32 = 60;

/// Pairs of places, one-to-one: the likest first; what is equally like by its id, then by its
/// place. The other way round the pairs are the same.
pub fn pairs(before: &[Placed<'_>], after: &[Placed<'_>], old: &CheckedTrial, new: &CheckedTrial) -> Vec<(usize, usize)> {
    let features = |placed: &[Placed<'_>], trial: &CheckedTrial| -> Vec<Features> {
        placed.iter().zip(trial.criteria()).map(|(p, checked)| Features::of(p.criterion, &checked.rule)).collect()
    };
    let (was, now) = (features(before, old), features(after, new));
    let mut candidates = Vec::new();
    for (a, was) in before.iter().zip(&was) {
        for (b, now) in after.iter().zip(&now) {
            let like = was.likeness(now);
            let same_id = a.criterion.id == b.criterion.id;
            let worth = |counts: bool, worth: u32| if counts { worth } else { 0 };
            let all = like.saturating_add(worth(same_id, SAME_ID)).saturating_add(worth(a.kind == b.kind, SAME_SIDE));
            if all >= LEAST.saturating_add(SAME_SIDE) && like > 0 {
                let (i, j) = (a.place, b.place);
                candidates.push(((u32::MAX.saturating_sub(all), !same_id, i.abs_diff(j), i.min(j)), (i, j)));
            }
        }
    }
    candidates.sort();
    best(candidates.into_iter().map(|(_, pair)| pair))
}

/// One-to-one: a pair is taken unless one of the two has been.
pub fn best(candidates: impl Iterator<Item = (usize, usize)>) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (i, j) in candidates {
        if !pairs.iter().any(|(a, b)| *a == i || *b == j) {
            pairs.push((i, j));
        }
    }
    pairs
}
