//! References between criteria: an order in which each comes after those it refers to.

use super::resolve::Checker;
use super::tree::{CheckedCriterion, CheckedNode, CheckedRule};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::MAX_NESTING;

/// Places of the criteria, each after all those that it refers to. A circle, or a chain
/// deeper than any rule may be, is reported.
pub fn order(criteria: &[CheckedCriterion], checker: &mut Checker<'_>) -> Vec<usize> {
    let mut walk = Walk { criteria, state: vec![State::New; criteria.len()], path: Vec::new(), order: Vec::new(), circles: Vec::new() };
    for place in 0..criteria.len() {
        walk.visit(place);
    }
    for circle in &walk.circles {
        let ids: Vec<&str> = circle.iter().filter_map(|i| criteria.get(*i)).map(|c| c.id.as_str()).collect();
        let Some(first) = circle.first().and_then(|i| criteria.get(*i)) else { continue };
        checker.enter(first.kind, &first.id);
        let message = format!("criteria refer to each other in a circle: {} → {}", ids.join(" → "), first.id);
        checker.report(Diagnostic::new(Code::ReferenceCycle, message), "criterion", "criterion");
    }
    if walk.circles.is_empty() {
        too_deep(criteria, &walk.order, checker);
    }
    walk.order
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

struct Walk<'c> {
    criteria: &'c [CheckedCriterion],
    state: Vec<State>,
    path: Vec<usize>,
    order: Vec<usize>,
    circles: Vec<Vec<usize>>,
}

impl Walk<'_> {
    /// Depth first, with a stack of its own: a chain of references may be long.
    fn visit(&mut self, root: usize) {
        let mut stack = vec![(root, None::<Vec<usize>>)];
        while let Some((place, targets)) = stack.pop() {
            let mut targets = match targets {
                Some(targets) => targets,
                None => match self.state.get(place) {
                    Some(State::New) => {
                        self.set(place, State::Open);
                        self.path.push(place);
                        let mut targets = self.criteria.get(place).map_or(Vec::new(), |c| targets_of(&c.rule));
                        targets.reverse();
                        targets
                    }
                    Some(State::Open) => {
                        let from = self.path.iter().position(|p| *p == place).unwrap_or(0);
                        self.circles.push(self.path.get(from..).unwrap_or_default().to_vec());
                        continue;
                    }
                    _ => continue,
                },
            };
            match targets.pop() {
                Some(next) => {
                    stack.push((place, Some(targets)));
                    stack.push((next, None));
                }
                None => {
                    self.set(place, State::Done);
                    self.path.pop();
                    self.order.push(place);
                }
            }
        }
    }

    fn set(&mut self, place: usize, state: State) {
        if let Some(slot) = self.state.get_mut(place) {
            *slot = state;
        }
    }
}

fn targets_of(rule: &CheckedRule) -> Vec<usize> {
    let mut targets = Vec::new();
    rule.walk(&mut |r, _| {
        if let CheckedNode::Criterion { places, .. } = &r.node {
            targets.extend(places.iter().copied());
        }
    });
    targets.sort_unstable();
    targets.dedup();
    targets
}

fn too_deep(criteria: &[CheckedCriterion], order: &[usize], checker: &mut Checker<'_>) {
    let mut depths = vec![0usize; criteria.len()];
    for place in order {
        let Some(criterion) = criteria.get(*place) else { continue };
        let mut deepest = 0usize;
        criterion.rule.walk(&mut |r, depth| {
            let below = match &r.node {
                CheckedNode::Criterion { places, .. } => places.iter().filter_map(|p| depths.get(*p)).max().copied().unwrap_or(0),
                _ => 0,
            };
            deepest = deepest.max(depth.saturating_add(below));
        });
        if let Some(slot) = depths.get_mut(*place) {
            *slot = deepest;
        }
        if deepest > MAX_NESTING {
            checker.enter(criterion.kind, &criterion.id);
            let message = format!("with the criteria it refers to, the rule is nested deeper than {MAX_NESTING}");
            checker.report(Diagnostic::new(Code::TooDeep, message), "criterion", "criterion");
            return;
        }
    }
}

impl CheckedRule {
    /// The rules directly below this one.
    pub fn children(&self) -> &[Self] {
        match &self.node {
            CheckedNode::All(parts) | CheckedNode::Any(parts) | CheckedNode::AtLeast { of: parts, .. } => parts,
            CheckedNode::Not(part) | CheckedNode::Lasting { rule: part, .. } => std::slice::from_ref(part),
            _ => &[],
        }
    }

    /// Calls `visit` with this rule and every rule below it, and how deep it lies (from 1).
    pub fn walk<'r>(&'r self, visit: &mut impl FnMut(&'r Self, usize)) {
        self.walk_from(1, visit);
    }

    fn walk_from<'r>(&'r self, depth: usize, visit: &mut impl FnMut(&'r Self, usize)) {
        visit(self, depth);
        for child in self.children() {
            child.walk_from(depth.saturating_add(1), visit);
        }
    }
}
