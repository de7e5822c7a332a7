//! Patients from Parquet: every row as the line of JSON that it stands for.
//!
//! The columns are the fields of a profile, lists, maps and structures as in JSON; what is null is
//! not there. A column `profile` of text holds the whole profile instead.

use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use arrow_json::LineDelimitedWriter;
use arrow_schema::DataType;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use std::fs::File;
use std::io::{self, Read};

/// Rows that are in memory at once.
const ROWS: usize = 1024;

/// The column that holds whole profiles.
const PROFILE: &str = "profile";

/// The rows of a file as lines.
pub struct Lines {
    batches: ParquetRecordBatchReader,
    whole: bool,
    lines: Vec<u8>,
    at: usize,
}

impl Lines {
    /// Begins with a file.
    ///
    /// # Errors
    /// Why it is no Parquet file that can be read.
    pub fn open(file: File) -> Result<Self, parquet::errors::ParquetError> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(file)?.with_batch_size(ROWS);
        let whole = builder
            .schema()
            .field_with_name(PROFILE)
            .is_ok_and(|f| matches!(f.data_type(), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View));
        Ok(Self { batches: builder.build()?, whole, lines: Vec::new(), at: 0 })
    }

    /// Reads on; whether there was more.
    fn more(&mut self) -> io::Result<bool> {
        let Some(batch) = self.batches.next().transpose().map_err(io::Error::other)? else { return Ok(false) };
        self.lines.clear();
        self.at = 0;
        match batch.column_by_name(PROFILE).filter(|_| self.whole) {
            Some(column) => self.texts(column.as_ref())?,
            None => self.fields(&batch)?,
        }
        Ok(true)
    }

    fn fields(&mut self, batch: &RecordBatch) -> io::Result<()> {
        let mut writer = LineDelimitedWriter::new(&mut self.lines);
        writer.write(batch).and_then(|()| writer.finish()).map_err(io::Error::other)
    }

    fn texts(&mut self, column: &dyn Array) -> io::Result<()> {
        let texts = match column.data_type() {
            DataType::Utf8 => column.as_string::<i32>().iter().collect::<Vec<_>>(),
            DataType::LargeUtf8 => column.as_string::<i64>().iter().collect(),
            DataType::Utf8View => column.as_string_view().iter().collect(),
            other => return Err(io::Error::other(format!("the column `{PROFILE}` holds {other}, not text"))),
        };
        for text in texts {
            // A line of its own: a string of JSON holds no line break, so those between the values may go.
            self.lines.extend(text.unwrap_or("null").bytes().map(|b| if matches!(b, b'\n' | b'\r') { b' ' } else { b }));
            self.lines.push(b'\n');
        }
        Ok(())
    }
}

impl Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.lines.len() {
            if !self.more()? {
                return Ok(0);
            }
        }
        let count = self.lines.get(self.at..).unwrap_or_default().read(buffer)?;
        self.at = self.at.saturating_add(count);
        Ok(count)
    }
}
