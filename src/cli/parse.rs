//! `trialsieve parse`.

use super::args::{ParseArguments, TrialFormat};
use super::exit::Exit;
use super::terminal::Terminal;
use super::{each, input};
use std::io::{self, IsTerminal};
use std::path::Path;
use trialsieve::language;
use trialsieve::rule::yaml;
use trialsieve::vocabulary::Vocabulary;

/// Prints the trial file of a page, or the rule of each criterion.
pub fn run(arguments: &ParseArguments, terminal: &mut Terminal) -> io::Result<Exit> {
    if input::is_standard_input(&arguments.file) && io::stdin().is_terminal() {
        terminal.say("reading from the keyboard; end with Ctrl-D (`trialsieve parse --help` shows more)");
    }
    if arguments.each {
        return each::run(&arguments.file, terminal);
    }
    let source = match input::read(&arguments.file) {
        Ok(source) => source,
        Err(error) => {
            terminal.error(&error.to_string(), None);
            return Ok(Exit::CouldNot);
        }
    };
    let (mut trial, diagnostics) = language::parse(&source.text, &name_of(&arguments.file), Vocabulary::builtin());
    terminal.diagnostics(&source, &diagnostics, true);
    if trial.criteria().next().is_none() {
        // A trial without criteria would be open to everybody: better no file than that one.
        if diagnostics.is_empty() {
            terminal.error(&format!("{} holds no criteria", source.name), Some("criteria stand under a heading such as `Inclusion Criteria`"));
        }
        return Ok(Exit::No);
    }
    let coverage = language::read(&trial, Vocabulary::builtin()).coverage();
    let written = match arguments.format {
        TrialFormat::Yaml => {
            let both = trial.inclusion.iter_mut().chain(&mut trial.exclusion);
            both.for_each(|criterion| criterion.rule.forget_places());
            yaml::write(&trial)
        }
        TrialFormat::Json => {
            trial.coverage = Some(coverage);
            serde_json::to_string_pretty(&trial).map_err(io::Error::other)?
        }
    };
    terminal.write(written.trim_end())?;
    terminal.write("\n")?;
    terminal.flush()?;
    terminal.say(&coverage.to_string());
    Ok(Exit::Done)
}

/// The file's name without its ending: the trial's id where the page gives none.
pub fn name_of(path: &Path) -> String {
    if input::is_standard_input(path) {
        return "stdin".to_owned();
    }
    path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
}
