//! The fields themselves: one row each.

use super::{Field, Shape};

const fn field(name: &'static str, shape: Shape, meaning: &'static str) -> Field {
    Field { name, shape, meaning }
}

pub(super) fn of(shape: Shape) -> &'static [Field] {
    match shape {
        Shape::Trial => TRIAL,
        Shape::Source => SOURCE,
        Shape::Criterion => CRITERION,
        Shape::Rule => RULE,
        Shape::AtLeast => AT_LEAST,
        Shape::Measure => MEASURE,
        Shape::Consecutive => CONSECUTIVE,
        Shape::Trend => TREND,
        Shape::Steady => STEADY,
        Shape::Finding | Shape::Anchor => FINDING,
        Shape::Lasting => LASTING,
        _ => &[],
    }
}

const TRIAL: &[Field] = &[
    field("format", Shape::Text, "version of the file format: 1"),
    field("trial", Shape::Text, "the trial's id"),
    field("title", Shape::Text, "its title"),
    field("status", Shape::Status, "whether it recruits, in the registry's words"),
    field("source", Shape::Source, "the registry that the record came from"),
    field("healthy_volunteers", Shape::YesNo, "whether healthy volunteers are accepted, as the registry says; no rule"),
    field("valid_for", Shape::Validities, "how long values of a measure hold in this trial, where not as in the vocabulary"),
    field("inclusion", Shape::Criteria, "who is wanted: each rule must be true"),
    field("exclusion", Shape::Criteria, "who must not take part: each rule must be false"),
    field("coverage", Shape::Text, "how much of the text the program understood when it wrote the file"),
];

const SOURCE: &[Field] =
    &[field("registry", Shape::Text, "the registry's name"), field("updated", Shape::Text, "the day of the record, as 2025-11-18")];

const CRITERION: &[Field] = &[
    field("id", Shape::Text, "`I1`, `E3`, `AGE`, `SEX`: unique in the trial"),
    field("text", Shape::Text, "the protocol's words"),
    field("group", Shape::Text, "the part of the participants that it is for (a cohort, an arm)"),
    field("rule", Shape::Rule, "what the words mean"),
    field("reviewed", Shape::Text, "who changed the rule by hand, and when"),
];

const RULE: &[Field] = &[
    field("all", Shape::Rules, "every part is true"),
    field("any", Shape::Rules, "at least one part is true"),
    field("not", Shape::Rule, "the part is false"),
    field("at_least", Shape::AtLeast, "so many of the parts are true"),
    field("measure", Shape::Measure, "the value of a measure compares"),
    field("consecutive", Shape::Consecutive, "the newest samples of a measure all compare, so many and so far apart"),
    field("trend", Shape::Trend, "a measure rises or falls; fewer than two samples is unknown"),
    field("steady", Shape::Steady, "no dose was changed, started or stopped in the span"),
    field("finding", Shape::Finding, "a condition, procedure, drug, event or status is present"),
    field("lasting", Shape::Lasting, "the whole rule has held that long, up to the moment"),
    field("criterion", Shape::CriterionId, "another criterion's rule is true, or with `inclusion` all inclusion rules"),
    field("recorded", Shape::AnyNames, "all of these are in the profile"),
    field("review", Shape::Text, "words that nobody could compute: always unknown, for a person to judge"),
    field("at", Shape::Text, "beside a node: the characters of the text that it came from"),
    field("open", Shape::YesNo, "beside a node: the text only gave examples"),
];

const AT_LEAST: &[Field] = &[field("count", Shape::Text, "how many"), field("of", Shape::Rules, "of which rules")];

const MEASURE: &[Field] = &[
    field("of", Shape::MeasureName, "the measure"),
    field("is", Shape::Comparison, "the comparison: `> 5 mmol/L`, `18 to 75 years`, `> 2.5 x ULN`, `positive`"),
    field("take", Shape::Take, "which of the samples in the span; the latest unless said"),
    field("within", Shape::DurationBound, "the span looked back over"),
    field("since", Shape::Anchor, "the span since a finding began"),
    field("for", Shape::DurationBound, "how long it must have compared, up to the moment"),
];

const CONSECUTIVE: &[Field] = &[
    field("of", Shape::MeasureName, "the measure"),
    field("is", Shape::Comparison, "the comparison: `> 5 mmol/L`"),
    field("count", Shape::Text, "how many samples"),
    field("apart", Shape::DurationBound, "how far each is from the next"),
    field("trend", Shape::Direction, "which way the measure goes from the oldest sample picked to the newest"),
    field("steady", Shape::DosedList, "classes of drugs whose doses are not changed meanwhile"),
];

const TREND: &[Field] = &[
    field("of", Shape::MeasureName, "the measure"),
    field("is", Shape::Direction, "which way it goes"),
    field("within", Shape::DurationBound, "the span looked back over"),
    field("count", Shape::Text, "the newest so many samples, instead of a span"),
];

const STEADY: &[Field] =
    &[field("of", Shape::Dosed, "a measure or a class of drugs"), field("within", Shape::DurationBound, "the span looked back over")];

const FINDING: &[Field] = &[
    field("of", Shape::FindingName, "the finding, by a name of the vocabulary or by its words"),
    field("kind", Shape::Kind, "what sort of thing it is, where the name leaves that open"),
    field("certainty", Shape::Certainty, "how sure it must be"),
    field("severity", Shape::Severity, "how severe it must be: `moderate`, `moderate to severe`"),
    field("ever", Shape::YesNo, "it is or was there (\"history of\")"),
    field("within", Shape::DurationBound, "the look-back, or beside `before`/`after` the distance to that finding's start"),
    field("ahead", Shape::YesNo, "`within` and `for` are of the time to come: what is planned"),
    field("for", Shape::DurationBound, "how long it has been there, up to the moment"),
    field("before", Shape::Anchor, "it began before this finding began"),
    field("after", Shape::Anchor, "it began after this finding began"),
];

const LASTING: &[Field] = &[field("for", Shape::DurationBound, "how long"), field("rule", Shape::Rule, "what")];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Node, yaml};

    /// The keys that the reader names when it meets one that it does not know.
    fn known_to_the_reader(file: &str) -> Vec<String> {
        let found = yaml::read(file).unwrap_err();
        let help = found[0].help.clone().unwrap();
        help.strip_prefix("known here: ").unwrap_or_else(|| panic!("{found:?}")).split(", ").map(str::to_owned).collect()
    }

    fn names(shape: Shape) -> Vec<&'static str> {
        shape.fields().iter().map(|f| f.name).collect()
    }

    #[test]
    fn the_fields_are_those_that_the_reader_knows() {
        let rule = |rule: &str| format!("format: 1\ntrial: X\ninclusion:\n- {{id: I1, text: x, rule: {rule}}}\n");
        for (shape, file) in [
            (Shape::Trial, "format: 1\nzzzzzzzzzzzz: 1\n".to_owned()),
            (Shape::Source, "format: 1\ntrial: X\nsource: {zzzzzzzzzzzz: 1}\n".to_owned()),
            (Shape::Criterion, "format: 1\ntrial: X\ninclusion:\n- {zzzzzzzzzzzz: 1}\n".to_owned()),
            (Shape::AtLeast, rule("{at_least: {zzzzzzzzzzzz: 1}}")),
            (Shape::Measure, rule("{measure: {zzzzzzzzzzzz: 1}}")),
            (Shape::Consecutive, rule("{consecutive: {zzzzzzzzzzzz: 1}}")),
            (Shape::Trend, rule("{trend: {zzzzzzzzzzzz: 1}}")),
            (Shape::Steady, rule("{steady: {zzzzzzzzzzzz: 1}}")),
            (Shape::Finding, rule("{finding: {zzzzzzzzzzzz: 1}}")),
            (Shape::Anchor, rule("{finding: {of: x, before: {zzzzzzzzzzzz: 1}}}")),
            (Shape::Lasting, rule("{lasting: {zzzzzzzzzzzz: 1}}")),
        ] {
            assert_eq!(names(shape), known_to_the_reader(&file), "{shape:?}");
        }
    }

    #[test]
    fn a_rule_has_every_node_and_what_stands_beside_one() {
        let beside = ["at", "open"];
        assert_eq!(names(Shape::Rule), [Node::NAMES, beside.as_slice()].concat());
    }
}
