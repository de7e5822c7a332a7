//! `trialsieve completions` and `trialsieve man`: what the arguments say of themselves.

use super::args::Arguments;
use super::exit::Exit;
use super::terminal::Terminal;
use clap::CommandFactory;
use std::io;

/// Prints the completion script of a shell.
pub fn completions(shell: clap_complete::Shell, terminal: &mut Terminal) -> io::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), NAME, &mut script);
    terminal.write(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// Prints the manual page, or that of one command.
pub fn page(command: Option<&str>, terminal: &mut Terminal) -> io::Result<Exit> {
    let mut whole = Arguments::command();
    whole.build();
    let chosen = match command {
        None => Some(whole),
        Some(name) => whole.find_subcommand(name).cloned(),
    };
    let Some(chosen) = chosen else {
        let known = Arguments::command().get_subcommands().map(|c| c.get_name().to_owned()).collect::<Vec<_>>().join(", ");
        terminal.error(&format!("there is no command `{}`", command.unwrap_or_default()), Some(&format!("the commands are {known}")));
        return Ok(Exit::CouldNot);
    };
    let title = chosen.get_display_name().unwrap_or(NAME).to_owned();
    let mut text = Vec::new();
    clap_mangen::Man::new(chosen).title(title).source(concat!("trialsieve ", env!("CARGO_PKG_VERSION"))).render(&mut text)?;
    terminal.write(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Done)
}

const NAME: &str = "trialsieve";
