//! `--what-if "ECMO-RESCUE.I2: VIS > 100"`: the trial with one criterion changed, beside it.

use trialsieve::diagnostic::nearest;
use trialsieve::language::{self, Computable};
use trialsieve::rule::{self, CheckedTrial, CriterionKind};
use trialsieve::vocabulary::Vocabulary;

/// A changed criterion.
pub struct WhatIf {
    /// The place of the trial as it is.
    pub trial: usize,
    /// The place of the trial as it would be.
    pub changed: usize,
    pub criterion: String,
    pub words: String,
}

/// What is wrong, and what would do.
type Refusal = (String, Option<String>);

impl WhatIf {
    /// Reads a question, and adds the changed trial behind the others.
    ///
    /// # Errors
    /// What is wrong with it, and what would do.
    pub fn read(text: &str, trials: &mut Vec<CheckedTrial>, real: usize, vocabulary: &Vocabulary) -> Result<Self, Refusal> {
        let form = || (format!("`{text}` names no criterion"), Some("write it as \"ECMO-RESCUE.I2: VIS > 100\"".to_owned()));
        let (name, words) = text.split_once(':').ok_or_else(form)?;
        let (id, criterion) = name.trim().rsplit_once('.').ok_or_else(form)?;
        let words = words.trim();
        let place = trials.iter().take(real).position(|t| t.trial().trial.eq_ignore_ascii_case(id)).ok_or_else(|| {
            let near = nearest(id, trials.iter().take(real).map(|t| t.trial().trial.as_str()));
            (format!("there is no trial `{id}`"), near.map(|near| format!("did you mean `{near}`?")))
        })?;
        let mut trial = trials.get(place).map(|t| t.trial().clone()).ok_or_else(form)?;
        let ids: Vec<String> = trial.criteria().map(|(_, c)| c.id.clone()).collect();
        let sides = [(CriterionKind::Inclusion, &mut trial.inclusion), (CriterionKind::Exclusion, &mut trial.exclusion)];
        let found = sides.into_iter().find_map(|(kind, all)| Some((kind, all.iter_mut().find(|c| c.id == criterion)?)));
        let (kind, changed) = found.ok_or_else(|| (format!("{id} has no criterion `{criterion}`"), Some(format!("it has {}", ids.join(", ")))))?;
        let parsed = language::parse_criterion(words, kind, vocabulary);
        if parsed.computable != Computable::Full {
            let help = "`trialsieve explain` shows how a text is understood".to_owned();
            return Err((format!("`{words}` is not understood as a whole, so nothing can be computed from it"), Some(help)));
        }
        words.clone_into(&mut changed.text);
        changed.rule = parsed.rule;
        let (checked, notes) = rule::check(trial, None, vocabulary);
        let checked = checked.ok_or_else(|| {
            let error = notes.iter().find(|n| n.is_error());
            (error.map_or_else(|| "the changed trial cannot be used".to_owned(), |e| e.message.clone()), error.and_then(|e| e.help.clone()))
        })?;
        trials.push(checked);
        Ok(Self { trial: place, changed: trials.len().saturating_sub(1), criterion: criterion.to_owned(), words: words.to_owned() })
    }
}
