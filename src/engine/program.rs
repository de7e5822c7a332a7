//! Rules and trials as rows of literals over truths of two bits.
//!
//! The higher bit is "surely true", the lower "possibly true": false is 0, unknown 1, true 3.
//! The truth of "all" is then the bitwise and of its parts, whatever they are. A literal is a
//! node, or with its lowest bit set the node's negation; "any" is the negation of "all" of the
//! negations. An inclusion criterion is its rule's literal, an exclusion criterion the negated
//! one, and a verdict the bitwise and of its trial's row.

use super::rails::{self, Rails, Row};
use crate::Truth;
use crate::screening::{Outcome, Verdict};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A node or its negation.
pub type Literal = u32;

/// True, whatever the patient.
pub const TRUE: Literal = 0;
/// False, whatever the patient.
pub const FALSE: Literal = 1;
/// Unknown, whatever the patient.
pub const UNKNOWN: Literal = 2;

/// Marks the literals of groups until it is known how many questions stand before them.
const GROUP: Literal = 1 << 31;

const SURELY: u8 = 3;
const POSSIBLY: u8 = 1;
const NEVER: u8 = 0;

/// The truths of every literal for one patient.
#[derive(Debug, Clone, Default)]
pub struct Values(Vec<u8>);

/// Rows over nodes, and trials over them.
#[derive(Debug, Default)]
pub struct Program {
    /// Those whose truth somebody else says; the groups come behind them.
    questions: u32,
    nodes: u32,
    groups: Vec<Group>,
    /// The literals of all groups, one after the other.
    members: Vec<Literal>,
    /// The literals of all trials' criteria, one after the other.
    criteria: Vec<Literal>,
    /// Where each trial's criteria end.
    ends: Arc<[usize]>,
}

/// A node over others: all of them, or so many.
#[derive(Debug)]
struct Group {
    node: u32,
    /// Where its members end; they begin where those of the group before end.
    end: usize,
    /// How many must be true; none for all.
    count: Option<usize>,
}

/// A program being built: every distinct group stands once.
#[derive(Debug, Default)]
pub struct Rows {
    program: Program,
    known: FxHashMap<(Option<usize>, Vec<Literal>), Literal>,
    ends: Vec<usize>,
}

/// The negation of a literal.
#[inline]
pub const fn negated(literal: Literal) -> Literal {
    literal ^ 1
}

impl Rows {
    pub fn new() -> Self {
        // The first two nodes are the constants.
        Self { program: Program { questions: 2, ..Program::default() }, ..Self::default() }
    }

    /// A new node, whose truth somebody else will say.
    pub fn node(&mut self) -> Literal {
        let literal = self.program.questions.saturating_mul(2);
        self.program.questions = self.program.questions.saturating_add(1);
        literal
    }

    /// All of some.
    pub fn all(&mut self, mut members: Vec<Literal>) -> Literal {
        members.sort_unstable();
        members.dedup();
        members.retain(|m| *m != TRUE);
        if members.contains(&FALSE) {
            return FALSE;
        }
        match members.as_slice() {
            [] => TRUE,
            [one] => *one,
            _ => self.group(None, members),
        }
    }

    /// At least one of some.
    pub fn any(&mut self, members: Vec<Literal>) -> Literal {
        negated(self.all(members.into_iter().map(negated).collect()))
    }

    /// So many of some; one that stands there twice counts twice.
    pub fn at_least(&mut self, count: usize, mut members: Vec<Literal>) -> Literal {
        members.sort_unstable();
        match count {
            0 => TRUE,
            1 => self.any(members),
            count if count > members.len() => FALSE,
            count if count == members.len() => self.all(members),
            count => self.group(Some(count), members),
        }
    }

    /// The next trial, with the literals of its criteria: true where they pass.
    pub fn trial(&mut self, criteria: impl IntoIterator<Item = Literal>) {
        self.program.criteria.extend(criteria);
        self.ends.push(self.program.criteria.len());
    }

    /// The program, with its groups behind its questions.
    pub fn finish(self) -> Program {
        let Self { mut program, ends, .. } = self;
        let behind = program.questions.saturating_mul(2);
        let settle = |literal: &mut Literal| *literal = if *literal & GROUP == 0 { *literal } else { (*literal & !GROUP).saturating_add(behind) };
        program.members.iter_mut().for_each(settle);
        program.criteria.iter_mut().for_each(settle);
        program.groups.iter_mut().for_each(|group| settle(&mut group.node));
        program.nodes = program.questions.saturating_add(u32::try_from(program.groups.len()).unwrap_or(u32::MAX));
        Program { ends: ends.into(), ..program }
    }

    fn group(&mut self, count: Option<usize>, members: Vec<Literal>) -> Literal {
        if let Some(known) = self.known.get(&(count, members.clone())) {
            return *known;
        }
        let literal = u32::try_from(self.program.groups.len()).unwrap_or(u32::MAX).saturating_mul(2) | GROUP;
        self.program.members.extend(&members);
        self.program.groups.push(Group { node: literal, end: self.program.members.len(), count });
        self.known.insert((count, members), literal);
        literal
    }
}

impl Program {
    /// Where each trial's outcomes end.
    pub fn ends(&self) -> &Arc<[usize]> {
        &self.ends
    }

    /// Makes every question unknown for many patients.
    pub fn clear_rails(&self, rails: &mut Rails) {
        let small = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        rails.clear(small(self.questions), small(self.nodes));
    }

    /// Works out every group, and each trial: who is eligible, and who is not.
    // INVARIANT: a group stands after the groups that it is made of.
    pub fn run_rails(&self, rails: &mut Rails, verdicts: &mut Vec<(Row, Row)>) {
        let mut start = 0usize;
        for group in &self.groups {
            let members = self.members.get(start..group.end).unwrap_or_default();
            start = group.end;
            let rows = match group.count {
                None => rails::all(rails, members),
                Some(count) => rails::at_least(rails, members, count),
            };
            rails.put(group.node, rows);
        }
        verdicts.clear();
        let mut start = 0usize;
        verdicts
            .extend(self.ends.iter().map(|end| rails::all(rails, self.criteria.get(std::mem::replace(&mut start, *end)..*end).unwrap_or_default())));
    }

    /// The literals of a trial's criteria: true where they pass.
    pub fn criteria(&self, trial: usize) -> &[Literal] {
        let start = trial.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        start.zip(self.ends.get(trial)).and_then(|(start, end)| self.criteria.get(start..*end)).unwrap_or_default()
    }

    /// The truths of one patient among many.
    pub fn values(&self, rails: &Rails, lane: usize, values: &mut Values) {
        self.clear(values);
        for node in 0..self.nodes {
            values.set(node.saturating_mul(2), rails.truth(node.saturating_mul(2), lane));
        }
    }

    /// Every question's truth for one patient, into the rows of many.
    pub fn questions(&self, values: &Values, rails: &mut Rails, lane: usize) {
        for node in 2..self.questions {
            let literal = node.saturating_mul(2);
            let truth = match values.of(literal) {
                SURELY => Truth::True,
                NEVER => Truth::False,
                _ => Truth::Unknown,
            };
            rails.set(literal, lane, truth);
        }
    }

    /// Makes every node unknown.
    pub fn clear(&self, values: &mut Values) {
        values.0.clear();
        values.0.resize(usize::try_from(self.nodes).unwrap_or(usize::MAX).saturating_mul(2), POSSIBLY);
        values.set(TRUE, Truth::True);
    }

    /// Works out every group from the nodes below it.
    // INVARIANT: a group stands after the groups that it is made of.
    pub fn run(&self, values: &mut Values) {
        let mut start = 0usize;
        for group in &self.groups {
            let members = self.members.get(start..group.end).unwrap_or_default();
            start = group.end;
            let value = group.value(members, values);
            values.put(group.node, value);
        }
    }

    /// Works out one group, and answers with it if it became another.
    pub fn run_one(&self, place: usize, values: &mut Values) -> Option<Literal> {
        let group = self.groups.get(place)?;
        let value = group.value(self.members_of(place), values);
        (values.of(group.node) != value).then(|| values.put(group.node, value))?;
        Some(group.node)
    }

    /// How many groups there are.
    pub fn group_count(&self) -> usize {
        self.groups.len()
    }

    /// The literals of a group.
    pub fn members_of(&self, place: usize) -> &[Literal] {
        let start = place.checked_sub(1).and_then(|before| self.groups.get(before)).map_or(0, |g| g.end);
        self.groups.get(place).and_then(|g| self.members.get(start..g.end)).unwrap_or_default()
    }

    /// The literals of all trials' criteria, one trial's after the other's.
    pub fn all_criteria(&self) -> &[Literal] {
        &self.criteria
    }

    /// The outcome of a criterion, by its place among those of all trials.
    pub fn outcome(&self, place: usize, values: &Values) -> Outcome {
        outcome(self.criteria.get(place).map_or(POSSIBLY, |literal| values.of(*literal)))
    }

    /// The questions that leave a criterion unknown: those below its literal that are unknown
    /// themselves and stand under unknown groups only.
    pub fn open_questions(&self, values: &Values, criterion: usize) -> Vec<Literal> {
        let mut open: Vec<Literal> = self.criteria.get(criterion).copied().into_iter().collect();
        let (mut seen, mut found) = (Vec::new(), Vec::new());
        while let Some(literal) = open.pop() {
            let node = literal & !1;
            if values.of(node) != POSSIBLY || seen.contains(&node) {
                continue;
            }
            seen.push(node);
            match self.groups.binary_search_by_key(&node, |g| g.node) {
                Ok(place) => {
                    open.extend(self.members_of(place).iter().rev());
                }
                Err(_) => found.push(node),
            }
        }
        found
    }

    /// Every criterion's outcome and every trial's verdict.
    pub fn outcomes(&self, values: &Values, outcomes: &mut Vec<Outcome>, verdicts: &mut Vec<Verdict>) {
        outcomes.clear();
        verdicts.clear();
        outcomes.reserve(self.criteria.len());
        verdicts.reserve(self.ends.len());
        let mut start = 0usize;
        for end in self.ends.iter() {
            let mut all = SURELY;
            outcomes.extend(self.criteria.get(start..*end).unwrap_or_default().iter().map(|criterion| {
                let value = values.of(*criterion);
                all &= value;
                outcome(value)
            }));
            start = *end;
            verdicts.push(match all {
                NEVER => Verdict::Ineligible,
                POSSIBLY => Verdict::Undetermined,
                _ => Verdict::Eligible,
            });
        }
    }
}

impl Group {
    fn value(&self, members: &[Literal], values: &Values) -> u8 {
        match self.count {
            None => members.iter().fold(SURELY, |all, m| all & values.of(*m)),
            Some(count) => {
                let so_many = |bit: u8| members.iter().filter(|m| values.of(**m) & bit != 0).count() >= count;
                match (so_many(2), so_many(1)) {
                    (true, _) => SURELY,
                    (_, true) => POSSIBLY,
                    _ => NEVER,
                }
            }
        }
    }
}

fn outcome(value: u8) -> Outcome {
    match value {
        NEVER => Outcome::Fail,
        POSSIBLY => Outcome::Unknown,
        _ => Outcome::Pass,
    }
}

impl Values {
    /// Says what a node is.
    pub fn set(&mut self, node: Literal, truth: Truth) {
        self.put(
            node,
            match truth {
                Truth::True => SURELY,
                Truth::Unknown => POSSIBLY,
                Truth::False => NEVER,
            },
        );
    }

    fn put(&mut self, node: Literal, value: u8) {
        let contrary = match value {
            SURELY => NEVER,
            NEVER => SURELY,
            unknown => unknown,
        };
        let place = usize::try_from(node).unwrap_or(usize::MAX);
        if let Some([plain, negation]) = self.0.get_mut(place..place.saturating_add(2)) {
            (*plain, *negation) = (value, contrary);
        }
    }

    /// What a literal is, in two bits.
    pub fn of(&self, literal: Literal) -> u8 {
        usize::try_from(literal).ok().and_then(|place| self.0.get(place)).copied().unwrap_or(POSSIBLY)
    }
}
