//! Exact fractions, for conversions that must not round.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A fraction of whole numbers of any size. Sums, products and quotients are exact.
///
/// ```
/// use trialsieve::quantity::{Decimal, Exact};
/// let third = Exact::from(1).checked_div(&Exact::from(3)).unwrap();
/// assert_eq!(third.times(&Exact::from(3)), Exact::from(1));
/// assert_eq!(Exact::from(Decimal::new(350, 1)), Exact::from(35));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Exact(#[serde(with = "super::bytes::fraction")] BigRational);

impl Exact {
    /// One.
    pub fn one() -> Self {
        Self(BigRational::one())
    }

    /// Nothing.
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    /// `mantissa × 10^exponent`.
    pub fn scaled(mantissa: i128, exponent: i32) -> Self {
        if let Some(quick) = decimal(mantissa, exponent) {
            return quick;
        }
        let power = num_traits::pow(BigInt::from(10), usize::try_from(exponent.unsigned_abs()).unwrap_or(0));
        let mantissa = BigInt::from(mantissa);
        Self(if exponent >= 0 {
            #[allow(clippy::arithmetic_side_effects)] // whole numbers of any size do not overflow
            BigRational::from_integer(mantissa * power)
        } else {
            BigRational::new(mantissa, power)
        })
    }

    /// The sum.
    #[allow(clippy::arithmetic_side_effects)] // fractions of any size do not overflow
    pub fn plus(&self, other: &Self) -> Self {
        Self(&self.0 + &other.0)
    }

    /// The difference.
    #[allow(clippy::arithmetic_side_effects)]
    pub fn minus(&self, other: &Self) -> Self {
        Self(&self.0 - &other.0)
    }

    /// The product.
    #[allow(clippy::arithmetic_side_effects)]
    pub fn times(&self, other: &Self) -> Self {
        Self(&self.0 * &other.0)
    }

    /// The quotient; `None` by zero.
    #[allow(clippy::arithmetic_side_effects)]
    pub fn checked_div(&self, other: &Self) -> Option<Self> {
        (!other.0.is_zero()).then(|| Self(&self.0 / &other.0))
    }

    /// To a whole power; `None` for a negative power of zero.
    pub fn powi(&self, power: i32) -> Option<Self> {
        if power < 0 && self.0.is_zero() {
            return None;
        }
        Some(Self(self.0.pow(power)))
    }

    /// The largest whole number that is not larger.
    pub fn floor(&self) -> Self {
        Self(self.0.floor())
    }

    /// Whether it is less than zero.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// The nearest decimal of at most 28 digits, for showing; `None` where it is too large.
    pub fn to_decimal(&self) -> Option<Decimal> {
        if self.0.is_integer() {
            return self.0.to_integer().to_i128().and_then(|i| Decimal::try_from_i128_with_scale(i, 0).ok());
        }
        for scale in (0..=20i32).rev() {
            let scaled = self.times(&Self::scaled(1, scale)).0.round().to_integer();
            let decimal = scaled.to_i128().and_then(|i| Decimal::try_from_i128_with_scale(i, u32::try_from(scale).ok()?).ok());
            if let Some(d) = decimal {
                return Some(d.normalize());
            }
        }
        None
    }

    /// The nearest floating-point number, for places where a rounding does no harm.
    pub fn to_f64(&self) -> f64 {
        self.0.to_f64().unwrap_or(f64::NAN)
    }
}

/// A decimal fraction in its lowest terms: the power of ten below it has no divisors but two and
/// five, so that nothing else need be looked for.
fn decimal(mantissa: i128, exponent: i32) -> Option<Exact> {
    let places = exponent.checked_neg().and_then(|p| u32::try_from(p).ok()).filter(|p| *p <= 28)?;
    let mut top = i64::try_from(mantissa).ok().filter(|m| *m != 0)?;
    let mut bottom = BigInt::one();
    for prime in [2i64, 5] {
        let mut left = places;
        while left > 0 && top.checked_rem(prime)? == 0 {
            top = top.checked_div(prime)?;
            left = left.saturating_sub(1);
        }
        #[allow(clippy::arithmetic_side_effects)] // whole numbers of any size do not overflow
        {
            bottom *= prime.checked_pow(left).map_or_else(|| num_traits::pow(BigInt::from(prime), usize::try_from(left).unwrap_or(0)), BigInt::from);
        }
    }
    Some(Exact(BigRational::new_raw(BigInt::from(top), bottom)))
}

impl From<i64> for Exact {
    fn from(value: i64) -> Self {
        Self(BigRational::from_integer(BigInt::from(value)))
    }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        Self::scaled(value.mantissa(), i32::try_from(value.scale()).unwrap_or(0).saturating_neg())
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects)] // of small numbers
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn decimals_are_fractions_in_their_lowest_terms(mantissa in any::<i64>(), small in -2000i64..2000, places in 0i32..29) {
            for m in [mantissa, small, small * 125, small * 64] {
                let slow = BigRational::new(BigInt::from(m), num_traits::pow(BigInt::from(10), usize::try_from(places).unwrap()));
                let quick = Exact::scaled(i128::from(m), -places);
                prop_assert_eq!((quick.0.numer(), quick.0.denom()), (slow.numer(), slow.denom()));
            }
        }
    }
}
