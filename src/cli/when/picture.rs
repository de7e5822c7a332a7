//! Timelines as a picture: a band a trial, with the moment across them all.

use crate::cli::drawing::{blank, page, words};
use svg::node::element::{Group, Line, Rectangle, Title};
use trialsieve::report::timeline::{PatientTimeline, TrialTimeline, clock, view};
use trialsieve::screening::Verdict;
use trialsieve::time::{Moment, Zone};

const WIDTH: i64 = 900;
const LEFT: i64 = 20;
const BAND: i64 = 22;
const ROW: i64 = 78;
const TOP: i64 = 50;
/// Under a band there is room for so many names of times.
const MOST_NAMES: usize = 6;
/// Names of times are at least so far apart.
const APART: i64 = 110;

/// Every trial's timeline, one below the other.
pub fn svg(report: &PatientTimeline<'_>) -> String {
    let mut document = blank();
    let title = format!("{} at {}, and until {}", report.patient, report.moment.display(report.zone), report.until.display(report.zone));
    document = document.add(Title::new(format!("Eligibility of {} over time", report.patient)));
    document = document.add(words(LEFT, 24, &title).set("font-weight", "bold"));
    let mut top = TOP;
    for trial in &report.trials {
        document = document.add(row(trial, report.zone).set("transform", format!("translate(0 {top})")));
        top = top.saturating_add(ROW);
    }
    document = document.add(legend().set("transform", format!("translate(0 {top})")));
    let (width, height) = (WIDTH, top.saturating_add(30));
    page(document, width, height)
}

fn row(report: &TrialTimeline<'_>, zone: Zone) -> Group {
    let line = &report.timeline;
    let scale = Scale::new(view(line));
    let mut group = Group::new().add(words(LEFT, 12, &report.trial.trial).set("font-weight", "bold"));
    for stretch in line.stretches.iter().filter(|s| s.to.is_none_or(|to| to > scale.from)) {
        let (begin, end) = (scale.x(stretch.from), scale.x(stretch.to.unwrap_or(scale.to)));
        // However short, it is there.
        let width = end.saturating_sub(begin).max(1);
        let band = Rectangle::new().set("x", begin).set("y", 18).set("width", width).set("height", BAND).set("fill", colour(stretch.verdict));
        let end = stretch.to.map_or_else(|| "…".to_owned(), |to| to.display(zone));
        let said = format!("{} from {} to {end}", stretch.verdict.word(), stretch.from.display(zone));
        group = group.add(Group::new().add(Title::new(said)).add(band));
    }
    let now = scale.x(line.moment);
    group = group.add(Line::new().set("x1", now).set("y1", 14).set("x2", now).set("y2", 46).set("stroke", "black").set("stroke-width", 2));
    let boundaries = line.stretches.iter().skip(1).map(|s| s.from).filter(|m| *m > scale.from && *m < scale.to);
    let mut named: Vec<Moment> = vec![scale.from, scale.to];
    for moment in boundaries {
        let x = scale.x(moment);
        if named.len() < MOST_NAMES && named.iter().all(|other| scale.x(*other).saturating_sub(x).saturating_abs() >= APART) {
            named.push(moment);
        }
    }
    for moment in named {
        let anchor = if moment == scale.from {
            "start"
        } else if moment == scale.to {
            "end"
        } else {
            "middle"
        };
        group = group.add(words(scale.x(moment), 56, &clock(moment, line.moment, zone)).set("text-anchor", anchor).set("fill", "#444"));
    }
    group
}

/// From times to places across the picture.
struct Scale {
    from: Moment,
    to: Moment,
}

impl Scale {
    fn new((from, to): (Moment, Moment)) -> Self {
        Self { from, to }
    }

    fn x(&self, at: Moment) -> i64 {
        let width = WIDTH.saturating_sub(LEFT.saturating_mul(2));
        let (past, whole) = (at.millis_since(self.from), self.to.millis_since(self.from));
        let part = i128::from(past).saturating_mul(i128::from(width)).checked_div(i128::from(whole)).unwrap_or(0);
        LEFT.saturating_add(i64::try_from(part).unwrap_or(width).clamp(0, width))
    }
}

fn legend() -> Group {
    let mut group = Group::new();
    for (place, verdict) in [Verdict::Eligible, Verdict::Undetermined, Verdict::Ineligible].into_iter().enumerate() {
        let x = LEFT.saturating_add(i64::try_from(place).unwrap_or(0).saturating_mul(130));
        group = group.add(Rectangle::new().set("x", x).set("y", 0).set("width", 14).set("height", 14).set("fill", colour(verdict)));
        group = group.add(words(x.saturating_add(20), 12, verdict.word()));
    }
    group
}

fn colour(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Eligible => "#2e7d32",
        Verdict::Undetermined => "#f9a825",
        Verdict::Ineligible => "#bdbdbd",
    }
}
