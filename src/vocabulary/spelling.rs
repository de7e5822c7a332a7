// One word of a name: its plural ending, its British spelling.
// Also compiled into build.rs; it must not use anything of the crate.

/// One lower-case word without its plural ending and in American spelling.
pub fn fold_word(word: &str) -> String {
    let w = word.trim_matches('\'');
    let w = w.strip_suffix("'s").unwrap_or(w).replace('\'', "");
    american(&singular(&w))
}

/// Plurals that no ending tells, sorted. "HADS" is an abbreviation, not the plural of a filler.
const IRREGULAR: &[(&str, &str)] = &[
    ("analyses", "analysis"),
    ("anastomoses", "anastomosis"),
    ("aortae", "aorta"),
    ("atria", "atrium"),
    ("bacilli", "bacillus"),
    ("biopsies", "biopsy"),
    ("bronchi", "bronchus"),
    ("bursae", "bursa"),
    ("calculi", "calculus"),
    ("children", "child"),
    ("cirrhoses", "cirrhosis"),
    ("cocci", "coccus"),
    ("crises", "crisis"),
    ("dermatoses", "dermatosis"),
    ("diagnoses", "diagnosis"),
    ("diverticula", "diverticulum"),
    ("ecchymoses", "ecchymosis"),
    ("emboli", "embolus"),
    ("exostoses", "exostosis"),
    ("feet", "foot"),
    ("fetuses", "fetus"),
    ("fibroses", "fibrosis"),
    ("fistulae", "fistula"),
    ("foci", "focus"),
    ("foetuses", "fetus"),
    ("ganglia", "ganglion"),
    ("hads", "hads"),
    ("men", "man"),
    ("metastases", "metastasis"),
    ("mycoses", "mycosis"),
    ("naevi", "nevus"),
    ("necroses", "necrosis"),
    ("neuroses", "neurosis"),
    ("nevi", "nevus"),
    ("paralyses", "paralysis"),
    ("pareses", "paresis"),
    ("petechiae", "petechia"),
    ("plexuses", "plexus"),
    ("prognoses", "prognosis"),
    ("prostheses", "prosthesis"),
    ("psychoses", "psychosis"),
    ("scleroses", "sclerosis"),
    ("sequelae", "sequela"),
    ("sinuses", "sinus"),
    ("stenoses", "stenosis"),
    ("stimuli", "stimulus"),
    ("teeth", "tooth"),
    ("testes", "testis"),
    ("thrombi", "thrombus"),
    ("thromboses", "thrombosis"),
    ("varices", "varix"),
    ("vertebrae", "vertebra"),
    ("villi", "villus"),
    ("viruses", "virus"),
    ("women", "woman"),
];

fn singular(w: &str) -> String {
    if let Ok(i) = IRREGULAR.binary_search_by_key(&w, |(many, _)| many)
        && let Some((_, one)) = IRREGULAR.get(i)
    {
        return (*one).to_owned();
    }
    let n = w.len();
    let keep = !w.is_ascii() || n <= 3 || w.ends_with("ss") || w.ends_with("us") || w.ends_with("is") || w.bytes().any(|b| b.is_ascii_digit());
    if keep {
        return w.to_owned();
    }
    if n > 4
        && let Some(stem) = w.strip_suffix("ies")
    {
        return format!("{stem}y");
    }
    for (ending, back) in [("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")] {
        if let Some(stem) = w.strip_suffix(ending) {
            return format!("{stem}{back}");
        }
    }
    w.strip_suffix('s').unwrap_or(w).to_owned()
}

const BRITISH: &[(&str, &str)] = &[
    ("aemi", "emi"),
    ("aesth", "esth"),
    ("caes", "ces"),
    ("coeli", "celi"),
    ("faec", "fec"),
    ("foet", "fet"),
    ("gynaec", "gynec"),
    ("haem", "hem"),
    ("oedem", "edem"),
    ("oesoph", "esoph"),
    ("oestr", "estr"),
    ("paed", "ped"),
    ("rrhoe", "rrhe"),
    ("sulph", "sulf"),
    ("orthopaed", "orthoped"),
    ("ischaem", "ischem"),
    ("anaem", "anem"),
    ("uraem", "urem"),
    ("leucocyt", "leukocyt"),
    ("behaviour", "behavior"),
    ("colour", "color"),
    ("labour", "labor"),
    ("tumour", "tumor"),
    ("centre", "center"),
    ("fibre", "fiber"),
    ("litre", "liter"),
    ("titre", "titer"),
    ("metre", "meter"),
    ("programme", "program"),
    ("isation", "ization"),
    ("lysed", "lyzed"),
];

/// Whether a word holds two letters that each of the British spellings has: most words do not,
/// and need not be searched for them.
fn may_be_british(w: &str) -> bool {
    const PAIRS: &[&[u8; 2]] = &[b"ae", b"oe", b"ph", b"co", b"ou", b"re", b"mm", b"is", b"ys"];
    w.as_bytes().windows(2).any(|pair| PAIRS.iter().any(|p| pair == p.as_slice()))
}

fn american(w: &str) -> String {
    if !w.is_ascii() || w.len() < 5 || !may_be_british(w) {
        return w.to_owned();
    }
    let mut w = w.to_owned();
    for (british, american) in BRITISH {
        if w.contains(british) {
            w = w.replace(british, american);
        }
    }
    for (british, american) in [("ised", "ized"), ("ising", "izing"), ("ise", "ize")] {
        if w.len() > 6
            && let Some(stem) = w.strip_suffix(british)
        {
            w = format!("{stem}{american}");
        }
    }
    w
}
