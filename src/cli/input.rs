//! Reading files, within the limits.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use trialsieve::Error;
use trialsieve::limits::MAX_INPUT_BYTES;
use trialsieve::source::Source;

/// The name of standard input on the command line.
pub const STANDARD_INPUT: &str = "-";

/// Whether a path means standard input.
pub fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == STANDARD_INPUT
}

/// The text of a file, or of standard input.
///
/// # Errors
/// Where it cannot be opened, is a folder, too large (told before it is read) or not UTF-8.
pub fn read(path: &Path) -> Result<Source, Error> {
    let bytes = if is_standard_input(path) { read_within(io::stdin().lock(), path)? } else { read_file(path)? };
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

fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    let about = fs::metadata(path).map_err(|e| unreadable(path, &e))?;
    if about.is_dir() {
        return Err(Error::Folder { path: path.to_owned() });
    }
    if about.len() > MAX_INPUT_BYTES {
        return Err(Error::TooLarge { path: path.to_owned(), bytes: about.len(), limit: MAX_INPUT_BYTES });
    }
    read_within(open(path)?, path)
}

/// Pipes and devices have no size to ask for: reading stops just past the limit.
fn read_within(source: impl Read, path: &Path) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    source.take(MAX_INPUT_BYTES.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| unreadable(path, &e))?;
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > MAX_INPUT_BYTES {
        return Err(Error::TooLarge { path: path.to_owned(), bytes: length, limit: MAX_INPUT_BYTES });
    }
    Ok(bytes)
}
