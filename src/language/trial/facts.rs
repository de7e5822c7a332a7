//! What a registry states outside of the criteria: ages and sex, as criteria of their own, and
//! where the text says something else.

use crate::diagnostic::{Code, Diagnostic};
use crate::language::layout::{Ages, Facts};
use crate::language::parse_criterion;
use crate::quantity::{Bound, Is, Op, Scale};
use crate::rule::{At, Criterion, CriterionKind, FindingRule, Node, Rule};
use crate::vocabulary::Vocabulary;
use rust_decimal::Decimal;

/// The ages and the sex that a registry states outside of the text.
pub(super) fn criteria(facts: &Facts, vocabulary: &Vocabulary) -> Vec<Criterion> {
    let mut out = Vec::new();
    let (mut texts, mut rules) = (Vec::new(), Vec::new());
    for age in &facts.ages {
        if let Some(rule) = age_rule(age, vocabulary) {
            texts.push(format!("{}: {}", age.label, age.value));
            rules.push(rule);
        }
    }
    let criterion = |id: &str, text: String, rule: Rule| {
        let end = text.chars().count();
        Criterion { id: id.to_owned(), text, group: None, rule: rule.from(At { start: 0, end }), reviewed: None }
    };
    if !rules.is_empty() {
        let rule = match rules.as_slice() {
            [one] => one.clone(),
            _ => Rule::new(Node::All(rules)),
        };
        out.push(criterion("AGE", texts.join("; "), rule));
    }
    if let Some((label, value)) = facts.sex.as_ref().filter(|(_, value)| is_one_sex(value)) {
        let sex = Rule::new(Node::Finding(FindingRule::new(value.to_lowercase())));
        let (text, rule) = match &facts.gender {
            None => (format!("{label}: {value}"), sex),
            // A sex in the record does not settle a gender.
            Some(described) => {
                let words = if described.is_empty() { "gender".to_owned() } else { format!("gender: {described}") };
                (format!("{label}: {value} ({words})"), Rule::new(Node::Any(vec![sex, Rule::new(Node::Review(words))])))
            }
        };
        out.push(criterion("SEX", text, rule));
    }
    out
}

fn is_one_sex(value: &str) -> bool {
    value.eq_ignore_ascii_case("female") || value.eq_ignore_ascii_case("male")
}

/// "Minimum Eligible Age: 18 Years" is a bound by its label; the others say it themselves.
fn age_rule(age: &Ages, vocabulary: &Vocabulary) -> Option<Rule> {
    let label = age.label.to_lowercase();
    let sign = if label.contains("minimum") {
        Op::AtLeast.sign()
    } else if label.contains("maximum") {
        Op::AtMost.sign()
    } else {
        ""
    };
    let mut rule = parse_criterion(&format!("{sign} {}", age.value), CriterionKind::Inclusion, vocabulary).rule;
    let mut ages_only = true;
    rule.walk(&mut |r| ages_only &= !r.children().is_empty() || matches!(&r.node, Node::Measure(m) if m.of == "age"));
    // Places in the value alone are no places in the criterion's text.
    rule.forget_places();
    ages_only.then_some(rule)
}

/// Notes where the registry's own ages or sex and the text's are not the same.
pub(super) fn disagreement(facts: &Facts, stated: &[Criterion], text: &[Criterion], diagnostics: &mut Vec<Diagnostic>) {
    let note = |of: &str, message: String| Diagnostic::new(Code::RegistryDisagrees, message).within(of);
    let registry: Vec<AgeBound> = stated.iter().filter(|c| c.id == "AGE").flat_map(|c| age_bounds(&c.rule)).collect();
    // A limit for a part of the participants is not the registry's, which is for all.
    for criterion in text.iter().filter(|c| c.group.is_none()) {
        let ages = age_bounds(&criterion.rule);
        if !registry.is_empty() && ages.iter().any(|a| !registry.iter().any(|b| a.same(b))) {
            let words = |bounds: &[AgeBound]| bounds.iter().map(|b| b.words.clone()).collect::<Vec<_>>().join(" and ");
            let message = format!("the registry says age {}, {} says {}; both stand", words(&registry), criterion.id, words(&ages));
            diagnostics.push(note("AGE", message));
        }
        if let (Some((_, stated)), Some(asked)) = (&facts.sex, sex_asked(&criterion.rule))
            && !stated.eq_ignore_ascii_case(asked)
            && (asked != "male or female" || is_one_sex(stated))
        {
            let message = format!("the registry says sex {}, {} says {asked}; both stand", stated.to_lowercase(), criterion.id);
            diagnostics.push(note("SEX", message));
        }
    }
}

/// One limit of age; a limit in whole years "< 18" is "<= 17".
struct AgeBound {
    op: Op,
    value: Decimal,
    unit: String,
    words: String,
}

impl AgeBound {
    fn new(bound: &Bound, scale: &Scale) -> Self {
        let unit = match scale {
            Scale::Unit(unit) => unit.trim_end_matches('s').to_owned(),
            _ => "year".to_owned(),
        };
        let words = format!("{} {} {unit}s", bound.op.sign(), bound.value);
        let (op, value) = match bound.op {
            Op::Less => (Op::AtMost, bound.value.checked_sub(Decimal::ONE)),
            Op::Greater => (Op::AtLeast, bound.value.checked_add(Decimal::ONE)),
            op => (op, Some(bound.value)),
        };
        Self { op, value: value.unwrap_or(bound.value), unit, words }
    }

    fn same(&self, other: &Self) -> bool {
        self.op == other.op && self.value == other.value && self.unit == other.unit
    }
}

/// The limits of age that everybody has to keep: not those of one branch.
fn age_bounds(rule: &Rule) -> Vec<AgeBound> {
    match &rule.node {
        Node::All(parts) => parts.iter().flat_map(age_bounds).collect(),
        Node::Measure(m) if m.of == "age" => match &m.is {
            Is::Number(comparison) => comparison.bounds.iter().map(|b| AgeBound::new(b, &comparison.scale)).collect(),
            Is::Word(_) => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The sex that everybody has to have, or that both may take part.
fn sex_asked(rule: &Rule) -> Option<&'static str> {
    let of = |rule: &Rule| match &rule.node {
        Node::Finding(f) => ["male", "female"].into_iter().find(|sex| *sex == f.of),
        _ => None,
    };
    match &rule.node {
        Node::Finding(_) => of(rule),
        Node::All(parts) => parts.iter().find_map(sex_asked),
        Node::Any(parts) if parts.len() == 2 && parts.iter().all(|p| of(p).is_some()) => Some("male or female"),
        _ => None,
    }
}
