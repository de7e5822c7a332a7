//! Time, as little as possible disturbed by what else the machine does.

use std::time::{Duration, Instant};

/// What a piece of work took of the processor, where the system tells; else on the wall.
pub fn once(work: impl FnOnce()) -> Duration {
    match busy() {
        Some(begun) => {
            work();
            busy().unwrap_or_default().saturating_sub(begun)
        }
        None => wall(work),
    }
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

/// What this thread has taken of the processor, as Linux tells.
fn busy() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
