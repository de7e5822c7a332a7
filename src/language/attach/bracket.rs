//! Brackets behind a phrase: what it means, how long, for whom, or the same in other words.

use super::category::says_what;
use super::leaf::name;
use super::limits::{Limit, is_limit};
use super::reader::{Into, Reader, leaves};
use super::sentence::{trim, whole};
use super::sexes::sex_named;
use super::tail::is_disease;
use super::{Context, Scope, people};
use crate::language::element::{Counts, Element, Numbers, What};
use crate::language::words::Kind;
use crate::rule::{Anchor, CriterionKind, FindingRule, Node, Rule};
use crate::time::DurationBound;

impl Reader<'_, '_> {
    pub(super) fn bracket(&mut self, inner: &[Element], whole_element: &Element) {
        let context = self.context;
        let compares = inner.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.compared) || matches!(e.what, What::Repeat(_)));
        if compares && self.goes != Into::Steady {
            self.close_anchor(whole_element.from);
            self.goes = Into::Phrase;
        }
        let first_kind = inner.first().and_then(|e| context.kind(e.from));
        // "conditions that preclude MRI (e.g. pacemaker)": the examples say which conditions.
        if let (Into::Clause { .. }, Some(Kind::Examples), Some((from, to))) = (self.goes, first_kind, self.leaf.phrase)
            && !says_what(context, from, to)
        {
            self.goes = Into::Phrase;
        }
        if self.goes == Into::Steady && inner.iter().any(is_limit) {
            // "on a stable regimen (the diet should be unchanged for 3 months)"
            self.leaf.besides.extend(whole(context, inner, self.scope));
        }
        if self.goes != Into::Phrase {
            return;
        }
        if let [Element { what: What::Comparison(numbers), .. }] = inner
            && let [(bound, Counts::Time(unit))] = numbers.bounds.as_slice()
            && numbers.compared
            && !numbers.age
            // "adults (≥ 21 years)": what it says is their age.
            && !people::stand_before(context, whole_element.from)
        {
            let op = Some(bound.op);
            // "recent (< 6 months) surgery"
            let recent = self.leaf.phrase.is_some_and(|(from, to)| matches!(context.lower(from, to).as_str(), "recent" | "any recent"));
            if recent {
                self.leaf.within = Some(DurationBound { op, length: crate::time::Duration::new(bound.value, *unit) });
                self.leaf.limit = Some((whole_element.from, whole_element.to));
                return;
            }
            // "within commuting distance (< 45 minutes)": how far it is, not how long.
            let far =
                |w: &str| matches!(w, "away" | "commute" | "commuting" | "distance" | "drive" | "driving" | "travel" | "traveling" | "travelling");
            if self.leaf.phrase.is_some_and(|(from, to)| context.lower(from, to).split(' ').any(far)) {
                self.remark(whole_element);
                return;
            }
            self.leaf.lasts = Some(DurationBound { op, length: crate::time::Duration::new(bound.value, *unit) });
            self.leaf.own_lasts = true;
            return;
        }
        if let Some(age) = self.age_of_scale(inner) {
            self.leaf.guard = Some(age);
            return;
        }
        if let [Element { what: What::LookBack { bound, next }, .. }] = inner
            && !next
            && !self.lies_ahead()
        {
            self.leaf.within = Some(*bound);
            self.leaf.bracketed = true;
            return;
        }
        if self.limited_by(inner) || self.tolerance(inner) {
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
        if self.qualified(inner) || super::allowance::in_bracket(self, inner, whole_element) {
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
            // "inhibitors (excluding other inhibitors)": which are meant, nobody can know.
            if inner.get(1).is_some_and(|e| context.kind(e.from) == Some(&Kind::Filler) && context.words(e.from, e.to).eq_ignore_ascii_case("other"))
            {
                self.remark(whole_element);
                return;
            }
            // "malignancy (other than skin cancer)": any of what it names is left out.
            let named = whole(context, inner.get(1..).unwrap_or_default(), &Scope { or: Some(true), ..self.scope.clone() });
            let not = named.map(|rule| context.rule(Node::Not(Box::new(rule)), whole_element.from, whole_element.to));
            self.leaf.besides.extend(not);
            return;
        }
        // "supplements (and unwilling to stop)": what must be so besides.
        let joins = inner.first().is_some_and(|e| matches!(&e.what, What::Separator(s) if s.or == Some(false)));
        if joins && !compares && self.leaf.numbers.is_none() {
            self.leaf.besides.extend(whole(context, trim(inner), &Scope::default()));
            return;
        }
        if matches!(first_kind, Some(Kind::Negation)) {
            self.leaf.besides.extend(whole(context, inner, self.scope));
            return;
        }
        // "diabetes (with nephropathy)", "respiratory failure (requiring oxygen)": what must be there
        // besides.
        if !compares && self.leaf.phrase.is_some() && self.leaf.numbers.is_none() && self.adds(inner) {
            let added = whole(context, inner.get(1..).unwrap_or_default(), &Scope { or: None, ..Scope::default() });
            self.leaf.besides.extend(added);
            return;
        }
        let defines = matches!(first_kind, Some(Kind::Defined));
        if defines && !compares && self.by_somebody(inner) {
            self.remark(whole_element);
            return;
        }
        let ended = super::qualified::ends_open(context, inner);
        if defines && self.named_again(inner, whole_element) {
            return;
        }
        let examples = matches!(first_kind, Some(Kind::Examples)) || ended;
        if let [Element { what: What::Comparison(numbers), .. }] = inner
            && self.counts_things(numbers)
        {
            self.take_numbers(numbers.clone(), whole_element);
            return;
        }
        // "major illnesses (e.g. cardiac, renal or hepatic)": each adjective is of the noun.
        if let Some(list) = inner.get(1..).filter(|_| examples && !compares && self.leaf.numbers.is_none()).and_then(|rest| self.kinds(trim(rest))) {
            self.leaf.definition = Some(Rule { open: true, ..list });
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
        if compares && self.says_again(inner, whole_element) {
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
            // "sustained hypotension (MAP < 65)" is the pressure; "brain injury (GCS < 12)" and
            // "renal insufficiency (creatinine > 1.5)" are both.
            let kept = since.is_some() || (compares && !examples && self.leaf.phrase.is_some_and(|(from, to)| is_disease(context, from, to)));
            // "healthy women (aged 18 to 45)": an age is nobody's meaning.
            let aged = inner.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.age) || context.kind(e.from) == Some(&Kind::AgeWord));
            let timed = inner.iter().any(|e| matches!(&e.what, What::Comparison(n) if n.bounds.iter().all(|(_, c)| matches!(c, Counts::Time(_)))));
            let aged = aged || timed && people::stand_before(context, whole_element.from);
            let kept = kept || super::dose::is_compared(context, self.leaf.phrase, inner);
            let kept = kept || (aged && !defines && (self.leaf.phrase.is_some() || context.kind(whole_element.to) == Some(&Kind::With)));
            let scope = Scope {
                since: since.or_else(|| self.scope.since.clone()),
                measure: self.leaf.measure,
                name: self.leaf.phrase,
                or: ended.then_some(true),
                said: None,
            };
            let body = if defines { inner.get(1..).unwrap_or_default() } else { inner };
            let mut rule = whole(context, body, &scope);
            if let Some(rule) = &mut rule {
                rule.open |= ended;
                rule.at = Some(context.at(whole_element.from, whole_element.to));
            }
            let left = rule.as_ref().is_some_and(|r| matches!(r.node, Node::Review(_)));
            // "fit for dialysis (eGFR < 15 mL/min and a vaccination)": more than what the name means.
            let and = inner.iter().any(|e| matches!(&e.what, What::Separator(s) if s.or == Some(false)));
            let found = |r: &Rule| matches!(&r.node, Node::All(parts) if parts.iter().any(|p| matches!(p.node, Node::Finding(_))));
            let demands = and && !defines && !examples && context.kind == CriterionKind::Inclusion && rule.as_ref().is_some_and(found);
            if kept || (left || demands) && self.leaf.phrase.is_some() {
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

    /// "Lansky (age < 16 years) …": a bracket that says an age behind a measure says for whom it is.
    fn age_of_scale(&self, inner: &[Element]) -> Option<Rule> {
        let context = self.context;
        let measure = context.vocabulary.measure(self.leaf.measure?).filter(|m| m.name != "age")?;
        // "(age < 16 years at the time of consent)"
        let ends = inner.iter().position(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::AtTime));
        let (inner, when) = ends.and_then(|i| inner.split_at_checked(i)).unwrap_or((inner, &[]));
        let of_people;
        // "(if aged ≥ 18 years)", "(for patients aged < 16 years)"
        let inner = match inner {
            [first, rest @ ..]
                if super::aside::is_condition(context, first) || first.what == What::Token && context.kind(first.from) == Some(&Kind::For) =>
            {
                rest
            }
            all => all,
        };
        let inner = match inner {
            // "(for subjects ≥ 16 years)"
            [span @ Element { what: What::Span(bound), .. }] if (span.from..span.to).any(|i| people::stand_before(context, i.saturating_add(1))) => {
                of_people = [super::aside::of_age(context, span, *bound)];
                of_people.as_slice()
            }
            // "(for participants < 16 years of age)"
            [span @ Element { what: What::Span(bound), .. }, rest @ ..]
                if rest.first().is_some_and(|e| e.what == What::Token && context.kind(e.from) == Some(&Kind::AgeWord)) =>
            {
                of_people = [super::aside::of_age(context, span, *bound)];
                of_people.as_slice()
            }
            all => all,
        };
        let other = |e: &Element| matches!(context.kind(e.from), Some(Kind::Measure(id)) if e.what == What::Token && context.vocabulary.measure(*id).is_some_and(|m| m.name != "age"));
        let compared = inner.iter().filter(|e| matches!(&e.what, What::Comparison(n) if n.compared)).count() == 1;
        if measure.unit == "d" || self.leaf.guard.is_some() || !compared || inner.iter().any(other) {
            return None;
        }
        let rule = whole(context, inner, &Scope::default())?;
        let aged = matches!(&rule.node, Node::Measure(m) if m.of == "age");
        let (from, to) = context.span_of(if aged { when } else { inner });
        if aged {
            context.mark(from, to);
        } else {
            context.unmark(from, to);
        }
        aged.then_some(rule)
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
        self.leaf.bracketed |= limit.is_some();
        limit.is_some_and(|limit| {
            // "preoperative use (within 3 days prior to surgery)": the bracket says it exactly.
            self.leaf.before = None;
            limit.put(&mut self.leaf);
            self.leaf.own_lasts |= own != self.leaf.lasts;
            true
        })
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
