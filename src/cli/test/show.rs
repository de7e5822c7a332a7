//! The results for people.

use super::Results;
use super::mutation::Survivor;
use crate::cli::args::TestArguments;
use crate::cli::terminal::Terminal;
use std::io;
use trialsieve::source::line_column;
use trialsieve::testing::{CriterionCoverage, Ran};

/// Writes what came out for one trial.
pub fn trial(results: &Results<'_>, arguments: &TestArguments, terminal: &mut Terminal) -> io::Result<()> {
    for ((source, _), ran) in results.tested.suites.iter().zip(&results.files) {
        terminal.write(&format!("{}: {}\n", source.name, count(ran.len(), "test")))?;
        for test in ran {
            let mark = if test.differences.is_empty() { painted(terminal, "32", "✓") } else { painted(terminal, "31", "✗") };
            terminal.write(&format!("  {mark} {}\n", test.case.name))?;
            differences(test, &format!("{}:{}", source.name, line_column(&source.text, test.case.span.start)), terminal)?;
        }
    }
    if let Some(coverage) = &results.coverage {
        covered(coverage, &results.tested.trial.trial().trial, arguments.verbose, terminal)?;
    }
    if let Some(survey) = &results.mutation {
        let id = &results.tested.trial.trial().trial;
        terminal.write(&format!("{id}: {} of {} changes noticed\n", survey.noticed, survey.total()))?;
        for Survivor { criterion, change, same } in &survey.survived {
            let proved = if *same { "  (proved: whoever has an answer gets the same one)" } else { "" };
            let mark = painted(terminal, "31", "✗");
            terminal.write(&format!("  {mark} no test notices  {criterion}  {change}{proved}\n"))?;
        }
    }
    Ok(())
}

fn differences(test: &Ran<'_>, place: &str, terminal: &mut Terminal) -> io::Result<()> {
    for difference in &test.differences {
        terminal.write(&format!("      {}\n        expected  {}\n        found     {}\n", difference.of, difference.expected, difference.found))?;
        terminal.write(&format!("        because   {}\n", difference.because))?;
        if let Some(decided) = &difference.decided {
            terminal.write(&format!("        decided   {decided}\n"))?;
        }
    }
    if !test.differences.is_empty() {
        for doubt in &test.case.doubts {
            terminal.write(&format!("        doubtful  {}\n", doubt.message))?;
        }
        terminal.write(&format!("        at        {place}\n"))?;
    }
    Ok(())
}

/// What was not seen; with `all`, what was seen, too.
fn covered(coverage: &[CriterionCoverage], id: &str, all: bool, terminal: &mut Terminal) -> io::Result<()> {
    let (outcomes, branches) = totals(coverage);
    terminal.write(&format!(
        "{id}: {} of {} outcomes of {} expected and seen; {} of {} truths of branches seen\n",
        outcomes.0,
        outcomes.1,
        count(coverage.len(), "criterion"),
        branches.0,
        branches.1
    ))?;
    for criterion in coverage {
        let possible = criterion.possible();
        let whole = criterion.branches.iter().all(|b| full(b.seen, b.possible)) && full(criterion.outcomes, possible);
        if whole && !all {
            continue;
        }
        let line = cells(criterion.outcomes, possible, ["pass", "fail", "unknown"]);
        terminal.write(&format!("  {:<6}{line}\n", criterion.id))?;
        for branch in criterion.branches.iter().filter(|b| all || !full(b.seen, b.possible)) {
            let line = cells(branch.seen, branch.possible, ["true", "false", "unknown"]);
            terminal.write(&format!("        {line}  {}{}\n", "  ".repeat(branch.depth.min(16)), branch.asks))?;
        }
    }
    Ok(())
}

fn full(seen: [bool; 3], possible: [bool; 3]) -> bool {
    seen.iter().zip(possible).all(|(seen, possible)| *seen || !possible)
}

/// Each name where it was seen, a dot where not, a dash where it cannot be.
fn cells(seen: [bool; 3], possible: [bool; 3], names: [&str; 3]) -> String {
    let cell = |((seen, possible), name): ((bool, bool), &str)| {
        let width = name.len();
        let shown = if seen {
            name
        } else if possible {
            "·"
        } else {
            "-"
        };
        format!("{shown:<width$}")
    };
    seen.into_iter().zip(possible).zip(names).map(cell).collect::<Vec<_>>().join(" ")
}

type Share = (usize, usize);

/// Outcomes and truths of branches: how many were seen, of how many that can be.
pub fn totals(coverage: &[CriterionCoverage]) -> (Share, Share) {
    let share = |seen: [bool; 3], possible: [bool; 3]| {
        let pairs = || seen.into_iter().zip(possible);
        (pairs().filter(|(s, _)| *s).count(), pairs().filter(|(s, p)| *s || *p).count())
    };
    let add = |a: Share, b: Share| (a.0.saturating_add(b.0), a.1.saturating_add(b.1));
    let outcomes = coverage.iter().map(|c| share(c.outcomes, c.possible())).fold((0, 0), add);
    let branches = coverage.iter().flat_map(|c| &c.branches).map(|b| share(b.seen, b.possible)).fold((0, 0), add);
    (outcomes, branches)
}

/// The last line.
pub fn end(all: &[Results<'_>], arguments: &TestArguments, terminal: &mut Terminal) -> io::Result<()> {
    let tests = || all.iter().flat_map(|r| r.files.iter().flatten());
    let failed = tests().filter(|t| !t.differences.is_empty()).count();
    let total = tests().count();
    if total == 0 {
        return Ok(());
    }
    let mut line = format!("\n{}: {} passed, {failed} failed", count(total, "test"), total.saturating_sub(failed));
    if arguments.mutate {
        let surveys = || all.iter().filter_map(|r| r.mutation.as_ref());
        let noticed: usize = surveys().map(|s| s.noticed).fold(0, usize::saturating_add);
        let made: usize = surveys().map(super::mutation::Survey::total).fold(0, usize::saturating_add);
        line.push_str(&format!("; {noticed} of {made} changes noticed"));
        if failed > 0 {
            line.push_str("; rules of trials with a failed test were not changed");
        }
    }
    terminal.write(&format!("{line}\n"))
}

fn count(n: usize, word: &str) -> String {
    let many = if word == "criterion" { "criteria".to_owned() } else { format!("{word}s") };
    if n == 1 { format!("1 {word}") } else { format!("{n} {many}") }
}

fn painted(terminal: &Terminal, colour: &str, text: &str) -> String {
    if terminal.colour { format!("\u{1b}[{colour}m{text}\u{1b}[0m") } else { text.to_owned() }
}
