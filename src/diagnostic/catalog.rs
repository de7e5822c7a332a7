//! Every mistake the program can name: one row each, with a bad and a good example.

use super::Level;

/// One row of the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatalogRow {
    /// The code.
    pub code: Code,
    /// Its name, as in messages and on its page.
    pub name: &'static str,
    /// Its number, for machines.
    pub number: &'static str,
    /// How bad it is unless said otherwise.
    pub level: Level,
    /// What it means, in a sentence or two.
    pub summary: &'static str,
    /// Where its examples belong.
    pub subject: Subject,
    /// An example that has the mistake.
    pub bad: &'static str,
    /// The same without it.
    pub good: &'static str,
}

/// What a row's examples are pieces of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A patient profile (JSON).
    Profile,
    /// A trial file (YAML).
    Trial,
    /// Criteria text.
    Text,
}

macro_rules! catalog {
    ($($code:ident $name:literal $number:literal $level:ident $subject:ident $summary:literal $bad:literal $good:literal;)*) => {
        /// Which mistake it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum Code { $($code),* }

        /// Every row, in the order of the numbers.
        pub const CATALOG: &[CatalogRow] = &[$(CatalogRow {
            code: Code::$code, name: $name, number: $number, level: Level::$level,
            subject: Subject::$subject, summary: $summary, bad: $bad, good: $good,
        }),*];

        impl Code {
            /// The row of the catalog.
            pub fn row(self) -> &'static CatalogRow {
                match self { $(Code::$code => const {
                    &CatalogRow {
                        code: Code::$code, name: $name, number: $number, level: Level::$level,
                        subject: Subject::$subject, summary: $summary, bad: $bad, good: $good,
                    }
                }),* }
            }
        }
    };
}

catalog! {
    NotJson "not-json" "TS0101" Error Profile
        "The profile is not JSON, or is cut short."
        r#"{"id": "P1", "age": "#
        r#"{"id": "P1", "age": "64 years"}"#;
    UnknownField "unknown-field" "TS0102" Error Profile
        "The profile has a field that no profile has."
        r#"{"id": "P1", "age": "64 years", "lab": {}}"#
        r#"{"id": "P1", "age": "64 years", "labs": {}}"#;
    DuplicateKey "duplicate-key" "TS0103" Error Profile
        "The same key stands twice in one object: which of the two holds cannot be known."
        r#"{"id": "P1", "age": "64 years", "age": "46 years"}"#
        r#"{"id": "P1", "age": "64 years"}"#;
    WrongType "wrong-type" "TS0104" Error Profile
        "A value has another form than its field takes."
        r#"{"id": "P1", "labs": []}"#
        r#"{"id": "P1", "age": "64 years", "labs": {}}"#;
    ImpossibleDate "impossible-date" "TS0105" Error Profile
        "A date or time that does not exist, has no zone, or cannot be."
        r#"{"id": "P1", "birth_date": "1961-02-30", "as_of": "2026-11-20T10:00:00Z"}"#
        r#"{"id": "P1", "birth_date": "1961-02-28", "as_of": "2026-11-20T10:00:00Z"}"#;
    ImpossibleAge "impossible-age" "TS0106" Error Profile
        "An age that is negative or no age."
        r#"{"id": "P1", "age": -3}"#
        r#"{"id": "P1", "age": 3}"#;
    TooDeep "too-deep" "TS0107" Error Profile
        "The input is nested deeper than any profile or trial."
        r#"{"id": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["deep"]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"#
        r#"{"id": "flat", "age": 3}"#;
    UnknownMeasure "unknown-measure" "TS0121" Warning Profile
        "The vocabulary does not know the measure: its value is kept but answers no rule."
        r#"{"id": "P1", "age": 64, "labs": {"lactat": "6 mmol/L"}}"#
        r#"{"id": "P1", "age": 64, "labs": {"lactate": "6 mmol/L"}}"#;
    MissingUnit "missing-unit" "TS0122" Warning Profile
        "A measure whose unit can be doubted has none: its value is unknown."
        r#"{"id": "P1", "age": 64, "labs": {"lactate": 6}}"#
        r#"{"id": "P1", "age": 64, "labs": {"lactate": "6 mmol/L"}}"#;
    MisfittingUnit "misfitting-unit" "TS0123" Warning Profile
        "The unit does not belong to the measure: its value is unknown."
        r#"{"id": "P1", "age": 64, "labs": {"lactate": "6 mmHg"}}"#
        r#"{"id": "P1", "age": 64, "labs": {"lactate": "6 mmol/L"}}"#;
    ImplausibleValue "implausible-value" "TS0124" Warning Profile
        "The value is outside what is physically possible: it is unknown."
        r#"{"id": "P1", "age": 64, "labs": {"MAP": "-27 mmHg"}}"#
        r#"{"id": "P1", "age": 64, "labs": {"MAP": "72 mmHg"}}"#;
    Conflict "conflicting-records" "TS0125" Warning Profile
        "Two records contradict each other: what they are about is unknown."
        r#"{"id": "P1", "age": 64, "conditions": [{"name": "pneumonia", "status": "present"}, {"name": "pneumonia", "status": "absent"}]}"#
        r#"{"id": "P1", "age": 64, "conditions": [{"name": "pneumonia", "status": "present"}]}"#;
    UnknownCode "unknown-code" "TS0126" Warning Profile
        "The vocabulary has no finding for the code."
        r#"{"id": "P1", "age": 64, "conditions": [{"codes": [{"system": "icd-10", "code": "QQQ"}]}]}"#
        r#"{"id": "P1", "age": 64, "conditions": [{"codes": [{"system": "icd-10", "code": "R65.21"}]}]}"#;
    EmptySpan "no-duration" "TS0127" Warning Profile
        "Something ends when it begins, or before: it never ran."
        r#"{"id": "P1", "age": 64, "medications": [{"name": "norepinephrine", "rate": "0.1 ug/kg/min", "from": "2026-11-20T02:00:00Z", "to": "2026-11-20T02:00:00Z"}]}"#
        r#"{"id": "P1", "age": 64, "medications": [{"name": "norepinephrine", "rate": "0.1 ug/kg/min", "from": "2026-11-20T02:00:00Z", "to": "2026-11-20T03:00:00Z"}]}"#;
    MisspeltName "misspelt-name" "TS0128" Warning Profile
        "A finding that the vocabulary does not know is spelt almost like one that it does."
        r#"{"id": "P1", "age": 64, "conditions": ["septic shok"]}"#
        r#"{"id": "P1", "age": 64, "conditions": ["septic shock"]}"#;
    FractionRead "fraction-read-as-percent" "TS0129" Warning Profile
        "A percentage was given as a fraction of one and is read as a percentage."
        r#"{"id": "P1", "age": 64, "labs": {"LVEF": 0.35}}"#
        r#"{"id": "P1", "age": 64, "labs": {"LVEF": "35 %"}}"#;
    NotAValue "not-a-value" "TS0130" Warning Profile
        "A value is neither a number nor a result in words: it is unknown."
        r#"{"id": "P1", "age": 64, "labs": {"lactate": "pending"}}"#
        r#"{"id": "P1", "age": 64, "labs": {"lactate": "6 mmol/L"}}"#;
    NotYaml "not-yaml" "TS0201" Error Trial
        "The trial file is not YAML that can be loaded."
        "format: 1\n\ttrial: X\n"
        "format: 1\ntrial: X\ninclusion: []\nexclusion: []\n";
    UnknownNode "unknown-node" "TS0202" Error Trial
        "A rule or a trial has a key that does not exist."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age 18 or older\n  rule: {mesure: {of: age, is: \">= 18 years\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age 18 or older\n  rule: {measure: {of: age, is: \">= 18 years\"}}\n";
    IncommensurableUnits "incommensurable-units" "TS0203" Error Trial
        "The unit of a threshold is missing, is no unit, or does not belong to the measure."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: lactate > 5\n  rule: {measure: {of: lactate, is: \"> 5\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: lactate > 5 mmol/L\n  rule: {measure: {of: lactate, is: \"> 5 mmol/L\"}}\n";
    UnknownName "unknown-name" "TS0204" Error Trial
        "A name is spelt almost like a known one."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: lactat > 5 mmol/L\n  rule: {measure: {of: lactat, is: \"> 5 mmol/L\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: lactate > 5 mmol/L\n  rule: {measure: {of: lactate, is: \"> 5 mmol/L\"}}\n";
    MeasureOutsideVocabulary "measure-outside-vocabulary" "TS0205" Warning Trial
        "The vocabulary does not have the measure: its value will always be unknown."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Smurf index > 5\n  rule: {measure: {of: Smurf index, is: \"> 5\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: shock index > 0.8\n  rule: {measure: {of: shock index, is: \"> 0.8\"}}\n";
    EmptyGroup "empty-group" "TS0206" Error Trial
        "A group of rules has no part."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {any: []}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {any: [{finding: {of: sepsis}}]}\n";
    CountOutOfReach "count-out-of-reach" "TS0207" Error Trial
        "More parts are asked for than there are, or none."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {at_least: {count: 3, of: [{finding: {of: sepsis}}]}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {at_least: {count: 1, of: [{finding: {of: sepsis}}]}}\n";
    BrokenReference "broken-reference" "TS0208" Error Trial
        "A criterion refers to one that does not exist."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {criterion: I9}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {finding: {of: sepsis}}\n- id: I2\n  text: x\n  rule: {lasting: {for: \"> 5 h\", rule: {criterion: I1}}}\n";
    ReferenceCycle "reference-cycle" "TS0209" Error Trial
        "Criteria refer to each other in a circle."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {criterion: I1}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {finding: {of: sepsis}}\n";
    DuplicateId "duplicate-id" "TS0210" Error Trial
        "Two criteria have the same id."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {finding: {of: sepsis}}\n- id: I1\n  text: x\n  rule: {finding: {of: sepsis}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {finding: {of: sepsis}}\n- id: I2\n  text: x\n  rule: {finding: {of: pneumonia}}\n";
    BadComparison "bad-comparison" "TS0211" Error Trial
        "A comparison, duration or severity cannot be read."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {measure: {of: lactate, is: high-ish}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {measure: {of: lactate, is: \"> 5 mmol/L\"}}\n";
    ImpossibleBounds "impossible-bounds" "TS0212" Error Trial
        "No value lies between the bounds."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {measure: {of: age, is: \"> 75 and < 18 years\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {measure: {of: age, is: \"> 18 and < 75 years\"}}\n";
    UnknownFormat "unknown-format" "TS0213" Error Trial
        "The file is written in a format that this version does not read."
        "format: 2\ntrial: X\ninclusion: []\n"
        "format: 1\ntrial: X\ninclusion: []\n";
    ImplausibleThreshold "implausible-threshold" "TS0214" Warning Trial
        "A threshold is beyond what the measure can be: mostly a slip of the unit."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {measure: {of: lactate, is: \"> 5000 mmol/L\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {measure: {of: lactate, is: \"> 5 mmol/L\"}}\n";
    UnmeetableCriterion "unmeetable-criterion" "TS0215" Warning Trial
        "Nobody can pass the criterion: what it asks for is never true together."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age limits\n  rule: {all: [{measure: {of: age, is: \">= 18 years\"}}, {measure: {of: age, is: \"< 12 years\"}}]}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age limits\n  rule: {any: [{measure: {of: age, is: \">= 18 years\"}}, {measure: {of: age, is: \"< 12 years\"}}]}\n";
    UnmeetableTrial "unmeetable-trial" "TS0216" Warning Trial
        "Nobody can pass these criteria together: one of them shuts out everybody whom the others ask for."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Septic shock\n  rule: {finding: {of: septic shock}}\nexclusion:\n- id: E1\n  text: Sepsis\n  rule: {finding: {of: sepsis}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Sepsis\n  rule: {finding: {of: sepsis}}\nexclusion:\n- id: E1\n  text: Septic shock\n  rule: {finding: {of: septic shock}}\n";
    PointlessCriterion "pointless-criterion" "TS0217" Warning Trial
        "Everybody passes the criterion: it asks for nothing."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age limits\n  rule: {any: [{measure: {of: age, is: \">= 12 years\"}}, {measure: {of: age, is: \"< 18 years\"}}]}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age limits\n  rule: {all: [{measure: {of: age, is: \">= 12 years\"}}, {measure: {of: age, is: \"< 18 years\"}}]}\n";
    ImpliedCriterion "implied-criterion" "TS0218" Warning Trial
        "Another criterion asks for as much and more: this one never decides anything."
        "format: 1\ntrial: X\nexclusion:\n- id: E1\n  text: Lactate > 4 mmol/L\n  rule: {measure: {of: lactate, is: \"> 4 mmol/L\"}}\n- id: E2\n  text: Lactate > 6 mmol/L\n  rule: {measure: {of: lactate, is: \"> 6 mmol/L\"}}\n"
        "format: 1\ntrial: X\nexclusion:\n- id: E1\n  text: Lactate > 4 mmol/L\n  rule: {measure: {of: lactate, is: \"> 4 mmol/L\"}}\n- id: E2\n  text: Lactate < 1 mmol/L\n  rule: {measure: {of: lactate, is: \"< 1 mmol/L\"}}\n";
    DuplicateCriterion "duplicate-criterion" "TS0219" Warning Trial
        "Two criteria ask for the same."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age 18 years or older\n  rule: {measure: {of: age, is: \">= 18 years\"}}\nexclusion:\n- id: E1\n  text: Age < 18 years\n  rule: {measure: {of: age, is: \"< 18 years\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age 18 years or older\n  rule: {measure: {of: age, is: \">= 18 years\"}}\nexclusion:\n- id: E1\n  text: Age > 75 years\n  rule: {measure: {of: age, is: \"> 75 years\"}}\n";
    DeadBranch "dead-branch" "TS0220" Warning Trial
        "A branch of `any` is never needed: another one is true whenever it is, or nothing makes it true."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Septic shock or sepsis\n  rule: {any: [{finding: {of: septic shock}}, {finding: {of: sepsis}}]}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Septic shock or cardiogenic shock\n  rule: {any: [{finding: {of: septic shock}}, {finding: {of: cardiogenic shock}}]}\n";
    RedundantPart "redundant-part" "TS0221" Warning Trial
        "A part of `all` is true whenever another one is."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Septic shock and sepsis\n  rule: {all: [{finding: {of: septic shock}}, {finding: {of: sepsis}}]}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Septic shock and pneumonia\n  rule: {all: [{finding: {of: septic shock}}, {finding: {of: pneumonia}}]}\n";
    PointlessBound "pointless-bound" "TS0222" Warning Trial
        "A bound of a measure does nothing beside another one."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age > 18 and > 65 years\n  rule: {measure: {of: age, is: \"> 18 and > 65 years\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age > 18 and < 65 years\n  rule: {measure: {of: age, is: \"> 18 and < 65 years\"}}\n";
    UnitSlip "unit-slip" "TS0223" Warning Trial
        "A threshold is far from what the measure is in any patient, and another unit or a usual factor would mend it."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Hemoglobin > 8 mg/dL\n  rule: {measure: {of: hemoglobin, is: \"> 8 mg/dL\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Hemoglobin > 8 g/dL\n  rule: {measure: {of: hemoglobin, is: \"> 8 g/dL\"}}\n";
    RegistryAgesDiffer "registry-ages-differ" "TS0224" Warning Trial
        "A criterion's limit of age is another than the one that the registry states beside the criteria."
        "format: 1\ntrial: X\ninclusion:\n- id: AGE\n  text: \"Minimum Eligible Age: 18 Years\"\n  rule: {measure: {of: age, is: \">= 18 years\"}}\n- id: I1\n  text: Age 21 years or older\n  rule: {measure: {of: age, is: \">= 21 years\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: AGE\n  text: \"Minimum Eligible Age: 18 Years\"\n  rule: {measure: {of: age, is: \">= 18 years\"}}\n- id: I1\n  text: Age 18 years or older\n  rule: {measure: {of: age, is: \">= 18 years\"}}\n";
    TextAndRuleDiffer "text-and-rule-differ" "TS0225" Warning Trial
        "The rule no longer says what the text says; `reviewed` with who and when records that a person meant it."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Lactate > 5 mmol/L\n  rule: {measure: {of: lactate, is: \"> 4 mmol/L\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Lactate > 5 mmol/L\n  rule: {measure: {of: lactate, is: \"> 4 mmol/L\"}}\n  reviewed: Dr. Weber, 2026-11-20\n";
    EqualOnContinuum "equality-on-continuum" "TS0226" Warning Trial
        "A measured value is compared by equality: next to no patient has just that value."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Lactate = 5 mmol/L\n  rule: {measure: {of: lactate, is: \"= 5 mmol/L\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Lactate of 5 mmol/L or more\n  rule: {measure: {of: lactate, is: \">= 5 mmol/L\"}}\n";
    TurnedRound "reads-like-inclusion" "TS0227" Warning Trial
        "An exclusion asks for what the trial wants: it reads like an inclusion criterion."
        "format: 1\ntrial: X\nexclusion:\n- id: E1\n  text: Informed consent given\n  rule: {finding: {of: informed consent}}\n"
        "format: 1\ntrial: X\nexclusion:\n- id: E1\n  text: No informed consent\n  rule: {not: {finding: {of: informed consent}}}\n";
    NoCriteria "no-criteria" "TS0301" Error Text
        "The text holds no inclusion or exclusion criteria."
        ""
        "Inclusion Criteria:\n- Age 18 or older\n";
    NotUnderstood "not-understood" "TS0302" Warning Text
        "A stretch of a criterion was not understood and is left for a person to judge."
        "Inclusion Criteria:\n- Colourless green ideas sleep furiously > 7 zorks\n"
        "Inclusion Criteria:\n- Septic shock\n";
    ReadAs "read-as" "TS0303" Note Text
        "A stretch of a criterion has more than one reading, or holds a slip; this is how it was read."
        "Inclusion Criteria:\n- Lift expectancy less than 1 year\n"
        "Inclusion Criteria:\n- Life expectancy less than 1 year\n";
    RegistryDisagrees "registry-disagrees" "TS0304" Note Text
        "The registry's own age or sex and the text's are not the same; both stand."
        "Ages\n\n1 hour to 1 month old\n\nInclusion criteria\n\n• ≤28 days of life\n"
        "Ages\n\n18 to 75 years old\n\nInclusion criteria\n\n• Age 18 to 75 years\n";
}
