//! `trialsieve cohort`: many patients, a line each, against many trials.

mod flow;
mod input;
mod keep;
#[cfg(feature = "parquet")]
mod parquet;
mod rows;
mod show;
mod sink;
mod survey;
mod what_if;
mod work;

#[cfg(feature = "parquet")]
use super::args::RowFormat;
use super::args::{CohortArguments, SummaryFormat};
use super::exit::Exit;
use super::load::{self, Wanted};
use super::moment;
use super::terminal::Terminal;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use input::{Batch, Lines};
use keep::Output;
use rows::Rows;
use std::io::{self, IsTerminal};
use std::sync::Mutex;
use std::time::Duration;
use survey::Survey;
use trialsieve::engine::Engine;
use trialsieve::rule::CheckedTrial;
use trialsieve::vocabulary::Vocabulary;
use what_if::WhatIf;
use work::{Desk, Piece, Work};

/// Bad rows that are shown; the others are counted.
const SHOWN: usize = 20;

/// Screens every line of the files, in their order.
pub fn run(arguments: &CohortArguments, terminal: &mut Terminal) -> io::Result<Exit> {
    let refuse = |message: &str, help: Option<&str>, terminal: &mut Terminal| {
        terminal.error(message, help);
        Ok(Exit::CouldNot)
    };
    let at = match arguments.at.as_deref().map(moment::read).transpose() {
        Ok(at) => at,
        Err(message) => return refuse(&format!("--at: {message}"), None, terminal),
    };
    if arguments.resume && arguments.output.is_none() {
        return refuse("--resume goes on with a file", Some("name it with --output"), terminal);
    }
    #[cfg(feature = "parquet")]
    if arguments.format == RowFormat::Parquet && (arguments.output.is_none() || arguments.resume) {
        let message = "a table of Parquet is written whole, into a file";
        return refuse(message, Some("name it with --output, without --resume; NDJSON and CSV can go on and go anywhere"), terminal);
    }
    let vocabulary = Vocabulary::builtin();
    let wanted = Wanted { trials: &arguments.trials, only: &arguments.only, places: false, verbose: false };
    let (mut trials, mut exit) = load::load(wanted, vocabulary, terminal);
    if trials.is_empty() {
        return Ok(Exit::CouldNot);
    }
    let real = trials.len();
    let mut questions = Vec::new();
    for text in &arguments.what_if {
        match WhatIf::read(text, &mut trials, real, vocabulary) {
            Ok(question) => questions.push(question),
            Err((message, help)) => return refuse(&format!("--what-if: {message}"), help.as_deref(), terminal),
        }
    }
    let pool = match rayon::ThreadPoolBuilder::new().num_threads(arguments.threads.unwrap_or(0)).build() {
        Ok(pool) => pool,
        Err(error) => return refuse(&format!("no threads could be started: {error}"), None, terminal),
    };
    let engine = Engine::compile(&trials);
    let summary = arguments.summary.or_else(|| (!questions.is_empty()).then_some(SummaryFormat::Table));
    let work = Work {
        engine: &engine,
        trials: real,
        at,
        strict: arguments.strict,
        rows: Rows::new(arguments.format, &engine, real),
        written: arguments.output.is_some() || summary.is_none(),
        survey: summary.is_some(),
        questions: &questions,
        desks: (0..pool.current_num_threads()).map(|_| Mutex::new(Desk::new(&engine))).collect(),
    };
    let mut output = match Output::open(arguments, &trials, summary.is_none()) {
        Ok(output) => output,
        Err((message, help)) => return refuse(&message, help, terminal),
    };
    let bar = bar(arguments);
    let mut lines = Lines::new(&arguments.patients, bar.clone(), output.done(), work.most());
    if output.is_new() {
        output.write(rows::head(arguments.format), terminal)?;
    }
    let mut survey = Survey::new(&trials, real, &questions);
    let ended = batches(&work, &pool, &mut lines, &mut output, &mut survey, &bar, terminal)?;
    bar.finish_and_clear();
    exit = exit.max(ended.exit);
    if ended.stopped {
        terminal.error("stopped at the first bad row, as --strict asks", None);
        return Ok(Exit::CouldNot);
    }
    output.finish()?;
    tell(&ended, terminal);
    match summary {
        None => {}
        Some(SummaryFormat::Table) => terminal.write(&show::table(&survey, &trials, &questions))?,
        Some(SummaryFormat::Json) => terminal.write(&show::json(&survey, &trials, &questions))?,
        Some(SummaryFormat::Svg) => terminal.write(&flow::svg(&survey, &trials))?,
    }
    Ok(exit)
}

/// How it ended.
struct Ended {
    exit: Exit,
    stopped: bool,
    bad: usize,
    doubtful: usize,
}

/// Reads one batch while the batch before is screened; what is in memory is two of them.
#[allow(clippy::too_many_arguments)] // they are what the loop goes round with
fn batches(
    work: &Work<'_>,
    pool: &rayon::ThreadPool,
    lines: &mut Lines,
    output: &mut Output,
    survey: &mut Survey,
    bar: &ProgressBar,
    terminal: &mut Terminal,
) -> io::Result<Ended> {
    let mut ended = Ended { exit: Exit::Done, stopped: false, bad: output.bad(), doubtful: 0 };
    let mut patients = 0usize;
    let mut batch = lines.next();
    while !batch.is_empty() {
        let (pieces, next): (Vec<Piece<'_>>, Batch) = pool.install(|| rayon::join(|| work.pieces(&batch), || lines.next()));
        for piece in pieces {
            output.write(&piece.rows, terminal)?;
            survey.add(&piece.survey);
            patients = patients.saturating_add(piece.patients);
            ended.doubtful = ended.doubtful.saturating_add(piece.doubtful);
            for (file, number, problem) in piece.problems {
                ended.bad = ended.bad.saturating_add(1);
                survey.bad = survey.bad.saturating_add(1);
                ended.exit = Exit::CouldNot;
                if ended.bad <= SHOWN || work.strict {
                    bar.suspend(|| terminal.error(&format!("{}:{number}: {problem}", lines.name(file)), None));
                }
                if work.strict {
                    ended.stopped = true;
                    return Ok(ended);
                }
            }
        }
        output.note(batch.end(), ended.bad)?;
        bar.set_message(format!("{patients} patients, {:.0}/s", rate(patients, bar.elapsed())));
        batch = next;
    }
    for problem in lines.problems() {
        ended.exit = Exit::CouldNot;
        bar.suspend(|| terminal.error(problem, None));
    }
    Ok(ended)
}

fn tell(ended: &Ended, terminal: &mut Terminal) {
    if ended.bad > SHOWN {
        terminal.error(&format!("{} rows could not be used; the first {SHOWN} are shown", ended.bad), None);
    }
    if ended.doubtful > 0 {
        let help = "`trialsieve screen` with one patient names them; --strict refuses such rows";
        terminal.warn(&format!("{} data are in doubt and count as unknown", ended.doubtful), Some(help));
    }
}

#[allow(clippy::cast_precision_loss)] // a rate for people
fn rate(patients: usize, elapsed: Duration) -> f64 {
    patients as f64 / elapsed.as_secs_f64().max(0.001)
}

/// A bar on a terminal; bytes are known before lines are.
fn bar(arguments: &CohortArguments) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {percent}% {msg} {eta}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(input::size(&arguments.patients), ProgressDrawTarget::stderr()).with_style(style)
}

/// The id of a trial.
fn id(trials: &[CheckedTrial], place: usize) -> &str {
    trials.get(place).map_or("", |t| t.trial().trial.as_str())
}
