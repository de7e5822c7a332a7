//! Clinical spellings of units, turned into UCUM.
//!
//! UCUM (ucum.org, version 2.2) is strict about case and symbols; protocols and charts are
//! not. Some spellings even mean something else in UCUM: `K/uL` would be kelvin, `C` coulomb,
//! `pH` picohenry. This table is asked first.

/// Whole units that are not made of the parts below. Keys are lower case without spaces.
const WHOLE: &[(&str, &str)] = &[
    ("%", "%"),
    ("%ofpredicted", "%"),
    ("%predicted", "%"),
    ("10e3/ul", "10*3/uL"),
    ("10e6/l", "10*6/L"),
    ("10e6/ul", "10*6/uL"),
    ("10e9/l", "10*9/L"),
    ("10e12/l", "10*12/L"),
    ("beats/min", "/min"),
    ("beats/minute", "/min"),
    ("beatsperminute", "/min"),
    ("bpm", "/min"),
    ("breaths/min", "/min"),
    ("breaths/minute", "/min"),
    ("breathsperminute", "/min"),
    ("brpm", "/min"),
    ("cells/hpf", "/[HPF]"),
    ("cmh2o", "cm[H2O]"),
    ("cmofh2o", "cm[H2O]"),
    ("cmofwater", "cm[H2O]"),
    ("cmwater", "cm[H2O]"),
    ("dynes/sec/cm-5", "dyn.s/cm5"),
    ("dynes.sec.cm-5", "dyn.s/cm5"),
    ("dyn.s.cm-5", "dyn.s/cm5"),
    ("dyn.s/cm5", "dyn.s/cm5"),
    ("dynes.s/cm5", "dyn.s/cm5"),
    ("fraction", "1"),
    ("g%", "g/dL"),
    ("gm%", "g/dL"),
    ("gr%", "g/dL"),
    ("gpt/l", "10*9/L"),
    ("inchesofwater", "[in_i'H2O]"),
    ("k/mcl", "10*3/uL"),
    ("k/mm3", "10*3/mm3"),
    ("k/ul", "10*3/uL"),
    ("m/mcl", "10*6/uL"),
    ("mg%", "mg/dL"),
    ("mm/h", "mm/h"),
    ("mm/hg", "mm[Hg]"),
    ("mm[hg]", "mm[Hg]"),
    ("mmhg", "mm[Hg]"),
    ("mmofhg", "mm[Hg]"),
    ("mmofmercury", "mm[Hg]"),
    ("millimetersofmercury", "mm[Hg]"),
    ("millimetresofmercury", "mm[Hg]"),
    ("percent", "%"),
    ("percentage", "%"),
    ("percentpredicted", "%"),
    ("ph", "1"),
    ("phunits", "1"),
    ("point", "1"),
    ("points", "1"),
    ("ratio", "1"),
    ("score", "1"),
    ("th/ul", "10*3/uL"),
    ("thou/ul", "10*3/uL"),
    ("thousand/ul", "10*3/uL"),
    ("tpt/l", "10*12/L"),
    ("wood", "mm[Hg].min/L"),
    ("woodunit", "mm[Hg].min/L"),
    ("woodunits", "mm[Hg].min/L"),
    ("wu", "mm[Hg].min/L"),
];

/// Whole units in which the case of the letters decides.
const CASED: &[(&str, &str)] =
    &[("D", "[diop]"), ("G/L", "10*9/L"), ("T/L", "10*12/L"), ("mM", "mmol/L"), ("uM", "umol/L"), ("nM", "nmol/L"), ("pM", "pmol/L")];

/// Parts of a unit between `/` and `.`, lower case.
const PART: &[(&str, &str)] = &[
    ("a", "a"),
    ("bar", "bar"),
    ("beats", "1"),
    ("breaths", "1"),
    ("block", "{blocks}"),
    ("blocks", "{blocks}"),
    ("c", "Cel"),
    ("°c", "Cel"),
    ("℃", "Cel"),
    ("°", "deg"),
    ("degree", "deg"),
    ("degrees", "deg"),
    ("degc", "Cel"),
    ("celsius", "Cel"),
    ("degreescelsius", "Cel"),
    ("degreecelsius", "Cel"),
    ("degreesc", "Cel"),
    ("cc", "mL"),
    ("cell", "1"),
    ("cells", "1"),
    ("centigray", "cGy"),
    ("centimeter", "cm"),
    ("centimeters", "cm"),
    ("centimetre", "cm"),
    ("centimetres", "cm"),
    ("cgy", "cGy"),
    ("cigarette", "1"),
    ("cigarettes", "1"),
    ("cm", "cm"),
    ("copies", "1"),
    ("copy", "1"),
    ("cu", "1"),
    ("cup", "1"),
    ("cups", "1"),
    ("d", "d"),
    ("day", "d"),
    ("days", "d"),
    ("db", "{dB}"),
    ("decibel", "{dB}"),
    ("decibels", "{dB}"),
    ("deciliter", "dL"),
    ("decilitre", "dL"),
    ("diopter", "[diop]"),
    ("diopters", "[diop]"),
    ("dioptre", "[diop]"),
    ("dioptres", "[diop]"),
    ("dpt", "[diop]"),
    ("dl", "dL"),
    ("drink", "1"),
    ("drinks", "1"),
    ("dyn", "dyn"),
    ("dyne", "dyn"),
    ("dynes", "dyn"),
    ("episode", "1"),
    ("episodes", "1"),
    ("eq", "eq"),
    ("eu", "{EU}"),
    ("f", "[degF]"),
    ("°f", "[degF]"),
    ("℉", "[degF]"),
    ("degf", "[degF]"),
    ("fahrenheit", "[degF]"),
    ("degreesfahrenheit", "[degF]"),
    ("feet", "[ft_i]"),
    ("foot", "[ft_i]"),
    ("ft", "[ft_i]"),
    ("fl", "fL"),
    ("g", "g"),
    ("glass", "1"),
    ("glasses", "1"),
    ("gm", "g"),
    ("gms", "g"),
    ("gr", "g"),
    ("gram", "g"),
    ("grams", "g"),
    ("gray", "Gy"),
    ("gy", "Gy"),
    ("h", "h"),
    ("hour", "h"),
    ("hours", "h"),
    ("hr", "h"),
    ("hrs", "h"),
    ("in", "[in_i]"),
    ("inch", "[in_i]"),
    ("inches", "[in_i]"),
    ("internationalunit", "[iU]"),
    ("internationalunits", "[iU]"),
    ("iu", "[iU]"),
    ("[iu]", "[iU]"),
    ("joule", "J"),
    ("joules", "J"),
    ("kcal", "kcal"),
    ("kg", "kg"),
    ("kgs", "kg"),
    ("kilo", "kg"),
    ("kilos", "kg"),
    ("kilogram", "kg"),
    ("kilograms", "kg"),
    ("kilometer", "km"),
    ("kilometers", "km"),
    ("kilometre", "km"),
    ("kilometres", "km"),
    ("kiu", "k[iU]"),
    ("km", "km"),
    ("kpa", "kPa"),
    ("l", "L"),
    ("lb", "[lb_av]"),
    ("lbs", "[lb_av]"),
    ("letter", "{letters}"),
    ("letters", "{letters}"),
    ("liter", "L"),
    ("liters", "L"),
    ("litre", "L"),
    ("litres", "L"),
    ("lt", "L"),
    ("lit", "L"),
    ("m2", "m2"),
    ("mb", "{Mb}"),
    ("mcg", "ug"),
    ("mcgs", "ug"),
    ("mcl", "uL"),
    ("mcmol", "umol"),
    ("meq", "meq"),
    ("meqs", "meq"),
    ("meter", "m"),
    ("meters", "m"),
    ("metre", "m"),
    ("metres", "m"),
    ("mg", "mg"),
    ("mgs", "mg"),
    ("microgram", "ug"),
    ("micrograms", "ug"),
    ("microl", "uL"),
    ("microliter", "uL"),
    ("microlitre", "uL"),
    ("micrometer", "um"),
    ("micrometers", "um"),
    ("micromol", "umol"),
    ("micromole", "umol"),
    ("micromoles", "umol"),
    ("micron", "um"),
    ("microns", "um"),
    ("mile", "[mi_i]"),
    ("miles", "[mi_i]"),
    ("milligram", "mg"),
    ("milligrams", "mg"),
    ("milliliter", "mL"),
    ("milliliters", "mL"),
    ("millilitre", "mL"),
    ("millilitres", "mL"),
    ("millimeter", "mm"),
    ("millimeters", "mm"),
    ("millimetre", "mm"),
    ("millimetres", "mm"),
    ("millimol", "mmol"),
    ("millimole", "mmol"),
    ("millimoles", "mmol"),
    ("million", "10*6"),
    ("millions", "10*6"),
    ("millisecond", "ms"),
    ("milliseconds", "ms"),
    ("miu", "m[iU]"),
    ("min", "min"),
    ("mins", "min"),
    ("minute", "min"),
    ("minutes", "min"),
    ("ml", "mL"),
    ("mls", "mL"),
    ("mm", "mm"),
    ("mm2", "mm2"),
    ("mm3", "mm3"),
    ("cmm", "mm3"),
    ("cumm", "mm3"),
    ("cubicmillimeter", "mm3"),
    ("cubicmillimetre", "mm3"),
    ("mmol", "mmol"),
    ("mmols", "mmol"),
    ("month", "mo"),
    ("months", "mo"),
    ("mo", "mo"),
    ("mol", "mol"),
    ("mole", "mol"),
    ("moles", "mol"),
    ("mosm", "mosm"),
    ("mosmol", "mosm"),
    ("ms", "ms"),
    ("msec", "ms"),
    ("msecs", "ms"),
    ("mutations", "1"),
    ("nanogram", "ng"),
    ("nanograms", "ng"),
    ("ng", "ng"),
    ("nmol", "nmol"),
    ("pack", "1"),
    ("pack-year", "1"),
    ("pack-years", "1"),
    ("packs", "1"),
    ("pg", "pg"),
    ("picogram", "pg"),
    ("picograms", "pg"),
    ("pmol", "pmol"),
    ("pound", "[lb_av]"),
    ("pounds", "[lb_av]"),
    ("ppb", "[ppb]"),
    ("ppm", "[ppm]"),
    ("s", "s"),
    ("sd", "1"),
    ("sds", "1"),
    ("sec", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("secs", "s"),
    ("serving", "1"),
    ("servings", "1"),
    ("session", "1"),
    ("sessions", "1"),
    ("squaremeter", "m2"),
    ("squaremetre", "m2"),
    ("time", "1"),
    ("times", "1"),
    ("torr", "mm[Hg]"),
    ("u", "U"),
    ("ug", "ug"),
    ("uiu", "u[iU]"),
    ("ui", "[iU]"),
    ("ul", "uL"),
    ("umol", "umol"),
    ("unit", "U"),
    ("units", "U"),
    ("ukat", "ukat"),
    ("week", "wk"),
    ("weeks", "wk"),
    ("wk", "wk"),
    ("year", "a"),
    ("years", "a"),
    ("yr", "a"),
    ("yrs", "a"),
];

/// The UCUM spelling of a unit as charts and protocols write it. What is not known here is
/// given back with only its characters folded, for UCUM itself to judge.
///
/// ```
/// use trialsieve::quantity::ucum_spelling;
/// assert_eq!(ucum_spelling("mm Hg"), "mm[Hg]");
/// assert_eq!(ucum_spelling("mmol per liter"), "mmol/L");
/// assert_eq!(ucum_spelling("mcg/kg/min"), "ug/kg/min");
/// assert_eq!(ucum_spelling("x10^9/L"), "10*9/L");
/// assert_eq!(ucum_spelling("mL/min/1.73m²"), "mL/min/{1.73_m2}");
/// assert_eq!(ucum_spelling("K/uL"), "10*3/uL");
/// ```
pub fn ucum_spelling(text: &str) -> String {
    let folded = fold(text);
    if let Some((_, ucum)) = CASED.iter().find(|(k, _)| *k == folded) {
        return (*ucum).to_owned();
    }
    let lower = folded.to_lowercase();
    if let Some((_, ucum)) = WHOLE.iter().find(|(k, _)| *k == lower) {
        return (*ucum).to_owned();
    }
    let (body, per_surface) = strip_body_surface(&folded);
    let mut out = String::new();
    for (i, part) in body.split('/').enumerate() {
        if i > 0 {
            out.push('/');
        }
        let factors: Vec<String> = part.split('.').map(spell_part).collect();
        out.push_str(&factors.join("."));
    }
    let mut out = out.strip_prefix("1/").map_or(out.clone(), |rest| format!("/{rest}"));
    if per_surface {
        out.push_str("/{1.73_m2}");
    }
    out
}

/// Whether a word is one that units are made of ("mmHg", "liter", "kg"), so that it may be
/// read as one behind a number.
pub fn is_unit_word(word: &str) -> bool {
    let folded = fold(word);
    let lower = folded.to_lowercase();
    PART.iter().chain(WHOLE).any(|(k, _)| *k == lower) || CASED.iter().any(|(k, _)| *k == folded)
}

/// Characters that mean the same: µ and u, superscripts and digits, `·` and `.`, "per" and `/`.
fn fold(text: &str) -> String {
    let mut t = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            'µ' | 'μ' => t.push('u'),
            '⁻' | '−' | '–' => t.push('-'),
            c if superscript(c).is_some() => t.extend(['^'].into_iter().chain(superscript(c))),
            '·' | '⋅' | '•' | '*' => t.push('.'),
            '×' => t.push('x'),
            '／' | '∕' | '⁄' => t.push('/'),
            '％' => t.push('%'),
            c if c.is_whitespace() => t.push(' '),
            c => t.push(c),
        }
    }
    let words: Vec<&str> = t.split(' ').filter(|w| !w.is_empty()).map(|w| if w.eq_ignore_ascii_case("per") { "/" } else { w }).collect();
    // "10*9" came out as "10.9": the star of a power is not a product.
    let joined = words.concat().replace("10.", "10*").replace("10^", "10*").replace("10**", "10*").replace('^', "");
    let joined = joined.strip_prefix(['x', 'X']).filter(|rest| rest.starts_with("10")).map_or(joined.clone(), str::to_owned);
    // "10(9)/L"
    if let Some(rest) = joined.strip_prefix("10(")
        && let Some((power, tail)) = rest.split_once(')')
    {
        return format!("10*{power}{tail}");
    }
    joined
}

fn superscript(c: char) -> Option<char> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|s| s == c).and_then(|i| char::from_digit(u32::try_from(i).ok()?, 10))
}

/// Takes "/1.73m2" off a clearance: body surface is what it is scaled to, not divided by.
fn strip_body_surface(folded: &str) -> (&str, bool) {
    for tail in ["/1.73m2", "/1.73sqm", "/1.73m", "/1.73", "/{1.73_m2}"] {
        let cut = folded.len().checked_sub(tail.len());
        if let Some(cut) = cut
            && let (Some(head), Some(end)) = (folded.get(..cut), folded.get(cut..))
            && end.eq_ignore_ascii_case(tail)
        {
            return (head, true);
        }
    }
    (folded, false)
}

fn spell_part(part: &str) -> String {
    let lower = part.to_lowercase();
    if let Some((_, ucum)) = PART.iter().find(|(k, _)| *k == lower) {
        return (*ucum).to_owned();
    }
    part.to_owned()
}

/// A UCUM unit as people write it: `mmHg`, `10^9/L`, `°C`; empty for pure numbers.
pub(super) fn display_ucum(ucum: &str) -> String {
    match ucum {
        "1" => return String::new(),
        "Cel" => return "°C".to_owned(),
        "[degF]" => return "°F".to_owned(),
        "a" => return "years".to_owned(),
        "mo" => return "months".to_owned(),
        "wk" => return "weeks".to_owned(),
        "d" => return "days".to_owned(),
        _ => {}
    }
    ucum.replace("mm[Hg]", "mmHg")
        .replace("cm[H2O]", "cmH2O")
        .replace("[iU]", "IU")
        .replace("10*", "10^")
        .replace("{1.73_m2}", "1.73 m²")
        .replace("/m2", "/m²")
        .replace("ug/", "µg/")
        .replace("umol", "µmol")
        .replace("uL", "µL")
        .replace("[lb_av]", "lb")
        .replace("[in_i]", "in")
        .replace("meq", "mEq")
}
