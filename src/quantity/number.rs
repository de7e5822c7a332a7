//! Reading numbers, exactly and strictly.

use crate::limits::MAX_DIGITS;
use rust_decimal::Decimal;

/// Why a text is not a number that can be kept exactly.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NumberError {
    /// Not a number at all, or not a finite one.
    #[error("`{0}` is not a number")]
    Form(String),
    /// A number beyond what a measurement can be.
    #[error("`{0}` is beyond the numbers a measurement can have ({MAX_DIGITS} digits)")]
    Range(String),
}

/// Reads a decimal number exactly, with or without an exponent.
///
/// ```
/// use trialsieve::quantity::parse_decimal;
/// assert_eq!(parse_decimal("35.0").unwrap(), parse_decimal("35").unwrap());
/// assert_eq!(parse_decimal("1.5e3").unwrap().to_string(), "1500");
/// assert!(parse_decimal("1e400").is_err());
/// assert!(parse_decimal("NaN").is_err());
/// ```
///
/// # Errors
/// [`NumberError`] where the text is no number, or one with more than 28 digits.
pub fn parse_decimal(text: &str) -> Result<Decimal, NumberError> {
    let t = text.trim();
    let (mantissa, exponent) = match t.find(['e', 'E']) {
        Some(i) => (t.get(..i).unwrap_or_default(), t.get(i.saturating_add(1)..)),
        None => (t, None),
    };
    let digits = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let well_formed = digits.bytes().any(|b| b.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().filter(|b| *b == b'.').count() <= 1;
    if !well_formed {
        return Err(NumberError::Form(t.to_owned()));
    }
    let range = || NumberError::Range(t.to_owned());
    if digits.bytes().filter(u8::is_ascii_digit).count() > MAX_DIGITS {
        return Err(range());
    }
    match exponent {
        None => Decimal::from_str_exact(mantissa).map_err(|_| range()),
        Some(e) => {
            let e: i32 = e.parse().map_err(|_| NumberError::Form(t.to_owned()))?;
            let base = Decimal::from_str_exact(mantissa).map_err(|_| range())?;
            scale(base, e).ok_or_else(range)
        }
    }
}

/// `value × 10^exponent`, where that can be kept exactly.
fn scale(value: Decimal, exponent: i32) -> Option<Decimal> {
    if exponent.unsigned_abs() > 28 {
        return value.is_zero().then_some(Decimal::ZERO);
    }
    let ten = Decimal::TEN;
    let mut result = value;
    for _ in 0..exponent.unsigned_abs() {
        result = if exponent > 0 { result.checked_mul(ten)? } else { divide_by_ten(result)? };
    }
    Some(if exponent > 0 { result.normalize() } else { result })
}

fn divide_by_ten(value: Decimal) -> Option<Decimal> {
    let value = value.normalize();
    let scale = value.scale().checked_add(1).filter(|s| *s <= 28)?;
    Decimal::try_from_i128_with_scale(value.mantissa(), scale).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly_or_refused() {
        for (text, value) in [("35.0", "35.0"), ("-27", "-27"), ("1e3", "1000"), ("2.5E-3", "0.0025"), (".5", "0.5"), ("+4", "4")] {
            assert_eq!(parse_decimal(text).unwrap().to_string(), value, "{text}");
        }
        for bad in ["", "-", ".", "1e", "1.2.3", "NaN", "inf", "0x10", "1,5", "1_000", "１", "--1", "1e400", "1e-400"] {
            assert!(parse_decimal(bad).is_err(), "{bad}");
        }
        assert!(matches!(parse_decimal(&"9".repeat(29)), Err(NumberError::Range(_))));
        assert!(parse_decimal(&"9".repeat(28)).is_ok());
    }
}
