//! Every mistake the program can name: one row each, with what it means at the bedside, how to
//! mend it, and a bad and a good example. A row is the page that `trialsieve explain` prints,
//! the help that SARIF carries and the documentation of its [`Code`]; its examples are tests.

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
    /// Why it matters at the bedside.
    pub why: &'static str,
    /// How to mend it.
    pub mend: &'static str,
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
    ($($code:ident $name:literal $number:literal $level:ident $subject:ident
        $summary:literal why $why:literal mend $mend:literal $bad:literal $good:literal;)*) => {
        /// Which mistake it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(
            #[doc = concat!("`", $name, "`, ", $number, ". ", $summary, "\n\n", $why, "\n\nHow to mend it: ", $mend)]
            #[doc = concat!("\n\nAn example:\n````text\n", $bad, "\n````\nBetter:\n````text\n", $good, "\n````")]
            $code
        ),* }

        /// Every row, in the order of the numbers.
        pub const CATALOG: &[CatalogRow] = &[$(CatalogRow {
            code: Code::$code, name: $name, number: $number, level: Level::$level, subject: Subject::$subject,
            summary: $summary, why: $why, mend: $mend, bad: $bad, good: $good,
        }),*];

        impl Code {
            /// The row of the catalog.
            pub fn row(self) -> &'static CatalogRow {
                match self { $(Code::$code => const {
                    &CatalogRow {
                        code: Code::$code, name: $name, number: $number, level: Level::$level, subject: Subject::$subject,
                        summary: $summary, why: $why, mend: $mend, bad: $bad, good: $good,
                    }
                }),* }
            }
        }
    };
}

catalog! {
    NotJson "not-json" "TS0101" Error Profile
        "The profile is not JSON, or is cut short."
        why "Nothing of a file that is cut short can be trusted: the half that is missing may hold the exclusion."
        mend "Export the profile again and bring the whole file; a profile is one object that begins with `{` and ends with `}`."
        r#"{"id": "P1", "age": "#
        r#"{"id": "P1", "age": "64 years"}"#;
    UnknownField "unknown-field" "TS0102" Error Profile
        "The profile has a field that no profile has."
        why "A field that is passed over is a fact about the patient that no rule sees: with `lab` for `labs` every laboratory value would be missing."
        mend "Take the field's name from `trialsieve schema profile`; the message names the nearest one."
        r#"{"id": "P1", "age": "64 years", "lab": {}}"#
        r#"{"id": "P1", "age": "64 years", "labs": {}}"#;
    DuplicateKey "duplicate-key" "TS0103" Error Profile
        "The same key stands twice in one object: which of the two holds cannot be known."
        why "Of two ages, one is another patient's or an old one. Most programs take the last without a word; a threshold may lie between the two."
        mend "Keep the one that the chart has. Where both were measured, write them into `observations` with their times."
        r#"{"id": "P1", "age": "64 years", "age": "46 years"}"#
        r#"{"id": "P1", "age": "64 years"}"#;
    WrongType "wrong-type" "TS0104" Error Profile
        "A value has another form than its field takes."
        why "A value of another form than its field takes could only be guessed at, and a guess may let in a patient who must stay out."
        mend "Write the form that the message shows."
        r#"{"id": "P1", "labs": []}"#
        r#"{"id": "P1", "age": "64 years", "labs": {}}"#;
    ImpossibleDate "impossible-date" "TS0105" Error Profile
        "A date or time that does not exist, has no zone, or cannot be."
        why "Ages, look-backs and how old a value is are all counted from dates: a day that does not exist, or an hour without its zone, makes every one of them wrong."
        mend "Write the day as it is in the chart, and instants with their zone: `2026-11-20T10:00:00Z` or `2026-11-20T18:00:00+08:00`."
        r#"{"id": "P1", "birth_date": "1961-02-30", "as_of": "2026-11-20T10:00:00Z"}"#
        r#"{"id": "P1", "birth_date": "1961-02-28", "as_of": "2026-11-20T10:00:00Z"}"#;
    ImpossibleAge "impossible-age" "TS0106" Error Profile
        "An age that is negative or no age."
        why "Age is a criterion of nearly every trial: a slip of the keyboard would decide all of them."
        mend "Write a number of years, or the unit beside it: `64`, `\"64 years\"`, `\"36 hours\"`."
        r#"{"id": "P1", "age": -3}"#
        r#"{"id": "P1", "age": 3}"#;
    TooDeep "too-deep" "TS0107" Error Profile
        "The input is nested deeper than any profile or trial."
        why "No profile and no rule that a person wrote is nested so deep: the file is broken, or made to bring a program down."
        mend "See whether a program wrapped the file in itself; split a deep rule into several criteria."
        r#"{"id": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["deep"]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"#
        r#"{"id": "flat", "age": 3}"#;
    UnknownMeasure "unknown-measure" "TS0121" Warning Profile
        "The vocabulary does not know the measure: its value is kept but answers no rule."
        why "A value under a name that is not known answers no rule: the lactate of a patient in shock is there and is not seen."
        mend "Take the name from `trialsieve vocabulary`, or give the LOINC code in `codes`."
        r#"{"id": "P1", "age": 64, "labs": {"lactat": "6 mmol/L"}}"#
        r#"{"id": "P1", "age": 64, "labs": {"lactate": "6 mmol/L"}}"#;
    MissingUnit "missing-unit" "TS0122" Warning Profile
        "A measure whose unit can be doubted has none: its value is unknown."
        why "A glucose of 6 is normal in mmol/L and deadly in mg/dL. The unit is never guessed, so the value cannot answer."
        mend "Write the unit beside the number (`\"6 mmol/L\"`), or in `unit`."
        r#"{"id": "P1", "age": 64, "labs": {"lactate": 6}}"#
        r#"{"id": "P1", "age": 64, "labs": {"lactate": "6 mmol/L"}}"#;
    MisfittingUnit "misfitting-unit" "TS0123" Warning Profile
        "The unit does not belong to the measure: its value is unknown."
        why "A unit of another kind says that the value belongs to another measure, or that the columns of an export have slipped."
        mend "Look the value up in the chart, and write it in one of the units that the message names."
        r#"{"id": "P1", "age": 64, "labs": {"lactate": "6 mmHg"}}"#
        r#"{"id": "P1", "age": 64, "labs": {"lactate": "6 mmol/L"}}"#;
    ImplausibleValue "implausible-value" "TS0124" Warning Profile
        "The value is outside what is physically possible: it is unknown."
        why "A mean arterial pressure of -27 mmHg is a disconnected line, not a pressure: to count it as low would let a patient in for a fault of the equipment."
        mend "Correct it where it was mistyped; take it out where it was an artefact."
        r#"{"id": "P1", "age": 64, "labs": {"MAP": "-27 mmHg"}}"#
        r#"{"id": "P1", "age": 64, "labs": {"MAP": "72 mmHg"}}"#;
    Conflict "conflicting-records" "TS0125" Warning Profile
        "Two records contradict each other: what they are about is unknown."
        why "With pneumonia both present and absent each answer would be half a lie. Neither record is preferred, so a person has to look."
        mend "Keep the record that is right. Where both were right at different times, give each its `from` and `to`."
        r#"{"id": "P1", "age": 64, "conditions": [{"name": "pneumonia", "status": "present"}, {"name": "pneumonia", "status": "absent"}]}"#
        r#"{"id": "P1", "age": 64, "conditions": [{"name": "pneumonia", "status": "present"}]}"#;
    UnknownCode "unknown-code" "TS0126" Warning Profile
        "The vocabulary has no finding for the code."
        why "A code that is not known finds no rule: the condition is in the profile, and the trial that asks for it does not see it."
        mend "Write the `name` beside the code, or a code of ICD-10-CM (`icd-10`), ICD-9-CM (`icd-9`) or, for measures, LOINC (`loinc`)."
        r#"{"id": "P1", "age": 64, "conditions": [{"codes": [{"system": "icd-10", "code": "QQQ"}]}]}"#
        r#"{"id": "P1", "age": 64, "conditions": [{"codes": [{"system": "icd-10", "code": "R65.21"}]}]}"#;
    EmptySpan "no-duration" "TS0127" Warning Profile
        "Something ends when it begins, or before: it never ran."
        why "An infusion that ends when it begins gave nothing. Counted as running, it would raise the vasoactive score of a patient who had no drug."
        mend "Give the time when it ended, or leave `to` out while it goes on."
        r#"{"id": "P1", "age": 64, "medications": [{"name": "norepinephrine", "rate": "0.1 ug/kg/min", "from": "2026-11-20T02:00:00Z", "to": "2026-11-20T02:00:00Z"}]}"#
        r#"{"id": "P1", "age": 64, "medications": [{"name": "norepinephrine", "rate": "0.1 ug/kg/min", "from": "2026-11-20T02:00:00Z", "to": "2026-11-20T03:00:00Z"}]}"#;
    MisspeltName "misspelt-name" "TS0128" Warning Profile
        "A finding that the vocabulary does not know is spelt almost like one that it does."
        why "A misspelt diagnosis stands for itself alone: a rule about the real one does not find it, and what should exclude a patient does not."
        mend "Write the name that the message shows, if it is meant."
        r#"{"id": "P1", "age": 64, "conditions": ["septic shok"]}"#
        r#"{"id": "P1", "age": 64, "conditions": ["septic shock"]}"#;
    FractionRead "fraction-read-as-percent" "TS0129" Warning Profile
        "A percentage was given as a fraction of one and is read as a percentage."
        why "An ejection fraction of 0.35 is 35 %. It is read so, because no living patient has 0.35 %; whoever wrote the export should know."
        mend "Write percentages as such: `\"35 %\"`."
        r#"{"id": "P1", "age": 64, "labs": {"LVEF": 0.35}}"#
        r#"{"id": "P1", "age": 64, "labs": {"LVEF": "35 %"}}"#;
    NotAValue "not-a-value" "TS0130" Warning Profile
        "A value is neither a number nor a result in words: it is unknown."
        why "A value that is pending, a limit of detection or a word that says nothing cannot be compared: to count it as normal would be invented."
        mend "Write the number with its unit or a result such as `positive`; leave the item out while there is none."
        r#"{"id": "P1", "age": 64, "labs": {"lactate": "pending"}}"#
        r#"{"id": "P1", "age": 64, "labs": {"lactate": "6 mmol/L"}}"#;
    NotYaml "not-yaml" "TS0201" Error Trial
        "The trial file is not YAML that can be loaded."
        why "Of a trial file that does not load no criterion is checked: its patients would be looked for by nobody."
        mend "Mend the place that the message shows. YAML is indented with blanks, and a text with `: ` or a leading `>` stands in quotation marks."
        "format: 1\n\ttrial: X\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: sepsis\n  rule: {finding: {of: sepsis}}\n";
    UnknownNode "unknown-node" "TS0202" Error Trial
        "A rule or a trial has a key that does not exist."
        why "A misspelt key cannot be passed over: with `mesure` for `measure` the criterion would ask for nothing, and everybody would pass it."
        mend "Take the name from `trialsieve schema trial`; the message names the nearest one."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age 18 or older\n  rule: {mesure: {of: age, is: \">= 18 years\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age 18 or older\n  rule: {measure: {of: age, is: \">= 18 years\"}}\n";
    IncommensurableUnits "incommensurable-units" "TS0203" Error Trial
        "The unit of a threshold is missing, is no unit, or does not belong to the measure."
        why "A glucose of more than 11 means diabetes in mmol/L, and everybody alive in mg/dL. A threshold without its unit, or with one of another kind, would let in the wrong patients, so it is never guessed."
        mend "Write the unit that the protocol means, behind the number; the message lists those that the measure takes. If the protocol itself leaves it open, ask its authors."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: lactate > 5\n  rule: {measure: {of: lactate, is: \"> 5\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: lactate > 5 mmol/L\n  rule: {measure: {of: lactate, is: \"> 5 mmol/L\"}}\n";
    UnknownName "unknown-name" "TS0204" Error Trial
        "A name is spelt almost like a known one."
        why "A rule about a measure that does not exist is never answered: the criterion would stay open for every patient, for a slip of one letter."
        mend "Write the name that the message shows. If another measure is meant, `trialsieve vocabulary` lists those that are known."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: lactat > 5 mmol/L\n  rule: {measure: {of: lactat, is: \"> 5 mmol/L\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: lactate > 5 mmol/L\n  rule: {measure: {of: lactate, is: \"> 5 mmol/L\"}}\n";
    MeasureOutsideVocabulary "measure-outside-vocabulary" "TS0205" Warning Trial
        "The vocabulary does not have the measure: its value will always be unknown."
        why "Its value will be unknown for every patient, whatever their charts hold: the criterion always falls to a person."
        mend "Use a measure that is known if one means the same; else leave the criterion to a person on purpose, as `review`, with the protocol's words."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Smurf index > 5\n  rule: {measure: {of: Smurf index, is: \"> 5\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: shock index > 0.8\n  rule: {measure: {of: shock index, is: \"> 0.8\"}}\n";
    EmptyGroup "empty-group" "TS0206" Error Trial
        "A group of rules has no part."
        why "`any` of nothing is never true and `all` of nothing always is: an exclusion would be met by nobody or by everybody."
        mend "Name at least one rule, or take the group out."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {any: []}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {any: [{finding: {of: sepsis}}]}\n";
    CountOutOfReach "count-out-of-reach" "TS0207" Error Trial
        "More parts are asked for than there are, or none."
        why "Three of one can never be reached: nobody would meet the criterion. None of three is reached by everybody."
        mend "Correct the count, or add the parts that are missing."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {at_least: {count: 3, of: [{finding: {of: sepsis}}]}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {at_least: {count: 1, of: [{finding: {of: sepsis}}]}}\n";
    BrokenReference "broken-reference" "TS0208" Error Trial
        "A criterion refers to one that does not exist."
        why "A criterion that points to nothing has no meaning: mostly the one that it meant was renumbered by an amendment."
        mend "Write the id of the criterion that is meant, or `inclusion` for all inclusion criteria."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {criterion: I9}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {finding: {of: sepsis}}\n- id: I2\n  text: x\n  rule: {lasting: {for: \"> 5 h\", rule: {criterion: I1}}}\n";
    ReferenceCycle "reference-cycle" "TS0209" Error Trial
        "Criteria refer to each other in a circle."
        why "Criteria that rest on each other in a circle have no answer."
        mend "Write the rule out in one of them."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {criterion: I1}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {finding: {of: sepsis}}\n";
    DuplicateId "duplicate-id" "TS0210" Error Trial
        "Two criteria have the same id."
        why "The report names criteria by their ids: with two of one id nobody knows which of them stands in a patient's way."
        mend "Give each criterion an id of its own, such as I1, I2 and E1."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {finding: {of: sepsis}}\n- id: I1\n  text: x\n  rule: {finding: {of: sepsis}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {finding: {of: sepsis}}\n- id: I2\n  text: x\n  rule: {finding: {of: pneumonia}}\n";
    BadComparison "bad-comparison" "TS0211" Error Trial
        "A comparison, duration or severity cannot be read."
        why "What cannot be read cannot be compared, and the criterion would never be answered."
        mend "Write a comparison as `> 5 mmol/L`, `18 to 75 years`, `> 2.5 x ULN` or `positive`; a duration as `30 min` or `> 5 h`; a severity as `moderate` or `mild to moderate`."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {measure: {of: lactate, is: high-ish}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {measure: {of: lactate, is: \"> 5 mmol/L\"}}\n";
    ImpossibleBounds "impossible-bounds" "TS0212" Error Trial
        "No value lies between the bounds."
        why "No patient can have such a value: the trial would screen for months and find nobody."
        mend "Turn the bounds round, or split them into two rules under `any`."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {measure: {of: age, is: \"> 75 and < 18 years\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {measure: {of: age, is: \"> 18 and < 75 years\"}}\n";
    UnknownFormat "unknown-format" "TS0213" Error Trial
        "The file is written in a format that this version does not read."
        why "A later format may mean other things by the same words."
        mend "Write `format: 1`, or use the version of the program that wrote the file."
        "format: 2\ntrial: X\ninclusion: []\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: sepsis\n  rule: {finding: {of: sepsis}}\n";
    ImplausibleThreshold "implausible-threshold" "TS0214" Warning Trial
        "A threshold is beyond what the measure can be: mostly a slip of the unit."
        why "No patient has such a value: the criterion passes everybody or nobody. Mostly the number belongs to another unit."
        mend "Look the threshold up in the protocol and write it with the unit that stands there."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {measure: {of: lactate, is: \"> 5000 mmol/L\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: x\n  rule: {measure: {of: lactate, is: \"> 5 mmol/L\"}}\n";
    UnmeetableCriterion "unmeetable-criterion" "TS0215" Warning Trial
        "Nobody can pass the criterion: what it asks for is never true together."
        why "Nobody will ever pass: the trial screens and finds no one, and nobody sees why."
        mend "Look for a bound that is turned round, `all` where `any` is meant, or a `not` too many."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age limits\n  rule: {all: [{measure: {of: age, is: \">= 18 years\"}}, {measure: {of: age, is: \"< 12 years\"}}]}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age limits\n  rule: {any: [{measure: {of: age, is: \">= 18 years\"}}, {measure: {of: age, is: \"< 12 years\"}}]}\n";
    UnmeetableTrial "unmeetable-trial" "TS0216" Warning Trial
        "Nobody can pass these criteria together: one of them shuts out everybody whom the others ask for."
        why "One criterion asks for the very patients whom another shuts out: the trial can enrol nobody."
        mend "Compare both with the protocol; mostly one of them stands on the wrong side, or names the wider condition where a narrower one is meant."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Septic shock\n  rule: {finding: {of: septic shock}}\nexclusion:\n- id: E1\n  text: Sepsis\n  rule: {finding: {of: sepsis}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Sepsis\n  rule: {finding: {of: sepsis}}\nexclusion:\n- id: E1\n  text: Septic shock\n  rule: {finding: {of: septic shock}}\n";
    PointlessCriterion "pointless-criterion" "TS0217" Warning Trial
        "Everybody passes the criterion: it asks for nothing."
        why "A criterion that everybody passes protects nobody: what it was meant to ask is not asked."
        mend "Look for `any` where `all` is meant, or a bound that is turned round."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age limits\n  rule: {any: [{measure: {of: age, is: \">= 12 years\"}}, {measure: {of: age, is: \"< 18 years\"}}]}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age limits\n  rule: {all: [{measure: {of: age, is: \">= 12 years\"}}, {measure: {of: age, is: \"< 18 years\"}}]}\n";
    ImpliedCriterion "implied-criterion" "TS0218" Warning Trial
        "Another criterion asks for as much and more: this one never decides anything."
        why "It never decides anything. Mostly one of the two numbers was changed by an amendment and the other forgotten."
        mend "Keep the stricter one, or correct the number that is out of date."
        "format: 1\ntrial: X\nexclusion:\n- id: E1\n  text: Lactate > 4 mmol/L\n  rule: {measure: {of: lactate, is: \"> 4 mmol/L\"}}\n- id: E2\n  text: Lactate > 6 mmol/L\n  rule: {measure: {of: lactate, is: \"> 6 mmol/L\"}}\n"
        "format: 1\ntrial: X\nexclusion:\n- id: E1\n  text: Lactate > 4 mmol/L\n  rule: {measure: {of: lactate, is: \"> 4 mmol/L\"}}\n- id: E2\n  text: Lactate < 1 mmol/L\n  rule: {measure: {of: lactate, is: \"< 1 mmol/L\"}}\n";
    DuplicateCriterion "duplicate-criterion" "TS0219" Warning Trial
        "Two criteria ask for the same."
        why "Twice the same says nothing more, and when one of the two is amended they will disagree."
        mend "Keep one of them, or correct the one that was meant otherwise."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age 18 years or older\n  rule: {measure: {of: age, is: \">= 18 years\"}}\nexclusion:\n- id: E1\n  text: Age < 18 years\n  rule: {measure: {of: age, is: \"< 18 years\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age 18 years or older\n  rule: {measure: {of: age, is: \">= 18 years\"}}\nexclusion:\n- id: E1\n  text: Age > 75 years\n  rule: {measure: {of: age, is: \"> 75 years\"}}\n";
    DeadBranch "dead-branch" "TS0220" Warning Trial
        "A branch of `any` is never needed: another one is true whenever it is, or nothing makes it true."
        why "A branch that is never needed was mostly meant to be another: the patients it was written for are not looked for."
        mend "Take it out, or name what was meant; where the text gives an example only, mark the node `open: true`."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Septic shock or sepsis\n  rule: {any: [{finding: {of: septic shock}}, {finding: {of: sepsis}}]}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Septic shock or cardiogenic shock\n  rule: {any: [{finding: {of: septic shock}}, {finding: {of: cardiogenic shock}}]}\n";
    RedundantPart "redundant-part" "TS0221" Warning Trial
        "A part of `all` is true whenever another one is."
        why "A part that another one already says adds nothing: mostly something else was meant."
        mend "Take it out, or name what was meant."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Septic shock and sepsis\n  rule: {all: [{finding: {of: septic shock}}, {finding: {of: sepsis}}]}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Septic shock and pneumonia\n  rule: {all: [{finding: {of: septic shock}}, {finding: {of: pneumonia}}]}\n";
    PointlessBound "pointless-bound" "TS0222" Warning Trial
        "A bound of a measure does nothing beside another one."
        why "One of two bounds does nothing: mostly its sign is turned round, and the patients on its other side are let in."
        mend "Correct the sign, or take the bound out."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age > 18 and > 65 years\n  rule: {measure: {of: age, is: \"> 18 and > 65 years\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Age > 18 and < 65 years\n  rule: {measure: {of: age, is: \"> 18 and < 65 years\"}}\n";
    UnitSlip "unit-slip" "TS0223" Warning Trial
        "A threshold is far from what the measure is in any patient, and another unit or a usual factor would mend it."
        why "A haemoglobin of 8 mg/dL is a thousandth of what any patient has: the criterion passes everybody or nobody."
        mend "Write the unit that was meant; the message shows one that would mend it."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Hemoglobin > 8 mg/dL\n  rule: {measure: {of: hemoglobin, is: \"> 8 mg/dL\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Hemoglobin > 8 g/dL\n  rule: {measure: {of: hemoglobin, is: \"> 8 g/dL\"}}\n";
    RegistryAgesDiffer "registry-ages-differ" "TS0224" Warning Trial
        "A criterion's limit of age is another than the one that the registry states beside the criteria."
        why "Whoever searches the registry finds other patients than the protocol admits."
        mend "Ask which limit holds; correct the other, or sign the criterion with `reviewed: <who, when>`."
        "format: 1\ntrial: X\ninclusion:\n- id: AGE\n  text: \"Minimum Eligible Age: 18 Years\"\n  rule: {measure: {of: age, is: \">= 18 years\"}}\n- id: I1\n  text: Age 21 years or older\n  rule: {measure: {of: age, is: \">= 21 years\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: AGE\n  text: \"Minimum Eligible Age: 18 Years\"\n  rule: {measure: {of: age, is: \">= 18 years\"}}\n- id: I1\n  text: Age 18 years or older\n  rule: {measure: {of: age, is: \">= 18 years\"}}\n";
    TextAndRuleDiffer "text-and-rule-differ" "TS0225" Warning Trial
        "The rule no longer says what the text says; `reviewed` with who and when records that a person meant it."
        why "Patients are screened by the rule while people read the text: here the two say different things."
        mend "Correct the rule, or the text; if the rule is meant so, sign it with `reviewed: <who, when>`."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Lactate > 5 mmol/L\n  rule: {measure: {of: lactate, is: \"> 4 mmol/L\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Lactate > 5 mmol/L\n  rule: {measure: {of: lactate, is: \"> 4 mmol/L\"}}\n  reviewed: Dr. Weber, 2026-11-20\n";
    EqualOnContinuum "equality-on-continuum" "TS0226" Warning Trial
        "A measured value is compared by equality: next to no patient has just that value."
        why "Next to no patient has just that value: an exclusion by it shuts out nobody, an inclusion nearly everybody."
        mend "Write the bound that is meant, such as `>= 5 mmol/L`, or a range."
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Lactate = 5 mmol/L\n  rule: {measure: {of: lactate, is: \"= 5 mmol/L\"}}\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: Lactate of 5 mmol/L or more\n  rule: {measure: {of: lactate, is: \">= 5 mmol/L\"}}\n";
    TurnedRound "reads-like-inclusion" "TS0227" Warning Trial
        "An exclusion asks for what the trial wants: it reads like an inclusion criterion."
        why "If the exclusion is taken at its word, it shuts out the very patients that the trial wants."
        mend "Move it to the inclusion criteria, or negate its rule, as the protocol means it."
        "format: 1\ntrial: X\nexclusion:\n- id: E1\n  text: Informed consent given\n  rule: {finding: {of: informed consent}}\n"
        "format: 1\ntrial: X\nexclusion:\n- id: E1\n  text: No informed consent\n  rule: {not: {finding: {of: informed consent}}}\n";
    NothingAsked "nothing-asked" "TS0228" Warning Trial
        "A trial file has no criterion."
        why "A trial that asks for nothing takes everybody: each patient would be shown as eligible for it."
        mend "Write the protocol's criteria under `inclusion` and `exclusion`, or parse its page once more."
        "format: 1\ntrial: X\ninclusion: []\nexclusion: []\n"
        "format: 1\ntrial: X\ninclusion:\n- id: I1\n  text: sepsis\n  rule: {finding: {of: sepsis}}\n";
    NoCriteria "no-criteria" "TS0301" Error Text
        "The text holds no inclusion or exclusion criteria."
        why "A page without criteria makes a trial that everybody is eligible for."
        mend "Give the part of the protocol or registry page that holds the criteria, with its headings `Inclusion Criteria` and `Exclusion Criteria`."
        ""
        "Inclusion Criteria:\n- Age 18 or older\n";
    NotUnderstood "not-understood" "TS0302" Warning Text
        "A stretch of a criterion was not understood and is left for a person to judge."
        why "What was not understood is left to a person with its words: the program neither drops it nor guesses."
        mend "Judge it by hand at screening; or write the rule for it yourself, and sign it with `reviewed: <who, when>`."
        "Inclusion Criteria:\n- Septic shock, unless the moon is full\n"
        "Inclusion Criteria:\n- Septic shock\n";
    ReadAs "read-as" "TS0303" Note Text
        "A stretch of a criterion has more than one reading, or holds a slip; this is how it was read."
        why "Words that have two readings, or hold a slip, were read in one of them: the wrong one would change who is let in."
        mend "Compare the rule with the words (`trialsieve explain FILE`). If another reading is meant, change the rule and sign it with `reviewed: <who, when>`."
        "Inclusion Criteria:\n- Lift expectancy less than 1 year\n"
        "Inclusion Criteria:\n- Life expectancy less than 1 year\n";
    RegistryDisagrees "registry-disagrees" "TS0304" Note Text
        "The registry's own age or sex and the text's are not the same; both stand."
        why "The registry says one age and the protocol's text another. Both are asked for, so nobody is let in by either alone; one of them is out of date."
        mend "Ask the trial's investigators which holds, and take the other out."
        "Ages\n\n1 hour to 1 month old\n\nInclusion criteria\n\n• ≤28 days of life\n"
        "Ages\n\n18 to 75 years old\n\nInclusion criteria\n\n• Age 18 to 75 years\n";
}
