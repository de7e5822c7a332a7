//! `trialsieve parse`.

use super::args::{ParseArguments, TrialFormat};
use super::exit::Exit;
use super::terminal::Terminal;
use super::{each, input};
use std::io::{self, IsTerminal};
use std::path::Path;
use trialsieve::language;
use trialsieve::rule::{Node, Trial, yaml};
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
    let coverage = coverage(&trial);
    let written = match arguments.format {
        TrialFormat::Yaml => {
            let both = trial.inclusion.iter_mut().chain(&mut trial.exclusion);
            both.for_each(|criterion| criterion.rule.forget_places());
            yaml::write(&trial)
        }
        TrialFormat::Json => serde_json::to_string_pretty(&trial).map_err(io::Error::other)?,
    };
    terminal.write(written.trim_end())?;
    terminal.write("\n")?;
    terminal.flush()?;
    terminal.say(&coverage);
    Ok(Exit::Done)
}

/// The file's name without its ending: the trial's id where the page gives none.
pub fn name_of(path: &Path) -> String {
    if input::is_standard_input(path) {
        return "stdin".to_owned();
    }
    path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
}

/// How much of the criteria's text is computed, in a sentence.
fn coverage(trial: &Trial) -> String {
    let (mut criteria, mut full, mut all, mut left) = (0usize, 0usize, 0usize, 0usize);
    for (_, criterion) in trial.criteria() {
        criteria = criteria.saturating_add(1);
        full = full.saturating_add(usize::from(!criterion.needs_review()));
        let length = criterion.text.chars().count();
        all = all.saturating_add(length);
        let mut review = 0usize;
        criterion.rule.walk(&mut |rule| {
            if let Node::Review(words) = &rule.node {
                let count = rule.at.map_or_else(|| words.chars().count(), |at| at.end.saturating_sub(at.start));
                review = review.saturating_add(count);
            }
        });
        left = left.saturating_add(review.min(length));
    }
    let computed = all.saturating_sub(left).saturating_mul(100).checked_div(all).unwrap_or(0);
    let plural = if criteria == 1 { "criterion" } else { "criteria" };
    format!(
        "{criteria} {plural}, {full} of them computed in full; {computed} % of their characters are computed, {left} characters are left for a person"
    )
}
