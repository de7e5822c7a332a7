//! What stands before an announced list and is meant of each of its parts: "no history of any
//! of the following", "within 6 months, any of the following".

use super::leaf::Leaf;
use super::reader::Reader;
use super::sentence::trim;
use super::{Context, Scope};
use crate::language::element::{Element, Sign, What};
use crate::language::words::Kind;
use crate::rule::{CriterionKind, Node, Rule};
use crate::vocabulary::FindingKind;
use std::rc::Rc;

/// What a lead says of every part, if it names nothing itself.
pub(super) fn said(context: &Context<'_>, lead: &[Element], scope: &Scope) -> Option<Leaf> {
    let lead = trim(lead);
    let mut reader = Reader::new(context, scope);
    for (i, element) in lead.iter().enumerate() {
        if reader.skip > 0 {
            reader.skip = reader.skip.saturating_sub(1);
            continue;
        }
        if matches!(element.what, What::Separator(_) | What::Group(_) | What::Counted(..)) {
            continue;
        }
        reader.read(element, lead.get(i.saturating_add(1)..).unwrap_or_default());
    }
    let (from, to) = context.span_of(lead);
    reader.close_anchor(to);
    let leaf = reader.leaf;
    let says = leaf.negated || leaf.ever || leaf.suspected || leaf.planned || leaf.about.is_some() || leaf.is_limited() || leaf.severity.is_some();
    let named =
        leaf.phrase.is_some() || leaf.numbers.is_some() || leaf.definition.is_some() || !leaf.besides.is_empty() || leaf.inclusion || leaf.judgement;
    if named || !says {
        return None;
    }
    context.mark(from, to);
    Some(leaf)
}

impl Leaf {
    /// What is said of a category and so of its examples; not how severe the category must be.
    pub(super) fn of_kinds(&self) -> Option<Self> {
        let says = self.ever || self.suspected || self.planned || self.about.is_some() || self.is_limited();
        says.then(|| Self {
            ever: self.ever,
            suspected: self.suspected,
            planned: self.planned,
            about: self.about,
            within: self.within,
            before: self.before.clone(),
            after: self.after.clone(),
            ..Self::default()
        })
    }

    /// Takes over what was said before the list, where it says nothing of the kind itself.
    pub(super) fn share(&mut self, said: &Leaf) {
        if !self.is_name() {
            if let Some(definition) = self.definition.as_mut().filter(|_| said.ever) {
                lifelong(definition);
            }
            if self.numbers.is_some() && !self.is_limited() {
                self.within = said.within;
                self.before.clone_from(&said.before);
                self.after.clone_from(&said.after);
            }
            return;
        }
        self.ever |= said.ever;
        self.suspected |= said.suspected;
        self.planned |= said.planned;
        self.about = self.about.or(said.about);
        self.severity = self.severity.or(said.severity);
        if !self.is_limited() {
            self.within = said.within;
            self.before.clone_from(&said.before);
            self.after.clone_from(&said.after);
        }
        self.lasts = self.lasts.or(said.lasts);
    }
}

/// "history of": what a bracket names counts as ever, too.
pub(super) fn lifelong(rule: &mut Rule) {
    match &mut rule.node {
        Node::Finding(finding) => finding.ever = true,
        Node::All(parts) | Node::Any(parts) => parts.iter_mut().for_each(lifelong),
        _ => {}
    }
}

/// A list behind what stands before it. `none`: the list's own words negate it.
pub(super) fn led(context: &Context<'_>, pre: &[Element], none: bool, scope: &Scope, list: impl FnOnce(&Scope) -> Option<Rule>) -> Option<Rule> {
    let said = said(context, pre, scope);
    let negated = said.as_ref().is_some_and(|s| s.negated) != none;
    let (from, to) = context.span_of(pre);
    let modal =
        (from..to).any(|i| context.token(i).is_some_and(|t| t.lower().split(' ').any(|w| matches!(w, "must" | "should" | "shall" | "may" | "can"))));
    // "Patients must not have any of the following" heads a list of exclusions.
    let demanded = context.kind == CriterionKind::Exclusion && (none || modal);
    let empty = said.is_some();
    let inner = Scope { said: said.map(Rc::new).or_else(|| scope.said.clone()), or: None, ..scope.clone() };
    let rule = list(&inner).map(|rule| if negated && !demanded { not(rule) } else { rule });
    if empty && rule.is_some() { rule } else { super::definition::led_by(context, pre, rule, scope) }
}

fn not(rule: Rule) -> Rule {
    let at = rule.at;
    Rule { at, ..Rule::new(Node::Not(Box::new(rule))) }
}

/// Whether a lead is a mere heading: words that the vocabulary does not know as a finding.
pub(super) fn names_only(context: &Context<'_>, pre: &[Element], scope: &Scope) -> bool {
    let says = |e: &Element| match &e.what {
        What::Token => !matches!(
            context.kind(e.from),
            Some(Kind::Word | Kind::Filler | Kind::Finding(_) | Kind::Measure(_) | Kind::CriteriaWord | Kind::With | Kind::For | Kind::Severity(_))
        ),
        What::Separator(s) => s.or.is_none() && s.sign != Sign::Comma,
        _ => true,
    };
    if pre.iter().any(says) {
        return false;
    }
    let (from, to) = context.span_of(pre);
    let rule = super::sentence::whole(context, pre, scope);
    context.unmark(from, to);
    !rule.is_some_and(|rule| super::condition::is_sure(context, &rule) && !only_states(context, &rule))
}

/// "Adequate organ function" is no condition that could be there beside its list.
fn only_states(context: &Context<'_>, rule: &Rule) -> bool {
    match &rule.node {
        Node::Finding(f) => {
            let found = context.vocabulary.finding_named(&f.of).and_then(|id| context.vocabulary.finding(id));
            found.is_some_and(|f| f.kind == FindingKind::Status)
        }
        _ => false,
    }
}
