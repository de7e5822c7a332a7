//! Words around one part of a list that are meant of its neighbours, too: how it was treated, what
//! it is for.

use super::Context;
use super::acts::VERBS;
use super::governor::{bare, joint};
use super::leaf::Leaf;

/// "a cane or assistance to move": what both are for is said behind the last.
pub(super) fn aims(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    for i in (1..leaves.len()).rev() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first()) else { continue };
        let (Some((from, to)), Some((start, end))) = (before.phrase, after.phrase) else { continue };
        let words = context.words(start, end);
        let Some((_, verb)) = words.rsplit_once(" to ").filter(|(_, verb)| VERBS.contains(&verb.to_lowercase().as_str())) else { continue };
        let unknown = !(from..to).chain(start..end).any(|i| super::tail::names_condition(context, i));
        if unknown
            && bare(before)
            && before.suffix.is_none()
            && joint(context, before, after) == Some(false)
            && !context.words(from, to).contains(" to ")
        {
            before.suffix = Some(format!("to {verb}"));
        }
    }
}

/// "adequately treated carcinoma in situ or basal cell carcinoma": how it was treated is said of
/// each of the diseases behind it.
pub(super) fn treated(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    const DONE: &[&str] = &["treated", "resected", "excised", "cured", "controlled", "removed"];
    let mut said: Option<String> = None;
    for i in 0..leaves.len() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let Some(leaf) = after.first_mut() else { continue };
        let Some((from, to)) = leaf.phrase.filter(|_| leaf.is_name()) else {
            said = None;
            continue;
        };
        let words = context.words(from, to);
        let mut first = words.split(' ');
        let how = first.next().unwrap_or_default().to_lowercase();
        let done = first.next().unwrap_or_default().to_lowercase();
        if how.ends_with("ly") && DONE.contains(&done.as_str()) {
            said = Some(format!("{how} {done}"));
            continue;
        }
        let listed = before.last().is_some_and(|before| joint(context, before, leaf).is_some());
        let disease = super::tail::is_disease(context, from, to) || words.to_lowercase().contains("carcinoma");
        let Some(how) = said.as_ref().filter(|_| listed && bare(leaf) && disease && leaf.prefix.is_none()) else {
            said = None;
            continue;
        };
        leaf.prefix = Some(how.clone());
    }
}
