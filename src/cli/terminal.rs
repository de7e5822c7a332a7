//! Standard output and standard error, and what is known of the terminal behind them.

use super::args::Color;
use anstream::{AutoStream, ColorChoice};
use std::io::{self, BufWriter, IsTerminal, Stderr, StdoutLock, Write};

/// Where results and messages go.
pub struct Terminal {
    out: BufWriter<StdoutLock<'static>>,
    err: Stderr,
    /// Whether results are coloured.
    pub colour: bool,
    /// Whether messages are coloured.
    pub colour_messages: bool,
    /// Columns to write in.
    pub width: usize,
}

/// Columns where no terminal says otherwise.
const WIDTH: usize = 100;
/// Narrower than that nothing is wrapped sensibly.
const LEAST_WIDTH: usize = 40;
/// Wider than that lines are hard to read.
const MOST_WIDTH: usize = 140;

impl Terminal {
    /// The process's own terminal, files or pipes.
    pub fn new(color: Color) -> Self {
        let (out, err) = (io::stdout(), io::stderr());
        let coloured = |choice: ColorChoice| match color {
            Color::Auto => choice != ColorChoice::Never,
            Color::Always => true,
            Color::Never => false,
        };
        let columns = terminal_size::terminal_size().filter(|_| out.is_terminal()).map_or(WIDTH, |(w, _)| usize::from(w.0));
        Self {
            colour: coloured(AutoStream::choice(&out)),
            colour_messages: coloured(AutoStream::choice(&err)),
            width: columns.clamp(LEAST_WIDTH, MOST_WIDTH),
            out: BufWriter::with_capacity(1 << 16, out.lock()),
            err,
        }
    }

    /// Writes a result.
    pub fn write(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Writes results that are bytes already.
    pub fn write_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    /// Makes sure that every result is out.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Says something to the person; a reader who has gone is nobody to tell.
    pub fn say(&mut self, message: &str) {
        let _ = writeln!(self.err, "{message}");
    }
}

/// Writes one line to standard error when nothing else can be relied on.
pub fn last_words(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
