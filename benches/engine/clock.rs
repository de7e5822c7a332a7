//! Time, as little as possible disturbed by what else the machine does.

use cpu_time::ThreadTime;
use std::time::{Duration, Instant};

/// What a piece of work took of the processor.
pub fn once(work: impl FnOnce()) -> Duration {
    let begun = ThreadTime::now();
    work();
    begun.elapsed()
}

/// What it took on the wall.
pub fn wall(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

/// The best of a few runs: others use the machine, too.
pub fn best(mut work: impl FnMut()) -> Duration {
    (0..6).map(|_| once(&mut work)).min().expect("several runs")
}

pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

pub fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
