//! What a run keeps of the trials that it has checked, for the next one.
//!
//! A file of the cache belongs to one set of trial paths. It holds the checked trials, and of each
//! of their files the length and a 128-bit hash of its bytes. A trial is taken from it only where
//! the file, read anew, holds those very bytes: times and sizes are not trusted. Nothing of a
//! patient is in it.
//!
//! It is read only by the program that wrote it (a hash of the sources is in it) and only where it
//! is whole (a hash of the rest is in it): whatever else is found there is as good as nothing, and
//! is replaced.

use crate::cli::store;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use trialsieve::rule::kept::{self, ReadyTrial};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// Fewer files than that are checked as soon as they are found.
const LEAST_FILES: usize = 16;
/// More files than that are not kept in the cache's folder: the oldest go.
const MOST_KEPT: usize = 16;
/// Ending of their names.
const ENDING: &str = "trials";
/// What each begins with: what it is, and the program that wrote it.
const BEGINNING: &str = concat!("trialsieve trials 1 ", env!("TRIALSIEVE_SOURCES"), "\n");
/// The length of the hash behind that.
const HASH: usize = 16;
/// The variable that says where the cache is, or `off`.
const VARIABLE: &str = "TRIALSIEVE_CACHE";

/// The checked trials of a set of paths.
pub struct Cache {
    place: PathBuf,
    known: FxHashMap<String, Known>,
}

/// A trial that an earlier run has checked.
pub struct Known {
    pub entry: Entry,
    pub trial: ReadyTrial,
}

/// What is known of a trial file besides its trial.
#[derive(Serialize, Deserialize)]
pub struct Entry {
    /// The file, as it is named in messages.
    pub name: String,
    pub print: Print,
    /// Whether the rules know the characters that they came from.
    pub places: bool,
    /// Whether there was nothing at all to tell of it.
    pub quiet: bool,
    /// How many warnings of each name there were.
    pub warnings: Vec<(String, usize)>,
}

/// The length and a hash of a file's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    length: u64,
    hash: u128,
}

#[derive(Serialize, Deserialize)]
struct Body<E, T> {
    entries: E,
    trials: T,
}

/// The folder that caches are kept in, unless nothing is to be kept.
pub fn folder() -> Option<PathBuf> {
    match env::var_os(VARIABLE) {
        Some(said) if said.is_empty() || said.eq_ignore_ascii_case("off") => None,
        Some(said) => Some(said.into()),
        None => {
            let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
            let home = || Some(absolute("HOME")?.join(".cache"));
            absolute("XDG_CACHE_HOME").or_else(|| absolute("LOCALAPPDATA")).or_else(home).map(|folder| folder.join("trialsieve"))
        }
    }
}

impl Cache {
    /// What is kept in a folder of the trials of some paths; none where there are too few files
    /// to keep anything.
    pub fn open(folder: &Path, paths: &[PathBuf], files: usize) -> Option<Self> {
        if files < LEAST_FILES {
            return None;
        }
        let mut name = env::current_dir().ok()?.into_os_string().into_encoded_bytes();
        for path in paths {
            name.push(0);
            name.extend_from_slice(path.as_os_str().as_encoded_bytes());
        }
        let place = folder.join(format!("{:016x}.{ENDING}", xxh3_64(&name)));
        let known = fs::read(&place).ok().and_then(|bytes| read(&bytes)).unwrap_or_default();
        Some(Self { place, known })
    }

    /// What is known of a file, if these are its bytes.
    pub fn take(&mut self, name: &str, print: Print) -> Option<Known> {
        if self.known.get(name)?.entry.print != print {
            return None;
        }
        self.known.remove(name)
    }

    /// Whether it knows of files that nobody has asked for.
    pub fn has_more(&self) -> bool {
        !self.known.is_empty()
    }

    /// Puts trials in the place of what was kept. That it cannot be written is no matter: then the
    /// next run checks them again.
    pub fn write<'t>(&self, kept: impl Iterator<Item = (&'t Entry, &'t ReadyTrial)>) {
        let (entries, trials): (Vec<&Entry>, Vec<&ReadyTrial>) = kept.unzip();
        let Some(trials) = kept::write(trials) else { return };
        let Ok(body) = postcard::to_stdvec(&Body { entries, trials }) else { return };
        let Some(folder) = self.place.parent() else { return };
        let mut bytes = Vec::from(BEGINNING);
        bytes.extend_from_slice(&xxh3_128(&body).to_le_bytes());
        bytes.extend_from_slice(&body);
        if make(folder).and_then(|()| store::write(&self.place, bytes)).is_ok() {
            prune(folder);
        }
    }
}

impl Print {
    pub fn of(bytes: &[u8]) -> Self {
        Self { length: u64::try_from(bytes.len()).unwrap_or(u64::MAX), hash: xxh3_128(bytes) }
    }
}

fn read(bytes: &[u8]) -> Option<FxHashMap<String, Known>> {
    let (hash, body) = bytes.strip_prefix(BEGINNING.as_bytes())?.split_at_checked(HASH)?;
    if xxh3_128(body).to_le_bytes() != *hash {
        return None;
    }
    let Body { entries, trials }: Body<Vec<Entry>, &[u8]> = postcard::from_bytes(body).ok()?;
    let trials = kept::read(trials)?;
    let known = entries.into_iter().zip(trials).map(|(entry, trial)| (entry.name.clone(), Known { entry, trial }));
    Some(known.collect())
}

/// Nobody else may write what is trusted.
fn make(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Takes the oldest files out where there are too many.
fn prune(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let own = entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == ENDING));
    let mut dated: Vec<_> = own.filter_map(|p| Some((fs::metadata(&p).ok()?.modified().ok()?, p))).collect();
    dated.sort();
    let surplus = dated.len().saturating_sub(MOST_KEPT);
    for (_, path) in dated.into_iter().take(surplus) {
        let _ = fs::remove_file(path);
    }
}
