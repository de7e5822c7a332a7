//! Checks the vocabulary tables and turns them into static Rust tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

#[path = "src/vocabulary/fold.rs"]
#[allow(dead_code)]
mod fold;
#[path = "build/packing.rs"]
mod packing;
#[path = "build/sources.rs"]
mod sources;
#[path = "src/vocabulary/spelling.rs"]
mod spelling;

const FOLDER: &str = "grammar/vocabulary";
const FINDING_TABLES: &[&str] = &["conditions.txt", "drugs.txt", "others.txt", "procedures.txt"];
const KINDS: &[(&str, &str)] = &[
    ("allergy", "Allergy"),
    ("condition", "Condition"),
    ("consent", "Consent"),
    ("drug", "Drug"),
    ("event", "Event"),
    ("procedure", "Procedure"),
    ("status", "Status"),
];

struct Row {
    place: String,
    cells: Vec<String>,
}

fn main() {
    println!("cargo:rerun-if-changed={FOLDER}");
    println!("cargo:rerun-if-changed=src/vocabulary/fold.rs");
    println!("cargo:rerun-if-changed=src/vocabulary/spelling.rs");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-env=TRIALSIEVE_SOURCES={}", sources::hash());
    let mut wrong = Vec::new();
    let measures = read("measures.txt", 10, &mut wrong);
    let findings: Vec<Row> = FINDING_TABLES.iter().flat_map(|t| read(t, 6, &mut wrong)).collect();
    let mut out = String::new();
    // A name may be a measure and a finding: testosterone is measured, and given.
    let mut measure_names: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut finding_names: BTreeMap<String, (String, String)> = BTreeMap::new();
    write_measures(&measures, &mut out, &mut measure_names, &mut wrong);
    write_findings(&findings, &mut out, &mut finding_names, &mut wrong);
    write_phrases(&measures, &findings, &mut out);
    write_wordings(&mut wrong);
    add_joined(&measures, 9, &mut measure_names);
    add_joined(&findings, 5, &mut finding_names);
    write_names("MEASURE", "MeasureId", &measure_names, &mut out);
    write_names("FINDING", "FindingId", &finding_names, &mut out);
    if !wrong.is_empty() {
        for w in wrong.iter().take(60) {
            println!("cargo:warning={w}");
        }
        println!("cargo:warning={} mistakes in {FOLDER}", wrong.len());
        std::process::exit(1);
    }
    let folder = std::env::var("OUT_DIR").unwrap_or_default();
    if let Err(error) = std::fs::write(format!("{folder}/vocabulary.rs"), out) {
        println!("cargo:warning=cannot write the vocabulary: {error}");
        std::process::exit(1);
    }
}

fn write_names(table: &str, id: &str, names: &BTreeMap<String, (String, String)>, out: &mut String) {
    // Findings are looked for by their first word, too.
    if table == "FINDING" {
        let keys: Vec<&str> = names.keys().map(String::as_str).collect();
        let _ = writeln!(out, "pub(super) static {table}_NAMES: Packed = {};", packing::packed(&keys));
    }
    let _ = writeln!(out, "pub(super) static {table}_NAMED: &[{id}] = &[");
    for (entry, _) in names.values() {
        let _ = writeln!(out, "    {id}({entry}),");
    }
    let _ = writeln!(out, "];");
    write_trie(&format!("pub(super) static {table}_KEYS"), names.keys(), out);
}

fn read(table: &str, columns: usize, wrong: &mut Vec<String>) -> Vec<Row> {
    let path = format!("{FOLDER}/{table}");
    let Ok(text) = std::fs::read_to_string(&path) else {
        wrong.push(format!("{path} cannot be read"));
        return Vec::new();
    };
    let mut rows: Vec<Row> = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let place = format!("{path}:{}", i.saturating_add(1));
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<String> = line.split('|').map(|c| c.trim().to_owned()).collect();
        if cells.len() != columns {
            wrong.push(format!("{place}: {} columns, {columns} are wanted", cells.len()));
            continue;
        }
        let sorted = rows.last().is_none_or(|r| r.cell(0).to_lowercase() <= cells.first().map(|c| c.to_lowercase()).unwrap_or_default());
        if !sorted {
            wrong.push(format!("{place}: `{}` is not in its alphabetical place", cells.first().cloned().unwrap_or_default()));
        }
        rows.push(Row { place, cells });
    }
    rows
}

impl Row {
    fn cell(&self, i: usize) -> &str {
        self.cells.get(i).map_or("", String::as_str)
    }

    fn list(&self, i: usize) -> Vec<String> {
        self.cell(i).split(';').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect()
    }
}

/// Every name as it can stand in running text: its folded words in their order, with fillers
/// and without. A short name in capitals is an abbreviation only in capitals ("AIDS", "aids").
fn write_phrases(measures: &[Row], findings: &[Row], out: &mut String) {
    let mut phrases: BTreeMap<String, (String, bool)> = BTreeMap::new();
    // Where a name is both, running text means the finding; numbers behind it say otherwise.
    let rows = findings.iter().enumerate().map(|(i, r)| (r, 5, format!("Entry::Finding(FindingId({i}))")));
    let rows = rows.chain(measures.iter().enumerate().map(|(i, r)| (r, 9, format!("Entry::Measure(MeasureId({i}))"))));
    for (row, synonyms, entry) in rows {
        for name in std::iter::once(row.cell(0).to_owned()).chain(row.list(synonyms)) {
            let words = fold::fold_words(&name);
            let bare: Vec<String> = words.iter().filter(|w| !fold::is_filler(w)).cloned().collect();
            let bare = if matches!(bare.as_slice(), [word] if fold::is_dependent(word)) { words.clone() } else { bare };
            let capitals = name.chars().filter(|c| c.is_uppercase()).count();
            let abbreviation = words.len() == 1 && name.chars().count() <= 5 && capitals >= 2;
            let joined = fold::without_hyphens(&name).into_iter().map(|n| fold::fold_words(&n).join(" "));
            // Running text has "6MWD" as a number and a word.
            let digits = words.first().map_or(0, |w| w.bytes().take_while(u8::is_ascii_digit).count());
            let parted = words.first().filter(|w| digits > 0 && digits < w.len()).map(|w| {
                let (number, rest) = w.split_at(digits);
                std::iter::once(number).chain([rest]).chain(words.iter().skip(1).map(String::as_str)).collect::<Vec<_>>().join(" ")
            });
            for phrase in [words.join(" "), bare.join(" "), fold::prefixed(&words).join(" ")].into_iter().chain(joined).chain(parted) {
                if !phrase.is_empty() {
                    phrases.entry(phrase).or_insert_with(|| (entry.clone(), abbreviation));
                }
            }
        }
    }
    let entries: Vec<&(String, bool)> = phrases.values().collect();
    let _ = writeln!(out, "pub(super) static PHRASE_ENTRIES: &[(Entry, bool)] = &[");
    for (entry, abbreviation) in entries {
        let _ = writeln!(out, "    ({entry}, {abbreviation}),");
    }
    let _ = writeln!(out, "];");
    write_trie("pub(super) static PHRASES", phrases.keys(), out);
}

/// Phrases as a tree of words; the value of a phrase is its place in the list.
fn write_trie<'p>(table: &str, phrases: impl Iterator<Item = &'p String>, out: &mut String) {
    #[derive(Default)]
    struct Node {
        next: BTreeMap<u32, usize>,
        value: Option<usize>,
    }
    let phrases: Vec<Vec<&str>> = phrases.map(|p| p.split(' ').collect()).collect();
    let words: Vec<&str> = phrases.iter().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let number = |word: &str| words.binary_search(&word).ok().and_then(|i| u32::try_from(i).ok()).unwrap_or(u32::MAX);
    let mut nodes: Vec<Node> = vec![Node::default()];
    for (value, phrase) in phrases.iter().enumerate() {
        let mut at = 0usize;
        for word in phrase {
            let fresh = nodes.len();
            let next = nodes.get_mut(at).map_or(fresh, |node| *node.next.entry(number(word)).or_insert(fresh));
            if next == fresh {
                nodes.push(Node::default());
            }
            at = next;
        }
        if let Some(node) = nodes.get_mut(at) {
            node.value = Some(value);
        }
    }
    let mut slots = vec![u32::MAX; words.len().saturating_mul(2).max(1).next_power_of_two()];
    for word in &words {
        let mask = slots.len().saturating_sub(1);
        let mut at = usize::try_from(fold::word_hash(word) & u64::try_from(mask).unwrap_or_default()).unwrap_or_default();
        while slots.get(at).is_some_and(|s| *s != u32::MAX) {
            at = at.wrapping_add(1) & mask;
        }
        if let Some(slot) = slots.get_mut(at) {
            *slot = number(word);
        }
    }
    // The root is a table of its own; the other nodes are numbered without it.
    let place = |node: usize| node.saturating_sub(1);
    let mut roots = vec!["u32::MAX".to_owned(); words.len()];
    for (word, node) in nodes.first().map(|root| &root.next).into_iter().flatten() {
        if let Some(root) = roots.get_mut(usize::try_from(*word).unwrap_or(usize::MAX)) {
            *root = place(*node).to_string();
        }
    }
    let (mut lines, mut edges) = (Vec::new(), Vec::new());
    for node in nodes.iter().skip(1) {
        let value = node.value.map_or("u32::MAX".to_owned(), |v| v.to_string());
        lines.push(format!("({}, {}, {value})", edges.len(), node.next.len()));
        edges.extend(node.next.iter().map(|(word, next)| format!("({word}, {})", place(*next))));
    }
    let slots: Vec<String> = slots.iter().map(|s| if *s == u32::MAX { "u32::MAX".to_owned() } else { s.to_string() }).collect();
    let _ = writeln!(
        out,
        "{table}: Trie = Trie {{ words: {}, slots: &[{}], roots: &[{}], nodes: &[{}], edges: &[{}] }};",
        packing::packed(&words),
        slots.join(", "),
        roots.join(", "),
        lines.join(", "),
        edges.join(", "),
    );
}

/// The wordings of the language: phrase, token, payload.
fn write_wordings(wrong: &mut Vec<String>) {
    println!("cargo:rerun-if-changed=grammar/wordings.txt");
    let mut phrases: BTreeMap<String, (String, String, String)> = BTreeMap::new();
    for (i, line) in std::fs::read_to_string("grammar/wordings.txt").unwrap_or_default().lines().enumerate() {
        let place = format!("grammar/wordings.txt:{}", i.saturating_add(1));
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let &[token, payload, list] = cells.as_slice() else {
            if !line.starts_with('#') {
                wrong.push(format!("{place}: three columns are wanted"));
            }
            continue;
        };
        if line.starts_with('#') {
            continue;
        }
        for phrase in list.split(';').map(str::trim).filter(|p| !p.is_empty()) {
            let key = fold::plain_words(phrase).join(" ").replace('\'', "");
            if key.is_empty() {
                continue;
            }
            if let Some((_, _, other)) = phrases.get(&key).filter(|(t, p, _)| (t.as_str(), p.as_str()) != (token, payload)) {
                wrong.push(format!("{place}: `{phrase}` stands also at {other}"));
                continue;
            }
            phrases.insert(key, (token.to_owned(), payload.to_owned(), place.clone()));
        }
    }
    let mut out = String::from("static WORDINGS: &[(&str, &str)] = &[\n");
    for (token, payload, _) in phrases.values() {
        let _ = writeln!(out, "    ({token:?}, {payload:?}),");
    }
    out.push_str("];\n");
    write_trie("static WORDING_PHRASES", phrases.keys(), &mut out);
    let folder = std::env::var("OUT_DIR").unwrap_or_default();
    if let Err(error) = std::fs::write(format!("{folder}/wordings.rs"), out) {
        wrong.push(format!("cannot write the wordings: {error}"));
    }
}

fn strings(list: &[String]) -> String {
    let items: Vec<String> = list.iter().map(|s| format!("Cow::Borrowed({s:?})")).collect();
    format!("Cow::Borrowed(&[{}])", items.join(", "))
}

fn add_names(row: &Row, synonyms: &[String], entry: &str, names: &mut BTreeMap<String, (String, String)>, wrong: &mut Vec<String>) {
    for name in std::iter::once(row.cell(0)).chain(synonyms.iter().map(String::as_str)) {
        let key = fold::fold_key(name).join(" ");
        if key.is_empty() {
            wrong.push(format!("{}: `{name}` has no letters", row.place));
            continue;
        }
        let taken = names.get(&key).filter(|(e, _)| e != entry);
        if let Some((_, other)) = taken {
            wrong.push(format!("{}: `{name}` stands also at {other}", row.place));
            continue;
        }
        names.entry(key).or_insert_with(|| (entry.to_owned(), row.place.clone()));
    }
}

/// Names with hyphens are known without them too, where no other name is written so.
fn add_joined(rows: &[Row], synonyms: usize, names: &mut BTreeMap<String, (String, String)>) {
    for (i, row) in rows.iter().enumerate() {
        for name in std::iter::once(row.cell(0).to_owned()).chain(row.list(synonyms)) {
            for joined in fold::without_hyphens(&name) {
                let key = fold::fold_key(&joined).join(" ");
                if !key.is_empty() {
                    names.entry(key).or_insert_with(|| (i.to_string(), row.place.clone()));
                }
            }
        }
    }
}

fn write_measures(rows: &[Row], out: &mut String, names: &mut BTreeMap<String, (String, String)>, wrong: &mut Vec<String>) {
    let _ = writeln!(out, "pub(super) static MEASURES: &[Measure] = &[");
    for (i, row) in rows.iter().enumerate() {
        let synonyms = row.list(9);
        add_names(row, &synonyms, &i.to_string(), names, wrong);
        let number = |text: &str| text.parse::<f64>().is_ok();
        let (low, high) = row.cell(3).split_once("..").unwrap_or(("", ""));
        if !number(low) || !number(high) {
            wrong.push(format!("{}: `{}` is not a range low..high", row.place, row.cell(3)));
        }
        for column in [5, 6] {
            if !row.cell(column).is_empty() && !number(row.cell(column)) {
                wrong.push(format!("{}: `{}` is not a number", row.place, row.cell(column)));
            }
        }
        let flags: BTreeSet<&str> = row.cell(7).split_whitespace().collect();
        for flag in &flags {
            if !["bare", "fraction", "derived", "ordinal", "dose"].contains(flag) {
                wrong.push(format!("{}: unknown flag `{flag}`", row.place));
            }
        }
        let _ = writeln!(
            out,
            "    Measure {{ name: Cow::Borrowed({:?}), group: Cow::Borrowed({:?}), unit: Cow::Borrowed({:?}), low: Cow::Borrowed({low:?}), high: Cow::Borrowed({high:?}), valid_for: Cow::Borrowed({:?}), molar_mass: Cow::Borrowed({:?}), valence: {}, bare: {}, fraction: {}, derived: {}, ordinal: {}, dose: {}, loinc: {}, synonyms: {} }},",
            row.cell(0),
            row.cell(1),
            row.cell(2),
            row.cell(4),
            row.cell(5),
            row.cell(6).parse::<u8>().map_or("None".to_owned(), |v| format!("Some({v})")),
            flags.contains("bare"),
            flags.contains("fraction"),
            flags.contains("derived"),
            flags.contains("ordinal"),
            flags.contains("dose"),
            strings(&row.list(8)),
            strings(&synonyms),
        );
    }
    let _ = writeln!(out, "];");
}

fn write_findings(rows: &[Row], out: &mut String, names: &mut BTreeMap<String, (String, String)>, wrong: &mut Vec<String>) {
    let places: BTreeMap<&str, usize> = rows.iter().enumerate().map(|(i, r)| (r.cell(0), i)).collect();
    let mut parents: Vec<Vec<usize>> = Vec::new();
    let mut codes: BTreeMap<(String, String), (usize, String)> = BTreeMap::new();
    let _ = writeln!(out, "pub(super) static FINDINGS: &[Finding] = &[");
    for (i, row) in rows.iter().enumerate() {
        let synonyms = row.list(5);
        add_names(row, &synonyms, &i.to_string(), names, wrong);
        let kind = KINDS.iter().find(|(k, _)| *k == row.cell(1)).map_or("", |(_, variant)| variant);
        if kind.is_empty() {
            wrong.push(format!("{}: unknown kind `{}`", row.place, row.cell(1)));
        }
        let mut wider = Vec::new();
        for name in row.list(2) {
            match places.get(name.as_str()) {
                Some(j) => wider.push(*j),
                None => wrong.push(format!("{}: is a `{name}`, which is no row", row.place)),
            }
        }
        let ids: Vec<String> = wider.iter().map(|j| format!("FindingId({j})")).collect();
        for (system, column) in [("icd-10", 3), ("icd-9", 4)] {
            for code in row.list(column) {
                let key = (system.to_owned(), code.replace('.', "").to_uppercase());
                if let Some((_, other)) = codes.insert(key, (i, row.place.clone())) {
                    wrong.push(format!("{}: {system} {code} stands also at {other}", row.place));
                }
            }
        }
        parents.push(wider);
        let _ = writeln!(
            out,
            "    Finding {{ name: Cow::Borrowed({:?}), kind: FindingKind::{kind}, is_a: Cow::Borrowed(&[{}]), icd10: {}, icd9: {}, synonyms: {} }},",
            row.cell(0),
            ids.join(", "),
            strings(&row.list(3)),
            strings(&row.list(4)),
            strings(&synonyms),
        );
    }
    let _ = writeln!(out, "];");
    for (i, row) in rows.iter().enumerate() {
        if reaches(i, i, &parents) {
            wrong.push(format!("{}: `{}` is a kind of itself", row.place, row.cell(0)));
        }
    }
    let _ = writeln!(out, "pub(super) static CODES: &[(&str, &str, FindingId)] = &[");
    for ((system, code), (i, _)) in &codes {
        let _ = writeln!(out, "    ({system:?}, {code:?}, FindingId({i})),");
    }
    let _ = writeln!(out, "];");
}

fn reaches(from: usize, to: usize, parents: &[Vec<usize>]) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<usize> = parents.get(from).cloned().unwrap_or_default();
    while let Some(i) = open.pop() {
        if i == to {
            return true;
        }
        if seen.insert(i) {
            open.extend(parents.get(i).into_iter().flatten());
        }
    }
    false
}
