//! Keeps the floors of the house: a file uses only floors below its own, and what is known
//! in one place only is known nowhere else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

/// The floor of each part of `src/`, lowest first.
const FLOORS: &[(&str, u8)] = &[
    ("error", 0),
    ("limits", 0),
    ("diagnostic", 1),
    ("source", 1),
    ("quantity", 2),
    ("time", 2),
    ("truth", 2),
    ("vocabulary", 3),
    ("language", 4),
    ("patient", 4),
    ("rule", 4),
    ("engine", 5),
    ("screening", 5),
    ("timeline", 5),
    ("watch", 5),
    ("report", 6),
    ("schema", 6),
    ("testing", 6),
    ("cli", 7),
    ("main", 7),
];

/// On one floor, and yet not to see each other.
const STRANGERS: &[(&str, &str)] = &[
    ("language", "patient"),
    ("patient", "language"),
    ("rule", "language"),
    ("screening", "engine"),
    ("screening", "timeline"),
    ("engine", "timeline"),
    ("screening", "watch"),
    ("engine", "watch"),
    ("timeline", "watch"),
    ("rule", "patient"),
    ("testing", "report"),
    ("testing", "language"),
    ("report", "testing"),
    ("truth", "quantity"),
    ("truth", "time"),
    ("source", "diagnostic"),
];

/// Names that the front door re-exports, and whose they are.
const FRONT_DOOR: &[(&str, &str)] = &[("Diagnostic", "diagnostic"), ("Error", "error"), ("Truth", "truth")];

/// What only some places may name.
const KNOWN_ONLY_IN: &[(&str, &[&str])] = &[
    ("std::fs", &["cli/", "main.rs"]),
    ("std::env", &["cli/", "main.rs"]),
    ("std::io", &["cli/", "main.rs"]),
    ("std::process", &["cli/", "main.rs"]),
    ("std::net", &["cli/"]),
    ("std::thread", &["cli/"]),
    ("SystemTime", &["cli/"]),
    ("Instant::now", &["cli/"]),
    ("Utc::now", &["cli/"]),
    ("Local::now", &["cli/"]),
    ("println!", &[]),
    ("eprintln!", &[]),
    ("dbg!", &[]),
    ("serde_yaml", &["rule/yaml.rs", "rule/yaml/"]),
    ("granit_parser", &["rule/yaml/"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/"]),
    ("anstream", &["cli/"]),
    ("anstyle", &["cli/"]),
    ("annotate_snippets", &["cli/"]),
    ("indicatif", &["cli/"]),
    ("lsp_server", &["cli/lsp/"]),
    ("lsp_types", &["cli/lsp/"]),
    ("rayon", &["cli/"]),
    ("comfy_table", &["cli/"]),
    ("csv", &["cli/"]),
    ("flate2", &["cli/"]),
    ("svg", &["cli/"]),
    ("mimalloc", &["main.rs"]),
    ("postcard", &["rule/kept.rs", "cli/load/"]),
    ("xxhash_rust", &["cli/load/"]),
    ("zstd", &["cli/"]),
    ("terminal_size", &["cli/"]),
    ("pest", &["language/"]),
    ("pest_derive", &["language/"]),
    ("schemars", &["schema.rs", "rule/", "patient/schema.rs", "report/"]),
    ("octofhir_ucum", &["quantity/"]),
];

#[test]
fn every_file_keeps_the_floors() {
    let files = rust_files();
    assert!(files.len() > 30, "only {} files were found", files.len());
    let faults: Vec<String> = files.iter().flat_map(|(name, text)| floor_faults(name, text)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_is_known_in_one_place_is_known_nowhere_else() {
    let faults: Vec<String> = rust_files().iter().flat_map(|(name, text)| knowledge_faults(name, text)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_part_of_the_source_has_a_floor() {
    for (name, _) in rust_files() {
        assert!(name == "lib.rs" || floor(part(&name)).is_some(), "src/{name} belongs to no floor");
    }
}

#[test]
fn a_breach_would_be_seen() {
    assert_eq!(floor_faults("rule/check.rs", "use crate::screening::screen;").len(), 1);
    assert_eq!(floor_faults("rule/check.rs", "use crate::{diagnostic::Code, report::json, vocabulary};").len(), 1);
    assert_eq!(floor_faults("rule/check.rs", "use crate::{\n    Diagnostic,\n    report,\n};").len(), 1);
    assert_eq!(floor_faults("language/mod.rs", "let p = crate::patient::Profile::new(id);").len(), 1);
    assert_eq!(floor_faults("quantity/mod.rs", "use super::vocabulary::Measure;").len(), 1);
    assert_eq!(floor_faults("source.rs", "use crate::Truth;").len(), 1);
    assert!(floor_faults("screening/mod.rs", "use crate::Truth; // not crate::report\n/// [`crate::report`]\nuse crate::rule::Rule;").is_empty());
    assert!(floor_faults("cli/screen.rs", "use trialsieve::report::FORMATS;").is_empty());
    assert_eq!(knowledge_faults("patient/mod.rs", "let t = std::fs::read(path);").len(), 1);
    assert_eq!(knowledge_faults("patient/mod.rs", "use std::{fmt, fs};").len(), 1);
    assert_eq!(knowledge_faults("rule/check.rs", "use serde_yaml::Value;").len(), 1);
    assert_eq!(knowledge_faults("time/moment.rs", "let now = chrono::Utc::now();").len(), 1);
    assert!(knowledge_faults("rule/yaml.rs", "use serde_yaml::Value;").is_empty());
    assert!(knowledge_faults("patient/mod.rs", "// std::fs is for the command line\nlet tempest = 1;").is_empty());
}

/// Every use of a part that its floor does not allow.
fn floor_faults(name: &str, text: &str) -> Vec<String> {
    let own = part(name);
    // The front door only re-exports.
    if name == "lib.rs" {
        return Vec::new();
    }
    let own_floor = floor(own).unwrap_or(u8::MAX);
    let mut faults = Vec::new();
    for used in parts_used(name, &code(text)) {
        let stranger = STRANGERS.contains(&(own, used.as_str()));
        let above = floor(&used).is_some_and(|f| f > own_floor);
        if stranger || above {
            faults.push(format!("src/{name} uses `{used}`, which its floor does not see"));
        }
    }
    faults
}

fn knowledge_faults(name: &str, text: &str) -> Vec<String> {
    let code = spread_std(&code(text));
    let mut faults = Vec::new();
    for (what, places) in KNOWN_ONLY_IN {
        if names(&code, what) && !places.iter().any(|p| name.starts_with(p)) {
            faults.push(format!("src/{name} knows `{what}`, which only {places:?} may"));
        }
    }
    faults
}

/// The parts named after `crate::`, `trialsieve::`, or enough `super::` to reach the top.
fn parts_used(name: &str, code: &str) -> Vec<String> {
    let depth = name.trim_end_matches("mod.rs").trim_end_matches('/').split('/').count();
    let up = "super::".repeat(depth);
    let mut used = Vec::new();
    for top in ["crate::", "trialsieve::", up.as_str()] {
        for (i, _) in code.match_indices(top) {
            let before = code[..i].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            for first in first_names(&code[i + top.len()..]) {
                let first = FRONT_DOOR.iter().find(|(n, _)| *n == first).map_or(first, |(_, p)| (*p).to_owned());
                if floor(&first).is_some() {
                    used.push(first);
                }
            }
        }
    }
    used.sort();
    used.dedup();
    used
}

/// The first name of a path, or of each path in a `{…}` group.
fn first_names(rest: &str) -> Vec<String> {
    let word = |t: &str| t.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(group) = rest.strip_prefix('{') else { return vec![word(rest)] };
    let (mut depth, mut start, mut names) = (0usize, 0usize, Vec::new());
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(word(&group[start..i]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(word(&group[start..i]));
                start = i + 1;
            }
            _ => {}
        }
    }
    names
}

/// `use std::{fmt, fs}` as `std::fmt std::fs`, so that a search finds it.
fn spread_std(code: &str) -> String {
    let mut spread = code.to_owned();
    for (i, _) in code.match_indices("std::{") {
        for name in first_names(&code[i + "std::".len()..]) {
            spread.push_str(&format!("\nstd::{name}"));
        }
    }
    spread
}

/// Whether the code names something as a whole word.
fn names(code: &str, what: &str) -> bool {
    code.match_indices(what).any(|(i, _)| {
        let inside = |c: char| c.is_alphanumeric() || c == '_';
        !code[..i].chars().next_back().is_some_and(inside) && !code[i + what.len()..].chars().next().is_some_and(inside)
    })
}

/// The text without comments and documentation.
fn code(text: &str) -> String {
    text.lines().map(|l| l.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

fn part(name: &str) -> &str {
    name.split('/').next().unwrap_or(name).trim_end_matches(".rs")
}

fn floor(part: &str) -> Option<u8> {
    FLOORS.iter().find(|(p, _)| *p == part).map(|(_, f)| *f)
}

fn rust_files() -> Vec<(String, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut open, mut files): (Vec<PathBuf>, Vec<_>) = (vec![top.clone()], Vec::new());
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(&top).unwrap().to_string_lossy().replace('\\', "/");
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}
