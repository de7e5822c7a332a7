//! Numbers as what is kept for another run holds them: exactly, and in few bytes.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub fn serialize<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    (value.mantissa(), value.scale()).serialize(serializer)
}

pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let (mantissa, scale) = <(i128, u32)>::deserialize(deserializer)?;
    Decimal::try_from_i128_with_scale(mantissa, scale).map_err(serde::de::Error::custom)
}

/// Fractions in their lowest terms.
pub mod fraction {
    use super::{Deserialize, Deserializer, Serialize, Serializer};
    use num_bigint::BigInt;
    use num_rational::BigRational;
    use num_traits::{ToPrimitive, Zero};

    /// Above and below the line.
    #[derive(Serialize, Deserialize)]
    enum Parts {
        Small(i64, i64),
        Large(Vec<u8>, Vec<u8>),
    }

    pub fn serialize<S: Serializer>(value: &BigRational, serializer: S) -> Result<S::Ok, S::Error> {
        let (above, below) = (value.numer(), value.denom());
        let parts = match (above.to_i64(), below.to_i64()) {
            (Some(above), Some(below)) => Parts::Small(above, below),
            _ => Parts::Large(above.to_signed_bytes_le(), below.to_signed_bytes_le()),
        };
        parts.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BigRational, D::Error> {
        let (above, below) = match Parts::deserialize(deserializer)? {
            Parts::Small(above, below) => (BigInt::from(above), BigInt::from(below)),
            Parts::Large(above, below) => (BigInt::from_signed_bytes_le(&above), BigInt::from_signed_bytes_le(&below)),
        };
        if below.is_zero() {
            return Err(serde::de::Error::custom("a fraction over nothing"));
        }
        Ok(BigRational::new_raw(above, below))
    }
}

#[cfg(test)]
mod tests {
    use crate::quantity::Exact;
    use crate::time::{Duration, TimeUnit};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    proptest! {
        #[test]
        fn numbers_come_back_as_they_were(mantissa in any::<i64>(), scale in 0u32..=18, exponent in -40i32..40, below in 1i64..1_000_000) {
            let exact = Exact::scaled(i128::from(mantissa), exponent).checked_div(&Exact::from(below)).unwrap();
            let text = serde_json::to_string(&exact).unwrap();
            prop_assert_eq!(serde_json::from_str::<Exact>(&text).unwrap(), exact);
            let length = Duration::new(Decimal::new(mantissa, scale), TimeUnit::Hour);
            let text = serde_json::to_string(&length).unwrap();
            let back: Duration = serde_json::from_str(&text).unwrap();
            prop_assert_eq!((back.amount.mantissa(), back.amount.scale()), (length.amount.mantissa(), length.amount.scale()));
        }
    }

    #[test]
    fn a_fraction_over_nothing_is_none() {
        assert!(serde_json::from_str::<Exact>(r#"{"Small":[1,0]}"#).is_err());
    }
}
