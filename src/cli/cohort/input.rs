//! Lines of many files, in batches: plain, gzip or Zstandard, whatever their names say.

use crate::cli::input;
use flate2::bufread::MultiGzDecoder;
use indicatif::ProgressBar;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use trialsieve::limits::MAX_INPUT_BYTES;

/// A batch ends after so many bytes.
const BATCH_BYTES: usize = 4 << 20;
const BUFFER: usize = 1 << 18;

/// The lines of all files that are not blank.
pub struct Lines {
    paths: Vec<PathBuf>,
    place: usize,
    open: Option<(Box<dyn BufRead + Send>, usize)>,
    bar: ProgressBar,
    /// A batch ends after so many lines.
    most: usize,
    /// Lines that an earlier run has done already.
    skip: usize,
    read: usize,
    problems: Vec<String>,
}

/// Some lines, and how many there have been up to their end.
#[derive(Default)]
pub struct Batch {
    bytes: Vec<u8>,
    lines: Vec<Line>,
    end: usize,
}

/// A line's file, its number there, and where it stands in its batch.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub file: usize,
    pub number: usize,
    from: usize,
    to: usize,
    too_long: bool,
}

/// The bytes of all files together, where every one has a size.
pub fn size(paths: &[PathBuf]) -> Option<u64> {
    let size = |p: &PathBuf| fs::metadata(p).ok().filter(fs::Metadata::is_file).map(|m| m.len());
    paths.iter().map(size).sum()
}

impl Batch {
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// How many lines of all files have been read with this batch.
    pub fn end(&self) -> usize {
        self.end
    }

    /// The text of a line.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn text(&self, line: &Line) -> Result<&str, String> {
        if line.too_long {
            return Err(format!("the line has more than {MAX_INPUT_BYTES} bytes"));
        }
        let bytes = self.bytes.get(line.from..line.to).unwrap_or_default();
        let text = std::str::from_utf8(bytes).map_err(|e| format!("the line is not UTF-8 text: byte {} does not decode", e.valid_up_to()))?;
        Ok(text.trim_start_matches('\u{feff}').trim())
    }
}

impl Lines {
    pub fn new(paths: &[PathBuf], bar: ProgressBar, skip: usize, most: usize) -> Self {
        Self { paths: paths.to_vec(), place: 0, open: None, bar, most, skip, read: 0, problems: Vec::new() }
    }

    pub fn name(&self, file: usize) -> String {
        self.paths.get(file).map_or(String::new(), |p| p.display().to_string())
    }

    /// Files that could not be read to their end.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// The next lines; none at the end of all files.
    pub fn next(&mut self) -> Batch {
        let mut batch = Batch::default();
        while batch.bytes.len() < BATCH_BYTES && batch.lines.len() < self.most {
            if self.open.is_none() {
                let Some(path) = self.paths.get(self.place).cloned() else { break };
                match open(&path, &self.bar) {
                    Ok(reader) => self.open = Some((reader, 0)),
                    Err(problem) => {
                        self.problems.push(problem);
                        self.place = self.place.saturating_add(1);
                        continue;
                    }
                }
            }
            let file = self.place;
            let Some((reader, number)) = &mut self.open else { break };
            *number = number.saturating_add(1);
            match line(reader, &mut batch.bytes) {
                Ok(Some((from, to, too_long))) => {
                    let blank = !too_long && batch.bytes.get(from..to).is_none_or(|l| l.trim_ascii().is_empty());
                    let line = Line { file, number: *number, from, to, too_long };
                    self.read = self.read.saturating_add(1);
                    if blank || self.read <= self.skip {
                        batch.bytes.truncate(from);
                    } else {
                        batch.lines.push(line);
                    }
                }
                Ok(None) => self.close(),
                Err(error) => {
                    let problem = self.paths.get(file).map_or(String::new(), |p| input::unreadable(p, &error).to_string());
                    self.problems.push(problem);
                    self.close();
                }
            }
        }
        batch.end = self.read;
        batch
    }

    fn close(&mut self) {
        self.open = None;
        self.place = self.place.saturating_add(1);
    }
}

/// Reads a line behind what is there already: where it stands, and whether it was too long.
fn line(reader: &mut Box<dyn BufRead + Send>, bytes: &mut Vec<u8>) -> io::Result<Option<(usize, usize, bool)>> {
    let from = bytes.len();
    let count = reader.by_ref().take(MAX_INPUT_BYTES).read_until(b'\n', bytes)?;
    if count == 0 {
        return Ok(None);
    }
    if !bytes.ends_with(b"\n") && u64::try_from(count).is_ok_and(|c| c >= MAX_INPUT_BYTES) {
        reader.skip_until(b'\n')?;
        bytes.truncate(from);
        return Ok(Some((from, from, true)));
    }
    Ok(Some((from, bytes.len(), false)))
}

/// Opens a file and looks at how it is packed.
fn open(path: &Path, bar: &ProgressBar) -> Result<Box<dyn BufRead + Send>, String> {
    let wrong = |error: io::Error| input::unreadable(path, &error).to_string();
    let plain: Box<dyn Read + Send> =
        if input::is_standard_input(path) { Box::new(io::stdin()) } else { Box::new(bar.wrap_read(input::open(path).map_err(|e| e.to_string())?)) };
    let mut plain = BufReader::with_capacity(BUFFER, plain);
    let start = plain.fill_buf().map_err(wrong)?;
    if start.starts_with(&[0x1f, 0x8b]) {
        return Ok(Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(plain))));
    }
    if start.starts_with(b"PAR1") {
        return rows_as_lines(path);
    }
    if start.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let decoder = zstd::stream::read::Decoder::with_buffer(plain).map_err(wrong)?;
        return Ok(Box::new(BufReader::with_capacity(BUFFER, decoder)));
    }
    Ok(Box::new(plain))
}

/// The rows of a Parquet file, each as its line of JSON.
#[cfg(feature = "parquet")]
fn rows_as_lines(path: &Path) -> Result<Box<dyn BufRead + Send>, String> {
    if input::is_standard_input(path) {
        return Err("Parquet is read from its end: name the file instead of standard input".to_owned());
    }
    let file = fs::File::open(path).map_err(|e| input::unreadable(path, &e).to_string())?;
    let lines = super::parquet::Lines::open(file).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    Ok(Box::new(BufReader::with_capacity(BUFFER, lines)))
}

#[cfg(not(feature = "parquet"))]
fn rows_as_lines(path: &Path) -> Result<Box<dyn BufRead + Send>, String> {
    Err(format!("{} is Parquet, which this build does not read: build it with `--features parquet`", path.display()))
}
