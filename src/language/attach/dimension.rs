//! What a unit says about the name before it: "a lesion ≥ 1.5 cm" is its size, "alcohol > 20
//! g/day" its intake. So a finding needs no measure that bears its own name.

use super::Context;
use super::leaf::{Leaf, content, uncapitalized};
use crate::language::element::Counts;
use crate::language::words::Kind;
use crate::quantity::{Scale, Unit};
use crate::vocabulary::FindingKind;

/// What a unit measures, the words that say so behind a name (the likeliest first), and
/// whether the first of them is put there where the vocabulary knows none.
struct Dimension {
    units: &'static [&'static str],
    words: &'static [&'static str],
    always: bool,
}

const DIMENSIONS: &[Dimension] = &[
    Dimension { units: &["mm"], words: &["size", "diameter", "depth", "length", "thickness", "width", "height"], always: true },
    Dimension { units: &["cm2"], words: &["area", "size"], always: true },
    Dimension { units: &["mL"], words: &["volume", "size"], always: true },
    Dimension { units: &["deg"], words: &["angle"], always: true },
    Dimension { units: &["[diop]"], words: &["refraction"], always: false },
    Dimension { units: &["%"], words: &["percentage", "expression", "burden", "fraction"], always: false },
    Dimension { units: &["min/wk", "min/d", "h/wk"], words: &["time", "duration"], always: false },
    Dimension { units: &["/d", "g/d", "U/d"], words: &["frequency", "intake", "consumption"], always: false },
];

/// Words that say which of several, not what.
pub(super) const WHICH: &[&str] = &[
    "all",
    "average",
    "daily",
    "mean",
    "regular",
    "usual",
    "weekly",
    "any",
    "biggest",
    "dominant",
    "each",
    "index",
    "largest",
    "main",
    "maximal",
    "maximum",
    "measurable",
    "one",
    "primary",
    "single",
    "solitary",
    "target",
    "the",
    "a",
    "an",
    "at",
    "least",
    "every",
];

/// Nouns for what has a size, where no vocabulary knows the words before them.
const THINGS: &[&str] = &[
    "abscess",
    "aneurysm",
    "calculus",
    "cavity",
    "collection",
    "cyst",
    "defect",
    "fibroid",
    "fistula",
    "follicle",
    "gallstone",
    "hematoma",
    "hernia",
    "implant",
    "incision",
    "laceration",
    "lesion",
    "lump",
    "mass",
    "metastasis",
    "metastases",
    "myoma",
    "node",
    "nodule",
    "papule",
    "plaque",
    "polyp",
    "scar",
    "stone",
    "stricture",
    "tear",
    "thrombus",
    "tumor",
    "tumour",
    "ulcer",
    "varix",
    "vegetation",
    "wound",
];

/// The measure that the words before a number are, by the number's unit.
pub(super) fn by_unit(context: &Context<'_>, from: usize, to: usize, counts: &Counts) -> Option<String> {
    let Counts::Unit(Scale::Unit(unit)) = counts else { return None };
    let known = |name: &str| context.vocabulary.measure_named(name).and_then(|id| context.vocabulary.measure(id)).map(|m| m.name.to_string());
    if let Some(name) = by_what_is_counted(unit) {
        return known(name);
    }
    let dimension = dimension_of(unit)?;
    let to = (from..to).rev().find(|i| !measuring(context, *i)).map_or(to, |i| i.saturating_add(1));
    let from = (from..to).find(|i| context.token(*i).is_some_and(|t| !WHICH.contains(&t.lower().as_str()))).unwrap_or(from);
    let words = context.words(from, to);
    let lower = words.to_lowercase();
    if lower.split(' ').any(|w| dimension.words.contains(&w)) {
        return None;
    }
    let named = dimension.words.iter().find_map(|word| fitting(context, &format!("{words} {word}"), counts));
    let put = || dimension.always && has_size(context, to);
    named.or_else(|| put().then(|| format!("{} {}", uncapitalized(&words), dimension.words.first().copied().unwrap_or_default())))
}

/// "> 14 drinks per week": what is counted names the measure, where no other words do.
pub(super) fn counted(context: &Context<'_>, counts: &Counts) -> Option<String> {
    let Counts::Unit(Scale::Unit(unit)) = counts else { return None };
    let name = by_what_is_counted(unit).or_else(|| unit.to_lowercase().starts_with("drink").then_some("alcohol intake"))?;
    context.vocabulary.measure_named(name).and_then(|id| context.vocabulary.measure(id)).map(|m| m.name.to_string())
}

/// The measure of a name, or the one of the same name that the unit fits.
fn fitting(context: &Context<'_>, name: &str, counts: &Counts) -> Option<String> {
    let id = context.vocabulary.measure_named(name)?;
    let other = if super::naming::fits(context, id, counts) { None } else { super::naming::namesake(context, id, counts) };
    context.vocabulary.measure(other.unwrap_or(id)).map(|m| m.name.to_string())
}

/// "an average of ≥ 24 g alcohol/day", "< 100 cigarettes in a lifetime": what is counted stands in
/// the unit, and the name says nothing more.
pub(super) fn said_in_unit(context: &Context<'_>, leaf: &Leaf, counts: &Counts) -> Option<String> {
    let Counts::Unit(Scale::Unit(unit)) = counts else { return None };
    let says = |words: &str, list: &[&str]| words.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|w| list.contains(&w));
    if unit.eq_ignore_ascii_case("cigarettes") {
        return says(&context.words(leaf.from, leaf.to), &["lifetime", "life"]).then(|| fitting(context, "lifetime cigarettes", counts)).flatten();
    }
    let (from, to) = leaf.numbers_at;
    let alcohol = (from..to)
        .any(|i| matches!(context.kind(i), Some(Kind::Unit(_))) && context.token(i).is_some_and(|t| says(&t.text, &["alcohol", "ethanol"])));
    let plain = leaf.phrase.is_none_or(|(from, to)| super::naming::is_generic(context, from, to));
    (alcohol && plain).then(|| fitting(context, "alcohol intake", counts)).flatten()
}

/// "cigarette use ≤ 2 days per month": how many days, not how much on each of them.
pub(super) fn days_of(context: &Context<'_>, leaf: &Leaf, counts: &Counts) -> Option<String> {
    let Counts::Unit(Scale::Unit(unit)) = counts else { return None };
    let (counted, _) = unit.split_once('/')?;
    if !matches!(counted.trim(), "day" | "days" | "d") {
        return None;
    }
    let (from, to) = leaf.phrase.and_then(|(from, to)| content(context, from, to))?;
    let words = context.words(from, to);
    let own = words.to_lowercase().split(' ').any(|w| w == "days" || w == "frequency")
        || leaf.measure.is_some_and(|id| context.vocabulary.measure(id).is_some_and(|m| m.name.contains("days") || m.name.contains("frequency")));
    (!own).then(|| format!("days of {}", uncapitalized(&words)))
}

/// "30 pack-years", "10 cigarettes/day": the unit names it.
fn by_what_is_counted(unit: &str) -> Option<&'static str> {
    let unit = unit.to_lowercase();
    if unit.starts_with("pack-year") || unit.starts_with("pack year") {
        return Some("pack-years");
    }
    (unit.starts_with("cigarette") && unit.contains(['/', ' '])).then_some("cigarettes smoked")
}

fn dimension_of(unit: &str) -> Option<&'static Dimension> {
    let unit = Unit::parse(unit).ok()?;
    let same = |known: &str| {
        // Degrees and percents are numbers, too.
        Unit::parse(known)
            .is_ok_and(|known| if known.is_number() || unit.is_number() { known.ucum() == unit.ucum() } else { unit.is_commensurable(&known) })
    };
    DIMENSIONS.iter().find(|d| d.units.iter().any(|u| same(u)))
}

/// "follicles measuring", "tumors sized".
fn measuring(context: &Context<'_>, i: usize) -> bool {
    context.token(i).is_some_and(|t| matches!(t.lower().as_str(), "measuring" | "sized" | "which" | "that" | "measure" | "measures"))
}

/// Whether the last word before a place is a thing that has a size.
fn has_size(context: &Context<'_>, to: usize) -> bool {
    let last = to.saturating_sub(1);
    if let Some(Kind::Finding(id)) = context.kind(last)
        && context.vocabulary.finding(*id).is_some_and(|f| f.kind == FindingKind::Condition)
    {
        return true;
    }
    let word = context.lower(last, to);
    THINGS.iter().any(|t| word == *t || word.strip_prefix(t).is_some_and(|rest| matches!(rest, "s" | "es")))
}
