//! Printing: what a rule says in canonical text reads back as the same rule.

use super::wordings;
use proptest::prelude::*;
use std::sync::LazyLock;
use trialsieve::language::{parse, parse_criterion};
use trialsieve::quantity::Is;
use trialsieve::rule::{
    Anchor, AtLeastRule, Certainty, ConsecutiveRule, CriterionKind, Direction, FindingRule, LastingRule, MeasureRule, Node, Reference, Rule,
    Severity, SeverityRange, SteadyRule, Take, TextForm, TrendRule, outline, print, yaml,
};
use trialsieve::time::DurationBound;
use trialsieve::vocabulary::{FindingKind, Vocabulary};

fn vocabulary() -> &'static Vocabulary {
    Vocabulary::builtin()
}

/// What is wrong with the printed form of a rule, if anything.
fn fault(rule: &Rule) -> Option<String> {
    let printed = print(rule, vocabulary());
    let tree: Vec<String> = outline(rule, vocabulary())
        .iter()
        .map(|l| format!("{}{} {}{}", "  ".repeat(l.depth), l.number, l.text, if l.is_group { "" } else { ";" }))
        .collect();
    let tree = tree.join("\n");
    for text in [printed.as_str(), tree.trim().trim_end_matches(';')] {
        for kind in [CriterionKind::Inclusion, CriterionKind::Exclusion] {
            let again = parse_criterion(text, kind, vocabulary()).rule;
            if again != *rule {
                let show = |r: &Rule| {
                    let mut r = r.clone();
                    r.forget_places();
                    serde_json::to_string(&r).unwrap()
                };
                return Some(format!("{text}\n  prints {}\n  reads  {}\n", show(rule), show(&again)));
            }
        }
    }
    None
}

/// A trial file, and not the tests beside it.
fn trial_file(path: &std::path::Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.ends_with(".yaml") && !name.ends_with(".test.yaml"))
}

/// Every text of the repository, with its section.
fn texts() -> Vec<(String, CriterionKind)> {
    let mut texts: Vec<(String, CriterionKind)> = wordings().into_iter().map(|w| (w.text.clone(), w.section())).collect();
    let folder = |f: &str| std::fs::read_dir(format!("{}/{f}", env!("CARGO_MANIFEST_DIR"))).unwrap().map(|f| f.unwrap().path()).collect::<Vec<_>>();
    for path in folder("criteria").iter().filter(|p| trial_file(p)) {
        let trial = yaml::read(&std::fs::read_to_string(path).unwrap()).unwrap();
        texts.extend(trial.criteria().map(|(kind, c)| (c.text.clone(), kind)));
    }
    texts
}

#[test]
fn rules_of_all_texts_read_back() {
    let texts = texts();
    let faults: Vec<String> =
        texts.iter().filter_map(|(text, kind)| fault(&parse_criterion(text, *kind, vocabulary()).rule).map(|f| format!("{text}\n  {f}"))).collect();
    assert!(texts.len() > 60 && faults.is_empty(), "{} of {} read back differently:\n{}", faults.len(), texts.len(), faults.join("\n"));
}

/// Printed criteria on a page are cut into the same criteria again.
#[test]
fn a_page_of_printed_criteria_reads_back() {
    let mut rules: Vec<Rule> = texts().iter().map(|(text, kind)| parse_criterion(text, *kind, vocabulary()).rule).collect();
    // Among the inclusion criteria, "meets the inclusion criteria" would refer to itself.
    rules.retain(|rule| {
        let mut refers = false;
        rule.walk(&mut |r| refers |= matches!(r.node, Node::Criterion(_)));
        !refers
    });
    let page: Vec<String> = rules.iter().map(|r| format!("- {}", print(r, vocabulary()))).collect();
    let (trial, _) = parse(&format!("Inclusion Criteria:\n{}\n", page.join("\n")), "x", vocabulary());
    assert_eq!(trial.inclusion.len(), rules.len());
    for (criterion, rule) in trial.inclusion.iter().zip(&rules) {
        assert_eq!(criterion.rule, *rule, "{}", criterion.text);
    }
}

/// What a coordinator reads.
#[test]
fn rules_print_as_protocols_word_them() {
    for (rule, printed) in [
        (r#"{"measure": {"of": "age", "is": ">= 18 years"}}"#, "age ≥ 18 years"),
        (r#"{"not": {"finding": {"of": "stroke", "ever": true, "within": "6 months"}}}"#, "no history of stroke within 6 months"),
        (r#"{"finding": {"of": "ECMO", "kind": "procedure", "before": "hospital admission"}}"#, "ECMO before hospital admission"),
        (
            r#"{"finding": {"of": "pneumonia of a rare kind", "certainty": "suspected", "severity": "moderate to severe"}}"#,
            "suspected moderate to severe \"pneumonia of a rare kind\"",
        ),
        (
            r#"{"at_least": {"count": 2, "of": [{"finding": {"of": "fever"}}, {"not": {"any": [{"finding": {"of": "cough"}}, {"review": "odd"}]}}]}}"#,
            "at least 2 of the following: (1) fever; (2) none of the following: (2.1) cough; (2.2) for review: \"odd\"",
        ),
        (
            r#"{"lasting": {"for": "> 5 h", "rule": {"consecutive": {"of": "lactate", "is": "> 5 mmol/L", "count": 2, "apart": ">= 30 min", "trend": "not falling"}}}}"#,
            "lasting > 5 h: 2 consecutive values of lactate > 5 mmol/L, ≥ 30 min apart, not falling",
        ),
    ] {
        let rule: Rule = serde_json::from_str(rule).unwrap();
        assert_eq!(print(&rule, vocabulary()), printed);
        assert_eq!(fault(&rule), None);
    }
}

#[test]
fn rules_written_by_hand_read_back() {
    let faults: Vec<String> = wordings().iter().filter_map(|w| fault(w.rule.as_ref()?)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// `CORPUS=criteria.jsonl cargo test --test language corpus -- --ignored --nocapture`
#[test]
#[ignore = "needs a corpus, which is not in the repository"]
fn rules_of_a_corpus_read_back() {
    let corpus = std::fs::read_to_string(std::env::var("CORPUS").unwrap()).unwrap();
    let (mut all, mut faults) = (0usize, Vec::new());
    for line in corpus.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let kind = if row["section"] == "exclusion" { CriterionKind::Exclusion } else { CriterionKind::Inclusion };
        all = all.saturating_add(1);
        faults.extend(fault(&parse_criterion(row["text"].as_str().unwrap(), kind, vocabulary()).rule));
    }
    println!(
        "{} of {all} rules read back; the first others:\n{}",
        all.saturating_sub(faults.len()),
        faults.iter().take(20).cloned().collect::<String>()
    );
    assert!(faults.is_empty());
}

static NAMES: LazyLock<(Vec<String>, Vec<String>)> = LazyLock::new(|| {
    let v = vocabulary();
    (v.measures().map(|(_, m)| m.name.to_string()).collect(), v.findings().map(|(_, f)| f.name.to_string()).collect())
});

/// Every name of the vocabulary, alone and with all that can stand around it.
#[test]
fn every_name_of_the_vocabulary_reads_back() {
    let is = Is::parse(">= 2").unwrap();
    let (measures, findings) = (&NAMES.0, &NAMES.1);
    let rules = measures.iter().map(|m| Rule::new(Node::Measure(MeasureRule { take: Take::Mean, ..MeasureRule::new(m.clone(), is.clone()) })));
    let within = DurationBound::read("6 months").unwrap();
    let found = findings.iter().map(|f| {
        let before = Some(Anchor::named(f.clone()));
        Rule::new(Node::Finding(FindingRule { ever: true, within: Some(within), before, ..FindingRule::new(f.clone()) }))
    });
    let plain = measures.iter().map(|m| Rule::new(Node::Measure(MeasureRule::new(m.clone(), is.clone()))));
    let faults: Vec<String> = rules.chain(found).chain(plain).filter_map(|r| fault(&r)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z]{1,8}( [a-zA-Z0-9-]{1,8}){0,3}",
        1 => "\\PC{0,20}",
        1 => "[ \"\\\\\n\r;:,(.)]{1,6}",
        1 => proptest::sample::select(vec![
            "no stroke", "not", "nothing", "history of stroke", "stroke within 6 months", "the lowest lactate", "severe sepsis", "a; b", "any of the following: (1) x",
            "lactate is high", "2 consecutive values of lactate", "for example stroke", "ECMO (procedure)", "for review", "criterion", "inclusion", "", " ", "(1)", "is",
        ]).prop_map(str::to_owned),
    ]
}

fn measure_name() -> impl Strategy<Value = String> {
    prop_oneof![3 => proptest::sample::select(NAMES.0.clone()), 1 => words()]
}

fn finding_name() -> impl Strategy<Value = String> {
    prop_oneof![3 => proptest::sample::select(NAMES.1.clone()), 1 => words()]
}

fn comparison() -> impl Strategy<Value = Is> {
    let one = (proptest::sample::select(vec![">", ">=", "<", "<=", "="]), -50i32..5000, 0u32..3, unit());
    let two = (1u32..50, 1u32..500, unit(), any::<bool>());
    prop_oneof![
        6 => one.prop_map(|(op, n, places, unit)| format!("{op} {} {unit}", rust_decimal_text(n, places))),
        2 => two.prop_map(|(a, b, unit, range)| if range { format!("{a} to {} {unit}", a + b) } else { format!("> {a} and <= {} {unit}", a + b) }),
        1 => proptest::sample::select(vec!["positive", "negative", "high", "elevated", "nonreactive"]).prop_map(str::to_owned),
    ]
    .prop_map(|text| Is::parse(&text).unwrap())
}

fn rust_decimal_text(n: i32, places: u32) -> String {
    match places {
        0 => n.to_string(),
        1 => format!("{n}.5"),
        _ => format!("{n}.00"),
    }
}

fn unit() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "",
        "mmol/L",
        "years",
        "x ULN",
        "x LLN",
        "x baseline",
        "10*9/L",
        "mL/min/1.73 m2",
        "mm Hg",
        "ug/(kg.min)",
        "%",
        "a, b; c",
        "per \"x\"",
        "U for life",
    ])
}

fn bound() -> impl Strategy<Value = DurationBound> {
    let op = proptest::sample::select(vec!["", "> ", ">= ", "< ", "<= ", "= "]);
    let unit = proptest::sample::select(vec!["s", "min", "h", "days", "weeks", "months", "years"]);
    (op, 0u32..400, any::<bool>(), unit)
        .prop_map(|(op, n, half, unit)| DurationBound::read(&format!("{op}{n}{} {unit}", if half { ".5" } else { "" })).unwrap())
}

fn direction() -> impl Strategy<Value = Direction> {
    proptest::sample::select(vec![Direction::Rising, Direction::Falling, Direction::NotRising, Direction::NotFalling])
}

fn severity() -> impl Strategy<Value = SeverityRange> {
    use Severity::{Critical, Mild, Moderate, Severe, Trivial};
    let one = || proptest::sample::select(vec![Trivial, Mild, Moderate, Severe, Critical]);
    (one(), proptest::option::of(one())).prop_map(|(a, b)| match b {
        Some(b) => SeverityRange { low: a.min(b), high: Some(a.max(b)) },
        None => SeverityRange { low: a, high: None },
    })
}

fn finding() -> BoxedStrategy<FindingRule> {
    let kinds: Vec<FindingKind> = FindingKind::words().filter_map(FindingKind::from_word).collect();
    let certainty = proptest::sample::select(vec![Certainty::Confirmed, Certainty::Suspected]);
    use proptest::option::of;
    let flat =
        (finding_name(), of(proptest::sample::select(kinds)), of(certainty), of(severity()), any::<bool>(), of(bound()), of(bound()), any::<bool>());
    let flat = flat.prop_map(|(name, kind, certainty, severity, ever, within, lasts, plain)| match plain {
        true => FindingRule::new(name),
        false => FindingRule { kind, certainty, severity, ever, within, lasts, ..FindingRule::new(name) },
    });
    flat.prop_recursive(3, 6, 2, |inner| {
        let anchor = || of(inner.clone().prop_map(|f| Anchor(Box::new(f))));
        (inner.clone(), anchor(), anchor()).prop_map(|(rule, before, after)| FindingRule { before, after, ..rule })
    })
    .boxed()
}

fn leaf() -> impl Strategy<Value = Node> {
    use proptest::option::of;
    let takes = vec![Take::Latest, Take::Any, Take::Every, Take::First, Take::Lowest, Take::Highest, Take::Mean];
    let anchor = finding().prop_map(|f| Anchor(Box::new(f)));
    let measure = (measure_name(), comparison(), proptest::sample::select(takes), of(bound()), of(anchor), of(bound()));
    let run = (measure_name(), comparison(), 0usize..9, of(bound()), of(direction()), proptest::collection::vec(finding_name(), 0..3));
    prop_oneof![
        3 => measure.prop_map(|(of, is, take, within, since, lasts)| Node::Measure(MeasureRule { of, is, take, within, since, lasts })),
        2 => run.prop_map(|(of, is, count, apart, trend, steady)| Node::Consecutive(ConsecutiveRule { of, is, count, apart, trend, steady })),
        1 => (measure_name(), direction(), of(bound()), of(0usize..9)).prop_map(|(of, is, within, count)| Node::Trend(TrendRule { of, is, within, count })),
        1 => (finding_name(), bound()).prop_map(|(of, within)| Node::Steady(SteadyRule { of, within })),
        4 => finding().prop_map(Node::Finding),
        1 => Just(Node::Criterion(Reference::Inclusion)),
        1 => words().prop_filter_map("an id", |id| Reference::read(&id).ok()).prop_map(Node::Criterion),
        1 => proptest::collection::vec(prop_oneof![measure_name(), finding_name()], 0..4).prop_map(Node::Recorded),
        1 => words().prop_map(Node::Review),
    ]
}

fn rule() -> impl Strategy<Value = Rule> {
    let whole =
        |node: BoxedStrategy<Node>| (node, prop_oneof![4 => Just(false), 1 => Just(true)]).prop_map(|(node, open)| Rule { open, ..Rule::new(node) });
    whole(leaf().boxed()).prop_recursive(4, 24, 4, move |inner| {
        let parts = || proptest::collection::vec(inner.clone(), 0..4);
        let one = || inner.clone().prop_map(Box::new);
        let node = prop_oneof![
            parts().prop_map(Node::All),
            parts().prop_map(Node::Any),
            one().prop_map(Node::Not),
            (0usize..5, parts()).prop_map(|(count, of)| Node::AtLeast(AtLeastRule { count, of })),
            (bound(), one()).prop_map(|(lasts, rule)| Node::Lasting(LastingRule { lasts, rule })),
        ];
        whole(node.boxed())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_rule_reads_back(rule in rule()) {
        let fault = fault(&rule);
        prop_assert!(fault.is_none(), "{}", fault.unwrap_or_default());
    }
}
