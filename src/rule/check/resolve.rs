//! Names, units and counts of every node, resolved or reported.

use super::place::{self, Places};
use super::tree::{Asked, CheckedConsecutive, CheckedFinding, CheckedIs, CheckedMeasure, CheckedNode, CheckedRule, CheckedTrend, Dosed, Recorded};
use super::units;
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::MAX_NESTING;
use crate::quantity::Is;
use crate::rule::{CriterionKind, FindingRule, MeasureRule, Node, Reference, Rule, Severity, SeverityRange, TrendRule, Trial};
use crate::source::Span;
use crate::time::Duration;
use crate::vocabulary::{Concept, FindingKind, MeasureId, Vocabulary};
use rustc_hash::FxHashMap;

/// Walks the rules of a trial, resolves them and gathers what is wrong.
pub struct Checker<'t> {
    vocabulary: &'t Vocabulary,
    places: Option<Places<'t>>,
    /// Where the walk is: the criterion, as diagnostics show it, its id and its stretch of the file.
    criterion: String,
    id: String,
    stretch: Option<Span>,
    /// How many criteria of each id were met.
    met: FxHashMap<String, usize>,
    diagnostics: Vec<Diagnostic>,
}

impl<'t> Checker<'t> {
    pub fn new(vocabulary: &'t Vocabulary, source: Option<&'t str>) -> Self {
        let places = source.map(Places::of);
        Self { vocabulary, places, criterion: String::new(), id: String::new(), stretch: None, met: FxHashMap::default(), diagnostics: Vec::new() }
    }

    /// Begins with a criterion.
    pub fn enter(&mut self, kind: CriterionKind, id: &str) {
        let met = self.met.entry(id.to_owned()).or_default();
        let nth = *met;
        *met = met.saturating_add(1);
        self.criterion = format!("{} {id}", kind.word());
        id.clone_into(&mut self.id);
        self.stretch = self.places.as_ref().and_then(|p| p.criterion(id, nth).or_else(|| p.criterion(id, 0)));
    }

    /// Notes a diagnostic about a node, with the words of the file that it is about.
    pub fn report(&mut self, diagnostic: Diagnostic, node: &str, token: &str) {
        let mut diagnostic = diagnostic.within(format!("{}: {node}", self.criterion));
        if let (Some(source), Some(stretch)) = (self.source(), self.stretch) {
            diagnostic.span = place::token(source, stretch, token, &self.id);
        }
        // A suggestion takes the place of the token, and of nothing else.
        if diagnostic.span.zip(self.source()).is_none_or(|(span, source)| span.of(source) != token) {
            diagnostic.instead = None;
        }
        self.diagnostics.push(diagnostic);
    }

    fn source(&self) -> Option<&'t str> {
        self.places.as_ref().map(Places::source)
    }

    pub fn finish(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// The checked form of a criterion's rule.
    pub fn criterion(&mut self, rule: &Rule, trial: &Trial) -> CheckedRule {
        if deeper_than(rule, MAX_NESTING) {
            let message = format!("the rule is nested deeper than {MAX_NESTING}");
            self.report(Diagnostic::new(Code::TooDeep, message).help("split it into several criteria"), "rule", "rule");
            return CheckedRule { node: CheckedNode::Review(String::new()), at: None, open: false };
        }
        self.rule(rule, trial)
    }

    fn rule(&mut self, rule: &Rule, trial: &Trial) -> CheckedRule {
        let name = rule.node.name();
        let node = match &rule.node {
            Node::All(parts) => CheckedNode::All(self.group(parts, name, trial)),
            Node::Any(parts) => CheckedNode::Any(self.group(parts, name, trial)),
            Node::Not(part) => CheckedNode::Not(Box::new(self.rule(part, trial))),
            Node::AtLeast(r) => {
                let of = self.group(&r.of, name, trial);
                if !of.is_empty() {
                    self.count(r.count, 1, of.len(), name, "parts");
                }
                CheckedNode::AtLeast { count: r.count, of }
            }
            Node::Measure(r) => CheckedNode::Measure(self.measure(r)),
            Node::Consecutive(r) => {
                self.count(r.count, 1, usize::MAX, name, "samples");
                let (of, is) = self.comparison(&r.of, &r.is, name);
                let steady = r.steady.iter().map(|of| self.dosed(of)).collect();
                CheckedNode::Consecutive(CheckedConsecutive { of, is, count: r.count, apart: r.apart, trend: r.trend, steady })
            }
            Node::Trend(r) => CheckedNode::Trend(self.trend(r)),
            Node::Steady(r) => CheckedNode::Steady { of: self.dosed(&r.of), within: r.within },
            Node::Finding(r) => CheckedNode::Finding(self.finding(r)),
            Node::Lasting(r) => CheckedNode::Lasting { lasts: r.lasts, rule: Box::new(self.rule(&r.rule, trial)) },
            Node::Criterion(reference) => self.reference(reference, trial),
            Node::Recorded(names) => {
                if names.is_empty() {
                    self.report(Diagnostic::new(Code::EmptyGroup, "`recorded` names nothing"), name, name);
                }
                CheckedNode::Recorded(names.iter().map(|n| self.recorded(n)).collect())
            }
            Node::Review(words) => CheckedNode::Review(words.clone()),
        };
        CheckedRule { node, at: rule.at, open: rule.open }
    }

    fn group(&mut self, parts: &[Rule], name: &str, trial: &Trial) -> Vec<CheckedRule> {
        if parts.is_empty() {
            let help = "name at least one rule, or take the group out";
            self.report(Diagnostic::new(Code::EmptyGroup, format!("`{name}` has no parts")).help(help), name, name);
        }
        parts.iter().map(|p| self.rule(p, trial)).collect()
    }

    fn count(&mut self, count: usize, least: usize, most: usize, node: &str, of: &str) {
        if count < least {
            let message = format!("a count of {count} {of} asks for too few; at least {least} is wanted");
            self.report(Diagnostic::new(Code::CountOutOfReach, message), node, "count");
        } else if count > most {
            let message = format!("{count} {of} are asked for, and there are {most}");
            self.report(Diagnostic::new(Code::CountOutOfReach, message), node, "count");
        }
    }

    fn measure(&mut self, r: &MeasureRule) -> CheckedMeasure {
        let (of, is) = self.comparison(&r.of, &r.is, "measure");
        let since = r.since.as_ref().map(|a| Box::new(self.finding(&a.0)));
        CheckedMeasure { of, is, take: r.take, within: r.within, since, lasts: r.lasts }
    }

    fn trend(&mut self, r: &TrendRule) -> CheckedTrend {
        if let Some(count) = r.count {
            self.count(count, 2, usize::MAX, "trend", "samples");
        }
        CheckedTrend { of: self.asked(&r.of, "trend"), is: r.is, within: r.within, count: r.count }
    }

    /// A measure with what it is compared with.
    fn comparison(&mut self, of: &str, is: &Is, node: &str) -> (Asked, CheckedIs) {
        let asked = self.asked(of, node);
        let Some(measure) = asked.id.and_then(|id| self.vocabulary.measure(id)) else { return (asked, units::outside(is)) };
        match units::resolve(is, measure, asked.is_age) {
            Ok(checked) => {
                if let Some(warning) = units::implausible(&checked, is, measure) {
                    self.report_comparison(warning, node, of, is);
                }
                (asked, checked)
            }
            Err(diagnostic) => {
                self.report_comparison(diagnostic, node, of, is);
                (asked, units::outside(is))
            }
        }
    }

    /// A diagnostic about a comparison, at its text where that stands in the source.
    fn report_comparison(&mut self, diagnostic: Diagnostic, node: &str, of: &str, is: &Is) {
        let text = is.to_string();
        let there = self.source().zip(self.stretch).is_some_and(|(source, stretch)| stretch.of(source).contains(&text));
        self.report(diagnostic, &format!("{node} {of}"), if there { &text } else { of });
    }

    /// A measure by its name.
    fn asked(&mut self, of: &str, node: &str) -> Asked {
        if let Some(id) = self.vocabulary.measure_named(of) {
            let name = self.vocabulary.measure(id).map_or_else(|| of.to_owned(), |m| m.name.clone().into_owned());
            return Asked { is_age: name == "age", name, id: Some(id) };
        }
        let path = format!("{node} {of}");
        if self.vocabulary.finding_named(of).is_some() {
            let message = format!("`{of}` is a finding, not a measure: it has no value to compare");
            let help = "ask for it with `finding`";
            self.report(Diagnostic::new(Code::MeasureOutsideVocabulary, message).help(help), &path, of);
        } else if let Some(near) = self.vocabulary.nearest_measure(of).filter(|near| is_slip(of, near)) {
            let help = format!("did you mean `{near}`?");
            let diagnostic = Diagnostic::new(Code::UnknownName, format!("there is no measure `{of}`")).help(help).instead(near);
            self.report(diagnostic, &path, of);
        } else {
            let message = format!("the vocabulary has no measure `{of}`: its value will always be unknown");
            self.report(Diagnostic::new(Code::MeasureOutsideVocabulary, message), &path, of);
        }
        Asked { name: of.trim().to_owned(), id: None, is_age: false }
    }

    fn dosed(&mut self, of: &str) -> Dosed {
        match self.vocabulary.measure_named(of) {
            Some(_) => Dosed::Measure(self.asked(of, "steady")),
            None => {
                let concept = self.vocabulary.concept(of);
                let name = self.name_of(&concept);
                Dosed::Class(concept, name)
            }
        }
    }

    fn recorded(&mut self, name: &str) -> Recorded {
        match name.trim().to_lowercase().as_str() {
            "age" => return Recorded::Age,
            "sex" | "gender" => return Recorded::Sex,
            "any condition" => return Recorded::AnyCondition,
            "any measure" => return Recorded::AnyMeasure,
            "any procedure" => return Recorded::AnyProcedure,
            "any medication" | "any drug" => return Recorded::AnyMedication,
            _ => {}
        }
        if self.vocabulary.measure_named(name).is_some() {
            return Recorded::Measure(self.asked(name, "recorded"));
        }
        let concept = self.vocabulary.concept(name);
        let name = self.name_of(&concept);
        Recorded::Finding(concept, name)
    }

    fn finding(&mut self, rule: &FindingRule) -> CheckedFinding {
        let (of, severity, ever) = self.spelled_out(rule);
        let concept = self.of_kind(self.vocabulary.concept(&of), rule.kind);
        let kind = rule.kind.or_else(|| concept.finding().and_then(|id| self.vocabulary.finding(id)).map(|f| f.kind));
        CheckedFinding {
            name: self.name_of(&concept),
            of: concept,
            kind,
            certainty: rule.certainty,
            severity,
            ever,
            within: rule.within,
            ahead: rule.ahead && (rule.within.is_some() || rule.lasts.is_some()),
            lasts: rule.lasts,
            before: rule.before.as_ref().map(|a| Box::new(self.finding(&a.0))),
            after: rule.after.as_ref().map(|a| Box::new(self.finding(&a.0))),
        }
    }

    /// The name without a leading severity or "history of", which say the same as the fields.
    fn spelled_out(&self, rule: &FindingRule) -> (String, Option<SeverityRange>, bool) {
        let (mut of, mut severity, mut ever) = (rule.of.trim().to_owned(), rule.severity, rule.ever);
        if self.knows(&of) {
            return (of, severity, ever);
        }
        if let Some(rest) = of.to_lowercase().strip_prefix("history of ").map(str::len) {
            of = of.get(of.len().saturating_sub(rest)..).unwrap_or_default().to_owned();
            ever = true;
        }
        if let (None, Some((word, rest))) = (severity, of.split_once(' '))
            && let Some(low) = Severity::from_word(word)
            && !self.knows(&of)
        {
            severity = Some(SeverityRange { low, high: None });
            of = rest.trim().to_owned();
        }
        (of, severity, ever)
    }

    fn knows(&self, name: &str) -> bool {
        self.vocabulary.finding_named(name).is_some() || self.vocabulary.measure_named(name).is_some()
    }

    /// An allergy to a drug is not the drug.
    fn of_kind(&self, concept: Concept, kind: Option<FindingKind>) -> Concept {
        let said = ["allergy", "allergic", "hypersensitivity", "intolerance"];
        let is_one = concept.words().as_slice().iter().any(|w| said.contains(&w.as_str()))
            || concept.finding().and_then(|id| self.vocabulary.finding(id)).is_some_and(|f| f.kind == FindingKind::Allergy);
        if kind == Some(FindingKind::Allergy) && !is_one {
            return self.vocabulary.concept(&format!("{} allergy", concept.written));
        }
        concept
    }

    fn name_of(&self, concept: &Concept) -> String {
        let finding = concept.finding().and_then(|id| self.vocabulary.finding(id)).map(|f| f.name.clone());
        let known = finding.or_else(|| concept.measure().and_then(|id| self.vocabulary.measure(id)).map(|m| m.name.clone()));
        known.map_or_else(|| concept.written.clone(), std::borrow::Cow::into_owned)
    }

    fn reference(&mut self, reference: &Reference, trial: &Trial) -> CheckedNode {
        let wanted = |kind: CriterionKind, id: &str| match reference {
            Reference::Inclusion => kind == CriterionKind::Inclusion,
            Reference::Id(wanted) => wanted == id,
        };
        let places: Vec<usize> = trial.criteria().enumerate().filter(|(_, (kind, c))| wanted(*kind, &c.id)).map(|(i, _)| i).collect();
        if let (true, Reference::Id(id)) = (places.is_empty(), reference) {
            let ids = trial.criteria().map(|(_, c)| c.id.as_str());
            let mut diagnostic = Diagnostic::new(Code::BrokenReference, format!("there is no criterion `{id}`"));
            if let Some(near) = crate::diagnostic::nearest(id, ids) {
                diagnostic = diagnostic.help(format!("did you mean `{near}`?")).instead(near);
            }
            self.report(diagnostic, &format!("criterion {id}"), id);
        }
        CheckedNode::Criterion { reference: reference.clone(), places }
    }

    /// The trial's own validities.
    pub fn valid_for(&mut self, trial: &Trial) -> Vec<(MeasureId, Duration)> {
        let mut found = Vec::new();
        self.stretch = None;
        "valid_for".clone_into(&mut self.criterion);
        for (name, valid) in &trial.valid_for {
            if let Some(id) = self.asked(name, "measure").id {
                found.push((id, valid.0));
            }
        }
        found
    }
}

/// Whether a name is a slip of another: word by word, one letter in four. "Smurf index" is
/// not a slip of "SVR index".
fn is_slip(written: &str, known: &str) -> bool {
    let near = |a: &str, b: &str| {
        let most = a.chars().count().max(b.chars().count()).div_euclid(4).max(1);
        strsim::osa_distance(a, b) <= most
    };
    let (written, known) = (written.to_lowercase(), known.to_lowercase());
    let (a, b): (Vec<&str>, Vec<&str>) = (written.split_whitespace().collect(), known.split_whitespace().collect());
    if a.len() == b.len() { a.iter().zip(&b).all(|(a, b)| near(a, b)) } else { near(&a.concat(), &b.concat()) }
}

/// Counts nesting with a stack of its own: the rule may be too deep to walk otherwise.
fn deeper_than(rule: &Rule, limit: usize) -> bool {
    let mut open = vec![(rule, 1usize)];
    while let Some((rule, depth)) = open.pop() {
        if depth > limit {
            return true;
        }
        open.extend(rule.children().iter().map(|child| (child, depth.saturating_add(1))));
    }
    false
}
