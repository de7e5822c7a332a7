//! Rules that no longer say what their texts say.

use super::read_again;
use crate::diagnostic::{Code, Diagnostic};
use crate::language::Computable;
use crate::rule::{self, CheckedRule, CheckedTrial, Criterion, CriterionKind, Node, Rule, Theory, Trial};
use crate::vocabulary::Vocabulary;

/// Everything doubtful in a checked trial: what reasoning finds ([`rule::reason`]) and rules that
/// are not what their texts say ([`drift`]), in the order of the file. A criterion whose rule is
/// told to be broken is not told to differ from its text, too.
pub fn doubts(trial: &CheckedTrial, source: Option<&str>) -> Vec<Diagnostic> {
    let mut found = rule::reason(trial, source);
    let criterion = |d: &Diagnostic| d.path.as_deref().and_then(|p| p.split(':').next()).map(str::to_owned);
    let broken: Vec<Option<String>> = found.iter().filter(|d| BROKEN.contains(&d.code)).map(criterion).collect();
    found.extend(drift(trial.trial(), source, trial.vocabulary()).into_iter().filter(|d| !broken.contains(&criterion(d))));
    found.sort_by_key(|d| d.span.map(|s| s.start));
    found
}

/// Findings that say of a rule itself that it cannot be meant.
const BROKEN: &[Code] = &[
    Code::UnmeetableCriterion,
    Code::UnmeetableTrial,
    Code::PointlessCriterion,
    Code::PointlessBound,
    Code::UnitSlip,
    Code::EqualOnContinuum,
    Code::TurnedRound,
];

/// A warning for every criterion whose text, parsed, says something else than its rule, and that
/// nobody has marked as `reviewed`. `source` is the file's text, for places.
///
/// Two rules that are written differently and mean the same are no difference. Where the text is
/// understood in part, only what was understood counts; where it is not understood at all, a
/// person's rule stands unquestioned. The registry's own facts, `AGE` and `SEX`, are no text.
///
/// ```
/// use trialsieve::{language, rule::yaml, vocabulary::Vocabulary};
/// let file = "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Lactate > 5 mmol/L\n  \
///     rule: {measure: {of: lactate, is: \"> 4 mmol/L\"}}\n";
/// let found = language::drift(&yaml::read(file).unwrap(), Some(file), Vocabulary::builtin());
/// assert!(found[0].message.contains("> 5 mmol/L"));
/// // The same in another unit is the same.
/// let same = file.replace("> 4 mmol/L", "> 45.04 mg/dL");
/// assert_eq!(language::drift(&yaml::read(&same).unwrap(), Some(&same), Vocabulary::builtin()), []);
/// ```
pub fn drift(trial: &Trial, source: Option<&str>, vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    let again = read_again(trial, vocabulary);
    let places = source.map(rule::Places::of);
    let mut found = Vec::new();
    for ((kind, written), (_, parsed)) in trial.criteria().zip(again.criteria()) {
        if written.reviewed.is_some() || written.rule == parsed.rule || matches!(written.id.as_str(), "AGE" | "SEX") {
            continue;
        }
        let said = match understood(&parsed.rule, vocabulary) {
            Computable::None => continue,
            Computable::Full if same(trial, kind, written, parsed, vocabulary) => continue,
            Computable::Full => rule::print(&parsed.rule, vocabulary),
            Computable::Partial => match missing(trial, kind, written, parsed, vocabulary) {
                Some(leaf) => rule::print(leaf, vocabulary),
                None => continue,
            },
        };
        let message = format!("the rule of {} is not what its text says: `{}`", written.id, short(&said));
        let help = "mend the rule; if it is meant so, record it in `reviewed: <who, when>`";
        let mut diagnostic = Diagnostic::new(Code::TextAndRuleDiffer, message).help(help).within(format!("{} {}: rule", kind.word(), written.id));
        diagnostic.span = places.as_ref().and_then(|p| p.token(&written.id, "rule"));
        found.push(diagnostic);
    }
    found
}

/// How much of a text was understood: names that the vocabulary does not have are only words.
fn understood(rule: &Rule, vocabulary: &Vocabulary) -> Computable {
    let (mut leaves, mut known) = (0usize, 0usize);
    rule.walk(&mut |r| {
        leaves = leaves.saturating_add(usize::from(r.children().is_empty()));
        known = known.saturating_add(usize::from(r.children().is_empty() && is_known(r, vocabulary)));
    });
    match known {
        0 => Computable::None,
        n if n == leaves => Computable::Full,
        _ => Computable::Partial,
    }
}

fn is_known(leaf: &Rule, vocabulary: &Vocabulary) -> bool {
    match &leaf.node {
        Node::Review(_) => false,
        Node::Finding(f) => vocabulary.concept(&f.of).is_known(),
        Node::Measure(m) => vocabulary.measure_named(&m.of).is_some(),
        _ => true,
    }
}

/// Whether both rules are proved to be true of the same patients and false of the same.
fn same(trial: &Trial, kind: CriterionKind, written: &Criterion, parsed: &Criterion, vocabulary: &Vocabulary) -> bool {
    compared(trial, kind, &[&written.rule, &parsed.rule], vocabulary, |theory, rules| {
        let [a, b] = rules else { return false };
        theory.never(&[(a, true), (b, false)]) && theory.never(&[(a, false), (b, true)])
    })
}

/// A part of the text that was understood and that no part of the rule asks.
fn missing<'p>(trial: &Trial, kind: CriterionKind, written: &Criterion, parsed: &'p Criterion, vocabulary: &Vocabulary) -> Option<&'p Rule> {
    let leaves = |rule: &'p Rule| {
        let mut leaves: Vec<&'p Rule> = Vec::new();
        rule.walk(&mut |r| leaves.extend((r.children().is_empty() && !matches!(r.node, Node::Criterion(_)) && is_known(r, vocabulary)).then_some(r)));
        leaves
    };
    let mut asked: Vec<&Rule> = Vec::new();
    written.rule.walk(&mut |r| asked.push(r));
    leaves(&parsed.rule).into_iter().find(|leaf| {
        !asked.contains(leaf) && {
            let all: Vec<&Rule> = std::iter::once(*leaf).chain(asked.iter().copied()).collect();
            !compared(trial, kind, &all, vocabulary, |theory, rules| {
                let Some((leaf, asked)) = rules.split_first() else { return false };
                let same = |a: &CheckedRule, truth: bool| theory.never(&[(a, truth), (leaf, false)]) && theory.never(&[(a, !truth), (leaf, true)]);
                asked.iter().any(|a| same(a, true) || same(a, false))
            })
        }
    })
}

/// Puts the rules into the trial as criteria of their own, so that they can be compared. Rules
/// that a check refuses are not the same as any.
fn compared(
    trial: &Trial,
    kind: CriterionKind,
    rules: &[&Rule],
    vocabulary: &Vocabulary,
    answer: impl FnOnce(&Theory<'_>, &[&CheckedRule]) -> bool,
) -> bool {
    let mut both = around(trial, rules);
    let before = both.inclusion.len();
    let criteria = if kind == CriterionKind::Inclusion { &mut both.inclusion } else { &mut both.exclusion };
    let first = criteria.len();
    for (i, rule) in rules.iter().enumerate() {
        criteria.push(Criterion { id: format!("compared {i}"), text: String::new(), group: None, rule: (*rule).clone(), reviewed: None });
    }
    let (checked, _) = rule::check(both, None, vocabulary);
    let Some(checked) = checked else { return false };
    let theory = Theory::new(&checked);
    let from = if kind == CriterionKind::Inclusion { first } else { before.saturating_add(first) };
    let rules: Vec<&CheckedRule> = checked.criteria().iter().skip(from).take(rules.len()).map(|c| &*c.rule).collect();
    answer(&theory, &rules)
}

/// What of a trial bears on rules: its other criteria do where one of the rules refers to them.
fn around(trial: &Trial, rules: &[&Rule]) -> Trial {
    let mut refers = false;
    for rule in rules {
        rule.walk(&mut |r| refers |= matches!(r.node, Node::Criterion(_)));
    }
    if refers {
        return trial.clone();
    }
    Trial {
        format: trial.format,
        trial: trial.trial.clone(),
        title: String::new(),
        status: String::new(),
        source: None,
        healthy_volunteers: None,
        valid_for: trial.valid_for.clone(),
        inclusion: Vec::new(),
        exclusion: Vec::new(),
        coverage: None,
    }
}

fn short(text: &str) -> String {
    const MOST: usize = 120;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST).chain(['…']).collect() }
}
