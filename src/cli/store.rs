//! Writing a trial file: never half, never over what was there without keeping it.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Longest name of a file, without its ending.
const LONGEST_NAME: usize = 120;

/// The file's name for a trial's id: letters, digits, `.`, `_` and `-` as they are.
pub fn name_of(id: &str) -> String {
    let plain: String = id.trim().chars().map(|c| if c.is_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' }).collect();
    let plain: String = plain.trim_matches(['.', '-']).chars().take(LONGEST_NAME).collect();
    // What ends in `.test` holds the tests of a trial.
    let plain = plain.strip_suffix(".test").map_or(plain.clone(), |stem| format!("{stem}-test"));
    if plain.is_empty() { "trial".to_owned() } else { plain }
}

/// Writes a file as a whole: beside its place first, then moved there.
pub fn write(path: &Path, text: impl AsRef<[u8]>) -> io::Result<()> {
    // A link stays a link: what it points to is written.
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = real.parent().unwrap_or(Path::new("."));
    let name = real.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let written = OpenOptions::new().write(true).create(true).truncate(true).open(&beside).and_then(|mut file| {
        file.write_all(text.as_ref())?;
        file.sync_data()
    });
    let moved = written.and_then(|()| fs::rename(&beside, &real));
    if moved.is_err() {
        let _ = fs::remove_file(&beside);
    }
    moved
}

/// Keeps a copy of a file beside it, under a name that nothing has yet.
pub fn back_up(path: &Path) -> io::Result<PathBuf> {
    let bytes = fs::read(path)?;
    for number in 1u32.. {
        let ending = if number == 1 { "bak".to_owned() } else { format!("bak.{number}") };
        let copy = PathBuf::from(format!("{}.{ending}", path.display()));
        match OpenOptions::new().write(true).create_new(true).open(&copy) {
            Ok(mut file) => {
                file.write_all(&bytes)?;
                file.sync_data()?;
                return Ok(copy);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("there are too many copies already"))
}
