//! How fast criteria are parsed: lines and bytes per second, beside a plain regex pass over
//! the same lines, and how the time grows with a line's length and its nesting.
//!
//! `cargo bench --bench language`. The lines are those of `tests/language/`, or those of a
//! JSONL file with a `text` in each row that `TRIALSIEVE_CORPUS` names.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, missing_docs)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use regex::Regex;
use std::hint::black_box;
use trialsieve::language::parse_criterion;
use trialsieve::rule::CriterionKind;
use trialsieve::vocabulary::Vocabulary;

fn lines() -> Vec<String> {
    let text = |value: &serde_json::Value| value.get("text").and_then(|t| t.as_str()).map(str::to_owned);
    if let Ok(path) = std::env::var("TRIALSIEVE_CORPUS") {
        let rows = std::fs::read_to_string(path).unwrap();
        return rows.lines().filter_map(|row| text(&serde_json::from_str(row).unwrap())).collect();
    }
    let mut lines = Vec::new();
    for folder in ["wordings", "corpus"] {
        let Ok(files) = std::fs::read_dir(format!("{}/tests/language/{folder}", env!("CARGO_MANIFEST_DIR"))) else { continue };
        let mut files: Vec<_> = files.map(|f| f.unwrap().path()).filter(|f| f.extension().is_some_and(|e| e == "yaml")).collect();
        files.sort();
        for file in files {
            let rows: Vec<serde_json::Value> = serde_yaml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
            lines.extend(rows.iter().filter_map(text));
        }
    }
    lines
}

fn parse(line: &str) {
    black_box(parse_criterion(black_box(line), CriterionKind::Exclusion, Vocabulary::builtin()));
}

/// The whole of the lines, parsed; and searched for a number with what stands before it, which
/// is about what a parser of regular expressions does at the least.
fn corpus(c: &mut Criterion) {
    let lines = lines();
    let bytes: usize = lines.iter().map(String::len).sum();
    let pattern =
        Regex::new(r"(?i)([a-z][a-z0-9/ -]{1,40}?)\s*(?:[<>]=?|≥|≤|=|at least|more than|less than|greater than|over|under|below|above)\s*(\d+(?:[.,]\d+)?)\s*(?:(?:-|to|and)\s*(\d+(?:[.,]\d+)?))?\s*([a-z%/]+)?")
            .unwrap();
    for (unit, throughput) in [("lines", Throughput::Elements(lines.len() as u64)), ("bytes", Throughput::Bytes(bytes as u64))] {
        let mut group = c.benchmark_group(format!("corpus/{unit}"));
        group.throughput(throughput);
        group.sample_size(20);
        group.bench_function("parse", |b| b.iter(|| lines.iter().for_each(|line| parse(line))));
        group.bench_function("regex", |b| {
            b.iter(|| {
                for line in &lines {
                    pattern.captures_iter(black_box(line)).for_each(|found| {
                        black_box(found.get(2));
                    });
                }
            });
        });
        group.finish();
    }
}

/// A line of more and more parts.
fn length(c: &mut Criterion) {
    let mut group = c.benchmark_group("length");
    group.sample_size(20);
    for parts in [1usize, 4, 16, 64] {
        let line = vec!["history of stroke within 6 months, platelet count < 100 x 10^9/L"; parts].join(" or ");
        group.throughput(Throughput::Bytes(line.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(line.len()), &line, |b, line| b.iter(|| parse(line)));
    }
    group.finish();
}

/// A line of brackets within brackets.
fn depth(c: &mut Criterion) {
    let mut group = c.benchmark_group("depth");
    group.sample_size(20);
    for depth in [1usize, 4, 16, 64] {
        let line = format!("{}lactate > 4 mmol/L{}", "sepsis (or shock, ".repeat(depth), ")".repeat(depth));
        group.throughput(Throughput::Bytes(line.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(depth), &line, |b, line| b.iter(|| parse(line)));
    }
    group.finish();
}

criterion_group!(benches, corpus, length, depth);
criterion_main!(benches);
