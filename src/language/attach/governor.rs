//! Words before a list that are meant of all its parts: "allergy to A, B or C", "family history
//! of A or B", "risk of A or B".

use super::Context;
use super::acts::VERBS;
use super::governing::{ABOUT, ACTIONS, GOVERNING, NOUN_TO, OF_WILL, RESPONSES};
use super::leaf::Leaf;
use super::modifiers::modifies;
use crate::language::words::Kind;
use crate::rule::CriterionKind;
use crate::vocabulary::FindingKind;

/// What governs a leaf.
#[derive(Clone)]
struct Governor {
    words: String,
    /// What it stands before is a drug or a substance, not a disease.
    substance: bool,
    /// It reaches over commas.
    far: bool,
    /// So it does, but not to a disease.
    list: bool,
}

/// Gives each part of a list the words that stand before the first and are meant of all.
pub(super) fn governed(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    announced_alone(context, leaves);
    personal(context, leaves);
    let mut i = 0usize;
    while let Some(leaf) = leaves.get(i) {
        let next = i.saturating_add(1);
        let Some(mut governor) = governor(context, leaf) else {
            i = next;
            continue;
        };
        // "stroke, first-degree relative with epilepsy, diabetes": in a list that is not about
        // the relatives from its beginning, the next comma goes back to the patient.
        governor.far &= governor.substance || i == 0 || leaf.linked || !leaves.get(i.saturating_sub(1)).is_some_and(|b| b.is_name());
        let end = reach(context, leaves, i, &governor);
        for leaf in leaves.get_mut(next..end).unwrap_or_default() {
            leaf.prefix = Some(governor.words.clone());
        }
        i = end.max(next);
    }
    one_organ(context, leaves);
    super::around::treated(context, leaves);
    super::around::aims(context, leaves);
    super::lent::objects(context, leaves);
    super::lent::states(context, leaves);
    super::lent::limits(context, leaves);
    super::around::ways(context, leaves);
    if context.kind == CriterionKind::Inclusion {
        super::around::places(context, leaves);
    }
}

/// "allergy or contraindication to morphine": the first takes the object of the second.
fn announced_alone(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    for i in (1..leaves.len()).rev() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first()) else { continue };
        let (Some((from, to)), Some((start, end))) = (before.phrase, after.phrase) else { continue };
        let words = context.lower(from, to);
        let reaction = matches!(words.as_str(), "allergic reaction" | "allergic reactions");
        let single = (words.split(' ').count() == 1 || reaction) && before.is_name();
        let Some((_, about)) = ABOUT.iter().find(|(stem, _)| single && words.starts_with(stem)) else { continue };
        let object = match after.about {
            Some(_) => context.words(start, end),
            None => match object(&context.words(start, end)) {
                Some((_, object)) => object,
                // "allergic or inability to …": an inability has its own verb.
                None if OF_WILL.contains(&context.lower(start, end).split(' ').next().unwrap_or_default()) => continue,
                None => match behind(&context.words(start, end)) {
                    Some(object) => object,
                    None => continue,
                },
            },
        };
        if joint(context, before, after) == Some(false) {
            before.renamed = Some(format!("{about} {object}"));
        }
    }
}

/// "personal or family history of A": either history is meant, of each part of the list.
fn personal(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    const FAMILY: &str = "family history of ";
    for i in 1..leaves.len() {
        let Some(object) = i.checked_sub(1).and_then(|b| leaves.get(b)).zip(leaves.get(i)).and_then(|(before, leaf)| {
            let ((from, to), (start, stop)) = (before.phrase?, leaf.phrase?);
            let (own, words) = (context.lower(from, to), context.words(start, stop));
            let both = before.is_name() && (own == "personal" || own.ends_with(" personal")) && joint(context, before, leaf) == Some(false);
            let object = words.get(FAMILY.len()..).filter(|_| both && words.to_lowercase().starts_with(FAMILY))?;
            Some(object.to_owned())
        }) else {
            continue;
        };
        let end = reach(context, leaves, i, &Governor { words: FAMILY.to_owned(), substance: false, far: true, list: false });
        for leaf in leaves.get_mut(i..end).unwrap_or_default() {
            (leaf.ever, leaf.family) = (true, true);
        }
        let negated = i.checked_sub(1).and_then(|b| leaves.get(b)).is_some_and(|before| before.negated);
        if let Some(leaf) = leaves.get_mut(i) {
            leaf.completed = Some(object);
            leaf.negated |= negated;
        }
        if let Some(before) = i.checked_sub(1).and_then(|b| leaves.get_mut(b)) {
            before.merged = true;
            before.phrase = None;
        }
    }
}

/// "aortic stenosis or regurgitation": a bare noun behind a name is of the same organ, where
/// there is such a thing.
fn one_organ(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    for i in 1..leaves.len() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last(), after.first_mut()) else { continue };
        let (Some((from, to)), Some((start, end))) = (before.phrase, after.phrase) else { continue };
        // "stent placement or change in the hospital"
        let behind = context.kind(start.saturating_add(1)) == Some(&Kind::Filler)
            && ACTIONS.iter().any(|a| context.token(start).is_some_and(|t| t.text.eq_ignore_ascii_case(a)));
        let single =
            (end == start.saturating_add(1) || behind) && context.kind(start) == Some(&Kind::Word) && bare(after) && after.completed.is_none();
        if !single || !before.is_name() || joint(context, before, after) != Some(false) {
            continue;
        }
        let words = context.words(from, to);
        let act = words.rsplit(' ').next().is_some_and(|w| ACTIONS.contains(&w.to_lowercase().as_str()));
        let Some((organ, _)) = words.rsplit_once(' ').filter(|(organ, _)| act || organ.rsplit(' ').next().is_some_and(modifies)) else { continue };
        let name = format!("{organ} {}", context.words(start, end));
        let acts = |word: Option<&str>| word.is_some_and(|w| ACTIONS.contains(&w.to_lowercase().as_str()));
        let same = acts(words.rsplit(' ').next()) && acts(context.words(start, end).split(' ').next());
        // "dental assessment/procedures"
        let slash = (before.to..after.from).all(|i| context.token(i).is_some_and(|t| t.text == "/"));
        if same || slash || context.vocabulary.finding_named(&name).is_some() {
            after.completed = Some(name);
            after.prefix = None;
            after.severity = after.severity.or(before.severity);
        }
    }
}

/// What stands behind the first preposition ("failure of neuraxial anesthesia").
fn behind(words: &str) -> Option<String> {
    let at = [" of ", " to ", " for "].iter().filter_map(|p| words.find(p).map(|at| at.saturating_add(p.len()))).min()?;
    words.get(at..).map(str::to_owned)
}

/// Of "allergies to any foods" what it is called, and the object.
fn object(words: &str) -> Option<(&'static str, String)> {
    let lower = words.to_lowercase();
    let (_, about) = ABOUT.iter().find(|(stem, _)| lower.starts_with(stem))?;
    let at = [" to ", " for ", " of ", " against "].iter().filter_map(|p| lower.find(p).map(|at| at.saturating_add(p.len()))).min()?;
    Some((about, words.get(at..)?.trim_start_matches("any ").to_owned()))
}

fn governor(context: &Context<'_>, leaf: &Leaf) -> Option<Governor> {
    let (from, to) = leaf.phrase.filter(|_| leaf.is_name() && leaf.renamed.is_none() && !leaf.family)?;
    if let Some(about) = leaf.about {
        return Some(Governor { words: about.to_owned(), substance: true, far: true, list: false });
    }
    let words = context.words(from, to);
    if let Some(to_drug) = RESPONSES.iter().find(|r| words.to_lowercase().strip_prefix(**r).is_some_and(|rest| rest.starts_with(' '))) {
        let said = words.get(..to_drug.len()).unwrap_or_default();
        return Some(Governor { words: said.to_owned(), substance: true, far: true, list: false });
    }
    if let Some((about, _)) = object(&words) {
        return Some(Governor { words: about.to_owned(), substance: true, far: true, list: false });
    }
    let lower = words.to_lowercase();
    // "severe allergic reaction to penicillin or cephalosporins"
    if let Some(at) =
        [" reaction to ", " reactions to ", "anaphylaxis to "].iter().filter_map(|p| lower.find(p).map(|at| at.saturating_add(p.len()))).min()
    {
        return Some(Governor { words: words.get(..at).unwrap_or_default().trim().to_owned(), substance: true, far: true, list: false });
    }
    // "need a cane or assistance to move"
    let need = lower
        .split(' ')
        .next()
        .filter(|w| matches!(*w, "need" | "needs" | "needing") && lower.contains(' ') && !lower.contains(" for ") && !lower.contains(" to "));
    if let Some(need) = need {
        return Some(Governor { words: words.get(..need.len()).unwrap_or_default().to_owned(), substance: false, far: false, list: false });
    }
    let at = [" of ", " to ", " for ", " in ", " with "].iter().filter_map(|p| lower.find(p).map(|at| (at, at.saturating_add(p.len())))).min()?;
    let before = lower.get(..at.0)?;
    // "changed their medications for diabetes and kidney disease"
    let given = lower.get(at.0..at.1) == Some(" for ") && ["medication", "medications", "drugs", "medicines"].iter().any(|g| before.ends_with(g));
    if given {
        return Some(Governor { words: words.get(..at.1).unwrap_or_default().trim().to_owned(), substance: false, far: false, list: false });
    }
    let family = before.ends_with("family history") || before.ends_with("relative") || before.ends_with("relatives");
    let governs = family || GOVERNING.iter().any(|g| before == *g || before.strip_suffix(g).is_some_and(|rest| rest.ends_with(' ')));
    // "an indication for surgery, chemotherapy or immunotherapy": of each, lest one of them suffices.
    let listed = context.kind == CriterionKind::Inclusion
        && ["indication", "indications", "candidate", "candidates", "departments", "eligible", "need"].iter().any(|g| before.ends_with(g));
    let opens = family || before.ends_with("departments") || lower.split(' ').take_while(|w| !GOVERNING.contains(w)).all(modifies_risk);
    (governs && opens).then(|| Governor {
        words: words.get(..at.1).unwrap_or_default().trim().to_owned(),
        substance: false,
        far: family,
        list: listed,
    })
}

/// Words before "risk" and its like that say only how much.
fn modifies_risk(word: &str) -> bool {
    modifies(word) || matches!(word, "completed" | "high" | "higher" | "increased" | "elevated" | "known" | "at" | "has" | "substantial" | "bleeding")
}

/// The leaf behind the last that a governor reaches.
fn reach(context: &Context<'_>, leaves: &[&mut Leaf], first: usize, governor: &Governor) -> usize {
    let (mut end, mut closed) = (first.saturating_add(1), first.saturating_add(1));
    while let (Some(before), Some(leaf)) = (end.checked_sub(1).and_then(|i| leaves.get(i)), leaves.get(end)) {
        let Some(comma) = joint(context, before, leaf) else { break };
        // "resistance to A and B but sensitive to C"
        const OWN: &[&str] = &["sensitive", "susceptible", "responsive", "resistant", "resistance", "sensitivity", "susceptibility"];
        let named = leaf.phrase.map(|(from, to)| context.lower(from, to)).unwrap_or_default();
        if named.split(' ').next().is_some_and(|w| OWN.contains(&w)) {
            break;
        }
        // "completed studies in medicine, pharmacy or psychology"
        let unknown =
            || leaf.phrase.is_some_and(|(from, to)| to <= from.saturating_add(2) && (from..to).all(|i| context.kind(i) == Some(&Kind::Word)));
        if !bare(leaf) || (comma && !governor.far && !governor.list && !unknown()) {
            break;
        }
        if anew(context, leaf, governor) {
            break;
        }
        if !fits(context, leaf, governor) {
            // "allergy to contrast, asthma or diabetes" is a list of whole parts.
            return if comma || closed > first.saturating_add(1) { first.saturating_add(1) } else { closed };
        }
        end = end.saturating_add(1);
        if joined_by_word(context, before, leaf) {
            closed = end;
        }
    }
    // "unresponsive to antacids, prokinetics"
    let drugs = |l: &&mut Leaf| l.phrase.is_some_and(|(from, to)| to == from.saturating_add(1) && names_drug(context, from));
    let listed = governor.substance && leaves.get(first.saturating_add(1)..end).unwrap_or_default().iter().all(drugs);
    if listed && end == leaves.len() { end } else { closed }
}

/// Whether a token is the name of a drug or of a class of drugs.
pub(super) fn names_drug(context: &Context<'_>, i: usize) -> bool {
    matches!(context.kind(i), Some(Kind::Finding(id)) if context.vocabulary.finding(*id).is_some_and(|f| f.kind == FindingKind::Drug))
}

/// Whether nothing of its own is said in a leaf.
pub(super) fn bare(leaf: &Leaf) -> bool {
    let own = leaf.linked || leaf.negated || leaf.planned || leaf.suspected || leaf.about.is_some() || leaf.renamed.is_some() || leaf.guard.is_some();
    leaf.is_name() && !own && !leaf.judgement
}

/// "contraindication to A or current participation in a study", "… or lack of consent": words that
/// are the object of nothing.
fn anew(context: &Context<'_>, leaf: &Leaf, governor: &Governor) -> bool {
    const NOW: &[&str] = &["current", "currently", "ongoing", "active", "indication", "inability", "lack", "presence", "refusal", "unable"];
    const ENDS: &[&str] = &["abuse", "barrier", "consent", "dependence", "disorder", "misuse", "participation", "positive", "risk", "status", "use"];
    let Some((from, to)) = leaf.phrase else { return false };
    let said = context.lower(leaf.from, to);
    let named = context.lower(from, to);
    let first = |words: &str| words.split(' ').next().is_some_and(|w| NOW.contains(&w));
    let begins = named.split(' ').next().unwrap_or_default();
    let state = governor.substance
        && named.contains(' ')
        && (super::modifiers::qualifies(begins) || super::lent::STATES.contains(&begins) || begins.ends_with("ing"));
    first(&said) || first(&named) || state || governor.substance && named.rsplit(' ').next().is_some_and(|w| ENDS.contains(&w))
}

fn fits(context: &Context<'_>, leaf: &Leaf, governor: &Governor) -> bool {
    const LIVING: &[&str] = &["lives", "living", "reside", "resides", "residing"];
    let Some((from, to)) = leaf.phrase else { return false };
    // "living in a nursing home or hospice": a place that is a finding stays one.
    let lives = governor.words.to_lowercase().split(' ').next().is_some_and(|w| LIVING.contains(&w));
    if lives && to == from.saturating_add(1) && matches!(context.kind(from), Some(Kind::Finding(_))) {
        return false;
    }
    let known = (from..to).rev().find_map(|i| match context.kind(i) {
        Some(Kind::Finding(id)) => context.vocabulary.finding(*id).map(|f| f.kind),
        _ => None,
    });
    // "unable to read the consent form or comply": only another verb is meant, too.
    let acts =
        governor.words.to_lowercase().ends_with(" to") && !governor.substance && !NOUN_TO.iter().any(|n| governor.words.to_lowercase().ends_with(n));
    if acts {
        return context.token(from).is_some_and(|t| VERBS.contains(&t.lower().split(' ').next().unwrap_or_default()));
    }
    let will = || governor.words.to_lowercase().split(' ').any(|w| OF_WILL.contains(&w));
    match known {
        Some(FindingKind::Condition | FindingKind::Event) => !governor.substance && !will(),
        Some(FindingKind::Status | FindingKind::Consent) if governor.substance => false,
        Some(FindingKind::Drug) => governor.substance || !governor.far && !governor.words.to_lowercase().contains("risk"),
        Some(FindingKind::Procedure) if governor.words.starts_with("contraindication") => true,
        Some(FindingKind::Procedure) => !governor.far && !governor.words.to_lowercase().contains("risk"),
        _ => true,
    }
}

/// Whether two leaves stand side by side in a list, and whether a comma is between them.
pub(super) fn joint(context: &Context<'_>, before: &Leaf, leaf: &Leaf) -> Option<bool> {
    let mut comma = false;
    if before.to >= leaf.from {
        return None;
    }
    for i in before.to..leaf.from {
        match context.kind(i) {
            Some(Kind::Or | Kind::And | Kind::Slash) => {}
            Some(Kind::Comma) => comma = true,
            _ => return None,
        }
    }
    Some(comma)
}

fn joined_by_word(context: &Context<'_>, before: &Leaf, leaf: &Leaf) -> bool {
    (before.to..leaf.from).any(|i| matches!(context.kind(i), Some(Kind::Or | Kind::And | Kind::Slash)))
}
