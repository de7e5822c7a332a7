//! Exact fractions, for conversions that must not round.

use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, One, Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;

/// A fraction of whole numbers of any size. Sums, products and quotients are exact.
///
/// ```
/// use trialsieve::quantity::{Decimal, Exact};
/// let third = Exact::from(1).checked_div(&Exact::from(3)).unwrap();
/// assert_eq!(third.times(&Exact::from(3)), Exact::from(1));
/// assert_eq!(Exact::from(Decimal::new(350, 1)), Exact::from(35));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Exact(Size);

/// Most fractions are of small numbers, which need no room of their own.
// INVARIANT: in its lowest terms, and small where it can be, so that equal ones are alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Size {
    Small(Ratio<i64>),
    Big(BigRational),
}

impl Exact {
    /// One.
    pub fn one() -> Self {
        Self(Size::Small(Ratio::one()))
    }

    /// Nothing.
    pub fn zero() -> Self {
        Self(Size::Small(Ratio::zero()))
    }

    /// `mantissa × 10^exponent`.
    pub fn scaled(mantissa: i128, exponent: i32) -> Self {
        if let Some(quick) = decimal(mantissa, exponent) {
            return Self(Size::Small(quick));
        }
        let power = num_traits::pow(BigInt::from(10), usize::try_from(exponent.unsigned_abs()).unwrap_or(0));
        let mantissa = BigInt::from(mantissa);
        Self::sized(if exponent >= 0 {
            #[allow(clippy::arithmetic_side_effects)] // whole numbers of any size do not overflow
            BigRational::from_integer(mantissa * power)
        } else {
            BigRational::new(mantissa, power)
        })
    }

    /// The sum.
    #[allow(clippy::arithmetic_side_effects)] // fractions of any size do not overflow
    pub fn plus(&self, other: &Self) -> Self {
        self.small(other, Ratio::checked_add).unwrap_or_else(|| Self::sized(self.big() + other.big()))
    }

    /// The difference.
    #[allow(clippy::arithmetic_side_effects)]
    pub fn minus(&self, other: &Self) -> Self {
        self.small(other, Ratio::checked_sub).unwrap_or_else(|| Self::sized(self.big() - other.big()))
    }

    /// The product.
    #[allow(clippy::arithmetic_side_effects)]
    pub fn times(&self, other: &Self) -> Self {
        self.small(other, Ratio::checked_mul).unwrap_or_else(|| Self::sized(self.big() * other.big()))
    }

    /// The quotient; `None` by zero.
    #[allow(clippy::arithmetic_side_effects)]
    pub fn checked_div(&self, other: &Self) -> Option<Self> {
        let quotient = || self.small(other, Ratio::checked_div).unwrap_or_else(|| Self::sized(self.big() / other.big()));
        (!other.is_zero()).then(quotient)
    }

    /// To a whole power; `None` for a negative power of zero.
    pub fn powi(&self, power: i32) -> Option<Self> {
        if power < 0 && self.is_zero() {
            return None;
        }
        if power == 1 {
            return Some(self.clone());
        }
        Some(Self::sized(self.big().pow(power)))
    }

    /// The largest whole number that is not larger.
    pub fn floor(&self) -> Self {
        Self::sized(self.big().floor())
    }

    /// Whether it is less than zero.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Size::Small(small) => small.is_negative(),
            Size::Big(big) => big.is_negative(),
        }
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        matches!(&self.0, Size::Small(small) if small.is_zero())
    }

    /// The nearest decimal of at most 28 digits, for showing; `None` where it is too large.
    pub fn to_decimal(&self) -> Option<Decimal> {
        if let Size::Small(small) = &self.0
            && let Some(decimal) = quick_decimal(small)
        {
            return Some(decimal);
        }
        let big = self.big();
        if big.is_integer() {
            return big.to_integer().to_i128().and_then(|i| Decimal::try_from_i128_with_scale(i, 0).ok());
        }
        for scale in (0..=20i32).rev() {
            let scaled = self.times(&Self::scaled(1, scale)).big().round().to_integer();
            let decimal = scaled.to_i128().and_then(|i| Decimal::try_from_i128_with_scale(i, u32::try_from(scale).ok()?).ok());
            if let Some(d) = decimal {
                return Some(d.normalize());
            }
        }
        None
    }

    /// The nearest floating-point number, for places where a rounding does no harm.
    pub fn to_f64(&self) -> f64 {
        self.big().to_f64().unwrap_or(f64::NAN)
    }

    /// An operation on two small ones, where its result is small.
    fn small(&self, other: &Self, of: impl Fn(&Ratio<i64>, &Ratio<i64>) -> Option<Ratio<i64>>) -> Option<Self> {
        match (&self.0, &other.0) {
            (Size::Small(a), Size::Small(b)) => of(a, b).filter(is_moderate).map(|found| Self(Size::Small(found))),
            _ => None,
        }
    }

    fn big(&self) -> BigRational {
        match &self.0 {
            Size::Small(small) => BigRational::new_raw(BigInt::from(*small.numer()), BigInt::from(*small.denom())),
            Size::Big(big) => big.clone(),
        }
    }

    fn sized(big: BigRational) -> Self {
        let small = big.numer().to_i64().zip(big.denom().to_i64()).map(|(numer, denom)| Ratio::new_raw(numer, denom));
        Self(small.filter(is_moderate).map_or(Size::Big(big), Size::Small))
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        super::bytes::fraction::serialize(&self.big(), serializer)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::bytes::fraction::deserialize(deserializer).map(Self::sized)
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Size::Small(a), Size::Small(b)) => {
                let cross = |x: &Ratio<i64>, y: &Ratio<i64>| i128::from(*x.numer()).saturating_mul(i128::from(*y.denom()));
                cross(a, b).cmp(&cross(b, a))
            }
            _ => self.big().cmp(&other.big()),
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Whether no operation on it overflows unnoticed: the smallest whole number has no contrary, so
/// that it counts as big.
fn is_moderate(small: &Ratio<i64>) -> bool {
    *small.numer() != i64::MIN
}

/// A fraction over a product of twos and fives as the decimal that it is.
fn quick_decimal(small: &Ratio<i64>) -> Option<Decimal> {
    let (mut top, mut bottom, mut scale) = (i128::from(*small.numer()), i128::from(*small.denom()), 0u32);
    while bottom != 1 {
        let prime = if bottom.checked_rem(10)? == 0 {
            10
        } else if bottom.checked_rem(5)? == 0 {
            5
        } else if bottom.checked_rem(2)? == 0 {
            2
        } else {
            return None;
        };
        bottom = bottom.checked_div(prime)?;
        top = top.checked_mul(10i128.checked_div(prime)?)?;
        scale = scale.checked_add(1)?;
    }
    // More places are rounded.
    (scale <= 20).then(|| Decimal::try_from_i128_with_scale(top, scale).ok()).flatten()
}

/// A decimal fraction in its lowest terms: the power of ten below it has no divisors but two and
/// five, so that nothing else need be looked for.
fn decimal(mantissa: i128, exponent: i32) -> Option<Ratio<i64>> {
    let places = exponent.checked_neg().and_then(|p| u32::try_from(p).ok()).filter(|p| *p <= 28)?;
    let mut top = i64::try_from(mantissa).ok().filter(|m| *m != 0 && *m != i64::MIN)?;
    let mut bottom = 1i64;
    for prime in [2i64, 5] {
        let mut left = places;
        while left > 0 && top.checked_rem(prime)? == 0 {
            top = top.checked_div(prime)?;
            left = left.saturating_sub(1);
        }
        bottom = bottom.checked_mul(prime.checked_pow(left)?)?;
    }
    Some(Ratio::new_raw(top, bottom))
}

impl From<i64> for Exact {
    fn from(value: i64) -> Self {
        Self::sized(BigRational::from_integer(BigInt::from(value)))
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

    fn some() -> impl Strategy<Value = Exact> {
        let whole = prop_oneof![-20i64..20, any::<i64>(), Just(i64::MIN), Just(i64::MAX), -2_000_000i64..2_000_000];
        let below = prop_oneof![1i64..20, Just(1000), 1i64..i64::MAX];
        (whole, below).prop_map(|(a, b)| Exact::sized(BigRational::new(BigInt::from(a), BigInt::from(b))))
    }

    proptest! {
        #[test]
        fn decimals_are_fractions_in_their_lowest_terms(mantissa in any::<i64>(), small in -2000i64..2000, places in 0i32..29) {
            for m in [mantissa, small, small * 125, small * 64] {
                let slow = BigRational::new(BigInt::from(m), num_traits::pow(BigInt::from(10), usize::try_from(places).unwrap()));
                prop_assert_eq!(Exact::scaled(i128::from(m), -places), Exact::sized(slow));
            }
        }

        #[test]
        fn small_fractions_are_reckoned_with_as_big_ones(a in some(), b in some()) {
            prop_assert_eq!(a.plus(&b), Exact::sized(a.big() + b.big()));
            prop_assert_eq!(a.minus(&b), Exact::sized(a.big() - b.big()));
            prop_assert_eq!(a.times(&b), Exact::sized(a.big() * b.big()));
            prop_assert_eq!(a.checked_div(&b), (!b.big().is_zero()).then(|| Exact::sized(a.big() / b.big())));
            prop_assert_eq!(a.cmp(&b), a.big().cmp(&b.big()));
        }

        #[test]
        fn a_decimal_comes_back_as_it_was(mantissa in any::<i64>(), scale in 0u32..19) {
            let decimal = Decimal::try_from_i128_with_scale(i128::from(mantissa), scale).unwrap();
            prop_assert_eq!(Exact::from(decimal).to_decimal(), Some(decimal.normalize()));
        }
    }
}
