//! The command line: arguments, files and the terminal. Nothing below it knows any of them.

mod args;
mod check;
mod cohort;
mod diff;
mod drawing;
mod each;
mod exit;
mod explain;
mod fmt;
mod import;
mod input;
mod load;
#[cfg(feature = "lsp")]
mod lsp;
mod manual;
mod messages;
mod moment;
mod parse;
mod progress;
mod schema;
mod screen;
mod shipped;
mod snippet;
mod store;
mod terminal;
mod test;
mod trials;
mod vocabulary;
mod watch;
mod when;

use args::{Arguments, Command};
use clap::Parser;
use exit::Exit;
use std::io::{self, ErrorKind};
use std::process::ExitCode;
use terminal::Terminal;

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    // A person at a bedside has no use for a backtrace; a bug is named in one line.
    std::panic::set_hook(Box::new(|bug| {
        let place = bug.location().map(|l| format!(" at {}:{}", l.file(), l.line())).unwrap_or_default();
        terminal::last_words(&format!("error: trialsieve has a bug{place}; nothing after this point was done. Please report it with what you ran"));
    }));
    let exit = std::panic::catch_unwind(|| match Arguments::try_parse() {
        Ok(arguments) => obey(arguments),
        Err(usage) => {
            // Help and version are answers; everything else is a usage error.
            let exit = if usage.use_stderr() { Exit::CouldNot } else { Exit::Done };
            let _ = usage.print();
            exit
        }
    });
    exit.unwrap_or(Exit::CouldNot).into()
}

fn obey(arguments: Arguments) -> Exit {
    let mut terminal = Terminal::new(arguments.color);
    let done = dispatch(arguments.command, &mut terminal).and_then(|exit| terminal.flush().map(|()| exit));
    match done {
        Ok(exit) => exit,
        // Whoever was reading has seen enough (`trialsieve … | head`).
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Exit::Done,
        Err(error) => {
            terminal.error(&format!("the results could not be written: {}", input::reason(&error)), None);
            Exit::CouldNot
        }
    }
}

fn dispatch(command: Command, terminal: &mut Terminal) -> io::Result<Exit> {
    match command {
        Command::Screen(arguments) => screen::run(&arguments, terminal),
        Command::Cohort(arguments) => cohort::run(&arguments, terminal),
        Command::When(arguments) => when::run(&arguments, terminal),
        Command::Watch(arguments) => watch::run(&arguments, terminal),
        Command::Parse(arguments) => parse::run(&arguments, terminal),
        Command::Explain(arguments) => explain::run(&arguments, terminal),
        Command::Import(arguments) => import::run(&arguments, terminal),
        Command::Check(arguments) => check::run(&arguments, terminal),
        Command::Diff(arguments) => diff::run(&arguments, terminal),
        Command::Fmt(arguments) => fmt::run(&arguments, terminal),
        Command::Test(arguments) => test::run(&arguments, terminal),
        Command::Schema(arguments) => schema::run(&arguments, terminal),
        #[cfg(feature = "lsp")]
        Command::Lsp(_) => lsp::run(terminal),
        Command::Vocabulary(arguments) => vocabulary::run(&arguments, terminal),
        Command::Completions { shell } => manual::completions(shell, terminal),
        Command::Man { command } => manual::page(command.as_deref(), terminal),
    }
}
