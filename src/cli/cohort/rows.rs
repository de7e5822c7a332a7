//! One row for each patient and trial.

use crate::cli::args::RowFormat;
use trialsieve::engine::{Answers, Engine};
use trialsieve::screening::Outcome;

const COLUMNS: [&str; 5] = ["patient", "trial", "verdict", "fails", "unknown"];

/// Writes rows; what is the same in all of them is made ready once.
pub struct Rows<'e> {
    format: RowFormat,
    engine: &'e Engine,
    trials: usize,
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

impl<'e> Rows<'e> {
    pub fn new(format: RowFormat, engine: &'e Engine, trials: usize) -> Self {
        Self { format, engine, trials }
    }

    /// Every trial's row for a patient.
    pub fn patient(&mut self, patient: &str, answers: &Answers, out: &mut Vec<u8>) {
        match self.format {
            RowFormat::Ndjson => self.ndjson(patient, answers, out),
            RowFormat::Csv => self.csv(patient, answers, out),
            // The table is made of these where it is written.
            #[cfg(feature = "parquet")]
            RowFormat::Parquet => self.ndjson(patient, answers, out),
        }
    }

    fn ndjson(&self, patient: &str, answers: &Answers, out: &mut Vec<u8>) {
        let begin = format!("{{\"patient\": {}, \"trial\": ", quoted(patient));
        for (place, names) in self.engine.trials().iter().take(self.trials).enumerate() {
            out.extend_from_slice(begin.as_bytes());
            quote(&names.trial, out);
            out.extend_from_slice(b", \"verdict\": \"");
            out.extend_from_slice(answers.verdict(place).map_or("", |v| v.word()).as_bytes());
            out.push(b'"');
            for (name, wanted) in [("fails", Outcome::Fail), ("unknown", Outcome::Unknown)] {
                out.extend_from_slice(b", \"");
                out.extend_from_slice(name.as_bytes());
                out.extend_from_slice(b"\": [");
                let mut first = true;
                for (id, _) in names.criteria.iter().zip(answers.outcomes(place)).filter(|(_, o)| **o == wanted) {
                    if !std::mem::take(&mut first) {
                        out.extend_from_slice(b", ");
                    }
                    quote(id, out);
                }
                out.push(b']');
            }
            out.extend_from_slice(b"}\n");
        }
    }

    fn csv(&self, patient: &str, answers: &Answers, out: &mut Vec<u8>) {
        let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(out);
        for (place, names) in self.engine.trials().iter().take(self.trials).enumerate() {
            let ids = |wanted: Outcome| {
                let found = names.criteria.iter().zip(answers.outcomes(place)).filter(|(_, o)| **o == wanted);
                found.map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(" ")
            };
            let row: [&str; COLUMNS.len()] =
                [patient, &names.trial, answers.verdict(place).map_or("", |v| v.word()), &ids(Outcome::Fail), &ids(Outcome::Unknown)];
            // Writing into memory cannot fail.
            let _ = writer.write_record(row);
        }
        let _ = writer.flush();
    }
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
