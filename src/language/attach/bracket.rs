//! Brackets behind a phrase: what it means, how long, for whom, or the same in other words.

use super::category::{named, says_what};
use super::leaf::name;
use super::limits::{Limit, is_limit};
use super::phrase::is_disease;
use super::reader::{Into, Reader, leaves};
use super::sentence::whole;
use super::sexes::sex_named;
use super::{Context, Scope, people};
use crate::language::grammar::{Counts, Element, Numbers, What};
use crate::language::words::Kind;
use crate::rule::{Anchor, CriterionKind, FindingRule, Node, Rule};
use crate::time::DurationBound;
use crate::vocabulary::FindingKind;

impl Reader<'_, '_> {
    pub(super) fn bracket(&mut self, inner: &[Element], whole_element: &Element) {
        let context = self.context;
        let compares = inner.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.compared) || matches!(e.what, What::Repeat(_)));
        if compares && self.goes != Into::Steady {
            self.close_anchor(whole_element.from);
            self.goes = Into::Phrase;
        }
        if self.goes != Into::Phrase {
            return;
        }
        let first_kind = inner.first().and_then(|e| context.kind(e.from));
        if let [Element { what: What::Comparison(numbers), .. }] = inner
            && let [(bound, Counts::Time(unit))] = numbers.bounds.as_slice()
            && numbers.compared
            && !numbers.age
            // "adults (≥ 21 years)": what it says is their age.
            && !people::stand_before(context, whole_element.from)
        {
            let op = Some(bound.op);
            self.leaf.lasts = Some(DurationBound { op, length: crate::time::Duration::new(bound.value, *unit) });
            self.leaf.own_lasts = true;
            return;
        }
        if let [Element { what: What::LookBack { bound, .. }, .. }] = inner {
            self.leaf.within = Some(*bound);
            return;
        }
        if self.limited_by(inner) {
            return;
        }
        if let [one] = inner
            && let Some(named) = sex_named(context, one)
        {
            self.leaf.guard = Some(sex(context, named, one));
            return;
        }
        if let [Element { what: What::Span(bound), .. }] = inner {
            self.leaf.lasts = Some(*bound);
            self.leaf.own_lasts = true;
            return;
        }
        if super::allowance::in_bracket(self, inner, whole_element) {
            return;
        }
        if super::references::cited(context, inner) {
            self.leaf.besides.extend(whole(context, inner, &Scope::default()));
            return;
        }
        if matches!(first_kind, Some(Kind::Exception)) {
            if self.leaf.numbers.is_some() {
                // "≤ 1.5 × ULN (except patients with Gilbert's syndrome)"
                self.leaf.exceptions.push(inner.to_vec());
                return;
            }

            // "malignancy (other than skin cancer)": any of what it names is left out.
            let named = whole(context, inner.get(1..).unwrap_or_default(), &Scope { or: Some(true), ..self.scope.clone() });
            let not = named.map(|rule| context.rule(Node::Not(Box::new(rule)), whole_element.from, whole_element.to));
            self.leaf.besides.extend(not);
            return;
        }
        if matches!(first_kind, Some(Kind::Negation)) {
            self.leaf.besides.extend(whole(context, inner, self.scope));
            return;
        }
        let defines = matches!(first_kind, Some(Kind::Defined));
        let examples = matches!(first_kind, Some(Kind::Examples));
        if let [Element { what: What::Comparison(numbers), .. }] = inner
            && self.counts_things(numbers)
        {
            self.take_numbers(numbers.clone(), whole_element);
            return;
        }
        if let Some(list) = self.counted_list(inner, examples) {
            self.leaf.numbers = None;
            self.leaf.definition = Some(list);
            return;
        }
        if super::grades::is_graded(context, inner) {
            let words = context.words(whole_element.from, whole_element.to);
            self.leaf.besides.push(context.rule(Node::Review(words), whole_element.from, whole_element.to));
            return;
        }
        if (defines || examples) && !compares && self.leaf.numbers.is_some() {
            // "a score ≥ 2 (i.e. speech is intelligible)", "a lesion ≥ 1 cm on imaging (e.g. CT)"
            self.explains(inner, whole_element);
            return;
        }
        if let ([Element { what: What::Comparison(again), .. }], Some(own)) = (inner, &self.leaf.numbers)
            && said_again(own, again)
        {
            let words = context.words(whole_element.from, whole_element.to);
            context.read_as(whole_element.from, whole_element.to, &words, "the same in another unit");
            return;
        }
        if compares && self.leaf.numbers.is_some() {
            // "≤ 2.5 × ULN (≤ 5 × ULN in case of …)": another limit for another case.
            if let Some(cases) = super::condition::in_bracket(context, inner, &self.leaf, self.scope) {
                self.leaf.cases.extend(cases);
                return;
            }
            let words = context.words(whole_element.from, whole_element.to);
            self.leaf.besides.push(context.rule(Node::Review(words), whole_element.from, whole_element.to));
            return;
        }
        if defines || compares || examples {
            let since = self.leaf.phrase.and_then(|(from, to)| self.condition(from, to)).filter(|_| defines);
            let since = since.map(|_| self.leaf.phrase.map(|(f, t)| Anchor::named(name(context, f, t)))).unwrap_or_default();
            // "sustained hypotension (MAP < 65)" is the pressure; "brain injury (GCS < 12)" is both.
            let kept = since.is_some() || (compares && !examples && self.leaf.phrase.is_some_and(|(from, to)| is_disease(context, from, to)));
            // "healthy women (aged 18 to 45)": an age is nobody's meaning.
            let aged = inner.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.age) || context.kind(e.from) == Some(&Kind::AgeWord));
            let timed = inner.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.bounds.iter().all(|(_, c)| matches!(c, Counts::Time(_)))));
            let aged = aged || timed && people::stand_before(context, whole_element.from);
            let kept = kept || (aged && !defines && self.leaf.phrase.is_some());
            let scope =
                Scope { since: since.or_else(|| self.scope.since.clone()), measure: self.leaf.measure, name: self.leaf.phrase, or: None, said: None };
            let body = if defines { inner.get(1..).unwrap_or_default() } else { inner };
            let mut rule = whole(context, body, &scope);
            if let Some(rule) = &mut rule {
                rule.at = Some(context.at(whole_element.from, whole_element.to));
            }
            let left = rule.as_ref().is_some_and(|r| matches!(r.node, Node::Review(_)));
            let category =
                self.leaf.phrase.filter(|(from, to)| examples && context.kind == CriterionKind::Exclusion && says_what(context, *from, *to));
            if let (Some((from, to)), Some(list)) = (category, rule.take_if(|_| category.is_some())) {
                let open = list.open;
                let any = context.group(true, vec![named(context, from, to), Rule { open: false, ..list }]);
                rule = any.map(|any| Rule { open, ..any });
            }
            if kept || (left && self.leaf.phrase.is_some()) {
                self.leaf.besides.extend(rule);
            } else {
                self.leaf.definition = rule.or(self.leaf.definition.take());
            }
            return;
        }
        if !self.named_in_bracket(inner) {
            self.explains(inner, whole_element);
        }
    }

    /// "(within 6 months before surgery)", "(last dose within 4 weeks)": the bracket says when.
    fn limited_by(&mut self, inner: &[Element]) -> bool {
        let context = self.context;
        let compares = |e: &Element| matches!(&e.what, What::Comparison(n) if n.compared) || matches!(e.what, What::Bracket(_));
        let steers =
            |e: &Element| matches!(context.kind(e.from), Some(Kind::Negation | Kind::Exception | Kind::Defined | Kind::Examples | Kind::Allowed));
        let once = inner.iter().filter(|e| is_limit(e)).count() == 1;
        let own = self.leaf.within.is_some() || self.leaf.after.is_some();
        if !once || own || self.leaf.phrase.is_none() || inner.iter().any(|e| compares(e) || steers(e)) {
            return false;
        }
        let limit = if inner.iter().any(|e| matches!(e.what, What::Separator(_))) {
            Limit::alone(context, inner)
        } else {
            match leaves(context, inner, self.scope).as_slice() {
                [leaf] if leaf.is_name() || leaf.only_limits() => Limit::of(leaf),
                _ => None,
            }
        };
        let own = self.leaf.lasts;
        limit.is_some_and(|limit| {
            // "preoperative use (within 3 days prior to surgery)": the bracket says it exactly.
            self.leaf.before = None;
            limit.put(&mut self.leaf);
            self.leaf.own_lasts |= own != self.leaf.lasts;
            true
        })
    }

    /// A bracket that only explains is named, unless it says the same again ("SvO2", "AIDS") or
    /// is an abbreviation.
    fn explains(&self, inner: &[Element], bracket: &Element) {
        let context = self.context;
        let (from, to) = context.span_of(inner);
        let words = context.words(from, to);
        let Some((phrase, end)) = self.leaf.phrase.filter(|_| !words.is_empty()) else { return };
        let own = context.words(phrase, end);
        let same = context.vocabulary.same(&context.vocabulary.concept(&words), &context.vocabulary.concept(&own));
        let measured = matches!(context.kind(from), Some(Kind::Measure(id)) if self.leaf.measure == Some(*id));
        let abbreviation = !words.contains(' ') && words.chars().count() <= 8 && words.chars().filter(|c| c.is_uppercase()).count() >= 2;
        if !same && !measured && !abbreviation {
            context.read_as(bracket.from, bracket.to, &words, &format!("an explanation of \"{own}\", and asks nothing"));
        }
    }

    /// "heart disease (infarction, heart failure)": what the bracket names is what is meant;
    /// among the exclusions the name before it counts, too. A bracket that names the same
    /// again explains only.
    fn named_in_bracket(&mut self, inner: &[Element]) -> bool {
        let context = self.context;
        let Some((from, to)) = self.leaf.phrase else { return false };
        let own = context.vocabulary.concept(&context.words(from, to));
        let several = inner.iter().any(|e| matches!(e.what, What::Separator(_)));
        let known = |e: &Element| match context.kind(e.from) {
            Some(Kind::Finding(id)) => {
                context.vocabulary.finding(*id).is_some_and(|f| !context.vocabulary.same(&context.vocabulary.concept(&f.name), &own))
            }
            _ => false,
        };
        if self.leaf.numbers.is_some() || !several || !inner.iter().any(|e| e.what == What::Token && known(e)) || self.leaf.definition.is_some() {
            return false;
        }
        let scope = Scope { or: Some(true), ..Scope::default() };
        let Some(mut list) = whole(context, inner, &scope) else { return false };
        if let Node::All(kinds) = &list.node
            && kinds.iter().all(|k| matches!(k.node, Node::Finding(_)))
        {
            // "(ischemic heart disease, peripheral artery disease and stroke)": each is one of them.
            list.node = Node::Any(kinds.clone());
        }
        let mut parts = Vec::new();
        if context.kind == CriterionKind::Exclusion {
            parts.push(named(context, from, to));
        }
        parts.push(list);
        self.leaf.definition = context.group(true, parts);
        true
    }

    /// The finding that a phrase names, if it is a condition.
    fn condition(&self, from: usize, to: usize) -> Option<()> {
        let (finding, _) = self.context.vocabulary.known(&self.context.words(from, to));
        let finding = self.context.vocabulary.finding(finding?)?;
        (finding.kind == FindingKind::Condition).then_some(())
    }
}

/// "HbA1c 7.0 to 10.5 % (53 to 91 mmol/mol)": the same comparison in another unit.
fn said_again(own: &Numbers, again: &Numbers) -> bool {
    let ops = |n: &Numbers| n.bounds.iter().map(|(b, _)| b.op).collect::<Vec<_>>();
    let units = |n: &Numbers| n.bounds.last().map(|(_, c)| c.clone());
    let measured = |n: &Numbers| matches!(units(n), Some(Counts::Unit(_)));
    ops(own) == ops(again) && measured(own) && measured(again) && units(own) != units(again)
}

/// The sex that numbers are for.
pub(super) fn sex(context: &Context<'_>, name: &str, element: &Element) -> Rule {
    context.rule(Node::Finding(FindingRule::new(name)), element.from, element.to)
}
