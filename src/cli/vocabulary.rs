//! `trialsieve vocabulary`.

use super::args::{ListFormat, VocabularyArguments};
use super::exit::Exit;
use super::terminal::Terminal;
use serde::Serialize;
use serde_json::value::RawValue;
use std::io;
use trialsieve::vocabulary::derived::{Source, derived_for};
use trialsieve::vocabulary::{Finding, FindingId, Measure, Vocabulary};

/// Prints the whole vocabulary or one entry.
pub fn run(arguments: &VocabularyArguments, terminal: &mut Terminal) -> io::Result<Exit> {
    let vocabulary = Vocabulary::builtin();
    let rows: Vec<Row<'_>> = match &arguments.name {
        None => {
            let measures = vocabulary.measures().map(|(_, m)| measure(m));
            measures.chain(vocabulary.findings().map(|(id, f)| finding(id, f, vocabulary))).collect()
        }
        Some(name) => {
            let rows = named(name, vocabulary);
            if rows.is_empty() {
                let near = [vocabulary.nearest_measure(name), vocabulary.nearest_finding(name)];
                let near: Vec<String> = near.into_iter().flatten().map(|n| format!("`{n}`")).collect();
                let help = if near.is_empty() {
                    "`trialsieve vocabulary` lists every name; findings outside it may be used too, and are matched by their words".to_owned()
                } else {
                    format!("did you mean {}?", near.join(" or "))
                };
                terminal.error(&format!("the vocabulary does not know `{name}`"), Some(&help));
                return Ok(Exit::No);
            }
            rows
        }
    };
    let text = match (arguments.format, &arguments.name) {
        (ListFormat::Json, _) => serde_json::to_string_pretty(&rows).map_err(io::Error::other)? + "\n",
        (ListFormat::Text, None) => table(&rows),
        (ListFormat::Text, Some(_)) => rows.iter().map(Row::entry).collect(),
    };
    terminal.write(&text)?;
    Ok(Exit::Done)
}

/// The entries of a name. It may be both: testosterone is measured, and given.
pub fn named<'v>(name: &str, vocabulary: &'v Vocabulary) -> Vec<Row<'v>> {
    let measured = vocabulary.measure_named(name).and_then(|id| vocabulary.measure(id)).map(measure).into_iter();
    measured.chain(vocabulary.finding_named(name).and_then(|id| Some(finding(id, vocabulary.finding(id)?, vocabulary)))).collect()
}

/// One measure or finding, as machines read it.
#[derive(Serialize)]
pub struct Row<'v> {
    /// What rules hold in `of`.
    pub name: &'v str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'v str>,
    synonyms: Vec<&'v str>,
    unit: Option<&'v str>,
    codes: Vec<Code<'v>>,
    /// Lowest and highest possible value, in the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<[Box<RawValue>; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_for: Option<&'v str>,
    /// In g/mol.
    #[serde(skip_serializing_if = "Option::is_none")]
    molar_mass: Option<Box<RawValue>>,
    /// Whether a number without a unit will do.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_optional: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    is_a: Vec<&'v str>,
    /// The findings that are a kind of this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    kinds: Vec<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    derived: Option<Formula>,
}

#[derive(Serialize)]
struct Code<'v> {
    system: &'static str,
    code: &'v str,
}

#[derive(Serialize)]
struct Formula {
    formula: &'static str,
    inputs: Vec<String>,
    source: &'static str,
    unknown_when: &'static str,
}

fn measure(m: &Measure) -> Row<'_> {
    let number = |text: &str| RawValue::from_string(text.to_owned()).ok();
    Row {
        name: &m.name,
        kind: "measure",
        group: Some(&m.group),
        synonyms: m.synonyms.iter().map(AsRef::as_ref).collect(),
        unit: Some(&m.unit),
        codes: m.loinc.iter().map(|code| Code { system: "loinc", code }).collect(),
        range: number(&m.low).zip(number(&m.high)).map(|(low, high)| [low, high]),
        valid_for: Some(&m.valid_for),
        molar_mass: number(&m.molar_mass),
        unit_optional: Some(m.bare),
        is_a: Vec::new(),
        kinds: Vec::new(),
        derived: derived_for(&m.name).map(|d| Formula {
            formula: d.formula,
            inputs: d.inputs.iter().map(|i| format!("{}: {} in {}", i.name, source(i.source), i.unit)).collect(),
            source: d.source,
            unknown_when: d.unknown_when,
        }),
    }
}

fn source(source: Source) -> String {
    match source {
        Source::Measure(name) => name.to_owned(),
        Source::DrugRate(name) => format!("rate of {name}"),
        Source::Finding(name) => format!("{name}, 1 or 0"),
        Source::WorstIn24h(name, worst) => format!("{} {name} in 24 h", format!("{worst:?}").to_lowercase()),
    }
}

fn finding<'v>(id: FindingId, f: &'v Finding, vocabulary: &'v Vocabulary) -> Row<'v> {
    let icd10 = f.icd10.iter().map(|code| Code { system: "icd-10", code });
    let icd9 = f.icd9.iter().map(|code| Code { system: "icd-9", code });
    Row {
        name: &f.name,
        kind: f.kind.word(),
        group: None,
        synonyms: f.synonyms.iter().map(AsRef::as_ref).collect(),
        unit: None,
        codes: icd10.chain(icd9).collect(),
        range: None,
        valid_for: None,
        molar_mass: None,
        unit_optional: None,
        is_a: f.is_a.iter().filter_map(|id| vocabulary.finding(*id)).map(|f| f.name.as_ref()).collect(),
        kinds: vocabulary.findings().filter(|(_, n)| n.is_a.contains(&id)).map(|(_, n)| n.name.as_ref()).collect(),
        derived: None,
    }
}

/// One line an entry: name, kind, unit, synonyms.
fn table(rows: &[Row<'_>]) -> String {
    let width = |of: fn(&Row<'_>) -> usize| rows.iter().map(of).max().unwrap_or(0);
    let names = width(|r| r.name.chars().count());
    let units = width(|r| r.unit.unwrap_or("").chars().count());
    rows.iter()
        .map(|r| {
            let line = format!("{:names$}  {:9}  {:units$}  {}", r.name, r.kind, r.unit.unwrap_or(""), r.synonyms.join(", "));
            format!("{}\n", line.trim_end())
        })
        .collect()
}

impl Row<'_> {
    /// The whole entry, a line for each thing known of it.
    fn entry(&self) -> String {
        let lines = self.lines().into_iter().map(|(label, value)| format!("  {label:14} {value}\n"));
        std::iter::once(format!("{}\n", self.head())).chain(lines).collect()
    }

    /// What it is called and what sort of thing it is.
    pub fn head(&self) -> String {
        format!("{} ({})", self.name, self.group.map_or(self.kind.to_owned(), |g| format!("{}, {g}", self.kind)))
    }

    /// What is known of it, each with its label.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let optional = if self.unit_optional == Some(true) { "; may be left out" } else { "" };
        let mut lines = vec![
            ("also", self.synonyms.join(", ")),
            ("unit", self.unit.map(|u| format!("{}{optional}", if u == "1" { "none" } else { u })).unwrap_or_default()),
            ("possible", self.range.as_ref().map(|[low, high]| format!("{low} to {high}")).unwrap_or_default()),
            ("valid for", self.valid_for.unwrap_or("").to_owned()),
            ("molar mass", self.molar_mass.as_ref().map(|m| format!("{m} g/mol")).unwrap_or_default()),
            ("codes", self.codes.iter().map(|c| format!("{} {}", c.system, c.code)).collect::<Vec<_>>().join(", ")),
            ("is a", self.is_a.join(", ")),
            ("kinds of it", self.kinds.join(", ")),
        ];
        if let Some(d) = &self.derived {
            lines.push(("computed as", d.formula.to_owned()));
            lines.push(("from", d.inputs.join("; ")));
            lines.push(("unknown when", d.unknown_when.to_owned()));
            lines.push(("source", d.source.to_owned()));
        }
        lines.retain(|(_, value)| !value.is_empty());
        lines
    }
}
