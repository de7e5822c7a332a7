//! An age that somebody had when something happened ("< 18 years at diagnosis"), and the first
//! weeks of a life.

use super::Context;
use super::leaf::Leaf;
use super::reader::{Into, Reader};
use crate::language::element::{Element, Numbers, What};
use crate::language::words::Kind;
use crate::quantity::Op;
use crate::rule::{Anchor, Node, Rule};
use crate::time::DurationBound;

/// What happens once in a life, or begins then.
const ONCE: &[&str] = &[
    "birth",
    "death",
    "debut",
    "delivery",
    "diagnosed",
    "diagnosis",
    "injury",
    "manifestation",
    "menarche",
    "menopause",
    "onset",
    "presentation",
    "transplant",
    "transplantation",
];

/// The words behind "at" that say when somebody had the age that a leaf asks for.
pub(super) fn back_then(context: &Context<'_>, leaf: &Leaf) -> Option<(usize, usize)> {
    let lower = |i: usize| context.token(i).map(|t| t.lower()).unwrap_or_default();
    let opens = |i: &usize| {
        let text = lower(*i);
        matches!(text.as_str(), "at" | "at the" | "when") || context.kind(*i) == Some(&Kind::AtTime) || text.split(' ').next() == Some("at")
    };
    let from = (leaf.from..leaf.to).find(opens)?;
    let to = (from..leaf.to)
        .find(|i| *i > from && matches!(context.kind(*i), Some(Kind::Comparator(_) | Kind::Number(_) | Kind::Between)))
        .unwrap_or(leaf.to);
    let words = context.lower(from, to);
    words.split(|c: char| !c.is_alphanumeric()).any(|w| ONCE.contains(&w)).then_some((from, to))
}

/// Who was at least so old then is so now; how young somebody was then, no age of today tells.
pub(super) fn at_event(context: &Context<'_>, leaf: &Leaf, numbers: &Numbers, rule: Rule, (from, to): (usize, usize)) -> Option<Rule> {
    let lowest = numbers.bounds.iter().all(|(bound, _)| matches!(bound.op, Op::Greater | Op::AtLeast));
    if !lowest {
        return Some(context.doubtful(leaf.from, leaf.to, "the age at an event that lies back is asked, not the age of today"));
    }
    context.group(false, vec![rule, context.rule(Node::Review(context.words(from, to)), from, to)])
}

impl Reader<'_, '_> {
    /// "in the first six weeks of life", "in the first 72 hours": no look-back from the moment.
    pub(super) fn begins_a_life(&mut self, element: &Element, bound: DurationBound, rest: &[Element]) -> bool {
        let context = self.context;
        let first = context.token(element.from).is_some_and(|t| t.lower().split(' ').any(|w| w == "first"));
        let anchored = rest.first().filter(|e| e.what == What::Token).is_some_and(|e| {
            matches!(context.kind(e.from), Some(Kind::After | Kind::Since))
                || context.token(e.from).is_some_and(|t| matches!(t.lower().as_str(), "of" | "from"))
        });
        if !first || anchored || !matches!(element.what, What::LookBack { next: false, .. }) {
            return false;
        }
        self.close_anchor(element.from);
        let of_life = rest.first().is_some_and(|e| e.what == What::Token && context.token(e.from).is_some_and(|t| t.lower() == "of life"));
        if of_life && self.goes == Into::Phrase {
            self.leaf.within = Some(bound);
            self.leaf.after = Some(Anchor::named("birth"));
            self.leaf.limit = Some((element.from, element.to));
            self.leaf.leads |= !self.leaf.has_subject();
            self.skip = 1;
        } else {
            self.judged(element.from, element.to);
        }
        true
    }
}
