//! What the command answers to the shell.

use std::process::ExitCode;

/// How a command ended; of several endings the worst counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done, whatever the verdicts.
    Done = 0,
    /// Done, and the answer is "no".
    No = 1,
    /// It could not be done: usage, unreadable or invalid input.
    CouldNot = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
