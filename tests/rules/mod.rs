//! Random rules: everything that a trial file can hold, with names of the vocabulary and without.

use proptest::prelude::*;
use std::sync::LazyLock;
use trialsieve::quantity::Is;
use trialsieve::rule::{
    Anchor, AtLeastRule, Certainty, ConsecutiveRule, Direction, FindingRule, LastingRule, MeasureRule, Node, Reference, Rule, Severity,
    SeverityRange, SteadyRule, Take, TextForm, TrendRule,
};
use trialsieve::time::DurationBound;
use trialsieve::vocabulary::{FindingKind, Vocabulary};

/// Every measure and every finding.
pub static NAMES: LazyLock<(Vec<String>, Vec<String>)> = LazyLock::new(|| {
    let v = Vocabulary::builtin();
    (v.measures().map(|(_, m)| m.name.to_string()).collect(), v.findings().map(|(_, f)| f.name.to_string()).collect())
});

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

/// Any rule.
pub fn rule() -> impl Strategy<Value = Rule> {
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
