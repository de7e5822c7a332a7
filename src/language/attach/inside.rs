//! What stands in a bracket to the name before it: its kinds, the same again, an explanation,
//! something more that must be there.

use super::Scope;
use super::category::{named, named_as};
use super::coordinate::is_organ;
use super::modifiers::modifies;
use super::reader::Reader;
use super::sentence::whole;
use super::tail::names_condition;
use crate::language::element::{Element, What};
use crate::language::words::{Kind, Link};
use crate::rule::{CriterionKind, Node, Rule};
use crate::vocabulary::FindingKind;

impl Reader<'_, '_> {
    /// A bracket that only explains is for a person, unless it says the same again ("SvO2",
    /// "AIDS") or is an abbreviation.
    pub(super) fn explains(&mut self, inner: &[Element], bracket: &Element) {
        let context = self.context;
        let (from, to) = context.span_of(inner);
        let words = context.words(from, to);
        let Some((phrase, end)) = self.leaf.phrase.filter(|_| !words.is_empty()) else { return };
        let own = context.words(phrase, end);
        let same = context.vocabulary.same(&context.vocabulary.concept(&words), &context.vocabulary.concept(&own));
        if same || super::abbreviation::stands_for(&own, &words) {
            return;
        }
        if self.leaf.measure.is_some() || self.leaf.numbers.is_some() {
            let measured = matches!(context.kind(from), Some(Kind::Measure(id)) if self.leaf.measure == Some(*id));
            if !measured {
                context.read_as(bracket.from, bracket.to, &words, &format!("an explanation of \"{own}\", and asks nothing"));
            }
            return;
        }
        self.remark(bracket);
    }

    /// What a bracket remarks on the name before it is for a person, be the name there or not.
    pub(super) fn remark(&mut self, bracket: &Element) {
        let words = self.context.words(bracket.from, bracket.to);
        let words = words.trim_start_matches(['(', '[', '{']).trim_end_matches([')', ']', '}']).trim().to_owned();
        self.leaf.remarks.push(self.context.rule(Node::Review(words), bracket.from, bracket.to));
    }

    /// Whether a bracket begins with "with", "requiring" and the like, and names what.
    pub(super) fn adds(&self, inner: &[Element]) -> bool {
        let context = self.context;
        let Some((first, rest)) = inner.split_first() else { return false };
        let token = first.what == What::Token;
        let opens = token && matches!(context.kind(first.from), Some(Kind::With | Kind::Link(Link::Need)));
        let plain = |e: &Element| match &e.what {
            What::Token => matches!(context.kind(e.from), Some(Kind::Finding(_) | Kind::Word | Kind::Filler | Kind::Severity(_))),
            What::Shared(_) => true,
            What::Separator(s) => s.or.is_some(),
            _ => false,
        };
        let known = rest.iter().any(|e| matches!(e.what, What::Shared(_)) || e.what == What::Token && super::tail::names(context, e.from));
        opens && known && rest.iter().all(plain)
    }

    /// "(as defined by the local team)": who says so, or by which rules, and not what it means.
    pub(super) fn by_somebody(&self, inner: &[Element]) -> bool {
        let context = self.context;
        let by = inner.first().and_then(|e| context.token(e.from)).is_some_and(|t| t.lower().ends_with(" by"));
        let (from, to) = context.span_of(inner);
        by && !(from..to).any(|i| names_condition(context, i) || matches!(context.kind(i), Some(Kind::Measure(_))))
    }

    /// "heart disease (infarction, heart failure)": the kinds in the bracket stand beside the name
    /// before it. Of "varices requiring treatment (endoscopy, TIPS)" it says what is required. A
    /// bracket that names the same again explains only.
    pub(super) fn named_in_bracket(&mut self, inner: &[Element]) -> bool {
        let context = self.context;
        let Some((from, to)) = self.leaf.phrase else { return false };
        if self.leaf.numbers.is_some() || self.leaf.definition.is_some() {
            return false;
        }
        let own = context.vocabulary.concept(&context.words(from, to));
        let several = inner.iter().any(|e| matches!(e.what, What::Separator(_)));
        let known = |e: &Element| match (&e.what, context.kind(e.from)) {
            (What::Token, Some(Kind::Finding(id))) => {
                context.vocabulary.finding(*id).is_some_and(|f| !context.vocabulary.same(&context.vocabulary.concept(&f.name), &own))
            }
            (What::Shared(_), _) => true,
            _ => false,
        };
        let judged = |e: &Element| matches!(context.kind(e.from), Some(Kind::Judgement | Kind::Assessed | Kind::Relative | Kind::Condition));
        if inner.iter().any(judged) {
            return false;
        }
        let list = match self.kinds(inner) {
            Some(list) => list,
            None if several && inner.iter().any(known) => {
                let scope = Scope { or: Some(true), ..Scope::default() };
                let Some(list) = whole(context, inner, &scope) else { return false };
                list
            }
            None => return false,
        };
        // "a scar (CT or electrophysiology)": by what it is found.
        let sort = |sort: FindingKind| move |e: &Element| matches!(context.kind(e.from), Some(Kind::Finding(id)) if context.vocabulary.finding(*id).is_some_and(|f| f.kind == sort));
        if (from..to).any(|i| names_condition(context, i))
            && inner.iter().any(sort(FindingKind::Procedure))
            && !inner.iter().any(sort(FindingKind::Condition))
            && !(from..to).any(|i| matches!(context.kind(i), Some(Kind::Link(Link::Need))))
        {
            return false;
        }
        // "(ischemic heart disease, peripheral artery disease and stroke)": each is one of them.
        let list = match list.node {
            Node::All(kinds) if kinds.iter().all(|k| matches!(k.node, Node::Finding(_))) => Rule { node: Node::Any(kinds), ..list },
            node => Rule { node, ..list },
        };
        // "fit for surgery (normal ECG, eGFR ≥ 60 and a vaccination)": all that the bracket demands.
        let and = inner.iter().any(|e| matches!(&e.what, What::Separator(s) if s.or == Some(false)));
        let demands = and && context.kind == CriterionKind::Inclusion && matches!(list.node, Node::All(_));
        if demands || (from..to).any(|i| matches!(context.kind(i), Some(Kind::Link(Link::Need)))) {
            self.leaf.besides.push(list);
            return true;
        }
        self.leaf.definition = context.group(true, vec![self.category(from, to), list]);
        true
    }

    /// The name before a bracket, as severe as it is said to be.
    pub(super) fn category(&self, from: usize, to: usize) -> Rule {
        let mut rule = named(self.context, from, to);
        if let Node::Finding(finding) = &mut rule.node {
            finding.severity = self.leaf.severity;
        }
        rule
    }

    /// "GI malignancy (hepatobiliary, pancreatic)": the noun before the bracket is that of each
    /// adjective in it.
    pub(super) fn kinds(&self, inner: &[Element]) -> Option<Rule> {
        let context = self.context;
        let (from, to) = self.leaf.phrase?;
        let noun = context.words(to.checked_sub(1)?, to);
        let noun = noun.rsplit(' ').next().filter(|noun| !modifies(noun))?;
        // "transplantation (bone marrow, heart or small bowel)"
        let transplanted = noun.to_lowercase().starts_with("transplant");
        let mut kinds = Vec::new();
        for part in inner.split(|e| matches!(e.what, What::Separator(_))) {
            let (start, end) = super::leaf::content(context, part.first()?.from, part.last()?.to)?;
            let words = context.words(start, end);
            let adjective = words.split(' ').all(|w| modifies(w) || w.eq_ignore_ascii_case("cardiac"))
                || words.split(' ').next_back().is_some_and(|w| w.eq_ignore_ascii_case("tract"))
                || transplanted && words.split(' ').next_back().is_some_and(is_organ);
            if !adjective || from == to {
                return None;
            }
            let own = format!("{words} {noun}");
            let disease = format!("{words} disease");
            // "cardiac illness", "hepatic problems"
            let ill = ["illness", "problem", "condition", "patholog"].iter().any(|i| noun.to_lowercase().starts_with(i));
            let known = |name: &str| context.vocabulary.finding_named(name).is_some();
            kinds.push(named_as(context, if ill && !known(&own) && known(&disease) { &disease } else { &own }, start, end));
        }
        if kinds.len() < 2 { None } else { context.group(true, kinds) }
    }

    /// The finding that a phrase names, if it is a condition.
    pub(super) fn condition(&self, from: usize, to: usize) -> Option<()> {
        let (finding, _) = self.context.vocabulary.known(&self.context.words(from, to));
        let finding = self.context.vocabulary.finding(finding?)?;
        (finding.kind == FindingKind::Condition).then_some(())
    }
}
