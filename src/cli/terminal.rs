//! Standard output and standard error, and what is known of the terminal behind them.

use super::args::Color;
use anstream::{AutoStream, ColorChoice};
use std::fmt;
use std::io::{self, BufWriter, IsTerminal, Stderr, StdoutLock, Write};

/// Where results and messages go.
pub struct Terminal {
    out: BufWriter<StdoutLock<'static>>,
    err: Stderr,
    /// Messages that are held back to be written at once.
    held: Option<String>,
    /// Whether results are coloured.
    pub colour: bool,
    /// Whether messages are coloured.
    pub colour_messages: bool,
    /// Columns to write in.
    pub width: usize,
}

/// Columns where no terminal says otherwise.
const WIDTH: usize = 100;
/// No more bytes of messages than that are held back.
const MOST_HELD: usize = 1 << 13;
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
            held: None,
        }
    }

    /// Writes a result.
    pub fn write(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Writes a result that comes piece by piece.
    pub fn report(&mut self, write: impl FnOnce(&mut dyn fmt::Write) -> fmt::Result) -> io::Result<()> {
        let mut pieces = Pieces { out: &mut self.out, failed: Ok(()) };
        let written = write(&mut pieces);
        pieces.failed?;
        written.map_err(io::Error::other)
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
        match &mut self.held {
            Some(held) => {
                held.push_str(message);
                held.push('\n');
                if held.len() > MOST_HELD {
                    let _ = self.err.write_all(std::mem::take(held).as_bytes());
                }
            }
            None => {
                let _ = writeln!(self.err, "{message}");
            }
        }
    }

    /// Holds messages back until [`Terminal::release`]: there may be very many.
    pub fn hold(&mut self) {
        self.held.get_or_insert_default();
    }

    /// Writes the messages that were held back.
    pub fn release(&mut self) {
        if let Some(held) = self.held.take() {
            let _ = self.err.write_all(held.as_bytes());
        }
    }
}

/// Text that goes out in pieces, and what went wrong.
struct Pieces<'t> {
    out: &'t mut BufWriter<StdoutLock<'static>>,
    failed: io::Result<()>,
}

impl fmt::Write for Pieces<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.failed = self.out.write_all(text.as_bytes());
        self.failed.as_ref().map_err(|_| fmt::Error).copied()
    }
}

/// Writes one line to standard error when nothing else can be relied on.
pub fn last_words(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
