//! What can go wrong with the outside world.

use std::path::PathBuf;

/// An input that could not be read at all. What is wrong *inside* a readable
/// input is told by [`crate::Diagnostic`]s instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file could not be opened or read.
    #[error("cannot read {}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// A folder was named where a file is wanted.
    #[error("{} is a folder, a file is wanted", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// The file is larger than [`crate::limits::MAX_INPUT_BYTES`].
    #[error("{} has {bytes} bytes, more than the limit of {limit}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// The file is not UTF-8 text.
    #[error("{} is not UTF-8 text: byte {byte} (line {line}) does not decode", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// Offset of the first byte that does not decode.
        byte: usize,
        /// Its line, from 1.
        line: usize,
    },
}
