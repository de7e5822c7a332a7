//! A row of the catalog as a page for people, and how to find it.

use super::{CATALOG, CatalogRow, Subject, nearest};

impl CatalogRow {
    /// The row of a name or a number, in any case.
    ///
    /// ```
    /// use trialsieve::diagnostic::CatalogRow;
    /// assert_eq!(CatalogRow::named("ts0203").unwrap().name, "incommensurable-units");
    /// assert_eq!(CatalogRow::named("incommensurable-units").unwrap().number, "TS0203");
    /// ```
    pub fn named(name: &str) -> Option<&'static Self> {
        let name = name.trim();
        CATALOG.iter().find(|row| row.name.eq_ignore_ascii_case(name) || row.number.eq_ignore_ascii_case(name))
    }

    /// The name nearest to a misspelt one, or none where nothing is near.
    pub fn nearest_name(name: &str) -> Option<&'static str> {
        nearest(name, CATALOG.iter().map(|row| row.name))
    }

    /// What it is, for the head of its page: `TS0203, an error in a trial file`.
    pub fn kind(&self) -> String {
        let article = if self.level == super::Level::Error { "an" } else { "a" };
        format!("{}, {article} {} in {}", self.number, self.level.word(), self.subject.place())
    }

    /// The whole page as Markdown.
    ///
    /// ```
    /// use trialsieve::diagnostic::Code;
    /// let page = Code::IncommensurableUnits.row().markdown();
    /// assert!(page.starts_with("# incommensurable-units\n\nTS0203, an error in a trial file.\n"));
    /// assert!(page.contains("\n## How to mend it\n"));
    /// ```
    pub fn markdown(&self) -> String {
        let fence = |text: &str| format!("```{}\n{}\n```", self.subject.language(), text.trim_end());
        format!(
            "# {}\n\n{}.\n\n{}\n\n## Why it matters\n\n{}\n\n## An example\n\n{}\n\nBetter:\n\n{}\n\n## How to mend it\n\n{}\n",
            self.name,
            self.kind(),
            self.summary,
            self.why,
            fence(self.bad),
            fence(self.good),
            self.mend
        )
    }
}

impl Subject {
    /// Where such a mistake is made.
    pub fn place(self) -> &'static str {
        match self {
            Self::Profile => "a patient's profile",
            Self::Trial => "a trial file",
            Self::Text => "the text of criteria",
        }
    }

    /// The language of its examples, as Markdown names it.
    fn language(self) -> &'static str {
        match self {
            Self::Profile => "json",
            Self::Trial => "yaml",
            Self::Text => "text",
        }
    }
}
