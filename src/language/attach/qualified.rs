//! A bracket that holds nothing but how sure or how past a thing is: "pregnancy (known)", "stroke
//! (current or previous)".

use super::Context;
use super::reader::Reader;
use crate::language::element::{Element, Sign, What};
use crate::language::words::Kind;

/// Words that say that it is there, which is asked anyway.
const SURE: &[&str] = &[
    "any",
    "confirmed",
    "current",
    "currently",
    "diagnosed",
    "documented",
    "established",
    "existing",
    "known",
    "ongoing",
    "or",
    "and",
    "present",
    "proven",
];

impl Reader<'_, '_> {
    /// Takes over what a bracket says of the name before it, if it says no more.
    pub(super) fn qualified(&mut self, inner: &[Element]) -> bool {
        let context = self.context;
        let one = |e: &Element| match &e.what {
            What::Separator(s) => s.sign >= Sign::Comma,
            What::Token => match context.kind(e.from) {
                Some(Kind::Suspicion | Kind::History) => true,
                _ => context.words(e.from, e.to).to_lowercase().split([' ', '/']).all(|w| SURE.contains(&w)),
            },
            _ => false,
        };
        if self.leaf.phrase.is_none() || self.leaf.numbers.is_some() || inner.is_empty() || !inner.iter().all(one) {
            return false;
        }
        let says = |kind: &Kind| inner.iter().any(|e| e.what == What::Token && context.kind(e.from) == Some(kind));
        self.leaf.suspected |= says(&Kind::Suspicion);
        self.leaf.ever |= says(&Kind::History);
        let (from, to) = context.span_of(inner);
        context.mark(from, to);
        true
    }
}

/// "gastrointestinal disease (ulcer, colitis, etc.)": whether a bracket lists examples, and says at
/// its end that there are more.
pub(super) fn ends_open(context: &Context<'_>, inner: &[Element]) -> bool {
    let open = |e: &Element| e.what == What::Token && context.kind(e.from) == Some(&Kind::OpenEnd);
    let plain = |e: &Element| !matches!(context.kind(e.from), Some(Kind::Examples | Kind::Negation | Kind::Exception | Kind::Allowed));
    inner.last().is_some_and(open) && inner.iter().all(plain) && inner.iter().any(|e| super::tail::names(context, e.from))
}
