//! Files that are not open in the editor, and the names that the editor has for them.

use super::super::{input, trials};
use std::path::{Path, PathBuf};

/// Where files that are not open are read from.
pub trait Files {
    /// The text of a file.
    fn text(&self, path: &Path) -> Option<String>;
    /// The trial files of a folder.
    fn trials(&self, folder: &Path) -> Vec<PathBuf>;
}

/// The disk.
pub struct Disk;

impl Files for Disk {
    fn text(&self, path: &Path) -> Option<String> {
        input::read(path).ok().map(|source| source.text)
    }

    fn trials(&self, folder: &Path) -> Vec<PathBuf> {
        let found = trials::walk(&[folder.to_owned()], |file| !trials::is_test(file) && file.parent() == Some(folder));
        found.into_iter().flatten().collect()
    }
}

/// The path that an editor means by `file:///…`; other addresses stand for themselves.
pub fn path(uri: &str) -> PathBuf {
    let Some(rest) = uri.strip_prefix("file://") else { return PathBuf::from(uri) };
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = decoded(rest);
    // "/c:/trials": a drive has no slash before it.
    let drive = path.as_bytes().get(2) == Some(&b':') && path.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic);
    PathBuf::from(if drive { path.get(1..).unwrap_or(&path) } else { &path })
}

/// Text with its `%xx` undone.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_path() {
        for (uri, found) in [
            ("file:///work/criteria/A%20%C2%B5.yaml", "/work/criteria/A µ.yaml"),
            ("file:///c%3A/trials/X.yaml", "c:/trials/X.yaml"),
            ("file://localhost/x.yaml", "/x.yaml"),
            ("file:///100%.yaml", "/100%.yaml"),
            ("untitled:Untitled-1", "untitled:Untitled-1"),
        ] {
            assert_eq!(path(uri), PathBuf::from(found));
        }
    }
}
