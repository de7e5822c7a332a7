//! Rows of NDJSON as a table of Parquet.

use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::io::{self, Write};
use std::sync::Arc;

/// Rows that are packed together, and so in memory at once.
const GROUP: usize = 1 << 17;

/// Rows that are taken over at a time.
const ROWS: usize = 8192;

/// A table that is being written.
pub struct Table<W: Write + Send> {
    rows: Decoder,
    writer: ArrowWriter<W>,
}

impl<W: Write + Send> Table<W> {
    /// Begins one.
    ///
    /// # Errors
    /// What stands in the way of writing.
    pub fn new(out: W) -> io::Result<Self> {
        let ids = || DataType::new_list(DataType::Utf8, false);
        let text = |name: &str| Field::new(name, DataType::Utf8, false);
        let fields = vec![text("patient"), text("trial"), text("verdict"), Field::new("fails", ids(), false), Field::new("unknown", ids(), false)];
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).set_max_row_group_row_count(Some(GROUP)).build();
        let rows = ReaderBuilder::new(schema.clone()).with_batch_size(ROWS).build_decoder().map_err(io::Error::other)?;
        Ok(Self { rows, writer: ArrowWriter::try_new(out, schema, Some(properties))? })
    }

    /// Takes whole rows of NDJSON.
    ///
    /// # Errors
    /// What stands in the way of writing.
    pub fn write(&mut self, mut rows: &[u8]) -> io::Result<()> {
        while !rows.is_empty() {
            let taken = self.rows.decode(rows).map_err(io::Error::other)?;
            rows = rows.get(taken..).unwrap_or_default();
            // It takes nothing more once a batch is full.
            if !rows.is_empty() || taken == 0 {
                self.flush()?;
            }
        }
        Ok(())
    }

    /// Writes what is left, and the end of the table.
    ///
    /// # Errors
    /// What stands in the way of writing.
    pub fn finish(mut self) -> io::Result<W> {
        self.flush()?;
        Ok(self.writer.into_inner()?)
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.rows.flush().map_err(io::Error::other)? {
            Some(batch) => Ok(self.writer.write(&batch)?),
            None => Ok(()),
        }
    }
}
