//! Measures that are computed from others: one file each, and its line in the list.
//!
//! A measure that is recorded and holds is never computed. Where it is not, its formula takes
//! the values that hold at the moment. A missing input makes the result unknown, never zero;
//! sums and scores of points still give bounds, so that what is known can decide a comparison
//! (a VIS of at least 135 is > 120 whatever else runs).
//!
//! | name | formula | source |
//! | --- | --- | --- |
//! | anion gap | Na − Cl − HCO3 | Emmett 1977 |
//! | APPS | points for age, PaO2/FiO2, plateau pressure | Villar 2016 |
//! | blood urea nitrogen | urea × 28.01 / 60.06 | molar masses |
//! | BMI | weight / height² | Keys 1972 |
//! | BSA | √(height × weight / 3600) | Mosteller 1987 |
//! | cardiac index | cardiac output / BSA | Grollman 1929 |
//! | Child-Pugh | points for bilirubin, albumin, INR, ascites, encephalopathy | Pugh 1973, Lucey 1997 |
//! | corrected calcium | calcium + 0.8 × (4 − albumin) | Payne 1973 |
//! | creatinine clearance | (140 − age) × weight / (72 × creatinine), × 0.85 if female | Cockcroft 1976 |
//! | eGFR | CKD-EPI creatinine, without race | Inker 2021 |
//! | Marshall multiple organ dysfunction score | points for six organs | Marshall 1995 |
//! | mean arterial pressure | (SBP + 2 × DBP) / 3 | one-third rule |
//! | MELD | logarithms of bilirubin, INR, creatinine; dialysis | Kamath 2001, Wiesner 2003 |
//! | MELD 3.0 | with sodium, albumin, sex | Kim 2021 |
//! | MELD-Na | MELD with sodium | OPTN 2016 |
//! | NEWS2 | points for seven vital signs, saturation scale 1 | RCP 2017 |
//! | norepinephrine equivalent | weighted sum of seven vasopressors | Goradia 2021 |
//! | PaO2/FiO2 | PaO2 / FiO2 | Berlin 2012 |
//! | qSOFA | points for breathing, pressure, mentation | Singer 2016 |
//! | QTcF | QT / ∛(60 / heart rate) | Fridericia 1920 |
//! | shock index | heart rate / SBP | Allgöwer 1967 |
//! | SOFA | sum of its six organs, 0 to 4 each | Vincent 1996 |
//! | SOFA cardiovascular | MAP or catecholamine doses | Vincent 1996 |
//! | SOFA coagulation | platelet count | Vincent 1996 |
//! | SOFA liver | total bilirubin | Vincent 1996 |
//! | SOFA nervous system | Glasgow Coma Scale | Vincent 1996 |
//! | SOFA renal | creatinine or 24-hour urine | Vincent 1996 |
//! | SOFA respiration | PaO2/FiO2 and respiratory support | Vincent 1996 |
//! | urea | blood urea nitrogen × 60.06 / 28.01 | molar masses |
//! | VIS | weighted sum of six vasoactive drugs | Gaies 2010 |
//!
//! ```
//! use trialsieve::quantity::Decimal;
//! use trialsieve::vocabulary::derived::{Computed, Inputs, derived_for};
//! let map = derived_for("mean arterial pressure").unwrap();
//! let both = [Some(Decimal::from(95)), Some(Decimal::from(50))];
//! assert_eq!((map.compute)(&Inputs::new(&both)), Computed::Value(Decimal::from(65)));
//! let one = [Some(Decimal::from(95)), None];
//! assert!(matches!((map.compute)(&Inputs::new(&one)), Computed::Unknown(_)));
//! ```
//!
//! Urea and blood urea nitrogen are computed from each other, so whoever resolves inputs must
//! not compute a measure that is already being computed.

mod anion_gap;
mod apps;
mod arithmetic;
mod body;
mod cardiac_index;
mod child_pugh;
mod corrected_calcium;
mod creatinine_clearance;
mod egfr;
mod formula;
mod marshall;
mod mean_arterial_pressure;
mod meld;
mod news2;
mod norepinephrine_equivalent;
mod oxygenation;
mod points;
mod qsofa;
mod qtcf;
mod shock_index;
mod sofa;
mod urea;
mod vis;

pub use formula::{Bounds, Computed, Derived, Example, Input, Inputs, Missing, Source, Worst};

/// Every computed measure, by name.
static DERIVED: &[Derived] = &[
    anion_gap::ANION_GAP,
    apps::APPS,
    urea::BLOOD_UREA_NITROGEN,
    body::BMI,
    body::BSA,
    cardiac_index::CARDIAC_INDEX,
    child_pugh::CHILD_PUGH,
    corrected_calcium::CORRECTED_CALCIUM,
    creatinine_clearance::CREATININE_CLEARANCE,
    egfr::EGFR,
    marshall::MARSHALL,
    mean_arterial_pressure::MEAN_ARTERIAL_PRESSURE,
    meld::MELD,
    meld::MELD_3,
    meld::MELD_NA,
    news2::NEWS2,
    norepinephrine_equivalent::NOREPINEPHRINE_EQUIVALENT,
    oxygenation::OXYGENATION,
    qsofa::QSOFA,
    qtcf::QTCF,
    shock_index::SHOCK_INDEX,
    sofa::SOFA,
    sofa::CARDIOVASCULAR,
    sofa::COAGULATION,
    sofa::LIVER,
    sofa::NERVOUS_SYSTEM,
    sofa::RENAL,
    sofa::RESPIRATION,
    urea::UREA,
    vis::VIS,
];

/// How a measure is computed, by its vocabulary name.
pub fn derived_for(measure: &str) -> Option<&'static Derived> {
    all_derived().find(|d| d.of == measure)
}

/// Every computed measure, by name.
pub fn all_derived() -> impl Iterator<Item = &'static Derived> {
    DERIVED.iter()
}
