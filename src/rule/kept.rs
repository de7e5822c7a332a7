//! Checked trials in a compact form, for the next run of the same program.
//!
//! The form holds places in the tables of this program's vocabulary and is read only by the very
//! program that wrote it: whoever keeps the bytes makes sure of that, and that they are whole.
//! What several trials have alike stands in it once.

use super::check::CheckedRules;
use super::{CheckedCriterion, CheckedRule, CriterionKind, Heading};
use crate::time::Duration;
use crate::vocabulary::{MeasureId, Vocabulary};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::hash::Hash;
use std::sync::Arc;

/// A checked trial without what screening does not ask for.
#[derive(Debug, Clone)]
pub struct ReadyTrial {
    /// What it is called, and its words.
    pub heading: Heading,
    /// Its rules.
    pub rules: CheckedRules,
}

#[derive(Serialize, Deserialize)]
struct Kept<T, R> {
    texts: Vec<T>,
    rules: Vec<R>,
    trials: Vec<KeptTrial>,
}

/// Texts and rules by their places in the lists.
#[derive(Serialize, Deserialize)]
struct KeptTrial {
    trial: String,
    title: u32,
    status: u32,
    criteria: Vec<(String, CriterionKind, u32, u32)>,
    order: Vec<u32>,
    valid_for: Vec<(MeasureId, Duration)>,
}

/// Writes trials. None where one of their vocabularies is not the program's own, or something
/// is too large to be kept.
pub fn write<'t>(trials: impl IntoIterator<Item = &'t ReadyTrial>) -> Option<Vec<u8>> {
    let (mut texts, mut rules) = (Distinct::default(), Distinct::default());
    let mut kept = Vec::new();
    for trial in trials {
        if trial.rules.vocabulary() != Vocabulary::builtin() {
            return None;
        }
        let Heading { trial: id, title, status, texts: words } = &trial.heading;
        let (title, status) = (texts.place(title.as_str())?, texts.place(status.as_str())?);
        let mut criteria = Vec::new();
        for (criterion, text) in trial.rules.criteria().iter().zip(words) {
            criteria.push((criterion.id.clone(), criterion.kind, texts.place(&**text)?, rules.place(&*criterion.rule)?));
        }
        let order = trial.rules.order().iter().map(|place| u32::try_from(*place).ok()).collect::<Option<_>>()?;
        kept.push(KeptTrial { trial: id.clone(), title, status, criteria, order, valid_for: trial.rules.validities().to_vec() });
    }
    postcard::to_stdvec(&Kept::<&str, &CheckedRule> { texts: texts.list, rules: rules.list, trials: kept }).ok()
}

/// Reads what [`write()`] wrote. None where that is something else.
pub fn read(bytes: &[u8]) -> Option<Vec<ReadyTrial>> {
    let kept: Kept<&str, CheckedRule> = postcard::from_bytes(bytes).ok()?;
    let texts: Vec<Arc<str>> = kept.texts.into_iter().map(Arc::from).collect();
    let rules: Vec<Arc<CheckedRule>> = kept.rules.into_iter().map(Arc::new).collect();
    kept.trials.into_iter().map(|trial| ready(trial, &texts, &rules)).collect()
}

fn ready(kept: KeptTrial, texts: &[Arc<str>], rules: &[Arc<CheckedRule>]) -> Option<ReadyTrial> {
    let text = |place: u32| texts.get(usize::try_from(place).ok()?);
    let mut heading = Heading { trial: kept.trial, title: text(kept.title)?.to_string(), status: text(kept.status)?.to_string(), texts: Vec::new() };
    let mut criteria = Vec::with_capacity(kept.criteria.len());
    heading.texts.reserve_exact(kept.criteria.len());
    for (id, kind, words, rule) in kept.criteria {
        heading.texts.push(Arc::clone(text(words)?));
        criteria.push(CheckedCriterion { id, kind, rule: Arc::clone(rules.get(usize::try_from(rule).ok()?)?) });
    }
    let order = kept.order.into_iter().map(|place| usize::try_from(place).ok()).collect::<Option<_>>()?;
    Some(ReadyTrial { heading, rules: CheckedRules::kept(criteria, order, kept.valid_for) })
}

/// Things in the order of their first use, each once.
struct Distinct<'t, T: ?Sized> {
    list: Vec<&'t T>,
    places: FxHashMap<&'t T, u32>,
}

impl<T: ?Sized> Default for Distinct<'_, T> {
    fn default() -> Self {
        Self { list: Vec::new(), places: FxHashMap::default() }
    }
}

impl<'t, T: ?Sized + Eq + Hash> Distinct<'t, T> {
    fn place(&mut self, thing: &'t T) -> Option<u32> {
        let next = u32::try_from(self.list.len()).ok()?;
        let place = *self.places.entry(thing).or_insert(next);
        if place == next {
            self.list.push(thing);
        }
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{check, yaml};

    fn ready(text: &str) -> ReadyTrial {
        let (trial, rules) = check(yaml::read(text).unwrap(), None, Vocabulary::builtin()).0.unwrap().into_parts();
        ReadyTrial { heading: trial.heading(), rules }
    }

    const ONE: &str = include_str!("../../criteria/NCT06872021.yaml");

    #[test]
    fn trials_come_back_as_they_were() {
        let trials = [ready(ONE), ready(&ONE.replace("trial: NCT06872021", "trial: TWO"))];
        let back = read(&write(&trials).unwrap()).unwrap();
        assert_eq!(back.len(), 2);
        for (back, trial) in back.iter().zip(&trials) {
            assert_eq!(back.heading, trial.heading);
            assert_eq!(back.rules.criteria(), trial.rules.criteria());
            assert_eq!((back.rules.order(), back.rules.validities()), (trial.rules.order(), trial.rules.validities()));
        }
        let rules = |trial: &ReadyTrial| trial.rules.criteria().iter().map(|c| Arc::as_ptr(&c.rule)).collect::<Vec<_>>();
        assert_eq!(rules(&back[0]), rules(&back[1]), "what is alike is there once");
    }

    #[test]
    fn bytes_of_something_else_give_nothing_and_do_no_harm() {
        let whole = write(&[ready(ONE)]).unwrap();
        for end in (0..whole.len()).step_by(7) {
            assert!(read(&whole[..end]).is_none(), "{end}");
        }
        for place in 0..whole.len() {
            let mut other = whole.clone();
            other[place] ^= 0xff;
            let _ = read(&other);
        }
    }
}
