//! Reading a stretch of elements into leaves.

use super::leaf::Leaf;
use super::measured::misspelt;
use super::sexes::{names_sex, sex_guard};
use super::timing::requires;
use super::{Context, Scope, condition, people};
use crate::language::element::{Aside, Counts, Element, Numbers, What};
use crate::language::words::Kind;
use crate::rule::Node;

/// The leaves of a stretch without separators: usually one; "with" parts two.
pub(super) fn leaves(context: &Context<'_>, elements: &[Element], scope: &Scope) -> Vec<Leaf> {
    let mut out = Vec::new();
    let mut reader = Reader::new(context, scope);
    for (i, element) in elements.iter().enumerate() {
        let rest = elements.get(i.saturating_add(1)..).unwrap_or_default();
        if reader.skip > 0 {
            reader.skip = reader.skip.saturating_sub(1);
            reader.leaf.to = element.to;
            continue;
        }
        if reader.parts(element, rest) {
            out.extend(reader.take());
            reader.leaf.linked = !out.is_empty();
            reader.leaf.required = requires(context, element) && !out.last().is_some_and(|l| l.ever || l.is_limited());
            reader.leaf.link = match context.kind(element.from) {
                Some(Kind::Link(link)) => Some(*link),
                _ => None,
            };
        }
        reader.read(element, rest);
    }
    out.extend(reader.take());
    out
}

/// Where the next words go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Into {
    Phrase,
    /// Behind "before", "after" or "since".
    Anchor {
        after: bool,
        from: usize,
    },
    /// Behind "on steady doses of".
    Steady,
    /// Behind "in order to": nothing that is asked of the patient.
    Nowhere,
    /// Behind "that" or "which": a clause that narrows the finding before it.
    Clause {
        from: usize,
    },
}

pub(super) struct Reader<'c, 'd> {
    pub(super) context: &'c Context<'d>,
    pub(super) scope: &'c Scope,
    pub(super) leaf: Leaf,
    pub(super) goes: Into,
    pub(super) skip: usize,
    started: bool,
    /// Where the numbers stand.
    pub(super) numbers_at: (usize, usize),
}

impl<'c, 'd> Reader<'c, 'd> {
    pub(super) fn new(context: &'c Context<'d>, scope: &'c Scope) -> Self {
        Self { context, scope, leaf: Leaf::default(), goes: Into::Phrase, skip: 0, started: false, numbers_at: (0, 0) }
    }

    fn take(&mut self) -> Option<Leaf> {
        self.close_anchor(self.leaf.to);
        self.goes = Into::Phrase;
        self.started = false;
        self.able_throughout();
        let mut leaf = std::mem::take(&mut self.leaf);
        leaf.numbers_at = self.numbers_at;
        super::naming::settle(self.context, &mut leaf);
        leaf.measure = leaf.measure.or_else(|| misspelt(self.context, &leaf));
        sex_guard(self.context, &mut leaf);
        (!leaf.is_empty()).then_some(leaf)
    }

    pub(super) fn read(&mut self, element: &Element, rest: &[Element]) {
        if !self.started {
            self.leaf.from = element.from;
            self.started = true;
        }
        match &element.what {
            What::Separator(_) => {}
            What::Bracket(inner) => self.bracket(inner, element),
            // A lone number right behind a word or a bracket is the mark of a footnote.
            What::Comparison(n) if !n.compared && n.bounds.iter().all(|(_, c)| *c == Counts::Nothing) && self.footnote(element) => {}
            // "… or 7 drinks a week (if female)": the sign stands before another number.
            What::Comparison(n)
                if !n.compared
                    && self.leaf.phrase.is_none()
                    && self.leaf.numbers.is_none()
                    && n.bounds.iter().all(|(_, c)| matches!(c, Counts::Unit(_)))
                    && rest.first().is_some_and(|e| names_sex(self.context, e)) =>
            {
                self.leaf.besides.push(self.context.rule(Node::Review(self.context.words(element.from, element.to)), element.from, element.to));
            }
            // A number that nothing compares is part of a name ("type 2", "the 13 hospitals"),
            // unless a measure stands before it ("ECOG 2").
            What::Comparison(n) if !n.compared && self.leaf.measure.is_none() && self.goes == Into::Phrase => match self.leaf.phrase {
                Some((from, _)) => self.leaf.phrase = Some((from, element.to)),
                None => self.leaf.counted = super::timing::small_count(n),
            },
            What::Comparison(numbers) if self.time_since(element, numbers) => {}
            What::Comparison(numbers) if self.dated(element, numbers).is_some() => {
                self.leaf.within = self.dated(element, numbers);
                self.leaf.ever = true;
            }
            What::Comparison(numbers) if self.goes == Into::Phrase && self.inside(element) => {
                let mut numbers = numbers.clone();
                numbers.age |= self.of_people(element, &numbers);
                self.take_numbers(numbers, element);
            }
            // "after dialysis > 5 mg/dL": numbers are no part of an event's name.
            What::Comparison(numbers)
                if matches!(self.goes, Into::Anchor { .. })
                    && numbers.compared
                    && self.leaf.numbers.is_none()
                    && self.leaf.phrase.is_some()
                    && !numbers.bounds.iter().any(|(_, c)| matches!(c, Counts::Time(_))) =>
            {
                self.close_anchor(element.from);
                self.take_numbers(numbers.clone(), element);
            }
            // "life expectancy > 3 months from the first dose": what is measured is a time.
            What::Ago(bound)
                if self.goes == Into::Phrase
                    && self.leaf.numbers.is_none()
                    && self.leaf.measure.is_some_and(|id| super::naming::of_time(self.context, id)) =>
            {
                let limit = crate::quantity::Bound { op: bound.op.unwrap_or(crate::quantity::Op::AtLeast), value: bound.length.amount };
                let numbers = Numbers { bounds: vec![(limit, Counts::Time(bound.length.unit))], age: false, compared: true };
                self.take_numbers(numbers, element);
                self.goes = Into::Nowhere;
                self.skip =
                    usize::from(rest.first().is_some_and(|e| matches!(self.context.kind(e.from), Some(Kind::Before | Kind::After | Kind::Since))));
            }
            What::Portion => self.judged(element.from, element.to),
            What::LookBack { next, .. } if *next || self.lies_ahead() => self.ahead(element, rest),
            What::Span(_) | What::FromTo { lasts: true, .. } if self.lies_ahead() => self.ahead(element, rest),
            // "contraception for at least 3 months after the last dose"
            What::Span(bound) | What::LookBack { bound, .. } | What::Ago(bound) if self.behind_study(rest) => self.after_study(element, *bound),
            What::LookBack { bound, .. } if self.begins_a_life(element, *bound, rest) => {}
            What::LookBack { bound, .. } if self.throughout(element) => {
                self.close_anchor(element.from);
                self.leaf.lasts = Some(*bound);
                self.leaf.leads |= !self.leaf.has_subject();
                self.limit_anchor(rest);
            }
            What::FromTo { least, most, lasts: true } => {
                self.close_anchor(element.from);
                (self.leaf.lasts, self.leaf.until) = (Some(*least), Some(*most));
            }
            What::Respective(..) if !self.respectively(element) => self.judged(element.from, element.to),
            What::LookBack { bound, .. } | What::Ago(bound) | What::FromTo { least: bound, .. } | What::Respective(_, bound) => {
                self.close_anchor(element.from);
                match &element.what {
                    What::FromTo { most, .. } => self.leaf.until = Some(*most),
                    What::Respective(first, _) => self.leaf.earlier = Some(*first),
                    _ => {}
                }
                if self.context.token(element.from).is_some_and(|t| t.text.eq_ignore_ascii_case("with")) {
                    self.context.read_as(element.from, element.to, "with", "\"within\"");
                }
                self.leaf.within = Some(*bound);
                self.leaf.limit = Some((element.from, element.to));
                self.leaf.leads |= !self.leaf.has_subject();
                self.limit_anchor(rest);
            }
            What::Span(bound) => {
                self.close_anchor(element.from);
                self.leaf.lasts = Some(*bound);
                self.leaf.limit = self.leaf.limit.or(Some((element.from, element.to)));
                self.leaf.stable |= self.says_stable(element);
                self.leaf.throughout = self.context.kind(element.from) == Some(&Kind::For) && self.leaf.measure.is_none();
                self.leaf.leads |= !self.leaf.has_subject();
            }
            What::Shared(shared) => self.shared(element, shared),
            What::Repeat(count) => {
                self.leaf.repeat = Some(*count);
                self.leaf.repeat_at = Some((element.from, element.to));
            }
            What::Apart(bound) => {
                self.leaf.apart = Some(*bound);
                // "2 prolactin levels at least one week apart"
                self.leaf.repeat = self.leaf.repeat.or(self.leaf.counted.filter(|_| self.leaf.measure.is_some()));
                self.leaf.repeat_at = Some((self.leaf.repeat_at.map_or(element.from, |(from, _)| from), element.to));
            }
            What::Token => self.token(element, rest),
            What::Aside(aside) => self.aside(aside, element),
            What::Comparison(_) | What::Group(_) | What::Counted(..) => {}
        }
        self.leaf.to = element.to;
    }

    fn aside(&mut self, aside: &Aside, element: &Element) {
        self.close_anchor(element.from);
        let words = || self.context.rule(Node::Review(self.context.words(element.from, element.to)), element.from, element.to);
        match aside {
            Aside::Condition(inner) => match condition::clause(self.context, element.from, inner) {
                Some(when) => {
                    let whens = self.leaf.guard.take().into_iter().chain([when]).collect();
                    self.leaf.guard = self.context.group(false, whens);
                    self.leaf.conditional = true;
                }
                None => self.leaf.besides.push(words()),
            },
            Aside::Part => (self.leaf.guard, self.leaf.conditional) = (Some(words()), true),
            Aside::Review => self.leaf.besides.push(words()),
            Aside::Criteria(ids) => self.leaf.definition = super::references::rule(self.context, ids, element),
            Aside::Nothing => {
                let words = self.context.words(element.from, element.to);
                self.context.read_as(element.from, element.to, &words, "asked either way: it changes nothing");
                self.context.mark(element.from, element.to);
            }
        }
    }

    /// Takes note of a measure or an age that is named inside of a comparison ("over the age
    /// of 18").
    fn inside(&mut self, element: &Element) -> bool {
        for i in element.from..element.to {
            match self.context.kind(i) {
                Some(Kind::Measure(id)) => {
                    self.leaf.measure = Some(*id);
                    self.leaf.phrase = self.leaf.phrase.or(Some((i, i.saturating_add(1))));
                }
                Some(Kind::Finding(_) | Kind::Word) if self.leaf.phrase.is_none() => self.leaf.phrase = Some((i, i.saturating_add(1))),
                _ => {}
            }
        }
        true
    }

    /// "patients ≥ 18": a bare number right behind a word for the patients is their age.
    fn of_people(&self, element: &Element, numbers: &Numbers) -> bool {
        let bare = numbers.compared
            && numbers.bounds.iter().all(|(bound, counts)| *counts == Counts::Nothing && bound.value <= rust_decimal::Decimal::from(110));
        let behind = self.context.kind(element.to);
        let ends = !matches!(behind, Some(Kind::Word | Kind::Finding(_) | Kind::Measure(_)));
        bare && ends && self.leaf.measure.is_none() && self.leaf.phrase.is_none() && people::stand_before(self.context, element.from)
    }

    fn footnote(&self, element: &Element) -> bool {
        self.leaf.phrase.is_some() && self.context.token(element.from).is_some_and(|t| t.glued)
    }
}
