//! The trials that come with the program, for when no folder of trials is at hand.

/// File name and text of each, sorted by name. One line a trial:
/// `("NCT00000000.yaml", include_str!("../../criteria/NCT00000000.yaml")),`
pub const SHIPPED: &[(&str, &str)] = &[
    ("ECMO-RESCUE.yaml", include_str!("../../criteria/ECMO-RESCUE.yaml")),
    ("NCT05075486.yaml", include_str!("../../criteria/NCT05075486.yaml")),
    ("NCT06872021.yaml", include_str!("../../criteria/NCT06872021.yaml")),
    ("fdpicu-13.yaml", include_str!("../../criteria/fdpicu-13.yaml")),
];
