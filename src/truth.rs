//! Strong Kleene logic: true, false, and not known.

/// A truth value in strong Kleene logic (Kleene 1952, *Introduction to Metamathematics*, § 64).
///
/// Unknown means that some data would make it true and other data false; it never
/// means "probably not".
///
/// ```
/// use trialsieve::Truth::{False, True, Unknown};
/// assert_eq!(True.and(Unknown), Unknown);
/// assert_eq!(False.and(Unknown), False); // the missing datum cannot change it
/// assert_eq!(True.or(Unknown), True);
/// assert_eq!(Unknown.not(), Unknown);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// Known to be false.
    False,
    /// Not known.
    Unknown,
    /// Known to be true.
    True,
}

impl Truth {
    /// Both hold: the lesser of the two.
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// At least one holds: the greater of the two.
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// True and false swapped.
    #[allow(clippy::should_implement_trait)]
    pub fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::Unknown => Self::Unknown,
            Self::False => Self::True,
        }
    }

    /// Every one holds; true of none.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().fold(Self::True, Self::and)
    }

    /// At least one holds; false of none.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().fold(Self::False, Self::or)
    }

    /// At least `count` hold: false once that can no longer be reached.
    ///
    /// ```
    /// use trialsieve::Truth::{self, False, True, Unknown};
    /// assert_eq!(Truth::at_least(2, [True, Unknown, True]), True);
    /// assert_eq!(Truth::at_least(2, [True, Unknown, False]), Unknown);
    /// assert_eq!(Truth::at_least(2, [True, False, False]), False);
    /// ```
    pub fn at_least(count: usize, parts: impl IntoIterator<Item = Self>) -> Self {
        let (mut surely, mut possibly) = (0usize, 0usize);
        for part in parts {
            surely = surely.saturating_add(usize::from(part == Self::True));
            possibly = possibly.saturating_add(usize::from(part != Self::False));
        }
        if surely >= count {
            Self::True
        } else if possibly < count {
            Self::False
        } else {
            Self::Unknown
        }
    }

    /// `Some(true)`, `Some(false)`, or `None` for unknown: the form of the report's `met`.
    pub fn known(self) -> Option<bool> {
        match self {
            Self::True => Some(true),
            Self::Unknown => None,
            Self::False => Some(false),
        }
    }

    /// Whether it is [`Truth::Unknown`].
    pub fn is_unknown(self) -> bool {
        self == Self::Unknown
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

impl From<Option<bool>> for Truth {
    fn from(value: Option<bool>) -> Self {
        value.map_or(Self::Unknown, Self::from)
    }
}
