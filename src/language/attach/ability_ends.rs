//! Where an ability ends: what behind "and", "or" or a comma is another criterion.

use super::Context;
use super::ability::Piece;
use super::tail::{names, names_condition};
use crate::language::element::{Element, What};
use crate::language::words::Kind;
use crate::vocabulary::FindingKind;

/// "comply with visits, treatment and other procedures": whether a list goes on to an "and" and
/// nothing in it is a criterion of its own.
pub(super) fn closes(context: &Context<'_>, elements: &[Element], pieces: &[Piece], from: usize) -> bool {
    let rest = pieces.get(from.saturating_add(1)..).unwrap_or_default();
    let mut closed = pieces.get(from).is_some_and(|p| p.connects().is_some());
    let mut begins = true;
    for piece in rest {
        if begins && own_part(context, elements, piece.element, true) && !piece.is(&["other", "all", "any"]) {
            return closed;
        }
        begins = piece.sign.is_some();
        closed |= piece.connects().is_some();
    }
    closed
}

/// Whether the words up to the next separator are another criterion: a disease or an operation by
/// its name, or words that begin as one does.
pub(super) fn own_part(context: &Context<'_>, elements: &[Element], from: usize, done: bool) -> bool {
    const USE: &[&str] = &["abuse", "intake", "living", "misuse", "residing", "usage", "use"];
    let Some(first) = elements.get(from) else { return false };
    let begins = context.lower(first.from, first.to);
    let begins = begins.split(' ').next().unwrap_or_default();
    let steers = matches!(context.kind(first.from), Some(Kind::Allergy | Kind::Contraindication | Kind::History | Kind::Suspicion));
    let plain = |e: &&Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Word | Kind::Finding(_) | Kind::Severity(_)));
    let rest = elements.get(from..).unwrap_or_default();
    let name: Vec<&Element> = rest.iter().take_while(plain).collect();
    let ends = rest.get(name.len()).is_none_or(|e| matches!(e.what, What::Separator(_) | What::LookBack { .. } | What::Ago(_)));
    let operation = |i: usize| match context.kind(i) {
        Some(Kind::Finding(id)) => !done && context.vocabulary.finding(*id).is_some_and(|f| f.kind == FindingKind::Procedure),
        _ => false,
    };
    let named = ends && name.last().is_some_and(|e| names_condition(context, e.from) || operation(e.from));
    let stated = super::lent::STATES.contains(&begins) || USE.contains(&begins);
    of_its_own(context, first, done) || steers || named || stated
}

/// Whether another criterion begins with an element behind "and" or "or".
///
/// `done`: a procedure is what is complied with, or undergone.
fn of_its_own(context: &Context<'_>, element: &Element, done: bool) -> bool {
    if element.what != What::Token {
        return !matches!(element.what, What::Shared(_));
    }
    match context.kind(element.from) {
        Some(Kind::Finding(id)) => {
            names(context, element.from)
                && context.vocabulary.finding(*id).is_some_and(|f| {
                    matches!(f.kind, FindingKind::Condition | FindingKind::Drug | FindingKind::Allergy | FindingKind::Consent | FindingKind::Status)
                        || f.kind == FindingKind::Procedure && !done
                })
        }
        Some(Kind::Word) => false,
        Some(Kind::Filler) => context.token(element.from).is_some_and(|t| {
            const OPENING: &[&str] = &[
                "is",
                "are",
                "has",
                "have",
                "having",
                "was",
                "were",
                "being",
                "does",
                "do",
                "must",
                "should",
                "patients",
                "patient",
                "subjects",
                "subject",
                "participants",
                "persons",
                "individuals",
                "those",
                "any",
                "evidence",
                "presence",
                "diagnosis",
                "known",
                "current",
            ];
            let first = t.text.split(' ').next().unwrap_or_default().to_lowercase();
            OPENING.contains(&first.as_str())
        }),
        Some(Kind::Measure(_) | Kind::Number(_) | Kind::Unit(_) | Kind::Time(_)) => false,
        _ => true,
    }
}
