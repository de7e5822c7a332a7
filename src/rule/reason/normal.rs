//! Whether two forms are met by the same answers, also where some questions are not answered.
//!
//! In Kleene's logic a form is true just where all answers of one of its ways are given. Two forms
//! are the same if each way of one holds some way of the other: then reordered groups, double
//! negations, de Morgan's laws, repetitions and what is absorbed make no difference, and "18 to 75"
//! is the same as "at least 18" and "at most 75".

use super::atom::{Atom, Literal};
use super::axis::{Mode, Values};
use super::form::Form;
use super::theory::Theory;
use crate::quantity::Intervals;

/// More ways are not written out.
const MOST_WAYS: usize = 400;

/// Answers that together meet a form.
#[derive(Debug, Clone, Default, PartialEq)]
struct Way {
    answers: Vec<Literal>,
    /// The values left on each line, which are one interval: a value that is known only roughly
    /// is one, too, and lies in two of them if it lies in what they share.
    values: Vec<(usize, Intervals)>,
}

/// Whether the forms are met by the same answers; "no" says only that it was not found to be so.
pub fn same(theory: &Theory<'_>, first: &Form, second: &Form) -> bool {
    let ways = |form: &Form| Ways { theory }.of(form);
    let (Some(first), Some(second)) = (ways(first), ways(second)) else { return false };
    let covered = |a: &[Way], b: &[Way]| a.iter().all(|way| b.iter().any(|other| way.holds(other)));
    covered(&first, &second) && covered(&second, &first)
}

impl Way {
    /// Whether whoever gives these answers gives the other's.
    fn holds(&self, other: &Self) -> bool {
        other.answers.iter().all(|a| self.answers.contains(a))
            && other.values.iter().all(|(line, wide)| self.values.iter().any(|(l, narrow)| l == line && narrow.within(wide)))
    }
}

struct Ways<'s, 't> {
    theory: &'s Theory<'t>,
}

impl Ways<'_, '_> {
    /// Every way to meet a form; `None` where something is not looked into, or they are too many.
    fn of(&self, form: &Form) -> Option<Vec<Way>> {
        match form {
            Form::Open => None,
            Form::Answer(answer) => Some(self.answer(*answer)),
            Form::Any(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    for way in self.of(part)? {
                        add(&mut all, way)?;
                    }
                }
                Some(all)
            }
            Form::All(parts) => {
                let mut all = vec![Way::default()];
                for part in parts {
                    let ways = self.of(part)?;
                    let mut both = Vec::new();
                    for a in &all {
                        for b in &ways {
                            if let Some(way) = self.joined(a, b) {
                                add(&mut both, way)?;
                            }
                        }
                    }
                    all = both;
                }
                Some(all)
            }
        }
    }

    fn answer(&self, answer: Literal) -> Vec<Way> {
        let Some(values) = self.one_value(answer.0) else { return vec![Way { answers: vec![answer], values: Vec::new() }] };
        let line = self.line(values).unwrap_or(answer.0);
        values.left(answer.1).pieces().into_iter().map(|piece| Way { answers: Vec::new(), values: vec![(line, piece)] }).collect()
    }

    fn one_value(&self, place: usize) -> Option<&Values> {
        match self.theory.questions.atoms.get(place) {
            Some(Atom::Values(values)) if values.mode == Mode::One => Some(values),
            _ => None,
        }
    }

    /// The first question about the same value.
    fn line(&self, values: &Values) -> Option<usize> {
        let same = |atom: &Atom| matches!(atom, Atom::Values(v) if v.mode == Mode::One && v.line == values.line && v.when == values.when);
        self.theory.questions.atoms.iter().position(same)
    }

    /// Both ways together, unless they are never given together.
    fn joined(&self, a: &Way, b: &Way) -> Option<Way> {
        let mut way = a.clone();
        for answer in &b.answers {
            if way.answers.iter().any(|given| self.theory.refuses(*given, *answer)) {
                return None;
            }
            if !way.answers.contains(answer) {
                way.answers.push(*answer);
            }
        }
        for (line, piece) in &b.values {
            match way.values.iter_mut().find(|(l, _)| l == line) {
                Some((_, mine)) => *mine = mine.and(piece),
                None => way.values.push((*line, piece.clone())),
            }
        }
        way.values.iter().all(|(_, left)| !left.is_empty()).then_some(way)
    }
}

/// Adds a way that no other holds already, in place of those that hold it.
fn add(ways: &mut Vec<Way>, way: Way) -> Option<()> {
    if ways.iter().any(|other| way.holds(other)) {
        return Some(());
    }
    ways.retain(|other| !other.holds(&way));
    ways.push(way);
    (ways.len() <= MOST_WAYS).then_some(())
}
