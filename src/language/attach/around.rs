//! Words around one part of a list that are meant of its neighbours, too: how it was treated, what
//! it is for, where it is.

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
        // "intellectual deficiency or inability to read": an inability has its own verb.
        let own = words.split(' ').next().is_some_and(|w| super::governing::GOVERNING.contains(&w.to_lowercase().as_str()));
        let unknown = !own && !(from..to).chain(start..end).any(|i| super::tail::names_condition(context, i));
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

/// "injection or oral administration of cortisone": what is given is said behind the last way.
pub(super) fn ways(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    const WAYS: &[&str] =
        &["administration", "application", "infusion", "ingestion", "inhalation", "injection", "instillation", "intake", "transfusion", "use"];
    let way = |word: &str| WAYS.contains(&word.trim_end_matches('s').to_lowercase().as_str());
    for i in (1..leaves.len()).rev() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first()) else { continue };
        let (Some((from, to)), Some((start, end))) = (before.phrase, after.phrase) else { continue };
        let (own, words) = (context.words(from, to), context.words(start, end));
        let given = after.suffix.clone().filter(|s| s.starts_with("of ")).map(|s| (words.clone(), s));
        let Some((how, what)) = given.or_else(|| words.split_once(" of ").map(|(how, what)| (how.to_owned(), format!("of {what}")))) else {
            continue;
        };
        let both = own.rsplit(' ').next().is_some_and(way) && how.rsplit(' ').next().is_some_and(way);
        if both && bare(before) && before.suffix.is_none() && joint(context, before, after).is_some() {
            before.suffix = Some(what);
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

/// "glaucoma or uveitis in the study eye": the place behind the last is asked of each.
pub(super) fn places(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    for i in (1..leaves.len()).rev() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first()) else { continue };
        let (Some((from, to)), Some((start, end))) = (before.phrase, after.phrase) else { continue };
        let place = after.suffix.clone().or_else(|| place(&context.words(start, end)));
        let Some(place) = place else { continue };
        if bare(before) && joint(context, before, after).is_some() && !context.lower(from, to).contains(" in ") {
            before.suffix = Some(place);
        }
    }
}

/// The words for a place in the body that a name ends with.
fn place(words: &str) -> Option<String> {
    const PARTS: &[&str] = &[
        "hospital",
        "ankle",
        "arm",
        "breast",
        "ear",
        "elbow",
        "extremity",
        "eye",
        "eyes",
        "foot",
        "hand",
        "hip",
        "joint",
        "knee",
        "leg",
        "limb",
        "lung",
        "shoulder",
        "side",
        "wrist",
    ];
    let lower = words.to_lowercase();
    let last = lower.rsplit(' ').next()?;
    let at = [" in the ", " in either ", " in both ", " in at least one ", " of the ", " in study "].iter().filter_map(|p| lower.rfind(p)).max()?;
    PARTS.contains(&last).then(|| words.get(at..).unwrap_or_default().trim().to_owned())
}
