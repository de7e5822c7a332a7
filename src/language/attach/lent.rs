//! Words that a part of a list lends to its neighbour: the object behind a preposition, and how an
//! organ is.

use super::Context;
use super::governor::{bare, joint};
use super::leaf::Leaf;
use crate::language::words::Kind;

/// "suitable for and willing to undergo surgery": a preposition right before the connective takes
/// the object of the next.
pub(super) fn objects(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    const LEADING: &[&str] = &["by", "for", "from", "of", "to", "with"];
    for i in (1..leaves.len()).rev() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), [after, behind @ ..]) = (before.last_mut(), after) else { continue };
        let (Some(_), Some((start, end))) = (before.phrase, after.phrase) else { continue };
        let said = context.words(before.from, before.to);
        let open = said.rsplit(' ').next().is_some_and(|w| LEADING.contains(&w.to_lowercase().as_str()));
        if !open || !before.is_name() || before.renamed.is_some() || !after.is_name() || joint(context, before, after) != Some(false) {
            continue;
        }
        let words = context.words(start, end);
        let at = LEADING.iter().filter_map(|p| words.find(&format!(" {p} ")).map(|at| at.saturating_add(p.len()).saturating_add(2))).min();
        let linked = behind.first().filter(|l| l.linked && l.link.is_none() && l.is_name()).and_then(|l| l.phrase);
        let object = at.and_then(|at| words.get(at..).map(str::to_owned)).or_else(|| linked.map(|(from, to)| context.words(from, to)));
        // "willing to undergo surgery": it is the surgery.
        let done = |object: String| match object.split_once(' ') {
            Some(("have" | "receive" | "take" | "undergo", thing)) => thing.to_owned(),
            _ => object,
        };
        if let Some(object) = object.map(done) {
            let name = format!("{} {object}", said.trim_start_matches(['-', '•', '*', ' ']));
            before.renamed = Some(super::leaf::uncapitalized(&name));
        }
    }
}

/// How an organ or a function is.
pub(super) const STATES: &[&str] = &["abnormal", "adequate", "good", "healthy", "impaired", "intact", "normal", "poor", "preserved"];

/// "normal liver and kidneys on ultrasound": how the first is, is said of each.
pub(super) fn states(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    let mut said: Option<String> = None;
    for i in 0..leaves.len() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let Some(leaf) = after.first_mut() else { continue };
        let Some((from, to)) = leaf.phrase.filter(|_| bare(leaf) && leaf.shared.is_none()) else {
            said = None;
            continue;
        };
        let words = context.words(from, to);
        let first = words.split(' ').next().unwrap_or_default().to_lowercase();
        let beside = before.last().is_some_and(|b| joint(context, b, leaf).is_some());
        // "kidneys on ultrasound": how it was seen is no part of the organ.
        let end = (from..to).find(|i| context.kind(*i) == Some(&Kind::Filler) && *i > from).unwrap_or(to);
        let unknown = (from..end).all(|i| matches!(context.kind(i), Some(Kind::Word | Kind::Measure(_) | Kind::Filler)));
        let plain = unknown && !super::modifiers::qualifies(&first) && !STATES.contains(&first.as_str());
        match (&said, STATES.contains(&first.as_str()) && words.contains(' ')) {
            (_, true) => said = Some(first),
            (Some(state), false) if beside && plain && leaf.prefix.is_none() => leaf.prefix = Some(state.clone()),
            _ => said = None,
        }
    }
}

/// "a varus angle or valgus ≥ 15°": the names of two quantities before one limit.
pub(super) fn limits(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    const QUANTITIES: &[&str] = &["angle", "count", "diameter", "level", "pressure", "rate", "ratio", "score", "size", "time", "volume"];
    for i in (1..leaves.len()).rev() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last_mut(), after.first()) else { continue };
        let Some((_, to)) = before.phrase.filter(|_| bare(before)) else { continue };
        let last = context.lower(to.saturating_sub(1), to);
        let quantity = last.rsplit(' ').next().is_some_and(|w| QUANTITIES.iter().any(|q| w == *q || w.strip_suffix('s') == Some(q)));
        let compared =
            after.numbers.as_ref().is_some_and(|n| n.compared && !n.age) && after.phrase.is_some_and(|(from, _)| from < after.numbers_at.0);
        if quantity && compared && joint(context, before, after) == Some(false) {
            before.numbers.clone_from(&after.numbers);
            before.numbers_at = after.numbers_at;
            before.copied = true;
        }
    }
}
