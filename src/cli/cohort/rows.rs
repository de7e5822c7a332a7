//! One row for each patient and trial.

use crate::cli::args::RowFormat;
use trialsieve::engine::{Engine, Round};
use trialsieve::screening::Outcome;

const COLUMNS: [&str; 5] = ["patient", "trial", "verdict", "fails", "unknown"];

/// Writes rows; what is the same in all of them is made ready once.
pub struct Rows {
    format: RowFormat,
    trials: Vec<Names>,
}

/// The names of a trial and of its criteria, as the format writes them.
struct Names {
    trial: Vec<u8>,
    criteria: Vec<Vec<u8>>,
    /// Whether none of them needs quotes in CSV.
    bare: bool,
}

/// What stands before the first row.
pub fn head(format: RowFormat) -> &'static [u8] {
    match format {
        RowFormat::Ndjson => b"",
        RowFormat::Csv => b"patient,trial,verdict,fails,unknown\n",
        #[cfg(feature = "parquet")]
        RowFormat::Parquet => b"",
    }
}

impl Rows {
    pub fn new(format: RowFormat, engine: &Engine, trials: usize) -> Self {
        let written = |name: &str| {
            let mut out = Vec::new();
            match format {
                RowFormat::Ndjson => quote(name, &mut out),
                RowFormat::Csv => out.extend_from_slice(name.as_bytes()),
                #[cfg(feature = "parquet")]
                RowFormat::Parquet => quote(name, &mut out),
            }
            out
        };
        let names = engine.trials().iter().take(trials);
        let trials = names.map(|n| Names {
            trial: written(&n.trial),
            criteria: n.criteria.iter().map(|id| written(id)).collect(),
            bare: std::iter::once(&n.trial).chain(&n.criteria).all(|name| is_bare(name.as_bytes())),
        });
        Self { format, trials: trials.collect() }
    }

    /// About so many bytes are the rows of one patient.
    pub fn bytes(&self) -> usize {
        const ROW: usize = 128;
        self.trials.len().saturating_mul(ROW)
    }

    /// Every trial's row for a patient of a round.
    pub fn patient(&self, round: &Round<'_>, place: usize, out: &mut Vec<u8>) {
        match self.format {
            RowFormat::Ndjson => self.ndjson(round, place, out),
            RowFormat::Csv => self.csv(round, place, out),
            // The table is made of these where it is written.
            #[cfg(feature = "parquet")]
            RowFormat::Parquet => self.ndjson(round, place, out),
        }
    }

    fn ndjson(&self, round: &Round<'_>, place: usize, out: &mut Vec<u8>) {
        let begin = format!("{{\"patient\": {}, \"trial\": ", quoted(round.patient(place)));
        let mut unknown = Vec::new();
        for (trial, names) in self.trials.iter().enumerate() {
            out.extend_from_slice(begin.as_bytes());
            out.extend_from_slice(&names.trial);
            out.extend_from_slice(b", \"verdict\": \"");
            out.extend_from_slice(round.verdict(place, trial).map_or("", |v| v.word()).as_bytes());
            out.extend_from_slice(b"\", \"fails\": [");
            unknown.clear();
            let mut first = true;
            for (id, outcome) in names.criteria.iter().zip(round.outcomes(place, trial)) {
                match outcome {
                    Outcome::Fail => next(id, b", ", &mut first, out),
                    Outcome::Unknown => unknown.push(id),
                    Outcome::Pass => {}
                }
            }
            out.extend_from_slice(b"], \"unknown\": [");
            let mut first = true;
            unknown.iter().for_each(|id| next(id, b", ", &mut first, out));
            out.extend_from_slice(b"]}\n");
        }
    }

    fn csv(&self, round: &Round<'_>, place: usize, out: &mut Vec<u8>) {
        let patient = round.patient(place).as_bytes();
        let bare = is_bare(patient);
        let (mut fails, mut unknown) = (Vec::new(), Vec::new());
        for (trial, names) in self.trials.iter().enumerate() {
            fails.clear();
            unknown.clear();
            for (id, outcome) in names.criteria.iter().zip(round.outcomes(place, trial)) {
                let ids = match outcome {
                    Outcome::Fail => &mut fails,
                    Outcome::Unknown => &mut unknown,
                    Outcome::Pass => continue,
                };
                next(id, b" ", &mut ids.is_empty(), ids);
            }
            let verdict = round.verdict(place, trial).map_or("", |v| v.word());
            let row: [&[u8]; COLUMNS.len()] = [patient, &names.trial, verdict.as_bytes(), &fails, &unknown];
            if bare && names.bare {
                for (field, end) in row.iter().zip([b',', b',', b',', b',', b'\n']) {
                    out.extend_from_slice(field);
                    out.push(end);
                }
            } else {
                let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(&mut *out);
                // Writing into memory cannot fail.
                let _ = writer.write_record(row);
                let _ = writer.flush();
            }
        }
    }
}

/// Whether it stands in a line of CSV as it is.
fn is_bare(text: &[u8]) -> bool {
    text.iter().all(|b| !matches!(b, b',' | b'"' | b'\r' | b'\n'))
}

fn next(id: &[u8], between: &[u8], first: &mut bool, out: &mut Vec<u8>) {
    if !std::mem::take(first) {
        out.extend_from_slice(between);
    }
    out.extend_from_slice(id);
}

/// A JSON string.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn quote(text: &str, out: &mut Vec<u8>) {
    // Ids are plain words nearly always.
    if text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')) {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(quoted(text).as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trialsieve::rule::{self, yaml};
    use trialsieve::vocabulary::Vocabulary;

    #[test]
    fn names_with_commas_and_quotes_come_back_from_csv() {
        for (patient, trial, criterion) in [("P-1", "T", "I1"), ("P, \\\"1\\\"", "T", "I1"), ("P-1", "T, the \"first\"", "I1"), ("P-1", "T", "I,1")] {
            let quoted = |name: &str| serde_json::to_string(name).unwrap();
            let text = format!(
                "format: 1\ntrial: {}\ninclusion:\n- {{id: {}, text: x, rule: {{measure: {{of: age, is: '>= 18 years'}}}}}}\n- {{id: I2, text: x, rule: {{finding: {{of: stroke}}}}}}\n",
                quoted(trial),
                quoted(criterion)
            );
            let trials: Vec<_> = rule::check(yaml::read(&text).unwrap(), None, Vocabulary::builtin()).0.into_iter().collect();
            let engine = Engine::compile(&trials);
            let mut round = Round::new(&engine);
            let line = format!("{{\"id\": \"{patient}\", \"birth_date\": \"2020-01-01\", \"as_of\": \"2026-11-20T10:00:00Z\"}}");
            assert!(
                round.plain(&line, None, false).is_some() || {
                    let profile = round.read(&line).0.unwrap();
                    round.add(&profile, profile.as_of.unwrap());
                    true
                }
            );
            round.screen();
            let mut out = Vec::new();
            Rows::new(RowFormat::Csv, &engine, 1).patient(&round, 0, &mut out);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(out.as_slice());
            let rows: Vec<Vec<String>> = reader.deserialize().map(Result::unwrap).collect();
            let id: String = serde_json::from_str(&format!("\"{patient}\"")).unwrap();
            assert_eq!(rows, [[id.as_str(), trial, "ineligible", criterion, "I2"].map(str::to_owned).to_vec()]);
        }
    }

    #[test]
    fn the_head_names_every_column() {
        assert_eq!(std::str::from_utf8(head(RowFormat::Csv)).unwrap().trim_end(), COLUMNS.join(","));
    }

    #[test]
    fn ids_are_quoted_as_json_asks() {
        for text in ["I1", "A \"b\"", "ä\n", "\\"] {
            let mut out = Vec::new();
            quote(text, &mut out);
            assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        }
    }
}
