//! Exact numbers, units and comparisons: what a value is, and how two of them compare.
//!
//! Numbers are decimals as they were written; conversions are exact fractions, so that an
//! equality on paper is an equality here.

pub(crate) mod bytes;
mod comparison;
mod exact;
mod intervals;
mod kept;
mod number;
mod spelling;
mod spelling_table;
mod unit;

#[cfg(feature = "schema")]
pub(crate) use comparison::RESULT_WORDS;
pub use comparison::{Bound, Comparison, ComparisonError, Is, Op, Scale};
pub use exact::Exact;
pub use intervals::Intervals;
pub use number::{NumberError, parse_decimal};
pub use rust_decimal::Decimal;
pub use spelling::{is_unit_word, ucum_spelling};
pub use unit::{Dimension, Incommensurable, Substance, Unit, UnitError};
