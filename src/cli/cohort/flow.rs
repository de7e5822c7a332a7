//! The flow of patients through a trial's criteria as a picture, as CONSORT draws it.

use super::id;
use super::survey::Survey;
use crate::cli::drawing::{blank, page, words};
use svg::node::element::{Group, Line, Rectangle, Title};
use trialsieve::rule::CheckedTrial;

const WIDTH: usize = 760;
const BOX: usize = 220;
const SIDE: usize = 420;
const SIDE_WIDTH: usize = 320;
const ROW: usize = 58;
const HEIGHT: usize = 40;
const TOP: usize = 40;
/// Characters of a criterion's text that fit into a box.
const FITS: usize = 44;

/// Every trial's flow, one below the other.
pub fn svg(survey: &Survey, trials: &[CheckedTrial]) -> String {
    let mut document = blank();
    let mut top = 0usize;
    for place in 0..survey.trials.len() {
        let (drawn, height) = trial(survey, trials, place);
        document = document.add(drawn.set("transform", format!("translate(0 {top})")));
        top = top.saturating_add(height);
    }
    let (width, height) = (WIDTH, top.max(TOP));
    page(document, width, height)
}

fn trial(survey: &Survey, trials: &[CheckedTrial], place: usize) -> (Group, usize) {
    let name = id(trials, place);
    let mut group = Group::new().add(Title::new(format!("Flow of {name}"))).add(words(20, 24, name).set("font-weight", "bold"));
    let Some(counts) = survey.trials.get(place) else { return (group, TOP) };
    let mut y = TOP;
    group = framed(group, 20, y, BOX, &[format!("Screened (n = {})", survey.patients)]);
    let mut before = survey.patients;
    let criteria = trials.get(place).map(|t| t.criteria()).unwrap_or_default();
    let texts: Vec<&str> = trials.get(place).map(|t| t.trial().criteria().map(|(_, c)| c.text.as_str()).collect()).unwrap_or_default();
    for ((criterion, c), text) in criteria.iter().zip(&counts.criteria).zip(texts) {
        let out = before.saturating_sub(c.remaining);
        if out == 0 {
            continue;
        }
        let (from, next) = (y.saturating_add(HEIGHT), y.saturating_add(ROW));
        let middle = next.saturating_add(HEIGHT / 2);
        group = framed(group, SIDE, next, SIDE_WIDTH, &[format!("Excluded by {} (n = {out})", criterion.id), shortened(text)]);
        group = group.add(line((130, from), (130, next.saturating_add(HEIGHT)))).add(line((130, middle), (SIDE, middle)));
        y = next;
        before = c.remaining;
    }
    let last = y.saturating_add(ROW);
    group = group.add(line((130, y.saturating_add(HEIGHT)), (130, last)));
    let [eligible, undetermined, _] = counts.verdicts;
    group = framed(group, 20, last, BOX, &[format!("Not excluded (n = {before})")]);
    let end = last.saturating_add(ROW);
    group = group.add(line((130, last.saturating_add(HEIGHT)), (130, end)));
    group = framed(group, 20, end, BOX, &[format!("Eligible (n = {eligible})"), format!("Undetermined (n = {undetermined})")]);
    (group, end.saturating_add(ROW))
}

fn framed(group: Group, x: usize, y: usize, width: usize, lines: &[String]) -> Group {
    let frame = Rectangle::new().set("x", x).set("y", y).set("width", width).set("height", HEIGHT);
    let mut group = group.add(frame.set("fill", "white").set("stroke", "black"));
    let first = if lines.len() > 1 { y.saturating_add(16) } else { y.saturating_add(24) };
    for (i, text) in lines.iter().enumerate() {
        group = group.add(words(x.saturating_add(10), first.saturating_add(i.saturating_mul(16)), text));
    }
    group
}

fn line(from: (usize, usize), to: (usize, usize)) -> Line {
    Line::new().set("x1", from.0).set("y1", from.1).set("x2", to.0).set("y2", to.1).set("stroke", "black")
}

fn shortened(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if one_line.chars().count() <= FITS { one_line } else { format!("{}…", one_line.chars().take(FITS).collect::<String>().trim_end()) }
}
