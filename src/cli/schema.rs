//! `trialsieve schema`.

use super::args::SchemaArguments;
use super::exit::Exit;
use super::terminal::Terminal;
use std::io;
use trialsieve::schema::FORMS;

/// Prints the JSON Schema of a file.
pub fn run(arguments: &SchemaArguments, terminal: &mut Terminal) -> io::Result<Exit> {
    let Some(form) = FORMS.iter().find(|f| f.name == arguments.what) else { return Ok(Exit::CouldNot) };
    terminal.write(&form.write())?;
    Ok(Exit::Done)
}
