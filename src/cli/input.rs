//! Reading files, within the limits.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use trialsieve::Error;
use trialsieve::limits::MAX_INPUT_BYTES;
use trialsieve::source::Source;

/// The name of standard input on the command line.
pub const STANDARD_INPUT: &str = "-";

/// A file of fewer bytes is read at once.
const SMALL: usize = 1 << 16;

/// Whether a path means standard input.
pub fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == STANDARD_INPUT
}

/// The text of a file, or of standard input.
///
/// # Errors
/// Where it cannot be opened, is a folder, too large (told before it is read) or not UTF-8.
pub fn read(path: &Path) -> Result<Source, Error> {
    text(path, read_bytes(path, &mut Vec::new())?.to_vec())
}

/// What a file holds, or standard input. The buffer may be that of another file: what is in it
/// does not matter.
///
/// # Errors
/// Where it cannot be opened, is a folder or too large.
pub fn read_bytes<'b>(path: &Path, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], Error> {
    if is_standard_input(path) {
        buffer.clear();
        read_within(io::stdin().lock(), path, buffer)?;
        return Ok(buffer);
    }
    let mut file = File::open(path).map_err(|e| unreadable(path, &e))?;
    // Most files are small: the system is asked nothing else about them.
    buffer.resize(buffer.len().max(SMALL), 0);
    let mut length = 0usize;
    while let Some(room) = buffer.get_mut(length..).filter(|room| !room.is_empty()) {
        match file.read(room) {
            Ok(0) => return Ok(buffer.get(..length).unwrap_or_default()),
            Ok(more) => length = length.saturating_add(more),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::IsADirectory => return Err(Error::Folder { path: path.to_owned() }),
            Err(error) => return Err(unreadable(path, &error)),
        }
    }
    let whole = file.metadata().map_err(|e| unreadable(path, &e))?.len();
    if whole > MAX_INPUT_BYTES {
        return Err(Error::TooLarge { path: path.to_owned(), bytes: whole, limit: MAX_INPUT_BYTES });
    }
    buffer.reserve(usize::try_from(whole).unwrap_or(0).saturating_sub(length).saturating_add(1));
    read_within(file, path, buffer)?;
    Ok(buffer)
}

/// The text that a file's bytes are.
///
/// # Errors
/// Where they are not UTF-8.
pub fn text(path: &Path, bytes: Vec<u8>) -> Result<Source, Error> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..byte).unwrap_or_default();
        let line = before.iter().filter(|b| **b == b'\n').count().saturating_add(1);
        Error::NotText { path: path.to_owned(), byte, line }
    })?;
    // A byte order mark is no part of the text.
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok(Source { name: path.display().to_string(), text })
}

/// Opens a file that is going to be read piece by piece.
pub fn open(path: &Path) -> Result<File, Error> {
    let file = File::open(path).map_err(|e| unreadable(path, &e))?;
    let about = file.metadata().map_err(|e| unreadable(path, &e))?;
    if about.is_dir() { Err(Error::Folder { path: path.to_owned() }) } else { Ok(file) }
}

/// An error of the system about a path.
pub fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::Unreadable { path: path.to_owned(), reason: reason(error) }
}

/// The system's reason without its number.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

/// Pipes and devices have no size to ask for: reading stops just past the limit.
fn read_within(source: impl Read, path: &Path, bytes: &mut Vec<u8>) -> Result<(), Error> {
    let so_far = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    source.take(MAX_INPUT_BYTES.saturating_add(1).saturating_sub(so_far)).read_to_end(bytes).map_err(|e| unreadable(path, &e))?;
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > MAX_INPUT_BYTES {
        return Err(Error::TooLarge { path: path.to_owned(), bytes: length, limit: MAX_INPUT_BYTES });
    }
    Ok(())
}
