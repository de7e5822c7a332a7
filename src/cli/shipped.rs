//! The trials that come with the program, for when no folder of trials is at hand.

/// File name and text of each, sorted by name. One line a trial:
/// `("NCT00000000.yaml", include_str!("../../criteria/NCT00000000.yaml")),`
pub const SHIPPED: &[(&str, &str)] = &[];
