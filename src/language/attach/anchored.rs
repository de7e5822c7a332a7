//! "liver disease before transplantation or hepatectomy": an "or" between two events that one thing
//! is before, or after.

use super::governor::bare;
use super::leaf::{Leaf, name};
use super::tail::is_disease;
use super::{Context, limits};
use crate::language::words::Kind;
use crate::rule::Anchor;
use crate::vocabulary::FindingKind;

/// Gives a procedure behind the "or" the disease that stands before the first.
pub(super) fn also(context: &Context<'_>, leaves: &mut [&mut Leaf]) {
    let done =
        |of: &str| context.vocabulary.finding_named(of).and_then(|id| context.vocabulary.finding(id)).map(|f| f.kind) == Some(FindingKind::Procedure);
    for i in 1..leaves.len() {
        let Some((before, after)) = leaves.split_at_mut_checked(i) else { continue };
        let (Some(before), Some(after)) = (before.last(), after.first_mut()) else { continue };
        let (Some((from, to)), Some((start, end))) = (before.phrase, after.phrase) else { continue };
        let anchor = before.before.as_ref().xor(before.after.as_ref());
        let named = anchor.is_some_and(|a| done(&a.0.of));
        let next = name(context, start, end);
        let or = (before.to..after.from).all(|j| matches!(context.kind(j), Some(Kind::Or | Kind::Slash | Kind::Filler)));
        let free = bare(after) && !after.is_limited() && after.lasts.is_none() && !after.ever && after.shared.is_none();
        if !(named && or && free && done(&next) && is_disease(context, from, to) && before.is_name() && !limits::own_clause(context, after)) {
            continue;
        }
        let event = Some(Anchor::named(next));
        if before.before.is_some() {
            after.before = event
        } else {
            after.after = event
        }
        (after.phrase, after.shared, after.severity) = (before.phrase, before.shared.clone(), before.severity);
        (after.within, after.until, after.ever) = (before.within, before.until, before.ever);
    }
}
