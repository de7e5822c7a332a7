//! Constants and roots for formulas: exact where they can be, and without a way to panic.

use crate::quantity::Decimal;
use rust_decimal::MathematicalOps;
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// A constant of a formula as the paper prints it: digits and at most one point.
pub(super) const fn dec(text: &str) -> Decimal {
    let (mut digits, mut places, mut fraction) = (0u32, 0u32, false);
    let mut bytes = text.as_bytes();
    while let Some((byte, rest)) = bytes.split_first() {
        if *byte == b'.' {
            fraction = true;
        } else {
            digits = digits.saturating_mul(10).saturating_add(byte.saturating_sub(b'0') as u32);
            places = places.saturating_add(fraction as u32);
        }
        bytes = rest;
    }
    Decimal::from_parts(digits, 0, 0, false, places)
}

/// So many powers are kept.
const MOST_POWERS: usize = 4096;

thread_local! {
    /// Powers that a thread has worked out before: they take long, and ages and values come again
    /// and again.
    static POWERS: RefCell<FxHashMap<(Decimal, Decimal), Option<Decimal>>> = RefCell::default();
}

/// One number to the power of another.
pub(super) fn power(base: Decimal, exponent: Decimal) -> Option<Decimal> {
    // Equal numbers with unlike places after the point may round unlike.
    let key = (base.normalize(), exponent.normalize());
    if let Some(known) = POWERS.with_borrow(|powers| powers.get(&key).copied()) {
        return known;
    }
    let found = key.0.checked_powd(key.1);
    POWERS.with_borrow_mut(|powers| {
        if powers.len() >= MOST_POWERS {
            powers.clear();
        }
        powers.insert(key, found);
    });
    found
}

/// The square root of what is not negative.
pub(super) fn square_root(value: Decimal) -> Option<Decimal> {
    root(value, 2)
}

/// The cube root of what is not negative.
pub(super) fn cube_root(value: Decimal) -> Option<Decimal> {
    root(value, 3)
}

/// A root to some 25 digits. One that can be written down comes out exactly: the body surface
/// of 180 cm and 80 kg is 2 m², not 1.9999999999999999999999999999.
fn root(value: Decimal, degree: u32) -> Option<Decimal> {
    if value.is_sign_negative() && !value.is_zero() {
        return None;
    }
    let near = power(value, Decimal::ONE.checked_div(Decimal::from(degree))?)?;
    let short = near.round_dp(12);
    Some(if short.checked_powu(u64::from(degree)) == Some(value) { short } else { near })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::parse_decimal;
    use proptest::prelude::*;

    #[test]
    fn constants_are_what_they_say() {
        for text in ["0", "3", "0.957", "60.06", "10000", "0.0025", "-0"] {
            assert_eq!(dec(text.trim_start_matches('-')), parse_decimal(text).unwrap());
        }
    }

    #[test]
    fn roots_of_squares_and_cubes_are_exact() {
        assert_eq!(square_root(dec("4")), Some(dec("2")));
        assert_eq!(square_root(dec("3.0625")), Some(dec("1.75")));
        assert_eq!(cube_root(dec("0.512")), Some(dec("0.8")));
        assert_eq!(cube_root(Decimal::ZERO), Some(Decimal::ZERO));
        assert_eq!(cube_root(Decimal::NEGATIVE_ONE), None);
        // 2^(1/3) = 1.2599210498948731647672…
        assert_eq!(cube_root(dec("2")).unwrap().round_dp(18).to_string(), "1.259921049894873165");
    }

    proptest! {
        #[test]
        fn a_root_multiplied_out_is_the_value(digits in 1i64..1_000_000_000, scale in 0u32..9) {
            let value = Decimal::new(digits, scale);
            let off = square_root(value).unwrap().powu(2).checked_sub(value).unwrap().abs();
            let allowed = value.checked_mul(dec("0.000000000000000001")).unwrap();
            prop_assert!(off <= allowed, "{value}: off by {off}");
        }

        #[test]
        fn no_number_panics(low: u32, mid: u32, high: u32, negative: bool, scale in 0u32..=28) {
            let value = Decimal::from_parts(low, mid, high, negative, scale);
            let _ = (square_root(value), cube_root(value));
        }
    }
}
