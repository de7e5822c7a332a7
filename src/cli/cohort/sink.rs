//! The file that rows go into, as bytes or as a table.

#[cfg(feature = "parquet")]
use super::parquet::Table;
use crate::cli::args::RowFormat;
use std::fs::File;
use std::io::{self, BufWriter, Write};

/// A file that takes rows.
pub enum Sink {
    /// As they are written.
    Bytes(BufWriter<File>),
    /// Made into a table.
    #[cfg(feature = "parquet")]
    Table(Box<Table<BufWriter<File>>>),
}

impl Sink {
    pub fn new(format: RowFormat, file: File) -> io::Result<Self> {
        let file = BufWriter::with_capacity(1 << 18, file);
        Ok(match format {
            RowFormat::Ndjson | RowFormat::Csv => Self::Bytes(file),
            #[cfg(feature = "parquet")]
            RowFormat::Parquet => Self::Table(Box::new(Table::new(file)?)),
        })
    }

    pub fn write(&mut self, rows: &[u8]) -> io::Result<()> {
        match self {
            Self::Bytes(file) => file.write_all(rows),
            #[cfg(feature = "parquet")]
            Self::Table(table) => table.write(rows),
        }
    }

    /// Hands what can be handed to the file.
    pub fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Bytes(file) => file.flush(),
            #[cfg(feature = "parquet")]
            Self::Table(_) => Ok(()),
        }
    }

    /// Ends it; all of it is on the disk then.
    pub fn finish(self) -> io::Result<()> {
        let file = match self {
            Self::Bytes(file) => file,
            #[cfg(feature = "parquet")]
            Self::Table(table) => table.finish()?,
        };
        file.into_inner()?.sync_data()
    }
}
