//! Parquet in and out of `cohort`: the same rows as by NDJSON.
#![cfg(feature = "parquet")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic, missing_docs)]

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_json::{LineDelimitedWriter, ReaderBuilder};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use assert_cmd::Command;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const PATIENTS: &str = r#"{"id": "P1", "birth_date": "1961-03-02", "as_of": "2026-11-20T10:00:00Z", "labs": {"lactate": "6.1 mmol/L", "LVEF": "30 %"}, "observations": [{"of": "lactate", "value": 6.4, "unit": "mmol/L", "at": "2026-11-20T09:20:00Z"}], "conditions": [{"name": "septic shock", "status": "present"}, {"name": "pneumonia"}], "complete": ["conditions"]}
{"id": "P2", "birth_date": "2020-03-02", "as_of": "2026-11-20T10:00:00Z", "conditions": []}
{"id": "P3", "birth_date": "1950-03-02", "as_of": "2026-11-20T10:00:00Z", "labs": {"VIS": "high-ish"}}
"#;

const TRIALS: &str = "format: 1
trial: T
inclusion:
- {id: I1, text: Adults, rule: {measure: {of: age, is: '>= 18 years'}}}
- {id: I2, text: 'Lactate > 5 mmol/L', rule: {measure: {of: lactate, is: '> 5 mmol/L'}}}
- {id: I3, text: 'Septic shock', rule: {finding: {of: septic shock}}}
exclusion:
- {id: E1, text: 'VIS > 120', rule: {measure: {of: VIS, is: '> 120'}}}
";

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("parquet-{name}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    fs::write(path.join("t.yaml"), TRIALS).unwrap();
    fs::write(path.join("p.ndjson"), PATIENTS).unwrap();
    path
}

fn cohort(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("trialsieve"));
    let output = command.current_dir(folder).args(["cohort", "--trials", "t.yaml"]).args(arguments).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn write(path: &Path, batch: &RecordBatch) {
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

/// The patients in columns: dates as dates, moments as moments, labs as a map.
fn columns() -> RecordBatch {
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    let moment = |name: &str| Field::new(name, DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())), true);
    let list = |name: &str, item: DataType| Field::new(name, DataType::new_list(item, true), true);
    let entry = DataType::Struct(vec![Field::new("key", DataType::Utf8, false), text("value")].into());
    let observation = DataType::Struct(vec![text("of"), Field::new("value", DataType::Float64, true), text("unit"), moment("at")].into());
    let schema = Arc::new(Schema::new(vec![
        text("id"),
        Field::new("birth_date", DataType::Date32, true),
        moment("as_of"),
        Field::new("labs", DataType::Map(Arc::new(Field::new("entries", entry, false)), false), true),
        list("observations", observation),
        list("conditions", DataType::Struct(vec![text("name"), text("status")].into())),
        list("complete", DataType::Utf8),
    ]));
    ReaderBuilder::new(schema).build(PATIENTS.as_bytes()).unwrap().next().unwrap().unwrap()
}

#[test]
fn columns_are_read_as_the_fields_of_a_profile() {
    let folder = folder("columns");
    write(&folder.join("p.parquet"), &columns());
    let (plain, table) = (cohort(&folder, &["p.ndjson"]), cohort(&folder, &["p.parquet"]));
    assert_eq!(table, plain);
    assert!(plain.1.starts_with(r#"{"patient": "P1", "trial": "T", "verdict": "undetermined", "fails": [], "unknown": ["E1"]}"#), "{}", plain.1);
    assert_eq!(plain.1.lines().count(), 3);
}

#[test]
fn a_column_of_whole_profiles_is_read_row_by_row() {
    let folder = folder("whole");
    // Set in over several lines, as exports do; one row has none.
    let texts = PATIENTS.lines().map(|l| Some(l.replace(", ", ",\n  "))).chain([None]);
    let column: ArrayRef = Arc::new(StringArray::from_iter(texts));
    write(&folder.join("p.parquet"), &RecordBatch::try_from_iter_with_nullable([("profile", column, true)]).unwrap());
    let (code, rows, said) = cohort(&folder, &["p.parquet"]);
    assert_eq!(rows, cohort(&folder, &["p.ndjson"]).1);
    assert_eq!(code, Some(2));
    assert!(said.contains("p.parquet:4: "), "{said}");
}

#[test]
fn rows_go_into_a_table() {
    let folder = folder("rows");
    let (code, out, said) = cohort(&folder, &["p.ndjson", "--format", "parquet", "--output", "rows.parquet"]);
    assert_eq!((code, out.as_str()), (Some(0), ""), "{said}");
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(folder.join("rows.parquet")).unwrap()).unwrap().build().unwrap();
    let mut lines = LineDelimitedWriter::new(Vec::new());
    for batch in reader {
        lines.write(&batch.unwrap()).unwrap();
    }
    lines.finish().unwrap();
    let read = |text: &str| text.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap()).collect::<Vec<_>>();
    assert_eq!(read(&String::from_utf8(lines.into_inner()).unwrap()), read(&cohort(&folder, &["p.ndjson"]).1));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3, "nothing unfinished is left beside it");
}

#[test]
fn what_cannot_be_is_said() {
    let folder = folder("wrong");
    write(&folder.join("p.parquet"), &columns());
    let whole = fs::read(folder.join("p.parquet")).unwrap();
    fs::write(folder.join("cut.parquet"), &whole[..whole.len() / 2]).unwrap();
    for (arguments, words) in [
        (&["p.ndjson", "--format", "parquet"][..], "--output"),
        (&["p.ndjson", "--format", "parquet", "--output", "x", "--resume"], "--resume"),
        (&["cut.parquet"], "cannot read cut.parquet"),
    ] {
        let (code, _, said) = cohort(&folder, arguments);
        assert_eq!(code, Some(2), "{arguments:?}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
}
