//! Units of drugs: how fast they run, how much is given.

use crate::quantity::Unit;
use std::sync::LazyLock;

/// One unit of every kind in which a running drug is given.
const RATES: &[&str] =
    &["mg/min", "mg/kg/min", "mg/m2/min", "mL/min", "mL/kg/min", "U/min", "U/kg/min", "U/m2/min", "mmol/min", "mmol/kg/min", "meq/min", "meq/kg/min"];

/// One unit of every kind in which a single dose is given.
const DOSES: &[&str] = &["mg", "mg/kg", "mg/m2", "mL", "mL/kg", "U", "U/kg", "U/m2", "mmol", "mmol/kg", "meq", "meq/kg", "J", "Gy"];

static RATE_UNITS: LazyLock<Vec<Unit>> = LazyLock::new(|| parsed(RATES));
static DOSE_UNITS: LazyLock<Vec<Unit>> = LazyLock::new(|| parsed(DOSES));

/// Inhaled gases are given as a share of the air.
const SHARES: &[&str] = &["%", "[ppm]", "[ppb]"];

/// Whether a drug can run at so many of the unit.
pub(super) fn is_rate(unit: &Unit) -> bool {
    SHARES.contains(&unit.ucum()) || (is_amount(unit) && RATE_UNITS.iter().any(|known| known.is_commensurable(unit)))
}

/// Whether so many of the unit can be given at once.
pub(super) fn is_dose(unit: &Unit) -> bool {
    is_amount(unit) && DOSE_UNITS.iter().any(|known| known.is_commensurable(unit))
}

/// Whether there is an amount of something in it. A mass for each mass is a pure number by its
/// dimension: `mg/kg` would be taken for `%`, and `mg/kg/min` for `/min`.
fn is_amount(unit: &Unit) -> bool {
    !SHARES.contains(&unit.ucum()) && !unit.ucum().starts_with(['/', '1'])
}

fn parsed(units: &[&str]) -> Vec<Unit> {
    units.iter().filter_map(|text| Unit::parse(text).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_of_the_tables_is_one() {
        assert_eq!((RATE_UNITS.len(), DOSE_UNITS.len()), (RATES.len(), DOSES.len()));
    }

    #[test]
    fn rates_and_doses_are_told_apart() {
        for rate in ["ug/kg/min", "units/h", "mL/h", "mEq/min", "mg/day", "mU/kg/min", "g/m2/d", "IU/h"] {
            let unit = Unit::parse(rate).unwrap();
            assert!(is_rate(&unit) && !is_dose(&unit), "{rate}");
        }
        for dose in ["mg", "ug/kg", "mL", "units", "mmol", "IU/kg", "g/m2"] {
            let unit = Unit::parse(dose).unwrap();
            assert!(is_dose(&unit) && !is_rate(&unit), "{dose}");
        }
        for share in ["%", "[ppm]"] {
            let unit = Unit::parse(share).unwrap();
            assert!(is_rate(&unit) && !is_dose(&unit), "{share}");
        }
        for neither in ["mmHg", "mmol/L", "years", "min", "/min", "bpm", "1"] {
            let unit = Unit::parse(neither).unwrap();
            assert!(!is_dose(&unit) && !is_rate(&unit), "{neither}");
        }
    }
}
