//! Words that govern what stands behind them, so that it means nothing without them.

/// Nouns and adjectives that change what stands behind their preposition, so that it means
/// nothing without them.
pub(super) const GOVERNING: &[&str] = &[
    "abuse",
    "addicted",
    "addiction",
    "antibodies",
    "antibody",
    "awaiting",
    "candidate",
    "candidates",
    "capacity",
    "carrier",
    "carriers",
    "completed studies",
    "contraindication",
    "contraindications",
    "departments",
    "dependence",
    "dependency",
    "eligible",
    "exposed",
    "exposure",
    "failure",
    "failed",
    "fear",
    "inability",
    "indication",
    "indications",
    "intention",
    "intolerance",
    "negative",
    "need",
    "phobia",
    "positive",
    "predisposition",
    "propensity",
    "refractory",
    "refusal",
    "requirement",
    "lives",
    "living",
    "misuse",
    "reside",
    "resides",
    "residing",
    "resistance",
    "resistant",
    "response",
    "risk",
    "sensitivity",
    "studies",
    "susceptibility",
    "unable",
    "unfit",
    "unsuitable",
    "unwilling",
    "unwillingness",
    "willing",
    "willingness",
    "waiting list",
];

/// What somebody will or can do, or needs: no disease is the object of it.
pub(super) const OF_WILL: &[&str] = &[
    "inability",
    "indication",
    "indications",
    "intention",
    "need",
    "needing",
    "needs",
    "refusal",
    "requirement",
    "unable",
    "unfit",
    "unwilling",
    "unwillingness",
    "willing",
    "willingness",
];

/// What is done with a thing: "stent placement or removal" is both of the stent.
pub(super) const ACTIONS: &[&str] =
    &["change", "exchange", "explantation", "implantation", "insertion", "placement", "removal", "repair", "replacement", "revision"];

/// What "allergy" and its like are called before their object.
pub(super) const ABOUT: &[(&str, &str)] = &[
    ("allerg", "allergy to"),
    ("hypersensitiv", "allergy to"),
    ("anaphyla", "allergy to"),
    ("intoleran", "intolerance to"),
    ("sensitivit", "allergy to"),
    ("contraindicat", "contraindication to"),
];

/// Words behind whose "to" stands a thing, not what somebody does.
pub(super) const NOUN_TO: &[&str] = &[
    "addicted to",
    "addiction to",
    "anaphylaxis to",
    "reaction to",
    "reactions to",
    "exposed to",
    "exposure to",
    "resistance to",
    "resistant to",
    "response to",
    "refractory to",
    "sensitivity to",
    "susceptibility to",
    "predisposition to",
];

/// What a disease does under a drug: a list of drugs behind it is meant of each.
pub(super) const RESPONSES: &[&str] = &[
    "failure of",
    "not responding to",
    "not responsive to",
    "refractory to",
    "resistance to",
    "resistant to",
    "responding to",
    "responsive to",
    "unresponsive to",
];
