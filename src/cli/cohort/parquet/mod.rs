//! Patients from Parquet, and rows into it.

mod read;
mod write;

pub use read::Lines;
pub use write::Table;
