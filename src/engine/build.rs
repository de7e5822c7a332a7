//! From trials to one program: every distinct question once.

use super::again::{Question, Way};
use super::kin::Kin;
use super::measures::{Holds, Measures};
use super::others::{Others, OwnerId};
use super::program::{Literal, Rows, UNKNOWN, negated};
use super::views::Views;
use super::{Ages, Engine, Findings, Needed, TrialNames};
use crate::rule::{
    Asked, CheckedConsecutive, CheckedFinding, CheckedIs, CheckedMeasure, CheckedNode, CheckedRule, CheckedTrend, CheckedTrial, CriterionKind, Dosed,
    Recorded, Take, Test,
};
use crate::screening::age;
use crate::vocabulary::derived::derived_for;
use crate::vocabulary::{MeasureId, Validity, Vocabulary};
use rustc_hash::FxHashMap;

/// Compiles trials.
pub fn engine(trials: &[CheckedTrial]) -> Engine {
    let vocabulary = trials.first().map_or_else(Vocabulary::default, |t| t.vocabulary().clone());
    let mut builder = Builder {
        vocabulary: &vocabulary,
        rows: Rows::new(),
        measures: Measures::default(),
        ages: Ages::default(),
        findings: Findings::default(),
        others: Others::default(),
        views: Views::default(),
        known: FxHashMap::default(),
        subjects: Vec::new(),
        asked: Vec::new(),
    };
    let mut foreign = Vec::new();
    for trial in trials {
        if *trial.vocabulary() == vocabulary {
            builder.trial(trial);
        } else {
            let nodes: Vec<Literal> = trial.criteria().iter().map(|_| builder.rows.node()).collect();
            builder.rows.trial(nodes.iter().copied());
            foreign.push((trial.clone(), nodes));
        }
    }
    let Builder { rows, mut measures, ages, findings, others, mut views, subjects, asked, .. } = builder;
    measures.finish();
    views.finish();
    let hard = views.hard.iter().map(|h| (h.owner, &h.rule));
    let computed = views.views.iter().filter(|v| v.computed.is_some()).flat_map(|v| v.ranges.iter().map(|r| (v.owner, &r.rule)));
    let needed = Needed::of(hard.chain(computed), &others);
    let names = |t: &CheckedTrial| TrialNames { trial: t.trial().trial.clone(), criteria: t.criteria().iter().map(|c| c.id.clone()).collect() };
    Engine {
        program: rows.finish(),
        measures,
        ages,
        findings,
        others,
        computed: views.views.iter().enumerate().filter(|(_, v)| v.computed.is_some()).map(|(place, _)| place).collect(),
        views,
        needed,
        kin: Kin::default(),
        foreign,
        names: trials.iter().map(names).collect(),
        vocabulary,
        subjects,
        asked,
    }
}

struct Builder<'v> {
    vocabulary: &'v Vocabulary,
    rows: Rows,
    measures: Measures,
    ages: Ages,
    findings: Findings,
    others: Others,
    views: Views,
    known: FxHashMap<(OwnerId, CheckedNode), Literal>,
    subjects: Vec<(Literal, String)>,
    asked: Vec<Question>,
}

/// A trial being compiled.
struct Context<'t> {
    trial: &'t CheckedTrial,
    /// The literals of its criteria's rules, as far as they are known.
    criteria: Vec<Option<Literal>>,
    /// The owner of what refers to its criteria, once there is one.
    own: Option<OwnerId>,
}

impl Builder<'_> {
    fn trial(&mut self, trial: &CheckedTrial) {
        // INVARIANT: the first owner has the vocabulary's own times.
        self.others.shared(trial, Vec::new());
        let mut context = Context { trial, criteria: vec![None; trial.criteria().len()], own: None };
        for place in trial.order() {
            let Some(criterion) = trial.criteria().get(*place) else { continue };
            let literal = self.rule(&criterion.rule, &mut context);
            if let Some(slot) = context.criteria.get_mut(*place) {
                *slot = Some(literal);
            }
        }
        let passes: Vec<Literal> = trial
            .criteria()
            .iter()
            .zip(&context.criteria)
            .map(|(criterion, literal)| {
                let literal = literal.unwrap_or(UNKNOWN);
                if criterion.kind == CriterionKind::Inclusion { literal } else { negated(literal) }
            })
            .collect();
        self.rows.trial(passes);
    }

    fn rule(&mut self, rule: &CheckedRule, context: &mut Context<'_>) -> Literal {
        match &rule.node {
            CheckedNode::All(parts) => {
                let parts = self.rules(parts, context);
                self.rows.all(parts)
            }
            CheckedNode::Any(parts) => {
                let parts = self.rules(parts, context);
                self.rows.any(parts)
            }
            CheckedNode::AtLeast { count, of } => {
                let parts = self.rules(of, context);
                self.rows.at_least(*count, parts)
            }
            CheckedNode::Not(part) => negated(self.rule(part, context)),
            CheckedNode::Criterion { places, .. } => {
                let parts = places.iter().map(|p| context.criteria.get(*p).copied().flatten().unwrap_or(UNKNOWN)).collect();
                self.rows.all(parts)
            }
            CheckedNode::Review(_) => UNKNOWN,
            CheckedNode::Measure(measure) => self.measure(measure, context),
            CheckedNode::Finding(finding) => {
                let (rule, owner) = (canonical(rule), OwnerId::FIRST);
                self.once(owner, rule, &finding.name, Way::Records, |builder, node, rule| {
                    if let CheckedNode::Finding(finding) = &rule.node {
                        builder.findings.ask(node, finding);
                    }
                })
            }
            CheckedNode::Recorded(_) => self.other(rule, OwnerId::FIRST, None),
            CheckedNode::Lasting { .. } => {
                let owner = if refers(rule) {
                    *context.own.get_or_insert_with(|| self.others.alone(context.trial))
                } else {
                    self.others.shared(context.trial, context.trial.validities().to_vec())
                };
                self.other(rule, owner, None)
            }
            CheckedNode::Consecutive(CheckedConsecutive { of, .. }) | CheckedNode::Trend(CheckedTrend { of, .. }) => {
                self.sampled(rule, Some(of), context)
            }
            CheckedNode::Steady { .. } => self.sampled(rule, None, context),
        }
    }

    fn rules(&mut self, rules: &[CheckedRule], context: &mut Context<'_>) -> Vec<Literal> {
        rules.iter().map(|r| self.rule(r, context)).collect()
    }

    fn measure(&mut self, measure: &CheckedMeasure, context: &Context<'_>) -> Literal {
        let rule = CheckedRule { node: CheckedNode::Measure(measure.clone()), at: None, open: false };
        let spanless = measure.lasts.is_none() && measure.within.is_none() && measure.since.is_none();
        if spanless && measure.of.is_age {
            return self.age(&measure.is);
        }
        if !spanless || measure.take != Take::Latest {
            // Some stretch in a span is answered from more than samples.
            let stretch = measure.take == Take::Any && measure.lasts.is_some();
            return self.sampled(&rule, Some(&measure.of).filter(|_| !stretch), context);
        }
        let Some((id, row)) = measure.of.id.and_then(|id| Some((id, self.vocabulary.measure(id)?))) else { return UNKNOWN };
        let computed = derived_for(&row.name).is_some();
        let valid_for = context.trial.validities();
        let own = valid_for.iter().find(|(overruled, _)| *overruled == id).copied();
        let holds = Holds::of(own.map_or_else(|| row.validity(), |(_, length)| Validity::For(length)));
        // What it is computed from may hold longer in this trial, too.
        let owner = if computed { valid_for.to_vec() } else { own.into_iter().collect() };
        let owner = self.others.shared(context.trial, owner);
        match &measure.is.test {
            Test::Value(bounds) => {
                let table = self.measures.table(id, row, holds, owner, computed);
                self.once(owner, canonical(&rule), &measure.of.name, Way::Table(table), |builder, node, rule| {
                    builder.views.holding(id, holds, owner, node, bounds, rule.clone(), builder.vocabulary);
                    builder.measures.compare(table, node, bounds, rule);
                })
            }
            Test::Upper(_) | Test::Lower(_) | Test::Word(_) => {
                let table = self.measures.table(id, row, holds, owner, computed);
                self.once(owner, canonical(&rule), &measure.of.name, Way::Table(table), |builder, node, rule| {
                    builder.measures.odd(table, node, rule);
                })
            }
            Test::Baseline | Test::Outside | Test::Age(..) => UNKNOWN,
        }
    }

    fn age(&mut self, is: &CheckedIs) -> Literal {
        let Test::Age(bounds, unit) = &is.test else { return UNKNOWN };
        let Some((unit, bounds)) = age::whole(bounds, *unit) else { return UNKNOWN };
        let is = CheckedIs { words: String::new(), test: Test::Age(bounds.clone(), unit) };
        let of = Asked { name: String::new(), id: None, is_age: true };
        let node = CheckedNode::Measure(CheckedMeasure { of, is, take: Take::Latest, within: None, since: None, lasts: None });
        let rule = CheckedRule { node, at: None, open: false };
        self.once(OwnerId::FIRST, rule, "age", Way::Alone, |builder, node, _| {
            builder.views.age(node, unit, &bounds);
            builder.ages.compare(node, unit, &bounds);
        })
    }

    /// A question that the reference answers from samples. Without any sample of the measure
    /// it is unknown, where the measure is not computed.
    fn sampled(&mut self, rule: &CheckedRule, of: Option<&Asked>, context: &Context<'_>) -> Literal {
        let owner = self.others.shared(context.trial, context.trial.validities().to_vec());
        let measured = of.filter(|of| !of.is_age && derived_for(&of.name).is_none());
        let needs = measured.and_then(|of| of.id).map(|id| self.measures.slot(id));
        self.other(rule, owner, measured.and_then(|of| of.id).zip(needs))
    }

    fn other(&mut self, rule: &CheckedRule, owner: OwnerId, needs: Option<(MeasureId, usize)>) -> Literal {
        self.once(owner, canonical(rule), &subject(rule), Way::Alone, |builder, node, rule| {
            if !builder.views.sampled(node, owner, rule.clone(), needs.map(|(id, _)| id), builder.vocabulary) {
                builder.others.ask(node, owner, rule, needs.map(|(_, slot)| slot));
            }
        })
    }

    /// The literal of a question; asked for the first time, it is put where it belongs.
    fn once(&mut self, owner: OwnerId, rule: CheckedRule, subject: &str, way: Way, put: impl FnOnce(&mut Self, Literal, CheckedRule)) -> Literal {
        if let Some(known) = self.known.get(&(owner, rule.node.clone())) {
            return *known;
        }
        let node = self.rows.node();
        self.known.insert((owner, rule.node.clone()), node);
        self.subjects.push((node, subject.to_owned()));
        super::concepts::of_rule(&rule, self.vocabulary, &mut |concept| {
            self.findings.place(concept);
        });
        self.asked.push(Question { node, owner, rule: rule.clone(), way });
        put(self, node, rule);
        node
    }
}

/// What a question is about, in a few words.
fn subject(rule: &CheckedRule) -> String {
    match &rule.node {
        CheckedNode::Measure(CheckedMeasure { of, .. })
        | CheckedNode::Consecutive(CheckedConsecutive { of, .. })
        | CheckedNode::Trend(CheckedTrend { of, .. })
        | CheckedNode::Steady { of: Dosed::Measure(of), .. } => of.name.clone(),
        CheckedNode::Steady { of: Dosed::Class(_, name), .. } => name.clone(),
        CheckedNode::Lasting { rule, .. } | CheckedNode::Not(rule) => subject(rule),
        CheckedNode::Finding(finding) => finding.name.clone(),
        CheckedNode::Criterion { reference, .. } => format!("criterion {reference}"),
        node => {
            let parts = rule.children().iter().map(subject).collect::<Vec<_>>();
            if matches!(node, CheckedNode::Review(_)) { super::JUDGEMENT.to_owned() } else { parts.join(", ") }
        }
    }
}

/// Whether a rule refers to criteria.
fn refers(rule: &CheckedRule) -> bool {
    let mut found = false;
    rule.walk(&mut |r, _| found |= matches!(r.node, CheckedNode::Criterion { .. }));
    found
}

/// A rule without what only its words are made of, so that one question in two spellings is
/// one question.
fn canonical(rule: &CheckedRule) -> CheckedRule {
    let mut rule = CheckedRule { at: None, open: false, ..rule.clone() };
    match &mut rule.node {
        CheckedNode::All(parts) | CheckedNode::Any(parts) | CheckedNode::AtLeast { of: parts, .. } => {
            for part in parts {
                *part = canonical(part);
            }
        }
        CheckedNode::Not(part) | CheckedNode::Lasting { rule: part, .. } => **part = canonical(part),
        CheckedNode::Measure(measure) => {
            unnamed(&mut measure.of);
            unworded(&mut measure.is);
            if let Some(since) = &mut measure.since {
                plain(since);
            }
        }
        CheckedNode::Consecutive(consecutive) => {
            unnamed(&mut consecutive.of);
            unworded(&mut consecutive.is);
            consecutive.steady.iter_mut().for_each(undosed);
        }
        CheckedNode::Trend(trend) => unnamed(&mut trend.of),
        CheckedNode::Steady { of, .. } => undosed(of),
        CheckedNode::Finding(finding) => plain(finding),
        CheckedNode::Recorded(names) => {
            for name in names {
                match name {
                    Recorded::Measure(asked) => unnamed(asked),
                    Recorded::Finding(concept, name) => {
                        concept.written.clear();
                        name.clear();
                    }
                    _ => {}
                }
            }
        }
        CheckedNode::Criterion { .. } | CheckedNode::Review(_) => {}
    }
    rule
}

fn unnamed(asked: &mut Asked) {
    // Without a row the name is all there is.
    if asked.id.is_some() {
        asked.name.clear();
    }
}

fn unworded(is: &mut CheckedIs) {
    is.words.clear();
    if let Test::Value(bounds) = &mut is.test {
        // The number as written is in another unit than the value.
        for bound in bounds {
            bound.written = crate::quantity::Decimal::ZERO;
        }
    }
}

fn undosed(of: &mut Dosed) {
    match of {
        Dosed::Measure(asked) => unnamed(asked),
        Dosed::Class(concept, name) => {
            concept.written.clear();
            name.clear();
        }
    }
}

fn plain(finding: &mut CheckedFinding) {
    finding.of.written.clear();
    // Of what is to come, the name says whether it is of a plan.
    if !finding.ahead {
        finding.name.clear();
    }
    for anchor in [&mut finding.before, &mut finding.after].into_iter().flatten() {
        plain(anchor);
    }
}
