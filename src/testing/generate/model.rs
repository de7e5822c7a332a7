//! What a trial's rules ask about, and a patient as far as they ask.

use super::MOMENT;
use crate::quantity::{Decimal, Scale};
use crate::rule::{CheckedTrial, FindingRule, Node, Rule, Severity, Trial};
use crate::time::{Duration, Moment};
use crate::truth::Truth;
use crate::vocabulary::{Concept, FindingKind, MeasureId, Validity, Vocabulary};
use serde_json::{Map, Value as Json};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// Everything that the rules of a trial ask about.
pub(super) struct Model<'t> {
    pub(super) trial: &'t Trial,
    checked: &'t CheckedTrial,
    pub(super) vocabulary: &'t Vocabulary,
    /// The questions: each rule without rules below it, and its subject.
    pub(super) leaves: Vec<Leaf<'t>>,
    pub(super) subjects: Vec<Subject>,
    /// Whether the first finding is the second or something narrower.
    narrower: Vec<Vec<bool>>,
    /// Of each subject, whether it is a finding that only one sex can have.
    sexed: Vec<bool>,
}

/// A question.
pub(super) struct Leaf<'t> {
    pub(super) rule: &'t Rule,
    pub(super) subject: Option<usize>,
    /// What a finding is called, and the sex that it asks for.
    pub(super) finding: Option<(Concept, Option<bool>)>,
    pub(super) states: OnceCell<Result<Vec<State>, String>>,
}

/// What questions are about: those about one subject are answered by one datum.
pub(super) enum Subject {
    /// The age.
    Age,
    /// The sex.
    Sex,
    /// A measure of the vocabulary.
    Measure(MeasureId),
    /// A finding.
    Finding(Concept),
}

/// A patient: what is known of each subject, and for how long it has been so.
#[derive(Clone, Default)]
pub(super) struct Setting {
    pub(super) states: BTreeMap<usize, State>,
    /// Everything began so many milliseconds ago; else it is known for the moment only.
    pub(super) held: Option<i64>,
}

/// What is known of a subject.
#[derive(Clone)]
pub(super) struct State {
    /// In words, for the name of a test.
    pub(super) label: String,
    pub(super) puts: Vec<Put>,
    pub(super) fact: Fact,
    /// Other findings that are put into the profile with it.
    pub(super) touches: Vec<Concept>,
}

/// What a state says to a question.
#[derive(Clone, PartialEq)]
pub(super) enum Fact {
    /// Nothing is known.
    Nothing,
    /// Born on the day of this moment, or at it (`true`).
    Born(Moment, bool),
    /// A value in the scale that it is compared in.
    Value(Decimal, Scale),
    /// A result in words.
    Word(String),
    /// It is there.
    There(Option<Severity>),
    /// It is suspected.
    Suspected,
    /// It is not there.
    Absent,
    /// The sex: whether it is male.
    Male(bool),
    /// Made for one question, with its answer.
    Only(usize, Truth),
}

/// What is put into the profile.
#[derive(Clone)]
pub(super) enum Put {
    /// A field of the profile itself.
    Field(&'static str, Json),
    /// A value of a measure.
    Value(String, Map<String, Json>),
    /// Values of a measure: how long ago, and what.
    Samples(String, Vec<(Moment, Map<String, Json>)>),
    /// A named item of a list.
    Item(&'static str, String, Map<String, Json>),
    /// A list holds everything there is.
    Complete(&'static str),
}

impl<'t> Model<'t> {
    pub(super) fn new(checked: &'t CheckedTrial) -> Self {
        let trial = checked.trial();
        let mut model = Self {
            trial,
            checked,
            vocabulary: checked.vocabulary(),
            leaves: Vec::new(),
            subjects: Vec::new(),
            narrower: Vec::new(),
            sexed: Vec::new(),
        };
        for (_, criterion) in trial.criteria() {
            criterion.rule.walk(&mut |rule| model.leaf(rule));
        }
        let concepts = || model.subjects.iter().map(|s| if let Subject::Finding(c) = s { Some(c) } else { None });
        let narrower = |a: Option<&Concept>, b: Option<&Concept>| a.zip(b).is_some_and(|(a, b)| model.vocabulary.narrower(a, b));
        let rows: Vec<Vec<bool>> = concepts().map(|a| concepts().map(|b| narrower(a, b)).collect()).collect();
        let sexed: Vec<bool> = concepts().map(|c| c.is_some_and(|c| model.has_sex(c))).collect();
        (model.narrower, model.sexed) = (rows, sexed);
        model
    }

    fn leaf(&mut self, rule: &'t Rule) {
        let subject = match &rule.node {
            Node::Measure(m) => self.measure(&m.of),
            Node::Consecutive(c) => self.measure(&c.of),
            Node::Trend(t) => self.measure(&t.of),
            Node::Finding(f) => Some(self.finding(&f.of)),
            Node::Steady(_) | Node::Recorded(_) | Node::Review(_) => None,
            _ => return,
        };
        let finding = if let Node::Finding(f) = &rule.node { Some(self.vocabulary.concept(&f.of)) } else { None };
        let finding = finding.map(|c| (c.clone(), self.sex(&c)));
        self.leaves.push(Leaf { rule, subject, finding, states: OnceCell::new() });
    }

    fn measure(&mut self, of: &str) -> Option<usize> {
        if of.trim().eq_ignore_ascii_case("age") {
            return Some(self.place(|s| matches!(s, Subject::Age), Subject::Age));
        }
        let id = self.vocabulary.measure_named(of)?;
        if self.vocabulary.measure(id).is_some_and(|m| m.name == "age") {
            return Some(self.place(|s| matches!(s, Subject::Age), Subject::Age));
        }
        Some(self.place(|s| matches!(s, Subject::Measure(known) if *known == id), Subject::Measure(id)))
    }

    fn finding(&mut self, of: &str) -> usize {
        let concept = self.vocabulary.concept(of);
        if self.sex(&concept).is_some() {
            return self.place(|s| matches!(s, Subject::Sex), Subject::Sex);
        }
        let vocabulary = self.vocabulary;
        let same = concept.clone();
        self.place(move |s| matches!(s, Subject::Finding(known) if vocabulary.same(known, &same)), Subject::Finding(concept))
    }

    fn place(&mut self, is: impl Fn(&Subject) -> bool, new: Subject) -> usize {
        self.subjects.iter().position(is).unwrap_or_else(|| {
            self.subjects.push(new);
            self.subjects.len().saturating_sub(1)
        })
    }

    /// Whether a name is a sex: `male`, or not.
    pub(super) fn sex(&self, concept: &Concept) -> Option<bool> {
        [("male", true), ("female", false)]
            .into_iter()
            .find(|(name, _)| self.vocabulary.same(concept, &self.vocabulary.concept(name)))
            .map(|(_, m)| m)
    }

    /// Whether a finding is another or something narrower.
    pub(super) fn is_narrower(&self, narrow: usize, wide: usize) -> bool {
        self.narrower.get(narrow).and_then(|row| row.get(wide)).copied().unwrap_or(false)
    }

    /// Whether two states cannot both be: records would contradict each other.
    pub(super) fn clash(&self, (a, one): (usize, &State), (b, other): (usize, &State)) -> bool {
        if one.fact == Fact::Nothing || other.fact == Fact::Nothing {
            return false;
        }
        // What is put beside a finding may be what the other is about.
        let touched = |state: &State, place: usize| match self.subjects.get(place) {
            Some(Subject::Finding(c)) => state.touches.iter().any(|t| self.related(t, c)),
            _ => false,
        };
        if touched(one, b) || touched(other, a) || (!one.touches.is_empty() && !other.touches.is_empty()) {
            return true;
        }
        match (self.subjects.get(a), self.subjects.get(b)) {
            (Some(Subject::Sex), _) => self.is_sexed(b),
            (_, Some(Subject::Sex)) => self.is_sexed(a),
            (Some(Subject::Finding(_)), Some(Subject::Finding(_))) => {
                let absent = |state: &State| state.fact == Fact::Absent;
                let dated = |state: &State| matches!(state.fact, Fact::Only(..) | Fact::Suspected);
                let (down, up) = (self.is_narrower(a, b), self.is_narrower(b, a));
                (down && absent(other) && !absent(one)) || (up && absent(one) && !absent(other)) || ((down || up) && (dated(one) || dated(other)))
            }
            _ => false,
        }
    }

    /// Whether only one sex can have what a subject is.
    pub(super) fn is_sexed(&self, subject: usize) -> bool {
        self.sexed.get(subject).copied().unwrap_or(false)
    }

    /// Whether only one sex can have a finding.
    fn has_sex(&self, concept: &Concept) -> bool {
        ["male", "female"].into_iter().any(|sex| self.vocabulary.narrower(concept, &self.vocabulary.concept(sex)))
    }

    /// The place of a question among the leaves.
    pub(super) fn index(&self, rule: &Rule) -> Option<usize> {
        self.leaves.iter().position(|leaf| std::ptr::eq(leaf.rule, rule))
    }

    /// How long a value of a measure holds; `None` is always.
    pub(super) fn validity(&self, id: MeasureId) -> Option<Duration> {
        self.checked.valid_for(id).or_else(|| match self.vocabulary.measure(id).map(crate::vocabulary::Measure::validity) {
            Some(Validity::For(length)) => Some(length),
            _ => None,
        })
    }

    /// What sort of thing a finding is: by the rule, else by the vocabulary.
    pub(super) fn kind(&self, rule: &FindingRule) -> Option<FindingKind> {
        let concept = self.vocabulary.concept(&rule.of);
        rule.kind.or_else(|| concept.finding().and_then(|id| self.vocabulary.finding(id)).map(|f| f.kind))
    }
}

impl State {
    /// The datum is missing.
    pub(super) fn missing() -> Self {
        Self { label: "not recorded".to_owned(), puts: Vec::new(), fact: Fact::Nothing, touches: Vec::new() }
    }

    pub(super) fn new(label: impl Into<String>, fact: Fact, puts: Vec<Put>) -> Self {
        Self { label: label.into(), puts, fact, touches: Vec::new() }
    }
}

impl Setting {
    /// What is known of a subject.
    pub(super) fn fact(&self, subject: usize) -> &Fact {
        self.states.get(&subject).map_or(&Fact::Nothing, |s| &s.fact)
    }
}

/// The moment so many milliseconds ago.
pub(super) fn ago(millis: i64) -> Moment {
    MOMENT.plus_millis(millis.saturating_neg())
}
