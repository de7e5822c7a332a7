//! Where in a JSON file something stands: `observations[3].unit`.

/// A step from the top of the file down, each knowing the one above it. It is made into text
/// only where something is wrong.
#[derive(Debug, Clone, Copy)]
pub(super) enum Path<'p> {
    /// The whole file.
    Root,
    /// A field of an object.
    Field(&'p Path<'p>, &'p str),
    /// An item of a list.
    Item(&'p Path<'p>, usize),
}

impl<'p> Path<'p> {
    pub(super) fn field(&'p self, key: &'p str) -> Self {
        Self::Field(self, key)
    }

    pub(super) fn item(&'p self, index: usize) -> Self {
        Self::Item(self, index)
    }
}

impl std::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Field(Self::Root, key) => f.write_str(key),
            Self::Field(above, key) => write!(f, "{above}.{key}"),
            Self::Item(above, index) => write!(f, "{above}[{index}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_people_would_point() {
        let list = Path::Root.field("observations");
        let item = list.item(3);
        assert_eq!(item.field("unit").to_string(), "observations[3].unit");
        assert_eq!(item.field("codes").item(0).to_string(), "observations[3].codes[0]");
        assert_eq!(Path::Root.field("labs").field("lactate").to_string(), "labs.lactate");
        assert_eq!(Path::Root.to_string(), "");
    }
}
