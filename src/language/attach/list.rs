//! Lists: which parts belong together, and by "and" or by "or".

use super::agents::{sort_of, without_agents};
use super::leaf::Leaf;
use super::reader::leaves;
use super::sentence::trim;
use super::{Context, Scope, spread};
use crate::language::element::{Element, Sign, What};
use crate::language::words::Kind;
use crate::rule::{CriterionKind, Node, Rule};

/// A list as it is bracketed by its signs and connectives.
pub(super) enum Tree {
    Leaves(Vec<Leaf>),
    Group { or: bool, parts: Vec<Tree> },
}

/// The rule of a stretch without announced lists, definitions and examples.
pub(super) fn coordination(context: &Context<'_>, elements: &[Element], scope: &Scope) -> Option<Rule> {
    if let Some(rule) = super::respectively::respectively(context, elements, scope) {
        return Some(rule);
    }
    if let Some(rule) = super::whichever::whichever(context, elements, scope) {
        return Some(rule);
    }
    let elements = super::source::folded(context, super::product::folded(context, elements));
    let elements = super::aside::fold(context, super::grades::fold(context, without_agents(context, &elements)));
    let mut tree = tree(context, trim(&elements), scope);
    let mut all = Vec::new();
    tree.each(&mut all);
    spread::shared(context, &mut all);
    if let Some(said) = &scope.said {
        all.iter_mut().for_each(|leaf| leaf.share(said));
    }
    all.iter().filter(|leaf| leaf.merged).for_each(|leaf| context.mark(leaf.from, leaf.to));
    tree.imply(false);
    tree.rule(context, scope)
}

fn tree(context: &Context<'_>, elements: &[Element], scope: &Scope) -> Tree {
    if let Some((first, rest)) = super::closing::demanded_first(context, elements, scope) {
        return Tree::Group { or: false, parts: vec![tree(context, first, scope), tree(context, rest, scope)] };
    }
    let closed = super::closing::closed(context, elements);
    let elements = closed.as_deref().unwrap_or(elements);
    let separators: Vec<(Sign, Option<bool>)> = elements
        .iter()
        .filter_map(|e| match &e.what {
            What::Separator(s) => Some((s.sign, s.or)),
            _ => None,
        })
        .collect();
    if separators.is_empty() {
        return Tree::Leaves(leaves(context, elements, scope));
    }
    let weakest = separators.iter().map(|(sign, _)| *sign).min().unwrap_or(Sign::None);
    match weakest {
        Sign::Stop | Sign::Semicolon => {
            let or = separators.iter().filter(|(sign, _)| *sign == weakest).find_map(|(_, or)| *or);
            group(context, elements, scope, or.unwrap_or_else(|| context.default_or(scope)), |s| s.0 == weakest)
        }
        Sign::Comma => {
            // ", or" closes a list of whole parts; else the last bare connective does.
            let closing = separators.iter().rev().find(|(sign, or)| *sign == Sign::Comma && or.is_some()).and_then(|(_, or)| *or);
            let last = separators.last().filter(|(sign, _)| *sign == Sign::None).and_then(|(_, or)| *or);
            match (closing, last) {
                (Some(or), _) => group(context, elements, scope, or, |s| s.0 == Sign::Comma),
                // "nurses, working in intensive care or emergency units": who they are, and where.
                (None, Some(_)) if super::people::say_where(context, elements) => group(context, elements, scope, false, |s| s.0 == Sign::Comma),
                (None, Some(or)) => {
                    let earlier = separators.iter().filter(|(sign, _)| *sign == Sign::None).count() > 1;
                    let mixed = separators.iter().any(|(sign, o)| *sign == Sign::None && *o != Some(or));
                    if earlier && mixed {
                        group(context, elements, scope, context.default_or(scope), |s| s.0 == Sign::Comma)
                    } else {
                        group(context, elements, scope, or, |_| true)
                    }
                }
                (None, None) => {
                    let or = context.default_or(scope) || super::grades::each_another(context, elements);
                    group(context, elements, scope, or, |s| s.0 == Sign::Comma)
                }
            }
        }
        Sign::None => {
            // "visits the clinic and needs assessment/procedures": a slash binds closer than "and".
            let word =
                |e: &Element| matches!(&e.what, What::Separator(s) if s.or == Some(true)) && context.token(e.from).is_some_and(|t| t.text != "/");
            let or = separators.iter().all(|(_, or)| *or != Some(false)) || elements.iter().any(word);
            // "ALT or AST > 3 × ULN and bilirubin > 2 × ULN": the names before one limit are one part.
            let or = or && !shares_limit(context, elements) && !super::closing::and_first(context, elements);
            group(context, elements, scope, or, |s| s.1 == Some(or))
        }
    }
}

/// Whether the names that an "or" joins share the limit behind them, and an "and" brings another.
fn shares_limit(context: &Context<'_>, elements: &[Element]) -> bool {
    let measure = |e: &Element| e.what == What::Token && matches!(context.kind(e.from), Some(Kind::Measure(_)));
    let compares = |e: &Element| matches!(&e.what, What::Comparison(n) if n.compared);
    let by = |e: &Element, or: bool| matches!(&e.what, What::Separator(s) if s.or == Some(or));
    let (mut ors, mut shared) = (false, true);
    let ands: Vec<&[Element]> = elements.split(|e| by(e, false)).collect();
    for part in &ands {
        let names: Vec<&[Element]> = part.split(|e| by(e, true)).collect();
        let Some((last, first)) = names.split_last() else { return false };
        ors |= !first.is_empty();
        shared &= last.iter().any(measure) && last.iter().any(compares) && first.iter().all(|n| n.iter().any(measure) && !n.iter().any(compares));
    }
    ands.len() > 1 && ors && shared
}

fn group(context: &Context<'_>, elements: &[Element], scope: &Scope, or: bool, parts_at: impl Fn((Sign, Option<bool>)) -> bool) -> Tree {
    let is_boundary = |e: &Element| matches!(&e.what, What::Separator(s) if parts_at((s.sign, s.or)));
    let mut parts = Vec::new();
    // "no severe, or worsening asthma": what has no name yet goes on with the next part.
    let mut opening: Vec<Element> = Vec::new();
    for part in elements.split(is_boundary).map(trim).filter(|p| !p.is_empty()) {
        // "inability or lack of willingness": the second says it again.
        if part.first().is_some_and(|e| context.kind(e.from) == Some(&Kind::Negation)) {
            opening.clear();
        }
        if only_opens(context, part, or) {
            opening.extend_from_slice(part);
        } else if opening.is_empty() {
            parts.push(tree(context, part, scope));
        } else {
            opening.extend_from_slice(part);
            parts.push(tree(context, &std::mem::take(&mut opening), scope));
        }
    }
    if !opening.is_empty() {
        parts.push(tree(context, &opening, scope));
    }
    Tree::Group { or, parts }
}

/// Whether words deny or grade something that they do not name.
fn only_opens(context: &Context<'_>, part: &[Element], or: bool) -> bool {
    let kind = |e: &Element| context.kind(e.from).filter(|_| e.what == What::Token);
    // "without, or with, treatment" asks nothing.
    let either = |e: &Element| context.words(e.from, e.to).eq_ignore_ascii_case("without");
    part.iter().any(|e| (kind(e) == Some(&Kind::Negation) || !or && matches!(kind(e), Some(Kind::Severity(_)))) && !either(e))
        && part.iter().all(|e| {
            matches!(
                kind(e),
                Some(Kind::Negation | Kind::Severity(_) | Kind::Filler | Kind::History | Kind::Suspicion | Kind::Allergy | Kind::Contraindication)
            )
        })
}

/// Whether a rule asks for things that are there or not, and nothing else.
fn only_names(rule: &Rule) -> bool {
    match &rule.node {
        Node::Finding(_) => true,
        Node::Any(parts) => parts.iter().all(|p| matches!(p.node, Node::Finding(_))),
        _ => false,
    }
}

/// Whether a rule asks for things that are there or not, with what limits them ("tumors that cause
/// pain").
fn names_things(context: &Context<'_>, rule: &Rule) -> bool {
    match &rule.node {
        // "age, sex, and tanner stage" name nothing that is there or not.
        Node::Finding(f) => context.vocabulary.finding_named(&f.of).is_some() || context.vocabulary.measure_named(&f.of).is_none(),
        Node::Any(parts) => parts.iter().all(|p| names_things(context, p)),
        Node::All(parts) => parts.first().is_some_and(|p| matches!(p.node, Node::Finding(_))),
        node => matches!(node, Node::Review(_)),
    }
}

impl Tree {
    /// The rules of a list's parts. Neighbours that each count for another sex or another case
    /// are alternatives, even among parts that all must hold.
    fn parts(context: &Context<'_>, parts: &[Self], scope: &Scope, or: bool) -> Vec<Rule> {
        let mut out: Vec<Rule> = Vec::new();
        let mut run: Vec<Rule> = Vec::new();
        for part in parts {
            let rule = part.rule(context, scope);
            if !or && part.guarded() {
                run.extend(rule);
                continue;
            }
            out.extend(context.group(true, std::mem::take(&mut run)));
            out.extend(rule);
        }
        out.extend(context.group(true, run));
        out
    }

    fn each<'t>(&'t mut self, out: &mut Vec<&'t mut Leaf>) {
        match self {
            Self::Leaves(leaves) => out.extend(leaves.iter_mut()),
            Self::Group { parts, .. } => parts.iter_mut().for_each(|p| p.each(out)),
        }
    }

    /// Whether every part counts for another sex: one of them is the patient's.
    fn guarded(&self) -> bool {
        match self {
            Self::Leaves(leaves) => !leaves.is_empty() && leaves.iter().all(|l| l.guard.is_some()),
            Self::Group { parts, .. } => !parts.is_empty() && parts.iter().all(Self::guarded),
        }
    }

    /// "Endocarditis and rheumatic heart disease" among the exclusions: either is meant, unless
    /// the words tie the parts together or they are things of different sorts.
    fn each_by_itself(&self, context: &Context<'_>, rules: &[Rule]) -> bool {
        let Self::Group { parts, .. } = self else { return false };
        let mut leaves = Vec::new();
        parts.iter().for_each(|p| p.leaves(&mut leaves));
        let (Some(first), Some(last)) = (leaves.first(), leaves.last()) else { return false };
        let ties = |i: usize| {
            context.kind(i) == Some(&Kind::And)
                && context.token(i).is_some_and(|t| !matches!(t.lower().as_str(), "and" | "&" | "as well as" | "and also"))
        };
        let named = rules.iter().all(only_names) || parts.len() > 2 && rules.iter().all(|r| names_things(context, r));
        let mut sorts = leaves.iter().filter_map(|l| l.phrase.and_then(|(from, to)| sort_of(context, from, to)));
        let one = sorts.next();
        // "history of A and B": each of them was.
        let past = leaves.len() > 1 && leaves.iter().all(|l| l.ever);
        let alike = parts.len() > 2 || past || sorts.all(|s| Some(s) == one);
        let acts = |l: &Leaf| {
            let first = l.phrase.filter(|(from, to)| *to > from.saturating_add(1)).and_then(|(from, _)| context.token(from));
            first.is_some_and(|t| t.text.ends_with("ing") && context.kind(l.from) == Some(&Kind::Word))
        };
        // "… not addressed by consultation and correction": a bare word goes on with what limits the first.
        let clause = parts.len() == 2
            && (first.is_limited() || !first.besides.is_empty())
            && last.phrase.is_some_and(|(from, to)| to == from.saturating_add(1) && sort_of(context, from, to).is_none());
        alike
            && !clause
            && rules.len() > 1
            && named
            && !(first.from..last.to).any(ties)
            && (parts.len() > 2 || !leaves.iter().skip(1).any(|l| acts(l)))
    }

    /// The token behind it.
    pub(super) fn end(&self) -> usize {
        match self {
            Self::Leaves(leaves) => leaves.last().map_or(0, |l| l.to),
            Self::Group { parts, .. } => parts.last().map_or(0, Self::end),
        }
    }

    fn leaves<'t>(&'t self, out: &mut Vec<&'t Leaf>) {
        match self {
            Self::Leaves(leaves) => out.extend(leaves),
            Self::Group { parts, .. } => parts.iter().for_each(|p| p.leaves(out)),
        }
    }

    /// A limit for a case that stands beside no other limit only counts in that case.
    fn imply(&mut self, beside_others: bool) {
        let guarded = beside_others || self.guarded() && matches!(self, Self::Group { parts, .. } if parts.len() > 1);
        match self {
            Self::Leaves(leaves) => leaves.iter_mut().for_each(|l| l.implied = l.conditional && !guarded),
            Self::Group { parts, .. } => {
                let run: Vec<bool> = parts.iter().map(Self::guarded).collect();
                for (i, part) in parts.iter_mut().enumerate() {
                    let near = |j: Option<usize>| j.and_then(|j| run.get(j)).copied().unwrap_or(false);
                    let others = near(Some(i)) && (near(i.checked_sub(1)) || near(i.checked_add(1)));
                    part.imply(guarded || others);
                }
            }
        }
    }

    /// "patients with asthma or COPD who are on dialysis": what is said of the patients behind the
    /// last part counts for all; how many leaves that part has itself, and what is said.
    fn said_of_all(&self, context: &Context<'_>) -> Option<(usize, &[Leaf])> {
        let Self::Group { or: true, parts } = self else { return None };
        let (Self::Leaves(leaves), first) = parts.split_last()? else { return None };
        let who = |l: &Leaf| l.linked && context.token(l.from).is_some_and(|t| t.text.to_lowercase().split(' ').next() == Some("who"));
        // "ALT or AST > 3 × ULN with bilirubin > 2 × ULN": the names share the first limit.
        let shared = |p: &Self| matches!(p, Self::Leaves(leaves) if matches!(leaves.as_slice(), [l] if l.copied && l.numbers.is_some()));
        if let [own, next, ..] = leaves.as_slice()
            && own.numbers.is_some()
            && next.linked
            && next.link.is_none()
            && next.numbers.is_some()
            && first.iter().all(shared)
        {
            return Some((1, leaves.get(1..).unwrap_or_default()));
        }
        let at = leaves.iter().position(who).filter(|at| *at > 0)?;
        let plain = |p: &Self| matches!(p, Self::Leaves(leaves) if leaves.iter().all(|l| l.is_name() && !l.negated && l.clause.is_none()));
        let start = first.first().and_then(|p| if let Self::Leaves(l) = p { l.first() } else { None })?.from;
        let comma = (start..leaves.get(at)?.from).any(|i| context.kind(i) == Some(&Kind::Comma));
        let own = leaves.get(..at)?.iter().all(|l| l.is_name() && !l.negated && l.clause.is_none());
        (own && first.iter().all(plain) && !comma).then(|| (at, leaves.get(at..).unwrap_or_default()))
    }

    pub(super) fn rule(&self, context: &Context<'_>, scope: &Scope) -> Option<Rule> {
        match self {
            Self::Leaves(leaves) => joined(context, leaves, scope),
            Self::Group { or: true, parts } if self.said_of_all(context).is_some() => {
                let (own, said) = self.said_of_all(context)?;
                let (last, first) = parts.split_last()?;
                let Self::Leaves(leaves) = last else { return None };
                let rules = first.iter().filter_map(|p| p.rule(context, scope)).chain(joined(context, leaves.get(..own)?, scope)).collect();
                let any = context.group(true, rules);
                context.group(false, any.into_iter().chain(joined(context, said, scope)).collect())
            }
            Self::Group { or, parts } => {
                let rules = if *or { super::linked::lists(context, parts, scope) } else { Self::parts(context, parts, scope, self.guarded()) };
                let either = *or;
                let or = *or
                    || self.guarded()
                    || spread::excludes_itself(&rules)
                    || spread::never_together(context.kind, &rules)
                    || (context.kind == CriterionKind::Exclusion && scope.or != Some(false) && self.each_by_itself(context, &rules));
                let rules = if or { factored(context, rules) } else { rules };
                if let Some(rule) = super::closing::of_all(context, or && !self.guarded(), &rules, scope) {
                    return Some(rule);
                }
                super::denied::negated_list(context, or, either, rules)
            }
        }
    }
}

/// "A or B that impairs walking": the clause that both share is asked once.
pub(super) fn factored(context: &Context<'_>, rules: Vec<Rule>) -> Vec<Rule> {
    let clause = |rule: &Rule| match &rule.node {
        Node::All(parts) => parts.last().filter(|p| parts.len() > 1 && matches!(p.node, Node::Review(_))).cloned(),
        _ => None,
    };
    let mut out: Vec<Rule> = Vec::new();
    let mut run: Vec<Rule> = Vec::new();
    let mut shared: Option<Rule> = None;
    let close = |out: &mut Vec<Rule>, run: &mut Vec<Rule>, shared: &mut Option<Rule>| {
        let (parts, clause) = (std::mem::take(run), shared.take());
        match clause.filter(|_| parts.len() > 1) {
            Some(clause) => {
                let bare = parts.into_iter().filter_map(|rule| match rule.node {
                    Node::All(mut inner) => {
                        inner.pop();
                        context.group(false, inner)
                    }
                    _ => None,
                });
                let any = context.group(true, bare.collect());
                out.extend(context.group(false, any.into_iter().chain([clause]).collect()));
            }
            None => out.extend(parts),
        }
    };
    for rule in rules {
        let own = clause(&rule);
        let same = own.is_some() && own.as_ref().map(|r| (&r.node, r.at)) == shared.as_ref().map(|r| (&r.node, r.at));
        if !same {
            close(&mut out, &mut run, &mut shared);
            shared = own;
        }
        run.push(rule);
    }
    close(&mut out, &mut run, &mut shared);
    out
}

/// The things that one phrase names. A "no" before the first counts for all that hang on it:
/// "no infection requiring antibiotics" is either not there.
pub(super) fn joined(context: &Context<'_>, leaves: &[Leaf], scope: &Scope) -> Option<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for leaf in leaves {
        let Some(rule) = leaf.rule(context, scope) else { continue };
        match rules.last_mut() {
            Some(Rule { node: Node::Not(inner), .. }) if leaf.linked && !leaf.negated => {
                if let Some(both) = context.group(false, vec![(**inner).clone(), rule]) {
                    **inner = both;
                }
            }
            // "infection with HIV": the narrower name says it all.
            Some(wide) if leaf.linked && leaf.link.is_none() && wider(context, wide, &rule) => *wide = rule,
            _ => rules.push(rule),
        }
    }
    context.group(false, rules)
}

/// Whether a rule asks for no more than another does: for a wider name in the same way.
fn wider(context: &Context<'_>, wide: &Rule, narrow: &Rule) -> bool {
    let (Node::Finding(wide), Node::Finding(narrow)) = (&wide.node, &narrow.node) else { return false };
    let known = |of: &str| context.vocabulary.finding_named(of);
    let is_a = known(&wide.of).zip(known(&narrow.of)).is_some_and(|(wide, narrow)| wide != narrow && context.vocabulary.is_a(narrow, wide));
    is_a && crate::rule::FindingRule { of: narrow.of.clone(), kind: narrow.kind, ..wide.clone() } == *narrow
}
