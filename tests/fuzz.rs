//! The fuzz targets on the stable compiler: the committed corpus, and inputs made from it by a
//! seeded generator. `FUZZ_INPUTS=100000 cargo test --release --test fuzz` makes more of them,
//! `FUZZ_LINES=lines.txt` adds the lines of a file to the parser's corpus.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic, missing_docs)]

#[path = "../fuzz/targets.rs"]
mod targets;

use std::path::Path;

/// How many inputs are made for each target where nobody says.
const INPUTS: usize = 300;

#[test]
fn parse() {
    let mut corpus = corpus("parse");
    if let Ok(lines) = std::env::var("FUZZ_LINES") {
        corpus.extend(std::fs::read_to_string(lines).unwrap().lines().map(|l| l.as_bytes().to_vec()));
    }
    run(targets::parse, &corpus);
}

#[test]
fn yaml() {
    run(targets::yaml, &corpus("yaml"));
}

#[test]
fn profile() {
    run(targets::profile, &corpus("profile"));
}

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    files.iter().map(|f| std::fs::read(f).unwrap()).collect()
}

fn run(target: fn(&[u8]), corpus: &[Vec<u8>]) {
    assert!(corpus.len() >= 3, "the corpus has {} inputs", corpus.len());
    corpus.iter().for_each(|input| target(input));
    let count = std::env::var("FUZZ_INPUTS").ok().and_then(|n| n.parse().ok()).unwrap_or(INPUTS);
    let mut random = Random(0x5EED);
    for _ in 0..count {
        let input = random.input(corpus);
        let begun = std::time::Instant::now();
        target(&input);
        assert!(begun.elapsed().as_secs() < 10, "{} bytes took {:?}: {:?}", input.len(), begun.elapsed(), String::from_utf8_lossy(&input));
    }
}

/// A small generator whose numbers are always the same.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    /// Random bytes, or parts of the corpus cut up, put together and changed.
    fn input(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        if self.below(10) == 0 {
            return (0..self.below(200)).map(|_| u8::try_from(self.below(256)).unwrap()).collect();
        }
        let mut input = Vec::new();
        for _ in 0..=self.below(3) {
            let part = &corpus[self.below(corpus.len())];
            let start = self.below(part.len() + 1);
            let (start, end) = if self.below(3) == 0 { (0, part.len()) } else { (start, start + self.below(part.len() - start + 1)) };
            input.extend_from_slice(&part[start..end]);
        }
        for _ in 0..self.below(4) {
            let at = self.below(input.len() + 1);
            match self.below(4) {
                0 if at < input.len() => input[at] = u8::try_from(self.below(256)).unwrap(),
                1 if at < input.len() => drop(input.remove(at)),
                2 => {
                    let again: Vec<u8> = input[at..(at + self.below(20)).min(input.len())].to_vec();
                    (0..=self.below(30)).for_each(|_| input.extend_from_slice(&again));
                }
                _ => {
                    const SIGNS: &[&str] =
                        &["(", ")", ";", ", ", "\"", " or ", " and ", "not ", ">= ", "≥", "1", "é", "\n- ", ": ", "/", "[", "{", "}", "- "];
                    let sign = SIGNS[self.below(SIGNS.len())].bytes();
                    input.splice(at..at, sign);
                }
            }
        }
        input
    }
}
