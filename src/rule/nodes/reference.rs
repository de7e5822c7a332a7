use crate::rule::text::TextForm;
use serde::{Deserialize, Serialize};

/// `criterion: I2` or `criterion: inclusion`: that criterion's rule, or all inclusion rules.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reference {
    /// All inclusion rules are true.
    Inclusion,
    /// The rule of the criterion with this id.
    Id(String),
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Inclusion => f.write_str("inclusion"),
            Self::Id(id) => f.write_str(id),
        }
    }
}

impl TextForm for Reference {
    fn read(text: &str) -> Result<Self, String> {
        match text.trim() {
            "" => Err("a criterion is referred to by its id, or as `inclusion`".to_owned()),
            "inclusion" => Ok(Self::Inclusion),
            id => Ok(Self::Id(id.to_owned())),
        }
    }
}
