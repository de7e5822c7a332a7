//! Measures that are computed from others: one file each, and its line in the list.

mod formula;

pub use formula::{Computed, Derived, Example, Input, Inputs, Missing, Source, derived_for};
